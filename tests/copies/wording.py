"""The ways in which reports write one thing: numbers, spreads, p-values, amounts.

In: exact values and a style. Out: strings.
"""

from decimal import Decimal
from typing import NamedTuple

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


RANGES = {"IQR", "95% CI"}


class Style(NamedTuple):
    """How a copy writes numbers."""

    spread: str = "+/-"
    p: str = "P {r} {v}"
    point: str = "."
    thousands: str = ","
    words: bool = True
    leading_zero: bool = True
    pair: str = "{} and {}%"


def in_words(number: int) -> str:
    """A whole number below 1000 in words.

    >>> in_words(56), in_words(212)
    ('fifty-six', 'two hundred and twelve')
    """
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_UNITS[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")


def count(number: int, style: Style) -> str:
    """A small count: in words or digits, as the style has it."""
    return in_words(number) if style.words and number < 100 else digits(Decimal(number), style)


def digits(value: Decimal, style: Style) -> str:
    """A value in digits, with the style's decimal point and thousands.

    >>> digits(Decimal("10000.5"), Style(point="·", thousands=" "))
    '10 000·5'
    """
    plain = f"{value:,f}".replace(",", "\0").replace(".", style.point)
    return plain.replace("\0", style.thousands if abs(value) >= 10_000 else "")


def bounds(value: Decimal, spread: Decimal) -> tuple[Decimal, Decimal]:
    """The limits that a mean or median is written with where its spread is a range."""
    return value - spread, value + spread


def with_spread(value: Decimal, spread: Decimal, kind: str, style: Style) -> str:
    """A mean with its spread: "428 ± 25", "428 (SE 25)", "428 (IQR 403 to 453)"."""
    mean, beside = digits(value, style), digits(spread, style)
    if kind in RANGES:
        low, high = (digits(limit, style) for limit in bounds(value, spread))
        between = "–" if style.spread == "–" else " to "
        return f"{mean} ({kind}{',' * (style.spread == ', ')} {low}{between}{high})"
    if style.spread.startswith("("):
        return f"{mean} ({kind}{style.spread[1:]}{beside})"
    return f"{mean} {style.spread} {beside}" if style.spread != "±tight" else f"{mean}±{beside}"


def spread_note(kind: str, style: Style) -> str:
    """What stands after "mean" to say what the spread is, with a space, or nothing."""
    if style.spread.startswith("(") or kind in RANGES:
        return ""
    return f"({style.spread.removesuffix('tight')}{kind}) "


def p_value(relation: str, value: Decimal, style: Style) -> str:
    """A p-value: "P < 0.001", "p=.03"."""
    number = digits(value, style)
    if not style.leading_zero:
        number = number.removeprefix("0")
    return style.p.format(r=relation, v=number)


def sentence_case(words: str) -> str:
    """Words with a capital first letter; a name that mixes cases keeps its own.

    >>> sentence_case("adalimumab"), sentence_case("rIL-2")
    ('Adalimumab', 'rIL-2')
    """
    first = words.split(maxsplit=1)[0]
    return words if any(c.isupper() for c in first) else words[0].upper() + words[1:]
