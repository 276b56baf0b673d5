"""How pooled numbers are written: in tables, in plots and for those who do not see the plot.

In: effects and pooled estimates. Out: strings with the digits that the inputs support.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.synthesis.arms import Counts, Means
from kg.synthesis.effects import LOGARITHMIC, Effect, long_name, scale_of, short_name
from kg.synthesis.pooling import Pooled

Cells = tuple[str, ...]

DERIVED: Final = "†"
"""Stands beside a trial of whose numbers some follow from others and stand in no report."""

_SMALLEST_P: Final = 0.001
_MOST_WEIGHTS: Final = 2
_LARGE: Final = 100


def decimals_of(*effects: Effect) -> int:
    """How many decimals numbers are shown with: as many as were reported, two for ratios."""
    told = [e for e in effects if not e.derived]
    numbers = (number for e in told for number in (e.estimate, e.lower, e.upper))
    written = [-int(number.as_tuple().exponent) for number in numbers]
    statistic = effects[0].statistic
    least = 2 if scale_of(statistic) is LOGARITHMIC else 0
    computed = [3 if statistic == "riskDifference" else 2] if len(told) < len(effects) else []
    return min(3, max(least, *written, *computed))


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


def arms_shown(effects: Iterable[Effect]) -> bool:
    """Whether some trial tells what its groups reported, which then has columns of its own."""
    return any(effect.arms is not None for effect in effects)


def row_of(effect: Effect, weights: Sequence[float | None], *, arms: bool) -> Cells:
    """The cells of a trial: label, people or what each group reported, estimate, weights."""
    return (
        f"{effect.label} {DERIVED}" if effect.derived else effect.label,
        *(_arms(effect) if arms else (_people(effect.n),)),
        _effect_interval(effect),
        *("" if weight is None else f"{100 * weight:.1f}%" for weight in weights),
    )


def _people(n: int | None) -> str:
    return "" if n is None else f"{n:,}"


def _arms(effect: Effect) -> Cells:
    """What each group reported: events of people, or a mean with its standard deviation."""
    found = effect.arms
    if isinstance(found, Counts):
        return _share(found.events, found.n), _share(found.reference_events, found.reference_n)
    if isinstance(found, Means):
        return (
            _mean(found.mean, found.sd, found.n),
            _mean(found.reference_mean, found.reference_sd, found.reference_n),
        )
    return "", ""


def _share(events: int, people: int) -> str:
    return f"{events:,}/{people:,}"


def _mean(mean: float, sd: float, people: int) -> str:
    return f"{_plain(mean)} ± {_plain(sd)} ({people:,})"


def _plain(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _effect_interval(effect: Effect) -> str:
    numbers = (float(effect.estimate), float(effect.lower), float(effect.upper))
    ratio = scale_of(effect.statistic) is LOGARITHMIC
    return interval(*numbers, decimals_of(effect), ratio=ratio)


def opened(text: str) -> str:
    """A text as it opens a line; names keep their capitals.

    >>> opened("random effects, REML")
    'Random effects, REML'
    """
    return text[:1].upper() + text[1:]


def pooled_row(pooled: Pooled, *, arms: bool, place: int = 0, columns: int = 1) -> Cells:
    """The cells of a pooled estimate; the participants only where every trial tells its own."""
    numbers = (pooled.estimate, pooled.lower, pooled.upper)
    decimals = decimals_of(*pooled.effects)
    weights = ("100.0%" if column == place else "" for column in range(columns))
    return (
        opened(pooled.model),
        *_totals(pooled.effects, arms=arms),
        interval(*numbers, decimals, ratio=scale_of(pooled.statistic) is LOGARITHMIC),
        *weights,
    )


def _totals(effects: Sequence[Effect], *, arms: bool) -> Cells:
    if not arms:
        sizes = [effect.n for effect in effects]
        known = [n for n in sizes if n is not None]
        return (_people(sum(known)) if len(known) == len(sizes) else "",)
    told = [effect.arms for effect in effects]
    counts = [each for each in told if isinstance(each, Counts)]
    if len(counts) < len(told):
        return "", ""
    events, n = sum(c.events for c in counts), sum(c.n for c in counts)
    others = sum(c.reference_events for c in counts), sum(c.reference_n for c in counts)
    return _share(events, n), _share(*others)


PREDICTED: Final = "prediction interval"


def prediction_row(pooled: Pooled, *, arms: bool, columns: int = 1) -> Cells | None:
    """The cells of the interval of prediction; none where there is none."""
    if pooled.prediction is None:
        return None
    decimals = decimals_of(*pooled.effects)
    low, high = (number(limit, decimals) for limit in pooled.prediction)
    between = "–" if scale_of(pooled.statistic) is LOGARITHMIC else " to "
    blank = ("",) * (2 if arms else 1)
    label = f"{level_text(pooled.level)} {PREDICTED}"
    return (label, *blank, f"({low}{between}{high})", *("",) * columns)


def weight_columns(pools: Sequence[Pooled]) -> int:
    """How many columns of weights there are: of one model, or of two that weigh differently."""
    return len(pools) if len(pools) == _MOST_WEIGHTS else 1


def header_of(effects: Sequence[Effect], pools: Sequence[Pooled]) -> Cells:
    """The column heads; the interval's level stands there only where all rows share it."""
    levels = {float(e.level) for e in effects} | {pooled.level for pooled in pools}
    level = f"{level_text(levels.pop())} CI" if len(levels) == 1 else "CI"
    return (
        "Trial",
        *_group_heads(effects),
        f"{short_name(effects[0].statistic)} ({level})",
        *_weight_heads(pools),
    )


def _group_heads(effects: Sequence[Effect]) -> Cells:
    if not arms_shown(effects):
        return ("Participants",)
    counts = any(isinstance(effect.arms, Counts) for effect in effects)
    told = "n/N" if counts else "mean ± SD (n)"
    return f"Experimental, {told}", f"Control, {told}"


def _weight_heads(pools: Sequence[Pooled]) -> Iterator[str]:
    if len(pools) <= 1:
        yield "Weight"
    else:
        kinds = [pooled.model.partition(" ")[0] for pooled in pools][: weight_columns(pools)]
        yield from (f"Weight, {kind}" for kind in kinds)


def heterogeneity_text(pooled: Pooled) -> str:
    """What the model says of how the trials differ and of the overall effect."""
    found = pooled.heterogeneity
    return (
        f"Heterogeneity: Q = {found.q:.2f}, df = {found.df} ({p_value(found.p)}), "
        f"I² = {found.i2:.0f}%{_spread(pooled)}. Overall effect: {_test(pooled)}."
    )


def further_text(pooled: Pooled) -> str:
    """What a second model says beside the first."""
    spread = _spread(pooled).removeprefix(", ")
    return (
        f"{opened(pooled.model)}: {spread + '; ' if spread else ''}overall effect {_test(pooled)}."
    )


def _spread(pooled: Pooled) -> str:
    found = pooled.heterogeneity
    if found.tau2 is None:
        return ""
    decimals = 3 if found.tau2 < _LARGE else 0
    told = f", τ² = {found.tau2:.{decimals}f}"
    if found.tau2_interval is None:
        return told
    low, high = (f"{limit:.{decimals}f}" for limit in found.tau2_interval)
    return f"{told} ({low} to {high})"


def _test(pooled: Pooled) -> str:
    name = "z" if pooled.df is None else f"t({pooled.df})"
    return f"{name} = {number(pooled.z, 2)} ({p_value(pooled.p)})"


def notes_of(pools: Sequence[Pooled]) -> tuple[str, ...]:
    """A line for each model, the first with how the trials differ."""
    return tuple(
        further_text(pooled) if place else heterogeneity_text(pooled)
        for place, pooled in enumerate(pools)
    )


def description_of(
    rows: Sequence[Cells], header: Cells, effects: Sequence[Effect], notes: Sequence[str]
) -> str:
    """The plot in sentences: every row, then what is said of heterogeneity."""
    name = long_name(effects[0].statistic)
    estimate = next(place for place, head in enumerate(header) if head.endswith("CI)"))
    told = [_sentence(row, header, name, estimate) for row in rows]
    return " ".join(("Forest plot.", *(f"{sentence}." for sentence in told), *notes))


def _sentence(row: Cells, header: Cells, name: str, estimate: int) -> str:
    parts = [f"{row[0]}: {name} {row[estimate]}"]
    for place, (head, cell) in enumerate(zip(header, row, strict=True)):
        if cell and place not in {0, estimate}:
            people = head == "Participants"
            parts.append(f"{cell} participants" if people else f"{head.lower()} {cell}")
    return ", ".join(parts)
