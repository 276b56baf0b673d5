"""What the title of an outcome, or of a part of one, says was measured.

In: a title. Out: the concept that is measured. A name that the lexicon knows is the measurand only
where all other words of the title tell how and when it was looked at; else the title itself is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kg.linking import wording
from kg.linking.brackets import outside
from kg.linking.concepts import Lexicon, lexicon
from kg.records import Concept

_LONGEST: Final = 400
# Words before a name that tell of how many, how much and since when.
_HEAD: Final = frozenset(
    "change changed mean median average absolute relative percent percentage % number proportion"
    " count rate incidence frequency occurrence level value concentration baseline from to in of"
    " on at a an the participant patient subject people person with who had have having"
    " experienced experiencing any least one and"
    " end after over adjusted unadjusted geometric difference increase decrease"
    " reduction serum plasma".split()
)
_BEGINS: Final = frozenset(
    "at after over within until through up during from between on by compared in to".split()
)
# Words behind a name, once one of those above began: when it was looked at.
_TIMES: Final = frozenset("week day month year hour minute min visit wk mo yr hr h d w m".split())
_TAIL: Final = (_BEGINS | _TIMES) | frozenset(
    "baseline t v end of study treatment"
    " follow post dose and the first last period time point indicated maintenance phase"
    " randomization double blind change increase decrease against".split()
)
# What is done is not what it is done for, nor is a response to be counted the score.
_DOING: Final = frozenset(
    "infusion injection administration addition use cycle course treatment therapy subcutaneous"
    " intravenous oral continuous adjuvant response patient".split()
)
_MEASURED: Final = frozenset({"Biomarker", "ClinicalEvent", "Measurand"})
_PARTS: Final = re.compile(r"\s*[;:,|]\s*|\s+[-\u2013\u2014]\s+")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def measurand(title: str) -> Concept:
    """The concept that a title says is measured: a known one, else the title itself.

    >>> measurand("Change from baseline in systolic blood pressure (SBP) at weeks 4 and 12").slug
    'systolic-blood-pressure'
    >>> measurand("Systemic vascular resistance (SVR)").slug
    'systemic-vascular-resistance-svr'
    >>> measurand("Death or myocardial infarction (MI)").slug
    'death-or-myocardial-infarction-mi'
    """
    return _known(title) or lexicon().made(title, "Measurand")


def of_part(title: str) -> Concept | None:
    """The measurand of the lexicon that the title of a part names, where it names just one.

    >>> [of_part(t).slug for t in ("DBP: P1; Day1; 4 hour", "SBP 26 weeks", "Week 4 HbA1c (%)")]
    ['diastolic-blood-pressure', 'systolic-blood-pressure', 'hba1c']
    >>> of_part("AST/ALT"), of_part("Placebo, Week 2")
    (None, None)
    """
    found = {
        known.slug: known
        for part in (title, *_PARTS.split(title))
        if (known := _known(part)) is not None and _is_measured(known)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _is_measured(concept: Concept) -> bool:
    kinds = set(concept.kinds)
    # What people are divides them into groups: "Age over 70" is one, not an age.
    return not kinds.isdisjoint(_MEASURED) and "PersonAttribute" not in kinds


@lru_cache(maxsize=1 << 14)
def _known(title: str) -> Concept | None:
    """The known concept that a title names but for words of how and when."""
    if len(title) > _LONGEST:
        return None
    book = lexicon()
    for words in _stretches(wording.key(outside(title)).split()):
        known = book.known_as(" ".join(words), "Measurand")
        if known is not None:
            return known if _is_whole(words, known, book) else None
    return None


def _stretches(words: list[str]) -> Iterator[list[str]]:
    """The words of a title with ever less of how and when at both ends, the whole first."""
    starts = [0]
    while starts[-1] < len(words) and _leads(words, starts[-1]):
        starts.append(starts[-1] + 1)
    for end in _ends(words):
        yield from (words[start:end] for start in starts if start < end)


def _leads(words: list[str], at: int) -> bool:
    """Whether a word before a name says only how it is told; a number does beside "week"."""
    near = words[max(0, at - 1) : at + 2]
    return words[at] in _HEAD or (_is_counted(words[at]) and _is_time(near))


def _is_counted(word: str) -> bool:
    return word in _TIMES or _NUMBER.fullmatch(word) is not None


def _ends(words: list[str]) -> Iterator[int]:
    """Where a title may end: its own end, and before words that tell when."""
    yield len(words)
    for at in range(len(words) - 1, 0, -1):
        if words[at] not in _TAIL and not _NUMBER.fullmatch(words[at]):
            return
        if words[at] in _BEGINS or _is_time(words[at : at + 2]):
            yield at


def _is_time(words: list[str]) -> bool:
    """Whether words begin with a time: "week 4", "26 weeks"."""
    return len(words) > 1 and not _TIMES.isdisjoint(words) and any(map(_NUMBER.fullmatch, words))


def _is_whole(words: list[str], known: Concept, book: Lexicon) -> bool:
    """Whether nothing is left of the words that makes another thing of what is known."""
    names = (known.slug, *book.labels(known.slug))
    left = (set(words).difference(wording.words(name)) for name in names)
    return any(_DOING.isdisjoint(each) for each in left)
