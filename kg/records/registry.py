"""What a registry keeps of a study beside what any report tells of it.

In: groups, and the study. Out: the registered study, with its numbers, dates, sponsors, places
and publications, the groups of its results' modules and the people they stand for.
"""

from decimal import Decimal

from kg.codes import (
    AdmittedSex,
    AffiliationRole,
    AgeGroup,
    AttachmentType,
    ComplianceEvent,
    DateEvent,
    DateType,
    EnrolmentType,
    Flag,
    IdentifierType,
    IpdSharing,
    MaskedParty,
    MatchEvidence,
    PrimaryPurpose,
    ReferenceType,
    ResponsibleParty,
    RestrictionType,
    SamplingMethod,
    SharedItem,
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
    status: Status | None = None
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


class Affiliation(Record, frozen=True, kw_only=True):
    """The organization of somebody who has a part in the trial; the name is not kept."""

    role: AffiliationRole
    name: str | None = None
    evidence: tuple[str, ...] = ()


class Reference(Record, frozen=True, kw_only=True):
    """A publication that the record names; its retractions, each as PMID and source."""

    pmid: str | None = None
    citation: str | None = None
    type: ReferenceType | None = None
    retraction_pmids: tuple[str, ...] = ()
    retraction_sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Sites(Record, frozen=True, kw_only=True):
    """The places of a trial in one country, counted."""

    country: str
    count: int
    evidence: tuple[str, ...] = ()


class Facility(Record, frozen=True, kw_only=True):
    """A place where people take part, and how many can be asked there.

    *Units*: ``latitude`` and ``longitude`` are degrees, of the city.
    """

    name: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    country: str | None = None
    country_code: str | None = None
    status: Status | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    contacts: int | None = None
    investigators: int | None = None
    evidence: tuple[str, ...] = ()


class DataSharing(Record, frozen=True, kw_only=True):
    """Whether the data of participants will be shared, which documents with them, and how."""

    plan: IpdSharing | None = None
    items: tuple[SharedItem, ...] = ()
    description: str | None = None
    time_frame: str | None = None
    access: str | None = None
    link: str | None = None
    evidence: tuple[str, ...] = ()


class Attachment(Record, frozen=True, kw_only=True):
    """What stands beside the record: a document, a page, or data that can be had elsewhere."""

    type: AttachmentType
    label: str | None = None
    link: str | None = None
    code: str | None = None
    comment: str | None = None
    items: tuple[SharedItem, ...] = ()
    kind: str | None = None
    date: str | None = None
    uploaded: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    evidence: tuple[str, ...] = ()


class PublicationAgreement(Record, frozen=True, kw_only=True):
    """What investigators may publish: whether the sponsor employs or restricts them, and how."""

    sponsor_employs: bool | None = None
    restrictive: bool | None = None
    restriction: RestrictionType | None = None
    details: str | None = None
    evidence: tuple[str, ...] = ()


class ComplianceNotice(Record, frozen=True, kw_only=True):
    """A notice of an authority about duties to report, with the dates of its way."""

    event: ComplianceEvent | None = None
    description: str | None = None
    created: str | None = None
    issued: str | None = None
    released: str | None = None
    posted: str | None = None
    evidence: tuple[str, ...] = ()


class Oversight(Record, frozen=True, kw_only=True):
    """What authorities and committees have to do with the trial: yes, no, or nothing said."""

    data_monitoring: bool | None = None
    fda_regulated_drug: bool | None = None
    fda_regulated_device: bool | None = None
    unapproved_device: bool | None = None
    postmarket_surveillance: bool | None = None
    exported: bool | None = None
    reporting_violation: bool | None = None
    delayed_posting: bool | None = None
    results_waived: bool | None = None
    results_available: bool | None = None
    individual_access: bool | None = None
    intermediate_access: bool | None = None
    treatment_access: bool | None = None
    no_analysis_plan: bool | None = None


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
    keyword_concepts: tuple[str, ...] = ()
    intervention_concepts: tuple[str, ...] = ()
    condition_texts: tuple[str, ...] = ()
    sex: AdmittedSex | None = None
    sex_description: str | None = None
    gender_based: bool | None = None
    age_groups: tuple[AgeGroup, ...] = ()
    healthy_volunteers: bool | None = None
    eligibility_text: str | None = None
    study_population: str | None = None
    sampling_method: SamplingMethod | None = None
    patient_registry: bool | None = None
    target_duration: str | None = None
    biospecimens: tuple[str, ...] = ()
    flow_text: tuple[str, ...] = ()
    flow_units: str | None = None
    baseline_units: str | None = None
    baseline_population: str | None = None
    baseline_texts: tuple[str, ...] = ()
    adverse_event_time_frame: str | None = None
    adverse_event_description: str | None = None
    mortality_comment: str | None = None
    frequency_threshold: str | None = None
    limitations: str | None = None
    central_contacts: int | None = None
    expanded_access_users: int | None = None
    removed_countries: tuple[str, ...] = ()
    oversight: Oversight = Oversight()
    identifiers: tuple[Identifier, ...] = ()
    dates: tuple[RegisteredDate, ...] = ()
    sponsorships: tuple[Sponsorship, ...] = ()
    references: tuple[Reference, ...] = ()
    sites: tuple[Sites, ...] = ()
    facilities: tuple[Facility, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    data_sharing: DataSharing | None = None
    attachments: tuple[Attachment, ...] = ()
    publication_agreement: PublicationAgreement | None = None
    compliance_notices: tuple[ComplianceNotice, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    groups: tuple[Group, ...] = ()
    registry_groups: tuple[RegistryGroup, ...] = ()
    flags: tuple[Flag, ...] = ()
