"""What an extractor is asked and what it offers, as records that are JSON outside.

In: a page with what the rules read of it. Out: the question, and the records of an answer.
"""

import hashlib
from decimal import Decimal
from typing import Any, Final

import msgspec

from kg.reading.facts import facts_of
from kg.reading.ledger import Ledger
from kg.reading.results import arm_key
from kg.records import GroupResult, Outcome, Record

VERSION: Final = 1


class Offer(Record, frozen=True, kw_only=True):
    """One result that an extractor proposes, with the words that state its number.

    ``result`` is a group result as ``kg.records`` has it; of its outcome either the key stands in
    it, or the slug of a concept, or ``measured`` holds the report's words for it.

    *Units*: ``start`` and ``end`` are code points of the text, end exclusive; without them the
    words stand once in it.
    """

    exact: str
    start: int | None = None
    end: int | None = None
    measured: str | None = None
    confidence: Decimal | None = None
    result: GroupResult


class Answer(Record, frozen=True, kw_only=True):
    """What an extractor says of one document, named by the hash of its text."""

    sha256: str
    offers: tuple[Any, ...] = ()


def digest(text: str) -> str:
    """The hash by which a text is known: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def question(ledger: Ledger) -> dict[str, Any]:
    """The document as an extractor is given it: its text, its arms, its outcomes, its numbers."""
    page = ledger.page
    return {
        "version": VERSION,
        "sha256": digest(page.text),
        "text": page.text,
        "arms": [
            {"key": arm_key(n), "label": draft.label, "size": draft.size}
            for n, draft in enumerate(page.drafts)
        ],
        "outcomes": [
            {"key": each.key, "label": each.label, "measures": each.measures}
            for each in ledger.of(Outcome)
        ],
        "numbers": [
            {
                "start": fact.start,
                "end": fact.end,
                "exact": page.text[fact.start : fact.end],
                "kind": fact.kind,
            }
            for line in page.parts("results", None)
            for fact in facts_of(line)
        ],
    }


def encoded(question: dict[str, Any]) -> bytes:
    """A question as one line of JSON."""
    return msgspec.json.encode(question) + b"\n"
