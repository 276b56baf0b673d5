"""Titles compared: which words of a title say what a study is about.

In: titles as reports give them. Out: their content words, a key that is equal for titles that say
the same, and the names in capitals that a title calls its study by.
"""

import re
from typing import Final

from kg.identifiers import slug
from kg.linking import wording

# Words that titles of any study have.
_EMPTY: Final = frozenset(
    """
    a adult an and as at blind by center clinical compared comparing comparison control controlled
    double effect effectiveness efficacy evaluate evaluating evaluation following for from group i
    ii iii in investigate its iv label multicenter multicentre of on open or parallel participant
    patient phase placebo placebocontrolled prospective protocol randomised randomiz randomize
    randomized result safety study subject the to tolerability trial versus vs who with without
    """.split()
)
_NUMBERED: Final = re.compile(r"\[[^\]]*\d{5,}[^\]]*\]")
_NAME: Final = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z\d])[A-Z][\w+]*(?:[-‐‑][\dA-Z]\w*)*")
_ROW: Final = re.compile(
    rf"{_NAME.pattern}(?:\s+(?:trial|study))?(?:\s*[,/&]\s*(?:and\s+)?|\s+(?:and|or)\s+)(?:the\s+)?{_NAME.pattern}"
)
_FEWEST: Final = 4
_SHARE: Final = 0.75
_SHORTEST_NAME: Final = 4


def content_words(title: str) -> frozenset[str]:
    """The words of a title that say what the study is about.

    >>> sorted(content_words("A randomised trial of zentarol in adults with asthma [NCT00000001]"))
    ['asthma', 'zentarol']
    """
    words = wording.key(_NUMBERED.sub(" ", title)).split()
    return frozenset(word for word in words if word not in _EMPTY)


def title_key(title: str) -> str:
    """One text for all titles with the same content words; empty where they are too few to tell.

    >>> title_key("Zentarol for severe asthma in children") == title_key(
    ...     "Children with Severe Asthma: a Randomized Trial of Zentarol"
    ... )
    True
    >>> title_key("A trial of zentarol")
    ''
    """
    words = content_words(title)
    return " ".join(sorted(words)) if len(words) >= _FEWEST else ""


def alike(one: str, other: str) -> bool:
    """Whether two keys say nearly the same: most words shared, every number of both too.

    >>> alike("asthma child severe zentarol", "asthma child severe sleep zentarol")
    True
    >>> alike("2 asthma child severe zentarol", "3 asthma child severe zentarol")
    False
    """
    ours, theirs = set(one.split()), set(other.split())
    if min(len(ours), len(theirs)) < _FEWEST:
        return False
    differ = ours ^ theirs
    if any(word[0].isdigit() for word in differ):
        return False
    return len(ours & theirs) >= _SHARE * len(ours | theirs)


def names_several(title: str) -> bool:
    """Whether a title names things in capitals in a row, as titles on several trials do.

    >>> names_several("Weight and glycaemia: the WALK-HF and RISE-HF trials")
    True
    >>> names_several("Rationale and design of the WALK-HF trial")
    False
    """
    return any(
        min(len(slug(match[0].split()[0])), len(slug(match[0].split()[-1]))) >= _SHORTEST_NAME
        for match in _ROW.finditer(title)
    )


def names_in(title: str) -> frozenset[str]:
    """The names in capitals of a title, as slugs: acronyms of studies are among them.

    >>> sorted(names_in("Dulaglutide in type 2 diabetes (AWARD-5): a phase III study of the EU"))
    ['award-5']
    """
    found = (slug(match[0]) for match in _NAME.finditer(title))
    return frozenset(name for name in found if len(name) >= _SHORTEST_NAME)
