"""Bare counts: "with 1 in the tea group and 3 in the milk group", "12 versus none", "rash (3)".

In: items on which values are read. Out: the same with whole numbers that stand right before groups,
or in brackets behind harms, read as counts, where two or more do, and with "none" as the count of
those set against others.
"""

from decimal import Decimal

from kg.reading.atoms import Number
from kg.reading.facts.draft import Draft
from kg.reading.facts.further import exact
from kg.reading.facts.record import Kind
from kg.reading.tape import Item

_BEFORE = frozenset(
    {"with", "and", "than", "versus", "vs", "while", "whereas", "but", ",", ";", "(", "only", ":"}
)
_BEHIND = frozenset({"in", "on", "with", "for", "among"})
_GROUPS = frozenset({"group", "groups", "arm", "arms", "recipients"})
_AGAINST = frozenset({"with", "and", "than", "versus", "vs", "whereas", "while", "but"})
_ENDING = frozenset({".", ")", ";", ","})
_MEASURED = frozenset(
    "mean median average score scores rate rates time duration level levels ratio index grade day days week weeks".split()
)
_HARMS = frozenset("complications events toxicities reactions symptoms E".split())
_LISTING = frozenset({",", ";", ".", "and", "or"})
_COUNTS, _PEOPLE = frozenset("SQ"), frozenset("SH")
_FEWEST, _FARTHEST, _NEAR = 2, 6, 4


def read_grouped(items: list[Item]) -> None:
    """Reads the bare counts of groups and of harms, in place.

    >>> from kg.reading.facts.grammar import facts_of
    >>> [f.count for f in facts_of("It was rare, with 1 in the tea group and 3 in the milk group.")]
    [1, 3]
    >>> [f.count for f in facts_of("Two men on tea and none on milk slept.")]
    [2, 0]
    """
    forms = [item.form for item in items]
    bare = [n for n in range(1, len(items) - 1) if _is_bare(items, n) and _before_group(forms, n)]
    for place in _listed(items, forms):
        items[place] = _counted(items, place, items[place])
    counted = [n for n, form in enumerate(forms) if form in _COUNTS]
    beside = [n for n in counted if _before_group(forms, n)]
    if bare and len(bare) + len(beside) >= _FEWEST and _MEASURED.isdisjoint(forms[: bare[0]]):
        for place in bare:
            items[place] = _counted(items, place, items[place])
            counted.append(place)
    for place in [n for n, form in enumerate(forms) if form == "none"] if counted else ():
        item = items[place]
        if _is_set_against(forms, place) or _of_people(forms, place):
            nought = item._replace(form="N", value=Number(Decimal(0), "none"))
            items[place] = _counted(items, place, nought)


def _listed(items: list[Item], forms: list[str]) -> list[int]:
    """The whole numbers alone in brackets behind the names of a list of harms: "rash (3), pain (2)"."""
    head = next((n for n, form in enumerate(forms) if form in _HARMS), len(forms))
    places = [
        n
        for n in range(head + 2, len(forms) - 1)
        if forms[n - 1 : n + 2] == ["(", "N", ")"]
        and forms[n - 2].isalpha()
        and _LISTING.issuperset(forms[n + 2 : n + 3])
        and not exact(items[n])
    ]
    return places if len(places) >= _FEWEST else []


def _is_bare(items: list[Item], place: int) -> bool:
    """Whether a whole number stands where a list goes on."""
    item = items[place]
    whole = item.form == "N" and not exact(item) and item.value.value >= 0
    return whole and items[place - 1].form in _BEFORE


def _before_group(forms: list[str], place: int) -> bool:
    """Whether the words right behind a number name a group."""
    behind = forms[place + 1 : place + 1 + _FARTHEST]
    if behind[:1] == [] or behind[0] not in _BEHIND:
        return False
    ends = next((n for n, form in enumerate(behind) if form in _GROUPS), 0)
    return ends > 1 and all(form[0].isalnum() and not form.isupper() for form in behind[:ends])


def _is_set_against(forms: list[str], place: int) -> bool:
    """Whether "none" is what others are set against, and not said of things: "none was serious"."""
    before, behind = forms[place - 1 : place], forms[place + 1 : place + 2]
    ended = not behind or behind[0] in _ENDING
    return bool(before) and before[0] in _AGAINST and (ended or behind[0] in _BEHIND)


def _of_people(forms: list[str], place: int) -> bool:
    """Whether it is people of whom there are none: "whereas none of the 12 women"."""
    behind = forms[place + 1 : place + 1 + _FARTHEST]
    return behind[:2] == ["of", "the"] and not _PEOPLE.isdisjoint(behind[2:_NEAR])


def _counted(items: list[Item], place: int, number: Item) -> Item:
    """A number as the count of what the counts beside it count."""
    other = next(
        (i.value for i in (*reversed(items[:place]), *items[place:]) if i.form == "S"), None
    )
    kind: Kind = other.kind if other is not None else "people"
    noun = other.noun if other is not None else None
    made = Draft(kind, "fact.count-grouped", (("count", number),), noun=noun)
    return number._replace(form="S", value=made)
