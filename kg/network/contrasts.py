"""The evidence network as a graph: which interventions were compared directly, in how many trials.

In: contrasts, one for each trial and pair of interventions. Out: a networkx graph with
interventions as nodes and direct comparisons as edges, the same whatever the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

WHOLE: Final = 2_000
"""Of so many trials the whole network is asked for at once; of more, a page or one substance."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One trial that compared two interventions directly.

    ``trial`` is what makes it one trial, ``label`` what people call it. ``participants`` are the
    people of both groups; nothing where the report does not tell.
    """

    trial: str
    experimental: str
    reference: str
    participants: int | None = None
    label: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two interventions in alphabetical order: an edge has no experimental side."""
        first, second = sorted((self.experimental, self.reference))
        return first, second


def contrasts_of(rows: Iterable[Mapping[str, str]]) -> Iterator[Contrast]:
    """The contrasts in the answer to ``evidence-network``, which tells a pair with its trials.

    >>> row = {"intervention": "IL-2 + ART", "comparator": "ART", "trialIris": "t/1 t/2",
    ...     "trialLabels": "Kovacs | ETOILE"}
    >>> [(each.trial, each.label) for each in contrasts_of([row])]
    [('t/1', 'Kovacs'), ('t/2', 'ETOILE')]
    """
    for row in rows:
        trials = row["trialIris"].split(" ")
        labels = row["trialLabels"].split(" | ")
        named = len(labels) == len(trials)  # a label may hold the bar that stands between labels
        for trial, label in zip(trials, labels if named else trials, strict=True):
            yield Contrast(trial, row["intervention"], row["comparator"], label=label)


def network(contrasts: Iterable[Contrast]) -> nx.Graph[str]:
    """The network of the contrasts.

    Nodes carry ``trials`` and ``within`` (trials that compared two variants of the intervention,
    such as two doses: they make no edge). Edges carry ``trials``, ``participants`` where some trial
    tells them, ``untold`` (trials that do not tell theirs) and ``names``. A pair that one trial
    compared twice is one comparison with the larger number of people, so that nobody is counted
    twice.

    >>> graph = network([Contrast("Kovacs", "IL-2 + ART", "ART", 60),
    ...                  Contrast("ETOILE", "IL-2 + ART", "ART")])
    >>> graph.edges["ART", "IL-2 + ART"]
    {'trials': 2, 'participants': 60, 'untold': 1, 'names': 'ETOILE; Kovacs'}
    """
    rows = sorted(set(contrasts), key=repr)
    labels = {row.trial: row.label or row.trial for row in rows}
    graph: nx.Graph[str] = nx.Graph()
    for name, trials in sorted(_trials_of(rows).items()):
        within = {row.trial for row in rows if row.pair == (name, name)}
        graph.add_node(name, trials=len(trials), within=len(within))
    for (first, second), sizes in sorted(_sizes_of(rows).items()):
        graph.add_edge(first, second, **_weight(sizes, labels))
    graph.graph.update(_totals(rows))
    return graph


def _trials_of(rows: Iterable[Contrast]) -> Mapping[str, set[str]]:
    trials: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.pair:
            trials[name].add(row.trial)
    return trials


def _sizes_of(rows: Iterable[Contrast]) -> Mapping[tuple[str, str], Mapping[str, int | None]]:
    """For each pair of unlike interventions its trials, each with the people it tells of."""
    sizes: defaultdict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for row in rows:
        if row.experimental != row.reference:
            told = (sizes[row.pair].get(row.trial), row.participants)
            sizes[row.pair][row.trial] = max((n for n in told if n is not None), default=None)
    return sizes


def _weight(sizes: Mapping[str, int | None], labels: Mapping[str, str]) -> dict[str, int | str]:
    told = [n for n in sizes.values() if n is not None]
    return {
        "trials": len(sizes),
        # Nothing, and not nought, where no trial tells: nought would be a number of people.
        **({"participants": sum(told)} if told else {}),
        "untold": len(sizes) - len(told),
        "names": "; ".join(sorted(labels[trial] for trial in sizes)),
    }


def _totals(rows: Iterable[Contrast]) -> dict[str, int]:
    compared: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        compared[row.trial].update(row.pair)
    multi_arm = sum(len(names) > 2 for names in compared.values())  # noqa: PLR2004
    return {"trials": len(compared), "multi_arm_trials": multi_arm}
