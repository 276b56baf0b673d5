"""Learning ties from marked sentences: weights, and the thresholds from which they are safe.

In: paths of corpora that relate values to arms and outcomes. Out: a model. Only documents that
are not held out are learnt from. Each fifth of them is scored by weights that the other four
give; there the threshold is found from which on nineteen of twenty ties are right, by the lower
end of the interval of their share. Then all of them give the weights.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import UsageError
from kg.evaluation.corpora import beside, corpora_at
from kg.evaluation.formats import rct_art
from kg.evaluation.samples import Sample
from kg.evaluation.sides import parts
from kg.evaluation.tally import lower_bound
from kg.reading.ties.features import features
from kg.reading.ties.marked import Head, Row
from kg.reading.ties.model import Model, Ranker, share
from kg.training.logistic import Example, fit
from kg.training.naming import learn

_WANTED, _NEVER, _PARTS = 0.95, 1.01, 5
_TELLING = frozenset({rct_art.NAME})


class Learnt(NamedTuple):
    """A model, from how many sentences it is, and how it did on those it was checked with."""

    model: Model
    sentences: int
    ties: int


def train(paths: Iterable[Path], *, seed: int = 0) -> Learnt:
    """The model that corpora give.

    *Errors*: ``UsageError`` where no corpus says which value is of which arm.
    """
    samples = _samples(list(paths))
    if not samples:
        raise UsageError(
            "no corpus here relates values to arms and outcomes",
            expected="sentences in the form of RCT-ART",
            outcome="No model was written.",
        )
    arm, outcome = (_ranker(samples, kind, seed) for kind in ("arm", "outcome"))
    told = {rct_art.NAME: len(samples)}
    names = learn([rct_art.marked(sample) for sample in samples], seed=seed)
    ties = sum(
        label for s in samples for kind in ("arm", "outcome") for _, label in _examples(s, kind)
    )
    return Learnt(
        Model(arm=arm, outcome=outcome, names=names, trained_on=told, seed=seed), len(samples), ties
    )


def write(model: Model, path: Path) -> int:
    """The size in bytes of the file that now holds a model."""
    data = msgspec.json.encode(model, order="sorted")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def _samples(paths: list[Path]) -> list[Sample]:
    """The sentences to learn from, none of a document that is held out."""
    corpora = [each for path in paths for each in corpora_at(path)]
    loaded = beside(corpora)
    sides = parts(sample for samples in loaded.values() for sample in samples)
    told = (s for c in corpora if c.form.name in _TELLING for s in loaded[c.path])
    return [sample for sample in told if sides[sample.corpus, sample.id] == "tune"]


def _examples(sample: Sample, kind: Head) -> list[Example]:
    """All pairs of a value and a head in a sentence, and whether they are tied."""
    marked = rct_art.marked(sample)
    row = Row(marked)
    tied = sample.gold.arms if kind == "arm" else sample.gold.outcomes
    return [
        (features(row, kind, n, m), head in tied.get(value, ()))
        for n, value in enumerate(marked.values)
        for m, head in enumerate(marked.heads(kind))
    ]


def _ranker(samples: list[Sample], kind: Head, seed: int) -> Ranker:
    told = [(_part(sample), each) for sample in samples for each in _examples(sample, kind)]
    scored: list[tuple[float, bool]] = []
    for part in range(_PARTS):
        weights = fit([each for own, each in told if own != part], seed=seed)
        scored += [(_score(weights, each), each[1]) for own, each in told if own == part]
    return Ranker(fit([each for _, each in told], seed=seed), _threshold(scored))


def _part(sample: Sample) -> int:
    """The part of a sentence: each part is scored by weights that have not seen it."""
    return sha256(sample.id.encode()).digest()[0] % _PARTS


def _score(weights: dict[str, float], example: Example) -> float:
    return share(sum(weights.get(name, 0.0) for name in ("", *example[0])))


def _threshold(scored: list[tuple[float, bool]]) -> float:
    """The least probability from which on enough ties are right; above one where none is."""
    safe, right = _NEVER, 0
    for number, (score, label) in enumerate(sorted(scored, reverse=True), start=1):
        right += label
        if (lower_bound(right, number) or 0) >= _WANTED:
            safe = score
    return round(safe, 4)
