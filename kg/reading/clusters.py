"""Numbers of what is not people: classes, practices, eyes, teeth. They are no sizes of arms.

In: drafts of arms and the sentences' tapes. Out: the drafts, those whose number counts something else
without it, or with the number of people that stands beside it: "n = 26 classes, 432 children".
"""

import re
from collections.abc import Iterator

from kg.reading.arms import ArmDraft
from kg.reading.measures import PEOPLE, Head
from kg.reading.tape import Item, Tape
from kg.reading.wholes import size_of

_UNITS = (
    r"(?:clusters?|practices|schools|classes|classrooms|villages|communities|clinics|hospitals|centers|centres|wards|units|homes|sites"
    r"|households|districts|regions|pharmacies|eyes|teeth|tooth|molars|premolars|implants|quadrants|knees|hips|feet|ears|lesions|wounds"
    r"|sides|limbs|legs|samples|specimens|embryos|oocytes|oocyte|cycles|procedures|infusions|injections|blocks|facilities)"
)
_WORD = r"(?!(?:with|of|at|in|who|from|for|on|to|and|whose|having|or) )[^\s.,;:()A-Z]+"
_COUNTED = re.compile(rf"^ (?:{_WORD} ){{0,2}}?{_UNITS} ")
_ALLOTTED = re.compile(
    rf"(?<!from)(?<!in)(?<!at)(?<!of)(?<!with) (?:V|Q|all)(?: {_WORD}){{0,3}}? {_UNITS}(?: [^\s.;:()A-Z]+){{0,4}}? (?:were|was)"
    r"(?: [^\s.;:()A-Z]+){0,2}? (?:randomized|randomly|allocated|assigned|divided) "
)
_OWN = re.compile(rf"\b{_UNITS}$")
_NAMED = re.compile(rf"\b(?:{PEOPLE})\b")
_BESIDE, _BEHIND = 5, 4


def of_people(drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape]) -> tuple[ArmDraft, ...]:
    """The drafts with sizes that count people only."""
    if not any(draft.size for draft in drafts):
        return drafts
    told = [_told(draft, tapes) for draft in drafts]
    if all(size == draft.size for size, draft in zip(told, drafts, strict=True)):
        return drafts
    whole = all(told)
    return tuple(
        draft._replace(size=size if whole or size == draft.size else None)
        for size, draft in zip(told, drafts, strict=True)
    )


def _told(draft: ArmDraft, tapes: dict[int, Tape]) -> int | None:
    """The number of people where the number of a draft counts something else; else its number."""
    if draft.size is None:
        return None
    places = [(tape, n) for tape in _of(draft, tapes) for n in _places(draft.size, tape)]
    if not places or not all(_is_of_units(tape, n) for tape, n in places):
        return draft.size
    return next((size for tape, n in places for size in _beside(tape, n)), None)


def _of(draft: ArmDraft, tapes: dict[int, Tape]) -> Iterator[Tape]:
    yield from (tapes[number] for number in draft.sentences if number in tapes)


def _places(size: int, tape: Tape) -> Iterator[int]:
    yield from (
        n for n, item in enumerate(tape.items) if item.form in "SVQ" and size_of(item) == size
    )


def _is_of_units(tape: Tape, place: int) -> bool:
    """Whether a number counts units: by the word behind it, or since units were allotted."""
    item = tape.items[place]
    words = tape.words((item,)).lower()
    if _OWN.search(words) or _COUNTED.match(tape.part(place + 1, place + _BEHIND + 1).line):
        return True
    return not _counts_people(item, words) and _ALLOTTED.search(tape.line) is not None


def _counts_people(item: Item, words: str) -> bool:
    return isinstance(item.value, Head) and _NAMED.search(words) is not None


def _beside(tape: Tape, place: int) -> Iterator[int]:
    """The number of people right behind a number of units."""
    for n in range(place + 1, min(len(tape.items), place + _BESIDE)):
        words = tape.words((tape.items[n],)).lower()
        size = size_of(tape.items[n])
        if size and _counts_people(tape.items[n], words) and not _OWN.search(words):
            yield size
