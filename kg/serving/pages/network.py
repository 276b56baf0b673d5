"""The evidence network as a page: a picture to move about in, and the same as tables.

In: the answer to ``evidence-network``. Out: HTML, JSON for the picture, GraphML for other tools.
The picture is drawn in the browser; whoever does not look, or runs no script, has the tables.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kg.errors import UsageError
from kg.namespaces import CONCEPT, TK
from kg.network import (
    WHOLE,
    Contrast,
    Place,
    contrasts_of,
    geometry,
    graphml,
    network,
    places,
)
from kg.questions import Beside, answered, catalogue, query_of
from kg.serving.pages.bearing import Part, parts_of, row_number
from kg.serving.pages.completion import choices
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import href, rendered
from kg.serving.pages.responding import Made
from kg.show import Row, Section
from kg.terms import Iri, spelled, text
from kg.view import Linked

QUESTION: Final = "evidence-network"
_DRAWN: Final = 30
"""The most circles of a picture: of more, the names cannot be read."""
_ROWS: Final = 100
_LONGEST: Final = 1_000
# From names to what bears them, by an index: nobody lists what a hundred thousand trials gave.
_NAMED: Final = """
SELECT DISTINCT ?concept (STR(?label) AS ?name) {
  { VALUES ?label { %s } ?concept skos:prefLabel ?label }
  UNION
  { VALUES (?concept ?label) { %s } FILTER NOT EXISTS { ?concept skos:prefLabel ?own } }
  FILTER EXISTS { ?use tk:substance ?concept }
} ORDER BY ?concept ?name
"""
_AT_ONCE: Final = 200
_ASKED: Final = ("substance", "around", "page")
_SUBSTANCE: Final = next(p for p in catalogue()[QUESTION].parameters if p.name == "substance")
_AND: Final = " + "
_SLUG: Final = re.compile(r"[\w.-]+")
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
    page: int = 0
    """Which part of the network it is; nothing where it is the whole."""
    more: bool = False

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
    """The network that an address asks for: of a substance, around an intervention, or a page.

    *Errors*: ``UsageError`` for a substance that is nothing's.
    """
    around = asked.get("around", "").strip()[:_LONGEST]
    wanted = asked.get("substance", "").strip()[:_LONGEST]
    cut = not wanted and _is_large(reader)
    if cut:
        wanted = next(iter(_concepts(reader, {around}).values()), Iri("")) if around else ""
    given = {"substance": wanted} if wanted else {}
    question, notes = query_of(QUESTION, reader.table, given, beside)
    page = row_number(asked, "page") if cut and not wanted else None
    answer = answered(question, reader.table, page)
    rows = ({name: str(value) for name, value in row.items()} for row in answer)
    contrasts = tuple(contrasts_of(rows))
    near = {name for each in contrasts if around in each.pair for name in each.pair}
    kept = tuple(each for each in contrasts if not around or set(each.pair) <= near)
    names = {name for each in kept for name in each.pair}
    return Net(kept, _concepts(reader, names), notes, around, page or 0, answer.more)


def _is_large(reader: Reader) -> bool:
    """Whether the whole network would take longer than a page has."""
    counts = reader.generation.store.counts()
    return counts is not None and counts.members.get(TK.Trial, 0) > WHOLE


def _concepts(reader: Reader, names: Collection[str]) -> dict[str, Iri]:
    """The substance that a part of these names means, unless it means several."""
    parts = sorted({part for name in names for part in name.split(_AND)})
    found: defaultdict[str, set[Iri]] = defaultdict(set)
    for start in range(0, len(parts), _AT_ONCE):
        for concept, name in reader.table(_named(parts[start : start + _AT_ONCE])).rows:
            found[str(name)].add(Iri(str(concept)))
    return {name: iris.pop() for name, iris in found.items() if len(iris) == 1}


def _named(parts: Iterable[str]) -> str:
    every = list(parts)
    labels = (spelled(text(part, language)) for part in every for language in (None, "en"))
    bare = (part for part in every if _SLUG.fullmatch(part))
    own = (f"({spelled(Iri(CONCEPT + part))} {spelled(text(part))})" for part in bare)
    return _NAMED % (" ".join(labels), " ".join(own))


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
        page=net.page,
        more=net.more,
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
