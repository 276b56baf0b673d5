"""What stands around a registered trial: oversight, places, organizations, documents, notices.

In: a registered study. Out: their triples, each with the place of the record that states it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.graph.statements import Stating, coded, each, stating, supported, types, words
from kg.identifiers import Names, numbered
from kg.namespaces import DCTERMS, RDFS, TK
from kg.records import (
    Affiliation,
    Attachment,
    ComplianceNotice,
    DataSharing,
    Facility,
    PublicationAgreement,
    Record,
    RegisteredStudy,
)
from kg.terms import Iri, Triple, boolean, date, decimal, integer

_OVERSIGHT: Final = stating(
    ("data_monitoring", TK.dataMonitoringCommittee, boolean),
    ("fda_regulated_drug", TK.fdaRegulatedDrug, boolean),
    ("fda_regulated_device", TK.fdaRegulatedDevice, boolean),
    ("unapproved_device", TK.unapprovedDevice, boolean),
    ("postmarket_surveillance", TK.postmarketSurveillance, boolean),
    ("exported", TK.exported, boolean),
    ("reporting_violation", TK.reportingViolation, boolean),
    ("delayed_posting", TK.delayedPosting, boolean),
    ("results_waived", TK.resultsWaived, boolean),
    ("results_available", TK.resultsAvailable, boolean),
    ("individual_access", TK.individualAccess, boolean),
    ("intermediate_access", TK.intermediateAccess, boolean),
    ("treatment_access", TK.treatmentAccess, boolean),
    ("no_analysis_plan", TK.noAnalysisPlan, boolean),
)

_FACILITY: Final = stating(
    ("name", RDFS.label, words),
    ("city", TK.city, words),
    ("state", TK.state, words),
    ("postcode", TK.postcode, words),
    ("country", TK.country, words),
    ("country_code", TK.countryCode, words),
    ("status", TK.status, coded),
    ("latitude", TK.latitude, decimal),
    ("longitude", TK.longitude, decimal),
    ("contacts", TK.contactCount, integer),
    ("investigators", TK.investigatorCount, integer),
)

_AFFILIATION: Final = stating(
    ("name", RDFS.label, words),
    ("role", TK.affiliationRole, coded),
)

_AGREEMENT: Final = stating(
    ("sponsor_employs", TK.sponsorEmploys, boolean),
    ("restrictive", TK.restrictive, boolean),
    ("restriction", TK.restrictionType, coded),
    ("details", DCTERMS.description, words),
)

_NOTICE: Final = stating(
    ("event", TK.complianceEvent, coded),
    ("description", DCTERMS.description, words),
    ("created", DCTERMS.created, date),
    ("issued", DCTERMS.issued, date),
    ("released", TK.releaseDate, date),
    ("posted", TK.postingDate, date),
)


_ATTACHMENT: Final = stating(
    ("type", TK.attachmentType, coded),
    ("label", RDFS.label, words),
    ("link", TK.link, words),
    ("code", TK.identifier, words),
    ("comment", RDFS.comment, words),
    ("kind", DCTERMS.type, words),
    ("date", DCTERMS.date, date),
    ("uploaded", TK.uploaded, words),
    ("file_name", TK.fileName, words),
    ("file_size", TK.fileSize, integer),
)

_SHARING: Final = stating(
    ("plan", TK.ipdSharing, coded),
    ("description", DCTERMS.description, words),
    ("time_frame", TK.timeFrame, words),
    ("access", TK.accessCriteria, words),
    ("link", TK.link, words),
)

Kept = Affiliation | Attachment | ComplianceNotice | DataSharing | Facility | PublicationAgreement
"""What has a node of its own beside the trial."""


def around(node: Iri, study: RegisteredStudy, prefix: str, names: Names) -> Iterator[Triple]:
    """Everything that stands around a trial."""
    yield from _OVERSIGHT(node, study.oversight)
    sharing = filter(None, (study.data_sharing,))
    agreement = filter(None, (study.publication_agreement,))
    parts: tuple[tuple[str, str, Iterable[Kept]], ...] = (
        ("facility", TK.hasFacility, study.facilities),
        ("affiliation", TK.hasAffiliation, study.affiliations),
        ("data-sharing", TK.hasDataSharing, sharing),
        ("attachment", TK.hasAttachment, study.attachments),
        ("publication-agreement", TK.hasPublicationAgreement, agreement),
        ("compliance-notice", TK.hasComplianceNotice, study.compliance_notices),
    )
    for stem, predicate, records in parts:
        for local, record in numbered(f"{prefix}{stem}", records):
            yield node, predicate, names.node(local)
            yield from kept(names.node(local), record, names)


def kept(node: Iri, record: Kept, names: Names) -> list[Triple]:
    """One such node: what it is, what it says, and the place that says it."""
    made = types(node, type(record).__name__) + _STATING[type(record)](node, record)
    if isinstance(record, Attachment | DataSharing):
        made += each(node, TK.sharedItem, map(coded, record.items))
    return made + supported(node, record.evidence, names)


# A record and its class in the graph have one name.
_STATING: Final[dict[type[Record], Stating]] = {
    Affiliation: _AFFILIATION,
    Attachment: _ATTACHMENT,
    ComplianceNotice: _NOTICE,
    DataSharing: _SHARING,
    Facility: _FACILITY,
    PublicationAgreement: _AGREEMENT,
}
