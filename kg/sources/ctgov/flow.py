"""Participant flow: who started, came how far, and left why.

In: the typed module. Out: a group result for each number, labelled with its milestone or reason.
"""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

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
        yield from _milestones(period, f"{FLOW}/periods/{n}", roster, book)
        yield from _reasons(period, f"{FLOW}/periods/{n}", roster, book)


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


def _milestones(period: Period, at: str, roster: Roster, book: Book) -> Iterator[GroupResult]:
    flow_of_people = book.own("participant-flow", "participant flow")
    for n, milestone in enumerate(period.milestones):
        name = milestone.type or "milestone"
        slug = book.own(
            f"flow-{wording.slug(name)}", f"participants: {name.lower()}", (flow_of_people,)
        )
        said = (milestone.comment,) if milestone.comment else ()
        for k, each in enumerate(milestone.achievements):
            place = f"{at}/milestones/{n}/achievements/{k}"
            result = _counted(each, name, slug, period, place, roster, book)
            if result is not None:
                yield _with(result, said, each.comment)


def _with(result: GroupResult, said: tuple[str, ...], more: str | None) -> GroupResult:
    comments = (*said, *((more,) if more else ()))
    return replace(result, comments=comments) if comments else result


def _reasons(period: Period, at: str, roster: Roster, book: Book) -> Iterator[GroupResult]:
    for n, left in enumerate(period.drop_withdraws):
        name = left.type or "reason"
        above = book.own("not-completed", "participants: did not complete")
        slug = book.own(
            f"not-completed-{wording.slug(name)}", f"did not complete: {name.lower()}", (above,)
        )
        for k, reason in enumerate(left.reasons):
            place = f"{at}/dropWithdraws/{n}/reasons/{k}"
            result = _counted(reason, name, slug, period, place, roster, book)
            if result is not None:
                yield result


def _counted(
    each: Achievement | Reason,
    name: str,
    slug: str,
    period: Period,
    place: str,
    roster: Roster,
    book: Book,
) -> GroupResult | None:
    spelled = written(each.num_subjects)
    if spelled is None:
        return None
    count = whole(spelled)
    return GroupResult(
        label=name,
        group=roster.key(FLOW, each.group_id),
        measurand=slug,
        statistic="countStatistic",
        number=Number(value=number(spelled), reported=spelled, unit="1"),
        count=count,
        class_label=period.title,
        flags=("implausibleValue",) if count is not None and count < 0 else (),
        evidence=book.at(f"{place}/numSubjects"),
    )
