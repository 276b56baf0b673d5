"""Numbers that stand in a row: units shared, bare members read, ends of a change told apart.

In: a tape on which values are read. Out: the tape on which a bare number beside a value of its
row ("19.2 versus 34.7%") is a value too, and each member of a row knows its place.
"""

import re

from kg.reading.facts.draft import Draft
from kg.reading.tape import Item, Tape

_JOINING = frozenset({",", "and", "or", "vs", "vs.", "versus", "v", "to", "than", "with", "compared", ".", ";", "/", "against", "only"})
_COMPARING = frozenset({"vs", "versus", "v", "than", "compared"})
_COPULA = frozenset({"was", "were", "averaged", "reached", "remained", "=", "being"})
_STATISTICS = frozenset("mean median average score scores rate means medians averages scored number index ratio level levels".split())
_ADVERBS = frozenset({"only", "about", "approximately", "respectively", ",", "also"})
_VALUES = frozenset({"V", "R"})
_MOST_BETWEEN = 3
_READ = frozenset({"V", "S", "Q"})
_AGAIN = frozenset({"and", ",", "versus", "vs", "with", "than", "to", "(", ";", ":", "in", "while", "whereas"})
_OF = frozenset(
    "in on with to for after receiving assigned allocated given treated among from at were was had under taking".split()
)


def in_rows(tape: Tape) -> Tape:
    """The tape with its rows read; what stands alone without a word that makes it a value is left.

    >>> from kg.reading.facts.grammar import facts_of
    >>> [f.number.unit for f in facts_of("it was 19.2 versus 34.7%")]
    ['%', '%']
    """
    items = list(tape.items)
    for row in _rows(items):
        _read_row(tape, items, row)
    _read_further(items)
    _sides(items)
    return Tape(tape.text, tuple(items))


def _rows(items: list[Item]) -> list[list[int]]:
    """The places of numbers that only words of a list part from one another."""
    rows: list[list[int]] = []
    last = -10
    for place, item in enumerate(items):
        if item.form != "N" and item.form not in _VALUES:
            continue
        between = [each.form for each in items[last + 1 : place]] if last >= 0 else ["."]
        if rows and between and len(between) <= _MOST_BETWEEN and all(f in _JOINING for f in between) and between != ["."]:
            rows[-1].append(place)
        else:
            rows.append([place])
        last = place
    return rows


def _read_row(tape: Tape, items: list[Item], row: list[int]) -> None:
    read = [place for place in row if items[place].form in _VALUES]
    bare = [place for place in row if items[place].form == "N"]
    forms = {each.form for each in items[row[0] : row[-1]]}
    if bare and not read and not _is_value(items, row, forms):
        return
    unit = None
    for place in reversed(row):
        item = items[place]
        if item.form == "N":
            made = Draft("value", "fact.value-listed", (("value", item),), unit=unit)
            items[place] = item._replace(form="V", value=made)
        else:
            unit = item.value.unit or unit
            if unit is not None and item.value.unit is None:
                items[place] = item._replace(value=item.value._replace(unit=unit))
    if len(row) > 1:
        dealt = re.search(r" respectively\b| respective ", tape.line) is not None
        for number, place in enumerate(row):
            told = items[place].value._replace(series=items[row[0]].start, place=number, respectively=dealt)
            items[place] = items[place]._replace(value=told)


def _is_value(items: list[Item], row: list[int], forms: set[str]) -> bool:
    """Whether words before a row of bare numbers, or between them, say that they are values."""
    if len(row) > 1 and forms & _COMPARING:
        return True
    before = [each.form for each in items[max(0, row[0] - 12) : row[0]]]
    while before and before[-1] in _ADVERBS:
        before.pop()
    if not before:
        return False
    first = items[row[0]]
    if before[-1] == "from" and len(row) > 1 and items[row[0] + 1].form == "to":
        return True
    exact = "." in first.value.written or "·" in first.value.written
    told = exact or any(word in _STATISTICS for word in before)
    return told and (before[-1] in _COPULA or before[-1] in {"of", "at"} and exact)


def _read_further(items: list[Item]) -> None:
    """Reads a bare number that tells of the next group what a number before it told of another.

    "eight patients on A and five on B", "0.73 at one year and 0.62 at two".
    """
    last: Item | None = None
    for place, item in enumerate(items):
        if item.form in _READ:
            last = item
        if item.form != "N" or last is None or not 0 < place < len(items) - 1:
            continue
        if items[place - 1].form not in _AGAIN or items[place + 1].form not in _OF:
            continue
        whole = item.value.value == item.value.value.to_integral_value()
        draft: Draft = last.value
        if last.form in {"S", "Q"} and whole:
            made = Draft("count", "fact.count-listed", (("count", item),), noun=draft.noun)
            items[place] = item._replace(form="S", value=made)
        elif last.form == "V" and draft.unit is None and not whole:
            made = Draft("value", "fact.value-again", (("value", item),))
            items[place] = item._replace(form="V", value=made)


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
