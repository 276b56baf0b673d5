"""Tables of a report: baseline characteristics, and values of the arms at stated times.

In: the grids of a document. Out: :class:`~kg.records.GroupResult` claims, each resting on its cell,
on the label of its row and on the head of its column. A row is read whole or not at all; rows and
tables that are not are listed with the reason. Changes, differences and models are left alone.
"""

import re
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from kg import units
from kg.codes import ConceptKind
from kg.reading.amounts import number
from kg.reading.atoms import Unit, atoms
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure, measures
from kg.reading.results import arm_key, time_of
from kg.reading.subjects import measurand, subjects
from kg.reading.table_cells import measure_of
from kg.reading.table_layout import Column, Layout, Row, UnclearError, layout
from kg.reading.table_words import (
    SHARE,
    Form,
    Told,
    other_than_values,
    tells_baseline,
    told,
)
from kg.records import Cell, Document, Grid, GroupResult, Number, Passage, TimePoint

_SCORE: Final = re.compile(r"\b(?:scores?|index|scale|ratio|points)\b", re.IGNORECASE)
# Categories that say nothing without the heading above them.
_HOLLOW: Final = re.compile(
    r"(?:missing|unknown|others?|yes|no|none|not \w+|n/?a|never|current|former|ever|mild|moderate|severe|low"
    r"|medium|high|normal|abnormal|present|absent|positive|negative|first|second|third|left|right|both"
    r"|(?:grade|stage|class|type|group|level|category|quartile)?\s*(?:[ivx]+|[\d.,–<>≤≥+-]+)[a-c]?)\b.{0,14}",
    re.IGNORECASE,
)
_START: Final = TimePoint(is_baseline=True)
_KINDS: Final[tuple[ConceptKind, ...]] = (
    "PersonAttribute",
    "Measurand",
    "Biomarker",
    "Condition",
)


def _margin(row: Row) -> tuple[Cell, ...]:
    return (row.label,) if row.parent is None else (row.parent, row.label)


def _has_figures(row: Row) -> bool:
    return any(map(str.isdigit, "".join(cell.text for cell in row.cells)))


def _caption_time(caption: str) -> TimePoint | None:
    """The one time that a caption states: at a week, a month."""
    items = measures(atoms(caption)).items
    times = {time_of((item,)) for item in items if item.form == "T"}
    hits = measures(atoms(caption)).hits(r"(?:at|after)(?: the end of)? D")
    times |= {time_of((hit.items()[-1],)) for hit in hits}
    return times.pop() if len(times) == 1 else None


def _in(measure: Measure, unit: Unit | None) -> Measure:
    return replace(measure, unit=unit)


class Sizes(NamedTuple):
    """The numbers of people that a table of baseline gives the arms, and the cells that do."""

    of: dict[int, int]
    said: dict[int, tuple[str, ...]]


def read_tables(ledger: Ledger, document: Document) -> Sizes:
    """Reads the tables of a document; the sizes of arms are those of the first table of baseline."""
    sizes = Sizes({}, {})
    for place, grid in enumerate(document.grids, start=1):
        try:
            table = _Table(ledger, grid, place)
        except UnclearError as reason:
            ledger.untabled(grid.path, grid.called, f"a table: {reason}")
            continue
        table.read()
        sizes = sizes if sizes.of or not table.baseline else table.sizes()
    return sizes


class _Table:
    """One table on its way to claims."""

    def __init__(self, ledger: Ledger, grid: Grid, place: int) -> None:
        if not ledger.page.drafts:
            raise UnclearError("the text tells of no arms")
        caption = grid.caption or ""
        if other := other_than_values(caption):
            raise UnclearError(f"it tells of {other}")
        self.ledger, self.grid, self.place = ledger, grid, place
        self.baseline = tells_baseline(caption)
        self.layout: Layout = layout(grid, ledger.page.roster)
        self._check_sizes()
        self._stated = _caption_time(caption)
        labels = (told(cell.text).time for row in self.layout.rows for cell in _margin(row))
        heads = (column.time for column in self.layout.columns)
        self._from_start = any(
            t is not None and t.form == "T" and t.value.is_baseline for t in (*labels, *heads)
        )

    def _check_sizes(self) -> None:
        """A table that counts other people than the text is of others; fewer may be left later."""
        for column in self.layout.columns:
            size = self.ledger.page.drafts[column.arm].size
            if size is None or column.people is None:
                continue
            if column.people > size or (self.baseline and column.people < size):
                raise UnclearError("its columns have other numbers of people than the arms")

    def sizes(self) -> Sizes:
        """How many people the head says that each arm has, where it says so of all of them."""
        known = {c.arm: c for c in self.layout.columns if c.people is not None}
        if len(known) < len(self.ledger.page.drafts):
            return Sizes({}, {})
        said = {arm: tuple(map(self._passage, c.head)) for arm, c in known.items()}
        return Sizes({arm: column.people or 0 for arm, column in known.items()}, said)

    def read(self) -> None:
        """Claims what each row says; rows that are not clear are counted."""
        left = [row for row in self.layout.rows if not self._read_row(row) and _has_figures(row)]
        if left:
            what = f"{len(left)} of {len(self.layout.rows)} rows of a table"
            labels = "; ".join(" ".join(cell.text for cell in _margin(row)) for row in left)
            self.ledger.untabled(self.grid.path, f"{self.grid.called}: {labels}", what)

    # --- Rows -----------------------------------------------------------------------------------

    def _read_row(self, row: Row) -> bool:
        label, parent = told(row.label.text), told(row.parent.text if row.parent else "")
        if not row.sure or any(cell.marked for cell in _margin(row)):
            return False
        points = [self._point(row, column, label, parent) for column in self.layout.columns]
        if any(point is None for point in points):
            return False
        for column, point in zip(self.layout.columns, points, strict=True):
            if point is not None:
                self._claim(row, column, point)
        return True

    def _point(self, row: Row, column: Column, label: Told, parent: Told) -> "_Point | None":
        """What a cell says, where nothing about it is in doubt."""
        cell = row.cells[column.place]
        forms = {form for form in (label.form, column.form) if form} or {parent.form or SHARE}
        when = self._when(label, parent, column)
        if cell.marked or len(forms) > 1 or when is None or (self.baseline and when != _START):
            return None
        (form,) = forms
        measure = measure_of(cell.text, form, self._people(row, column))
        if measure is None:
            return None
        if form == SHARE:
            sure = label.form or column.form or parent.form or "%" in cell.text
            return self._share(label, parent, measure, when) if sure else None
        return self._value(label, parent, measure, when, form)

    def _people(self, row: Row, column: Column) -> int | None:
        if column.counts is not None:
            plain = row.cells[column.counts].text.replace(",", "")
            return int(plain) if plain.isascii() and plain.isdigit() else None
        return column.people or self.ledger.page.drafts[column.arm].size

    def _when(self, label: Told, parent: Told, column: Column) -> TimePoint | None:
        """The one time that row, column and caption state."""
        stated = [item for item in (label.time, column.time, parent.time) if item is not None]
        if any(item.form == "D" for item in stated) and not self._from_start:
            return None
        times = {time_of((item,)) for item in stated}
        if not times:
            return _START if self.baseline else self._stated
        return times.pop() if len(times) == 1 else None

    # --- Numbers --------------------------------------------------------------------------------

    def _value(
        self, label: Told, parent: Told, measure: Measure, when: TimePoint, form: Form
    ) -> "_Point | None":
        """A mean or median: of what one of label and heading names, in a unit that fits it."""
        if bool(label.words) == bool(parent.words) or other_than_values(
            label.words or parent.words
        ):
            return None
        slug = self._measurand(label.words or parent.words)
        unit = label.unit or parent.unit
        if slug is None or (unit and measure.unit and unit.code != measure.unit.code):
            return None
        measure = _in(measure, measure.unit or unit)
        if not self._fits(slug, label.words or parent.words, measure):
            return None
        return _Point(slug, measure, when, form)

    def _measurand(self, words: str) -> str | None:
        glossary = self.ledger.page.glossary
        tape = measures(atoms(words))
        named = subjects(tape, tape.items)
        plain = len(named) == 1 and not named[0].threshold and not named[0].threshold_on
        return measurand(named[0], glossary) if plain and not named[0].share else None

    def _fits(self, slug: str, words: str, measure: Measure) -> bool:
        """Whether the unit measures what is measured; a bare number is a score's."""
        canonical = self.ledger.page.glossary.canonical_unit(slug)
        if measure.unit is not None:
            return canonical is None or units.comparable(measure.unit.code, canonical)
        if canonical is None:
            return _SCORE.search(words) is not None
        return not re.sub(r"\{[^}]*\}|1", "", canonical)

    def _share(
        self, label: Told, parent: Told, measure: Measure, when: TimePoint
    ) -> "_Point | None":
        """A share of the people at baseline: who they are is the category."""
        words = label.words
        if not self.baseline or not words or (not parent.words and _HOLLOW.fullmatch(words)):
            return None
        glossary = self.ledger.page.glossary
        first, *others = _KINDS
        slug = glossary.concept(parent.words or words, first, *others)
        return _Point(slug, measure, when, SHARE, words)

    # --- Claims ---------------------------------------------------------------------------------

    def _claim(self, row: Row, column: Column, point: "_Point") -> None:
        share = point.form == SHARE
        canonical = self.ledger.page.glossary.canonical_unit(point.measurand)
        said = (row.cells[column.place], *_margin(row), *column.head)
        claim = GroupResult(
            group=arm_key(column.arm),
            measurand=point.measurand,
            time=point.when,
            statistic=point.form.statistic,
            number=_counted_in(number(point.measure, None if share else canonical), canonical),
            count=point.measure.count,
            denominator=point.measure.denominator or self._counted(row, column),
            baseline_characteristic=self.baseline,
            category_label=point.category,
            evidence=tuple(dict.fromkeys(map(self._passage, said))),
        )
        if not self._told_before(claim):
            self.ledger.add(claim, rule="table.share" if share else "table.value")

    def _counted(self, row: Row, column: Column) -> int | None:
        return self._people(row, column) if column.counts is not None else None

    def _told_before(self, claim: GroupResult) -> bool:
        """Whether the text tells the same: its claim then rests on the cell too.

        Where the two differ for one thing the text's stands alone.
        """
        for held in self.ledger.of(GroupResult):
            if _thing(held) != _thing(claim):
                continue
            if held.number and claim.number and held.number.value == claim.number.value:
                self._also(held, claim)
            return True
        return False

    def _also(self, held: GroupResult, claim: GroupResult) -> None:
        """A claim of the text with what the cell tells besides: its spread, out of how many."""
        spread = held.number is not None and held.number.dispersion_type is not None
        self.ledger.change(
            held.key,
            evidence=tuple(dict.fromkeys((*held.evidence, *claim.evidence))),
            number=held.number if spread else claim.number,
            count=claim.count if held.count is None else held.count,
            denominator=claim.denominator if held.denominator is None else held.denominator,
        )

    def _passage(self, cell: Cell) -> str:
        key = f"table-{self.place}{cell.path}"
        section = self.grid.label or self.grid.caption
        return self.ledger.place(Passage(key=key, exact=cell.text, section=section, path=cell.path))


def _thing(claim: GroupResult) -> tuple[object, ...]:
    """What a claim is about, however its time is spelled."""
    time = claim.time
    offset = None if time is None or time.offset is None else (time.offset.value, time.offset.unit)
    when = None if time is None else (time.is_baseline, offset)
    return claim.group, claim.measurand, when, claim.statistic, claim.category_label


def _counted_in(value: Number, canonical: str | None) -> Number:
    """A bare number of a score in the score's own points."""
    points = value.unit == "1" and canonical is not None
    return msgspec.structs.replace(value, unit=canonical) if points else value


class _Point(NamedTuple):
    """What a cell says: of what, how much, when, in which form."""

    measurand: str
    measure: Measure
    when: TimePoint
    form: Form
    category: str | None = None
