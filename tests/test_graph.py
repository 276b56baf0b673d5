"""Records become triples: what a node states, and what it leaves out."""

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_accounts import BASELINE, MONTH_6, account, amount, arms, comparison, speed, study

from kg.derivation import derive
from kg.errors import InputError
from kg.graph import Place, account_quads
from kg.graph.quantities import offset_days, period_local, time_local
from kg.identifiers import DERIVED_GRAPH, Names, studies, study_claims
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, TK, TRIAL
from kg.records import (
    Account,
    AdverseEventResult,
    DosingPhase,
    GroupResult,
    Indexing,
    Intervention,
    Passage,
    Quantity,
    Subgroup,
    TimePeriod,
    TimePoint,
)
from kg.terms import Iri, Literal, Term, nquads

REPORT = "https://w3id.org/trialkg/id/report/pmid-12345"
TRIAL_NODE = TRIAL + "nct09999999"


class Facts:
    """The triples of an account, to be asked for by local name."""

    def __init__(self, made: Account, **places: Place) -> None:
        self.quads = list(account_quads(made, places or None))

    def of(self, local: str, predicate: str) -> list[str]:
        """The objects of a node: local names of terms and nodes, the plain text of literals."""
        node = local if local.startswith("http") else f"{REPORT}/{local}" if local else REPORT
        return [
            shown(q.object) for q in self.quads if (q.subject, q.predicate) == (node, predicate)
        ]


def shown(term: Term) -> str:
    """A term as a test writes it."""
    if isinstance(term, Literal):
        return term.lexical.removesuffix(".0")
    for base in (REPORT + "/", str(TK), "https://w3id.org/trialkg/id/"):
        if term.startswith(base):
            return term.removeprefix(base)
    return term


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


# --- Times --------------------------------------------------------------------------------------


def test_results_at_one_time_share_its_node(facts: Facts) -> None:
    """Two values, a comparison, an outcome, a schedule and a period point at one month 6."""
    month = [q.subject for q in facts.quads if q.object == f"{REPORT}/time-month-6"]
    assert len(month) == 6
    assert facts.of("time-month-6", TK.offsetDays) == ["182.625"]
    assert facts.of("time-month-6", RDFS.label) == ["month 6"]
    assert facts.of("time-month-6.offset", TK.unitText) == ["months"]
    assert facts.of("time-baseline", TK.offsetDays) == ["0"]
    assert facts.of("period-baseline-month-6", TK.to) == ["time-month-6"]


def later(value: str, unit: str, **more: Any) -> TimePoint:
    """A moment so long after its anchor."""
    return TimePoint(offset=amount(value, unit), **more)


@pytest.mark.parametrize(
    ("point", "local", "days"),
    [
        (BASELINE, "time-baseline", Decimal(0)),
        (later("52", "wk"), "time-week-52", Decimal(364)),
        (later("1", "a"), "time-year-1", Decimal("365.25")),
        (later("-1", "mo"), "time-month-minus-1", Decimal("-30.4375")),
        (later("36", "h"), "time-hour-36", Decimal("1.5")),
        (later("1.5", "mo"), "time-month-1.5", Decimal("45.65625")),
        (later("4", "mo", anchor="lastCycle"), "time-month-4-after-last-cycle", None),
        (later("4", "mo", anchor="randomization"), "time-month-4-after-randomization", 121.75),
        (later("3", "{cycle}"), "time-cycle-3", None),
        (
            TimePoint(
                offset=Quantity(min=Decimal(7), max=Decimal(8), unit="a"), statistic="median"
            ),
            "time-median-year-7-to-8",
            None,
        ),
        (TimePoint(anchor="endOfTreatment"), "time-end-of-treatment", None),
        (TimePoint(label="at discharge"), "time-at-discharge", None),
    ],
)
def test_a_time_is_named_and_ordered_by_what_it_is(
    point: TimePoint, local: str, days: Decimal | None
) -> None:
    """Ranges and other anchors have no place on the line of days."""
    assert time_local(point) == local
    assert offset_days(point) == days


def test_wordings_of_one_moment_are_one_moment() -> None:
    """The sixth month and "at six months" differ in words alone."""
    worded = TimePoint(offset=amount("6.0", "mo", reported="six"), label="at six months")
    assert time_local(worded) == time_local(MONTH_6)


def test_a_long_wording_makes_a_short_name() -> None:
    """Two long wordings that begin alike stay two."""
    base = "from the day of randomization until the first of relapse, second cancer and death "
    one, two = (TimePeriod(label=base + end) for end in ("from any cause", "from disease"))
    assert len(period_local(one)) < 80
    assert period_local(one) != period_local(two)


@given(
    st.integers(-400, 400),
    st.integers(-400, 400),
    st.sampled_from(["d", "wk", "mo"]),
    st.sampled_from(["d", "wk", "mo"]),
)
def test_different_moments_have_different_names(one: int, two: int, unit: str, other: str) -> None:
    """A name stands for one moment only."""
    first, second = later(str(one), unit), later(str(two), other)
    assert (time_local(first) == time_local(second)) == ((one, unit) == (two, other))


# --- Results ------------------------------------------------------------------------------------


def test_a_number_is_typed_and_kept_as_written(facts: Facts) -> None:
    """92.50 is the decimal 92.5 and the string 92.50."""
    assert facts.of("result-2", TK.value) == ["92.5"]
    assert facts.of("result-2", TK.reportedValue) == ["92.50"]
    assert facts.of("result-2", TK.dispersion) == ["3"]
    assert facts.of("result-2", TK.ofGroup) == ["arm-1"]
    assert facts.of("result-2", RDF.type) == ["GroupResult", "Result"]


def test_a_rule_makes_a_claim_ours(facts: Facts) -> None:
    """What a rule read was generated by the run; what a person entered was not."""
    assert facts.of("result-2", TK.ruleId) == ["value-at-time"]
    assert facts.of("result-2", TK.confidence) == ["0.9"]
    assert len(facts.of("result-2", PROV.wasGeneratedBy)) == 1
    assert facts.of("arm-1", PROV.wasGeneratedBy) == []


def test_a_p_value_keeps_its_relation_and_its_writing(facts: Facts) -> None:
    """P < 0.050 is three facts, none of them the comparison's own value."""
    assert facts.of("result-7", RDF.type) == ["Comparison", "Result"]
    assert facts.of("result-7", TK.pValue) == ["0.05"]
    assert facts.of("result-7", TK.pRelation) == ["<"]
    assert facts.of("result-7", TK.reportedPValue) == ["0.050"]
    assert facts.of("result-7", TK.value) == []


def test_a_derived_change_says_what_from(facts: Facts) -> None:
    """The difference is its own node, from the two results, by a named rule."""
    assert facts.of("derived-1", TK.value) == ["12.5"]
    assert facts.of("derived-1", TK.derivedFrom) == ["result-1", "result-2"]
    assert facts.of("derived-1", TK.ruleId) == ["change-from-values"]
    assert facts.of("derived-1", TK.derivation) == ["derived"]
    assert facts.of("derived-1", TK.atTime) == ["period-baseline-month-6"]


def test_a_baseline_characteristic_states_all_its_classes() -> None:
    """It is a group result and a result besides."""
    made = Facts(
        account(
            study(
                group_results=(speed("r1", "drug", BASELINE, "80", baseline_characteristic=True),),
                changes=(),
                comparisons=(),
            )
        )
    )
    assert sorted(made.of("result-1", RDF.type)) == [
        "BaselineCharacteristic",
        "GroupResult",
        "Result",
    ]


def test_an_adverse_event_is_its_own_measurand() -> None:
    """Without a number, the event alone is what the result is about."""
    event = AdverseEventResult(group="drug", event="dizziness", dose_limiting=True)
    made = Facts(
        account(study(adverse_events=(event,), group_results=(), changes=(), comparisons=()))
    )
    assert made.of("result-1", TK.measurand) == ["concept/dizziness"]
    assert made.of("result-1", TK.event) == ["concept/dizziness"]
    assert made.of("result-1", TK.doseLimiting) == ["true"]
    assert made.of("result-1", TK.serious) == []
    assert made.of("result-1", TK.value) == []


def test_a_bare_count_is_a_number_of_people() -> None:
    """Five of 21: the value is 5, in the unit 1."""
    counted = GroupResult(group="drug", measurand="falls", count=5, denominator=21)
    made = Facts(account(study(group_results=(counted,), changes=(), comparisons=())))
    assert made.of("result-1", TK.value) == ["5"]
    assert made.of("result-1", TK.unit) == ["1"]
    assert made.of("result-1", TK.statistic) == ["countStatistic"]
    assert made.of("result-1", TK.count) == ["5"]


def test_a_result_measures_what_its_outcome_measures() -> None:
    """The outcome says what is measured; its results need not repeat it."""
    silent = comparison(measurand=None)
    made = Facts(account(study(comparisons=(silent,))))
    assert made.of("result-7", TK.measurand) == ["concept/walking-speed"]


def test_a_reference_to_nothing_is_an_error_that_names_it() -> None:
    """A claim cannot point at a record that is not there."""
    with pytest.raises(InputError, match="x9"):
        list(account_quads(account(study(comparisons=(comparison(experimental_result="x9"),)))))


def test_names_of_an_account_are_what_the_graph_describes() -> None:
    """A key leads to the node that carries the claim."""
    made = account()
    names = Names(made)
    assert Facts(made).of(names.claim("x1"), TK.pRelation) == ["<"]
    assert names.passage("people") == Iri(REPORT + "/passage-0-23")
