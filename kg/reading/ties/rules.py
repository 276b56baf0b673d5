"""Values tied to arms by rules that need no training: number, order and direction leave one way.

In: the tape of a scene. Out: :class:`Tie` records. Each rule looks at the lists of values and the
lists of arms in a clause: as many values as arms, dealt in order; values and arms in turns; one
arm alone; the arm that is said to have more has the larger number. What fits no rule is left.
"""

from collections.abc import Iterator

from kg.reading.results import clauses
from kg.reading.tape import Tape
from kg.reading.ties.asides import plain
from kg.reading.ties.blocks import in_blocks
from kg.reading.ties.runs import COMPARING, Clause, Run, Size, between_of, clause_of
from kg.reading.ties.sizes import (
    CHANGED,
    COMPARED,
    LESS,
    MORE,
    NOT_ARMS,
    agrees,
    by_size,
    compared,
    goes_on,
    reversed_,
    subject_first,
)  # fmt: skip
from kg.reading.ties.tie import Tie, dealt, order_of
from kg.reading.ties.turns import (
    against_unnamed,
    alone,
    crossed,
    fits_order,
    flanked,
    in_brackets,
    led,
    lists_in_turn,
    lists_times,
    mirrored,
    owns_before,
    threaded,
    turns,
    with_other,
)  # fmt: skip
from kg.reading.ties.within import own_pairs

_OTHERS = frozenset({"X", "G", "patients", "women", "men", "those", "among", "who"})
_STRANGERS = frozenset(
    "A I X older younger women men premenopausal postmenopausal who those than before baseline T subgroup age aged"
    " versus-baseline positive negative stage".split()
)
_KINDS = frozenset("stage grade subgroup older younger age aged positive negative".split())
_OWN = _OTHERS | COMPARED | _KINDS | {"A"}  # what tells of its own whose values are whose
_NEAR, _PAIR = 7, 2


def tie(tape: Tape, size: Size, arms: int, order: tuple[int, ...] = ()) -> list[Tie]:
    """The ties of a sentence; ``order`` is that of the arms in the sentence before, if it leans."""
    found = _tied(tape, size, arms, order)
    bare = None if found else plain(tape)
    return bare.whole(_tied(bare.tape, size, arms, order)) if bare else found


def _tied(tape: Tape, size: Size, arms: int, order: tuple[int, ...]) -> list[Tie]:
    """The ties of a sentence, each value by itself."""
    clause = clause_of(tape, size, arms)
    if own_pairs(clause):
        return []
    whole = _dealt(clause)
    if whole:
        more = turns(clause)
        return more if {(t.item, t.arm) for t in whole} < {(t.item, t.arm) for t in more} else whole
    found = _by_parts(tape, size, arms, order)
    turning = turns(clause) if _alternates(clause) and found is not None else []
    return max(found or [], turning, key=len) or in_blocks(clause)


def _by_parts(tape: Tape, size: Size, arms: int, order: tuple[int, ...]) -> list[Tie] | None:
    """The ties of a sentence clause by clause; none where two arms are told of, each by itself."""
    found: list[Tie] = []
    changes: list[int] = []
    for offset, part in _parts(tape):
        clause = clause_of(part, size, arms)
        ties = next(filter(None, (rule(clause) for rule in _RULES)), [])
        same = bool(order_of(found))
        leans = same or tape.forms.isdisjoint(_OWN)
        ties = ties or (_leaning(clause, order, same=same) if leans else [])
        order = order_of(ties) or order
        found += [_moved(each, offset) for each in ties]
        changes += _changes(clause, ties)
    return None if len(set(changes)) > 1 else found


def _alternates(clause: Clause) -> bool:
    """Whether a sentence is nothing but values and arms by turns, each arm once."""
    arms = [run.members for run in clause.named]
    if len(arms) < _PAIR or len(set(arms)) < len(arms) or len(arms) != len(clause.values):
        return False
    return "aa" not in clause.kinds and "vv" not in clause.kinds


def _changes(clause: Clause, ties: list[Tie]) -> list[int]:
    """The arm in which alone something is said to have changed, with a pair that may be its own.

    Where another clause says so of another arm, pairs are before and after, not one and the other.
    """
    named = {arm for run in clause.named for arm in run.members}
    words = clause.words & (MORE | LESS | {"unchanged", "stable"})
    sized = any(each.rule == "value.tied-by-size" for each in ties)
    paired = any(len(run.members) == _PAIR and run.joins & COMPARING for run in clause.values)
    told = len(named) == 1 and bool(words) and words <= CHANGED
    return list(named) if told and paired and (sized or not ties) else []


def _moved(tie: Tie, by: int) -> Tie:
    return tie._replace(item=tie.item + by, first=tie.first + by, last=tie.last + by)


def _parts(tape: Tape) -> Iterator[tuple[int, Tape]]:
    """The clauses of a tape, each with its place."""
    offset = 0
    for clause in clauses(tape):
        offset = next(n for n in range(offset, len(tape.items)) if tape.items[n] is clause.items[0])
        yield offset, clause


def _dealt(clause: Clause) -> list[Tie]:
    """As many values as arms, in the one order in which the clause names the arms."""
    named, values = _naming(clause), clause.values
    order = tuple(arm for run in named for arm in run.members)
    if not values or len(order) < _PAIR or len(set(order)) != len(order):
        return []
    if clause.words & NOT_ARMS or _split(clause, named):
        return []
    values = compared(values, len(order), respectively="respectively" in clause.words)
    if any(len(run.members) != len(order) for run in values) or lists_times(clause.tape):
        return []
    one = len(named) == 1  # "9%/5%" beside each of two arms are two figures of its own
    against = all(run.joins & COMPARING or (one and run.joins == {"/"}) for run in values)
    listed = against or ("respectively" in clause.words and clause.kinds in {"av", "va"})
    together = one or (len(named) == _PAIR and listed and not owns_before(clause))
    if not together or reversed_(clause, named[0]):
        return []
    told = (
        against or "respectively" in clause.words or _touch(clause) or _each_timed(clause, values)
    )
    if not told or not all(agrees(clause, run) for run in values):
        return []
    return dealt(values, order, "value.tied-in-order")


def _split(clause: Clause, named: tuple[Run, ...]) -> bool:
    """Whether the values stand between two arms of which the second is of something else.

    "between A and another (V vs V; hazard ratio for B …)" tells no order.
    """
    between = [run for run in clause.values if named[0].last <= run.first < named[-1].first]
    if len(named) != _PAIR or len(between) != len(clause.values):
        return False
    return bool({"F", ";"} & set(between_of(clause.tape, between[-1].last, named[1].first)))


def _halved(clause: Clause) -> list[Tie]:
    """Lists of which one half is set against the other, in the order of two arms: "1 and 2 vs 3 and 4"."""
    named, values = _naming(clause), clause.values
    order = tuple(arm for run in named for arm in run.members)
    if clause.arms != _PAIR or sorted(order) != [0, 1] or clause.words & NOT_ARMS:
        return []
    if not values or not all(run.halves for run in values) or reversed_(clause, named[0]):
        return []
    rule = "value.tied-in-halves"
    return [
        Tie(item, order[place >= len(run.members) // 2], rule, run.first, run.last)
        for run in values
        for place, item in enumerate(run.members)
    ]


def _naming(clause: Clause) -> tuple[Run, ...]:
    """The lists of arms by which values are dealt: the one that names them all, if others say less."""
    named = clause.named
    full = tuple(run for run in named if len(run.members) == clause.arms)
    return full if len(full) == 1 < len(named) else named


def _touch(clause: Clause) -> bool:
    """Whether the one list of values stands right before or behind the list of arms."""
    if clause.kinds not in {"va", "av"}:
        return False
    first, second = clause.runs
    return len(between_of(clause.tape, first.last, second.first)) <= _NEAR


def _each_timed(clause: Clause, values: tuple[Run, ...]) -> bool:
    """Whether every list has a time of its own behind it: "3 and 4 at week 4 and 2 and 4 at week 8"."""
    behind = (clause.forms(run.last, run.last + 2) for run in values)
    return len(values) > 1 and all(each in (["at", "T"], ["after", "D"]) for each in behind)


def _leaning(clause: Clause, order: tuple[int, ...], *, same: bool) -> list[Tie]:
    """Values in the order of the arms that was told just before, in the same sentence or not."""
    doubt = _OTHERS | {"both"} if same else _OTHERS | {"both"} | COMPARED
    if not clause.runs or not order or clause.words & doubt or goes_on(clause, clause.values):
        return []
    return dealt(clause.runs, order, "value.tied-as-before") if fits_order(clause, order) else []


def bare_lists(tape: Tape, size: Size, arms: int) -> list[Run]:
    """The lists of one value an arm in a sentence that names no group and leans on the whole report."""
    clause = clause_of(tape, size, arms)
    if clause.words & _STRANGERS or not clause.values or lists_times(tape):
        return []
    found = [run for run in clause.values if len(run.members) == arms]
    said = "respectively" in clause.words or all(run.joins & COMPARING for run in found)
    plain = all(len(run.members) in {1, arms} for run in clause.values)
    return found if said and plain and not goes_on(clause, tuple(found)) else []


_RULES = (
    _dealt, _halved, lists_in_turn, flanked, turns, crossed, mirrored, threaded, alone, led, in_brackets, with_other, by_size,
    subject_first, against_unnamed,
)  # fmt: skip
