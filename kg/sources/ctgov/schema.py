"""What is read of a ClinicalTrials.gov record, as types: the fields that the model has a place for.

In: nothing. Out: one type per object of the registry's API v2. A field that stands here is in the
graph; a field that does not is counted by :mod:`kg.sources.ctgov.weeding`, which reads this file.

*Source*: ClinicalTrials.gov data structure, API v2, https://clinicaltrials.gov/data-api
"""

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
Value = str | int | float | None
"""A number as the registry writes it: in quotes as a rule, bare in some modules."""


class Part(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """The common form: what is absent is absent, whatever else an object holds."""


class DateStruct(Part, frozen=True):
    """A date and whether it has come."""

    date: str | None = None
    type: str | None = None


# --- Protocol -----------------------------------------------------------------------------------


class OrgId(Part, frozen=True):
    """The sponsor's own number."""

    id: str | None = None
    type: str | None = None
    link: str | None = None


class SecondaryId(Part, frozen=True):
    """A further number, and who gave it."""

    id: str | None = None
    type: str | None = None
    domain: str | None = None
    link: str | None = None


class Organization(Part, frozen=True):
    """Who holds the record."""

    full_name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class Identification(Part, frozen=True):
    """What the study is called."""

    nct_id: str = ""
    nct_id_aliases: tuple[str, ...] = ()
    org_study_id_info: OrgId = OrgId()
    secondary_id_infos: tuple[SecondaryId, ...] = ()
    organization: Organization = Organization()
    brief_title: str | None = None
    official_title: str | None = None
    acronym: str | None = None


class ExpandedAccess(Part, frozen=True):
    """Whether the product can be had outside the study, and under which record."""

    has_expanded_access: bool | None = None
    nct_id: str | None = None
    status_for_nct_id: str | None = None


class StatusModule(Part, frozen=True):
    """How far the study has come, and the dates of study and record."""

    status_verified_date: str | None = None
    overall_status: str | None = None
    last_known_status: str | None = None
    delayed_posting: bool | None = None
    why_stopped: str | None = None
    expanded_access_info: ExpandedAccess = ExpandedAccess()
    start_date_struct: DateStruct = DateStruct()
    primary_completion_date_struct: DateStruct = DateStruct()
    completion_date_struct: DateStruct = DateStruct()
    study_first_submit_date: str | None = None
    study_first_submit_qc_date: str | None = None
    study_first_post_date_struct: DateStruct = DateStruct()
    results_waived: bool | None = None
    results_first_submit_date: str | None = None
    results_first_submit_qc_date: str | None = None
    results_first_post_date_struct: DateStruct = DateStruct()
    disp_first_submit_date: str | None = None
    disp_first_submit_qc_date: str | None = None
    disp_first_post_date_struct: DateStruct = DateStruct()
    last_update_submit_date: str | None = None
    last_update_post_date_struct: DateStruct = DateStruct()


class Sponsor(Part, frozen=True):
    """An organization and its kind."""

    name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class ResponsibleParty(Part, frozen=True):
    """The kind of party that answers for the record; persons' names are not read."""

    type: str | None = None
    investigator_affiliation: str | None = None
    old_organization: str | None = None


class Sponsors(Part, frozen=True):
    """Who pays for and answers for the study."""

    responsible_party: ResponsibleParty = ResponsibleParty()
    lead_sponsor: Sponsor = Sponsor()
    collaborators: tuple[Sponsor, ...] = ()


class Oversight(Part, frozen=True):
    """What authorities and a committee have to do with the study."""

    oversight_has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None
    is_ppsd: bool | None = None
    is_us_export: bool | None = None
    fdaaa801_violation: bool | None = None


class Description(Part, frozen=True):
    """The study in the registrant's words."""

    brief_summary: str | None = None
    detailed_description: str | None = None


class Conditions(Part, frozen=True):
    """What the study is about."""

    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class MaskingInfo(Part, frozen=True):
    """Who was kept from knowing the allocation."""

    masking: str | None = None
    masking_description: str | None = None
    who_masked: tuple[str, ...] = ()


class DesignInfo(Part, frozen=True):
    """How groups were made and compared."""

    allocation: str | None = None
    intervention_model: str | None = None
    intervention_model_description: str | None = None
    primary_purpose: str | None = None
    observational_model: str | None = None
    time_perspective: str | None = None
    masking_info: MaskingInfo = MaskingInfo()


class BioSpec(Part, frozen=True):
    """Which samples are kept."""

    retention: str | None = None
    description: str | None = None


class Enrollment(Part, frozen=True):
    """How many take part, and whether they are counted or expected."""

    count: int | None = None
    type: str | None = None


class AccessTypes(Part, frozen=True):
    """For whom an expanded access is."""

    individual: bool | None = None
    intermediate: bool | None = None
    treatment: bool | None = None


class Design(Part, frozen=True):
    """Kind, phase, design and size."""

    study_type: str | None = None
    n_ptrs_to_this_exp_acc_nct_id: int | None = None
    expanded_access_types: AccessTypes = AccessTypes()
    patient_registry: Any = None
    target_duration: str | None = None
    phases: tuple[str, ...] = ()
    design_info: DesignInfo = DesignInfo()
    bio_spec: BioSpec = BioSpec()
    enrollment_info: Enrollment = Enrollment()


class ArmGroup(Part, frozen=True):
    """An arm as registered."""

    label: str | None = None
    type: str | None = None
    description: str | None = None
    intervention_names: tuple[str, ...] = ()


class RegisteredIntervention(Part, frozen=True):
    """An intervention as registered, and the arms that receive it."""

    type: str | None = None
    name: str | None = None
    description: str | None = None
    arm_group_labels: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


class ArmsInterventions(Part, frozen=True):
    """Arms and interventions."""

    arm_groups: tuple[ArmGroup, ...] = ()
    interventions: tuple[RegisteredIntervention, ...] = ()


class RegisteredOutcome(Part, frozen=True):
    """An outcome as registered."""

    measure: str | None = None
    description: str | None = None
    time_frame: str | None = None


class Outcomes(Part, frozen=True):
    """What is to be measured."""

    primary_outcomes: tuple[RegisteredOutcome, ...] = ()
    secondary_outcomes: tuple[RegisteredOutcome, ...] = ()
    other_outcomes: tuple[RegisteredOutcome, ...] = ()


class Eligibility(Part, frozen=True):
    """Who can take part."""

    eligibility_criteria: str | None = None
    healthy_volunteers: Any = None
    sex: str | None = None
    gender_based: bool | None = None
    gender_description: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    std_ages: tuple[str, ...] = ()
    study_population: str | None = None
    sampling_method: str | None = None


class Contact(Part, frozen=True):
    """Somebody to ask, by the part alone; names and how to reach them are not read."""

    role: str | None = None


class Official(Part, frozen=True):
    """Somebody who leads the study, by part and organization alone."""

    role: str | None = None
    affiliation: str | None = None


class Point(Part, frozen=True):
    """Where on the globe a city is."""

    lat: float | None = None
    lon: float | None = None


class Location(Part, frozen=True):
    """A place where people take part."""

    facility: str | None = None
    status: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    country_code: str | None = None
    contacts: tuple[Contact, ...] = ()
    geo_point: Point = Point()


class Locations(Part, frozen=True):
    """Where the study is, and whom one can ask."""

    central_contacts: tuple[Contact, ...] = ()
    overall_officials: tuple[Official, ...] = ()
    locations: tuple[Location, ...] = ()


class Retraction(Part, frozen=True):
    """The notice that takes a publication back."""

    pmid: str | None = None
    source: str | None = None


class Publication(Part, frozen=True):
    """A publication that the record names."""

    pmid: str | None = None
    type: str | None = None
    citation: str | None = None
    retractions: tuple[Retraction, ...] = ()


class SeeAlso(Part, frozen=True):
    """A page that the record points to."""

    label: str | None = None
    url: str | None = None


class AvailableData(Part, frozen=True):
    """Data of participants, or a document, that can be had elsewhere."""

    id: str | None = None
    type: str | None = None
    url: str | None = None
    comment: str | None = None


class References(Part, frozen=True):
    """What the record names."""

    references: tuple[Publication, ...] = ()
    see_also_links: tuple[SeeAlso, ...] = ()
    avail_ipds: tuple[AvailableData, ...] = ()


class Sharing(Part, frozen=True):
    """Whether the data of participants will be shared, and how."""

    ipd_sharing: str | None = None
    description: str | None = None
    info_types: tuple[str, ...] = ()
    time_frame: str | None = None
    access_criteria: str | None = None
    url: str | None = None


class Protocol(Part, frozen=True):
    """What was planned, and how far it came."""

    identification_module: Identification = Identification()
    status_module: StatusModule = StatusModule()
    sponsor_collaborators_module: Sponsors = Sponsors()
    oversight_module: Oversight = Oversight()
    description_module: Description = Description()
    conditions_module: Conditions = Conditions()
    design_module: Design = Design()
    arms_interventions_module: ArmsInterventions = ArmsInterventions()
    outcomes_module: Outcomes = Outcomes()
    eligibility_module: Eligibility = Eligibility()
    contacts_locations_module: Locations = Locations()
    references_module: References = References()
    ipd_sharing_statement_module: Sharing = Sharing()
