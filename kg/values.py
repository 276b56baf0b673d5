"""Reported values: numbers as written, in UCUM units, and dates with the precision given.

In: strings of a report. Out: exact decimals, never floats; ``None`` where a string is not what
it should be. Nothing is rounded and nothing is guessed.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DIGIT_WORDS = {
    **{
        word: n
        for n, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen".split()
        )
    },
    **{
        word: n * 10
        for n, word in enumerate(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
        )
    },
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_GROUPED = re.compile(r"\d{1,3}(?:([,\s\u2009\u202f\u00a0'’])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})(?:[ /-]([A-Za-z]{3,9}|\d{1,2})(?:[ /-](\d{1,2}))?)?")


@lru_cache(maxsize=1 << 12)
def number_of(text: str) -> Decimal | None:
    """The exact decimal that a numeral or a number word stands for, else nothing.

    >>> number_of("10 000"), number_of("0·78"), number_of("-1.20"), number_of("1,695")
    (Decimal('10000'), Decimal('0.78'), Decimal('-1.20'), Decimal('1695'))
    >>> number_of("Fifty-six"), number_of("two hundred and five"), number_of("many")
    (Decimal('56'), Decimal('205'), None)
    >>> number_of("Hundred and six"), number_of("Two-thousand four-hundred twenty-two")
    (Decimal('106'), Decimal('2422'))
    """
    plain = unicodedata.normalize("NFKC", text.strip())
    plain = re.sub(r"[−‒–]", "-", plain).replace("·", ".").replace("‧", ".")
    if _GROUPED.fullmatch(plain.lstrip("+-")):
        plain = re.sub(r"[,\s'’]", "", plain)
    elif re.fullmatch(r"[+-]?\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    if re.fullmatch(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)", plain):
        return _decimal(plain)
    return _spelled(plain.lower())


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern above admits decimals only
        return None


def _spelled(text: str) -> Decimal | None:
    total = group = 0
    words = [w for w in re.split(r"[\s,-]+", text) if w != "and"]
    if not words:
        return None
    for word in words:
        if word in _DIGIT_WORDS:
            group += _DIGIT_WORDS[word]
        elif word == "hundred" and (group or words[0] == word):
            group = (group or 1) * _SCALES[word]
        elif word in _SCALES and group:
            total, group = total + group * _SCALES[word], 0
        else:
            return None
    return Decimal(total + group)


def plain(value: Decimal) -> str:
    """The shortest plain spelling of a decimal, without an exponent.

    >>> plain(Decimal("0.050")), plain(Decimal("1E+3")), plain(Decimal("-0"))
    ('0.05', '1000', '0')
    """
    spelled = format(value.normalize(), "f")
    return "0" if spelled in {"-0", "0"} else spelled


def partial_date(text: str) -> str | None:
    """The date in ISO form with the precision given: a year, a month or a day.

    >>> partial_date("1996 Oct 31"), partial_date("2009 Jul"), partial_date("2009")
    ('1996-10-31', '2009-07', '2009')
    >>> partial_date("2009-02-30") is None
    True
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = match.groups()
    if month is None:
        return year
    number = int(month) if month.isdigit() else _month(month)
    if number is None or not 1 <= number <= 12:  # noqa: PLR2004 - months of a year
        return None
    if day is None:
        return f"{year}-{number:02d}"
    return f"{year}-{number:02d}-{int(day):02d}" if _is_day(int(year), number, int(day)) else None


def _month(name: str) -> int | None:
    return _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else None


def _is_day(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= day <= lengths[month - 1]


def date_datatype(text: str) -> str:
    """The XSD datatype that fits the precision of an ISO date.

    >>> date_datatype("2009-07"), date_datatype("2009"), date_datatype("1996-10-31")
    ('gYearMonth', 'gYear', 'date')
    """
    return {4: "gYear", 7: "gYearMonth"}.get(len(text), "date")
