"""A fact: one number, or numbers that belong together, read of a sentence and typed.

In: nothing. Out: the records that the grammar of facts makes and the ties to arms build on. A fact
says what its numbers are and where each stands; of whom and of what it is is settled later.
"""

from typing import Literal, NamedTuple

from kg.codes import Statistic
from kg.reading.outline import Part
from kg.records import Number, PValue
from kg.records.base import Record

Kind = Literal[
    "value", "spread", "range", "rate", "percentage", "count", "count-of-total", "people",
    "interval", "effect", "p",
]  # fmt: skip
Role = Literal[
    "value", "spread", "lower", "upper", "level", "ci-lower", "ci-upper", "count", "total", "p",
    "per",
]  # fmt: skip
Side = Literal["from", "to"]


class Figure(NamedTuple):
    """A number of a fact: what it is there, and its own place in the document's text."""

    role: Role
    written: str
    start: int
    end: int


class Fact(Record, frozen=True, kw_only=True):
    """What a stretch of a sentence states in numbers.

    ``start`` to ``end`` is the whole as a reader would mark it ("14 of 52 (27%)"), in code points
    of the document's text; ``figures`` are its numbers. ``kind`` tells which fields are filled:

    * value, spread (with SD, SE, quartiles or an undeclared spread), range, rate, percentage,
      effect: ``number``; a bare interval has no value in it
    * count, people: ``count``, and ``noun`` as written ("deaths", "patients")
    * count-of-total: ``count``, ``denominator``, and ``number`` where the percentage stands there
    * p: ``p``; none where the report says no more than "NS"

    ``statistic`` is there only where the words declare it. ``side`` tells the ends of a change
    ("from 4 to 9"). Facts of one list have one ``series`` (its place in the text), and ``place``
    counts in it from nought; ``respectively`` says that the list is to be dealt out.
    """

    kind: Kind
    start: int
    end: int
    figures: tuple[Figure, ...]
    rule: str
    number: Number | None = None
    p: PValue | None = None
    count: int | None = None
    denominator: int | None = None
    statistic: Statistic | None = None
    noun: str | None = None
    side: Side | None = None
    series: int | None = None
    place: int = 0
    respectively: bool = False
    part: Part | None = None
    checks: tuple[str, ...] = ()
