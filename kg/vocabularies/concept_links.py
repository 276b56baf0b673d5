"""The links of a build → mappings: what its graph says of how concepts stand to vocabularies.

In: a published store. Out: mappings with predicate, justification, score, tool and version.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.linking.mapping_sets import Match
from kg.store import open_store

_LINKS: Final = """
SELECT ?concept ?label ?predicate ?term ?termLabel ?justification ?score ?version ?name ?reason
       ?source WHERE {
  ?concept tk:hasMapping ?mapping ; skos:prefLabel ?label .
  ?mapping tk:mappingPredicate ?predicate ; tk:mappedTerm ?term ; tk:justification ?justification ;
           tk:score ?score ; tk:toolVersion ?version .
  OPTIONAL { ?mapping tk:termLabel ?termLabel }
  OPTIONAL { ?mapping tk:matchedName ?name }
  OPTIONAL { ?mapping tk:matchReason ?reason }
  OPTIONAL { ?mapping tk:mappingSource ?source }
} ORDER BY ?mapping"""


def concept_links(root: Path) -> Iterator[Match]:
    """The mapping of each link of a store.

    *Errors*: ``NoStore`` where nothing was published.
    """
    with open_store(root) as opened:
        for row in opened.table(_LINKS):
            said = {name: _written(row[name]) for name in row}
            yield Match(
                subject=said["concept"],
                predicate=said["predicate"],
                object=said["term"],
                justification=said["justification"],
                subject_label=said["label"],
                object_label=said["termLabel"],
                confidence=said["score"],
                tool="kg",
                tool_version=said["version"],
                source=said["source"],
                comment=said["reason"],
                matched=said["name"],
            )


def _written(term: object) -> str:
    return "" if term is None else str(getattr(term, "lexical", term))
