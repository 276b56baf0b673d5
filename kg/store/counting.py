"""What statements there are, counted in one pass: by class, by property, and by both.

In: N-Quads lines in code point order, and perhaps somebody who wants to see the nodes. Out: counts
of the distinct triples, as VoID has them. The memory that this takes grows with how many kinds of
nodes there are, not with the lines: nodes that say the same are one shape, and a shape is looked
into once, however many nodes have it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Protocol

import msgspec

from kg.namespaces import RDF, XSD
from kg.store.packed import opened

EVERY: Final = ""
"""Stands for the class of a node where all nodes are meant, with and without a class."""

Shape = Mapping[bytes, Sequence[bytes]]
"""The properties of a node, with their values where somebody asked for them: terms as in lines."""

_CHUNK: Final = 1 << 20
_HELD: Final = 1 << 16  # shapes before they are looked into
_GRAPH: Final = -len(b" .\n")  # a line without it ends in its graph
_QUOTE: Final = ord('"')
_SPACE: Final = ord(" ")
_TYPE: Final = f"<{RDF.type}>".encode()


class Counts(msgspec.Struct, frozen=True):
    """How often: by class, by class and property, by these and datatype; :data:`EVERY` is a class.

    ``holders`` are the distinct subjects of a property, ``uses`` its triples, ``literals`` those
    of them whose value has a datatype.
    """

    triples: int
    subjects: int
    members: dict[str, int] = msgspec.field(default_factory=dict)
    holders: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    uses: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    literals: dict[tuple[str, str, str], int] = msgspec.field(default_factory=dict)


class Onlooker(Protocol):
    """Who wants to see the nodes while they are counted."""

    @property
    def shaping(self) -> frozenset[bytes]:
        """The properties whose values matter to it, and are few."""

    @property
    def singly(self) -> frozenset[bytes]:
        """The properties of which it wants each node's values, with the node."""

    def shape(self, shape: Shape, nodes: int) -> None:
        """See so many nodes that have the same properties, and the same values of a few."""

    def node(self, subject: bytes, values: Mapping[bytes, Sequence[bytes]]) -> None:
        """See a node that has some of the properties asked for, with their values."""


class _Nobody:
    shaping = singly = frozenset[bytes]()

    def shape(self, shape: Shape, nodes: int) -> None:
        """Nobody looks on."""

    def node(self, subject: bytes, values: Mapping[bytes, Sequence[bytes]]) -> None:
        """Nobody looks on."""


NOBODY: Final[Onlooker] = _Nobody()


def counted(batches: Iterable[Sequence[bytes]], onlooker: Onlooker = NOBODY) -> Counts:
    r"""The counts over lines that come in order, many at a time: a triple of two graphs is one.

    >>> lines = [b'<x:s> <x:p> "1" <x:g> .\n', b'<x:s> <x:p> "1" <x:h> .\n']
    >>> counted([lines]).uses
    {('', 'x:p'): 1}
    """
    count = _Count(onlooker)
    for lines in batches:
        count.take(lines)
    return count.result()


class _Item(NamedTuple):
    """One statement of a shape: its property, its value if that matters, or of what kind it is."""

    predicate: bytes
    value: bytes | None = None
    datatype: bytes | None = None


class _Items(dict[bytes, int]):
    """Items by what stands in a line, numbered as they come."""

    def __init__(self, listed: list[_Item], predicate: bytes, field: str) -> None:
        super().__init__()
        self._listed, self._predicate, self._field = listed, predicate, field

    def __missing__(self, written: bytes) -> int:
        self[written] = len(self._listed)
        self._listed.append(_Item(self._predicate)._replace(**{self._field: written}))
        return self[written]


class _Property:
    """What is known of a property: its items, and what of it somebody wants to know."""

    __slots__ = (
        *("asked", "by_datatype", "by_value", "plain"),
        *("shaping", "singly", "text", "written"),
    )

    def __init__(self, written: bytes, listed: list[_Item], onlooker: Onlooker) -> None:
        self.written = written
        self.plain = len(listed)
        listed.append(_Item(written))
        self.by_datatype = _Items(listed, written, "datatype")
        self.text = self.by_datatype[b""]
        self.by_value = _Items(listed, written, "value")
        self.shaping = written == _TYPE or written in onlooker.shaping
        self.singly = written in onlooker.singly
        self.asked = self.shaping or self.singly


class _Properties(dict[bytes, _Property]):
    """Properties as they come."""

    def __init__(self, listed: list[_Item], onlooker: Onlooker) -> None:
        super().__init__()
        self._listed, self._onlooker = listed, onlooker

    def __missing__(self, written: bytes) -> _Property:
        self[written] = _Property(written, self._listed, self._onlooker)
        return self[written]


class _Count:
    """What was counted of the lines so far, which come in order."""

    def __init__(self, onlooker: Onlooker) -> None:
        self._onlooker = onlooker
        self._items: list[_Item] = []
        self._properties = _Properties(self._items, onlooker)
        self._shapes: Counter[tuple[int, ...]] = Counter()
        self._subject, self._predicate, self._line = b"", b"", b" .\n"
        self._said: list[int] = []
        self._own: list[tuple[bytes, bytes]] = []
        self._members: Counter[str] = Counter()
        self._holders: Counter[tuple[str, str]] = Counter()
        self._uses: Counter[tuple[str, str]] = Counter()
        self._literals: Counter[tuple[str, str, str]] = Counter()

    def take(self, lines: Sequence[bytes]) -> None:
        """Count some lines."""
        # The hot loop: what it needs is at hand, and nothing is looked at twice.
        properties, say = self._properties, self._said.append
        subject, last, before = self._subject, self._predicate, self._line
        for line in lines:
            first, predicate, rest = line.split(b" ", 2)
            if first != subject:
                self._close(subject)
                subject = first
            elif predicate == last and line.startswith(
                before[: before.rindex(b" ", 0, _GRAPH) + 1]
            ):
                continue  # the same triple in another graph
            last, before = predicate, line
            found = properties[predicate]
            if found.asked:
                say(self._asked(found, rest))
            elif rest[0] != _QUOTE:
                say(found.plain)
            elif rest[end := rest.rindex(b'"') + 1] == _SPACE:
                say(found.text)
            else:
                say(found.by_datatype[rest[end : rest.index(b" ", end)]])
        self._subject, self._predicate, self._line = subject, last, before

    def _asked(self, found: _Property, rest: bytes) -> int:
        """The item of a statement whose value somebody wants to know."""
        value = rest[: rest.rindex(b" ", 0, _GRAPH)]
        if found.singly:
            self._own.append((found.written, value))
        if found.shaping:
            return found.by_value[value]
        if value[0] == _QUOTE:
            return found.by_datatype[value[value.rindex(b'"') + 1 :]]
        return found.plain

    def _close(self, subject: bytes) -> None:
        """Set down the node whose statements have ended."""
        if not self._said:
            return
        self._shapes[tuple(self._said)] += 1
        self._said.clear()
        if self._own:
            self._onlooker.node(subject, _by_property(self._own))
            self._own.clear()
        if len(self._shapes) >= _HELD:
            self._look_into()

    # --- Shapes ----------------------------------------------------------------------------------

    def _look_into(self) -> None:
        for said, nodes in self._shapes.items():
            statements = Counter(map(self._items.__getitem__, said))
            self._onlooker.shape(_shape(statements), nodes)
            for kind in _classes(statements):
                self._add(kind, statements, nodes)
        self._shapes.clear()

    def _add(self, kind: str, statements: Counter[_Item], nodes: int) -> None:
        self._members[kind] += nodes
        for item, times in statements.items():
            name = _iri(item.predicate)
            self._uses[kind, name] += times * nodes
            if (datatype := _datatype(item)) is not None:
                self._literals[kind, name, datatype] += times * nodes
        for predicate in {item.predicate for item in statements}:
            self._holders[kind, _iri(predicate)] += nodes

    def result(self) -> Counts:
        """The counts, once all lines were taken."""
        self._close(self._subject)
        self._look_into()
        subjects = self._members.pop(EVERY, 0)
        triples = sum(number for (kind, _), number in self._uses.items() if kind == EVERY)
        return Counts(
            triples,
            subjects,
            dict(sorted(self._members.items())),
            dict(sorted(self._holders.items())),
            dict(sorted(self._uses.items())),
            dict(sorted(self._literals.items())),
        )


def _by_property(own: Sequence[tuple[bytes, bytes]]) -> dict[bytes, list[bytes]]:
    values: dict[bytes, list[bytes]] = {}
    for predicate, value in own:
        values.setdefault(predicate, []).append(value)
    return values


def _shape(statements: Counter[_Item]) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for item in statements:
        values = found.setdefault(item.predicate, [])
        if item.value is not None:
            values.append(item.value)
    return found


def _classes(statements: Counter[_Item]) -> Iterator[str]:
    """All nodes, and each class of these."""
    yield EVERY
    for item in statements:
        if item.predicate == _TYPE and item.value is not None:
            yield _iri(item.value)


def _datatype(item: _Item) -> str | None:
    """The datatype of the value, where it is a literal."""
    if item.value is not None and item.value[0] == _QUOTE:
        return _datatype(_Item(item.predicate, None, item.value[item.value.rindex(b'"') + 1 :]))
    if item.datatype is None:
        return None
    if item.datatype.startswith(b"@"):
        return RDF.langString
    return _iri(item.datatype.removeprefix(b"^^")) if item.datatype else XSD.string


def _iri(written: bytes) -> str:
    return written.decode().removeprefix("<").removesuffix(">")


# --- Files ---------------------------------------------------------------------------------------


def batches(files: Sequence[Path]) -> Iterator[list[bytes]]:
    """The lines of files, each of which is in order, in one order: many at a time."""
    with ExitStack() as held:
        yield from _merged([held.enter_context(opened(file)) for file in files])


def _merged(readers: Sequence[BinaryIO]) -> Iterator[list[bytes]]:
    held: list[list[bytes]] = [[] for _ in readers]
    while True:
        for waiting, reader in zip(held, readers, strict=True):
            if not waiting:
                waiting.extend(reader.readlines(_CHUNK))
        full = [waiting for waiting in held if waiting]
        if not full:
            return
        if len(full) == 1:
            yield full[0]
            full[0].clear()
            continue
        bound = min(waiting[-1] for waiting in full)
        together: list[bytes] = []
        for waiting in full:
            end = bisect_right(waiting, bound)
            together += waiting[:end]
            del waiting[:end]
        yield sorted(together)
