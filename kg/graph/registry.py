"""What a registry keeps of a trial: its numbers, dates, sponsors, publications and groups.

In: a registered study. Out: the triples that its record adds to those that any report makes; what
stands around the trial is in :mod:`kg.graph.surroundings`.
"""

from collections.abc import Iterator
from typing import Final

from kg.graph import groups
from kg.graph.statements import claim, coded, each, facts, given, stating, supported, types, words
from kg.graph.surroundings import around
from kg.identifiers import Names, concept_iri, numbered
from kg.namespaces import DCTERMS, RDFS, TK
from kg.records import (
    Group,
    Identifier,
    Reference,
    RegisteredDate,
    RegisteredStudy,
    RegistryGroup,
    Sites,
    Sponsorship,
)
from kg.terms import Iri, Term, Triple, boolean, date, decimal, integer, text
from kg.values import number_of

# These dates of a record are properties of the trial itself too.
_OF_THE_TRIAL: Final = {
    "studyStart": TK.startDate,
    "primaryCompletion": TK.primaryCompletionDate,
    "studyCompletion": TK.completionDate,
}


def registered(node: Iri, study: RegisteredStudy, prefix: str, names: Names) -> Iterator[Triple]:
    """Everything that the registry record adds."""
    yield from _itself(node, study)
    yield from _kept(node, study, prefix, names)
    yield from around(node, study, prefix, names)
    yield from _people(node, study, prefix, names)


def _threshold(written: str) -> Term | None:
    return given(decimal, number_of(written))


_CODED: Final = stating(
    ("study_type", TK.studyType, coded),
    ("status", TK.status, coded),
    ("last_known_status", TK.lastKnownStatus, coded),
    ("expanded_access", TK.expandedAccess, boolean),
    ("primary_purpose", TK.primaryPurpose, coded),
    ("enrolment_type", TK.enrolmentType, coded),
    ("responsible_party", TK.responsibleParty, coded),
    ("sex", TK.admittedSex, coded),
    ("gender_based", TK.genderBased, boolean),
    ("healthy_volunteers", TK.healthyVolunteers, boolean),
    ("sampling_method", TK.samplingMethod, coded),
    ("patient_registry", TK.patientRegistry, boolean),
    ("frequency_threshold", TK.frequencyThreshold, _threshold),
    ("central_contacts", TK.contactCount, integer),
    ("expanded_access_users", TK.expandedAccessUsers, integer),
)

_WORDED: Final = stating(
    ("official_title", TK.officialTitle, words),
    ("summary", DCTERMS.abstract, words),
    ("detailed_description", TK.detailedDescription, words),
    ("why_stopped", TK.whyStopped, words),
    ("masking_description", TK.maskingDescription, words),
    ("model_description", TK.modelDescription, words),
    ("sex_description", TK.sexDescription, words),
    ("eligibility_text", TK.eligibilityText, words),
    ("study_population", TK.studyPopulation, words),
    ("target_duration", TK.targetDuration, words),
    ("baseline_population", TK.populationDescription, words),
    ("flow_units", TK.flowUnits, words),
    ("baseline_units", TK.baselineUnits, words),
    ("adverse_event_time_frame", TK.adverseEventTimeFrame, words),
    ("adverse_event_description", TK.adverseEventDescription, words),
    ("mortality_comment", TK.mortalityComment, words),
    ("limitations", TK.limitations, words),
)


def _itself(node: Iri, study: RegisteredStudy) -> Iterator[Triple]:
    yield from _CODED(node, study)
    yield from each(node, TK.maskedParty, map(coded, study.masked_parties))
    yield from each(node, TK.ageGroup, map(coded, study.age_groups))
    yield from each(node, TK.flag, map(coded, study.flags))
    yield from _WORDED(node, study)
    yield from each(node, TK.conditionText, map(text, study.condition_texts))
    yield from each(node, TK.keyword, map(text, study.keywords))
    yield from each(node, TK.keywordConcept, map(concept_iri, study.keyword_concepts))
    yield from each(node, TK.interventionConcept, map(concept_iri, study.intervention_concepts))
    yield from each(node, TK.biospecimens, map(text, study.biospecimens))
    yield from each(node, TK.flowText, map(text, study.flow_text))
    yield from each(node, TK.baselineText, map(text, study.baseline_texts))
    yield from each(node, TK.removedCountry, map(text, study.removed_countries))


# --- Nodes of their own -------------------------------------------------------------------------


def _kept(node: Iri, study: RegisteredStudy, prefix: str, names: Names) -> Iterator[Triple]:
    for local, number in numbered(f"{prefix}identifier", study.identifiers):
        yield node, TK.hasIdentifier, names.node(local)
        yield from identifier(names.node(local), number, names)
    for local, day in numbered(f"{prefix}date", study.dates):
        yield node, TK.hasDate, names.node(local)
        yield from registered_date(names.node(local), day, names)
        if day.event in _OF_THE_TRIAL:
            yield node, _OF_THE_TRIAL[day.event], date(day.date)
    for local, part in numbered(f"{prefix}sponsorship", study.sponsorships):
        yield node, TK.hasSponsorship, names.node(local)
        yield from sponsorship(names.node(local), part, names)
        if part.role == "leadSponsor":
            yield node, TK.sponsor, text(part.name)
    for local, named in numbered(f"{prefix}reference", study.references):
        yield node, TK.hasReference, names.node(local)
        yield from reference(names.node(local), named, names)
    for local, places in numbered(f"{prefix}sites", study.sites):
        yield node, TK.hasSites, names.node(local)
        yield from sites(names.node(local), places, names)


_IDENTIFIER: Final = stating(
    ("value", TK.identifier, text),
    ("type", TK.identifierType, coded),
    ("issuer", TK.issuer, words),
    ("link", TK.link, words),
    ("status", TK.status, coded),
)


def identifier(node: Iri, record: Identifier, names: Names) -> Iterator[Triple]:
    """A number of the trial, its kind and who gave it."""
    yield from types(node, "TrialIdentifier")
    yield from _IDENTIFIER(node, record)
    yield from supported(node, record.evidence, names)


_DATE: Final = stating(
    ("event", TK.dateEvent, coded),
    ("date", TK.date, date),
    ("type", TK.dateType, coded),
)


def registered_date(node: Iri, record: RegisteredDate, names: Names) -> Iterator[Triple]:
    """A date of the record: what it dates, and whether it has come."""
    yield from types(node, "RegisteredDate")
    yield from _DATE(node, record)
    yield from supported(node, record.evidence, names)


_SPONSORSHIP: Final = stating(
    ("name", RDFS.label, text),
    ("role", TK.sponsorRole, coded),
    ("type", TK.sponsorClass, coded),
)


def sponsorship(node: Iri, record: Sponsorship, names: Names) -> Iterator[Triple]:
    """An organization's part in the trial."""
    yield from types(node, "Sponsorship")
    yield from _SPONSORSHIP(node, record)
    yield from supported(node, record.evidence, names)


_REFERENCE: Final = stating(
    ("pmid", TK.pmid, words),
    ("citation", DCTERMS.bibliographicCitation, words),
    ("type", TK.referenceType, coded),
)


def reference(node: Iri, record: Reference, names: Names) -> Iterator[Triple]:
    """A publication that the record names, and what took it back."""
    yield from types(node, "RegistryReference")
    yield from _REFERENCE(node, record)
    yield from each(node, TK.retractionPmid, map(text, record.retraction_pmids))
    yield from each(node, TK.retractionSource, map(text, record.retraction_sources))
    yield from supported(node, record.evidence, names)


def sites(node: Iri, record: Sites, names: Names) -> Iterator[Triple]:
    """The places in one country."""
    yield from types(node, "TrialSites")
    yield from facts(
        node, (TK.country, text(record.country)), (TK.siteCount, integer(record.count))
    )
    yield from supported(node, record.evidence, names)


# --- People of the results ----------------------------------------------------------------------


def _people(node: Iri, study: RegisteredStudy, prefix: str, names: Names) -> Iterator[Triple]:
    for local, intervention in numbered(f"{prefix}intervention", study.interventions):
        yield node, TK.registeredIntervention, names.node(local)
        yield from groups.intervention(names.node(local), intervention, local, names)
    for local, people in numbered(f"{prefix}group", study.groups):
        yield node, TK.hasGroup, names.node(local)
        yield from group(names.node(local), people, names)
    for local, listed in numbered(f"{prefix}registry-group", study.registry_groups):
        yield names.report, TK.hasRegistryGroup, names.node(local)
        yield from registry_group(names.node(local), listed, names)


def group(node: Iri, record: Group, names: Names) -> Iterator[Triple]:
    """People of the results who are tied to no registered arm."""
    yield from types(node, "ParticipantGroup")
    yield from claim(node, record, names)
    yield from facts(node, (TK.size, given(integer, record.size)))


_REGISTRY_GROUP: Final = stating(
    ("id", TK.groupId, text),
    ("module", TK.module, text),
    ("title", RDFS.label, words),
    ("description", DCTERMS.description, words),
)


def registry_group(node: Iri, record: RegistryGroup, names: Names) -> Iterator[Triple]:
    """A group as a module lists it, whom it stands for, and what speaks for that."""
    yield from types(node, "RegistryGroup")
    yield from _REGISTRY_GROUP(node, record)
    yield node, TK.groupOf, names.claim(record.of)
    yield from each(node, TK.matchEvidence, map(coded, record.matched))
    yield from supported(node, record.evidence, names)
