"""What speaks for a way of dealing the values of a list to the arms, in a whole abstract.

In: a sentence with its lists of values, the names of arms that a model sees in it, and what the
document says elsewhere: the sizes and roles of the arms, the order in which other sentences name
them. Out: the ways there are, each a row of arms, and for each the names of features; the model
has a weight for each. They are few: what more the words tell was learnt by heart and no better.
"""

from bisect import bisect
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import permutations

from kg.reading.facts import Fact
from kg.reading.frozen import Frozen
from kg.reading.page import Page
from kg.reading.ties.runs import COMPARING, Run, clause_of
from kg.reading.ties.scene import Scene
from kg.reading.ties.sighted import UNKNOWN, Names, Sighted, names_of
from kg.reading.ties.tie import Tie

Way = tuple[int, ...]
_SHARES = (0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
_MOST, _LAST = 4, 3
_NEAR = Decimal(1)


class Setting(Frozen, frozen=True, gc=False):
    """What a document says of its arms: sizes, roles, names, the orders that rules told."""

    sizes: tuple[int | None, ...]
    roles: tuple[str, ...]
    names: Names
    told: tuple[Way, ...] = ()


def setting_of(page: Page, told: tuple[Way, ...] = ()) -> Setting:
    """The setting that a page gives, with the orders in which its sentences name the arms."""
    drafts = page.drafts
    names = [(d.label, *(c.words for c in d.components), *sorted(d.aliases)) for d in drafts]
    return Setting(
        tuple(draft.size for draft in drafts),
        tuple((draft.role or "")[:1] for draft in drafts),
        names_of(names, page.roster.one("controlRole")),
        told,
    )


class View:
    """A sentence as it is looked at: its lists of values, the arms it names, the ties that stand."""

    def __init__(self, scene: Scene, setting: Setting, ties: list[Tie], seen: Sighted) -> None:
        self.scene, self.setting, self.seen = scene, setting, seen
        self.tied = {each.item for each in ties}
        self.lists = clause_of(scene.tape, lambda _: None, len(setting.sizes)).values
        self.respectively = "respectively" in scene.tape.forms

    @cached_property
    def order(self) -> Way:
        """The arms that the sentence names, each once."""
        named = (arm for item in self.scene.tape.items if item.form == "A" for arm in item.value)
        return tuple(dict.fromkeys(named))

    @cached_property
    def usual(self) -> tuple[Way, str]:
        """The order that sentences tell most often, how often, and how many others there are."""
        told = self.setting.told
        if not told:
            return (), ""
        most = max(set(told), key=lambda each: (told.count(each), each))
        return most, f"{min(told.count(most), _LAST)} of {len(set(told))}"

    def fact(self, place: int) -> Fact:
        """The fact of a value."""
        return self.scene.facts[int(self.scene.tape.items[place].value)]


def ways(view: View, run: Run) -> list[Way]:
    """The ways to deal a list: one arm a value, each once; both ends of a change are one arm's."""
    arms, count = range(len(view.setting.sizes)), len(run.members)
    if count == 1:
        return [(arm,) for arm in arms]
    if [view.fact(n).side for n in run.members] == ["from", "to"]:
        return [(arm, arm) for arm in arms]
    among = arms if count == len(arms) else view.order
    return list(permutations(among)) if count == len(among) <= _MOST else []


def features(view: View, run: Run, way: Way) -> list[str]:
    """The names of all that is true of a list dealt in one way."""
    count = len(run.members)
    joined = "vs" if run.joins & COMPARING else "and" if {"and", ","} & run.joins else "-"
    kind = f"{count}{joined}{'resp' if view.respectively else ''}"
    return [
        name
        for rank, (place, arm) in enumerate(zip(run.members, way, strict=True))
        for name in _of(view, place, arm, f"{rank}/{kind}")
    ]


def _of(view: View, place: int, arm: int, at: str) -> Iterator[str]:
    """What is true of the value at one rank of a list, if it is of an arm."""
    named = min(len(view.order), 2)
    most, often = view.usual
    yield f"{at} role {view.setting.roles[arm]} {named}"
    if most:
        rank = str(min(most.index(arm), _LAST)) if arm in most else "-"
        yield f"{at} told {rank} {named}"
        yield f"{at} told {rank} {often}"
    else:
        yield f"{at} told none {min(arm, _LAST)}"
    yield f"size {_fits(view, place, arm)}"
    yield from _seen(view.seen.get(place, {}), arm)


def _seen(seen: dict[int, float], arm: int) -> Iterator[str]:
    rest = (share for each, share in seen.items() if each not in {arm, UNKNOWN})
    shares = (seen.get(arm, 0.0), max(rest, default=0.0), seen.get(UNKNOWN, 0.0))
    own, other, unknown = (bisect(_SHARES, share) for share in shares)
    yield f"seen {own}"
    yield f"seen {own} {other}"
    yield f"seen {own} {other} {unknown}"
    yield f"seen other {other}"


def size_of(fact: Fact) -> Decimal | None:
    """The number by which two facts are compared: the share where there is one."""
    if fact.number is not None and fact.number.value is not None:
        return fact.number.value
    if fact.count is not None and fact.denominator:
        return Decimal(fact.count) / Decimal(fact.denominator)
    return None if fact.count is None else Decimal(fact.count)


def _fits(view: View, place: int, arm: int) -> str:
    """Whether the total of a count, written or by its share, is the size of an arm alone."""
    sizes, fact = view.setting.sizes, view.fact(place)
    if fact.count is None:
        return "no count"
    share = fact.number.value if fact.number is not None and fact.number.unit == "%" else None
    if fact.denominator:
        fit = [size == fact.denominator for size in sizes]
    elif share:
        fit = [
            bool(size) and abs(Decimal(100) * fact.count / Decimal(size or 1) - share) < _NEAR
            for size in sizes
        ]
    else:
        return "no total"
    others = any(each for n, each in enumerate(fit) if n != arm)
    return f"{'written' if fact.denominator else 'share'} {fit[arm]} {others}"
