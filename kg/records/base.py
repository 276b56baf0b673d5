"""What all records share: their form, what a claim carries, quantities, times, concepts.

In: nothing. Out: the records that groups, results and reports are built of.
"""

from decimal import Decimal

import msgspec

from kg.codes import (
    ClaimStatus,
    ConceptKind,
    Derivation,
    DesirableDirection,
    Flag,
    Statistic,
    TimeAnchor,
)


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
):
    """The common form: immutable, by keyword, no field beyond those declared."""


class Passage(Record, frozen=True, kw_only=True):
    """Where a report says something: a span of its text, or a path into its record.

    *Units*: ``start`` and ``end`` are code points of the text as stored, end exclusive.
    """

    key: str
    exact: str | None = None
    start: int | None = None
    end: int | None = None
    section: str | None = None
    path: str | None = None
    source: str | None = None


class Concept(Record, frozen=True, kw_only=True):
    """A thing that claims are about; ``labels`` are the wordings that reports use for it."""

    slug: str
    kinds: tuple[ConceptKind, ...] = ("Concept",)
    pref_label: str | None = None
    labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    substance: str | None = None
    desirable_direction: DesirableDirection | None = None
    canonical_unit: str | None = None


class Claim(Record, frozen=True, kw_only=True):
    """What every claim carries: its name, its evidence, and how it came to be.

    ``evidence`` names passages; ``source`` is the curated form of it and names one entry of the
    record's ``sources``. ``derived_from`` names the claims a derived one was computed from.
    """

    key: str = ""
    label: str | None = None
    description: str | None = None
    comments: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    source: str | None = None
    derivation: Derivation = "reported"
    derived_from: tuple[str, ...] = ()
    rule: str | None = None
    confidence: Decimal | None = None
    status: ClaimStatus | None = None
    flags: tuple[Flag, ...] = ()


class Quantity(Record, frozen=True, kw_only=True):
    """A value or a range in a UCUM unit, and how the report wrote it.

    *Units*: ``value``, ``min`` and ``max`` are in ``unit``; ``unit_text`` and ``reported`` keep
    the report's own spelling.
    """

    value: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_inclusive: bool | None = None
    max_inclusive: bool | None = None
    unit: str
    unit_text: str | None = None
    reported: str | None = None
    flags: tuple[Flag, ...] = ()


class TimePoint(Record, frozen=True, kw_only=True):
    """A moment of a study: baseline, or an offset from an anchor."""

    is_baseline: bool = False
    offset: Quantity | None = None
    anchor: TimeAnchor | None = None
    statistic: Statistic | None = None
    label: str | None = None


class TimePeriod(Record, frozen=True, kw_only=True):
    """A stretch of time between two points; either end may be unknown."""

    start: TimePoint | None = None
    end: TimePoint | None = None
    label: str | None = None
