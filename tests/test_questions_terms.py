"""What a parameter may be written as: names and ids of vocabularies, led to what the graph has.

Two invented vocabularies stand in the graph as MeSH and Mondo do; a third is known by mappings.
"""

from pathlib import Path
from typing import Any

import pytest
from stores import published

from kg import open as open_graph
from kg import store
from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.questions import Parameter, ask, catalogue, read_value
from kg.table import Table
from kg.vocabularies import Known, add, add_mappings, grounder

PROLOGUE = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
GRAPH = f"""{PROLOGUE}
@prefix obo: <http://purl.obolibrary.org/obo/> .
concept:zentarol a tk:Concept, tk:Substance ;
    skos:prefLabel "zentarol" ; skos:exactMatch mesh:D000011 .
concept:zentarol-acetate a tk:Concept, tk:Substance ;
    skos:prefLabel "zentarol acetate" ; skos:exactMatch mesh:C000009 .
concept:zenoma a tk:Concept, tk:Condition ;
    skos:prefLabel "zenoma" ; skos:exactMatch mesh:D000002 .
concept:zen-count a tk:Concept, tk:Measurand, tk:Biomarker ;
    skos:prefLabel "zen count" ; skos:closeMatch mesh:D000021 .
concept:zen-share a tk:Concept, tk:Measurand ;
    skos:prefLabel "zen share" ; tk:broader concept:zen-count .
mesh:C000009 rdfs:label "zentarol acetate"@en ; meshv:mappedTo mesh:D000011Q000002 .
mesh:D000011Q000002 meshv:hasDescriptor mesh:D000011 .
mesh:D000001 rdfs:label "Zentaroses"@en ; skos:altLabel "Zen disease"@en, "zenism"@en .
mesh:D000002 rdfs:label "Zenomas"@en ; meshv:broaderDescriptor mesh:D000001 .
mesh:D000003 rdfs:label "Old Zenomas"@en ; dcterms:isReplacedBy mesh:D000002 .
mesh:D000004 rdfs:label "Zenism of Birds"@en ; skos:altLabel "zenism"@en .
mesh:D000010 rdfs:label "Zentarols"@en ; skos:altLabel "Zentaran drugs"@en .
mesh:D000011 rdfs:label "Zentarol"@en ; meshv:broaderDescriptor mesh:D000010 .
mesh:D000020 rdfs:label "Counts of Zen"@en .
mesh:D000021 rdfs:label "Zen Count"@en ; meshv:broaderDescriptor mesh:D000020 .
obo:MONDO_9000001 rdfs:label "zen illness"@en ; skos:exactMatch mesh:D000001 .
report:one tk:reportsTrial trial:a .
trial:a a tk:Trial ; rdfs:label "Trial A" ; tk:reportedIn report:one ;
    tk:hasArm report:one\\/arm-1 ; tk:studiesCondition concept:zenoma .
report:one\\/arm-1 tk:receives report:one\\/arm-1.intervention-1 .
report:one\\/arm-1.intervention-1 tk:substance concept:zentarol-acetate ;
    tk:interventionRole tk:investigational .
"""
MAPPINGS = """#curie_map:
#  MONDO: http://purl.obolibrary.org/obo/MONDO_
#  CHEBI: http://purl.obolibrary.org/obo/CHEBI_
#  HP: http://purl.obolibrary.org/obo/HP_
#  mesh: http://id.nlm.nih.gov/mesh/
#  skos: http://www.w3.org/2004/02/skos/core#
#  semapv: https://w3id.org/semapv/vocab/
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification
CHEBI:900010\tskos:exactMatch\t\tmesh:D000010\tsemapv:ManualMappingCuration
CHEBI:900011\tskos:exactMatch\tNot\tmesh:D000010\tsemapv:ManualMappingCuration
CHEBI:900012\tskos:closeMatch\t\tmesh:D000010\tsemapv:ManualMappingCuration
HP:9000001\tskos:exactMatch\t\tMONDO:9000002\tsemapv:ManualMappingCuration
MONDO:9000002\tskos:exactMatch\t\tmesh:D000002\tsemapv:ManualMappingCuration
HP:9000003\tskos:exactMatch\t\tHP:9000001\tsemapv:ManualMappingCuration
"""
TABLE = "ui\tlabel\tentry_terms\nD000010\tZentarols\tZentaran drugs\nD000030\tZentaran Waxes\t\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store, with a vocabulary and a set of mappings beside its graph."""
    place = tmp_path_factory.mktemp("terms")
    graph = "https://w3id.org/trialkg/id/report/one"
    published(place, list(store.parse(GRAPH.encode(), "ttl", where="graph", graph=graph)))
    (place / "mesh.tsv").write_text(TABLE, encoding="utf-8")
    (place / "set.sssom.tsv").write_text(MAPPINGS, encoding="utf-8")
    add([str(place / "mesh.tsv")], place)
    add_mappings(place / "set.sssom.tsv", place)
    return place


def asked(root: Path, question: str, **values: Any) -> Table:
    """The answer of the store, with all that it knows beside its graph."""
    with store.open_store(root) as opened:
        return ask(question, opened.table, beside=Known(root), **values)


@pytest.mark.parametrize(
    "substance",
    [
        "zentarol",
        "Zentarols",
        "zentaran drugs",
        "concept:zentarol",
        "mesh:D000010",
        "MESH:D000010",
        "http://id.nlm.nih.gov/mesh/D000010",
        "https://identifiers.org/mesh:D000010",
        "http://identifiers.org/mesh/D000010",
        "CHEBI:900010",
        "chebi:900010",
        "http://purl.obolibrary.org/obo/CHEBI_900010",
        "Zentarån drug",
    ],
)
def test_a_substance_is_found_through_any_vocabulary(root: Path, substance: str) -> None:
    """A label, a synonym, a CURIE, an IRI, another spelling: the acetate is below all of them."""
    answer = asked(root, "trials-of-intervention", substance=substance)
    assert answer["label"] == ("Trial A",)
    assert answer["substanceLabel"] == ("zentarol acetate",)


@pytest.mark.parametrize(
    ("condition", "fit"),
    [
        ("zenoma", "as asked"),
        ("mesh:D000001", "as asked"),
        ("Zen disease", "as asked"),
        ("mesh:D000003", "as asked"),
        ("MONDO:9000002", "as asked"),
        ("HP:9000001", "as asked"),
    ],
)
def test_a_condition_is_found_through_any_vocabulary(root: Path, condition: str, fit: str) -> None:
    """So are what a retired term became, and what two exact matches lead to."""
    answer = asked(root, "trials-of-condition", condition=condition)
    assert (answer["label"], answer["fit"]) == (("Trial A",), (fit,))


@pytest.mark.parametrize(
    ("condition", "note"),
    [
        ("zenoma", ()),
        ("mesh:D000001", ()),
        ("mesh:D000003", ("condition: mesh:D000003 became mesh:D000002",)),
        ("MONDO:9000002", ("condition: mondo:9000002 = mesh:D000002: an exact match",)),
        (
            "HP:9000001",
            ("condition: hp:9000001 = mondo:9000002 = mesh:D000002: two exact matches in a row",),
        ),
    ],
)
def test_the_way_to_what_was_meant_is_told(
    root: Path, condition: str, note: tuple[str, ...]
) -> None:
    """A chain of matches is no plain reading: each step stands in the note."""
    assert asked(root, "trials-of-condition", condition=condition).notes == note


@pytest.mark.parametrize(
    ("substance", "message"),
    [
        ("CHEBI:900011", "knows nothing that substance could be as chebi:900011"),
        ("CHEBI:900012", "knows nothing that substance could be as chebi:900012"),
        ("CHEBI:77", "knows nothing that substance could be as chebi:77"),
        ("concept:zentarrol", "one like concept:zentarol"),
        ("zenism", "'zenism' is a name of 2 terms"),
        ("zentaroll", "'zentarol'"),
    ],
)
def test_what_cannot_be_found_is_one_clear_error(root: Path, substance: str, message: str) -> None:
    """A denied match, a close one, an unknown id, a tie, a slip: none is guessed at."""
    with pytest.raises(UsageError) as error:
        asked(root, "trials-of-intervention", substance=substance)
    assert message in str(error.value)


def test_three_exact_matches_in_a_row_are_too_many(root: Path) -> None:
    """A chain grows less true with every step."""
    with pytest.raises(UsageError, match="knows nothing"):
        asked(root, "trials-of-condition", condition="HP:9000003")


def test_a_term_that_no_trial_is_about_has_no_row(root: Path) -> None:
    """It is known beside the graph, so that nobody is told that there is no such thing."""
    answer = asked(root, "trials-of-intervention", substance="Zentaran wax")
    assert answer.terms == ()
    assert "mesh:D000030 (Zentaran Waxes)" in answer.notes[0]


def test_other_questions_find_the_concepts_below_a_term(root: Path) -> None:
    """Their own paths climb our concepts alone; the terms are led to these beforehand."""
    parameter = Parameter(name="substance", kind="concept", about="", among="Substance")
    with store.open_store(root) as opened:
        found = read_value(parameter, "mesh:D000010", opened.table)
    assert found.terms == (
        f"{PREFIXES['concept']}zentarol",
        f"{PREFIXES['concept']}zentarol-acetate",
    )


def test_more_concepts_than_can_be_listed_are_a_pattern(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query has a length; the answer is the same."""
    listed = asked(root, "dose-per-cycle", substance="mesh:D000010")
    assert listed.terms
    monkeypatch.setattr("kg.questions.parameters._LISTED", 1)
    question = catalogue()["dose-per-cycle"]
    with store.open_store(root) as opened:
        found = read_value(question.parameters[0], "mesh:D000010", opened.table)
    assert found.terms == ()
    assert found.pattern.startswith("{ SELECT DISTINCT ?substance WHERE {")
    again = asked(root, "dose-per-cycle", substance="mesh:D000010")
    assert again.terms == listed.terms
    assert asked(root, "dose-per-cycle", substance="zenoma").terms == ()


@pytest.mark.parametrize("written", ["mesh:D000020", "Zen Count", "mesh:D000021"])
def test_a_measurand_is_found_through_a_vocabulary(root: Path, written: str) -> None:
    """With all that is narrower among our own."""
    parameter = Parameter(name="measurand", kind="measurand", about="")
    with store.open_store(root) as opened:
        found = read_value(parameter, written, opened.table, Known(root))
    assert found.terms == (f"{PREFIXES['concept']}zen-count", f"{PREFIXES['concept']}zen-share")


def test_a_term_under_which_nothing_is_measured_is_refused(root: Path) -> None:
    """An empty table would say that no trial has a result on it."""
    with pytest.raises(UsageError, match="measurand cannot be read"):
        asked(root, "results-by-outcome", measurand="mesh:D000010")


def test_a_heading_is_found_by_what_is_exactly_it(root: Path) -> None:
    """MONDO's term leads to the heading of MeSH; a concept without one is refused."""
    parameter = Parameter(name="heading", kind="heading", about="")
    with store.open_store(root) as opened:
        found = read_value(parameter, "MONDO:9000002", opened.table, Known(root))
        assert found.terms == (f"{PREFIXES['mesh']}D000002",)
        with pytest.raises(UsageError, match="heading cannot be read"):
            read_value(parameter, "concept:zen-share", opened.table, Known(root))


def test_the_program_and_the_command_know_what_the_store_knows(root: Path) -> None:
    """Nobody has to hand it over."""
    with open_graph(root) as graph:
        assert len(graph.ask("trials-of-intervention", substance="CHEBI:900010")) == 1


def test_what_a_person_denied_holds_where_names_are_kept(tmp_path: Path) -> None:
    """The second grounder reads fewer sets, and knows the same."""
    (tmp_path / "mesh.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "set.sssom.tsv").write_text(MAPPINGS, encoding="utf-8")
    head, rows = MAPPINGS.rsplit("\nsubject_id", 1)[0], MAPPINGS.rsplit("\nsubject_id", 1)[1]
    columns = "\nsubject_id\tsubject_label" + rows.splitlines()[0] + "\n"
    denied = "our:zentaran\tZentaran drugs\tskos:exactMatch\tNot\tmesh:D000010\tsemapv:Manual\n"
    own = f"{head}\n#  our: {PREFIXES['concept']}{columns}{denied}"
    (tmp_path / "own.sssom.tsv").write_text(own, encoding="utf-8")
    add([str(tmp_path / "mesh.tsv")], tmp_path)
    add_mappings(tmp_path / "set.sssom.tsv", tmp_path)
    assert grounder(tmp_path).link("Zentaran drugs") is not None
    add_mappings(tmp_path / "own.sssom.tsv", tmp_path)
    for _ in range(2):
        assert grounder(tmp_path).link("Zentaran drugs") is None
        assert grounder(tmp_path).link("Zentarols") is not None
