"""What one test says of values that are tied to arms: "3 of 40 with A and 9 of 41 with B (P = 0.04)".

In: a list of ties whose subject is known, and the scene. Out: a comparison of these arms, where one
test of groups stands behind the list and no words of the sentence said the same before.
"""

from collections.abc import Sequence
from decimal import Decimal

from kg.reading.amounts import significant
from kg.reading.facts import Fact
from kg.reading.ledger import Ledger
from kg.reading.measures import Probability
from kg.reading.page import Line
from kg.reading.subjects import Subject
from kg.reading.ties.scene import Scene
from kg.reading.ties.tie import Tie
from kg.reading.verdicts.phrases import WITHIN
from kg.reading.verdicts.reading import Said, claim, facing, is_told
from kg.reading.verdicts.turned import direction_of

_PAIR, _REACH = 2, 16
_STOPS = frozenset("V ; . but while whereas although however".split())
# Numbers of events are compared by no eye where groups differ in size.
_SIZED = frozenset({"value", "spread", "rate", "percentage", "count-of-total"})


def compare(
    ledger: Ledger, line: Line, scene: Scene, group: Sequence[Tie], subject: Subject
) -> None:
    """Claims which of two arms had more, or that a test found no difference."""
    test = _test(scene, group)
    meaning = None if test is None else significant(test)
    if test is None or meaning is None or not is_told(ledger, line) or line.full.hit(WITHIN):
        return
    arms = tuple(each.arm for each in group)
    if not meaning:
        said = Said(arms, None, meaning, test, "comparison.tied-not-significant")
        claim(ledger, (line,), subject, facing(ledger, said) if len(arms) == _PAIR else said)
        return
    sizes = [_size(scene.facts[int(scene.tape.items[each.item].value)]) for each in group]
    if len(sizes) != _PAIR or sizes[0] is None or sizes[1] is None or sizes[0] == sizes[1]:
        return
    way = direction_of(sizes[0], sizes[1], subject, ())
    said = Said(arms, way, meaning, test, "comparison.tied")
    claim(ledger, (line,), subject, facing(ledger, said))


def _test(scene: Scene, group: Sequence[Tie]) -> Probability | None:
    """The test behind a list of values, if it is the only one and no other value stands before it."""
    items = scene.tape.items
    first, last = min(each.item for each in group), max(each.item for each in group)
    if len({each.arm for each in group}) < max(_PAIR, len(group)):
        return None
    if any(item.form == "P" for item in items[first:last]):
        return None
    for item in items[last + 1 : last + _REACH]:
        if item.form == "P":
            return (
                _probability(scene.facts[item.value]) if isinstance(item.value, int) else item.value
            )
        if item.form in _STOPS:
            return None
    return None


def _probability(fact: Fact) -> Probability:
    if fact.p is None:
        return Probability(">", None, None)
    return Probability(fact.p.relation, fact.p.value, fact.p.reported)


def _size(fact: Fact) -> Decimal | None:
    """The number by which two arms are compared; none of bare counts."""
    if fact.kind not in _SIZED:
        return None
    if fact.count is not None and fact.denominator:
        return Decimal(fact.count) / Decimal(fact.denominator)
    return fact.number.value if fact.number is not None else None
