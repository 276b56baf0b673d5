"""What was to be measured, what was found, and what the authors make of it, as records.

In: the common records. Out: outcomes, schedules, results of every kind and conclusions.
"""

from decimal import Decimal

from kg.codes import (
    Aggregation,
    AssessmentType,
    ChangeDirection,
    CiSides,
    ComparisonDirection,
    DesirableDirection,
    DispersionType,
    Favours,
    Hypothesis,
    OutcomeRole,
    Polarity,
    PRelation,
    ReportingStatus,
    Significance,
    Statistic,
    ThresholdOn,
)
from kg.records.base import Claim, Quantity, Record, TimePeriod, TimePoint


class Schedule(Claim, frozen=True, kw_only=True):
    """How often and until when something was assessed."""

    every: Quantity | None = None
    until: TimePoint | None = None
    assesses: tuple[str, ...] = ()


class Outcome(Claim, frozen=True, kw_only=True):
    """What was to be measured, in which role, against which cut-off, when."""

    measures: str
    role: OutcomeRole | None = None
    threshold: Quantity | None = None
    threshold_on: ThresholdOn | None = None
    desirable_direction: DesirableDirection | None = None
    at_time: TimePoint | None = None
    over: TimePeriod | None = None
    time_frame: str | None = None
    population_description: str | None = None
    units_analysed: str | None = None
    statistic: Statistic | None = None
    dispersion_type: DispersionType | None = None
    ci_level: Decimal | None = None
    unit_text: str | None = None
    reporting_status: ReportingStatus | None = None
    posting_date: str | None = None


class Number(Record, frozen=True, kw_only=True):
    """The number of a result with its spread.

    A number that is only bounded ("<0.01") has no value. Spread and limits are kept as written
    where they are no plain numbers.

    *Units*: all in ``unit``; percentages are 0 to 100; ``ci_level`` is 95, not 0.95.
    """

    value: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_inclusive: bool | None = None
    max_inclusive: bool | None = None
    reported: str | None = None
    reported_dispersion: str | None = None
    reported_lower: str | None = None
    reported_upper: str | None = None
    unit: str | None = None
    unit_text: str | None = None
    dispersion_type: DispersionType | None = None
    dispersion: Decimal | None = None
    dispersion_lower: Decimal | None = None
    dispersion_upper: Decimal | None = None
    ci_lower: Decimal | None = None
    ci_upper: Decimal | None = None
    ci_level: Decimal | None = None
    ci_sides: CiSides | None = None


class PValue(Record, frozen=True, kw_only=True):
    """A p-value with its relation, and as it was written ("0.050")."""

    value: Decimal
    relation: PRelation
    reported: str | None = None


class Result(Claim, frozen=True, kw_only=True):
    """What all results share: the measurand, its outcome, and the time or period."""

    measurand: str | None = None
    outcome: str | None = None
    time: TimePoint | None = None
    over: TimePeriod | None = None
    aggregation: Aggregation | None = None
    statistic: Statistic | None = None
    number: Number | None = None


class GroupResult(Result, frozen=True, kw_only=True):
    """One group, one time, one statistic.

    ``count`` and ``denominator`` are of people. What is counted beside them (eyes, lesions) is
    named by ``unit_kind`` and has its own count and denominator.
    """

    group: str
    count: int | None = None
    denominator: int | None = None
    unit_kind: str | None = None
    unit_count: int | None = None
    unit_denominator: int | None = None
    class_label: str | None = None
    category_label: str | None = None
    baseline_characteristic: bool = False


class AdverseEventResult(GroupResult, frozen=True, kw_only=True):
    """An adverse event in a group, with or without numbers."""

    event: str
    event_count: int | None = None
    grade: int | None = None
    serious: bool | None = None
    dose_limiting: bool | None = None
    qualifier_text: str | None = None
    source_vocabulary: str | None = None
    assessment_type: AssessmentType | None = None


class Change(Result, frozen=True, kw_only=True):
    """What a value did within one group, between two times."""

    group: str
    from_result: str | None = None
    to_result: str | None = None
    direction: ChangeDirection | None = None
    p: PValue | None = None
    significance: Significance | None = None


class Comparison(Result, frozen=True, kw_only=True):
    """What was found between groups."""

    experimental_group: str | None = None
    reference_group: str | None = None
    groups: tuple[str, ...] = ()
    experimental_result: str | None = None
    reference_result: str | None = None
    direction: ComparisonDirection | None = None
    favours: Favours | None = None
    significance: Significance | None = None
    p: PValue | None = None
    reported_p: str | None = None
    hypothesis: Hypothesis | None = None
    tested_non_inferiority: bool | None = None
    method: str | None = None


class Association(Result, frozen=True, kw_only=True):
    """A factor tied to an outcome in a model."""

    factor: str
    p: PValue | None = None
    significance: Significance | None = None
    model: str | None = None


class SuggestedResult(GroupResult, frozen=True, kw_only=True):
    """A result of a group that waits for a person: nobody counts it until then."""


class SuggestedComparison(Comparison, frozen=True, kw_only=True):
    """A comparison that is likely, not sure: nobody counts it until a person accepts it."""


class UntiedResult(Result, frozen=True, kw_only=True):
    """A number that a report states of its results, not safely known of whom or of what.

    It names no measurand, and a group only where it is clear of whom it is, not of what. A
    statistic stands here only where the words declare it, and a spread may be of a kind that they
    do not.
    """

    group: str | None = None
    count: int | None = None
    denominator: int | None = None
    p: PValue | None = None


class Conclusion(Claim, frozen=True, kw_only=True):
    """What the authors make of it."""

    about: tuple[str, ...] = ()
    polarity: Polarity
    exact: str | None = None
