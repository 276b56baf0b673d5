"""What of a sentence is a value that an arm may have: the facts as items on its tape.

In: items and facts. Out: the items with the facts in place of what they cover; people to whom
something happened are values, numbers that only label or compare are none.
"""

from collections.abc import Iterable

from kg.reading.facts import Fact
from kg.reading.phrases import VERBS
from kg.reading.tape import Item

VALUES = frozenset({"value", "spread", "rate", "percentage", "count", "count-of-total"})
"""The kinds of facts that are values of groups."""
_NEAR = 5
_CLOSES = {")": "(", "]": "["}
_NAMES = frozenset({"A", "I"})
_CLOSED = _NAMES | {"T"}  # what begins in one is part of it: "week 12 responses"
_HAPPENED = frozenset(
    "occurred developed experienced observed found reported had died achieved completed seen recorded noted required relapsed".split()
)
_AGAINST = frozenset({"vs", "vs.", "versus", "v"})
_JOINING = frozenset({"and", "vs", "vs.", "versus", "with"})
_WHOLE = (["the"], ["these"], ["those"])
_LABELLED = frozenset(
    "grade grades stage stages cycle cycles arm arms group groups phase phases type level levels and/or week weeks day days".split()
)
_LABELS = frozenset("cycles courses postoperative treatment arms groups cycle arm group".split())
_MULTIPLIED = frozenset("that those as more less higher lower greater larger the".split())
_BY = frozenset("more less higher lower greater smaller longer shorter fewer".split())


def outside(items: Iterable[Item], marks: list[Item]) -> list[Item]:
    """The marks that lie in no mention of an arm: a dose that is part of its name is no value."""
    named = [(item.start, item.end) for item in items if item.form == "A"]
    return [m for m in marks if not any(a <= m.start and m.end <= b for a, b in named)]


def overlaid(items: Iterable[Item], marks: Iterable[Item]) -> list[Item]:
    """The items with marks in place of what they cover; a mark within a mention of arms is none.

    Of "5% of patients with zentarol" the patients are the value's, and the mention is what is left.

    >>> row = [Item("to", 0, 2), Item("N", 3, 4), Item("%", 4, 5)]
    >>> [item.form for item in overlaid(row, [Item("V", 3, 5)])]
    ['to', 'V']
    """
    found = list(items)
    closed = [item for item in found if item.form in _CLOSED]
    kept = [mark for mark in marks if not any(_is_part(mark, item) for item in closed)]
    found = [_behind(item, kept) if item.form in _NAMES else item for item in found]
    spans = [(mark.start, mark.end) for mark in kept]
    free = [
        i._replace(form="N") if i.form in {"V", "Q"} else i
        for i in found
        if not [1 for start, end in spans if i.start < end and start < i.end]
    ]
    return sorted([*free, *_outermost(kept)], key=lambda item: (item.start, item.end))


def _is_part(mark: Item, item: Item) -> bool:
    """Whether a mark is part of a mention or a time; what is no value must not even touch a mention."""
    if mark.form == "V" or item.form not in _NAMES:
        return item.start <= mark.start < item.end
    return item.start < mark.end and mark.start < item.end


def _behind(item: Item, marks: list[Item]) -> Item:
    """A mention from behind the value on that runs into it, as far as something is left of it."""
    ends = [mark.end for mark in marks if mark.start < item.start < mark.end < item.end]
    return item._replace(start=max(ends)) if ends else item


def _outermost(marks: list[Item]) -> list[Item]:
    """The marks that lie in no other: a P value within an estimate is part of it."""
    kept: list[Item] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def happened(items: list[Item]) -> list[Item]:
    """The items with people to whom something happened as values: "occurred in 20 patients"."""
    found: list[Item] = []
    for n, item in enumerate(items):
        people = item.form == "S" and isinstance(item.value, int)
        found.append(item._replace(form="V") if people and _befell(found, items, n) else item)
    return found


def _befell(found: list[Item], items: list[Item], place: int) -> bool:
    """Whether something happened to a number of people: by the verb before, or beside such others."""
    before = [each.form for each in found[-3:]]
    behind = [each.form for each in items[place + 1 : place + 3]]
    happened = {each.form for each in found} & _HAPPENED and "V" in {each.form for each in found}
    if before[-1:] in _WHOLE or before[-2:] == ["completed", "by"]:
        return False  # "was observed for the 168 women": these are a group
    return (
        _is_of_them(found, [each.form for each in items[place + 1 : place + 2]])
        or (bool(_HAPPENED & set(before)) and not {"among", "of"} & set(before))
        or (len(before) > 1 and before[-1] in _AGAINST and before[-2] in {"V", "S"})
        or (len(behind) > 1 and behind[0] in _AGAINST and behind[1] in {"V", "S"})
        or (bool(happened) and before[-1] in _JOINING)
    )


def _is_of_them(found: list[Item], behind: list[str]) -> bool:
    """Whether a number of people did something, out of those of a group: "of 40 in X, 12 slept"."""
    told = [each.form for each in found]
    opens = told[:2] == ["of", "S"] and told[-2:] == ["A", ","] and told.count("S") == 1
    return opens and bool(behind) and (behind[0] in VERBS or behind[0].endswith("ed"))


def plain(items: list[Item]) -> list[Item]:
    """The items with numbers that only label a grade, a cycle or a group, or differ, as no values."""
    return [
        i._replace(form="N")
        if i.form == "V"
        and (
            _differs([item.form for item in items[max(0, n - _NEAR) : n]])
            or (n and items[n - 1].form in _LABELLED)
            or (n + 1 < len(items) and items[n + 1].form in _LABELS | _BY)
            or _is_multiple([item.form for item in items[n + 1 : n + 3]])
        )
        else i
        for n, i in enumerate(items)
    ]


def _is_multiple(behind: list[str]) -> bool:
    """Whether a number says how many times another one it is: "1.9 times that of the others"."""
    return behind[:1] == ["times"] and bool(set(behind[1:]) & _MULTIPLIED)


def _differs(before: list[str]) -> bool:
    """Whether brackets that open just before a value say that it is a difference."""
    inside = before[len(before) - before[::-1].index("(") :] if "(" in before else []
    return bool(set(inside) & {"difference", "differences"}) and not set(inside) & {")", "V", ";"}


def ended(text: str, fact: Fact) -> int:
    """Where a fact ends without a bracket that closes what was opened before it."""
    written, end = text[fact.start : fact.end], fact.end
    while written[-1:] in _CLOSES and written.count(written[-1]) > written.count(
        _CLOSES[written[-1]]
    ):
        written, end = written[:-1], end - 1
    return end


def form_of(fact: Fact) -> str:
    """The form under which a fact stands on the tape of a scene: ``V`` for a value."""
    if fact.kind in VALUES:
        return "V"
    return {"p": "P", "effect": "F", "interval": "C", "people": "S", "range": "R"}[fact.kind]
