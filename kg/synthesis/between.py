"""The variance between trials, τ²: how much true effects differ beyond chance.

In: the effects' centres and standard errors. Out: τ², never below nought, by three estimators, and
the interval that the data leave it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kg.errors import InputError
from kg.synthesis.distributions import chi_square_tail, root

Numbers = Sequence[float]

_STEPS: Final = 1_000
_CLOSE: Final = 1e-12


def weighted(centres: Numbers, errors: Numbers, tau2: float = 0.0) -> tuple[float, list[float]]:
    """The mean of the centres, and the weight of each: one over its whole variance.

    >>> weighted([0.0, 3.0], [1.0, 0.5])
    (2.4, [1.0, 4.0])
    """
    weights = [1 / (error**2 + tau2) for error in errors]
    total = math.fsum(weights)
    return math.fsum(w * y for w, y in zip(weights, centres, strict=True)) / total, weights


def cochran_q(centres: Numbers, errors: Numbers, tau2: float = 0.0) -> float:
    """The weighted sum of squared distances from the mean.

    >>> cochran_q([0.0, 3.0], [1.0, 0.5])
    7.2
    """
    mean, weights = weighted(centres, errors, tau2)
    return math.fsum(w * (y - mean) ** 2 for w, y in zip(weights, centres, strict=True))


def dersimonian_laird(centres: Numbers, errors: Numbers) -> float:
    """τ² by the method of moments.

    *Source*: DerSimonian and Laird 1986.

    >>> dersimonian_laird([0.0, 3.0], [1.0, 0.5]), dersimonian_laird([0.0, 0.1], [1.0, 0.5])
    (3.875, 0.0)
    """
    _, weights = weighted(centres, errors)
    total = math.fsum(weights)
    spread = total - math.fsum(w * w for w in weights) / total
    return max(0.0, (cochran_q(centres, errors) - len(centres) + 1) / spread)


def paule_mandel(centres: Numbers, errors: Numbers) -> float:
    """τ² at which Q is as large as chance alone would have it.

    *Source*: Paule and Mandel 1982.

    >>> round(paule_mandel([0.0, 3.0], [1.0, 0.5]), 3)
    3.875
    """
    return _where_q_is(len(centres) - 1, centres, errors)


def _where_q_is(wanted: float, centres: Numbers, errors: Numbers) -> float:
    """The τ² at which Q, which falls as τ² grows, comes down to a number; nought where it is there.

    Squares are looked for, not τ² itself: so few steps reach any order of magnitude.
    """
    if cochran_q(centres, errors) <= wanted:
        return 0.0
    high = max(errors)
    while cochran_q(centres, errors, high**2) > wanted:
        high *= 2
    return root(lambda tau: cochran_q(centres, errors, tau**2) - wanted, 0.0, high) ** 2


def restricted_likelihood(centres: Numbers, errors: Numbers) -> float:
    """τ² by restricted maximum likelihood (REML), found by Fisher scoring.

    *Errors*: ``InputError`` where the steps do not come to rest.
    *Source*: Viechtbauer 2005, equation 14.

    >>> round(restricted_likelihood([0.0, 3.0], [1.0, 0.5]), 3)
    3.875
    """
    tau2 = dersimonian_laird(centres, errors)
    for _ in range(_STEPS):
        step = _scoring(centres, errors, tau2)
        found = max(0.0, tau2 + step)
        if abs(found - tau2) <= _CLOSE * max(found, min(errors) ** 2):
            return found
        tau2 = found
    raise InputError("REML finds no variance between these trials", expected="another model: pm")


def _scoring(centres: Numbers, errors: Numbers, tau2: float) -> float:
    mean, weights = weighted(centres, errors, tau2)
    total, squares, cubes = (math.fsum(w**power for w in weights) for power in (1, 2, 3))
    spread = math.fsum((w * (y - mean)) ** 2 for w, y in zip(weights, centres, strict=True))
    information = squares - 2 * cubes / total + (squares / total) ** 2
    return (spread - (total - squares / total)) / information


def profile(centres: Numbers, errors: Numbers, level: float) -> tuple[float, float]:
    """The interval of τ² that Q leaves it.

    *Source*: the Q-profile method, Viechtbauer 2007.
    """
    df, outside = len(centres) - 1, (1 - level / 100) / 2
    limits = (chi_square_quantile(outside, df), chi_square_quantile(1 - outside, df))
    low, high = (_where_q_is(limit, centres, errors) for limit in limits)
    return low, high


def chi_square_quantile(tail: float, df: int) -> float:
    """The number that a chi-square variable exceeds with this probability.

    >>> round(chi_square_quantile(0.05, 3), 3)
    7.815
    """
    high = float(df)
    while chi_square_tail(high, df) > tail:
        high *= 2
    return root(lambda x: chi_square_tail(x, df) - tail, 0.0, high)


ESTIMATORS: Final[Mapping[str, Callable[[Numbers, Numbers], float]]] = {
    "dl": dersimonian_laird,
    "pm": paule_mandel,
    "reml": restricted_likelihood,
}
