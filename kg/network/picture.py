"""The picture of an evidence network, as network meta-analyses print it.

In: the graph. Out: interventions on a circle, lines as wide as the number of trials that compared
the two directly. Every number also stands in words, so that neither width nor colour is needed.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx

from kg.figures import (
    BLUE,
    HEADING,
    PAPER,
    PLAIN,
    QUIET,
    SMALL,
    STEEL,
    Picture,
    Sheet,
    Style,
    blank_sheet,
    text_width,
)
from kg.network.measures import Geometry, geometry, ordered_components

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]

_MARGIN, _GAP, _LINE = 0.3, 0.1, 0.18  # inches
_HEAD, _FOOT = 0.75, 0.75  # inches: for the title, for the notes
_LARGEST, _SMALLEST = 0.3, 0.16  # inches: a circle's radius
_WIDEST, _THINNEST = 10.0, 2.0  # points: a line's width
_LETTERS = 24  # of a label's line, while there are few labels
_FEW = 12
_ON_BLUE = Style(bold=True, colour=PAPER)
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66)  # where on a line its words may stand
_NOTE = "Circle: an intervention and the number of trials that gave it."
_LINE_NOTE = "Line: trials that compared the two directly, wider for more"


@dataclass(frozen=True, slots=True)
class _Spot:
    """One intervention: the centre of its circle, its radius, its label and where that goes."""

    centre: Point
    radius: float
    lines: tuple[str, ...]
    align: Literal["left", "center", "right"]
    above: bool

    @property
    def label_width(self) -> float:
        return max(text_width(line) for line in self.lines)

    @property
    def anchor(self) -> Point:
        """The middle of the label's first line, at the end that faces the circle."""
        x, y = self.centre
        reach, rows = self.radius + _GAP, len(self.lines)
        if self.align == "center":
            start = y - reach - (rows - 0.5) * _LINE if self.above else y + reach + _LINE / 2
            return x, start
        return (x + reach if self.align == "left" else x - reach), y - (rows - 1) * _LINE / 2

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of circle and label together."""
        (x, y), (at, first) = self.centre, self.anchor
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[self.align] * self.label_width
        left, right = at - shift, at - shift + self.label_width
        top, bottom = first - _LINE / 2, first + (len(self.lines) - 0.5) * _LINE
        r = self.radius
        return min(left, x - r), min(top, y - r), max(right, x + r), max(bottom, y + r)

    def moved(self, right: float, down: float) -> _Spot:
        centre = (self.centre[0] + right, self.centre[1] + down)
        return _Spot(centre, self.radius, self.lines, self.align, self.above)


def draw(graph: nx.Graph[str], *, title: str = "Evidence network") -> Picture:
    """The network drawn, with every comparison told in its description."""
    spots = _spots(graph)
    left, top, right, bottom = _hull(spots.values())
    notes = (_summary(geometry(graph)), *_legend(graph))
    needed = max(*(text_width(note, QUIET) for note in notes), text_width(title, HEADING))
    width = max(right - left, needed) + 2 * _MARGIN
    height = bottom - top + _HEAD + _FOOT + _LINE
    place = ((width - right - left) / 2, _HEAD - top)
    placed = {name: spot.moved(*place) for name, spot in spots.items()}
    with blank_sheet(width, height) as sheet:
        _draw_lines(sheet, graph, placed)
        _draw_circles(sheet, graph, placed)
        _write(sheet, title, notes)
        return sheet.picture(title, _description(graph))


def _legend(graph: nx.Graph[str]) -> tuple[str, str]:
    """What circles and lines are; of participants only where some line tells how many."""
    told = any("participants" in data for _, _, data in graph.edges(data=True))
    return _NOTE, f"{_LINE_NOTE}; n: their participants." if told else f"{_LINE_NOTE}."


def _spots(graph: nx.Graph[str]) -> dict[str, _Spot]:
    names = _around(graph)
    radius = 0.6 + 0.22 * len(names) if len(names) > 1 else 0.0
    most = max((graph.nodes[name]["trials"] for name in names), default=1)
    # Two interventions stand side by side; more of them start at the top and go clockwise.
    first = math.pi if len(names) == 2 else -math.pi / 2  # noqa: PLR2004
    return {
        name: _spot(
            name,
            angle=first + math.tau * i / len(names),
            radius=radius,
            share=graph.nodes[name]["trials"] / most,
            wrapped=len(names) <= _FEW,
        )
        for i, name in enumerate(names)
    }


def _spot(name: str, *, angle: float, radius: float, share: float, wrapped: bool) -> _Spot:
    aside, down = math.cos(angle), math.sin(angle)
    beneath = abs(aside) < 0.1 or not radius  # noqa: PLR2004 - a cosine: straight up or down
    return _Spot(
        centre=(radius * aside, radius * down),
        radius=max(_SMALLEST, _LARGEST * math.sqrt(share)),
        lines=tuple(textwrap.wrap(name, _LETTERS, break_on_hyphens=False)) if wrapped else (name,),
        align="center" if beneath else "left" if aside > 0 else "right",
        above=down < 0 and radius > 0,
    )


def _around(graph: nx.Graph[str]) -> list[str]:
    """The interventions in an order in which those compared with each other stand near."""
    order: list[str] = []
    for part in ordered_components(graph):
        hub = min(part, key=lambda name: (-graph.degree[name], name))
        order += nx.dfs_preorder_nodes(graph, hub, sort_neighbors=sorted)
    return order


def _hull(spots: Iterable[_Spot]) -> tuple[float, float, float, float]:
    boxes = [spot.box for spot in spots] or [(0.0, 0.0, 0.0, 0.0)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _draw_lines(sheet: Sheet, graph: nx.Graph[str], spots: Mapping[str, _Spot]) -> None:
    axes = _whole(sheet)
    taken = [spot.centre for spot in spots.values()]
    most = max((data["trials"] for _, _, data in graph.edges(data=True)), default=1)
    for first, second, data in graph.edges(data=True):
        start, end = spots[first].centre, spots[second].centre
        width = _THINNEST + (_WIDEST - _THINNEST) * (data["trials"] - 1) / max(most - 1, 1)
        axes.plot(*zip(start, end, strict=True), color=STEEL, linewidth=width, zorder=1)
        place = _free_place(start, end, taken)
        taken.append(place)
        words = _edge_words(data, brief=graph.number_of_edges() > _FEW)
        sheet.text(place, words, SMALL, align="center", on_paper=True)


def _free_place(start: Point, end: Point, taken: list[Point]) -> Point:
    """The place along a line that is farthest from what is written already."""
    (a, b), (c, d) = start, end
    places = [(a + t * (c - a), b + t * (d - b)) for t in _ALONG]
    return max(places, key=lambda place: round(min(math.dist(place, other) for other in taken), 6))


def _draw_circles(sheet: Sheet, graph: nx.Graph[str], spots: Mapping[str, _Spot]) -> None:
    axes = _whole(sheet)
    for name, spot in spots.items():
        x, y = spot.centre
        area = (2 * spot.radius * 72) ** 2
        axes.scatter(x, y, area, BLUE, edgecolors=PAPER, linewidths=2, zorder=2)
        count = str(graph.nodes[name]["trials"])
        sheet.text((x, y), count, _ON_BLUE, align="center")
        for row, line in enumerate(spot.lines):
            at = (spot.anchor[0], spot.anchor[1] + row * _LINE)
            sheet.text(at, line, PLAIN, align=spot.align)


def _whole(sheet: Sheet) -> Axes:
    """Axes over the whole sheet, in its own inches."""
    axes = sheet.axes(0, 0, sheet.width, sheet.height)
    axes.set_axis_off()
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(sheet.height, 0)
    return axes


def _write(sheet: Sheet, title: str, notes: tuple[str, ...]) -> None:
    sheet.text((_MARGIN, 0.35), title, HEADING)
    for row, note in enumerate(reversed(notes)):
        at = (_MARGIN, sheet.height - 0.25 - row * _LINE)
        sheet.text(at, note, SMALL if note == notes[0] else QUIET)


def _edge_words(data: Mapping[str, Any], *, brief: bool) -> str:
    if brief:
        return str(data["trials"])
    trials = _counted(data["trials"], "trial")
    if "participants" not in data:
        return trials
    return f"{trials}\nn {'≥' if data['untold'] else '='} {data['participants']:,}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _summary(shape: Geometry) -> str:
    multi_arm = f" ({shape.multi_arm_trials} of three or more arms)"
    parts = f", in {shape.components} unconnected parts" if shape.components > 1 else ""
    return (
        f"{_counted(shape.interventions, 'intervention')}, "
        f"{_counted(shape.comparisons, 'direct comparison')}, "
        f"{_counted(shape.trials, 'trial')}{multi_arm if shape.multi_arm_trials else ''}{parts}."
    )


def _description(graph: nx.Graph[str]) -> str:
    sentences = (
        f"{first} and {second}: {_counted(data['trials'], 'trial')}"
        f"{_people(data)} ({data['names']})."
        for first, second, data in graph.edges(data=True)
    )
    return " ".join((_summary(geometry(graph)), *sentences))


def _people(data: Mapping[str, Any]) -> str:
    if "participants" not in data:
        return ""
    return f", {'at least ' if data['untold'] else ''}{data['participants']:,} participants"
