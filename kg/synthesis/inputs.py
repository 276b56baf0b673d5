"""What can be pooled: the answer to ``pooled-effect``, sorted into groups of like effects.

In: rows of that question. Out: one group for each measurand, statistic and unit, with the effects
that fit together and, beside them, what was left out and why. Nothing is dropped in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.errors import InputError
from kg.synthesis.effects import Effect

Row = Mapping[str, Any]
_Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A comparison that does not enter, by its trial's label and its claim, and the reason."""

    label: str
    claim: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """Effects on one measurand, in one statistic and unit, and what of it was left out."""

    measurand: str
    label: str
    statistic: str
    unit: str | None
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]


def comparables(rows: Iterable[Row]) -> tuple[Comparable, ...]:
    """The groups of like effects, the largest first.

    >>> row = {"measurand": "m", "measurandLabel": "death", "statistic": "hazardRatio",
    ...     "trial": "t", "label": "ESPRIT", "included": True, "reason": None, "unit": None,
    ...     "estimate": "0.94", "ciLower": "0.75", "ciUpper": "1.16", "ciLevel": 95, "n": 4111,
    ...     "claim": "c"}
    >>> refused = row | {"label": "ICARUS", "included": False, "reason": "no estimate reported"}
    >>> (group,) = comparables([row, refused])
    >>> [effect.label for effect in group.effects], [out.reason for out in group.left_out]
    (['ESPRIT'], ['no estimate reported'])
    """
    effects: defaultdict[_Key, list[Effect]] = defaultdict(list)
    left_out: defaultdict[str, list[LeftOut]] = defaultdict(list)
    labels: dict[str, str] = {}
    for row in rows:
        labels[row["measurand"]] = row["measurandLabel"]
        read = _read(row)
        if isinstance(read, Effect):
            effects[row["measurand"], read.statistic, row["unit"]].append(read)
        else:
            left_out[row["measurand"]].append(read)
    groups = (
        Comparable(
            measurand=measurand,
            label=labels[measurand],
            statistic=statistic,
            unit=unit,
            effects=tuple(found),
            left_out=tuple(left_out[measurand]),
        )
        for (measurand, statistic, unit), found in effects.items()
    )
    return tuple(
        sorted(groups, key=lambda g: (-len(g.effects), g.label, g.statistic, g.unit or ""))
    )


def _read(row: Row) -> Effect | LeftOut:
    label = row["label"] or row["trial"]
    if not row["included"]:
        return LeftOut(label, row["claim"], row["reason"])
    try:
        return Effect(
            trial=row["trial"],
            label=label,
            statistic=row["statistic"],
            estimate=Decimal(row["estimate"]),
            lower=Decimal(row["ciLower"]),
            upper=Decimal(row["ciUpper"]),
            level=Decimal(row["ciLevel"]),
            claim=row["claim"],
            n=row["n"],
        )
    except InputError as error:
        return LeftOut(label, row["claim"], error.what)
