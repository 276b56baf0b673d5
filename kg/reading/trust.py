"""How sure each rule is: its precision as it was counted, and whether that is enough to assert.

In: the name of a rule. Out: the ``tk:confidence`` and the ``tk:claimStatus`` of its claims. The
counts stand in ``kg/data/rules.tsv``, which ``make confidence`` writes from annotated corpora.

Many rules that read numbers are seldom judged, and none of the few that were was wrong. They are
counted with their family, the rules that read numbers of the same kind, unless what was judged of
them says that they are worse than that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from kg import data
from kg.codes import ClaimStatus

ENOUGH = Decimal("0.95")
"""The lower end of the 95 % interval of its precision from which on a rule asserts."""
_WEIGHT = 20
_PLACES = Decimal("0.01")
_FACTS, _TIES, _VERDICTS, _LIKELY = (
    "fact.",
    "value.tied-",
    "comparison.",
    (
        "comparison.likely-",
        "value.tied-as-elsewhere",
        "value.tied-as-always",
        "value.tied-to-the-unnamed",
    ),
)
_BY_MODEL = "-by-model-likely"
_FEWEST = 5
_Z = Decimal("1.96")
_COUNTS = frozenset({"count", "people", "affected"})
_ESTIMATES = frozenset({"effect", "correlation"})
_VALUES = frozenset({"value", "rate", "range", "interval", "sized"})
_unjudged: list[None] = []


class Sure(NamedTuple):
    """How sure a claim is where that does not follow from its rule alone."""

    status: ClaimStatus
    confidence: Decimal


_Counts = dict[str, tuple[int, int, Decimal]]


@cache
def _counted() -> _Counts:
    return {} if _unjudged else _table()


@cache
def _table() -> _Counts:
    return {
        row["rule"]: (int(row["right"]), int(row["judged"]), Decimal(row["at_least"]))
        for row in data.table("rules.tsv")
    }


@cache
def _of_all() -> Decimal:
    """The precision of all rules together: what is to be thought of one that was never judged."""
    rows = _counted().values()
    return Decimal(sum(row[0] for row in rows)) / max(1, sum(row[1] for row in rows))


@cache
def confidence(rule: str) -> Decimal:
    """The precision of a rule as counted, drawn toward that of all rules where little was judged.

    The precision of all rules together weighs as much as twenty judged claims.

    >>> Decimal("0.5") < confidence("never.judged") <= 1
    True
    """
    right, judged, _ = _counted().get(rule, (0, 0, Decimal(0)))
    drawn = (right + _WEIGHT * _of_all()) / (judged + _WEIGHT)
    return drawn.quantize(_PLACES)


@cache
def status(rule: str) -> ClaimStatus:
    """Whether a rule asserts or suggests.

    A rule that reads numbers without tying them asserts where the lower bound of its precision is
    high enough, or else that of its family's, and its own upper bound reaches that. Of those that
    tie values to arms the best assert, as many as are sure enough together. What is only likely, as
    a tie by nothing but the order of other sentences, must have been counted often enough itself.
    The claims of all other rules are asserted, unless a comparison's rule is known to be worse.

    >>> status("fact.never-judged"), status("arm.allocated")
    ('suggested', 'asserted')
    """
    right, judged, _ = _counted().get(rule, (0, 0, Decimal(0)))
    if rule.endswith(_BY_MODEL):
        return "suggested"
    if rule.startswith(_LIKELY):
        return "asserted" if bounds(right, judged)[0] >= ENOUGH else "suggested"
    if rule.startswith(_TIES):
        return "asserted" if not judged or rule in _best_ties() else "suggested"
    if rule.startswith(_VERDICTS):
        return _of_verdict(right, judged)
    if not rule.startswith(_FACTS):
        return "asserted"
    own, family = bounds(right, judged), bounds(*_of_family(_family(rule)))
    enough = own[0] >= ENOUGH or (judged >= _FEWEST and min(own[1], family[0]) >= ENOUGH)
    return "asserted" if enough else "suggested"


@cache
def _best_ties() -> frozenset[str]:
    """The rules that tie values to arms, best first, as far as their claims together are sure.

    Many are seldom judged; a rule alone would need some seventy judged claims, all of them right.
    """
    told = sorted(
        (Decimal(right) / judged, judged, right, rule)
        for rule, (right, judged, _) in _counted().items()
        if rule.startswith(_TIES) and not rule.startswith(_LIKELY) and judged
    )[::-1]
    ends = [
        end
        for end in range(1, len(told) + 1)
        if bounds(sum(x[2] for x in told[:end]), sum(x[1] for x in told[:end]))[0] >= ENOUGH
    ]
    return frozenset(rule for *_, rule in told[: max(ends, default=0)])


def _of_verdict(right: int, judged: int) -> ClaimStatus:
    """Whether a rule of comparisons asserts: not if it is known to be worse."""
    known = judged >= _FEWEST and bounds(right, judged)[1] < ENOUGH
    return "suggested" if known else "asserted"


def _family(rule: str) -> str:
    """The kind of numbers that a rule reads.

    >>> _family("fact.count-listed"), _family("fact.people"), _family("fact.value-limits")
    ('counts', 'counts', 'values')
    """
    name = rule.removeprefix(_FACTS).partition("-")[0]
    if name in _ESTIMATES:
        return "estimates"
    return "counts" if name in _COUNTS else ("values" if name in _VALUES else name)


@cache
def _of_family(family: str) -> tuple[int, int]:
    """How many claims of a family were right, of how many; rules known to be worse are not of it."""
    told = [
        (right, judged)
        for rule, (right, judged, _) in _counted().items()
        if rule.startswith(_FACTS)
        and _family(rule) == family
        and bounds(right, judged)[1] >= ENOUGH
    ]
    return sum(right for right, _ in told), sum(judged for _, judged in told)


@contextmanager
def unjudged() -> Iterator[None]:
    """Rules stand as if none had been judged: what counts them must not hang on earlier counts."""
    _unjudged.append(None)
    _forget()
    try:
        yield
    finally:
        _unjudged.pop()
        _forget()


def _forget() -> None:
    for told in (_counted, _of_all, confidence, status, _best_ties, _of_family):
        told.cache_clear()


def bounds(right: int, judged: int) -> tuple[Decimal, Decimal]:
    """The 95 % interval of a precision that was counted; all there is where nothing was judged.

    *Source*: Wilson 1927.

    >>> [round(each, 3) for each in bounds(95, 100)], bounds(0, 0)
    ([Decimal('0.888'), Decimal('0.978')], (Decimal('0'), Decimal('1')))
    """
    if not judged:
        return Decimal(0), Decimal(1)
    share, square = Decimal(right) / judged, _Z * _Z
    centre = share + square / (2 * judged)
    reach = _Z * (share * (1 - share) / judged + square / (4 * judged * judged)).sqrt()
    whole = 1 + square / judged
    return (centre - reach) / whole, (centre + reach) / whole
