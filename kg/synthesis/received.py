"""What the groups of a comparison received, and what thus was compared with what.

In: claims, and an engine to ask what their groups received. Out: for each claim the contrast: what
one side received that the other did not. Trials of one contrast can be combined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

Rows = Iterable[Mapping[str, Any]]

_BATCH: Final = 400
_NOTHING: Final = "no such treatment"

_QUERY: Final = """
SELECT DISTINCT ?claim ?side ?thing ?name ?wider WHERE {
  VALUES ?claim { %s }
  {
    ?claim tk:experimentalGroup ?arm BIND("experimental" AS ?side)
  } UNION {
    ?claim tk:referenceGroup ?arm BIND("reference" AS ?side)
  } UNION {
    ?claim a tk:GroupResult ; tk:ofGroup ?arm BIND("own" AS ?side)
  }
  ?arm tk:receives ?received .
  FILTER NOT EXISTS { ?received tk:appliesIf ?condition }
  FILTER NOT EXISTS { ?received tk:interventionRole tk:placebo }
  FILTER NOT EXISTS { ?received tk:interventionRole tk:noTreatment }
  OPTIONAL { ?received rdfs:label ?label }
  OPTIONAL {
    ?received tk:substance ?substance
    OPTIONAL { ?substance skos:prefLabel ?called }
    OPTIONAL { ?substance tk:broader+ ?wider }
  }
  BIND(COALESCE(STR(?substance), LCASE(STR(?label))) AS ?thing)
  BIND(COALESCE(?called, ?label) AS ?name)
  FILTER(BOUND(?thing))
}
"""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What was given on one side alone, and what on the other alone, by names."""

    given: tuple[str, ...]
    instead: tuple[str, ...]

    def __str__(self) -> str:
        return f"{' + '.join(self.given)} against {' + '.join(self.instead) or _NOTHING}"


class Received:
    """What the groups of claims received; a substance stands for all that is narrower.

    As in the evidence network each is rolled up to the broadest that some group here received, or
    to what was *asked* for by a name.
    """

    def __init__(self, rows: Rows, asked: Mapping[str, str] = MappingProxyType({})) -> None:
        self._asked = asked
        self._sides: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._names: dict[str, str] = {}
        self._wider: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            thing = str(row["thing"])
            self._sides[str(row["claim"])][str(row["side"])].add(thing)
            self._names[thing] = str(row["name"])
            if row["wider"] is not None:
                self._wider[thing].add(str(row["wider"]))

    def contrast(self, claim: str, other: str | None = None) -> Contrast | None:
        """What a comparison compares, or what two groups' own results do; none where not known.

        >>> rows = [{"claim": "c", "side": "experimental", "thing": t, "name": t, "wider": None}
        ...     for t in ("IL-2", "ART")]
        >>> rows += [rows[1] | {"side": "reference"}]
        >>> print(Received(rows).contrast("c"))
        IL-2 against no such treatment
        """
        if other is None:
            one, two = self._got(claim, "experimental"), self._got(claim, "reference")
        else:
            one, two = self._got(claim, "own"), self._got(other, "own")
        given, instead = one - two, two - one
        return Contrast(self._called(given), self._called(instead)) if given else None

    def _got(self, claim: str, side: str) -> set[str]:
        return {self._rolled_up(thing) for thing in self._sides[claim][side]}

    def _rolled_up(self, thing: str) -> str:
        """The broadest of what somebody received that this is a kind of; the first of several."""
        if {thing, *self._wider[thing]} & self._asked.keys():
            return min(self._asked)
        tops = [wider for wider in self._wider[thing] if wider in self._names]
        broadest = [top for top in tops if not self._wider[top] & self._names.keys()]
        return min(broadest, default=thing)

    def _called(self, things: set[str]) -> tuple[str, ...]:
        return tuple(sorted(self._asked.get(each) or self._names[each] for each in things))


def received(
    claims: Iterable[str],
    table: Callable[[str], Rows],
    asked: Mapping[str, str] = MappingProxyType({}),
) -> Received:
    """What the groups of these claims received, as an engine knows it."""
    every = sorted(set(claims))
    rows: list[Mapping[str, Any]] = []
    for start in range(0, len(every), _BATCH):
        wanted = " ".join(f"<{claim}>" for claim in every[start : start + _BATCH])
        rows += table(_QUERY % wanted)
    return Received(rows, asked)
