"""Reports, trials and groups become triples: what a node states, and what it leaves out."""

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_accounts import account, amount, arms, study
from sample_facts import REPORT, TRIAL_NODE, Facts

from kg.derivation import derive
from kg.graph import Place, account_quads, own_places
from kg.identifiers import DERIVED_GRAPH, studies, study_claims
from kg.namespaces import DCTERMS, RDF, RDFS, TK, TRIAL
from kg.records import DosingPhase, Indexing, Intervention, Passage, Quantity, Subgroup
from kg.terms import Literal, nquads


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The whole invented trial with what is derived from it."""
    return Facts(derive(account()))


# --- Whole accounts -----------------------------------------------------------------------------


def test_all_statements_are_made_by_the_report(facts: Facts) -> None:
    """One named graph: the report's."""
    assert {quad.graph for quad in facts.quads} == {REPORT}


def test_each_statement_is_made_once(facts: Facts) -> None:
    """Shared times and repeated groups do not repeat triples."""
    assert max(Counter(facts.quads).values()) == 1


def test_every_node_that_is_named_is_described(facts: Facts) -> None:
    """Whatever a statement of ours points at in the report states its class."""
    typed = {quad.subject for quad in facts.quads if quad.predicate == RDF.type}
    named = {q.object for q in facts.quads if not isinstance(q.object, Literal)}
    ours = {term for term in named if term.startswith((REPORT, TRIAL))}
    assert ours
    assert ours <= typed


def test_every_claim_carries_how_it_came_to_be(facts: Facts) -> None:
    """Groups, interventions, phases, criteria, outcomes, results, conclusions: all of them."""
    claims = [
        local for prefix, each in studies(account()) for local, _ in study_claims(prefix, each)
    ]
    assert len(claims) > 15
    for local in claims:
        if not local.startswith("mentioned"):
            assert facts.of(local, TK.derivation) == ["reported"], local
            assert facts.of(local, TK.supportedBy), local


def test_the_same_account_makes_the_same_lines() -> None:
    """Bytes do not depend on when or how often one asks."""
    assert list(nquads(account_quads(account()))) == list(nquads(account_quads(account())))


def test_rdflib_gets_the_triples_that_the_lines_have(facts: Facts) -> None:
    """One mapping serves both: the friendly graph and the fast lines."""
    from rdflib import Graph

    from kg.terms import spelled, to_rdflib

    read = Graph()
    for subject, predicate, term, _ in facts.quads:
        read.parse(data=f"<{subject}> <{predicate}> {spelled(term)} .", format="nt")
    assert set(read) == set(to_rdflib(facts.quads))


@given(st.randoms(use_true_random=False))
def test_the_order_of_concepts_and_unread_text_is_irrelevant(chance: random.Random) -> None:
    """What is no claim does not shift the names of claims."""
    made = account()
    passages = list(made.passages)
    chance.shuffle(passages)
    shuffled = msgspec.structs.replace(made, passages=tuple(passages))
    assert set(account_quads(shuffled)) == set(account_quads(made))


# --- The report ---------------------------------------------------------------------------------


def test_a_report_states_its_class_and_its_date(facts: Facts) -> None:
    """An article is a report; a year and a month are a gYearMonth."""
    assert facts.of("", RDF.type) == ["Article", "Report"]
    (issued,) = (quad.object for quad in facts.quads if quad.predicate == DCTERMS.issued)
    assert issued == Literal("2009-07", "http://www.w3.org/2001/XMLSchema#gYearMonth")
    assert facts.of("", TK.reportsTrial) == ["trial/nct09999999"]


def test_a_doi_is_lower_case() -> None:
    """Two spellings of one DOI are one."""
    assert Facts(account(doi="10.1000/ABC")).of("", TK.doi) == ["10.1000/abc"]


def test_a_heading_line_is_a_node() -> None:
    """Descriptor, qualifier and star belong together; a name without an identifier is kept."""
    lines = (
        Indexing(
            descriptor_name="HIV",
            descriptor="D006678",
            qualifier_name="genetics",
            qualifier="Q000235",
            major=True,
        ),
        Indexing(descriptor_name="Unheard-of"),
    )
    made = Facts(account(indexing=lines))
    assert made.of("", TK.hasIndexing) == ["indexing-1", "indexing-2"]
    assert made.of("indexing-1", TK.descriptor) == ["http://id.nlm.nih.gov/mesh/D006678"]
    assert made.of("indexing-1", TK.qualifier) == ["http://id.nlm.nih.gov/mesh/Q000235"]
    assert made.of("indexing-1", TK.majorTopic) == ["true"]
    assert made.of("indexing-2", TK.descriptor) == []
    assert made.of("indexing-2", RDFS.label) == ["Unheard-of"]


def test_a_passage_is_named_by_its_span_or_its_number(facts: Facts) -> None:
    """A span of text is its own name; a path into a record has a number."""
    assert facts.of("passage-0-23", TK.exact) == ["Forty people took part."]
    entered = msgspec.structs.replace(
        account(study(evidence=("p",), **EMPTY)),
        passages=(Passage(key="p", path="/arms/0", source="pmid:8857018"),),
    )
    made = Facts(entered)
    assert made.of("passage-1", TK.path) == ["/arms/0"]
    assert made.of("passage-1", DCTERMS.source) == ["https://pubmed.ncbi.nlm.nih.gov/8857018"]


# --- The trial ----------------------------------------------------------------------------------

_PARTS = "populations arms schedules outcomes group_results changes comparisons conclusions"
EMPTY: dict[str, Any] = dict.fromkeys([*_PARTS.split(), "sister_trials"], ())


def test_a_trial_links_to_all_that_it_has(facts: Facts) -> None:
    """Arms, population, outcome, results (derived ones too), conclusion, schedule."""
    assert facts.of(TRIAL_NODE, TK.hasArm) == ["arm-1", "arm-2"]
    assert facts.of(TRIAL_NODE, TK.hasPopulation) == ["population-randomized"]
    assert facts.of(TRIAL_NODE, TK.hasOutcome) == ["outcome-1"]
    assert facts.of(TRIAL_NODE, TK.hasConclusion) == ["conclusion-1"]
    assert facts.of(TRIAL_NODE, TK.hasSchedule) == ["schedule-1"]
    assert len(facts.of(TRIAL_NODE, TK.hasResult)) == 10
    assert facts.of(TRIAL_NODE, TK.allocation) == ["randomized"]
    assert facts.of(TRIAL_NODE, TK.studiesCondition) == ["concept/stiff-knees"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, "STRIDE"),
        ({"acronym": None}, "Zentarol for stiff knees"),
        ({"acronym": None, "title": "A trial"}, "A trial"),
    ],
)
def test_a_trial_is_called_by_its_acronym_or_a_title(stated: dict[str, Any], expected: str) -> None:
    """The shortest name that a report gives comes first."""
    assert Facts(account(study(**stated))).of(TRIAL_NODE, RDFS.label) == [expected]


def test_a_trial_without_a_name_is_called_after_what_it_studies() -> None:
    """A bare abstract has no title: substance and condition name its trial."""
    made = Facts(account(study(acronym=None), title=None))
    assert made.of(TRIAL_NODE, RDFS.label) == ["zentarol in stiff-knees"]


def test_a_curated_record_lends_its_title_to_its_only_trial() -> None:
    """Two trials of one record would both be called so, and are called after what they study."""
    curated = {"kind": "CuratedRecord", "title": "Zentarol, the trial of 2031"}
    unnamed = study(acronym=None)
    assert Facts(account(unnamed, **curated)).of(TRIAL_NODE, RDFS.label) == [curated["title"]]
    both = own_places(account(unnamed, unnamed, **curated))
    assert {each.label for each in both.values()} == {"zentarol in stiff-knees"}


def test_an_arm_that_another_report_describes_is_tied_to_that_one() -> None:
    """It keeps its results, stands outside tk:hasArm, and the tie is nobody's word but derived."""
    other = "https://w3id.org/trialkg/id/report/nct09999999/arm-2"
    place = Place(trial="nct09999999", label="STRIDE", same_arms={"arm-1": other})
    made = Facts(account(), **{"": place})
    assert made.of(TRIAL_NODE, TK.hasArm) == ["arm-2"]
    assert made.of("arm-1", RDF.type) == ["Arm", "ParticipantGroup"]
    assert made.of("arm-1", TK.sameArmAs) == ["report/nct09999999/arm-2"]
    assert {q.graph for q in made.quads if q.predicate == TK.sameArmAs} == {DERIVED_GRAPH}
    assert len(made.of(TRIAL_NODE, TK.hasResult)) == 7


def test_a_sister_trial_is_mentioned_and_not_reported(facts: Facts) -> None:
    """AMBLE has a name and the report that names it, nothing else."""
    sister = TRIAL + "amble"
    assert facts.of(TRIAL_NODE, TK.sisterTrial) == ["trial/amble"]
    assert facts.of(sister, TK.mentionedIn) == ["report/pmid-12345"]
    assert facts.of(sister, RDFS.label) == ["AMBLE"]
    assert facts.of(sister, TK.reportedIn) == []


def test_a_second_trial_of_a_report_has_nodes_of_its_own() -> None:
    """Their names begin with the number of the trial; the arms do not mix."""
    second = study(registry_ids=("NCT08888888",), **{**EMPTY, "arms": arms()})
    renamed = msgspec.structs.replace(
        second,
        arms=tuple(msgspec.structs.replace(arm, key=f"{arm.key}-2") for arm in second.arms),
    )
    made = Facts(account(study(), renamed))
    assert made.of(TRIAL + "nct08888888", TK.hasArm) == ["trial-2.arm-1", "trial-2.arm-2"]
    assert made.of("trial-2.arm-1", RDFS.label) == ["zentarol group"]


# --- Groups and regimens ------------------------------------------------------------------------


def test_an_arm_states_its_size_and_what_it_receives(facts: Facts) -> None:
    """The experimental arm has two interventions, the first with a route and a regimen."""
    assert facts.of("arm-1", TK.size) == ["21"]
    assert facts.of("arm-1", TK.armRole) == ["experimentalRole"]
    assert facts.of("arm-1", TK.receives) == ["arm-1.intervention-1", "arm-1.intervention-2"]
    assert facts.of("arm-1.intervention-1", TK.route) == ["oral"]
    assert facts.of("arm-1.intervention-1.regimen", TK.hasPhase) == [
        "arm-1.intervention-1.regimen.phase-1"
    ]


def test_a_criterion_is_a_bound_with_its_side(facts: Facts) -> None:
    """Eighteen or older: a lower bound that belongs to the range, and no upper one."""
    assert facts.of("criterion-1", RDF.type) == ["InclusionCriterion", "EligibilityCriterion"]
    assert facts.of("criterion-1.bound", TK.minValue) == ["18"]
    assert facts.of("criterion-1.bound", TK.minInclusive) == ["true"]
    assert facts.of("criterion-1.bound", TK.maxInclusive) == []


def test_a_subgroup_and_its_group_know_each_other() -> None:
    """The link stands in both directions."""
    part = Subgroup(key="old", label="over seventy", of="drug", size=5)
    made = Facts(account(study(subgroups=(part,))))
    assert made.of("subgroup-1", TK.subgroupOf) == ["arm-1"]
    assert made.of("arm-1", TK.hasSubgroup) == ["subgroup-1"]


PHASE = "arm-1.intervention-1.regimen.phase-1"


def phase_facts(**parts: Any) -> Facts:
    """The invented trial with another dosing phase."""
    first, second = arms()
    received = Intervention(substance="zentarol", phases=(DosingPhase(**parts),))
    changed = msgspec.structs.replace(first, receives=(received,))
    return Facts(account(study(arms=(changed, second))))


@pytest.mark.parametrize(
    ("parts", "cycle", "total"),
    [
        (
            {"dose_basis": "perAdministration", "doses_per_day": 2, "days_per_cycle": 5},
            ["45"],
            ["270"],
        ),
        ({"dose_basis": "perAdministration", "days_per_cycle": 5}, [], []),
        ({"dose_basis": "perDay", "days_per_cycle": 5}, ["22.5"], ["135"]),
        ({"dose_basis": "perDay", "doses_per_day": 2, "days_per_cycle": 5}, ["22.5"], ["135"]),
        ({"dose_basis": "perCycle"}, ["4.5"], ["27"]),
        ({"dose_basis": "perWeek", "days_per_cycle": 5}, [], []),
        ({"days_per_cycle": 5}, [], []),
        ({"dose_basis": "perCycle", "cycles": None}, ["4.5"], []),
    ],
)
def test_totals_are_derived_where_all_parts_are_reported(
    parts: dict[str, Any], cycle: list[str], total: list[str]
) -> None:
    """A daily dose does not need doses per day; a single one does; nothing is assumed."""
    numbers = {
        name: Decimal(value) if name.endswith(("day", "cycle")) else value
        for name, value in parts.items()
    }
    made = phase_facts(**{"dose": amount("4.5", "mg"), "cycles": 6, **numbers})
    assert made.of(f"{PHASE}.dose-per-cycle", TK.value) == cycle
    assert made.of(f"{PHASE}.planned-total", TK.value) == total
    for name in ("dose-per-cycle", "planned-total"):
        if made.of(f"{PHASE}.{name}", TK.value):
            assert made.of(f"{PHASE}.{name}", TK.unit) == ["mg"]
            assert made.of(f"{PHASE}.{name}", TK.derivation) == ["derived"]


def test_a_range_of_doses_has_no_total() -> None:
    """Between 4 and 5 mg a day is no number to multiply."""
    dose = Quantity(min=Decimal(4), max=Decimal(5), unit="mg")
    made = phase_facts(dose=dose, dose_basis="perDay", days_per_cycle=Decimal(5))
    assert made.of(PHASE, TK.dosePerCycle) == []
