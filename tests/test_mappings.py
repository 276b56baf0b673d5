"""Mappings: SSSOM in and out, what contradicts, and what they do to links."""

import io
import json
from pathlib import Path

import pytest
from commands import Command, command
from msgspec.structs import replace
from vocabulary_files import MESH, TABLE, written

from kg import resources
from kg.errors import InputError
from kg.linking import curies
from kg.linking.mapping_sets import EXACT, Match, contradictions, read, write
from kg.vocabularies import add, add_mappings, grounder

HEAD = """# curie_map:
#   MONDO: http://purl.obolibrary.org/obo/MONDO_
#   mesh: http://identifiers.org/mesh/
#   rx: https://bioregistry.io/rxnorm:
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
# license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label"
    "\tmapping_justification\n"
)
ROWS = (
    "MONDO:0000001\tzentaran illness\tskos:exactMatch\t\tmesh:D000001\tZentaroses"
    "\tsemapv:ManualMappingCuration\n"
    "MONDO:0000002\tminers' lung\tskos:exactMatch\tNot\tmesh:D000002\tZentarosis, Pulmonary"
    "\tsemapv:ManualMappingCuration\n"
    "rx:17\tzentarol\tskos:broadMatch\t\tmesh:D000001\t\tsemapv:LexicalMatching\n"
)
SET = HEAD + COLUMNS + ROWS


def match(one: str, other: str, *, negated: bool = False) -> Match:
    """An exact match of two CURIEs."""
    return Match(
        subject=curies.canonical(one),
        predicate=EXACT,
        object=curies.canonical(other),
        justification="https://w3id.org/semapv/vocab/ManualMappingCuration",
        negated=negated,
    )


def test_a_set_is_read_with_canonical_iris_and_negatives() -> None:
    """Another spelling of an IRI is rewritten on the way in."""
    first, second, third = read(SET, "a.tsv").matches
    assert (first.object, first.negated) == (f"{MESH}D000001", False)
    assert second.negated
    assert third.subject == "https://bioregistry.io/rxnorm:17"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no SSSOM table"),
        ("<html>", "no SSSOM table"),
        (HEAD + COLUMNS + ROWS.replace("MONDO:", "unheard:"), "what this prefix stands for"),
        (HEAD + COLUMNS + "MONDO:1\tx\t\t\tmesh:D1\t\tsemapv:x\n", "lacks its predicate_id"),
        (SET.replace("\tNot\t", "\tPerhaps\t"), "no such modifier"),
    ],
)
def test_what_is_no_set_is_refused(text: str, words: str) -> None:
    """In one line."""
    with pytest.raises(InputError) as caught:
        read(text, "a.tsv")
    assert words in caught.value.line()


def test_what_is_written_is_read_again() -> None:
    """The same mappings in the same order, whatever order they came in."""
    found = read(SET, "a.tsv")
    table = write(found.matches, title="A set", prefixes=found.prefixes)
    again = read(table, "b.tsv")
    assert set(again.matches) == set(found.matches)
    assert write(again.matches[::-1], title="A set", prefixes=again.prefixes) == table


def test_contradictions() -> None:
    """Two exact matches in one vocabulary, either way round; a match that is denied."""
    fine = [match("MONDO:1", "mesh:D1"), match("MONDO:2", "mesh:D2"), match("MONDO:1", "HP:1")]
    assert list(contradictions(fine)) == []
    (twice,) = contradictions([*fine, match("mesh:D9", "MONDO:1")])
    assert twice.what == "two exact matches in mesh"
    (denied,) = contradictions([*fine, match("mesh:D2", "MONDO:2", negated=True)])
    assert denied.what == "said to match and not to match"


def test_mappings_of_the_package_do_not_contradict() -> None:
    """Neither the ontology's alignments nor the links of concepts."""
    folder = resources.folder("ontology") / "mappings"
    for place in sorted(folder.glob("*.sssom.tsv")):
        found = read(place.read_text(encoding="utf-8"), place.name)
        mesh = [
            each
            for each in contradictions(found.matches)
            if each.what.endswith("mesh") and each.one.subject == each.other.subject
        ]
        assert mesh == [], place.name


@pytest.mark.filterwarnings("ignore")
def test_a_library_reads_what_is_written() -> None:
    """sssom-py parses the table and finds nothing to complain of."""
    pytest.importorskip("sssom", reason="sssom is not installed beside this Python")
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    found = read(SET, "a.tsv")
    signed = replace(found.matches[0], author="orcid:0000-0001", subject_label='"Grave" illness')
    matches = (*found.matches, signed)
    table = write(matches, title="A set", prefixes=found.prefixes)
    assert set(read(table, "b.tsv").matches) == set(matches)
    parsed = parse_sssom_table(io.StringIO(table))
    assert len(parsed.df) == len(matches)
    for report in validate(parsed, fail_on_error=True).values():
        assert [each.message for each in report.results] == []


# --- In a store ----------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A store with a vocabulary of two terms and a set of mappings."""
    add([str(written(tmp_path, "mesh.tsv", TABLE))], tmp_path / "store")
    add_mappings(written(tmp_path, "set.sssom.tsv", SET), tmp_path / "store")
    return tmp_path / "store"


def test_exact_matches_lend_names_and_negatives_forbid(root: Path) -> None:
    """What a set calls a term elsewhere is a name of it; what it denies is never linked."""
    asked = grounder(root)
    link = asked.link("Zentaran illness", ["Condition"])
    assert link is not None
    assert (link.label, "name of an exact match" in link.why[-1]) == ("Zentaroses", True)
    denied = ROWS.replace("skos:exactMatch\t\tmesh:D000001", "skos:exactMatch\tNot\tmesh:D000001")
    add_mappings(written(root.parent, "set.sssom.tsv", HEAD + COLUMNS + denied), root)
    assert grounder(root).links("Zentaran illness", ["Condition"]) == []


def test_a_person_decides_of_our_concepts_only(root: Path) -> None:
    """A word is taken from a concept of ours, not from a word that names two things elsewhere."""
    row = "\tskos:exactMatch\t{}\tmesh:D000001\tZentaroses\tsemapv:ManualMappingCuration\n"
    elsewhere = "MONDO:0000009\tZentaroses" + row.format("Not")
    add_mappings(written(root.parent, "no.sssom.tsv", HEAD + COLUMNS + elsewhere), root)
    assert grounder(root).link("Zentaroses", ["Condition"]) is not None
    ours = "concept:zentaroses\tZentaroses" + row.format("Not")
    add_mappings(written(root.parent, "no.sssom.tsv", HEAD + COLUMNS + ours), root)
    assert grounder(root).link("Zentaroses", ["Condition"]) is None
    yes = "concept:black-lung\tblack lung" + row.format("")
    add_mappings(written(root.parent, "yes.sssom.tsv", HEAD + COLUMNS + yes), root)
    link = grounder(root).link("Black lung", ["Condition"])
    assert link is not None
    assert link.why == ("a person said so",)


def test_names_are_made_once_and_again_when_something_changes(root: Path) -> None:
    """The file is taken while it fits, and is right after a new vocabulary too."""
    grounder(root)
    kept = root / "mappings" / "names.idx"
    before = kept.stat().st_mtime_ns
    grounder(root)
    assert kept.stat().st_mtime_ns == before
    add([str(written(root.parent, "mesh.tsv", TABLE.replace("Zentaroses", "Others")))], root)
    link = grounder(root).link("Zentaran illness", ["Condition"])
    assert link is not None
    assert link.label == "Others"


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], root: Path
) -> Command:
    """The command, over the store."""
    return command(monkeypatch, capsysbinary, root)


def test_link_shows_candidates_with_the_why(kg: Command) -> None:
    """One row for each, marked where it would be linked."""
    (row,) = json.loads(kg("link", "zentarosis of lungs", "--kind", "condition", "-f", "json").out)[
        "results"
    ]["bindings"]
    assert row["linked"]["value"] == "yes"
    assert row["term"]["value"] == f"{MESH}D000002"
    assert "entry term “Zentarosis of Lung”" in row["why"]["value"]
    assert kg("link", "zentarol", "-f", "csv").out == "linked,score,term,label,predicate,why\n"
    assert kg("link", "zentarol", "--kind", "unheard-of").code == 2


def test_mappings_are_written_taken_in_and_judged(kg: Command, tmp_path: Path) -> None:
    """All sets in one table; contradictions are counted, listed, and end in 1."""
    assert kg("mappings", "-o", tmp_path / "x.sssom.tsv").code == 0
    found = read((tmp_path / "x.sssom.tsv").read_text(), "x")
    assert any(each.subject_label == "zentaran illness" for each in found.matches)
    assert any(each.negated for each in found.matches)
    again = SET + ROWS.replace("D000001", "D000002").replace("\tNot\t", "\t\t")
    run = kg("mappings", "--add", written(tmp_path, "two.sssom.tsv", again))
    assert run.err == "kg: two: 6 mappings, 1 of them negative\n"
    run = kg("mappings", "--contradictions", "--set", "two", "-f", "csv")
    assert (run.code, "said to match and not to match" in run.out) == (1, True)
    assert kg("mappings", "--set", "unheard-of").code == 2
    page = written(tmp_path, "page.sssom.tsv", "<html></html>")
    assert kg("mappings", "--add", page).code == 3


@pytest.mark.shared
def test_genuine_sets_are_read(shared: Path, tmp_path: Path) -> None:
    """Biomappings with its negatives and Mondo; what contradicts in them is found."""
    folder = shared / "vocabularies" / "mappings"
    files = (
        *(folder / "biomappings" / f"{name}.sssom.tsv" for name in ("positive", "negative")),
        folder / "mondo" / "mondo_exactmatch_mesh.sssom.tsv",
    )
    sets = [read(file.read_text(encoding="utf-8"), file.name) for file in files]
    assert [len(each.matches) for each in sets] == [11_719, 1_825, 8_181]
    assert all(each.negated for each in sets[1].matches)
    every = [each for found in sets for each in found.matches]
    told = list(contradictions(every))
    assert {each.what for each in told} >= {"two exact matches in mesh"}
    prefixes = {name: base for found in sets for name, base in found.prefixes.items()}
    assert len(read(write(every, title="All", prefixes=prefixes), "x").matches) == len(set(every))
    del tmp_path


def test_a_concept_that_nobody_has_is_told_in_one_line(kg: Command, tmp_path: Path) -> None:
    """A mapping of a misspelled name would do nothing, and nobody would know; a rejection too."""
    base = "https://w3id.org/trialkg/id/concept/"
    head = HEAD.replace("# license", f"#   concept: {base}\n# license")
    row = "concept:{}\t\tskos:exactMatch\t{}\tmesh:D000001\t\tsemapv:ManualMappingCuration\n"
    known, strange = row.format("hba1c", ""), row.format("hba1-c", "Not")
    (tmp_path / "own.tsv").write_text(head + COLUMNS + known + strange)
    told = kg("mappings", "--add", tmp_path / "own.tsv", "--store", tmp_path / "store").err
    assert told.splitlines() == [
        "kg: own: 2 mappings, 1 of them negative",
        "kg: own: neither kg nor this store has the concept hba1-c",
    ]
    (tmp_path / "own.tsv").write_text(head + COLUMNS + known)
    told = kg("mappings", "--add", tmp_path / "own.tsv", "--store", tmp_path / "store").err
    assert told.splitlines() == ["kg: own: 1 mapping, 0 of them negative"]
