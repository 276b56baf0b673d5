"""A sentence with its arms and its outcome masked, so that what is learnt holds for any trial.

In: a text and the words of the arm on trial, of the other arm and of the outcome. Out: its words
in a row, with ``E``, ``C`` and ``O`` for these, ``#`` for numbers, and P values as what they say.
"""

import re
from typing import NamedTuple

Words = frozenset[str]
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|\d+(?:[.,·]\d+)*|[<>=≤≥%]|[().,;:]")
_P = re.compile(
    r"\bp(?:\s*-?\s*values?)?\s*(?:for \w+ )?([<>=≤≥]+|of|was)\s*(0?[.,·]\d+|1\.0+)", re.IGNORECASE
)
_NOT_SIGNIFICANT = re.compile(r"\bp\s*[=:]?\s*NS\b|\bNS\b|\bn\.s\.", re.IGNORECASE)
_LEVEL, _SHORT = 0.05, 3
_EMPTY = frozenset(
    """a an the of with and or in to for on at by from as vs versus plus per group groups arm arms
    patient patients subject subjects participant participants who received receiving given only
    mean median rate rates number total level levels score scores value values""".split()
)
_ON_TRIAL, _OTHER = frozenset({"intervention", "experimental"}), frozenset({"control", "placebo"})


class Mask(NamedTuple):
    """The words that mean the arm on trial, the other arm, and the outcome."""

    trial: Words
    other: Words
    outcome: Words


def key_words(*names: str | None) -> Words:
    """The words of names that can tell them apart, without the ``s`` of the plural.

    >>> sorted(key_words("the Zentarol groups", "drops, per day"))
    ['day', 'drop', 'zentarol']
    """
    found = (match.group().lower() for name in names if name for match in _WORD.finditer(name))
    return frozenset(_stem(word) for word in found if word not in _EMPTY)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and word[-2] != "s" else word


def mask_of(trial: Words, other: Words, outcome: Words) -> Mask:
    """The words of each that none of the others has; roles by name are those of the arms."""
    one, two = trial - other - outcome, other - trial - outcome
    return Mask(one | (_ON_TRIAL - two), two | (_OTHER - one), outcome)


def masked(text: str, mask: Mask) -> list[str]:
    """The words of a text, masked.

    >>> mask = mask_of(key_words("drops"), key_words("placebo"), key_words("pain"))
    >>> " ".join(masked("Pain was lower with drops than with placebo (2 vs 3, P=.03).", mask))
    'O was lower with E than with C ( # vs # , psig ) .'
    """
    told: list[str] = []
    plain = _NOT_SIGNIFICANT.sub(" PNS ", _P.sub(_said, text))
    for match in _TOKEN.finditer(plain):
        word = _masked(match.group().lower(), mask)
        if word not in {"E", "C", "O"} or told[-1:] != [word]:
            told.append(word)
    return told


def _masked(word: str, mask: Mask) -> str:
    if word[0].isdigit():
        return "#"
    keys = {_stem(part) for part in _WORD.findall(word)} - _EMPTY
    if keys & mask.trial:
        return "E"
    if keys & mask.other:
        return "C"
    return "O" if keys & mask.outcome else word


def _said(match: re.Match[str]) -> str:
    """A P value as what it says of significance at one in twenty."""
    value = _number(match[2])
    above = value > _LEVEL or (">" in match[1] and value >= _LEVEL)
    return " PNS " if above else " PSIG "


def _number(written: str) -> float:
    plain = re.sub("[,·]", ".", written)
    return float(f"0{plain}" if plain[0] == "." else plain)
