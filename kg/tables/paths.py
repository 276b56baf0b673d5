"""The paths by which a table's columns are reached: a small part of SPARQL's property paths.

In: a path as SPARQL writes it, of steps, inverse steps, sequences and alternatives. Out: its steps,
which ``blocks`` walks over staged lines; the same text stands in a query as it is.

*Source*: SPARQL 1.1 Query Language, section 9.1.
"""

from functools import cache
from typing import Final, NamedTuple

from kg.namespaces import DCTERMS, RDF, RDFS, SKOS, TK, Vocabulary

_VOCABULARIES: Final[dict[str, Vocabulary]] = {
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "tk": TK,
}


class Step(NamedTuple):
    """One step along a property, spelled as lines spell it, or against it."""

    predicate: str
    inverse: bool = False


Way = tuple[Step, ...]


def token(curie: str) -> str:
    """The IRI of a CURIE as lines spell it; a misspelt term is an error.

    >>> token("tk:hasArm")
    '<https://w3id.org/trialkg/ns#hasArm>'
    """
    prefix, _, name = curie.partition(":")
    return f"<{_VOCABULARIES[prefix][name]}>"


@cache
def ways(path: str) -> tuple[Way, ...]:
    """The alternatives of a path, each a sequence of steps; an empty path is the node itself.

    >>> [[step.inverse for step in way] for way in ways("^tk:hasArm/tk:about|tk:size")]
    [[True, False], [False]]
    """
    return tuple(
        tuple(
            Step(token(step.removeprefix("^")), inverse=step.startswith("^"))
            for step in filter(None, way.split("/"))
        )
        for way in path.split("|")
    )


def along(path: str, *rest: str) -> str:
    """Paths that all begin with each alternative of the first one.

    >>> along("^tk:hasArm|tk:about", "rdfs:label")
    '^tk:hasArm/rdfs:label|tk:about/rdfs:label'
    """
    return "|".join(f"{way}/{more}" for more in rest for way in path.split("|"))
