"""Numbers that stand in a row: units shared, bare members read, ends of a change told apart.

In: a tape on which values are read. Out: the tape on which a bare number beside a value of its
row ("19.2 versus 34.7%") is a value too, and each member of a row knows its place.
"""

from decimal import Decimal
from itertools import pairwise

from kg.reading.atoms import Unit
from kg.reading.facts.draft import Draft
from kg.reading.facts.further import exact, is_dose, read_further
from kg.reading.facts.grouped import read_grouped
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
_LISTING = frozenset({",", "and", ";", "versus", "vs", "than", "with"})
_MOVING = frozenset({"from", "to", "by"})
_MOVED = frozenset("increased decreased fell rose dropped declined improved gained lost".split())
_VALUES = frozenset({"V", "R"})
_MEMBERS = frozenset({"V", "R", "W", "N"})
_HALF_READ = frozenset({"V", "N"})
_CENTRAL = frozenset("mean median means medians average averaged".split())
_LOOK_BACK, _FAR, _NEAR_CHANGE, _FAR_END = 12, 18, 8, 10
_MOST_BETWEEN, _MOST_NAMED = 3, 5
_COUNTED = frozenset({"H", "E", "number", "numbers", "incidence", "frequency"})
_NUMBERS = frozenset({"number", "numbers"})
_PRESSURES = frozenset({"pressure", "pressures", "bp"})
_LEAST_PRESSURE = 30


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
    read_further(items)
    for row in _rows(items):  # those of whose members one has become a value only now
        if {items[place].form for place in row} >= _HALF_READ:
            _read_row(tape, items, row)
    read_grouped(items)
    _sides(items)
    return Tape(tape.text, tuple(_ranges(items)))


def _rows(items: list[Item]) -> list[list[int]]:
    """The places of numbers that only words of a list part from one another."""
    rows: list[list[int]] = []
    last = -1
    for place, item in enumerate(items):
        if item.form not in _MEMBERS:
            continue
        between = [each.form for each in items[last + 1 : place]]
        if rows and _joined(between) and not (between == [";"] and _differ(items[last], item)):
            rows[-1].append(place)
        else:
            rows.append([place])
        last = place
    return rows


def _differ(first: Item, then: Item) -> bool:
    """Whether two values have units, and not the same."""
    units = [item.value.unit for item in (first, then) if item.form in {"V", "W"}]
    return len(units) > 1 and None not in units and units[0].code != units[1].code


def _joined(between: list[str]) -> bool:
    """Whether the items between two numbers make them members of one row."""
    closed = between.index(")") if between[:1] == ["("] and ")" in between[:_MOST_NAMED] else 0
    if closed and all(form.islower() for form in between[1:closed]):
        between = between[closed + 1 :]  # "3.4 (tea) versus 4.5 (milk)"
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
    if _is_mixed(items, row):
        row = [place for place in row if items[place].form != "N"]
    whole = forms == {"N"} and not any(exact(items[place]) for place in row)
    whole = whole and not _are_pressures(items, row)
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


def _is_mixed(items: list[Item], row: list[int]) -> bool:
    """Whether a row has several units and not as many numbers with each: "80 kg, 31 and 45 years"."""
    sizes: list[int] = []
    last, bare = "", 0
    for place in row:
        unit = _unit_of(items[place])
        bare += 1
        if unit is None:
            continue
        if sizes and unit.code == last:
            sizes[-1] += bare
        else:
            sizes.append(bare)
        last, bare = unit.code, 0
    return len(set(sizes)) > 1


def _unit_of(item: Item) -> Unit | None:
    draft: Draft | None = None if item.form == "N" else item.value
    return draft.unit if draft else None


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
        bool(between & _COMPARING) or ("to" in between and exact(items[row[0]]))
    )
    named = _alike_named(items, row) or _compares_doses(items, row)
    signed = any(_is_negative(items, place, row) for place in row)
    if (listed and not named) or signed or _are_pressures(items, row):
        return True
    before = [each.form for each in items[max(0, row[0] - _LOOK_BACK) : row[0]]]
    while before and before[-1] in _ADVERBS:
        before.pop()
    if not before:
        return False
    if before[-1] == "(" and len(row) > 1:
        changing = any(each.form in _CHANGING for each in items[: row[0]])
        precise = all(exact(items[place]) for place in row)
        return changing if "to" in between else precise or _stated(items[row[0]], before)
    if before[-1] in _MOVED or before[-1] in _MOVING:
        return _moved(items, row, before)
    return _stated(items[row[0]], before) or _numbered(items, row[0])


def _alike_named(items: list[Item], row: list[int]) -> bool:
    """Whether each whole number stands behind the same word: "better on FEC 100 than on FEC 75"."""
    ahead = {items[place - 1].form if place else "" for place in row}
    bare = all(items[place].form == "N" and not exact(items[place]) for place in row)
    return bare and len(row) > 1 and len(ahead) == 1 and ahead.pop().isalpha()


def _compares_doses(items: list[Item], row: list[int]) -> bool:
    """Whether what is set against each other are doses: "better on 20 mg than on 40 mg"."""
    before = [each.form for each in items[max(0, row[0] - _FAR) : row[0]]]
    dosed = all(is_dose(items[place]) or items[place].form == "N" for place in row)
    told = not (_STATISTICS | _CHANGING).isdisjoint(before) or before[-1:] == ["("]
    return dosed and not told and any(items[place].form != "N" for place in row)


def _are_pressures(items: list[Item], row: list[int]) -> bool:
    """Whether a row is one of blood pressures, each over the other: "to 146/79 and 148/79"."""
    said = any(item.form in _PRESSURES for item in items[: row[0]])
    last = items[row[-1]]
    unit = last.value.unit if last.form in {"W", "V"} else None
    least = 0 if unit is not None and unit.code == "mm[Hg]" else _LEAST_PRESSURE
    pairs = [row[n : n + 2] for n in range(0, len(row), 2)]
    return said and all(
        len(pair) > 1
        and pair[1] == pair[0] + 2
        and items[pair[0] + 1].form == "/"
        and items[pair[0]].form == "N"
        and _number(items[pair[0]]) > _number(items[pair[1]]) >= least
        for pair in pairs
    )


def _number(item: Item) -> Decimal:
    """The number of a bare item, or of a value."""
    number = item if item.form == "N" else item.value.figures[0][1]
    value: Decimal = number.value.value
    return value


def _numbered(items: list[Item], place: int) -> bool:
    """Whether words far before say that a number is counted: "the number of men with pain was 7"."""
    before = [each.form for each in items[max(0, place - _FAR) : place]]
    return before[-1] in _COPULA and not _NUMBERS.isdisjoint(before)


def _moved(items: list[Item], row: list[int], before: list[str]) -> bool:
    """Whether a row behind "from", "to" or "by" tells of a change."""
    first, changing = items[row[0]], not set(before).isdisjoint(_CHANGING)
    if before[-1] in _MOVED:
        dosed = is_dose(first) and "weight" not in before
        return not dosed and (first.form == "W" or exact(first))
    if before[-1] == "from":
        told = not set(before).isdisjoint(_STATISTICS)
        dosed = any(is_dose(items[place]) for place in row)
        ends = len(row) > 1 and items[row[0] + 1].form == "to"
        return (ends and (told or not dosed)) or (exact(first) and _ends_later(items, row[-1]))
    if before[-1] == "to":
        return changing and exact(first)
    near = not _CHANGING.isdisjoint(before[-1 - _NEAR_CHANGE : -1])
    again = _again_by([each.form for each in items[: row[0] - 1]]) and not is_dose(items[row[-1]])
    at_once = before[-2:-1] and before[-2] in _CHANGING
    last = items[row[-1]]
    timed = last.form == "W" and last.value.unit.code in TIME_UNITS  # "increased by 24 weeks"
    plain = last.form == "W" and not timed and not is_dose(last)
    own = (at_once and items[row[-1]].form == "W") or (near and exact(first) and not is_dose(first))
    own = own or (near and plain)
    return own or (again and exact(first))


def _ends_later(items: list[Item], place: int) -> bool:
    """Whether the end of a change stands a few words behind: "from 3.7 at first (both) to 0.9"."""
    forms = [each.form for each in items[place + 1 : place + _FAR_END]]
    ends = [n for n, (a, b) in enumerate(pairwise(forms)) if a == "to" and b in _MEMBERS]
    return bool(ends) and {"from", ".", ";"}.isdisjoint(forms[: ends[0]])


def _again_by(before: list[str]) -> bool:
    """Whether words say before by how much something changed: "fell by 2 and the other by …"."""
    return any(first in _CHANGING and then == "by" for first, then in pairwise(before))


def _is_negative(items: list[Item], place: int, row: list[int]) -> bool:
    """Whether a number is a value by its sign; one alone in brackets needs decimals or a unit."""
    item = items[place]
    number = item.value if item.form == "N" else None
    if item.form == "W":
        number = item.value.figures[0][1].value
    if number is None or (number.value >= 0 and not number.written.startswith("+")):
        return False
    return len(row) > 1 or item.form == "W" or exact(item)


def _stated(first: Item, before: list[str]) -> bool:
    """Whether the words before a number state it: "the mean was", "of" behind a statistic."""
    last, told = before[-1], not set(before).isdisjoint(_STATISTICS)
    if first.form == "W":
        return last in _COPULA or (last in {"of", "=", ":"} and told) or last in _STATISTICS
    if last in _CENTRAL or (last == "(" and told and exact(first)):
        return True
    precise = exact(first)
    return (told or precise) and (last in _COPULA or (last in {"of", "at"} and precise))


def _ranges(items: list[Item]) -> list[Item]:
    """The items with what follows a range in its list: "ranged from 8 to 9 on tea, 6 to 7 on milk"."""
    first = next((n for n, each in enumerate(items) if _is_ranged(each)), None)
    if first is None:
        return items
    made, place = items[: first + 1], first + 1
    while place < len(items):
        three = items[place : place + 3]
        if [each.form for each in three] == ["V", "to", "V"] and items[place - 1].form in _LISTING:
            three = [_range(three[0], three[2])]
            place += 2
        made += three[:1]
        place += 1
    return made


def _is_ranged(item: Item) -> bool:
    """Whether an item is a range that a verb tells, so that others of its list may follow."""
    draft: Draft | None = item.value if item.form == "R" else None
    return draft is not None and item.start < draft.figures[0][1].start


def _range(low: Item, high: Item) -> Item:
    """Two values as the ends of a range."""
    (_, lower), (_, upper) = low.value.figures[0], high.value.figures[0]
    unit = high.value.unit or low.value.unit
    made = Draft("range", "fact.range", (("lower", lower), ("upper", upper)), unit=unit)
    return Item("R", low.start, high.end, made)


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
