"""What a registry keeps of a trial: its numbers, dates, sponsors, places, publications and groups.

In: a registered study. Out: the triples that its record adds to those that any report makes.
"""

from collections.abc import Iterator

from kg.graph import groups
from kg.graph.statements import claim, code, coded, each, facts, given, types, words
from kg.identifiers import Names, numbered
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
_OF_THE_TRIAL = {
    "studyStart": TK.startDate,
    "primaryCompletion": TK.primaryCompletionDate,
    "studyCompletion": TK.completionDate,
}


def registered(node: Iri, study: RegisteredStudy, prefix: str, names: Names) -> Iterator[Triple]:
    """Everything that the registry record adds."""
    yield from _coded(node, study)
    yield from _worded(node, study)
    yield from _kept(node, study, prefix, names)
    yield from _people(node, study, prefix, names)


def _coded(node: Iri, study: RegisteredStudy) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.studyType, code(study.study_type)),
        (TK.status, code(study.status)),
        (TK.lastKnownStatus, code(study.last_known_status)),
        (TK.expandedAccess, given(boolean, study.expanded_access)),
        (TK.primaryPurpose, code(study.primary_purpose)),
        (TK.enrolmentType, code(study.enrolment_type)),
        (TK.responsibleParty, code(study.responsible_party)),
        (TK.admittedSex, code(study.sex)),
        (TK.healthyVolunteers, given(boolean, study.healthy_volunteers)),
        (TK.samplingMethod, code(study.sampling_method)),
        (TK.patientRegistry, given(boolean, study.patient_registry)),
        (TK.frequencyThreshold, _threshold(study.frequency_threshold)),
    )
    yield from each(node, TK.maskedParty, map(coded, study.masked_parties))
    yield from each(node, TK.ageGroup, map(coded, study.age_groups))
    yield from each(node, TK.flag, map(coded, study.flags))


def _threshold(written: str | None) -> Term | None:
    number = number_of(written) if written else None
    return given(decimal, number)


def _worded(node: Iri, study: RegisteredStudy) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.officialTitle, words(study.official_title)),
        (DCTERMS.abstract, words(study.summary)),
        (TK.detailedDescription, words(study.detailed_description)),
        (TK.whyStopped, words(study.why_stopped)),
        (TK.maskingDescription, words(study.masking_description)),
        (TK.modelDescription, words(study.model_description)),
        (TK.sexDescription, words(study.sex_description)),
        (TK.eligibilityText, words(study.eligibility_text)),
        (TK.studyPopulation, words(study.study_population)),
        (TK.targetDuration, words(study.target_duration)),
        (TK.populationDescription, words(study.baseline_population)),
        (TK.adverseEventTimeFrame, words(study.adverse_event_time_frame)),
        (TK.adverseEventDescription, words(study.adverse_event_description)),
        (TK.limitations, words(study.limitations)),
    )
    yield from each(node, TK.keyword, map(text, study.keywords))
    yield from each(node, TK.biospecimens, map(text, study.biospecimens))
    yield from each(node, TK.flowText, map(text, study.flow_text))


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


def identifier(node: Iri, record: Identifier, names: Names) -> Iterator[Triple]:
    """A number of the trial, its kind and who gave it."""
    yield from types(node, "TrialIdentifier")
    yield from facts(
        node,
        (TK.identifier, text(record.value)),
        (TK.identifierType, code(record.type)),
        (TK.issuer, words(record.issuer)),
        (TK.link, words(record.link)),
    )
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))


def registered_date(node: Iri, record: RegisteredDate, names: Names) -> Iterator[Triple]:
    """A date of the record: what it dates, and whether it has come."""
    yield from types(node, "RegisteredDate")
    yield node, TK.dateEvent, coded(record.event)
    yield node, TK.date, date(record.date)
    yield from facts(node, (TK.dateType, code(record.type)))
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))


def sponsorship(node: Iri, record: Sponsorship, names: Names) -> Iterator[Triple]:
    """An organization's part in the trial."""
    yield from types(node, "Sponsorship")
    yield node, RDFS.label, text(record.name)
    yield node, TK.sponsorRole, coded(record.role)
    yield from facts(node, (TK.sponsorClass, code(record.type)))
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))


def reference(node: Iri, record: Reference, names: Names) -> Iterator[Triple]:
    """A publication that the record names."""
    yield from types(node, "RegistryReference")
    yield from facts(
        node,
        (TK.pmid, words(record.pmid)),
        (DCTERMS.bibliographicCitation, words(record.citation)),
        (TK.referenceType, code(record.type)),
    )
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))


def sites(node: Iri, record: Sites, names: Names) -> Iterator[Triple]:
    """The places in one country."""
    yield from types(node, "TrialSites")
    yield node, TK.country, text(record.country)
    yield node, TK.siteCount, integer(record.count)
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))


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


def registry_group(node: Iri, record: RegistryGroup, names: Names) -> Iterator[Triple]:
    """A group as a module lists it, whom it stands for, and what speaks for that."""
    yield from types(node, "RegistryGroup")
    yield from facts(
        node,
        (TK.groupId, text(record.id)),
        (TK.module, text(record.module)),
        (TK.groupOf, names.claim(record.of)),
        (RDFS.label, words(record.title)),
        (DCTERMS.description, words(record.description)),
    )
    yield from each(node, TK.matchEvidence, map(coded, record.matched))
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))
