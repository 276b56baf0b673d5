"""Pooled estimates of effects that several trials report.

In: effects of one statistic, each of another trial. Out: a frozen estimate with the weight of each
input and what is said about heterogeneity. A further model is a further function that returns the
same record; the forest plot draws one diamond for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import InputError, UsageError
from kg.synthesis.effects import Effect, normal_quantile, scale_of


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How much the trials differ: Cochran's Q, its P and I² in per cent, never below zero.

    ``tau2`` is the variance between trials, for models that estimate one.
    """

    q: float
    df: int
    p: float
    i2: float
    tau2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """An estimate combined from several trials.

    ``weights`` are shares of 1, in the order of ``effects``; ``z`` and ``p`` test that nothing
    differs.
    """

    model: str
    statistic: str
    estimate: float
    lower: float
    upper: float
    level: float
    z: float
    p: float
    heterogeneity: Heterogeneity
    effects: tuple[Effect, ...]
    weights: tuple[float, ...]


def pool_fixed(effects: Sequence[Effect], *, level: float = 95) -> Pooled:
    """The fixed-effect estimate by inverse variance.

    *Errors*: ``UsageError`` for fewer than two effects or for unlike statistics; ``InputError``
    where one trial enters twice, naming it.
    *Source*: Cochrane Handbook 6.4, section 10.3.1; I² by Higgins and Thompson 2002.

    >>> from decimal import Decimal
    >>> def hazard(trial, estimate, lower, upper):
    ...     return Effect(trial=trial, label=trial, statistic="hazardRatio", claim=trial,
    ...         estimate=Decimal(estimate), lower=Decimal(lower), upper=Decimal(upper),
    ...         level=Decimal(95))
    >>> both = pool_fixed([hazard("A", "0.50", "0.25", "1.00"), hazard("B", "2", "1", "4")])
    >>> f"{both.estimate:.2f}, I² {both.heterogeneity.i2:.0f}%"
    '1.00, I² 87%'
    """
    statistic = _one_statistic(effects)
    _each_trial_once(effects)
    scale = scale_of(statistic)
    precisions = [effect.standard_error() ** -2 for effect in effects]
    total = math.fsum(precisions)
    weights = tuple(precision / total for precision in precisions)
    centre = math.fsum(w * e.centre() for w, e in zip(weights, effects, strict=True))
    error = total**-0.5
    reach = normal_quantile(level) * error
    z = (centre - scale.forth(scale.null)) / error
    return Pooled(
        model="fixed effect, inverse variance",
        statistic=statistic,
        estimate=scale.back(centre),
        lower=scale.back(centre - reach),
        upper=scale.back(centre + reach),
        level=level,
        z=z,
        p=math.erfc(abs(z) / math.sqrt(2)),
        heterogeneity=_heterogeneity(effects, precisions, centre),
        effects=tuple(effects),
        weights=weights,
    )


def _one_statistic(effects: Sequence[Effect]) -> str:
    if len(effects) < 2:  # noqa: PLR2004
        raise UsageError(
            "there is nothing to pool", got=f"{len(effects)} effects", expected="at least two"
        )
    kinds = sorted({effect.statistic for effect in effects})
    if len(kinds) > 1:
        raise UsageError(
            "unlike statistics cannot be pooled",
            got=", ".join(kinds),
            expected="effects of one statistic",
            way_out="Narrow the question to one statistic.",
        )
    return kinds[0]


def _each_trial_once(effects: Sequence[Effect]) -> None:
    counts = Counter(effect.trial for effect in effects)
    twice = [effect for effect in effects if counts[effect.trial] > 1]
    if twice:
        raise InputError(
            f"one trial enters twice: {twice[0].label}",
            where=twice[0].trial,
            got=", ".join(effect.claim for effect in twice if effect.trial == twice[0].trial),
            expected="one effect of each trial",
            way_out="Choose one of its comparisons; two of them would count its people twice.",
        )


def _heterogeneity(
    effects: Sequence[Effect], precisions: Sequence[float], centre: float
) -> Heterogeneity:
    pairs = zip(precisions, effects, strict=True)
    q = math.fsum(p * (effect.centre() - centre) ** 2 for p, effect in pairs)
    df = len(effects) - 1
    # Q below its expectation says that nothing but chance differs; I² is cut off at nought there.
    excess = max(0.0, (q - df) / q) if q else 0.0
    return Heterogeneity(q=q, df=df, p=chi_square_tail(q, df), i2=100 * excess)


def chi_square_tail(x: float, df: int) -> float:
    """The probability that a chi-square variable with ``df`` degrees of freedom exceeds ``x``.

    *Source*: Abramowitz and Stegun, 26.4.4 (odd df) and 26.4.5 (even df).

    >>> [round(chi_square_tail(x, df), 3) for x, df in ((3.841, 1), (5.991, 2), (7.815, 3))]
    [0.05, 0.05, 0.05]
    """
    half = x / 2
    odd = df % 2
    # Each further pair of degrees adds (x/2)^a e^(-x/2) / Γ(a+1); logarithms keep large Q finite.
    steps = [a + odd / 2 for a in range((df - odd) // 2)]
    terms = [math.exp(a * math.log(half) - half - math.lgamma(a + 1)) for a in steps if half]
    start = math.erfc(math.sqrt(half)) if odd else 0.0
    return min(1.0, start + math.fsum(terms)) if half else 1.0
