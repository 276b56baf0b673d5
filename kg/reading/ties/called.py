"""What a list of tied values is called: the phrase before it, or what became of its people.

In: a scene, its ties, and the ties of one list. Out: a :class:`~kg.reading.subjects.Subject`, or
none where nothing names one for certain.
"""

from kg.reading.subjects import Subject
from kg.reading.ties.ranked import RULES
from kg.reading.ties.scene import Scene
from kg.reading.ties.tie import Tie
from kg.reading.ties.topics import is_change, topic
from kg.reading.ties.wording import changed, done, had_more_of, is_named_change, told_of

# What may lie below nought: scores, shares and balances, temperatures, visual fields, refraction.
_SIGNED = frozenset({"1", "%", "", "Cel", "dB", "[diop]", "deg", "{points}", "mmol/L"})
_BY_TURNS = frozenset({"value.tied-in-turns", *RULES})


def by_how_much(scene: Scene, group: list[Tie], subject: Subject | None) -> bool:
    """Whether values tell how much something changed and their subject does not say so."""
    if (
        subject is None
        or subject.threshold
        or is_named_change(subject)
        or len(group) > len({t.arm for t in group})
    ):
        return False
    if all(scene.facts[int(scene.tape.items[t.item].value)].count is not None for t in group):
        return False  # people to whom it happened
    signed = any(_is_below_nought(scene, each) for each in group)
    return signed or is_change(scene.tape, group[0].first, group[-1].last, subject)


def _is_below_nought(scene: Scene, tie: Tie) -> bool:
    """Whether a value is a change by its sign alone: nobody weighs -1.9 kg."""
    number = scene.facts[int(scene.tape.items[tie.item].value)].number
    if number is None or number.value is None or number.unit is None:
        return False
    return number.value < 0 and not (number.unit in _SIGNED or "log" in number.unit.lower())


def named_of(scene: Scene, ties: list[Tie], group: list[Tie]) -> Subject | None:
    """What a list of values is of: the phrase before it, else however the sentence says it."""
    subject = had_more_of(scene.tape, group[0].first)
    subject = subject or topic(scene.tape, group[0].first, group[-1].last)
    told = subject or _told_in_turns(scene, ties, group)
    if not by_how_much(scene, group, told):
        return told
    return changed(scene.tape, group[0].first) or told


def _told_in_turns(scene: Scene, ties: list[Tie], group: list[Tie]) -> Subject | None:
    """What all values that stand in turns are of: what the first did, or all, but never two things."""
    places = _places(ties, group)
    told = told_of(scene.tape, scene.facts, places)
    if len(places) == len(group):
        return told
    first, last = places[0], places[len(group) - 1] + 1
    own = done(scene.tape, scene.facts, first, last)
    others = done(scene.tape, scene.facts, first, places[-1] + 1)
    if own is not None and others is not None:
        return None  # "12% on X slept and 15% on Y died"
    return told or own


def _places(ties: list[Tie], group: list[Tie]) -> tuple[int, ...]:
    """The places of the values of a list; of what stands in turns those of all arms."""
    own = [each.item for each in group]
    taken = {each.arm for each in group}
    for each in ties:
        if each.item > own[-1] and each.arm not in taken and in_turns(group[0]):
            own.append(each.item)
            taken.add(each.arm)
    return tuple(own)


def in_turns(tie: Tie) -> bool:
    """Whether a tie is of a value that stands in turns with arms."""
    return tie.turns or tie.rule in _BY_TURNS
