"""How surely a list of names with their numbers is that of the arms of a study.

In: the lists that a sentence gives. Out: those that can be of arms, and for each a score: by verbs of
allocation, by numbers that add up, by the words for groups.
"""

from collections.abc import Iterator

from kg.reading.group_names import Found
from kg.reading.sizing import ALLOTS
from kg.reading.tallies import tells_events
from kg.reading.tape import Tape
from kg.reading.wholes import size_of

_GIVES = r"(?:received|treated|underwent|enrolled|included|recruited|given|comprised|consisted)"
_HEADS = frozenset("group arm groups arms".split())
_AROUND, _BESIDE, _FURTHER = 10, 4, 24
_TOOK_PART = (
    r"(?:randomized|enrolled|recruited|included|participated|participants|completed|analysed|evaluable|assessed|evaluated"
    r"|data|total|sample|trial|study|eligible|divided)"
)


def of_arms(lists: list[Found]) -> Iterator[Found]:
    """The lists without those that name the same groups with other numbers: strata of each arm."""
    names = [tuple(" ".join(item.form for item in each.run) for each in found) for found in lists]
    told: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for name, found in zip(names, lists, strict=True):
        told.setdefault(name, set()).add(tuple(each.size for each in found))
    yield from (found for name, found in zip(names, lists, strict=True) if len(told[name]) == 1)


def score(tape: Tape, found: Found, stated: set[int]) -> int:
    """How surely a list names the arms: by verbs of allocation, and by numbers that add up."""
    total = sum(each.size for each in found) in stated
    if not any(each.declared for each in found) and _makes_up(tape, found):
        return 2 if not tells_events(tape, found) else 0
    allots, gives = bool(tape.hit(ALLOTS)), bool(tape.hit(_GIVES))
    written = all(each.declared for each in found)
    heads = all(_HEADS & {i.form for i in each.run} for each in found)
    if not written and not (allots and total) and tells_events(tape, found):
        return 0
    against = written and bool(tape.hit(r"compared?|comparing|evaluating|versus|vs"))
    heads = heads or all(_HEADS & {i.form for i in each.also} for each in found)
    return 3 * allots + 2 * total + gives + heads + written + against


def _makes_up(tape: Tape, found: Found) -> bool:
    """Whether a list divides the people told just before it: "932 women (462 drops, 470 placebo)".

    Outside brackets the words must say that people took part: "data from 49 women, 25 in …".
    """
    first = min(tape.items.index(item) for each in found for item in each.run)
    total = sum(each.size for each in found)
    opened = max((n for n in range(first) if tape.items[n].form == "("), default=0)
    if opened and first - opened <= _BESIDE:
        return total in map(size_of, tape.items[max(0, opened - _AROUND) : opened])
    before = tape.part(max(0, first - _FURTHER), first)
    return total in map(size_of, before.items) and bool(before.hit(_TOOK_PART))
