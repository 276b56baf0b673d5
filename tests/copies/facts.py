"""Facts that a copy states, and whether a statement says one of them.

In: expected facts and flattened statements. Out: what was found, what is missing, and results
that the copy does not state. A field that a fact does not name may be anything; a field that it
names as ``None`` must be absent.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from copies.statements import Amount, Names, Range, Statement, plain_name
from kg.units import comparable, convert

# What makes two results of a kind the same claim: a result that differs here was invented.
CORE = {
    "value": ("arm", "measurand", "threshold", "value"),
    "change": ("arm", "measurand", "direction"),
    "comparison": ("measurand", "threshold", "direction", "favours", "significance", "p", "value"),
    "event": ("arm", "event"),
    "association": ("factor", "p"),
    "conclusion": ("about", "polarity"),
}


class Called(NamedTuple):
    """A concept by its names: one of them, or all the words of ``words`` among few others."""

    names: tuple[str, ...]
    words: str = ""

    def fits(self, found: Names) -> bool:
        """Whether an account's concept is the one that is meant."""
        if {plain_name(n) for n in self.names} & found:
            return True
        wanted = set(plain_name(self.words or self.names[0]).split())
        return any(wanted <= set(n.split()) and len(n.split()) <= len(wanted) + 2 for n in found)


class OneOf(NamedTuple):
    """Any of these values: where a report leaves room for more than one right reading."""

    values: tuple[Any, ...]


class Fact(NamedTuple):
    """One fact of a family (K11, A10, …) that must be among the statements, or may be."""

    family: str
    kind: str
    fields: dict[str, Any]
    optional: bool = False

    def __str__(self) -> str:
        told = ", ".join(f"{k}={shown(v)}" for k, v in self.fields.items())
        return f"{self.family} {self.kind}: {told}"


def shown(value: Any) -> str:
    """A field's value as a reader likes to see it."""
    match value:
        case Called():
            text = "/".join(value.names[:2])
        case Names():
            text = max(value, key=len)
        case Amount():
            text = f"{value.value} {value.unit}"
        case Range():
            opening, closing = "[" if value.low_in else "(", "]" if value.high_in else ")"
            text = f"{opening}{value.low}; {value.high}{closing} {value.unit}"
        case OneOf():
            text = " or ".join(shown(v) for v in value.values)
        case tuple():
            text = " + ".join(shown(v) for v in value)
        case _:
            text = str(value)
    return text


def says(statement: Statement, fact: Fact) -> bool:
    """Whether a statement says a fact."""
    return statement.kind == fact.kind and all(
        agrees(statement.fields.get(k), v) for k, v in fact.fields.items()
    )


def agrees(found: Any, wanted: Any) -> bool:
    """Whether a field's value is what was wanted; units are converted."""
    match wanted:
        case OneOf():
            right = any(agrees(found, value) for value in wanted.values)
        case Called():
            right = isinstance(found, Names) and wanted.fits(found)
        case Amount():
            right = isinstance(found, Amount) and _same(*found, *wanted)
        case Range():
            right = isinstance(found, Range) and _same_range(found, wanted)
        case tuple() if isinstance(found, tuple):
            right = all(any(agrees(f, w) for f in found) for w in wanted)
        case _:
            right = bool(found == wanted)
    return right


def _same_range(found: Range, wanted: Range) -> bool:
    open_ends = (found.low_in or False, found.high_in or False) == (
        wanted.low_in or False,
        wanted.high_in or False,
    )
    return (
        open_ends
        and _same(found.low, found.unit, wanted.low, wanted.unit)
        and _same(found.high, found.unit, wanted.high, wanted.unit)
    )


def _same(
    value: Decimal | None, unit: str | None, wanted: Decimal | None, other: str | None
) -> bool:
    if value is None or wanted is None:
        return value is wanted
    if unit == other or other is None:
        return value == wanted
    if unit is None or not comparable(unit, other):
        return False
    return convert(value, unit, other) == wanted


class Held(NamedTuple):
    """A copy held against what was read from it."""

    copy: str
    seed: str
    found: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    invented: tuple[Statement, ...]
    statements: tuple[Statement, ...]


def hold(copy: str, seed: str, facts: Sequence[Fact], statements: Sequence[Statement]) -> Held:
    """A copy's facts against what was read: found, missing, invented."""
    asked = tuple(f for f in facts if not f.optional)
    found = tuple(f for f in asked if any(says(s, f) for s in statements))
    missing = tuple(f for f in asked if f not in found)
    invented = tuple(s for s in statements if s.kind in CORE and not _stated(s, facts))
    return Held(copy, seed, found, missing, invented, tuple(statements))


def _stated(statement: Statement, facts: Iterable[Fact]) -> bool:
    """Whether a copy states what a statement says; to say less than the copy is no invention."""
    core = CORE[statement.kind]
    return any(
        all(_no_more(statement.fields.get(k), v) for k, v in fact.fields.items() if k in core)
        for fact in facts
        if fact.kind == statement.kind
    )


def _no_more(found: Any, wanted: Any) -> bool:
    return found is None or agrees(found, wanted)


def shares(held: Iterable[Held]) -> dict[str, tuple[int, int]]:
    """For each family, how many of its facts were found, and how many were asked for."""
    tally: dict[str, list[int]] = {}
    for copy in held:
        for facts, hit in ((copy.found, 1), (copy.missing, 0)):
            for fact in facts:
                entry = tally.setdefault(fact.family, [0, 0])
                entry[0] += hit
                entry[1] += 1
    order = sorted(tally, key=lambda f: (f[0], int("".join(c for c in f if c.isdigit()))))
    return {family: (tally[family][0], tally[family][1]) for family in order}
