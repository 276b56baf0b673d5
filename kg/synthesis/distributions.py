"""Tails and quantiles of the distributions that pooled estimates are held against.

In: numbers of the normal, chi-square and t distribution. Out: probabilities and quantiles, to more
digits than anybody prints, with the standard library alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

_STEPS = 300
_CLOSE = 1e-15
_TINY = 1e-300


def normal_quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches to each side.

    >>> round(normal_quantile(95), 3)
    1.96
    """
    return NormalDist().inv_cdf((1 + level / 100) / 2)


def normal_tails(z: float) -> float:
    """The probability that a standard normal variable is farther from nought, on either side.

    >>> round(normal_tails(-1.96), 3)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


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


def t_tails(t: float, df: int) -> float:
    """The probability that a t variable with ``df`` degrees of freedom is farther from nought.

    *Source*: Abramowitz and Stegun, 26.7.1.

    >>> [round(t_tails(t, df), 3) for t, df in ((12.706, 1), (2.179, 12))]
    [0.05, 0.05]
    """
    return incomplete_beta(df / (df + t * t), df / 2, 0.5)


def t_quantile(level: float, df: int) -> float:
    """How many standard errors a t interval of this level reaches to each side.

    >>> [round(t_quantile(95, df), 3) for df in (1, 12, 100000)]
    [12.706, 2.179, 1.96]
    """
    wanted = 1 - level / 100
    high = normal_quantile(level)
    while t_tails(high, df) > wanted:
        high *= 2
    return root(lambda t: t_tails(t, df) - wanted, 0.0, high)


def root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that falls from *low* to *high* crosses nought, by bisection."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function.

    *Source*: Abramowitz and Stegun, 26.5.8; the continued fraction by Lentz's method.

    >>> round(incomplete_beta(0.5, 2, 2), 12), incomplete_beta(1.0, 3, 0.5)
    (0.5, 1.0)
    """
    if x in {0.0, 1.0}:
        return x
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # The fraction converges fast on the side of the mean only; the other side is its complement.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away(1 + step * d)
            c = _away(1 + step / c)
            found *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return found


def _away(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
