"""What follows from the numbers of registered analyses, of which registries draw no conclusion.

In: a registered study. Out: derived comparisons: whether a P is below 0.05, and which way an
interval that excludes no effect goes. What leaves either open gives nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from kg.codes import ComparisonDirection, Significance
from kg.records import Comparison, Number, PValue, RegisteredStudy, Study

_ALPHA: Final = Decimal("0.05")
# Of other hypotheses a small P says that nothing is worse, not that anything differs.
_OF_DIFFERENCE: Final = {None, "superiority", "superiorityOrOther"}
_NULL: Final = {
    **dict.fromkeys(("hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans"), 1),
    **dict.fromkeys(
        ("meanDifference", "leastSquaresMeanDifference", "medianDifference", "riskDifference"), 0
    ),
}


def significance_from_p(study: Study) -> Iterator[Comparison]:
    """For each registered comparison with a P, whether it is below 0.05; registries do not say so.

    A one-sided P, one of another hypothesis and one that contradicts its interval give nothing.
    """
    if isinstance(study, RegisteredStudy):
        for comparison in _registered(study):
            found = None if comparison.p is None else significance(comparison.p)
            if found is not None:
                label = f"P {'' if found == 'significant' else 'not '}below 0.05"
                yield msgspec.structs.replace(
                    _following(comparison, label, "significance-from-p"), significance=found
                )


def significance(p: PValue) -> Significance | None:
    """What a P says at the level of 0.05, by its relation too; nothing where it leaves that open.

    >>> significance(PValue(value=Decimal("0.05"), relation="<"))
    'significant'
    >>> significance(PValue(value=Decimal("0.05"), relation="="))
    >>> significance(PValue(value=Decimal("0.1"), relation=">"))
    'notSignificant'
    """
    below = p.value < _ALPHA or (p.value == _ALPHA and p.relation == "<")
    above = p.value > _ALPHA or (p.value == _ALPHA and p.relation == ">")
    if not 0 <= p.value <= 1:
        return None
    if below and p.relation in {"<", "≤", "="}:
        return "significant"
    return "notSignificant" if above and p.relation in {">", "≥", "="} else None


def direction_from_interval(study: Study) -> Iterator[Comparison]:
    """For each registered estimate whose interval excludes no effect, which way it goes.

    Only where sides are known, and the values of both groups show which way it was computed.
    """
    if isinstance(study, RegisteredStudy):
        values = _only_values(study)
        for comparison in _registered(study):
            found = _way(comparison)
            if found is not None and _runs_with(found, comparison, values):
                label = f"{found} with the experimental group, by the interval"
                yield msgspec.structs.replace(
                    _following(comparison, label, "direction-from-interval"), direction=found
                )


def _registered(study: RegisteredStudy) -> Iterator[Comparison]:
    """The comparisons of groups that a record states without a contradiction."""
    for each in study.comparisons:
        sided = bool(each.experimental_group and each.reference_group)
        several = sided or len(each.groups) > 1
        one_sided = each.number is not None and each.number.ci_sides == "oneSided"
        plain = each.hypothesis in _OF_DIFFERENCE and not one_sided and not each.flags
        if each.key and each.derivation == "reported" and several and plain:
            yield each


def _following(comparison: Comparison, label: str, rule: str) -> Comparison:
    return Comparison(
        label=label,
        derivation="derived",
        derived_from=(comparison.key,),
        rule=rule,
        measurand=comparison.measurand,
        outcome=comparison.outcome,
        time=comparison.time,
        over=comparison.over,
        experimental_group=comparison.experimental_group,
        reference_group=comparison.reference_group,
        groups=comparison.groups,
    )


def _way(comparison: Comparison) -> ComparisonDirection | None:
    """Where an interval lies wholly above or below no effect, its estimate with it."""
    number, null = comparison.number or Number(), _NULL.get(comparison.statistic or "")
    ends = (number.ci_lower, number.value, number.ci_upper)
    if null is None or comparison.experimental_group is None or number.ci_level is None:
        return None
    if number.ci_level < 95 or any(end is None for end in ends):  # noqa: PLR2004 - per cent
        return None
    if all(end is not None and end > null for end in ends):
        return "higher"
    return "lower" if all(end is not None and end < null for end in ends) else None


def _only_values(study: RegisteredStudy) -> dict[tuple[str | None, str | None, str], Decimal]:
    """The value that a group has in an outcome, where it has no more than one."""
    found: dict[tuple[str | None, str | None, str], list[Decimal]] = {}
    for each in study.group_results:
        if each.number is not None and each.number.value is not None:
            key = each.outcome, each.measurand, each.group
            found.setdefault(key, []).append(each.number.value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _runs_with(
    way: ComparisonDirection,
    comparison: Comparison,
    values: dict[tuple[str | None, str | None, str], Decimal],
) -> bool:
    sides = (comparison.experimental_group or "", comparison.reference_group or "")
    first, second = (values.get((comparison.outcome, comparison.measurand, s)) for s in sides)
    if first is None or second is None or first == second:
        return False
    return (first > second) == (way == "higher")
