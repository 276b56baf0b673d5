"""`kg diff`: what changed between two graphs, thing by thing and answer by answer."""

import importlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import ID, TK, line, published, sample_lines

import kg as facade
from kg import export
from kg.build.coverage import Coverage
from kg.differing import Change, Difference, diff
from kg.differing.sides import side
from kg.differing.walk import Counts, differing
from kg.errors import KgError, NoStore, UsageError
from kg.store import DEFAULT, open_store, triple_of
from kg.terms import Iri

REPORT = f"{ID}report/pmid-12345"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Edit = Callable[[list[str]], list[str]]


def said(local: str, predicate: str, value: str, graph: str = "pmid-12345") -> str:
    """A line of the sample; a value in quotes is a literal, else a thing of ours."""
    return line(f"report/pmid-12345{local}", predicate, value, graph)


def replaced(old: str, new: str) -> Edit:
    """The edit that replaces some words in all lines."""

    def edit(lines: list[str]) -> list[str]:
        found = [each.replace(old, new) for each in lines]
        assert found != lines, f"nothing has {old!r}"
        return found

    return edit


def added(*new: str) -> Edit:
    """The edit that adds lines."""
    return lambda lines: [*lines, *new]


def without(*words: str) -> Edit:
    """The edit that drops the lines with any of these words."""
    return lambda lines: [each for each in lines if not any(word in each for word in words)]


def between(tmp_path: Path, *edits: Edit, asking: bool = False) -> Difference:
    """What differs between the sample and the sample with these edits, in one store."""
    lines = sample_lines()
    published(tmp_path, lines)
    for edit in edits:
        lines = edit(lines)
    published(tmp_path, lines)
    return diff(f"{tmp_path}@1", tmp_path, asking=asking)


def told(difference: Difference) -> dict[str, str]:
    """What became of each thing, by its own name."""
    return {change.iri.removeprefix(ID): change.how for change in difference.changes}


def only(difference: Difference) -> Change:
    """The one change that there is."""
    (change,) = difference.changes
    return change


# --- Claims --------------------------------------------------------------------------------------


def test_a_value_that_changed_is_told_with_both_values(tmp_path: Path) -> None:
    """And nothing else is."""
    change = only(
        between(tmp_path, replaced("arm-1> <" + TK + 'size> "21"', "arm-1> <" + TK + 'size> "22"'))
    )
    assert change == Change(
        "claim",
        "changed",
        Iri(f"{REPORT}/arm-1"),
        "Arm: zentarol group",
        (("tk:size", ("21",), ("22",)),),  # type: ignore[arg-type]
    )


def test_a_part_of_a_claim_is_told_of_the_claim(tmp_path: Path) -> None:
    """Of the nearest one above it, which itself may say the same as before."""
    edit = replaced(
        "phase-1.dose> <" + TK + 'value> "4.5"', "phase-1.dose> <" + TK + 'value> "5.4"'
    )
    change = only(between(tmp_path, edit))
    assert change.iri == f"{REPORT}/arm-1.intervention-1.regimen.phase-1"
    assert change.properties == (("dose tk:value", ("4.5",), ("5.4",)),)
    assert change.about == "DosingPhase"


def test_a_part_that_is_new_is_told_by_its_values(tmp_path: Path) -> None:
    """The link to it is none of them."""
    new = [
        said("/arm-2", "lostToFollowUp", "report/pmid-12345/arm-2.lost"),
        said("/arm-2.lost", "value", '"3"'),
    ]
    change = only(between(tmp_path, added(*new)))
    assert change.properties == (("lost tk:value", (), ("3",)),)


def test_claims_that_came_and_went(tmp_path: Path) -> None:
    """The trial that lists them has not changed by that."""
    trial = f"{ID}trial/nct09999999"
    listed = line(
        "trial/nct09999999", "hasConclusion", "report/pmid-12345/conclusion-9", "pmid-12345"
    )
    new = (
        said("/conclusion-9", "derivation", '"x"'),
        said("/conclusion-9", "exact", '"It helps."'),
    )
    found = between(tmp_path, without("/conclusion-1>"), added(*new, listed))
    assert told(found) == {
        "report/pmid-12345/conclusion-1": "removed",
        "report/pmid-12345/conclusion-9": "added",
    }
    assert trial not in {change.iri for change in found.changes}
    assert {c.how: c.about for c in found.changes} == {
        "removed": "Conclusion",
        "added": "It helps.",
    }


def test_a_claim_whose_words_stand_elsewhere_has_moved(tmp_path: Path) -> None:
    """The same words at other offsets."""
    edits = (
        replaced("passage-0-23", "passage-1-24"),
        replaced("passage-1-24> <" + TK + 'end> "23"', "passage-1-24> <" + TK + 'end> "24"'),
    )
    found = between(tmp_path, *edits)
    assert set(told(found).values()) == {"moved"}
    assert "report/pmid-12345/arm-1" in told(found)
    assert {change.kind for change in found.changes} == {"claim"}


def test_a_claim_that_rests_on_other_words_is_reworded(tmp_path: Path) -> None:
    """What it says is the same; both words are told."""
    new = (said("/passage-5-9", "exact", '"Other words."'), said("/passage-5-9", "section", '"x"'))
    swap = replaced(
        f"outcome-1> <{TK}supportedBy> <{REPORT}/passage-0-23>",
        f"outcome-1> <{TK}supportedBy> <{REPORT}/passage-5-9>",
    )
    change = only(between(tmp_path, added(*new), swap))
    assert (change.how, change.iri) == ("reworded", f"{REPORT}/outcome-1")
    assert change.properties == (
        ("tk:supportedBy", ("Forty people took part.",), ("Other words.",)),
    )


def test_words_that_were_mended_where_they_stand_are_told_of_the_report(tmp_path: Path) -> None:
    """The claims still point to the same place."""
    mended = replaced('exact> "Forty people took part."', 'exact> "Fifty people took part."')
    change = only(between(tmp_path, mended))
    assert (change.kind, change.how) == ("report", "changed")
    assert "Fifty people" in change.properties[0].new[0]


def test_which_version_of_kg_read_it_is_no_difference(tmp_path: Path) -> None:
    """Else every claim would differ with each release."""
    assert not between(tmp_path, replaced("extraction/kg-0.1.0", "extraction/kg-9.9.9")).changes


# --- Reports, trials, concepts -------------------------------------------------------------------


def test_reports_and_trials_are_told_by_their_properties(tmp_path: Path) -> None:
    """Not by the lists of what is told by itself."""
    found = between(
        tmp_path,
        replaced('title> "Zentarol for stiff knees"', 'title> "Zentarol for knees"'),
        replaced('acronym> "STRIDE"', 'acronym> "STRIDES"'),
        added(line("concept/zentarol", "canonicalUnit", '"mg"')),
    )
    assert told(found) == {
        "report/pmid-12345": "changed",
        "trial/nct09999999": "changed",
        "concept/zentarol": "added",
    }
    assert found.changes[0].properties == (
        ("dcterms:title", ("Zentarol for stiff knees",), ("Zentarol for knees",)),
    )
    assert [(t.kind, t.added, t.changed) for t in found.totals] == [
        ("report", 0, 1),
        ("trial", 0, 1),
        ("claim", 0, 0),
        ("concept", 1, 0),
        ("other", 0, 0),
    ]


def test_nodes_of_a_report_that_are_no_claims_are_told_by_their_kind(tmp_path: Path) -> None:
    """A heading that got another number is the same heading."""

    def heading(number: int, label: str) -> list[str]:
        local = f"report/pmid-12345/indexing-{number}"
        graph = f"<{ID}report/pmid-12345> .\n"
        return [
            f"<{ID}{local}> <{TYPE}> <{TK}MeshIndexing> {graph}",
            f'<{ID}{local}> <{LABEL}> "{label}" {graph}',
            said("", "hasIndexing", local),
        ]

    published(tmp_path, [*sample_lines(), *heading(1, "Sleep"), *heading(2, "Knee")])
    published(tmp_path, [*sample_lines(), *heading(1, "Knee"), *heading(2, "Milk")])
    change = only(diff(f"{tmp_path}@1", tmp_path, asking=False))
    assert change.properties == (("MeshIndexing", ("Sleep",), ("Milk",)),)


def test_a_whole_text_is_told_by_its_length(tmp_path: Path) -> None:
    """It would hide everything else."""
    edit = replaced('sourceText> "', 'sourceText> "Before.\\n')
    (change,) = (c for c in between(tmp_path, edit).changes if c.kind == "report")
    assert change.properties[0].new[0].endswith(" characters)")


def test_things_are_counted_on_both_sides(tmp_path: Path) -> None:
    """All there are, not only those that differ."""
    found = between(tmp_path, without("/conclusion-1>"))
    claims = next(total for total in found.totals if total.kind == "claim")
    lines = sample_lines()
    number = sum(f"<{TK}derivation>" in each for each in lines)
    assert (claims.old, claims.new, claims.removed) == (number, number - 1, 1)


# --- Answers -------------------------------------------------------------------------------------


def test_answers_that_changed_are_told_row_by_row(tmp_path: Path) -> None:
    """Only the rows that one side alone gives."""
    found = between(
        tmp_path,
        replaced("arm-1> <" + TK + 'size> "21"', "arm-1> <" + TK + 'size> "22"'),
        asking=True,
    )
    (answer,) = (each for each in found.answers if each.question == "arms-and-sizes")
    sizes = answer.removed["size"], answer.added["size"]
    assert 21 in sizes[0]
    assert 22 in sizes[1]
    assert "trials-of-intervention" not in {each.question for each in found.answers}


def test_a_question_that_a_side_cannot_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither the same nor different."""
    room = importlib.import_module("kg.differing.answers")

    def fails(name: str, engine: object) -> object:
        if name == "coverage":
            raise UsageError("not today")
        return real(name, engine)

    real = room.ask
    monkeypatch.setattr(room, "ask", fails)
    found = between(tmp_path, replaced('acronym> "STRIDE"', 'acronym> "STRIDES"'), asking=True)
    assert [each.fault for each in found.answers if each.question == "coverage"] == ["not today."]


# --- Sides ---------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A store with two generations that differ."""
    published(tmp_path / "store", sample_lines(), describe=Coverage)
    later = without("/conclusion-1>")(sample_lines())
    published(tmp_path / "store", later, describe=Coverage)
    return tmp_path / "store"


def test_a_side_is_a_store_a_generation_or_a_file(shelf: Path, tmp_path: Path) -> None:
    """However it is named, it says the same."""
    shutil.copytree(shelf / "gen-1", tmp_path / "copied")
    with open_store(shelf) as opened:
        quads = list(opened.quads())
    for syntax in ("ttl", "nq", "jsonld"):
        (tmp_path / f"new.{syntax}").write_text(export.render(quads, syntax), "utf-8")
    olds: Sequence[str | Path] = (
        f"{shelf}@1",
        f"{shelf}@gen-1",
        shelf / "gen-1",
        tmp_path / "copied",
    )
    news: Sequence[str | Path] = (
        shelf,
        f"{shelf}@2",
        *(tmp_path / f"new.{each}" for each in ("ttl", "nq", "jsonld")),
    )
    expected = told(diff(olds[0], shelf, asking=False))
    assert expected == {"report/pmid-12345/conclusion-1": "removed"}
    assert all(told(diff(old, shelf, asking=False)) == expected for old in olds)
    assert all(told(diff(olds[0], new, asking=False)) == expected for new in news)


def test_nothing_differs_from_itself(shelf: Path, tmp_path: Path) -> None:
    """Nor from its own export; equal files are not even walked."""
    assert not diff(shelf, f"{shelf}@2")
    assert diff(shelf, shelf).totals == ()
    with facade.open(shelf) as graph:
        graph.export(tmp_path / "a.nq")
        graph.export(tmp_path / "a.ttl")
        graph.export(tmp_path / "told.ttl", extras=["description"])
    assert not diff(tmp_path / "a.nq", tmp_path / "a.ttl")
    assert not diff(tmp_path / "a.nq", tmp_path / "told.ttl")
    assert not diff(tmp_path / "a.ttl", shelf)
    assert not facade.diff(shelf, shelf)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("store@9", UsageError, "one of 1, 2"),
        ("nowhere", NoStore, "no store here"),
        ("nowhere@1", NoStore, "no store here"),
        ("a.txt", UsageError, "no syntax of RDF"),
        ("bad.ttl", KgError, "not well formed"),
    ],
)
def test_what_is_no_side_is_told(shelf: Path, name: str, kind: type[KgError], words: str) -> None:
    """In one message."""
    for bad in ("a.txt", "bad.ttl"):
        (shelf.parent / bad).write_text("no RDF")
    with pytest.raises(kind, match=words):
        diff(shelf, shelf.parent / name)


triples = st.lists(
    st.builds(
        "<x:{}> <x:{}> <x:{}> .\n".format, *[st.sampled_from(["a", "a/b", "a.b", "ab", "b"])] * 3
    ),
    unique=True,
    max_size=12,
).map(sorted)


@given(triples, triples)
def test_the_walk_finds_all_that_differs_and_no_more(old: list[str], new: list[str]) -> None:
    """Whatever the names, in one pass."""
    found = list(differing(old, new, Counts()))
    lost = {each for pair in found for each in pair.old} - set(new)
    gained = {each for pair in found for each in pair.new} - set(old)
    assert (lost, gained) == (set(old) - set(new), set(new) - set(old))
    assert all(pair.old != pair.new for pair in found)
    assert len({pair.subject for pair in found}) == len(found)


def test_graphs_that_say_the_same_say_it_once(tmp_path: Path) -> None:
    """Statements are compared without the graph that makes them."""
    first = line("concept/a", "canonicalUnit", '"mg"')
    published(tmp_path, [first])
    published(tmp_path, [first, first.replace("report/a", "report/b")])
    with side(tmp_path, DEFAULT) as opened:
        assert list(opened.triples()) == [triple_of(first)]
    assert not diff(f"{tmp_path}@1", tmp_path, asking=False).changes
