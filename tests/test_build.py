"""The build: what is taken, what is published, and that the order of inputs is irrelevant."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_accounts import account, amount, arms, comparison, study
from sample_builds import (
    LIBRARY,
    Assembled,
    Intake,
    assemble,
    conceived,
    fine,
    lines,
    one_document,
    registry,
    resized,
    told,
)
from sample_facts import BASE

from kg import store
from kg.build import assemble as assemble_families
from kg.build import build
from kg.build.intake import Readers
from kg.build.outcome import Reject, RejectKind, in_order
from kg.build.places import place
from kg.build.vocabulary import concept_quads, mesh_quads
from kg.identifiers import CONCEPTS_GRAPH, DERIVED_GRAPH, concept_iri, report_iri
from kg.namespaces import RDF, RDFS, SKOS, TK
from kg.records import (
    Account,
    Bibliography,
    Concept,
    Mentioned,
    Notice,
    Quantity,
    Report,
    Section,
)
from kg.terms import Iri, text

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


def test_other_line_ends_are_no_other_report() -> None:
    """Two files that say the same of one report are one, and nobody need know."""
    built = assemble(told(account(), account(sha256="ef" * 32)), fine)
    assert len(built.bundles) == 1
    assert built.rejects == []


def test_two_registrations_of_one_paper_are_told() -> None:
    """A paper that two registered trials claim joins neither; the build goes on."""
    one = account(study(registry_ids=("NCT01111111",), pmids=("55",)), pmid="1")
    two = account(study(registry_ids=("NCT02222222",), pmids=("55",)), pmid="2")
    built = assemble(told(one, two), fine)
    assert [bundle.slug for bundle in built.bundles] == ["pmid-1", "pmid-2"]
    assert {reject.kind for reject in built.rejects} == {"link"}


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


def test_reports_that_disagree_on_a_size_tell_of_one_arm() -> None:
    """What they disagree on is the size, and not which arm it is."""
    own = account(study(**NO_RESULTS))
    other = account(study(arms=tuple(resized(arm, 25) for arm in arms()), **NO_RESULTS), pmid="777")
    assert len(place([own, other]).of[1][""].same_arms) == 2


def test_a_size_tells_two_doses_apart() -> None:
    """Two arms of one drug are matched by their sizes, whatever their order."""
    drug = arms()[0]
    low, high = (
        msgspec.structs.replace(drug, key=key, size=size) for key, size in (("l", 21), ("h", 40))
    )
    own = account(study(arms=(low, high), **NO_RESULTS))
    other = account(study(arms=(high, low), **NO_RESULTS), pmid="777")
    same = place([own, other]).of[1][""].same_arms
    assert {local: iri[-5:] for local, iri in same.items()} == {"arm-1": "arm-2", "arm-2": "arm-1"}


def test_a_preparation_and_its_substance_are_given_to_one_arm() -> None:
    """One report says interleukin-2, the other which one; another drug is another arm."""
    drug, control = arms()

    def given_(substance: str) -> Any:
        received = msgspec.structs.replace(drug.receives[0], substance=substance)
        return msgspec.structs.replace(drug, receives=(received,))

    own = account(study(arms=(given_("interleukin-2"), control), **NO_RESULTS))
    for substance, expected in (("aldesleukin", 2), ("enfuvirtide", 1)):
        other = account(study(arms=(given_(substance), control), **NO_RESULTS), pmid="777")
        assert len(place([own, other]).of[1][""].same_arms) == expected


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
    """Two reports' words are there to be found by; label and name are one."""
    two = [
        Concept(slug="gait", kinds=("Measurand",), pref_label="gait", labels=("gait speed",)),
        Concept(slug="gait", kinds=("Biomarker",), pref_label="gait", labels=("pace",)),
    ]
    for order in (two, two[::-1]):
        quads = list(concept_quads([concept_iri("gait")], order))
        wordings = [quad.object for quad in quads if quad.predicate == SKOS.hiddenLabel]
        labels = [quad.object for quad in quads if quad.predicate == RDFS.label]
        names = [quad.object for quad in quads if quad.predicate == SKOS.prefLabel]
        assert wordings == [text("gait speed"), text("pace")]
        assert labels == names == [text("gait")]


def test_the_one_wording_of_all_reports_is_the_label_of_a_concept() -> None:
    """As the reports have it."""
    one = Concept(slug="gait", kinds=("Measurand",), pref_label="gait", labels=("gait speed",))
    quads = list(concept_quads([concept_iri("gait")], [one, one]))
    labels = [quad.object for quad in quads if quad.predicate in {RDFS.label, SKOS.hiddenLabel}]
    assert labels == [text("gait speed")]


def test_headings_bring_those_above_them() -> None:
    """Interleukin-2 stands under Interleukins; its qualifier has a name."""
    mesh = "http://id.nlm.nih.gov/mesh/"
    quads = set(mesh_quads([Iri(mesh + "D007376"), Iri(mesh + "Q000627")]))
    stated = {(quad.subject, quad.object) for quad in quads}
    assert (mesh + "D007376", mesh + "D007378") in stated
    assert (mesh + "Q000627", text("therapeutic use", "en")) in stated


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
        assert [row["kind"] for row in opened.rejects()] == ["input", "unread"]
        assert opened.rejects()[0]["outcome"] == "It was set aside; the rest was built"
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
    assert second.standing == first.generation
    assert second.count("input") == 2
    ends = {(reject.outcome or "").partition("; ")[2] for reject in second.rejects}
    assert ends == {"nothing was published"}
    with store.open_store(tmp_path / "kg") as opened:
        assert str(opened.folder) == first.generation


def test_no_older_generation_is_claimed_where_there_is_none(tmp_path: Path) -> None:
    """Nothing was there before, and nothing is there now."""
    summary = build([tmp_path / "absent"], tmp_path / "kg")
    assert (summary.generation, summary.standing) == (None, None)


def test_what_was_lost_whole_is_told_first() -> None:
    """Refused inputs, dropped claims, links, unread words, remarks; of a kind by place."""
    kinds: tuple[RejectKind, ...] = ("remark", "unread", "link", "claim", "input")
    mixed = [Reject(kind=kind, where=where, what="w") for where in "ba" for kind in kinds]
    told_in = [(each.kind, each.where) for each in in_order(mixed)]
    assert told_in == [(kind, where) for kind in reversed(kinds) for where in "ab"]


def test_building_twice_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the clock nor chance stands in the lines."""
    folder = files(tmp_path, monkeypatch)
    made = [Path(build([folder], tmp_path / name).generation or "") for name in ("one", "two")]
    first, second = ((each / "graph.nq.gz").read_bytes() for each in made)
    assert first == second


def test_how_families_are_shared_out_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alone or all at once: a trial that one only names is told of by another."""
    named = Mentioned(acronym="AMBLE", registry_ids=("NCT08888888",))
    amble = study(acronym="AMBLE", registry_ids=("NCT08888888",), sister_trials=())
    library = told(account(study(sister_trials=(named,))), account(amble, pmid="777"))
    together = assemble(library)
    assert together.rejects == []
    monkeypatch.setattr(sys.modules[assemble_families.__module__], "_BATCH", 1)
    apart = assemble(library)
    assert lines(apart) == lines(together)
    assert apart.rejects == together.rejects
    assert apart.findings == together.findings


def record(**more: Any) -> Account:
    """A library's record of the article of :func:`account`: no study, a notice, a number."""
    report = Report(
        kind="Article",
        sha256="77" * 32,
        title="Zentarol in walking.",
        pmid="12345",
        registry_ids=("NCT08888888",),
        notices=(Notice(kind="retractionIn", pmid="777"),),
        bibliography=Bibliography(keywords=("gait",), sections=(Section(start=0, end=3),)),
        catalogued=True,
        **more,
    )
    return Account(report=report)


def test_a_record_adds_to_a_document_that_tells_more() -> None:
    """Its retraction and keywords reach the article; what was found is the document's, once."""
    for order in ((account(), record()), (record(), account())):
        built = assemble(told(*order), fine)
        (bundle,) = built.bundles
        said = {(quad.predicate, getattr(quad.object, "lexical", None)) for quad in bundle.quads}
        assert (TK.keyword, "gait") in said
        assert (TK.noticePmid, "777") in said
        assert any(predicate == TK.hasResult for predicate, _ in said)
        assert not any(predicate == TK.hasSection for predicate, _ in said), "of another text"
        assert [reject.kind for reject in built.rejects] == ["remark"]


def test_the_number_that_only_the_record_has_ties_the_article() -> None:
    """The page of the article says no registration; the record says which trial it is."""
    page = account(study(registry_ids=()))
    of_registry = account(
        study(acronym=None, registry_ids=("NCT08888888",)),
        kind="RegistryRecord",
        registry_ids=("NCT08888888",),
        pmid=None,
        sha256="cd" * 32,
    )
    apart = assemble(told(page, of_registry), fine)
    joined = assemble(told(page, record(), of_registry), fine)
    assert len(trials_of(apart)) == 2
    assert trials_of(joined) == {"https://w3id.org/trialkg/id/trial/nct08888888"}


def trials_of(built: Assembled) -> set[str]:
    """The trials that reports tell of."""
    tells = (q for q in built.quads() if q.predicate == TK.reportsTrial)
    return {str(quad.object) for quad in tells}
