"""Why something annotated was not claimed, as far as the reading tells, and in which sentence.

In: a reading and a place. Out: the words of the sentence and the cause: the reason that the
reading gives for leaving the sentence, or what else is known of it.
"""

import re

from kg.evaluation.numerals import Span
from kg.evaluation.samples import Reading

_BREAK = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9(])|\n+")
_FEWEST_ARMS = 2


def sentence_at(text: str, place: Span | None) -> str:
    """The sentence around a place of a text, by its full stops.

    >>> sentence_at("Ten came. Two left. None died.", (10, 13))
    'Two left.'
    """
    if place is None:
        return ""
    start, end = 0, len(text)
    for match in _BREAK.finditer(text):
        if match.end() <= place[0]:
            start = match.end()
        elif match.start() >= place[1]:
            end = match.start()
            break
    return text[start:end].strip()


def cause_of(reading: Reading, place: Span | None) -> str:
    """Why nothing right was claimed at a place.

    The first that holds: there is no study, or the sentence was left with a reason, or it gave
    claims of other things, or none. Where fewer than two arms were read this is added.
    """
    if not any(account.studies for account in reading.accounts):
        return "no study was read of the text"
    arms = sum(len(study.arms) for account in reading.accounts for study in account.studies)
    few = "" if arms >= _FEWEST_ARMS else "; no two arms were read"
    return _local(reading, place) + few


def _local(reading: Reading, place: Span | None) -> str:
    if place is None:
        return "nothing claimed"
    for account in reading.accounts:
        for left in account.unread:
            if left.path is None and left.start <= place[0] < left.end:
                return f"left: {left.reason}"
    claimed = any(
        passage.start is not None
        and passage.end is not None
        and passage.start <= place[0] < passage.end
        for account in reading.accounts
        for passage in account.passages
    )
    return "the sentence gave other claims" if claimed else "the sentence gave no claim"
