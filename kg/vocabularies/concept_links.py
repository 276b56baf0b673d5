"""The concepts of a store → mappings to the terms that their names are.

In: a published store, a grounder. Out: mappings with predicate, justification, score, tool and
version. What the package or a person maps already is left alone: a concept has one link into a
vocabulary, or none, and a term is exactly one concept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg import __version__
from kg.linking import mapping_sets
from kg.linking.grounding import Candidate, Grounder
from kg.linking.mapping_sets import EXACT, Match
from kg.namespaces import CONCEPT, SKOS
from kg.store import open_store

_LEXICAL: Final = "https://w3id.org/semapv/vocab/LexicalMatching"
_KINDS: Final = {
    "Substance": "Substance",
    "Condition": "Condition",
    "AdverseEvent": "Condition",
    "ClinicalEvent": "Condition",
}
_CONCEPTS: Final = """
SELECT DISTINCT ?concept ?label ?kind WHERE {
  ?concept a ?kind ; skos:prefLabel ?label .
  FILTER(?kind IN (tk:Substance, tk:Condition, tk:AdverseEvent, tk:ClinicalEvent))
} ORDER BY ?concept ?label ?kind"""


def concept_links(root: Path, asked: Grounder, known: Iterable[Match]) -> Iterator[Match]:
    """A mapping for each concept of a store whose name is a term's, where it has none there.

    *Errors*: ``NoStore`` where nothing was published.
    """
    mapped: dict[str, set[str]] = defaultdict(set)
    taken: set[str] = set()
    for match in known:
        if not match.negated and match.subject.startswith(CONCEPT):
            mapped[match.subject].add(mapping_sets.vocabulary(match.object))
            taken.update([match.object] if match.predicate == EXACT else [])
    for (concept, label), kinds in _concepts(root).items():
        link = asked.link(label, kinds)
        if link is None or mapping_sets.vocabulary(link.iri) in mapped[concept]:
            continue
        mapped[concept].add(mapping_sets.vocabulary(link.iri))
        exact = link.predicate == "exactMatch"
        if exact and link.iri in taken:
            link = link._replace(predicate="closeMatch", why=(*link.why, "another concept is it"))
        taken.update([link.iri] if exact else [])
        yield _match(concept, label, link)


def _match(concept: str, label: str, link: Candidate) -> Match:
    return Match(
        subject=concept,
        predicate=SKOS[link.predicate],
        object=link.iri,
        justification=_LEXICAL,
        subject_label=label,
        object_label=link.label,
        confidence=f"{min(link.score, 1.0):.2f}",
        tool="kg",
        tool_version=__version__,
        comment="; ".join(link.why),
    )


def _concepts(root: Path) -> dict[tuple[str, str], list[str]]:
    """The kinds of each concept of these kinds, by its IRI and its name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    with open_store(root) as opened:
        for row in opened.table(_CONCEPTS):
            kind = _KINDS[str(row["kind"]).rpartition("#")[2]]
            found[str(row["concept"]), str(row["label"])].append(kind)
    return found
