"""The changes that copies of the article page (A) go through, axis by axis."""

# ruff: noqa: E501 - tables, one entry a line

import random
from decimal import Decimal

from copies.mutation import Axes, Mutation, merged
from copies.scenes import Disease, Drug, Measure, Unit
from copies.trials import ArticleTrial, Citation, Finding, Proportions

Change = Mutation[ArticleTrial]


def renumbered(seed: int) -> Change:
    """Other numbers everywhere."""

    def change(trial: ArticleTrial) -> ArticleTrial:
        draw = random.Random(seed)
        scale = Decimal(draw.choice((3, 4, 6, 8))) / 5
        shares = [Decimal(draw.randint(9, 71)) for _ in range(4)]
        return trial._replace(
            bound=_scaled(trial.bound, scale),
            goal=_scaled(trial.goal, scale),
            gain=_scaled(trial.gain, scale),
            other_bound=_scaled(trial.other_bound, scale),
            active=draw.choice((1, 3, 4)),
            cycles=draw.choice((3, 4, 6, 10, 12)),
            week=draw.choice((12, 24, 36, 48, 96)),
            analysed=draw.randint(34, 98),
            age=draw.randint(29, 71),
            staged=draw.randint(12, 88),
            scored=draw.randint(12, 88),
            median=_scaled(trial.median, scale),
            optimized=draw.randint(11, 31),
            reached=Proportions(*shares[:2]),
            gained=Proportions(*shares[2:]),
            ties=(("=", "0.004"), ("=", "0.02"), ("<", "0.01"))
            if seed % 2
            else (("<", "0.0001"), ("=", "0.046"), ("=", "0.008")),
        )

    return change


def _scaled(value: Decimal, scale: Decimal) -> Decimal:
    whole = (value * scale).quantize(Decimal(1))
    return whole if value == value.to_integral_value() else (value * scale).quantize(Decimal("0.1"))


def styled(**style: object) -> Change:
    """Another style of writing numbers."""
    return lambda trial: trial._replace(style=trial.style._replace(**style))  # type: ignore[arg-type]


def with_fields(**fields: object) -> Change:
    """Some facts set to other values."""
    return lambda trial: trial._replace(**fields)  # type: ignore[arg-type]


def with_plan(**plan: object) -> Change:
    """Other labels, orders, sentences, spellings."""
    return lambda trial: trial._replace(plan=merged(trial.plan, **plan))  # type: ignore[arg-type]


def tested(first: Finding, second: Finding, third: Finding, sentence: str) -> Change:
    """Other findings on the three outcomes, told in another sentence."""
    return lambda trial: trial._replace(
        findings=(first, second, third), plan=merged(trial.plan, instead={"({reached})": sentence})
    )


def _gone(shares: Proportions, *, higher: bool) -> Proportions:
    low, high = sorted(shares)
    return Proportions(high + 20, low) if higher else Proportions(low, high + 20)


def significant(trial: ArticleTrial) -> ArticleTrial:
    """All responder outcomes significantly better with the drug."""
    sentence = (
        "At week {week}, in the {groups}, the proportion of patients with {measure} of {least} {goal} {unit} "
        "({reached}; {found_1}) or a {measure} {rise} of at least {gain} {unit} ({gained}; {found_2}) "
        "were significantly different, and median {other} was not significantly different."
    )
    found = tested(
        Finding(("=", "0.01"), "higher"), Finding(("<", "0.001"), "higher"), Finding(), sentence
    )
    return found(trial)._replace(
        reached=_gone(trial.reached, higher=True), gained=_gone(trial.gained, higher=True)
    )


def one_significant(trial: ArticleTrial) -> ArticleTrial:
    """The first outcome significantly better with the drug, the others not different."""
    sentence = (
        "At week {week}, in the {groups}, the proportion of patients with {measure} of {least} {goal} {unit} was "
        "{reached} ({found_1}). In the {groups}, the proportions with a {measure} {rise} of at least {gain} {unit} ({gained}) "
        "and median {other} were not significantly different."
    )
    found = tested(Finding(("=", "0.02"), "higher"), Finding(), Finding(), sentence)
    return found(trial)._replace(reached=_gone(trial.reached, higher=True))


def with_p(trial: ArticleTrial) -> ArticleTrial:
    """P-values given for the differences that are not significant."""
    sentence = (
        "At week {week}, in the {groups}, the proportion of patients with {measure} of {least} {goal} {unit} "
        "({reached}; {found_1}) or a {measure} {rise} of at least {gain} {unit} ({gained}; {found_2}) "
        "and median {other} ({found_3}) were not significantly different."
    )
    ps = [Finding(("=", p)) for p in ("0.62", "0.51", "0.40")]
    return tested(ps[0], ps[1], ps[2], sentence)(trial)


def with_decimals(trial: ArticleTrial) -> ArticleTrial:
    """Percentages with a decimal."""
    tenths = [
        Proportions(pair.exposed + Decimal("0.3"), pair.control + Decimal("0.8"))
        for pair in (trial.reached, trial.gained)
    ]
    return trial._replace(reached=tenths[0], gained=tenths[1])


def concluded(sentence: str, polarity: str = "benefit") -> Change:
    """Another conclusion, in another sentence."""
    return lambda trial: trial._replace(
        conclusion=polarity, plan=merged(trial.plan, instead={"{failed}": sentence})
    )


def _measure(noun: str, better: str | None, *also: str) -> Measure:
    return Measure(noun, noun, (), "1", "9", better, also)


def moved(
    disease: Disease, drug: Drug, therapies: tuple[str, str], *measured: tuple[Measure, Unit],
    events: tuple[str, str], values: tuple[str, ...], up: bool = True,
) -> Change:  # fmt: skip
    """Another disease with its own drugs, measures, units and values."""
    bound, goal, gain, median, other_bound, other_median = (Decimal(v) for v in values)
    (measure, unit), (other, other_unit) = measured
    return with_fields(
        disease=disease, drug=drug, background=therapies[0], addon=therapies[1],
        measure=measure, unit=unit, other=other, other_unit=other_unit,
        other_baseline_unit=other_unit,
        related=_measure(events[0], "decrease"), rated=_measure(events[1], "decrease"),
        bound=bound, goal=goal, gain=gain, median=median, other_bound=other_bound,
        other_median=other_median, worse_is_less=up,
        stage="New York Heart Association class III", score="frailty score",
    )  # fmt: skip


MG_DL, G_DL = Unit("mg/dl", "mg/dL"), Unit("g/dl", "g/dL")
SCENES = {
    "LDL cholesterol": moved(
        Disease("familial hypercholesterolaemia", "patients with familial hypercholesterolaemia"),
        Drug("evinacumab", "courses", short="EVI"), ("optimized lipid-lowering therapy", "ezetimibe"),
        (_measure("LDL cholesterol", "decrease"), MG_DL), (_measure("lipoprotein(a)", "decrease", "lipoprotein-a"), MG_DL),
        events=("heart-related events", "cardiovascular events"), values=("130", "100", "40", "171", "50", "62"), up=False,
    ),
    "haemoglobin": moved(
        Disease("chronic kidney disease", "patients with chronic kidney disease"),
        Drug("darbepoetin alfa", "courses", short="DPO"), ("optimized iron therapy", "roxadustat"),
        (_measure("haemoglobin", "increase", "hemoglobin"), G_DL), (_measure("serum ferritin", "decrease", "ferritin"), Unit("ng/ml", "ng/mL")),
        events=("kidney-related events", "thrombotic events"), values=("10", "11", "1", "9.2", "800", "620"),
    ),
    "platelets": moved(
        Disease("immune thrombocytopenia", "patients with immune thrombocytopenia"),
        Drug("romiplostim", "courses"), ("standard supportive care", "rituximab"),
        (_measure("platelet count", None, "platelet-count"), Unit("x 10^9/l", "10*9/L")), (_measure("lactate dehydrogenase", "decrease"), Unit("U/l", "U/L")),
        events=("bleeding-related events", "bleeding events"), values=("30", "50", "20", "14", "250", "310"),
    ),
    "FEV1": moved(
        Disease("severe COPD", "patients with severe COPD", ("COPD",)),
        Drug("tiotropium", "courses", short="TIO"), ("optimized bronchodilator treatment", "roflumilast"),
        (_measure("FEV1", "increase"), Unit("ml", "mL")), (_measure("C-reactive protein", "decrease", "crp"), Unit("mg/l", "mg/L")),
        events=("lung-related events", "exacerbations"), values=("1400", "1500", "100", "1120", "5", "8"),
    ),
    "an unknown measure": moved(
        Disease("Morvan-Leitz disease", "patients with Morvan-Leitz disease"),
        Drug("tavorexin", "courses", short="TVX"), ("optimized supportive treatment", "lumbrelast"),
        (_measure("zelatin level", None, "zelatin"), Unit("ng/ml", "ng/mL")), (_measure("plasma kapperin", "decrease"), Unit("mg/l", "mg/L")),
        events=("zelatin-related events", "Morvan crises"), values=("20", "25", "5", "12", "300", "410"),
    ),
}  # fmt: skip
CITATIONS = (
    Citation(
        "Lancet", "2011 Mar 5", "2011-03-05", "377", "9768", "837-44", "837", "844", "21377201"
    ),
    Citation("J Infect Dis", "2006 Sep", "2006-09", "194", "6", "705-13", "705", "713", "16941334"),
    Citation("BMJ", "2004", "2004", "329", "7479", "1371-80", "1371", "1380", "15550401"),
)
DRUGS = (
    Drug("leukotimab", "courses"), Drug("thymosin alpha 1", "courses", short="Tα1"),
    Drug("interferon gamma", "cycles", short="IFN-γ"), Drug("zidotegrane", "courses", short="ZDT"),
    Drug("granulocyte-macrophage colony-stimulating factor", "cycles", short="GM-CSF"),
)  # fmt: skip
AXES: Axes[ArticleTrial] = {
    # Units first: a scene brings its own.
    "unit": {
        text: with_fields(unit=Unit(text, "{cells}/uL"), measure=ArticleTrial().measure)
        for text in ("cells/mm3", "cells/µl", "cells/mm³", "cells per microliter", "× 10^6 cells/l")
    },
    "scene": SCENES,
    "drug": {drug.name: with_fields(drug=drug) for drug in DRUGS},
    "addon": {name: with_fields(addon=name) for name in ("maraviroc", "raltegravir", "brecanavir", "lumbrelast")},
    "numbers": {f"set {n}": renumbered(n) for n in range(6)},
    "design": {
        "double-blind": with_fields(design="Randomized, double-blind, multicentre, controlled trial", features=("randomized", "doubleBlind", "multicentre", "controlled")),
        "single-blind": with_fields(design="Single-blind, multicenter randomized controlled trial", features=("randomized", "singleBlind", "multicentre", "controlled")),
        "open label": with_fields(design="Prospective, multicentre, open label, randomised, controlled study"),
        "parallel": with_fields(design="An open-label, parallel-group, randomised controlled trial in 14 centres", features=("randomized", "openLabel", "parallel", "controlled")),
    },
    "significance": {"significant": significant, "one significant": one_significant, "with p": with_p},
    "p style": {
        "P<0.001": styled(p="P{r}{v}"),
        "p = .001": styled(p="p {r} {v}", leading_zero=False),
        "P=.003": styled(p="P{r}{v}", leading_zero=False),
    },
    "numbers' style": {
        "digits": styled(words=False),
        "mid-dot": styled(point="·"),
        "comma": styled(thousands=","),
        "thin space": styled(thousands="\u2009"),
        "no separator": styled(thousands=""),
    },
    "shares": {
        "14% and 18%": styled(pair="{}% and {}%"),
        "14% vs 18%": styled(pair="{}% vs {}%"),
        "14 versus 18%": styled(pair="{} versus {}%"),
        "14% v 18%, respectively": styled(pair="{}% v {}%, respectively"),
        "decimals": with_decimals,
    },
    "order of arms": {"control first": with_fields(control_first=True)},
    "order of results": {
        "events first": with_plan(orders={"results": (6, 0, 1, 2, 3, 4, 5)}),
        "ties last": with_plan(orders={"results": (0, 1, 2, 3, 6, 4, 5)}),
        "optimized last": with_plan(orders={"results": (0, 1, 3, 4, 5, 6, 2)}),
    },
    "order of conclusions": {"swapped": with_plan(orders={"conclusion": (1, 0)})},
    "sections": {
        "none": with_plan(labels={"objectives": "", "design": "", "methods": "", "results": "", "conclusion": ""}),
        "mixed case": with_plan(labels={"objectives": "Objectives: ", "design": "Design: ", "methods": "Methods: ", "results": "Results: ", "conclusion": "Conclusions: "}),
        "other names": with_plan(labels={"objectives": "AIM: ", "design": "STUDY DESIGN: ", "methods": "PATIENTS AND METHODS: ", "results": "FINDINGS: ", "conclusion": "INTERPRETATION: "}),
    },
    "spelling": {"American": with_plan(spelled=(("multicentre", "multicenter"), ("analysed", "analyzed"), ("haemo", "hemo"))), "British": with_plan(spelled=(("andomized", "andomised"), ("ptimiz", "ptimis")))},
    "citation": {c.journal: with_fields(cited=c) for c in CITATIONS},
    "events": {
        "deaths": with_fields(rated=_measure("deaths", "decrease", "death")),
        "infections": with_fields(rated=_measure("opportunistic infections", "decrease", "opportunistic-disease")),
        "serious adverse events": with_fields(rated=_measure("serious adverse events", "decrease", "serious-adverse-event")),
    },
    "conclusion": {
        "benefit": concluded("{Short} {raised} {measure} in immunocompromised patients with multiple therapeutic failures."),
        "effective": concluded("{Short} was effective in improving {measure} in these patients."),
        "no benefit": concluded("{Short} showed no benefit on {measure} in these patients.", "noBenefit"),
    },
    "more": {
        "asides": with_plan(added={"methods": ("All patients gave written informed consent.",), "results": ("Full data will be presented elsewhere.",)}),
        "history": with_plan(added={"objectives": ("An earlier pilot study in 12 volunteers had been encouraging.",)}),
    },
}  # fmt: skip
