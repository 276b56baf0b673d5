"""A lexicon out of abstracts: how often each word is part of an intervention, and of an outcome.

In: abstracts in which every word is annotated. Out: for each word that is met a few times two
digits, nought for hardly ever and four for nearly always.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.evaluation.samples import Sample

_OFTEN = 3
_STEPS = (0.05, 0.2, 0.45, 0.7)


def lexicon(samples: Iterable[Sample]) -> dict[str, str]:
    """The digits of each word."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        for token in sample.gold:
            start, end = token.place
            told[sample.text[start:end].lower()][token.tag] += 1
    return {word: _digits(count) for word, count in sorted(told.items()) if count.total() >= _OFTEN}


def _digits(count: Counter[str]) -> str:
    """The two digits of a word.

    >>> _digits(Counter({"interventions": 3, "": 1}))
    '40'
    """
    kinds = ("interventions", "outcomes")
    return "".join(str(bisect(_STEPS, count[kind] / count.total())) for kind in kinds)
