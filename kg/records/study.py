"""One study as one report tells of it.

In: groups and results. Out: the study that holds them.
"""

from kg.codes import (
    Allocation,
    DesignFeature,
    Masking,
    Phase,
)
from kg.records.base import Claim, Quantity, Record, TimePoint
from kg.records.groups import Arm, Population, Subgroup
from kg.records.results import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    Conclusion,
    GroupResult,
    Outcome,
    Schedule,
    SuggestedComparison,
    SuggestedResult,
    UntiedResult,
)


class Mentioned(Claim, frozen=True, kw_only=True):
    """Another study that a report names without reporting it."""

    acronym: str | None = None
    registry_ids: tuple[str, ...] = ()
    population: Population | None = None


class Study(Record, frozen=True, kw_only=True):
    """One trial, or another study in people, as one report tells of it."""

    key: str = ""
    title: str | None = None
    acronym: str | None = None
    registry_ids: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    source: str | None = None
    objective: str | None = None
    allocation: Allocation | None = None
    masking: Masking | None = None
    phases: tuple[Phase, ...] = ()
    design_features: tuple[DesignFeature, ...] = ()
    countries: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    follow_up: TimePoint | None = None
    duration: Quantity | None = None
    populations: tuple[Population, ...] = ()
    arms: tuple[Arm, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    group_results: tuple[GroupResult, ...] = ()
    adverse_events: tuple[AdverseEventResult, ...] = ()
    changes: tuple[Change, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    associations: tuple[Association, ...] = ()
    untied_results: tuple[UntiedResult, ...] = ()
    suggested_results: tuple[SuggestedResult, ...] = ()
    suggested_comparisons: tuple[SuggestedComparison, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    sister_trials: tuple[Mentioned, ...] = ()
