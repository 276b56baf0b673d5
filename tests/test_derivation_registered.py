"""What registered analyses are taken to show: significance by P, a way by interval, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from kg.derivation import derive
from kg.records import (
    Account,
    Arm,
    Comparison,
    GroupResult,
    Number,
    Outcome,
    Passage,
    PValue,
    RegisteredStudy,
    Report,
)

PLACES = Passage(key="here", path="/here")
VALUES = {"drug": "41.5", "placebo": "12.0"}


def _value(group: str, value: str) -> GroupResult:
    number = Number(value=Decimal(value), reported=value, unit="mm")
    return GroupResult(group=group, measurand="pain", outcome="pain at week 12", number=number)


def _compared(low: str = "17.7", value: str = "29.5", high: str = "41.3") -> Comparison:
    number = Number(
        value=Decimal(value), ci_lower=Decimal(low), ci_upper=Decimal(high), ci_level=Decimal(95)
    )
    return Comparison(
        key="analysis",
        measurand="pain",
        outcome="pain at week 12",
        statistic="meanDifference",
        experimental_group="drug",
        reference_group="placebo",
        number=number,
        p=PValue(value=Decimal("0.001"), relation="<"),
    )


def _derived(compared: Comparison, values: dict[str, str] | None = None) -> dict[str | None, Any]:
    """The derived comparisons by rule."""
    values = VALUES if values is None else values
    study = RegisteredStudy(
        arms=(Arm(key="drug"), Arm(key="placebo"), Arm(key="other")),
        outcomes=(Outcome(key="pain at week 12", measures="pain"),),
        group_results=tuple(_value(group, value) for group, value in values.items()),
        comparisons=(compared,),
    )
    account = Account(
        report=Report(kind="RegistryRecord", sha256="0" * 64), studies=(study,), passages=(PLACES,)
    )
    found = derive(derive(account)).studies[0].comparisons
    return {each.rule: each for each in found if each.derivation == "derived"}


def test_a_p_and_an_interval_give_two_claims_of_their_own() -> None:
    """Each names its rule and the analysis it came from; the analysis itself says neither."""
    found = _derived(_compared())
    assert set(found) == {"significance-from-p", "direction-from-interval"}
    assert found["significance-from-p"].significance == "significant"
    assert found["direction-from-interval"].direction == "higher"
    for each in found.values():
        assert each.derived_from == ("analysis",)
        assert (each.experimental_group, each.reference_group) == ("drug", "placebo")
        assert (each.p, each.number, each.favours) == (None, None, None)


@pytest.mark.parametrize(
    ("relation", "value", "says"),
    [
        ("=", "0.049", "significant"),
        ("=", "0.05", None),
        ("=", "0.051", "notSignificant"),
        ("<", "0.05", "significant"),
        ("<", "0.10", None),
        ("≤", "0.05", None),
        (">", "0.05", "notSignificant"),
        (">", "0.01", None),
        ("≥", "0.05", None),
        ("=", "1.2", None),
    ],
)
def test_a_p_is_taken_by_its_relation(relation: Any, value: str, says: str | None) -> None:
    """Below 0.10 may be either; exactly 0.05 may be rounded either way."""
    p = PValue(value=Decimal(value), relation=relation)
    found = _derived(replace(_compared(), p=p)).get("significance-from-p")
    assert (found.significance if found else None) == says


@pytest.mark.parametrize(
    "changed",
    [
        {"hypothesis": "nonInferiority"},
        {"flags": ("incoherent",)},
        {"experimental_group": None, "reference_group": None, "groups": ("drug",)},
        {"key": ""},
    ],
)
def test_other_questions_and_contradictions_give_nothing(changed: dict[str, Any]) -> None:
    """A small P may mean no worse; one group has nobody to differ from."""
    assert _derived(replace(_compared(), **changed)) == {}


def test_a_one_sided_interval_tests_something_else() -> None:
    """Its P is halved, and its other end is open."""
    compared = _compared()
    assert compared.number is not None
    one = replace(compared, number=replace(compared.number, ci_sides="oneSided"))
    assert _derived(one) == {}


@pytest.mark.parametrize(
    ("compared", "values"),
    [
        (_compared("-1.0", "29.5", "41.3"), VALUES),
        (_compared("0", "29.5", "41.3"), VALUES),
        (_compared("-41.3", "-29.5", "-17.7"), VALUES),
        (_compared(), {"drug": "41.5"}),
        (_compared(), {"drug": "12.0", "placebo": "12.0"}),
        (replace(_compared(), statistic="otherStatistic"), VALUES),
        (replace(_compared(), experimental_group=None, reference_group=None,
                 groups=("drug", "placebo")), VALUES),
    ],
)  # fmt: skip
def test_a_way_that_is_open_is_not_stated(compared: Comparison, values: dict[str, str]) -> None:
    """Not without both groups' values on its side, not across no effect, not without sides."""
    assert "direction-from-interval" not in _derived(compared, values)


def test_a_ratio_has_no_effect_at_one() -> None:
    """0.4 to 0.8 is lower, whatever it has to do with zero."""
    ratio = replace(_compared("0.4", "0.6", "0.8"), statistic="riskRatio")
    found = _derived(ratio, {"drug": "12", "placebo": "20"})
    assert found["direction-from-interval"].direction == "lower"
