"""Bare numbers that take turns with arms: "falls were seen in 43 on zentarol and 10 on placebo".

In: the items of a sentence, its facts and the arms. Out: both, with each such number as a fact. A
number alone is nothing that a grammar could type; beside every arm its own, it is a result, unless
it may be the number of people in the arm. It is a count where the words tell of events, a value
where they tell of a mean or where it has decimals.
"""

from decimal import Decimal
from typing import Any, Literal

from msgspec import structs

from kg.codes import Statistic
from kg.reading.arms import ArmDraft
from kg.reading.facts import Fact
from kg.reading.facts.record import Figure
from kg.reading.measures import Measure
from kg.reading.tape import Item
from kg.records import Number

RULE = "fact.bare"
_INTO = frozenset({"in", "with", "for", "on", "to", "of", "among", "the", "receiving", "from"})
_ALLOTTED = frozenset({"allocated", "assigned", "given", "taking", "patients", "women", "men"})
_DOUBT = frozenset({"X", "dose", "doses"})
_OF_GROUPS = frozenset({"among", "between", "the", "at", "than", "these", "those"})
_OPENING = frozenset({"in", "for", "with", "to", "of"})
_LEAVING = frozenset(
    "withdrawal withdrawals death deaths discontinuation discontinuations loss dropout exclusion hospitalization admission".split()
)
_FEWEST, _REACH = 2, 5
_EVENTS = frozenset(
    "case cases death deaths died relapse relapses relapsed recurrence recurrences event events"
    " episode episodes failure failures failed response responses responded responder responders"
    " occurred developed experienced reported observed improved improvers discontinued withdrew"
    " seen noted detected found diagnosed needed required had complication complications infection infections fracture fractures cancer cancers adverse".split()
)
_BETWEEN = _INTO | _EVENTS | _ALLOTTED
_MEANS: dict[str, Statistic] = {"mean": "mean", "average": "mean", "median": "median"}
_TAKING_PART = frozenset(
    "randomized randomised enrolled recruited included screened eligible analysed analyzed evaluable"
    " completed entered participated consented total assessed age aged followed treated".split()
)


def with_bare(
    arms: tuple[ArmDraft, ...], items: list[Item], facts: tuple[Fact, ...]
) -> tuple[list[Item], tuple[Fact, ...]]:
    """The items with bare numbers beside their arms as values, and the facts that they are."""
    words = {item.form for item in items}
    items = [_counted(item, facts) for item in items]
    turns = _turns(items)
    told = [arm_of(items[place]) for _, place in turns]
    if len(set(told)) < _FEWEST or len(set(told)) != len(told) or words & _DOUBT:
        return items, facts
    if any(_of_groups(items, place) for place, _ in turns):
        return items, facts
    made: dict[int, Fact] = {}
    for (place, _), arm in zip(turns, told, strict=True):
        if items[place].form != "V" and arm is not None:
            fact = _fact(items[place], words, arms[arm].size)
            if fact is None:
                return items, facts
            made[place] = fact
    named = {place: arm for (_, place), arm in zip(turns, told, strict=True)}
    items = [
        i._replace(form="A", value=(named[n],)) if n in named else i for n, i in enumerate(items)
    ]
    for place, fact in made.items():
        items = [
            *items[:place],
            Item("V", fact.start, fact.end, len(facts)),
            *items[place + 1 :],
        ]
        facts = (*facts, fact)
    return items, facts


def _turns(items: list[Item]) -> list[tuple[int, int]]:
    """The numbers that stand right before an arm or right behind one, each with the arm's place."""
    numbers = [n for n, item in enumerate(items) if item.value is not None]
    before = [(n, arm) for n in numbers if (arm := _arm_behind(items, n)) is not None]
    if len(before) >= _FEWEST:
        return before if any(items[n].form != "V" for n, _ in before) else []
    behind = [
        (n, n - 1)
        for n in range(1, len(items))
        if arm_of(items[n - 1]) is not None and _number(items[n]) is not None
    ]
    return behind if len(behind) >= _FEWEST else []


def arm_of(item: Item) -> int | None:
    """The one arm that an item means, be it called by its treatment alone."""
    if item.form not in {"A", "I"}:
        return None
    arms = item.value if item.form == "A" else item.value.arms
    return int(arms[0]) if len(arms) == 1 else None


def _of_groups(items: list[Item], place: int) -> bool:
    """Whether a number says how many a group are: "among 43 on zentarol", "the 43 on zentarol"."""
    before = [item.form for item in items[max(0, place - 2) : place]]
    people = items[place].form == "S" or "S" in {item.form for item in items[:place]}
    if before[-1:] == ["of"]:
        return before[:-1] == [] or before[0] not in _LEAVING
    opens = place <= _FEWEST and people and before[-1:] and before[-1] in _OPENING
    return bool(before) and (before[-1] in _OF_GROUPS or bool(opens))


def _arm_behind(items: list[Item], place: int) -> int | None:
    """The place of the one arm behind a number: a preposition, or what was counted, is between.

    Nothing is where the arm is named within the number, or people of two arms are counted under
    one head: "two zentarol and three placebo patients".
    """
    number = items[place]
    if number.form != "V" and _number(number) is None:
        return None
    for n, item in enumerate(items[place + 1 : place + 2 + _REACH], place + 1):
        if arm_of(item) is not None:
            apart = n > place + 1 or item.start < number.end or number.form == "S"
            return n if apart else None
        if item.form not in _BETWEEN and not (items[n - 1].form == "of" and item.form.islower()):
            return None
    return None


def _counted(item: Item, facts: tuple[Fact, ...]) -> Item:
    """A number of people as its fact, so that all numbers are told alike."""
    people = item.form == "S" and isinstance(item.value, int)
    return item._replace(value=facts[item.value]) if people else item


def _number(item: Item) -> Decimal | None:
    """The value of an item that is a bare number, or a number of people."""
    if isinstance(item.value, Fact):
        return None if item.value.count is None else Decimal(item.value.count)
    measure = item.value
    if item.form != "N" or not isinstance(measure, Measure):
        return None
    plain = measure.unit is None and measure.spread is None and measure.spread_low is None
    return measure.value if plain and measure.count is None and measure.interval is None else None


def _fact(item: Item, words: set[str], size: int | None) -> Fact | None:
    """The fact that a bare number is among such words; none where they do not tell."""
    value = _number(item)
    if value is None or words & _TAKING_PART or value == size:
        return None
    if isinstance(item.value, Fact):
        return structs.replace(item.value, kind="count", rule=RULE) if words & _EVENTS else None
    means = {} if "follow-up" in words else _MEANS  # "after a median follow-up of …"
    statistic = next((told for word, told in means.items() if word in words), None)
    if statistic is None and value == value.to_integral_value():
        return _of(item, "count", count=int(value)) if words & _EVENTS else None
    written = item.value.written
    number = Number(value=value, reported=written, unit="1")
    return _of(item, "value", number=number, statistic=statistic)


def _of(item: Item, role: Literal["count", "value"], **fields: Any) -> Fact:
    figure = Figure(role, item.value.written, item.start, item.end)
    return Fact(kind=role, start=item.start, end=item.end, figures=(figure,), rule=RULE, **fields)
