"""Judgements from facts and annotations, the same way for all corpora.

In: a reading, a fact of it, or a place in it. Out: :class:`Judgement` records with the sentence,
what was expected, what was got, and why.
"""

from collections.abc import Iterable, Iterator

from kg.evaluation.causes import cause_of, sentence_at
from kg.evaluation.facts import Fact
from kg.evaluation.numerals import Span
from kg.evaluation.samples import Judgement, Reading, Verdict


def claimed(
    reading: Reading, family: str, verdict: Verdict, fact: Fact, expected: str = "", cause: str = ""
) -> Judgement:
    """The judgement of a fact that was claimed."""
    return Judgement(
        family=family,
        verdict=verdict,
        corpus=reading.sample.corpus,
        document=reading.sample.id,
        sentence=fact.sentence,
        expected=expected,
        got=str(fact),
        cause=cause,
        claim=fact.claim,
        rule=fact.rule,
        confidence=fact.confidence,
    )


def missed(
    reading: Reading,
    family: str,
    expected: str,
    place: Span | None = None,
    *,
    contested: bool = False,
) -> Judgement:
    """The judgement of what is annotated and was not claimed rightly."""
    cause = "claimed wrongly" if contested else cause_of(reading, place)
    return Judgement(
        family=family,
        verdict="missed",
        corpus=reading.sample.corpus,
        document=reading.sample.id,
        sentence=sentence_at(reading.sample.text, place),
        expected=expected,
        cause=cause,
        contested=contested,
    )


def invented(reading: Reading) -> Iterator[Judgement]:
    """For each fact whether its offsets are exact: the passage is the text, the number is in it."""
    for fact in reading.facts:
        verdict: Verdict = "right" if fact.exact else "wrong"
        cause = "" if fact.exact else "the number does not stand in the passage"
        yield claimed(reading, OFFSETS, verdict, fact, "the number in its passage", cause)


OFFSETS = "offsets"
NAMES = "names of arms"
# Nothing in these can be told to be wrong, so that they have no precision.
FOUND_ONLY = frozenset({NAMES})


def overlaps(spots: Iterable[Span], place: Span) -> bool:
    """Whether one of several spans shares a character with a place.

    >>> overlaps([(0, 2), (5, 7)], (6, 9)), overlaps([(0, 2)], (2, 4))
    (True, False)
    """
    return any(start < place[1] and place[0] < end for start, end in spots)
