"""Links that people follow, and units by the name that others give them, in graph and export."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sample_accounts import account, study

from kg import build
from kg.graph import account_triples, own_places
from kg.graph.concepts import mapped
from kg.identifiers import Names
from kg.namespaces import QUDT, RDFS, TK
from kg.records import Account, Report
from kg.resources import records
from kg.terms import Literal

MESHB = "https://meshb.nlm.nih.gov/record/ui?ui="


def told(given: Account) -> list[tuple[str, str, Any]]:
    """What an account states."""
    return list(account_triples(given, own_places(given), Names(given)))


def pages(given: Account, kind: str) -> set[str]:
    """The pages of the things whose IRI holds these letters."""
    return {str(o) for s, p, o in told(given) if p == RDFS.seeAlso and f"/{kind}/" in s}


def reported(**fields: Any) -> Account:
    """The invented account with another report."""
    more: dict[str, Any] = {"kind": "Article", "sha256": "ab" * 32} | fields
    return replace(account(), report=Report(**more))


def test_a_trial_links_to_its_registries_and_its_articles() -> None:
    """NCT and ISRCTN numbers have pages; a number of another kind has none that is known."""
    numbers = ("NCT99000001", "ISRCTN12345678", "2004-000446-20")
    given = replace(account(study(registry_ids=numbers)), report=reported(pmid="99000001").report)
    assert pages(given, "trial") == {
        "https://clinicaltrials.gov/study/NCT99000001",
        "https://www.isrctn.com/ISRCTN12345678",
        "https://pubmed.ncbi.nlm.nih.gov/99000001/",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pmid": "99000001"}, {"https://pubmed.ncbi.nlm.nih.gov/99000001/"}),
        ({"doi": "10.5555/FERRO.1"}, {"https://doi.org/10.5555/ferro.1"}),
        ({"doi": "10.5555/a b"}, set()),
        ({"pmid": "PMC1"}, set()),
        ({"registry_ids": ("NCT99000001",)}, set()),
        (
            {"registry_ids": ("NCT99000001",), "kind": "RegistryRecord"},
            {"https://clinicaltrials.gov/study/NCT99000001"},
        ),
        ({}, set()),
    ],
)
def test_a_report_links_to_where_it_can_be_read(fields: dict[str, Any], expected: set[str]) -> None:
    """An article names the numbers of trials, and is not their record."""
    assert pages(reported(**fields), "report") == expected


def test_a_concept_links_to_the_pages_of_what_it_is() -> None:
    """Not of what is only broader, and not where the term's own IRI leads to its page."""
    mesh, obo = "http://id.nlm.nih.gov/mesh/", "http://purl.obolibrary.org/obo/"
    pairs = [
        ("exactMatch", f"{mesh}D000001"),
        ("closeMatch", "http://www.wikidata.org/entity/Q42"),
        ("broadMatch", f"{mesh}D000002"),
        ("exactMatch", f"{obo}CHEBI_1"),
    ]
    linked = [str(o) for _, p, o in mapped("zentarol", pairs) if p == RDFS.seeAlso]
    assert sorted(linked) == [f"{MESHB}D000001", "https://www.wikidata.org/wiki/Q42"]


def test_a_unit_has_the_name_of_qudt_beside_its_code() -> None:
    """Wherever there is one: on results, doses and times alike; a bare number has none."""
    stated = told(account())
    codes = {s: o.lexical for s, p, o in stated if p == TK.unit and isinstance(o, Literal)}
    named = {s: str(o).rpartition("/")[2] for s, p, o in stated if p == QUDT.hasUnit}
    assert named
    known = {"m/s": "M-PER-SEC", "mo": "MO", "wk": "WK", "mg": "MilliGM", "d": "DAY", "a": "YR"}
    assert {codes[s] for s in named} <= set(codes.values()) - {"1"}
    assert {codes[s]: name for s, name in named.items() if codes[s] in known} == {
        code: name for code, name in known.items() if code in codes.values()
    }


def test_an_exported_file_has_the_links(tmp_path: Path) -> None:
    """Turtle carries them for trials, reports and concepts, with prefixes that are declared."""
    with build([records() / "esprit-silcaat-2009.yaml"], store=tmp_path) as graph:
        text = graph.rendered("ttl")
        linked = graph.query(
            "SELECT DISTINCT ?kind { ?thing a ?kind ; rdfs:seeAlso ?page"
            " FILTER(?kind IN (tk:Trial, tk:Report, tk:Concept)) } ORDER BY ?kind"
        )
    assert [str(kind).rpartition("#")[2] for (kind,) in linked.rows] == [  # type: ignore[union-attr]
        "Concept",
        "Report",
        "Trial",
    ]
    assert f"<{MESHB}D007376>" in text
    assert "@prefix qudt: <http://qudt.org/schema/qudt/> ." in text
