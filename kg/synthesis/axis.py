"""The axis of a forest plot: where it begins and ends, and which values are marked on it.

In: effects. Out: limits and ticks in the statistic's own units, pure numbers without a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.synthesis.effects import LOGARITHMIC, Effect, Scale, scale_of
from kg.synthesis.pooling import Pooled

_MOST_TICKS = 8
_WIDEST = 20.0  # a ratio's axis ends here; an interval that goes on gets an arrow head
_MANTISSAS = (
    (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9),
    (1, 1.5, 2, 3, 5, 7),
    (1, 2, 5),
    (1,),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """The span of a scale that is shown, with its marked values."""

    scale: Scale
    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along the axis a value lies, from 0 to 1.

        >>> Axis(LOGARITHMIC, 0.5, 2.0, ()).share(1.0)
        0.5
        """
        low, high = self.scale.forth(self.low), self.scale.forth(self.high)
        return (self.scale.forth(value) - low) / (high - low)


def axis_for(effects: Sequence[Effect], pools: Sequence[Pooled] = ()) -> Axis:
    """The axis that holds every interval, of prediction too, and the value of no difference."""
    scale = scale_of(effects[0].statistic)
    spans = [(float(effect.lower), float(effect.upper)) for effect in effects]
    spans += [(pooled.lower, pooled.upper) for pooled in pools]
    spans += [pooled.prediction for pooled in pools if pooled.prediction]
    low = min(scale.null, *(limit for limit, _ in spans))
    high = max(scale.null, *(limit for _, limit in spans))
    if scale is LOGARITHMIC:
        low, high = max(low, 1 / _WIDEST), min(high, _WIDEST)
        low, high, ticks = _snapped(low, high, _logarithmic_grids(low, high))
        room = (high / low) ** 0.04
        return Axis(scale, low / room, high * room, ticks)
    low, high, ticks = _snapped(low, high, _linear_grids(low, high))
    room = (high - low) * 0.04
    return Axis(scale, low - room, high + room, ticks)


def _logarithmic_grids(low: float, high: float) -> Iterator[tuple[float, ...]]:
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    for mantissas in _MANTISSAS:
        yield tuple(float(f"{m}e{decade}") for decade in decades for m in mantissas)


def _linear_grids(low: float, high: float) -> Iterator[tuple[float, ...]]:
    finest = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    for step in (finest * m for m in (1, 2, 5, 10, 20, 50)):
        first = math.floor(low / step)
        yield tuple(step * k for k in range(first, math.ceil(high / step) + 1))


def _snapped(
    low: float, high: float, grids: Iterator[tuple[float, ...]]
) -> tuple[float, float, tuple[float, ...]]:
    """The span widened to marks of the finest grid that does not crowd it, with those marks."""
    for grid in grids:
        first = max(mark for mark in grid if mark <= low)
        last = min(mark for mark in grid if mark >= high)
        marks = tuple(mark for mark in grid if first <= mark <= last)
        if len(marks) <= _MOST_TICKS:
            break
    return first, last, marks
