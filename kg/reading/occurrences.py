"""Where a page names its treatments, and the dosage beside each name.

In: a page. Out: :class:`Said` records: the line, which treatment, and what stands beside it there.
The longest name at a place counts, so that "insulin" is not found within "insulin zentargine".
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kg.reading.courses import changes_later
from kg.reading.dosage import Dosage, dosage_after, dosage_before, is_dose, is_strength
from kg.reading.frozen import Frozen
from kg.reading.glossary import normal
from kg.reading.overall import first_result
from kg.reading.page import Line, Page

_TOLD, _HEADED, _FOUND = 1, 2, 3
_RANKS = {"title": _HEADED, "objective": _HEADED}
_LEAST = 2


class Said(Frozen, frozen=True, gc=False):
    """What one place says of a treatment; ``rank`` is lower the more it is about what was given."""

    line: Line
    part: int
    start: int
    rank: int
    dosage: Dosage


class Name(Frozen, frozen=True, gc=False):
    """A name on a tape: which treatment, and its first item and the one behind its last."""

    part: int
    first: int
    last: int


def occurrences(page: Page, further: tuple[frozenset[str], ...] = ()) -> tuple[Said, ...]:
    """What the page says beside the names of its treatments; further names are numbered behind."""
    index = _index((*page.roster.names, *further))
    result = first_result(page)
    told: list[Said] = []
    for line in page.lines:
        if line.part in {"background", "conclusions"} or changes_later(line):
            continue
        found = line.part == "results" or (line.part is None and line.number >= result)
        if not found or _has_amount(line):
            told += _said(line, list(_names(line, index)), found=found)
    return tuple(told)


def _index(names: tuple[frozenset[str], ...]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """The names under their first words, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for part, known in enumerate(names):
        for name in known:
            words = tuple(name.split())
            if len(name) > _LEAST and words:
                found.setdefault(words[0], []).append((words, part))
    return {first: sorted(each, key=lambda e: (-len(e[0]), e)) for first, each in found.items()}


def _names(line: Line, index: dict[str, list[tuple[tuple[str, ...], int]]]) -> Iterator[Name]:
    if not any(first in line.tape.line for first in index):
        return
    forms = [normal(item.form) if item.value is None else "" for item in line.tape.items]
    done = 0
    for place, form in enumerate(forms):
        known = index.get(form) if form and place >= done else None
        for words, part in known or ():
            if tuple(forms[place : place + len(words)]) == words:
                done = place + len(words)
                yield Name(part, place, done)
                break


def _has_amount(line: Line) -> bool:
    return "V" in line.tape.forms and any(
        item.form == "V" and is_dose(item.value) for item in line.tape.items
    )


def _said(line: Line, names: list[Name], *, found: bool) -> Iterator[Said]:
    """What stands before and behind each name of a line, each word told of one name only."""
    tape = line.tape
    before = [_before(line, name, names[n - 1].last if n else 0) for n, name in enumerate(names)]
    stops = frozenset(
        min(name.first, said.start) if said.says else name.first
        for name, said in zip(names, before, strict=True)
    )
    for name, said in zip(names, before, strict=True):
        dosage = dosage_after(tape, name.last, stops, said)
        if found:
            bracket = tape.items[name.last : name.last + 1]
            dosage = Dosage() if bracket and bracket[0].form == "(" else _of_results(dosage)
        rank = _FOUND if found else _RANKS.get(line.part or "", _TOLD)
        yield Said(line, name.part, tape.items[name.first].start, rank, replace(dosage, end=0))


def _before(line: Line, name: Name, end: int) -> Dosage:
    """What stands before a name, which may itself begin with a rhythm or route: "oral zentarol"."""
    for place in range(name.last - 1, name.first - 1, -1):
        said = dosage_before(line.tape, place, end)
        if said.says:
            return said
    return Dosage()


def _of_results(said: Dosage) -> Dosage:
    """Of a sentence of the results no more than an amount: strengths and times are results there.

    What stands in brackets behind a name is a result, too.
    """
    single = len(said.doses) == 1 and not said.steps
    amount = single and not is_strength(said.doses[0])
    return replace(Dosage(), doses=said.doses, basis=said.basis) if amount else Dosage()
