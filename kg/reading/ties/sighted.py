"""Whose the values of a sentence are by the names of arms that a model sees in it.

In: a scene, the words that each arm goes by, a model. Out: for each value how likely it is of each
arm, and of a name that nobody could give to one.
"""

import re
from typing import NamedTuple

from kg.reading.ties.marked import Row, Span
from kg.reading.ties.model import Model, scores
from kg.reading.ties.names import found
from kg.reading.ties.scene import Scene

UNKNOWN = -1
_WORD = re.compile(r"[a-z0-9+-]+")
_CONTROL = frozenset(
    "control controls placebo sham usual standard conventional without no non".split()
)
_EMPTY = frozenset(
    "the a an of and or with for plus group groups arm arms patients treatment therapy to in".split()
)
Sighted = dict[int, dict[int, float]]


class Names(NamedTuple):
    """The words that only one arm goes by, arm by arm, and which one is the control."""

    words: tuple[frozenset[str], ...]
    control: int | None


def names_of(told: list[tuple[str, ...]], control: int | None) -> Names:
    """The words of arms by all their names, without those that they share.

    >>> names_of([("zentarol drops",), ("placebo drops",)], 1).words
    (frozenset({'zentarol'}), frozenset({'placebo'}))
    """
    own = [
        frozenset(w for each in names for w in _WORD.findall(each.lower())) - _EMPTY
        for names in told
    ]
    shared = frozenset.intersection(*own) if own else frozenset()
    return Names(tuple(each - shared for each in own), control)


def sighted(scene: Scene, names: Names, model: Model) -> Sighted:
    """For each value, by its item, how likely it is of each arm; a name of none is unknown."""
    items = scene.tape.items
    values = [n for n, item in enumerate(items) if item.form == "V"]
    start, end = items[0].start, items[-1].end
    spans = tuple((items[n].start - start, items[n].end - start) for n in values)
    own = found(scene.tape.text[start:end], spans, model.names, model.lexicon)
    arms = [_arm(scene, names, (a + start, b + start)) for a, b in own.arms]
    told: Sighted = {item: {} for item in values}
    for (value, head), share in scores(model, Row(own), "arm").items():
        mine = told[values[value]]
        mine[arms[head]] = max(mine.get(arms[head], 0.0), share)
    return told


def _arm(scene: Scene, names: Names, span: Span) -> int:
    """The arm that a stretch names: the one mentioned in it, else the one whose words it has."""
    start, end = span
    here = {
        arm
        for item in scene.tape.items
        if item.form == "A" and item.start < end and start < item.end
        for arm in item.value
    }
    if here:
        return here.pop() if len(here) == 1 else UNKNOWN
    words = set(_WORD.findall(scene.tape.text[start:end].lower()))
    alike = [n for n, own in enumerate(names.words) if own & words]
    if len(alike) == 1:
        return alike[0]
    return (
        names.control if not alike and words & _CONTROL and names.control is not None else UNKNOWN
    )
