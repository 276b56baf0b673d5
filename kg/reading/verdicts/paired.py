"""Whose a direction is for certain: the arm that has more or less, and the one it is set against.

In: a clause, words for its arms, how many there are, and what is named. Out: the two arms; none where
a name could mean another, or order leaves it open.
"""

from collections.abc import Collection

from kg.reading.measures import PEOPLE
from kg.reading.phrases import VERBS
from kg.reading.subjects import Subject
from kg.reading.tape import Hit, Item
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides

Items = tuple[Item, ...]
Pair = tuple[int, int]


def pair_of(row: Row, sides: Sides, arms: int, found: tuple[Subject, ...]) -> Pair | None:
    """The arm that has more or less, and the one it is set against."""
    items = row.tape.items
    mentions = [
        (n, item.value.arms)
        for n, item in enumerate(items)
        if item.form in {"A", "I"} and item.value and not is_within(items, n)
    ]
    if any(len(each) > 1 for _, each in mentions):
        return None
    spans = [(s.items[0].start, s.items[-1].end) for s in found if s.items]
    mentions = [
        (n, each)
        for n, each in mentions
        if items[n].form == "A" or not any(a <= items[n].start < b for a, b in spans)
    ]
    against = row.tape.hit(AGAINST)
    reference = None
    if against is not None:
        end = _opened_until(row, against)
        behind = [(n, each[0]) for n, each in mentions if against.last <= n < end]
        told = {each[0] for n, each in mentions if n < against.first}
        if is_open(items, behind, told) or of_start(items[against.last :]):
            return None
        reference = behind[0][1] if behind else None
        if reference is None:
            reference = sides.of(_phrase(items[against.last :]))
        if reference is None:
            return None
    focal = list(dict.fromkeys(each[0] for _, each in mentions if each[0] != reference))
    if not focal:
        focal = _soft(row, against, sides, reference)
    if len(focal) == 1:
        other = reference if reference is not None else _other(focal[0], arms)
        return (focal[0], other) if other is not None else None
    if not focal and reference is not None and not _stranger(row, against):
        other = _other(reference, arms)
        return (other, reference) if other is not None else None
    return None


def is_within(items: Items, place: int) -> bool:
    """Whether a treatment is named as part of the name of a group: "the insulin injection group"."""
    behind = items[place + 1 : place + 2]
    return items[place].form == "I" and any(item.form == "A" for item in behind)


def is_open(items: Items, behind: list[Pair], told: Collection[int]) -> bool:
    """Whether names behind a word of comparing leave open who is meant: "than that of X in Y".

    So they do where the first of them was told of before: "X was lower than X with Y".
    """
    if len({arm for _, arm in behind}) <= 1:
        return False
    place, arm = behind[0]
    return arm in told or (items[place].form == "I" and items[place - 1].form == "of")


def of_start(items: Items) -> bool:
    """Whether it is how it was before that something is set against, and no arm."""
    start = next((n for n, item in enumerate(items[:_FEW]) if _is_start(item)), None)
    return start is not None and not {"A", "I"} & {item.form for item in items[:start]}


def _is_start(item: Item) -> bool:
    return item.form in _STARTS or (item.form == "T" and item.value.is_baseline)


_FEW = 4
_STARTS = frozenset("before baseline initial pretreatment pre-treatment preoperative".split())


def _opened_until(row: Row, against: Hit) -> int:
    """How far whom something is set against may be named: "compared with controls, X had …"."""
    forms = [item.form for item in row.tape.items[against.last : against.last + _PAST]]
    opens = against.first <= 1 and "," in forms
    return against.last + (forms.index(",") if opens else _PAST)


_PAST = 6
_SIDE = r"(?:in|with|for|by|after|among|under|on|receiving|taking|to|from|of|using|following)"


def _phrase(items: Items) -> Items:
    """The run that names whom something is set against, up to the next break."""
    start = 0
    while start < len(items) and items[start].form in _PHRASE_OPENS:
        start += 1
    end = next(
        (n for n in range(start, min(start + 8, len(items))) if items[n].form in _PHRASE_ENDS),
        start + 8,
    )
    return items[start:end]


_PHRASE_OPENS = frozenset(
    "the those that women men patients subjects participants children adults infants in of on with for a an group".split()
)
_PHRASE_ENDS = frozenset(
    "independent irrespective regardless , at after during over and but when while P D T V Q were was had in as for".split()
)


def _soft(row: Row, against: Hit | None, sides: Sides, reference: int | None) -> list[int]:
    """The arm that words of the clause mean: behind a preposition, or as the subject."""
    items = row.tape.items
    place = next((n for n, item in enumerate(items) if item.form in VERBS), 0)
    asides = (
        hit.items("who")
        for hit in row.tape.hits(_BEHIND)
        if against is None or not against.first <= hit.first < against.last + 1
    )
    found = (sides.of(run) for run in (items[:place], *asides))
    return list(dict.fromkeys(arm for arm in found if arm is not None and arm != reference))


_BEHIND = rf"{_SIDE} (?:the |a |an |those |patients |subjects |participants )*(?P<who>(?:[^\s,;]+ ){{0,4}}?(?:[^\s,;]+))(?= (?:{AGAINST}|,|at|during|over|and|was|were|had|in|for|by) | $)"


def _stranger(row: Row, against: Hit | None) -> bool:
    """Whether somebody is named before the comparison who is no arm that is known."""
    before = row.tape.part(0, against.first if against else len(row.tape.items))
    return before.hit(_SOMEBODY) is not None


_SOMEBODY = rf"(?:{{w}} (?:groups?|arms?)|(?:{PEOPLE}|those) (?:treated|receiving|taking|given|who|on|in)|(?:with|receiving|taking|by) {{w}})"


def _other(arm: int, arms: int) -> int | None:
    return 1 - arm if arms == 2 else None  # noqa: PLR2004 - a pair
