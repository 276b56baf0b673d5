"""What changed between two generations, stores or exports: reports, trials, claims and answers.

In: what a person names as the two sides. Out: one frozen difference. Statements are compared
without the graphs that make them; which version of kg made them is told, and is no difference.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from kg.differing.answers import Answer, answers
from kg.differing.changes import Change, How, Property, changes
from kg.differing.sides import side
from kg.differing.walk import KINDS, Counts, Kind, differing
from kg.store import DEFAULT, Limits

__all__ = ["KINDS", "Answer", "Change", "Difference", "How", "Kind", "Property", "Total", "diff"]


class Total(NamedTuple):
    """How many things of a kind each side has, and what became of them."""

    kind: Kind
    old: int
    new: int
    added: int
    removed: int
    changed: int
    reworded: int
    moved: int


class Difference(NamedTuple):
    """What changed from one side to the other; the numbers of things are known where all are."""

    old: str
    new: str
    made_by: tuple[str | None, str | None]
    totals: tuple[Total, ...] = ()
    changes: tuple[Change, ...] = ()
    answers: tuple[Answer, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changes or self.answers)


def diff(
    old: str | Path, new: str | Path, *, limits: Limits = DEFAULT, asking: bool = True
) -> Difference:
    """What changed: each side is a store, ``STORE@GENERATION``, a generation's folder or a file.

    Answers are compared where *asking*; *limits* are what each question may take.

    *Errors*: ``NoStore``, ``StoreError``, ``InputError`` or ``UsageError`` for a side that is none.
    """
    with side(old, limits) as before, side(new, limits) as after:
        versions = (before.made_by, after.made_by)
        if before.mark is not None and before.mark == after.mark:
            return Difference(before.name, after.name, versions)
        counts = Counts()
        pairs = differing(before.triples(), after.triples(), counts)
        found = changes(list(pairs), before.ask, after.ask)
        return Difference(
            old=before.name,
            new=after.name,
            made_by=versions,
            totals=tuple(_totals(found, counts)),
            changes=tuple(found),
            answers=tuple(answers(before.ask, after.ask)) if asking else (),
        )


def _totals(found: Sequence[Change], counts: Counts) -> Iterator[Total]:
    became = Counter((change.kind, change.how) for change in found)
    for kind in KINDS:
        numbers = (became[kind, how] for how in get_args(How))
        yield Total(kind, counts.old[kind], counts.new[kind], *numbers)
