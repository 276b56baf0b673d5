"""How many people each arm had, where one sentence gives all arms their numbers.

In: a sentence on which the arms stand as ``A`` and ``I``. Out: for each arm its number: "30 women
using drops and 28 using placebo", "drops were given to 30 women and placebo to 28", "30 and 28
women in the drops and the placebo group". Nothing where an arm has no number, or two.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from kg.reading.measures import PEOPLE
from kg.reading.tape import Item, Tape
from kg.reading.wholes import form_of, size_of

_NUMBER = r"(?:S|V|Q)"
_ARM = r"(?:A|I)"
_TO = (
    rf"(?:{PEOPLE}|who|were|was|had|have|been|be|are|is|then|randomly|randomized|assigned|allocated|to|in|into|on|of|from|for"
    r"|with|using|receiving|received|receive|given|treated|treatment|underwent|undergo|undergoing|taking|took|entered|enrolled"
    r"|the|a|an|either|as|served|acted|formed|both|alone|included|selected|recruited|studied|measured|followed|constituted)"
)
_FROM = (
    r"(?:was|were|had|has|been|included|includes|contained|consisted|comprised|involved|enrolled|received|of|with|given|administered"
    rf"|used|performed|applied|done|to|in|on|for|by|the|a|an|total|then|which|where|{PEOPLE})"
)
_LED = re.compile(
    rf"(?<= )(?:(?P<people>S) (?:\( )?(?:(?:with|having) (?:[^\sA-Z.;,:()]+ ){{1,5}}?(?=(?:were|was|served|received|had|formed) ))?|(?P<n>{_NUMBER}) (?={_TO} ))(?:{_TO} ){{0,7}}?(?P<arm>{_ARM})(?! or )(?= )"
)
_LEADS = re.compile(
    rf"(?<= )(?P<arm>{_ARM}) (?:(?:(?:{_FROM} ){{1,5}}|(?=V (?:in|[.,;]) ))(?P<n>{_NUMBER})|[,:=(-] (?P<people>S))(?= )"
)
_ROW = re.compile(
    rf"(?<= )(?P<row>{_NUMBER}(?: , {_NUMBER})*(?: ,)? (?:and|\+|versus|vs) {_NUMBER}) (?:, )?(?:(?:{_TO}|eligible|respectively) ){{0,8}}"
    rf"(?P<arms>{_ARM}(?: (?:,|and|or|the|to|in|versus|vs|{_ARM}))*)(?= )"
)
_NEAR = 3
_MENTIONS, _NUMBERS = frozenset({"A", "I"}), frozenset({"S", "V", "Q"})
# What a sentence may say besides, and yet tell of nothing but how many people there were.
_PLAIN = frozenset(
    "patients women men participants subjects people persons cases children adults volunteers group groups arm arms cohort cohorts"
    " number numbers size sizes sample study trial total analysis final population half remaining rest other others each who"
    " were was is had have has been of in on to for with from by as at the a an and or while whereas versus vs respectively"
    " included includes including comprised consisted contained numbered enrolled entered recruited received receiving receive given"
    " administered used started initiated treated allocated assigned randomized randomly based these those them whom which there"
    " took taken got underwent undergoing undergo only either then , ; : . ( ) =".split()
)
Resolve = Callable[[str], int | None]


class Counted(NamedTuple):
    """The number of people of an arm and where it stands; ``share``: a percentage stands beside it."""

    arm: int
    size: int
    place: int
    share: bool


def head_counts(tape: Tape, arms: int) -> tuple[Counted, ...]:
    """The number of each of so many arms, where a sentence gives every one of them just one."""
    for read in (_in_rows, _led, _leading, _both_ways, in_turns):
        found = read(tape)
        if len(found) == len({each.arm for each in found}) == arms:
            return found
    return ()


def people_counts(tape: Tape, resolve: Resolve, arms: int) -> tuple[Counted, ...]:
    """The number of each of so many arms whose people go by its name: "58 drops and 65 control women"."""
    told = {
        n: arm
        for n in range(len(tape.items))
        if (arm := _named_people(tape, n, resolve)) is not None
    }
    heads = sum(tape.items[n].form == "S" for n in told)
    sizes = [(arm, _people(tape.items[n]), n) for n, arm in told.items()]
    found = tuple(Counted(arm, size, n, share=False) for arm, size, n in sizes if size)
    return found if heads and len(found) == len({each.arm for each in found}) == arms else ()


def _named_people(tape: Tape, place: int, resolve: Resolve) -> int | None:
    """The arm that words between a number and its people name, or between a number and an "and"."""
    item = tape.items[place]
    if item.form == "S":
        words = tape.words((item,)).split()[1:-1]
        return resolve(" ".join(words[-_NEAR:])) if words else None
    if item.form != "V":
        return None
    behind = tape.items[place + 1 : place + _NEAR + 2]
    end = next((n for n, each in enumerate(behind) if each.form in {"and", ",", "versus", "vs"}), 0)
    plain = all(each.form[0].islower() for each in behind[:end])
    return resolve(tape.words(behind[:end])) if end and plain else None


def single_counts(tape: Tape) -> tuple[Counted, ...]:
    """The numbers that a sentence gives to any arms, each with its people."""
    return _led(tape)


def _led(tape: Tape) -> tuple[Counted, ...]:
    return _pairs(tape, _LED)


def _leading(tape: Tape) -> tuple[Counted, ...]:
    return _pairs(tape, _LEADS)


def _both_ways(tape: Tape) -> tuple[Counted, ...]:
    """Arms of which some stand behind their numbers and some before: "drops in 30, and 31 had tea"."""
    ahead, behind = _led(tape), _leading(tape)
    places = [each.place for each in (*ahead, *behind)]
    return (*ahead, *behind) if len(set(places)) == len(places) else ()


def _pairs(tape: Tape, pattern: re.Pattern[str]) -> tuple[Counted, ...]:
    """Each arm with the number beside it; an arm named twice with one number is named once."""
    found: dict[tuple[int, int], Counted] = {}
    for match in pattern.finditer(tape.line):
        number = "n" if match["n"] else "people"
        place, at = (tape.index(match.start(group)) for group in (number, "arm"))
        size, named = _people(tape.items[place]), tape.items[at].value.arms
        if size and len(named) == 1:
            each = Counted(named[0], size, place, _has_share(tape, place, at))
            found.setdefault(each[:2], each)
    return tuple(found.values())


def _in_rows(tape: Tape) -> tuple[Counted, ...]:
    """Numbers in a row, and behind them as many arms in the same order."""
    for match in _ROW.finditer(tape.line):
        row, behind = _places(tape, match, "row"), _places(tape, match, "arms")
        numbers = [n for n in row if tape.items[n].form in {"S", "V", "Q"}]
        named = [tape.items[n].value for n in behind if tape.items[n].form in {"A", "I"}]
        arms = [arm for mention in named for arm in mention.arms]
        sizes = [_people(tape.items[n]) for n in numbers]
        if len(sizes) == len(arms) + 1 and sizes[0] == sum(size or 0 for size in sizes[1:]):
            sizes, numbers = sizes[1:], numbers[1:]  # "of 60 women, 29 and 31 received"
        if len(arms) == len(set(arms)) == len(sizes) and all(sizes):
            told = zip(arms, sizes, numbers, strict=True)
            return tuple(
                Counted(arm, size, n, _has_share(tape, n, n)) for arm, size, n in told if size
            )
    return ()


def in_turns(tape: Tape) -> tuple[Counted, ...]:
    """Numbers and arms that take turns in a sentence that says no more: "drops had 30 women, tea 31"."""
    numbers: list[int] = []
    arms: list[int] = []
    for n, item in enumerate(tape.items):
        if item.form in _MENTIONS:
            arms.append(n)
        elif _people(item) and form_of(item) in _NUMBERS:
            numbers.append(n)
        elif item.form not in _PLAIN and "%" not in tape.words((item,)):
            return ()
    sizes = [_people(tape.items[n]) or 0 for n in numbers]
    if len(numbers) == len(arms) + 1 and sizes[0] == sum(sizes[1:]):
        numbers, sizes = numbers[1:], sizes[1:]
    named = [tape.items[n].value.arms for n in arms]
    turns = [n in numbers for n in sorted((*numbers, *arms))]
    if len(numbers) != len(arms) or any(a == b for a, b in pairwise(turns)):
        return ()
    told = zip(named, sizes, numbers, arms, strict=True)
    return tuple(
        Counted(own[0], size, n, _has_share(tape, n, at))
        for own, size, n, at in told
        if len(own) == 1
    )


def _places(tape: Tape, match: re.Match[str], group: str) -> range:
    return range(tape.index(match.start(group)), tape.index(match.end(group) - 1) + 1)


def _has_share(tape: Tape, place: int, at: int) -> bool:
    """Whether a percentage stands right before a number and its arm, or right behind them."""
    first, last = min(place, at), max(place, at)
    return "%" in tape.words(tape.items[max(0, first - _NEAR + 1) : last + _NEAR])


def _people(item: Item) -> int | None:
    """The people that a number can be; a count out of others is none."""
    return None if item.form == "Q" and item.value.denominator else size_of(item)
