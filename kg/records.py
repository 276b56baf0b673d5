"""What a report says, as frozen records. No RDF here.

Everything a document states about a study is one :class:`Account`: the report itself, the
studies it tells of, the concepts they name and the passages that say it. Records point at one
another by ``key``, a short name that is unique within the account; ``kg.identifiers`` turns
keys into IRIs and ``kg.graph`` turns records into triples. The same types, written in YAML,
are the form of curated records.
"""

from decimal import Decimal

import msgspec

from kg.codes import (
    Aggregation,
    Allocation,
    ArmRole,
    ArmType,
    ChangeDirection,
    ClaimStatus,
    ComparisonDirection,
    ConceptKind,
    Derivation,
    DesignFeature,
    DesirableDirection,
    DispersionType,
    DoseBasis,
    Favours,
    Flag,
    InterventionRole,
    InterventionType,
    Masking,
    OutcomeRole,
    Phase,
    Polarity,
    PopulationRole,
    PRelation,
    Route,
    ScheduleType,
    Significance,
    Statistic,
    ThresholdOn,
    TimeAnchor,
)


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The common form: immutable, by keyword, no field beyond those declared."""


class Passage(Record, frozen=True, kw_only=True):
    """Where a report says something: a span of its text, or a path into its record.

    *Units*: ``start`` and ``end`` are code points of the text as stored, end exclusive.
    """

    key: str
    exact: str | None = None
    start: int | None = None
    end: int | None = None
    section: str | None = None
    path: str | None = None
    source: str | None = None


class Concept(Record, frozen=True, kw_only=True):
    """A thing that claims are about; ``labels`` are the wordings that reports use for it."""

    slug: str
    kinds: tuple[ConceptKind, ...] = ("Concept",)
    pref_label: str | None = None
    labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    substance: str | None = None
    desirable_direction: DesirableDirection | None = None
    canonical_unit: str | None = None


class Claim(Record, frozen=True, kw_only=True):
    """What every claim carries: its name, its evidence, and how it came to be.

    ``evidence`` names passages; ``source`` is the curated form of it and names one entry of the
    record's ``sources``. ``derived_from`` names the claims a derived one was computed from.
    """

    key: str = ""
    label: str | None = None
    evidence: tuple[str, ...] = ()
    source: str | None = None
    derivation: Derivation = "reported"
    derived_from: tuple[str, ...] = ()
    rule: str | None = None
    confidence: Decimal | None = None
    status: ClaimStatus | None = None
    flags: tuple[Flag, ...] = ()


class Quantity(Record, frozen=True, kw_only=True):
    """A value or a range in a UCUM unit, and how the report wrote it.

    *Units*: ``value``, ``min`` and ``max`` are in ``unit``; ``unit_text`` and ``reported`` keep
    the report's own spelling.
    """

    value: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_inclusive: bool | None = None
    max_inclusive: bool | None = None
    unit: str
    unit_text: str | None = None
    reported: str | None = None
    flags: tuple[Flag, ...] = ()


class TimePoint(Record, frozen=True, kw_only=True):
    """A moment of a study: baseline, or an offset from an anchor."""

    is_baseline: bool = False
    offset: Quantity | None = None
    anchor: TimeAnchor | None = None
    statistic: Statistic | None = None
    label: str | None = None


class TimePeriod(Record, frozen=True, kw_only=True):
    """A stretch of time between two points; either end may be unknown."""

    start: TimePoint | None = None
    end: TimePoint | None = None
    label: str | None = None


class Criterion(Claim, frozen=True, kw_only=True):
    """One eligibility criterion: what it is about, its bound, and for how long it must hold."""

    exclusion: bool = False
    about: str | None = None
    bound: Quantity | None = None
    sustained_for: Quantity | None = None
    exact: str | None = None


class Population(Claim, frozen=True, kw_only=True):
    """The people of a study as a whole, in one or more roles (enrolled, randomized, analysed)."""

    roles: tuple[PopulationRole, ...] = ()
    size: int | None = None
    lost_to_follow_up: int | None = None
    criteria: tuple[Criterion, ...] = ()


class DosingPhase(Claim, frozen=True, kw_only=True):
    """One homogeneous stretch of dosing.

    *Units*: ``dose`` without time, read with ``dose_basis``; ``cycle_length`` from start to start.
    """

    order: int = 1
    schedule_type: ScheduleType | None = None
    dose: Quantity | None = None
    dose_basis: DoseBasis | None = None
    doses_per_day: Decimal | None = None
    days_per_cycle: Decimal | None = None
    cycle_length: Quantity | None = None
    cycles: int | None = None
    duration: Quantity | None = None
    target: str | None = None
    applies_if: str | None = None
    replaces: str | None = None


class Intervention(Claim, frozen=True, kw_only=True):
    """What an arm receives: a substance or procedure, its role there, route and regimen."""

    substance: str | None = None
    role: InterventionRole | None = None
    type: InterventionType | None = None
    route: Route | None = None
    phases: tuple[DosingPhase, ...] = ()
    applies_if: str | None = None


class Arm(Claim, frozen=True, kw_only=True):
    """A group that an intervention, or none, was allocated to."""

    role: ArmRole | None = None
    type: ArmType | None = None
    size: int | None = None
    lost_to_follow_up: int | None = None
    receives: tuple[Intervention, ...] = ()


class Subgroup(Claim, frozen=True, kw_only=True):
    """Part of an arm or population, set apart by further criteria."""

    of: str | None = None
    size: int | None = None
    criteria: tuple[Criterion, ...] = ()


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


class Number(Record, frozen=True, kw_only=True):
    """The number of a result with its spread.

    *Units*: all in ``unit``; percentages are 0 to 100; ``ci_level`` is 95, not 0.95.
    """

    value: Decimal | None = None
    reported: str | None = None
    unit: str | None = None
    unit_text: str | None = None
    dispersion_type: DispersionType | None = None
    dispersion: Decimal | None = None
    dispersion_lower: Decimal | None = None
    dispersion_upper: Decimal | None = None
    ci_lower: Decimal | None = None
    ci_upper: Decimal | None = None
    ci_level: Decimal | None = None


class PValue(Record, frozen=True, kw_only=True):
    """A p-value with its relation, and as it was written ("0.050")."""

    value: Decimal
    relation: PRelation
    reported: str | None = None


class Result(Claim, frozen=True, kw_only=True):
    """What all results share: the measurand, its outcome, and when (at a time, or over a period)."""

    measurand: str | None = None
    outcome: str | None = None
    time: TimePoint | None = None
    over: TimePeriod | None = None
    aggregation: Aggregation | None = None
    statistic: Statistic | None = None
    number: Number | None = None


class GroupResult(Result, frozen=True, kw_only=True):
    """One group, one time, one statistic."""

    group: str
    count: int | None = None
    denominator: int | None = None
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


class Association(Result, frozen=True, kw_only=True):
    """A factor tied to an outcome in a model."""

    factor: str
    p: PValue | None = None
    significance: Significance | None = None
    model: str | None = None


class Conclusion(Claim, frozen=True, kw_only=True):
    """What the authors make of it."""

    about: tuple[str, ...] = ()
    polarity: Polarity
    exact: str | None = None


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
    conclusions: tuple[Conclusion, ...] = ()
    sister_trials: tuple[Mentioned, ...] = ()


class Indexing(Record, frozen=True, kw_only=True):
    """One heading line of a PubMed record; UIs where the vocabulary knows the names."""

    descriptor_name: str
    descriptor: str | None = None
    qualifier_name: str | None = None
    qualifier: str | None = None
    major: bool = False


class Report(Record, frozen=True, kw_only=True):
    """A document about one or more studies.

    ``kind`` is the class of the model (Article, RegistryRecord, WebPage, CuratedRecord);
    ``text`` is the exact text that passages count their offsets in.
    """

    kind: str
    sha256: str
    text: str | None = None
    title: str | None = None
    citation: str | None = None
    journal: str | None = None
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    page_start: str | None = None
    page_end: str | None = None
    pmid: str | None = None
    doi: str | None = None
    registry_ids: tuple[str, ...] = ()
    publication_types: tuple[Indexing, ...] = ()
    indexing: tuple[Indexing, ...] = ()
    substances: tuple[Indexing, ...] = ()


class Section(Record, frozen=True, kw_only=True):
    """A stretch of a report's text under its heading, as the document labels it (or not).

    *Units*: ``start`` and ``end`` are code points of ``Report.text``, the heading left out.
    """

    label: str | None = None
    start: int
    end: int


class Document(Record, frozen=True, kw_only=True):
    """A report whose text is still to be read: its record, and the sections to read."""

    report: Report
    sections: tuple[Section, ...] = ()


class Unread(Record, frozen=True, kw_only=True):
    """A sentence, or part of one, with numbers that no rule could read safely, and why."""

    exact: str
    start: int
    end: int
    reason: str


class Account(Record, frozen=True, kw_only=True):
    """Everything one document says: the report, its studies, concepts and passages."""

    report: Report
    studies: tuple[Study, ...] = ()
    concepts: tuple[Concept, ...] = ()
    passages: tuple[Passage, ...] = ()
    unread: tuple[Unread, ...] = ()
