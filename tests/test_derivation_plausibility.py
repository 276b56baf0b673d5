"""Numbers that cannot be right keep their place and get a flag; what may be right gets none."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.derivation import derive
from kg.records import (
    Account,
    Comparison,
    Criterion,
    GroupResult,
    Number,
    Outcome,
    Population,
    PValue,
    Quantity,
    Report,
    Study,
)

FLAG = ("implausibleValue",)


def study(**parts: Any) -> Study:
    """The study of an account with these parts, derived twice over."""
    account = Account(report=Report(kind="Article", sha256="0" * 64), studies=(Study(**parts),))
    once = derive(account)
    assert derive(once) == once
    return once.studies[0]


def result(value: str, unit: str, measurand: str, **more: Any) -> GroupResult:
    """The one result of a study, once it was looked at."""
    outcome = Outcome(key="o", measures=measurand, label=more.pop("outcome", None))
    number = Number(value=Decimal(value), reported=value, unit=unit, **more.pop("spread", {}))
    given = GroupResult(key="r", group="g", outcome="o", number=number, **more)
    (found,) = study(outcomes=(outcome,), group_results=(given,)).group_results
    assert found.number == number
    return found


@pytest.mark.parametrize(
    ("value", "unit", "measurand", "more"),
    [
        ("430", "a", "age", {"statistic": "mean"}),
        ("430", "a", "age", {"statistic": "median"}),
        ("-1", "a", "age", {"statistic": "minimum"}),
        ("91600", "{cells}/mm3", "cd4-count", {"statistic": "mean"}),
        ("8840", "mg/dL", "creatinine", {}),
        ("130", "%", "remission", {"statistic": "percentage"}),
        ("-3", "%", "remission", {"statistic": "percentage"}),
        ("1.3", "1", "remission", {"statistic": "proportion"}),
        ("40", "a", "age", {"spread": {"dispersion_type": "range",
                                      "dispersion_lower": Decimal(18),
                                      "dispersion_upper": Decimal(720)}}),
    ],
)  # fmt: skip
def test_what_nobody_has_is_flagged(
    value: str, unit: str, measurand: str, more: dict[str, Any]
) -> None:
    """An age of 430, a share of 130 percent: kept as reported, with a mark."""
    assert result(value, unit, measurand, **more).flags == FLAG


@pytest.mark.parametrize(
    ("value", "unit", "measurand", "more"),
    [
        ("43", "a", "age", {"statistic": "mean"}),
        ("516", "mo", "age", {"statistic": "mean"}),
        ("-60", "{cells}/uL", "cd4-count", {"statistic": "change"}),
        ("-60", "{cells}/uL", "cd4-count", {"statistic": "mean", "outcome": "Change in CD4"}),
        ("-60", "{cells}/uL", "cd4-count", {"statistic": "mean", "label": "difference"}),
        ("130", "%", "cd4-count", {"statistic": "percentChange"}),
        ("130", "%", "forced-oxygen-uptake", {"statistic": "mean"}),
        ("100", "%", "remission", {"statistic": "percentage"}),
        ("430", "mg", "age", {"statistic": "mean"}),
        ("430", "a", "sense-of-coherence", {"statistic": "mean"}),
        ("9000000", "{cells}/uL", "cd4-count", {"aggregation": "areaUnderCurve"}),
        ("40", "a", "age", {"spread": {"dispersion_type": "standardDeviation",
                                      "dispersion": Decimal(200)}}),
    ],
)  # fmt: skip
def test_what_may_be_right_is_not(
    value: str, unit: str, measurand: str, more: dict[str, Any]
) -> None:
    """A change is no level, and of what the table does not know nothing is said."""
    assert result(value, unit, measurand, **more).flags == ()


def test_a_flag_that_stands_there_stays_alone_or_first() -> None:
    """Marking adds, and adds once."""
    assert result("430", "a", "age", flags=("ambiguous",)).flags == ("ambiguous", *FLAG)
    assert result("430", "a", "age", flags=FLAG).flags == FLAG


@pytest.mark.parametrize(
    ("value", "relation", "flags"),
    [
        ("0.000", "=", FLAG),
        ("0", "<", FLAG),
        ("1.2", "=", FLAG),
        ("1", ">", FLAG),
        ("0.001", "<", ()),
        ("0", ">", ()),
        ("1", "=", ()),
        ("0.04", "=", ()),
    ],
)
def test_a_p_that_no_test_has_is_flagged(value: str, relation: Any, flags: tuple[str, ...]) -> None:
    """P = 0.000 stays as printed; only the mark says that it cannot be."""
    p = PValue(value=Decimal(value), relation=relation, reported=f"P {relation} {value}")
    given = Comparison(key="c", measurand="remission", p=p)
    found = next(c for c in study(comparisons=(given,)).comparisons if c.key == "c")
    assert (found.flags, found.p) == (flags, p)


@pytest.mark.parametrize(
    ("bound", "flags"),
    [
        ({"min": Decimal(430)}, FLAG),
        ({"max": Decimal(430)}, FLAG),
        ({"value": Decimal(430)}, FLAG),
        ({"min": Decimal(18), "max": Decimal(65)}, ()),
        ({"min": Decimal(40), "max": Decimal(150)}, ()),
    ],
)
def test_a_bound_that_nobody_can_reach_is_flagged(
    bound: dict[str, Any], flags: tuple[str, ...]
) -> None:
    """An upper end somewhat above what there is stands for no end."""
    criterion = Criterion(about="age", bound=Quantity(unit="a", **bound))
    (population,) = study(populations=(Population(criteria=(criterion,)),)).populations
    (found,) = population.criteria
    assert found.bound is not None
    assert found.bound.flags == flags


@pytest.mark.parametrize(("on", "flags"), [("level", FLAG), ("changeFromBaseline", ())])
def test_a_threshold_is_judged_where_it_is_a_level(on: Any, flags: tuple[str, ...]) -> None:
    """A rise by 9,000 cells is no level of 9,000."""
    threshold = Quantity(min=Decimal(9000), unit="{cells}/uL")
    given = Outcome(key="o", measures="cd4-count", threshold=threshold, threshold_on=on)
    (found,) = study(outcomes=(given,)).outcomes
    assert found.threshold is not None
    assert found.threshold.flags == flags


REPORT = """A randomized trial of zentarol in adults with asthma

METHODS: In a double-blind trial, 200 patients with asthma were randomly assigned to receive
zentarol 10 mg daily (n = 100) or placebo (n = 100) for 12 weeks. RESULTS: The mean age was 430
years. At week 12, remission occurred in 130% of patients in the zentarol group and 40% of patients
in the placebo group (P = 0.000).
"""


def test_a_report_keeps_its_odd_numbers_through_a_build(tmp_path: Path) -> None:
    """What is read from prose is marked, too: neither taken back nor mended."""
    file = tmp_path / "report.txt"
    file.write_text(REPORT.replace("\n", " ").replace("  ", "\n\n", 1), encoding="utf-8")
    with kg.build([file], store=tmp_path / "store") as graph:
        flagged = graph.query(
            "SELECT ?value ?p { ?claim tk:flag tk:implausibleValue"
            " OPTIONAL { ?claim tk:value ?value } OPTIONAL { ?claim tk:reportedPValue ?p } }"
            " ORDER BY ?value"
        )
    rows = {(row["value"], row["p"]) for row in flagged}  # type: ignore[union-attr,call-overload]
    assert {value for value, _ in rows} == {None, Decimal(130), Decimal(430)}
