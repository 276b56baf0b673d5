"""Adverse events by group: how many were affected, of how many, how often.

In: the typed module. Out: one result for each number of people, and one for each group's total of
serious events, of other events and of deaths.
"""

from collections.abc import Iterator
from typing import Final

from kg.codes import Flag
from kg.records import AdverseEventResult
from kg.sources.ctgov import naming
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.figures import miscounted
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.results_schema import AdverseEvents, Event, EventGroup, EventStats

EVENTS: Final = "/resultsSection/adverseEventsModule"


def adverse_events(
    module: AdverseEvents, roster: Roster, book: Book
) -> Iterator[AdverseEventResult]:
    """Every number of the adverse events."""
    at_risk = {each.id: _at_risk(each) for each in module.event_groups}
    sizes = {group: size for group, size in at_risk.items() if size is not None}
    roster.read(EVENTS, module.event_groups, sizes, "eventGroups")
    for n, group in enumerate(module.event_groups):
        yield from _totals(group, f"{EVENTS}/eventGroups/{n}", roster, book)
    for name, serious, events in (
        ("seriousEvents", True, module.serious_events),
        ("otherEvents", False, module.other_events),
    ):
        for n, event in enumerate(events):
            yield from _event(event, f"{EVENTS}/{name}/{n}", roster, book, serious=serious)


def _at_risk(group: EventGroup) -> int | None:
    return group.serious_num_at_risk or group.other_num_at_risk or group.deaths_num_at_risk


def _totals(group: EventGroup, at: str, roster: Roster, book: Book) -> Iterator[AdverseEventResult]:
    for name, term, serious, affected, at_risk in (
        (
            "seriousNumAffected",
            "any serious adverse event",
            True,
            group.serious_num_affected,
            group.serious_num_at_risk,
        ),
        (
            "otherNumAffected",
            "any other adverse event",
            False,
            group.other_num_affected,
            group.other_num_at_risk,
        ),
        (
            "deathsNumAffected",
            "death from any cause",
            None,
            group.deaths_num_affected,
            group.deaths_num_at_risk,
        ),
    ):
        if affected is not None:
            yield AdverseEventResult(
                label=term,
                group=roster.key(EVENTS, group.id),
                event=book.event(term),
                statistic="countStatistic",
                count=affected,
                denominator=at_risk,
                serious=serious,
                flags=miscounted(affected, at_risk),
                evidence=book.at(f"{at}/{name}"),
            )


def _event(
    event: Event, at: str, roster: Roster, book: Book, *, serious: bool
) -> Iterator[AdverseEventResult]:
    term = event.term or "unnamed event"
    slug = book.event(term)
    assessed = book.code(naming.ASSESSMENT, event.assessment_type, f"{at}/assessmentType")
    for n, stats in enumerate(event.stats):
        place = f"{at}/stats/{n}"
        stated = _stated(stats)
        if stated is None:
            continue
        yield AdverseEventResult(
            label=term,
            group=roster.key(EVENTS, stats.group_id),
            event=slug,
            statistic="countStatistic" if stats.num_affected is not None else None,
            count=stats.num_affected,
            denominator=stats.num_at_risk,
            event_count=stats.num_events,
            serious=serious,
            class_label=event.organ_system,
            source_vocabulary=event.source_vocabulary,
            assessment_type=assessed,
            comments=(event.notes,) if event.notes else (),
            flags=(*miscounted(stats.num_affected, stats.num_at_risk), *_too_few(stats)),
            evidence=book.at(f"{place}/{stated}"),
        )


def _stated(stats: EventStats) -> str | None:
    """The field that states the numbers; where nobody was at risk, it is often the only one."""
    if stats.num_affected is not None:
        return "numAffected"
    if stats.num_events is not None:
        return "numEvents"
    return None if stats.num_at_risk is None else "numAtRisk"


def _too_few(stats: EventStats) -> tuple[Flag, ...]:
    """Fewer events than people who had one cannot be."""
    few = stats.num_events is not None and stats.num_events < (stats.num_affected or 0)
    return ("incoherent",) if few and not miscounted(stats.num_affected, stats.num_at_risk) else ()
