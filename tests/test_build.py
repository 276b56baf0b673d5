"""The build: what is taken, what is set aside, and that the order of inputs is irrelevant."""

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_accounts import account, amount, arms, comparison, study

from kg import store
from kg.build import Built, assemble, build, take_in
from kg.build.admission import admit, fall
from kg.build.imported import sort_out
from kg.build.intake import Imported, Intake, Readers, Told, account_of, rdf_syntax
from kg.build.outcome import Bundle, Origin
from kg.build.places import place
from kg.build.vocabulary import concept_quads, mesh_quads
from kg.errors import InputError
from kg.graph import account_quads
from kg.identifiers import CONCEPTS_GRAPH, DERIVED_GRAPH, concept_iri, report_iri
from kg.namespaces import RDF, RDFS, SKOS, TK
from kg.records import (
    Account,
    Concept,
    Document,
    Mentioned,
    Quantity,
    Report,
    Section,
    Unread,
)
from kg.terms import Iri, Quad, nquad, nquads, text
from kg.validation import Finding, Verdict, verdict

MINTED = (
    Concept(slug="walking-speed", kinds=("Measurand",), pref_label="walking speed"),
    Concept(slug="zentarol", kinds=("Substance",), pref_label="zentarol"),
    Concept(slug="exercise", kinds=("Substance",), pref_label="exercise"),
    Concept(slug="stiff-knees", kinds=("Condition",), pref_label="stiff knees"),
)


def with_concepts(made: Account) -> Account:
    """The account with the concepts that its claims name, as a reader hands it on."""
    return msgspec.structs.replace(made, concepts=MINTED)


def told(*accounts: Account) -> Intake:
    """An intake of these accounts, each from a file of its own."""
    intake = Intake()
    for number, each in enumerate(accounts):
        origin = Origin(f"{number}.txt", f"{number:064d}", number)
        intake.told.append(Told(origin, with_concepts(each)))
    return intake


def fine(_: Iterable[Quad]) -> Verdict:
    """A validator that finds nothing wrong."""
    return Verdict()


def registry(**more: Any) -> Account:
    """The registry's record of the same trial: no arm sizes, another title."""
    return account(
        study(acronym=None, arms=tuple(resized(arm, None) for arm in arms()), **more),
        kind="RegistryRecord",
        registry_ids=("NCT09999999",),
        sha256="cd" * 32,
        title="Study of zentarol",
    )


def resized(arm: Any, size: int | None) -> Any:
    """The arm with another size."""
    return msgspec.structs.replace(arm, size=size)


def lines(built: Built) -> list[str]:
    """All statements in order."""
    return sorted(set(nquads(built.quads())))


# --- Intake -------------------------------------------------------------------------------------


def one_document(_: str, data: bytes) -> list[Document | Account]:
    """A reader of sources that takes any text for an article."""
    report = Report(kind="Article", sha256="00" * 32, text=data.decode())
    return [Document(report=report, sections=(Section(start=0, end=len(data)),))]


def understood(document: Document) -> Account:
    """A reader of text that finds a trial where the word stands, and stumbles on ``crash``."""
    words = document.report.text or ""
    if "crash" in words:
        raise RecursionError("too deep\nand more")
    studies = (study(),) if "trial" in words else ()
    unread = (Unread(exact="7 or so", start=3, end=10, reason="a number without a unit"),)
    made = account(*studies) if studies else Account(report=document.report)
    return msgspec.structs.replace(made, unread=unread if studies else ())


READERS = Readers(one_document, understood)


def test_a_document_is_taken_once(tmp_path: Path) -> None:
    """The same bytes under two names are one document."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("a trial")
    intake = take_in([tmp_path], READERS)
    assert len(intake.told) == 1
    assert intake.duplicates == 1
    assert not [reject for reject in intake.rejects if reject.kind == "input"]


def test_what_could_not_be_read_is_listed_and_no_fault(tmp_path: Path) -> None:
    """Unread words are told with their place; the input counts as taken."""
    (tmp_path / "a.txt").write_text("a trial")
    (reject,) = take_in([tmp_path], READERS).rejects
    assert reject.kind == "unread"
    assert reject.got == "7 or so"
    assert reject.what == "not read: a number without a unit"


def test_a_page_without_a_study_is_set_aside(tmp_path: Path) -> None:
    """A recipe is no trial; the trial beside it is taken."""
    (tmp_path / "a.txt").write_text("a trial")
    (tmp_path / "b.txt").write_text("a recipe")
    intake = take_in([tmp_path], READERS)
    (reject,) = [each for each in intake.rejects if each.kind == "input"]
    assert (reject.where, reject.what) == (f"{tmp_path}/b.txt", "no study was found in it")
    assert len(intake.told) == 1


def test_a_fault_of_ours_is_one_line_and_stays_with_its_document(tmp_path: Path) -> None:
    """An exception that nobody foresaw ends one document's reading, not the build's."""
    (tmp_path / "a.txt").write_text("crash")
    (tmp_path / "b.txt").write_text("a trial")
    intake = take_in([tmp_path], READERS)
    (reject,) = [each for each in intake.rejects if each.kind == "input"]
    assert reject.got == "RecursionError: too deep"
    assert "Traceback" in (reject.detail or "")
    assert "detail" not in reject.row()
    assert len(intake.told) == 1


def test_an_account_that_names_a_study_and_nothing_of_it_is_no_report() -> None:
    """A title alone is not worth a node."""
    bare = Account(report=Report(kind="Article", sha256="0" * 64), studies=(study_named("X"),))
    with pytest.raises(InputError, match="no study"):
        account_of(bare, understood)


def study_named(acronym: str) -> Any:
    """A study of which only the name is known."""
    from kg.records import Study

    return Study(acronym=acronym, registry_ids=("NCT01234567",))


@pytest.mark.parametrize(
    ("data", "syntax"),
    [
        (b"@prefix tk: <https://w3id.org/trialkg/ns#> .\n", "trig"),
        (b"\xef\xbb\xbf# made by kg\n\n# twice\n@prefix tk: <x:> .\n", "trig"),
        (b"<https://x.org/a> <https://x.org/b> <https://x.org/c> .\n", "nq"),
        (b"Background: <https://x.org/a> is a page.", None),
        (b"", None),
    ],
)
def test_graphs_of_our_own_are_told_by_content(data: bytes, syntax: str | None) -> None:
    """A comment, a byte order mark or a file name says nothing about the syntax."""
    assert rdf_syntax(data) == syntax


# --- One of each --------------------------------------------------------------------------------


def test_of_two_documents_of_one_report_the_fuller_is_taken() -> None:
    """The other is set aside with one line, whichever came first."""
    full, bare = account(), account(study(conclusions=()), title="Other title")
    for order in ((full, bare), (bare, full)):
        built = assemble(told(*order), fine)
        assert [bundle.slug for bundle in built.bundles] == ["pmid-12345"]
        (reject,) = built.rejects
        assert reject.what == "another document of the same report was taken"
        assert built.bundles[0].origin.name == f"{order.index(full)}.txt"


def test_an_account_whose_records_do_not_fit_is_set_aside() -> None:
    """A reference to nothing spoils its own account only."""
    broken = account(study(comparisons=(comparison(outcome="o9"),)), pmid="999")
    built = assemble(told(broken, account()), fine)
    assert [bundle.slug for bundle in built.bundles] == ["pmid-12345"]
    (reject,) = built.rejects
    assert reject.got == "o9"


# --- Linking ------------------------------------------------------------------------------------


def test_the_arms_of_the_report_that_knows_their_sizes_are_the_trials_own() -> None:
    """The registry's arms, which give no sizes, are tied to the article's by what they receive."""
    article, record = place([account(), registry()]).of
    assert article[""].same_arms == {}
    assert record[""].same_arms == {
        f"arm-{n}": f"https://w3id.org/trialkg/id/report/pmid-12345/arm-{n}" for n in (1, 2)
    }
    assert article[""].trial == record[""].trial == "nct09999999"


def test_one_trial_has_one_label_in_all_its_reports() -> None:
    """The acronym that one of them gives is the name in both."""
    assert {each[""].label for each in place([account(), registry()]).of} == {"STRIDE"}


def test_arms_that_could_be_either_are_nobodys() -> None:
    """Two arms that receive the same are not told apart without their sizes."""
    control = arms()[1]
    twins = (
        msgspec.structs.replace(control, key="one"),
        msgspec.structs.replace(control, key="two"),
    )
    own = account(study(arms=twins, **NO_RESULTS))
    other = account(
        study(arms=tuple(resized(arm, None) for arm in twins), **NO_RESULTS), pmid="777"
    )
    assert [each[""].same_arms for each in place([own, other]).of] == [{}, {}]


NO_RESULTS: dict[str, Any] = {"group_results": (), "changes": (), "comparisons": ()}


def test_a_sister_that_another_report_tells_of_is_that_trial() -> None:
    """AMBLE is mentioned in one report and reported in another: one node, one label."""
    amble = account(
        study(acronym="AMBLE", registry_ids=("NCT08888888",), sister_trials=()), pmid="777"
    )
    here, _ = place([account(), amble]).of
    assert here["mentioned-1"].trial == "nct08888888"
    assert here["mentioned-1"].label is None


def test_a_sister_that_nobody_reports_has_its_own_name() -> None:
    """Its registry number names it, spelled as linking spells it."""
    mentioned = Mentioned(acronym="AMBLE", registry_ids=("CTN 7777",))
    (here,) = place([account(study(sister_trials=(mentioned,)))]).of
    assert here["mentioned-1"].trial == "ctn7777"
    assert here["mentioned-1"].label == "AMBLE"


# --- Assembly -----------------------------------------------------------------------------------

LIBRARY = (
    account(),
    registry(),
    account(study(acronym="AMBLE", registry_ids=("NCT08888888",)), pmid="777", sha256="0a" * 32),
    account(study(conclusions=()), title="Another document of the first report"),
    account(study(comparisons=(comparison(outcome="o9"),)), pmid="999"),
)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(len(LIBRARY))))
def test_the_order_of_the_inputs_is_irrelevant(order: Sequence[int]) -> None:
    """The same documents in any order give the same statements and the same rejects."""
    whole = told(*LIBRARY)
    shuffled = Intake(told=[whole.told[number] for number in order])
    one, other = assemble(whole, fine), assemble(shuffled, fine)
    assert lines(one) == lines(other)
    assert sorted(map(repr, one.rejects)) == sorted(map(repr, other.rejects))


def test_only_used_concepts_and_those_above_them_are_told() -> None:
    """Aldesleukin brings interleukin-2 and what is above; enfuvirtide is not there."""
    quads = list(concept_quads([concept_iri("aldesleukin")], []))
    subjects = {quad.subject for quad in quads}
    assert concept_iri("aldesleukin") in subjects
    assert concept_iri("interleukin-2") in subjects
    assert concept_iri("enfuvirtide") not in subjects
    assert {quad.graph for quad in quads} == {CONCEPTS_GRAPH}


def test_a_concept_of_our_own_table_is_linked_outward() -> None:
    """Interleukin-2 is what MeSH calls so; its other names are told in their language."""
    quads = list(concept_quads([concept_iri("interleukin-2")], []))
    about = [(q.predicate, q.object) for q in quads if q.subject == concept_iri("interleukin-2")]
    assert (SKOS.exactMatch, "http://id.nlm.nih.gov/mesh/D007376") in about
    assert (SKOS.altLabel, text("IL-2", "en")) in about
    assert (SKOS.prefLabel, text("interleukin-2", "en")) in about


def test_the_wordings_of_all_reports_stand_on_one_concept() -> None:
    """Two reports' words are two labels; the name is one."""
    two = [
        Concept(slug="gait", kinds=("Measurand",), pref_label="gait", labels=("gait speed",)),
        Concept(slug="gait", kinds=("Biomarker",), pref_label="gait", labels=("pace",)),
    ]
    for order in (two, two[::-1]):
        quads = list(concept_quads([concept_iri("gait")], order))
        labels = [quad.object for quad in quads if quad.predicate == RDFS.label]
        names = [quad.object for quad in quads if quad.predicate == SKOS.prefLabel]
        assert labels == [text("gait speed"), text("pace")]
        assert names == [text("gait")]


def test_headings_bring_those_above_them() -> None:
    """Interleukin-2 stands under Interleukins; its qualifier has a name."""
    mesh = "http://id.nlm.nih.gov/mesh/"
    quads = set(mesh_quads([Iri(mesh + "D007376"), Iri(mesh + "Q000627")]))
    stated = {(quad.subject, quad.object) for quad in quads}
    assert (mesh + "D007376", mesh + "D007378") in stated
    assert (mesh + "Q000627", text("therapeutic use", "en")) in stated


# --- Admission ----------------------------------------------------------------------------------

BASE = "https://w3id.org/trialkg/id/report/pmid-12345/"
QUADS = tuple(account_quads(account()))
BUNDLE = Bundle("pmid-12345", Origin("a.txt", "00" * 32, 1), QUADS)


def fallen(local: str) -> set[str] | None:
    """The local names that fall with this one."""
    gone = fall([BASE + local], QUADS)
    return None if gone is None else {node.removeprefix(BASE) for node in gone}


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ("result-7", {"result-7"}),
        ("conclusion-1", {"conclusion-1"}),
        ("criterion-1.bound", {"criterion-1", "criterion-1.bound"}),
        (
            "outcome-1",
            {"outcome-1"},
        ),
        (
            "arm-1.intervention-1.regimen.phase-1.dose",
            {
                "arm-1.intervention-1.regimen",
                *(
                    f"arm-1.intervention-1.regimen.phase-1{part}"
                    for part in ("", ".dose", ".cycle-length", ".dose-per-cycle", ".planned-total")
                ),
            },
        ),
    ],
)
def test_a_claim_falls_with_its_parts(focus: str, expected: set[str]) -> None:
    """A part takes its claim along; a claim takes its parts; others stand."""
    assert fallen(focus) == expected


def test_a_group_takes_its_results_along() -> None:
    """Without the arm its values, its change and the comparison say nothing."""
    gone = fallen("arm-1") or set()
    assert {"result-1", "result-2", "result-5", "result-7"} <= gone
    assert {"arm-2", "result-3", "result-6", "population-randomized"}.isdisjoint(gone)
    assert "arm-1.intervention-1.regimen.phase-1.dose" in gone


def test_a_time_takes_what_was_measured_then_along() -> None:
    """A value whose time is wrong is not a value at no time."""
    assert {"result-2", "result-4", "result-7", "outcome-1"} <= (fallen("time-month-6") or set())


def test_a_report_stands_or_falls_as_a_whole() -> None:
    """Its trial and itself cannot be dropped from it; a sister trial can."""
    trial = "https://w3id.org/trialkg/id/trial/"
    assert fall([trial + "nct09999999"], QUADS) is None
    assert fall([BASE.rstrip("/")], QUADS) is None
    assert fall([trial + "amble"], QUADS) == {trial + "amble"}


def complaining(*foci: str) -> Callable[[Iterable[Quad]], Verdict]:
    """A validator that violates these nodes wherever they are described."""

    def validate(quads: Iterable[Quad]) -> Verdict:
        described = {quad.subject for quad in quads}
        return verdict(
            Finding(severity="Violation", shape="x:s", focus=f, message="Mend it.", source="x:c")
            for f in foci
            if f in described
        )

    return validate


def test_a_claim_that_does_not_conform_is_dropped_and_told() -> None:
    """What is left has no trace of it; the line says where it stood and how to mend it."""
    admitted = admit([BUNDLE], lambda _: [], complaining(BASE + "result-7"))
    (kept,) = admitted.bundles
    assert not [q for q in kept.quads if BASE + "result-7" in q[:3]]
    (reject,) = admitted.rejects
    assert reject.kind == "claim"
    assert reject.where == "a.txt  pmid-12345/result-7"
    assert reject.expected == "Mend it."
    assert admitted.set_aside == {}


def test_what_hangs_on_a_dropped_claim_is_counted() -> None:
    """The line says that more went than the claim itself."""
    admitted = admit([BUNDLE], lambda _: [], complaining(BASE + "arm-2"))
    assert "nodes that hang on what was dropped" in (admitted.rejects[0].outcome or "")


def test_a_report_that_cannot_be_mended_is_set_aside() -> None:
    """A violation of the report itself leaves nothing to publish of it."""
    built = assemble(told(*LIBRARY[:3]), complaining(BASE.rstrip("/")))
    assert [bundle.slug for bundle in built.bundles] == ["nct09999999", "pmid-777"]
    (reject,) = built.rejects
    assert reject.what == "the report does not conform"
    assert not [q for q in built.quads() if q.predicate == TK.sameArmAs], "its arms are gone too"


def test_a_violation_that_belongs_to_no_report_publishes_nothing() -> None:
    """Better nothing than wrong."""
    wrong = Quad(Iri("x:s"), RDF.type, Iri("x:c"), CONCEPTS_GRAPH)
    admitted = admit([BUNDLE], lambda _: [wrong], complaining("x:s"))
    assert list(admitted.set_aside) == ["pmid-12345"]


def test_a_claim_that_fails_anew_each_time_ends() -> None:
    """A validator that always complains sets the report aside."""

    def never(quads: Iterable[Quad]) -> Verdict:
        results = sorted({str(q.subject) for q in quads if "/result-" in q.subject})
        return complaining(*(results[:1] or [BASE.rstrip("/")]))(quads)

    assert list(admit([BUNDLE], lambda _: [], never).set_aside) == ["pmid-12345"]


# --- With the shapes and the store --------------------------------------------------------------


def test_the_invented_trial_conforms() -> None:
    """Shapes, checks and rules have nothing against it, and infer that it is controlled."""
    built = assemble(told(account()))
    assert built.rejects == []
    inferred = {quad[:3] for quad in built.quads() if quad.graph == DERIVED_GRAPH}
    trial = "https://w3id.org/trialkg/id/trial/nct09999999"
    assert (trial, RDF.type, TK.ControlledTrial) in inferred


def test_a_claim_that_violates_a_shape_does_not_reach_the_graph() -> None:
    """A unit that is no UCUM code costs its own criterion, and nothing else."""
    bad = Quantity(min=amount("18", "a").value, min_inclusive=True, unit="years or so")
    people = msgspec.structs.replace(
        study().populations[0],
        criteria=(msgspec.structs.replace(study().populations[0].criteria[0], bound=bad),),
    )
    built = assemble(told(account(study(populations=(people,)))))
    (reject,) = built.rejects
    assert reject.where == "0.txt  pmid-12345/criterion-1.bound"
    assert reject.got == '"years or so"'
    subjects = {quad.subject for quad in built.quads()}
    assert BASE + "criterion-1" not in subjects
    assert BASE + "population-randomized" in subjects


def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents that are read and one that is not."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("a trial")
    (folder / "b.txt").write_text("a recipe")
    monkeypatch.setattr(Readers, "of_kg", lambda: Readers(one_document, conceived))
    return folder


def conceived(document: Document) -> Account:
    """What :func:`understood` reads, with its concepts."""
    return with_concepts(understood(document))


def test_a_build_publishes_what_could_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store answers, knows its inputs, and lists what was set aside."""
    summary = build([files(tmp_path, monkeypatch)], tmp_path / "kg")
    assert summary.reports == ("pmid-12345",)
    assert summary.trials == 1
    assert not summary.complete
    assert (summary.count("input"), summary.count("unread")) == (1, 1)
    with store.open_store(tmp_path / "kg") as opened:
        (only,) = opened.manifest.inputs
        assert only.name.endswith("a.txt")
        assert only.graphs == (report_iri("pmid-12345"),)
        assert {row["kind"] for row in opened.rejects()} == {"input", "unread"}
        assert opened.manifest.quads == summary.quads


def test_where_nothing_can_be_taken_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old generation stays and answers."""
    folder = files(tmp_path, monkeypatch)
    first = build([folder], tmp_path / "kg")
    (folder / "a.txt").unlink()
    second = build([folder, tmp_path / "absent"], tmp_path / "kg")
    assert second.generation is None
    assert second.count("input") == 2
    with store.open_store(tmp_path / "kg") as opened:
        assert str(opened.folder) == first.generation


def test_building_twice_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the clock nor chance stands in the lines."""
    folder = files(tmp_path, monkeypatch)
    made = [Path(build([folder], tmp_path / name).generation or "") for name in ("one", "two")]
    first, second = ((each / "graph.nq").read_bytes() for each in made)
    assert first == second


# --- Our own graphs as input --------------------------------------------------------------------


def imported(text_: Iterable[str]) -> Intake:
    """An intake of these lines."""
    return Intake(imported=[Imported(Origin("x.nq", "ff" * 32, 1), tuple(text_))])


@pytest.fixture(scope="module")
def exported() -> Built:
    """What was built from two reports of one trial, and a third."""
    return assemble(told(*LIBRARY[:3]), fine)


def test_quads_come_back_as_they_were(exported: Built) -> None:
    """Export, import, export: the same lines, graphs and all."""
    again = assemble(imported(lines(exported)), fine)
    assert again.rejects == []
    assert lines(again) == lines(exported)


@settings(deadline=None, max_examples=10)
@given(chance=st.randoms(use_true_random=False))
def test_statements_that_lost_their_graphs_come_back(
    exported: Built, chance: random.Random
) -> None:
    """Turtle knows no graphs: the statements are the same, in whatever order they stood."""
    triples = [store.triple_of(line) for line in lines(exported)]
    chance.shuffle(triples)
    again = assemble(imported(triples), fine)
    assert again.rejects == []
    assert {store.triple_of(line) for line in lines(again)} == set(triples)
    assert {bundle.slug for bundle in again.bundles} == {b.slug for b in exported.bundles}


def test_a_statement_goes_back_to_the_report_that_made_it(exported: Built) -> None:
    """Nodes of a report by their names; what a trial has, by whose part it is."""
    triples = [store.triple_of(line) for line in lines(exported)]
    by_slug = {bundle.slug: bundle for bundle in sort_out(imported(triples).imported[0]).bundles}
    arms_of = {
        slug: {q.object for q in bundle.quads if q.predicate == TK.hasResult}
        for slug, bundle in by_slug.items()
    }
    for slug, found in arms_of.items():
        assert found
        assert all(node.startswith(report_iri(slug)) for node in map(str, found))


@pytest.mark.parametrize(
    "line",
    [
        "<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n",
        "_:b0 <https://example.org/b> <https://example.org/c> .\n",
    ],
)
def test_a_graph_of_somebody_else_is_set_aside(line: str) -> None:
    """We take back what we gave, not any RDF."""
    built = assemble(imported([line]), fine)
    assert built.bundles == []
    (reject,) = built.rejects
    assert reject.expected == "a graph that kg wrote"


def test_an_imported_report_that_was_also_read_is_taken_once(exported: Built) -> None:
    """The same statements twice are one report; other statements are a conflict."""
    intake = told(*LIBRARY[:3])
    intake.imported = imported(lines(exported)).imported
    both = assemble(intake, fine)
    assert both.rejects == []
    assert lines(both) == lines(exported)
    extra = Quad(Iri(BASE + "arm-1"), RDFS.label, text("another"), report_iri("pmid-12345"))
    intake.imported = imported([*lines(exported), nquad(extra)]).imported
    (reject,) = assemble(intake, fine).rejects
    assert reject.got == "pmid-12345"


def test_unvalidated_statements_do_not_come_in_by_import() -> None:
    """An edited export is judged like anything else."""
    built = assemble(told(account()))
    edited = [line.replace('"21"', '"-21"') for line in lines(built)]
    again = assemble(imported(edited))
    assert [reject.kind for reject in again.rejects] == ["claim"]
    assert not [q for q in again.quads() if q.subject == BASE + "arm-1"]
