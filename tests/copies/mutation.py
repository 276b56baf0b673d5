"""What all mutations share: merging plans, drawing numbers, combining at random.

In: axes, each a table of alternative changes of one trial. Out: the trials after one change, or
after several on different axes.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from copies.facts import Fact
from copies.template import Plan

T = TypeVar("T")
Mutation = Callable[[T], T]
Axes = Mapping[str, Mapping[str, Mutation[T]]]


class Copy(NamedTuple):
    """A changed copy: what was changed, its text, and the facts it states.

    ``sentence`` is the one sentence that is in other words, in a copy of a single paraphrase.
    """

    name: str
    seed: str
    text: str
    facts: tuple[Fact, ...]
    sentence: str = ""


class Paraphrase(NamedTuple):
    """A sentence in other words, the slot of the one it stands for, and what it leaves unsaid.

    Facts are named "K11 value", or "K17 conclusion #2" for the second of them: ``unsaid`` ones are
    not stated any more, ``opened`` ones may be read or not; ``drops`` and ``says`` name a field of
    facts that the sentence leaves open, or states otherwise.
    """

    mark: str
    sentence: str
    unsaid: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    says: tuple[tuple[str, str, object], ...] = ()


def merged(
    plan: Plan,
    *,
    labels: Mapping[str, str] | None = None,
    orders: Mapping[str, tuple[int, ...]] | None = None,
    instead: Mapping[str, str] | None = None,
    added: Mapping[str, tuple[str, ...]] | None = None,
    spelled: tuple[tuple[str, str], ...] = (),
) -> Plan:
    """A plan with more in it."""
    return Plan(
        {**plan.labels, **(labels or {})},
        {**plan.orders, **(orders or {})},
        {**plan.instead, **(instead or {})},
        {**plan.added, **(added or {})},
        plan.spelled + spelled,
    )


def singles(trial: T, axes: Axes[T]) -> Iterator[tuple[str, T]]:
    """The trial after each change alone."""
    for axis, changes in axes.items():
        for name, change in changes.items():
            yield f"{axis}: {name}", change(trial)


def combinations(trial: T, axes: Axes[T], number: int, seed: int) -> Iterator[tuple[str, T]]:
    """The trial after changes on several axes at once, in the axes' order; the same every time."""
    draw = random.Random(seed)
    for n in range(number):
        chosen = set(draw.sample(list(axes), draw.randint(4, min(9, len(axes)))))
        names, changed = [], trial
        for axis in (a for a in axes if a in chosen):
            name = draw.choice(sorted(axes[axis]))
            changed = axes[axis][name](changed)
            names.append(f"{axis}: {name}")
        yield f"#{n} " + " + ".join(names), changed


def restated(facts: tuple[Fact, ...], paraphrase: Paraphrase) -> tuple[Fact, ...]:
    """The facts as a paraphrase leaves them."""
    seen: Counter[str] = Counter()
    kept: list[Fact] = []
    for fact in facts:
        name = f"{fact.family} {fact.kind}"
        seen[name] += 1
        names = {name, f"{name} #{seen[name]}"}
        if names.isdisjoint(paraphrase.unsaid):
            kept.append(_restated(fact, names, paraphrase))
    return tuple(kept)


def _restated(fact: Fact, names: set[str], paraphrase: Paraphrase) -> Fact:
    dropped = {f"{name} {field}" for name in names for field in fact.fields} & {*paraphrase.drops}
    fields = {k: v for k, v in fact.fields.items() if not any(d.endswith(f" {k}") for d in dropped)}
    fields |= {field: value for name, field, value in paraphrase.says if name in names}
    return Fact(
        fact.family, fact.kind, fields, fact.optional or not names.isdisjoint(paraphrase.opened)
    )


def between(draw: random.Random, low: Decimal, high: Decimal, places: Decimal) -> Decimal:
    """A value in a range, at the precision that ``places`` has."""
    steps = int((high - low) / places)
    return low + places * draw.randint(0, steps)
