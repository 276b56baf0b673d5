"""Stretches of one shape, each with an arm of its own: "of 45 on X, 12 fell and 3 died; of 44 on Y, …".

In: a clause. Out: :class:`~kg.reading.ties.tie.Tie` records of all values of the stretches. Whose
they are is told by the shape, not what they are of.
"""

from itertools import pairwise

from kg.reading.ties.runs import COMPARING, Clause, between_of
from kg.reading.ties.sizes import NOT_ARMS, PREPOSITIONS
from kg.reading.ties.tie import Tie

RULE = "value.tied-in-blocks"
_PARTING = frozenset({";", ",", "while", "whereas", "but", "and"}) | COMPARING
_FEWEST, _PAIR = 3, 2


def in_blocks(clause: Clause) -> list[Tie]:
    """All values of stretches of one shape that name their arms behind the same word.

    One value an arm, and values that are set against one another, are left to other rules.
    """
    places = [(n, run.kind) for run in clause.runs for n in run.members if run.kind == "v"]
    places += [(run.first, "a") for run in clause.named]
    places.sort()
    arms = [run.members for run in clause.named]
    count = len(arms)
    if count < _PAIR or len(set(arms)) < count or any(len(each) > 1 for each in arms):
        return []
    size, rest = divmod(len(places), count)
    blocks = [places[n : n + size] for n in range(0, len(places), size)] if not rest else []
    shapes = {tuple(kind for _, kind in block) for block in blocks}
    if len(shapes) != 1 or size < _FEWEST or next(iter(shapes)).count("a") != 1:
        return []
    if not _alike(clause) or not all(_parted(clause, a, b) for a, b in pairwise(blocks)):
        return []
    return [
        Tie(n, arm, RULE, n, n + 1)
        for block, (arm,) in zip(blocks, arms, strict=True)
        for n, kind in block
        if kind == "v"
    ]


def _alike(clause: Clause) -> bool:
    """Whether all arms stand behind one preposition, and no values are set against one another."""
    ahead = set()
    for run in clause.named:
        before = [form for form in clause.forms(run.first - _PAIR, run.first) if form != "the"]
        ahead.add(before[-1] if before else "")
    against = any(run.joins & COMPARING for run in clause.values)
    strangers = clause.words & (NOT_ARMS | {"G"})
    return len(ahead) == 1 and ahead <= PREPOSITIONS and not against and not strangers


def _parted(clause: Clause, first: list[tuple[int, str]], then: list[tuple[int, str]]) -> bool:
    """Whether a word or sign stands between two stretches that parts them."""
    return bool(_PARTING & set(between_of(clause.tape, first[-1][0] + 1, then[0][0])))
