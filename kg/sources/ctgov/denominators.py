"""How many were looked at: people, and what was counted beside them.

In: the denominators of one level of a module. Out: their numbers by group, with the places that
state them; what a level does not say, the wider one does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from kg.records import GroupResult, Number
from kg.sources.ctgov.amounts import whole, written
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.results_schema import Denominator

LOOKED_AT: Final = "looked-at"
"""The measurand of numbers of people over which nothing was computed."""
_PEOPLE: Final = {"participants", "participant"}


class Looked(NamedTuple):
    """How many of a group were looked at, how the record writes it, and where."""

    number: int
    written: str
    at: str


Numbers = Mapping[str, Looked]
_NOBODY: Final[Numbers] = {}


class Denominators(NamedTuple):
    """How many people of each group were looked at, and how many of what else (eyes, lesions)."""

    people: Numbers = _NOBODY
    units: Numbers = _NOBODY
    kind: str | None = None

    def over(self, wider: "Denominators") -> "Denominators":
        """These, and those of the wider level where these say nothing."""
        alike = self.kind is None or self.kind == wider.kind
        return Denominators(
            {**wider.people, **self.people},
            {**wider.units, **self.units} if alike else self.units,
            self.kind or wider.kind,
        )

    def sizes(self) -> dict[str, int]:
        """The numbers of people alone."""
        return {group: each.number for group, each in self.people.items()}


NONE: Final = Denominators()


def denominators(denoms: Iterable[Denominator], at: str, selected: str | None) -> Denominators:
    """The numbers of one level; of several kinds beside people, the one that is selected.

    >>> from kg.sources.ctgov.results_schema import GroupCount
    >>> eyes = Denominator(units="Eyes", counts=(GroupCount("BG000", "40"),))
    >>> found = denominators([eyes], "", None)
    >>> found.kind, found.units["BG000"].number, dict(found.people)
    ('Eyes', 40, {})
    """
    denoms = tuple(denoms)
    if not denoms:
        return NONE
    others = [each.units for each in denoms if not _of_people(each)]
    kind = selected if selected in others else next(iter(others), None)
    people = dict(_numbers(denoms, at, None))
    return Denominators(people, dict(_numbers(denoms, at, kind)) if kind else {}, kind)


def _of_people(denom: Denominator) -> bool:
    return (denom.units or "participants").lower() in _PEOPLE


def _numbers(
    denoms: Iterable[Denominator], at: str, kind: str | None
) -> Iterator[tuple[str, Looked]]:
    for n, denom in enumerate(denoms):
        if _of_people(denom) if kind is None else denom.units == kind:
            for k, count in enumerate(denom.counts):
                size, spelled = whole(count.value), written(count.value)
                if size is not None and spelled is not None:
                    place = f"{at}/denoms/{n}/counts/{k}/value"
                    yield count.group_id, Looked(size, spelled, place)


# --- Those over which nothing was computed ------------------------------------------------------


def looked_at(
    level: Denominators, used: Collection[str], module: str, roster: Roster, book: Book
) -> Iterator[GroupResult]:
    """The numbers of a level that no result carries, each as a count of its own."""
    measurand = None
    for numbers, kind in ((level.people, None), (level.units, level.kind)):
        for group, each in numbers.items():
            if each.at not in used:
                measurand = measurand or book.own(LOOKED_AT, "participants: looked at")
                yield GroupResult(
                    group=roster.key(module, group),
                    measurand=measurand,
                    statistic="countStatistic",
                    number=Number(value=Decimal(each.number), reported=each.written, unit="1"),
                    count=each.number if kind is None else None,
                    unit_kind=kind,
                    unit_count=None if kind is None else each.number,
                    flags=("implausibleValue",) if each.number < 0 else (),
                    evidence=book.at(each.at),
                )
