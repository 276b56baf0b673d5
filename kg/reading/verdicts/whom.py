"""Whose a likely verdict is, where the words leave room: the arm that has more, and the one beside it.

In: a clause and words for its arms. Out: the two arms. An arm may be named by any word that only it
has; of two arms the other one is meant; and where a trial has one arm on trial and one control, and
nobody is named, it is the first that is spoken of. What is read so is suggested and never asserted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from kg.reading.amounts import significant
from kg.reading.frozen import Frozen
from kg.reading.measures import PEOPLE
from kg.reading.page import Page
from kg.reading.phrases import VERBS
from kg.reading.roster import Roster
from kg.reading.tape import Hit, Item
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.numbers import arms_told
from kg.reading.verdicts.paired import is_open, of_start
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides

Pair = tuple[int, int]
Items = tuple[Item, ...]
Arms = tuple[int, ...]
T = TypeVar("T")
_PAIR, _REACH = 2, 10
_EVERYBODY = r"(?:G|both|all (?:the )?(?:groups|arms|patients|participants|subjects)|overall|each group|every group)"
_LETTERED = r"(?:group|arm) @?(?P<one>[b-z])|(?P<two>[b-z]) (?:group|arm)"
_FAVOURED = r"in favou?r of (?:the )?(?P<who>{w}(?: {w})?)(?= |$)"
_STRANGERS = rf"(?:{{w}} (?:groups?|arms?|cohorts?)|(?:{PEOPLE}|those) (?:treated|receiving|taking|given|on|assigned|allocated))"


class Roles(Frozen, frozen=True, gc=False):
    """How many arms there are, and the one on trial and the one control, where there is one each."""

    arms: int
    experimental: int | None
    control: int | None
    letters: Mapping[str, int]

    def other(self, arm: int) -> int | None:
        """The arm that one is set against, where nobody names it: the other of two, else the control."""
        if self.arms == _PAIR:
            return 1 - arm
        return self.control if arm != self.control else None


def roles_of(page: Page) -> Roles:
    """The roles of the arms of a page."""
    return _roles_of(page.roster)


@lru_cache(maxsize=1)  # all lines of a page ask for those of one roster
def _roles_of(roster: Roster) -> Roles:
    pair = roster.one("experimentalRole"), roster.one("controlRole")
    return Roles(len(roster.drafts), *pair, _letters(tuple(d.label for d in roster.drafts)))


@lru_cache(maxsize=64)
def _letters(labels: tuple[str, ...]) -> dict[str, int]:
    """The letters that begin a word of one arm's name and of no other's: "group h" of "heparin"."""
    own = [
        {word[0] for word in re.findall(r"[a-z]{3,}|\b[a-z]\b", label.lower())} for label in labels
    ]
    every = Counter(letter for letters in own for letter in letters)
    return {letter: n for n, letters in enumerate(own) for letter in letters if every[letter] == 1}


def likely_pairs(
    row: Row, sides: Sides, roles: Roles, cue: int, named_at: tuple[tuple[int, int], ...] = ()
) -> tuple[Pair, ...]:
    """The arms of which a clause tells more or less, each with one that it is set against.

    *cue* is the place of the word that says so; names of arms within *named_at*, where the words for
    what was measured stand, mean that and no arm. Arms that a list names are each meant.
    """
    items = row.tape.items
    places = [
        (n, arm)
        for n, arm in _mentions(row, sides, roles)
        if items[n].form != "I" or not any(a <= items[n].start < b for a, b in named_at)
    ]
    if not any(n < cue for n, _ in places) and (focal := sides.likely(items[:cue])) is not None:
        places = [(0, focal), *places]
    against, references = _references(row, places, sides)
    references = references[:1] if roles.arms == _PAIR else references
    before = [(n, arm) for n, arm in places if arm not in references]
    if against is not None and not references and of_start(items[against.last :]):
        return ()
    if not places:
        return () if against or references else _only(_implied(row, roles))
    others = against is not None and not references and _of_others(row, against)
    named = _focal(items, before, cue, clear=bool(references) or others)
    if others and named:
        references = tuple(arm for arm in range(roles.arms) if arm not in named)
    return _crossed(named, references, roles)


def _focal(items: Items, places: list[tuple[int, int]], cue: int, *, clear: bool) -> Arms:
    """The arms of which more or less is told; of several only where it is *clear* which are not."""
    named = tuple(dict.fromkeys(arm for _, arm in places))
    if len(named) <= 1:
        return named
    return _listed(items, places, cue) if clear else ()


def _crossed(named: Arms, references: Arms, roles: Roles) -> tuple[Pair, ...]:
    """Each arm with each that it is set against; where one side is unnamed, with whom it must be."""
    if named and not references:
        references = _only(roles.other(named[0]))
    elif len(references) == 1 and not named:
        named = _only(roles.other(references[0]) if roles.arms == _PAIR else roles.experimental)
    return tuple((one, two) for one in named for two in references if one != two)


def _only(one: T | None) -> tuple[T, ...]:
    return () if one is None else (one,)


def _listed(items: Items, places: list[tuple[int, int]], cue: int) -> Arms:
    """The arm that is named nearest to a cue, and those that one list names with it."""
    nearest = min(range(len(places)), key=lambda n: abs(places[n][0] - cue))
    first = last = nearest
    while first and _joins(items, places[first - 1][0], places[first][0]):
        first -= 1
    while last + 1 < len(places) and _joins(items, places[last][0], places[last + 1][0]):
        last += 1
    if first < last and {item.form for item in items[: places[first][0]][-3:]} & _COMBINED:
        return ()  # "a combination of X and Y" is one arm
    return tuple(dict.fromkeys(arm for _, arm in places[first : last + 1]))


_COMBINED = frozenset({"combination", "combinations", "combined", "combining", "plus", "between"})


def _joins(items: Items, one: int, two: int) -> bool:
    """Whether two names of arms are members of one list."""
    between = [item.form for item in items[one + 1 : two]]
    return set(between) <= _JOINTS and (one == two or bool(_LISTING & set(between)))


_LISTING = frozenset({"and", "or", ","})
_JOINTS = _LISTING | frozenset(
    "the both either in with by for of those patients participants group groups arm arms V D".split()
)


def _of_others(row: Row, against: Hit) -> bool:
    """Whether it is all others that something is set against: "than in the other two groups"."""
    rest = row.tape.part(against.last, len(row.tape.items))
    hit = rest.hit(_OTHERS)
    return hit is not None and hit.first == 0


_OTHERS = (
    r"(?:(?:in|with|for|by|after|of|the|that|those|did) )*(?:(?:all|both|either|any|each)(?: of)? (?:the )?)?"
    r"(?:other(?: V)? (?:A|G|groups?|arms?|treatments?|regimens?|doses?|interventions?|conditions?)|others|comparators)"
)


def _implied(row: Row, roles: Roles) -> Pair | None:
    """The arm on trial against the control, where a clause names nobody at all."""
    if roles.experimental is None or roles.control is None or not _is_tested(row):
        return None
    if row.tape.hit(_EVERYBODY) or row.tape.hit(_STRANGERS):
        return None
    return roles.experimental, roles.control


def _is_tested(row: Row) -> bool:
    """Whether a test of the clause found something, or the clause says so."""
    meanings = {significant(test) for _, test in row.tests}
    return meanings == {True} or (not meanings and "significantly" in row.tape.line)


def _mentions(row: Row, sides: Sides, roles: Roles) -> Iterator[tuple[int, int]]:
    """Each arm that a clause names and where, its subject by any word that only one arm has."""
    found = dict(arms_told(row, sides.likely))
    items = row.tape.items
    for hit in row.tape.hits(_LETTERED):
        arm = roles.letters.get(hit.match.group("one") or hit.match.group("two"))
        if arm is not None:
            found.setdefault(hit.first, arm)
    for hit in row.tape.hits(_FAVOURED):
        arm = sides.likely(hit.items("who"))
        if arm is not None:
            found.setdefault(hit.last - 1, arm)
    verb = next((n for n, item in enumerate(items) if item.form in VERBS), 0)
    if verb and not any(n < verb for n in found):
        arm = sides.likely(items[:verb])
        if arm is not None:
            found[0] = arm
    yield from sorted(found.items())


def _references(row: Row, places: list[tuple[int, int]], sides: Sides) -> tuple[Hit | None, Arms]:
    """The words that set one against another, and the arms behind them: one, or a list."""
    items = row.tape.items
    first: Hit | None = None
    for hit in row.tape.hits(AGAINST):
        if of_start(items[hit.last :]):
            first = hit
            continue
        behind = [(n, arm) for n, arm in places if hit.last - 1 <= n < hit.last + _REACH]
        if is_open(items, behind, {arm for n, arm in places if n < hit.first}):
            return hit, ()
        if behind:
            last = 1
            while last < len(behind) and _joins(items, behind[last - 1][0], behind[last][0]):
                last += 1
            return hit, tuple(dict.fromkeys(arm for _, arm in behind[:last]))
        arm = sides.likely(_run(items[hit.last :]))
        if arm is not None:
            return hit, (arm,)
        if hit.spelled != "over" and first is None:
            first = hit
    return first, ()


def _run(items: Items) -> Items:
    end = next((n for n, item in enumerate(items[:_REACH]) if n and item.form in _ENDS), _REACH)
    return items[:end]


_ENDS = frozenset(", at after during over and but when while P D T V Q were was had as".split())
