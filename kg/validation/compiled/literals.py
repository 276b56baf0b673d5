"""Literals as SPARQL sees them: well formed or not, and which of two comes first.

In: terms. Out: whether a literal is in the lexical space of its datatype, and whether one term is
less than another. What cannot be compared is not less; nothing here raises.
"""

import re
import struct
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from kg.namespaces import XSD
from kg.terms import Literal, Term
from kg.validation.compiled.calendar import DATES, Instant, instant, is_date

_BASE: Final = str(XSD)
_DIGITS: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_REAL: Final = rf"{_DIGITS}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
# Source: XML Schema 1.1 Part 2 (W3C 2012), section 3.3 and 3.4.
_LEXICAL: Final = {
    _BASE + name: re.compile(pattern)
    for name, pattern in {
        "base64Binary": r"(?!.* $)(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}"
        r"[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
        "boolean": "true|false|1|0",
        "decimal": _DIGITS,
        "double": _REAL,
        "duration": r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
        r"(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?",
        "dayTimeDuration": r"-?P(?=.)(?:[0-9]+D)?"
        r"(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?",
        "float": _REAL,
        "hexBinary": "(?:[0-9A-Fa-f]{2})*",
        "yearMonthDuration": r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?",
    }.items()
}
_WHOLE: Final = re.compile("[+-]?[0-9]+")
# The least and the greatest value of the datatypes that are derived from xsd:integer.
_RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    _BASE + name: limits
    for name, limits in {
        "integer": (None, None),
        "long": (-(2**63), 2**63 - 1),
        "int": (-(2**31), 2**31 - 1),
        "short": (-(2**15), 2**15 - 1),
        "byte": (-(2**7), 2**7 - 1),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
        "unsignedLong": (0, 2**64 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedByte": (0, 2**8 - 1),
    }.items()
}
_STAMP: Final = _BASE + "dateTimeStamp"  # a dateTime whose zone is known
_FLOATS: Final = {_BASE + "float", _BASE + "double"}
_EXACT: Final = {*_RANGES, _BASE + "decimal"}


@lru_cache(maxsize=1 << 16)
def well_formed(lexical: str, datatype: str) -> bool:
    """Whether a lexical form is one of its datatype; of a datatype not known here, it is.

    >>> well_formed("12", XSD.integer), well_formed("12.0", XSD.integer), well_formed("", XSD.date)
    (True, False, False)
    >>> well_formed("2009-02-29", XSD.date), well_formed("2008-02-29", XSD.date)
    (False, True)
    """
    if datatype in _RANGES:
        return _WHOLE.fullmatch(lexical) is not None and _within(lexical, *_RANGES[datatype])
    if datatype in DATES:
        return is_date(lexical, datatype)
    pattern = _LEXICAL.get(datatype)
    return pattern is None or pattern.fullmatch(lexical) is not None


def _within(lexical: str, least: int | None, most: int | None) -> bool:
    value = Decimal(lexical)
    return (least is None or value >= least) and (most is None or value <= most)


# --- Order --------------------------------------------------------------------------------------


class _Comparable(NamedTuple):
    """A value, and the family within which it has an order."""

    family: str
    value: Decimal | float | str | bool | Instant
    single: bool = False  # an xsd:float, which has fewer digits than an xsd:double


def less(one: Term, two: Term, *, or_equal: bool = False) -> bool:
    """Whether SPARQL finds one term less than another, or equal where that will do.

    Numbers are compared with numbers, strings with strings, truth values, dates and times with
    their like; all else cannot be compared.

    *Source*: SPARQL 1.1 Query Language (W3C 2013), section 17.3.

    >>> less(Literal("9", XSD.integer), Literal("10.0", XSD.decimal))
    True
    >>> less(Literal("9"), Literal("10", XSD.integer)), less(Literal("b"), Literal("a"))
    (False, False)
    """
    first, second = _comparable(one), _comparable(two)
    if first is None or second is None or first.family != second.family:
        return False
    if isinstance(first.value, Instant) and isinstance(second.value, Instant):
        return first.value.before(second.value, or_equal=or_equal)
    here, there = _promoted(first, second)
    return bool(here <= there if or_equal else here < there)  # type: ignore[operator]


def _comparable(term: Term) -> _Comparable | None:
    return None if isinstance(term, str) else _read(term)


@lru_cache(maxsize=1 << 14)
def _read(literal: Literal) -> _Comparable | None:
    lexical, datatype = literal.lexical, literal.datatype
    reader = _READERS.get(datatype)
    return reader(lexical, datatype) if reader and well_formed(lexical, datatype) else None


def _instant(lexical: str, datatype: str) -> _Comparable | None:
    moment = instant(lexical, datatype)
    family = XSD.dateTime if datatype == _STAMP else datatype
    return None if moment is None else _Comparable(family, moment)


def _float(lexical: str, datatype: str) -> _Comparable:
    value = float(lexical.replace("INF", "inf"))
    single = datatype == _BASE + "float"
    return _Comparable("number", _rounded(value) if single else value, single)


def _rounded(value: float) -> float:
    """The nearest number that an xsd:float can be."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


_READERS: Final[dict[str, Callable[[str, str], _Comparable | None]]] = {
    **dict.fromkeys(_EXACT, lambda lexical, _: _Comparable("number", Decimal(lexical))),
    **dict.fromkeys(_FLOATS, _float),
    **dict.fromkeys(DATES, _instant),
    XSD.boolean: lambda lexical, _: _Comparable("boolean", lexical in {"true", "1"}),
    XSD.string: lambda lexical, _: _Comparable("string", lexical),
}


def _promoted(first: _Comparable, second: _Comparable) -> tuple[object, object]:
    """Two values as SPARQL compares them: exact numbers as floats where the other one is."""
    here, there = first.value, second.value
    if isinstance(here, Decimal) and isinstance(there, float):
        return _as_float(here, single=second.single), there
    if isinstance(here, float) and isinstance(there, Decimal):
        return here, _as_float(there, single=first.single)
    return here, there


def _as_float(value: Decimal, *, single: bool) -> float:
    return _rounded(float(value)) if single else float(value)
