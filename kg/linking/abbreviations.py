"""Abbreviations that a text explains: "heart failure (HF)", "HF (heart failure)".

In: texts of one record. Out: short forms and what they stand for there. A short form stands for
words whose letters it takes, in order, the first from the beginning of a word.

*Source*: Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions, 2003.
"""

import re
from collections.abc import Iterable
from typing import Final

_INSIDE: Final = re.compile(r"\(([^()]{1,120})\)")
_BEFORE: Final = 200  # so far back words are looked for
_SIGNS: Final = re.compile(r"[()]")
_SHORT: Final = re.compile(r"[A-Za-z0-9][\w/+.-]{0,9}")
_LEAST, _MOST = 2, 10


def explained(texts: Iterable[str]) -> dict[str, str]:
    """The short forms of a record, each with its words.

    >>> explained(["Non-small Cell Lung Cancer (NSCLC)", "HF (heart failure)"])
    {'NSCLC': 'Non-small Cell Lung Cancer', 'HF': 'heart failure'}
    >>> explained(["Placebo (tablet)", "pain (severe)"])
    {}
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _INSIDE.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            pair = _pair(_SIGNS.split(before)[-1].strip(), match[1].strip())
            if pair is not None:
                found.setdefault(*pair)
    return found


def _pair(before: str, inside: str) -> tuple[str, str] | None:
    if is_short(inside) and (words := _words_of(inside, before)):
        return inside, words
    last = before.rpartition(" ")[2]
    if is_short(last) and _words_of(last, inside) == inside:
        return last, inside
    return None


def is_short(text: str) -> bool:
    """Whether a text may be the short form of another: few letters, two of them capitals."""
    capitals = sum(each.isupper() for each in text)
    return bool(_LEAST <= len(text) <= _MOST and _SHORT.fullmatch(text) and capitals >= _LEAST)


def _words_of(short: str, text: str) -> str:
    """The shortest end of a text whose letters the short form takes; nothing where it does not."""
    at = len(text)
    for n, letter in enumerate(reversed(short.lower())):
        if not letter.isalnum():
            continue
        at -= 1
        last = n == len(short) - 1
        while at >= 0 and (
            text[at].lower() != letter or (last and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
    words = text[at:].strip()
    return words if len(words) > len(short) and len(words.split()) <= len(short) + 5 else ""
