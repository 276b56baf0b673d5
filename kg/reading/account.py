"""From a document to the account of what it says.

In: a :class:`~kg.records.Document`. Out: an :class:`~kg.records.Account` whose claims all rest on
passages. The stages run in the order in which they lean on one another: page, people, arms,
outcomes, results, comparisons, conclusions, then the checks.
"""

import msgspec

from kg.reading.associations import read_associations
from kg.reading.baseline import read_baseline
from kg.reading.beside import read_beside
from kg.reading.coherence import check
from kg.reading.comparisons import compare_findings
from kg.reading.conclusions import read_conclusions
from kg.reading.counted_out import sized_by_results
from kg.reading.counted_units import name_units
from kg.reading.definitions import read_outcomes
from kg.reading.design import (
    Design,
    is_of_people,
    read_design,
    read_hopes,
    read_schedules,
    read_sisters,
)
from kg.reading.differences import read_difference
from kg.reading.effects import read_effects
from kg.reading.eligibility import read_criteria
from kg.reading.events import read_events
from kg.reading.facts import facts_of
from kg.reading.filled import fill
from kg.reading.flow import read_flow
from kg.reading.groups import read_arms
from kg.reading.learnt.compared import read_learnt
from kg.reading.ledger import Ledger
from kg.reading.likeness import read_likeness
from kg.reading.measures import PEOPLE
from kg.reading.offers import read_offers
from kg.reading.page import Line, lay_out
from kg.reading.participants import read_conditions, read_populations
from kg.reading.registrations import registered
from kg.reading.results import Memory, read_changes
from kg.reading.segments import read_segments
from kg.reading.summed import read_summed
from kg.reading.tables import Sizes, read_tables
from kg.reading.ties import Order, read_open, read_ties, read_waiting
from kg.reading.untied import read_untied
from kg.reading.verdicts import read_every, read_likely, read_verdicts
from kg.records import (
    Account,
    AdverseEventResult,
    Arm,
    Association,
    Change,
    Comparison,
    Conclusion,
    Document,
    GroupResult,
    Mentioned,
    Outcome,
    Population,
    Schedule,
    Study,
    SuggestedComparison,
    SuggestedResult,
    UntiedResult,
)

_SUBGROUP = (
    r"(?:in|among|for|within|of) (?:the |an? |this )?(?:{w} ){0,2}?(?:subgroups?|subsets?|subpopulations?)"
    r"|among (?:women|men|males|females|girls|boys|smokers|nonsmokers)"
    r"|(?:in|among|for) (?:the |those )?(?:patients|women|men|children|adults|participants|subjects|people|individuals|those)"
    r" (?:who were |aged )?B"
)
_PEOPLE = rf"(?:S|{PEOPLE}|groups)"
_FIGURES = frozenset({"V", "Q", "P", "C"})


def read_account(document: Document) -> Account:
    """Everything that a document says about a study; an account without studies where it has none."""
    page = lay_out(document)
    ledger = Ledger(page)
    design = read_design(page)
    read_hopes(page)
    read_populations(ledger)
    arms = read_arms(ledger)
    conditions, told = read_conditions(ledger)
    read_criteria(ledger)
    read_schedules(ledger)
    read_sisters(ledger, frozenset(document.report.registry_ids))
    read_outcomes(ledger)
    memory, order = Memory(), Order()
    for line in page.lines:
        memory, order = _read_results(ledger, line, memory, order)
        read_conclusions(ledger, line)
    order = _read_left(ledger, order)
    arms = _sized(arms, read_tables(ledger, document))
    if not all(arm.evidence for arm in arms):
        # Columns taken for arms that then could not be read are none.
        return read_account(msgspec.structs.replace(document, grids=()))
    check(ledger)
    read_summed(ledger)
    if not _is_study(ledger, arms, design):
        return Account(report=document.report)
    read_offers(ledger)
    _leave(ledger, _study(document, ledger, design, arms, conditions, told))
    read_untied(ledger, order)
    study = _study(document, ledger, design, sized_by_results(ledger, arms), conditions, told)
    studies = registered(ledger, document.report, study)
    return Account(
        report=document.report,
        studies=studies,
        concepts=page.glossary.concepts,
        passages=ledger.used(*studies),
        unread=ledger.left,
        declined=ledger.declined,
    )


def _read_results(ledger: Ledger, line: Line, memory: Memory, order: Order) -> tuple[Memory, Order]:
    """Reads what a line tells of results; what it leaves in mind is for the next line."""
    of_subgroup = line.full.hit(_SUBGROUP) is not None
    if line.part not in {"results", "methods", None} or read_baseline(ledger, line):
        if not of_subgroup:
            read_verdicts(ledger, line)
            read_likely(ledger, line)
        return memory, order
    if of_subgroup:
        ledger.unread(line, "a result of a subgroup")
        return memory, order
    memory = memory if memory.line + 1 == line.number else Memory()
    findings, memory = read_changes(ledger, line, memory)
    if findings:
        compare_findings(ledger, line, findings)
    else:
        findings, memory = read_segments(ledger, line, memory)
    read_likeness(ledger, line, findings)
    read_effects(ledger, line)
    read_difference(ledger, line)
    read_associations(ledger, line)
    read_events(ledger, line)
    read_flow(ledger, line)
    read_verdicts(ledger, line)  # words before numbers: a line makes one claim of one thing
    order = read_ties(ledger, line, order)
    read_likely(ledger, line)
    return memory, order


def _read_left(ledger: Ledger, order: Order) -> Order:
    """The order once what single lines left is read, by all of them and by a model."""
    order = read_open(ledger, read_waiting(ledger, order))
    read_beside(ledger)
    read_every(ledger)
    read_learnt(ledger)
    fill(ledger)
    name_units(ledger)
    return order


def _sized(arms: tuple[Arm, ...], sizes: Sizes) -> tuple[Arm, ...]:
    """The arms with the sizes that a table gives where the text has none, and what says so."""
    return tuple(_told_by(arm, sizes, place) for place, arm in enumerate(arms))


def _told_by(arm: Arm, sizes: Sizes, place: int) -> Arm:
    said = sizes.said.get(place, ())
    if not said or (arm.size is not None and arm.evidence):
        return arm
    received = tuple(
        each if each.evidence else msgspec.structs.replace(each, evidence=said)
        for each in arm.receives
    )
    return msgspec.structs.replace(
        arm, size=sizes.of[place], evidence=(*arm.evidence, *said), receives=received
    )


def _leave(ledger: Ledger, study: Study) -> None:
    """Lists each line that tells results in figures and that no claim rests on."""
    used = {passage.key for passage in ledger.used(study)}
    for line in ledger.page.lines:
        if not line.tape.items:
            ledger.unread(line, "longer than any sentence is")
    for line in ledger.page.parts("results", None):
        figures = not _FIGURES.isdisjoint(line.tape.forms)
        if figures and f"{line.span.start}-{line.span.end}" not in used:
            ledger.unread(line, "figures that no rule could tie safely")


def _is_study(ledger: Ledger, arms: tuple[Arm, ...], design: Design) -> bool:
    """Whether the page tells of a study in people at all."""
    if not is_of_people(ledger.page):
        return False
    if design.allocation or len(ledger.of(Population)) or (arms and _has_figures(ledger)):
        return True
    people = any(line.tape.hit(_PEOPLE) for line in ledger.page.lines)
    return bool(
        (design.features or people)
        and (
            ledger.of(GroupResult)
            or ledger.of(Comparison)
            or ledger.of(Conclusion)
            or _estimates(ledger)
        )
    )


def _has_figures(ledger: Ledger) -> bool:
    """Whether anything was counted or measured, as in no essay on two kinds of people."""
    return any(" N " in line.atoms.line for line in ledger.page.lines)


def _estimates(ledger: Ledger) -> bool:
    """Whether a sentence of the results gives an estimate of an effect, of whatever."""
    told = ledger.page.parts("results", None)
    return any(fact.kind == "effect" for line in told for fact in facts_of(line))


def _study(
    document: Document, ledger: Ledger, design: Design, arms: tuple[Arm, ...],
    conditions: tuple[str, ...], told: tuple[Line, ...],
) -> Study:  # fmt: skip
    return Study(
        title=document.report.title,
        registry_ids=document.report.registry_ids,
        evidence=tuple(dict.fromkeys(ledger.passage(line) for line in (*design.lines, *told))),
        objective=design.objective,
        allocation=design.allocation,
        masking=design.masking,
        phases=design.phases,
        design_features=design.features,
        countries=design.countries,
        conditions=conditions,
        follow_up=design.follow_up,
        duration=design.duration,
        populations=ledger.of(Population),
        arms=arms,
        schedules=ledger.of(Schedule),
        outcomes=ledger.of(Outcome),
        group_results=ledger.of(GroupResult),
        adverse_events=ledger.of(AdverseEventResult),
        changes=ledger.of(Change),
        comparisons=ledger.of(Comparison),
        associations=ledger.of(Association),
        untied_results=ledger.of(UntiedResult),
        suggested_results=ledger.of(SuggestedResult),
        suggested_comparisons=ledger.of(SuggestedComparison),
        conclusions=ledger.of(Conclusion),
        sister_trials=ledger.of(Mentioned),
    )
