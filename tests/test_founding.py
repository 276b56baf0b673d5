"""The three founding reports: each fact they state, asked by SPARQL of the exported Turtle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

import kg
from kg.namespaces import PREFIXES

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
FACTS = Path(__file__).parent / "founding"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding reports are not here")


def _facts() -> Iterator[tuple[str, str]]:
    """Each fact by its name, with the ASK that finds it."""
    for path in sorted(FACTS.glob("*.rq")):
        for block in path.read_text(encoding="utf-8").split("#+ ")[1:]:
            name, _, ask = block.partition("\n")
            yield name, ask


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports, built and written out as Turtle."""
    folder = tmp_path_factory.mktemp("founding")
    with kg.build(sorted(SEEDS.glob("*.txt")), store=folder / "store") as graph:
        graph.export(folder / "out.ttl")
    return folder / "out.ttl"


@pytest.fixture(scope="module")
def graph(exported: Path) -> rdflib.Graph:
    """The exported Turtle, parsed, with the prefixes that the facts are asked under."""
    parsed = rdflib.Graph().parse(exported)
    for prefix, namespace in PREFIXES.items():
        parsed.bind(prefix, namespace, replace=True)
    return parsed


@pytest.mark.parametrize(("name", "ask"), [pytest.param(*fact, id=fact[0]) for fact in _facts()])
def test_fact(graph: rdflib.Graph, name: str, ask: str) -> None:
    """The fact stands in the graph as typed triples."""
    assert bool(graph.query(ask)), name


def test_every_reported_claim_has_its_words(graph: rdflib.Graph) -> None:
    """Each reported claim rests on a passage."""
    bare = graph.query(
        "SELECT ?claim WHERE { ?claim tk:derivation tk:reported "
        "FILTER NOT EXISTS { ?claim tk:supportedBy/tk:exact ?words } }"
    )
    assert not list(bare)


def test_passages_stand_in_the_documents(graph: rdflib.Graph) -> None:
    """Each passage's words are the document's at its offsets, in code points."""
    texts = {str(hash_): text for hash_, text in _texts()}
    rows = list(
        graph.query(
            "SELECT ?hash ?start ?end ?exact WHERE { ?r tk:sourceHash ?hash ; tk:hasPassage ?p . "
            "?p tk:start ?start ; tk:end ?end ; tk:exact ?exact }"
        )
    )
    assert len(rows) > 20
    for digest, start, end, exact in rows:  # type: ignore[misc]
        assert texts[str(digest)][int(start) : int(end)] == str(exact)


def _texts() -> Iterator[tuple[str, str]]:
    import hashlib

    for path in SEEDS.glob("*.txt"):
        data = path.read_bytes()
        yield hashlib.sha256(data).hexdigest(), data.decode()
