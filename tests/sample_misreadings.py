"""Readings that are broken on purpose: what an honest instrument must tell from good ones.

Each takes the account of a good reading and gives one that a careless rule could have given.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kg.records import Account, Number, Study

Misreading = Callable[[Account], Account]
_OTHER = {"arm-1": "arm-2", "arm-2": "arm-1"}


def _studies(account: Account, change: Callable[[Study], Study]) -> Account:
    return replace(account, studies=tuple(change(study) for study in account.studies))


def _numbers(account: Account, change: Callable[[Number], Number]) -> Account:
    def changed(claim: Any) -> Any:
        return replace(claim, number=change(claim.number)) if claim.number else claim

    return _studies(
        account,
        lambda study: replace(
            study,
            group_results=tuple(map(changed, study.group_results)),
            comparisons=tuple(map(changed, study.comparisons)),
        ),
    )


def shifted_numbers(account: Account) -> Account:
    """Every value of a result is one more than it was, and claims to be written so."""

    def change(number: Number) -> Number:
        value = None if number.value is None else number.value + 1
        return replace(number, value=value, reported=None if value is None else str(value))

    return _numbers(account, change)


def values_not_as_written(account: Account) -> Account:
    """Every value is one more than what the claim itself says was written."""

    def change(number: Number) -> Number:
        return number if number.value is None else replace(number, value=number.value + 1)

    return _numbers(account, change)


def spread_for_value(account: Account) -> Account:
    """Of a mean and its SD each is taken for the other: both stand in the passage."""

    def change(number: Number) -> Number:
        if number.dispersion is None:
            return number
        written = str(number.dispersion)
        return replace(number, value=number.dispersion, reported=written, dispersion=number.value)

    return _numbers(account, change)


def shifted_intervals(account: Account) -> Account:
    """Both limits of every interval are a tenth too high."""

    def change(number: Number) -> Number:
        if number.ci_lower is None or number.ci_upper is None:
            return number
        tenth = Decimal("0.1")
        return replace(number, ci_lower=number.ci_lower + tenth, ci_upper=number.ci_upper + tenth)

    return _numbers(account, change)


def swapped_arms(account: Account) -> Account:
    """What was of one arm is of the other."""

    def swap(claim: Any) -> Any:
        return replace(claim, group=_OTHER.get(claim.group, claim.group))

    def turn(claim: Any) -> Any:
        mine, other = claim.reference_group, claim.experimental_group
        return replace(claim, experimental_group=mine, reference_group=other)

    return _studies(
        account,
        lambda study: replace(
            study,
            group_results=tuple(map(swap, study.group_results)),
            comparisons=tuple(map(turn, study.comparisons)),
        ),
    )


def swapped_sizes(account: Account) -> Account:
    """The sizes of the arms are exchanged."""

    def change(study: Study) -> Study:
        sizes = [arm.size for arm in reversed(study.arms)]
        arms = tuple(replace(a, size=n) for a, n in zip(study.arms, sizes, strict=True))
        return replace(study, arms=arms)

    return _studies(account, change)


def shifted_people(account: Account) -> Account:
    """Everybody counted, and one more."""
    return _studies(
        account,
        lambda study: replace(
            study,
            arms=tuple(replace(arm, size=arm.size and arm.size + 1) for arm in study.arms),
            populations=tuple(replace(p, size=p.size and p.size + 1) for p in study.populations),
        ),
    )


def wrong_kinds(account: Account) -> Account:
    """Means are medians, percentages are counts, hazard ratios are odds ratios."""
    kinds = {"mean": "median", "percentage": "countStatistic", "hazardRatio": "oddsRatio"}

    def change(claim: Any) -> Any:
        return replace(claim, statistic=kinds.get(claim.statistic, claim.statistic))

    return _studies(
        account,
        lambda study: replace(
            study,
            group_results=tuple(map(change, study.group_results)),
            comparisons=tuple(map(change, study.comparisons)),
        ),
    )


def turned_directions(account: Account) -> Account:
    """Lower is higher; what did not differ is lower."""

    def change(claim: Any) -> Any:
        turned = "higher" if claim.direction == "lower" else "lower"
        return replace(claim, direction=turned, significance="significant")

    return _studies(
        account, lambda study: replace(study, comparisons=tuple(map(change, study.comparisons)))
    )


def both_arms(account: Account) -> Account:
    """Each value is claimed of either arm."""

    def change(study: Study) -> Study:
        copies = tuple(
            replace(claim, key=f"{claim.key}-copy", group=_OTHER[claim.group])
            for claim in study.group_results
            if claim.group in _OTHER
        )
        return replace(study, group_results=(*study.group_results, *copies))

    return _studies(account, change)


def moved_passages(account: Account) -> Account:
    """Every passage begins and ends two characters too late."""
    moved = tuple(
        replace(p, start=p.start + 2, end=p.end + 2) if p.start is not None and p.end else p
        for p in account.passages
    )
    return replace(account, passages=moved)


def every_number(account: Account) -> Account:
    """Whatever number stands in a passage of a result is a value of the first arm."""

    def change(study: Study) -> Study:
        first = study.group_results[0]
        texts = {p.key: p.exact or "" for p in account.passages}
        told = [
            replace(
                first,
                key=f"result-{key}-{n}",
                evidence=(key,),
                statistic=None,
                count=None,
                number=Number(value=Decimal(found), reported=found, unit="1"),
            )
            for key in {key for claim in study.group_results for key in claim.evidence}
            for n, found in enumerate(re.findall(r"\d+(?:\.\d+)?", texts[key]))
        ]
        return replace(study, group_results=tuple(told), comparisons=())

    return _studies(account, change)


def mere_suggestions(account: Account) -> Account:
    """Everything is suggested, nothing asserted."""

    def change(study: Study) -> Study:
        told = {
            name: tuple(replace(each, status="suggested") for each in getattr(study, name))
            for name in ("arms", "populations", "group_results", "comparisons", "outcomes")
        }
        return replace(study, **told)

    return _studies(account, change)


def silence(account: Account) -> Account:
    """Nothing is claimed."""
    return replace(account, studies=(), passages=())
