"""Pairs of values that may be before and after in one arm, not one arm's and the other's.

In: a clause. Out: whether its pairs are such, so that no rule deals them to two arms: "fell in X
(9 vs 5) and in Y (9 vs 8)", "fell in X (9 vs 5), whereas no change was seen in Y".
"""

from itertools import pairwise

from kg.reading.ties.runs import COMPARING, Clause, Run

_PARTING = frozenset({"whereas", "while", "but", "although", "though"})
_DENYING = frozenset({"no", "not", "nor", "without", "unchanged", "neither"})
_SET_AGAINST = COMPARING | {"respectively", "relative"}
_PAIR, _NEAR = 2, 2


def own_pairs(clause: Clause) -> bool:
    """Whether pairs set against one another are each of one arm, as far as their places tell."""
    pairs = [run for run in clause.values if len(run.members) == _PAIR and run.joins & COMPARING]
    if any(_listed_under(clause, run) for run in pairs) or (pairs and _within(clause)):
        return True
    if (
        not pairs
        or len(pairs) < len(clause.values)
        or any(len(a.members) > 1 for a in clause.named)
    ):
        return False
    return _each_behind_its_own(clause) or _other_told_apart(clause)


def _each_behind_its_own(clause: Clause) -> bool:
    """Whether every pair stands in brackets right behind an arm, or each in a clause of its own."""
    if clause.kinds not in {"avav", "avavav"} or len({a.members for a in clause.named}) < _PAIR:
        return False
    turns = list(zip(clause.named, clause.values, strict=True))
    bracketed = all(clause.forms(arm.last, pair.first) == ["("] for arm, pair in turns)
    return bracketed or all(
        _parted(clause, first[1], second[0]) for first, second in pairwise(turns)
    )


def _other_told_apart(clause: Clause) -> bool:
    """Whether another arm is told of behind all pairs, in a clause that denies or contrasts."""
    first, last = clause.runs[0], clause.runs[-1]
    if first.kind != "a" or last.kind != "a" or clause.kinds.count("a") != _PAIR:
        return False
    if first.members == last.members:
        return False
    between = set(clause.forms(clause.values[-1].last, last.first))
    return bool(between & (_PARTING | _DENYING)) and not between & _SET_AGAINST


def _within(clause: Clause) -> bool:
    """Whether what is compared is said to be so within an arm."""
    return any("within" in clause.forms(arm.first - _NEAR, arm.first) for arm in clause.named)


def _listed_under(clause: Clause, pair: Run) -> bool:
    """Whether a pair stands under the name of one arm in a list: "(X: 9 vs 5; Y: 9 vs 8)"."""
    lead, name, sign = ["", "", "", *clause.forms(0, pair.first)][-3:]
    one = name == "A" and len(clause.tape.items[pair.first - 2].value) == 1
    return one and sign in {":", ","} and lead in {"(", ";"}


def _parted(clause: Clause, first: Run, second: Run) -> bool:
    return bool(set(clause.forms(first.last, second.first)) & _PARTING)
