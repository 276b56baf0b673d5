"""Values tied to arms by rules that need no training: number, order and direction leave one way.

In: the tape of a scene. Out: :class:`Tie` records. Each rule looks at the lists of values and the
lists of arms in a clause: as many values as arms, dealt in order; values and arms in turns; one
arm alone; the arm that is said to have more has the larger number. What fits no rule is left.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.reading.results import clauses
from kg.reading.tape import Tape
from kg.reading.ties.runs import COMPARING, Clause, Run, Size, between_of, clause_of

_MORE = frozenset(
    "higher greater more longer larger increased better superior elevated above exceeded".split()
)
_LESS = frozenset("lower less fewer shorter smaller decreased reduced below inferior worse".split())
_STOPPING = frozenset({"than", "vs", "vs.", "versus", "compared", "X", "G"})
_REVERSING = frozenset({"compared", "versus", "unlike", "relative", "comparison", "than"})
_PREPOSITIONS = frozenset(
    {"in", "for", "of", "with", "on", "among", "at", "(", "after", "under", "to", "receiving"}
    | {"assigned", "allocated", "randomized", "given", "taking", "using", "from", "undergoing"}
)
_OTHERS = frozenset({"X", "G", "patients", "women", "men", "those", "among", "who"})
_NOT_ARMS = frozenset({"X", "older", "younger", "premenopausal", "before"})
_BEGINNING = frozenset(
    "patients women men participants subjects in the of for with those who were assigned randomized to treated receiving"
    " T D , at after more most however moreover furthermore treatment also a an group among on by".split()
)
_UNDECIDED = frozenset(
    {"X", "G", "no", "not", "nor", "neither", "similar", "comparable", "than", "both"}
    | {"older", "younger", "premenopausal", "postmenopausal", "men", "before", "T"}
)
_STRANGERS = frozenset(
    "A I X older younger women men premenopausal postmenopausal who those than before baseline T subgroup age aged"
    " versus-baseline positive negative stage".split()
)
_WHOSE = frozenset({"in", "for", "with", "among", "of"})
_NEAR, _REACH, _BEFORE, _PAIR = 7, 14, 4, 2


class Tie(NamedTuple):
    """A value of a tape tied to an arm: its item, the arm, the rule, and the list it stands in."""

    item: int
    arm: int
    rule: str
    first: int
    last: int


def tie(tape: Tape, size: Size, arms: int, order: tuple[int, ...] = ()) -> list[Tie]:
    """The ties of a sentence; ``order`` is that of the arms in the sentence before, if it leans."""
    whole = _dealt(clause_of(tape, size, arms))
    if whole:
        return whole
    found: list[Tie] = []
    for offset, part in _parts(tape):
        clause = clause_of(part, size, arms)
        ties = next(filter(None, (rule(clause) for rule in _RULES)), []) or _leaning(clause, order)
        order = order_of(ties) or order
        found += [_moved(each, offset) for each in ties]
    return found


def order_of(ties: Sequence[Tie]) -> tuple[int, ...]:
    """The order in which ties name their arms, each once."""
    arms = tuple(dict.fromkeys(each.arm for each in ties))
    return arms if len(arms) > 1 else ()


def _moved(tie: Tie, by: int) -> Tie:
    return tie._replace(item=tie.item + by, first=tie.first + by, last=tie.last + by)


def _parts(tape: Tape) -> Iterator[tuple[int, Tape]]:
    """The clauses of a tape, each with its place."""
    offset = 0
    for clause in clauses(tape):
        offset = next(n for n in range(offset, len(tape.items)) if tape.items[n] is clause.items[0])
        yield offset, clause


def dealt(values: Sequence[Run], order: tuple[int, ...], rule: str) -> list[Tie]:
    """The ties of lists of values dealt in one order of the arms."""
    return [
        Tie(item, arm, rule, run.first, run.last)
        for run in values
        for item, arm in zip(run.members, order, strict=True)
    ]


def _dealt(clause: Clause) -> list[Tie]:
    """As many values as arms, in the one order in which the clause names the arms."""
    named, values = _naming(clause), clause.values
    order = tuple(arm for run in named for arm in run.members)
    if not values or len(order) < _PAIR or len(set(order)) != len(order):
        return []
    if clause.words & _NOT_ARMS:
        return []
    values = _compared(values, len(order), respectively="respectively" in clause.words)
    if any(len(run.members) != len(order) for run in values) or _lists_times(clause.tape):
        return []
    compared = all(run.joins & COMPARING for run in values)
    together = len(named) == 1 or (len(named) == _PAIR and compared)
    if not together or _reversed(clause, named[0]):
        return []
    told = compared or "respectively" in clause.words or _touch(clause)
    if not told or not all(_agrees(clause, run) for run in values):
        return []
    return dealt(values, order, "value.tied-in-order")


def _naming(clause: Clause) -> tuple[Run, ...]:
    """The lists of arms by which values are dealt: the one that names them all, if others say less."""
    named = clause.named
    full = tuple(run for run in named if len(run.members) == clause.arms)
    return full if len(full) == 1 < len(named) else named


def _compared(values: tuple[Run, ...], arms: int, *, respectively: bool = False) -> tuple[Run, ...]:
    """The lists that set a value of each arm against the others', where there are some; else all."""
    against = tuple(
        run
        for run in values
        if len(run.members) == arms and (respectively or run.joins & COMPARING)
    )
    single = all(len(run.members) == 1 for run in values if run not in against)
    return against if against and single else values


def _touch(clause: Clause) -> bool:
    """Whether the one list of values stands right before or behind the list of arms."""
    if clause.kinds not in {"va", "av"}:
        return False
    first, second = clause.runs
    return len(between_of(clause.tape, first.last, second.first)) <= _NEAR


def _reversed(clause: Clause, named: Run) -> bool:
    """Whether what the others are compared with is named first: then no order is certain."""
    first = named.first
    return bool(_REVERSING & set(clause.forms(first - _BEFORE, first)))


def _lists_times(tape: Tape) -> bool:
    return bool(tape.hit(r"(?:T|D)(?: ,)? (?:and|or|,) (?:T|D)|(?:T|D) , (?:T|D)"))


def _agrees(clause: Clause, run: Run) -> bool:
    """Whether two values fit the word that says which arm has more, if there is one."""
    told = _direction(clause, run)
    if told is None or len(run.members) != _PAIR:
        return True
    first, second = clause.pair(run)
    return first is None or second is None or first == second or (first > second) == (told > 0)


def _direction(clause: Clause, run: Run) -> int | None:
    """More or less, as the words before a list of values say, back to the list before; or none."""
    start = max((r.last for r in clause.values if r.last <= run.first), default=0)
    words = clause.forms(start, run.first)
    words += [] if start else clause.forms(run.last, run.last + _NEAR)
    said = {1 if word in _MORE else -1 for word in words if word in _MORE | _LESS}
    return said.pop() if len(said) == 1 else None


def _turns(clause: Clause) -> list[Tie]:
    """Values and arms that take turns, each value beside its own arm; further lists in their order."""
    if "X" in clause.words:
        return []
    for pattern in (r"(?:va){2,}", r"(?:av){2,}"):
        for found in re.finditer(pattern, clause.kinds):
            ties = _in_turn(clause, clause.runs[found.start() : found.end()])
            if ties:
                rest, order = clause.runs[found.end() :], order_of(ties)
                fits = rest and _fits(clause._replace(runs=rest), order)
                return ties + (dealt(rest, order, "value.tied-in-order") if fits else [])
    return []


def _in_turn(clause: Clause, taken: tuple[Run, ...]) -> list[Tie]:
    pairs = list(zip(taken[::2], taken[1::2], strict=True))
    groups = [a if a.kind == "a" else b for a, b in pairs]
    values = [a if a.kind == "v" else b for a, b in pairs]
    if not _orderly(groups, values) or not all(_beside(clause.tape, a, b) for a, b in pairs):
        return []
    return [
        Tie(item, group.members[0], "value.tied-in-turns", run.first, run.last)
        for group, run in zip(groups, values, strict=True)
        for item in run.members
    ]


def _orderly(groups: list[Run], values: list[Run]) -> bool:
    """Whether each turn has one arm, another than the one before, and as many values."""
    return (
        all(len(run.members) == 1 for run in groups)
        and len({len(run.members) for run in values}) == 1
        and not any(a.members == b.members for a, b in pairwise(groups))
        and not any(run.joins & COMPARING for run in values)
    )


def _lists_in_turn(clause: Clause) -> list[Tie]:
    """Lists of values that take turns with lists of arms, each dealt in the order of its own."""
    if not re.fullmatch(r"(?:va){2,}|(?:av){2,}", clause.kinds) or clause.words & _NOT_ARMS:
        return []
    if _lists_times(clause.tape):
        return []
    found: list[Tie] = []
    for one, two in zip(clause.runs[::2], clause.runs[1::2], strict=True):
        values, arms = (one, two) if one.kind == "v" else (two, one)
        full = len(set(arms.members)) == len(arms.members) == len(values.members) > 1
        near = len(between_of(clause.tape, one.last, two.first)) <= _NEAR
        if not full or not near or not _agrees(clause, values):
            return []
        found += dealt([values], arms.members, "value.tied-in-order")
    return found


def _crossed(clause: Clause) -> list[Tie]:
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


def _beside(tape: Tape, first: Run, second: Run) -> bool:
    """Whether a value and an arm stand beside one another, with no word that parts them."""
    between = between_of(tape, first.last, second.first)
    if set(between) & _STOPPING:
        return False
    if first.kind == "a":
        return len(between) <= _REACH
    parted = set(between) & {".", ";", ")"}
    told = not between or bool(set(between) & _PREPOSITIONS)
    return len(between) <= _NEAR and told and not parted


def _alone(clause: Clause) -> list[Tie]:
    """The one arm that a clause names, and the values right beside it."""
    if clause.kinds not in {"va", "av"}:
        return []
    [run], [named] = clause.values, clause.named
    if len(named.members) != 1 or clause.words & _STOPPING or run.joins & COMPARING:
        return []
    doubt = {"both"} | _MORE | _LESS
    if (len(run.members) > 1 and clause.words & doubt) or not _beside(clause.tape, *clause.runs):
        return []
    return [Tie(n, named.members[0], "value.tied-alone", run.first, run.last) for n in run.members]


def _led(clause: Clause) -> list[Tie]:
    """Single values behind the one arm of a clause: "in X, the A was 3 and the B was 4"."""
    if not re.fullmatch(r"av{2,}", clause.kinds) or clause.words & (_STOPPING | _MORE | _LESS):
        return []
    named, *values = clause.runs
    opens = named.first <= 1 and clause.tape.items[0].form in {"in", "for", "among", "A"}
    inside = all(clause.forms(run.first - 1, run.first) == ["("] for run in values)
    if len(named.members) != 1 or any(len(run.members) != 1 for run in values):
        return []
    arm = named.members[0]
    ties = [Tie(v.members[0], arm, "value.tied-alone", v.first, v.last) for v in values]
    return ties if (opens or inside) and "respectively" not in clause.words else []


def _by_size(clause: Clause) -> list[Tie]:
    """Of two arms the one said to have more than the other has the larger of two values."""
    values = clause.values
    doubt = _NOT_ARMS - {"before"} | {"no", "not", "nor", "neither"}
    if clause.arms != _PAIR or not values or clause.words & doubt:
        return []
    values = _compared(values, _PAIR)
    if any(len(v.members) != _PAIR or not v.joins & COMPARING for v in values):
        return []
    arm = None if _goes_on(clause, values) else _said_to_differ(clause)
    found: list[Tie] = []
    for run in values:
        more = _direction(clause, run) or _only_direction(clause)
        first, second = clause.pair(run)
        if arm is None or more is None or first is None or second is None or first == second:
            continue
        order = (arm, 1 - arm) if (first > second) == (more > 0) else (1 - arm, arm)
        found += dealt([run], order, "value.tied-by-size")
    return found


def _only_direction(clause: Clause) -> int | None:
    """More or less, where a clause says no other."""
    said = {1 if word in _MORE else -1 for word in clause.words & (_MORE | _LESS)}
    return said.pop() if len(said) == 1 else None


def _said_to_differ(clause: Clause) -> int | None:
    """The arm that is said to have more or less: the one that is not what it is compared with."""
    named = clause.named
    if not 0 < len(named) <= _PAIR or any(len(run.members) != 1 for run in named):
        return None
    starts = [0, *(run.last for run in named)]
    behind = [
        bool(_REVERSING & set(clause.forms(max(start, run.first - _BEFORE), run.first)))
        for start, run in zip(starts, named, strict=False)
    ]
    told = {
        1 - run.members[0] if other else run.members[0]
        for run, other in zip(named, behind, strict=True)
    }
    beside = len(named) == _PAIR or behind[0] or _has_or_in(clause, named[0])
    return told.pop() if len(told) == 1 and beside else None


def _has_or_in(clause: Clause, run: Run) -> bool:
    """Whether the word of more or less stands right before an arm, or right behind one that opens."""
    near = clause.forms(0, run.first)
    if near[-1:] and near[-1] not in _PREPOSITIONS | {"the", "A"}:
        near = near[-_NEAR:]
    if _opens(clause, run):
        near += clause.forms(run.last, run.last + _NEAR)
    return bool(set(near) & (_MORE | _LESS))


def _goes_on(clause: Clause, values: tuple[Run, ...]) -> bool:
    """Whether behind a list stands of whom its last value is, and that is no arm: "9% in men"."""
    for run in values:
        behind = clause.forms(run.last, run.last + 3)
        if behind[:1] and behind[0] in _WHOSE and not set(behind) & {"A", "T", "D"}:
            return True
    return False


def _opens(clause: Clause, run: Run) -> bool:
    """Whether a clause begins with an arm: "patients in X had …", "at week 4, X patients had …"."""
    return set(clause.forms(0, run.first)) <= _BEGINNING


def _subject_first(clause: Clause) -> list[Tie]:
    """Pairs told of the one arm that a clause is about: its own value comes first, then the other's."""
    named, values = clause.named, _compared(clause.values, _PAIR)
    if clause.arms != _PAIR or len(named) != 1 or not values or clause.words & _UNDECIDED:
        return []
    if any(len(v.members) != _PAIR or not v.joins & COMPARING for v in values):
        return []
    [run] = named
    if len(run.members) != 1 or not _opens(clause, run) or values[0].first < run.last:
        return []
    if clause.words & (_MORE | _LESS) or _reversed(clause, run) or _goes_on(clause, values):
        return []
    arm = run.members[0]
    return dealt(values, (arm, 1 - arm), "value.tied-subject-first")


def _leaning(clause: Clause, order: tuple[int, ...]) -> list[Tie]:
    """Values in the order of the arms that was told just before."""
    if not clause.runs or not order or clause.words & (_OTHERS | _MORE | _LESS):
        return []
    return dealt(clause.runs, order, "value.tied-as-before") if _fits(clause, order) else []


def bare_lists(tape: Tape, size: Size, arms: int) -> list[Run]:
    """The lists of one value an arm in a sentence that names no group and leans on the whole report."""
    clause = clause_of(tape, size, arms)
    if clause.words & _STRANGERS or not clause.values or _lists_times(tape):
        return []
    found = [run for run in clause.values if len(run.members) == arms]
    said = "respectively" in clause.words or all(run.joins & COMPARING for run in found)
    plain = all(len(run.members) in {1, arms} for run in clause.values)
    return found if said and plain and not _goes_on(clause, tuple(found)) else []


def _fits(clause: Clause, order: tuple[int, ...]) -> bool:
    """Whether lists of values are to be dealt in an order that was told before."""
    if clause.named or any(len(run.members) != len(order) for run in clause.runs):
        return False
    if _lists_times(clause.tape):
        return False
    return "respectively" in clause.words or all(run.joins & COMPARING for run in clause.runs)


_RULES = (_dealt, _lists_in_turn, _turns, _crossed, _alone, _led, _by_size, _subject_first)
