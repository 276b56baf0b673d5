"""What follows from changes: the difference of two values, and what an unattached P tests.

In: a study. Out: derived changes, and readings of comparisons.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from kg.codes import ChangeDirection
from kg.records import Change, Comparison, GroupResult, Number, PValue, Study, TimePeriod

# The difference of two of these is a difference in the same unit. Of ratios and of extremes it
# says nothing.
_SUBTRACTABLE: Final = {
    "mean",
    "median",
    "geometricMean",
    "leastSquaresMean",
    "percentage",
    "proportion",
    "countStatistic",
    "rate",
}

# --- The change between two values --------------------------------------------------------------


def change_from_values(study: Study) -> Iterator[Change]:
    """For each reported change with a value at both ends, their difference, end minus start.

    A change that the report gives a number for needs none of ours.
    """
    values = {result.key: result for result in study.group_results if result.key}
    for change in study.changes:
        start, end = (values.get(key or "") for key in (change.from_result, change.to_result))
        if start is not None and end is not None and change.number is None:
            yield from _difference(change, start, end)


def _difference(change: Change, start: GroupResult, end: GroupResult) -> Iterator[Change]:
    before, after = start.number or Number(), end.number or Number()
    if before.value is None or after.value is None or not _comparable(start, end):
        return
    difference = after.value - before.value
    yield Change(
        label=f"difference of the two values ({end.statistic})",
        derivation="derived",
        derived_from=(start.key, end.key),
        rule="change-from-values",
        group=change.group,
        measurand=change.measurand or end.measurand,
        outcome=change.outcome,
        over=_between(change, start, end),
        statistic="change",
        number=Number(value=difference, unit=after.unit),
        from_result=start.key,
        to_result=end.key,
        direction=_direction(difference),
    )


def _comparable(start: GroupResult, end: GroupResult) -> bool:
    before, after = start.number or Number(), end.number or Number()
    return (
        start.group == end.group
        and start.measurand == end.measurand
        and start.statistic == end.statistic
        and start.statistic in _SUBTRACTABLE
        and before.unit is not None
        and before.unit == after.unit
    )


def _between(change: Change, start: GroupResult, end: GroupResult) -> TimePeriod | None:
    if change.over is not None:
        return change.over
    known = start.time is not None or end.time is not None
    return TimePeriod(start=start.time, end=end.time) if known else None


def _direction(difference: Decimal) -> ChangeDirection:
    if difference == 0:
        return "noChange"
    return "increase" if difference > 0 else "decrease"


# --- What an unattached P tests -----------------------------------------------------------------


def p_tests_changes(study: Study) -> Iterator[Comparison]:
    """For each comparison whose P names no contrast: that it tests the two groups' changes.

    The report does not say so; the claim is suggested, and says that it is a reading.
    """
    for comparison in study.comparisons:
        pair = _tested_changes(study, comparison)
        if comparison.p is not None and comparison.key and pair is not None:
            yield _reading(comparison, comparison.p, pair)


def _tested_changes(study: Study, comparison: Comparison) -> tuple[Change, Change] | None:
    if comparison.number is not None or comparison.derivation == "derived":
        return None
    experimental = _only_change(study.changes, comparison, comparison.experimental_group)
    reference = _only_change(study.changes, comparison, comparison.reference_group)
    if experimental is None or reference is None:
        return None
    stated = {comparison.experimental_result, comparison.reference_result}
    return None if stated & {experimental.key, reference.key} else (experimental, reference)


def _only_change(
    changes: Iterable[Change], comparison: Comparison, group: str | None
) -> Change | None:
    """The one reported change of a group in what is compared; two leave it open which is meant."""
    found = [
        change
        for change in changes
        if change.key
        and change.derivation == "reported"
        and change.group == group
        and change.measurand == comparison.measurand
        and change.p is None
        # A P in a sentence of its own tests what that sentence says.
        and set(change.evidence) & set(comparison.evidence)
    ]
    return found[0] if len(found) == 1 else None


def _reading(comparison: Comparison, p: PValue, pair: tuple[Change, Change]) -> Comparison:
    experimental, reference = pair
    return Comparison(
        label="reading: the P value tests the changes within the groups",
        derivation="derived",
        derived_from=(comparison.key, experimental.key, reference.key),
        rule="p-tests-changes",
        status="suggested",
        measurand=comparison.measurand,
        outcome=comparison.outcome,
        over=experimental.over if experimental.over == reference.over else None,
        experimental_group=comparison.experimental_group,
        reference_group=comparison.reference_group,
        experimental_result=experimental.key,
        reference_result=reference.key,
        significance=comparison.significance,
        p=p,
    )
