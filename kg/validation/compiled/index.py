"""Statements, indexed once: each node with its layout and its kind.

In: quads; graphs do not count, and a triple that two graphs state is one. Out: the objects and the
subjects of a node, the classes of a node, and the nodes in groups.

A *layout* is the predicates of a node in the order stated, a *kind* its classes. A million nodes
have a few hundred layouts and a few dozen kinds, so that most of what a shape asks is answered for
a whole group at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from kg.namespaces import RDF, RDFS
from kg.terms import Iri, Quad, Term

_NONE: Final[tuple[Term, ...]] = ()
_MOST: Final = 5_000
_LONG: Final = 200

Member = tuple[Term, list[Term]]
"""A node and its objects, in the order of its layout."""
Group = tuple["Layout", list[Member]]
"""Nodes of one layout."""


class Layout:
    """The predicates of a node, in order, and where each of them stands."""

    __slots__ = ("above", "at", "inverse", "lasting", "repeated", "types")

    def __init__(self, predicates: Sequence[str], inverse: Collection[str]) -> None:
        self.lasting = len(predicates) <= _LONG
        places: dict[str, list[int]] = defaultdict(list)
        for place, predicate in enumerate(predicates):
            places[predicate].append(place)
        self.at = {predicate: tuple(found) for predicate, found in places.items()}
        types = self.at.get(RDF.type, ())
        # With the first one twice it is a tuple, however many there are.
        self.types = itemgetter(*types, types[0]) if types else _no_types
        # Two types that are the same one are seen in the kind.
        self.repeated = [found for p, found in self.at.items() if found[1:] and p != RDF.type]
        self.inverse = [(p, found) for p, found in self.at.items() if p in inverse]
        self.above = self.at.get(RDFS.subClassOf, ())


def _no_types(_: list[Term]) -> tuple[Term, ...]:
    return _NONE


class Kind:
    """The classes of a node, with those above them where the data say which those are."""

    __slots__ = ("classes", "lasting", "stated", "twice")

    def __init__(self, stated: Sequence[Term], above: Mapping[Term, set[Term]]) -> None:
        # Classes that data put above others hold for those data alone.
        self.lasting = not above
        self.stated = frozenset(stated)
        self.twice = len(self.stated) < len(stated)
        self.classes = self.stated.union(*(above.get(each, ()) for each in stated))


class Memory:
    """Layouts and kinds that were met before; they outlast the data."""

    def __init__(self, inverse: Collection[str]) -> None:
        self.inverse = frozenset(inverse)
        self.kinds: dict[tuple[Term, ...], Kind] = {}
        self._layouts: dict[tuple[str, ...], Layout] = {}

    def layout(self, predicates: tuple[str, ...]) -> Layout:
        """The layout of these predicates; one that is long is not kept."""
        found = self._layouts.get(predicates)
        if found is None:
            found = Layout(predicates, self.inverse)
            if found.lasting and len(self._layouts) < _MOST:
                self._layouts[predicates] = found
        return found


class Index:
    """The statements by subject, and by object for the predicates that are walked backwards."""

    def __init__(self, quads: Iterable[Quad], memory: Memory) -> None:
        self._memory = memory
        self._inverse: dict[str, dict[Term, list[Term]]] = {p: {} for p in memory.inverse}
        self._nodes: dict[Term, tuple[Layout, list[Term]]] = {}
        self._instances: dict[str, frozenset[Kind]] = {}
        self._stating: dict[str, list[Group]] = {}
        above: dict[Term, set[Term]] = {}
        for subject, flat in _by_subject(quads).items():
            layout, objects = self._laid_out(flat)
            self._nodes[subject] = layout, objects
            if layout.above:
                above[subject] = {objects[place] for place in layout.above}
        self.above = _closed(above)
        """The classes above each class, where the data say so."""
        self.kinds: dict[Term, Kind] = {}
        """The kind of each node that is a subject."""
        self.groups: dict[tuple[Layout, Kind], list[Member]] = {}
        """The nodes that have a layout and a kind in common."""
        self._sort_in()

    def _laid_out(self, flat: list[Any]) -> tuple[Layout, list[Term]]:
        """The layout of a node and its objects, each of its triples taken once."""
        layout, objects = self._memory.layout(tuple(flat[::2])), flat[1::2]
        for places in layout.repeated:
            if len({objects[place] for place in places}) < len(places):
                return self._laid_out(_once(flat))
        return layout, objects

    def _sort_in(self) -> None:
        """Find the kind of every node, and what points at what."""
        known = self._memory.kinds
        kinds = {} if self.above or len(known) > _MOST else known
        nodes, groups, kind_of = self._nodes, self.groups, self.kinds
        for subject in nodes:
            layout, objects = nodes[subject]
            types = layout.types(objects)
            kind = kinds.get(types)
            if kind is None:
                kind = kinds[types] = Kind(types[:-1], self.above)
            if kind.twice:
                layout, objects = self._laid_out(_once(_flat(layout, objects)))
                nodes[subject] = layout, objects
            kind_of[subject] = kind
            group = groups.get((layout, kind))
            if group is None:
                group = groups[layout, kind] = []
            group.append((subject, objects))
            if layout.inverse:
                self._point(subject, layout, objects)

    def _point(self, subject: Term, layout: Layout, objects: list[Term]) -> None:
        for predicate, places in layout.inverse:
            pointers = self._inverse[predicate]
            for place in places:
                pointers.setdefault(objects[place], []).append(subject)

    # --- What is asked -------------------------------------------------------------------------

    def objects(self, subject: Term, predicate: str) -> Sequence[Term]:
        """The objects of a subject, each once."""
        node = self._nodes.get(subject)
        if node is None:
            return _NONE
        layout, objects = node
        return [objects[place] for place in layout.at.get(predicate, ())]

    def site(self, node: Term) -> tuple[Layout, Kind] | None:
        """The layout and the kind of a node; none where nothing is stated of it."""
        found = self._nodes.get(node)
        return None if found is None else (found[0], self.kinds[node])

    def subjects(self, predicate: str, obj: Term) -> Sequence[Term]:
        """The subjects that point so at an object, each once; of predicates walked backwards."""
        return self._inverse[predicate].get(obj, ())

    def pointed_at(self, predicate: str) -> Collection[Term]:
        """All that something points at so; of predicates walked backwards."""
        return self._inverse[predicate].keys()

    def pointers(self, predicate: str) -> Mapping[Term, Sequence[Term]]:
        """What points so at each object; of predicates walked backwards."""
        return self._inverse[predicate]

    def outgoing(self, subject: Term) -> Iterator[tuple[str, Term]]:
        """The predicates and objects of a subject."""
        node = self._nodes.get(subject)
        if node is not None:
            layout, objects = node
            for predicate, places in layout.at.items():
                yield from ((predicate, objects[place]) for place in places)

    def stating(self, predicate: str) -> Sequence[Group]:
        """The groups of nodes of which something is stated so."""
        if not self._stating:
            found: dict[str, list[Group]] = defaultdict(list)
            for (layout, _), members in self.groups.items():
                for each in layout.at:
                    found[each].append((layout, members))
            self._stating = dict(found)
        return self._stating.get(predicate, ())

    def instances(self, name: str) -> frozenset[Kind]:
        """The kinds that are of a class."""
        found = self._instances.get(name)
        if found is None:
            kinds = set(self.kinds.values())
            found = self._instances[name] = frozenset(k for k in kinds if name in k.classes)
        return found

    def is_a(self, node: Term, name: str) -> bool:
        """Whether a node is of a class."""
        kind = self.kinds.get(node)
        return kind is not None and name in kind.classes


def _by_subject(quads: Iterable[Quad]) -> dict[Iri, list[Term]]:
    """The predicates and objects of each subject, in turn."""
    stated: dict[Iri, list[Any]] = {}
    last: Iri | None = None
    flat: list[Any] = []
    for subject, predicate, obj, _ in quads:
        if subject is not last:  # what is stated of one node mostly stands together
            last, flat = subject, stated.setdefault(subject, [])
        flat += (predicate, obj)
    return stated


def _once(flat: list[Any]) -> list[Any]:
    pairs = dict.fromkeys(zip(flat[::2], flat[1::2], strict=True))
    return [term for pair in pairs for term in pair]


def _flat(layout: Layout, objects: list[Any]) -> list[Any]:
    return [
        term
        for predicate, places in layout.at.items()
        for place in places
        for term in (predicate, objects[place])
    ]


def _closed(above: Mapping[Term, set[Term]]) -> dict[Term, set[Term]]:
    """All classes above each class, however far."""
    closed: dict[Term, set[Term]] = {}
    for start in above:
        reached: set[Term] = set()
        waiting = list(above[start])
        while waiting:
            each = waiting.pop()
            if each not in reached:
                reached.add(each)
                waiting.extend(above.get(each, ()))
        closed[start] = reached
    return closed
