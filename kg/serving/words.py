"""The words in which a service describes itself, and triples of them.

In: terms. Out: lines. Vocabularies of other people that only the service uses stand here.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

from kg.export import render
from kg.namespaces import RDF, Vocabulary
from kg.terms import Iri, Quad, Term, Triple, ntriples

SD: Final = Vocabulary(
    "http://www.w3.org/ns/sparql-service-description#",
    """
    Dataset Graph NamedGraph SPARQL11Query Service UnionDefaultGraph defaultDataset defaultGraph
    endpoint feature graph name namedGraph resultFormat supportedLanguage
    """,
)
VOID: Final = Vocabulary(
    "http://rdfs.org/ns/void#",
    """
    Dataset DatasetDescription feature sparqlEndpoint triples uriSpace vocabulary
    """,
)
FILE_FORMATS: Final = "http://www.w3.org/ns/formats/"


class Notes:
    """Triples as they are written down, with blank nodes that number themselves."""

    def __init__(self) -> None:
        self._triples: list[Triple] = []
        self._numbers = count()

    def say(self, subject: Iri, *pairs: tuple[str, Term]) -> Iri:
        """The subject, once these pairs of property and value are said of it."""
        self._triples += [(subject, predicate, value) for predicate, value in pairs]
        return subject

    def typed(self, subject: Iri, kind: str, *pairs: tuple[str, Term]) -> Iri:
        """The subject, once it is of a class and these pairs are said of it."""
        return self.say(subject, (RDF.type, Iri(kind)), *pairs)

    def node(self, *pairs: tuple[str, Term]) -> Iri:
        """A blank node of which these pairs are said."""
        return self.say(Iri(f"_:b{next(self._numbers)}"), *pairs)

    def lines(self) -> list[str]:
        """What was written down, as N-Triples."""
        return list(ntriples(self._quads()))

    def _quads(self) -> Iterator[Quad]:
        nowhere = Iri("")
        return (Quad(*triple, nowhere) for triple in self._triples)


def written(lines: Iterable[str], form: str) -> str:
    """Triples in a form; N-Triples as they are, each once and in order."""
    return "".join(sorted(set(lines))) if form == "nt" else render(lines, form)


def each(predicate: str, values: Iterable[Term]) -> Iterator[tuple[str, Term]]:
    """A pair for each value of a property."""
    return ((predicate, value) for value in values)
