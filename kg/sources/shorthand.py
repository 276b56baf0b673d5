"""The short forms of curated records: quantities, times, p-values and numbers in one string.

In: what a person writes ("≥ 350 cells/mm3", "month 12", "< 0.001"). Out: the fields of the record
that it stands for, with the number and the unit also as they were written. ``ValueError`` says
what a form that cannot be read should look like.
"""

import re
from typing import Any

from kg import units

Fields = dict[str, Any]

_NUMBER = r"[-+−]?\d+(?:\.\d+)?"
_BOUND = r"(?P<sign>>=|<=|≥|≤|>|<)?\s*"
_QUANTITY = re.compile(
    rf"{_BOUND}(?P<low>{_NUMBER})(?:\s*(?:to|–|-)\s*(?P<high>{_NUMBER}))?\s*(?P<unit>.*)"
)
_NUMBER_WITH_CI = re.compile(
    rf"(?P<value>{_NUMBER})\s*(?P<unit>[^(]*?)"
    rf"(?:\s*\((?P<level>\d+(?:\.\d+)?)% CI (?P<low>{_NUMBER}) to (?P<high>{_NUMBER})\))?"
)
_P = re.compile(r"(?P<relation>[<>=≤≥]|<=|>=)?\s*(?P<value>\d+(?:\.\d+)?|\.\d+)")
_NAMED_TIME = re.compile(r"(?P<unit>[a-z]+) (?P<value>\d+(?:\.\d+)?)", re.IGNORECASE)
_SUMMARY = re.compile(r"(?P<statistic>median|mean) (?P<offset>.+)", re.IGNORECASE)
_SIGNS = {">=": "≥", "<=": "≤"}
# Bounds by their sign: which end the number is, and whether it belongs to the range.
_ENDS: dict[str, Fields] = {
    ">": {"min_inclusive": "false"},
    "≥": {"min_inclusive": "true"},
    "<": {"max_inclusive": "false"},
    "≤": {"max_inclusive": "true"},
}
QUANTITY = "a number with its unit, such as 7.5 M[IU], >= 300 cells/mm3 or 50 to 299 cells/mm3"
TIME = "baseline, a time such as month 12 or 12 months, or median 7 to 8 years"
PERIOD = "two times, such as baseline to month 12"
P_VALUE = "a p-value, such as < 0.001 or 0.55"
NUMBER = "a number with its unit and interval, such as 53 cells/mm3 or 0.94 (95% CI 0.75 to 1.16)"


def unit(written: str) -> Fields:
    """The UCUM code of a unit, and the unit as it was written where that was not the code.

    >>> unit("cells/mm3"), unit("M[IU]"), unit("")
    ({'unit': '{cells}/mm3', 'unit_text': 'cells/mm3'}, {'unit': 'M[IU]'}, {'unit': '1'})
    """
    if written in {"", "1"}:
        return {"unit": "1"}
    code = units.ucum(written)
    if code is None:
        raise ValueError("a unit of kg/data/units.tsv, as a report writes it or as its UCUM code")
    return {"unit": code} if code == written else {"unit": code, "unit_text": written}


def quantity(text: str) -> Fields:
    """The fields of a quantity: one value, a bound or a range with both ends.

    >>> quantity("> 200 cells/mm3")["min"], quantity("> 200 cells/mm3")["min_inclusive"]
    ('200', 'false')
    >>> quantity("4.50 M[IU]")
    {'value': '4.50', 'reported': '4.50', 'unit': 'M[IU]'}
    """
    match = _QUANTITY.fullmatch(text.strip())
    if not match or (match["sign"] and match["high"]):
        raise ValueError(QUANTITY)
    low, high, sign = _plain(match["low"]), match["high"], match["sign"]
    sized = unit(match["unit"].strip())
    if high:
        ends = {"min": low, "max": _plain(high), "min_inclusive": "true", "max_inclusive": "true"}
        return {**ends, **sized}
    if sign:
        ends = _ENDS[_SIGNS.get(sign, sign)]
        end = next(iter(ends))[:3]
        return {end: low, **ends, "reported": match["low"], **sized}
    return {"value": low, "reported": match["low"], **sized}


def time(text: str) -> Fields:
    """The fields of a time point.

    >>> time("baseline")
    {'is_baseline': 'true', 'label': 'baseline'}
    >>> time("week 52")["offset"]["unit"], time("median 7 to 8 years")["statistic"]
    ('wk', 'median')
    """
    plain = text.strip()
    if plain.lower() == "baseline":
        return {"is_baseline": "true", "label": "baseline"}
    if summary := _SUMMARY.fullmatch(plain):
        offset = _length(summary["offset"])
        return {"statistic": summary["statistic"].lower(), "offset": offset, "label": plain}
    named = _NAMED_TIME.fullmatch(plain)
    written = f"{named['value']} {named['unit']}" if named else plain
    return {"offset": _length(written), "label": plain}


def _length(text: str) -> Fields:
    found = _or(TIME, quantity, text)
    if units.comparable(found["unit"], "d"):
        return found
    raise ValueError(TIME)


def period(text: str) -> Fields:
    """The fields of a stretch of time between two points.

    >>> period("baseline to week 24")["end"]["label"]
    'week 24'
    """
    start, between, end = text.partition(" to ")
    if not between:
        raise ValueError(PERIOD)
    return {"start": _or(PERIOD, time, start), "end": _or(PERIOD, time, end)}


def p_value(text: str) -> Fields:
    """The fields of a p-value; a bare number is one that was given exactly.

    >>> p_value("< 0.001"), p_value("0.050")["relation"]
    ({'value': '0.001', 'relation': '<', 'reported': '0.001'}, '=')
    """
    match = _P.fullmatch(text.strip())
    if not match:
        raise ValueError(P_VALUE)
    sign = match["relation"] or "="
    return {
        "value": match["value"],
        "relation": _SIGNS.get(sign, sign),
        "reported": match["value"],
    }


def number(text: str) -> Fields:
    """The fields of a result's number.

    >>> found = number("0.94 (95% CI 0.75 to 1.16)")
    >>> found["unit"], found["ci_lower"], found["ci_upper"], found["ci_level"]
    ('1', '0.75', '1.16', '95')
    """
    match = _NUMBER_WITH_CI.fullmatch(text.strip())
    if not match:
        raise ValueError(NUMBER)
    written = match["unit"].strip()
    found = {"value": _plain(match["value"]), "reported": match["value"], **unit(written)}
    if match["level"]:
        ends = {"ci_lower": _plain(match["low"]), "ci_upper": _plain(match["high"])}
        found |= {**ends, "ci_level": match["level"]}
    return found


def _plain(written: str) -> str:
    return written.replace("−", "-").removeprefix("+")


def _or(expected: str, read: Any, text: str) -> Fields:  # noqa: ANN401 - one of the readers above
    """What a reader finds; where it finds nothing, the form that the caller expects."""
    try:
        found: Fields = read(text)
    except ValueError:
        raise ValueError(expected) from None
    return found
