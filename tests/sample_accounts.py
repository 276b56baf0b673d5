"""Accounts of invented trials, small enough to count every triple by hand."""

from decimal import Decimal
from typing import Any

from kg.records import (
    Account,
    Arm,
    Change,
    Comparison,
    Conclusion,
    Criterion,
    DosingPhase,
    GroupResult,
    Intervention,
    Mentioned,
    Number,
    Outcome,
    Passage,
    Population,
    PValue,
    Quantity,
    Report,
    Schedule,
    Study,
    TimePoint,
)

TEXT = (
    "Forty people took part. Walking speed (mean and SE of 3) rose from 80 to 92.50 with zentarol,"
    " and fell from 81 to 77 without (P < 0.050)."
)
BASELINE = TimePoint(is_baseline=True)


def amount(value: str, unit: str, **more: Any) -> Quantity:
    """A quantity from the number as written."""
    return Quantity(value=Decimal(value), unit=unit, **more)


MONTH_6 = TimePoint(offset=amount("6", "mo", unit_text="months"))
PEOPLE, SPEED = "people", "speed"
READ: dict[str, Any] = {
    "evidence": (SPEED,),
    "rule": "value-at-time",
    "confidence": Decimal("0.9"),
    "status": "asserted",
}


def speed(key: str, group: str, time: TimePoint, value: str, **more: Any) -> GroupResult:
    """A mean walking speed of one group at one time."""
    number = Number(
        value=Decimal(value),
        reported=value,
        unit="m/min",
        unit_text="metres a minute",
        dispersion_type="standardError",
        dispersion=Decimal(3),
    )
    result = {"measurand": "walking-speed", "statistic": "mean", "number": number, **READ, **more}
    return GroupResult(key=key, group=group, time=time, **result)


def arms() -> tuple[Arm, Arm]:
    """Zentarol twice a day beside exercise, and exercise alone."""
    exercise = Intervention(
        label="exercise", substance="exercise", role="background", evidence=(PEOPLE,)
    )
    phase = DosingPhase(
        dose=amount("4.5", "mg"),
        dose_basis="perAdministration",
        doses_per_day=Decimal(2),
        days_per_cycle=Decimal(5),
        cycles=6,
        cycle_length=amount("8", "wk"),
        schedule_type="fixed",
        evidence=(PEOPLE,),
    )
    zentarol = Intervention(
        label="zentarol",
        substance="zentarol",
        role="investigational",
        route="oral",
        phases=(phase,),
        evidence=(PEOPLE,),
    )
    return (
        Arm(
            key="drug",
            label="zentarol group",
            role="experimentalRole",
            size=21,
            receives=(zentarol, exercise),
            evidence=(PEOPLE,),
        ),
        Arm(
            key="none",
            label="control group",
            role="controlRole",
            size=19,
            receives=(exercise,),
            evidence=(PEOPLE,),
        ),
    )


def changes() -> tuple[Change, Change]:
    """Faster with zentarol, slower without; the report gives no number for either."""
    common: dict[str, Any] = {"measurand": "walking-speed", "evidence": (SPEED,)}
    return (
        Change(
            key="c1",
            group="drug",
            from_result="r1",
            to_result="r2",
            direction="increase",
            **common,
        ),
        Change(
            key="c2",
            group="none",
            from_result="r3",
            to_result="r4",
            direction="decrease",
            **common,
        ),
    )


def comparison(**more: Any) -> Comparison:
    """The drug group against the control group at month 6."""
    stated: dict[str, Any] = {
        "measurand": "walking-speed",
        "outcome": "o1",
        "time": MONTH_6,
        "direction": "higher",
        "favours": "experimental",
        "significance": "significant",
        "p": PValue(value=Decimal("0.050"), relation="<", reported="0.050"),
        "experimental_group": "drug",
        "reference_group": "none",
        "experimental_result": "r2",
        "reference_result": "r4",
        "evidence": (SPEED,),
    }
    return Comparison(key="x1", **{**stated, **more})


def study(**more: Any) -> Study:
    """The whole invented trial; a keyword replaces a field."""
    bound = Quantity(min=Decimal(18), min_inclusive=True, unit="a")
    stated: dict[str, Any] = {
        "acronym": "STRIDE",
        "registry_ids": ("NCT09999999",),
        "evidence": (PEOPLE,),
        "allocation": "randomized",
        "design_features": ("controlled",),
        "conditions": ("stiff-knees",),
        "populations": (
            Population(
                label="people who took part",
                roles=("randomizedPopulation",),
                size=40,
                criteria=(Criterion(about="age", bound=bound, evidence=(PEOPLE,)),),
                evidence=(PEOPLE,),
            ),
        ),
        "arms": arms(),
        "schedules": (Schedule(every=amount("1", "mo"), until=MONTH_6, evidence=(PEOPLE,)),),
        "outcomes": (
            Outcome(
                key="o1",
                label="walking speed",
                measures="walking-speed",
                role="primary",
                at_time=MONTH_6,
                evidence=(PEOPLE,),
            ),
        ),
        "group_results": (
            speed("r1", "drug", BASELINE, "80"),
            speed("r2", "drug", MONTH_6, "92.50"),
            speed("r3", "none", BASELINE, "81"),
            speed("r4", "none", MONTH_6, "77"),
        ),
        "changes": changes(),
        "comparisons": (comparison(),),
        "conclusions": (
            Conclusion(about=("walking-speed",), polarity="benefit", evidence=(SPEED,)),
        ),
        "sister_trials": (Mentioned(acronym="AMBLE", evidence=(PEOPLE,)),),
    }
    return Study(**{**stated, **more})


def account(*studies: Study, **report: Any) -> Account:
    """An account of the trial, or of other studies; a keyword replaces a field of the report."""
    stated = {
        "kind": "Article",
        "sha256": "ab" * 32,
        "pmid": "12345",
        "title": "Zentarol for stiff knees",
        "issued": "2009-07",
        "text": TEXT,
    }
    return Account(
        report=Report(**{**stated, **report}),
        studies=studies or (study(),),
        passages=(
            Passage(key=PEOPLE, start=0, end=23, exact=TEXT[:23]),
            Passage(key=SPEED, start=24, end=len(TEXT), exact=TEXT[24:]),
        ),
    )
