"""Baseline characteristics and outcome measurements: one result per group, class and category.

In: typed measures. Out: group results with their number, denominator, time and place, and the
outcomes that they are for.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from kg.codes import ConceptKind
from kg.linking import measured as named
from kg.records import GroupResult, Outcome, TimePeriod, TimePoint
from kg.sources.ctgov import naming
from kg.sources.ctgov.amounts import moment, stretch, whole, written
from kg.sources.ctgov.book import Book, folded
from kg.sources.ctgov.denominators import NONE, Denominators, denominators, looked_at
from kg.sources.ctgov.figures import Scale, counted, figure, miscounted, scale
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.parts import scale_of_part
from kg.sources.ctgov.results_schema import (
    Baseline,
    BaselineMeasure,
    MeasureClass,
    Measurement,
    OutcomeMeasure,
    OutcomeMeasures,
)
from kg.sources.ctgov.schema import Outcomes, RegisteredOutcome

BASELINE: Final = "/resultsSection/baselineCharacteristicsModule"
MEASURES: Final = "/resultsSection/outcomeMeasuresModule/outcomeMeasures"
_OUTCOMES: Final = "/protocolSection/outcomesModule"
_START: Final = TimePoint(is_baseline=True)
# Titles of the registry's own for what people are.
_ATTRIBUTES: Final = {
    "age": "age",
    "sex": "sex",
    "sex/gender": "sex",
    "gender": "sex",
    "race": "race",
    "ethnicity": "ethnicity",
    "race/ethnicity": "race or ethnicity",
    "region of enrollment": "region of enrolment",
}


class _Frame(NamedTuple):
    """What all numbers of one measure share."""

    module: str
    measurand: str
    scale: Scale
    baseline: bool
    outcome: str | None = None
    title: str = ""
    label: str | None = None
    time: TimePoint | None = None
    over: TimePeriod | None = None


# --- Baseline -----------------------------------------------------------------------------------


def baseline(module: Baseline, roster: Roster, book: Book) -> Iterator[GroupResult]:
    """What participants were like, group by group."""
    everybody = denominators(module.denoms, BASELINE, module.type_units_analyzed)
    roster.read(BASELINE, module.groups, everybody.sizes())
    used: set[str] = set()
    for n, measure in enumerate(module.measures):
        at = f"{BASELINE}/measures/{n}"
        slug = _attribute(measure, book)
        frame = _Frame(
            module=BASELINE,
            measurand=slug,
            scale=scale(
                measure.param_type, measure.dispersion_type, measure.unit_of_measure, slug, book, at
            ),
            baseline=True,
            label=measure.title,
            time=_START,
        )
        own = denominators(measure.denoms, at, measure.denom_units_selected)
        said = tuple(filter(None, (measure.description, measure.population_description)))
        for result in _measure(measure.classes, frame, own, everybody, at, roster, book):
            used.update(result.evidence)
            yield _said(result, said)
    yield from looked_at(everybody, used, BASELINE, roster, book)


def unmeasured(module: Baseline, book: Book) -> Iterator[str]:
    """What is said of baseline measures that have no numbers."""
    for n, measure in enumerate(module.measures):
        if not any(
            category.measurements for each in measure.classes for category in each.categories
        ):
            book.leave(
                f"{BASELINE}/measures/{n}",
                unitOfMeasure=measure.unit_of_measure,
                paramType=measure.param_type,
                dispersionType=measure.dispersion_type,
            )
            yield from filter(
                None, (measure.title, measure.description, measure.population_description)
            )


def _said(result: GroupResult, said: tuple[str, ...]) -> GroupResult:
    return replace(result, comments=(*said, *result.comments)) if said else result


def _attribute(measure: BaselineMeasure, book: Book) -> str:
    title = measure.title or "baseline measure"
    head = folded(title.partition(",")[0].partition(":")[0].partition("(")[0]).replace(" ", "/")
    known = _ATTRIBUTES.get(head) or _ATTRIBUTES.get(head.replace("/", " "))
    kind: ConceptKind = "PersonAttribute" if known else "Measurand"
    return book.concept(known, kind) if known else book.measurand(title)


# --- Outcomes -----------------------------------------------------------------------------------


def registered(module: Outcomes, book: Book) -> Iterator[Outcome]:
    """The outcomes that the protocol names."""
    for name, role, some in (
        ("primaryOutcomes", "PRIMARY", module.primary_outcomes),
        ("secondaryOutcomes", "SECONDARY", module.secondary_outcomes),
        ("otherOutcomes", "OTHER_PRE_SPECIFIED", module.other_outcomes),
    ):
        for n, outcome in enumerate(some):
            at = f"{_OUTCOMES}/{name}/{n}"
            if outcome.measure:
                yield _registered(outcome, outcome.measure, role, at, book)


def _registered(
    outcome: RegisteredOutcome, measure: str, role: str, at: str, book: Book
) -> Outcome:
    return Outcome(
        key=at,
        label=measure,
        description=outcome.description,
        measures=book.measurand(measure),
        role=naming.OUTCOME_ROLE[role],
        at_time=moment(outcome.time_frame),
        over=stretch(outcome.time_frame),
        time_frame=outcome.time_frame,
        evidence=book.at(f"{at}/measure"),
    )


def reported(module: OutcomeMeasures, book: Book) -> Iterator[Outcome]:
    """The outcomes of the results, each as its own module tells of it."""
    for n, outcome in enumerate(module.outcome_measures):
        at = f"{MEASURES}/{n}"
        title = outcome.title or "outcome measure"
        frame = outcome_frame(outcome, at, book)
        yield Outcome(
            key=at,
            label=title,
            description=outcome.description,
            measures=frame.measurand,
            role=book.code(naming.OUTCOME_ROLE, outcome.type, f"{at}/type"),
            at_time=frame.time,
            over=frame.over,
            time_frame=outcome.time_frame,
            population_description=outcome.population_description,
            units_analysed=outcome.type_units_analyzed,
            statistic=frame.scale.statistic,
            dispersion_type=frame.scale.spread,
            ci_level=frame.scale.level,
            unit_text=frame.scale.unit_text,
            reporting_status=book.code(
                naming.REPORTING, outcome.reporting_status, f"{at}/reportingStatus"
            ),
            posting_date=book.date(
                outcome.anticipated_posting_date, f"{at}/anticipatedPostingDate"
            ),
            evidence=book.at(f"{at}/{'title' if outcome.title else 'type'}"),
        )


def measured(module: OutcomeMeasures, roster: Roster, book: Book) -> Iterator[GroupResult]:
    """The measurements of all outcomes."""
    for n, outcome in enumerate(module.outcome_measures):
        at = f"{MEASURES}/{n}"
        selected = outcome.denom_units_selected or outcome.type_units_analyzed
        own = denominators(outcome.denoms, at, selected)
        roster.read(at, outcome.groups, own.sizes())
        frame = outcome_frame(outcome, at, book)
        yield from _measure(outcome.classes, frame, own, NONE, at, roster, book)


def outcome_frame(outcome: OutcomeMeasure, at: str, book: Book) -> _Frame:
    """What all numbers of an outcome share."""
    slug = book.measurand(outcome.title or "outcome measure")
    return _Frame(
        module=at,
        measurand=slug,
        scale=scale(
            outcome.param_type, outcome.dispersion_type, outcome.unit_of_measure, slug, book, at
        ),
        baseline=False,
        outcome=at,
        title=outcome.title or "",
        time=moment(outcome.time_frame),
        over=stretch(outcome.time_frame),
    )


# --- Numbers ------------------------------------------------------------------------------------


def _measure(
    classes: Sequence[MeasureClass],
    frame: _Frame,
    own: Denominators,
    wider: Denominators,
    at: str,
    roster: Roster,
    book: Book,
) -> Iterator[GroupResult]:
    """The numbers of a measure, then the numbers of those looked at for which it has none."""
    used: set[str] = set()
    for result in _results(classes, frame, own.over(wider), at, roster, book):
        used.update(result.evidence)
        yield result
    for result in looked_at(own, used, frame.module, roster, book):
        yield _placed(result, frame, None)
    for n, part in enumerate(classes):
        level = denominators(part.denoms, f"{at}/classes/{n}", own.kind)
        for result in looked_at(level, used, frame.module, roster, book):
            yield _placed(result, frame, part.title)


def _placed(result: GroupResult, frame: _Frame, part: str | None) -> GroupResult:
    return replace(
        result,
        label=frame.label,
        outcome=frame.outcome,
        time=frame.time,
        over=frame.over if frame.time is None else None,
        class_label=part,
        baseline_characteristic=frame.baseline,
    )


def _results(
    classes: Sequence[MeasureClass],
    frame: _Frame,
    looked: Denominators,
    at: str,
    roster: Roster,
    book: Book,
) -> Iterator[GroupResult]:
    for n, part in enumerate(classes):
        place = f"{at}/classes/{n}"
        own = denominators(part.denoms, place, looked.kind).over(looked)
        point = None if frame.baseline else moment(part.title)
        timed = frame if point is None else frame._replace(time=point, over=None)
        timed = _of_part(timed, part.title, book)
        if not part.categories and not part.denoms:
            book.leave(place, title=part.title)
        for k, category in enumerate(part.categories):
            if not category.measurements:
                book.leave(f"{place}/categories", title=category.title)
            for m, measurement in enumerate(category.measurements):
                pointer = f"{place}/categories/{k}/measurements/{m}"
                if written(measurement.value) is not None:
                    cell = _Cell(measurement, part.title, category.title, own, pointer)
                    own_frame = _of_part(timed, category.title, book)
                    yield _result(cell, own_frame, roster, book)
                else:
                    _leave(measurement, pointer, book)


def _of_part(frame: _Frame, title: str | None, book: Book) -> _Frame:
    """The frame of a class or category: by its own title where that names what was measured."""
    own = None if frame.baseline or not title else named.of_part(title)
    if own is None or own.slug == frame.measurand:
        return frame
    scale = scale_of_part(frame.measurand, frame.title, own.slug, frame.scale)
    if scale is None:
        return frame
    return frame._replace(measurand=book.known(own), scale=scale)


def _leave(each: Measurement, at: str, book: Book) -> None:
    book.leave(
        at,
        spread=each.spread,
        lowerLimit=each.lower_limit,
        upperLimit=each.upper_limit,
        comment=each.comment,
    )


class _Cell(NamedTuple):
    """A measurement in its class and category, those looked at, and where it stands."""

    measurement: Measurement
    part: str | None
    category: str | None
    looked: Denominators
    pointer: str


def _result(cell: _Cell, frame: _Frame, roster: Roster, book: Book) -> GroupResult:
    each = cell.measurement
    made = figure(each.value, frame.scale, each.spread, each.lower_limit, each.upper_limit)
    people, units = cell.looked.people.get(each.group_id), cell.looked.units.get(each.group_id)
    count, denominator = counted(each.value, frame.scale), people.number if people else None
    return GroupResult(
        label=frame.label,
        group=roster.key(frame.module, each.group_id),
        measurand=frame.measurand,
        outcome=frame.outcome,
        time=frame.time,
        over=frame.over if frame.time is None else None,
        statistic=frame.scale.statistic,
        number=made.number,
        count=count,
        denominator=denominator,
        unit_kind=cell.looked.kind if units else None,
        unit_count=whole(each.value) if frame.scale.of_units else None,
        unit_denominator=units.number if units else None,
        class_label=cell.part,
        category_label=cell.category,
        baseline_characteristic=frame.baseline,
        comments=(each.comment,) if each.comment else (),
        flags=tuple(dict.fromkeys((*made.flags, *miscounted(count, denominator)))),
        evidence=book.at(f"{cell.pointer}/value", *(seen.at for seen in (people, units) if seen)),
    )
