"""The headings that a registry gave a record, held against what the record's own names lead to.

In: the statements of families, then the links of each concept. Out: which mapping confirms which
heading, and how many are confirmed. Nothing is changed: what a registry gave stands. What is joined
here stands in lines that are sorted on disk: a registry has millions of them.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from kg.graph.mappings import mapping_node
from kg.identifiers import DERIVED_GRAPH
from kg.linking.concept_links import Link
from kg.namespaces import CONCEPT, TK
from kg.store import in_order
from kg.terms import Iri, Quad

USE: Final = "@"
"""What begins the name of a report in the line of a concept: no record of a concept begins so."""

_HEADING: Final = "~"
_TAB: Final = "\t"
_GIVEN: Final = frozenset({TK.conditionHeading, TK.interventionHeading})
_NAMING: Final = frozenset(
    {TK.interventionConcept, TK.keywordConcept, TK.studiesCondition, TK.substance}
)
_READ: Final = frozenset({*_NAMING, TK.descriptor, TK.indexingRole})


class Audit(NamedTuple):
    """How many headings names lead to as well, and how many they do not."""

    confirmed: int = 0
    unconfirmed: int = 0


def audited(quads: Iterable[Quad]) -> tuple[set[str], set[str]]:
    """Lines of which report has which concept, and of the headings that were given to it."""
    read = [quad for quad in quads if quad[1] in _READ]
    given = {node for node, p, role, _ in read if p == TK.indexingRole and role in _GIVEN}
    if not given:
        return set(), set()
    headings = {
        f"{report}{_TAB}{term}{_TAB}{_HEADING}{node}\n"
        for node, p, term, report in read
        if p == TK.descriptor and node in given
    }
    reports = {line.partition(_TAB)[0] for line in headings}
    uses = {
        f"{str(term).removeprefix(CONCEPT)}{_TAB}{USE}{report}\n"
        for _, p, term, report in read
        if p in _NAMING and report in reports
    }
    return uses, headings


def led_to(reports: Iterable[str], links: Iterable[Link]) -> Iterator[str]:
    """Lines of the terms that a concept of these reports leads to."""
    ends = [
        f"{match.object}{_TAB}{mapping_node(match.subject, match.object)}\n" for match, _ in links
    ]
    for report in reports:
        yield from (f"{report}{_TAB}{end}" for end in ends)


class Auditor:
    """Holds headings against links; asked for what it found, it knows how many there are."""

    def __init__(self, known: Callable[[str], bool], folder: Path) -> None:
        self._known = known
        self._folder = folder
        self.found = Audit()

    def confirming(self, lines: Iterable[str]) -> Iterator[Quad]:
        """Which mapping confirms which heading, for lines of both."""
        pairs = (line.rstrip("\n").rsplit(_TAB, 1) for line in in_order(lines, self._folder))
        for place, thirds in groupby(pairs, lambda pair: pair[0]):
            nodes = [node for _, node in thirds]
            headings = [node.removeprefix(_HEADING) for node in nodes if node.startswith(_HEADING)]
            mappings = [node for node in nodes if not node.startswith(_HEADING)]
            if headings and (mappings or self._known(place.rpartition(_TAB)[2])):
                self._count(len(headings), confirmed=bool(mappings))
            for node in mappings:
                for heading in headings:
                    yield Quad(Iri(node), TK.confirms, Iri(heading), DERIVED_GRAPH)

    def _count(self, number: int, *, confirmed: bool) -> None:
        yes, no = self.found
        self.found = Audit(yes + number, no) if confirmed else Audit(yes, no + number)
