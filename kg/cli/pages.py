"""Answers, trials and reasons as a person sees them in a terminal.

In: records. Out: what rich prints.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from kg.show import Page, Section
from kg.table import Table, for_people
from kg.terms import Literal, Term
from kg.view import short
from kg.why import Claim, Evidence

_LEFT: Final = (0, 0, 1, 2)
_WORD: Final = 40
_GAP: Final = 3
_ROOM: Final = 40  # what the other columns of a trial need


def answer(table: Table, width: int, *, absent: str = "") -> RenderableType:
    """A table where its columns fit, else a card for each row.

    A thing that has a label beside it is shown by its label alone; programs get both. *absent*
    stands where a row says nothing.
    """
    shown = {place: head for head, place, _ in for_people(table.columns)}
    names = tuple(shown.values())
    rows = [tuple(_cell(row[position], absent) for position in shown) for row in table.terms]
    if not _fits(names, rows, width):
        return _cards(table.title, names, rows)
    numbers = [all(map(_is_number, (row[position] for row in table.rows))) for position in shown]
    return _grid(table.title, names, rows, numbers)


def _fits(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    return sum(length + _GAP for length in _least_widths(columns, rows)) <= width


def _least_widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The room that each column needs for its longest word; very long ones may break."""
    words = (
        (word for cell in column for word in cell.split())
        for column in zip(columns, *rows, strict=True)
    )
    return [min(max(map(len, found), default=0), _WORD) for found in words]


def _cards(title: str | None, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Group:
    cards: list[RenderableType] = [Text(title or "", style="bold")]
    for number, row in enumerate(rows, start=1):
        filled = [(name, cell) for name, cell in zip(names, row, strict=True) if cell]
        cards += [Text(f"{number}", style="bold cyan"), Padding(_pairs(filled), _LEFT)]
    return Group(*cards)


def _grid(
    title: str | None,
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
) -> RenderableType:
    drawn = Grid(
        box=box.SIMPLE_HEAD, title=title and Text(title, style="bold"), title_justify="left"
    )
    least = _least_widths(names, rows)
    for name, number, width in zip(names, numbers, least, strict=True):
        side: JustifyMethod = "right" if number and rows else "left"
        drawn.add_column(Text(name), justify=side, overflow="fold", min_width=width)
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn if rows else Group(drawn, Text("(no rows)", style="dim"))


def _cell(term: Term | None, absent: str) -> str:
    if term is None:
        return absent
    return term.lexical if isinstance(term, Literal) else short(term)


def _is_number(value: object) -> bool:
    return value is None or (not isinstance(value, (str, bool)) and hasattr(value, "real"))


# --- A trial -------------------------------------------------------------------------------------


def trial_page(page: Page) -> RenderableType:
    """A trial at a glance."""
    head = Panel(
        Text(page.title, style="bold"),
        subtitle=Text(short(page.trial)),
        subtitle_align="left",
        box=box.HEAVY,
    )
    parts = [part for section in page.sections for part in (_title(section), _section(section))]
    hint = Text("Where a row comes from: kg why CLAIM", style="dim")
    return Group(head, *parts, hint)


def _title(section: Section) -> RenderableType:
    return Text(section.title, style="bold cyan")


def _section(section: Section) -> RenderableType:
    body = _Rows(section) if section.columns else _pairs(section.rows)
    return Padding(body, _LEFT)


def _pairs(rows: Sequence[Sequence[str]]) -> RenderableType:
    drawn = Grid.grid(padding=(0, 2))
    drawn.add_column(style="dim")
    drawn.add_column(overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


class _Rows:
    """A table that keeps the names of claims whole, for copying, where there is room for them."""

    def __init__(self, section: Section) -> None:
        self._section = section
        place = section.columns.index("claim") if "claim" in section.columns else None
        named = () if place is None else (len(row[place]) for row in section.rows)
        self._longest = max(named, default=0)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        whole = {"n", "claim"} if self._longest + _ROOM <= options.max_width else {"n"}
        yield _rows(self._section, whole)


def _rows(section: Section, whole: Collection[str]) -> RenderableType:
    drawn = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for name in section.columns:
        drawn.add_column(
            Text(name),
            style="dim" if name == "claim" else "",
            justify="right" if name == "n" else "left",
            overflow="fold",
            no_wrap=name in whole,
        )
    for row in section.rows:
        drawn.add_row(*map(Text, row))
    return drawn


# --- A reason ------------------------------------------------------------------------------------


def claim_tree(claim: Claim) -> RenderableType:
    """A claim with the words it rests on, down through what it was derived from."""
    tree = Tree(_claim(claim), guide_style="dim")
    _grow(tree, claim)
    return tree


def _grow(tree: Tree, claim: Claim) -> None:
    for evidence in claim.evidence:
        if parts := list(_evidence(evidence)):
            tree.add(Group(*parts))
    for ground in claim.derived_from:
        _grow(tree.add(Group(Text("derived from", style="dim"), _claim(ground))), ground)


def _claim(claim: Claim) -> RenderableType:
    head = Text.assemble((claim.kind, "bold"), " ", (short(claim.iri), "dim"))
    label = [Text(claim.label)] if claim.label else []
    how = Text(" · ".join(f"{name} {value}" for name, value in claim.how), style="dim")
    return Group(head, *label, _pairs(claim.says), *([how] if claim.how else []))


def _evidence(evidence: Evidence) -> Iterator[Text]:
    """The words, their place, the report; a record that a person entered has no words."""
    if evidence.words:
        yield Text.assemble(
            (("…" if evidence.before else "") + _one_line(evidence.before), "dim"),
            (evidence.words, "bold yellow"),
            (_one_line(evidence.after) + ("…" if evidence.after else ""), "dim"),
        )
    if place := evidence.place + _doubt(evidence):
        yield Text(place, style="dim")
    if evidence.report:
        yield Text(evidence.report, style="italic")


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _doubt(evidence: Evidence) -> str:
    return " (NOT at this place in the stored text)" if evidence.faithful is False else ""
