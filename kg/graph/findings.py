"""Outcomes, results of all kinds, and conclusions.

In: results of records. Out: one node each, with the number typed and as it was written.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from kg.graph.quantities import at, part
from kg.graph.statements import claim, code, coded, each, facts, given, types, words
from kg.identifiers import Names, concept_iri
from kg.namespaces import TK
from kg.records import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    Conclusion,
    GroupResult,
    Number,
    Outcome,
    PValue,
    Result,
    Schedule,
)
from kg.terms import Iri, Triple, boolean, date, decimal, integer, text

Measures = dict[str, str]
"""What each outcome of an account measures: outcome keys to concept slugs."""


def outcome(node: Iri, record: Outcome, names: Names) -> Iterator[Triple]:
    """An outcome: what is measured, against which cut-off, when, in which role."""
    yield from types(node, "Outcome")
    yield from claim(node, record, names)
    yield from facts(
        node,
        (TK.measures, concept_iri(record.measures)),
        (TK.outcomeRole, code(record.role)),
        (TK.thresholdOn, code(record.threshold_on)),
        (TK.desirableDirection, code(record.desirable_direction)),
        (TK.atTime, at(names, record.at_time)),
        (TK.atTime, at(names, record.over)),
        (TK.timeFrame, words(record.time_frame)),
        (TK.populationDescription, words(record.population_description)),
        (TK.reportingStatus, code(record.reporting_status)),
        (TK.postingDate, given(date, record.posting_date)),
    )
    yield from part(node, TK.threshold, "threshold", record.threshold)


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


def result(node: Iri, record: Result, names: Names, measures: Measures) -> Iterator[Triple]:
    """A result of any kind: what all share, then what its kind adds."""
    kind, own = _KINDS[type(record)]
    yield from types(node, kind)
    if isinstance(record, GroupResult) and record.baseline_characteristic:
        yield from types(node, "BaselineCharacteristic")
    yield from claim(node, record, names)
    yield from _common(node, record, names, measures)
    yield from own(node, record, names)


def _common(node: Iri, record: Result, names: Names, measures: Measures) -> Iterator[Triple]:
    counted = _counted(record)
    yield from facts(
        node,
        (TK.reportedIn, names.report),
        (TK.measurand, given(concept_iri, _measurand(record, measures))),
        (TK.forOutcome, given(names.claim, record.outcome)),
        (TK.atTime, at(names, record.time)),
        (TK.atTime, at(names, record.over)),
        (TK.aggregation, code(record.aggregation)),
        (TK.statistic, code("countStatistic" if counted else record.statistic)),
    )
    yield from _number(node, counted or record.number or Number())


def _measurand(record: Result, measures: Measures) -> str | None:
    """What a result measures: as stated, else what its outcome measures, else its event."""
    if record.measurand:
        return record.measurand
    if record.outcome in measures:
        return measures[record.outcome]
    return record.event if isinstance(record, AdverseEventResult) else None


def _counted(record: Result) -> Number | None:
    """The number of a bare count: how many people, in the unit 1."""
    if not isinstance(record, GroupResult) or record.count is None or record.number is not None:
        return None
    if record.statistic not in {None, "countStatistic"}:
        return None
    return Number(value=Decimal(record.count), reported=str(record.count), unit="1")


def _number(node: Iri, record: Number) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.value, given(decimal, record.value)),
        (TK.minValue, given(decimal, record.min)),
        (TK.minInclusive, given(boolean, record.min_inclusive)),
        (TK.maxValue, given(decimal, record.max)),
        (TK.maxInclusive, given(boolean, record.max_inclusive)),
        (TK.reportedValue, words(record.reported)),
        (TK.unit, words(record.unit)),
        (TK.unitText, words(record.unit_text)),
        (TK.dispersionType, code(record.dispersion_type)),
        (TK.dispersion, given(decimal, record.dispersion)),
        (TK.dispersionLower, given(decimal, record.dispersion_lower)),
        (TK.dispersionUpper, given(decimal, record.dispersion_upper)),
        (TK.ciLower, given(decimal, record.ci_lower)),
        (TK.ciUpper, given(decimal, record.ci_upper)),
        (TK.ciLevel, given(decimal, record.ci_level)),
        (TK.ciSides, code(record.ci_sides)),
        (TK.reportedDispersion, words(record.reported_dispersion)),
        (TK.reportedLower, words(record.reported_lower)),
        (TK.reportedUpper, words(record.reported_upper)),
    )


def _p_value(node: Iri, record: PValue | None) -> Iterator[Triple]:
    if record is not None:
        yield node, TK.pValue, decimal(record.value)
        yield node, TK.pRelation, text(record.relation)
        yield from facts(node, (TK.reportedPValue, words(record.reported)))


def _group_result(node: Iri, record: GroupResult, names: Names) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.ofGroup, names.claim(record.group)),
        (TK.count, given(integer, record.count)),
        (TK.denominator, given(integer, record.denominator)),
        (TK.classLabel, words(record.class_label)),
        (TK.categoryLabel, words(record.category_label)),
    )


def _adverse_event(node: Iri, record: AdverseEventResult, names: Names) -> Iterator[Triple]:
    yield from _group_result(node, record, names)
    yield from facts(
        node,
        (TK.event, concept_iri(record.event)),
        (TK.eventCount, given(integer, record.event_count)),
        (TK.grade, given(integer, record.grade)),
        (TK.serious, given(boolean, record.serious)),
        (TK.doseLimiting, given(boolean, record.dose_limiting)),
        (TK.qualifierText, words(record.qualifier_text)),
        (TK.sourceVocabulary, words(record.source_vocabulary)),
        (TK.assessmentType, code(record.assessment_type)),
    )


def _change(node: Iri, record: Change, names: Names) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.ofGroup, names.claim(record.group)),
        (TK.fromResult, given(names.claim, record.from_result)),
        (TK.toResult, given(names.claim, record.to_result)),
        (TK.direction, code(record.direction)),
        (TK.significance, code(record.significance)),
    )
    yield from _p_value(node, record.p)


def _comparison(node: Iri, record: Comparison, names: Names) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.experimentalGroup, given(names.claim, record.experimental_group)),
        (TK.referenceGroup, given(names.claim, record.reference_group)),
        (TK.experimentalResult, given(names.claim, record.experimental_result)),
        (TK.referenceResult, given(names.claim, record.reference_result)),
        (TK.direction, code(record.direction)),
        (TK.favours, code(record.favours)),
        (TK.significance, code(record.significance)),
        (TK.hypothesis, code(record.hypothesis)),
        (TK.statisticalMethod, words(record.method)),
        (TK.reportedPValue, words(record.reported_p)),
    )
    yield from each(node, TK.ofGroup, map(names.claim, record.groups))
    yield from _p_value(node, record.p)


def _association(node: Iri, record: Association, _: Names) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.factor, concept_iri(record.factor)),
        (TK.significance, code(record.significance)),
        (TK.analysisModel, words(record.model)),
    )
    yield from _p_value(node, record.p)


# The one place where a kind of result meets its class and its own properties.
_KINDS: Final[dict[type[Result], tuple[str, Callable[[Iri, Any, Names], Iterator[Triple]]]]] = {
    GroupResult: ("GroupResult", _group_result),
    AdverseEventResult: ("AdverseEventResult", _adverse_event),
    Change: ("Change", _change),
    Comparison: ("Comparison", _comparison),
    Association: ("Association", _association),
}
