"""Numbers in brackets that add up to one told before them: its parts.

In: a tape on which values are read. Out: the tape on which the bare numbers of such a bracket are
counts of what was counted: "twenty falls (12 on tea, 8 on milk)". That they add up is what says so.
"""

from collections.abc import Iterator, Sequence

from kg.reading.facts.draft import Draft
from kg.reading.facts.record import Kind
from kg.reading.tape import Item, Tape

RULE = "fact.count-parts"
_COUNTED = frozenset({"S", "Q"})
_PARTS = frozenset({"N", "S"})
_LEAST_WHOLE, _FEWEST, _FAR = 3, 2, 25


def in_parts(tape: Tape) -> Tape:
    """The tape with the parts of its counts read.

    >>> from kg.reading.facts.grammar import facts_of
    >>> [f.count for f in facts_of("there were 20 falls (tea, 12; milk: 8)")]
    [20, 12, 8]
    >>> [f.count for f in facts_of("there were 20 falls (tea, 12; milk: 9)")]
    [20]
    """
    if "(" not in tape.line:
        return tape
    items, found = list(tape.items), False
    for opened, closed in brackets(tape.items):
        bare = [n for n in range(opened + 1, closed) if items[n].form in _PARTS]
        whole = _whole(items, opened, bare)
        for place in bare if whole else ():
            if items[place].form == "N":
                items[place], found = _part(items[place], whole), True
    return Tape(tape.text, tuple(items)) if found else tape


def brackets(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """The places where brackets with nothing nested open and close."""
    opened: int | None = None
    for place, item in enumerate(items):
        if item.form == "(":
            opened = place
        elif item.form == ")" and opened is not None:
            yield opened, place
            opened = None


def _whole(items: list[Item], opened: int, bare: list[int]) -> Item | None:
    """The number before a bracket to which those within it add up, nearest first."""
    told = [_count(items[place]) for place in bare]
    counts = [count for count in told if count is not None]
    if len(counts) != len(told) or len(counts) < _FEWEST or sum(counts) < _LEAST_WHOLE:
        return None
    near = reversed(items[max(0, opened - _FAR) : opened])
    return next((item for item in near if _stated(item) == sum(counts)), None)


def _count(item: Item) -> int | None:
    """A bare whole number, or the count of people or events."""
    if item.form != "N":
        return _stated(item)
    value, written = item.value.value, item.value.written
    whole = value >= 0 and value == value.to_integral_value()
    return int(value) if whole and not {".", "·"} & set(written) else None


def _stated(item: Item) -> int | None:
    """What a counted number counts up to; a count out of others has its own count."""
    if item.form == "N":
        return _count(item)
    draft: Draft | None = item.value if item.form in _COUNTED else None
    return draft.whole("count") if draft is not None else None


def _part(item: Item, whole: Item | None) -> Item:
    """A number as a count of what its whole counts."""
    draft: Draft | None = whole.value if whole is not None and whole.form in _COUNTED else None
    events = draft is not None and draft.kind == "count"
    kind: Kind = "count" if events else "people"
    noun = draft.noun if draft is not None else None
    return item._replace(form="S", value=Draft(kind, RULE, (("count", item),), noun=noun))
