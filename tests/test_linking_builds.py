"""What a build links to vocabularies: concepts once each, with the ground; persons go first."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import Command, command
from vocabulary_files import MESH, TABLE, written

from kg import __version__
from kg.build import Summary, build
from kg.errors import StoreError
from kg.linking.concept_links import CHAINED, LEXICAL, Given, Linker
from kg.linking.mapping_sets import EXACT, MANUAL, Match, contradictions
from kg.namespaces import CONCEPT, SKOS, TK
from kg.store import open_store
from kg.vocabularies import add, add_mappings, concept_links, linker

HEAD = """# curie_map:
#   concept: https://w3id.org/trialkg/id/concept/
#   mesh: http://id.nlm.nih.gov/mesh/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification
"""
LUNG = "lung-zentarosis"
RECORD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99000001", "briefTitle": "Zentarol in lungs"},
        "statusModule": {"overallStatus": "COMPLETED"},
        "conditionsModule": {
            "conditions": ["Lung zentarosis", "ZS", "Unheard-of", '"Grave" zentaroses'],
            "keywords": ["Zentaroses (ZS)", "zentarol given daily"],
        },
        "armsInterventionsModule": {
            "interventions": [
                {"type": "DRUG", "name": "Zentarol 10 mg", "otherNames": ["Zentarosis syrup"]},
                {"type": "PROCEDURE", "name": "Zentaroses"},
            ]
        },
    },
    "derivedSection": {
        "conditionBrowseModule": {
            "meshes": [
                {"id": "D000002", "term": "Zentarosis, Pulmonary"},
                {"id": "D000003", "term": "Zentarism"},
            ]
        }
    },
}


def store_in(folder: Path) -> Path:
    """A store with a vocabulary."""
    table = TABLE + "D000003\tZentarism\t\tC99.300\n"
    add([str(written(folder, "mesh.tsv", table))], folder / "store")
    return folder / "store"


def record_in(folder: Path) -> Path:
    """A registry's record."""
    return written(folder, "record.json", json.dumps(RECORD))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A store with a vocabulary and without a build."""
    return store_in(tmp_path)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A registry's record."""
    return record_in(tmp_path)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A store with a build, to be looked at."""
    folder = tmp_path_factory.mktemp("done")
    root = store_in(folder)
    return root, built(record_in(folder), root)


def built(record: Path, root: Path) -> Summary:
    """The summary of a build that took everything."""
    summary = build([record], root, workers=1)
    assert summary.complete, summary.rejects
    return summary


def links(root: Path) -> dict[tuple[str, str], Match]:
    """The links of the last build, by concept and term."""
    found = list(concept_links(root))
    return {(m.subject.removeprefix(CONCEPT), m.object.removeprefix(MESH)): m for m in found}


def given(root: Path, name: str, *rows: str) -> None:
    """Take a set of mappings in."""
    file = written(root.parent, f"{name}.sssom.tsv", HEAD + "".join(f"{row}\n" for row in rows))
    add_mappings(file, root)


def row(slug: str, predicate: str, ui: str, *, negated: bool = False) -> str:
    """A person's row."""
    cells = (f"concept:{slug}", "", predicate, "Not" if negated else "", f"mesh:{ui}")
    return "\t".join((*cells, "semapv:ManualMappingCuration"))


# --- Of a build ----------------------------------------------------------------------------------


def test_a_link_says_what_it_is_and_why(done: tuple[Path, Summary]) -> None:
    """Predicate, justification, score, version, the name that matched, the words that met it."""
    root, summary = done
    found = links(root)
    assert summary.links == len(found)
    link = found[LUNG, "D000002"]
    assert (link.predicate, link.justification) == (EXACT, LEXICAL)
    assert (link.tool, link.tool_version) == ("kg", __version__)
    assert (link.object_label, link.matched) == ("Zentarosis, Pulmonary", "Lung Zentarosis")
    assert 0.9 < float(link.confidence) <= 1
    assert "entry term" in link.comment
    with open_store(root) as opened:
        (said,) = opened.table(
            f"SELECT ?words {{ <{CONCEPT}{LUNG}> skos:exactMatch <{MESH}D000002> ; "
            "tk:hasMapping/tk:matchedWords ?words }"
        )
    assert said["words"] == "Lung zentarosis"


def test_what_keywords_and_other_names_say_is_linked(done: tuple[Path, Summary]) -> None:
    """A keyword's concept and a procedure's; a short form by the record's own explanation."""
    root, _ = done
    found = links(root)
    assert ("unheard-of", "D000001") not in found
    with open_store(root) as opened:
        rows = opened.table(
            "SELECT ?p ?term { ?trial ?p ?c . ?c skos:exactMatch ?term "
            f"FILTER(?p IN (<{TK.keywordConcept}>, <{TK.interventionConcept}>, "
            f"<{TK.studiesCondition}>)) }}"
        )
        said = {(str(r["p"]).rpartition("#")[2], str(r["term"]).removeprefix(MESH)) for r in rows}
    assert said == {
        ("keywordConcept", "D000001"),
        ("interventionConcept", "D000001"),
        ("studiesCondition", "D000001"),
        ("studiesCondition", "D000002"),
    }


def test_headings_that_a_registry_gave_are_audited(done: tuple[Path, Summary]) -> None:
    """Those that names lead to are confirmed; the other stands, and is counted."""
    root, summary = done
    assert (summary.confirmed, summary.unconfirmed) == (1, 1)
    with open_store(root) as opened:
        (only,) = opened.table("SELECT ?term { ?mapping tk:confirms/tk:descriptor ?term }")
        assert only["term"] == f"{MESH}D000002"
        every = opened.table(
            "SELECT ?d { ?h tk:indexingRole tk:conditionHeading; tk:descriptor ?d }"
        )
        assert {row["d"] for row in every} == {f"{MESH}D000002", f"{MESH}D000003"}


def test_a_build_links_anew_and_reads_nothing_again(root: Path, record: Path) -> None:
    """After another vocabulary; the same inputs and vocabularies give the same bytes."""
    built(record, root)
    before = (root / "gen-1" / "graph.nq.gz").read_bytes()
    built(record, root)
    assert (root / "gen-2" / "graph.nq.gz").read_bytes() == before
    table = TABLE.replace("Zentarosis", "Coughing")
    add([str(written(root.parent, "mesh.tsv", table))], root)
    import kg.sources

    def never(*_: object) -> None:
        raise AssertionError("an unchanged input was read again")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kg.sources, "read_records", never)
        built(record, root)
    assert (LUNG, "D000002") not in links(root)


def test_a_person_goes_first(root: Path, record: Path) -> None:
    """What was accepted is linked, what was denied is not; names are asked of the rest."""
    given(root, "mine", row(LUNG, "skos:broadMatch", "D000001"),
          row(LUNG, "skos:exactMatch", "D000002", negated=True))  # fmt: skip
    built(record, root)
    found = links(root)
    assert found[LUNG, "D000001"].predicate == SKOS.broadMatch
    assert found[LUNG, "D000001"].source == "mine"
    assert (LUNG, "D000002") not in found


def test_what_is_given_and_not_what_the_name_is_is_told(root: Path, record: Path) -> None:
    """The mapping stands, and the other term is beside it."""
    given(root, "mine", row(LUNG, "skos:exactMatch", "D000001"))
    summary = built(record, root)
    assert summary.otherwise == 1
    assert (LUNG, "D000002") not in links(root)
    with open_store(root) as opened:
        (only,) = opened.table("SELECT ?other { ?mapping tk:otherTerm ?other }")
    assert only["other"] == f"{MESH}D000002"


def test_a_graph_that_was_exported_is_linked_once(root: Path, record: Path) -> None:
    """Its links come back as they were; with the record beside it they are made anew."""
    built(record, root)
    lines = (root / "gen-1" / "graph.nq.gz").read_bytes()
    copy = root.parent / "copy.nq"
    copy.write_bytes(lines)
    other = root.parent / "other"
    assert build([copy], other, workers=1).complete
    assert (other / "gen-1" / "graph.nq.gz").read_bytes() == lines
    build([copy, record], root, workers=1)
    assert (root / "gen-2" / "graph.nq.gz").read_bytes() == lines


def test_names_of_another_kg_are_told_before_anything_is_read(root: Path) -> None:
    """Not after hours of reading."""
    (root / "vocabularies" / "mesh" / "names.idx").write_bytes(b"kg-names\n")
    with pytest.raises(StoreError, match="the names of a vocabulary cannot be read"):
        build(["no-such-file"], root)


# --- What is given -------------------------------------------------------------------------------


def match(one: str, other: str, predicate: str = EXACT, **more: Any) -> Match:
    """A mapping."""
    more = {"justification": MANUAL, **more}
    return Match(subject=one, predicate=predicate, object=other, **more)


HERE = f"{CONCEPT}a"
ONE, TWO = f"{MESH}D000001", f"{MESH}D000002"
MONDO = "http://purl.obolibrary.org/obo/MONDO_"


def test_never_two_exact_matches_in_one_vocabulary() -> None:
    """A person's counts; of two persons' neither is exact."""
    ours = [match(HERE, ONE, justification=CHAINED), match(HERE, f"{MONDO}1")]
    assert [m.object for m in Given(ours, [("x", [match(HERE, TWO)])]).of(HERE)] == [
        TWO,
        f"{MONDO}1",
    ]
    both = Given([], [("x", [match(HERE, ONE)]), ("y", [match(HERE, TWO)])]).of(HERE)
    assert {m.predicate for m in both} == {SKOS.closeMatch}
    chained = [match(HERE, ONE, justification=CHAINED), match(HERE, TWO)]
    kept = Given([], [("x", chained)]).of(HERE)
    assert [m.predicate for m in kept] == [SKOS.closeMatch, EXACT]


def test_two_editions_of_a_vocabulary_are_one(root: Path) -> None:
    """The first one that has a word for a concept is followed."""
    table = TABLE.replace("D000002", "mesh:D000009").replace("D000001", "mesh:D000001")
    add([str(written(root.parent, "later.tsv", table))], root, name="mesh-later")
    found = linker(root).links(HERE, "Lung zentarosis", ["Condition"])
    assert [link.match.object for link in found] == [TWO]


def test_brackets_hold_no_second_exact_match(root: Path) -> None:
    """What stands in them is near to the thing, unless it is its short form."""
    found = linker(root).links(HERE, "Coughing (zentaroses)", ["Condition"])
    assert [link.match.predicate for link in found] == [SKOS.closeMatch]


def test_a_mapping_is_taken_from_either_side() -> None:
    """What is broader there is narrower here."""
    (only,) = Given([], [("x", [match(ONE, HERE, SKOS.broadMatch)])]).of(HERE)
    assert (only.subject, only.predicate, only.object) == (HERE, SKOS.narrowMatch, ONE)
    assert Given([match(HERE, ONE)], [("x", [match(ONE, HERE, negated=True)])]).of(HERE) == []


def test_a_set_leads_one_step_on_and_says_so(root: Path) -> None:
    """Where it is unambiguous and not denied."""
    asked = linker(root)._asked
    mondo = match(f"{MONDO}2", TWO, subject_label="zentarosis of lung")

    def found(*more: Match) -> dict[str, Match]:
        made = Linker(asked, Given([], [("mondo", [mondo, *more])]))
        every = made.links(HERE, "Lung zentarosis", ["Condition"])
        return {link.match.object: link.match for link in every}

    step = found()[f"{MONDO}2"]
    assert (step.predicate, step.justification, step.source) == (EXACT, CHAINED, "mondo")
    assert "two exact steps" in step.comment
    assert set(found(match(f"{MONDO}3", TWO))) == {TWO}
    assert set(found(match(f"{MONDO}2", ONE))) == {TWO}
    assert set(found(match(HERE, f"{MONDO}2", negated=True))) == {TWO}
    assert set(found(match(f"{MONDO}2", TWO, negated=True))) == {TWO}


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], root: Path
) -> Command:
    """The command, over the store."""
    return command(monkeypatch, capsysbinary, root)


@pytest.mark.filterwarnings("ignore")
def test_the_links_of_a_build_are_a_table_that_others_read(
    kg: Command, record: Path, tmp_path: Path
) -> None:
    """With score, justification and version; sssom-py finds nothing to complain of."""
    run = kg("build", record)
    assert "1 of 2 headings that registries gave are what names lead to as well" in run.err
    assert kg("mappings", "-o", tmp_path / "x.sssom.tsv").code == 0
    pytest.importorskip("sssom", reason="sssom is not installed beside this Python")
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    parsed = parse_sssom_table(tmp_path / "x.sssom.tsv")
    for report in validate(parsed, fail_on_error=True).values():
        assert [each.message for each in report.results] == []
    (link,) = parsed.df[parsed.df["subject_id"] == f"concept:{LUNG}"].to_dict("records")
    assert (link["object_id"], link["mapping_tool_version"]) == ("mesh:D000002", __version__)
    assert link["mapping_justification"] == "semapv:LexicalMatching"
    assert float(link["confidence"]) > 0.9


def test_links_of_a_build_do_not_contradict(done: tuple[Path, Summary]) -> None:
    """No concept is exactly two terms, none is what a row denies."""
    root, _ = done
    assert list(contradictions(concept_links(root))) == []
