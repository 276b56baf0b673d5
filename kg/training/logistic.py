"""Logistic regression over named features, in plain Python: small data, the same bytes every time.

In: examples with their labels, a seed. Out: a weight for each name. Steps are those of AdaGrad
(Duchi, Hazan, Singer, J Mach Learn Res 2011; 12: 2121-2159), with a penalty on the squares.
"""

import random
from collections.abc import Sequence
from math import sqrt

from kg.reading.ties.model import share

Example = tuple[Sequence[str], bool]
_EPOCHS, _STEP, _SMALL = 20, 0.2, 1e-3


def fit(examples: Sequence[Example], *, seed: int = 0, penalty: float = 3e-3) -> dict[str, float]:
    """The weights that tell the examples apart; the empty name has the weight of every example.

    >>> weights = fit([(["sun"], True), (["rain"], False)] * 9)
    >>> weights["sun"] > 0 > weights["rain"]
    True
    """
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    order = list(range(len(examples)))
    drawn = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(_EPOCHS):
        drawn.shuffle(order)
        for place in order:
            names, label = examples[place]
            _learn(weights, squares, ("", *names), label=label, penalty=penalty)
    return {name: round(w, 4) for name, w in sorted(weights.items()) if abs(w) > _SMALL}


def _learn(
    weights: dict[str, float], squares: dict[str, float], names: Sequence[str],
    *, label: bool, penalty: float,
) -> None:  # fmt: skip
    missed = label - share(sum(weights.get(name, 0.0) for name in names))
    for name in names:
        weight = weights.get(name, 0.0)
        slope = missed - penalty * weight
        squares[name] = total = squares.get(name, 1e-6) + slope * slope
        weights[name] = weight + _STEP * slope / sqrt(total)
