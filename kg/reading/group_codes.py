"""The codes by which a report calls its groups: "group R", "groups PS and PP", "arm T3".

In: the tape of a sentence. Out: the tape on which a code behind the word for a group stands as ``@`` and
its letters, so that rules tell it from a word: in "the drops group HDL rose" nothing is a code.
"""

import re

from kg.reading.tape import Item, Tape
from kg.reading.wholes import depths

Run = tuple[Item, ...]
_HEADS = frozenset({"group", "arm", "cohort"})
_MANY = frozenset({"groups", "arms", "cohorts"})
_BEFORE = frozenset(
    "in of to into and or than versus vs between with as for from by either both while whereas when patients"
    " participants subjects women men children ( : ; , .".split()
)
_JOINTS = frozenset({",", "and", "or", "versus", "vs", "than"})
_ENDS = frozenset({"or", "versus", "vs", ";"})
_WRITTEN = re.compile(r"[A-Z]{1,5}\d{0,3}(?:[.+/-][A-Z0-9.]{1,4})*")
_PLAIN = re.compile(r"[a-d]|i{1,3}|iv")
_LETTER = re.compile(r"[a-f]|V|i{1,3}|iv|vi{0,3}|@\S+")
_IDLE = frozenset({"was", "had", "who"})


def coded(tape: Tape) -> Tape:
    """The tape with the codes of groups marked."""
    if (_HEADS | _MANY).isdisjoint(tape.forms):
        return tape
    items = list(tape.items)
    for place, item in enumerate(items):
        before = items[place - 1].form if place else "."
        if item.form in _HEADS and before in _BEFORE:
            _mark(tape, items, place + 1)
        elif item.form in _MANY:
            _mark_row(tape, items, place + 1)
    return Tape(tape.text, tuple(items)) if items != list(tape.items) else tape


def ended_by_codes(items: tuple[Item, ...]) -> list[tuple[Run, Run]]:
    """The stretches that each end in the code of their group, with it; none where only one does.

    "drops (group A), drops and tea (group B)"; what stands in other brackets belongs to a stretch.
    """
    deep = depths([item.form for item in items])
    first, found = 0, list[tuple[Run, Run]]()
    for n, item in enumerate(items):
        if item.form == "." and not deep[n]:
            break
        if item.form == "(" and not deep[n] and _is_headed(items, n + 1):
            begin = _resumed(items, first, n) if found else first
            found.append((items[begin:n], items[n + 1 : n + 3]))
        if item.form == ")" and found and not deep[n]:
            first = n + 1
    return found if len(found) > 1 else []


def ended_by_places(items: tuple[Item, ...]) -> list[tuple[Run, Run]]:
    """The stretches that each end in their group, with it: "tea in group 1, and milk in group 2"."""
    first, found = 0, list[tuple[Run, Run]]()
    for n, item in enumerate(items):
        if item.form in {".", ";"}:
            break
        if item.form in _HEADS and is_letter(items, n + 1):
            last = n - 1 - (items[n - 1].form == "the")
            if not first <= last or items[last].form not in {"in", "to"}:
                return []
            found.append((_unjoined(items[first:last]), items[n : n + 2]))
            first = n + 2
    codes = {(item.form, str(item.value)) for _, label in found for item in label[1:]}
    told = len(found) > 1 and all(run for run, _ in found)
    return found if told and len(codes) == len(found) else []


def _unjoined(run: Run) -> Run:
    first = 0
    while first < len(run) and run[first].form in _JOINTS | {"while", "whereas"}:
        first += 1
    return run[first:]


def _resumed(items: Run, first: int, last: int) -> int:
    """Where a further name begins: right behind a bracket or, where the one before goes on, behind "or"."""
    if items[first].form in _JOINTS | {";"}:
        return first
    return max((n + 1 for n in range(first, last) if items[n].form in _ENDS), default=first)


def _is_headed(items: Run, place: int) -> bool:
    return place < len(items) and items[place].form in _HEADS and is_letter(items, place + 1)


def is_letter(run: Run, place: int) -> bool:
    """Whether the letter, number or code of a group stands at a place."""
    return place < len(run) and _LETTER.fullmatch(run[place].form) is not None


def _mark(tape: Tape, items: list[Item], place: int) -> bool:
    """Marks a code at a place, and whether one stands there."""
    if place >= len(items) or not _is_code(tape, items[place]):
        return False
    if not _PLAIN.fullmatch(items[place].form):
        items[place] = items[place]._replace(form=f"@{items[place].form}")
    return True


def _mark_row(tape: Tape, items: list[Item], place: int) -> None:
    """Marks the codes of a row, if there is more than one: "groups PS, PP and PE"."""
    end, codes = place, 0
    while end < len(items) and (items[end].form in _JOINTS or _is_code(tape, items[end])):
        codes += _is_code(tape, items[end])
        end += 1
    for n in range(place, end if codes > 1 else place):
        _mark(tape, items, n)


def _is_code(tape: Tape, item: Item) -> bool:
    """Whether an item is written as codes are, in capitals; what rules fold stands as one capital."""
    word = item.form[:1].islower() and item.form not in _IDLE
    return word and _WRITTEN.fullmatch(tape.words((item,))) is not None
