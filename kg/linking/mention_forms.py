"""The forms of a mention that are looked up, from the whole to less of it, each with its worth.

In: a mention, the kinds that fit its place, what the record explains. Out: forms. What was done to
come by one is said in it, and decides how the mention stands to what is met.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kg.linking import keys, mentions
from kg.linking.abbreviations import explained as explain
from kg.linking.everyday import NOT_LEFT_OFF, tells
from kg.linking.keys import Form

PART: Final = 0.9
_LEFT_OFF: Final = 0.93
_LONG_FORM: Final = 0.99


class Looked(NamedTuple):
    """A form of a mention to look up, and what was done to come by it."""

    forms: Sequence[Form]
    words: str
    worth: float
    why: tuple[str, ...]
    predicate: str


def forms_of(text: str, kinds: Collection[str], explained: Mapping[str, str]) -> Iterable[Looked]:
    """The forms of a mention, from the whole to the name alone."""
    said = mentions.plain(text)
    long = explained.get(said)
    if long:  # what the record says that it stands for counts, whatever else is so abbreviated
        yield Looked(keys.forms(long), long, _LONG_FORM, (f"{said} is {long}",), "exactMatch")
        return
    # Half of all mentions are met in their very words: no other form is made of them.
    yield Looked((Form("exact", keys.folded(said)),), said, 1.0, (), "exactMatch")
    words = keys.spelled(said)
    whole = Looked(keys.forms_of(words), said, 1.0, (), "exactMatch")
    yield whole
    outside, inside = mentions.outside_and_inside(said)
    if inside and outside and not len(inside) > 1:
        same = said in explained or bool(explain([said]))
        yield whole._replace(
            forms=keys.forms(outside),
            words=outside,
            why=("without what stands in brackets",),
            predicate="exactMatch" if same else "broadMatch",
        )
        words = keys.spelled(outside)
    if long := explained.get(outside):
        yield Looked(keys.forms(long), long, _LONG_FORM, (f"{outside} is {long}",), "exactMatch")
    less = _less(words, kinds)
    if less and less != words and (len(less) > 1 or tells(less[0])):
        why = (f"without {' '.join(word for word in words if word not in less)}",)
        yield Looked(keys.forms_of(less), " ".join(less), _LEFT_OFF, why, "broadMatch")
    yield from _looser(less or words, kinds)


def _looser(words: list[str], kinds: Collection[str]) -> Iterable[Looked]:
    """The forms of what a mention is one of, or stands near to."""
    if "Substance" in kinds and (rest := mentions.without_hand(words)):
        yield Looked(keys.forms_of(rest), rest[0], _LEFT_OFF, ("whatever its hand",), "closeMatch")
    if ("Condition" in kinds or not kinds) and (neoplasm := mentions.as_neoplasm(words)):
        why = ("a carcinoma is a neoplasm",)
        yield Looked(keys.forms_of(neoplasm), " ".join(words), PART, why, "broadMatch")


def without_one(words: list[str]) -> Looked:
    """A mention without any one of the words within it."""
    rests = [rest for left, rest in mentions.without_one(words) if left not in NOT_LEFT_OFF]
    forms = [each for rest in rests for each in keys.forms_of(rest) if each.tier == "order"]
    return Looked(forms, " ".join(words), PART, ("without one of its words",), "broadMatch")


def _less(words: list[str], kinds: Collection[str]) -> list[str]:
    if "Condition" in kinds:
        return mentions.without_narrowing(words)
    return mentions.without_giving(words)
