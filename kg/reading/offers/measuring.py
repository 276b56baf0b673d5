"""What an offer is of: an outcome of the document, a concept that it names, or words in its text.

In: a ledger and an offer. Out: the slug of what was measured, or the reason why that is not clear.
"""

import re
from typing import Final

from kg.reading.ledger import Ledger
from kg.reading.offers.record import Offer
from kg.reading.page import Line
from kg.reading.subjects import Subject, measurand
from kg.records import GroupResult, Outcome

VALUES: Final = frozenset(
    {"value", "spread", "range", "rate", "percentage", "count", "count-of-total"}
)
"""The kinds of facts that can be a result of one group."""
_LONGEST: Final = 80


class Declined(Exception):
    """An offer that the text does not bear out, and why."""


def measured(ledger: Ledger, line: Line, offer: Offer) -> str:
    """The concept that was measured."""
    asked = offer.result
    outcomes = {each.key: each.measures for each in ledger.of(Outcome)}
    if asked.outcome is not None:
        if asked.outcome not in outcomes:
            raise Declined(f"the document has no such outcome: {asked.outcome}")
        if asked.measurand not in {None, outcomes[asked.outcome]}:
            raise Declined("the outcome measures something else")
        return outcomes[asked.outcome]
    if asked.measurand is not None:
        known = {concept.slug for concept in ledger.page.glossary.concepts}
        if asked.measurand not in known:
            raise Declined(f"the document names no such thing: {asked.measurand}")
        return asked.measurand
    return _by_words(ledger, line, offer.measured or "")


def _by_words(ledger: Ledger, line: Line, words: str) -> str:
    """The concept of words that stand in the text, up to the end of the sentence."""
    plain = " ".join(words.split())
    if not plain or len(plain) > _LONGEST or not re.search(r"[^\W\d_]{2}", plain):
        raise Declined("nothing says what was measured")
    told = " ".join(ledger.page.text[: line.span.end].split()).lower()
    if not re.search(rf"(?<!\w){re.escape(plain.lower())}(?!\w)", told):
        raise Declined(f"the text does not name what was measured: {plain}")
    subject = Subject(
        words=plain,
        statistic=None,
        share=False,
        threshold=None,
        threshold_on=None,
        direction="",
        baseline=False,
        items=(),
    )
    return measurand(subject, ledger.page.glossary)


def told_of(result: GroupResult) -> tuple[object, ...]:
    """What makes two results one: group, measurand, outcome, time and statistic."""
    return (result.group, result.measurand, result.outcome, result.time, result.statistic)
