"""What tells of the next group what a number before it told of another.

In: items on which the rows of values are read. Out: the same with bare numbers read by what they
repeat: "eight patients on A and five on B", "0.73 at one year and 0.62 at two".
"""

from kg.reading.atoms import Unit
from kg.reading.facts.draft import Draft
from kg.reading.facts.record import Kind
from kg.reading.facts.strengths import DOSE
from kg.reading.measures import TIME_UNITS
from kg.reading.tape import Item

_CENTRAL = frozenset("mean median means medians average averaged".split())
_ADVERBS = frozenset({"only", "about", "approximately", "respectively", ",", "also"})
_READ = frozenset({"V", "S", "Q"})
_TELLING = _READ | _CENTRAL | {"W", "N"}
_ADDING = frozenset({"and", "versus", "vs", "v", "or"})
_SUSPENDED = _ADDING | {","}
_AGAIN = frozenset(
    {"and", ",", "versus", "vs", "with", "than", "to", "(", ";", ":", "in", "while", "whereas"}
)
_OF_PEOPLE = frozenset({"people", "count-of-total"})
_ANNOUNCING = frozenset({":", "numbered", "totaled", "totalled"})
_ENDING = frozenset({"(", ".", ",", ";", ")"})
_THEM = frozenset({"whom", "them", "these", "those", "which"})
_BEFORE_COUNT = frozenset({",", ";", "and", "(", "further", "another", "only", "whom", "which"})
_FINITE = frozenset(
    "were was had did have died developed experienced reported achieved relapsed discontinued withdrew required"
    " responded suffered underwent showed demonstrated presented progressed recurred remained needed survived became"
    " received took completed improved recovered worsened stopped finished failed".split()
)
_OF = frozenset(
    "in on with to for after receiving assigned allocated given treated among from at were was had under taking".split()
)


def read_further(items: list[Item]) -> None:
    """Reads what tells of the next group what a number before it told of another.

    "eight patients on A and five on B", "0.73 at one year and 0.62 at two", "A, 32 months; B, 54
    months": a value with a unit needs another of that unit, or a word for a mean or median.
    """
    last: Item | None = None
    counted: Item | None = None
    units = _repeated(items)
    told, follows = False, ""
    _read_before(items)
    for place, item in enumerate(items):
        if item.form not in _TELLING:
            continue
        told = told or item.form in _CENTRAL
        if item.form == "W" and (item.value.unit.code in units or (told and not is_dose(item))):
            items[place] = item._replace(form="V")
        elif item.form == "N" and last is not None and 0 < place < len(items) - 1:
            items[place] = _again(items, place, last, follows)
        elif item.form == "N" and 1 < place < len(items) - 1:
            items[place] = _announced(items, place)
        if items[place].form == "N" and counted is not None:
            items[place] = _among_them(items, place, counted)
        if items[place].form in {"S", "Q"}:
            counted = items[place]
        if items[place].form in _READ and not _is_aside(items, place, last):
            last = items[place]
            follows = items[place + 1].form if place + 1 < len(items) else ""
            if last.form == "V" and last.value.unit:
                units.add(last.value.unit.code)


def _is_aside(items: list[Item], place: int, last: Item | None) -> bool:
    """Whether a value stands in brackets behind a count: "7 men on drops (35%), and 3 …"."""
    within = items[place - 1].form == "(" and items[place].form == "V"
    return within and last is not None and last.form in {"S", "Q"}


def _among_them(items: list[Item], place: int, counted: Item) -> Item:
    """A bare number of those just told of: "Of 33 men, 11 were well", "nine of whom had pain"."""
    item = items[place]
    before = items[place - 1].form if place else ""
    behind = [each.form for each in items[place + 1 : place + 3]]
    draft: Draft = counted.value
    whole = not exact(item) and item.value.value >= 0 and draft.kind in _OF_PEOPLE
    of_them = behind[:1] == ["of"] and behind[1:] and behind[1] in _THEM
    subject = before in _BEFORE_COUNT and behind[:1] and behind[0] in _FINITE
    if not whole or not (of_them or subject):
        return item
    made = Draft("people", "fact.count-listed", (("count", item),), noun=draft.noun)
    return item._replace(form="S", value=made)


def _repeated(items: list[Item]) -> set[str]:
    """The units that two values have: "30.0 months on A and 29.3 months on B".

    Whole numbers need a test beside them, and are no times, which say when.
    """
    tested = any(i.form == "P" or (i.form == "V" and i.value.inner) for i in items)
    codes = [
        item.value.unit.code
        for item in items
        if item.form in {"V", "W"}
        and item.value.unit is not None
        and not is_dose(item)
        and (exact(item) or (tested and item.value.unit.code not in TIME_UNITS))
    ]
    return {code for code in codes if codes.count(code) > 1}


def _read_before(items: list[Item]) -> None:
    """Reads a whole number that shares the people or events told behind the next one.

    "22 and 30 patients", "two zentarol and three placebo patients".
    """
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        if item.form != "N" or exact(item):
            continue
        behind = next(
            (n for n in range(place + 1, min(place + 6, len(items))) if items[n].form in "SN"), 0
        )
        between = [each.form for each in items[place + 1 : behind]] if behind else []
        if [each.form for each in items[place + 2 : place + 3]] == ["Q"]:
            items[place] = _of_one_total(item, items[place + 1].form, items[place + 2].value)
            continue
        if not between or items[behind].form != "S":
            continue
        draft: Draft = items[behind].value
        suspended = between[1:2] == ["-"] and {*between[2:]} <= _SUSPENDED  # "8 tea-, 6 milk- and"
        joined = between[-1] in _ADDING and all(form.islower() or form == "," for form in between)
        listed = between == [","] and draft.rule == "fact.count-listed"  # "4, 5, and 7 patients"
        if suspended or listed or (joined and draft.rule == "fact.people"):
            own = _SUSPENDED.issuperset(between)
            noun = draft.noun if own else None  # "placebo patients" is no other's
            made = Draft(draft.kind, "fact.count-listed", (("count", item),), noun=noun)
            items[place] = item._replace(form="S", value=made)


def _of_one_total(item: Item, between: str, behind: Draft) -> Item:
    """A whole number beside a count that alone has their total: "(20 and 11 of 30)"."""
    bare = [role for role, _ in behind.figures] == ["count", "total"]
    if not bare or between not in _ADDING:
        return item
    made = Draft("people", "fact.count-listed", (("count", item),), noun=behind.noun)
    return item._replace(form="S", value=made)


def _announced(items: list[Item], place: int) -> Item:
    """A whole number that says how many there were: "new events: 60 with A", "falls numbered 9"."""
    item, colon, noun = items[place], items[place - 1].form, items[place - 2].form
    if (
        colon not in _ANNOUNCING
        or noun not in {"E", "H"}
        or exact(item)
        or items[place + 1].form not in _OF
    ):
        return item
    kind: Kind = "people" if noun == "H" else "count"
    made = Draft(kind, "fact.count-listed", (("count", item),))
    return item._replace(form="S", value=made)


def _again(items: list[Item], place: int, last: Item, follows: str) -> Item:
    """A bare number as the count, or the value, that another was before it; else as it stands."""
    item, behind = items[place], items[place + 1].form
    link = items[place - 2 if items[place - 1].form in _ADVERBS - {","} else place - 1].form
    same = behind == follows and behind.isalpha() and behind.islower()
    enclosed = link == "(" and behind == follows == ")" and last.form == "V"
    alone = link == "in" and behind in _ENDING and last.form in {"S", "Q"}
    if link not in _AGAIN or not (behind in _OF or same or alone or enclosed):
        return item
    draft: Draft = last.value
    if last.form in {"S", "Q"} and not exact(item):
        kind: Kind = "people" if draft.kind == "people" else "count"
        made = Draft(kind, "fact.count-listed", (("count", item),), noun=draft.noun)
        return item._replace(form="S", value=made)
    if last.form == "V" and draft.unit is None and exact(item):
        return item._replace(form="V", value=Draft("value", "fact.value-again", (("value", item),)))
    return item


def is_dose(item: Item) -> bool:
    """Whether a value is of a unit in which doses are given."""
    unit: Unit | None = item.value.unit if item.form in {"V", "W"} else None
    return unit is not None and DOSE.fullmatch(unit.code) is not None


def exact(item: Item) -> bool:
    """Whether a number, with a unit or without, is written with decimals."""
    number = item.value.figures[0][1] if item.form in {"V", "W"} else item
    return number.form == "N" and any(point in number.value.written for point in ".·,")
