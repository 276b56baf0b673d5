"""What a registry keeps of a study beside what any report tells of it.

In: groups, and the study. Out: the registered study, with its numbers, dates, sponsors, places
and publications, the groups of its results' modules and the people they stand for.
"""

from kg.codes import (
    AdmittedSex,
    AgeGroup,
    DateEvent,
    DateType,
    EnrolmentType,
    Flag,
    IdentifierType,
    MaskedParty,
    MatchEvidence,
    PrimaryPurpose,
    ReferenceType,
    ResponsibleParty,
    SamplingMethod,
    SponsorClass,
    SponsorRole,
    Status,
    StudyType,
)
from kg.records.base import Claim, Record
from kg.records.groups import Intervention
from kg.records.study import Study


class Identifier(Record, frozen=True, kw_only=True):
    """A number that a trial goes by, and who gave it."""

    value: str
    type: IdentifierType | None = None
    issuer: str | None = None
    link: str | None = None
    evidence: tuple[str, ...] = ()


class RegisteredDate(Record, frozen=True, kw_only=True):
    """A date that the registry keeps, with the precision given."""

    event: DateEvent
    date: str
    type: DateType | None = None
    evidence: tuple[str, ...] = ()


class Sponsorship(Record, frozen=True, kw_only=True):
    """The part of one organization in a trial."""

    name: str
    role: SponsorRole
    type: SponsorClass | None = None
    evidence: tuple[str, ...] = ()


class Reference(Record, frozen=True, kw_only=True):
    """A publication that the record names."""

    pmid: str | None = None
    citation: str | None = None
    type: ReferenceType | None = None
    evidence: tuple[str, ...] = ()


class Sites(Record, frozen=True, kw_only=True):
    """The places of a trial in one country, counted."""

    country: str
    count: int
    evidence: tuple[str, ...] = ()


class Group(Claim, frozen=True, kw_only=True):
    """People whom results are about and who are tied to no registered arm."""

    size: int | None = None


class RegistryGroup(Record, frozen=True, kw_only=True):
    """A group as one module of the results lists it.

    ``of`` is the key of the people it stands for; ``matched`` says what speaks for that.
    """

    id: str
    module: str
    of: str
    title: str | None = None
    description: str | None = None
    matched: tuple[MatchEvidence, ...] = ()
    evidence: tuple[str, ...] = ()


class RegisteredStudy(Study, frozen=True, kw_only=True):
    """A study as its registry record tells of it."""

    official_title: str | None = None
    study_type: StudyType | None = None
    status: Status | None = None
    last_known_status: Status | None = None
    why_stopped: str | None = None
    expanded_access: bool | None = None
    primary_purpose: PrimaryPurpose | None = None
    masked_parties: tuple[MaskedParty, ...] = ()
    masking_description: str | None = None
    model_description: str | None = None
    enrolment_type: EnrolmentType | None = None
    responsible_party: ResponsibleParty | None = None
    summary: str | None = None
    detailed_description: str | None = None
    keywords: tuple[str, ...] = ()
    sex: AdmittedSex | None = None
    sex_description: str | None = None
    age_groups: tuple[AgeGroup, ...] = ()
    healthy_volunteers: bool | None = None
    eligibility_text: str | None = None
    study_population: str | None = None
    sampling_method: SamplingMethod | None = None
    patient_registry: bool | None = None
    target_duration: str | None = None
    biospecimens: tuple[str, ...] = ()
    flow_text: tuple[str, ...] = ()
    baseline_population: str | None = None
    adverse_event_time_frame: str | None = None
    adverse_event_description: str | None = None
    frequency_threshold: str | None = None
    limitations: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    dates: tuple[RegisteredDate, ...] = ()
    sponsorships: tuple[Sponsorship, ...] = ()
    references: tuple[Reference, ...] = ()
    sites: tuple[Sites, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    groups: tuple[Group, ...] = ()
    registry_groups: tuple[RegistryGroup, ...] = ()
    flags: tuple[Flag, ...] = ()
