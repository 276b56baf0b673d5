"""What stands around a trial: places, organizations, shared data, documents, agreements, notices.

In: the typed record. Out: the fields of a registered study that hold them, each with the place
that states it. Names of persons and how to reach them are left where they are.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from kg.codes import AttachmentType, SharedItem
from kg.records import (
    Affiliation,
    Attachment,
    ComplianceNotice,
    DataSharing,
    Facility,
    Oversight,
    PublicationAgreement,
)
from kg.sources.ctgov import naming
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.protocol import ROOT
from kg.sources.ctgov.record_schema import LargeDocument, StudyRecord, ViolationEvent
from kg.sources.ctgov.results_schema import Agreement
from kg.sources.ctgov.schema import Location, Locations, References, Sharing

_CONTACTS: Final = f"{ROOT}/contactsLocationsModule"
_SHARING: Final = f"{ROOT}/ipdSharingStatementModule"
_PARTY: Final = f"{ROOT}/sponsorCollaboratorsModule/responsibleParty"
_MORE: Final = "/resultsSection/moreInfoModule"
_DOCUMENTS: Final = "/documentSection/largeDocumentModule/largeDocs"
_VIOLATIONS: Final = "/annotationSection/annotationModule/violationAnnotation/violationEvents"


def surroundings(record: StudyRecord, book: Book) -> dict[str, Any]:
    """All fields of the study that tell what stands around it, by name."""
    protocol, results = record.protocol_section, record.results_section
    module = protocol.contacts_locations_module
    agreement = results.more_info_module.certain_agreement
    return {
        "oversight": _oversight(record),
        "central_contacts": len(module.central_contacts) or None,
        "expanded_access_users": protocol.design_module.n_ptrs_to_this_exp_acc_nct_id,
        "removed_countries": record.derived_section.misc_info_module.removed_countries,
        "facilities": tuple(_facilities(module, book)),
        "affiliations": tuple(_affiliations(record, book)),
        "data_sharing": _data_sharing(protocol.ipd_sharing_statement_module, book),
        "attachments": (
            *_documents(record, book),
            *_pages(protocol.references_module, book),
            *_available(protocol.references_module, book),
        ),
        "publication_agreement": _agreement(agreement, book),
        "compliance_notices": tuple(_notices(record, book)),
    }


def _oversight(record: StudyRecord) -> Oversight:
    module = record.protocol_section.oversight_module
    status = record.protocol_section.status_module
    access = record.protocol_section.design_module.expanded_access_types
    return Oversight(
        data_monitoring=module.oversight_has_dmc,
        fda_regulated_drug=module.is_fda_regulated_drug,
        fda_regulated_device=module.is_fda_regulated_device,
        unapproved_device=module.is_unapproved_device,
        postmarket_surveillance=module.is_ppsd,
        exported=module.is_us_export,
        reporting_violation=module.fdaaa801_violation,
        delayed_posting=status.delayed_posting,
        results_waived=status.results_waived,
        results_available=record.has_results,
        individual_access=access.individual,
        intermediate_access=access.intermediate,
        treatment_access=access.treatment,
        no_analysis_plan=record.document_section.large_document_module.no_sap,
    )


def _first(at: str, **stated: object) -> list[str]:
    """The pointer to the first of these fields that is there."""
    return [f"{at}/{name}" for name, value in stated.items() if value is not None][:1]


# --- Places and people --------------------------------------------------------------------------


def _facilities(module: Locations, book: Book) -> Iterator[Facility]:
    for n, place in enumerate(module.locations):
        at = f"{_CONTACTS}/locations/{n}"
        stated = _first(
            at,
            facility=place.facility,
            city=place.city,
            country=place.country,
            state=place.state,
            zip=place.zip,
            status=place.status,
        )
        if stated:
            yield _facility(place, at, stated, book)


def _facility(place: Location, at: str, stated: list[str], book: Book) -> Facility:
    asked = sum(contact.role == "CONTACT" for contact in place.contacts)
    return Facility(
        name=place.facility,
        city=place.city,
        state=place.state,
        postcode=place.zip,
        country=place.country,
        country_code=place.country_code,
        status=book.code(naming.STATUS, place.status, f"{at}/status"),
        latitude=_degrees(place.geo_point.lat),
        longitude=_degrees(place.geo_point.lon),
        contacts=asked or None,
        investigators=len(place.contacts) - asked or None,
        evidence=book.at(*stated),
    )


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def _affiliations(record: StudyRecord, book: Book) -> Iterator[Affiliation]:
    protocol = record.protocol_section
    for n, official in enumerate(protocol.contacts_locations_module.overall_officials):
        at = f"{_CONTACTS}/overallOfficials/{n}"
        role = book.code(naming.OFFICIAL, official.role, f"{at}/role")
        if role is not None:
            place = book.at(f"{at}/{'affiliation' if official.affiliation else 'role'}")
            yield Affiliation(role=role, name=official.affiliation, evidence=place)
    party = protocol.sponsor_collaborators_module.responsible_party
    if party.investigator_affiliation:
        yield Affiliation(
            role="responsibleInvestigator",
            name=party.investigator_affiliation,
            evidence=book.at(f"{_PARTY}/investigatorAffiliation"),
        )
    if party.old_organization:
        yield Affiliation(
            role="responsibleInvestigator",
            name=party.old_organization,
            evidence=book.at(f"{_PARTY}/oldOrganization"),
        )
    asked = record.results_section.more_info_module.point_of_contact.organization
    if asked:
        place = book.at(f"{_MORE}/pointOfContact/organization")
        yield Affiliation(role="resultsContact", name=asked, evidence=place)


# --- Data and documents -------------------------------------------------------------------------


def _data_sharing(module: Sharing, book: Book) -> DataSharing | None:
    if module == Sharing():
        return None
    stated = _first(
        _SHARING,
        ipdSharing=module.ipd_sharing,
        description=module.description,
        timeFrame=module.time_frame,
        accessCriteria=module.access_criteria,
        url=module.url,
    )
    return DataSharing(
        plan=book.code(naming.IPD, module.ipd_sharing, f"{_SHARING}/ipdSharing"),
        items=book.codes(naming.SHARED, module.info_types, f"{_SHARING}/infoTypes"),
        description=module.description,
        time_frame=module.time_frame,
        access=module.access_criteria,
        link=module.url,
        evidence=book.at(*stated or [f"{_SHARING}/infoTypes/0"]),
    )


def _documents(record: StudyRecord, book: Book) -> Iterator[Attachment]:
    for n, document in enumerate(record.document_section.large_document_module.large_docs):
        at = f"{_DOCUMENTS}/{n}"
        stated = _first(at, filename=document.filename, label=document.label)
        if stated:
            yield Attachment(
                type="studyDocument",
                label=document.label,
                items=tuple(_contents(document)),
                kind=document.type_abbrev,
                date=book.date(document.date, f"{at}/date"),
                uploaded=document.upload_date,
                file_name=document.filename,
                file_size=document.size,
                evidence=book.at(*stated),
            )


def _contents(document: LargeDocument) -> Iterator[SharedItem]:
    if document.has_protocol:
        yield "studyProtocol"
    if document.has_sap:
        yield "statisticalAnalysisPlan"
    if document.has_icf:
        yield "informedConsentForm"


def _pages(module: References, book: Book) -> Iterator[Attachment]:
    kind: AttachmentType = "furtherPage"
    for n, page in enumerate(module.see_also_links):
        at = f"{ROOT}/referencesModule/seeAlsoLinks/{n}"
        stated = _first(at, url=page.url, label=page.label)
        if stated:
            yield Attachment(type=kind, label=page.label, link=page.url, evidence=book.at(*stated))


def _available(module: References, book: Book) -> Iterator[Attachment]:
    for n, data in enumerate(module.avail_ipds):
        at = f"{ROOT}/referencesModule/availIpds/{n}"
        stated = _first(at, url=data.url, type=data.type, id=data.id, comment=data.comment)
        if stated:
            yield Attachment(
                type="availableData",
                label=data.type,
                link=data.url,
                code=data.id,
                comment=data.comment,
                evidence=book.at(*stated),
            )


# --- Agreements and notices ---------------------------------------------------------------------


def _agreement(module: Agreement, book: Book) -> PublicationAgreement | None:
    at = f"{_MORE}/certainAgreement"
    stated = _first(
        at,
        restrictionType=module.restriction_type,
        otherDetails=module.other_details,
        restrictiveAgreement=module.restrictive_agreement,
        piSponsorEmployee=module.pi_sponsor_employee,
    )
    if not stated:
        return None
    return PublicationAgreement(
        sponsor_employs=module.pi_sponsor_employee,
        restrictive=module.restrictive_agreement,
        restriction=book.code(naming.RESTRICTION, module.restriction_type, f"{at}/restrictionType"),
        details=module.other_details,
        evidence=book.at(*stated),
    )


def _notices(record: StudyRecord, book: Book) -> Iterator[ComplianceNotice]:
    module = record.annotation_section.annotation_module.violation_annotation
    for n, event in enumerate(module.violation_events):
        at = f"{_VIOLATIONS}/{n}"
        stated = _first(
            at, type=event.type, description=event.description, issuedDate=event.issued_date
        )
        if stated:
            yield _notice(event, at, stated, book)


def _notice(event: ViolationEvent, at: str, stated: list[str], book: Book) -> ComplianceNotice:
    return ComplianceNotice(
        event=book.code(naming.VIOLATION, event.type, f"{at}/type"),
        description=event.description,
        created=book.date(event.creation_date, f"{at}/creationDate"),
        issued=book.date(event.issued_date, f"{at}/issuedDate"),
        released=book.date(event.release_date, f"{at}/releaseDate"),
        posted=book.date(event.posted_date, f"{at}/postedDate"),
        evidence=book.at(*stated),
    )
