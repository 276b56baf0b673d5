"""Numbers, ages, dates and times as the registry writes them.

In: a value of the record. Out: exact decimals, bounds where the record only bounds ("<0.01"), and
nothing where it says that there is no value ("NA"). Nothing is guessed.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from kg.codes import PRelation
from kg.records import PValue, Quantity, TimePeriod, TimePoint
from kg.sources.ctgov.schema import Value
from kg.values import partial_date

_NUMBER: Final = re.compile(
    r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+,\d+|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
)
_BOUND: Final = re.compile(r"\s*(<=|>=|[<>≤≥=])\s*(.+?)\s*")
_SIGNS: Final = {"<=": "≤", ">=": "≥"}
_AGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(Year|Month|Week|Day|Hour|Minute)s?", re.IGNORECASE)
_UNITS: Final = {
    "minute": "min",
    "min": "min",
    "hour": "h",
    "hr": "h",
    "day": "d",
    "week": "wk",
    "wk": "wk",
    "month": "mo",
    "year": "a",
    "yr": "a",
}
_NAMES: Final = r"(minute|min|hour|hr|day|week|wk|month|year|yr)s?"
_AT: Final = re.compile(
    rf"(?:(?:at|after)\s+)?(?:{_NAMES}\s*[-#]?\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)[\s-]*{_NAMES})\.?",
    re.IGNORECASE,
)
_FROM_BASELINE: Final = re.compile(
    r"(?:change\s+)?(?:from\s+)?(?:baseline|day 0)\s*(?:\(.*?\)\s*)?"
    r"(?:,\s*(?:and\s+)?|/|and|to|through|up to|until|-|–|vs\.?)\s*(?:at\s+|to\s+)?(.+)",
    re.IGNORECASE,
)


# The same few numbers fill a registry; 1 and 1.0 are not written the same.
_held = lru_cache(maxsize=1 << 14, typed=True)


class Amount(NamedTuple):
    """A number, or what bounds it; neither where the record has none."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    inclusive: bool | None = None


def written(value: Value) -> str | None:
    """The spelling of a value; nothing for an empty one.

    >>> written(" 12.50 "), written(7), written("")
    ('12.50', '7', None)
    """
    text = "" if value is None else str(value).strip()
    return text or None


@_held
def number(value: Value) -> Decimal | None:
    """The exact number that a value is, else nothing.

    >>> number("1,553"), number(".08"), number("0,3139"), number("-.34")
    (Decimal('1553'), Decimal('0.08'), Decimal('0.3139'), Decimal('-0.34'))
    >>> number("NA"), number("<0.01"), number("1_000")
    (None, None, None)
    """
    text = (written(value) or "").replace("−", "-").replace("·", ".")
    if not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    head, _, tail = text.lstrip("+-").partition(",")
    decimal_comma = bool(tail) and (len(tail) != 3 or head == "0")  # noqa: PLR2004 - thousands
    if decimal_comma and "," not in tail and "." not in tail:
        return Decimal(text.replace(",", "."))
    return Decimal(text.replace(",", ""))


def whole(value: Value) -> int | None:
    """The whole number that a value is, else nothing.

    >>> whole("1,864"), whole("2.5"), whole("NA")
    (1864, None, None)
    """
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


@_held
def amount(value: Value) -> Amount:
    """A number or a bound.

    >>> amount("<0.01"), amount(">= 3").inclusive, amount("NA")
    (Amount(value=None, low=None, high=Decimal('0.01'), inclusive=False), True, Amount(...))
    """
    plain = number(value)
    if plain is not None:
        return Amount(plain)
    match = _BOUND.fullmatch(written(value) or "")
    bound = number(match[2]) if match else None
    if match is None or bound is None:
        return Amount()
    sign = _SIGNS.get(match[1], match[1])
    if sign == "=":
        return Amount(bound)
    inclusive = sign in {"≤", "≥"}
    return (
        Amount(high=bound, inclusive=inclusive)
        if sign in {"<", "≤"}
        else Amount(low=bound, inclusive=inclusive)
    )


def p_value(value: Value) -> PValue | None:
    """A p-value with its relation, else nothing.

    >>> p_value("< .001"), p_value("0.0360").relation, p_value("NS")
    (PValue(value=Decimal('0.001'), relation='<', reported='< .001'), '=', None)
    """
    text = written(value)
    if text is None:
        return None
    match = _BOUND.fullmatch(re.sub(r"^[pP]\s*(?:[- ]?value)?\s*(?=[<>=≤≥])", "", text))
    found = number(match[2] if match else text)
    relations: dict[str, PRelation] = {"<": "<", ">": ">", "≤": "≤", "≥": "≥", "=": "="}
    relation = relations[_SIGNS.get(match[1], match[1])] if match else "="
    return None if found is None else PValue(value=found, relation=relation, reported=text)


def day(value: str | None) -> str | None:
    """A date with the precision given; nothing for one that no calendar has.

    >>> day("2009-07"), day("2009-02-30"), day("2020-09-29T21:40")
    ('2009-07', None, '2020-09-29')
    """
    return partial_date(value.partition("T")[0]) if value else None


def age(low: str | None, high: str | None) -> Quantity | None:
    """The ages between two limits, both included, in the coarsest unit that fits both.

    >>> age("18 Years", None).min, age("6 Months", "17 Years").max, age("N/A", None)
    (Decimal('18'), Decimal('204'), None)
    """
    ends = [_AGE.fullmatch((end or "").strip()) for end in (low, high)]
    found = [(Decimal(m[1]), _UNITS[m[2].lower()]) if m else None for m in ends]
    units = {end[1] for end in found if end}
    if not units:
        return None
    unit, numbers = next(iter(units)), [end[0] if end else None for end in found]
    if len(units) > 1:
        unit, numbers = _in_months(found)
    lowest, highest = numbers
    return Quantity(
        min=lowest,
        max=highest,
        min_inclusive=True if lowest is not None else None,
        max_inclusive=True if highest is not None else None,
        unit=unit,
        reported=" to ".join(filter(None, (low, high))),
    )


_MONTHS: Final = {"a": Decimal(12), "mo": Decimal(1)}
_DAYS: Final = {"a": Decimal("365.25"), "mo": Decimal("30.4375"), "wk": Decimal(7), "d": Decimal(1)}


def _in_months(
    ends: list[tuple[Decimal, str] | None],
) -> tuple[str, list[Decimal | None]]:
    """Limits of two units in one: months where both have them, else days or minutes."""
    named = {end[1] for end in ends if end}
    for unit, factors in (("mo", _MONTHS), ("d", _DAYS)):
        if named <= set(factors):
            return unit, [end and end[0] * factors[end[1]] for end in ends]
    minutes = {name: days * 1440 for name, days in _DAYS.items()} | {
        "h": Decimal(60),
        "min": Decimal(1),
    }
    return "min", [end and end[0] * minutes[end[1]] for end in ends]


# --- Times --------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)
def moment(text: str | None) -> TimePoint | None:
    """The moment that a whole wording names, else nothing.

    >>> moment("Week 12").offset.unit, moment("12 months").offset.value
    ('wk', Decimal('12'))
    >>> moment("Week 12 and week 24") is None
    True
    """
    plain = " ".join((text or "").split()).rstrip(".")
    if re.fullmatch(r"(?:at )?(?:baseline|base line|day 0|week 0)", plain, re.IGNORECASE):
        return TimePoint(is_baseline=True)
    match = _AT.fullmatch(plain)
    if match is None:
        return None
    name, figure = match[1] or match[4], match[2] or match[3]
    offset = Quantity(value=Decimal(figure), unit=_UNITS[name.lower()], reported=plain)
    return TimePoint(offset=offset)


@lru_cache(maxsize=1 << 12)
def stretch(text: str | None) -> TimePeriod | None:
    """The stretch from baseline that a whole wording names, else nothing.

    >>> stretch("Baseline to week 24").end.offset.value, stretch("up to 1 year")
    (Decimal('24'), None)
    """
    match = _FROM_BASELINE.fullmatch(" ".join((text or "").split()))
    end = moment(match[1]) if match else None
    if end is None or end.is_baseline:
        return None
    return TimePeriod(start=TimePoint(is_baseline=True), end=end)
