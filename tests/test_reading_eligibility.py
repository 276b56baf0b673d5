"""Bounds of criteria that a registry lists: ranges and either-ors are read whole or not at all."""

import pytest

from kg.reading.registered import read_worded
from kg.records import Account, Criterion, Population, RegisteredStudy, Report

Bounds = list[tuple[str | None, str | None, str | None, str]]


def _read(words: str, *, exclusion: bool) -> Bounds:
    """What a listed criterion is about, its lower and upper bound and their unit."""
    people = Population(criteria=(Criterion(exact=words, exclusion=exclusion),))
    study = RegisteredStudy(populations=(people,))
    account = Account(report=Report(kind="RegistryRecord", sha256=""), studies=(study,))
    criteria = read_worded(account).studies[0].populations[0].criteria
    assert {(each.exact, each.exclusion) for each in criteria} == {(words, exclusion)}
    return [
        (each.about, _told(each.bound.min), _told(each.bound.max), each.bound.unit)
        for each in criteria
        if each.bound is not None
    ]


def _told(value: object) -> str | None:
    return None if value is None else str(value)


SBP, EGFR = "systolic-blood-pressure", "egfr"
EITHER: dict[str, Bounds] = {
    "SBP \\< 110 mmHg or \\> 180 mmHg at consent": [
        (SBP, None, "110", "mm[Hg]"),
        (SBP, "180", None, "mm[Hg]"),
    ],
    "Serum potassium < 3.5, or above 5.5 mmol/L": [
        ("potassium", None, "3.5", "mmol/L"),
        ("potassium", "5.5", None, "mmol/L"),
    ],
    "Hemoglobin < 8 g/dL or > 18": [
        ("haemoglobin", None, "8", "g/dL"),
        ("haemoglobin", "18", None, "g/dL"),
    ],
    "Haematocrit ≤ 30% or ≥ 55 %.": [
        ("haematocrit", None, "30", "%"),
        ("haematocrit", "55", None, "%"),
    ],
    "Age <18 or >75 years": [("age", None, "18", "a"), ("age", "75", None, "a")],
    "SBP > 180 mmHg or heart rate > 120 bpm": [
        (SBP, "180", None, "mm[Hg]"),
        ("heart-rate", "120", None, "{beats}/min"),
    ],
}


@pytest.mark.parametrize("words", EITHER)
def test_both_bounds_of_an_exclusion_exclude(words: str) -> None:
    """Each of them keeps out whoever meets it; of those who enter neither is asked."""
    assert _read(words, exclusion=True) == EITHER[words]
    assert _read(words, exclusion=False) == []


@pytest.mark.parametrize(
    "words",
    [
        "SBP < 115 mmHg seated or < 90 mmHg standing",
        "SBP < 100 mmHg, or < 110 mmHg for those without an ACE inhibitor",
        "Haemoglobin < 9 g/dL or 18 g/dL and above",
        "Haemoglobin < 9 g/dL or > 16 g/dL for women, 18 g/dL for men",
        "SBP > 180 mmHg and heart rate > 120 bpm",
        "SBP > 180 mmHg; and",
        "eGFR < 30 mL/min or a > 25% decrease of weight",
    ],
)
def test_an_exclusion_that_is_not_read_whole_has_no_bound(words: str) -> None:
    """Half of it would keep out others than it does."""
    assert _read(words, exclusion=True) == []


@pytest.mark.parametrize(
    "words",
    [
        "Fasting glucose ≥ 126 mg/dL, or previously diagnosed diabetes",
        "Either a normal rhythm or LVEF < 45%",
        "LVEF < 45% OR",
    ],
)
def test_an_alternative_to_a_bound_leaves_it_open(words: str) -> None:
    """Who meets the other one enters too."""
    assert _read(words, exclusion=False) == []


WHOLE: dict[str, Bounds] = {
    "At least 18 years of age but not older than 80 years of age": [("age", "18", "80", "a")],
    "Age not older than 80 years": [("age", None, "80", "a")],
    "Men or women aged 18 years or older": [("age", "18", None, "a")],
    "LVEF ≥ 40% and < 50%": [("ejection-fraction", "40", "50", "%")],
    "LVEF ≤ 40%, assessed by echocardiography or MRI": [("ejection-fraction", None, "40", "%")],
}


@pytest.mark.parametrize("words", WHOLE)
def test_both_ends_of_a_range_are_one_bound(words: str) -> None:
    """And "or" between the sexes, ways of measuring and signs of comparison is no alternative."""
    assert _read(words, exclusion=False) == WHOLE[words]


@pytest.mark.parametrize(
    "unit",
    ["1.73 m2", "1.73m²", "1.73 m\\^2", "1.73_m2", "1.73 square meter", "1.73 m\\*\\*2"],
)
def test_a_rate_per_body_surface_keeps_its_surface(unit: str) -> None:
    """However it is spelled; where the spelling is not known there is no bound at all."""
    expected = [(EGFR, None, "70", "mL/min/{1.73_m2}")]
    assert _read(f"eGFR < 70 mL/min/{unit}", exclusion=True) == expected
    assert _read(f"eGFR < 70 mL/min/{unit.replace('7', '9')}", exclusion=True) == []
