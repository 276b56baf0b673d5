"""Outcomes, results of all kinds, and conclusions.

In: results of records. Out: one node each, with the number typed and as it was written.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from kg.graph.quantities import at, part, qudt_unit
from kg.graph.statements import claim, code, coded, each, facts, given, stating, types, words
from kg.identifiers import Names, concept_iri
from kg.namespaces import QUDT, TK
from kg.records import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    Conclusion,
    GroupResult,
    Outcome,
    PValue,
    Result,
    Schedule,
    SuggestedComparison,
    SuggestedResult,
    TimePeriod,
    TimePoint,
    UntiedResult,
)
from kg.terms import Iri, Term, Triple, boolean, date, decimal, integer, text

Measures = dict[str, str]
"""What each outcome of an account measures: outcome keys to concept slugs."""


_OUTCOME: Final = stating(
    ("measures", TK.measures, concept_iri),
    ("role", TK.outcomeRole, coded),
    ("threshold_on", TK.thresholdOn, coded),
    ("desirable_direction", TK.desirableDirection, coded),
    ("time_frame", TK.timeFrame, words),
    ("population_description", TK.populationDescription, words),
    ("units_analysed", TK.unitsAnalysed, words),
    ("statistic", TK.statistic, coded),
    ("dispersion_type", TK.dispersionType, coded),
    ("ci_level", TK.ciLevel, decimal),
    ("unit_text", TK.unitText, words),
    ("reporting_status", TK.reportingStatus, coded),
    ("posting_date", TK.postingDate, date),
)


def outcome(node: Iri, record: Outcome, names: Names) -> Iterator[Triple]:
    """An outcome: what is measured, against which cut-off, when, in which role."""
    yield from types(node, "Outcome")
    yield from claim(node, record, names)
    yield from _OUTCOME(node, record)
    yield from _timed(node, record.at_time, record.over, names)
    yield from part(node, TK.threshold, "threshold", record.threshold)


def _timed(
    node: Iri, point: TimePoint | None, period: TimePeriod | None, names: Names
) -> list[Triple]:
    return facts(node, (TK.atTime, at(names, point)), (TK.atTime, at(names, period)))


def schedule(node: Iri, record: Schedule, names: Names) -> Iterator[Triple]:
    """A schedule of assessment: how often, until when, of what."""
    yield from types(node, "AssessmentSchedule")
    yield from claim(node, record, names)
    yield from facts(node, (TK.until, at(names, record.until)))
    yield from each(node, TK.assesses, map(concept_iri, record.assesses))
    yield from part(node, TK.every, "every", record.every)


def conclusion(node: Iri, record: Conclusion, names: Names) -> Iterator[Triple]:
    """What the authors make of it: about which concepts, with which polarity."""
    yield from types(node, "Conclusion")
    yield from claim(node, record, names)
    yield node, TK.reportedIn, names.report
    yield node, TK.polarity, coded(record.polarity)
    yield from each(node, TK.about, map(concept_iri, record.about))
    yield from facts(node, (TK.exact, words(record.exact)))


# --- Results ------------------------------------------------------------------------------------


def result(node: Iri, record: Result, names: Names, measures: Measures) -> list[Triple]:
    """A result of any kind: what all share, then what its kind adds."""
    kind, own = _KINDS[type(record)]
    made = types(node, kind)
    if isinstance(record, GroupResult) and record.baseline_characteristic:
        made = types(node, kind, "BaselineCharacteristic")
    made += claim(node, record, names)
    made += _common(node, record, names, measures)
    made += own(node, record, names)
    return made


def _common(node: Iri, record: Result, names: Names, measures: Measures) -> list[Triple]:
    count = _bare_count(record)
    made = facts(
        node,
        (TK.reportedIn, names.report),
        (TK.measurand, given(concept_iri, _measurand(record, measures))),
        (TK.forOutcome, given(names.claim, record.outcome)),
        (TK.aggregation, code(record.aggregation)),
        (TK.statistic, code(record.statistic if count is None else "countStatistic")),
    )
    if record.time is not None or record.over is not None:
        made += _timed(node, record.time, record.over, names)
    if count is not None:
        return made + [(node, predicate, term) for predicate, term in _counted(count)]
    return made + _NUMBER(node, record.number) if record.number else made


def _measurand(record: Result, measures: Measures) -> str | None:
    """What a result measures: as stated, else what its outcome measures, else its event."""
    if record.measurand:
        return record.measurand
    if record.outcome in measures:
        return measures[record.outcome]
    return record.event if isinstance(record, AdverseEventResult) else None


def _bare_count(record: Result) -> int | None:
    """How many people a result counts and says no more of."""
    if not isinstance(record, GroupResult) or record.number is not None:
        return None
    return record.count if record.statistic in {None, "countStatistic"} else None


@lru_cache(maxsize=1 << 12)
def _counted(count: int) -> tuple[tuple[str, Term], ...]:
    """What a bare count states of its number: how many people, in the unit 1."""
    value, unit = decimal(Decimal(count)), text("1")
    return (TK.value, value), (TK.reportedValue, text(str(count))), (TK.unit, unit)


_NUMBER: Final = stating(
    ("value", TK.value, decimal),
    ("min", TK.minValue, decimal),
    ("min_inclusive", TK.minInclusive, boolean),
    ("max", TK.maxValue, decimal),
    ("max_inclusive", TK.maxInclusive, boolean),
    ("reported", TK.reportedValue, words),
    ("unit", TK.unit, words),
    ("unit", QUDT.hasUnit, qudt_unit),
    ("unit_text", TK.unitText, words),
    ("dispersion_type", TK.dispersionType, coded),
    ("dispersion", TK.dispersion, decimal),
    ("dispersion_lower", TK.dispersionLower, decimal),
    ("dispersion_upper", TK.dispersionUpper, decimal),
    ("ci_lower", TK.ciLower, decimal),
    ("ci_upper", TK.ciUpper, decimal),
    ("ci_level", TK.ciLevel, decimal),
    ("ci_sides", TK.ciSides, coded),
    ("reported_dispersion", TK.reportedDispersion, words),
    ("reported_lower", TK.reportedLower, words),
    ("reported_upper", TK.reportedUpper, words),
)

_P_VALUE: Final = stating(
    ("value", TK.pValue, decimal),
    ("relation", TK.pRelation, text),
    ("reported", TK.reportedPValue, words),
)

_OF_A_GROUP: Final = stating(
    ("count", TK.count, integer),
    ("denominator", TK.denominator, integer),
    ("unit_kind", TK.unitKind, words),
    ("unit_count", TK.unitCount, integer),
    ("unit_denominator", TK.unitDenominator, integer),
    ("class_label", TK.classLabel, words),
    ("category_label", TK.categoryLabel, words),
)

_OF_AN_EVENT: Final = stating(
    ("event", TK.event, concept_iri),
    ("event_count", TK.eventCount, integer),
    ("grade", TK.grade, integer),
    ("serious", TK.serious, boolean),
    ("dose_limiting", TK.doseLimiting, boolean),
    ("qualifier_text", TK.qualifierText, words),
    ("source_vocabulary", TK.sourceVocabulary, words),
    ("assessment_type", TK.assessmentType, coded),
)

_COMPARED: Final = stating(
    ("direction", TK.direction, coded),
    ("favours", TK.favours, coded),
    ("significance", TK.significance, coded),
    ("hypothesis", TK.hypothesis, coded),
    ("tested_non_inferiority", TK.testedNonInferiority, boolean),
    ("method", TK.statisticalMethod, words),
    ("reported_p", TK.reportedPValue, words),
)


def _group_result(node: Iri, record: GroupResult, names: Names) -> list[Triple]:
    return [(node, TK.ofGroup, names.claim(record.group)), *_OF_A_GROUP(node, record)]


def _adverse_event(node: Iri, record: AdverseEventResult, names: Names) -> list[Triple]:
    return _group_result(node, record, names) + _OF_AN_EVENT(node, record)


def _tested(node: Iri, p: PValue | None) -> list[Triple]:
    return _P_VALUE(node, p) if p else []


def _change(node: Iri, record: Change, names: Names) -> list[Triple]:
    made = facts(
        node,
        (TK.ofGroup, names.claim(record.group)),
        (TK.fromResult, given(names.claim, record.from_result)),
        (TK.toResult, given(names.claim, record.to_result)),
        (TK.direction, code(record.direction)),
        (TK.significance, code(record.significance)),
    )
    return made + _tested(node, record.p)


def _comparison(node: Iri, record: Comparison, names: Names) -> list[Triple]:
    made = facts(
        node,
        (TK.experimentalGroup, given(names.claim, record.experimental_group)),
        (TK.referenceGroup, given(names.claim, record.reference_group)),
        (TK.experimentalResult, given(names.claim, record.experimental_result)),
        (TK.referenceResult, given(names.claim, record.reference_result)),
    )
    made += _COMPARED(node, record)
    made += each(node, TK.ofGroup, map(names.claim, record.groups))
    return made + _tested(node, record.p)


def _association(node: Iri, record: Association, _: Names) -> list[Triple]:
    made = facts(
        node,
        (TK.factor, concept_iri(record.factor)),
        (TK.significance, code(record.significance)),
        (TK.analysisModel, words(record.model)),
    )
    return made + _tested(node, record.p)


def _untied(node: Iri, record: UntiedResult, names: Names) -> list[Triple]:
    made = facts(
        node, (TK.ofGroup, given(names.claim, record.group)),
        (TK.count, given(integer, record.count)),
        (TK.denominator, given(integer, record.denominator)),
    )  # fmt: skip
    return made + _tested(node, record.p)


# The one place where a kind of result meets its class and its own properties.
_KINDS: Final[dict[type[Result], tuple[str, Callable[[Iri, Any, Names], list[Triple]]]]] = {
    GroupResult: ("GroupResult", _group_result),
    AdverseEventResult: ("AdverseEventResult", _adverse_event),
    Change: ("Change", _change),
    Comparison: ("Comparison", _comparison),
    Association: ("Association", _association),
    SuggestedComparison: ("SuggestedComparison", _comparison),
    SuggestedResult: ("SuggestedResult", _group_result),
    UntiedResult: ("UntiedResult", _untied),
}
