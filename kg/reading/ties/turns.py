"""Values beside their arms: in turns, in brackets behind them, alone.

In: a clause. Out: :class:`~kg.reading.ties.tie.Tie` records of the values that stand so beside an
arm that they can be of no other.
"""

import re
from itertools import pairwise

from kg.reading.tape import Tape
from kg.reading.ties.runs import COMPARING, Clause, Run, between_of, closing
from kg.reading.ties.sizes import COMPARED, NOT_ARMS, PREPOSITIONS, agrees, goes_on
from kg.reading.ties.tie import Tie, dealt, order_of, owned

_STOPPING = frozenset({"than", "vs", "vs.", "versus", "compared", "comparing", "X", "G"})
_EFFECTS = frozenset(
    "difference differences reduction by ratio between effect relative G X".split()
)
_NOT_INSIDE = _EFFECTS | COMPARING | {"respectively", "p", "r"}
_INTO = frozenset("in for with of on the among receiving from ( patients".split())
_TO = frozenset({"to"})
_DOUBT = frozenset({"X", "G", "before", "baseline", "T", "both", "older", "younger"})
_AGAINST = COMPARING | {"with", "to", ","}
_FROM = _AGAINST | {"from", "relative"}
_OPENING = (["("], ["["], [",", "which", "was"], ["which", "was"])
_UP = frozenset("increased rose grew gained raised higher increase rise".split())
_DOWN = frozenset("decreased fell dropped declined reduced lowered lower decrease fall".split())
_OF_EFFECTS = frozenset(
    "interaction term difference ratio coefficient beta effect r rho correlated correlation".split()
)
_ALSO = frozenset({"and", "or", "plus"})
_EXTREMES = frozenset({"highest", "lowest", "most", "least"})
# What some of a group got besides: "11% of eyes received additional X".
_MORE_OF_IT = frozenset(
    "additional rescue supplemental extra further repeat crossed switched".split()
)
_BARE = frozenset("in for with the of on among after following under during to".split())
_FLANKED, _LED = re.compile(r"(?:vav){2,}$"), re.compile(r"av{2,}")
_BY_TURNS, _THREADED = re.compile(r"(?:va){2,}|(?:av){2,}"), re.compile(r"(?:ava)+")
_NEAR, _REACH, _CLOSE, _PAIR, _FAR = 7, 14, 6, 2, 30


def turns(clause: Clause) -> list[Tie]:
    """Values and arms that take turns, each value beside its own arm; further lists in their order."""
    if "X" in clause.words:
        return []
    for pattern in (r"(?:va){2,}", r"(?:av){2,}"):
        for found in re.finditer(pattern, clause.kinds):
            if _is_owned_before(clause, found):
                continue
            ties = _in_turn(clause, clause.runs[found.start() : found.end()])
            if ties:
                rest, order = clause.runs[found.end() :], order_of(ties)
                single = all(_single(run) for run in clause.runs[found.start() : found.end()])
                further = clause.only(rest)
                fits = (
                    rest and single and (fits_order(further, order) or _bracketed(further, order))
                )
                return ties + (dealt(rest, order, "value.tied-in-order") if fits else [])
    return []


def _bracketed(clause: Clause, order: tuple[int, ...]) -> bool:
    """Whether all lists stand in brackets, a value for each arm: "nausea (9% and 8%)"."""
    inside = (
        clause.forms(r.first - 1, r.first) + clause.forms(r.last, r.last + 1) for r in clause.runs
    )
    full = all(len(run.members) == len(order) and run.joins <= {"and", ","} for run in clause.runs)
    return full and not clause.named and all(each == ["(", ")"] for each in inside)


def _in_turn(clause: Clause, taken: tuple[Run, ...]) -> list[Tie]:
    pairs = list(zip(taken[::2], taken[1::2], strict=True))
    groups = [a if a.kind == "a" else b for a, b in pairs]
    values = [a if a.kind == "v" else b for a, b in pairs]
    if taken[0].kind == "a" and any(_own_next(clause.tape, a, b) for a, b in pairwise(taken)):
        return []
    if taken[0].kind == "a" and _of_differences(clause, taken[0]):
        return []
    if not _orderly(groups, values) or not all(_beside(clause.tape, a, b) for a, b in pairs):
        return []
    return [
        Tie(item, group.members[0], "value.tied-in-turns", run.first, run.last)
        for group, run in zip(groups, values, strict=True)
        for item in run.members
    ]


def flanked(clause: Clause) -> list[Tie]:
    """Arms with a value before them and one in brackets behind: "2/23 with X (9%) and 3/24 with Y (12%)"."""
    if not _FLANKED.search(clause.kinds) or "X" in clause.words:
        return []
    found = clause.runs[_FLANKED.search(clause.kinds).start() :]  # type: ignore[union-attr]
    rows = list(zip(found[::3], found[1::3], found[2::3], strict=True))
    if any(not _single(run) for run in found) or len({a.members for _, a, _ in rows}) < len(rows):
        return []
    for before, arm, behind in rows:
        inside = clause.forms(arm.last, behind.first) == ["("]
        if not inside or not _beside(clause.tape, before, arm):
            return []
    rule = "value.tied-in-turns"
    return [t for v, a, w in rows for run in (v, w) for t in owned(run, a.members[0], rule)]


def _of_differences(clause: Clause, first: Run) -> bool:
    """Whether arms are named for how far another is from each: "differences versus X (9) and Y (4)"."""
    told = clause.forms(0, first.first)
    return any(a in {"difference", "differences"} and b in _FROM for a, b in pairwise(told))


def _is_owned_before(clause: Clause, found: re.Match[str]) -> bool:
    """Whether an arm that opens a row of turns has its value before it, as one at the end would."""
    first, behind = found.start(), clause.kinds[found.end() :][:1]
    if not first or found.group()[0] != "a" or behind != "a":
        return False
    return _own_next(clause.tape, clause.runs[first - 1], clause.runs[first])


def owns_before(clause: Clause) -> bool:
    """Whether every list stands right before an arm of its own: "3 vs 4 with X and 5 vs 6 with Y"."""
    rows = list(zip(clause.runs[::2], clause.runs[1::2], strict=False))
    full = len(clause.runs) == 2 * len(rows) > _PAIR
    return full and all(_own_next(clause.tape, a, b) for a, b in rows)


def _own_next(tape: Tape, first: Run, second: Run) -> bool:
    """Whether a value is told of the arm behind it: "…, 17% with zentarol"."""
    between = set(between_of(tape, first.last, second.first))
    return first.kind == "v" and second.kind == "a" and bool(between) and between <= _BARE


def _orderly(groups: list[Run], values: list[Run]) -> bool:
    """Whether each turn has one arm, another than the one before, and as many values."""
    return (
        all(len(run.members) == 1 for run in groups)
        and len({len(run.members) for run in values}) == 1
        and not any(a.members == b.members for a, b in pairwise(groups))
        and not any(run.joins & COMPARING for run in values)
    )


def lists_in_turn(clause: Clause) -> list[Tie]:
    """Lists of values that take turns with lists of arms, each dealt in the order of its own."""
    if not _BY_TURNS.fullmatch(clause.kinds) or clause.words & NOT_ARMS:
        return []
    if lists_times(clause.tape):
        return []
    found: list[Tie] = []
    for one, two in zip(clause.runs[::2], clause.runs[1::2], strict=True):
        values, arms = (one, two) if one.kind == "v" else (two, one)
        full = len(set(arms.members)) == len(arms.members) == len(values.members) > 1
        near = len(between_of(clause.tape, one.last, two.first)) <= _NEAR
        if not full or not near or not agrees(clause, values):
            return []
        found += dealt([values], arms.members, "value.tied-in-order")
    return found


def crossed(clause: Clause) -> list[Tie]:
    """Each arm beside its value, the second behind it: "in X 25 had pain, compared with 27 in Y"."""
    if clause.kinds != "avva" or "X" in clause.words:
        return []
    one, first, second, two = clause.runs
    if any(len(run.members) != 1 for run in clause.runs) or one.members == two.members:
        return []
    against = set(between_of(clause.tape, first.last, second.first)) & COMPARING
    near = set(clause.forms(one.last, first.first)) & _STOPPING
    if not against or near or not _beside(clause.tape, second, two):
        return []
    return _in_turn(clause, (one, first)) + _in_turn(clause, (second, two))


def mirrored(clause: Clause) -> list[Tie]:
    """A value before its arm, and another's behind: "3 days in X, which was longer than in Y (2 days)"."""
    if clause.kinds != "vaav" or clause.words & {"X", "G"}:
        return []
    first, one, two, second = clause.runs
    if not all(map(_single, clause.runs)) or one.members == two.members:
        return []
    against = set(clause.forms(one.last, two.first)) & COMPARING
    inside = clause.forms(two.last, second.first) in _OPENING
    if not against or not inside or not _beside(clause.tape, first, one):
        return []
    rule = "value.tied-in-turns"
    return owned(first, one.members[0], rule) + owned(second, two.members[0], rule)


def _beside(tape: Tape, first: Run, second: Run) -> bool:
    """Whether a value and an arm stand beside one another, with no word that parts them."""
    between = between_of(tape, first.last, second.first)
    if set(between) & _STOPPING:
        return False
    if first.kind == "a":
        if between[:1] and between[0] in _ALSO:
            return False  # of whom is named next: "with X (9%) as well as with Y (5%)"
        return len(between) <= _REACH and between.count(")") <= between.count("(")
    parted = set(between) & ({".", ";", ")", "N", "favor", "favour"} | _EXTREMES | _MORE_OF_IT)
    if "(" in between and "S" in between:
        return False  # of that many so many were of the arm
    told = not between or bool(set(between) & PREPOSITIONS)
    return len(between) <= _NEAR and told and not parted


def alone(clause: Clause) -> list[Tie]:
    """The one arm that a clause names, and the values right beside it."""
    if clause.kinds not in {"va", "av"}:
        return []
    [run], [named] = clause.values, clause.named
    if len(named.members) != 1 or clause.words & _STOPPING or run.joins & COMPARING:
        return []
    beside = {
        *clause.forms(named.first - 1, named.first),
        *clause.forms(named.last, named.last + 1),
    }
    others = beside & {",", "and", "or", "/", "N"} or "I" in clause.words
    if len(run.members) > 1 and "respectively" in clause.words and others:
        return []  # one of a list of groups that are not all known
    before = between_of(clause.tape, max(0, run.first - _FAR), run.first)[-_CLOSE:]
    effects = set(before) & _OF_EFFECTS or before[-2:] == ["F", "and"]
    # A name in brackets behind several is of the last alone: "30% (of others) and 20% (placebo)".
    if effects or _is_given(clause, run) or (len(run.members) > 1 and _is_label(clause, named)):
        return []
    doubt = len(run.members) > 1 and run.joins != _TO and clause.said & ({"both"} | COMPARED)
    if doubt or not _beside(clause.tape, *clause.runs) or not _moves_as_said(clause, run):
        return []
    return owned(run, named.members[0], "value.tied-alone")


def _is_label(clause: Clause, named: Run) -> bool:
    """Whether an arm stands in brackets of its own, which may label the value before it."""
    item = clause.tape.items[named.first]
    return clause.tape.text[item.start] == "(" or clause.forms(named.first - 1, named.first) == [
        "("
    ]


def _is_given(clause: Clause, run: Run) -> bool:
    """Whether a number is of what people were treated with, not of what came of it."""
    before = clause.forms(run.first - _NEAR, run.first)
    return before[-1:] == ["with"] and "treated" in before


def _moves_as_said(clause: Clause, run: Run) -> bool:
    """Whether what went from one value to another went the way that the words say."""
    words = set(clause.forms(0, run.first))
    first, last = clause.pair(run)[0], clause.pair(run)[-1]
    if run.joins != _TO or first is None or last is None:
        return True
    return not (words & _UP and last < first) and not (words & _DOWN and last > first)


def led(clause: Clause) -> list[Tie]:
    """Single values behind the one arm of a clause: "in X, the A was 3 and the B was 4"."""
    if not _LED.fullmatch(clause.kinds) or clause.words & (_STOPPING | COMPARED):
        return []
    named, *values = clause.runs
    opens = named.first <= 1 and clause.tape.items[0].form in {"in", "for", "among", "A"}
    inside = all(clause.forms(run.first - 1, run.first) == ["("] for run in values)
    beside = inside and clause.forms(named.last, values[0].first) == ["("]  # "X (3) and Y (4)"
    if len(named.members) != 1 or any(len(run.members) != 1 for run in values) or beside:
        return []
    arm = named.members[0]
    ties = [Tie(v.members[0], arm, "value.tied-alone", v.first, v.last) for v in values]
    return ties if (opens or inside) and "respectively" not in clause.words else []


def in_brackets(clause: Clause) -> list[Tie]:
    """The values in brackets right behind their arms: "rose in X (A: 3 to 4; B: 5 to 6)".

    All values of the clause stand in such brackets, each arm has one, and as many values as others.
    """
    found: dict[int, list[Run]] = {}
    for run in clause.named:
        close = closing(clause.tape, run.last, len(clause.tape.items))
        if clause.forms(run.last, run.last + 1) != ["("] or len(run.members) != 1 or not close:
            return []
        inside = [v for v in clause.values if run.last < v.first and v.last <= close]
        if run.members[0] in found or set(clause.forms(run.last, close)) & _NOT_INSIDE:
            return []
        found[run.members[0]] = inside
    lists = list(found.values())
    alike = len({tuple(len(run.members) for run in each) for each in lists}) == 1
    if not alike or sum(map(len, lists)) != len(clause.values) or "X" in clause.words:
        return []
    if len(lists) == 1 == len(clause.values) and clause.said & COMPARED:
        return []  # by how much it is more, or how much it is
    rule = "value.tied-in-brackets"
    return [tie for arm, runs in found.items() for run in runs for tie in owned(run, arm, rule)]


def threaded(clause: Clause) -> list[Tie]:
    """Two values between two arms, each beside its own: "most common in X (31% versus 24% Y)"."""
    if not _THREADED.fullmatch(clause.kinds) or clause.words & {"X", "G"}:
        return []
    found: list[Tie] = []
    for one, run, two in zip(*(clause.runs[n::3] for n in range(3)), strict=True):
        arms = (*one.members, *two.members)
        if len(run.members) != _PAIR or len(arms) != _PAIR or len(set(arms)) != _PAIR:
            return []
        near = set(between_of(clause.tape, run.last, two.first)) <= _INTO
        before = set(between_of(clause.tape, one.last, run.first)) & _STOPPING
        if not near or before or not (run.joins & COMPARING or run.joins == {"and"}):
            return []
        found += dealt([run], arms, "value.tied-in-turns")
    return found


def with_other(clause: Clause) -> list[Tie]:
    """Two values set against one another, of which one stands beside its arm, of two arms."""
    if clause.arms != _PAIR or clause.words & _DOUBT:
        return []
    rule = "value.tied-to-the-other"
    if clause.kinds == "va":
        run, named = clause.runs
        near = set(between_of(clause.tape, run.last, named.first)) <= _INTO
        if len(run.members) == _PAIR and run.joins & COMPARING and near and _single(named):
            return dealt([run], (1 - named.members[0], named.members[0]), rule)
    if clause.kinds == "vav":
        first, named, second = clause.runs
        if not (_single(first) and _single(named) and _single(second)):
            return []
        near = set(between_of(clause.tape, first.last, named.first)) <= _INTO
        between = set(between_of(clause.tape, named.last, second.first))
        told = near and between & COMPARING and between <= _AGAINST
        if told and not goes_on(clause, (second,)):
            arm = named.members[0]
            return owned(first, arm, rule) + owned(second, 1 - arm, rule)
    return []


def against_unnamed(clause: Clause) -> list[Tie]:
    """A value of the arm that opens, and one it is set against: "in X 12 slept, compared with 8 of 40"."""
    if clause.arms != _PAIR or clause.kinds != "avv" or clause.words & (_DOUBT | {"I", "D"}):
        return []
    named, first, second = clause.runs
    if not all(map(_single, clause.runs)) or not set(clause.forms(0, named.first)) <= _OPENS:
        return []
    between = between_of(clause.tape, first.last, second.first)
    set_against = between[-2:] in (["compared", "with"], ["compared", "to"]) or between[-1:] == [
        "versus"
    ]
    behind = clause.forms(second.last, second.last + 1)
    if (
        not set_against
        or behind not in ([], ["."], ["("], [";"])
        or not _beside(clause.tape, named, first)
    ):
        return []
    arm, rule = named.members[0], "value.tied-to-the-unnamed"
    return owned(first, arm, rule) + owned(second, 1 - arm, rule)


_OPENS = frozenset({"of", "S", "in", "the", "among", ","})


def _single(run: Run) -> bool:
    return len(run.members) == 1


def lists_times(tape: Tape) -> bool:
    """Whether a sentence lists times, for which its lists of values may be."""
    return bool(tape.hit(r"(?:T|D)(?: ,)? (?:and|or|,) (?:T|D)|(?:T|D) , (?:T|D)"))


def fits_order(clause: Clause, order: tuple[int, ...]) -> bool:
    """Whether lists of values are to be dealt in an order that was told before."""
    if clause.named or any(len(run.members) != len(order) for run in clause.runs):
        return False
    if lists_times(clause.tape):
        return False
    return "respectively" in clause.words or all(run.joins & COMPARING for run in clause.runs)
