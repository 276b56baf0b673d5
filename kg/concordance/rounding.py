"""Two numbers compared as reported: what their digits leave open is no disagreement.

In: numbers with the digits that their reports gave. Out: how far they lie apart, and how far
rounding alone may have put them; nothing where they may be one number.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"\d+(?:[.,·]\d+)*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_HALF: Final = Decimal("0.5")
_BELOW: Final = frozenset({"<", "≤"})


class Figure(NamedTuple):
    """A number and the step of its last reported digit.

    ``relation`` is other than "=" where the report only bounds the number.
    """

    value: Decimal
    step: Decimal
    words: str
    relation: str = "="


class Apart(NamedTuple):
    """How far two numbers lie apart, and how far rounding may part them."""

    magnitude: Decimal
    tolerance: Decimal


def whole(count: int) -> Figure:
    """A count: nothing is rounded."""
    return Figure(Decimal(count), Decimal(0), str(count))


def figure(value: Decimal, reported: str | None, relation: str = "=") -> Figure:
    """A number with the step that its wording shows, brought to the unit of the value.

    >>> figure(Decimal("53.4"), "53.40").step, figure(Decimal("5300"), "5.3").step
    (Decimal('0.01'), Decimal('100'))
    """
    words = reported or format(value, "f")
    match = _NUMBER.search(words)
    if match is None:  # "Twelve"
        return Figure(value, Decimal(0), words, relation)
    shown = _read(match[0])
    step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    if shown and value:
        step *= abs(value) / shown
    return Figure(value, step, words, relation)


def _read(written: str) -> Decimal:
    """A number in digits; a comma stands before thousands where three digits follow each.

    >>> _read("1,234"), _read("0·94"), _read("82,4")
    (Decimal('1234'), Decimal('0.94'), Decimal('82.4'))
    """
    if _THOUSANDS.fullmatch(written.partition(".")[0]):
        written = written.replace(",", "")
    whole_part, *decimals = re.split("[.,·]", written)
    return Decimal(".".join([whole_part, *decimals[:1]]))


def apart(one: Figure, other: Figure) -> Apart | None:
    """How far two numbers lie apart, where neither rounding nor a bound accounts for it.

    Each number stands for all within half its last step: they agree where these meet.

    >>> apart(figure(Decimal(53), "53"), figure(Decimal("53.4"), "53.4")) is None
    True
    >>> apart(figure(Decimal(53), "53"), figure(Decimal(59), "59"))
    Apart(magnitude=Decimal('6'), tolerance=Decimal('1.0'))
    """
    magnitude = abs(one.value - other.value)
    tolerance = (one.step + other.step) * _HALF
    if magnitude == 0 or magnitude < tolerance or _within(one, other) or _within(other, one):
        return None
    return Apart(magnitude, tolerance)


def _within(one: Figure, bound: Figure) -> bool:
    """Whether a bound leaves room for a number, or for the numbers that another bound does."""
    if bound.relation == "=":
        return False
    below = bound.relation in _BELOW
    if one.relation != "=" and (one.relation in _BELOW) == below:
        return True
    return one.value < bound.value if below else one.value > bound.value
