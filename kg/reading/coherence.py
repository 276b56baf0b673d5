"""Checks that a claim must pass; one that fails is taken back and listed with the reason.

In: the ledger. Out: the ledger without what cannot be true: numbers that do not stand in their
passage, intervals beside their estimate, counts above what they are out of. Better nothing than
wrong; a share above a hundred is what the report says, and is marked later (``kg.derivation``).
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from kg.reading.ledger import Ledger
from kg.records import (
    AdverseEventResult,
    Change,
    Comparison,
    GroupResult,
    Result,
    SuggestedComparison,
)

_ALPHA = Decimal("0.05")
_RATIOS = frozenset({"hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans"})
_CHECKED = (GroupResult, AdverseEventResult, Comparison, SuggestedComparison, Change)
Check = Callable[[Ledger, Result], bool]


def check(ledger: Ledger) -> None:
    """Takes back every result that fails a check, and what was built on it; marks contradictions."""
    for key in list(ledger.keys(Comparison)):
        claim = ledger.get(key)
        if _contradicts(claim):
            ledger.change(key, flags=(*claim.flags, "incoherent"))
    for _ in range(3):
        failed = list(_failures(ledger))
        if not failed:
            return
        for key, reason in failed:
            ledger.drop(key, reason)


def _failures(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for key in list(ledger.keys(*_CHECKED)):
        if reason := reason_against(ledger, ledger.get(key)):
            yield key, reason


def reason_against(ledger: Ledger, claim: Result) -> str | None:
    """Why a claim cannot be true, where a check says so."""
    return next((reason for passes, reason in _CHECKS if not passes(ledger, claim)), None)


def _contradicts(claim: Comparison) -> bool:
    """Whether a report's interval and its p-value disagree about the null: kept, and marked."""
    number = claim.number
    if number is None or number.ci_lower is None or number.ci_upper is None or claim.p is None:
        return False
    null = 1 if claim.statistic in _RATIOS else 0
    if claim.p.relation not in {"=", "<"} or number.ci_level not in {None, 95}:
        return False
    return (claim.p.value < _ALPHA) == (number.ci_lower <= null <= number.ci_upper)


def _stands(ledger: Ledger, claim: Result) -> bool:
    number = claim.number
    if number is None or number.reported is None:
        return True
    return any(number.reported in (ledger.exact(e) or "") for e in claim.evidence)


def _within(_: Ledger, claim: Result) -> bool:
    number = claim.number
    if number is None or number.ci_lower is None or number.ci_upper is None:
        return True
    if number.ci_lower > number.ci_upper:
        return False
    return number.value is None or number.ci_lower <= number.value <= number.ci_upper


def _counts_add(_: Ledger, claim: Result) -> bool:
    if not isinstance(claim, GroupResult) or claim.count is None or not claim.denominator:
        return True
    if claim.count > claim.denominator:
        return False
    if claim.statistic != "percentage" or claim.number is None or claim.number.value is None:
        return True
    return abs(100 * claim.count / claim.denominator - float(claim.number.value)) <= 1


def _built_on_kept(ledger: Ledger, claim: Result) -> bool:
    named = [
        getattr(claim, name, None)
        for name in ("from_result", "to_result", "experimental_result", "reference_result")
    ]
    return all(ledger.has(key) for key in named if key)


_CHECKS: tuple[tuple[Check, str], ...] = (
    (_stands, "the number does not stand in the passage"),
    (_within, "an estimate outside its interval"),
    (_counts_add, "a count that does not fit its total or its percentage"),
    (_built_on_kept, "a claim built on one that was taken back"),
)
