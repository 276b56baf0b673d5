"""Numbers of the results as records, and what is suspicious about them.

In: a value with its spread, limits and unit as the registry writes them. Out: the number of a
result, its statistic, and flags for what cannot be right; nothing is corrected or dropped.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from kg import units
from kg.codes import DispersionType, Flag, Statistic
from kg.linking import lexicon
from kg.records import Number, PValue
from kg.sources.ctgov.amounts import amount, number, whole, written
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.naming import DISPERSION, PARAMETER
from kg.sources.ctgov.schema import Value
from kg.sources.ctgov.unit_texts import (
    counts_people,
    is_percent_change,
    is_percentage,
    ucum,
)
from kg.values import plain

_LEVEL: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*%?\s*(?:confidence|credible)|CONFIDENCE_(\d+(?:\.\d+)?)", re.IGNORECASE
)
_WHOLE: Final = 100
_ONE: Final = Decimal(1)
_COUNTED: Final = {"{points}", "{score}"}
# Statistics that have a unit of their own, whatever is measured.
_SHARES: Final = {"countStatistic", "percentage", "percentChange", "otherStatistic"}
_RATIOS: Final = {"hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans"}
_DIFFERENCES: Final = {
    "meanDifference", "leastSquaresMeanDifference", "medianDifference", "riskDifference",
    "standardizedMeanDifference", "change",
}  # fmt: skip
_WITHIN: Final = {
    ("interquartileRange", "median"),
    ("range", "median"),
    ("range", "mean"),
}


class Scale(NamedTuple):
    """How all numbers of one measure are to be read."""

    statistic: Statistic | None
    spread: DispersionType | None
    level: Decimal | None
    unit: str | None
    unit_text: str | None
    people: bool
    of_units: bool = False
    factor: Decimal = _ONE
    flags: tuple[Flag, ...] = ()


class Figure(NamedTuple):
    """The number of a result, and what is suspicious about it."""

    number: Number
    flags: tuple[Flag, ...]


def scale(
    parameter: str | None, spread: str | None, unit: str | None, measurand: str, book: Book, at: str
) -> Scale:
    """The scale that a measure states for its numbers."""
    statistic = book.code(PARAMETER, parameter, f"{at}/paramType")
    text = " ".join((unit or "").split()) or None
    people = parameter == "COUNT_OF_PARTICIPANTS" or (
        parameter == "NUMBER" and text is not None and counts_people(text)
    )
    if parameter == "NUMBER":
        statistic = _of_number(text, people=people)
    kind, level = dispersion(spread, book, f"{at}/dispersionType")
    code, factor, flags = _unit(measurand, statistic, text)
    units_too = parameter == "COUNT_OF_UNITS"
    return Scale(statistic, kind, level, code, text, people, units_too, factor, flags)


def _unit(
    measurand: str, statistic: Statistic | None, text: str | None
) -> tuple[str | None, Decimal, tuple[Flag, ...]]:
    code = "1" if statistic == "countStatistic" else ucum(text) if text else None
    return (code, _ONE, ()) if statistic == "logMean" else _meant(measurand, code)


def rescaled(scale: Scale, measurand: str) -> Scale | None:
    """The scale where something else is measured on it; nothing where its unit cannot be it."""
    code, factor, flags = _unit(measurand, scale.statistic, scale.unit_text)
    known = lexicon().concept(measurand)
    told = scale.statistic not in _SHARES and code is not None and known is not None
    if told and known is not None and not _measures(code or "", known.canonical_unit):
        return None
    return scale._replace(unit=code, factor=factor, flags=flags)


def _measures(code: str, canonical: str | None) -> bool:
    """Whether a unit is one of what is measured in another; events are counted and waited for."""
    if canonical is None:
        return code == "1" or units.comparable(code, "d")
    return code == canonical or units.convert(_ONE, code, canonical) is not None


def _of_number(unit: str | None, *, people: bool) -> Statistic:
    """What a bare number is, as far as its unit tells."""
    if people:
        return "countStatistic"
    if unit and is_percentage(unit):
        return "percentage"
    return "percentChange" if unit and is_percent_change(unit) else "otherStatistic"


def dispersion(
    spelled: str | None, book: Book, path: str
) -> tuple[DispersionType | None, Decimal | None]:
    """The kind of spread, or the level of the interval, that a measure states.

    >>> dispersion("95% Confidence Interval", Book(), ""), dispersion("Standard Error", Book(), "")
    ((None, Decimal('95')), ('standardError', None))
    >>> dispersion("CONFIDENCE_975", Book(), "")
    (None, Decimal('97.5'))
    """
    if spelled is None or spelled.upper() in {"NONE", "NA", "NOT APPLICABLE"}:
        return None, None
    match = _LEVEL.search(spelled)
    if match:
        level = Decimal(match[1] or match[2])
        # The registry's code for 97.5% has no point.
        return None, level if level <= _WHOLE else level / 10
    letters = re.sub(r"[^a-z]", "", spelled.lower())
    return book.code(DISPERSION, letters if letters in DISPERSION else spelled, path), None


def _meant(measurand: str, code: str | None) -> tuple[str | None, Decimal, tuple[Flag, ...]]:
    """The measurand's own unit and what to multiply by, where every number converts exactly.

    A unit that cannot measure this is read as what it must be, and flagged.
    """
    known = lexicon().concept(measurand)
    if known is None or code is None:
        return code, _ONE, ()
    canonical = known.canonical_unit
    if canonical in _COUNTED and code in _COUNTED:
        # "units on a scale" are the points of the score that the measurand is.
        return canonical, _ONE, ()
    other = units.meant(measurand, code)
    flags: tuple[Flag, ...] = ("implausibleUnit",) if other else ()
    factor = units.convert(_ONE, other or code, canonical) if canonical else None
    if factor is not None and _linear(other or code):
        return canonical, factor, flags
    return other or code, _ONE, flags


def _linear(code: str) -> bool:
    """Whether a unit is no logarithm, of which nothing can be multiplied."""
    return not code.lower().startswith("{log")


# --- One number ---------------------------------------------------------------------------------


def figure(
    value: Value, scale: Scale, spread: Value = None, lower: Value = None, upper: Value = None
) -> Figure:
    """A number with its spread on its scale; what is converted keeps its own spelling beside."""
    found = amount(value)
    least, greatest = scaled(found.low, scale), scaled(found.high, scale)
    low, high = scaled(number(lower), scale), scaled(number(upper), scale)
    relative = scale.spread == "geometricCoefficientOfVariation"
    width = number(spread) if relative else scaled(number(spread), scale)
    interval = scale.level is not None
    made = Number(
        value=scaled(found.value, scale),
        min=least,
        max=greatest,
        min_inclusive=found.inclusive if least is not None else None,
        max_inclusive=found.inclusive if greatest is not None else None,
        reported=written(value),
        unit=scale.unit,
        unit_text=scale.unit_text,
        dispersion_type=None if width is low is high is None else scale.spread,
        dispersion=None if interval else width,
        dispersion_lower=None if interval else low,
        dispersion_upper=None if interval else high,
        ci_lower=low if interval else None,
        ci_upper=high if interval else None,
        ci_level=scale.level if interval and (low is not None or high is not None) else None,
        reported_dispersion=as_written(spread, None if interval else width),
        reported_lower=as_written(lower, low),
        reported_upper=as_written(upper, high),
    )
    return Figure(made, tuple(dict.fromkeys((*scale.flags, *suspicious(made, scale.statistic)))))


def scaled(number: Decimal | None, scale: Scale) -> Decimal | None:
    """A number in the unit of its scale."""
    return number if number is None or scale.factor == _ONE else number * scale.factor


def as_written(value: Value, read: Decimal | None) -> str | None:
    """The spelling of a value, where the number alone does not give it back."""
    text = written(value)
    return text if text is not None and (read is None or plain(read) != text) else None


# --- What cannot be right -----------------------------------------------------------------------


def suspicious(made: Number, statistic: Statistic | None) -> Iterator[Flag]:
    """The flags of a number: what contradicts itself, and what no number of its kind can be."""
    value = made.value
    if _crossed(made.ci_lower, made.ci_upper) or _outside(value, made.ci_lower, made.ci_upper):
        yield "incoherent"
    if _crossed(made.dispersion_lower, made.dispersion_upper):
        yield "incoherent"
    if (made.dispersion_type, statistic) in _WITHIN and _outside(
        value, made.dispersion_lower, made.dispersion_upper
    ):
        yield "incoherent"
    if made.dispersion is not None and made.dispersion < 0:
        yield "implausibleValue"
    spread = (made.dispersion, made.dispersion_lower, made.dispersion_upper)
    if made.dispersion_type is None and any(each is not None for each in spread):
        yield "ambiguous"
    yield from _out_of_range(made, statistic)


def _out_of_range(made: Number, statistic: Statistic | None) -> Iterator[Flag]:
    value = made.value
    if statistic == "percentage" and value is not None and not 0 <= value <= 100:  # noqa: PLR2004
        yield "implausibleValue"
    if statistic in _RATIOS and (
        (value is not None and value <= 0)
        or any(end is not None and end < 0 for end in (made.ci_lower, made.ci_upper))
    ):
        yield "implausibleValue"
    if made.ci_level is not None and not 1 < made.ci_level < 100:  # noqa: PLR2004
        yield "implausibleValue"
    if value is not None and made.unit is None and made.unit_text is None:
        yield "ambiguous"


def _crossed(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _outside(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    # One limit alone bounds nothing that could be checked: it may be one-sided.
    if value is None or low is None or high is None:
        return False
    return value < low or value > high


def miscounted(count: int | None, denominator: int | None) -> tuple[Flag, ...]:
    """The flags of a count of people: more than there are, or fewer than none."""
    more = count is not None and denominator is not None and count > denominator
    fewer = (count is not None and count < 0) or (denominator is not None and denominator < 0)
    if not (more or fewer):
        return ()
    flags: list[Flag] = ["incoherent"] if more else []
    return (*flags, "implausibleValue") if fewer else tuple(flags)


def mistested(p: PValue | None, made: Number, statistic: Statistic | None) -> Iterator[Flag]:
    """The flags of a test: a P that is none, or that contradicts the interval."""
    if p is None:
        return
    if not 0 <= p.value <= 1:
        yield "implausibleValue"
    null = 1 if statistic in _RATIOS else 0 if statistic in _DIFFERENCES else None
    low, high = made.ci_lower, made.ci_upper
    if null is None or low is None or high is None or made.ci_level not in {None, Decimal(95)}:
        return
    if low < null < high and p.value < Decimal("0.045") and p.relation in {"<", "=", "≤"}:
        yield "incoherent"
    if (low > null or high < null) and p.value > Decimal("0.055") and p.relation in {">", "=", "≥"}:
        yield "incoherent"


def counted(value: Value, scale: Scale) -> int | None:
    """The number of people that a value is, where it counts people."""
    return whole(value) if scale.people else None
