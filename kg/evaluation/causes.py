"""Why something annotated was not claimed, as far as the reading tells, and in which sentence.

In: a reading and a place. Out: the words of the sentence and the cause: the reason that the
reading gives for leaving the sentence, or what else is known of it.
"""

import re

from kg.evaluation.facts import arm_names
from kg.evaluation.names import words
from kg.evaluation.numerals import Span
from kg.evaluation.samples import Reading

_BREAK = re.compile(r"(?<=[.!?])(?<!\bvs\.)\s+(?=[A-Z])|\n+")
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
    claims of other things, or none. Behind it stands how many of the arms it names.
    """
    if not any(account.studies for account in reading.accounts):
        return "no study was read of the text"
    return f"{_local(reading, place)}; {_arms(reading, sentence_at(reading.sample.text, place))}"


def _arms(reading: Reading, sentence: str) -> str:
    names = {k: v for account in reading.accounts for k, v in arm_names(account).items()}
    if len(names) < _FEWEST_ARMS:
        return "no two arms were read"
    shared = frozenset.intersection(*names.values())
    told = words(sentence)
    count = sum(bool((own - shared) & told) for own in names.values())
    return f"{('no arm is', 'one arm is', 'two arms are')[min(count, 2)]} named"


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
