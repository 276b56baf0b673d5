"""Which of two numbers is the larger, where each has its arm and one test closes them.

In: a clause such as "recurrence was V with A and V with A ( P )". Out: :class:`Numbers` records: what
was measured, of whom the first and the second number are, and which is larger.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from kg.codes import ComparisonDirection
from kg.reading.frozen import Frozen
from kg.reading.measures import Measure, Probability
from kg.reading.subjects import Subject
from kg.reading.tape import Item
from kg.reading.verdicts.about import acted, lead
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.paired import is_within
from kg.reading.verdicts.phrases import WITHIN, named, topic_of
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides
from kg.reading.verdicts.turned import direction_of

Who = Callable[[tuple[Item, ...]], int | None]
_VALUES = frozenset("VQD")
_ARMS = frozenset("AI")
_PAIR = 2
_CONTRASTS = frozenset("versus vs compared and".split())


class Numbers(Frozen, frozen=True, gc=False):
    """Two numbers of one thing: the arms in the order of the numbers, and which is larger."""

    subjects: tuple[Subject, ...]
    arms: tuple[int, int] | None
    direction: ComparisonDirection | None
    test: Probability | None


def numbers(row: Row, sides: Sides) -> Numbers | None:
    """What two numbers of a clause and the one test behind them say; nothing where it is more."""
    items = row.tape.items
    if len(row.tests) != 1 or not any(item.form in _CONTRASTS for item in items):
        return None
    values = [n for n, item in enumerate(items) if item.form in _VALUES]
    verb = next((n for n, item in enumerate(items) if item.form in _BE), None)
    if verb is None:
        return None
    values = [n for n in values if n > verb]
    if len(values) != _PAIR or row.tests[0][0] <= values[-1]:
        return None
    said = tuple(i for i in topic_of(items[: verb + 1] if items[verb].form in _BE else items))
    subjects = named(row.tape, said)
    if len(subjects) != 1:
        return None
    arms = _arms(row, values, sides.of)
    return Numbers(subjects, arms, way_between(items, values, subjects[0]), row.tests[0][1])


def likely_numbers(row: Row, sides: Sides) -> Numbers | None:
    """The same with the arms in any of their orders, whatever the verb and be there a test or none."""
    items = row.tape.items
    tests = {test for _, test in row.tests}
    values = [n for n, item in enumerate(items) if item.form in {"V", "Q"}]
    values = values or [n for n, item in enumerate(items) if item.form == "D"]
    within = row.tape.hit(WITHIN) or row.tape.hit("from [VQD] to [VQD]")
    if len(tests) > 1 or len(values) != _PAIR or within:
        return None
    arms = _arms(row, values, sides.likely)
    subjects = () if arms is None else lead((row,)) or acted(row)
    larger = way_between(items, values, subjects[0]) if subjects else None
    if larger is None:
        return None
    return Numbers(subjects[:1], arms, larger, next(iter(tests), None))


def way_between(
    items: tuple[Item, ...], values: list[int], subject: Subject
) -> ComparisonDirection | None:
    """Which way the first of two numbers tells the outcome went, where they can be compared."""
    first, second = (_size(items[n]) for n in values)
    if first is None or second is None or first == second or not _alike(items, values):
        return None
    verb = next((n for n, item in enumerate(items) if n < values[0] and item.form in _BE), -1)
    between = (item.form for item in items[verb + 1 : values[0]])
    return direction_of(first, second, subject, between)


_BE = frozenset("was were is are occurred had".split())


def _size(item: Item) -> Decimal | None:
    measure = item.value
    if not isinstance(measure, Measure):
        return None
    if item.form == "Q" and measure.count is not None and measure.denominator:
        return Decimal(measure.count) / Decimal(measure.denominator)
    return measure.value


def _alike(items: tuple[Item, ...], values: list[int]) -> bool:
    """Whether two numbers can be compared: of one form, in one unit."""
    one, two = (items[n] for n in values)
    if one.form != two.form:
        return False
    units = [each.value.unit.code if each.value.unit else None for each in (one, two)]
    return one.form == "Q" or units[0] == units[1] or None in units


def _arms(row: Row, values: list[int], who: Who) -> tuple[int, int] | None:
    """Whose the numbers are, where the order of numbers and arms leaves one way."""
    mentioned = list(arms_told(row, who))
    arms = [arm for _, arm in mentioned]
    if len(arms) != _PAIR or arms[0] == arms[1]:
        return None
    order = "".join(
        form for _, form in sorted([*((n, "a") for n, _ in mentioned), *((n, "n") for n in values)])
    )
    against = row.tape.hit(AGAINST)
    if order == "aann" and against is not None and against.first <= 1:
        return None  # "compared with X, Y had 3 versus 4": either may come first
    return (arms[0], arms[1]) if order in {"nana", "anan", "nnaa", "aann"} else None


def arms_told(row: Row, who: Who) -> Iterator[tuple[int, int]]:
    """Each arm that a clause names, by its name or by words of it behind a preposition."""
    items = row.tape.items
    done = 0
    for n, item in enumerate(items):
        if n < done:
            continue
        if item.form in _ARMS and item.value:
            if not is_within(items, n):
                yield from ((n, arm) for arm in item.value.arms)
        elif item.form in _PLACES:
            end = next(
                (m for m in range(n + 1, min(n + 9, len(items))) if items[m].form in _ENDS),
                min(n + 9, len(items)),
            )
            run = items[n + 1 : end]
            arm = None if any(i.form in _ARMS for i in run) else who(run)
            if arm is not None:
                yield n, arm
                done = end


_PLACES = frozenset("in with for by among after on receiving".split())
_ENDS = (
    _ARMS | _VALUES | frozenset("and versus vs compared was were , in with for G at than".split())
)
