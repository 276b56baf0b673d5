"""Whether another method, or one trial less, would change what a pooled estimate says.

In: effects. Out: the estimate by every model that can be fitted, the estimate without each trial in
turn, and a sentence on each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.errors import InputError
from kg.synthesis.effects import Effect, scale_of
from kg.synthesis.models import MODELS
from kg.synthesis.pooling import Pooled

_FEWEST: Final = 3


def every_model(effects: Sequence[Effect], *, level: float = 95) -> Mapping[str, Pooled]:
    """The estimate by each model that these effects allow, by the model's name."""
    found: dict[str, Pooled] = {}
    for name, (_, fitted) in MODELS.items():
        try:
            found[name] = fitted(effects, level=level)
        except InputError:
            continue
    return found


def without_each(
    effects: Sequence[Effect], model: str, *, level: float = 95
) -> Mapping[str, Pooled]:
    """The estimate without each trial in turn, by the trial's label; none of fewer than three."""
    if len(effects) < _FEWEST:
        return {}
    rests = {each.label: [e for e in effects if e is not each] for each in effects}
    found: dict[str, Pooled] = {}
    for label, rest in rests.items():
        try:
            found[label] = MODELS[model][1](rest, level=level)
        except InputError:
            continue
    return found


def excludes_no_difference(pooled: Pooled) -> bool:
    """Whether the interval lies on one side of no difference."""
    null = scale_of(pooled.statistic).null
    return not pooled.lower <= null <= pooled.upper


def verdict(found: Mapping[str, Pooled]) -> str:
    """Whether the models agree on what their intervals say of no difference.

    >>> verdict({})
    ''
    """
    if not found:
        return ""
    outside = [name for name, pooled in found.items() if excludes_no_difference(pooled)]
    if not outside:
        return "Whichever model is taken, the interval holds no difference."
    if len(outside) == len(found):
        return "Whichever model is taken, the interval lies on one side of no difference."
    inside = ", ".join(name for name in found if name not in outside)
    return (
        f"It depends on the model: by {', '.join(outside)} the interval lies on one side of no "
        f"difference, by {inside} it holds it."
    )
