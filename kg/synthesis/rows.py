"""Rows of the question ``pooled-effect``: what a comparison says, and what a group says itself.

In: rows. Out: effects as they were reported, numbers of groups, and what neither can be made of,
with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kg.errors import InputError
from kg.synthesis.distributions import normal_quantile, t_quantile
from kg.synthesis.effects import FROM_P, LOGARITHMIC, Effect, scale_of

Row = Mapping[str, Any]

_WITHOUT_INTERVAL: Final = "no confidence interval reported"
_ONCE: Final = "the trial enters once"
_PERCENT: Final = 100
_SIDES: Final = {"experimentalRole": True, "controlRole": False}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A comparison that does not enter, by its trial's label and its claim, and the reason."""

    label: str
    claim: str
    reason: str
    measurand: str = ""


class Reported(NamedTuple):
    """An effect that a comparison states, what it is of, and its rank among those of its trial."""

    effect: Effect
    measurand: str
    unit: str | None
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What a group itself reports: events of people, or a mean with its standard deviation.

    ``of`` names the account that it stands in: two groups are compared only within one.
    """

    trial: str
    label: str
    measurand: str
    claim: str
    of: tuple[str, ...]
    unit: str | None
    group: str
    experimental: bool
    people: int
    events: int | None = None
    mean: float | None = None
    sd: float | None = None
    time: str = ""
    days: float | None = None
    serious: bool | None = None
    notes: tuple[str, ...] = ()


def read_row(row: Row) -> Reported | Numbers | LeftOut:
    """What a row comes to."""
    try:
        return _numbers(row) if row.get("role") else _reported(row)
    except InputError as error:
        return _left_out(row, error.what)


def _left_out(row: Row, reason: str) -> LeftOut:
    return LeftOut(row["label"] or row["trial"], row["claim"], reason, row["measurandLabel"])


# --- Comparisons ---------------------------------------------------------------------------------


def _reported(row: Row) -> Reported | LeftOut:
    reason = row["reason"] or ""
    if row["included"] or reason.startswith(_ONCE):
        return Reported(_effect(row), row["measurand"], _unit(row), 0 if row["included"] else 1)
    if reason == _WITHOUT_INTERVAL and _tells_by_p(row):
        return Reported(_from_p(row), row["measurand"], _unit(row), 2)
    return _left_out(row, reason)


_SHARES: Final = {"1": Decimal(1), "%": Decimal(_PERCENT)}
_SOMETIMES_PERCENT: Final = frozenset({"ratioOfMeans", "riskDifference"})


def _unit(row: Row) -> str | None:
    """The unit; a ratio has none, nor a difference of shares."""
    local = row["statistic"]
    if local in _SOMETIMES_PERCENT or scale_of(local) is LOGARITHMIC:
        return None
    return None if row["unit"] == "1" else row["unit"]


def _per(row: Row) -> Decimal:
    """What a number is divided by to be a share or a ratio, where it may be told in per cent.

    *Errors*: ``InputError`` where neither is told: 92 and 0.92 may be the same, 0.5 may not.
    """
    if row["statistic"] not in _SOMETIMES_PERCENT:
        return Decimal(1)
    if row["unit"] not in _SHARES:
        raise InputError("not told whether in per cent")
    return _SHARES[row["unit"]]


def _effect(row: Row, **changed: object) -> Effect:
    per = _per(row)
    numbers = {"estimate": row["estimate"], "lower": row["ciLower"], "upper": row["ciUpper"]}
    told = {**numbers, "level": row["ciLevel"], **changed}
    return Effect(
        trial=row["trial"],
        label=row["label"] or row["trial"],
        statistic=row["statistic"],
        claim=row["claim"],
        n=row["n"],
        experimental=row.get("experimental") or "",
        reference=row.get("reference") or "",
        time=row.get("time") or "",
        days=_days(row),
        origin=str(told.pop("origin", "reported")),
        level=Decimal(str(told.pop("level"))),
        **{name: Decimal(str(value)) / per for name, value in told.items()},  # type: ignore[arg-type]
    )


def _days(row: Row) -> float | None:
    return None if row.get("days") is None else float(row["days"])


def _tells_by_p(row: Row) -> bool:
    """Whether an exact P stands beside a ratio: it says how sure the ratio is."""
    known = row.get("experimental") and row.get("reference") and row["statistic"]
    exact = row.get("pRelation") == "=" and row.get("pValue") and 0 < row["pValue"] < 1
    return bool(known and exact and scale_of(row["statistic"]) is LOGARITHMIC)


def _from_p(row: Row) -> Effect:
    """The effect with the interval that its P stands for.

    *Source*: Cochrane Handbook 6.4, section 6.3.2.
    """
    estimate, level = float(row["estimate"]), 95
    if estimate <= 0 or estimate == 1:
        raise InputError(_WITHOUT_INTERVAL)
    error = abs(math.log(estimate)) / normal_quantile(100 * (1 - float(row["pValue"])))
    reach = normal_quantile(level) * error
    lower, upper = (f"{estimate * math.exp(sign * reach):.4g}" for sign in (-1, 1))
    return _effect(row, lower=lower, upper=upper, level=level, origin=FROM_P)


# --- Groups --------------------------------------------------------------------------------------


def _numbers(row: Row) -> Numbers | LeftOut:
    if not row["included"]:
        return _left_out(row, row["reason"])
    if row["role"] not in _SIDES:
        return _left_out(row, "not told which side of a comparison the group is on")
    mean = row["statistic"] == "mean"
    found = Numbers(
        trial=row["trial"],
        label=row["label"] or row["trial"],
        measurand=row["measurand"],
        claim=row["claim"],
        of=_account(row),
        unit=row["unit"] if mean else None,
        group=row["group"] or "",
        experimental=_SIDES[row["role"]],
        people=int(row["people"]),
        time=row["time"] or "",
        days=_days(row),
        serious=row["serious"],
    )
    if not mean:
        events, how = _events(row)
        return replace(found, events=events, notes=how)
    sd, notes = _standard_deviation(row)
    return replace(found, mean=float(row["estimate"]), sd=sd, notes=notes)


def _events(row: Row) -> tuple[int, tuple[str, ...]]:
    """The events, as told or as the one whole number that makes the share that is told.

    *Errors*: ``InputError`` where none does, or several do.
    """
    if row["events"] is not None:
        return int(row["events"]), ()
    share, people = Decimal(str(row["estimate"])), int(row["people"])
    half = Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2
    near = int(share * people / _PERCENT)
    fitting = [
        events
        for events in range(max(0, near - 1), near + 3)
        if abs(Decimal(_PERCENT * events) / people - share) <= half
    ]
    if len(fitting) != 1 or row["unit"] != "%":
        raise InputError("a share that is of no certain number of people")
    return fitting[0], ("events from per cent",)


def _account(row: Row) -> tuple[str, ...]:
    report = row["claim"].rpartition("/")[0]
    named = (row["outcomeLabel"], row["time"], row["serious"], row["unit"])
    kind = "mean" if row["statistic"] == "mean" else "count"
    return (row["trial"], row["measurand"], report, kind, *map(str, named))


def _standard_deviation(row: Row) -> tuple[float, tuple[str, ...]]:
    """The standard deviation, as told or from what stands for it, and how it was come by.

    *Source*: Cochrane Handbook 6.4, sections 6.5.2.2 and 6.5.2.3.
    """
    people = int(row["people"])
    if row["spreadKind"] == "standardDeviation" and row["spread"] is not None:
        return float(row["spread"]), ()
    if row["spreadKind"] == "standardError" and row["spread"] is not None:
        return float(row["spread"]) * math.sqrt(people), ("SD from standard error",)
    limits = (row["ciLower"], row["ciUpper"], row["ciLevel"])
    if None in limits or people < 2:  # noqa: PLR2004
        raise InputError("a mean whose spread is no standard deviation")
    lower, upper, level = map(float, limits)
    reach = t_quantile(level, people - 1)
    return math.sqrt(people) * (upper - lower) / (2 * reach), ("SD from confidence interval",)
