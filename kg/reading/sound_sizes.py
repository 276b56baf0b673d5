"""Numbers of people of arms, held against one another and against what the report states.

In: drafts of arms with their numbers, the sentences' tapes. Out: the drafts, without any number where
the numbers together cannot be those of a study's arms: one is a bare 1 or 2, they add up to nothing
that is stated and are too few or too unlike to be all the people, or some arms have none and the rest
leave nobody for these. Numbers that the report declares for every arm ("n = 44") are taken at its word.
"""

from kg.reading.arms import ArmDraft
from kg.reading.group_names import is_declared
from kg.reading.sizing import ALLOTS, stated_in
from kg.reading.tape import Tape
from kg.reading.wholes import size_of

Row = tuple[int, Tape]
_FEWEST, _FEW, _UNLIKE, _TWICE = 2, 4, 5, 2


def sound(drafts: tuple[ArmDraft, ...], rows: list[Row]) -> tuple[ArmDraft, ...]:
    """The drafts with their numbers of people, or all without where these cannot be right."""
    sizes = [draft.size for draft in drafts if draft.size]
    if not sizes or _are_sound(sizes, drafts, rows):
        return drafts
    return tuple(draft._replace(size=None) for draft in drafts)


def _are_sound(sizes: list[int], drafts: tuple[ArmDraft, ...], rows: list[Row]) -> bool:
    most = max(stated_in(rows), default=0)
    if len(sizes) < len(drafts):
        whole = sum(sizes) * len(drafts) / len(sizes)
        return min(sizes) > _FEWEST and sum(sizes) < most <= whole * _TWICE
    tapes = [tape for number, tape in rows if any(number in d.sentences for d in drafts)]
    told = [tape for tape in tapes if set(sizes) & set(map(size_of, tape.items))]
    allotted = any(tape.hit(ALLOTS) for tape in told)
    if not allotted and max(sizes) > (_allotted(rows) or max(sizes)):
        return False
    if sum(sizes) in stated_in(rows) or set(sizes) <= _declared(tapes):
        return True
    few, unlike = sum(sizes) * _FEW < most, max(sizes) > _UNLIKE * min(sizes)
    return min(sizes) > _FEWEST and (allotted or not (few or unlike))


def _allotted(rows: list[Row]) -> int:
    """The most people that a sentence says were allotted; a number without people is none of them."""
    told = (tape.items for _, tape in rows if tape.hit(ALLOTS))
    people = (i for items in told for i in items if i.form == "S" and not is_declared(i))
    return max((size for item in people if (size := size_of(item))), default=0)


def _declared(tapes: list[Tape]) -> set[int | None]:
    """The numbers that sentences declare: "n = 44"."""
    items = (item for tape in tapes for item in tape.items)
    return {size_of(item) for item in items if is_declared(item)}
