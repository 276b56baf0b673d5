"""Units of registered results: read where all of a text is a unit, converted where exact."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.records import Account, GroupResult, RegisteredStudy
from kg.sources.ctgov import read
from kg.sources.ctgov.unit_texts import counts_people, ucum

WHOLE = json.loads((Path(__file__).parent / "golden" / "ctgov" / "whole.json").read_bytes())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("millimeters of mercury (mmHg)", "mm[Hg]"),
        ("milliliter (mL)/Minute (min)", "mL/min"),
        ("Scores on a scale", "{score}"),
        ("Number of Days", "d"),
        ("percent predicted FVC", "%"),
        ("Volume in left ventricle (milliliters)", "mL"),
        ("hours * nanograms per milliliter (ng/mL)", "ng.h/mL"),
        ("Ratio", "1"),
        ("Events", "{events}"),
        ("% (change in length)", "%"),
    ],
)
def test_a_unit_said_twice_or_in_other_words_is_read(text: str, code: str) -> None:
    """What stands in brackets may say the unit again, or only name what is measured."""
    assert ucum(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "body weight (kg)/ height (m2)",
        "ratio: endpoint/baseline (pg/mL)",
        "log (pg/mL)",
        "copies/50 nanogram (ng)",
        "units",
        "ng/mL (per mg dose)",
        "Percentage per 100 person-years",
        "glucose values >180mg%",
        "furlongs",
    ],
)
def test_a_unit_of_which_something_is_left_over_is_none(text: str) -> None:
    """Half a unit would be a wrong one."""
    assert ucum(text) is None


def test_a_rate_counts_nobody() -> None:
    """People per time are no people."""
    assert counts_people("Participants with at least one event")
    assert not counts_people("Patients with event /100 patient-years")


def _measured(title: str, unit: str, **measurement: str) -> GroupResult:
    record: dict[str, Any] = json.loads(json.dumps(WHOLE))
    outcome = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    outcome |= {"title": title, "unitOfMeasure": unit, "paramType": "MEAN",
                "dispersionType": "Standard Deviation", "analyses": []}  # fmt: skip
    outcome["classes"] = [{"categories": [{"measurements": [{"groupId": "OG000", **measurement}]}]}]
    (account,) = read("a.json", json.dumps(record).encode())
    assert isinstance(account, Account)
    study = account.studies[0]
    assert isinstance(study, RegisteredStudy)
    results = (r for r in study.group_results if (r.outcome or "").endswith("/outcomeMeasures/0"))
    return next(r for r in results if r.statistic == "mean")


def test_a_number_in_another_unit_becomes_one_in_the_measurands_own() -> None:
    """135 g/L of haemoglobin are 13.5 g/dL, with their spread; the record's own words stay."""
    number = _measured("Haemoglobin", "g/L", value="135", spread="12.0").number
    assert number is not None
    assert (number.value, number.dispersion, number.unit) == (
        Decimal("13.5"), Decimal("1.20"), "g/dL",
    )  # fmt: skip
    assert (number.reported, number.reported_dispersion, number.unit_text) == ("135", "12.0", "g/L")


@pytest.mark.parametrize("unit", ["mg/dL", "months"])
def test_what_does_not_convert_exactly_stays_as_it_is(unit: str) -> None:
    """Of what no factor of the units alone is known, or none with an end, nothing is converted."""
    title = {"mg/dL": "Total cholesterol", "months": "Age"}[unit]
    number = _measured(title, unit, value="68", spread="3").number
    assert number is not None
    assert (number.value, number.unit_text) == (Decimal(68), unit)
    assert number.unit in {"mg/dL", "mo"}
