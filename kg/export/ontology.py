"""The ontology as lines, for an export that is to hold it and for a reasoner.

In: nothing. Out: N-Quads lines in a graph of their own.
"""

from collections.abc import Iterator

from kg.namespaces import GRAPH
from kg.resources import folder
from kg.store import parse


def ontology_lines() -> Iterator[str]:
    """The terms of the ontology and of its vocabularies, and what is said of them."""
    home = folder("ontology")
    paths = [home / "trial.ttl", *sorted((home / "vocab").glob("*.ttl"))]
    for number, path in enumerate(paths):
        yield from parse(
            path.read_bytes(),
            "ttl",
            where=path.name,
            graph=f"{GRAPH}ontology",
            label=f"o{number}b",
        )
