"""Quantities and times: values in UCUM units, moments and stretches of a study.

In: quantities, time points and periods of records. Out: their nodes. Times are shared within a
report: two results at month 12 point at one ``time-month-12``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Final

from kg import units
from kg.graph.statements import code, coded, each, facts, given, stating, types, words
from kg.identifiers import Names, slug, studies
from kg.namespaces import PREFIXES, QUDT, RDFS, TK
from kg.records import Account, Quantity, Study, TimePeriod, TimePoint
from kg.terms import Iri, Triple, boolean, decimal, text
from kg.values import plain

# Source: MODEL "Units"; a month is a twelfth of 365.25 days.
_DAYS: Final = {
    "min": (Decimal(1), 1440),
    "h": (Decimal(1), 24),
    "d": (Decimal(1), 1),
    "wk": (Decimal(7), 1),
    "mo": (Decimal("30.4375"), 1),
    "a": (Decimal("365.25"), 1),
}
_LONGEST_LOCAL: Final = 60
_UNIT_NAMES: Final = {
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "a": "year",
}
# Only an offset from the beginning of a study orders its results; "4 months after the last
# cycle" has no place on that line until the number of cycles is known.
_FROM_THE_START: Final = {None, "baseline", "randomization", "firstDose", "studyOnset"}
_ANCHOR_NAMES: Final[dict[str | None, str]] = {
    "randomization": "randomization",
    "firstDose": "first dose",
    "lastDose": "last dose",
    "lastCycle": "last cycle",
    "endOfTreatment": "end of treatment",
    "studyOnset": "study onset",
}


@lru_cache(maxsize=1 << 10)
def qudt_unit(code: str) -> Iri | None:
    """The unit of QUDT that a UCUM code is, else nothing: bare numbers and counts have none.

    >>> qudt_unit("mg/dL"), qudt_unit("{cells}/uL"), qudt_unit("1")
    ('http://qudt.org/vocab/unit/MilliGM-PER-DeciL', None, None)
    """
    unit = units.table().get(code)
    return Iri(PREFIXES["unit"] + unit.qudt) if unit and unit.qudt else None


_QUANTITY: Final = stating(
    ("value", TK.value, decimal),
    ("min", TK.minValue, decimal),
    ("min_inclusive", TK.minInclusive, boolean),
    ("max", TK.maxValue, decimal),
    ("max_inclusive", TK.maxInclusive, boolean),
    ("unit", TK.unit, words),
    ("unit", QUDT.hasUnit, qudt_unit),
    ("unit_text", TK.unitText, words),
    ("reported", TK.reportedValue, words),
)


def quantity(node: Iri, record: Quantity) -> Iterator[Triple]:
    """A quantity's node: its value or bounds, its unit, and how the report wrote them."""
    yield from types(node, "Quantity")
    yield from _QUANTITY(node, record)
    yield from each(node, TK.flag, map(coded, record.flags))


def part(owner: Iri, predicate: str, name: str, record: Quantity | None) -> Iterator[Triple]:
    """A quantity that belongs to one node alone and is named after it."""
    if record is not None:
        node = Iri(f"{owner}.{name}")
        yield owner, predicate, node
        yield from quantity(node, record)


# --- Times --------------------------------------------------------------------------------------


def offset_days(point: TimePoint) -> Decimal | None:
    """Days from the beginning of the study, for ordering; nothing for a range or another anchor.

    >>> offset_days(TimePoint(offset=Quantity(value=Decimal(12), unit="mo")))
    Decimal('365.2500')
    >>> offset_days(TimePoint(offset=Quantity(min=Decimal(7), max=Decimal(8), unit="a")))
    """
    if point.is_baseline:
        return Decimal(0)
    offset = point.offset
    if offset is None or offset.value is None or point.anchor not in _FROM_THE_START:
        return None
    if offset.unit not in _DAYS:
        return None
    days, parts = _DAYS[offset.unit]
    exact = offset.value * days
    # A third of a day has no end as a decimal, and stores keep 18 places.
    return exact if parts == 1 else (exact / parts).quantize(Decimal("1e-6"))


def _numbers(offset: Quantity) -> str:
    if offset.value is not None:
        return plain(offset.value)
    low = [] if offset.min is None else [plain(offset.min)]
    high = [] if offset.max is None else [plain(offset.max)]
    if low and high:
        return f"{low[0]} to {high[0]}"
    return f"from {low[0]}" if low else f"up to {high[0]}" if high else ""


def time_label(point: TimePoint) -> str:
    """The moment in words, the same for all wordings of one moment.

    >>> time_label(TimePoint(offset=Quantity(value=Decimal(12), unit="mo", reported="twelve")))
    'month 12'
    >>> time_label(TimePoint(offset=Quantity(value=Decimal(4), unit="mo"), anchor="lastCycle"))
    'month 4 after last cycle'
    """
    if point.is_baseline:
        return "baseline"
    parts: list[str | None] = [point.statistic]
    if point.offset is not None:
        parts += [_UNIT_NAMES.get(point.offset.unit, point.offset.unit), _numbers(point.offset)]
    if point.anchor in _ANCHOR_NAMES:
        anchor = _ANCHOR_NAMES[point.anchor]
        parts.append(f"after {anchor}" if point.offset is not None else anchor)
    return " ".join(filter(None, parts)) or point.label or "unspecified"


def period_label(period: TimePeriod) -> str:
    """The stretch in words.

    >>> period_label(TimePeriod(start=TimePoint(is_baseline=True), label="during"))
    'baseline to unspecified'
    """
    if period.start is None and period.end is None:
        return period.label or "unspecified"
    ends = (period.start, period.end)
    return " to ".join("unspecified" if end is None else time_label(end) for end in ends)


@lru_cache(maxsize=1 << 12)
def time_local(point: TimePoint) -> str:
    """The local name of a moment, a pure function of what it is.

    >>> time_local(TimePoint(offset=Quantity(value=Decimal(52), unit="wk")))
    'time-week-52'
    """
    offset = point.offset
    exclusive = offset is not None and False in {offset.min_inclusive, offset.max_inclusive}
    return _local("time", time_label(point) + (" exclusive" if exclusive else ""))


@lru_cache(maxsize=1 << 12)
def period_local(period: TimePeriod) -> str:
    """The local name of a stretch: ``period-baseline-month-12``."""
    return _local("period", period_label(period).replace(" to ", " "))


def _local(stem: str, label: str) -> str:
    signed = re.sub(r"(?<= )-(?=\d)", "minus ", label)
    name = f"{stem}-{slug(signed)}"
    if len(name) <= _LONGEST_LOCAL:
        return name
    return f"{name[:_LONGEST_LOCAL].rstrip('-.')}-{sha256(name.encode()).hexdigest()[:8]}"


def _ends(time: TimePoint | TimePeriod | None) -> Iterator[TimePoint | TimePeriod]:
    if isinstance(time, TimePeriod):
        yield from filter(None, (time.start, time.end))
    if time is not None:
        yield time


def _study_times(study: Study) -> Iterator[TimePoint | TimePeriod]:
    yield from _ends(study.follow_up)
    for schedule in study.schedules:
        yield from _ends(schedule.until)
    for outcome in study.outcomes:
        yield from _ends(outcome.at_time)
        yield from _ends(outcome.over)
    for results in (
        study.group_results,
        study.adverse_events,
        study.changes,
        study.comparisons,
        study.associations,
        study.suggested_results,
        study.suggested_comparisons,
    ):
        for result in results:
            yield from _ends(result.time)
            yield from _ends(result.over)


def time_node(names: Names, time: TimePoint | TimePeriod) -> Iri:
    """The shared node of a moment or a stretch."""
    local = time_local(time) if isinstance(time, TimePoint) else period_local(time)
    return names.node(local)


def at(names: Names, time: TimePoint | TimePeriod | None) -> Iri | None:
    """The shared node, where there is a time."""
    return None if time is None else time_node(names, time)


def times(account: Account, names: Names) -> Iterator[Triple]:
    """All times of a report, each node once, as it is first written in the account."""
    first: dict[Iri, TimePoint | TimePeriod] = {}
    for _, study in studies(account):
        for time in _study_times(study):
            first.setdefault(time_node(names, time), time)
    for decision in account.decisions:
        for time in (*_ends(decision.time), *_ends(decision.over)):
            first.setdefault(time_node(names, time), time)
    for node, time in first.items():
        yield from _point(node, time) if isinstance(time, TimePoint) else _period(node, time, names)


def _point(node: Iri, point: TimePoint) -> Iterator[Triple]:
    yield from types(node, "TimePoint")
    yield from facts(
        node,
        (RDFS.label, text(time_label(point))),
        (TK.isBaseline, boolean(value=True) if point.is_baseline else None),
        (TK.anchor, code(point.anchor)),
        (TK.statistic, code(point.statistic)),
        (TK.offsetDays, given(decimal, offset_days(point))),
    )
    yield from part(node, TK.offset, "offset", point.offset)


def _period(node: Iri, period: TimePeriod, names: Names) -> Iterator[Triple]:
    yield from types(node, "TimePeriod")
    yield from facts(
        node,
        (RDFS.label, text(period_label(period))),
        (TK.from_, at(names, period.start)),
        (TK.to, at(names, period.end)),
    )
