"""What is in the graph, and how often: VoID.

In: a generation. Out: lines. The store says of itself what its build has counted; the service adds
where to ask for it.

*Source*: Describing Linked Datasets with the VoID Vocabulary (W3C 2011), sections 2 and 4.
"""

from typing import Final

from kg.namespaces import DCTERMS, ID, TK
from kg.serving.description import ENDPOINT, VOID_PATH, formats
from kg.serving.shelf import Generation
from kg.serving.words import VOID, Notes, each
from kg.store import triple_of
from kg.store.description import DATASET
from kg.terms import Iri, date, text

_PRIMARY_TOPIC: Final = "http://xmlns.com/foaf/0.1/primaryTopic"
_DAY: Final = len("2026-01-01")


def void_lines(generation: Generation, base: str) -> list[str]:
    """What is in the dataset: classes, properties, and what stands between them."""
    notes = Notes()
    notes.typed(Iri(base + VOID_PATH), VOID.DatasetDescription, (_PRIMARY_TOPIC, DATASET))
    notes.typed(
        DATASET,
        VOID.Dataset,
        (DCTERMS.title, text("Clinical trials as their reports tell of them", "en")),
        (DCTERMS.modified, date(generation.manifest.built[:_DAY])),
        (VOID.sparqlEndpoint, Iri(base + ENDPOINT)),
        (VOID.uriSpace, text(ID)),
        (VOID.vocabulary, Iri(str(TK))),
        *each(VOID.feature, formats()),
    )
    return [*notes.lines(), *map(triple_of, generation.store.description())]
