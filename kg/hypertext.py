"""Texts as the HTML that a notebook shows: tables in which names lead to things.

In: texts, and where they lead. Out: HTML in which nothing of a text becomes markup, and no link
leads anywhere but to an address of the web.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple, Protocol

MOST_ROWS: Final = 100
"""How many rows a notebook shows of one table."""

_LEFT: Final = ' style="text-align:left;vertical-align:top"'
_RIGHT: Final = ' style="text-align:right;vertical-align:top"'


class Cell(NamedTuple):
    """A text, and the thing that it leads to."""

    text: str
    thing: str | None = None
    number: bool = False


class Section(Protocol):
    """Part of a page: rows of texts, of which some know where their pieces lead."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def columns(self) -> Sequence[str]:
        """The heads of the columns; none over pairs."""

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The rows."""


def link(words: str, thing: str | None) -> str:
    """Words that lead to a thing, where it has an address.

    >>> link("<b>", "https://e.org/?a&b")
    '<a href="https://e.org/?a&amp;b">&lt;b&gt;</a>'
    >>> link("run", "javascript:alert(1)")
    'run'
    """
    if thing is None or not thing.startswith(("http://", "https://")):
        return escape(words)
    return f'<a href="{escape(thing)}">{escape(words)}</a>'


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    silent: Sequence[str] = (),
) -> str:
    """A table of cells; of a very long one the beginning, and how much there is.

    *silent* are columns that would say nothing: they are named below.

    >>> table("", ["n"], [[Cell("60", number=True)]]).count('text-align:right')
    2
    """
    sides = [_side(row[place] for row in rows[:MOST_ROWS]) for place in range(len(columns))]
    head = "".join(
        f"<th{side}>{escape(name)}</th>" for side, name in zip(sides, columns, strict=True)
    )
    body = "".join(_row(sides, row) for row in rows[:MOST_ROWS])
    return (
        f"<table>{_caption(caption)}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n"
        f"</table>\n{_rest(len(rows))}{_without(silent)}"
    )


def _side(cells: Iterable[Cell]) -> str:
    told = [cell for cell in cells if cell.text]
    return _RIGHT if told and all(cell.number for cell in told) else _LEFT


def _caption(words: str) -> str:
    return f"<caption{_LEFT}>{escape(words)}</caption>" if words else ""


def _row(sides: Sequence[str], row: Sequence[Cell]) -> str:
    cells = (
        f"<td{side}>{link(cell.text, cell.thing)}</td>"
        for side, cell in zip(sides, row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _rest(rows: int) -> str:
    if not rows:
        return "<p>no rows</p>\n"
    return f"<p>{MOST_ROWS} of {rows:,} rows are shown</p>\n" if rows > MOST_ROWS else ""


def _without(columns: Sequence[str]) -> str:
    return f"<p>without a value: {escape(', '.join(columns))}</p>\n" if columns else ""


def page(title: str, sections: Iterable[Section]) -> str:
    """A page of sections, each a table; one without columns is a list of pairs."""
    parts = "".join(
        f"<h4>{escape(section.title)}</h4>\n{_section(section)}" for section in sections
    )
    return f"<h3>{escape(title)}</h3>\n{parts}"


def _section(section: Section) -> str:
    head = "".join(f"<th{_LEFT}>{escape(name)}</th>" for name in section.columns)
    shown = section.rows[:MOST_ROWS]
    rows = (f"<tr>{''.join(map(_pieces, row))}</tr>\n" for row in shown)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{''.join(rows)}</tbody></table>\n" + (
        _rest(len(section.rows)) if section.rows else ""
    )


def _pieces(text: str) -> str:
    """A cell; each piece of a text that knows where it leads is a link."""
    pieces: Sequence[tuple[str, str]] = getattr(text, "pieces", ())
    linked = "<br>".join(link(words, thing) for words, thing in pieces)
    return f"<td{_LEFT}>{linked or escape(text).replace(chr(10), '<br>')}</td>"
