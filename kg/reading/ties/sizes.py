"""Of two arms: the one that is said to have more has the larger of two values.

In: a clause of a trial of two arms. Out: :class:`~kg.reading.ties.tie.Tie` records of its pairs of
values, where words of more or less, or who the clause is about, leave one order.
"""

import re
from decimal import Decimal
from itertools import pairwise

from kg.reading.ties.runs import COMPARING, Clause, Run
from kg.reading.ties.tie import Tie, dealt

MORE = frozenset(
    "higher greater more commoner longer larger increased prolonged raised elevated above exceeded".split()
)
LESS = frozenset(
    "lower less fewer rarer shorter smaller earlier decreased reduced lowered shortened below".split()
)
# What is better may be less: only of what one wants much do these words tell which value is larger.
QUALITY = frozenset({"better", "superior", "worse", "inferior"})
COMPARED = MORE | LESS | QUALITY
_WANTED = frozenset(
    "survival response responses rate rates control adherence compliance satisfaction function".split()
)
CHANGED = frozenset(
    "increased decreased reduced elevated prolonged raised lowered shortened unchanged stable".split()
)
_TREATING = frozenset(
    "strategy treatment therapy group arm use regimen intervention administration supplementation training program programme".split()
)
_NO_OBJECT = frozenset("from by to in after at ( , . with and than over during for T D V".split())
NOT_ARMS = frozenset({"X", "older", "younger", "premenopausal", "before"})
PREPOSITIONS = frozenset(
    {"in", "for", "of", "with", "on", "among", "at", "(", "after", "under", "to", "receiving"}
    | {"assigned", "allocated", "randomized", "given", "taking", "using", "from", "undergoing"}
)
_REVERSING = frozenset("compared versus unlike relative comparison than".split())
_BEGINNING = frozenset(
    "patients women men participants subjects used using received underwent undergoing took taking in the of for with those who were assigned randomized to treated receiving"
    " T D , at after more most however moreover furthermore treatment also a an group among on by".split()
)
_UNDECIDED = frozenset(
    {"X", "G", "no", "not", "nor", "neither", "similar", "comparable", "than", "both"}
    | {"older", "younger", "premenopausal", "postmenopausal", "men", "before", "T"}
)
_WITHIN = frozenset({"in", "among", "within", "for"})
_VERSUS = (["vs"], ["vs."])
_SETTING = frozenset({"compared", "relative", "unlike", "versus", "as"})
_WHOSE = frozenset({"in", "for", "with", "among", "of"})
_OPENS_AGAINST = re.compile(r"(?:comparison|compared|relative|than)\b", re.IGNORECASE)
_PARTING = frozenset({"V", "A", "P", ",", ".", ";", ":", "(", ")"})
_OPENING = _SETTING | {"compared", "with", "to", "the", "in", "comparison"}
_NEAR, _BEFORE, _PAIR, _MOST, _VERB, _FURTHEST = 7, 4, 2, 4, 2, 12


def by_size(clause: Clause) -> list[Tie]:
    """Of two arms the one said to have more than the other has the larger of two values.

    Pairs of one clause are in one order; where words tell it of some, the others follow.
    """
    doubt = NOT_ARMS - {"before"} | {"no", "not", "nor", "neither"}
    if clause.arms != _PAIR or not clause.values or clause.words & doubt:
        return []
    values = compared(clause.values, _PAIR)
    if any(len(v.members) != _PAIR or not _set_against(clause, v) for v in values):
        return []
    acting = _acting(clause)
    if acting is None and _is_of_time(clause):
        return []
    differs = _said_to_differ(clause) if acting is None else acting
    arm = None if goes_on(clause, values) else differs
    orders = [] if arm is None else _orders(clause, values, arm)
    told = {order for order in orders if order}
    if len(told) != 1 or _named_otherwise(clause, *told):
        return []
    order = told.pop()
    before_and_after = acting is not None and order[0] != acting
    if before_and_after or not _ends_with_reference(clause, values[0], order):
        return []
    rules = ("value.tied-as-beside", "value.tied-by-size")
    return [
        each
        for run, own in zip(values, orders, strict=True)
        for each in dealt([run], order, rules[bool(own)])
    ]


def _set_against(clause: Clause, run: Run) -> bool:
    """Whether one value is set against another: "3 vs 5", or "(3 and 5 mg of that, P = 0.04)"."""
    inside = clause.forms(run.first - 1, run.first) == ["("]
    behind = clause.forms(run.last, run.last + _NEAR)
    tested = "P" in behind and not {")", "V", "A"} & set(behind[: behind.index("P")])
    return bool(run.joins & COMPARING) or (inside and tested and run.joins == {"and"})


def _is_of_time(clause: Clause) -> bool:
    """Whether something may be said to have changed in one arm, so that a pair is before and after."""
    moved = clause.words & (MORE | LESS)
    alone = len(clause.named) < _PAIR and not clause.words & (_REVERSING | {"respectively"})
    return (
        bool(moved)
        and moved <= CHANGED
        and (alone or bool(clause.words & {"after", "baseline", "before"}))
    )


def _acting(clause: Clause) -> int | None:
    """The one arm that is said to move something: "zentarol reduced the stay", not "was reduced"."""
    if len(clause.named) != 1 or len(clause.named[0].members) != 1 or "baseline" in clause.words:
        return None
    run = clause.named[0]
    behind = [f for f in clause.forms(run.last, run.last + _NEAR) if not f.endswith("ly")]
    behind = behind[1:] if behind and behind[0] in _TREATING else behind
    moves = behind[:1] and behind[0] in CHANGED and behind[1:2] and behind[1] not in _NO_OBJECT
    moves = moves and not set(clause.forms(run.first - 2, run.first)) & _WITHIN
    return run.members[0] if moves and clause.values[0].first > run.last else None


def _named_otherwise(clause: Clause, order: tuple[int, ...]) -> bool:
    """Whether a clause names both arms before its values, and in the other order than this."""
    before = [run for run in clause.named if run.last <= clause.values[0].first]
    named = tuple(run.members[0] for run in before)
    return (
        len(set(named)) == len(named) == _PAIR
        and named != order
        and not reversed_(clause, before[0])
    )


def _orders(clause: Clause, values: tuple[Run, ...], arm: int) -> list[tuple[int, ...]]:
    """The order of the arms in each pair, none where words and numbers do not tell it.

    A word of more or less holds until another one stands before a pair.
    """
    found: list[tuple[int, ...]] = []
    more = _only_direction(clause)
    for run in values:
        said = _said(clause, run)
        more = (said.pop() if len(said) == 1 else None) if said else more
        first, second = clause.pair(run)
        if more is None or first is None or second is None or not _told_apart(first, second):
            found.append(())
        else:
            found.append((arm, 1 - arm) if (first > second) == (more > 0) else (1 - arm, arm))
    return found


def _told_apart(first: Decimal, second: Decimal) -> bool:
    """Whether of two numbers one is the larger in every sense: of two falls the words may mean either."""
    return first != second and max(first, second) >= 0


def _only_direction(clause: Clause) -> int | None:
    """More or less, where a clause says no other."""
    said = _ways(clause.forms(0, len(clause.tape.items)))
    return said.pop() if len(said) == 1 and not _unclear(clause) else None


def _unclear(clause: Clause) -> bool:
    """Whether a clause calls something better or worse of which one may want little."""
    words = clause.forms(0, len(clause.tape.items))
    return any(a in QUALITY and b not in _WANTED for a, b in pairwise([*words, ""]))


def _said_to_differ(clause: Clause) -> int | None:
    """The arm that is said to have more or less: the one that is not what it is compared with."""
    named = clause.named
    if not 0 < len(named) <= _MOST or any(len(run.members) != 1 for run in named):
        return None
    behind = [_is_behind(clause, run) for run in named]
    told = {
        1 - run.members[0] if other else run.members[0]
        for run, other in zip(named, behind, strict=True)
    }
    beside = len(named) >= _PAIR or behind[0] or _has_or_in(clause, named[0])
    return told.pop() if len(told) == 1 and beside else None


def _is_behind(clause: Clause, run: Run) -> bool:
    """Whether words before an arm set it against another one; behind a comma something new begins.

    "Compared with those who were only given X": any word of comparing since the last figure or sign.
    """
    if _OPENS_AGAINST.match(clause.tape.text, clause.tape.items[run.first].start):
        return True
    before: list[str] = []
    for form in reversed(clause.forms(run.first - _FURTHEST, run.first)):
        if form in _PARTING:
            break
        before.insert(0, form)
    if before[-1:] in _VERSUS:
        return True
    return bool(_REVERSING & set(before)) and not {"baseline", "T"} & set(before)


def _ends_with_reference(clause: Clause, values: Run, order: tuple[int, ...]) -> bool:
    """Whether the second value is that of the arm which is held against, where that stands before.

    "Shorter than with X (3 vs 5)": 5 is that of X; numbers that say otherwise leave it open.
    """
    before = [run for run in clause.named if run.last <= values.first]
    against = {
        run.members[0]
        for run in before
        if _is_behind(clause, run) and not set(clause.forms(0, run.first)) <= _OPENING
    }
    return not against or against == {order[1]}


def _has_or_in(clause: Clause, run: Run) -> bool:
    """Whether the word of more or less stands right before an arm, or right behind one that opens."""
    near = clause.forms(0, run.first)
    if near[-1:] and near[-1] not in PREPOSITIONS | {"the", "A"}:
        near = near[-_NEAR:]
    if _opens(clause, run) or set(clause.forms(run.last, run.last + _VERB)) & COMPARED:
        near += clause.forms(run.last, run.last + _NEAR)
    return bool(set(near) & COMPARED)


def goes_on(clause: Clause, values: tuple[Run, ...]) -> bool:
    """Whether behind a list stands of whom its last value is, and that is no arm: "9% in men"."""
    for run in values:
        behind = clause.forms(run.last, run.last + 3)
        if behind[:1] and behind[0] in _WHOSE and not set(behind) & {"A", "T", "D"}:
            return True
    return False


def _opens(clause: Clause, run: Run) -> bool:
    """Whether a clause begins with an arm: "patients in X had …", "at week 4, X patients had …"."""
    before = clause.forms(0, run.first)
    against = before[:1] and before[0] in _SETTING and before[-1] == "," and "V" not in before
    return bool(against) or set(before) <= _BEGINNING


def subject_first(clause: Clause) -> list[Tie]:
    """Pairs told of the one arm that a clause is about: its own value comes first, then the other's."""
    named, values = clause.named, compared(clause.values, _PAIR)
    if clause.arms != _PAIR or len(named) != 1 or not values or clause.words & _UNDECIDED:
        return []
    if any(len(v.members) != _PAIR or not v.joins & COMPARING for v in values):
        return []
    [run] = named
    if len(run.members) != 1 or not _opens(clause, run) or values[0].first < run.last:
        return []
    if clause.words & COMPARED or reversed_(clause, run) or goes_on(clause, values):
        return []
    arm = run.members[0]
    return dealt(values, (arm, 1 - arm), "value.tied-subject-first")


def agrees(clause: Clause, run: Run) -> bool:
    """Whether two values fit the word that says which arm has more, if there is one."""
    said = _said(clause, run)
    if len(said) != 1 or len(run.members) != _PAIR:
        return True
    first, second = clause.pair(run)
    return first is None or second is None or first == second or (first > second) == (1 in said)


def compared(values: tuple[Run, ...], arms: int, *, respectively: bool = False) -> tuple[Run, ...]:
    """The lists that set a value of each arm against the others', where there are some; else all."""
    against = tuple(
        run
        for run in values
        if len(run.members) == arms and (respectively or run.joins & COMPARING)
    )
    single = all(len(run.members) == 1 for run in values if run not in against)
    return against if against and single else values


def reversed_(clause: Clause, named: Run) -> bool:
    """Whether what the others are compared with is named first: then no order is certain."""
    start = max((run.last for run in clause.values if run.last <= named.first), default=0)
    before = clause.forms(max(start, named.first - _BEFORE), named.first)
    if before[-2:] == ["comparison", "of"]:
        return False  # of one with the other
    if before[-1:] == ["("]:
        return False  # a legend: "3 versus 5 (X versus Y)"
    return bool(_REVERSING & set(before))


def _said(clause: Clause, run: Run) -> set[int]:
    """More or less, as the words before a list of values say, back to the list before.

    Where none stands before the first list, the words right behind it may say so.
    """
    start = max((r.last for r in clause.values if r.last <= run.first), default=0)
    behind = [] if start else clause.forms(run.last, run.last + _NEAR)
    return _ways(clause.forms(start, run.first)) or _ways(behind)


def _ways(words: list[str]) -> set[int]:
    told = {1 if word in MORE else -1 for word in words if word in MORE | LESS}
    good = (a for a, b in pairwise(words) if a in QUALITY and b in _WANTED)
    return told | {1 if word in {"better", "superior"} else -1 for word in good}
