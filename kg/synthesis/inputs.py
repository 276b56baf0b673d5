"""What can be pooled: the answer to ``pooled-effect``, sorted into groups of like effects.

In: rows of that question. Out: one group for each measurand, statistic, unit, window of time and
contrast, with the effects that fit together and, beside them, what was left out and why. Nothing is
dropped in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from kg.errors import UsageError
from kg.synthesis.arms import OF_COUNTS, OF_MEANS
from kg.synthesis.effects import Effect, long_name
from kg.synthesis.pairing import Paired, paired
from kg.synthesis.received import Contrast, Received
from kg.synthesis.rows import LeftOut, Numbers, Reported, Row, read_row
from kg.synthesis.windows import Window, windows_of

OVER_TIME: Final = frozenset({"hazardRatio", "rateRatio"})
"""What is measured over the whole of a trial: its time is no window."""

_STANDARDIZED: Final = "standardizedMeanDifference"

MEASURES: Final = {
    "RR": "riskRatio",
    "OR": "oddsRatio",
    "RD": "riskDifference",
    "MD": "meanDifference",
    "SMD": _STANDARDIZED,
    "HR": "hazardRatio",
    "IRR": "rateRatio",
    "RoM": "ratioOfMeans",
    "LSMD": "leastSquaresMeanDifference",
}
"""The measures that can be asked for, and their statistics."""


class _Candidate(NamedTuple):
    effect: Effect
    measurand: str
    unit: str | None
    contrast: Contrast | None
    serious: bool | None
    rank: int


class _Kind(NamedTuple):
    """What the effects of a group have in common."""

    measurand: str
    statistic: str
    unit: str | None
    contrast: Contrast | None
    serious: bool | None
    alone: str
    """The trial, where what it compares is not known: then nothing is like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Effects on one measurand, in one statistic and unit, and what of it was left out."""

    measurand: str
    label: str
    statistic: str
    unit: str | None
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]
    contrast: Contrast | None = None
    serious: bool | None = None
    window: Window | None = None


def statistic_of(measure: str) -> str:
    """The statistic that a measure stands for.

    *Errors*: ``UsageError`` that lists the measures there are.

    >>> statistic_of("rr")
    'riskRatio'
    """
    found = {name.lower(): statistic for name, statistic in MEASURES.items()}
    if measure.lower() not in found:
        raise UsageError(
            "there is no such measure", got=measure, expected=f"one of {', '.join(MEASURES)}"
        )
    return found[measure.lower()]


def comparables(
    rows: Iterable[Row],
    *,
    measure: str | None = None,
    received: Received | None = None,
    window: Window | None = None,
) -> tuple[Comparable, ...]:
    """The groups of like effects, the largest first.

    Where it is known what the groups *received*, effects of unlike contrasts are unlike. What
    groups report themselves becomes an effect of *measure*, else a risk ratio or a difference in
    means. A *window* takes the place of those that the times themselves make.

    >>> row = {"measurand": "m", "measurandLabel": "death", "statistic": "hazardRatio",
    ...     "trial": "t", "label": "ESPRIT", "included": True, "reason": None, "unit": None,
    ...     "estimate": "0.94", "ciLower": "0.75", "ciUpper": "1.16", "ciLevel": 95, "n": 4111,
    ...     "claim": "c"}
    >>> refused = row | {"label": "ICARUS", "included": False, "reason": "no estimate reported"}
    >>> (group,) = comparables([row, refused])
    >>> [effect.label for effect in group.effects], [out.reason for out in group.left_out]
    (['ESPRIT'], ['no estimate reported'])
    """
    return sort_out(rows, measure=measure, received=received, window=window).groups


class Sorted(NamedTuple):
    """The groups of like effects, and what could be no effect of any group."""

    groups: tuple[Comparable, ...]
    left_out: tuple[LeftOut, ...]


def sort_out(
    rows: Iterable[Row], *, measure: str | None, received: Received | None, window: Window | None
) -> Sorted:
    """Everything that the rows tell: in a group, beside it, or left out."""
    told = list(rows)
    labels = {row["measurand"]: row["measurandLabel"] for row in told}
    where = {row["claim"]: row["measurand"] for row in told}
    left: defaultdict[str, list[LeftOut]] = defaultdict(list)
    kinds: defaultdict[_Kind, list[_Candidate]] = defaultdict(list)
    wanted = statistic_of(measure) if measure else None
    for each in _candidates(told, wanted, received):
        if isinstance(each, LeftOut):
            of = where[each.claim]
            left[of].append(replace(each, measurand=labels[of]))
        elif wanted in {None, each.effect.statistic}:
            kinds[_kind(each, received)].append(each)
        else:
            left[each.measurand].append(_other(each, labels[each.measurand]))
    # All are sorted by time before any is made: what that leaves out is told in each.
    spans = [
        (kind, span, found)
        for kind, members in kinds.items()
        for span, found in _by_time(kind, members, window, left[kind.measurand])
    ]
    groups = [
        _group(kind, labels[kind.measurand], found, left[kind.measurand], span)
        for kind, span, found in spans
    ]
    return Sorted(
        tuple(sorted(groups, key=_order)), tuple(out for found in left.values() for out in found)
    )


def _other(each: _Candidate, label: str) -> LeftOut:
    told = each.effect
    reason = f"another measure: {long_name(told.statistic)}"
    return LeftOut(told.label, told.claim, reason, label)


def _order(group: Comparable) -> tuple[Any, ...]:
    first = group.window.first if group.window else -1.0
    named = (
        group.label,
        group.statistic,
        group.unit or "",
        str(group.contrast),
        str(group.serious),
    )
    derived = sum(effect.derived for effect in group.effects)
    return (-len(group.effects), derived, *named, first, group.effects[0].claim)


def _candidates(
    rows: Sequence[Row], wanted: str | None, received: Received | None
) -> Iterator[_Candidate | LeftOut]:
    numbers: list[Numbers] = []
    for row in rows:
        read = read_row(row)
        if isinstance(read, Numbers):
            numbers.append(read)
        elif isinstance(read, Reported):
            contrast = received.contrast(read.effect.claim) if received else None
            yield _Candidate(read.effect, read.measurand, read.unit, contrast, None, read.rank)
        else:
            yield read
    for each in paired(numbers, lambda found: _computed(found, wanted), received):
        yield _Candidate(*each, 3) if isinstance(each, Paired) else each


def _computed(numbers: Numbers, wanted: str | None) -> str:
    """The statistic that is computed of a group's numbers."""
    possible = list(OF_COUNTS if numbers.mean is None else OF_MEANS)
    return (wanted if wanted in possible else "") if wanted else possible[0]


def _kind(each: _Candidate, received: Received | None) -> _Kind:
    unit = None if each.effect.statistic == _STANDARDIZED else each.unit
    alone = each.effect.trial if received is not None and each.contrast is None else ""
    return _Kind(each.measurand, each.effect.statistic, unit, each.contrast, each.serious, alone)


# --- Time ----------------------------------------------------------------------------------------


def _by_time(
    kind: _Kind, members: Sequence[_Candidate], wanted: Window | None, left: list[LeftOut]
) -> Iterator[tuple[Window | None, list[_Candidate]]]:
    """The members by the window that their time falls into; those of no time are one window."""
    if kind.statistic in OVER_TIME and wanted is None:
        yield None, list(members)
        return
    times = [each.effect.days for each in members]
    for span in (wanted,) if wanted else (None, *windows_of(d for d in times if d is not None)):
        found = [each for each in members if _falls(each.effect.days, span)]
        if found:
            yield span, found
    if wanted:
        outside = (each.effect for each in members if not _falls(each.effect.days, wanted))
        left += [
            LeftOut(e.label, e.claim, f"at another time: {e.time or 'none told'}") for e in outside
        ]


def _falls(days: float | None, span: Window | None) -> bool:
    return days is None if span is None else days is not None and days in span


# --- Trials --------------------------------------------------------------------------------------


def _group(
    kind: _Kind,
    label: str,
    found: Iterable[_Candidate],
    left: Sequence[LeftOut],
    span: Window | None,
) -> Comparable:
    """The group, each trial in it once: by what it reported before what was computed."""
    chosen: dict[str, Effect] = {}
    repeated: list[LeftOut] = []
    for each in sorted(found, key=lambda candidate: candidate.rank):
        effect = each.effect
        first = chosen.setdefault(effect.trial, effect)
        if first is not effect:
            reason = f"the trial enters once, by {first.claim}"
            repeated.append(LeftOut(effect.label, effect.claim, reason, label))
    return Comparable(
        measurand=kind.measurand,
        label=label,
        statistic=kind.statistic,
        unit=kind.unit,
        effects=tuple(sorted(chosen.values(), key=lambda effect: (effect.label, effect.trial))),
        left_out=(*left, *repeated),
        contrast=kind.contrast,
        serious=kind.serious,
        window=span,
    )
