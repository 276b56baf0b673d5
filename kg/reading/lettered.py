"""Groups that go by letters or numbers, each with what it got beside: "arm A (drops) or arm B (tea)", "Arm A: drops".

In: the sentences' tapes. Out: :class:`~kg.reading.arms.ArmDraft` records with the number of people that stands in
the brackets; nothing where what stands beside one of the letters names nothing to receive.
"""

from collections.abc import Iterator
from itertools import pairwise

from kg.reading.arms import ArmDraft, arm_of, is_named
from kg.reading.glossary import Glossary, normal
from kg.reading.group_codes import is_letter
from kg.reading.measures import Head
from kg.reading.phrases import trim
from kg.reading.strange import is_strange
from kg.reading.tape import Item, Tape

Run = tuple[Item, ...]
_CHANCE = r"(?:randomized|randomly|randomization|random|allocated|assigned)"
_HEADS = frozenset({"group", "arm", "cohort"})
_LEADS = frozenset(": - – — =".split())
_ENDS = frozenset({".", ";"})
_JOINTS = frozenset(", and or versus vs while whereas but the in".split())
_FIGURES = frozenset({"P", "Q", "C"})
_ROLES = frozenset(
    "control controls case cases treatment treated study intervention experimental test standard placebo-controlled comparison"
    " group arm active".split()
)
_FEW = 6


def lettered(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The groups of the first sentence that sets a letter or number of each equal to what it got."""
    chance = any(tape.hit(_CHANCE) for _, tape in rows)
    for number, tape in rows if chance else ():
        if tape.forms.isdisjoint(_HEADS) or not tape.forms.isdisjoint(_FIGURES):
            continue
        places = [n for n, item in enumerate(tape.items) if _is_code(tape, n, item)]
        found = [
            draft
            for a, b in pairwise([*places, len(tape.items)])
            if (draft := _draft(tape, a, b, number, glossary))
        ]
        labels = {normal(draft.label) for draft in found}
        if 1 < len(places) == len(found) == len(labels) <= _FEW:
            yield from found
            return


def _is_code(tape: Tape, place: int, item: Item) -> bool:
    """Whether the letter of a group stands here, with what it stands for behind it."""
    behind = tape.items[place + 2 : place + 3]
    opened = place and tape.items[place - 1].form == "("
    told = bool(behind) and (behind[0].form == "(" or behind[0].form in _LEADS)
    return item.form in _HEADS and is_letter(tape.items, place + 1) and told and not opened


def _draft(tape: Tape, place: int, end: int, number: int, glossary: Glossary) -> ArmDraft | None:
    inside, behind = _sides(tape.items[place + 2 : end])
    size = next((item.value for item in inside if isinstance(item.value, Head)), None)
    run = behind or _named(inside)
    draft = arm_of(tape, run, glossary) if run else None
    if draft is None or not is_named(draft) or is_strange(draft, glossary):
        return None
    if all(set(normal(c.words).split()) <= _ROLES for c in draft.components):
        return None
    label = tape.words(tape.items[place : place + 2])
    return draft._replace(
        label=label,
        number=label,
        names=draft.names | {normal(label)},
        size=size.count if size else None,
        span=(tape.items[place].start, run[-1].end),
        sentences=(number,),
    )


def _sides(items: Run) -> tuple[Run, Run]:
    """What stands in the bracket behind a letter, and what it is set equal to."""
    close = next((n for n, item in enumerate(items) if item.form == ")"), 0)
    inside = items[1:close] if items[0].form == "(" else ()
    rest = items[close + 1 :] if inside else items
    if not rest or rest[0].form not in _LEADS:
        return inside, ()
    last = next((n for n, item in enumerate(rest) if n and item.form in _ENDS), len(rest))
    while last > 1 and rest[last - 1].form in _JOINTS:
        last -= 1
    return inside, trim(rest[1:last])


def _named(inside: Run) -> Run:
    """What a bracket names before or behind the number of people in it."""
    cuts = [-1, *(n for n, item in enumerate(inside) if item.form in {",", ";"}), len(inside)]
    pieces = (trim(inside[a + 1 : b]) for a, b in pairwise(cuts))
    return next((p for p in pieces if p and not any(i.form == "S" for i in p)), ())
