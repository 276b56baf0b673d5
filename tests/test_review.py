"""Review: what waits for a person, what decisions come to; what was read stays as it was."""

from pathlib import Path

import pytest
from commands import Command, command
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from sample_review import (
    ACCEPTED,
    BASE,
    DERIVED,
    DROWSY,
    HEAD,
    ITCH,
    LEAVING_OUT,
    REPORT,
    SAID,
    SLEPT,
    asked,
    built,
    decided,
    entry,
    items,
)

import kg
from kg.build import Summary, build
from kg.build.intake import Readers, account_of
from kg.build.outcome import Bundle, Origin
from kg.build.reviewing import review
from kg.errors import InputError, UsageError
from kg.identifiers import DERIVED_GRAPH
from kg.namespaces import TK
from kg.review import Item, settle, sheet, waiting
from kg.review.sheet import _lines
from kg.review.subjects import plain, same
from kg.sources.curated import read_accounts
from kg.sources.yaml_tree import parse
from kg.terms import Iri, Quad, text


@pytest.fixture(scope="module")
def unreviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the invented report alone."""
    root = tmp_path_factory.mktemp("unreviewed") / "store"
    build([REPORT], root, workers=1)
    return root


# --- What waits ----------------------------------------------------------------------------------


def test_what_waits_is_listed_with_its_words_rule_and_confidence(unreviewed: Path) -> None:
    """A suggestion, and numbers that nobody could tie; of what is derived its grounds' words."""
    found = {item.claim: item for item in items(unreviewed)}
    assert set(found) == {SLEPT, DROWSY, DERIVED}
    drowsy = found[Iri(DROWSY)]
    assert (drowsy.words, drowsy.rule) == (SAID[DROWSY], "fact.count-share")
    assert drowsy.says == "reported value 14.5; unit text %; count 9; statistic percentage"
    assert float(drowsy.confidence) > 0.9
    assert found[Iri(DERIVED)].words.endswith("with placebo (P < 0.001).")


def test_the_list_may_be_of_one_kind_or_one_trial(unreviewed: Path) -> None:
    """No report differs from another, and no other trial is there."""
    assert items(unreviewed, kind="conflicts") == []
    assert len(items(unreviewed, kind="suggestions")) == 3
    assert items(unreviewed, trial="https://w3id.org/trialkg/id/trial/another") == []
    with pytest.raises(UsageError, match="nothing of this kind"):
        items(unreviewed, kind="doubts")


def test_disagreements_and_flags_wait(tmp_path: Path) -> None:
    """The bundled records hold both."""
    records = ROOT / "kg" / "data" / "records"
    names = ("esprit-registry", "esprit-silcaat-2009", "stalwart-2010")
    build([records / f"{name}.yaml" for name in names], tmp_path, workers=1)
    conflicts = items(tmp_path, kind="conflicts")
    assert conflicts
    assert all(item.kind == "disagreement" and item.trial for item in conflicts)
    assert all("first words" in item.says for item in conflicts)
    flagged = items(tmp_path, kind="flags")
    assert flagged
    assert all(", flagged " in item.kind for item in flagged)


# --- Decisions -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory, unreviewed: Path) -> tuple[Path, Summary]:
    """A store in which one number is accepted, one comparison rejected, one number left open."""
    folder = tmp_path_factory.mktemp("reviewed")
    with kg.open(unreviewed) as graph:
        words = graph.why(ITCH).evidence[0].words
    rejected = entry(ITCH, "rejected", "note: another score", exact=words)
    return folder, built(folder, ACCEPTED, rejected, entry(SLEPT, "", "note:", "group:"))


def test_an_accepted_number_is_a_claim_of_the_reviewer(reviewed: tuple[Path, Summary]) -> None:
    """It has what the suggestion says and what made it whole; the suggestion is as it was."""
    folder, summary = reviewed
    assert decided(summary) == []
    (row,) = asked(
        folder,
        "SELECT ?claim ?value ?written ?group ?time ?from { ?trial tk:hasResult ?claim . ?claim"
        " tk:claimStatus tk:reviewed ; tk:value ?value ; tk:reportedValue ?written ; tk:derivedFrom"
        " ?from ; tk:ofGroup/rdfs:label ?group ; tk:atTime/rdfs:label ?time }",
    )
    assert str(row[0]).endswith("/reviewed-1")
    assert [str(each) for each in row[1:]] == ["14.5", "14.5", "zelorin", "week 12", DROWSY]
    with kg.open(folder / "store") as graph:
        (told,) = graph.ask("results-by-outcome", measurand="somnolence")
        assert graph.validate().conforms
    assert told["claim"] == row[0]
    kept = f"SELECT ?rule {{ ?trial tk:hasUntiedResult <{DROWSY}> . <{DROWSY}> tk:ruleId ?rule }}"
    assert asked(folder, kept) == [("fact.count-share",)]


def test_a_rejected_claim_stays_and_answers_say_so(reviewed: tuple[Path, Summary]) -> None:
    """Who and why, on the claim and on what was derived of it."""
    folder, _ = reviewed
    with kg.open(folder / "store") as graph:
        told = {row["claim"]: row["caution"] for row in graph.ask("between-group")}
    assert told[ITCH] == "rejected by A. Reviewer: another score"
    derived = f"SELECT ?words {{ <{DERIVED}> tk:caution ?words }}"
    said = "rejected, what it rests on, by A. Reviewer: another score"
    assert asked(folder, derived) == [(said,)]


@pytest.mark.parametrize("name", LEAVING_OUT)
def test_what_leaves_out_retracted_claims_leaves_out_rejected_ones(name: str) -> None:
    """Both stand at the beginning of a caution."""
    query = (ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    tests = [query.count(f'(?grave, "{word}")') for word in ("retracted", "rejected")]
    assert tests[0] == tests[1] > 0


def test_what_is_decided_waits_no_more(reviewed: tuple[Path, Summary]) -> None:
    """With --all it is there, with who decided what."""
    root = reviewed[0] / "store"
    assert {item.claim for item in items(root)} == {SLEPT, DERIVED}
    (item,) = [each for each in items(root, decided=True) if each.claim == DROWSY]
    assert (item.decision, item.by) == ("accepted", "A. Reviewer")


def test_an_entry_without_a_decision_is_skipped_with_a_line(
    reviewed: tuple[Path, Summary],
) -> None:
    """Empty fields are no faults."""
    (told,) = [each for each in reviewed[1].rejects if each.kind == "remark"]
    assert reviewed[1].complete
    assert (told.what, told.got) == ("nothing is decided of this yet", SLEPT)


def test_a_record_of_which_nothing_is_decided_is_no_fault() -> None:
    """It says what is open, and nothing else."""
    (account,) = read_accounts("a.yaml", HEAD + entry(SLEPT, ""), "0" * 64)
    assert (account.studies, account.decisions) == ((), ())
    assert [remark.got for remark in account.report.remarks] == [SLEPT]


STALE = (
    (entry(f"{BASE}untied-9", "rejected", exact="x"), "the claim that was decided about is not"),
    (entry("pmid-1:result-1", "rejected", exact="x"), "the claim that was decided about is not"),
    (entry(SLEPT, "rejected", exact="All slept."), "the words that were decided about are not"),
    (entry(SLEPT, "rejected", 'states: "value 53"'), "the claim says something else"),
    (entry(SLEPT, "accepted", "group: zelorin"), "measurand is missing"),
    (entry(SLEPT, "accepted", "measurand: somnolence"), "an accepted number needs whose it is"),
    (
        entry(SLEPT, "accepted", "group: arm-9", "measurand: somnolence"),
        "the report has no such group",
    ),
    (entry(SLEPT, "accepted", "group: arm-1", "measurand: sleepynes"), "no such concept"),
    (
        entry(DROWSY, "accepted", "group: arm-1", "measurand: somnolence", "statistic: mean"),
        "the suggestion has another statistic",
    ),
    (entry(f"{BASE}arm-1", "accepted", exact="Adults."), "the words that were decided about"),
)


def test_decisions_that_say_nothing_any_more_change_nothing(
    tmp_path: Path, unreviewed: Path
) -> None:
    """Each is one line, and the graph holds neither it nor what would follow of it."""
    with kg.open(unreviewed) as graph:
        words = graph.why(ITCH).evidence[0].words
    asserted = entry(ITCH, "accepted", "group: arm-1", exact=words)
    every = [*STALE, (asserted, "the claim is no suggestion")]
    told = decided(built(tmp_path, *(decision for decision, _ in every)))
    assert len(told) == len(every)
    for _, what in every:
        assert any(each.startswith(what) for each in told), what
    found = "SELECT ?x { { ?x a tk:ReviewDecision } UNION { ?x tk:caution ?y } UNION"
    assert asked(tmp_path, found + " { ?x tk:claimStatus tk:reviewed } }") == []


def test_two_reviewers_may_differ() -> None:
    """The claim of the one is under the other's caution."""
    other = entry(DROWSY, "rejected", "author: B. Reviewer", "note: of whom is not said")
    accounts = read_accounts("a.yaml", HEAD + ACCEPTED + other, "0" * 64)
    found = settle(accounts, [quad[:3] for quad in sample_bundle().quads])
    said = {node.rpartition("/")[2]: words for node, words in found.cautions.items()}
    assert said == {
        "untied-2": "rejected by B. Reviewer: of whom is not said",
        "reviewed-1": "rejected, what it rests on, by B. Reviewer: of whom is not said",
    }


def test_a_retraction_reaches_the_claim_of_the_reviewer() -> None:
    """What is to be known of a suggestion is to be known of what was made of it."""
    (account,) = read_accounts("a.yaml", HEAD + ACCEPTED, "0" * 64)
    bundles = [sample_bundle(), Bundle("sha256-x", Origin("a.yaml", "", 0), ())]
    known = [Quad(Iri(DROWSY), TK.caution, text("retracted"), DERIVED_GRAPH)]
    found = review(bundles, known, [account], {"somnolence"})
    heirs = [q for q in found.together if q.subject.endswith("/reviewed-1")]
    assert [(q.predicate, getattr(q.object, "lexical", "")) for q in heirs] == [
        (TK.caution, "retracted")
    ]


def sample_bundle() -> Bundle:
    """The bundle of a report with one untied result and one arm."""
    graph = Iri(BASE.rstrip("/"))
    build_of: dict[str, list[tuple[str, object]]] = {
        DROWSY: [
            ("supportedBy", Iri(f"{BASE}passage-1")),
            ("value", text("14.5")),
        ],
        f"{BASE}passage-1": [("exact", text(SAID[DROWSY]))],
    }
    quads = [
        Quad(Iri(s), TK[p], o, graph)  # type: ignore[arg-type]
        for s, said in build_of.items()
        for p, o in said
    ]
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    quads += [
        Quad(Iri(DROWSY), rdf, Iri(TK.UntiedResult), graph),
        Quad(Iri(f"{BASE}arm-1"), rdf, Iri(TK.ParticipantGroup), graph),
        Quad(
            Iri(f"{BASE}arm-1"),
            "http://www.w3.org/2000/01/rdf-schema#label",
            text("zelorin"),
            graph,
        ),
        Quad(Iri("https://w3id.org/trialkg/id/trial/t"), TK.hasUntiedResult, Iri(DROWSY), graph),
    ]
    return Bundle("sha256-10082412768da282", Origin("r.txt", "", 0), tuple(quads))


@given(st.text(max_size=60).filter(str.strip))
def test_whatever_words_are_decided_about_a_record_can_hold_them(words: str) -> None:
    """What the sheet writes is read back as the same words."""
    item = Item("claim", Iri(DROWSY), None, words, words, words, "", plain(words))
    text = "".join(_lines([item], "A. Reviewer", {}, {}))
    parsed = parse(text)
    assert parsed.faults == []
    assert isinstance(parsed.tree, dict)
    (found,) = parsed.tree["decisions"]
    assert same(found.get("exact", ""), words)


# --- One record, many reports --------------------------------------------------------------------


def test_decisions_on_two_reports_are_two_accounts() -> None:
    """What is decided of one leaves the name of the other's as it is."""
    one = entry("pmid-1:untied-1", "rejected", exact="a")
    two = entry("pmid-2:untied-1", "rejected", exact="b")
    first = read_accounts("a.yaml", HEAD + one + two, "0" * 64)
    second = read_accounts("b.yaml", HEAD + one, "1" * 64)
    assert [len(account.decisions) for account in first] == [1, 1]
    assert first[0].report.sha256 == second[0].report.sha256 != first[1].report.sha256


def test_the_order_of_the_inputs_is_irrelevant(
    tmp_path: Path, reviewed: tuple[Path, Summary]
) -> None:
    """The same statements, whichever comes first."""
    folder, _ = reviewed
    build([folder / "decisions.yaml", REPORT], tmp_path, workers=1)
    with kg.open(folder / "store") as one, kg.open(tmp_path) as other:
        assert one.quads() == other.quads()


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    unreviewed: Path,
) -> Command:
    """The command over the store of the report."""
    return command(monkeypatch, capsysbinary, unreviewed)


def test_the_record_to_complete_is_built_once_it_is_filled_in(
    run: Command, tmp_path: Path, unreviewed: Path
) -> None:
    """From the list to the file, to decisions, to the graph, and out of the list."""
    file = tmp_path / "decisions.yaml"
    assert run("review", "--by", 'A. "B" Reviewer', "-o", file).code == 0
    written = file.read_text(encoding="utf-8")
    assert written.count("- claim: ") == written.count("decision: ") == 3
    assert "arm-1 (zelorin); arm-2 (placebo)" in written
    before, after = written.split(DROWSY)
    blanks = {"decision:": "accepted", "group:": "arm-1", "measurand:": "weekly-itch-score"}
    for name, value in blanks.items():
        start = after.index(name)
        after = f"{after[:start]}{name} {value}{after[after.index(chr(10), start) :]}"
    file.write_text(before + DROWSY + after, encoding="utf-8")
    assert run("build", REPORT, file, "--store", tmp_path / "done").code == 0
    left = run("review", "--store", tmp_path / "done", "-f", "json")
    assert DROWSY not in left.out
    assert SLEPT in left.out
    every = run("review", "--store", tmp_path / "done", "--all", "-f", "csv").out
    assert 'accepted,"A. ""B"" Reviewer"' in every
    with kg.open(unreviewed) as graph:
        assert sheet(graph.store, waiting(graph.store), 'A. "B" Reviewer') == written


def test_a_record_needs_the_name_of_who_decides(run: Command, tmp_path: Path) -> None:
    """A decision without an author is nobody's."""
    ended = run("review", "-o", tmp_path / "decisions.yaml")
    assert ended.code == 2
    assert "--by NAME" in ended.err


def test_a_record_of_studies_still_has_to_say_something() -> None:
    """Only a record of decisions tells of no study."""
    said = "kind: curated-record\ntitle: A\nsources: {p: {citation: p}}\nstudies: [{acronym: A}]\n"
    (empty,) = read_accounts("a.yaml", said, "0" * 64)
    with pytest.raises(InputError, match="no study was found in it"):
        account_of(empty, Readers.of_kg().understand)
    (reviewing,) = read_accounts("a.yaml", HEAD + ACCEPTED, "0" * 64)
    assert account_of(reviewing, Readers.of_kg().understand).decisions
