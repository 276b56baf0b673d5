"""Learning to deal lists of values to arms, from whole abstracts in which sides are annotated.

In: abstracts with values by side, none that is held out. Out: weights of the ways to deal a list,
and limits found where each fifth of the abstracts was scored by weights of the other four, over
the lists that rules leave: those are what the model will be asked about.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.evaluation.formats.pico_corpus import Item, sides_of
from kg.evaluation.samples import Sample
from kg.evaluation.taking import take
from kg.reading.ledger import Ledger
from kg.reading.page import Page, lay_out
from kg.reading.ties import Order, read_ties
from kg.reading.ties.dealing import View, features, setting_of, ways
from kg.reading.ties.model import Dealing, Model
from kg.reading.ties.runs import Run
from kg.reading.ties.scene import Scene
from kg.reading.ties.sighted import sighted
from kg.reading.ties.tie import Tie
from kg.records import Document
from kg.sources import read_source
from kg.training.choosing import Choice, fit_choices, softmax
from kg.training.limits import PARTS, limits, part_of


class Dealt(NamedTuple):
    """A list: the features of each way to deal it, the right ways, and whether rules dealt it."""

    document: str
    ways: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    by_rule: bool


def learn_dealing(samples: Iterable[Sample], model: Model, *, seed: int = 0) -> Dealing:
    """What abstracts teach, seen with what is learnt already of single sentences."""
    told = [dealt for sample in samples for dealt in _lists(sample, model)]
    if not told:
        return Dealing()
    scored: list[tuple[float, bool]] = []
    for part in range(PARTS):
        weights = _fit([each for each in told if part_of(each.document) != part], seed)
        left = (d for d in told if part_of(d.document) == part and not d.by_rule)
        scored += [_scored(weights, each) for each in left]
    return Dealing(_fit(told, seed), limits(scored))


def _fit(told: list[Dealt], seed: int) -> dict[str, float]:
    examples: list[Choice] = [(each.ways, each.right) for each in told]
    return fit_choices(examples, seed=seed)


def _scored(weights: dict[str, float], told: Dealt) -> tuple[float, bool]:
    """How likely the likeliest way is, and whether it is right."""
    shares = softmax([sum(weights.get(name, 0.0) for name in names) for names in told.ways])
    best = max(range(len(shares)), key=lambda n: (shares[n], -n))
    return shares[best], best in told.right


def _lists(sample: Sample, model: Model) -> Iterator[Dealt]:
    """The lists of an abstract of which the annotators say whose they are."""
    arms = _arms(sample)
    documents = [d for d in read_source(sample.id, sample.text.encode()) if isinstance(d, Document)]
    if not arms or len(documents) != 1:
        return
    ledger, order = Ledger(lay_out(documents[0])), Order()
    for line in ledger.page.lines:
        order = read_ties(ledger, line, order)
    for _, scene, ties in order.open:
        if not any(item.form == "X" for item in scene.tape.items):
            yield from _of_scene(sample, ledger.page, (scene, ties), arms, model, order)


def _arms(sample: Sample) -> dict[str, int]:
    """The arm of each side, where both have just one."""
    told: dict[str, list[int]] = {}
    for key, side in sides_of(take(sample)).items():
        told.setdefault(side, []).append(int(key.rpartition("-")[2]) - 1)
    arms = {side: places[0] for side, places in told.items() if len(places) == 1}
    return arms if len(arms) > 1 else {}


def _of_scene(
    sample: Sample, page: Page, read: tuple[Scene, tuple[Tie, ...]], arms: dict[str, int],
    model: Model, order: Order,
) -> Iterator[Dealt]:  # fmt: skip
    scene, ties = read
    setting = setting_of(page, tuple(sorted(order.told)))
    seen = sighted(scene, setting.names, model)
    for run in View(scene, setting, [], seen).lists:
        own = _owners(scene, run, sample.gold, arms)
        if all(arm is None for arm in own):
            continue
        others = [each for each in ties if each.item not in run.members]
        view = View(scene, setting, others, seen)
        known = ways(view, run)
        right = frozenset(
            n
            for n, way in enumerate(known)
            if all(arm in {None, each} for arm, each in zip(own, way, strict=True))
        )
        if right:
            told = tuple(tuple(features(view, run, way)) for way in known)
            yield Dealt(sample.id, told, right, len(others) < len(ties))


def _owners(scene: Scene, run: Run, gold: Iterable[Item], arms: dict[str, int]) -> list[int | None]:
    """The arm of each value of a list by its annotated side; none where there is no one side."""
    found: list[int | None] = []
    for place in run.members:
        item = scene.tape.items[place]
        here = {
            each.side
            for each in gold
            if each.kinds and item.start < each.place[1] and each.place[0] < item.end
        }
        found.append(arms.get(str(next(iter(here)))) if len(here) == 1 else None)
    return found
