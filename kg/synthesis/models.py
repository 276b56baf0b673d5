"""The models by name, as people choose them.

In: the name of a model and effects. Out: the pooled estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from kg.errors import UsageError
from kg.synthesis.counting import pool_mantel_haenszel, pool_peto
from kg.synthesis.effects import Effect
from kg.synthesis.pooling import Pooled, pool_fixed, pool_random

_Model = Callable[..., Pooled]


def _random(tau2: str, *, hartung_knapp: bool) -> _Model:
    return partial(pool_random, tau2=tau2, hartung_knapp=hartung_knapp)


MODELS: Final[Mapping[str, tuple[str, _Model]]] = {
    "fixed": ("fixed effect by inverse variance", pool_fixed),
    "mh": ("fixed effect by Mantel and Haenszel, from counts", pool_mantel_haenszel),
    "peto": ("fixed effect by Peto, an odds ratio from counts", pool_peto),
    "dl": ("random effects, DerSimonian and Laird", _random("dl", hartung_knapp=False)),
    "dl-hk": (
        "random effects, DerSimonian and Laird, Hartung and Knapp",
        _random("dl", hartung_knapp=True),
    ),
    "pm": ("random effects, Paule and Mandel", _random("pm", hartung_knapp=False)),
    "pm-hk": (
        "random effects, Paule and Mandel, Hartung and Knapp",
        _random("pm", hartung_knapp=True),
    ),
    "reml": ("random effects, REML", _random("reml", hartung_knapp=False)),
    "reml-hk": ("random effects, REML, Hartung and Knapp", _random("reml", hartung_knapp=True)),
}
"""What each model is called, in words, and the function that fits it."""

USUAL: Final = ("fixed", "reml-hk")
"""What is shown unless something else is asked for."""


def pool(effects: Sequence[Effect], model: str = "fixed", *, level: float = 95) -> Pooled:
    """The estimate by a model of this name.

    *Errors*: ``UsageError`` for a model that there is not; as of the model.
    """
    return model_of(model)(effects, level=level)


def model_of(name: str) -> _Model:
    """The function that fits a model.

    *Errors*: ``UsageError`` that lists the models there are.
    """
    if name not in MODELS:
        raise UsageError("there is no such model", got=name, expected=f"one of {', '.join(MODELS)}")
    return MODELS[name][1]
