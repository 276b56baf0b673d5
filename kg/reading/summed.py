"""People of a trial who are told by arm only: the sum of those who were allotted to each.

In: the ledger, the arms and the populations read. Out: a derived :class:`~kg.records.Population`
that names the arms it is the sum of, where every arm has its size, the sentences that tell the
sizes speak of how people were allotted, and none of them announces another number of groups.
"""

import re

from kg.codes import PopulationRole
from kg.reading.census import planned
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.results import arm_key
from kg.reading.wholes import size_of
from kg.records import Population

RULE = "population.summed"
_TOLD = frozenset({"enrolled", "randomizedPopulation", "analysed", "planned"})
# What is done to people; a randomized trial is no such thing.
_ALLOTTED = re.compile(
    r" (?:(?P<random>randomized|randomly|randomization(?= to))|assigned|allocated|allotted|divided)"
    r" (?!(?:[^\s.;]+ ){0,4}?(?:trial|study|design|fashion|manner|order|sequence) )"
)
_GROUPS = r"(?P<many>V) (?:{w} ){0,2}?(?:groups|arms|regimens|treatments|conditions)"


def read_summed(ledger: Ledger) -> None:
    """Derives how many were allotted from the sizes of all arms, where nobody says how many took part."""
    sizes = [draft.size or 0 for draft in ledger.page.drafts]
    known = any(_TOLD & set(p.roles) and p.size for p in ledger.of(Population))
    if len(sizes) > 1 and all(sizes) and not known and (lines := _allotting(ledger.page, sizes)):
        random = all(_random(line) for line in lines)
        role: PopulationRole = "randomizedPopulation" if random else "enrolled"
        whole = Population(
            roles=(role,),
            size=sum(sizes),
            derivation="derived",
            derived_from=tuple(map(arm_key, range(len(sizes)))),
        )
        ledger.add(whole, *lines, rule=RULE, key="population-summed")


def _allotting(page: Page, sizes: list[int]) -> list[Line]:
    """The fewest first lines that tell all sizes, if each tells of people being allotted."""
    left, lines = list(sizes), []
    for line in page.lines:
        here = [n for item in line.tape.items if (n := size_of(item)) in left]
        if line.part not in {"background", "conclusions"} and here and _allots(line, len(sizes)):
            lines.append(line)
            left = _without(left, here)
        if not left:
            return lines
    return []


def _allots(line: Line, arms: int) -> bool:
    """Whether a line tells how people were allotted, to no other number of groups than is known."""
    announced = {size_of(hit.items("many")[0]) for hit in line.tape.hits(_GROUPS)} - {None}
    told = _ALLOTTED.search(line.tape.line) is not None and "completed" not in line.tape.forms
    return told and not planned(line.tape.line) and announced <= {arms}


def _random(line: Line) -> bool:
    told = _ALLOTTED.search(line.tape.line)
    return told is not None and told["random"] is not None


def _without(left: list[int], here: list[int]) -> list[int]:
    """The sizes that are still to be told; a number tells one size each time that it stands there."""
    for size in here:
        if size in left:
            left.remove(size)
    return left
