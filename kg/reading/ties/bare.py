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
_DOUBT = frozenset({"X", "dose", "doses"})
_FEWEST, _REACH = 2, 3
_EVENTS = frozenset(
    "case cases death deaths died relapse relapses relapsed recurrence recurrences event events"
    " episode episodes failure failures failed response responses responded responder responders"
    " occurred developed experienced reported observed improved improvers discontinued withdrew"
    " seen noted detected found diagnosed needed required had complication complications infection infections fracture fractures cancer cancers adverse".split()
)
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
    told = [arm for _, arm in turns]
    if len(set(told)) < _FEWEST or len(set(told)) != len(told) or words & _DOUBT:
        return items, facts
    made: dict[int, Fact] = {}
    for place, arm in turns:
        if items[place].form != "V":
            fact = _fact(items[place], words, arms[arm].size)
            if fact is None:
                return items, facts
            made[place] = fact
    for place, fact in made.items():
        items = [
            *items[:place],
            Item("V", fact.start, fact.end, len(facts)),
            *items[place + 1 :],
        ]
        facts = (*facts, fact)
    return items, facts


def _turns(items: list[Item]) -> list[tuple[int, int]]:
    """The numbers that stand right before an arm or right behind one, each with it; all in one way."""
    numbers = [n for n, item in enumerate(items) if item.value is not None]
    before = [(n, arm) for n in numbers if (arm := _arm_behind(items, n)) is not None]
    if len(before) >= _FEWEST:
        return before if any(items[n].form != "V" for n, _ in before) else []
    behind = [
        (n, item.value[0])
        for n, (name, item) in enumerate(zip(items[1:], items, strict=False), 1)
        if item.form == "A" and len(item.value) == 1 and _number(name) is not None
    ]
    return behind if len(behind) >= _FEWEST else []


def _arm_behind(items: list[Item], place: int) -> int | None:
    """The one arm that stands behind a number, with no more than a preposition between."""
    if items[place].form != "V" and _number(items[place]) is None:
        return None
    for item in items[place + 1 : place + 2 + _REACH]:
        if item.form == "A" and item is not items[place + 1] and len(item.value) == 1:
            return int(item.value[0])
        if item.form not in _INTO:
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
