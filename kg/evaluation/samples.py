"""What an evaluation is made of: samples of a corpus, what was read of them, and judgements.

In: nothing. Out: the records that all modules of the room exchange.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kg.evaluation.facts import Fact
from kg.records import Account

Verdict = Literal["right", "wrong", "missed", "unjudged"]


class Sample(NamedTuple):
    """One annotated text: what is read, and what its annotators found (*gold*).

    ``whole`` says whether it is an abstract, not a sentence out of one.
    """

    corpus: str
    id: str
    text: str
    gold: Any
    whole: bool = True


class Reading(NamedTuple):
    """A sample as the reading room reads it; *seconds* of processor time from bytes to claims.

    ``everything`` are the accounts with what is only suggested, where ``accounts`` leave that out.
    """

    sample: Sample
    accounts: tuple[Account, ...]
    facts: tuple[Fact, ...]
    seconds: float
    everything: tuple[Account, ...] = ()


class Judgement(NamedTuple):
    """One thing that was claimed or annotated, and how the two fit.

    A *missed* one stands for what the corpus has and nobody claimed rightly; *contested* where a
    claim was made in its place. What the corpus is silent about is *unjudged*.
    """

    family: str
    verdict: Verdict
    corpus: str
    document: str
    sentence: str = ""
    expected: str = ""
    got: str = ""
    cause: str = ""
    claim: str = ""
    rule: str = ""
    confidence: Decimal | None = None
    contested: bool = False


class Format(NamedTuple):
    """A kind of corpus: how to tell it, its samples, and its rules of scoring."""

    name: str
    looks_like: Callable[[Path], bool]
    samples: Callable[[Path], Iterator[Sample]]
    judge: Callable[[Reading], Iterator[Judgement]]
