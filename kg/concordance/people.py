"""Numbers of people compared: enrolment by role, arms that are one arm.

In: two tellings of one trial, and which arms they share. Out: the sizes and losses that differ.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kg.concordance.difference import Difference, compared, numbered_side
from kg.concordance.rounding import whole
from kg.concordance.tellings import Telling
from kg.graph.groups import people
from kg.identifiers import numbered, populations
from kg.namespaces import TK
from kg.records import Arm, Population
from kg.terms import Iri

# Roles that are compared: a registry counts who enrolled, a report of a randomized trial who was
# randomized. A planned number is none of those who came, and the analysed vary by analysis.
_ROLES: Final = (
    ("enrolled", "enrolled"),
    ("randomizedPopulation", "randomizedPopulation"),
    ("screened", "screened"),
    ("completed", "completed"),
    ("enrolled", "randomizedPopulation"),
    ("randomizedPopulation", "enrolled"),
)
_RULE: Final = "disagreement.people"

Groups = Mapping[str, Iri]
"""The trial's own node of each arm of a telling, by the local name of the arm."""


def people_differences(
    first: Telling, second: Telling, arms: tuple[Groups, Groups]
) -> Iterator[Difference]:
    """The numbers of people of whom both tell."""
    yield from _enrolment(first, second)
    yield from _arms(first, second, arms)


def _enrolment(first: Telling, second: Telling) -> Iterator[Difference]:
    """By role, each population once."""
    ours, theirs = _by_role(first), _by_role(second)
    mine, yours = set[Iri](), set[Iri]()
    for role, other_role in _ROLES:
        if role not in ours or other_role not in theirs:
            continue
        (node, one), (other_node, other) = ours[role], theirs[other_role]
        if node in mine or other_node in yours:
            continue
        if role == other_role or _randomized(first) or _randomized(second):
            mine.add(node)
            yours.add(other_node)
            about = one.label or people(one)
            yield from _sizes(about, (first, node, one), (second, other_node, other))


def _randomized(telling: Telling) -> bool:
    return telling.study.allocation == "randomized"


def _by_role(telling: Telling) -> dict[str, tuple[Iri, Population]]:
    """The population of each role; where a report has two of one role, neither."""
    found: dict[str, tuple[Iri, Population]] = {}
    twice = set[str]()
    for local, population in populations(telling.prefix, telling.study):
        if population.derivation == "derived":
            continue  # the arms that it is the sum of are compared themselves
        for role in population.roles:
            twice |= {role} & found.keys()
            found[role] = telling.names.node(local), population
    return {role: each for role, each in found.items() if role not in twice}


def _arms(first: Telling, second: Telling, arms: tuple[Groups, Groups]) -> Iterator[Difference]:
    ours = {arms[0][local]: (local, arm) for local, arm in _named(first)}
    for local, arm in _named(second):
        known = ours.get(arms[1][local])
        if known is not None:
            mine = first, first.names.node(known[0]), known[1]
            yield from _sizes(
                known[1].label or arm.label or "arm", mine, (second, second.names.node(local), arm)
            )


def _named(telling: Telling) -> Iterator[tuple[str, Arm]]:
    return numbered(f"{telling.prefix}arm", telling.study.arms)


def _sizes(
    about: str,
    one: tuple[Telling, Iri, Arm | Population],
    other: tuple[Telling, Iri, Arm | Population],
) -> Iterator[Difference]:
    yield from _counted(TK.size, about, one, other, (one[2].size, other[2].size))
    lost = one[2].lost_to_follow_up, other[2].lost_to_follow_up
    yield from _counted(TK.lostToFollowUp, about, one, other, lost)


def _counted(
    on: str,
    about: str,
    one: tuple[Telling, Iri, Arm | Population],
    other: tuple[Telling, Iri, Arm | Population],
    counts: tuple[int | None, int | None],
) -> Iterator[Difference]:
    first, second = counts
    if first is not None and second is not None:
        sides = (
            numbered_side(one[0], one[1], whole(first)),
            numbered_side(other[0], other[1], whole(second)),
        )
        yield from compared(on, about, sides, _RULE)
