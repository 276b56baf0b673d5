"""The numbers of a table's cell, read as its margin or head says that they are.

In: the text of a cell, and its form. Out: a measure; nothing where the cell is written otherwise.
"""

import re
from decimal import Decimal
from typing import Final

from kg import units
from kg.reading.atoms import Unit
from kg.reading.measures import Measure
from kg.reading.table_words import Form
from kg.values import number_of

_N: Final = r"[-−–+]?\d+(?:[.,·‧]\d+)*"
_TO: Final = r"\s*(?:–|−|-|to|,|;|—)\s*"
_UNIT: Final = r"(?P<unit>[^\d\s()\[\]±+][^\d()\[\]±+]*?)?"
_SINGLE: Final = re.compile(
    rf"(?P<value>{_N})\s*{_UNIT}\s*(?:[(\[]\s*(?:±\s*)?(?P<spread>{_N})\s*[)\]]|(?:±|\+/-)\s*(?P<other>{_N}))"
)
_LIMITS: Final = re.compile(
    rf"(?P<value>{_N})\s*{_UNIT}\s*[(\[]\s*(?P<low>{_N}){_TO}(?P<high>{_N})\s*[)\]]"
)
_SHARE: Final = re.compile(
    r"(?P<count>\d{1,3}(?:[, ]\d{3})+|\d+)\s*(?:/\s*(?P<of>\d+))?\s*[(\[]\s*(?P<share>\d+(?:[.,·‧]\d+)?)\s*(?P<sign>%?)\s*[)\]]"
)
PERCENT: Final = Unit("%", "%")


def measure_of(text: str, form: Form, people: int | None) -> Measure | None:
    """The measure that a cell holds; a share must agree with the number of people.

    >>> from kg.reading.table_words import SHARE
    >>> measure_of("12.3 (4.5)", Form("mean", "standardDeviation"), None).spread
    Decimal('4.5')
    >>> measure_of("9 (60%)", SHARE, 15).denominator, measure_of("9 (70%)", SHARE, 15)
    (15, None)
    """
    if form.statistic == "percentage":
        return _share(text, people)
    single = form.spread in {"standardDeviation", "standardError"}
    found = (_SINGLE if single else _LIMITS).fullmatch(text.strip())
    return None if found is None else _spread(found, form, single=single)


def _spread(found: re.Match[str], form: Form, *, single: bool) -> Measure | None:
    names = ("value", "spread", "other") if single else ("value", "low", "high")
    value, *rest = (number_of(found[name]) if found[name] else None for name in names)
    unit = _unit(found["unit"])
    given = [number for number in rest if number is not None]
    if value is None or len(given) != (1 if single else 2) or (found["unit"] and unit is None):
        return None
    if single:
        spread = given[0]
        return None if spread < 0 else _measure(found, value, unit, form, spread=spread)
    low, high = given
    inside = low <= value <= high
    return _measure(found, value, unit, form, low=low, high=high) if inside else None


def _measure(
    found: re.Match[str],
    value: Decimal,
    unit: Unit | None,
    form: Form,
    *,
    spread: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Measure:
    return Measure(
        value,
        found["value"],
        unit,
        spread=spread,
        spread_low=low,
        spread_high=high,
        spread_type=form.spread,
    )


def _unit(written: str | None) -> Unit | None:
    plain = (written or "").strip(" ,")
    code = units.ucum(plain) if plain else None
    return Unit(code, plain) if code else None


def _share(text: str, people: int | None) -> Measure | None:
    """A count with its share: the two must be of the same people."""
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return None
    count, share = int(re.sub(r"\D", "", found["count"])), number_of(found["share"])
    whole = int(found["of"]) if found["of"] else people
    if share is None or not whole or not agrees(count, whole, share):
        return None
    return Measure(share, found["share"], PERCENT, count=count, denominator=whole)


def agrees(count: int, whole: int, share: Decimal) -> bool:
    """Whether a share is a count out of a whole, as far as it was rounded.

    >>> agrees(88, 302, Decimal("29.1")), agrees(88, 302, Decimal("29.3")), agrees(2, 13, Decimal(15))
    (True, False, True)
    """
    exact = Decimal(100 * count) / Decimal(whole)
    places = share.as_tuple().exponent
    step = Decimal(1).scaleb(places if isinstance(places, int) else 0)
    return count <= whole and abs(exact - share) <= step * Decimal("0.51")
