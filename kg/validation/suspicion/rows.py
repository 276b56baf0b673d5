"""Rows that a way of a query may have: the nodes that state what it asks, joined.

In: a way and indexed statements. Out: a table of terms for its variables. No row is missing; there
may be some that the engine would not find, since not every condition is known here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from operator import itemgetter
from typing import Final, NamedTuple

from kg.namespaces import XSD
from kg.terms import Iri, Term
from kg.validation.compiled.index import Group, Index, Layout, Member
from kg.validation.suspicion.conditions import Condition, Row
from kg.validation.suspicion.reading import Hop, Reach, Way
from kg.validation.suspicion.tokens import Var

_MOST: Final = 1 << 20
"""Rows that are joined here; a way with more is left to the engine."""

Bound = Mapping[Var, Collection[Term]]
"""The terms that a variable can be."""


class TooMany(Exception):
    """A way has more rows than are joined here."""


class Table(NamedTuple):
    """Rows with a term for each variable."""

    columns: tuple[Var, ...]
    rows: Sequence[Row]

    def terms(self, var: Var) -> set[Term]:
        """The terms that a variable has."""
        place = self.columns.index(var)
        return {row[place] for row in self.rows}


ONE: Final = Table((), [()])
"""The table that changes nothing."""


def rows_of(way: Way, inner: Iterable[Table], data: Index) -> Table:
    """The table of a way, given those of the groups within it.

    *Errors*: ``TooMany``.
    """
    return _Joining(way, inner, data).done()


class _Joining:
    """What is joined of a way so far, and what is still to join."""

    def __init__(self, way: Way, inner: Iterable[Table], data: Index) -> None:
        self._data = data
        self._listed: dict[Var, frozenset[Iri]] = dict(way.listed)
        self._stars = [_Star(var, hops, data) for var, hops in _by_subject(way.hops).items()]
        self._tables = list(inner)
        self._reaches = list(way.reaches)
        self._conditions = [part for each in way.conditions for part in each.apart]
        self._found = ONE

    def done(self) -> Table:
        """All of it, joined; what has fewest rows comes first, then what hangs on it."""
        if not all(star.size for star in self._stars):
            return Table(self._found.columns, ())
        for table in self._tables:
            self._join(table)
        while (self._stars or self._reaches) and self._found.rows:
            if not self._walk():
                star = self._nearest()
                self._stars.remove(star)
                self._join(star.table(self._bound(star)))
        # Of the others a part may be known that denies a row.
        for condition in self._conditions:
            self._found = _met(condition, self._found)
        return self._found

    def _walk(self) -> bool:
        """Whether there was a path with an end that is known, which was gone."""
        for reach in self._reaches:
            if reach.subject in self._found.columns or reach.object in self._found.columns:
                self._reaches.remove(reach)
                self._join(_reached(reach, self._found, self._data))
                return True
        if not self._stars:  # a path between nodes of which nothing is asked
            raise TooMany
        return False

    def _nearest(self) -> "_Star":
        known = set(self._found.columns)
        return min(self._stars, key=lambda star: (known.isdisjoint(star.variables), star.size))

    def _bound(self, star: "_Star") -> Bound:
        """What the variables of a star can be, as far as the rows or a list say."""
        found: dict[Var, Collection[Term]] = dict(self._listed)
        for var in star.variables.intersection(self._found.columns):
            terms = self._found.terms(var)
            # A literal may equal another that is spelled otherwise.
            if all(isinstance(term, str) for term in terms):
                found[var] = terms
        return found

    def _join(self, table: Table) -> None:
        self._found = _joined(self._found, table)
        for condition in list(self._conditions):
            if condition.variables.issubset(self._found.columns):
                self._conditions.remove(condition)
                self._found = _met(condition, self._found)


def _by_subject(hops: Iterable[Hop]) -> dict[Var, list[Hop]]:
    found: dict[Var, list[Hop]] = defaultdict(list)
    for hop in hops:
        found[hop.subject].append(hop)
    return found


# --- Stars --------------------------------------------------------------------------------------


class _Star:
    """All that one node states, and the groups of nodes that state so much."""

    def __init__(self, subject: Var, hops: Sequence[Hop], data: Index) -> None:
        self._subject = subject
        self._hops = hops
        fewest = min((_stating(hop.predicates, data) for hop in hops), key=len)
        self._groups = [
            (places, members)
            for layout, members in fewest
            if (places := _places(hops, layout)) is not None
        ]
        self.size = sum(len(members) for _, members in self._groups)
        objects = (hop.object for hop in hops)
        self.variables = {subject, *(each for each in objects if isinstance(each, Var))}

    def table(self, bound: Bound) -> Table:
        """The rows of the node and of what it states, where they can be what they are to be."""
        asked = [_terms(hop.object, bound) for hop in self._hops]
        own = bound.get(self._subject)
        kept = [n for n, hop in enumerate(self._hops) if isinstance(hop.object, Var)]
        found: list[Row] = []
        for places, members in self._groups:
            some = members if own is None else [m for m in members if m[0] in own]
            found += _rows(some, places, asked, kept)
            if len(found) > _MOST:
                raise TooMany
        columns = (self._subject, *(self._hops[n].object for n in kept))
        return _without_twins(Table(tuple(c for c in columns if isinstance(c, Var)), found))


def _stating(predicates: Collection[str], data: Index) -> Sequence[Group]:
    if len(predicates) == 1:
        return data.stating(*predicates)
    several = {id(group): group for each in predicates for group in data.stating(each)}
    return list(several.values())


def _places(hops: Iterable[Hop], layout: Layout) -> list[list[int]] | None:
    """Where the objects of each hop stand; nothing where there is none of one."""
    found = []
    for hop in hops:
        places = [place for each in hop.predicates for place in layout.at.get(each, ())]
        if not places:
            return None
        found.append(places)
    return found


def _terms(obj: Var | Iri | None, bound: Bound) -> Collection[Term] | None:
    if obj is None:
        return None
    return bound.get(obj) if isinstance(obj, Var) else (obj,)


def _rows(
    members: Sequence[Member],
    places: Sequence[Sequence[int]],
    asked: Sequence[Collection[Term] | None],
    kept: Sequence[int],
) -> Iterable[Row]:
    if all(len(each) == 1 for each in places):
        for [place], terms in zip(places, asked, strict=True):
            if terms is not None:
                members = [m for m in members if m[1][place] in terms]
        columns = [places[n][0] for n in kept]
        return _columns(members, columns)
    return chain.from_iterable(_of_one(m, places, asked, kept) for m in members)


def _columns(members: Sequence[Member], places: Sequence[int]) -> Iterable[Row]:
    if not places:
        return [(node,) for node, _ in members]
    if len(places) == 1:
        [place] = places
        return [(node, objects[place]) for node, objects in members]
    pick = itemgetter(*places)
    return [(node, *pick(objects)) for node, objects in members]


def _of_one(
    member: Member,
    places: Sequence[Sequence[int]],
    asked: Sequence[Collection[Term] | None],
    kept: Sequence[int],
) -> Iterator[Row]:
    node, objects = member
    columns = [
        [objects[p] for p in some if terms is None or objects[p] in terms]
        for some, terms in zip(places, asked, strict=True)
    ]
    if all(columns):
        yield from ((node, *row) for row in product(*(columns[n] for n in kept)))


def _without_twins(table: Table) -> Table:
    """The table with each variable once: where it stands twice, both are the same."""
    columns = table.columns
    twins = [(columns.index(c), n) for n, c in enumerate(columns) if columns.index(c) < n]
    if not twins:
        return table
    rows = [row for row in table.rows if all(key(row[a]) == key(row[b]) for a, b in twins)]
    once = [n for n in range(len(columns)) if n not in {b for _, b in twins}]
    return Table(tuple(columns[n] for n in once), [tuple(row[n] for n in once) for row in rows])


# --- Paths of any length ------------------------------------------------------------------------


def _reached(reach: Reach, found: Table, data: Index) -> Table:
    """The ends of a path from those that are known, themselves among them."""
    onwards = reach.subject in found.columns
    known, other = (reach.subject, reach.object) if onwards else (reach.object, reach.subject)
    walk = steps(reach.predicates, data, onwards=onwards)
    rows = [(start, end) for start in found.terms(known) for end in closure(start, walk)]
    return Table((known, other), rows)


def steps(predicates: Iterable[str], data: Index, *, onwards: bool) -> dict[Term, list[Term]]:
    """Where one step of these predicates leads from each node, on or back."""
    found: dict[Term, list[Term]] = defaultdict(list)
    for predicate in predicates:
        for layout, members in data.stating(predicate):
            for node, objects in members:
                for place in layout.at[predicate]:
                    one, other = (node, objects[place]) if onwards else (objects[place], node)
                    found[one].append(other)
    return found


def closure(start: Term, walk: Mapping[Term, Sequence[Term]]) -> set[Term]:
    """What any number of steps leads to, the start among it."""
    reached, waiting = {start}, [start]
    while waiting:
        more = [term for term in walk.get(waiting.pop(), ()) if term not in reached]
        reached.update(more)
        waiting += more
    return reached


# --- Joins --------------------------------------------------------------------------------------


def key(term: Term) -> object:
    """What two terms have in common that a query may take for one: numbers have many spellings."""
    if isinstance(term, str) or term.datatype == XSD.string:
        return term
    return term.language


def _joined(one: Table, other: Table) -> Table:
    """The rows of both that agree on what they share."""
    shared = [column for column in other.columns if column in one.columns]
    added = [n for n, column in enumerate(other.columns) if column not in one.columns]
    columns = (*one.columns, *(other.columns[n] for n in added))
    of_one = _keys(one, [one.columns.index(column) for column in shared])
    of_other = _keys(other, [other.columns.index(column) for column in shared])
    rows: list[Row]
    if not added:
        known = set(of_other)
        return Table(
            columns, [row for row, at in zip(one.rows, of_one, strict=True) if at in known]
        )
    by_key: dict[object, list[Row]] = {}
    for row, at in zip(other.rows, of_other, strict=True):
        by_key.setdefault(at, []).append(tuple([row[n] for n in added]))
    rows = []
    for row, at in zip(one.rows, of_one, strict=True):
        if at in by_key:
            rows += [(*row, *more) for more in by_key[at]]
            if len(rows) > _MOST:
                raise TooMany
    return Table(columns, rows)


def _keys(table: Table, places: Sequence[int]) -> list[object]:
    """By what each row is joined, which has the terms in these places."""
    if len(places) == 1:
        terms = list(map(itemgetter(places[0]), table.rows))
        return [term if isinstance(term, str) else key(term) for term in terms]
    return [tuple([key(row[place]) for place in places]) for row in table.rows]


def _met(condition: Condition, table: Table) -> Table:
    """The rows that may meet a condition."""
    holds = condition.holds({column: place for place, column in enumerate(table.columns)})
    return table._replace(rows=[row for row in table.rows if holds(row)])
