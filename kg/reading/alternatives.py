"""Two bounds of one measurand: both ends of a range, or alternatives of which one is enough.

In: a tape with its bounds. Out: the tape on which "above 20 but below 40" is one range and both
of "below 110 or above 180 mmHg" have the unit; and which bound is an alternative to which.
"""

from msgspec.structs import replace

from kg.reading.measures import Measure
from kg.reading.tape import Hit, Item, Tape

_UNREAD = r"B (?:, )?or (?:\S+ )?V"


def paired(tape: Tape) -> Tape:
    """The tape with ranges made of their two ends, and units shared by alternatives."""
    tape = tape.fold(r"B (?:, )?(?:and|but) B", _range)
    tape = tape.fold(r"B(?= (?:, )?or (?P<other>B))", _with_unit)
    return tape.fold(r"(?<=B or )B|(?<=B , or )B", _with_unit_before)


def _range(hit: Hit) -> Item | None:
    first, *_, last = hit.items()
    ends = sorted((first.value, last.value), key=lambda each: each.low is None)
    low, high = ends
    if low.low is None or low.high is not None or high.high is None or high.low is not None:
        return None
    if low.low >= high.high or (low.unit and high.unit and low.unit.code != high.unit.code):
        return None
    both = replace(
        low,
        written=hit.words(),
        unit=low.unit or high.unit,
        high=high.high,
        high_inclusive=high.high_inclusive,
    )
    return Item("B", first.start, last.end, both)


def _with_unit(hit: Hit) -> Item | None:
    return _given(hit.items()[0], hit.value("B", "other"))


def _with_unit_before(hit: Hit) -> Item | None:
    earlier = next(each for each in reversed(hit.tape.items[: hit.first]) if each.form == "B")
    return _given(hit.items()[0], earlier.value)


def _given(item: Item, other: Measure | None) -> Item | None:
    if other is None or other.unit is None or item.value.unit is not None:
        return None
    return item._replace(value=replace(item.value, unit=other.unit))


def alternative(tape: Tape, start: int) -> int | None:
    """The place of the bound to which what starts at a place is an alternative, if it is one.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.measures import measures
    >>> tape = measures(atoms("potassium < 3.5 or > 5.5 mmol/L"))
    >>> tape.line, alternative(tape, 3)
    (' potassium B or B ', 1)
    """
    before = [item.form for item in tape.items[max(0, start - 3) : start]]
    if before[-2:] == ["B", "or"]:
        return start - 2
    return start - 3 if before == ["B", ",", "or"] else None


def is_open(tape: Tape) -> bool:
    """Whether an alternative to a bound has a number of which no bound was read."""
    return tape.hit(_UNREAD) is not None
