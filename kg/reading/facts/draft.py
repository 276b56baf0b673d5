"""A fact in the making: the numbers of a match by the part that each plays.

In: items of a tape. Out: :class:`Draft` records, and the facts that they become.
"""

from decimal import Decimal

from kg.codes import DispersionType, Statistic
from kg.reading.atoms import Unit
from kg.reading.facts.record import Fact, Figure, Kind, Role, Side
from kg.reading.frozen import Frozen
from kg.reading.outline import Part
from kg.reading.tape import Item
from kg.records import Number, PValue

_UNITLESS = "1"


class Draft(Frozen, frozen=True, gc=False):
    """The numbers of one fact under their roles, and what the words around them say.

    ``inner`` are the P values that stand within it and are facts of their own.
    """

    kind: Kind
    rule: str
    figures: tuple[tuple[Role, Item], ...]
    unit: Unit | None = None
    spread: DispersionType | None = None
    level: Decimal | None = None
    statistic: Statistic | None = None
    noun: str | None = None
    p: PValue | None = None
    side: Side | None = None
    series: int | None = None
    place: int = 0
    respectively: bool = False
    checks: tuple[str, ...] = ()
    inner: tuple[Item, ...] = ()

    def get(self, role: Role) -> Decimal | None:
        """The number in a role, if one is."""
        for each, item in self.figures:
            if each == role:
                return item.value.value  # type: ignore[no-any-return]
        return None

    def whole(self, role: Role) -> int | None:
        """The number in a role as a count of things."""
        value = self.get(role)
        return int(value) if value is not None and value == value.to_integral_value() else None


def fact_of(draft: Draft, item: Item, part: Part | None) -> Fact:
    """The fact that a draft has become, where its item stands."""
    return Fact(
        kind=draft.kind,
        start=item.start,
        end=item.end,
        figures=tuple(Figure(r, i.value.written, i.start, i.end) for r, i in draft.figures),
        rule=draft.rule,
        number=_number(draft),
        p=draft.p,
        count=draft.whole("count"),
        denominator=draft.whole("total"),
        statistic=draft.statistic,
        noun=draft.noun,
        side=draft.side,
        series=draft.series,
        place=draft.place,
        respectively=draft.respectively,
        part=part,
        checks=draft.checks,
    )


def _number(draft: Draft) -> Number | None:
    """The number of a fact, with its spread and interval; none where it only counts."""
    value, low, high = draft.get("value"), draft.get("lower"), draft.get("upper")
    if value is None and low is None and draft.get("ci-lower") is None:
        return None
    written = next((i.value.written for r, i in draft.figures if r == "value"), None)
    ranged = value is None and low is not None
    return Number(
        value=value,
        min=low if ranged else None,
        max=high if ranged else None,
        min_inclusive=True if ranged else None,
        max_inclusive=True if ranged else None,
        reported=written,
        unit=draft.unit.code if draft.unit else _UNITLESS,
        unit_text=draft.unit.written if draft.unit else None,
        dispersion_type=draft.spread,
        dispersion=draft.get("spread"),
        dispersion_lower=None if ranged else low,
        dispersion_upper=None if ranged else high,
        ci_lower=draft.get("ci-lower"),
        ci_upper=draft.get("ci-upper"),
        ci_level=draft.level,
    )
