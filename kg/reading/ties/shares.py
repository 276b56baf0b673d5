"""A count and its share that stand apart, as one: "in 3 of the zentarol group (6%)".

In: the tape of a scene and its facts. Out: both, with such a count and share as one fact.
"""

import msgspec

from kg.reading.facts import Fact
from kg.reading.tape import Item, Tape

_SHARED = 7


def with_shares(tape: Tape, facts: tuple[Fact, ...]) -> tuple[Tape, tuple[Fact, ...]]:
    """A count and the share in brackets behind its arm as one: "in 3 of the X group (6%)"."""
    items, told = list(tape.items), list(facts)
    for place in range(len(items) - 3):
        if items[place].form != "A":
            continue
        opened, share, closed = items[place + 1 : place + 4]
        if opened.form != "(" or share.form != "V" or closed.form not in {")", ",", ";"}:
            continue
        before = next(
            (
                n
                for n in range(place - 1, max(-1, place - _SHARED), -1)
                if items[n].form in {"V", "S", "A"}
            ),
            None,
        )
        if before is None or items[before].form == "A":
            continue
        own, other = _fact_at(items[before], told), told[int(share.value)]
        if own is None or not _is_count(own) or other.number is None or other.number.unit != "%":
            continue
        if other.count is not None:
            continue
        both = msgspec.structs.replace(
            own, kind="count", number=other.number, statistic="percentage",
            figures=(*own.figures, *other.figures),
        )  # fmt: skip
        told.append(both)
        items[before] = items[before]._replace(form="V", value=len(told) - 1)
        items[place + 2] = share._replace(form="N")
    return Tape(tape.text, tuple(items)), tuple(told)


def _fact_at(item: Item, facts: list[Fact]) -> Fact | None:
    """The fact of an item, one of people too."""
    if isinstance(item.value, int):
        return facts[item.value]
    return next((fact for fact in facts if fact.start == item.start), None)


def _is_count(fact: Fact) -> bool:
    return fact.kind in {"count", "people"} and fact.number is None and fact.denominator is None
