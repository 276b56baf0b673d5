"""One table says what a prefix stands for; the bioregistry says the same, or the table says why."""

from collections import Counter
from typing import Any

import pytest

from kg import data
from kg.linking import curies
from kg.namespaces import PREFIXES

ROWS = {row["prefix"]: row for row in data.table("prefixes.tsv")}
# A local id of each vocabulary, for IRIs that are spelled out.
LOCAL = {"mesh": "D007376", "ncit": "C1234", "unii": "M89N0Q7EQR", "wikidata": "Q42"}


@pytest.fixture(scope="module")
def registry() -> Any:
    """The bioregistry as it comes with its package: no network."""
    return pytest.importorskip("bioregistry")


def local(prefix: str) -> str:
    """A local id that may stand after a prefix."""
    return LOCAL.get(prefix, "1234567")


@pytest.mark.parametrize("prefix", ROWS)
def test_a_prefix_expands_as_in_the_bioregistry(prefix: str, registry: Any) -> None:
    """To the IRI of the publisher's RDF; the reason stands in the table where it does not."""
    resource = registry.get_resource(registry.normalize_prefix(prefix))
    assert resource is not None, "the bioregistry has it not: say so in the table"
    theirs = resource.get_rdf_uri_prefix() or resource.get_uri_prefix()
    assert (ROWS[prefix]["base"] == theirs) != bool(ROWS[prefix]["why"]), theirs


@pytest.mark.parametrize("prefix", ROWS)
def test_what_the_bioregistry_writes_is_rewritten(prefix: str, registry: Any) -> None:
    """Its IRIs of a term, those of its own and its CURIE, all lead to ours."""
    name = registry.normalize_prefix(prefix)
    resource = registry.get_resource(name)
    bases = {
        resource.get_rdf_uri_prefix(),
        resource.get_uri_prefix(),
        f"https://bioregistry.io/{prefix}:",
    }
    ours = ROWS[prefix]["base"] + local(prefix)
    for base in filter(None, bases):
        assert curies.canonical(base + local(prefix)) == ours, base
    shown = resource.get_preferred_prefix() or name
    assert curies.canonical(f"{shown}:{local(prefix)}") == ours, shown


def test_the_prefixes_of_graphs_are_those_of_the_table() -> None:
    """A vocabulary that has a prefix in Turtle has the same IRIs there."""
    known = curies.prefixes()
    shared = PREFIXES.keys() & known.keys()
    assert {"mesh", "snomedct", "wikidata"} <= shared
    assert {name: PREFIXES[name] for name in shared} == {name: known[name].base for name in shared}


def test_no_spelling_stands_for_two_vocabularies() -> None:
    """A beginning of an IRI, and a prefix that people write, mean one thing."""
    spelled = Counter(
        spelling
        for row in ROWS.values()
        for spelling in {row["base"], *(row["others"] or "").split("|")}
        if spelling
    )
    named = Counter(
        name
        for row in ROWS.values()
        for name in (row["prefix"], *(row["also"] or "").split("|"))
        if name
    )
    assert [each for each, times in (spelled + named).items() if times > 1] == []


@pytest.mark.parametrize(
    ("written", "curie"),
    [
        ("ICD10CM:J45", "icd10cm:J45"),
        ("http://purl.bioontology.org/ontology/ICD10CM/J45", "icd10cm:J45"),
        ("OMIMPS:600807", "omim.ps:600807"),
        ("https://omim.org/phenotypicSeries/PS600807", "omim.ps:600807"),
        ("https://omim.org/entry/600807", "omim:600807"),
        ("http://www.orpha.net/ORDO/Orphanet_2", "orphanet.ordo:2"),
        ("Orphanet:2", "orphanet.ordo:2"),
        ("SCTID:31387002", "snomedct:31387002"),
    ],
)
def test_mondos_own_spellings_are_known(written: str, curie: str) -> None:
    """Its sets of mappings use prefixes that the bioregistry calls otherwise."""
    assert curies.curie(written) == curie


def test_a_page_is_another_address_than_the_term() -> None:
    """An IRI that leads to a page by itself needs none."""
    for row in ROWS.values():
        assert row["page"] != row["base"]
        assert not (row["page"] or "").startswith("http://"), row["prefix"]
    assert curies.page("http://www.wikidata.org/entity/Q42") == "https://www.wikidata.org/wiki/Q42"
    assert curies.page("https://example.org/1") is None
