"""Learning which value of a sentence is of which arm and outcome, from marked sentences.

In: sentences with spans and relations. Out: weights, and the threshold from which on nineteen of
twenty ties are right, by the lower end of the interval of their share, where each fifth of the
sentences was scored by weights that the other four give.
"""

from kg.evaluation.formats import rct_art
from kg.evaluation.samples import Sample
from kg.reading.ties.features import features
from kg.reading.ties.marked import Head, Row
from kg.reading.ties.model import Ranker, share
from kg.training.limits import PARTS, limits, part_of
from kg.training.logistic import Example, fit


def learn_ranking(samples: list[Sample], kind: Head, *, seed: int = 0) -> Ranker:
    """What sentences teach of ties to heads of one kind."""
    told = [(part_of(sample.id), each) for sample in samples for each in examples(sample, kind)]
    scored: list[tuple[float, bool]] = []
    for part in range(PARTS if told else 0):
        weights = fit([each for own, each in told if own != part], seed=seed)
        scored += [(_score(weights, each), each[1]) for own, each in told if own == part]
    return Ranker(fit([each for _, each in told], seed=seed), limits(scored).safe)


def examples(sample: Sample, kind: Head) -> list[Example]:
    """All pairs of a value and a head in a sentence, and whether they are tied."""
    marked = rct_art.marked(sample)
    row = Row(marked)
    tied = sample.gold.arms if kind == "arm" else sample.gold.outcomes
    return [
        (features(row, kind, n, m), head in tied.get(value, ()))
        for n, value in enumerate(marked.values)
        for m, head in enumerate(marked.heads(kind))
    ]


def _score(weights: dict[str, float], example: Example) -> float:
    return share(sum(weights.get(name, 0.0) for name in ("", *example[0])))
