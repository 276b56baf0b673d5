"""From measures to the numbers, quantities and times of records, in canonical units.

In: typed facts of a tape. Out: :class:`~kg.records.Number`, :class:`~kg.records.Quantity`,
:class:`~kg.records.TimePoint`. A value is converted to the measurand's canonical unit where the
units allow it; what the report wrote is always kept beside it. A unit that cannot be right for
its measurand is read as what it must be, and flagged.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kg import units
from kg.codes import Flag, Statistic, TimeAnchor
from kg.reading.measures import Interval, Measure, Moment, Probability
from kg.reading.tape import Tape
from kg.records import Number, PValue, Quantity, TimePoint
from kg.values import plain

_UNITLESS = "1"
_ANNOTATION = re.compile(r"\{[^}]*\}")
AMOUNTS = (
    *("value", "min", "max", "dispersion", "dispersion_lower", "dispersion_upper"),
    *("ci_lower", "ci_upper"),
)


def fitted(
    amounts: Mapping[str, Decimal | None], unit: str | None, canonical: str | None
) -> tuple[Mapping[str, Decimal | None], str | None, bool]:
    """The amounts of one thing in its canonical unit, and whether the unit fits it.

    A mean and its SD stay in one unit: where one of the amounts has no exact form in the canonical
    unit, all are left as they are. A cell count given for copies, or copies for cells, is taken for
    a slip of the pen: the annotation of the unit is wrong and its dimension is right.
    """
    told = {name: amount for name, amount in amounts.items() if amount is not None}
    if not told or unit is None or canonical is None or unit == canonical:
        return amounts, unit, True
    for code, fits in ((unit, True), (_reannotated(unit, canonical), False)):
        same = {name: units.convert(told[name], code, canonical) for name in told if code}
        if same and None not in same.values():
            return {**amounts, **same}, canonical, fits
    return amounts, unit, True


def converted(number: Number, canonical: str | None) -> Number:
    """A number in the unit of what it measures, where its own leads there."""
    written = {name: getattr(number, name) for name in AMOUNTS}
    amounts, unit, _ = fitted(written, number.unit, canonical)
    return msgspec.structs.replace(number, **amounts, unit=unit)


def _reannotated(unit: str, canonical: str) -> str | None:
    """The unit with the annotation of the canonical one, where both count annotated things."""
    own, other = _ANNOTATION.search(unit), _ANNOTATION.search(canonical)
    if not own or not other or "log" in (own.group() + other.group()).lower():
        return None
    return unit.replace(own.group(), other.group(), 1)


def number(
    measure: Measure, canonical: str | None = None, interval: Interval | None = None
) -> Number:
    """The number of a result, with its spread and interval, in one unit."""
    interval = interval or measure.interval
    written = Number(
        value=measure.value,
        min=measure.low,
        max=measure.high,
        min_inclusive=_side(measure.low, inclusive=measure.low_inclusive),
        max_inclusive=_side(measure.high, inclusive=measure.high_inclusive),
        reported=measure.written,
        unit=measure.unit.code if measure.unit else _unitless(canonical),
        unit_text=measure.unit.written if measure.unit else None,
        dispersion_type=measure.spread_type,
        dispersion=measure.spread,
        dispersion_lower=measure.spread_low,
        dispersion_upper=measure.spread_high,
        ci_lower=interval.lower if interval else None,
        ci_upper=interval.upper if interval else None,
        ci_level=interval.level if interval else None,
    )
    return converted(written, canonical)


def _unitless(canonical: str | None) -> str | None:
    """The unit of a bare number: one, unless what is measured has a unit that is missing here."""
    return None if _lacking(None, canonical) else _UNITLESS


def _lacking(code: str | None, canonical: str | None) -> tuple[Flag, ...]:
    """The mark of a number that came without the unit it must have."""
    plain = canonical in {None, _UNITLESS} or not _ANNOTATION.sub("", canonical or "")
    return ("ambiguous",) if code is None and not plain else ()


def flags(measure: Measure, canonical: str | None) -> tuple[Flag, ...]:
    """What is suspicious about the unit of a measure."""
    fits = fitted(_bounds(measure), measure.unit.code if measure.unit else None, canonical)[2]
    return () if fits else ("implausibleUnit",)


def _bounds(measure: Measure) -> dict[str, Decimal | None]:
    return {"value": measure.value, "min": measure.low, "max": measure.high}


def quantity(measure: Measure, canonical: str | None = None, unit: str | None = None) -> Quantity:
    """The quantity of a bound, dose, threshold or length of time."""
    code = measure.unit.code if measure.unit else unit
    amounts, known, _ = fitted(_bounds(measure), code, canonical)
    return Quantity(
        **amounts,
        min_inclusive=_side(measure.low, inclusive=measure.low_inclusive),
        max_inclusive=_side(measure.high, inclusive=measure.high_inclusive),
        unit=known or _UNITLESS,
        unit_text=measure.unit.written if measure.unit else None,
        reported=measure.written,
        flags=_lacking(code, canonical) or flags(measure, canonical),
    )


def _side(value: Decimal | None, *, inclusive: bool | None) -> bool | None:
    if value is None:
        return None
    return True if inclusive is None else inclusive


def p_value(probability: Probability | None) -> PValue | None:
    """The p-value of a fact that has a number."""
    if probability is None or probability.value is None or not 0 <= probability.value <= 1:
        return None
    return PValue(
        value=probability.value, relation=probability.relation, reported=probability.written
    )


def moment(value: Moment) -> TimePoint:
    """The time point of a named moment: baseline, or a numbered week or month."""
    if value.is_baseline or value.offset is None or value.offset.value == 0:
        return TimePoint(is_baseline=True)
    return TimePoint(offset=quantity(value.offset), anchor="baseline")


def after(
    length: Measure, *, statistic: Statistic | None = None, anchor: TimeAnchor = "baseline"
) -> TimePoint:
    """The time point that lies a length of time after an anchor."""
    return TimePoint(offset=quantity(length), anchor=anchor, statistic=statistic)


def significant(probability: Probability, alpha: Decimal = Decimal("0.05")) -> bool | None:
    """Whether a p-value is below the customary level; nothing where its relation leaves it open.

    >>> significant(Probability("<", Decimal("0.001"), "0.001")), significant(Probability(">", None, None))
    (True, False)
    """
    if probability.value is None:
        return False
    if not 0 <= probability.value <= 1:
        return None
    if probability.relation == "=" and probability.value == alpha:
        return None
    if probability.relation in {"=", "<", "≤"}:
        below = probability.value < alpha or (
            probability.relation == "<" and probability.value == alpha
        )
        return below if probability.relation == "=" or below else None
    return False if probability.value >= alpha else None


def spelled(value: Decimal) -> str:
    """A derived number as it is written where the report wrote none."""
    return plain(value)


def names_baseline(tape: Tape) -> bool:
    """Whether a sentence names the start of the study as a time."""
    return "T" in tape.forms and any(i.form == "T" and i.value.is_baseline for i in tape.items)
