"""Whose a likely verdict is, where the words leave room: the arm that has more, and the one beside it.

In: a clause and words for its arms. Out: the two arms. An arm may be named by any word that only it
has; of two arms the other one is meant; and where a trial has one arm on trial and one control, and
nobody is named, it is the first that is spoken of. What is read so is suggested and never asserted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.reading.amounts import significant
from kg.reading.measures import PEOPLE
from kg.reading.page import Page
from kg.reading.phrases import VERBS
from kg.reading.tape import Hit, Item
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.numbers import arms_told
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides

Pair = tuple[int, int]
_PAIR, _REACH = 2, 10
_EVERYBODY = r"(?:G|both|all (?:the )?(?:groups|arms|patients|participants|subjects)|overall|each group|every group)"
_LETTERED = r"(?:group|arm) @?(?P<one>[b-z])|(?P<two>[b-z]) (?:group|arm)"
_STRANGERS = rf"(?:{{w}} (?:groups?|arms?|cohorts?)|(?:{PEOPLE}|those) (?:treated|receiving|taking|given|on|assigned|allocated))"


class Roles(NamedTuple):
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
    roster = page.roster
    pair = roster.one("experimentalRole"), roster.one("controlRole")
    return Roles(len(page.drafts), *pair, _letters(tuple(draft.label for draft in page.drafts)))


@lru_cache(maxsize=64)
def _letters(labels: tuple[str, ...]) -> dict[str, int]:
    """The letters that begin a word of one arm's name and of no other's: "group h" of "heparin"."""
    own = [
        {word[0] for word in re.findall(r"[a-z]{3,}|\b[a-z]\b", label.lower())} for label in labels
    ]
    every = Counter(letter for letters in own for letter in letters)
    return {letter: n for n, letters in enumerate(own) for letter in letters if every[letter] == 1}


def likely_pair(
    row: Row, sides: Sides, roles: Roles, cue: int, named_at: tuple[tuple[int, int], ...] = ()
) -> Pair | None:
    """The arm of which a clause tells more or less, and the one it is set against.

    *cue* is the place of the word that says so; names of arms within *named_at*, where the words for
    what was measured stand, mean that and no arm.
    """
    items = row.tape.items
    places = [
        (n, arm)
        for n, arm in _mentions(row, sides, roles)
        if items[n].form != "I" or not any(a <= items[n].start < b for a, b in named_at)
    ]
    if not any(n < cue for n, _ in places) and (focal := sides.of(items[:cue])) is not None:
        places = [(0, focal), *places]
    against, reference = _reference(row, places, sides)
    before = [(n, arm) for n, arm in places if arm != reference]
    named = list(dict.fromkeys(arm for _, arm in before))
    if against is not None and reference is None and not named:
        return None
    if len(named) > 1:
        named = (
            [min(before, key=lambda each: abs(each[0] - cue))[1]] if reference is not None else []
        )
        if not named:
            return None
    if named:
        other = reference if reference is not None else roles.other(named[0])
        return (named[0], other) if other is not None and other != named[0] else None
    if reference is not None:
        focal = roles.other(reference) if roles.arms == _PAIR else roles.experimental
        return (focal, reference) if focal is not None and focal != reference else None
    return _implied(row, roles)


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
    found = dict(arms_told(row, sides))
    items = row.tape.items
    for hit in row.tape.hits(_LETTERED):
        arm = roles.letters.get(hit.match.group("one") or hit.match.group("two"))
        if arm is not None:
            found.setdefault(hit.first, arm)
    verb = next((n for n, item in enumerate(items) if item.form in VERBS), 0)
    if verb and not any(n < verb for n in found):
        arm = sides.of(items[:verb])
        if arm is not None:
            found[0] = arm
    yield from sorted(found.items())


def _reference(
    row: Row, places: list[tuple[int, int]], sides: Sides
) -> tuple[Hit | None, int | None]:
    """The words that set one against another, and the arm behind them."""
    first: Hit | None = None
    for hit in row.tape.hits(AGAINST):
        behind = [arm for n, arm in places if hit.last - 1 <= n < hit.last + _REACH]
        arm = behind[0] if behind else sides.of(_run(row.tape.items[hit.last :]))
        if arm is not None:
            return hit, arm
        if hit.spelled != "over" and first is None:
            first = hit
    return first, None


def _run(items: tuple[Item, ...]) -> tuple[Item, ...]:
    end = next((n for n, item in enumerate(items[:_REACH]) if n and item.form in _ENDS), _REACH)
    return items[:end]


_ENDS = frozenset(", at after during over and but when while P D T V Q were was had as".split())
