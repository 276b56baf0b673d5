"""What is read of the results, as types; see ``schema``.

In: the common form. Out: the types of the section.
"""

from kg.sources.ctgov.schema import Part, Value


class ListedGroup(Part, frozen=True):
    """A group as one module lists it."""

    id: str = ""
    title: str | None = None
    description: str | None = None


class Achievement(Part, frozen=True):
    """How many of a group came how far."""

    group_id: str = ""
    num_subjects: Value = None
    num_units: Value = None
    comment: str | None = None


class Milestone(Part, frozen=True):
    """A stage of a period, with its numbers by group."""

    type: str | None = None
    comment: str | None = None
    achievements: tuple[Achievement, ...] = ()


class Reason(Part, frozen=True):
    """How many of a group left."""

    group_id: str = ""
    num_subjects: Value = None
    num_units: Value = None
    comment: str | None = None


class DropWithdraw(Part, frozen=True):
    """Why people left, with their numbers by group."""

    type: str | None = None
    comment: str | None = None
    reasons: tuple[Reason, ...] = ()


class Period(Part, frozen=True):
    """A period of the study."""

    title: str | None = None
    milestones: tuple[Milestone, ...] = ()
    drop_withdraws: tuple[DropWithdraw, ...] = ()


class Flow(Part, frozen=True):
    """How participants came through the study."""

    pre_assignment_details: str | None = None
    recruitment_details: str | None = None
    type_units_analyzed: str | None = None
    groups: tuple[ListedGroup, ...] = ()
    periods: tuple[Period, ...] = ()


class GroupCount(Part, frozen=True):
    """A number of a group."""

    group_id: str = ""
    value: Value = None


class Denominator(Part, frozen=True):
    """How many were looked at, by group."""

    units: str | None = None
    counts: tuple[GroupCount, ...] = ()


class Measurement(Part, frozen=True):
    """One number of one group with its spread."""

    group_id: str = ""
    value: Value = None
    spread: Value = None
    lower_limit: Value = None
    upper_limit: Value = None
    comment: str | None = None


class Category(Part, frozen=True):
    """A category of a class."""

    title: str | None = None
    measurements: tuple[Measurement, ...] = ()


class MeasureClass(Part, frozen=True):
    """A class of a measure: a time, a stratum, a part."""

    title: str | None = None
    denoms: tuple[Denominator, ...] = ()
    categories: tuple[Category, ...] = ()


class BaselineMeasure(Part, frozen=True):
    """What participants were like in one respect."""

    title: str | None = None
    description: str | None = None
    population_description: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: str | None = None
    denom_units_selected: str | None = None
    denoms: tuple[Denominator, ...] = ()
    classes: tuple[MeasureClass, ...] = ()


class Baseline(Part, frozen=True):
    """What participants were like."""

    population_description: str | None = None
    type_units_analyzed: str | None = None
    groups: tuple[ListedGroup, ...] = ()
    denoms: tuple[Denominator, ...] = ()
    measures: tuple[BaselineMeasure, ...] = ()


class Analysis(Part, frozen=True):
    """A statistical analysis over groups."""

    group_ids: tuple[str, ...] = ()
    group_description: str | None = None
    tested_non_inferiority: bool | None = None
    non_inferiority_type: str | None = None
    non_inferiority_comment: str | None = None
    p_value: Value = None
    p_value_comment: str | None = None
    statistical_method: str | None = None
    statistical_comment: str | None = None
    param_type: str | None = None
    param_value: Value = None
    ci_pct_value: Value = None
    ci_num_sides: str | None = None
    ci_lower_limit: Value = None
    ci_upper_limit: Value = None
    ci_lower_limit_comment: str | None = None
    ci_upper_limit_comment: str | None = None
    dispersion_type: str | None = None
    dispersion_value: Value = None
    estimate_comment: str | None = None
    other_analysis_description: str | None = None


class OutcomeMeasure(Part, frozen=True):
    """An outcome with its data."""

    type: str | None = None
    title: str | None = None
    description: str | None = None
    population_description: str | None = None
    reporting_status: str | None = None
    anticipated_posting_date: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: str | None = None
    type_units_analyzed: str | None = None
    denom_units_selected: str | None = None
    time_frame: str | None = None
    groups: tuple[ListedGroup, ...] = ()
    denoms: tuple[Denominator, ...] = ()
    classes: tuple[MeasureClass, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class OutcomeMeasures(Part, frozen=True):
    """All outcomes with their data."""

    outcome_measures: tuple[OutcomeMeasure, ...] = ()


class EventGroup(Part, frozen=True):
    """A group as the adverse events list it, with its totals."""

    id: str = ""
    title: str | None = None
    description: str | None = None
    deaths_num_affected: int | None = None
    deaths_num_at_risk: int | None = None
    serious_num_affected: int | None = None
    serious_num_at_risk: int | None = None
    other_num_affected: int | None = None
    other_num_at_risk: int | None = None


class EventStats(Part, frozen=True):
    """How often an event happened in a group."""

    group_id: str = ""
    num_events: int | None = None
    num_affected: int | None = None
    num_at_risk: int | None = None


class Event(Part, frozen=True):
    """An adverse event, with its numbers by group."""

    term: str | None = None
    organ_system: str | None = None
    source_vocabulary: str | None = None
    assessment_type: str | None = None
    notes: str | None = None
    stats: tuple[EventStats, ...] = ()


class AdverseEvents(Part, frozen=True):
    """What harm came to participants."""

    frequency_threshold: str | None = None
    time_frame: str | None = None
    description: str | None = None
    all_cause_mortality_comment: str | None = None
    event_groups: tuple[EventGroup, ...] = ()
    serious_events: tuple[Event, ...] = ()
    other_events: tuple[Event, ...] = ()


class Caveats(Part, frozen=True):
    """The limits of the results."""

    description: str | None = None


class Agreement(Part, frozen=True):
    """What investigators may publish, and when."""

    pi_sponsor_employee: bool | None = None
    restrictive_agreement: bool | None = None
    restriction_type: str | None = None
    other_details: str | None = None


class PointOfContact(Part, frozen=True):
    """Whom to ask about the results, by organization alone."""

    organization: str | None = None


class MoreInfo(Part, frozen=True):
    """What else is said of the results."""

    limitations_and_caveats: Caveats = Caveats()
    certain_agreement: Agreement = Agreement()
    point_of_contact: PointOfContact = PointOfContact()


class Results(Part, frozen=True):
    """What came of the study."""

    participant_flow_module: Flow = Flow()
    baseline_characteristics_module: Baseline = Baseline()
    outcome_measures_module: OutcomeMeasures = OutcomeMeasures()
    adverse_events_module: AdverseEvents = AdverseEvents()
    more_info_module: MoreInfo = MoreInfo()
