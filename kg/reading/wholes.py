"""Whole numbers that can count people, told from years, doses and values with a spread.

In: items of a tape. Out: their forms, ``V`` only where the number is bare, and their sizes.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from kg.reading.measures import Head, Measure
from kg.reading.tape import Item, Tape

_WHO = frozenset("which who whose where".split())
_YEARS = range(1900, 2100)


def form_of(item: Item) -> str:
    """The form of an item: ``Y`` for a year, ``W`` for a value with a unit or a spread."""
    if item.form != "V":
        return item.form
    measure: Measure = item.value
    if not _is_bare(measure) or measure.value is None:
        return "W"
    whole = measure.value == measure.value.to_integral_value()
    return "Y" if whole and _YEARS.start <= measure.value < _YEARS.stop else "V"


@lru_cache(maxsize=64)
def forms_of(tape: Tape) -> tuple[str, ...]:
    """The forms of all items of a tape; kept a while, since many ask for those of one page."""
    return tuple([item.form if item.form != "V" else form_of(item) for item in tape.items])


def size_of(item: Item) -> int | None:
    """The number of people that an item can stand for, or nothing."""
    if isinstance(item.value, Head):
        return item.value.count
    if item.form == "Q":
        return item.value.count  # type: ignore[no-any-return]
    if item.form != "V":
        return None
    measure: Measure = item.value
    whole = measure.value is not None and measure.value == measure.value.to_integral_value()
    plain = whole and _is_bare(measure)
    return int(measure.value) if plain and measure.value and measure.value > 1 else None


def _is_bare(measure: Measure) -> bool:
    """Whether a number has neither a spread nor a unit; "pts" are patients as well as points."""
    unitless = measure.unit is None or measure.unit.written == "pts"
    return unitless and measure.spread is None


def depths(forms: Sequence[str]) -> list[int]:
    """How deep in parentheses each form stands; the signs themselves stand outside.

    >>> depths("a ( b ) c".split())
    [0, 0, 1, 0, 0]
    """
    if "(" not in forms:
        return [0] * len(forms)
    deep: list[int] = []
    depth = 0
    for form in forms:
        if form == ")":
            depth = max(0, depth - 1)
        deep.append(depth)
        depth += form == "("
    return deep


def outside(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items that stand outside brackets, no bracket among them."""
    deep = depths([item.form for item in items])
    return tuple(
        item
        for item, depth in zip(items, deep, strict=True)
        if not depth and item.form not in {"(", ")"}
    )


def without_clauses(flat: tuple[Item, ...]) -> tuple[Item, ...]:
    """A stretch without what its commas tell of single names: "the tea group, who drank it hot, and"."""
    kept: list[Item] = []
    inside = False
    for item, behind in zip_longest(flat, flat[1:]):
        if item.form == "," and behind and behind.form in _WHO:
            inside = True
        elif item.form in {",", ";", "."}:
            inside = False
        if not inside:
            kept.append(item)
    return tuple(kept)
