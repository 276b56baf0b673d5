"""Pooled estimates of effects that several trials report.

In: effects of one statistic, each of another trial. Out: a frozen estimate with the weight of each
input and what is said about heterogeneity; the forest plot draws one diamond for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import InputError, UsageError
from kg.synthesis.between import ESTIMATORS, cochran_q, profile, weighted
from kg.synthesis.distributions import (
    chi_square_tail,
    normal_quantile,
    normal_tails,
    t_quantile,
    t_tails,
)
from kg.synthesis.effects import Effect, Scale, scale_of

_NAMES: Final = {"dl": "DerSimonian–Laird", "pm": "Paule–Mandel", "reml": "REML"}
_PREDICTED: Final = {"k-2": 2, "k-1": 1, "normal": None}
_PREDICTABLE: Final = 3
"""The fewest trials from which a further one can be foretold."""


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How much the trials differ: Cochran's Q, its P and I² in per cent, never below zero.

    ``tau2`` is the variance between trials, for models that estimate one, and ``tau2_interval``
    what the data leave it.
    """

    q: float
    df: int
    p: float
    i2: float
    tau2: float | None = None
    tau2_interval: tuple[float, float] | None = None

    @property
    def h(self) -> float:
        """The square root of Q over its degrees of freedom."""
        return math.sqrt(self.q / self.df)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """An estimate combined from several trials.

    ``weights`` are shares of 1, in the order of ``effects``; ``z`` and ``p`` test that nothing
    differs, ``z`` as a t of ``df`` degrees of freedom where there are any. ``prediction`` is where
    the true effect of one further trial is to be expected.
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
    df: int | None = None
    prediction: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mean:
    """A weighted mean on the scale on which effects are combined, with its standard error.

    ``df`` is given where its interval is one of t.
    """

    centre: float
    error: float
    df: int | None = None

    def reach(self, level: float) -> float:
        """How far the interval of this level goes to each side."""
        quantile = normal_quantile(level) if self.df is None else t_quantile(level, self.df)
        return quantile * self.error


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
    scale = poolable(effects)
    centres, errors = _numbers(effects)
    mean, weights = _mean(centres, errors)
    return pooled(
        effects,
        scale,
        mean,
        model="fixed effect, inverse variance",
        level=level,
        weights=weights,
        heterogeneity=heterogeneity(cochran_q(centres, errors), len(effects) - 1),
    )


def pool_random(
    effects: Sequence[Effect],
    *,
    tau2: str = "reml",
    hartung_knapp: bool = True,
    narrowed: bool = False,
    predicted: str | None = None,
    level: float = 95,
) -> Pooled:
    """The random-effects estimate: the mean of the distribution of true effects.

    ``tau2`` names the estimator of the variance between trials: dl, pm or reml. Hartung and Knapp's
    interval allows for that variance being estimated; where it would be narrower than the ordinary
    one, it keeps the ordinary error unless *narrowed*.
    The interval of prediction reaches as many standard deviations as that of the mean does, or by
    ``predicted`` those of the normal, or of t with k-1 or k-2 degrees of freedom.

    *Errors*: as for ``pool_fixed``.
    *Source*: Hartung and Knapp 2001; IntHout, Ioannidis and Borm 2014; of prediction Higgins,
    Thompson and Spiegelhalter 2009.
    """
    scale = poolable(effects)
    centres, errors = _numbers(effects)
    between = ESTIMATORS[tau2](centres, errors)
    plain, weights = _mean(centres, errors, between)
    mean = _knapped(plain, centres, errors, between, narrowed=narrowed) if hartung_knapp else plain
    q = cochran_q(centres, errors)
    return pooled(
        effects,
        scale,
        mean,
        model=f"random effects, {_NAMES[tau2]}" + (", Hartung–Knapp" if hartung_knapp else ""),
        level=level,
        weights=weights,
        heterogeneity=heterogeneity(q, len(effects) - 1, between, profile(centres, errors, level)),
        prediction=_prediction(
            scale, mean, between, _quantile(predicted or _like(mean), len(effects), level)
        ),
        notes=(_KEPT,) if mean.df and mean.error == plain.error else (),
    )


def _mean(
    centres: Sequence[float], errors: Sequence[float], tau2: float = 0.0
) -> tuple[Mean, tuple[float, ...]]:
    """The weighted mean, and the share of each weight."""
    centre, weights = weighted(centres, errors, tau2)
    total = math.fsum(weights)
    return Mean(centre, total**-0.5), tuple(w / total for w in weights)


def _knapped(
    plain: Mean, centres: Sequence[float], errors: Sequence[float], tau2: float, *, narrowed: bool
) -> Mean:
    """The mean with the standard error that the trials' own spread gives it."""
    df = len(centres) - 1
    factor = cochran_q(centres, errors, tau2) / df
    kept = factor < 1 and not narrowed
    return Mean(plain.centre, plain.error * (1.0 if kept else math.sqrt(factor)), df)


_KEPT: Final = (
    "Hartung and Knapp's interval would be narrower than the ordinary one: it keeps the ordinary "
    "standard error, with the quantile of t."
)


def _prediction(
    scale: Scale, mean: Mean, tau2: float, quantile: float | None
) -> tuple[float, float] | None:
    if quantile is None:
        return None
    reach = quantile * math.hypot(mean.error, math.sqrt(tau2))
    return scale.back(mean.centre - reach), scale.back(mean.centre + reach)


def _like(mean: Mean) -> str:
    """The way of prediction that is the mean's own."""
    return "normal" if mean.df is None else "k-1"


def _quantile(predicted: str, trials: int, level: float) -> float | None:
    """How many standard deviations the interval of prediction reaches; none where trials are few.

    *Errors*: ``UsageError`` for a way that there is not.
    """
    if predicted not in _PREDICTED:
        raise UsageError("no such interval", got=predicted, expected=", ".join(_PREDICTED))
    if trials < _PREDICTABLE:
        return None
    less = _PREDICTED[predicted]
    return normal_quantile(level) if less is None else t_quantile(level, trials - less)


def _numbers(effects: Sequence[Effect]) -> tuple[list[float], list[float]]:
    return [e.centre() for e in effects], [e.standard_error() for e in effects]


def heterogeneity(
    q: float, df: int, tau2: float | None = None, interval: tuple[float, float] | None = None
) -> Heterogeneity:
    """What Q says of how the trials differ.

    >>> found = heterogeneity(10.0, 4)
    >>> f"I² {found.i2:.0f}%, H {found.h:.2f}", heterogeneity(1.0, 4).i2
    ('I² 60%, H 1.58', 0.0)
    """
    # Q below its expectation says that nothing but chance differs; I² is cut off at nought there.
    excess = max(0.0, (q - df) / q) if q else 0.0
    return Heterogeneity(q, df, chi_square_tail(q, df), 100 * excess, tau2, interval)


def pooled(
    effects: Sequence[Effect], scale: Scale, mean: Mean, *, level: float, **about: object
) -> Pooled:
    """The record of a mean, in the units that the reports use."""
    z = (mean.centre - scale.forth(scale.null)) / mean.error
    reach = mean.reach(level)
    return Pooled(
        statistic=effects[0].statistic,
        estimate=scale.back(mean.centre),
        lower=scale.back(mean.centre - reach),
        upper=scale.back(mean.centre + reach),
        level=level,
        z=z,
        p=normal_tails(z) if mean.df is None else t_tails(z, mean.df),
        df=mean.df,
        effects=tuple(effects),
        **about,  # type: ignore[arg-type]
    )


def poolable(effects: Sequence[Effect]) -> Scale:
    """The scale of effects that can be combined.

    *Errors*: ``UsageError`` for fewer than two effects or for unlike statistics; ``InputError``
    where one trial enters twice, naming it.
    """
    statistic = _one_statistic(effects)
    _each_trial_once(effects)
    return scale_of(statistic)


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
