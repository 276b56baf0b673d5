"""How a table is laid out: which columns are which arms, which rows stand under which heading.

In: a grid and the roster of arms. Out: its columns and rows; or the reason why they are not clear.
A column is an arm's only where its head names that arm, or where it is the one column and the one
arm that are left.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.reading.arms import ArmDraft
from kg.reading.glossary import normal
from kg.reading.roster import Roster
from kg.reading.table_cells import measure_of
from kg.reading.table_words import SHARE, Form, Told, is_aside, is_people, told
from kg.reading.tape import Item
from kg.records import Cell, Grid

# What may stand in the head of an arm's column beside what the arm is given.
_OF_ARMS: Final = frozenset(
    """
    active and arm assigned bid comparator comparison control controls daily day dose dummy
    experimental group groups intervention mg only participant participants patient patients placebo
    plus received receiving recipient recipients saline sham standard study subject subjects the
    therapy to treated treatment treatments usual vehicle versus week weekly with
    """.split()
)
_MOST_MARGIN: Final = 2
_NESTED: Final = Cell(text="", path="")
_FEWEST_ARMS: Final = 2


class UnclearError(Exception):
    """Why a table cannot be read."""


class Column(NamedTuple):
    """A column of one arm: what its head says, and where the numbers of people stand."""

    place: int
    arm: int
    people: int | None
    form: Form | None
    time: Item | None
    head: tuple[Cell, ...]
    counts: int | None = None


class Row(NamedTuple):
    """A row of data: its label, the heading that it stands under, and whether that is sure."""

    label: Cell
    parent: Cell | None
    cells: tuple[Cell, ...]
    sure: bool = True


class Layout(NamedTuple):
    """A table that is understood."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class _Head(NamedTuple):
    """What the cells above a column say."""

    place: int
    cells: tuple[Cell, ...]
    said: tuple[Told, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words that name a group, or that are not understood."""
        return tuple(s.words for s in self.said if s.words and not is_people(s.words))

    @property
    def counts(self) -> bool:
        """Whether numbers of people stand under it."""
        return any(is_people(said.words) for said in self.said if said.words)

    @property
    def people(self) -> int | None:
        """The number of people that it states."""
        return next((said.people for said in self.said if said.people is not None), None)


def layout(grid: Grid, roster: Roster) -> Layout:
    """The layout of a table.

    *Errors*: ``UnclearError`` with the reason.
    """
    heads = [_head(grid, place) for place in range(len(grid.head[0]))]
    arms = _arms(heads, roster)
    if len(set(arms.values())) < _FEWEST_ARMS:
        raise UnclearError("its columns are not the arms")
    margin = min([*arms, *(h.place for h in heads if h.names and all(map(is_aside, h.names)))])
    if not 0 < margin <= _MOST_MARGIN:
        raise UnclearError("what its rows are called is not clear")
    columns = tuple(_columns(heads, arms, _peopled(grid, arms, margin)))
    if len({(c.arm, c.form, c.time and c.time.value) for c in columns}) < len(columns):
        raise UnclearError("two of its columns are of one arm, and nothing tells them apart")
    return Layout(columns, tuple(_rows(grid, margin, columns)))


def heads_with_people(grid: Grid) -> dict[str, int]:
    """The columns of groups by their names, with how many people each has; else none.

    A column that is no test and no total, and states no number of people, leaves it unclear.
    """
    heads = [_head(grid, place) for place in range(len(grid.head[0]))]
    named = [h for h in heads[1:] if h.names and not any(map(is_aside, h.names))]
    groups = {head.place: " ".join(head.names) for head in named}
    peopled = _peopled(grid, dict.fromkeys(groups, 0), min(groups, default=0))
    people = {place: heads[place].people or peopled.get(place) for place in groups}
    found = {groups[place]: n for place, n in people.items() if n is not None}
    return found if len(found) == len(groups) else {}


def _head(grid: Grid, place: int) -> _Head:
    cells = tuple(dict.fromkeys(row[place] for row in grid.head if row[place].text))
    return _Head(place, cells, tuple(told(cell.text) for cell in cells))


# --- Columns ------------------------------------------------------------------------------------


def _arms(heads: list[_Head], roster: Roster) -> dict[int, int]:
    """The arm of each column that is one's."""
    found: dict[int, int] = {}
    open_: dict[str, list[int]] = {}
    for head in heads:
        names = head.names
        if len(names) != 1 or is_aside(names[0]):
            continue
        arm = roster.resolve(names[0])
        if arm is not None and _is_all_of(names[0], roster.drafts[arm]):
            found[head.place] = arm
        elif arm is None and head.people is not None:
            open_.setdefault(names[0], []).append(head.place)
    left = set(range(len(roster.drafts))) - set(found.values())
    if len(left) == 1 and len(open_) == 1 and found:
        (places,), (arm,) = open_.values(), left
        sizes = {heads[place].people for place in places} | {roster.drafts[arm].size}
        found |= dict.fromkeys(places, arm) if len(sizes - {None}) == 1 else {}
    return found


def _is_all_of(words: str, draft: ArmDraft) -> bool:
    """Whether words name an arm and nothing besides: some of its people are not the arm."""
    named = {
        token
        for name in (
            normal(draft.label),
            *draft.names,
            *(normal(c.words) for c in draft.components),
        )
        for token in name.split()
    }
    rest = set(re.sub(r"[^\w\s-]", " ", normal(words)).split()) - named - _OF_ARMS
    return not any(re.search(r"[^\W\d_]{2}", token) for token in rest)


def _peopled(grid: Grid, arms: dict[int, int], margin: int) -> dict[int, int]:
    """The numbers of people in a first row that gives them."""
    first = grid.body[0]
    if not margin or not is_people(first[margin - 1].text or first[0].text):
        return {}
    plain = {place: first[place].text.replace(",", "").replace(" ", "") for place in arms}
    return {p: int(text) for p, text in plain.items() if text.isascii() and text.isdigit()}


def _columns(heads: list[_Head], arms: dict[int, int], peopled: dict[int, int]) -> Iterator[Column]:
    counting = {
        (arms[h.place], h.said and _time(h) and _time(h).value): h.place  # type: ignore[union-attr]
        for h in heads
        if h.place in arms and h.counts
    }
    for head in heads:
        if head.place not in arms or head.counts or any(cell.marked for cell in head.cells):
            continue
        time = _time(head)
        arm = arms[head.place]
        people = head.people if head.people is not None else peopled.get(head.place)
        form = next((said.form for said in head.said if said.form), None)
        counts = counting.get((arm, time and time.value))
        yield Column(head.place, arm, people, form, time, head.cells, counts)


def _time(head: _Head) -> Item | None:
    return next((said.time for said in head.said if said.time is not None), None)


# --- Rows ---------------------------------------------------------------------------------------


def _rows(grid: Grid, margin: int, columns: tuple[Column, ...]) -> Iterator[Row]:
    section: Cell | None = None
    opened = -1  # the row on which the section began
    under = 0  # how many of its rows share out the people
    for number, row in enumerate(grid.body):
        label = row[margin - 1] if row[margin - 1].text else row[0]
        if not any(cell.text for cell in row[margin:]) or len(set(row)) == 1:
            # A heading right under another is within it, and how far both reach is not clear.
            nested = section is not None and opened == number - 1
            section, opened = (_NESTED if nested else label), number
            under = _partition(grid.body[number + 1 :], columns)
        elif margin > 1:
            section = row[0] if row[0].text else section
            beside = label not in {row[0], section}
            yield Row(label, section if beside else None, row)
        else:
            yield _under(label, row, section, within=number <= opened + under)
            section = None if under and number == opened + under else section


def _under(label: Cell, row: tuple[Cell, ...], section: Cell | None, *, within: bool) -> Row:
    """A row under the heading before it: its words are whole, or share out, or it is in doubt."""
    if section is None:
        return Row(label, None, row)
    leans = not told(label.text).words
    sure = section is not _NESTED and (leans or within)
    return Row(label, section if sure else None, row, sure=sure)


def _partition(rows: tuple[tuple[Cell, ...], ...], columns: tuple[Column, ...]) -> int:
    """How many rows share out the people of every arm: then they are kinds of what is above."""
    sums = dict.fromkeys((column.place for column in columns), 0)
    for number, row in enumerate(rows, start=1):
        for column in columns:
            measure = measure_of(row[column.place].text, SHARE, column.people)
            if measure is None or measure.count is None or column.people is None:
                return 0
            sums[column.place] += measure.count
        if number > 1 and all(sums[column.place] == column.people for column in columns):
            return number
    return 0
