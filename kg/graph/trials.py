"""A trial as one report tells of it: its design, and links to everything it has.

In: a study, and its place: which trial it is. Out: the trial's triples and those of all its parts.
"""

from collections.abc import Iterator, Mapping

import msgspec

from kg.codes import Likeness
from kg.graph import findings, groups, pages
from kg.graph.quantities import at, quantity
from kg.graph.registry import registered
from kg.graph.statements import code, coded, each, facts, types, words
from kg.identifiers import (
    Names,
    concept_iri,
    numbered,
    own_trial_slug,
    population_criteria,
    populations,
    results,
    slug,
    studies,
    study_claims,
    trial_iri,
    waiting,
)
from kg.namespaces import DCTERMS, RDFS, TK
from kg.records import (
    Account,
    Mentioned,
    Record,
    RegisteredStudy,
    Study,
    SuggestedComparison,
)
from kg.terms import Iri, Triple, text


class Place(Record, frozen=True, kw_only=True):
    """Which trial a study of a report is.

    ``label`` is what the trial is called, the same in all its reports; ``same_arms`` names those
    arms that another report describes too: local names to the IRIs of the trial's own nodes, and
    ``arm_evidence`` says what speaks for that. Arms that are ``unplaced`` may be the trial's own
    under other names, so they are not counted among them.
    """

    trial: str
    label: str | None = None
    same_arms: dict[str, str] = msgspec.field(default_factory=dict)
    arm_evidence: dict[str, tuple[Likeness, ...]] = msgspec.field(default_factory=dict)
    unplaced: tuple[str, ...] = ()


Places = Mapping[str, Place]
"""Where an account's studies (by the prefix of their nodes) and their sisters (by name) belong."""


def own_places(account: Account) -> dict[str, Place]:
    """The places of an account's studies where no other report is known."""
    return {
        prefix: Place(
            trial=own_trial_slug(account.report, study, number),
            label=label(account, study) or own_trial_slug(account.report, study, number),
        )
        for number, (prefix, study) in enumerate(studies(account), start=1)
    }


def label(account: Account, study: Study) -> str | None:
    """What to call a trial: its acronym, a title, else its substance in its condition."""
    # A report's title names its only trial, not one of several: each of those has its own.
    title = None if len(account.studies) > 1 else account.report.title
    return study.acronym or study.title or title or _described(account, study)


def _described(account: Account, study: Study) -> str | None:
    called = {concept.slug: concept.pref_label for concept in account.concepts}
    under_study = [
        received.substance
        for arm in study.arms
        for received in arm.receives
        if received.substance and received.role == "investigational"
    ]
    if not under_study or not study.conditions:
        return None
    first, condition = under_study[0], study.conditions[0]
    return f"{called.get(first) or first} in {called.get(condition) or condition}"


# --- The trial ----------------------------------------------------------------------------------


def trial(study: Study, prefix: str, place: Place, names: Names) -> Iterator[Triple]:
    """A study with all its parts."""
    node = trial_iri(place.trial)
    yield from types(node, "Trial")
    yield node, TK.reportedIn, names.report
    yield names.report, TK.reportsTrial, node
    yield from _description(node, study, place, names)
    yield from _lengths(node, study, prefix, names)
    yield from _groups(node, study, prefix, place, names)
    yield from _findings(node, study, prefix, names)
    if isinstance(study, RegisteredStudy):
        yield from registered(node, study, prefix, names)


def _lengths(node: Iri, study: Study, prefix: str, names: Names) -> Iterator[Triple]:
    """The quantities and times that belong to the trial itself."""
    yield from facts(node, (TK.followUp, at(names, study.follow_up)))
    if study.duration is not None:
        length = names.node(f"{prefix}duration")
        yield node, TK.duration, length
        yield from quantity(length, study.duration)


def _description(node: Iri, study: Study, place: Place, names: Names) -> Iterator[Triple]:
    yield from facts(
        node,
        (RDFS.label, words(place.label)),
        (DCTERMS.title, words(study.title)),
        (TK.acronym, words(study.acronym)),
        (TK.objective, words(study.objective)),
        (TK.allocation, code(study.allocation)),
        (TK.masking, code(study.masking)),
    )
    yield from each(node, TK.registryId, map(text, study.registry_ids))
    yield from pages.of_numbers(node, study.registry_ids)
    yield from pages.of_articles(node, study.pmids)
    yield from each(node, TK.phase, map(coded, study.phases))
    yield from each(node, TK.designFeature, map(coded, study.design_features))
    yield from each(node, TK.country, map(text, study.countries))
    yield from each(node, TK.supportedBy, map(names.passage, _evidence(study)))
    yield from each(node, TK.studiesCondition, map(concept_iri, study.conditions))


def _evidence(study: Study) -> tuple[str, ...]:
    """The passages that tell of the trial; where none tells of its design, of what it has."""
    said = (claim.evidence for _, claim in study_claims("", study))
    return study.evidence or next(filter(None, said), ())


def _groups(node: Iri, study: Study, prefix: str, place: Place, names: Names) -> Iterator[Triple]:
    named = population_criteria(prefix, study)
    for (local, people), criteria in zip(populations(prefix, study), named, strict=True):
        yield node, TK.hasPopulation, names.node(local)
        yield from groups.population(names.node(local), people, criteria, names)
    for local, arm in numbered(f"{prefix}arm", study.arms):
        if local in place.unplaced:
            yield node, TK.unplacedArm, names.node(local)
        elif local not in place.same_arms:
            yield node, TK.hasArm, names.node(local)
        yield from groups.arm(names.node(local), arm, local, names)
    for local, subgroup in numbered(f"{prefix}subgroup", study.subgroups):
        yield from groups.subgroup(names.node(local), subgroup, local, names)


def _findings(node: Iri, study: Study, prefix: str, names: Names) -> Iterator[Triple]:
    for local, schedule in numbered(f"{prefix}schedule", study.schedules):
        yield node, TK.hasSchedule, names.node(local)
        yield from findings.schedule(names.node(local), schedule, names)
    for local, outcome in numbered(f"{prefix}outcome", study.outcomes):
        yield node, TK.hasOutcome, names.node(local)
        yield from findings.outcome(names.node(local), outcome, names)
    for local, conclusion in numbered(f"{prefix}conclusion", study.conclusions):
        yield node, TK.hasConclusion, names.node(local)
        yield from findings.conclusion(names.node(local), conclusion, names)


def results_of(study: Study, prefix: str, place: Place, names: Names) -> list[Triple]:
    """The results of a study; no statement of one is another's, nor made twice."""
    trial_node = trial_iri(place.trial)
    measures = {outcome.key: outcome.measures for outcome in study.outcomes if outcome.key}
    made: list[Triple] = []
    for local, result in results(prefix, study):
        node = names.node(local)
        made.append((trial_node, TK.hasResult, node))
        made += findings.result(node, result, names, measures)
    for local, untied in numbered(f"{prefix}untied", study.untied_results):
        node = names.node(local)
        made.append((trial_node, TK.hasUntiedResult, node))
        made += findings.result(node, untied, names, measures)
    for local, suggested in waiting(prefix, study):
        node, likely = names.node(local), isinstance(suggested, SuggestedComparison)
        held = TK.hasSuggestedComparison if likely else TK.hasSuggestedResult
        made.append((trial_node, held, node))
        made += findings.result(node, suggested, names, measures)
    return made


# --- Trials that are only mentioned -------------------------------------------------------------


def sister_place(mentioned: Mentioned) -> Place | None:
    """The place of a trial that is only mentioned: its registry id, else its acronym, names it."""
    called = mentioned.acronym or mentioned.label
    named = next(iter(mentioned.registry_ids), called)
    return Place(trial=slug(named), label=called or named) if named else None


def sisters(study: Study, prefix: str, places: Places, names: Names) -> Iterator[Triple]:
    """The trials that a study's report names beside it; one that is itself is none."""
    own = places[prefix].trial
    for local, mentioned in numbered(f"{prefix}mentioned", study.sister_trials):
        place = places.get(local) or sister_place(mentioned)
        if place is not None and place.trial != own:
            yield trial_iri(own), TK.sisterTrial, trial_iri(place.trial)
            yield from _sister(mentioned, place, local, names)


def _sister(record: Mentioned, place: Place, local: str, names: Names) -> Iterator[Triple]:
    node = trial_iri(place.trial)
    yield from types(node, "Trial")
    yield from facts(
        node,
        (TK.mentionedIn, names.report),
        (RDFS.label, words(place.label)),
        (TK.acronym, words(record.acronym)),
    )
    yield from each(node, TK.registryId, map(text, record.registry_ids))
    yield from pages.of_numbers(node, record.registry_ids)
    yield from each(node, TK.supportedBy, map(names.passage, record.evidence))
    if record.population is not None:
        people = f"{local}.population"
        yield node, TK.hasPopulation, names.node(people)
        criteria = numbered(f"{people}.criterion", record.population.criteria)
        yield from groups.population(names.node(people), record.population, criteria, names)
