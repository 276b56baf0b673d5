"""Participant flow: who started, came how far, and left why.

In: the typed module. Out: a group result for each number, labelled with its milestone or reason.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.linking import wording
from kg.records import GroupResult, Number
from kg.sources.ctgov.amounts import number, whole, written
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.results_schema import Achievement, Flow, Period, Reason

FLOW: Final = "/resultsSection/participantFlowModule"
_STARTED: Final = "STARTED"
_LOST: Final = "lost to follow-up"


def flow(module: Flow, roster: Roster, book: Book) -> Iterator[GroupResult]:
    """Every number of the participant flow."""
    roster.read(FLOW, module.groups, started(module))
    for n, period in enumerate(module.periods):
        for stage, at, numbers in _stages(period, f"{FLOW}/periods/{n}", module, book):
            for k, each in enumerate(numbers):
                yield from _counted(each, stage, f"{at}/{k}", roster, book)


def started(module: Flow) -> dict[str, int]:
    """How many of each group entered, by the first period in which any did."""
    found: dict[str, int] = {}
    for period in module.periods:
        for milestone in period.milestones:
            for each in milestone.achievements if milestone.type == _STARTED else ():
                size = whole(each.num_subjects)
                if size:
                    found.setdefault(each.group_id, size)
    return found


def lost(module: Flow) -> dict[str, int]:
    """How many of each group were lost to follow-up, all periods together."""
    found: dict[str, int] = {}
    for period in module.periods:
        for left in period.drop_withdraws:
            for reason in left.reasons if (left.type or "").lower() == _LOST else ():
                found[reason.group_id] = found.get(reason.group_id, 0) + (
                    whole(reason.num_subjects) or 0
                )
    return found


class _Stage(NamedTuple):
    """What all numbers of one milestone or reason share."""

    name: str
    measurand: str
    period: str | None
    comment: str | None
    units: str | None


def _stages(
    period: Period, at: str, module: Flow, book: Book
) -> Iterator[tuple[_Stage, str, tuple[Achievement | Reason, ...]]]:
    """The milestones and the reasons of a period, each with its numbers and where they stand."""
    units = module.type_units_analyzed
    through = book.own("participant-flow", "participant flow")
    for n, milestone in enumerate(period.milestones):
        name = milestone.type or "milestone"
        slug = book.own(f"flow-{wording.slug(name)}", f"participants: {name.lower()}", (through,))
        stage = _Stage(name, slug, period.title, milestone.comment, units)
        yield stage, f"{at}/milestones/{n}/achievements", milestone.achievements
    for n, left in enumerate(period.drop_withdraws):
        name = left.type or "reason"
        above = book.own("not-completed", "participants: did not complete")
        slug = book.own(
            f"not-completed-{wording.slug(name)}", f"did not complete: {name.lower()}", (above,)
        )
        stage = _Stage(name, slug, period.title, left.comment, units)
        yield stage, f"{at}/dropWithdraws/{n}/reasons", left.reasons


def _counted(
    each: Achievement | Reason, stage: _Stage, place: str, roster: Roster, book: Book
) -> Iterator[GroupResult]:
    people, units = written(each.num_subjects), whole(each.num_units)
    if people is None and units is None:
        return
    count = whole(people)
    said = {"numSubjects": people, "numUnits": units}
    yield GroupResult(
        label=stage.name,
        group=roster.key(FLOW, each.group_id),
        measurand=stage.measurand,
        statistic="countStatistic",
        number=Number(value=number(people), reported=people, unit="1") if people else None,
        count=count,
        unit_kind=stage.units if units is not None else None,
        unit_count=units,
        class_label=stage.period,
        comments=tuple(filter(None, (stage.comment, each.comment))),
        flags=("implausibleValue",) if count is not None and count < 0 else (),
        evidence=book.at(*(f"{place}/{name}" for name, there in said.items() if there is not None)),
    )
