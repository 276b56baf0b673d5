"""Answers, trials and reasons as a person sees them in a terminal.

In: records. Out: what rich prints.
"""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from kg.show import Page, Section
from kg.table import Table, compact
from kg.view import short
from kg.why import Claim, Evidence

_LEFT = (0, 0, 1, 2)


def grid(table: Table) -> RenderableType:
    """A table whose cells wrap; IRIs by their short names, numbers to the right."""
    rows = [["" if term is None else _cell(term) for term in row] for row in table.terms]
    drawn = Grid(box=box.SIMPLE_HEAD, title=table.title, title_justify="left", title_style="bold")
    for position, name in enumerate(table.columns):
        number = all(_is_number(row[position]) for row in table.rows) and bool(rows)
        drawn.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn if rows else Group(drawn, Text("(no rows)", style="dim"))


def _cell(term: object) -> str:
    if isinstance(term, str):
        return short(term) if short(term) != term else compact(term)
    return str(getattr(term, "lexical", term))


def _is_number(value: object) -> bool:
    return value is None or (not isinstance(value, (str, bool)) and hasattr(value, "real"))


# --- A trial -------------------------------------------------------------------------------------


def trial_page(page: Page) -> RenderableType:
    """A trial at a glance."""
    head = Panel(
        Text(page.title, style="bold"),
        subtitle=short(page.trial),
        subtitle_align="left",
        box=box.HEAVY,
    )
    parts = [part for section in page.sections for part in (_title(section), _section(section))]
    hint = Text("Where a row comes from: kg why CLAIM", style="dim")
    return Group(head, *parts, hint)


def _title(section: Section) -> RenderableType:
    return Text(section.title, style="bold cyan")


def _section(section: Section) -> RenderableType:
    body = _rows(section) if section.columns else _pairs(section.rows)
    return Padding(body, _LEFT)


def _pairs(rows: Sequence[Sequence[str]]) -> RenderableType:
    drawn = Grid.grid(padding=(0, 2))
    drawn.add_column(style="dim")
    drawn.add_column(overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


def _rows(section: Section) -> RenderableType:
    drawn = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for name in section.columns:
        drawn.add_column(
            name,
            style="dim" if name == "claim" else "",
            justify="right" if name == "n" else "left",
            overflow="fold",
            no_wrap=name == "n",
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
        tree.add(_evidence(evidence))
    for ground in claim.derived_from:
        _grow(tree.add(Group(Text("derived from", style="dim"), _claim(ground))), ground)


def _claim(claim: Claim) -> RenderableType:
    head = Text.assemble((claim.kind, "bold"), " ", (short(claim.iri), "dim"))
    label = [Text(claim.label)] if claim.label else []
    how = Text(" · ".join(f"{name} {value}" for name, value in claim.how), style="dim")
    return Group(head, *label, _pairs(claim.says), *([how] if claim.how else []))


def _evidence(evidence: Evidence) -> RenderableType:
    words = Text.assemble(
        (("…" if evidence.before else "") + _one_line(evidence.before), "dim"),
        (evidence.words, "bold yellow"),
        (_one_line(evidence.after) + ("…" if evidence.after else ""), "dim"),
    )
    place = Text(f"{evidence.place}" + _doubt(evidence), style="dim")
    return Group(words, place, Text(evidence.report, style="italic"))


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _doubt(evidence: Evidence) -> str:
    return " (NOT at this place in the stored text)" if evidence.faithful is False else ""
