"""The evidence network as a page: a picture to move about in, and the same as tables.

In: the answer to ``evidence-network``. Out: HTML, JSON for the picture, GraphML for other tools.
The picture is drawn in the browser; whoever does not look, or runs no script, has the tables.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kg.errors import UsageError
from kg.network import Contrast, Place, contrasts_of, geometry, graphml, network, places
from kg.questions import Beside, catalogue, query_of
from kg.serving.pages.bearing import Part, parts_of, row_number
from kg.serving.pages.completion import choices
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import href, rendered
from kg.serving.pages.responding import Made
from kg.show import Row, Section
from kg.terms import Iri
from kg.view import Linked

QUESTION: Final = "evidence-network"
_DRAWN: Final = 30
"""The most circles of a picture: of more, the names cannot be read."""
_ROWS: Final = 100
_LONGEST: Final = 1_000
_SUBSTANCES: Final = """
SELECT DISTINCT ?concept ?name { ?use a tk:Intervention ; tk:substance ?concept
  OPTIONAL { ?concept skos:prefLabel ?name } } ORDER BY ?concept ?name
"""
_ASKED: Final = ("substance", "around")
_SUBSTANCE: Final = next(p for p in catalogue()[QUESTION].parameters if p.name == "substance")
_AND: Final = " + "
_ABOUT: Final = {
    "Comparisons": "Each pair of which a trial gave one to some and the other to others.",
    "Interventions": "Sets of what an arm received; doses of one thing are one.",
}


class Net(NamedTuple):
    """What was compared with what, and the concept behind each name."""

    contrasts: tuple[Contrast, ...]
    concepts: Mapping[str, Iri]
    notes: tuple[str, ...]
    around: str = ""

    @property
    def graph(self) -> Any:  # noqa: ANN401 - a graph of networkx, which stays in its room
        """As a graph."""
        return network(self.contrasts)

    def parts(self, name: str) -> tuple[tuple[str, Iri | None], ...]:
        """What an intervention is made of, each with its concept where it has one."""
        return tuple((part, self.concepts.get(part)) for part in name.split(_AND))

    def linked(self, name: str) -> str:
        """The name of an intervention that leads to its concepts."""
        parts = self.parts(name)
        if not all(iri for _, iri in parts):
            return name
        first, *others = [(part, Iri(str(iri))) for part, iri in parts]
        return Linked([first, *((f"+ {part}", iri) for part, iri in others)], " ")


def read_net(reader: Reader, asked: Mapping[str, str], beside: Beside) -> Net:
    """The network that an address asks for: of a substance, around an intervention.

    *Errors*: ``UsageError`` for a substance that is nothing's.
    """
    wanted = asked.get("substance", "").strip()[:_LONGEST]
    question, notes = query_of(
        QUESTION, reader.table, {"substance": wanted} if wanted else {}, beside
    )
    rows = (
        {name: str(value) for name, value in row.items()} for row in reader.table(question.query)
    )
    contrasts = tuple(contrasts_of(rows))
    around = asked.get("around", "").strip()[:_LONGEST]
    near = {name for each in contrasts if around in each.pair for name in each.pair}
    kept = tuple(each for each in contrasts if not around or set(each.pair) <= near)
    return Net(kept, _concepts(reader), notes, around)


def _concepts(reader: Reader) -> dict[str, Iri]:
    """The substance that a name means, unless it means several."""
    found: defaultdict[str, set[Iri]] = defaultdict(set)
    for concept, name in reader.table(_SUBSTANCES).rows:
        iri = str(concept)
        found[str(name or iri.rpartition("/")[2])].add(Iri(iri))
    return {name: iris.pop() for name, iris in found.items() if len(iris) == 1}


# --- The page ------------------------------------------------------------------------------------


def network_page(reader: Reader, asked: Mapping[str, str], beside: Beside) -> Made:
    """The picture's place, and the tables."""
    try:
        net = read_net(reader, asked, beside)
    except UsageError as error:
        return _rendered(reader, Net((), {}, ()), asked, error), 400
    return _rendered(reader, net, asked), 200


def _rendered(
    reader: Reader, net: Net, asked: Mapping[str, str], error: UsageError | None = None
) -> str:
    graph = net.graph
    where = places(graph)
    return rendered(
        "network.html",
        reader.generation,
        asked={name: asked[name] for name in _ASKED if asked.get(name)},
        error=error,
        choices=choices(reader, _SUBSTANCE),
        notes=net.notes,
        around=net.linked(net.around) if net.around else "",
        shape=geometry(graph),
        drawn=len(_drawn(where)),
        parts_shown=tuple(_tables(net, where, asked)),
        question=catalogue()[QUESTION],
    )


def _tables(net: Net, where: Sequence[Place], asked: Mapping[str, str]) -> Iterable[Part]:
    sections = (
        Section("Comparisons", ("intervention", "compared with", "trials", "which"), _pairs(net)),
        Section(
            "Interventions", ("intervention", "trials", "compared with (number)"), _rows(net, where)
        ),
    )
    chosen = tuple(each for each in sections if each.title == asked.get("part"))
    return parts_of(chosen or sections, row_number(asked) if chosen else 1, _ABOUT, _ROWS)


def _pairs(net: Net) -> tuple[Row, ...]:
    rows = sorted(_trials(net).items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        (net.linked(first), net.linked(second), str(len(trials)), Linked(trials, "\n"))
        for (first, second), trials in rows
    )


def _rows(net: Net, where: Sequence[Place]) -> tuple[Row, ...]:
    return tuple(
        (net.linked(each.intervention), str(each.trials), str(each.degree)) for each in where
    )


def _trials(net: Net) -> dict[tuple[str, str], list[tuple[str, Iri]]]:
    """The trials of each pair, what was given more of standing first as the answer has it."""
    found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for each in net.contrasts:
        pair = (each.experimental, each.reference)
        found[pair][each.trial] = each.label or each.trial
    return {
        pair: [(label, Iri(iri)) for iri, label in sorted(trials.items(), key=lambda t: t[1])]
        for pair, trials in found.items()
    }


# --- Data ----------------------------------------------------------------------------------------


def _drawn(where: Sequence[Place]) -> tuple[str, ...]:
    """The interventions of a picture: whole parts, the largest first; of a larger one its hubs."""
    last = where[_DRAWN].component if len(where) > _DRAWN else 0
    fitting = [each for each in where if not last or each.component < last]
    return tuple(each.intervention for each in fitting or where[:_DRAWN])


def as_json(net: Net) -> str:
    """The network for a program that draws it: nodes, edges, and where each leads."""
    where = places(net.graph)
    names = {each.intervention: f"n{number}" for number, each in enumerate(where)}
    drawn = set(_drawn(where))
    nodes = [
        {
            "id": names[each.intervention],
            "label": each.intervention,
            "trials": each.trials,
            "degree": each.degree,
            "part": each.component,
            "drawn": each.intervention in drawn,
            "concepts": [
                {"label": part, "iri": iri, "path": href(iri)}
                for part, iri in net.parts(each.intervention)
                if iri is not None
            ],
        }
        for each in where
    ]
    edges = [
        {
            "source": names[first],
            "target": names[second],
            "trials": [{"label": label, "iri": iri, "path": href(iri)} for label, iri in trials],
        }
        for (first, second), trials in sorted(_trials(net).items())
        if first != second
    ]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False)


def as_graphml(net: Net) -> str:
    """The network for other tools that draw or measure it."""
    return graphml(net.graph)
