"""How much of a graph is linked, evidenced and in canonical units: counted while it is published.

In: nodes, as the store counts them. Out: the measures of ``queries/28-coverage.rq``, each a node
with a part and a whole. Most need a node's own statements alone. Arms are what trials point at, and
the unit of a bound stands on a node of its own: such pairs are laid down as rows and sorted, so
that the memory that this takes does not grow with them.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.namespaces import ID, RDF, RDFS, SKOS, TK
from kg.store import Shape, in_order
from kg.terms import Iri, Triple, integer, text

Test = Callable[[Shape], bool]
Values = Mapping[bytes, Sequence[bytes]]

_MEASURE: Final = ID + "dataset/measure/"
_TAB: Final = b"\t"


def _term(iri: str) -> bytes:
    return f"<{iri}>".encode()


_TYPE, _DERIVATION, _ROLE = map(_term, (RDF.type, TK.derivation, TK.interventionRole))
_ABOUT, _MEASURAND, _CANONICAL = map(_term, (TK.about, TK.measurand, TK.canonicalUnit))
_HAS_ARM, _SIZE, _BOUND = map(_term, (TK.hasArm, TK.size, TK.bound))
_VALUE, _UNIT = map(_term, (TK.value, TK.unit))
_NO_UNITS: Final = frozenset({b'"%"', b'"1"'})
"""Percentages and bare numbers are levels in no unit that a measurand could have."""


# --- What a node's own statements tell -----------------------------------------------------------


def _is(kind: str) -> Test:
    return _says(RDF.type, kind)


def _says(predicate: str, value: str) -> Test:
    name, wanted = _term(predicate), _term(value)
    return lambda shape: wanted in shape.get(name, ())


def _has(*predicates: str) -> Test:
    """Whether there is any of these."""
    names = {_term(predicate) for predicate in predicates}
    return lambda shape: not names.isdisjoint(shape)


def _all(*tests: Test) -> Test:
    return lambda shape: all(test(shape) for test in tests)


def _not(test: Test) -> Test:
    return lambda shape: not test(shape)


_REPORTED: Final = _says(TK.derivation, TK.reported)
_NOTHING_GIVEN: Final = tuple(
    _not(_says(TK.interventionRole, role)) for role in (TK.noTreatment, TK.placebo)
)
_LINKED: Final = _has(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)

_OWN: Final[dict[str, tuple[Test, Test]]] = {
    "concepts linked to a vocabulary": (_is(TK.Concept), _LINKED),
    "interventions with a known substance": (
        _all(_is(TK.Intervention), *_NOTHING_GIVEN),
        _has(TK.substance),
    ),
    "reported claims with a passage": (_REPORTED, _has(TK.supportedBy)),
    "claims with the rule that made them": (_has(TK.derivation), _has(TK.ruleId)),
    "results at a stated time": (_is(TK.Result), _has(TK.atTime)),
    "reported numbers kept as written": (_all(_has(TK.value), _REPORTED), _has(TK.reportedValue)),
    "reported comparisons with a P value or an interval": (
        _all(_is(TK.Comparison), _REPORTED),
        _has(TK.pValue, TK.ciLower),
    ),
    "headings linked to MeSH": (_is(TK.MeshIndexing), _has(TK.descriptor)),
}
"""Which nodes a measure looks at, and which of them have what it looks for."""
_ARMS: Final = "arms with a size"
_LEVELS: Final = "levels in the canonical unit of their measurand"
_BOUNDS: Final = "bounds in the canonical unit of their measurand"
MEASURES: Final = frozenset((*_OWN, _ARMS, _LEVELS, _BOUNDS))


class Coverage:
    """The measures, as far as nodes were seen. Measurands come before what is measured in them."""

    shaping = frozenset({_DERIVATION, _ROLE})
    singly = frozenset(
        (_ABOUT, _BOUND, _CANONICAL, _HAS_ARM, _MEASURAND, _SIZE, _UNIT, _VALUE)
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        """Begin; what is laid down meanwhile is in this folder, and gone in the end."""
        self._part = Counter[str]()
        self._whole = Counter[str]()
        self._canonical: dict[bytes, set[bytes]] = {}
        self._arms, self._bounds = _Rows(folder), _Rows(folder)
        self._folder = folder
        self._began = self._late = False

    def shape(self, shape: Shape, nodes: int) -> None:
        """Count the nodes of a shape."""
        for measure, (looked_at, found) in _OWN.items():
            if looked_at(shape):
                self._add(measure, found(shape), nodes)

    def _add(self, measure: str, found: bool, nodes: int = 1) -> None:  # noqa: FBT001 - what is counted
        self._whole[measure] += nodes
        self._part[measure] += nodes * found

    def node(self, subject: bytes, values: Values) -> None:
        """Count a node that stands to others."""
        for arm in values.get(_HAS_ARM, ()):
            self._arms.put(arm, b"0")
        if _SIZE in values:
            self._arms.put(subject, b"1")
        if _CANONICAL in values:
            self._canonical[subject] = set(values[_CANONICAL])
            self._late |= self._began
        self._level(values)
        self._bound(subject, values)

    def _level(self, values: Values) -> None:
        """Count a number that a measurand has a unit for."""
        if _MEASURAND in values and _VALUE in values:
            self._began = True
            units = set(values.get(_UNIT, ())) - _NO_UNITS
            for found in self._agreements(values[_MEASURAND], units):
                self._add(_LEVELS, found)

    def _agreements(self, measurands: Iterable[bytes], units: Iterable[bytes]) -> set[bool]:
        """Whether a unit is the canonical one of a measurand, for each pair; each answer once."""
        wanted = {unit for each in measurands for unit in self._canonical.get(each, ())}
        return {unit == canonical for unit in units for canonical in wanted}

    def _bound(self, subject: bytes, values: Values) -> None:
        """Lay down what a bound is of, or in what unit."""
        if _MEASURAND not in values:  # a result is no quantity
            for unit in values.get(_UNIT, ()):
                self._bounds.put(subject, b"unit", unit)
        if _BOUND in values and _ABOUT in values:
            self._began = True
            for canonical in {u for each in values[_ABOUT] for u in self._canonical.get(each, ())}:
                for bound in values[_BOUND]:
                    self._bounds.put(bound, b"of", subject, canonical)

    # --- In the end ------------------------------------------------------------------------------

    def told(self) -> Iterator[Triple]:
        """Each measure, with how many nodes it looked at and how many have what it looks for."""
        for rows in self._arms.groups():
            if "0" in rows:
                self._add(_ARMS, "1" in rows)
        for agrees in _agreeing(self._bounds, _Rows(self._folder)):
            self._add(_BOUNDS, agrees)
        for measure in sorted(MEASURES - ({_LEVELS, _BOUNDS} if self._late else set())):
            node = Iri(_MEASURE + measure.replace(" ", "-"))
            yield node, RDF.type, Iri(TK.CoverageMeasure)
            yield node, RDFS.label, text(measure)
            yield node, TK.part, integer(self._part[measure])
            yield node, TK.whole, integer(self._whole[measure])


def _agreeing(bounds: "_Rows", found: "_Rows") -> Iterator[bool]:
    """For each criterion, whether the unit of a bound is the canonical one; each answer once."""
    for rows in bounds.groups():
        units = [row.partition("\t")[2] for row in rows if row.startswith("unit\t")]
        for _, subject, canonical in (row.split("\t", 2) for row in rows if row.startswith("of\t")):
            for unit in units:
                found.put(subject.encode(), b"1" if unit == canonical else b"0")
    for rows in found.groups():
        yield from (row == "1" for row in rows)


class _Rows:
    """Rows that are laid down as they come, and come back in order, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed once it was read

    def put(self, *cells: bytes) -> None:
        """Lay down a row; the last of its cells may hold anything but an end of a line."""
        self._file.write(_TAB.join(cells) + b"\n")

    def groups(self) -> Iterator[list[str]]:
        """The rows that begin with the same cell, without it."""
        self._file.seek(0)
        with TextIOWrapper(self._file, encoding="utf-8", newline="\n") as laid_down:
            rows = in_order(laid_down, self._folder)
            for _, same in groupby(rows, lambda row: row.partition("\t")[0]):
                yield [row.rstrip("\n").partition("\t")[2] for row in same]
