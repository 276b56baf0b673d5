"""The forest plot, and the table that says the same.

In: effects and pooled estimates. Out: a picture with one row a trial, squares by weight, interval
lines, a diamond for each model and a logarithmic axis for ratios; each row leads to its claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    Cells,
    description_of,
    header_of,
    heterogeneity_text,
    number,
    pooled_row,
    row_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARGIN, _GAP, _PITCH, _PLOT = 0.3, 0.32, 0.3, 3.2  # inches
_SQUARE = 140.0  # square points: the square of the heaviest trial
_DIAMOND = 0.28  # half its height, in rows


@dataclass(frozen=True, slots=True)
class _Columns:
    """Inches from the left: where trial, plot and estimate begin, people and all else end."""

    trial: float
    people: float
    plot: float
    estimate: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forest:
    """All that is drawn, and where its rows and columns lie."""

    effects: tuple[Effect, ...]
    pools: tuple[Pooled, ...]
    table: tuple[Cells, ...]
    axis: Axis
    columns: _Columns
    top: float

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(heterogeneity_text(pooled) for pooled in self.pools)

    @property
    def bottom(self) -> float:
        """Where the axis line is: half a row below the last row."""
        return self.top + _PITCH * (len(self.table) - 0.5)

    def middle(self, row: int) -> float:
        return self.top + (row + 0.5) * _PITCH


def forest_table(effects: Sequence[Effect], pools: Sequence[Pooled] = ()) -> tuple[Cells, ...]:
    """The plot's numbers as text: a header, one row a trial, one row a pooled estimate."""
    weights = pools[0].weights if pools else (None,) * len(effects)
    return (
        header_of(effects, pools),
        *(row_of(e, w) for e, w in zip(effects, weights, strict=True)),
        *(pooled_row(pooled) for pooled in pools),
    )


def forest_plot(
    effects: Sequence[Effect],
    pools: Sequence[Pooled] = (),
    *,
    title: str,
    subtitle: str = "",
    sides: tuple[str, str] | None = None,
) -> Picture:
    """A forest plot of the effects, with a diamond for each pooled estimate.

    ``sides`` says what lies left and right of no difference; without it the plot does not say,
    because only the outcome knows which direction is desirable.
    """
    forest = _plan(effects, pools, top=1.2 if subtitle else 0.95)
    words = ((title, HEADING), (subtitle, PLAIN), *((note, QUIET) for note in forest.notes))
    width = max(forest.columns.right, *(_MARGIN + text_width(*word) for word in words))
    height = forest.bottom + 0.4 + (0.28 if sides else 0) + 0.2 * len(forest.notes) + 0.2
    with blank_sheet(width + _MARGIN, height) as sheet:
        _write_head(sheet, forest, title, subtitle)
        _write_rows(sheet, forest)
        _write_foot(sheet, forest, sides)
        axes = sheet.axes(forest.columns.plot, forest.top, _PLOT, forest.bottom - forest.top)
        _draw_axis(axes, forest)
        _draw_effects(axes, forest)
        _draw_pools(axes, forest)
        told = description_of(forest.table[1:], effects, forest.notes)
        return sheet.picture(title, told)


def _plan(effects: Sequence[Effect], pools: Sequence[Pooled], *, top: float) -> _Forest:
    table = forest_table(effects, pools)
    return _Forest(
        effects=tuple(effects),
        pools=tuple(pools),
        table=table,
        axis=axis_for(effects),
        columns=_columns(table),
        top=top,
    )


def _columns(table: Sequence[Cells]) -> _Columns:
    columns = zip(*table, strict=True)
    widths = [max(text_width(c, STRONG) for c in cells) for cells in columns]
    told = any(row[1] for row in table[1:])
    people = _MARGIN + widths[0] + (_GAP + widths[1] if told else 0)
    estimate = people + _GAP + _PLOT + _GAP
    weighed = any(row[3] for row in table[1:])
    right = estimate + widths[2] + (_GAP + widths[3] if weighed else 0)
    return _Columns(_MARGIN, people, people + _GAP, estimate, right)


def _write_head(sheet: Sheet, forest: _Forest, title: str, subtitle: str) -> None:
    sheet.text((_MARGIN, 0.35), title, HEADING)
    sheet.text((_MARGIN, 0.6), subtitle, Style(colour=FAINT))
    _write_cells(sheet, forest, forest.table[0], forest.top - 0.2, STRONG)
    sheet.rule(_MARGIN, forest.columns.right, forest.top - 0.05)


def _write_rows(sheet: Sheet, forest: _Forest) -> None:
    for row, cells in enumerate(forest.table[1:]):
        claim = forest.effects[row].claim if row < len(forest.effects) else None
        style = PLAIN if claim else STRONG
        _write_cells(sheet, forest, cells, forest.middle(row), style, link=claim)
    if forest.pools:
        divide = forest.top + len(forest.effects) * _PITCH
        sheet.rule(_MARGIN, forest.columns.right, divide, colour=HAIRLINE)


def _write_cells(
    sheet: Sheet,
    forest: _Forest,
    cells: Cells,
    y: float,
    style: Style,
    *,
    link: str | None = None,
) -> None:
    columns = forest.columns
    trial, people, estimate, weight = cells
    sheet.text((columns.trial, y), trial, style, link=link)
    if any(row[1] for row in forest.table[1:]):
        sheet.text((columns.people, y), people, style, align="right")
    sheet.text((columns.estimate, y), estimate, style, link=link)
    if forest.pools:
        sheet.text((columns.right, y), weight, style, align="right")


def _write_foot(sheet: Sheet, forest: _Forest, sides: tuple[str, str] | None) -> None:
    y = forest.bottom + 0.42
    if sides:
        null = forest.columns.plot + _PLOT * forest.axis.share(forest.axis.scale.null)
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
    for row, pooled in enumerate(forest.pools, start=len(forest.effects)):
        y = row + 0.5
        across = (pooled.lower, pooled.estimate, pooled.upper, pooled.estimate)
        down = (y, y - _DIAMOND, y, y + _DIAMOND)
        axes.fill(across, down, facecolor=RUST, edgecolor=RUST, linewidth=0.8, zorder=3)
