"""The people of a study and what they receive, as records.

In: the common records. Out: criteria, populations, arms, subgroups, interventions and regimens.
"""

from decimal import Decimal

from kg.codes import (
    ArmRole,
    ArmType,
    DoseBasis,
    InterventionRole,
    InterventionType,
    PopulationRole,
    Route,
    ScheduleType,
)
from kg.records.base import Claim, Quantity


class Criterion(Claim, frozen=True, kw_only=True):
    """One eligibility criterion: what it is about, its bound, and for how long it must hold."""

    exclusion: bool = False
    about: str | None = None
    bound: Quantity | None = None
    sustained_for: Quantity | None = None
    exact: str | None = None


class Population(Claim, frozen=True, kw_only=True):
    """The people of a study as a whole, in one or more roles (enrolled, randomized, analysed)."""

    roles: tuple[PopulationRole, ...] = ()
    size: int | None = None
    lost_to_follow_up: int | None = None
    criteria: tuple[Criterion, ...] = ()


class DosingPhase(Claim, frozen=True, kw_only=True):
    """One homogeneous stretch of dosing.

    *Units*: ``dose`` without time, read with ``dose_basis``; ``cycle_length`` from start to start.
    """

    order: int = 1
    schedule_type: ScheduleType | None = None
    dose: Quantity | None = None
    dose_basis: DoseBasis | None = None
    doses_per_day: Decimal | None = None
    days_per_cycle: Decimal | None = None
    cycle_length: Quantity | None = None
    cycles: int | None = None
    duration: Quantity | None = None
    target: str | None = None
    applies_if: str | None = None
    replaces: str | None = None


class Intervention(Claim, frozen=True, kw_only=True):
    """What an arm receives: a substance or procedure, its role there, route and regimen."""

    substance: str | None = None
    other_names: tuple[str, ...] = ()
    role: InterventionRole | None = None
    type: InterventionType | None = None
    route: Route | None = None
    phases: tuple[DosingPhase, ...] = ()
    applies_if: str | None = None


class Arm(Claim, frozen=True, kw_only=True):
    """A group that an intervention, or none, was allocated to."""

    role: ArmRole | None = None
    type: ArmType | None = None
    size: int | None = None
    lost_to_follow_up: int | None = None
    receives: tuple[Intervention, ...] = ()


class Subgroup(Claim, frozen=True, kw_only=True):
    """Part of an arm or population, set apart by further criteria."""

    of: str | None = None
    size: int | None = None
    criteria: tuple[Criterion, ...] = ()
