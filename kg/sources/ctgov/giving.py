"""Which registered interventions each arm receives, also where several bear one name.

In: the arms and the interventions of a record. Out: for each arm what it receives, each as the
numbers of the interventions that it may be: one number, or several where nothing tells which.
"""

from collections.abc import Iterator, Sequence

from kg.sources.ctgov.book import folded
from kg.sources.ctgov.schema import ArmGroup, RegisteredIntervention

Given = tuple[int, ...]
"""The numbers of the interventions that something received may be."""


def given(arm: ArmGroup, interventions: Sequence[RegisteredIntervention]) -> tuple[Given, ...]:
    """What an arm receives, as it names it or as interventions name the arm, in their order.

    >>> low = RegisteredIntervention(name="A", description="5 mg", arm_group_labels=("Low",))
    >>> high = RegisteredIntervention(name="A", description="9 mg", arm_group_labels=("High",))
    >>> given(ArmGroup(label="High", intervention_names=("A",)), (low, high))
    ((1,),)
    >>> given(ArmGroup(label="Middle", intervention_names=("A",)), (low, high))
    ((0, 1),)
    """
    named = (each for name in arm.intervention_names for each in _meant(name, arm, interventions))
    naming = ((n,) for n, each in enumerate(interventions) if _names(each, arm))
    return tuple(sorted({*named, *naming}))


def _meant(
    name: str, arm: ArmGroup, interventions: Sequence[RegisteredIntervention]
) -> Iterator[Given]:
    """What an arm means by a name: of several that bear it, those that name the arm."""
    bearing = [n for n, each in enumerate(interventions) if _bears(each, name)]
    own = [n for n in bearing if _names(interventions[n], arm)]
    if own:
        yield from ((n,) for n in own)
    elif bearing:
        yield tuple(bearing)


def _names(intervention: RegisteredIntervention, arm: ArmGroup) -> bool:
    return bool(arm.label) and arm.label in intervention.arm_group_labels


def _bears(intervention: RegisteredIntervention, name: str) -> bool:
    """Whether an intervention is meant by a name: "Drug: Placebo" is the drug of that name."""
    kind = folded((intervention.type or "").replace("_", " "))
    called = folded(intervention.name)
    first, _, rest = name.partition(":")
    return (folded(first), folded(rest)) == (kind, called) or folded(name) == called
