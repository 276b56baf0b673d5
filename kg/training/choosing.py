"""Learning to choose one of several: softmax regression over named features, in plain Python.

In: examples, a seed. Out: weights by the name of a feature. Two forms: one of three classes with
weights for each, or one of the ways that an example has, each way with features of its own. Steps
are those of AdaGrad (Duchi, Hazan, Singer, J Mach Learn Res 2011; 12: 2121-2159).
"""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from math import exp, sqrt

Classed = tuple[Sequence[str], int]
Choice = tuple[Sequence[Sequence[str]], Collection[int]]
"""The features of each way there is, and which of the ways may be the right one."""
_PLACES, _SMALL, _OFTEN = 3, 0.02, 3


def fit_classes(
    examples: Sequence[Classed], *, seed: int = 0, epochs: int = 6, step: float = 0.1
) -> dict[str, list[float]]:
    """The weights that tell three classes apart; features that are seldom met have none.

    >>> weights = fit_classes([(["sun"], 0), (["rain"], 1), (["fog"], 2)] * 9)
    >>> [row.index(max(row)) for row in (weights["sun"], weights["rain"], weights["fog"])]
    [0, 1, 2]
    """
    often = Counter(name for names, _ in examples for name in names)
    told = [([n for n in names if often[n] >= _OFTEN], label) for names, label in examples]
    weights = {name: [0.0] * 3 for names, _ in told for name in names}
    squares = {name: [1e-2] * 3 for name in weights}
    order, drawn = list(range(len(told))), random.Random(seed)  # noqa: S311 - no secret
    for _ in range(epochs):
        drawn.shuffle(order)
        for place in order:
            _classed(weights, squares, told[place], step)
    return {
        name: [round(each, _PLACES) for each in row]
        for name, row in sorted(weights.items())
        if max(map(abs, row)) > _SMALL
    }


def _classed(
    weights: dict[str, list[float]], squares: dict[str, list[float]], told: Classed, step: float
) -> None:
    names, label = told
    rows = [weights[name] for name in names]
    scores = [sum(row[n] for row in rows) for n in range(3)]
    slopes = [(n == label) - share for n, share in enumerate(softmax(scores))]
    for name, row in zip(names, rows, strict=True):
        total = squares[name]
        for n, slope in enumerate(slopes):
            drawn = slope - 1e-3 * row[n]
            total[n] += drawn * drawn
            row[n] += step * drawn / sqrt(total[n])


def softmax(scores: Sequence[float]) -> list[float]:
    """The shares that scores stand for.

    >>> softmax([1.0, 1.0])
    [0.5, 0.5]
    """
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    whole = sum(powers)
    return [each / whole for each in powers]


def fit_choices(
    examples: Sequence[Choice], *, seed: int = 0, epochs: int = 12, penalty: float = 1e-2
) -> dict[str, float]:
    """The weights by which the right one of several ways is told.

    >>> weights = fit_choices([([["near"], ["far"]], {0}), ([["far"], ["near"]], {1})] * 9)
    >>> weights["near"] > 0 > weights["far"]
    True
    """
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    order, drawn = list(range(len(examples))), random.Random(seed)  # noqa: S311 - no secret
    for _ in range(epochs):
        drawn.shuffle(order)
        for place in order:
            for name, slope in _slopes(weights, examples[place]).items():
                weight = weights.get(name, 0.0)
                slope -= penalty * weight  # noqa: PLW2901 - the slope with its penalty
                squares[name] = total = squares.get(name, 1e-6) + slope * slope
                weights[name] = weight + 0.2 * slope / sqrt(total)
    told = {name: round(weight, _PLACES) for name, weight in sorted(weights.items())}
    return {name: weight for name, weight in told.items() if abs(weight) > _SMALL}


def _slopes(weights: dict[str, float], told: Choice) -> dict[str, float]:
    ways, right = told
    shares = softmax([sum(weights.get(name, 0.0) for name in names) for names in ways])
    whole = sum(shares[n] for n in right)
    slopes: dict[str, float] = {}
    for n, (names, share) in enumerate(zip(ways, shares, strict=True)):
        slope = (share / whole if n in right else 0.0) - share
        for name in names:
            slopes[name] = slopes.get(name, 0.0) + slope
    return slopes
