"""Statements → blocks in reading order: one block per subject, what belongs together together.

In: N-Quads or N-Triples lines, in any order. Out: sections of blocks. A report's section holds the
report, its trials, and its own nodes as a tree (an arm, its interventions, their regimens); then
come concepts, then the rest. Numbers in names sort as numbers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from kg.namespaces import CONCEPT, DCTERMS, MESH, PROV, QUDT, RDF, RDFS, REPORT, SKOS, TK, TRIAL
from kg.store import Statement, statement
from kg.terms import Iri, Term

Key = tuple[tuple[int, int | str], ...]


class Block(NamedTuple):
    """All statements about a subject, in reading order."""

    subject: Iri
    properties: tuple[tuple[str, tuple[Term, ...]], ...]


class Section(NamedTuple):
    """Blocks that are read together: a report's, or those of a kind."""

    title: str
    blocks: tuple[Block, ...]


# --- Order ---------------------------------------------------------------------------------------

# Read from the top: what a trial is, whom it treats with what, what it measures and found.
_CLASSES: Final = (
    *("Report", "Trial", "Population", "Arm", "Subgroup", "ParticipantGroup"),
    *("EligibilityCriterion", "Intervention", "Regimen", "DosingPhase", "AssessmentSchedule"),
    *("Outcome", "TimePoint", "TimePeriod", "BaselineCharacteristic", "AdverseEventResult"),
    *("GroupResult", "Change", "Comparison", "Association", "Result", "Conclusion"),
    *("Disagreement", "Quantity", "MeshIndexing", "Passage", "Concept", "Extraction"),
)
_RANK: Final = {TK[name]: rank for rank, name in enumerate(_CLASSES)}
_UNRANKED: Final = len(_CLASSES)

# Superclasses that are stated beside a class stand after it.
_SUPERCLASSES: Final = (
    *("ParticipantGroup", "EligibilityCriterion", "GroupResult", "Result"),
    *("Report", "Measurand", "Concept"),
)
_GENERAL: Final = {TK[name]: rank for rank, name in enumerate(_SUPERCLASSES, start=1)}

_FIRST: Final = (
    *(RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition),
    *(DCTERMS.title, TK.acronym, TK.registryId, TK.pmid, TK.doi, TK.journal, TK.volume, TK.issue),
    *(TK.pageStart, TK.pageEnd, DCTERMS.issued, DCTERMS.bibliographicCitation, DCTERMS.source),
    *(TK.publicationType, TK.reportsTrial, TK.objective, TK.studiesCondition, TK.studiesSubstance),
    *(TK.designFeature, TK.allocation, TK.masking, TK.phase, TK.status, TK.sponsor, TK.country),
    *(TK.startDate, TK.completionDate, TK.duration, TK.followUp, TK.enrolmentType),
    *(TK.hasPopulation, TK.hasArm, TK.hasSubgroup, TK.hasSchedule, TK.hasOutcome, TK.hasResult),
    *(TK.hasConclusion, TK.sisterTrial, TK.mentionedIn, TK.order, TK.populationRole),
    *(TK.armRole, TK.armType, TK.size, TK.lostToFollowUp, TK.receives, TK.hasCriterion),
    *(TK.substance, TK.interventionRole, TK.interventionType, TK.route, TK.regimen, TK.hasPhase),
    *(TK.dose, TK.doseBasis, TK.dosesPerDay, TK.daysPerCycle, TK.cycleLength, TK.cycles),
    *(TK.scheduleType, TK.target, TK.appliesIf, TK.replacesPhase, TK.dosePerCycle),
    *(TK.plannedTotal, TK.offset, TK.anchor, TK.exact, TK.start, TK.end, TK.section, TK.path),
    *(TK.outcomeRole, TK.measures, TK.measurand, TK.forOutcome, TK.ofGroup, TK.experimentalGroup),
    *(TK.referenceGroup, TK.atTime, TK.aggregation, TK.event, TK.factor, TK.about, TK.bound),
    *(TK.sustainedFor, TK.fromResult),
    *(TK.toResult, TK.experimentalResult, TK.referenceResult, TK.statistic, TK.value),
    *(TK.minValue, TK.minInclusive, TK.maxValue, TK.maxInclusive, TK.unit, QUDT.hasUnit),
    *(TK.unitText, TK.reportedValue),
    *(TK.dispersionType, TK.dispersion, TK.dispersionLower, TK.dispersionUpper),
    *(TK.ciLevel, TK.ciLower, TK.ciUpper, TK.count, TK.denominator, TK.direction, TK.favours),
    *(TK.significance, TK.pRelation, TK.pValue, TK.polarity),
)
_LAST: Final = (
    *(TK.supportedBy, TK.reportedIn, TK.derivation, TK.derivedFrom, TK.ruleId, TK.confidence),
    *(TK.claimStatus, TK.flag, PROV.wasGeneratedBy, TK.hasPassage, TK.hasIndexing),
    *(TK.sourceHash, TK.sourceText),
)
_PLACE: Final = {
    **{predicate: (0, rank) for rank, predicate in enumerate(_FIRST)},
    **{predicate: (2, rank) for rank, predicate in enumerate(_LAST)},
}


def predicate_key(predicate: str) -> tuple[int, int, str]:
    """Where a predicate stands within a block: names first, evidence last, the rest by name."""
    return (*_PLACE.get(predicate, (1, 0)), predicate)


@cache
def natural(name: str) -> Key:
    """A key under which numbers within names sort as numbers.

    >>> sorted(["result-10", "result-2"], key=natural)
    ['result-2', 'result-10']
    """
    pieces = re.split(r"([0-9]+)", name)
    key = ((0, int(p)) if p.isdecimal() and p.isascii() else (1, p) for p in pieces if p)
    return (*key, (-1, name))  # "a1" and "a01" are equal as numbers and still have an order


def object_key(term: Term) -> tuple[int, Key, str, str]:
    """Where an object stands among those of the same predicate."""
    if isinstance(term, str):
        return (_GENERAL.get(term, 0), natural(term), "", "")
    return (-1, natural(term.lexical), term.datatype, term.language or "")


def kind_of(types: Iterable[str]) -> str:
    """The name of the class by which a thing of these classes is known, or nothing.

    >>> kind_of([TK.Result, TK.Comparison])
    'Comparison'
    """
    ranks = [_RANK[each] for each in types if each in _RANK]
    return _CLASSES[min(ranks)] if ranks else ""


# --- Statements to blocks ------------------------------------------------------------------------


class _Things:
    """The subjects with their statements, and what decides their order."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.about: dict[Iri, set[Statement]] = defaultdict(set)
        for line in lines:
            found = statement(line)
            self.about[found.subject].add(found)
        self._homes = dict(self._trial_homes())

    def _trial_homes(self) -> Iterator[tuple[str, str]]:
        """Each trial with the first report that speaks of it."""
        pairs = (pair for found in self.about.values() for each in found for pair in _told(each))
        yield from sorted(pairs, key=lambda pair: natural(pair[1]), reverse=True)

    def home(self, subject: Iri) -> str:
        """The section that a subject belongs to."""
        if subject.startswith(TRIAL):
            return self._homes.get(subject, "trials")
        if subject.startswith(REPORT):
            return REPORT + subject[len(REPORT) :].partition("/")[0]
        if subject.startswith(MESH):
            return "headings"
        return "concepts" if subject.startswith(CONCEPT) else "others"

    def key(self, subject: Iri) -> tuple[int, Key, Key]:
        """Where a subject stands within its section: under the node that it is a part of."""
        root = self._root(subject)
        return (self._rank(root), natural(root), natural(subject[len(root) :]))

    def _root(self, subject: Iri) -> Iri:
        base, slash, local = subject.rpartition("/")
        pieces = local.split(".")
        starts = (Iri(base + slash + ".".join(pieces[:n])) for n in range(1, len(pieces)))
        return next((start for start in starts if start in self.about), subject)

    def _rank(self, subject: Iri) -> int:
        types = (each.object for each in self.about[subject] if each.predicate == RDF.type)
        return min((_RANK.get(str(kind), _UNRANKED) for kind in types), default=_UNRANKED)

    def block(self, subject: Iri) -> Block:
        ordered = sorted(self.about[subject], key=_within_block)
        grouped = groupby(ordered, key=lambda each: each.predicate)
        return Block(
            subject, tuple((name, tuple(each.object for each in found)) for name, found in grouped)
        )


def _told(each: Statement) -> Iterator[tuple[str, str]]:
    """The trial and the report, where a statement ties the two."""
    if each.predicate in {TK.reportedIn, TK.mentionedIn} and each.subject.startswith(TRIAL):
        yield each.subject, str(each.object)


def _within_block(each: Statement) -> tuple[object, ...]:
    return (predicate_key(each.predicate), object_key(each.object))


def _section_key(name: str) -> tuple[int, Key]:
    kinds = ("trials", "concepts", "headings", "others")
    return (1 + kinds.index(name), ()) if name in kinds else (0, natural(name))


def sections(lines: Iterable[str]) -> list[Section]:
    """The statements as sections of blocks, in the order in which a person would read them."""
    things = _Things(lines)
    members: dict[str, list[Iri]] = defaultdict(list)
    for subject in things.about:
        members[things.home(subject)].append(subject)
    return [
        Section(_title(name), _blocks(things, members[name]))
        for name in sorted(members, key=_section_key)
    ]


def _blocks(things: _Things, subjects: Sequence[Iri]) -> tuple[Block, ...]:
    return tuple(things.block(subject) for subject in sorted(subjects, key=things.key))


def _title(name: str) -> str:
    return name.removeprefix(REPORT)
