"""Measures of an evidence network, and the file that other tools read it from.

In: the graph of ``kg.network.contrasts``. Out: frozen records and GraphML text.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The shape of a network, in the measures that network meta-analyses report.

    ``density`` is the share of possible pairs that were compared directly, ``thickness`` the
    median number of trials of a comparison, ``strong`` the share of comparisons made by more than
    one trial, ``indirect`` the pairs that are connected but were never compared, ``loops`` the
    independent closed loops, in which direct evidence can be held against indirect. Nothing where
    the network is too small to have such a number.

    *Source*: Salanti 2008, doi 10.7326/0003-4819-148-7-200804010-00011 (geometry, closed loops);
    Tonin 2019, doi 10.1371/journal.pone.0212650 (density, thickness, strong edges).
    """

    interventions: int
    comparisons: int
    trials: int
    multi_arm_trials: int
    components: int
    density: float | None
    thickness: float | None
    strong: float | None
    indirect: int
    loops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one intervention stands in the network.

    ``degree`` counts the interventions it was compared with; ``betweenness`` is the share of
    shortest paths between two others that lead through it; ``component`` numbers the connected
    parts from the largest, which is 1.
    """

    intervention: str
    trials: int
    within: int
    degree: int
    betweenness: float
    component: int


def geometry(graph: nx.Graph[str]) -> Geometry:
    """The measures of the whole network.

    >>> from kg.network import Contrast, network
    >>> star = network(Contrast(trial, drug, "placebo") for trial, drug in ("1a", "2a", "3b"))
    >>> shape = geometry(star)
    >>> round(shape.density, 2), shape.thickness, shape.strong, shape.indirect, shape.loops
    (0.67, 1.5, 0.5, 1, 0)
    """
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    parts = [len(part) for part in nx.connected_components(graph)]
    reachable = sum(size * (size - 1) // 2 for size in parts)
    trials = [data["trials"] for _, _, data in graph.edges(data=True)]
    return Geometry(
        interventions=nodes,
        comparisons=edges,
        trials=graph.graph["trials"],
        multi_arm_trials=graph.graph["multi_arm_trials"],
        components=len(parts),
        density=nx.density(graph) if nodes > 1 else None,
        thickness=statistics.median(trials) if trials else None,
        strong=sum(count > 1 for count in trials) / edges if trials else None,
        indirect=reachable - edges,
        loops=edges - nodes + len(parts),
    )


def places(graph: nx.Graph[str]) -> tuple[Place, ...]:
    """Each intervention's place, the best connected first.

    >>> from kg.network import Contrast, network
    >>> star = network(Contrast(trial, drug, "placebo") for trial, drug in ("1a", "2a", "3b"))
    >>> [(place.intervention, place.degree, place.betweenness) for place in places(star)]
    [('placebo', 2, 1.0), ('a', 1, 0.0), ('b', 1, 0.0)]
    """
    between = nx.betweenness_centrality(graph)
    part_of = {n: i for i, part in enumerate(ordered_components(graph), start=1) for n in part}
    found = (
        Place(
            intervention=name,
            trials=data["trials"],
            within=data["within"],
            degree=graph.degree[name],
            betweenness=between[name],
            component=part_of[name],
        )
        for name, data in graph.nodes(data=True)
    )
    return tuple(sorted(found, key=lambda p: (p.component, -p.degree, -p.trials, p.intervention)))


def ordered_components(graph: nx.Graph[str]) -> list[list[str]]:
    """The connected parts, each in alphabetical order, the largest first."""
    parts = [sorted(part) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), part))


def graphml(graph: nx.Graph[str]) -> str:
    """The network as GraphML, with a label and the betweenness on each node.

    *Source*: GraphML 1.0, http://graphml.graphdrawing.org/specification.html
    """
    told = graph.copy()
    for place in places(graph):
        told.nodes[place.intervention].update(
            label=place.intervention, degree=place.degree, betweenness=place.betweenness
        )
    return "\n".join(nx.generate_graphml(told)) + "\n"
