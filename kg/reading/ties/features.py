"""What speaks for a tie: named features of a value and an arm, or of a value and an outcome.

In: a row and two spans in it. Out: names of features; the model has a weight for each.
"""

from bisect import bisect
from collections.abc import Iterator
from itertools import chain

from kg.reading.ties.marked import Head, Row

_PARTING = frozenset(
    "; : , ( ) [ ] while whereas but than versus vs compared and or v with to from at".split()
)
_TIMES = frozenset(
    "day days week weeks month months year years hour hours baseline follow-up postoperatively min minutes h visit".split()
)
_STEPS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30)
_BAG, _MANY = 9, 6


def features(row: Row, kind: Head, value: int, head: int) -> list[str]:
    """The names of all that is true of a value and a head."""
    letter = "A" if kind == "arm" else "O"
    here, there = row.at("V", value), row.at(letter, head)
    side = "<" if here < there else ">"
    low, high = sorted((here, there))
    between = row.words[low + 1 : high]
    told = chain(
        _order(row, letter, value, head),
        _distance(between, side),
        _lists(row, here, there, side),
        _around(row, here, there, side, between),
        _inside(row, kind, value, head) if kind == "outcome" else (),
    )
    return list(dict.fromkeys(told))


def _order(row: Row, letter: str, value: int, head: int) -> Iterator[str]:
    """The ranks of both among their like: the third of four values, the first of two arms."""
    values = sorted({p for (k, _), p in row.places.items() if k == "V"})
    heads = sorted({p for (k, _), p in row.places.items() if k == letter})
    here, there = row.at("V", value), row.at(letter, head)
    n, m = len(values), len(heads)
    i, j = values.index(here), heads.index(there)
    yield f"values={min(n, _MANY)}|heads={min(m, _MANY)}"
    if n <= _MANY and m <= _MANY:
        yield f"rank {n},{m}:{i},{j}"
    respectively = "resp" if "respectively" in row.words else "plain"
    if m > 1 and n % m == 0:
        yield f"in turn {i % m == j}|{respectively}"
        yield f"in blocks {i // (n // m) == j}|{respectively}"
        yield f"in turn {i % m == j}|n{n}m{m}"
        yield f"in blocks {i // (n // m) == j}|n{n}m{m}"
    if m < n and not n % m:
        yield f"fold {i // (n // m) == j}"
    nearest = bisect(heads, here)
    before, after = nearest - 1 == j, nearest == j
    yield f"last before {before}|{respectively}|{_kinds(row, letter, here, there)}"
    yield f"first after {after}|{respectively}|{_kinds(row, letter, here, there)}"
    gaps = sorted(abs(p - here) for p in heads)
    yield f"nearest {gaps.index(abs(there - here))}|{'<' if here < there else '>'}"
    yield f"j{min(j, 3)} of {min(m, 4)}"
    turn = "".join(w for w in row.words if w in {"V", letter})
    if len(turn) <= 10:  # noqa: PLR2004 - longer ones are one of a kind
        yield f"turn {turn}:{i},{j}"


def _kinds(row: Row, letter: str, here: int, there: int) -> str:
    """The spans between two places, in short: "AV" for an arm and then a value."""
    low, high = sorted((here, there))
    return "".join(w for w in row.words[low + 1 : high] if w in {"V", letter})[:4]


def _distance(between: list[str], side: str) -> Iterator[str]:
    step = bisect(_STEPS, len(between))
    yield f"far {side}{step}"
    values, arms, outcomes = (min(between.count(x), 4) for x in "VAO")
    yield f"between {side} V{values}A{arms}"
    yield f"between {side} V{values}O{outcomes}"
    yield f"between {side} V{values}A{arms}O{outcomes}"
    signs = sorted(_PARTING & set(between))
    for sign in signs:
        yield f"part {side}{sign}"
    yield f"parts {side}{' '.join(s for s in signs if s in ';():')}|V{values}"
    if len(between) <= _BAG:
        for word in set(between):
            yield f"word {side}{word}"
    if len(between) <= 4:  # noqa: PLR2004 - a phrase
        yield f"words {side}{' '.join(between)}"


def _lists(row: Row, here: int, there: int, side: str) -> Iterator[str]:
    """Ranks in the lists that both stand in, where these are equally long."""
    first, rank, length = row.lists[here]
    _, place, heads = row.lists[there]
    respectively = "resp" if "respectively" in row.words else "plain"
    yield f"lists {min(length, 4)},{min(heads, 4)}:{min(rank, 3)},{min(place, 3)}|{side}|{respectively}"
    if length == heads > 1:
        yield f"dealt {rank == place}|{respectively}|{side}"
        gap = row.words[min(here, there) : max(here, there)]
        yield f"dealt {rank == place}|{bisect(_STEPS, len(gap))}"
    mates = [p for p in row.lists if row.lists[p][0] == first]
    after = row.word(max(mates) + 1)
    yield f"list goes on {after}|{side}{place}"


def _around(row: Row, here: int, there: int, side: str, between: list[str]) -> Iterator[str]:
    yield f"value after {row.word(here - 1)}|{side}"
    yield f"value before {row.word(here + 1)}|{side}"
    yield f"head after {row.word(there - 1)}|{side}"
    yield f"head before {row.word(there + 1)}|{side}"
    inner, outer = row.depths[here], row.depths[there]
    yield f"brackets {bool(inner)} {bool(outer)} {inner == outer}|{side}"
    if between:
        yield f"edge {side}{between[0]}..{between[-1]}"
        yield f"brackets {bool(inner)} {bool(outer)} {inner == outer}|{side}|{min(between.count('V'), 3)}"


def _inside(row: Row, kind: Head, value: int, head: int) -> Iterator[str]:
    """What an outcome and a value are by their own words."""
    marked = row.marked
    start, end = marked.heads(kind)[head]
    words = marked.text[start:end].lower().split()
    told = "time" if _TIMES & set(words) else "thing"
    here, there = row.at("V", value), row.at("O", head)
    values, heads = row.lists[here], row.lists[there]
    yield f"outcome {told}|{'<' if here < there else '>'}"
    low, high = sorted((here, there))
    crossed = row.words[low + 1 : high]
    yield f"outcome {told}|V{min(crossed.count('V'), 3)}O{min(crossed.count('O'), 3)}|{'<' if here < there else '>'}"
    yield f"outcome {told}|{values[2]},{heads[2]}:{values[1] == heads[1]}"
    yield f"outcome begins {words[0] if words else ''}"
    yield f"outcome ends {words[-1] if words else ''}"
    yield f"outcome long {min(len(words), 5)}"
    first, last = marked.values[value]
    form = "%" if "%" in marked.text[first:last] else "±" if "±" in marked.text[first:last] else "n"
    yield f"outcome {told} of {form}"
