"""Whether two names are of one thing, by the words that tell things apart.

In: names of arms and outcomes, from claims and from annotations. Out: their content words, how
alike they are, and which of two sides each arm is on. Where words do not decide, nothing is said.
"""

import re
from collections.abc import Mapping
from typing import Literal

Words = frozenset[str]
Side = Literal["left", "right"]

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    """a an the of with and or in to for on at by from as vs versus plus per group groups arm arms
    patient patients subject subjects participant participants who received receiving given only
    mean median rate rates number total level levels score scores value values""".split()
)


def words(*names: str | None) -> Words:
    """The words of names that can tell them apart, in one spelling.

    >>> sorted(words("the Zentarol groups", "drops, per day"))
    ['day', 'drop', 'zentarol']
    """
    found = (match.group().lower() for name in names if name for match in _WORD.finditer(name))
    return frozenset(_stem(word) for word in found if word not in _EMPTY)


def _stem(word: str) -> str:
    plain = word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word  # noqa: PLR2004 - no stem is shorter
    return plain.replace("randomis", "randomiz").replace("tumour", "tumor").replace("haem", "hem")


def likeness(left: Words, right: Words) -> float:
    """The share of the shorter name's words that the other has too.

    >>> likeness(words("hospital admission"), words("admissions to hospital within a year"))
    1.0
    """
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def place(arms: Mapping[str, Words], left: Words, right: Words) -> dict[str, Side]:
    """The side of each arm whose words say it; of two arms the other is on the other side.

    Only words that tell the sides apart, and the arms, count. Words of both sides in one name, and
    two arms on one side, say nothing.

    >>> arms = {"a": words("zentarol plus aspirin"), "b": words("placebo plus aspirin")}
    >>> place(arms, words("Zentarol"), words("placebo"))
    {'a': 'left', 'b': 'right'}
    >>> place({"a": words("group 1"), "b": words("group 2")}, words("diet"), words("usual care"))
    {}
    """
    shared = frozenset.intersection(*arms.values()) if arms else frozenset()
    sides = {key: _side(own - shared, left - right, right - left) for key, own in arms.items()}
    known: dict[str, Side] = {key: side for key, side in sides.items() if side}
    if len(arms) != 2:  # noqa: PLR2004 - a pair
        return known
    if len(known) == 1:
        ((key, side),) = known.items()
        other = next(each for each in arms if each != key)
        known[other] = "right" if side == "left" else "left"
    return {key: known[key] for key in arms} if len(set(known.values())) == len(arms) else {}


def _side(own: Words, left: Words, right: Words) -> Side | None:
    if bool(own & left) == bool(own & right):
        return None
    return "left" if own & left else "right"
