"""Values that no rule ties, tied as a model finds it likely, list by list.

In: a scene, the ties that rules gave, what the document says of its arms, a model. Out: further
:class:`Tie` records, each list dealt as a whole in the one way that is likeliest. A sentence that
names a group which is no arm is left.
"""

from math import exp

from kg.reading.ties.dealing import Setting, View, Way, features, ways
from kg.reading.ties.model import Model, current
from kg.reading.ties.runs import Run
from kg.reading.ties.scene import Scene
from kg.reading.ties.sighted import sighted
from kg.reading.ties.tie import Tie
from kg.reading.trust import Sure

SAFE, LIKELY = "value.tied-by-model", "value.tied-by-model-likely"
RULES = frozenset({SAFE, LIKELY})
_FEWEST = 2


def ranked(scene: Scene, told: list[Tie], setting: Setting, model: Model) -> list[Tie]:
    """The ties of the lists that rules left, each in the way that is likely enough."""
    limits = model.dealing.limits
    if len(setting.sizes) < _FEWEST or not model.dealing.weights:
        return []
    done = {each.item for each in told}
    left = {n for n, item in enumerate(scene.tape.items) if item.form == "V"} - done
    if not left or "X" in scene.tape.forms:
        return []
    view = View(scene, setting, told, sighted(scene, setting.names, model))
    found: list[Tie] = []
    for run in view.lists:
        if any(item in view.tied for item in run.members):
            continue
        way, share = best(model.dealing.weights, view, run)
        sure = limits.sure(share)
        if way and sure is not None:
            rule = SAFE if sure.status == "asserted" else LIKELY
            pairs = zip(run.members, way, strict=True)
            found += [Tie(item, arm, rule, run.first, run.last) for item, arm in pairs]
    return found


def best(weights: dict[str, float], view: View, run: Run) -> tuple[Way, float]:
    """The likeliest way to deal a list, and how likely it is; no way where there is none."""
    known = ways(view, run)
    if not known:
        return (), 0.0
    scores = [sum(weights.get(name, 0.0) for name in features(view, run, way)) for way in known]
    most = max(scores)
    place = scores.index(most)
    return known[place], 1 / sum(exp(score - most) for score in scores)


def sure_of(rule: str) -> Sure | None:
    """How sure a tie is that the model in use gave; nothing of those that rules gave."""
    model = current() if rule in RULES else None
    if model is None:
        return None
    limits = model.dealing.limits
    return limits.sure(limits.safe if rule == SAFE else limits.likely)
