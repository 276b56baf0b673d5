"""Admission: what falls with a claim that does not conform, and what stands."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from sample_accounts import account, study
from sample_builds import LIBRARY, assemble, complaining, told, with_concepts
from sample_facts import BASE

from kg.build.admission import Admitted, Validate, admit
from kg.build.cards import Cards
from kg.build.choosing import choose
from kg.build.entries import entry_of
from kg.build.falling import fall
from kg.build.families import kinds_of, link
from kg.build.outcome import Bundle, Origin
from kg.build.spool import Spool
from kg.codes import ConceptKind
from kg.graph import account_quads
from kg.identifiers import CONCEPTS_GRAPH
from kg.namespaces import RDF, TK
from kg.records import Account, Concept, Report, Study
from kg.terms import Iri, Quad
from kg.validation import Verdict

# --- Admission ----------------------------------------------------------------------------------

QUADS = tuple(account_quads(account()))
REPORT_BASE = "https://w3id.org/trialkg/id/report/"
BUNDLE = Bundle("pmid-12345", Origin("a.txt", "00" * 32, 1), QUADS)


def alone(validate: Validate, *beside: Quad) -> Admitted:
    """What is admitted of one report with these statements beside it."""
    (admitted,) = admit([[BUNDLE]], validate, lambda _: list(beside))
    return admitted


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


def test_a_claim_that_does_not_conform_is_dropped_and_told() -> None:
    """What is left has no trace of it; the line says where it stood and how to mend it."""
    admitted = alone(complaining(BASE + "result-7"))
    (kept,) = admitted.bundles
    assert not [q for q in kept.quads if BASE + "result-7" in q[:3]]
    (reject,) = admitted.rejects
    assert reject.kind == "claim"
    assert reject.where == "a.txt  pmid-12345/result-7"
    assert reject.expected == "Mend it."
    assert admitted.set_aside == {}


def test_what_hangs_on_a_dropped_claim_is_counted() -> None:
    """The line says that more went than the claim itself."""
    admitted = alone(complaining(BASE + "arm-2"))
    assert "and 5 more that say nothing without it" in (admitted.rejects[0].outcome or "")


def test_a_violation_that_belongs_to_no_report_publishes_nothing() -> None:
    """Better nothing than wrong."""
    wrong = Quad(Iri("x:s"), RDF.type, Iri("x:c"), CONCEPTS_GRAPH)
    admitted = alone(complaining("x:s"), wrong)
    assert list(admitted.set_aside) == ["pmid-12345"]


def test_a_claim_that_fails_anew_each_time_ends() -> None:
    """A validator that always complains sets the report aside."""

    def never(quads: Iterable[Quad]) -> Verdict:
        results = sorted({str(q.subject) for q in quads if "/result-" in q.subject})
        return complaining(*(results[:1] or [BASE.rstrip("/")]))(quads)

    assert list(alone(never).set_aside) == ["pmid-12345"]


def test_a_report_that_cannot_be_mended_is_set_aside() -> None:
    """A violation of the report itself leaves nothing to publish of it."""
    built = assemble(told(*LIBRARY[:3]), complaining(BASE.rstrip("/")))
    assert [bundle.slug for bundle in built.bundles] == ["nct09999999", "pmid-777"]
    (reject,) = built.rejects
    assert reject.what == "the report does not conform"
    assert not [q for q in built.quads() if q.predicate == TK.sameArmAs], "its arms are gone too"


def test_what_conforms_is_judged_once() -> None:
    """Another report's violation does not cost this one a second judgement."""
    other = "https://w3id.org/trialkg/id/report/pmid-777/result-7"
    judged: list[set[str]] = []

    def validate(quads: Iterable[Quad]) -> Verdict:
        quads = list(quads)
        judged.append({quad.graph for quad in quads if quad.graph.startswith(REPORT_BASE)})
        return complaining(other)(quads)

    apart = account(study(sister_trials=()))
    assemble(told(apart, LIBRARY[2]), validate)
    assert judged == [
        {REPORT_BASE + "pmid-12345", REPORT_BASE + "pmid-777"},
        {REPORT_BASE + "pmid-777"},
    ]


def test_what_is_wrong_with_one_family_costs_no_other() -> None:
    """A violation that no report accounts for is told of those that were judged with it alone."""
    wrong = Quad(Iri("x:s"), RDF.type, Iri("x:c"), CONCEPTS_GRAPH)
    other = BUNDLE._replace(slug="pmid-777", quads=())

    def beside(bundles: Sequence[Bundle]) -> list[Quad]:
        return [wrong] if BUNDLE in bundles else []

    first, second = admit([[BUNDLE], [other]], complaining("x:s"), beside)
    assert list(first.set_aside) == ["pmid-12345"]
    assert second.bundles == [other]


def test_reports_of_one_trial_are_a_family(tmp_path: Path) -> None:
    """They may lean on each other; reports of other trials cannot."""
    accounts = [with_concepts(each) for each in LIBRARY[:3]]
    with Spool(tmp_path / "spool") as spool:
        entries = [entry_of(each, BUNDLE.origin, spool) for each in accounts]
    linked = link(choose(Cards.of(entries, tmp_path), {}), {})
    assert linked.rejects == []
    assert [[entry.slug for entry in family.members] for family in linked.families()] == [
        ["nct09999999", "pmid-12345"],
        ["pmid-777"],
    ]


def test_a_concept_of_several_kinds_is_known_to_all_reports_that_mint_it(tmp_path: Path) -> None:
    """What other reports take it for does not follow from a report, and is told to its family."""
    told: list[tuple[str, ConceptKind]] = [("1", "Condition"), ("2", "AdverseEvent")]
    accounts = [
        Account(
            report=Report(kind="Article", sha256=pmid * 64, pmid=pmid),
            studies=(Study(title="A trial."),),
            concepts=(Concept(slug="gout", kinds=(kind,)), Concept(slug=f"own-{pmid}")),
        )
        for pmid, kind in told
    ]
    with Spool(tmp_path / "spool") as spool:
        entries = [entry_of(each, BUNDLE.origin, spool) for each in accounts]
    kinds = kinds_of(entries, tmp_path)
    assert kinds == {"gout": ("AdverseEvent", "Condition")}
    linked = link(choose(Cards.of(entries, tmp_path), {}), kinds)
    assert [family.kinds for family in linked.families()] == [kinds, kinds]
