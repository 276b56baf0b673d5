"""What is read of the registry's own notes on a record, and of a whole record, as types.

In: the types of protocol and results. Out: the types of documents, annotations and headings that
the registry adds, and of a study; see ``schema``.
"""

from kg.sources.ctgov.results_schema import Results
from kg.sources.ctgov.schema import DateStruct, Part, Protocol


class LargeDocument(Part, frozen=True):
    """A document that stands beside the record."""

    type_abbrev: str | None = None
    has_protocol: bool | None = None
    has_sap: bool | None = None
    has_icf: bool | None = None
    label: str | None = None
    date: str | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: int | None = None


class LargeDocuments(Part, frozen=True):
    """The documents, and whether there is no plan of analysis among them."""

    no_sap: bool | None = None
    large_docs: tuple[LargeDocument, ...] = ()


class Documents(Part, frozen=True):
    """The section of documents."""

    large_document_module: LargeDocuments = LargeDocuments()


class UnpostedEvent(Part, frozen=True):
    """What happened to results before they were posted."""

    type: str | None = None
    date: str | None = None


class Unposted(Part, frozen=True):
    """What happened to results that are not posted."""

    unposted_events: tuple[UnpostedEvent, ...] = ()


class ViolationEvent(Part, frozen=True):
    """A notice of the authority about duties to report."""

    type: str | None = None
    description: str | None = None
    creation_date: str | None = None
    issued_date: str | None = None
    release_date: str | None = None
    posted_date: str | None = None


class Violations(Part, frozen=True):
    """All such notices."""

    violation_events: tuple[ViolationEvent, ...] = ()


class AnnotationModule(Part, frozen=True):
    """What the registry notes beside the record."""

    unposted_annotation: Unposted = Unposted()
    violation_annotation: Violations = Violations()


class Annotations(Part, frozen=True):
    """The section of annotations."""

    annotation_module: AnnotationModule = AnnotationModule()


class Heading(Part, frozen=True):
    """A MeSH heading that the registry assigned."""

    id: str | None = None
    term: str | None = None


class Leaf(Part, frozen=True):
    """An entry of the registry's older sorting."""

    id: str | None = None
    name: str | None = None
    as_found: str | None = None
    relevance: str | None = None


class Branch(Part, frozen=True):
    """A branch of the registry's older sorting."""

    abbrev: str | None = None
    name: str | None = None


class Browse(Part, frozen=True):
    """The headings of conditions or interventions, those above them, and the older sorting."""

    meshes: tuple[Heading, ...] = ()
    ancestors: tuple[Heading, ...] = ()
    browse_leaves: tuple[Leaf, ...] = ()
    browse_branches: tuple[Branch, ...] = ()


class FirstPosting(Part, frozen=True):
    """When results were posted before their review had ended."""

    post_date_struct: DateStruct = DateStruct()


class Submission(Part, frozen=True):
    """One submission of results, and what became of it."""

    release_date: str | None = None
    unrelease_date: str | None = None
    reset_date: str | None = None


class Tracking(Part, frozen=True):
    """How results went to and fro before they were posted."""

    estimated_results_first_submit_date: str | None = None
    first_mcp_info: FirstPosting = FirstPosting()
    submission_infos: tuple[Submission, ...] = ()


class Miscellany(Part, frozen=True):
    """What the registry adds of its own dealings."""

    version_holder: str | None = None
    removed_countries: tuple[str, ...] = ()
    submission_tracking: Tracking = Tracking()


class Derived(Part, frozen=True):
    """What the registry worked out."""

    misc_info_module: Miscellany = Miscellany()
    condition_browse_module: Browse = Browse()
    intervention_browse_module: Browse = Browse()


class StudyRecord(Part, frozen=True):
    """A whole record."""

    protocol_section: Protocol = Protocol()
    results_section: Results = Results()
    annotation_section: Annotations = Annotations()
    document_section: Documents = Documents()
    derived_section: Derived = Derived()
    has_results: bool | None = None
