"""Statements → blocks in reading order: one block per subject, what belongs together together.

In: N-Quads or N-Triples lines in order. Out: sections of blocks, one after another. A report's
section holds the report, its trials, and its own nodes as a tree (an arm, its interventions, their
regimens); then come concepts, then the rest. Numbers in names sort as numbers. Each line is given
the key of its place and sorted by it. What is too long to be read by a person comes as the lines
come, a report at a time, and has all trials behind the reports: kg.export.passing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from kg.namespaces import CONCEPT, DCTERMS, MESH, PROV, QUDT, RDF, RDFS, REPORT, SKOS, TK, TRIAL
from kg.store import Statement, graph_of, in_order, statement
from kg.terms import Iri, Term

Key = tuple[tuple[int, int | str], ...]


class Block(NamedTuple):
    """All statements about a subject, in reading order."""

    subject: Iri
    properties: tuple[tuple[str, tuple[Term, ...]], ...]


class Section(NamedTuple):
    """Blocks that are read together: a report's, or those of a kind. They are read once."""

    title: str
    blocks: Iterator[Block]


class NamedGraph(NamedTuple):
    """The sections of one graph, which are read once."""

    name: str
    sections: Iterator[Section]


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
    *(TK.hasUntiedResult, TK.hasConclusion, TK.sisterTrial, TK.mentionedIn),
    *(TK.order, TK.populationRole),
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


@lru_cache(maxsize=1 << 12)
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


# --- Places as text ------------------------------------------------------------------------------

# Below every character of a name, in the order in which they stand where names part.
_NEXT, _ENDS, _END, _NUMBER, _WORD = "\x01", "\x02", "\x03", "\x04", "\x05"
_LENGTH: Final = 4  # digits of how many digits a number has


def as_text(name: str) -> str:
    """The natural order of a name as a text that sorts so; the name is its last part.

    >>> sorted(["result-10", "result-2", "result"], key=as_text)
    ['result', 'result-2', 'result-10']
    """
    pieces = "".join(
        f"{_NUMBER}{len(str(piece)):0{_LENGTH}}{piece}" if kind == 0 else f"{_WORD}{piece}{_ENDS}"
        for kind, piece in natural(name)[:-1]
    )
    return f"{pieces}{_END}{name}"


def _name_in(place: str) -> str:
    return place.rpartition(_END)[2]


# --- Lines to places -----------------------------------------------------------------------------

_IN_REPORT: Final = f"<{REPORT}"
_OWN_TRIAL: Final = f"<{TRIAL}"
_TYPE: Final = f"<{RDF.type}>"
_TELLS: Final = frozenset(f"<{each}>" for each in (TK.reportedIn, TK.mentionedIn))
_KINDS: Final = ("trials", "concepts", "headings", "others")
_TAB: Final = "\t"

About = dict[str, list[str]]
"""Lines by their subjects."""


def unit(line: str) -> str:
    """What a line's subject is a part of: a report's nodes, else itself.

    >>> unit(f"<{REPORT}pmid-7/arm-1> <x:p> <x:o> .")[-8:], unit("<x:s> <x:p> <x:o> .")
    ('/pmid-7/', '<x:s>')
    """
    end = line.index(" ")
    if not line.startswith(_IN_REPORT):
        return line[:end]
    return line[: line.find("/", len(_IN_REPORT), end) + 1] or line[:end]


def placed(lines: Iterable[str], *, named: bool) -> Iterator[str]:
    """Each line behind its place: graph, section, block."""
    for _, part in groupby(lines, unit):
        if not named:
            yield from of_unit(part, "")
            continue
        graphs: dict[str, list[str]] = defaultdict(list)
        for line in part:
            graphs[graph_of(line)].append(line)
        for name, some in graphs.items():
            yield from of_unit(some, as_text(name))


def of_unit(lines: Iterable[str], graph: str) -> Iterator[str]:
    """The lines of a report, or of another subject, behind their places."""
    about = {subject: list(some) for subject, some in groupby(lines, subject_of)}
    for subject, some in about.items():
        root = _root(subject, about)
        rank = _rank(about.get(root, some))
        whole, within = _name(root), _name(subject).removeprefix(_name(root))
        place = f"{rank:03}{as_text(whole)}{_NEXT}{as_text(within)}"
        behind = f"{graph}{_TAB}{_home(subject, some)}{_TAB}{place}{_TAB}"
        yield from (behind + line for line in some)


def _name(term: str) -> str:
    """An IRI without its brackets; a blank node as it is."""
    return term[1:-1] if term.startswith("<") else term


def subject_of(line: str) -> str:
    """The subject of a line as it is written there."""
    return line[: line.index(" ")]


def _root(subject: str, about: About) -> str:
    """The node that a node is a part of, where it is one of a report."""
    if not subject.startswith(_IN_REPORT):
        return subject
    base, slash, local = subject[:-1].rpartition("/")
    pieces = local.split(".")
    starts = (f"{base}{slash}{'.'.join(pieces[:n])}>" for n in range(1, len(pieces)))
    return next((start for start in starts if start in about), subject)


def _rank(lines: Iterable[str]) -> int:
    """Where things of these classes stand within their section."""
    kinds = (line.split(" ", 3)[1:3] for line in lines)
    ranks = (_RANK.get(term[1:-1], _UNRANKED) for predicate, term in kinds if predicate == _TYPE)
    return min(ranks, default=_UNRANKED)


def _home(subject: str, lines: Iterable[str]) -> str:
    """The place of the section that a subject belongs to; a trial's is that of its first report."""
    if subject.startswith(_OWN_TRIAL):
        told = (line.split(" ", 3)[1:3] for line in lines)
        homes = [as_text(_name(term)) for predicate, term in told if predicate in _TELLS]
        return min((f"0{home}" for home in homes), default=_kind("trials"))
    if subject.startswith(_IN_REPORT):
        return "0" + as_text(REPORT + subject[len(_IN_REPORT) : -1].partition("/")[0])
    if subject.startswith(f"<{MESH}"):
        return _kind("headings")
    return _kind("concepts" if subject.startswith(f"<{CONCEPT}") else "others")


def _kind(name: str) -> str:
    return f"{1 + _KINDS.index(name)}{_END}{name}"


# --- Places to blocks ----------------------------------------------------------------------------


def sections(lines: Iterable[str], scratch: Path) -> Iterator[Section]:
    """The statements as sections of blocks, in the order in which a person would read them.

    Lines are in order; *scratch* is a folder for what does not fit into memory.
    """
    return in_sections(in_order(placed(lines, named=False), scratch))


def graphs(lines: Iterable[str], scratch: Path) -> Iterator[NamedGraph]:
    """The statements of each graph as sections, in the order of the graphs' names."""
    ordered = in_order(placed(lines, named=True), scratch)
    for place, some in groupby(ordered, lambda each: each.split(_TAB, 1)[0]):
        yield NamedGraph(_name_in(place), in_sections(some))


def in_sections(ordered: Iterable[str]) -> Iterator[Section]:
    """The sections of lines that stand behind their places, in order."""
    for place, some in groupby(ordered, lambda each: each.split(_TAB, 2)[1]):
        yield Section(_name_in(place).removeprefix(REPORT), _blocks(some))


def _blocks(ordered: Iterable[str]) -> Iterator[Block]:
    for _, some in groupby(ordered, lambda each: each.split(_TAB, 3)[2]):
        yield block_of({statement(each.split(_TAB, 3)[3]) for each in some})


def block_of(statements: Collection[Statement]) -> Block:
    """The block of what is said of one subject."""
    ordered = sorted(statements, key=_within_block)
    grouped = groupby(ordered, key=lambda each: each.predicate)
    return Block(
        ordered[0].subject,
        tuple((name, tuple(each.object for each in found)) for name, found in grouped),
    )


def _within_block(each: Statement) -> tuple[object, ...]:
    return (predicate_key(each.predicate), object_key(each.object))
