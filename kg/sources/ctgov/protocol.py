"""The protocol section: identification, status, sponsors, design, countries and publications.

In: the typed protocol. Out: the fields of a registered study, each with the place that states it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.codes import DesignFeature, Phase
from kg.linking import registration
from kg.records import (
    Identifier,
    Mentioned,
    Reference,
    Sites,
    Sponsorship,
)
from kg.sources.ctgov import naming
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.schema import Design, Protocol

ROOT = "/protocolSection"
_ID = f"{ROOT}/identificationModule"
_STATUS = f"{ROOT}/statusModule"
_SPONSORS = f"{ROOT}/sponsorCollaboratorsModule"
_DESIGN = f"{ROOT}/designModule"
_INFO = f"{_DESIGN}/designInfo"
_WHERE = f"{ROOT}/contactsLocationsModule/locations"
_EXPANDED = {"EXPANDED_ACCESS_INTERVENTIONAL": "EXPANDED_ACCESS"}


def described(protocol: Protocol, book: Book) -> dict[str, Any]:
    """All fields of the study that the protocol's modules state, by name."""
    return {
        **_identification(protocol, book),
        **_status(protocol, book),
        **_sponsors(protocol, book),
        **_design(protocol.design_module, book),
        **_about(protocol, book),
    }


# --- Identification -----------------------------------------------------------------------------


def _identification(protocol: Protocol, book: Book) -> dict[str, Any]:
    module = protocol.identification_module
    numbers = (each.id for each in module.secondary_id_infos if each.id)
    registered = filter(None, map(registration, numbers))
    title = module.brief_title or module.official_title
    stated = {"nctId": module.nct_id, "briefTitle": module.brief_title, "acronym": module.acronym}
    return {
        "title": title,
        "official_title": module.official_title,
        "acronym": module.acronym,
        # A number that led here before is the same trial's; another trial's is in no such list.
        "registry_ids": tuple(dict.fromkeys((module.nct_id, *registered))),
        "identifiers": tuple(_identifiers(protocol, book)),
        "evidence": book.at(*(f"{_ID}/{name}" for name, value in stated.items() if value)),
    }


def _identifiers(protocol: Protocol, book: Book) -> Iterator[Identifier]:
    module = protocol.identification_module
    own = module.org_study_id_info
    if own.id:
        yield Identifier(
            value=own.id,
            type="protocolNumber",
            issuer=own.type,
            link=own.link,
            evidence=book.at(f"{_ID}/orgStudyIdInfo/id"),
        )
    for n, other in enumerate(module.secondary_id_infos):
        place = f"{_ID}/secondaryIdInfos/{n}"
        if other.id:
            kind = book.code(naming.IDENTIFIER_TYPE, other.type, f"{place}/type")
            yield Identifier(
                value=other.id,
                type=kind,
                issuer=other.domain,
                link=other.link,
                evidence=book.at(f"{place}/id"),
            )
    yield from _expanded_access(protocol, book)
    for n, alias in enumerate(module.nct_id_aliases):
        place = f"{_ID}/nctIdAliases/{n}"
        yield Identifier(value=alias, type="formerNumber", evidence=book.at(place))


def _expanded_access(protocol: Protocol, book: Book) -> Iterator[Identifier]:
    """The record under which the product can be had outside the trial, and how far that is."""
    access = protocol.status_module.expanded_access_info
    place = f"{_STATUS}/expandedAccessInfo"
    if access.nct_id:
        yield Identifier(
            value=access.nct_id,
            type="expandedAccessNumber",
            status=book.code(naming.STATUS, access.status_for_nct_id, f"{place}/statusForNctId"),
            evidence=book.at(f"{place}/nctId"),
        )


# --- Status -------------------------------------------------------------------------------------


def _status(protocol: Protocol, book: Book) -> dict[str, Any]:
    module = protocol.status_module
    access = module.expanded_access_info
    evidence = book.at(f"{_STATUS}/expandedAccessInfo/nctId") if access.nct_id else ()
    named = Mentioned(
        key="expanded-access",
        label=access.nct_id,
        registry_ids=(access.nct_id or "",),
        evidence=evidence,
    )
    return {
        "status": book.code(naming.STATUS, module.overall_status, f"{_STATUS}/overallStatus"),
        "last_known_status": book.code(
            naming.STATUS, module.last_known_status, f"{_STATUS}/lastKnownStatus"
        ),
        "why_stopped": module.why_stopped,
        "expanded_access": access.has_expanded_access,
        "sister_trials": (named,) if access.nct_id else (),
    }


# --- Sponsors -----------------------------------------------------------------------------------


def _sponsors(protocol: Protocol, book: Book) -> dict[str, Any]:
    party = protocol.sponsor_collaborators_module.responsible_party.type
    place = f"{_SPONSORS}/responsibleParty/type"
    return {
        "sponsorships": tuple(_sponsorships(protocol, book)),
        "responsible_party": book.code(naming.RESPONSIBLE_PARTY, party, place),
    }


def _sponsorships(protocol: Protocol, book: Book) -> Iterator[Sponsorship]:
    module = protocol.sponsor_collaborators_module
    holder = protocol.identification_module.organization
    lead = module.lead_sponsor
    if lead.name:
        place = f"{_SPONSORS}/leadSponsor"
        kind = book.code(naming.SPONSOR_CLASS, lead.class_, f"{place}/class")
        at = book.at(f"{place}/name")
        yield Sponsorship(name=lead.name, role="leadSponsor", type=kind, evidence=at)
    for n, other in enumerate(module.collaborators):
        place = f"{_SPONSORS}/collaborators/{n}"
        if other.name:
            kind = book.code(naming.SPONSOR_CLASS, other.class_, f"{place}/class")
            at = book.at(f"{place}/name")
            yield Sponsorship(name=other.name, role="collaborator", type=kind, evidence=at)
    if holder.full_name:
        place = f"{_ID}/organization"
        kind = book.code(naming.SPONSOR_CLASS, holder.class_, f"{place}/class")
        at = book.at(f"{place}/fullName")
        yield Sponsorship(name=holder.full_name, role="registrant", type=kind, evidence=at)


# --- Design -------------------------------------------------------------------------------------


def _design(module: Design, book: Book) -> dict[str, Any]:
    info, masking = module.design_info, module.design_info.masking_info
    kind = _EXPANDED.get(module.study_type or "", module.study_type)
    samples = (module.bio_spec.retention, module.bio_spec.description)
    at_masking = f"{_INFO}/maskingInfo"
    return {
        "study_type": book.code(naming.STUDY_TYPE, kind, f"{_DESIGN}/studyType"),
        "phases": _phases(module, book),
        "allocation": book.code(naming.ALLOCATION, info.allocation, f"{_INFO}/allocation"),
        "masking": book.code(naming.MASKING, masking.masking, f"{at_masking}/masking"),
        "masked_parties": book.codes(naming.MASKED, masking.who_masked, f"{at_masking}/whoMasked"),
        "masking_description": masking.masking_description,
        "model_description": info.intervention_model_description,
        "design_features": tuple(_features(module, book)),
        "primary_purpose": book.code(
            naming.PURPOSE, info.primary_purpose, f"{_INFO}/primaryPurpose"
        ),
        "patient_registry": _truth(module.patient_registry),
        "target_duration": module.target_duration,
        "biospecimens": tuple(filter(None, samples)),
        "enrolment_type": book.code(
            naming.ENROLMENT_TYPE, module.enrollment_info.type, f"{_DESIGN}/enrollmentInfo/type"
        ),
    }


def _phases(module: Design, book: Book) -> tuple[Phase, ...]:
    joined = " ".join(sorted(module.phases))
    if joined in naming.PHASE:
        return (naming.PHASE[joined],)
    return book.codes(naming.PHASE, module.phases, f"{_DESIGN}/phases")


def _features(module: Design, book: Book) -> Iterator[DesignFeature]:
    info = module.design_info
    for table, spelled, name in (
        (naming.MODEL, info.intervention_model, "interventionModel"),
        (naming.OBSERVATIONAL, info.observational_model, "observationalModel"),
        (naming.PERSPECTIVE, info.time_perspective, "timePerspective"),
    ):
        found = book.code(table, spelled, f"{_INFO}/{name}")
        if found is not None:
            yield found
    if module.study_type == "OBSERVATIONAL":
        yield "observational"


def _truth(value: object) -> bool | None:
    """A truth value, as API and older exports spell it."""
    spelled = {True: True, False: False, "YES": True, "NO": False, "Yes": True, "No": False}
    return spelled.get(value) if isinstance(value, bool | str) else None


# --- About --------------------------------------------------------------------------------------


def _about(protocol: Protocol, book: Book) -> dict[str, Any]:
    text, conditions = protocol.description_module, protocol.conditions_module
    countries = [place.country for place in protocol.contacts_locations_module.locations]
    named = {country: count for country, count in Counter(countries).items() if country}
    return {
        "summary": text.brief_summary,
        "detailed_description": text.detailed_description,
        "conditions": tuple(
            dict.fromkeys(book.condition(each) for each in conditions.conditions if each)
        ),
        "condition_texts": tuple(dict.fromkeys(filter(None, conditions.conditions))),
        "keywords": tuple(dict.fromkeys(filter(None, conditions.keywords))),
        "keyword_concepts": book.named(conditions.keywords),
        "countries": tuple(named),
        "sites": tuple(
            Sites(
                country=country,
                count=count,
                evidence=book.at(f"{_WHERE}/{countries.index(country)}/country"),
            )
            for country, count in named.items()
        ),
        "references": tuple(_references(protocol, book)),
    }


def _references(protocol: Protocol, book: Book) -> Iterator[Reference]:
    for n, named in enumerate(protocol.references_module.references):
        place = f"{ROOT}/referencesModule/references/{n}"
        if named.pmid or named.citation:
            yield Reference(
                pmid=named.pmid,
                citation=named.citation,
                type=book.code(naming.REFERENCE, named.type, f"{place}/type"),
                retraction_pmids=tuple(each.pmid for each in named.retractions if each.pmid),
                retraction_sources=tuple(each.source for each in named.retractions if each.source),
                evidence=book.at(f"{place}/{'pmid' if named.pmid else 'citation'}"),
            )
