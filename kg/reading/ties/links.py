"""The one way in for ties: which value is of which arm and of which outcome, rules or a model.

In: a marked sentence, and a model where there is one. Out: :class:`Link` records. Rules tie only
what one reading allows; a model gives for every tie how likely it is, and what is below the
wanted probability is left.
"""

from typing import NamedTuple

from kg.reading.tape import Item, Tape
from kg.reading.ties.marked import Head, Marked, Row
from kg.reading.ties.model import LIKELY, Model, scores
from kg.reading.ties.rules import tie

_KINDS: tuple[Head, ...] = ("arm", "outcome")


class Link(NamedTuple):
    """A value tied to an arm or an outcome, each by its number among the marked spans."""

    kind: Head
    value: int
    head: int
    likely: float
    rule: str


def links(marked: Marked, model: Model | None = None, *, safe: bool = False) -> list[Link]:
    """The ties of a marked sentence: by rules without a model, else what it finds likely, or safe.

    >>> text = "Pain fell to 3 with zentarol and to 5 with placebo."
    >>> marked = Marked(text, ((13, 14), (36, 37)), ((20, 28), (43, 50)), ((0, 4),))
    >>> [(link.kind, link.value, link.head) for link in links(marked)]
    [('arm', 0, 0), ('arm', 1, 1), ('outcome', 0, 0), ('outcome', 1, 0)]
    """
    row = Row(marked)
    if model is None:
        return [*_by_rules(row), *_only_outcome(marked)]
    return [
        Link(kind, value, head, likely, "value.tied-by-model")
        for kind in _KINDS
        for (value, head), likely in scores(model, row, kind).items()
        if likely >= (model.ranker(kind).safe if safe else LIKELY)
    ]


def _by_rules(row: Row) -> list[Link]:
    values = {row.at("V", n): n for n in range(len(row.marked.values))}
    arms = {row.at("A", n): n for n in range(len(row.marked.arms))}
    items = tuple(
        Item(word, n, n + 1, (arms[n],) if n in arms else values.get(n))
        for n, word in enumerate(row.words)
    )
    told = tie(Tape(" ".join(row.words), items), lambda _: None, len(arms))
    return [Link("arm", values[each.item], each.arm, 1.0, each.rule) for each in told]


def _only_outcome(marked: Marked) -> list[Link]:
    """All values of the one outcome that a sentence names."""
    if len(marked.outcomes) != 1:
        return []
    return [Link("outcome", n, 0, 1.0, "value.only-outcome") for n in range(len(marked.values))]
