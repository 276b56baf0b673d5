"""The tables of an article as grids: each cell where its span puts it, each with its XPath.

In: the element of an article. Out: its grids, and what kept a table from being one: a picture in
its place, spans that overlap or leave holes. What the tables say is for the reading room.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.records import Cell, Grid, Remark
from kg.sources.jats_text import place_of, words_of
from kg.sources.xml_stream import Element

_WIDEST, _LONGEST = 60, 1_000
# A raised letter or sign leads to a note; raised letters of an ordinal do not.
_NOTE: Final = re.compile(r"\s*(?:[a-z]|[*†‡§¶#‖∥|]+|[a-z](?:,\s*[a-z])+)\s*")
_SIGN: Final = re.compile(r"[*†‡§¶#‖∥]+$")
# What may be raised to a power: a length, a time, a volume, ten.
_POWERED: Final = re.compile(r"(?:(?<![^\W\d_])(?:[kcdmnµμ]?m|10|s|sec|min|h|L|l|kg)|10)\s*$")
_FEET: Final = frozenset({"fn", "table-fn", "fn-group"})

Row = list[Cell | None]


class _NoGridError(Exception):
    """Why a table is no grid."""


def grids_of(article: Element, path: str) -> tuple[tuple[Grid, ...], tuple[Remark, ...]]:
    """The grids of the tables in the body, and a remark for each table that is none."""
    grids: list[Grid] = []
    remarks: list[Remark] = []
    found = (
        w for part in ("body", "floats-group") for w in article.iterfind(f"{part}//table-wrap")
    )
    for wrap in found:
        where = place_of(wrap, path)
        try:
            grids.append(_grid(wrap, path))
        except _NoGridError as reason:
            called = " ".join(filter(None, (_label(wrap), _caption(wrap))))
            remarks.append(Remark(what=f"a table was not read: {reason}", path=where, got=called))
    return tuple(grids), tuple(remarks)


def _label(wrap: Element) -> str | None:
    return words_of(wrap.find("label")).rstrip(" .:") or None


def _caption(wrap: Element) -> str | None:
    caption = wrap.find("caption")
    return None if caption is None else " ".join(filter(None, map(words_of, caption))) or None


def _grid(wrap: Element, path: str) -> Grid:
    tables = wrap.findall(".//table")
    if not tables:
        raise _NoGridError("it is a picture")
    if len(tables) > 1:
        raise _NoGridError("it is several tables in one")
    (table,) = tables
    head = list(_rows(table.findall("thead"), path))
    body = list(_rows(table.findall("tbody") or [table], path))
    if not head or not body:
        raise _NoGridError("it has no head" if body else "it has no rows")
    if len({len(row) for row in (*head, *body)}) > 1:
        raise _NoGridError("its rows have different lengths")
    return Grid(
        path=place_of(wrap, path),
        label=_label(wrap),
        caption=_caption(wrap),
        head=tuple(head),
        body=tuple(body),
    )


def _rows(parts: list[Element], path: str) -> Iterator[tuple[Cell, ...]]:
    """The rows with every cell in all the places that it covers."""
    rows = [row for part in parts for row in _placed(part, path)]
    if len(rows) > _LONGEST:
        raise _NoGridError("it has too many rows")
    made: list[Row] = [[] for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        for place, element in cells:
            column = _free(made[number], column)
            _put(made, number, column, element, place)
    for filled in made:
        if None in filled:
            raise _NoGridError("its spans leave holes")
        yield tuple(cell for cell in filled if cell is not None)


def _placed(part: Element, path: str) -> Iterator[list[tuple[str, Element]]]:
    """The cells of each row, with their places; counted here, for tables may be long."""
    above = place_of(part, path)
    for number, row in enumerate(part.iterfind("tr"), start=1):
        counts: Counter[str] = Counter()
        cells: list[tuple[str, Element]] = []
        for element in row:
            tag = str(element.tag)
            counts[tag] += 1
            if tag in {"td", "th"}:
                cells.append((f"{above}/tr[{number}]/{tag}[{counts[tag]}]", element))
        yield cells


def _free(row: Row, column: int) -> int:
    while column < len(row) and row[column] is not None:
        column += 1
    return column


def _put(made: list[Row], number: int, column: int, element: Element, place: str) -> None:
    cell = _cell(element, place)
    wide, deep = _span(element, "colspan"), _span(element, "rowspan")
    if column + wide > _WIDEST or number + deep > len(made):
        raise _NoGridError("its spans reach beyond it")
    for row in made[number : number + deep]:
        row.extend([None] * (column + wide - len(row)))
        if any(row[column : column + wide]):
            raise _NoGridError("its spans overlap")
        row[column : column + wide] = [cell] * wide


def _span(element: Element, name: str) -> int:
    written = element.get(name, "1").strip()
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(_LONGEST)):
        raise _NoGridError("a span is no number")
    return max(1, int(written))


def _cell(element: Element, place: str) -> Cell:
    if not len(element):
        text = words_of(element)
        return Cell(text=_SIGN.sub("", text).rstrip(), path=place, marked=bool(_SIGN.search(text)))
    plain = copy.deepcopy(element)
    plain.tail = None
    notes = [sup for sup in plain.iter("sup") if _is_note(sup)]
    marks = [each for each in plain.iter("xref", "fn") if _leads_to_note(each)]
    for sup in notes:
        for child in list(sup):
            sup.remove(child)
        sup.text = None
    text = words_of(plain)
    return Cell(
        text=_SIGN.sub("", text).rstrip(),
        path=place,
        marked=bool(notes or marks or _SIGN.search(text)),
    )


def _is_note(sup: Element) -> bool:
    """Whether something raised leads to a note: letters, signs, or a digit behind no unit."""
    said = "".join(map(str, sup.itertext())).strip()
    if _NOTE.fullmatch(said):
        return True
    before, parent = sup.getprevious(), sup.getparent()
    left = before.tail if before is not None else None if parent is None else parent.text
    return said.isdigit() and not _POWERED.search(left or "")


def _leads_to_note(element: Element) -> bool:
    return element.tag == "fn" or element.get("ref-type") in _FEET
