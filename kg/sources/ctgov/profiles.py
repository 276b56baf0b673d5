"""By which words arms and groups are told apart: what they are given, how much, which they are.

In: the arms of a record, and the title and description of a listed group. Out: for each arm, how
much of what tells arms apart in the group's words is that arm's; from 0 to 1.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from kg.records import Arm

_SPELLINGS: Final = (
    (re.compile(r"[®™©†*\\]"), ""),
    (re.compile(r"\b(?:ug|µg|μg|mcgs?|micrograms?)\b|(?<=\d)(?:ug|µg|μg|mcg)\b"), "mcg"),
    (re.compile(r"\bmilligrams?\b"), "mg"),
    (re.compile(r"\bgrams?\b"), "g"),
    (re.compile(r"\bmilliliters?\b|\bmillilitres?\b"), "ml"),
    (re.compile(r"\bq\.?d\b|\bo\.?d\b"), "once"),
    (re.compile(r"\bb\.?i\.?d\b"), "twice"),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
)
_DOSE: Final = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*-?\s*(mg|mcg|g|ml|iu|million|mm|%)(?![a-z])"
)
_RANGE: Final = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?:-|to|/)\s*(?=\d+(?:\.\d+)?\s*(mg|mcg|g|ml)\b)"
)
_PART: Final = re.compile(
    r"\b(part|cohort|phase|period|stage|panel|level)s?\s*[-:#_]?\s*([ivx]{1,4}|\d{1,2}[a-z]?|[a-z])\b"
)
_WHICH: Final = re.compile(
    r"\b(?:arm|group|treatment|sequence|regimen)s?\s*[-:#_]?\s*([ivx]{1,4}|\d{1,2}[a-z]?|[a-z])(?![a-z0-9])"
    r"|^\s*([ivx]{1,4}|\d{1,2}|[a-z])\s*(?:[:.)]|$)|\(([a-z]|\d{1,2})\)\s*$"
)
_ROMAN: Final = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
}
_WORD: Final = re.compile(r"[^\W_]{2,}")
_STOP: Final = frozenset(
    "all also and any are arm arms as at be been by each eligible following for from group groups"
    " has have in into is its may of on or other out participant participants patient patients per"
    " receive received receives receiving study subject subjects that the their then there these"
    " this those to treatment treated up was were when where which who will with would given"
    " administered administration dose doses tablet tablets capsule capsules oral orally day days"
    " week weeks month months mg mcg ml iu hour hours until time during after before"
    " prior over once daily".split()
)
_ASIDE: Final = Decimal("0.4")
"""What a word weighs that stands in a description only."""


@lru_cache(maxsize=1 << 12)
def tokens(text: str) -> frozenset[str]:
    """What a text may tell people by: words, doses with their units, and which of a list it is.

    >>> sorted(tokens("Arm 2: Veluxin 0.5 g b.i.d."))
    ['#2', '500mg', 'twice', 'veluxin']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    for pattern, spelled in _SPELLINGS:
        plain = pattern.sub(spelled, plain)
    found = {_amount(m[1], m[2]) for m in (*_DOSE.finditer(plain), *_RANGE.finditer(plain))}
    found |= {f"{m[1]}#{_ROMAN.get(m[2], m[2])}" for m in _PART.finditer(plain)}
    for match in _WHICH.finditer(plain):
        which = next(filter(None, match.groups()))
        found.add(f"#{_ROMAN.get(which, which)}")
    words = (_singular(word) for word in _WORD.findall(plain))
    return frozenset(found | {word for word in words if word not in _STOP and not word.isdigit()})


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > len("his") else word


def _amount(number: str, unit: str) -> str:
    value = Decimal(number)
    if unit == "g":
        value, unit = value * 1000, "mg"
    return f"{value.normalize():f}{unit}"


# --- Arms ---------------------------------------------------------------------------------------

# An arm of which one part was given the drug and another placebo is no group of the results.
_MIXED: Final = re.compile(
    r"\bor\b[^.\n]{0,40}\bplacebo|\bplacebo\b[^.\n]{0,20}\bor\b|/\s?placebo\b|\brandomi[sz]ed?\s+\d\s?:\s?\d",
    re.IGNORECASE,
)
_IN_TURN: Final = re.compile(
    r"\b(?:then|first|followed by|cross(?:ed|es|ing)?[- ]?over|switch\w*|delayed|initial(?:ly)?"
    r"|end of|after which|to (?:receive|placebo))\b|[>→]|\w\s?/\s?\w.*\bmg\b.*/",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"\b(?:open[- ]?label|ole?|lte|extension|long[- ]term|follow[- ]?up|run[- ]in|part [2b]"
    r"|period 2|maintenance|optimi[sz]ation)\b",
    re.IGNORECASE,
)
_NOT_AN_ARM: Final = re.compile(
    r"^\s*(?:total|all|overall|entire|both)\b|\b(?:combined|pooled|non-?randomi[sz]ed"
    r"|not (?:randomi[sz]ed|treated|dosed)|never (?:received|treated|dosed)|screen(?:ing)? fail\w*"
    r"|non-?evaluable|all (?:participants|subjects|patients|arms|groups|treatments|doses))\b",
    re.IGNORECASE,
)


class Profiles:
    """What tells the arms of one record apart."""

    def __init__(self, arms: Sequence[Arm]) -> None:
        self._arms = arms
        self._texts = {arm.key: " ".join(_texts(arm)) for arm in arms}

    @cached_property
    def _weights(self) -> dict[str, dict[str, Decimal]]:
        common = _common(self._arms)
        return {arm.key: dict(_weighted(arm, common)) for arm in self._arms}

    @cached_property
    def _telling(self) -> dict[str, Decimal]:
        """How well each word tells arms apart: not at all where all have it."""
        held = Counter(token for weights in self._weights.values() for token in weights)
        most = max(len(self._arms) - 1, 1)
        return {token: Decimal(len(self._arms) - n) / most for token, n in held.items()}

    def likeness(self, title: str | None, description: str | None) -> Mapping[str, Decimal]:
        """How much of what the words of a group tell is each arm's."""
        words = {**dict.fromkeys(tokens(description or ""), _ASIDE),
                 **dict.fromkeys(tokens(title or ""), Decimal(1))}  # fmt: skip
        scores: dict[str, Decimal] = {}
        whole = Decimal(0)
        for token, weight in words.items():
            telling = self._telling.get(token)
            if telling:
                parts = {key: held.get(token, Decimal(0)) for key, held in self._weights.items()}
                whole += weight * telling * max(parts.values())
                for key, part in parts.items():
                    scores[key] = scores.get(key, Decimal(0)) + weight * telling * part
        return {key: score / whole for key, score in scores.items()} if whole else {}

    def shared(self, key: str, title: str | None, description: str | None) -> frozenset[str]:
        """The telling words that an arm has in common with a group's."""
        words = tokens(title or "") | tokens(description or "")
        return frozenset(w for w in words & self._weights[key].keys() if self._telling.get(w))

    def given(self, key: str) -> frozenset[str]:
        """The words that name what an arm is given."""
        return next(_given(arm) for arm in self._arms if arm.key == key)

    def __len__(self) -> int:
        """How many arms there are."""
        return len(self._arms)

    def side_by_side(self) -> bool:
        """Whether each arm may be one group: none is mixed, none the later part of another."""
        texts = self._texts.values()
        after = [later(text) for text in texts]
        return not any(map(_MIXED.search, texts)) and (all(after) or not any(after))

    def follows(self, key: str) -> bool:
        """Whether an arm is the later part of the trial for people of arms that come before."""
        others = (text for other, text in self._texts.items() if other != key)
        return later(self._texts[key]) and not all(map(later, others))

    def contradicts(self, key: str, title: str | None) -> bool:
        """Whether a group's title names doses and none is the arm's, which has doses too."""
        named = {token for token in tokens(title or "") if token[0].isdigit()}
        own = {token for token in self._weights[key] if token[0].isdigit()}
        other_dose = bool(named and own) and not named & own
        return other_dose or in_turn(self._texts[key])

    def apart(self, key: str, title: str | None) -> bool:
        """Whether an arm cannot be a group: it is mixed, or only the group is a later part."""
        text = self._texts[key]
        after = later(title) and not later(text)
        return bool(_MIXED.search(text)) or after or (in_turn(title) and not in_turn(text))


def later(text: str | None) -> bool:
    """Whether a text tells of a part of the trial that comes after another.

    >>> later("Open-label extension"), later("Veluxin")
    (True, False)
    """
    return bool(_LATER.search(text or ""))


def in_turn(text: str | None) -> bool:
    """Whether a text tells of one thing after the other.

    >>> in_turn("Placebo then Veluxin"), in_turn("Sequence 1: Veluxin")
    (True, False)
    """
    return bool(_IN_TURN.search(text or ""))


def may_be_an_arm(title: str | None) -> bool:
    """Whether a group of the results may be an arm: a total, or people not assigned, is none.

    >>> may_be_an_arm("Total"), may_be_an_arm("Low Risk / Non-randomized"), may_be_an_arm("Placebo")
    (False, False, True)
    """
    return not _NOT_AN_ARM.search(title or "")


def _texts(arm: Arm) -> Iterator[str]:
    yield from filter(None, (arm.label, arm.description))


def _given(arm: Arm) -> frozenset[str]:
    named = (name for each in arm.receives for name in (each.label or "", *each.other_names))
    return frozenset(token for name in named for token in tokens(name))


def _common(arms: Sequence[Arm]) -> frozenset[str]:
    """What all arms are given tells none of them."""
    sets = [frozenset(each.label or "" for each in arm.receives) for arm in arms]
    return frozenset.intersection(*sets) if len(sets) > 1 else frozenset()


def _weighted(arm: Arm, common: Collection[str]) -> Iterator[tuple[str, Decimal]]:
    """Each token with what it weighs: in full where the label or what is given has it."""
    for token in tokens(arm.description or ""):
        yield token, _ASIDE
    for each in arm.receives:
        if (each.label or "") not in common:
            for name in (each.label or "", *each.other_names):
                yield from ((token, Decimal(1)) for token in tokens(name))
    yield from ((token, Decimal(1)) for token in tokens(arm.label or ""))
