"""What stands beside all reports: concepts, each linked once, the headings above, imported words.

In: parts, and statements that were imported beside reports. Out: blocks of lines, and what was told
on the way. Concepts come in order from lines that are sorted on disk, so that the memory that this
takes grows neither with the concepts nor with the reports.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kg.build import blocks
from kg.build.audit import USE, Audit, Auditor, led_to
from kg.build.blocks import Block
from kg.build.cards import Cards
from kg.build.outcome import Reject, shown
from kg.build.packing import unpack_quads
from kg.build.settling import Part, validated
from kg.build.spool import Slot, Spool
from kg.build.vocabulary import mesh_quads, told, used
from kg.identifiers import concept_iri
from kg.linking.concept_links import Linker
from kg.namespaces import CONCEPT, MAPPING, MESH, RDF, SKOS, TK
from kg.records import Concept
from kg.store import in_order
from kg.terms import Iri, Quad, nquads

if TYPE_CHECKING:
    from kg.build.admission import Validate

_TAB: Final = "\t"
_AT_ONCE: Final = 10_000
_BESIDE_MAPPINGS: Final = frozenset({RDF.type, TK.hasMapping})

_MATCHES: Final = frozenset(
    {SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch, SKOS.relatedMatch}
)


class Beside(NamedTuple):
    """The blocks beside the reports, how many lines of each graph, and what was found.

    ``links`` counts the mappings of concepts, ``otherwise`` those whose concept's very name is
    another term than the one that was given.
    """

    blocks: Cards[Block]
    graphs: Counter[str]
    rejects: list[Reject]
    audit: Audit
    links: int
    otherwise: int


def surround(
    parts: Cards[Part],
    beside: Iterable[Slot],
    folder: Path,
    linker: Linker,
    validate: "Validate" = validated,
) -> Beside:
    """Everything that stands beside the reports, the concepts linked."""
    loose = [quad for slot in sorted(set(beside)) for quad in unpack_quads(slot.fetch())]
    making = _Making(parts, loose, folder, linker, validate)
    with Spool(folder / "concepts") as spool:
        made = (block for some in making.statements() for block in making.set_down(some, spool))
        standing = Cards.of(made, folder)
    return Beside(
        standing, making.graphs, making.rejects, making.audit, making.links, making.otherwise
    )


class _Making:
    """The statements, some at a time, and what is counted while they are made."""

    def __init__(
        self,
        parts: Cards[Part],
        loose: Sequence[Quad],
        folder: Path,
        linker: Linker,
        validate: "Validate",
    ) -> None:
        self._parts, self._loose, self._folder = parts, loose, folder
        self._linker, self._validate = linker, validate
        self._imported = {quad.subject for quad in loose if quad.subject.startswith(CONCEPT)}
        self._headings: set[Iri] = set()
        self._linked_anew: set[Iri] = set()
        self.graphs: Counter[str] = Counter()
        self.rejects: list[Reject] = []
        self.audit = Audit()
        self.links = self.otherwise = 0

    def set_down(self, quads: Iterable[Quad], spool: Spool) -> Iterator[Block]:
        """The blocks of these statements."""
        lines = sorted(set(nquads(quads)))
        self.graphs.update(blocks.graphs(lines))
        yield from blocks.set_down(lines, spool)

    def statements(self) -> Iterator[Iterable[Quad]]:
        """All statements beside the reports."""
        for quads in self._concepts():
            sound = self._sound(quads)
            self._headings |= {iri for iri in used(sound) if iri.startswith(MESH)}
            yield sound
        loose = list(_without_links(self._loose, self._linked_anew))
        self._headings |= {iri for iri in used(loose) if iri.startswith(MESH)}
        yield [*loose, *mesh_quads(self._headings)]
        yield from self._confirmed()

    # --- Concepts --------------------------------------------------------------------------------

    def _concepts(self) -> Iterator[list[Quad]]:
        """The statements about the concepts in use, some concepts at a time."""
        some: list[Quad] = []
        with self._terms.open("w", encoding="utf-8", newline="\n") as terms:
            for slug, records, reports in self._records():
                iri = concept_iri(slug)
                quads, links = told(iri, records, self._linker)
                if quads and iri in self._imported:
                    self._linked_anew.add(iri)
                terms.writelines(led_to(reports, links))
                self.otherwise += sum(bool(link.other) for link in links)
                some += quads
                if len(some) > _AT_ONCE:
                    yield some
                    some = []
        yield some

    def _records(self) -> Iterator[tuple[str, list[Concept], list[str]]]:
        """Each concept in use, the records that reports minted of it, and who is to be audited."""
        rows = in_order(self._rows(), self._folder)
        for slug, same in groupby(rows, lambda row: row.partition(_TAB)[0]):
            found = [row.rstrip("\n").partition(_TAB)[2] for row in same]
            records = [row for row in found if row and not row.startswith(USE)]
            reports = [row.removeprefix(USE) for row in found if row.startswith(USE)]
            yield slug, [msgspec.json.decode(row, type=Concept) for row in records], reports

    def _rows(self) -> Iterator[str]:
        """The rows of all parts, whose headings are noted on the way."""
        for part in self._parts:
            self._headings.update(part.headings)
            if part.rows is not None:
                yield from blocks.lines_of(part.rows.fetch().decode())

    def _sound(self, quads: list[Quad]) -> list[Quad]:
        """The statements without mappings that do not conform, which are told."""
        mapping = [
            quad
            for quad in quads
            if quad.subject.startswith(MAPPING) or quad.predicate in _BESIDE_MAPPINGS
        ]
        self.links += sum(quad.predicate == TK.hasMapping for quad in mapping)
        verdict = self._validate(mapping)
        wrong = {
            finding.focus: finding
            for finding in verdict.violations
            if finding.focus.startswith(MAPPING)
        }
        if not wrong:
            return quads
        self.links -= len(wrong)
        self.rejects += [
            Reject(
                kind="link",
                where=shown(focus),
                what="a link to a vocabulary does not conform",
                got=str(finding.value) if finding.value else None,
                expected=finding.message,
                outcome="It was left out",
            )
            for focus, finding in sorted(wrong.items())
        ]
        return list(_without(quads, wrong))

    # --- Headings --------------------------------------------------------------------------------

    @property
    def _terms(self) -> Path:
        return self._folder / "terms"

    def _confirmed(self) -> Iterator[list[Quad]]:
        """Which mappings confirm which headings, some at a time."""
        auditor = Auditor(self._linker.knows, self._folder)
        with self._terms.open(encoding="utf-8", newline="\n") as terms:
            found = auditor.confirming(chain(terms, _given(self._parts)))
            some: list[Quad] = []
            for quad in found:
                some.append(quad)
                if len(some) > _AT_ONCE:
                    yield some
                    some = []
            yield some
        self.audit = auditor.found


def _given(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if part.given is not None:
            yield from blocks.lines_of(part.given.fetch().decode())


def _without(quads: Sequence[Quad], nodes: Collection[str]) -> Iterator[Quad]:
    """The statements without these mappings and without what they state."""
    stated = {
        (concept, predicate, term)
        for concept, p, node, _ in quads
        if p == TK.hasMapping and node in nodes
        for predicate in _about(quads, node, TK.mappingPredicate)
        for term in _about(quads, node, TK.mappedTerm)
    }
    for quad in quads:
        if not (quad.subject in nodes or quad.object in nodes or quad[:3] in stated):
            yield quad


def _about(quads: Iterable[Quad], node: object, predicate: str) -> list[object]:
    return [quad.object for quad in quads if quad.subject == node and quad.predicate == predicate]


def _without_links(loose: Sequence[Quad], anew: Collection[Iri]) -> Iterator[Quad]:
    """What was imported beside reports, without the links of concepts that were linked anew."""
    of = {q.object: q.subject for q in loose if q.predicate == TK.hasMapping and q.subject in anew}
    stated = {
        (of[q.subject], q.object) for q in loose if q.predicate == TK.mappedTerm and q.subject in of
    }
    for quad in loose:
        link = quad.predicate in _MATCHES and (quad.subject, quad.object) in stated
        if not (link or quad.subject in of or quad.object in of):
            yield quad
