"""Effects: what each trial contributes to a pooled estimate, and the scale it is combined on.

In: numbers of comparisons as the reports state them. Out: frozen records that cannot be pooled
by mistake: an interval that does not hold its estimate, a ratio below zero or a statistic without
a known scale is refused where the record is made.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kg.errors import InputError
from kg.synthesis.arms import OF_COUNTS, OF_MEANS, Computed, Counts, Means
from kg.synthesis.distributions import normal_quantile


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which a statistic is close to normal, and its value where nothing differs."""

    name: str
    null: float
    forth: Callable[[float], float]
    back: Callable[[float], float]


LOGARITHMIC = Scale("log", 1.0, math.log, math.exp)
LINEAR = Scale("linear", 0.0, float, float)

# Words as a reader of the table meets them, and the scale: Cochrane Handbook 6.4, section 10.3.
_STATISTICS: dict[str, tuple[str, str, Scale]] = {
    "hazardRatio": ("HR", "hazard ratio", LOGARITHMIC),
    "leastSquaresMeanDifference": ("LSMD", "least-squares mean difference", LINEAR),
    "meanDifference": ("MD", "mean difference", LINEAR),
    "oddsRatio": ("OR", "odds ratio", LOGARITHMIC),
    "rateRatio": ("Rate ratio", "rate ratio", LOGARITHMIC),
    "ratioOfMeans": ("RoM", "ratio of means", LOGARITHMIC),
    "riskDifference": ("RD", "risk difference", LINEAR),
    "riskRatio": ("RR", "risk ratio", LOGARITHMIC),
    "standardizedMeanDifference": ("SMD", "standardized mean difference", LINEAR),
}


def scale_of(statistic: str) -> Scale:
    """The scale on which estimates of this statistic are combined.

    *Errors*: ``InputError`` for a statistic that inverse-variance pooling has no scale for.

    >>> scale_of("hazardRatio").name, scale_of("meanDifference").name
    ('log', 'linear')
    """
    return _known(statistic)[2]


def short_name(statistic: str) -> str:
    """The abbreviation that heads a column of estimates.

    >>> short_name("https://w3id.org/trialkg/ns#hazardRatio")
    'HR'
    """
    return _known(statistic)[0]


def long_name(statistic: str) -> str:
    """The statistic in words.

    >>> long_name("riskRatio")
    'risk ratio'
    """
    return _known(statistic)[1]


def _known(statistic: str) -> tuple[str, str, Scale]:
    local = statistic.rpartition("#")[2]
    if local in _STATISTICS:
        return _STATISTICS[local]
    raise InputError(
        "this statistic cannot be pooled by inverse variance",
        got=local,
        expected=f"one of {', '.join(sorted(_STATISTICS))}",
    )


REPORTED: Final = "reported"
"""How an effect is known whose estimate and interval stand in a report."""

FROM_COUNTS: Final = "computed from events and people"
FROM_MEANS: Final = "computed from means and standard deviations"
FROM_P: Final = "interval computed from P"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One trial's estimate of one contrast, with its confidence interval.

    ``trial`` is what may stand only once in a pooled estimate, ``label`` what the row is called,
    ``claim`` the IRI of the comparison that says it, and ``beside`` what else it rests on. What the
    groups themselves report is ``arms``; ``origin`` says whether the estimate was reported or
    follows by arithmetic; then ``computed`` holds it as it was before rounding. *Units*: ``level``
    is 95, not 0.95.

    *Errors*: ``InputError`` where the numbers cannot belong together.
    """

    trial: str
    label: str
    statistic: str
    estimate: Decimal
    lower: Decimal
    upper: Decimal
    level: Decimal
    claim: str
    beside: tuple[str, ...] = ()
    n: int | None = None
    arms: Counts | Means | None = None
    origin: str = REPORTED
    computed: Computed | None = None
    experimental: str = ""
    reference: str = ""
    time: str = ""
    days: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        scale = scale_of(self.statistic)
        if scale is LOGARITHMIC and min(self.estimate, self.lower) <= 0:
            raise self._refused("a ratio and its limits are above zero")
        if not self.lower <= self.estimate <= self.upper or self.lower == self.upper:
            raise self._refused("lower ≤ estimate ≤ upper, and an interval that is not empty")
        if not 0 < self.level < 100:  # noqa: PLR2004 - a percentage
            raise self._refused("a confidence level between 0 and 100, such as 95")

    def _refused(self, expected: str) -> InputError:
        numbers = f"{self.estimate} ({self.lower} to {self.upper}), level {self.level}"
        return InputError(
            "the estimate and its interval do not fit each other",
            where=self.claim,
            got=f"{self.label} {numbers}",
            expected=expected,
        )

    @property
    def derived(self) -> bool:
        """Whether some of its numbers follow from others and stand in no report."""
        return self.origin != REPORTED

    def centre(self) -> float:
        """The estimate on the scale on which it is combined."""
        if self.computed is not None:
            return self.computed.centre
        return scale_of(self.statistic).forth(float(self.estimate))

    def standard_error(self) -> float:
        """The standard error on that scale, from the width of the interval.

        *Source*: Cochrane Handbook 6.4, section 6.3.2.

        >>> esprit = Effect(trial="t", label="ESPRIT", statistic="hazardRatio", claim="c",
        ...     estimate=Decimal("0.94"), lower=Decimal("0.75"), upper=Decimal("1.16"),
        ...     level=Decimal(95))
        >>> round(esprit.standard_error(), 3)
        0.111
        """
        if self.computed is not None:
            return self.computed.error
        forth = scale_of(self.statistic).forth
        width = forth(float(self.upper)) - forth(float(self.lower))
        return width / (2 * normal_quantile(float(self.level)))


def of_arms(arms: Counts | Means, statistic: str, *, level: int = 95, **about: Any) -> Effect:  # noqa: ANN401 - the fields of Effect
    """The effect that follows from what two groups report.

    *Errors*: ``InputError`` for a statistic that does not follow from it, and where nobody or
    everybody had the event, so that no ratio can be read.

    >>> found = of_arms(Counts(4, 123, 11, 139), "riskRatio", trial="t", label="Aronson", claim="c")
    >>> f"{found.estimate} ({found.lower} to {found.upper})", found.n
    ('0.4109 (0.1343 to 1.257)', 262)
    """
    computed = _computed(arms, statistic)
    scale = scale_of(statistic)
    reach = normal_quantile(level) * computed.error
    limits = (computed.centre - reach, computed.centre, computed.centre + reach)
    lower, estimate, upper = (_rounded(scale.back(number)) for number in limits)
    corrected = ("half an event added to each cell: one was empty",) if computed.corrected else ()
    return Effect(
        statistic=statistic,
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=Decimal(level),
        n=arms.size,
        arms=arms,
        origin=FROM_COUNTS if isinstance(arms, Counts) else FROM_MEANS,
        computed=computed,
        notes=corrected,
        **about,
    )


def _computed(arms: Counts | Means, statistic: str) -> Computed:
    if isinstance(arms, Counts) and statistic in OF_COUNTS:
        if arms.empty and scale_of(statistic) is LOGARITHMIC:
            had = "everybody" if arms.events else "nobody"
            raise InputError(f"{had} had the event in either group: that tells of no ratio")
        return OF_COUNTS[statistic](arms)
    if isinstance(arms, Means) and statistic in OF_MEANS:
        return OF_MEANS[statistic](arms)
    possible = OF_COUNTS if isinstance(arms, Counts) else OF_MEANS
    raise InputError(
        "this statistic does not follow from what the groups report",
        got=statistic,
        expected=f"one of {', '.join(possible)}",
    )


_DIGITS: Final = 4


def _rounded(value: float) -> Decimal:
    """The number with four significant digits, which are more than anybody prints."""
    return Decimal(f"{value:.{_DIGITS}g}") if value else Decimal(0)
