"""Typed numbers of a sentence: what each is, where it stands, and what is none of the results."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

import kg
from kg.questions import catalogue
from kg.reading import read_account
from kg.reading.facts import Fact, facts_of
from kg.reading.trust import ENOUGH, confidence, status
from kg.records import Account, Document, Study
from kg.sources import read_source

FOUND = {
    # P values
    "it rose (P < 0.001)": ["p <0.001"],
    "it rose (p = .04 and P=0.2)": ["p =0.04", "p =0.2"],
    "it rose (P < or = 0.05)": ["p ≤0.05"],
    "it rose (P value less than .05)": ["p <0.05"],
    "it rose (P for trend = 0.03)": ["p =0.03"],
    "both rose (P = 0.031 and 0.042, respectively)": ["p =0.031", "p =0.042"],
    "it rose (NS)": ["p"],
    "it rose (p = 0/05)": ["p =0.05"],
    "it rose (p = 0. 003) and fell (P = . 0489)": ["p =0.003", "p =0.0489"],
    # ratios and differences
    "the hazard ratio was 0.87 (95% CI 0.70 to 1.08; P = 0.2)": [
        "effect hazardRatio 0.87 ci 0.70 1.08", "p =0.2",
    ],
    "less death (relative risk, 0.83 [0.56-1.24])": ["effect riskRatio 0.83 ci 0.56 1.24"],
    "adjusted odds ratio [aOR], 1.29; 95% CI, 1.10-1.52": ["effect oddsRatio 1.29 ci 1.10 1.52"],
    "odds ratios were 0.89 (0.85-0.93) in men and 0.81 (0.77-0.85) in women": [
        "effect oddsRatio 0.89 ci 0.85 0.93", "effect oddsRatio 0.81 ci 0.77 0.85",
    ],
    "a mean difference of -2.4 points (95% confidence interval [CI] -4.1 to -0.7)": [
        "effect meanDifference -2.4 {points} ci -4.1 -0.7",
    ],
    # values with their spread
    "it was 12.4 ± 4.6 mmHg": ["spread 12.4 mm[Hg] 4.6"],
    "it was 1.6 + or - 0.2 mm": ["spread 1.6 mm 0.2"],
    "it was 6.7? 0.3 g and 28?7%": ["spread 6.7 g 0.3", "spread 28 % 7"],  # "±" lost in a file
    "a mean difference of -2.4 points with a 95% CI of -4.1 to -0.7": [
        "effect meanDifference -2.4 {points} ci -4.1 -0.7",
    ],
    "more often (n = 25/51 (49%) versus n = 17/51 (33%))": [
        "count-of-total 25/51 49 %", "count-of-total 17/51 33 %",
    ],
    "pain (n = 22, 1.6%) fell to 5.0% (n = 1; P = 0.04)": [
        "count-of-total 22 1.6 %", "count-of-total 1 5.0 %", "p =0.04",
    ],
    "24 falls (tea, 14; milk, 10)": ["count 24 falls", "count 14 falls", "count 10 falls"],
    "24 falls (tea, 14; milk, 11)": ["count 24 falls"],
    "there were 3 cases of gout, more cancers (12 cases, 4%)": [
        "count 3 cases", "count-of-total 12 4 %",
    ],
    "more cancers (12 cases, 4% per year)": ["count 12 cases", "value 4 %/a"],
    "the output (149 ± 7 kcal · 2 hr−1)": ["spread 149  7"],
    "no rate difference between tea (6/20 dogs)": ["count-of-total 6/20"],
    "(OR, 1.7; 95% CI, 1.2 to 2.5) and (β, 0.1; 95% CI, 0.08 to 0.2)": [
        "effect oddsRatio 1.7 ci 1.2 2.5", "value 0.1 1 ci 0.08 0.2",
    ],
    "means before, 30 minutes and one hour after tea were 3.1 and 2.5": [
        "value mean 3.1 1", "value mean 2.5 1",
    ],
    "recall was 5.5 on a range from 1 to 6": ["value 5.5 1"],
    "it was 42 deaths per 1000 births and 55 per 1000 in towns": [
        "rate rate 42 ", "rate rate 55 ",
    ],
    "sooner, a median of 2.0 weeks (Q1 = 1.0, Q3 = 3.7)": [
        "spread median 2.0 wk interquartileRange 1.0 3.7",
    ],
    "a mean gain of 0.009 QALYs gained [−0.019, 0.037]": ["spread mean 0.009 1 -0.019 0.037"],
    "it fell to 7.4% (57.5 mmol/mol)": ["percentage 7.4 %"],
    "less pain on tea (18 mm) than milk (36 mm, P = 0.02)": [
        "value 18 mm", "value 36 mm", "p =0.02",
    ],
    "redness (10 patients, 38%)": ["count-of-total 10 38 %"],
    "it was 84.3 + −8.02": ["spread 84.3 1 8.02"],
    "seen in 8 tea-, 6 milk-, and 4 juice-treated patients": [
        "people 8", "people 6", "people 4 juice-treated patients",
    ],
    "scores with tea (67.2) beat milk (45.4) and juice (40.9; 19.0; and 60.5 points)": [
        "value 67.2 1", "value 45.4 1", "value 40.9 {points}", "value 19.0 {points}",
        "value 60.5 {points}",
    ],
    "medians were 10 and 35 months on tea and 12 and 37 months on milk": [
        "value median 10 mo", "value median 35 mo", "value median 12 mo", "value median 37 mo",
    ],
    "a fall by 1.6 points versus a 0.2-point increase": [
        "value 1.6 {points}", "value 0.2 {points}",
    ],
    "from 3.7 W/kg fat (±0.56)": ["spread 3.7 W/kg 0.56"],
    "four (26.7%) had grade 1 reactions": ["count-of-total 4 26.7 %"],
    "it was 0.27% per year and 1.6%/year": ["value 0.27 %/a", "value 1.6 %/a"],
    "22 women (mean age 55 years)": ["people 22 women", "value mean 55 a"],
    "it was 11.5 (+/-9.1) mm Hg": ["spread 11.5 mm[Hg] 9.1"],
    "it fell (50%? s.e.m. 7%) and (42%? 7%)": [
        "spread 50 % standardError 7", "spread 42 % standardError 7",
    ],
    "mean (SD) waist was 102 (12) cm": ["spread mean 102 cm standardDeviation 12"],
    "in the control group 23.3 (SE 2.4) h": ["spread 23.3 h standardError 2.4"],
    "costs were Euro 4396 versus Euro 3153 per man": ["value 4396 ", "value 3153 "],
    "it fell (-1.4, p = 0.02) and (3.7 kg, p = 0.03)": [
        "value -1.4 1", "p =0.02", "value 3.7 kg", "p =0.03",
    ],
    "it was fair (0.532 and 0.539)": ["value 0.532 1", "value 0.539 1"],
    "both fell (difference -1.9, p < 0.01)": ["effect otherStatistic -1.9", "p <0.01"],
    "they were tied (r = -0.67, -0.62, p < 0.01)": [
        "effect correlation -0.67", "effect correlation -0.62", "p <0.01",
    ],
    "it fell (P-value: .21)": ["p =0.21"],
    "it fell by 1.5% (SE 0.2%) with tea and 1.3% (0.3%) with juice": [
        "spread 1.5 % standardError 0.2", "spread 1.3 % standardError 0.3",
    ],
    "it fell by 0.7 (95% CI 0.4-1.0) and 1.1 (0.8-1.4) kg": [
        "value 0.7 kg ci 0.4 1.0", "value 1.1 kg ci 0.8 1.4",
    ],
    "changes were −60, −31 and −47 mg/dL": [
        "value -60 mg/dL", "value -31 mg/dL", "value -47 mg/dL",
    ],
    "it fell by 2.5% and glucose by 1.1 and 1.9 mmol/L": [
        "percentage 2.5 %", "value 1.1 mmol/L", "value 1.9 mmol/L",
    ],
    "it changed (+0.1 vs -0.2 kg)": ["value 0.1 kg", "value -0.2 kg"],
    "it was 3.1 mmHg lower (95% CI 0.5-5.5)": ["effect 3.1 mm[Hg] ci 0.5 5.5"],
    "the difference was -0.5 +/- 0.2%": ["effect otherStatistic -0.5 % 0.2"],
    "the target was reached in 26 (76%) eyes": ["count-of-total 26 76 %"],
    "at 8 AM, 10 a.m. and 4 pm it was 18.2 mmHg": ["value 18.2 mm[Hg]"],
    "for 11 implants (11 percent)": ["count-of-total 11 11 %"],
    "Of 33 women, 11 were well and a further 9 had pain": [
        "people 33 women", "people 11 women", "people 9 women",
    ],
    "in 11 men, nine of whom slept": ["people 11 men", "people 9 men"],
    "it was 3.9 points (SD 4.7)": ["spread 3.9 {points} standardDeviation 4.7"],
    "the mean (SE) was 6.9 (3.0) mg/dL": ["spread mean 6.9 mg/dL standardError 3.0"],
    "they stayed 3 days [1-5] and 6 days [3-11]": ["spread 3 d 1 5", "spread 6 d 3 11"],
    "the median (IQR) was 4 (2 to 9) days": ["spread median 4 d interquartileRange 2 9"],
    "the mean change (95% CI) was -0.6% (-0.7, -0.5)": ["value mean -0.6 % ci -0.7 -0.5"],
    # shares and counts
    "in 12 of 30 women (40%)": ["count-of-total 12/30 40 %"],
    "in 40% (12/30)": ["count-of-total 12/30 40 %"],
    "in nine women (30%)": ["count-of-total 9 30 %"],
    "in 9 (30%) of 30 women": ["count-of-total 9/30 30 %"],
    "38% v 25%": ["percentage 38 %", "percentage 25 %"],
    "there were 14 deaths": ["count 14 deaths"],
    "there were 14 patients": ["people 14 patients"],
    "3.2 per 100 patient-years": ["rate rate 3.2 /(100.a)"],
    # rows
    "the rates were 19.2, 25.0 and 34.7%": [
        "value 19.2 %", "value 25.0 %", "percentage 34.7 %",
    ],
    "it rose from 4.1 to 9.0 mmol/L": ["value 4.1 mmol/L from", "value 9.0 mmol/L to"],
    "lesions in 12 and 19 patients": ["people 12 patients", "people 19 patients"],
    "three zentarol and four placebo patients fell": ["people 3", "people 4 placebo patients"],
    "new deaths: 60 with zentarol versus 48 with placebo": ["count 60", "count 48"],
    "the drop was 7.6 spells a day on A and 4.8 spells a day on B": ["value 7.6 1", "value 4.8 1"],
    "the number of falls was 35 versus 18": ["count 35", "count 18"],
    "rates were higher: 94.5% group 1 vs 88.4% group 2": ["percentage 94.5 %", "percentage 88.4 %"],
    "group 2.65 (± 0.52) mL": ["spread 2.65 mL 0.52"],
    "they lost 3.7% of weight (SD = 5.4%)": ["spread 3.7 % standardDeviation 5.4"],
    "bone grew (0.12 ± 0.05 g/cm2 treatment group)": ["spread 0.12 g/cm2 0.05"],
    "the median number was 4 versus 5.5": ["value median 4 1", "value median 5.5 1"],
}  # fmt: skip
NOTHING = [
    "drops of zentarol 2% three times daily",
    "it was better than the defined standard rate of 10%",
    "women with 1 versus 2 metastases",
    "P < 0.05 was considered statistically significant",
    "at weeks 4, 8 and 12",
    "after a follow-up of 24 months",
    "for 6 months",
    "we gave zentarol 5 mg or 10 mg twice daily",
    "with timolol 0.5% eye drops",
    "aged 18 to 65 years",
    "with a score above 12 points",
    "in groups 1 and 2",
    "between May 2005 and December 2007",
    "allocated 1:1:1",
    "(t(34) = 2.1)",
    "the study had 80% power",
    "grade 3 or 4",
    "registered as ISRCTN40367841",
    "an interval of 95% CI",
    "eyes with a 4 mm cut and a 6 mm cut",
    "one of 20 mm at 14 cm",
]
REWRITTEN: dict[str, Callable[[str], str]] = {
    "plus or minus": lambda text: text.replace("±", "+/-"),
    "mid-dots": lambda text: re.sub(r"(?<=\d)\.(?=\d)", "·", text),
    "unicode minus": lambda text: re.sub(r"(?<=[ (])-(?=\d)", "−", text),
    "en dash": lambda text: re.sub(r"(?<=\d)-(?=\d)", "–", text),
    "thin spaces": lambda text: re.sub(r"(?<=[=<±]) | (?=[=<±])", "\u2009", text),
    "no-break spaces": lambda text: re.sub(r"(?<=\d) (?=[a-zA-Z])", "\u00a0", text),
    "square brackets": lambda text: text.replace("(", "[").replace(")", "]"),
    "decimal commas": lambda text: re.sub(r"(?<=\d)\.(?=\d)", ",", text),
}
SAMPLE = (
    "It fell from 12.4 ± 1.5 to 9.1 ± 1.2 mmol/L in 12 of 30 women (40%), a mean difference of"
    " -3.3 mmol/L (95% CI -4.1 to -2.5; P = 0.003), and stayed 3.5 days (1.5-6.5)"
)


def said(fact: Fact) -> str:
    """A fact in a line: kind, statistic, numbers, unit, what stands around."""
    number = fact.number
    parts: list[object] = [fact.kind, fact.statistic]
    if fact.p:
        parts.append(f"{fact.p.relation}{fact.p.value}")
    if fact.count is not None:
        parts.append(f"{fact.count}/{fact.denominator}" if fact.denominator else fact.count)
    if number is not None:
        unit = None if fact.kind == "effect" and number.unit == "1" else number.unit
        parts += [number.value, unit, number.dispersion_type, number.dispersion]
        parts += [number.dispersion_lower, number.dispersion_upper]
        if number.ci_lower is not None:
            parts += ["ci", number.ci_lower, number.ci_upper]
    elif fact.kind in {"count", "people"}:
        parts.append(fact.noun)
    return " ".join(str(each) for each in (*parts, fact.side) if each is not None)


@pytest.mark.parametrize(("text", "expected"), FOUND.items(), ids=str)
def test_numbers_are_read_as_what_they_are(text: str, expected: list[str]) -> None:
    """Each with its kind, statistic, unit and spread."""
    assert [said(fact) for fact in facts_of(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_result_is_no_fact(text: str) -> None:
    """Levels of significance, times, doses, bounds, labels, dates, tests."""
    assert [said(fact) for fact in facts_of(text) if fact.kind != "people"] == []


@pytest.mark.parametrize("text", [*FOUND, SAMPLE])
def test_every_number_stands_at_its_place(text: str) -> None:
    """What a fact says it found written is the text at its offsets."""
    facts = facts_of(text)
    assert facts
    for fact in facts:
        assert 0 <= fact.start < fact.end <= len(text)
        for figure in fact.figures:
            assert text[figure.start : figure.end] == figure.written
            assert fact.start <= figure.start < figure.end <= fact.end


@pytest.mark.parametrize("change", REWRITTEN)
def test_typography_changes_no_fact(change: str) -> None:
    """Another sign for the same thing, and the facts are the same."""
    changed = REWRITTEN[change](SAMPLE)
    assert changed != SAMPLE
    assert [said(each) for each in facts_of(changed)] == [said(each) for each in facts_of(SAMPLE)]


def test_counts_that_do_not_fit_their_share_are_no_fact_together() -> None:
    """Twelve of thirty are forty percent, not sixty."""
    kinds = {fact.kind for fact in facts_of("in 12 of 30 women (60%)")}
    assert not any(f.count == 12 and f.number for f in facts_of("in 12 of 30 women (60%)")), kinds


def test_an_estimate_outside_its_interval_is_none() -> None:
    """One of the numbers is not what it seems."""
    assert not any(
        fact.number and fact.number.value == Decimal("0.5")
        for fact in facts_of("hazard ratio 0.5 (95% CI 0.7 to 0.9)")
    )


# --- Claims of numbers that nobody tied ---------------------------------------------------------

ABSTRACT = (
    "METHODS: We randomly assigned 120 adults to zentarol or placebo. RESULTS: Mortality was 12% in"
    " the zentarol group and 30% in the placebo group (P = 0.01). The response rate was 52% (95% CI"
    " 41 to 63). Sixty patients were needed to detect a 20% difference. Median follow-up was 14"
    " months. CONCLUSIONS: It lowers mortality by 60%."
)


def account(text: str) -> Account:
    """What is read of a text."""
    [document] = read_source("a.txt", text.encode())
    assert isinstance(document, Document)
    return read_account(document)


@pytest.fixture(scope="module")
def study() -> Study:
    """The only study of the abstract above."""
    [only] = account(ABSTRACT).studies
    return only


def test_a_number_of_no_group_is_a_claim_of_its_own(study: Study) -> None:
    """It keeps value, interval and unit, and names no group."""
    [found] = [each for each in study.untied_results if each.number and each.number.value == 52]
    assert found.number is not None
    limits = found.number.ci_lower, found.number.ci_upper
    assert (*limits, found.number.unit) == (Decimal(41), Decimal(63), "%")
    assert found.rule == "fact.value-interval"
    assert found.evidence


def test_what_stands_beside_a_claimed_number_is_claimed_with_it() -> None:
    """The counts and the interval in brackets belong to the share that a rule gave to an arm."""
    text = (
        "METHODS: Adults were randomized to tea (n = 44) or juice (n = 43). RESULTS: Pain occurred"
        " in 15.9% (7/44; 95% CI 6.6 to 30.1%) of the tea group and in 25.6% (11/43; 95% CI 13.5"
        " to 41.2%) of the juice group."
    )
    [document] = read_source("case.txt", text.encode())
    [told] = read_account(document).studies  # type: ignore[arg-type]
    found = [(r.count, r.denominator, r.number and r.number.ci_lower) for r in told.group_results]
    assert found == [(7, 44, Decimal("6.6")), (11, 43, Decimal("13.5"))]


def test_a_bare_count_beside_its_arm_is_claimed_once() -> None:
    """What the grammar reads as a count and a tie by its place alone are one number."""
    text = (
        "METHODS: Men were randomized to zentarol, fumarol or placebo. RESULTS: Twelve men"
        " discontinued because of adverse events: 4 in the zentarol group, 6 in the fumarol group"
        " and 2 in the placebo group."
    )
    [document] = read_source("case.txt", text.encode())
    [told] = read_account(document).studies  # type: ignore[arg-type]
    tied = [each.count for each in told.group_results]
    untied = [each.count for each in told.untied_results]
    events = [each.count for each in told.adverse_events]
    assert sorted(n for n in (*tied, *untied, *events) if n not in (None, 12)) == [2, 4, 6]


def test_a_number_whose_tie_is_only_suggested_is_still_stated() -> None:
    """That the report states a number is sure, whosever it is."""
    text = (
        "METHODS: Men were randomized to zentarol or placebo. RESULTS: Pain was seen (12% and"
        " 9% with placebo and zentarol, respectively). Nausea was noted. Fever was noted. Cough was"
        " noted. Ache was noted. Itch was noted. Cramp was noted. Sleep lasted 31 vs 42 hours."
    )
    [document] = read_source("case.txt", text.encode())
    [told] = read_account(document).studies  # type: ignore[arg-type]
    sure = {r.number.value for r in told.untied_results if r.number and r.status == "asserted"}
    assert sure == {Decimal(31), Decimal(42)}


def test_no_number_is_claimed_twice(study: Study) -> None:
    """What a group's result holds is no untied result as well."""
    untied = [each.number.value for each in study.untied_results if each.number]
    assert {12, 30}.isdisjoint(untied)


def test_plans_follow_up_and_conclusions_give_none(study: Study) -> None:
    """A difference to detect, a length of follow-up, and what the conclusions say again."""
    untied = {each.number.value for each in study.untied_results if each.number}
    assert untied.isdisjoint({20, 14, 60})


def test_a_rule_asserts_only_what_was_counted_to_be_right(study: Study) -> None:
    """The status of a claim follows from the lower bound of its rule's precision."""
    assert study.untied_results
    for each in study.untied_results:
        assert each.status == status(each.rule or "")
        assert each.confidence == confidence(each.rule or "")
    assert status("fact.of-which-nothing-is-known") == "suggested"
    assert 0 < ENOUGH < 1


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """The graph of the abstract above."""
    place = tmp_path_factory.mktemp("untied")
    (place / "a.txt").write_text(ABSTRACT, "utf-8")
    with kg.build([place / "a.txt"], store=place / "kg") as built:
        yield built


def test_untied_results_are_in_the_graph_and_conform(graph: kg.Graph) -> None:
    """With their statement, passage and rule, under the trial."""
    found = graph.store.table(
        "SELECT ?value ?words WHERE { ?trial tk:hasUntiedResult ?claim . ?claim tk:value ?value ;"
        " a tk:UntiedResult ; tk:supportedBy ?passage . ?passage tk:exact ?words }"
    )
    assert [row["value"] for row in found if "52%" in str(row["words"])] == [Decimal(52)]
    assert graph.validate().conforms


def test_no_shipped_question_counts_an_untied_result(graph: kg.Graph) -> None:
    """None is in a row of a question that needs no parameter; evidence is told of every claim."""
    asked = 0
    for each in catalogue().values():
        if each.id == "evidence-for" or any(one.required for one in each.parameters):
            continue
        asked += 1
        told = [str(value) for row in graph.ask(each.id, page=None) for value in row.values()]
        assert not [value for value in told if "/untied-" in value], each.id
    assert asked > 10
