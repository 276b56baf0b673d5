"""Values that no rule ties, tied to the arm that a model finds safe.

In: a scene, the ties that rules gave, a model. Out: further :class:`Tie` records. A value with
two arms that are likely is left, and so is a sentence whose mentions mean several arms at once.
"""

from kg.reading.tape import Item
from kg.reading.ties.marked import Marked, Row
from kg.reading.ties.model import LIKELY, Model, scores
from kg.reading.ties.runs import COMPARING, Run, clause_of
from kg.reading.ties.scene import Scene
from kg.reading.ties.tie import Tie

_FEWEST = 2
RULE = "value.tied-by-model"


def ranked(scene: Scene, told: list[Tie], model: Model) -> list[Tie]:
    """The ties of values that rules left, each to the one arm that is safe and alone likely."""
    items = scene.tape.items
    values = [n for n, item in enumerate(items) if item.form == "V"]
    arms = [n for n, item in enumerate(items) if item.form == "A"]
    done = {each.item for each in told}
    named = {items[n].value for n in arms}
    if len(named) < _FEWEST or any(len(each) != 1 for each in named) or done >= set(values):
        return []
    if any(item.form == "X" for item in items):
        return []
    start, end = items[0].start, items[-1].end
    marked = Marked(
        scene.tape.text[start:end],
        tuple(_span(items[n], start) for n in values),
        tuple(_span(items[n], start) for n in arms),
        (),
    )
    likely = scores(model, Row(marked), "arm")
    runs = clause_of(scene.tape, lambda _: None, 0).values
    found: list[Tie] = []
    for number, item in enumerate(values):
        best = _best([(items[n].value[0], likely[number, m]) for m, n in enumerate(arms)], model)
        if item not in done and best is not None:
            run = next(run for run in runs if item in run.members)
            found.append(Tie(item, best, RULE, run.first, run.last))
    return [each for each in found if _whole(runs, found, each)]


def _best(told: list[tuple[int, float]], model: Model) -> int | None:
    """The arm that is safe, where no other is likely."""
    likely: dict[int, float] = {}
    for arm, score in told:
        likely[arm] = max(likely.get(arm, 0.0), score)
    first = max(likely, key=lambda each: likely[each])
    alone = sum(score >= LIKELY for score in likely.values()) == 1
    return first if alone and likely[first] >= model.arm.safe else None


def _whole(runs: tuple[Run, ...], found: list[Tie], tie: Tie) -> bool:
    """Whether all values of a tie's list are tied, and those that are compared to several arms."""
    run = next(run for run in runs if tie.item in run.members)
    arms = [each.arm for each in found if each.item in run.members]
    if len(arms) < len(run.members):
        return False
    return not run.joins & COMPARING or len(set(arms)) == len(arms)


def _span(item: Item, start: int) -> tuple[int, int]:
    return item.start - start, item.end - start
