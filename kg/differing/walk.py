"""Two sorted files of triples, walked at once: what is said of which things differs.

In: triples of both sides in code point order. Out: the subjects of which the sides say different
things, with all that each says of them; and how many things of each kind either side has. In memory
are the triples of one subject of each side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal, get_args

from kg.namespaces import CONCEPT, REPORT, TK, TRIAL

Kind = Literal["report", "trial", "claim", "concept", "other"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_CONCEPT: Final = f"<{CONCEPT}"
_REPORT: Final = f"<{REPORT}"
_TRIAL: Final = f"<{TRIAL}"
_CLAIM: Final = f"> <{TK.derivation}> "


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two sides say of one subject; nothing where a side does not know it."""

    subject: str
    kind: Kind
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass
class Counts:
    """How many things of each kind there are on each side."""

    old: Counter[Kind] = field(default_factory=Counter)
    new: Counter[Kind] = field(default_factory=Counter)


def differing(old: Iterable[str], new: Iterable[str], counts: Counts) -> Iterator[Pair]:
    r"""The subjects of which the sides differ, in order; all are counted on the way.

    >>> sides = ["<x:a> <x:p> <x:o> .\n", "<x:b> <x:p> <x:o> .\n"], ["<x:b> <x:p> <x:o> .\n"]
    >>> [(pair.subject, len(pair.old), len(pair.new)) for pair in differing(*sides, Counts())]
    [('x:a', 1, 0)]
    """
    olds, news = _blocks(old), _blocks(new)
    before, after = next(olds, None), next(news, None)
    while before or after:
        first = after is None or (before is not None and before[0] <= after[0])
        second = before is None or (after is not None and after[0] <= before[0])
        subject, told = (before if first else after) or ("", [])
        was = before[1] if first and before else []
        now = after[1] if second and after else []
        kind = _kind(subject, told)
        counts.old[kind] += bool(was)
        counts.new[kind] += bool(now)
        if was != now:
            kind = "claim" if "claim" in {kind, _kind(subject, now)} else kind
            yield Pair(
                subject[1:-1] if subject[0] == "<" else subject, kind, tuple(was), tuple(now)
            )
        before = next(olds, None) if first else before
        after = next(news, None) if second else after


def _blocks(triples: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The triples of each subject."""
    for subject, lines in groupby(triples, key=_subject):
        yield subject, list(lines)


def _subject(line: str) -> str:
    return line[: line.index(" ")]


def _kind(subject: str, lines: Iterable[str]) -> Kind:
    if any(_CLAIM in line for line in lines):
        return "claim"
    if subject.startswith(_REPORT):
        return "other" if "/" in subject[len(_REPORT) :] else "report"
    if subject.startswith(_TRIAL):
        return "other" if "/" in subject[len(_TRIAL) :] else "trial"
    return "concept" if subject.startswith(_CONCEPT) else "other"
