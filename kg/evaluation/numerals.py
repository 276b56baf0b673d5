"""Numbers in a stretch of text, found without the reading room's own grammar.

In: a text. Out: each numeral or number word with its place and value. An instrument must not see
with the eyes of what it measures: this module shares nothing with ``kg.reading`` but the
conversion of one numeral to a decimal. Where a numeral can be read in several ways all are given,
but never a part of it: 200 does not stand in "1,200", nor 40 in "forty-three".
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.values import number_of

Span = tuple[int, int]

_WORD = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_RUN = re.compile(
    rf"\b(?:{_WORD}|hundred(?=\ and\ ))(?:(?:[ -]|(?<=hundred)\ and\ |(?<=thousand)\ and\ )"
    rf"(?:{_WORD}|hundred|thousand|million))*\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:[,\s'’\u2009\u202f\u00a0]\d{3})+(?!\d)(?:[.·]\d+)?")
_FIGURE = re.compile(r"\d+(?:[.·‧]\d+)?|(?<!\w)[.·]\d+")
# A point that stands apart from its decimals, or was scanned as a stroke.
_TORN = re.compile(r"(?<![\w.])(?:\d*\.[ ]|\d+[ ]·[ ])\d+(?!\d|[.]\d)|(?<![\w.])0/0\d+\b")
_COMMA = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?![\d,])")
_POWER = re.compile(r"(?:(\d+(?:[.·]\d+)?)\s?[x×]\s?)?10(?:\^\s?([-−–]\s?\d+)|(⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
_SMALL = re.compile(r"(\d+(?:[.·]\d+)?)(?:\s?[x×]\s?10\s?\(?\s?|[eE])([-−–]\s?\d{1,2})(?![\d.])")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−–", "-0123456789--")
_NOTHING = re.compile(r"\b(?:no|none|neither|nobody)\b", re.IGNORECASE)
_SIGN = re.compile(r"[-−–‒]\s?$")


class Numeral(NamedTuple):
    """A number as it stands in a text, and one value it can have."""

    start: int
    end: int
    value: Decimal


def numerals(text: str) -> tuple[Numeral, ...]:
    """All readings of all numerals of a text, by place.

    >>> [(n.value, n.start) for n in numerals("fell by −1.5 in forty-three of 1,200")][:3]
    [(Decimal('-1.5'), 8), (Decimal('1.5'), 9), (Decimal('43'), 16)]
    >>> Decimal(1200) in {n.value for n in numerals("of 1,200")}
    True
    >>> [n.value for n in numerals("vs.61.8")]
    [Decimal('61.8')]
    >>> {Decimal("0.24"), Decimal("0.001")} <= {n.value for n in numerals("0. 24, P<0/001")}
    True
    """
    return _numerals(text)


@lru_cache(maxsize=1 << 12)
def _numerals(text: str) -> tuple[Numeral, ...]:
    return tuple(sorted(set(_readings(text))))


def _readings(text: str) -> Iterator[Numeral]:
    grouped = list(_GROUPED.finditer(text))
    whole = [match.span() for match in grouped if not re.search("[ \n]", match.group())]
    figures = (
        match
        for match in _FIGURE.finditer(text)
        if not any(start <= match.start() < end for start, end in whole)
    )
    for match in (*grouped, *figures, *_COMMA.finditer(text)):
        yield from _signed(text, match)
    for match in _RUN.finditer(text):
        value = number_of(match.group())
        if value is not None:
            yield Numeral(match.start(), match.end(), value)
    for match in _TORN.finditer(text):
        yield Numeral(*match.span(), Decimal(re.sub("[ ]?[./·][ ]?", ".", match.group())))
    for match in (*_POWER.finditer(text), *_SMALL.finditer(text)):
        exponent = "".join(filter(None, match.groups()[1:])).translate(_RAISED).replace(" ", "")
        mantissa = number_of(match[1]) if match[1] else Decimal(1)
        if mantissa is not None:
            yield Numeral(match.start(), match.end(), mantissa.scaleb(int(exponent)))
    for match in _NOTHING.finditer(text):
        yield Numeral(match.start(), match.end(), Decimal(0))


def _signed(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    value = number_of(match.group())
    if value is None:
        return
    yield Numeral(match.start(), match.end(), value)
    sign = _SIGN.search(text[max(0, match.start() - 2) : match.start()])
    if sign:
        yield Numeral(match.start() - len(sign.group()), match.end(), -value)


def spots(text: str, value: Decimal, start: int = 0) -> tuple[Span, ...]:
    """Where a value stands in a text, in code points from *start*.

    >>> spots("5 of 50 and five of 49", Decimal(5), start=100)
    ((100, 101), (112, 116))
    """
    found = (n for n in numerals(text) if n.value == value)
    return tuple((start + n.start, start + n.end) for n in found)


def first_value(written: str) -> Decimal | None:
    """The number that a short stretch of text opens with or holds, the sign included.

    >>> first_value("14.7 months"), first_value("(−3%)"), first_value("One hundred and ten")
    (Decimal('14.7'), Decimal('-3'), Decimal('110'))
    >>> first_value("160 921"), first_value("many") is None
    (Decimal('160921'), True)
    """
    readings = [n for n in numerals(written) if written[n.start : n.end].lower() not in _EMPTY]
    if not readings:
        return None
    first = min(n.start for n in readings)
    return max((n for n in readings if n.start == first), key=lambda n: n.end).value


_EMPTY = frozenset({"no", "none", "neither", "nobody"})
