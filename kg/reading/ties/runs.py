"""The lists of values and the lists of arms of a clause, and what stands between them.

In: the tape of a scene. Out: a :class:`Clause` with its :class:`Run` records, left to right.
"""

from collections.abc import Callable
from decimal import Decimal

from kg.reading.frozen import Frozen
from kg.reading.tape import Tape

COMPARING = frozenset({"vs", "vs.", "versus", "v", "v.", "compared", "against", "than", "opposed"})
_VALUE_JOINS = COMPARING | {",", "and", "or", "to", "with", "/", ";", "as"}
_SIGNS = frozenset({"(", ")", "[", "]", "U", "+", "€", "$", "£"})
_ARM_JOINS = frozenset(
    {",", "and", "or", "vs", "vs.", "versus", "compared", "with", "to", "than", "the", "in", "for"}
    | {"those", "that", "of", "from", "on", "S"}
)
_FURTHEST = 6

Size = Callable[[int], Decimal | None]


class Run(Frozen, frozen=True, gc=False):
    """A list of values, or of arms: its items from first to last, its members, how it is joined.

    ``against`` says of each join whether it sets what is before it against what is behind.
    """

    kind: str
    first: int
    last: int
    members: tuple[int, ...]
    joins: frozenset[str] = frozenset()
    against: tuple[bool, ...] = ()

    @property
    def halves(self) -> bool:
        """Whether one half of the values is set against the other: "3 and 4 versus 5 and 6"."""
        size, middle = len(self.members), len(self.against) // 2
        return size > 2 and not size % 2 and sum(self.against) == 1 and self.against[middle]  # noqa: PLR2004 - a pair


class Clause(Frozen, frozen=True, gc=False):
    """A clause: its tape, its lists, how large a fact's number is, and how many arms there are.

    Of its lists there are those of values, those that name arms, and the kinds of all in their
    order: "vava" where values and arms take turns.
    """

    tape: Tape
    runs: tuple[Run, ...]
    size: Size
    arms: int
    values: tuple[Run, ...]
    named: tuple[Run, ...]
    kinds: str

    def only(self, runs: tuple[Run, ...]) -> "Clause":
        """The clause with no more than some of its lists."""
        return _clause(self.tape, runs, self.size, self.arms)

    @property
    def words(self) -> frozenset[str]:
        """The forms of its items."""
        return self.tape.forms

    @property
    def said(self) -> frozenset[str]:
        """Its words, those within the names of arms among them."""
        text, names = self.tape.text, (i for i in self.tape.items if i.form == "A")
        return self.words.union(*(text[i.start : i.end].lower().split() for i in names))

    def forms(self, first: int, last: int) -> list[str]:
        """The forms of the items from one to another."""
        return [item.form for item in self.tape.items[max(0, first) : last]]

    def pair(self, run: Run) -> tuple[Decimal | None, ...]:
        """The sizes of the values of a list."""
        return tuple(self.size(self.tape.items[n].value) for n in run.members)


def clause_of(tape: Tape, size: Size, arms: int) -> Clause:
    """The clause of a tape, its lists read."""
    runs = tuple(part for run in _runs(tape) for part in _pairs(run))
    return _clause(tape, runs, size, arms)


def _clause(tape: Tape, runs: tuple[Run, ...], size: Size, arms: int) -> Clause:
    values = tuple(run for run in runs if run.kind == "v")
    named = tuple(run for run in runs if run.kind == "a")
    return Clause(tape, runs, size, arms, values, named, "".join(run.kind for run in runs))


def _pairs(run: Run) -> list[Run]:
    """A list of pairs as these pairs: "3 vs 4, 5 vs 6, and 7 vs 8"; any other list as it is."""
    paired = run.against == tuple(n % 2 == 0 for n in range(len(run.against)))
    if run.kind != "v" or len(run.members) % 2 or len(run.members) == 2 or not paired:  # noqa: PLR2004 - a pair
        return [run]
    rows = [run.members[n : n + 2] for n in range(0, len(run.members), 2)]
    return [Run("v", a, b + 1, (a, b), run.joins & COMPARING, (True,)) for a, b in rows]


def _runs(tape: Tape) -> list[Run]:
    found: list[Run] = []
    for n, item in enumerate(tape.items):
        if item.form not in {"V", "A"}:
            continue
        kind = "v" if item.form == "V" else "a"
        members = (n,) if kind == "v" else tuple(item.value)
        inside = kind == "a" and n and item.start < tape.items[n - 1].end
        if inside and found and found[-1].kind == "v" and found[-1].last == n:
            found[-1:] = _apart(found[-1])
        last = found[-1] if found and found[-1].kind == kind else None
        between = (
            set(told)
            if last and len(told := between_of(tape, last.last, n)) <= _FURTHEST
            else set()
        )
        if last and kind == "a" and between == {","} and _is_background(tape, last.first):
            last = None
        if last and kind == "v" and between & COMPARING:
            between -= _SIGNS
            between -= {"."} if {"v", "vs"} & between else set()
        if last and kind == "v" and _is_part(between_of(tape, last.last, n)):
            last = None
        if last and between and between <= (_VALUE_JOINS if kind == "v" else _ARM_JOINS):
            joins, against = last.joins | between, (*last.against, bool(between & COMPARING))
            found[-1] = Run(kind, last.first, n + 1, last.members + members, joins, against)
        else:
            found.append(Run(kind, n, n + 1, members))
    return found


def _apart(run: Run) -> list[Run]:
    """A list of values without its last one, and that one: an arm is named within it alone."""
    *rest, last = run.members
    if not rest:
        return [run]
    first = Run(run.kind, run.first, rest[-1] + 1, tuple(rest), run.joins, run.against[:-1])
    return [first, Run(run.kind, last, last + 1, (last,))]


def _is_part(between: list[str]) -> bool:
    """Whether the next value is of part of what the last one counts: "21 relapses, with 2 in X"."""
    return between == [",", "with"]


def _is_background(tape: Tape, first: int) -> bool:
    """Whether an arm is what others are compared with: "compared with X, Y had …"."""
    before = {item.form for item in tape.items[max(0, first - 3) : first]}
    return bool(before & {"compared", "unlike", "relative", "comparison", "versus"})


def between_of(tape: Tape, first: int, last: int) -> list[str]:
    """The forms between two items, without asides in brackets that hold neither value nor arm."""
    told: list[str] = []
    n = first
    while n < last:
        close = closing(tape, n, last) if tape.items[n].form in {"(", "["} else 0
        if close and not any(item.form in {"V", "A", "X"} for item in tape.items[n:close]):
            n = close
        else:
            told.append(tape.items[n].form)
            n += 1
    return told


def closing(tape: Tape, first: int, last: int) -> int:
    """The place after the bracket that closes the one at ``first``; nought where none does."""
    depth = 0
    for n in range(first, last):
        depth += tape.items[n].form in {"(", "["}
        depth -= tape.items[n].form in {")", "]"}
        if not depth:
            return n + 1
    return 0
