"""Pooled estimates from the counts themselves, for events that are rare.

In: effects that hold the events and people of their two groups. Out: pooled estimates by Mantel and
Haenszel's method or Peto's. An empty cell needs no correction here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.synthesis.arms import Counts
from kg.synthesis.effects import Effect, Scale, short_name
from kg.synthesis.pooling import Mean, Pooled, heterogeneity, poolable, pooled


class _Summed(NamedTuple):
    """A mean over strata, and what each of them weighs."""

    mean: Mean
    weights: list[float]


def pool_mantel_haenszel(effects: Sequence[Effect], *, level: float = 95) -> Pooled:
    """The fixed-effect estimate of Mantel and Haenszel: a risk ratio, odds ratio or difference.

    *Errors*: as for ``pool_fixed``; ``InputError`` for an effect without counts, and for a ratio
    where nobody in one of the groups had the event in any trial.
    *Source*: Mantel and Haenszel 1959; variances by Greenland and Robins 1985 and, of the odds
    ratio, Robins, Breslow and Greenland 1986; Cochrane Handbook 6.4, section 10.4.1.
    """
    scale = poolable(effects)
    found = _SUMS.get(effects[0].statistic, _no_sum)(_counts(effects))
    return _pooled(effects, scale, found, "fixed effect, Mantel–Haenszel", level)


def pool_peto(effects: Sequence[Effect], *, level: float = 95) -> Pooled:
    """The fixed-effect odds ratio of Peto: events observed less those expected.

    *Errors*: as for ``pool_mantel_haenszel``; other statistics than the odds ratio.
    *Source*: Yusuf and others 1985; Cochrane Handbook 6.4, section 10.4.2.
    """
    scale = poolable(effects)
    if effects[0].statistic != "oddsRatio":
        _no_sum(())
    pairs = [_observed(counts) for counts in _counts(effects)]
    variance = math.fsum(v for _, v in pairs)
    mean = Mean(math.fsum(o for o, _ in pairs) / variance, variance**-0.5)
    found = _Summed(mean, [v for _, v in pairs])
    return _pooled(effects, scale, found, "fixed effect, Peto", level, dict(enumerate(pairs)))


def _pooled(
    effects: Sequence[Effect],
    scale: Scale,
    found: _Summed,
    model: str,
    level: float,
    observed: dict[int, tuple[float, float]] | None = None,
) -> Pooled:
    total = math.fsum(found.weights)
    each = [(e.centre(), e.standard_error()) for e in effects]
    if observed:
        each = [(o / v, v**-0.5) for o, v in observed.values()]
    q = math.fsum(((y - found.mean.centre) / error) ** 2 for y, error in each)
    return pooled(
        effects,
        scale,
        found.mean,
        model=model,
        level=level,
        weights=tuple(w / total for w in found.weights),
        heterogeneity=heterogeneity(q, len(effects) - 1),
    )


def _counts(effects: Sequence[Effect]) -> list[Counts]:
    without = [effect for effect in effects if not isinstance(effect.arms, Counts)]
    if without:
        raise InputError(
            "this model needs the events and people of both groups",
            where=without[0].claim,
            got=f"{without[0].label} without them",
            way_out="Another model: fixed, reml",
        )
    return [effect.arms for effect in effects if isinstance(effect.arms, Counts)]


def _no_sum(_: Sequence[Counts]) -> _Summed:
    raise InputError(
        "this model combines other statistics",
        expected="risk ratio, odds ratio or risk difference; of Peto's, the odds ratio",
        way_out="Another model: fixed, reml",
    )


def _risk_ratio(tables: Sequence[Counts]) -> _Summed:
    rows = [(t.events, t.n, t.reference_events, t.reference_n, t.size) for t in tables]
    above = math.fsum(a * m / n for a, _, _, m, n in rows)
    weights = [c * k / n for _, k, c, _, n in rows]
    below = math.fsum(weights)
    _require(above, below, "riskRatio")
    spread = math.fsum((k * m * (a + c) - a * c * n) / n**2 for a, k, c, m, n in rows)
    return _Summed(Mean(math.log(above / below), math.sqrt(spread / (above * below))), weights)


def _odds_ratio(tables: Sequence[Counts]) -> _Summed:
    rows = [(*t.cells, t.size) for t in tables]
    r, s = [a * d / n for a, _, _, d, n in rows], [b * c / n for _, b, c, _, n in rows]
    p, q = [(a + d) / n for a, _, _, d, n in rows], [(b + c) / n for _, b, c, _, n in rows]
    above, below = math.fsum(r), math.fsum(s)
    _require(above, below, "oddsRatio")
    spread = (
        _dot(p, r) / (2 * above**2)
        + (_dot(p, s) + _dot(q, r)) / (2 * above * below)
        + _dot(q, s) / (2 * below**2)
    )
    return _Summed(Mean(math.log(above / below), math.sqrt(spread)), s)


def _risk_difference(tables: Sequence[Counts]) -> _Summed:
    rows = [(*t.cells, t.n, t.reference_n, t.size) for t in tables]
    weights = [k * m / n for *_, k, m, n in rows]
    total = math.fsum(weights)
    above = math.fsum((a * m - c * k) / n for a, _, c, _, k, m, n in rows)
    spread = math.fsum(
        (a * b * m**3 + c * d * k**3) / (k * m * n**2) for a, b, c, d, k, m, n in rows
    )
    return _Summed(Mean(above / total, math.sqrt(spread) / total), weights)


def _require(above: float, below: float, statistic: str) -> None:
    """Nothing, unless a sum is empty: a ratio of nought, or by nought, is no estimate."""
    if not (above and below):
        raise InputError(
            f"in one of the groups no trial saw the event: there is no {short_name(statistic)}",
            way_out="The risk difference can be pooled: --measure RD",
        )


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return math.fsum(x * y for x, y in zip(first, second, strict=True))


def _observed(counts: Counts) -> tuple[float, float]:
    """Events observed less those expected in the experimental group, and their variance."""
    a, b, c, d = counts.cells
    n = counts.size
    expected = (a + b) * (a + c) / n
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    return a - expected, variance


_SUMS: Final = {
    "oddsRatio": _odds_ratio,
    "riskDifference": _risk_difference,
    "riskRatio": _risk_ratio,
}
