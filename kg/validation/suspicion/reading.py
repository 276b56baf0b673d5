"""A query of ours, read as far as it says what a row of it needs.

In: the text of a query. Out: the ways in which it can have a row: which nodes state what, which
nodes are the same, and what is compared. Of an expression that is not known here nothing is asked;
a construct that is not known is refused, and its query is then given all that it names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, product
from typing import Final, NamedTuple, NoReturn

from kg.namespaces import RDF
from kg.terms import Iri
from kg.validation.suspicion.conditions import Condition, Expressions
from kg.validation.suspicion.tokens import Refused, Tokens, Var

_REPEATED: Final = frozenset("*+?")


class Hop(NamedTuple):
    """A node states one of these predicates of another, of a certain one, or of anything."""

    subject: Var
    predicates: frozenset[str]
    object: Var | Iri | None


class Reach(NamedTuple):
    """From one node another is reached by so many steps of these predicates, or it is the same."""

    subject: Var
    predicates: frozenset[str]
    object: Var


class Way(NamedTuple):
    """One way for a row.

    ``inner`` are groups that have rows of their own, each with the variables that it hands on;
    ``beside`` are those without which there is a row too.
    """

    hops: tuple[Hop, ...] = ()
    reaches: tuple[Reach, ...] = ()
    listed: tuple[tuple[Var, frozenset[Iri]], ...] = ()
    conditions: tuple[Condition, ...] = ()
    inner: tuple[tuple[frozenset[Var], "Ways"], ...] = ()
    beside: tuple["Ways", ...] = ()
    same: tuple[tuple[Var, Var], ...] = ()

    def and_(self, other: "Way") -> "Way":
        """Both at once."""
        return Way(
            self.hops + other.hops,
            self.reaches + other.reaches,
            self.listed + other.listed,
            self.conditions + other.conditions,
            self.inner + other.inner,
            self.beside + other.beside,
            self.same + other.same,
        )


Ways = tuple[Way, ...]


def read(query: str) -> Ways:
    """The ways in which a query can have a row.

    *Errors*: ``Refused`` where it holds what is not known here.
    """
    return tuple(_settled(way, {}, {}) for way in _Reading(Tokens(query)).query())


class _Reading:
    """One query, read from its first token to its last."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._fresh = (Var(f" {number}") for number in count())

    def query(self) -> Ways:
        tokens = self._tokens
        if tokens.take("CONSTRUCT"):
            tokens.skip("{", "}")
            tokens.take("WHERE")
            return self._group()
        return self._selected()[1]

    def _selected(self) -> tuple[frozenset[Var], Ways]:
        """A selection from its first word on: what it hands on, and its ways."""
        tokens = self._tokens
        tokens.need("SELECT")
        projected = list(tokens.until("{", "WHERE"))
        tokens.take("WHERE")
        ways = self._group()
        rest = list(tokens.until("}"))
        # An aggregate of nothing is a row all the same, were there no group.
        if "(" in projected and "GROUP" not in rest:
            self._refuse("an aggregate over everything")
        return frozenset(_handed_on(projected)), ways

    def _group(self) -> Ways:
        tokens = self._tokens
        tokens.need("{")
        if tokens.next == "SELECT":
            inner = self._selected()
            tokens.need("}")
            return (Way(inner=(inner,)),)
        ways: Ways = (Way(),)
        while not tokens.take("}"):
            more = self._part()
            ways = tuple(one.and_(other) for one, other in product(ways, more))
            tokens.take(".")
        return ways

    def _part(self) -> Ways:
        tokens = self._tokens
        if tokens.next == "{":
            return self._united()
        if tokens.take("OPTIONAL") or tokens.take("MINUS"):
            return (Way(beside=(self._group(),)),)
        if tokens.take("FILTER"):
            return (self._filter(),)
        if tokens.take("BIND"):
            return (self._bound(),)
        if tokens.take("VALUES"):
            return (self._values(),)
        if not tokens.next.startswith("?"):
            self._refuse(tokens.next)
        return self._stated()

    def _united(self) -> Ways:
        ways = self._group()
        while self._tokens.take("UNION"):
            ways += self._group()
        return ways

    def _filter(self) -> Way:
        tokens = self._tokens
        if tokens.take("NOT"):
            tokens.need("EXISTS")
            return Way(beside=(self._group(),))
        found = Expressions(tokens).bracketed()
        return Way(conditions=() if found is None else (found,))

    def _bound(self) -> Way:
        """What only names a variable once more makes both one; what else is bound is left open."""
        tokens = self._tokens
        tokens.need("(")
        said = list(tokens.until("AS"))
        tokens.need("AS")
        name = Var(tokens.take_any())
        tokens.need(")")
        other = [Var(each) for each in said if each.startswith("?")]
        return Way(same=((name, other[0]),) if len(said) == len(other) == 1 else ())

    def _values(self) -> Way:
        tokens = self._tokens
        several = tokens.take("(")
        names = [Var(each) for each in tokens.until(")" if several else "{")]
        if several:
            tokens.need(")")
        tokens.need("{")
        given = [each for each in tokens.until("}") if each not in {"(", ")"}]
        tokens.need("}")
        columns = ((name, given[place :: len(names)]) for place, name in enumerate(names))
        iris = ((name, [tokens.iri(each) for each in column]) for name, column in columns)
        return Way(listed=tuple((n, frozenset(filter(None, c))) for n, c in iris if all(c)))

    # --- Triples ---------------------------------------------------------------------------------

    def _stated(self) -> Ways:
        tokens = self._tokens
        subject = Var(tokens.take_any())
        ways = self._of(subject)
        while tokens.take(";"):
            if tokens.next in {".", "}"}:
                break
            ways = tuple(one.and_(other) for one, other in product(ways, self._of(subject)))
        return ways

    def _of(self, subject: Var) -> Ways:
        step = self._path()
        ways = step(subject, self._object())
        while self._tokens.take(","):
            ways = tuple(o.and_(t) for o, t in product(ways, step(subject, self._object())))
        return ways

    def _object(self) -> Var | Iri | None:
        """A variable or an IRI; of a literal nothing is asked."""
        token = self._tokens.take_any()
        return Var(token) if token.startswith("?") else self._tokens.iri(token)

    def _path(self) -> "_Step":
        if self._tokens.next.startswith("?"):
            return _open(Var(self._tokens.take_any()))
        return self._either()

    def _either(self) -> "_Step":
        steps = [self._sequence()]
        while self._tokens.take("|"):
            steps.append(self._sequence())
        return steps[0] if len(steps) == 1 else _alternatives(steps)

    def _sequence(self) -> "_Step":
        steps = [self._repeated()]
        while self._tokens.take("/"):
            steps.append(self._repeated())
        return steps[0] if len(steps) == 1 else self._chain(steps)

    def _repeated(self) -> "_Step":
        tokens = self._tokens
        inverse = tokens.take("^")
        if tokens.take("("):
            step = self._either()
            tokens.need(")")
        else:
            step = _plain(self._predicate())
        if inverse:
            step = _inverse(step)
        if tokens.next in _REPEATED:
            tokens.take_any()
            return self._reached(step)
        return step

    def _predicate(self) -> str:
        came = self._tokens.take_any()
        return RDF.type if came == "a" else self._tokens.iri(came) or self._refuse(came)

    def _chain(self, steps: Sequence["_Step"]) -> "_Step":
        def chained(subject: Var, obj: Var | Iri | None) -> Ways:
            ends: list[Var | Iri | None] = [subject, *(next(self._fresh) for _ in steps[1:]), obj]
            ways: Ways = (Way(),)
            for step, one, other in zip(steps, ends, ends[1:], strict=False):
                if not isinstance(one, Var):
                    raise Refused("a step from a constant")
                ways = tuple(w.and_(m) for w, m in product(ways, step(one, other)))
            return ways

        return chained

    def _reached(self, step: "_Step") -> "_Step":
        def reached(subject: Var, obj: Var | Iri | None) -> Ways:
            if not isinstance(obj, Var):
                raise Refused("a repeated path to a constant")
            [way] = step(Var(" from"), Var(" to"))
            [hop] = way.hops
            onwards = hop.subject == Var(" from")
            ends = (subject, obj) if onwards else (obj, subject)
            return (Way(reaches=(Reach(ends[0], hop.predicates, ends[1]),)),)

        return reached

    def _refuse(self, what: str) -> NoReturn:
        raise Refused(what)


def _handed_on(projected: Iterable[str]) -> Iterator[Var]:
    """The variables of a projection that are those of its rows; what is computed is none."""
    depth = 0
    for each in projected:
        depth += (each == "(") - (each == ")")
        if not depth and each.startswith("?"):
            yield Var(each)


_Step = Callable[[Var, Var | Iri | None], Ways]
"""What a path asks of its two ends."""


def _plain(predicate: str) -> _Step:
    return lambda subject, obj: (Way(hops=(Hop(subject, frozenset({predicate}), obj),)),)


def _open(name: Var) -> _Step:
    """A predicate that a list of values gives; it is put in when all of the group is read."""
    return lambda subject, obj: (Way(hops=(Hop(subject, frozenset({name}), obj),)),)


def _inverse(step: _Step) -> _Step:
    def turned(subject: Var, obj: Var | Iri | None) -> Ways:
        if not isinstance(obj, Var):
            raise Refused("a step back from a constant")
        return step(obj, subject)

    return turned


def _alternatives(steps: Sequence[_Step]) -> _Step:
    """Plain steps one way are one hop; others are ways of their own."""

    def either(subject: Var, obj: Var | Iri | None) -> Ways:
        ways = [way for step in steps for way in step(subject, obj)]
        hops = [hop for way in ways for hop in way.hops]
        alike = len({(hop.subject, hop.object) for hop in hops}) == 1
        if alike and len(hops) == len(ways) and not any(way.reaches for way in ways):
            every = frozenset[str]().union(*(hop.predicates for hop in hops))
            return (Way(hops=(hops[0]._replace(predicates=every),)),)
        return tuple(ways)

    return either


# --- Names put in -------------------------------------------------------------------------------


def _settled(way: Way, same: Mapping[Var, Var], listed: Mapping[Var, frozenset[Iri]]) -> Way:
    """The way with one name for what is the same, and with the predicates that lists give."""
    same = {**same, **dict(way.same)}
    listed = {**listed, **dict(way.listed)}

    def name(var: Var) -> Var:
        return same.get(var, var)

    return Way(
        hops=tuple(_named(hop, name, listed) for hop in way.hops),
        reaches=tuple(Reach(name(s), p, name(o)) for s, p, o in way.reaches),
        listed=tuple((name(var), values) for var, values in way.listed),
        conditions=tuple(condition.renamed(name) for condition in way.conditions),
        inner=tuple(
            (handed, tuple(_settled(each, {}, {}) for each in ways)) for handed, ways in way.inner
        ),
        beside=tuple(tuple(_settled(each, same, listed) for each in some) for some in way.beside),
    )


def _named(hop: Hop, name: Callable[[Var], Var], listed: Mapping[Var, frozenset[Iri]]) -> Hop:
    predicates = set[str]()
    for each in hop.predicates:
        if not isinstance(each, Var):
            predicates.add(each)
        elif each in listed:
            predicates |= listed[each]
        else:
            raise Refused("a predicate that is open")
    obj = name(hop.object) if isinstance(hop.object, Var) else hop.object
    return Hop(name(hop.subject), frozenset(predicates), obj)
