"""How pooled numbers are written: in tables, in plots and for those who do not see the plot.

In: effects and pooled estimates. Out: strings with the digits that the inputs support.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.synthesis.effects import LOGARITHMIC, Effect, long_name, scale_of, short_name
from kg.synthesis.pooling import Pooled

Cells = tuple[str, ...]

_SMALLEST_P = 0.001


def decimals_of(*effects: Effect) -> int:
    """How many decimals numbers are shown with: as many as were reported, two for ratios."""
    numbers = (number for e in effects for number in (e.estimate, e.lower, e.upper))
    written = (-int(number.as_tuple().exponent) for number in numbers)
    least = 2 if scale_of(effects[0].statistic) is LOGARITHMIC else 0
    return min(3, max(least, *written))


def number(value: float, decimals: int) -> str:
    """The number with so many decimals and a true minus sign, never a negative nought.

    >>> number(-0.25, 1), number(-0.001, 2), number(1695, 0)
    ('−0.2', '0.00', '1695')
    """
    text = f"{value:.{decimals}f}"
    if not float(text):
        text = text.removeprefix("-")
    return text.replace("-", "−")


def interval(estimate: float, lower: float, upper: float, decimals: int, *, ratio: bool) -> str:
    """An estimate with its interval; a dash between limits only where no minus can stand.

    >>> interval(0.91, 0.7, 1.18, 2, ratio=True), interval(-4, -9, 1, 0, ratio=False)
    ('0.91 (0.70–1.18)', '−4 (−9 to 1)')
    """
    between = "–" if ratio else " to "
    low, high = number(lower, decimals), number(upper, decimals)
    return f"{number(estimate, decimals)} ({low}{between}{high})"


def p_value(p: float) -> str:
    """A P value as journals print it.

    >>> p_value(0.8525), p_value(0.0042), p_value(0.00001)
    ('P = 0.85', 'P = 0.004', 'P < 0.001')
    """
    if p < _SMALLEST_P:
        return "P < 0.001"
    return f"P = {p:.3f}" if p < 10 * _SMALLEST_P else f"P = {p:.2f}"


def level_text(level: float) -> str:
    """A confidence level without needless decimals.

    >>> level_text(95.0), level_text(99.5)
    ('95%', '99.5%')
    """
    return f"{level:g}%"


def row_of(effect: Effect, weight: float | None) -> Cells:
    """The cells of a trial: label, participants, estimate with interval, weight."""
    return (
        effect.label,
        "" if effect.n is None else f"{effect.n:,}",
        _effect_interval(effect),
        "" if weight is None else f"{100 * weight:.1f}%",
    )


def _effect_interval(effect: Effect) -> str:
    numbers = (float(effect.estimate), float(effect.lower), float(effect.upper))
    ratio = scale_of(effect.statistic) is LOGARITHMIC
    return interval(*numbers, decimals_of(effect), ratio=ratio)


def pooled_row(pooled: Pooled) -> Cells:
    """The cells of a pooled estimate; the participants only where every trial tells its own."""
    sizes = [effect.n for effect in pooled.effects]
    known = [n for n in sizes if n is not None]
    numbers = (pooled.estimate, pooled.lower, pooled.upper)
    decimals = decimals_of(*pooled.effects)
    return (
        pooled.model.capitalize(),
        f"{sum(known):,}" if len(known) == len(sizes) else "",
        interval(*numbers, decimals, ratio=scale_of(pooled.statistic) is LOGARITHMIC),
        "100.0%",
    )


def header_of(effects: Sequence[Effect], pools: Sequence[Pooled]) -> Cells:
    """The column heads; the interval's level stands there only where all rows share it."""
    levels = {float(e.level) for e in effects} | {pooled.level for pooled in pools}
    level = f"{level_text(levels.pop())} CI" if len(levels) == 1 else "CI"
    return ("Trial", "Participants", f"{short_name(effects[0].statistic)} ({level})", "Weight")


def heterogeneity_text(pooled: Pooled) -> str:
    """What the model says of how the trials differ and of the overall effect."""
    found = pooled.heterogeneity
    spread = "" if found.tau2 is None else f", τ² = {found.tau2:.3f}"
    return (
        f"Heterogeneity: Q = {found.q:.2f}, df = {found.df} ({p_value(found.p)}), "
        f"I² = {found.i2:.0f}%{spread}. Overall effect: z = {number(pooled.z, 2)} "
        f"({p_value(pooled.p)})."
    )


def description_of(rows: Sequence[Cells], effects: Sequence[Effect], notes: Sequence[str]) -> str:
    """The plot in sentences: every row, then what is said of heterogeneity."""
    name = long_name(effects[0].statistic)
    told = [
        f"{label}: {name} {estimate}"
        + (f", {people} participants" if people else "")
        + (f", weight {weight}" if weight else "")
        for label, people, estimate, weight in rows
    ]
    return " ".join(("Forest plot.", *(f"{sentence}." for sentence in told), *notes))
