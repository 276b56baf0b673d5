"""The forest plot, and the table that says the same.

In: effects and pooled estimates. Out: a picture with one row a trial, squares by weight, interval
lines, a diamond for each model and a logarithmic axis for ratios; each row leads to its claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Literal

from kg.figures import (
    BLUE,
    FAINT,
    HAIRLINE,
    HEADING,
    INK,
    PLAIN,
    QUIET,
    RUST,
    SMALL,
    STRONG,
    Picture,
    Sheet,
    Style,
    blank_sheet,
    text_width,
)
from kg.synthesis.axis import Axis, axis_for
from kg.synthesis.effects import LOGARITHMIC, Effect
from kg.synthesis.pooling import Pooled
from kg.synthesis.wording import (
    DERIVED,
    PREDICTED,
    Cells,
    arms_shown,
    description_of,
    header_of,
    notes_of,
    number,
    pooled_row,
    prediction_row,
    row_of,
    weight_columns,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARGIN, _GAP, _PITCH, _PLOT = 0.3, 0.32, 0.3, 3.2  # inches
_SQUARE = 140.0  # square points: the square of the heaviest trial
_DIAMOND = 0.28  # half its height, in rows
_LINE = 110  # characters of a note
_LABEL = 44  # characters of a label


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the words of a column stand, in inches from the left, and on which side of that."""

    at: float
    align: Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forest:
    """All that is drawn, and where its rows and columns lie."""

    effects: tuple[Effect, ...]
    pools: tuple[Pooled, ...]
    table: tuple[Cells, ...]
    axis: Axis
    columns: tuple[_Column | None, ...]
    plot: float
    right: float
    top: float
    notes: tuple[str, ...]

    @property
    def bottom(self) -> float:
        """Where the axis line is: half a row below the last row."""
        return self.top + _PITCH * (len(self.table) - 0.5)

    def middle(self, row: int) -> float:
        return self.top + (row + 0.5) * _PITCH


def forest_table(effects: Sequence[Effect], pools: Sequence[Pooled] = ()) -> tuple[Cells, ...]:
    """The plot's numbers as text: a header, one row a trial, one row a pooled estimate.

    An interval of prediction has its row below the estimate that it belongs to.
    """
    arms, columns = arms_shown(effects), weight_columns(pools)
    return (
        header_of(effects, pools),
        *(row_of(e, _weights(pools, n, columns), arms=arms) for n, e in enumerate(effects)),
        *(row for _, row in _pooled_rows(pools, arms=arms, columns=columns)),
    )


def _weights(pools: Sequence[Pooled], place: int, columns: int) -> tuple[float | None, ...]:
    return tuple(pooled.weights[place] for pooled in pools[:columns]) if pools else (None,)


def _pooled_rows(
    pools: Sequence[Pooled], *, arms: bool, columns: int
) -> Iterator[tuple[Pooled, Cells]]:
    """The rows below the trials, each with the estimate that it is of."""
    for place, pooled in enumerate(pools):
        yield pooled, pooled_row(pooled, arms=arms, place=place, columns=columns)
        if (row := prediction_row(pooled, arms=arms, columns=columns)) is not None:
            yield pooled, row


def forest_plot(
    effects: Sequence[Effect],
    pools: Sequence[Pooled] = (),
    *,
    title: str,
    subtitle: str = "",
    sides: tuple[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Picture:
    """A forest plot of the effects, with a diamond for each pooled estimate.

    ``sides`` says what lies left and right of no difference; without it the plot does not say,
    because only the outcome knows which direction is desirable. ``notes`` stand below it.
    """
    forest = _plan(effects, pools, top=1.2 if subtitle else 0.95, notes=notes)
    words = ((title, HEADING), (subtitle, PLAIN), *((note, QUIET) for note in forest.notes))
    width = max(forest.right, *(_MARGIN + text_width(*word) for word in words))
    height = forest.bottom + 0.4 + (0.28 if sides else 0) + 0.2 * len(forest.notes) + 0.2
    with blank_sheet(width + _MARGIN, height) as sheet:
        _write_head(sheet, forest, title, subtitle)
        _write_rows(sheet, forest)
        _write_foot(sheet, forest, sides)
        axes = sheet.axes(forest.plot, forest.top, _PLOT, forest.bottom - forest.top)
        _draw_axis(axes, forest)
        _draw_effects(axes, forest)
        _draw_pools(axes, forest)
        head, *rows = forest_table(effects, pools)
        told = description_of(rows, head, effects, forest.notes)
        return sheet.picture(title, told)


def _plan(
    effects: Sequence[Effect], pools: Sequence[Pooled], *, top: float, notes: Sequence[str]
) -> _Forest:
    table = tuple(map(_cut, forest_table(effects, pools)))
    columns, plot, right = _columns(table, 3 if arms_shown(effects) else 2, weighed=bool(pools))
    origins = dict.fromkeys(each.origin for each in effects if each.derived)
    marked = tuple(f"{DERIVED} {origin}" for origin in origins)
    lines = (line for note in (*notes_of(pools), *marked, *notes) for line in wrap(note, _LINE))
    return _Forest(
        effects=tuple(effects),
        pools=tuple(pools),
        table=table,
        axis=axis_for(effects, pools),
        columns=columns,
        plot=plot,
        right=right,
        top=top,
        notes=tuple(lines),
    )


def _cut(cells: Cells) -> Cells:
    """The cells with a label that leaves room for the plot; the description has it whole."""
    label, *others = cells
    mark = f" {DERIVED}" if label.endswith(DERIVED) else ""
    short = shorten(label.removesuffix(mark), _LABEL, placeholder="…")
    return short + mark, *others


def _columns(
    table: Sequence[Cells], before: int, *, weighed: bool
) -> tuple[tuple[_Column | None, ...], float, float]:
    """Where each column stands, where the plot begins, and where all ends; empty ones take none.

    So many columns stand *before* the plot.
    """
    found: list[_Column | None] = []
    at, plot = _MARGIN, 0.0
    for place, cells in enumerate(zip(*table, strict=True)):
        width = max(text_width(cell, STRONG) for cell in cells)
        if place == before:
            plot, at = at + _GAP, at + _GAP + _PLOT
        left = place in {0, before}
        if (not left and not any(cells[1:])) or (place > before and not weighed):
            found.append(None)
            continue
        start = at if place == 0 else at + _GAP
        at = start + width
        found.append(_Column(start, "left") if left else _Column(at, "right"))
    return tuple(found), plot, at


def _write_head(sheet: Sheet, forest: _Forest, title: str, subtitle: str) -> None:
    sheet.text((_MARGIN, 0.35), title, HEADING)
    sheet.text((_MARGIN, 0.6), subtitle, Style(colour=FAINT))
    _write_cells(sheet, forest, forest.table[0], forest.top - 0.2, STRONG)
    sheet.rule(_MARGIN, forest.right, forest.top - 0.05)


def _write_rows(sheet: Sheet, forest: _Forest) -> None:
    for row, cells in enumerate(forest.table[1:]):
        claim = forest.effects[row].claim if row < len(forest.effects) else None
        style = PLAIN if claim or cells[0].endswith(PREDICTED) else STRONG
        _write_cells(sheet, forest, cells, forest.middle(row), style, link=claim)
    if forest.pools:
        divide = forest.top + len(forest.effects) * _PITCH
        sheet.rule(_MARGIN, forest.right, divide, colour=HAIRLINE)


def _write_cells(
    sheet: Sheet,
    forest: _Forest,
    cells: Cells,
    y: float,
    style: Style,
    *,
    link: str | None = None,
) -> None:
    for column, cell in zip(forest.columns, cells, strict=True):
        if column is not None:
            led = link if column.align == "left" else None
            sheet.text((column.at, y), cell, style, align=column.align, link=led)


def _write_foot(sheet: Sheet, forest: _Forest, sides: tuple[str, str] | None) -> None:
    y = forest.bottom + 0.42
    if sides:
        null = forest.plot + _PLOT * forest.axis.share(forest.axis.scale.null)
        sheet.text((null - 0.08, y), f"← {sides[0]}", SMALL, align="right")
        sheet.text((null + 0.08, y), f"{sides[1]} →", SMALL)
        y += 0.28
    for note in forest.notes:
        sheet.text((_MARGIN, y), note, QUIET)
        y += 0.2


def _draw_axis(axes: Axes, forest: _Forest) -> None:
    axis = forest.axis
    if axis.scale is LOGARITHMIC:
        axes.set_xscale("log")
    axes.set_xlim(axis.low, axis.high)
    axes.set_ylim(len(forest.table) - 0.5, 0)
    axes.set_yticks([])
    axes.set_xticks(axis.ticks, [number(t, 12).rstrip("0").rstrip(".") for t in axis.ticks])
    axes.set_xticks([], minor=True)
    axes.tick_params(
        axis="x", labelsize=SMALL.size, width=0.8, length=3.5, color=INK, labelcolor=INK
    )
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.axvline(axis.scale.null, color=INK, linewidth=0.8, zorder=1)
    if forest.pools:
        centre = forest.pools[0].estimate
        axes.axvline(centre, color=RUST, linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)


def _draw_effects(axes: Axes, forest: _Forest) -> None:
    weights = forest.pools[0].weights if forest.pools else (1.0,) * len(forest.effects)
    for row, (effect, weight) in enumerate(zip(forest.effects, weights, strict=True)):
        y = row + 0.5
        low, high = float(effect.lower), float(effect.upper)
        axes.hlines(y, low, high, color=INK, linewidth=1.1, zorder=2)
        _draw_arrows(axes, forest.axis, y, low, high)
        area = max(9.0, _SQUARE * weight / max(weights))
        axes.scatter(float(effect.estimate), y, area, BLUE, marker="s", linewidths=0, zorder=3)


def _draw_arrows(axes: Axes, axis: Axis, y: float, low: float, high: float) -> None:
    if low < axis.low:
        axes.scatter(axis.low, y, 30, INK, marker="<", linewidths=0, clip_on=False, zorder=3)
    if high > axis.high:
        axes.scatter(axis.high, y, 30, INK, marker=">", linewidths=0, clip_on=False, zorder=3)


def _draw_pools(axes: Axes, forest: _Forest) -> None:
    row = len(forest.effects)
    for pooled in forest.pools:
        y = row + 0.5
        across = (pooled.lower, pooled.estimate, pooled.upper, pooled.estimate)
        down = (y, y - _DIAMOND, y, y + _DIAMOND)
        axes.fill(across, down, facecolor=RUST, edgecolor=RUST, linewidth=0.8, zorder=3)
        row += 1
        if pooled.prediction is not None:
            _draw_prediction(axes, forest.axis, row + 0.5, *pooled.prediction)
            row += 1


def _draw_prediction(axes: Axes, axis: Axis, y: float, low: float, high: float) -> None:
    """A bar as long as the interval, or as much of it as the axis holds, with arrows then."""
    ends = (max(low, axis.low), min(high, axis.high))
    axes.hlines(y, *ends, color=RUST, linewidth=3.5, zorder=2)
    _draw_arrows(axes, axis, y, low, high)
