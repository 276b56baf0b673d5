"""The forms in which two names are compared, from the strictest to the loosest.

In: a name or a mention. Out: keys. Names of a vocabulary and mentions go through the same
functions, so that it does not matter which of two spellings the vocabulary has.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal

from kg.linking import wording

Tier = Literal["exact", "spelling", "number", "order"]
TIERS: Final[tuple[Tier, ...]] = ("exact", "spelling", "number", "order")

_SMALL: Final = frozenset("of the in and with to for by on from or due nos unspecified".split())
# Roman numbers that are no words; a single letter is one only after a word that is counted.
_ROMAN: Final = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12", "xiii": "13",
}  # fmt: skip
_COUNTED: Final = frozenset({"type", "factor", "class", "grade", "stage", "interleukin"})
_LETTERS: Final = {"i": "1", "v": "5", "x": "10"}
# Short forms that stand before a number or a Greek letter.
_SERIES: Final = {"il": "interleukin", "ifn": "interferon", "hiv": "hiv", "ril": "interleukin"}
_GREEK: Final = frozenset("alpha beta gamma delta lambda omega kappa".split())
_RECOMBINANT: Final = frozenset({"recombinant", "rh", "rhu", "rdna"})


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    r"""A name without regard to case and white space.

    >>> folded("Interleukin-2 "), folded("HIV\u00a0 infections")
    ('interleukin-2', 'hiv infections')
    """
    return " ".join(text.casefold().split())


def numbered(key: str) -> str:
    """A key with numbers and the short forms of numbered families written out.

    >>> numbered("il 2"), numbered("type ii diabete"), numbered("ifn alpha"), numbered("ril 2")
    ('interleukin 2', 'type 2 diabete', 'interferon alpha', 'interleukin 2')
    """
    words = key.split()
    if len(words) < 2 or not _CHANGED.intersection(words):  # noqa: PLR2004 - a number and a word
        return key
    if words[0] in _RECOMBINANT:
        words = words[2 if words[1] == "human" else 1 :] or words
    return " ".join(_number(words, at) for at in range(len(words)))


_CHANGED: Final = frozenset({*_ROMAN, *_LETTERS, *_SERIES, *_RECOMBINANT})


def _number(words: list[str], at: int) -> str:
    word = words[at]
    if word in _ROMAN and at:
        return _ROMAN[word]
    if word in _LETTERS and at and words[at - 1] in _COUNTED:
        return _LETTERS[word]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _SERIES and (after.isdecimal() or after in _GREEK or after in _ROMAN):
        return _SERIES[word]
    return word


def ordered(key: str) -> str:
    """The words of a key without regard to their order and to small words.

    >>> ordered("carcinoma non small cell lung") == ordered("non small cell carcinoma of the lung")
    True
    """
    words = key.split()
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(sorted(kept))


def forms(text: str) -> tuple[tuple[Tier, str], ...]:
    """Each form of a name that differs from those before it.

    >>> forms("Diabetes Mellitus, Type II")[-2:]
    (('number', 'diabete mellitus type 2'), ('order', '2 diabete mellitus type'))
    """
    spelling = wording.key(text)
    number = numbered(spelling)
    return (
        ("exact", folded(text)),
        ("spelling", spelling),
        ("number", number),
        ("order", ordered(number)),
    )


_SALTS: Final = dict(zip(TIERS, (b"e", b"s", b"n", b"o"), strict=True))


def digest(tier: Tier, form: str) -> int:
    """A number for a form: equal numbers are equal forms, but for one chance in a billion."""
    said = blake2b(form.encode(), digest_size=8, salt=_SALTS[tier]).digest()
    return int.from_bytes(said, "little")
