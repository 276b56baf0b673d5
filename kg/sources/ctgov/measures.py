"""Baseline characteristics and outcome measurements: one result per group, class and category.

In: typed measures. Out: group results with their number, denominator, time and place, and the
outcomes that they are for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from kg.codes import ConceptKind
from kg.records import GroupResult, Outcome, TimePeriod, TimePoint
from kg.sources.ctgov import naming
from kg.sources.ctgov.amounts import moment, stretch, whole, written
from kg.sources.ctgov.book import Book, folded
from kg.sources.ctgov.figures import Scale, counted, figure, miscounted, scale
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.results_schema import (
    Baseline,
    BaselineMeasure,
    Category,
    Denominator,
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


class Denominators(NamedTuple):
    """How many people of each group were looked at, and where the record says so."""

    sizes: Mapping[str, int]
    places: Mapping[str, str]

    def over(self, wider: "Denominators") -> "Denominators":
        """These, and those of the wider level where these say nothing."""
        return Denominators({**wider.sizes, **self.sizes}, {**wider.places, **self.places})


NONE: Final = Denominators({}, {})


def denominators(denoms: Iterable[Denominator], at: str) -> Denominators:
    """The numbers of people at one level; units other than people are no denominators of ours."""
    sizes: dict[str, int] = {}
    places: dict[str, str] = {}
    for n, denom in enumerate(denoms):
        if (denom.units or "Participants").lower() not in {"participants", "participant"}:
            continue
        for k, count in enumerate(denom.counts):
            size = whole(count.value)
            if size is not None:
                sizes[count.group_id] = size
                places[count.group_id] = f"{at}/denoms/{n}/counts/{k}/value"
    return Denominators(sizes, places)


class _Frame(NamedTuple):
    """What all numbers of one measure share."""

    module: str
    measurand: str
    scale: Scale
    baseline: bool
    outcome: str | None = None
    label: str | None = None
    time: TimePoint | None = None
    over: TimePeriod | None = None


# --- Baseline -----------------------------------------------------------------------------------


def baseline(module: Baseline, roster: Roster, book: Book) -> Iterator[GroupResult]:
    """What participants were like, group by group."""
    everybody = denominators(module.denoms, BASELINE)
    roster.read(BASELINE, module.groups, everybody.sizes)
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
        looked_at = denominators(measure.denoms, at).over(everybody)
        said = tuple(filter(None, (measure.description, measure.population_description)))
        for result in _results(measure.classes, frame, looked_at, at, roster, book):
            yield _said(result, said)


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
        yield Outcome(
            key=at,
            label=title,
            description=outcome.description,
            measures=book.measurand(title),
            role=book.code(naming.OUTCOME_ROLE, outcome.type, f"{at}/type"),
            at_time=moment(outcome.time_frame),
            over=stretch(outcome.time_frame),
            time_frame=outcome.time_frame,
            population_description=outcome.population_description,
            reporting_status=book.code(
                naming.REPORTING, outcome.reporting_status, f"{at}/reportingStatus"
            ),
            posting_date=book.date(
                outcome.anticipated_posting_date, f"{at}/anticipatedPostingDate"
            ),
            evidence=book.at(f"{at}/title" if outcome.title else at),
        )


def measured(module: OutcomeMeasures, roster: Roster, book: Book) -> Iterator[GroupResult]:
    """The measurements of all outcomes."""
    for n, outcome in enumerate(module.outcome_measures):
        at = f"{MEASURES}/{n}"
        looked_at = denominators(outcome.denoms, at)
        roster.read(at, outcome.groups, looked_at.sizes)
        frame = outcome_frame(outcome, at, book)
        yield from _results(outcome.classes, frame, looked_at, at, roster, book)


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
        time=moment(outcome.time_frame),
        over=stretch(outcome.time_frame),
    )


# --- Numbers ------------------------------------------------------------------------------------


def _results(
    classes: Sequence[MeasureClass],
    frame: _Frame,
    looked_at: Denominators,
    at: str,
    roster: Roster,
    book: Book,
) -> Iterator[GroupResult]:
    for n, part in enumerate(classes):
        place = f"{at}/classes/{n}"
        own = denominators(part.denoms, place).over(looked_at)
        point = None if frame.baseline else moment(part.title)
        timed = frame if point is None else frame._replace(time=point, over=None)
        for k, category in enumerate(part.categories):
            for m, measurement in enumerate(category.measurements):
                pointer = f"{place}/categories/{k}/measurements/{m}"
                if written(measurement.value) is not None:
                    yield _result(measurement, part, category, timed, own, pointer, roster, book)


def _result(  # noqa: PLR0913, PLR0917 - one argument per level of the record
    measurement: Measurement,
    part: MeasureClass,
    category: Category,
    frame: _Frame,
    looked_at: Denominators,
    pointer: str,
    roster: Roster,
    book: Book,
) -> GroupResult:
    group = measurement.group_id
    made = figure(
        measurement.value,
        frame.scale,
        measurement.spread,
        measurement.lower_limit,
        measurement.upper_limit,
    )
    count, denominator = counted(measurement.value, frame.scale), looked_at.sizes.get(group)
    places = [f"{pointer}/value"]
    if group in looked_at.places:
        places.append(looked_at.places[group])
    return GroupResult(
        label=frame.label,
        group=roster.key(frame.module, group),
        measurand=frame.measurand,
        outcome=frame.outcome,
        time=frame.time,
        over=frame.over if frame.time is None else None,
        statistic=frame.scale.statistic,
        number=made.number,
        count=count,
        denominator=denominator,
        class_label=part.title,
        category_label=category.title,
        baseline_characteristic=frame.baseline,
        comments=(measurement.comment,) if measurement.comment else (),
        flags=tuple(dict.fromkeys((*made.flags, *miscounted(count, denominator)))),
        evidence=book.at(*places),
    )
