"""Queries that ask a public endpoint, run against one on this machine with invented records."""

import re
from pathlib import Path

import pytest
import rdflib
import yaml
from standin_endpoint import endpoint

from kg.errors import RefusedQuery
from kg.namespaces import PREFIXES
from kg.resources import folder
from kg.store import in_memory
from kg.store.gate import admit

FILES = sorted((folder("queries") / "federated").glob("*.rq"))
PUBLIC = {"https://id.nlm.nih.gov/mesh/sparql", "https://query.wikidata.org/sparql"}
PROLOGUE = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())

OURS = f"""{PROLOGUE}
concept:aldetarol a tk:Concept, tk:Substance ; skos:prefLabel "aldetarol" ;
    tk:broader concept:zentarol .
concept:ointment a tk:Concept, tk:Substance ; skos:prefLabel "ointment" ;
    skos:exactMatch mesh:D900002 .
concept:zentarol a tk:Concept, tk:Substance ; skos:prefLabel "zentarol" ;
    skos:exactMatch mesh:D900001 .
report:one tk:reportsTrial trial:a .
report:one\\/indexing-1 tk:descriptor mesh:D900001 ; rdfs:label "Zentarols" .
report:one\\/indexing-2 tk:descriptor mesh:D900003 ; rdfs:label "Old Heading" .
report:one\\/indexing-3 tk:descriptor mesh:D900004 ; rdfs:label "Unknown There" .
trial:a a tk:Trial ; rdfs:label "Trial A" ; tk:reportedIn report:one ; tk:registryId "NCT99000001" ;
    tk:hasArm report:one\\/arm-1, report:one\\/arm-2 .
report:one\\/arm-1 tk:receives report:one\\/arm-1.intervention-1 .
report:one\\/arm-1.intervention-1 tk:substance concept:aldetarol, concept:zentarol .
report:one\\/arm-2 tk:receives report:one\\/arm-2.intervention-1 .
report:one\\/arm-2.intervention-1 tk:substance concept:ointment .
trial:b a tk:Trial ; rdfs:label "Trial B" ; tk:reportedIn report:one ; tk:registryId "NCT99000002" .
"""
THEIRS = f"""{PROLOGUE}
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
mesh:D016207 rdfs:label "Cytokines"@en .
mesh:D900000 rdfs:label "Zentarans"@en ; meshv:broaderDescriptor mesh:D016207 .
mesh:D900001 rdfs:label "Zentarol"@en ; meshv:broaderDescriptor mesh:D900000 ; meshv:active true .
mesh:D900002 rdfs:label "Ointments"@en ; meshv:active true .
mesh:D900003 rdfs:label "[OBSOLETE] Old Heading"@en ;
    meshv:active false ; meshv:lastActiveYear "2019" .
wikidata:Q1 wdt:P486 "D900001" ; wdt:P715 "DB99001" ; wdt:P652 "ZZ99" .
wikidata:Q2 wdt:P486 "D900009" ; wdt:P715 "DB99009" .
wikidata:Q3 wdt:P3098 "NCT99000001" ; wdt:P1476 "A trial of zentarol"@en .
wikidata:Q4 wdt:P3098 "NCT99000007" .
"""
EXPECTED = {
    "substances-below-a-heading": [
        ("Trial A", "aldetarol", "Zentarol"),
        ("Trial A", "zentarol", "Zentarol"),
    ],
    "headings-today": [
        ("Old Heading", "[OBSOLETE] Old Heading", "false", "2019"),
        ("Zentarols", "Zentarol", "true", None),
    ],
    "identifiers-in-wikidata": [("zentarol", "DB99001", "ZZ99", None, None)],
    "trials-in-wikidata": [("Trial A", "NCT99000001", "A trial of zentarol")],
}
ASKED = {
    "substances-below-a-heading": 1,
    "headings-today": 3,
    "identifiers-in-wikidata": 2,
    "trials-in-wikidata": 2,
}


def header(file: Path) -> dict[str, str]:
    """What a query file says of itself."""
    lines = re.findall(r"^#\+ ?(.*)$", file.read_text("utf-8"), re.MULTILINE)
    read: dict[str, str] = yaml.safe_load("\n".join(lines))
    return read


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_query_joins_the_graph_with_what_an_endpoint_has(file: Path) -> None:
    """Rows of both, near misses of either side left out, no more requests than are told."""
    said = header(file)
    graph = rdflib.Graph().parse(data=OURS, format="turtle")
    with endpoint(THEIRS) as (address, asked):
        query = file.read_text("utf-8").replace(
            f"SERVICE <{said['service']}>", f"SERVICE <{address}>"
        )
        answer = graph.query(query)
        rows = [tuple(None if term is None else str(term) for term in row) for row in answer]  # type: ignore[union-attr]
    assert [str(each) for each in answer.vars or ()] == list(said["returns"])
    texts = [n for n, kind in enumerate(said["returns"].values()) if kind != "IRI"]  # type: ignore[attr-defined]
    assert [tuple(row[n] for n in texts) for row in rows] == EXPECTED[said["id"]]
    assert len(asked) == ASKED[said["id"]]
    assert all("VALUES" in query for query in asked) or len(asked) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_kg_itself_asks_nobody(file: Path) -> None:
    """Neither the gate nor the store lets one through."""
    query = file.read_text("utf-8")
    with pytest.raises(RefusedQuery, match="SERVICE is refused"):
        admit(query)
    with pytest.raises(RefusedQuery):
        in_memory([]).table(query)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_says_that_it_needs_a_network(file: Path) -> None:
    """And whom it asks: one public endpoint, in the header and in the query alike."""
    text, said = file.read_text("utf-8"), header(file)
    assert said["service"] in PUBLIC
    assert re.findall(r"SERVICE <([^>]*)>", text) == [said["service"]]
    assert "# Needs a network." in text
    assert file.name.partition("-")[2] == f"{said['id']}.rq"
    assert f"]({file.name})" in (file.parent / "README.md").read_text("utf-8")
    assert {"question", "returns", "empty"} <= said.keys()
