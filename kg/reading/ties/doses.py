"""Arms that differ in their dose alone, known by it: "zentarol 10 mg", "the 20-mg group".

In: the items of a sentence and the arms. Out: the items with each such dose as a mention of its
arm, together with the drug before it. Nothing is taken for one where not every arm has a dose of
its own in the same unit.
"""

import re
from collections.abc import Iterator

from kg.reading.arms import ArmDraft
from kg.reading.tape import Item

_DOSE = re.compile(r"(\d+(?:[.,·]\d+)?)[\s-]?(mg|g|µg|μg|mcg|gy|iu|units?|mmol|mhz|hz|kcal)\b")
_WORD = re.compile(r"[a-z][a-z0-9-]{3,}")
_HEADS = frozenset({"group", "arm", "groups", "arms", "dose", "regimen"})


def by_dose(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with doses that only one arm has as that arm."""
    own = _own(arms)
    if not own:
        return items
    drugs = set(_WORD.findall(" ".join(_words(arm) for arm in arms)))
    for start, end, arm in reversed(list(_said(text, items, own))):
        first = next(n for n, item in enumerate(items) if item.end > start)
        last = next((n for n, item in enumerate(items) if item.start >= end), len(items))
        while first and items[first - 1].form in drugs | {"I"}:
            first -= 1
        while last < len(items) and items[last].form in _HEADS:
            last += 1
        whole = Item("A", items[first].start, items[last - 1].end, (arm,))
        items = [*items[:first], whole, *items[last:]]
    return items


def outside(items: tuple[Item, ...], marks: list[Item]) -> list[Item]:
    """The marks that lie in no mention of an arm: a dose that is part of its name is no value."""
    named = [(item.start, item.end) for item in items if item.form == "A"]
    return [m for m in marks if not any(a <= m.start and m.end <= b for a, b in named)]


def _said(
    text: str, items: list[Item], own: dict[tuple[str, str], int]
) -> Iterator[tuple[int, int, int]]:
    """The places of the doses of arms in a sentence, each with its arm."""
    first, last = items[0].start, items[-1].end
    named = [(i.start, i.end) for i in items if i.form in {"A", "G", "X"}]
    for match in _DOSE.finditer(text.lower(), first, last):
        arm = own.get((match[1], match[2].rstrip("s")))
        if arm is not None and not any(a < match.end() and match.start() < b for a, b in named):
            yield match.start(), match.end(), arm


def _own(arms: tuple[ArmDraft, ...]) -> dict[tuple[str, str], int]:
    """The one dose by which each arm is told from the others, where all are."""
    told = [_doses(arm) for arm in arms]
    found: dict[tuple[str, str], int] = {}
    for n, doses in enumerate(told):
        alone = doses - set().union(*(other for m, other in enumerate(told) if m != n))
        if len(alone) != 1:
            return {}
        found[alone.pop()] = n
    return found if len({unit for _, unit in found}) == 1 and len(found) > 1 else {}


def _doses(arm: ArmDraft) -> set[tuple[str, str]]:
    return {(m[1], m[2].rstrip("s")) for m in _DOSE.finditer(_words(arm))}


def _words(arm: ArmDraft) -> str:
    return (arm.label or "").lower()
