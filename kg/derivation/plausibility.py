"""Numbers that cannot be right are marked; none is dropped, and none is changed.

In: an account, and the table of measurands. Out: the same account with ``implausibleValue`` on a
level that nobody has, a share that is no share, and a P that is no probability. Of a change or a
difference only its P is judged: the table is of levels.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

import msgspec

from kg import units
from kg.codes import Flag
from kg.records import (
    Account,
    AdverseEventResult,
    Claim,
    Comparison,
    Criterion,
    GroupResult,
    Number,
    Outcome,
    Population,
    PValue,
    Quantity,
    Study,
)

C = TypeVar("C", bound=Claim)

_IMPLAUSIBLE: Final[Flag] = "implausibleValue"
_LEVELS: Final = frozenset(
    ("mean", "median", "geometricMean", "leastSquaresMean", "geometricLeastSquaresMean",
     "minimum", "maximum", None)
)  # fmt: skip
_SHARES: Final = {"percentage": Decimal(100), "proportion": Decimal(1)}
_OF_VALUES: Final = frozenset(("interquartileRange", "range"))
_AT_A_TIME: Final = frozenset((None, "atPoint", "averagedOver"))
_OPEN: Final = Decimal("0.75")
# What is said of an outcome whose numbers are no levels of what it measures.
_NO_LEVEL: Final = re.compile(
    r"\b(?:chang|differ|reduc|increas|decreas|declin|gain|los[st]|improv|percent|proportion|ratio"
    r"|fold|rate of|slope|delta|relative|variab|variation|auc|area|time to|number of)"
    r"|%|Δ|∆",
    re.IGNORECASE,
)


def marked(account: Account) -> Account:
    """The account with a flag on every number that cannot be right; marking twice adds nothing."""
    return msgspec.structs.replace(account, studies=tuple(map(_study, account.studies)))


def _study(study: Study) -> Study:
    outcomes = {outcome.key: outcome for outcome in study.outcomes}
    return msgspec.structs.replace(
        study,
        populations=tuple(map(_population, study.populations)),
        outcomes=tuple(map(_outcome, study.outcomes)),
        group_results=tuple(_result(each, outcomes) for each in study.group_results),
        adverse_events=tuple(_result(each, outcomes) for each in study.adverse_events),
        comparisons=tuple(map(_comparison, study.comparisons)),
    )


def _flagged(claim: C, *, odd: bool) -> C:
    if not odd or _IMPLAUSIBLE in claim.flags:
        return claim
    return msgspec.structs.replace(claim, flags=(*claim.flags, _IMPLAUSIBLE))


# --- Results -------------------------------------------------------------------------------------

R = TypeVar("R", GroupResult, AdverseEventResult)


def _result(result: R, outcomes: Mapping[str, Outcome]) -> R:
    number = result.number
    if number is None:
        return result
    outcome = outcomes.get(result.outcome or "")
    odd = _no_share(number, result.statistic)
    if not odd and _is_level(result, outcome):
        measurand = result.measurand if outcome is None else result.measurand or outcome.measures
        odd = measurand is not None and _nobodys(measurand, number)
    return _flagged(result, odd=odd)


def _no_share(number: Number, statistic: str | None) -> bool:
    """Whether a share of people is below none or above all."""
    whole = _SHARES.get(statistic or "")
    ends = (number.value, number.min, number.max)
    return whole is not None and any(e is not None and not 0 <= e <= whole for e in ends)


def _is_level(result: GroupResult, outcome: Outcome | None) -> bool:
    """Whether a number is how much there is of something, and not by how much it differs."""
    if result.statistic not in _LEVELS or result.aggregation not in _AT_A_TIME:
        return False
    said = (result.label, result.class_label, result.category_label, outcome and outcome.label)
    return not any(_NO_LEVEL.search(words) for words in said if words)


def _nobodys(measurand: str, number: Number) -> bool:
    values = [number.value, number.min, number.max]
    if number.dispersion_type in _OF_VALUES:
        values += [number.dispersion_lower, number.dispersion_upper]
    return number.unit is not None and _any_nobodys(measurand, values, number.unit)


def _any_nobodys(measurand: str, values: Iterable[Decimal | None], unit: str) -> bool:
    return any(v is not None and units.plausible(measurand, v, unit) is False for v in values)


def _comparison(comparison: Comparison) -> Comparison:
    return _flagged(comparison, odd=comparison.p is not None and impossible(comparison.p))


def impossible(p: PValue) -> bool:
    """Whether no test can have this P: none is 0, as a program prints it, and none is above 1.

    >>> impossible(PValue(value=Decimal("0.000"), relation="="))
    True
    >>> impossible(PValue(value=Decimal("0.001"), relation="<"))
    False
    """
    if not 0 <= p.value <= 1:
        return True
    return (p.value == 0 and p.relation in {"=", "<", "≤"}) or (p.value == 1 and p.relation == ">")


# --- Bounds and thresholds -----------------------------------------------------------------------


def _population(population: Population) -> Population:
    criteria = tuple(map(_criterion, population.criteria))
    return msgspec.structs.replace(population, criteria=criteria)


def _criterion(criterion: Criterion) -> Criterion:
    if criterion.about is None or criterion.bound is None:
        return criterion
    bound = _quantity(criterion.about, criterion.bound)
    return msgspec.structs.replace(criterion, bound=bound)


def _outcome(outcome: Outcome) -> Outcome:
    if outcome.threshold is None or outcome.threshold_on != "level":
        return outcome
    threshold = _quantity(outcome.measures, outcome.threshold)
    return msgspec.structs.replace(outcome, threshold=threshold)


def _quantity(measurand: str, quantity: Quantity) -> Quantity:
    """The bound, marked where an end is a number that nobody has.

    An upper end may lie somewhat above what there is: "40 to 150 years" stands for no end.
    """
    low, high = (quantity.value, quantity.min), quantity.max
    odd = _any_nobodys(measurand, low, quantity.unit) or (
        high is not None
        and _any_nobodys(measurand, (high,), quantity.unit)
        and _any_nobodys(measurand, (high * _OPEN,), quantity.unit)
    )
    if not odd or _IMPLAUSIBLE in quantity.flags:
        return quantity
    return msgspec.structs.replace(quantity, flags=(*quantity.flags, _IMPLAUSIBLE))
