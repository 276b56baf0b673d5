"""The gate: an offer becomes a claim only where the report's words and our grammar bear it out.

In: a ledger once the rules are done, and what an extractor offers. Out: claims of what passed,
whose numbers are those that the grammar reads in the words; each other offer with its reason.
"""

from collections import Counter
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from kg.reading.coherence import reason_against
from kg.reading.facts import Fact
from kg.reading.ledger import Ledger
from kg.reading.offers.asking import Extractor, Failed, current
from kg.reading.offers.counted import trust
from kg.reading.offers.measuring import Declined, measured, told_of
from kg.reading.offers.numbering import fact_of, typed
from kg.reading.offers.placing import group_of, line_of, span_of, when
from kg.reading.offers.record import Offer, question
from kg.reading.page import Line
from kg.reading.untied import held, holds
from kg.records import Declined as Left
from kg.records import GroupResult, SuggestedResult

RULE: Final = "extractor."
_MOST: Final = 1_000  # offers for one document
_CHECKED: Final = frozenset(
    "group measurand outcome time statistic number count denominator".split()
)


class _Passed(NamedTuple):
    """An offer that stands on its own, with what it becomes."""

    offer: Offer
    line: Line
    fact: Fact
    result: GroupResult


def read_offers(ledger: Ledger) -> None:
    """Adds what the extractor that was named offers and the gate lets pass."""
    extractor = current()
    if extractor is None or not ledger.page.drafts:
        return
    try:
        offered = extractor.offers(question(ledger))
    except Failed as failed:
        said = f"{failed.what}: {failed.got}" if failed.got else failed.what
        ledger.decline(Left(by=extractor.name, reason=said))
        return
    if len(offered) > _MOST:
        reason = f"it offered {len(offered):,} results; {_MOST:,} were looked at"
        ledger.decline(Left(by=extractor.name, reason=reason))
    passed = (_passed(ledger, extractor, each) for each in offered[:_MOST])
    _take(ledger, extractor, [each for each in passed if each is not None])


def _passed(ledger: Ledger, extractor: Extractor, offered: object) -> _Passed | None:
    """An offer that stands on its own; of any other the reason is told."""
    try:
        offer = _read(offered)
    except msgspec.MsgspecError as error:
        ledger.decline(Left(by=extractor.name, reason=f"this is no offer: {error}"))
        return None
    try:
        return _judged(ledger, offer)
    except Declined as declined:
        _decline(ledger, extractor, offer, str(declined))
    except ArithmeticError:  # no number, or one that nobody can compare
        _decline(ledger, extractor, offer, "a number of it is none")
    return None


def _read(offered: object) -> Offer:
    return offered if isinstance(offered, Offer) else msgspec.convert(offered, Offer, strict=False)


def _judged(ledger: Ledger, offer: Offer) -> _Passed:
    """The offer as a claim.

    *Errors*: ``Declined`` with the first reason why it is none.
    """
    asked = offer.result
    if offer.confidence is not None and not 0 <= offer.confidence <= 1:
        raise Declined(f"the confidence is not from 0 to 1: {offer.confidence}")
    said = {name for name in asked.__struct_fields__ if getattr(asked, name) not in _EMPTY}
    if more := sorted(said - _CHECKED):
        raise Declined(f"nobody can check these fields: {', '.join(more)}")
    start, end = span_of(ledger.page.text, offer)
    line = line_of(ledger.page, start, end)
    fact = fact_of(line, start, end, asked)
    group_of(ledger.page, line, fact, asked.group)
    slug = measured(ledger, line, offer)
    number, statistic = typed(ledger, line, fact, slug, asked.statistic)
    result = GroupResult(
        group=asked.group,
        measurand=slug,
        outcome=asked.outcome,
        time=when(ledger.page, line, asked.time),
        statistic=statistic,
        number=number,
        count=fact.count,
        denominator=fact.denominator,
        evidence=(ledger.passage(line),),
    )
    if holds(held(ledger).get(ledger.passage_key(line), Counter()), fact):
        raise Declined("the rules have claimed the number")
    if reason := reason_against(ledger, result):
        raise Declined(reason)
    return _Passed(offer, line, fact, result)


_EMPTY: Final = (None, "", (), False, "reported")


def _take(ledger: Ledger, extractor: Extractor, passed: list[_Passed]) -> None:
    """Adds the claims of offers that no other offer speaks against, each number once."""
    owners: dict[tuple[int, int], set[tuple[str, str | None]]] = {}
    values: dict[tuple[object, ...], set[Decimal | int | None]] = {}
    for each in passed:
        owners.setdefault(_place(each), set()).add((each.result.group, each.result.measurand))
        values.setdefault(told_of(each.result), set()).add(_value(each.result))
    taken: set[tuple[int, int]] = set()
    for each in passed:
        if len(owners[_place(each)]) > 1:
            _decline(ledger, extractor, each.offer, "the number is offered of two groups or things")
        elif len(values[told_of(each.result)]) > 1:
            _decline(ledger, extractor, each.offer, "two numbers are offered of one thing")
        elif _place(each) in taken:
            _decline(ledger, extractor, each.offer, "it is offered twice")
        else:
            taken.add(_place(each))
            _add(ledger, extractor, each)


def _place(passed: _Passed) -> tuple[int, int]:
    return passed.fact.start, passed.fact.end


def _value(result: GroupResult) -> Decimal | int | None:
    return result.number.value if result.number is not None else result.count


def _add(ledger: Ledger, extractor: Extractor, passed: _Passed) -> None:
    counted = trust(extractor.name)
    kind = GroupResult if counted.status == "asserted" else SuggestedResult
    told = {name: getattr(passed.result, name) for name in passed.result.__struct_fields__}
    key = ledger.add(kind(**told), passed.line, rule=f"{RULE}{extractor.name}")
    sure = counted.at_most(passed.offer.confidence)
    ledger.change(key, confidence=sure, status=counted.status)


def _decline(ledger: Ledger, extractor: Extractor, offer: Offer, reason: str) -> None:
    start, end = offer.start or 0, offer.end or 0
    ledger.decline(Left(by=extractor.name, reason=reason, exact=offer.exact, start=start, end=end))
