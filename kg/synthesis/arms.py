"""What two groups report, and the effect that follows from it by arithmetic.

In: events and sizes, or means, spreads and sizes, of two groups. Out: a centre and a standard error
on the scale on which trials are combined, and whether an empty cell had to be corrected.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.errors import InputError

CORRECTION: Final = 0.5
"""What each cell of a trial gains, and of that trial alone, where one of its cells is empty."""


class Computed(NamedTuple):
    """An effect on the scale of its statistic; ``corrected`` where a cell was empty."""

    centre: float
    error: float
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Events and people of two groups, the experimental one first.

    *Errors*: ``InputError`` for a group without people or with more events than people.
    """

    events: int
    n: int
    reference_events: int
    reference_n: int

    def __post_init__(self) -> None:
        for events, n in ((self.events, self.n), (self.reference_events, self.reference_n)):
            if not (0 <= events <= n and n > 0):
                raise InputError(
                    "the events of a group do not fit its people",
                    got=f"{events} of {n}",
                    expected="from 0 to all of them",
                )

    @property
    def cells(self) -> tuple[float, float, float, float]:
        """With and without the event: experimental, then reference."""
        rest, reference_rest = self.n - self.events, self.reference_n - self.reference_events
        return self.events, rest, self.reference_events, reference_rest

    @property
    def size(self) -> int:
        """The people of both groups."""
        return self.n + self.reference_n

    @property
    def empty(self) -> bool:
        """Whether nobody, or everybody, had the event: no ratio can be read from that.

        >>> Counts(0, 10, 0, 12).empty, Counts(0, 10, 1, 12).empty
        (True, False)
        """
        return not (self.events or self.reference_events) or (
            self.events == self.n and self.reference_events == self.reference_n
        )

    def corrected(self) -> tuple[tuple[float, float, float, float], bool]:
        """The cells, each with a half more where one of them is empty.

        *Source*: Cochrane Handbook 6.4, section 10.4.4.1.

        >>> Counts(0, 10, 2, 12).corrected()
        ((0.5, 10.5, 2.5, 10.5), True)
        """
        a, b, c, d = self.cells
        if all((a, b, c, d)):
            return (a, b, c, d), False
        return (a + CORRECTION, b + CORRECTION, c + CORRECTION, d + CORRECTION), True


@dataclass(frozen=True, slots=True)
class Means:
    """Mean, standard deviation and people of two groups, the experimental one first.

    *Errors*: ``InputError`` for a spread that is not above zero, or fewer than two people.
    """

    mean: float
    sd: float
    n: int
    reference_mean: float
    reference_sd: float
    reference_n: int

    def __post_init__(self) -> None:
        for sd, n in ((self.sd, self.n), (self.reference_sd, self.reference_n)):
            if not (math.isfinite(sd) and sd > 0 and n > 1):
                raise InputError(
                    "a mean cannot be combined without its spread",
                    got=f"SD {sd:g} of {n} people",
                    expected="a standard deviation above 0, of two people or more",
                )

    @property
    def size(self) -> int:
        """The people of both groups."""
        return self.n + self.reference_n


def risk_ratio(counts: Counts) -> Computed:
    """The logarithm of the risk ratio.

    >>> found = risk_ratio(Counts(4, 123, 11, 139))
    >>> f"{found.centre:.4f}, variance {found.error**2:.4f}"
    '-0.8893, variance 0.3256'
    """
    (a, b, c, d), corrected = counts.corrected()
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    return Computed(math.log(a / (a + b)) - math.log(c / (c + d)), math.sqrt(variance), corrected)


def odds_ratio(counts: Counts) -> Computed:
    """The logarithm of the odds ratio.

    >>> round(odds_ratio(Counts(4, 123, 11, 139)).centre, 4)
    -0.9387
    """
    (a, b, c, d), corrected = counts.corrected()
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Computed(math.log(a / b) - math.log(c / d), error, corrected)


def risk_difference(counts: Counts) -> Computed:
    """The risk difference, as a share; an empty cell is corrected only where no variance is left.

    >>> round(risk_difference(Counts(4, 123, 11, 139)).centre, 4)
    -0.0466
    """
    a, b, c, d = counts.cells
    variance = _binomial(a, b) + _binomial(c, d)
    if variance:
        return Computed(a / (a + b) - c / (c + d), math.sqrt(variance))
    (a, b, c, d), _ = counts.corrected()
    centre = counts.events / counts.n - counts.reference_events / counts.reference_n
    return Computed(centre, math.sqrt(_binomial(a, b) + _binomial(c, d)), corrected=True)


def _binomial(events: float, rest: float) -> float:
    return events * rest / (events + rest) ** 3


def mean_difference(means: Means) -> Computed:
    """The difference in means.

    >>> found = mean_difference(Means(55, 47, 155, 75, 64, 156))
    >>> f"{found.centre:.0f}, variance {found.error**2:.3f}"
    '-20, variance 40.508'
    """
    variance = means.sd**2 / means.n + means.reference_sd**2 / means.reference_n
    return Computed(means.mean - means.reference_mean, math.sqrt(variance))


def standardized_difference(means: Means) -> Computed:
    """Hedges' g: the difference in standard deviations, corrected for small samples.

    *Source*: Hedges and Olkin 1985, with the exact correction by gamma functions.

    >>> found = standardized_difference(Means(55, 47, 155, 75, 64, 156))
    >>> f"{found.centre:.4f}, variance {found.error**2:.4f}"
    '-0.3552, variance 0.0131'
    """
    df = means.size - 2
    within = (means.n - 1) * means.sd**2 + (means.reference_n - 1) * means.reference_sd**2
    shrunk = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) * math.sqrt(2 / df)
    g = shrunk * (means.mean - means.reference_mean) / math.sqrt(within / df)
    variance = 1 / means.n + 1 / means.reference_n + g**2 / (2 * means.size)
    return Computed(g, math.sqrt(variance))


OF_COUNTS: Final[Mapping[str, Callable[[Counts], Computed]]] = {
    "riskRatio": risk_ratio,
    "oddsRatio": odds_ratio,
    "riskDifference": risk_difference,
}
OF_MEANS: Final[Mapping[str, Callable[[Means], Computed]]] = {
    "meanDifference": mean_difference,
    "standardizedMeanDifference": standardized_difference,
}
