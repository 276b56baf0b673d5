"""The people of a study and what they receive: populations, arms, subgroups, regimens.

In: groups of records. Out: their nodes with criteria, interventions and dosing phases; the dose
per cycle and the planned total are derived here, where all parts are reported.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from kg.graph.quantities import part, quantity
from kg.graph.statements import claim, code, coded, each, facts, given, types, words
from kg.identifiers import Names, concept_iri, numbered
from kg.namespaces import RDFS, SKOS, TK
from kg.records import (
    Arm,
    Criterion,
    DosingPhase,
    Intervention,
    Population,
    Quantity,
    Subgroup,
)
from kg.terms import Iri, Triple, decimal, integer, text

NamedCriteria = Iterable[tuple[str, Criterion]]

_PEOPLE: Final[dict[str, str]] = {
    "planned": "planned",
    "screened": "screened",
    "enrolled": "enrolled",
    "randomizedPopulation": "randomized",
    "analysed": "analysed",
    "completed": "completing",
}


def population(
    node: Iri, record: Population, named: NamedCriteria, names: Names
) -> Iterator[Triple]:
    """A population: its roles, its size, and the criteria that its members met."""
    yield from types(node, "Population")
    yield from claim(node, record, names)
    if not record.label:
        yield node, RDFS.label, text(people(record))
    yield from each(node, TK.populationRole, map(coded, record.roles))
    yield from facts(
        node,
        (TK.size, given(integer, record.size)),
        (TK.lostToFollowUp, given(integer, record.lost_to_follow_up)),
    )
    yield from criteria(node, named, names)


def people(record: Population) -> str:
    """What to call a population that its report does not name: what it does there.

    >>> people(Population(roles=("enrolled", "randomizedPopulation")))
    'enrolled and randomized participants'
    """
    doing = " and ".join(_PEOPLE[role] for role in record.roles)
    return f"{doing} participants" if doing else "participants"


def subgroup(node: Iri, record: Subgroup, local: str, names: Names) -> Iterator[Triple]:
    """A subgroup: the group that it is part of, and what sets it apart."""
    yield from types(node, "Subgroup")
    yield from claim(node, record, names)
    yield from facts(node, (TK.size, given(integer, record.size)))
    if record.of:
        whole = names.claim(record.of)
        yield node, TK.subgroupOf, whole
        yield whole, TK.hasSubgroup, node
    yield from criteria(node, numbered(f"{local}.criterion", record.criteria), names)


def criteria(owner: Iri, named: NamedCriteria, names: Names) -> Iterator[Triple]:
    """The criteria of a group and the links to them."""
    for local, record in named:
        node = names.node(local)
        yield owner, TK.hasCriterion, node
        yield from criterion(node, record, names)


def criterion(node: Iri, record: Criterion, names: Names) -> Iterator[Triple]:
    """A criterion: what it is about, within which bound, for how long."""
    yield from types(node, "ExclusionCriterion" if record.exclusion else "InclusionCriterion")
    yield from claim(node, record, names)
    yield from facts(
        node,
        (TK.about, given(concept_iri, record.about)),
        (TK.exact, words(record.exact)),
    )
    yield from part(node, TK.bound, "bound", record.bound)
    yield from part(node, TK.sustainedFor, "sustained-for", record.sustained_for)


def arm(node: Iri, record: Arm, local: str, names: Names) -> Iterator[Triple]:
    """An arm: its role and type, its size, and what it receives."""
    yield from types(node, "Arm")
    yield from claim(node, record, names)
    received_labels = [received.label for received in record.receives if received.label]
    if not record.label and received_labels:
        yield node, RDFS.label, text(" plus ".join(received_labels))
    yield from facts(
        node,
        (TK.armRole, code(record.role)),
        (TK.armType, code(record.type)),
        (TK.size, given(integer, record.size)),
        (TK.lostToFollowUp, given(integer, record.lost_to_follow_up)),
    )
    for inner, received in numbered(f"{local}.intervention", record.receives):
        yield node, TK.receives, names.node(inner)
        yield from intervention(names.node(inner), received, inner, names)


def intervention(node: Iri, record: Intervention, local: str, names: Names) -> Iterator[Triple]:
    """An intervention: its substance, role and route, and its regimen."""
    yield from types(node, "Intervention")
    yield from claim(node, record, names)
    yield from facts(
        node,
        (TK.substance, given(concept_iri, record.substance)),
        (TK.interventionRole, code(record.role)),
        (TK.interventionType, code(record.type)),
        (TK.route, code(record.route)),
        (TK.appliesIf, words(record.applies_if)),
    )
    yield from each(node, SKOS.altLabel, map(text, record.other_names))
    if record.phases:
        yield from regimen(node, record, local, names)


def regimen(owner: Iri, record: Intervention, local: str, names: Names) -> Iterator[Triple]:
    """The regimen of an intervention: its phases."""
    node = names.node(f"{local}.regimen")
    yield owner, TK.regimen, node
    yield from types(node, "Regimen")
    for inner, phase in numbered(f"{local}.regimen.phase", record.phases):
        yield node, TK.hasPhase, names.node(inner)
        yield from dosing_phase(names.node(inner), phase, names)


def dosing_phase(node: Iri, record: DosingPhase, names: Names) -> Iterator[Triple]:
    """A phase of dosing: dose, rhythm and length, and what follows from them."""
    yield from types(node, "DosingPhase")
    yield from claim(node, record, names)
    yield from facts(
        node,
        (TK.order, integer(record.order)),
        (TK.scheduleType, code(record.schedule_type)),
        (TK.doseBasis, code(record.dose_basis)),
        (TK.dosesPerDay, given(decimal, record.doses_per_day)),
        (TK.daysPerCycle, given(decimal, record.days_per_cycle)),
        (TK.cycles, given(integer, record.cycles)),
        (TK.target, words(record.target)),
        (TK.appliesIf, words(record.applies_if)),
        (TK.replacesPhase, given(names.claim, record.replaces)),
    )
    yield from part(node, TK.dose, "dose", record.dose)
    yield from part(node, TK.cycleLength, "cycle-length", record.cycle_length)
    yield from part(node, TK.duration, "duration", record.duration)
    yield from _totals(node, record)


def dose_per_cycle(phase: DosingPhase) -> Decimal | None:
    """The dose of one cycle, where the report gives all parts of it.

    >>> dose = Quantity(value=Decimal("4.5"), unit="M[IU]")
    >>> dose_per_cycle(DosingPhase(dose=dose, dose_basis="perAdministration",
    ...     doses_per_day=Decimal(2), days_per_cycle=Decimal(5)))
    Decimal('45.0')
    >>> dose_per_cycle(DosingPhase(dose=dose, dose_basis="perDay")) is None
    True
    """
    if phase.dose is None or phase.dose.value is None:
        return None
    factors: dict[str | None, tuple[Decimal | None, ...]] = {
        "perAdministration": (phase.doses_per_day, phase.days_per_cycle),
        "perDay": (phase.days_per_cycle,),
        "perCycle": (),
    }
    total = phase.dose.value
    for factor in factors.get(phase.dose_basis, (None,)):
        if factor is None:
            return None
        total *= factor
    return total


def planned_total(phase: DosingPhase) -> Decimal | None:
    """The dose of all cycles of a phase, where their number is reported too."""
    per_cycle = dose_per_cycle(phase)
    return None if per_cycle is None or phase.cycles is None else per_cycle * phase.cycles


def _totals(node: Iri, phase: DosingPhase) -> Iterator[Triple]:
    for predicate, name, total in (
        (TK.dosePerCycle, "dose-per-cycle", dose_per_cycle(phase)),
        (TK.plannedTotal, "planned-total", planned_total(phase)),
    ):
        if total is not None and phase.dose is not None:
            derived = Iri(f"{node}.{name}")
            yield node, predicate, derived
            yield from quantity(derived, Quantity(value=total, unit=phase.dose.unit))
            yield derived, TK.derivation, coded("derived")
