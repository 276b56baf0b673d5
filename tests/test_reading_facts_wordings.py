"""Numbers in rows, brackets and lists: which are values, which are none, and of what unit."""

import pytest

from kg.reading.facts import Fact, facts_of

FOUND = {
    # levels of significance hide no other P value of their sentence
    "it was lower (P = 0.001), being significant at 60 s (P = 0.02)": ["p 0.001", "p 0.02"],
    "significantly lower mean sodium level (P = 0.03)": ["p 0.03"],
    "the analysis indicated a significant gain (P = 0.04)": ["p 0.04"],
    # people of a list share the word behind its last number
    "spells in 4, 5, and 7 patients": ["people 4", "people 5", "people 7"],
    "spells in 14 v nine patients": ["people 14", "people 9"],
    "six eyes (30%) on tea and only one on milk": ["count-of-total 6", "count 1"],
    "there were 20 mild or severe falls (9 early and 11 late)": ["count 20", "count 9", "count 11"],
    "fewer tumours (9 vs 12 cases)": ["count 9", "count 12"],
    # limits and spreads that are said once, or stand behind a comma
    "it was longer (17.3 vs 8.2 months; 0.50, 0.36-0.70; P = 0.02)": [
        "value 17.3 mo", "value 8.2 mo", "spread 0.50 1 0.36-0.70", "p 0.02",
    ],
    "flow rose (98 [SE 14] to 124 [13])": ["spread 98 1 14", "spread 124 1 13"],
    "walks were 262 (96) and 60 (93) minutes": ["spread 262 min 96", "spread 60 min 93"],
    "it cost 97 (95% uncertainty interval 69-125)": ["value 97 1 69-125"],
    "a median of 3.2 (Q1 = 2.5; Q3 = 3.7)": ["spread 3.2 1 2.5-3.7"],
    "(treatment difference -2.7 kg [-3.3; -2.1])": ["effect -2.7 kg -3.3--2.1"],
    "(OR 1.8, [1.2, 2.6], P = 0.03)": ["effect 1.8 1 1.2-2.6", "p 0.03"],
    "fewer died (HR 0.6; absolute risk reduction 1.6% [-0.1 to 3.2])": [
        "effect 0.6 1", "effect 1.6 % -0.1-3.2",
    ],
    "(beta -0.002, [0.88, 0.083])": ["value -0.002 1"],
    "(P values: pain = 0.01, sleep = 0.2)": ["p 0.01", "p 0.2"],
    "it was 72% (P versus oral tea = 0.04)": ["percentage 72 %", "p 0.04"],
    # members of a row that stand apart
    "spells were 18 (tea) versus 22% (milk)": ["value 18 %", "percentage 22 %"],
    "it fell from 3.7 at first (both groups) to 0.9": ["value 3.7 1", "value 0.9 1"],
    "it ranged from 8.1 to 9.4 mm on tea and 6.9 to 8.0 mm on milk": ["range mm", "range mm"],
    "tea raised daily intake by 1.32 cups": ["value 1.32 1"],
    "men had a mean serum level of 4.2 mg/dL": ["value 4.2 mg/dL"],
    "it was lower (87.7%, 86.3-88.9 vs 91.4%, 90.1-92.7)": [
        "spread 87.7 % 86.3-88.9", "spread 91.4 % 90.1-92.7",
    ],
    # the unit behind the brackets of a value and its spread is that of both
    "it was (57.0 ± 5.1)% and (45.9 ± 3.6) mm": ["spread 57.0 % 5.1", "spread 45.9 mm 3.6"],
    # a count, its total and, behind an equals sign, its share
    "falls occurred in 45/90 = 50.0%": ["count-of-total 45"],
    # a rate of responders goes by the short name of a ratio, and is none
    "RR was 29.6% versus 47.8%": ["percentage 29.6 %", "percentage 47.8 %"],
    # which of several units a bare number has is told only by lists of one length
    "they were 80 kg, 31 and 45 mm": ["value 80 kg", "value 45 mm"],
    "it was 4 vs 7%, and 12 vs 15 kg": [
        "value 4 %", "percentage 7 %", "value 12 kg", "value 15 kg",
    ],
    # in brackets behind names
    "the change was alike (tea, 0.38; milk, 0.37)": ["value 0.38 1", "value 0.37 1"],
    "consumption was less on tea (47 mg) than on milk (82 mg)": ["value 47 mg", "value 82 mg"],
    "gain was more on tea (+ 50 g) than on milk (- 7 g)": ["value 50 g", "value -7 g"],
    # units by time
    "intake averaged 1.9 mg/day": ["value 1.9 mg/d"],
    "it was 4.1 ± 1.3 mg kg ( -1 ) min ( -1 )": ["spread 4.1 mg/kg/min 1.3"],
    "it was 3.5 ± 1.2 kg (2 ± 1 kg)": ["spread 3.5 kg 1.2", "spread 2 kg 1"],
    # signs that a press or a scan set apart, or lost
    "the fall was 12 · 4 mm Hg (95% CI 10 · 1 to 14 · 7; P < 0 · 0001)": [
        "value 12.4 mm[Hg] 10.1-14.7", "p 0.0001",
    ],
    "it was 17.2  2.1 mm Hg on tea and -0.3  0.9 mm Hg on milk": [
        "spread 17.2 mm[Hg] 2.1", "spread -0.3 mm[Hg] 0.9",
    ],
    "it was 18.9 +−2.4 kg": ["spread 18.9 kg 2.4"],
    "the median was 14.2 mo. (11.0-17.9)": ["spread 14.2 mo 11.0-17.9"],
    # small P values in powers of ten
    "the change was 1.4 kg (P = 4.9 x 10-4)": ["value 1.4 kg", "p 0.00049"],
    "both differed (P=1.2e-5; P<2 × 10(-6))": ["p 0.000012", "p 0.000002"],
    # intervals named the other way about, limits that are open, shares that are only bounded
    "it was 26% (CI95% 12–45) and 30% (95%IC 12-45)": ["value 26 % 12-45", "value 30 % 12-45"],
    "the median was 18.9 weeks (range, <1 to 92.6+ weeks; 25% censored)": ["value 18.9 wk"],
    "the median was 9.4 months (range 0.5+ to 22+ months)": ["spread 9.4 mo 0.5-22"],
    "2 (less than 1%) men and 3 (1%) women bled": ["count-of-total 2", "count-of-total 3"],
    # one pressure over another
    "pressure fell to 146/79 and 148/79 mm Hg": [
        "value 146 mm[Hg]", "value 79 mm[Hg]", "value 148 mm[Hg]", "value 79 mm[Hg]",
    ],
    "zentarol lowered pressure by 12/8 mm Hg": ["value 12 mm[Hg]", "value 8 mm[Hg]"],
    # powers of units that a press set apart are no spreads
    "BMI was 25.1 kg/m ( 2 ) and 26.3 kg/m (2)": ["value 25.1 kg/m2", "value 26.3 kg/m2"],
    "it was 4.1 cm ( 2 ) versus 5.2 cm ( 2 )": ["value 4.1 cm2", "value 5.2 cm2"],
    "cells were 5.1 x 10 ( 9 ) /L and 300/mm ( 3 )": ["value 5.1 10*9/L", "rate 300 /mm3"],
    "dust was 12 mg/m ( 3 ) / day": ["value 12 mg/m3"],
    "the fluence was 40.3 vs 191 lm/cm ( 2 )": ["value 40.3 ", "value 191 "],
    # spreads behind units, totals and variation in brackets
    "stay was 5 days (3) versus 7 days (4)": ["spread 5 d 3", "spread 7 d 4"],
    "pain in 3 (of 20) and 4 (of 21) men": ["count-of-total 3", "count-of-total 4"],
    "the AUC was 12 (CV 30%) and 9 (CV 28%)": ["value 12 1", "value 9 1"],
    # amounts of change
    "weight increased 2.3 kg on tea": ["value 2.3 kg"],
    "tea raised HDL by 5 mg/dl and milk by 1 mg/dl": ["value 5 mg/dL", "value 1 mg/dL"],
    "rate of change in the MD value was -0.34±0.17 dB": ["spread -0.34 dB 0.17"],
    "it cost 1234 euros versus 1567 euros per patient": ["value 1234 ", "value 1567 "],
    # bare counts of groups and of harms, and none
    "harms were complications: rash (3), pain (2) and falls (1)": [
        "people 3", "people 2", "people 1",
    ],
    "more on tea than on milk (20 and 11 of 30)": ["people 20", "count-of-total 11"],
    "two men on tea and none of the 12 women slept": ["people 2", "people 0", "people 12"],
    "falls numbered 12 on tea and 20 on milk": ["count 12", "count 20"],
    "of the 60 men enrolled, 31 received tea and 29 received milk": [
        "people 60", "people 31", "people 29",
    ],
    "it was rare, with 1 in the tea group and 3 in the milk group": ["people 1", "people 3"],
    "three falls on tea versus none on milk": ["count 3", "count 0"],
    "five men on tea and none on milk fell, and none of this was odd": ["people 5", "people 0"],
    "(HF score, tea, 120.1 vs milk, 118.8)": ["value 120.1 1", "value 118.8 1"],
}  # fmt: skip
NOTHING = [
    "P < 0.05 was taken as significant",
    "with significance set at P < 0.05",
    "it was better on 20 mg than on 40 mg",
    "responses were better with FEC 100 than with FEC 75",
    "the mean change between baseline and 18 months",
    "more than 2 x 10 (6) /L",
    "we used a concentration of 4 mg",
    "eight coaching sessions",
    "patients achieving 75% reduction in scores",
    "with a drop of latanex 0.005%",
    "frequencies differed (KS = 0.33)",
    "they were allotted to one of three groups, or to one of 4 study arms",
    "pain was rated on a 0-10 numeric rating scale",
    "more is told elsewhere (doi:10.1234/1234-5678-90-12)",
    "those of the 75(th) and 25(th) percentile, and of 7th to 9th grade",
    "the scores of the tea group were ranked with 1 in the first group and 3 in the last group",
    "it lasted from 120 min to 240 min after tea",
    "tea increased the use of drugs by 24 weeks",
    "the dose was increased 2.5 mg",
]


def said(fact: Fact) -> str:
    """A fact in a line: kind, number, unit, spread or limits."""
    if fact.p is not None:
        return f"p {fact.p.value}"
    if fact.count is not None:
        return f"{fact.kind} {fact.count}"
    number = fact.number
    assert number is not None
    low = number.dispersion_lower if number.ci_lower is None else number.ci_lower
    high = number.dispersion_upper if number.ci_upper is None else number.ci_upper
    around = f"{low}-{high}" if low is not None else number.dispersion
    parts = (fact.kind, number.value, number.unit, around)
    return " ".join(str(each) for each in parts if each is not None)


@pytest.mark.parametrize(("text", "expected"), FOUND.items(), ids=str)
def test_numbers_are_read_where_they_stand(text: str, expected: list[str]) -> None:
    """Each with its unit and what stands around it."""
    assert [said(fact) for fact in facts_of(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_row_is_none(text: str) -> None:
    """Doses, regimens, times, powers of ten and levels of significance."""
    assert [said(fact) for fact in facts_of(text) if fact.kind != "people"] == []
