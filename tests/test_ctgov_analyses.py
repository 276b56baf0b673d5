"""Numbers of registered analyses: no unit that the record does not state, and none is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from registry_families import Stated

from kg.graph import account_quads
from kg.namespaces import TK
from kg.records import Account, Comparison, RegisteredStudy
from kg.sources.ctgov import read

WHOLE = json.loads((Path(__file__).parent / "golden" / "ctgov" / "whole.json").read_bytes())
AT = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/0"


def _outcome(record: Any) -> Any:
    return record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]


def _account(record: Any) -> Account:
    (account,) = read("a.json", json.dumps(record).encode())
    assert isinstance(account, Account)
    return account


def _compared(**stated: str) -> Comparison:
    """The first analysis of the whole record, with other fields."""
    record = json.loads(json.dumps(WHOLE))
    _outcome(record)["analyses"][0] = {
        "groupIds": _outcome(record)["analyses"][0]["groupIds"],
        "ciPctValue": "95",
        **stated,
    }
    (study,) = _account(record).studies
    assert isinstance(study, RegisteredStudy)
    return next(each for each in study.comparisons if each.key == f"{AT}/analyses/0")


@pytest.mark.parametrize("value", [("82.86", "77.37", "88.74"), ("0.83", "0.77", "0.89")])
def test_a_ratio_of_means_has_no_unit_that_the_record_does_not_state(
    value: tuple[str, str, str],
) -> None:
    """It may be told in per cent; then 1 is not where it shows no effect."""
    mean, low, high = value
    found = _compared(
        paramType="Least square mean ratio", paramValue=mean, ciLowerLimit=low, ciUpperLimit=high,
        pValue="0.4",
    )  # fmt: skip
    assert found.statistic == "ratioOfMeans"
    assert found.number is not None
    assert (str(found.number.value), found.number.unit) == (mean, None)
    assert found.flags == ("ambiguous",)


def test_a_ratio_that_is_a_number_by_its_definition_is_one() -> None:
    """A hazard ratio is told in no other way."""
    found = _compared(
        paramType="Hazard Ratio (HR)", paramValue="0.8", ciLowerLimit="0.7", ciUpperLimit="0.9"
    )
    assert found.number is not None
    assert (found.number.unit, found.flags) == ("1", ())


def test_nobody_looked_at_is_a_number() -> None:
    """With a value beside it and without one, a denominator of 0 stands in the graph."""
    record = json.loads(json.dumps(WHOLE))
    outcome = _outcome(record)
    counts = outcome["denoms"][0]["counts"]
    for count in counts:
        count["value"] = "0"
    for part in outcome["classes"]:
        part.pop("denoms", None)
    stated = Stated(account_quads(_account(record)))
    place = f"{AT}/classes/0/categories/0/measurements/0/value"
    assert {n for node in stated.at[place] for n in stated.of[node][TK.denominator]} == {"0"}
    outcome["classes"] = []
    stated = Stated(account_quads(_account(record)))
    for n in range(len(counts)):
        nodes = stated.at[f"{AT}/denoms/0/counts/{n}/value"]
        assert {each for node in nodes for each in stated.of[node][TK.count]} == {"0"}
