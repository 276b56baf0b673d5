"""A whole evaluation: documents chosen, read, judged and timed.

In: paths of corpora and which documents are wanted. Out: an :class:`Evaluation`.
"""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from kg.evaluation.corpora import beside, corpora_at
from kg.evaluation.samples import Judgement, Reading, Sample
from kg.evaluation.scoring import invented
from kg.evaluation.sides import Key, parts
from kg.evaluation.taking import take
from kg.evaluation.tally import claims

Part = Literal["tune", "held-out", "all"]
Progress = Callable[[str, int, int], None]


class Speed(NamedTuple):
    """How much of a corpus was read in how much processor time, bytes to claims."""

    documents: int = 0
    whole: int = 0
    characters: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Documents a second, on one core."""
        return self.documents / self.seconds if self.seconds else 0.0


class Evaluation(NamedTuple):
    """What an evaluation found; ``held_out`` are the documents whose errors nobody is to see."""

    part: Part
    judgements: tuple[Judgement, ...]
    speed: dict[str, Speed]
    held_out: frozenset[Key]

    @property
    def documents(self) -> dict[str, int]:
        """How many documents of each corpus were read."""
        return {corpus: speed.documents for corpus, speed in self.speed.items()}

    @property
    def judged(self) -> int:
        """How many abstracts are in corpora that judge claims; sentences are none."""
        judging = {each.corpus for each in claims(self.judgements)}
        return sum(speed.whole for corpus, speed in self.speed.items() if corpus in judging)


def evaluate(
    paths: Iterable[Path], *, part: Part = "tune", limit: int | None = None, seed: int = 0,
    suggested: bool = False, progress: Progress = lambda *_: None,
) -> Evaluation:  # fmt: skip
    """The scores of reading on corpora.

    *Errors*: ``UsageError`` where a path holds no corpus; ``InputError`` where one is damaged.
    """
    corpora = [each for path in paths for each in corpora_at(path)]
    loaded = beside(corpora)
    sides = parts(sample for samples in loaded.values() for sample in samples)
    judged: list[Judgement] = []
    speed: dict[str, Speed] = {}
    for corpus in corpora:
        wanted = [s for s in loaded[corpus.path] if part in {"all", sides[s.corpus, s.id]}]
        chosen = _drawn(wanted, limit, seed)
        for number, sample in enumerate(chosen):
            progress(f"reading {corpus.form.name}", number, len(chosen))
            reading = take(sample, suggested=suggested)
            judged += invented(reading)
            judged += corpus.form.judge(reading)
            speed[sample.corpus] = _faster(speed.get(sample.corpus, Speed()), reading)
    held = frozenset(key for key, side in sides.items() if side == "held-out")
    return Evaluation(part, tuple(judged), speed, held)


def _drawn(found: list[Sample], limit: int | None, seed: int) -> list[Sample]:
    """The samples, or as many of them as wanted, drawn by the seed."""
    if limit is None or limit >= len(found):
        return found
    drawn = random.Random(seed).sample(range(len(found)), limit)  # noqa: S311 - no secret
    return [found[n] for n in sorted(drawn)]


def _faster(speed: Speed, reading: Reading) -> Speed:
    return Speed(
        speed.documents + 1,
        speed.whole + reading.sample.whole,
        speed.characters + len(reading.sample.text),
        speed.seconds + reading.seconds,
    )
