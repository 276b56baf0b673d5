"""Numbers that stand in a row: units shared, bare members read, ends of a change told apart.

In: a tape on which values are read. Out: the tape on which a bare number beside a value of its
row ("19.2 versus 34.7%") is a value too, and each member of a row knows its place.
"""

from itertools import pairwise

from kg.reading.atoms import Unit
from kg.reading.facts.draft import Draft
from kg.reading.facts.record import Kind
from kg.reading.facts.strengths import DOSE
from kg.reading.measures import TIME_UNITS
from kg.reading.tape import Item, Tape

_JOINING = frozenset(
    {
        ",",
        "and",
        "or",
        "vs",
        "vs.",
        "versus",
        "v",
        "to",
        "than",
        "with",
        "compared",
        ".",
        ";",
        "/",
        "against",
        "only",
    }
)
_COMPARING = frozenset({"vs", "versus", "v", "than", "compared"})
_COPULA = frozenset({"was", "were", "averaged", "reached", "remained", "=", "being"})
_STATISTICS = frozenset(
    "mean median average cost costs charges score scores rate time duration means medians averages scored number numbers index ratio level levels".split()
)
_ADVERBS = frozenset({"only", "about", "approximately", "respectively", ",", "also"})
_CHANGING = frozenset(
    "fallen risen reduced increased decreased shortened prolonged improved delayed rose fell lowered dropped declined longer"
    " shorter higher lower raised elevated changed reduction increase decrease worsened gained lost fall rise improvement change".split()
)
_MOVING = frozenset({"from", "to", "by"})
_VALUES = frozenset({"V", "R"})
_MEMBERS = frozenset({"V", "R", "W", "N"})
_HALF_READ = frozenset({"V", "N"})
_CENTRAL = frozenset("mean median means medians average averaged".split())
_LOOK_BACK = 12
_MOST_BETWEEN = 3
_COUNTED = frozenset({"H", "E", "number", "numbers", "incidence", "frequency"})
_NUMBERS = frozenset({"number", "numbers"})
_READ = frozenset({"V", "S", "Q"})
_ADDING = frozenset({"and", "versus", "vs", "or"})
_SUSPENDED = _ADDING | {","}
_AGAIN = frozenset(
    {"and", ",", "versus", "vs", "with", "than", "to", "(", ";", ":", "in", "while", "whereas"}
)
_OF_PEOPLE = frozenset({"people", "count-of-total"})
_ENDING = frozenset({"(", ".", ",", ";", ")"})
_THEM = frozenset({"whom", "them", "these", "those", "which"})
_BEFORE_COUNT = frozenset({",", ";", "and", "(", "further", "another", "only", "whom", "which"})
_FINITE = frozenset(
    "were was had did have died developed experienced reported achieved relapsed discontinued withdrew required"
    " responded suffered underwent showed demonstrated presented progressed recurred remained needed survived became".split()
)
_OF = frozenset(
    "in on with to for after receiving assigned allocated given treated among from at were was had under taking".split()
)


def in_rows(tape: Tape) -> Tape:
    """The tape with its rows read; what stands alone without a word that makes it a value is left.

    >>> from kg.reading.facts.grammar import facts_of
    >>> [f.number.unit for f in facts_of("it was 19.2 versus 34.7%")]
    ['%', '%']
    >>> facts_of("we gave zentarol 5 mg and 10 mg")
    ()
    """
    items = list(tape.items)
    for row in _rows(items):
        _read_row(tape, items, row)
    _read_further(items)
    for row in _rows(items):  # those of whose members one has become a value only now
        if {items[place].form for place in row} >= _HALF_READ:
            _read_row(tape, items, row)
    _sides(items)
    return Tape(tape.text, tuple(items))


def _rows(items: list[Item]) -> list[list[int]]:
    """The places of numbers that only words of a list part from one another."""
    rows: list[list[int]] = []
    last = -1
    for place, item in enumerate(items):
        if item.form not in _MEMBERS:
            continue
        between = [each.form for each in items[last + 1 : place]]
        if rows and _joined(between):
            rows[-1].append(place)
        else:
            rows.append([place])
        last = place
    return rows


def _joined(between: list[str]) -> bool:
    """Whether the items between two numbers make them members of one row."""
    if not 0 < len(between) <= _MOST_BETWEEN or between in (["."], ["with"]):
        return False
    others = [form for form in between if form not in _JOINING]
    # "2.8 versus zentarol 2.6": a name may stand behind the word that compares
    named = between[0] in _COMPARING and len(others) == 1 and others[0].isalpha()
    return not others or (named and others[0].islower())


def _read_row(tape: Tape, items: list[Item], row: list[int]) -> None:
    """Reads the members of a row, if one of them or the words around it are a value's."""
    forms = {items[place].form for place in row}
    if forms.isdisjoint(_VALUES) and not _is_value(items, row):
        return
    unit = None
    whole = forms == {"N"} and not any(_exact(items[place]) for place in row)
    for place in reversed(row):
        item = items[place]
        if item.form == "N":
            items[place] = _bare(items, item, unit, whole=whole)
            continue
        unit = item.value.unit or unit
        form = "V" if item.form == "W" else item.form
        items[place] = item._replace(form=form, value=item.value._replace(unit=unit))
    row = [place for place in row if items[place].form != "N"]
    if len(row) > 1:
        _number_row(tape, items, row)


def _bare(items: list[Item], item: Item, unit: Unit | None, *, whole: bool) -> Item:
    """A bare number of a row as a value; as a count where all are whole and people or events told.

    Whole numbers of which the sentence says neither are told apart by their rule.
    """
    if not whole:
        made = Draft("value", "fact.value-listed", (("value", item),), unit=unit)
        return item._replace(form="V", value=made)
    said = [each.form for each in items[: items.index(item)]]
    before, last = set(said), next((form for form in reversed(said) if form in _STATISTICS), None)
    if before & _STATISTICS and last not in _NUMBERS:
        made = Draft("value", "fact.value-whole", (("value", item),))
        return item._replace(form="V", value=made)
    if before & _COUNTED or last in _NUMBERS:
        made = Draft("count", "fact.count-compared", (("count", item),))
        return item._replace(form="S", value=made)
    return item


def _number_row(tape: Tape, items: list[Item], row: list[int]) -> None:
    dealt = " respectively " in tape.line or " respective " in tape.line
    for number, place in enumerate(row):
        told = items[place].value._replace(
            series=items[row[0]].start, place=number, respectively=dealt
        )
        items[place] = items[place]._replace(value=told)


def _is_value(items: list[Item], row: list[int]) -> bool:
    """Whether words before a row of numbers, or between them, say that they are values."""
    between = {each.form for each in items[row[0] : row[-1]]}
    if [each.form for each in items[max(0, row[0] - 2) : row[0]]] == ["H", "with"]:
        return False  # "patients with 1 versus 2 metastases"
    listed = len(row) > 1 and (
        bool(between & _COMPARING) or ("to" in between and _exact(items[row[0]]))
    )
    if listed or any(_is_negative(items, place, row) for place in row):
        return True
    before = [each.form for each in items[max(0, row[0] - _LOOK_BACK) : row[0]]]
    while before and before[-1] in _ADVERBS:
        before.pop()
    if not before:
        return False
    if before[-1] == "(" and len(row) > 1:
        changing = any(each.form in _CHANGING for each in items[: row[0]])
        exact = all(_exact(items[place]) for place in row)
        return changing if "to" in between else exact or _stated(items[row[0]], before)
    if before[-1] in _MOVING:
        return _moved(items, row, before)
    return _stated(items[row[0]], before)


def _moved(items: list[Item], row: list[int], before: list[str]) -> bool:
    """Whether a row behind "from", "to" or "by" tells of a change."""
    first, changing = items[row[0]], not set(before).isdisjoint(_CHANGING)
    if before[-1] == "from":
        told = not set(before).isdisjoint(_STATISTICS)
        dosed = any(_is_dose(items[place]) for place in row)
        return len(row) > 1 and items[row[0] + 1].form == "to" and (told or not dosed)
    if before[-1] == "to":
        return changing and _exact(first)
    near = len(before) > 1 and before[-2] in _CHANGING
    again = _again_by([each.form for each in items[: row[0] - 1]]) and not _is_dose(items[row[-1]])
    return (near and (items[row[-1]].form == "W" or _exact(first))) or (again and _exact(first))


def _again_by(before: list[str]) -> bool:
    """Whether words say before by how much something changed: "fell by 2 and the other by …"."""
    return any(first in _CHANGING and then == "by" for first, then in pairwise(before))


def _is_negative(items: list[Item], place: int, row: list[int]) -> bool:
    """Whether a number is a value by its sign; one alone in brackets needs decimals or a unit."""
    item = items[place]
    number = item.value if item.form == "N" else None
    if item.form == "W":
        number = item.value.figures[0][1].value
    if number is None or number.value >= 0:
        return False
    return len(row) > 1 or item.form == "W" or _exact(item)


def _stated(first: Item, before: list[str]) -> bool:
    """Whether the words before a number state it: "the mean was", "of" behind a statistic."""
    last, told = before[-1], not set(before).isdisjoint(_STATISTICS)
    if first.form == "W":
        return last in _COPULA or (last in {"of", "=", ":"} and told) or last in _STATISTICS
    if last in _CENTRAL or (last == "(" and told and _exact(first)):
        return True
    exact = _exact(first)
    return (told or exact) and (last in _COPULA or (last in {"of", "at"} and exact))


def _is_dose(item: Item) -> bool:
    """Whether a value is of a unit in which doses are given."""
    unit: Unit | None = item.value.unit if item.form in {"V", "W"} else None
    return unit is not None and DOSE.fullmatch(unit.code) is not None


def _exact(item: Item) -> bool:
    """Whether a number, with a unit or without, is written with decimals."""
    number = item.value.figures[0][1] if item.form in {"V", "W"} else item
    return number.form == "N" and any(point in number.value.written for point in ".·,")


def _read_further(items: list[Item]) -> None:
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
        told = told or item.form in _CENTRAL
        if item.form == "W" and (item.value.unit.code in units or (told and not _is_dose(item))):
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
    whole = not _exact(item) and item.value.value >= 0 and draft.kind in _OF_PEOPLE
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
        and not _is_dose(item)
        and (_exact(item) or (tested and item.value.unit.code not in TIME_UNITS))
    ]
    return {code for code in codes if codes.count(code) > 1}


def _read_before(items: list[Item]) -> None:
    """Reads a whole number that shares the people or events told behind the next one.

    "22 and 30 patients", "two zentarol and three placebo patients".
    """
    for place, item in reversed(list(enumerate(items))):
        if item.form != "N" or _exact(item):
            continue
        behind = next(
            (n for n in range(place + 1, min(place + 6, len(items))) if items[n].form in "SN"), 0
        )
        between = [each.form for each in items[place + 1 : behind]] if behind else []
        if not between or items[behind].form != "S":
            continue
        suspended = between[1:2] == ["-"] and {*between[2:]} <= _SUSPENDED  # "8 tea-, 6 milk- and"
        joined = between[-1] in _ADDING and all(form.islower() for form in between)
        if suspended or (joined and items[behind].value.rule == "fact.people"):
            draft: Draft = items[behind].value
            noun = draft.noun if len(between) == 1 else None  # "placebo patients" is no other's
            made = Draft(draft.kind, "fact.count-listed", (("count", item),), noun=noun)
            items[place] = item._replace(form="S", value=made)


def _announced(items: list[Item], place: int) -> Item:
    """A whole number behind the colon that follows what is counted: "new events: 60 with A"."""
    item, colon, noun = items[place], items[place - 1].form, items[place - 2].form
    if colon != ":" or noun not in {"E", "H"} or _exact(item) or items[place + 1].form not in _OF:
        return item
    kind: Kind = "people" if noun == "H" else "count"
    made = Draft(kind, "fact.count-listed", (("count", item),))
    return item._replace(form="S", value=made)


def _again(items: list[Item], place: int, last: Item, follows: str) -> Item:
    """A bare number as the count, or the value, that another was before it; else as it stands."""
    item, behind = items[place], items[place + 1].form
    same = behind == follows and behind.isalpha() and behind.islower()
    enclosed = items[place - 1].form == "(" and behind == follows == ")" and last.form == "V"
    alone = items[place - 1].form == "in" and behind in _ENDING and last.form in {"S", "Q"}
    if items[place - 1].form not in _AGAIN or not (behind in _OF or same or alone or enclosed):
        return item
    draft: Draft = last.value
    if last.form in {"S", "Q"} and not _exact(item):
        kind: Kind = "people" if draft.kind == "people" else "count"
        made = Draft(kind, "fact.count-listed", (("count", item),), noun=draft.noun)
        return item._replace(form="S", value=made)
    if last.form == "V" and draft.unit is None and _exact(item):
        return item._replace(form="V", value=Draft("value", "fact.value-again", (("value", item),)))
    return item


def _sides(items: list[Item]) -> None:
    """Tells the ends of a change: the value behind "from" and the one behind the "to" after it."""
    start: int | None = None
    for place, item in enumerate(items):
        if item.form not in _VALUES or item.value.kind == "range":
            continue
        before = items[place - 1].form if place else ""
        if before == "from":
            start = place
        elif before == "to" and start is not None:
            items[start] = items[start]._replace(value=items[start].value._replace(side="from"))
            items[place] = item._replace(value=item.value._replace(side="to"))
            start = None
