"""Ontologies and thesauri in RDF: OWL classes, SKOS concepts, MeSH in another syntax.

In: a file in any RDF syntax. Out: terms. Triples come in any order, so that what is said of names
and places is held until the end; all else goes by.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.linking import curies
from kg.linking.thesaurus import Name, NameKind, Term, TermKind
from kg.namespaces import DCTERMS, OWL, RDFS, SKOS
from kg.store import triples
from kg.terms import Literal
from kg.vocabularies.contents import File, told

_OIO: Final = "http://www.geneontology.org/formats/oboInOwl#"
_REPLACED: Final = "http://purl.obolibrary.org/obo/IAO_0100001"
_LABELS: Final = (SKOS.prefLabel, RDFS.label)
_NAMES: Final[dict[str, NameKind]] = {
    SKOS.altLabel: "exact",
    SKOS.hiddenLabel: "hidden",
    f"{_OIO}hasExactSynonym": "exact",
    f"{_OIO}hasNarrowSynonym": "narrow",
    f"{_OIO}hasBroadSynonym": "broad",
    f"{_OIO}hasRelatedSynonym": "related",
}
_BROADER: Final = frozenset({RDFS.subClassOf, SKOS.broader})
_LATER: Final = frozenset({_REPLACED, DCTERMS.isReplacedBy})
_LINKS: Final = {SKOS.exactMatch: "exact", SKOS.closeMatch: "close"}
_ENTITY: Final = re.compile(rb"<!ENTITY\s+\S+\s+(?:\"([^\"]*)\"|'([^']*)'|SYSTEM|PUBLIC|%)")
_LONGEST_ENTITY: Final = 200


class _Held:
    """What is said of names and places, by subject."""

    def __init__(self) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self.names: dict[str, list[Name]] = defaultdict(list)
        self.links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.retired: set[str] = set()

    def take(self, subject: str, predicate: str, said: object) -> None:
        if isinstance(said, Literal):
            self._words(subject, predicate, said)
        elif isinstance(said, str) and not said.startswith("_:"):
            if predicate in _BROADER:
                self.links["broader"][subject].append(said)
            elif predicate in _LATER:
                self.links["later"][subject].append(said)
            elif predicate in _LINKS:
                self.links[_LINKS[predicate]][subject].append(said)

    def _words(self, subject: str, predicate: str, said: Literal) -> None:
        english = (said.language or "en").lower().startswith("en")
        if predicate == OWL.deprecated and said.lexical in {"true", "1"}:
            self.retired.add(subject)
        elif predicate in _LABELS and english:
            # British English beside English: the first of a kind stands.
            self.labels[subject].setdefault(predicate, said.lexical)
        elif predicate in _NAMES and english:
            self.names[subject].append(Name(said.lexical, _NAMES[predicate]))
        elif predicate in _LATER:
            self.links["later"][subject].append(curies.canonical(said.lexical))


def read(file: File, syntax: str, kinds: tuple[TermKind, ...]) -> Iterator[Term]:
    """Each named thing with an English label; *kinds* are those of the vocabulary as a whole.

    *Errors*: ``InputError`` with the line where the file is not well formed.
    """
    if syntax == "rdf":
        _require_plain(file)
    held = _Held()
    with told(file.name), file.open() as stream:
        for subject, predicate, said in triples(stream, syntax, where=file.name):
            held.take(subject, predicate, said)
    for at in held.labels:
        if not at.startswith("_:"):
            yield _term(held, at, kinds)


def _require_plain(file: File) -> None:
    """Nothing, for XML whose entities are short names of IRIs at most.

    *Errors*: ``InputError``: others could grow to any size.
    """
    for match in _ENTITY.finditer(file.head()):
        value = match[1] or match[2] or b""
        if not value or b"&" in value or len(value) > _LONGEST_ENTITY:
            raise InputError(
                "an XML file that declares entities of entities is not read", where=file.name
            )


def _term(held: _Held, subject: str, kinds: tuple[TermKind, ...]) -> Term:
    said = held.labels[subject]
    label = next(said[each] for each in _LABELS if each in said)

    def links(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(curies.canonical, held.links[name].get(subject, ()))))

    return Term(
        iri=curies.canonical(subject),
        label=label,
        names=tuple(dict.fromkeys(held.names.get(subject, ()))),
        kinds=kinds,
        broader=links("broader"),
        exact=links("exact"),
        close=links("close"),
        retired=subject in held.retired,
        replaced_by=links("later"),
    )
