"""A synthesis: what trials report together, set by set, and everything that is left out.

In: the answer to ``pooled-effect``, an engine to ask what groups received, and how to combine. Out:
for each set of like effects its pooled estimates, by one model or several; a list of what did not
enter, with reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kg.errors import InputError, UsageError
from kg.namespaces import TK
from kg.synthesis.effects import Effect, long_name
from kg.synthesis.inputs import OVER_TIME, Comparable, sort_out
from kg.synthesis.models import USUAL, model_of
from kg.synthesis.pooling import Pooled
from kg.synthesis.received import received
from kg.synthesis.rows import LeftOut
from kg.synthesis.windows import Window
from kg.table import Table

Engine = Callable[[str], Iterable[Mapping[str, Any]]]
"""An engine: a SELECT query to its rows."""

_NEEDED: Final = frozenset(
    "trial claim measurand statistic included reason estimate ciLower ciUpper ciLevel".split()
)
_DESIRED: Final = """
SELECT ?measurand ?wanted { VALUES ?measurand { %s } ?measurand tk:desirableDirection ?wanted }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling:
    """A set of like effects with its pooled estimates; ``desired`` is the direction hoped for.

    ``notes`` say what is to be known of it: which model could not be fitted, say.
    """

    group: Comparable
    pools: tuple[Pooled, ...]
    desired: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects, in the order in which they stand in table and plot."""
        return self.group.effects

    @property
    def title(self) -> str:
        """What was measured, as a heading."""
        kind = {True: ", serious", False: ", not serious", None: ""}[self.group.serious]
        name = f"{self.group.label}{kind}"
        return name[:1].upper() + name[1:]

    def _repr_svg_(self) -> str:
        """The forest plot: what a notebook shows."""
        from kg.synthesis.picture import picture_of

        return picture_of(self).svg

    @property
    def subtitle(self) -> str:
        """What was compared, by which measure, at what time."""
        parts = (self._compared(), self._measured(), self._when())
        return "; ".join(part for part in parts if part)

    def _compared(self) -> str:
        """The groups by their names where all trials have the same, else what they received."""
        pairs = {(each.experimental, each.reference) for each in self.effects}
        ((one, two), *others) = pairs
        if one and two and not others:
            return f"{one} against {two}"
        return str(self.group.contrast or "")

    def _measured(self) -> str:
        unit = f", {self.group.unit}" if self.group.unit else ""
        return f"{long_name(self.group.statistic)}{unit}"

    def _when(self) -> str:
        times = dict.fromkeys(each.time for each in self.effects if each.time)
        return ", ".join(times) if len(times) <= _FEW else f"{len(times)} times"

    @property
    def sides(self) -> tuple[str, str] | None:
        """Whom each side of the plot favours, where it is known what is hoped for."""
        contrast = self.group.contrast
        given = " + ".join(contrast.given) if contrast else "experimental group"
        instead = " + ".join(contrast.instead) if contrast else ""
        both = (f"favours {given}", f"favours {instead or 'control'}")
        return {"decrease": both, "increase": both[::-1]}.get(self.desired or "")


_FEW: Final = 3
_UNNAMED: Final = (
    "what groups themselves report is combined where a measurand is named: measurand=…"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """What a question's answer comes to when it is combined; ``asked`` is what was asked with."""

    question: str
    asked: Mapping[str, object]
    poolings: tuple[Pooling, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()

    def only(self) -> Pooling:
        """The one set that was combined.

        *Errors*: ``UsageError`` where there is none, or several, naming them.
        """
        if len(self.poolings) == 1:
            return self.poolings[0]
        if not self.poolings:
            raise UsageError(
                "there is nothing to pool",
                got=f"{len(self.left_out)} comparisons, none like another",
                way_out="See why without -o; --mixed combines whatever the groups received.",
            )
        named = "; ".join(f"{n}. {each.title}" for n, each in enumerate(self.poolings[:5], start=1))
        raise UsageError(
            "several sets can be pooled",
            got=f"{len(self.poolings)}: {named}",
            expected="one",
            way_out="Narrow with measurand=…, substance=… or --measure, or take one: --set 1",
        )

    def numbered(self, number: int) -> Synthesis:
        """The synthesis with one of its sets alone, counted from 1.

        *Errors*: ``UsageError`` for a set that there is not.
        """
        if not 1 <= number <= len(self.poolings):
            raise UsageError(
                "there is no such set", got=str(number), expected=f"1 to {len(self.poolings)}"
            )
        chosen = self.poolings[number - 1]
        return replace(self, poolings=(chosen,), left_out=chosen.group.left_out)

    def beside(self, notes: Sequence[str]) -> Synthesis:
        """The synthesis with notes on how what was asked for was read."""
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True, slots=True)
class Manner:
    """How to combine: by which models and measure, at which level and times, of which groups.

    ``mixed`` combines whatever the groups received; ``substances`` are names of what was asked for,
    by their IRIs: all that is narrower is one of them. *Units*: ``level`` is 95, not 0.95.

    *Errors*: ``UsageError`` for a model that there is not, or a level that is none.
    """

    models: tuple[str, ...] = USUAL
    measure: str | None = None
    level: float = 95
    window: Window | None = None
    mixed: bool = False
    substances: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for model in self.models:
            model_of(model)
        if not 0 < self.level < 100:  # noqa: PLR2004 - a percentage
            raise UsageError("this is no level", got=f"{self.level:g}", expected="95, say")


def synthesize(
    question: str, answer: Table, engine: Engine, manner: Manner, asked: Mapping[str, object]
) -> Synthesis:
    """The synthesis of a question's answer.

    *Errors*: ``UsageError`` for a question whose answer holds no effects.
    """
    lacking = _NEEDED - set(answer.columns)
    if lacking:
        raise UsageError(
            f"{question} gives nothing to pool",
            got=f"an answer without {', '.join(sorted(lacking))}",
            expected="pooled-effect",
        )
    told = list(answer)
    claims = [str(row["claim"]) for row in told if row["included"] or row.get("experimental")]
    groups, left = sort_out(
        told,
        measure=manner.measure,
        received=None if manner.mixed else received(claims, engine, manner.substances),
        window=manner.window,
    )
    shared = [group for group in groups if len(group.effects) > 1]
    desired = _desired(shared, engine)
    return Synthesis(
        question=question,
        asked=asked,
        poolings=tuple(_pooling(each, manner, desired.get(each.measurand)) for each in shared),
        left_out=tuple(dict.fromkeys(_left_out(groups, left))),
        notes=() if asked.get("measurand") else (_UNNAMED,),
    )


def _desired(groups: Iterable[Comparable], engine: Engine) -> dict[str, str]:
    """Which way each measurand is hoped to go, where the graph knows one way."""
    measurands = sorted({group.measurand for group in groups})
    if not measurands:
        return {}
    names = {TK.decrease: "decrease", TK.increase: "increase"}
    found: dict[str, set[str]] = {}
    for row in engine(_DESIRED % " ".join(f"<{each}>" for each in measurands)):
        found.setdefault(str(row["measurand"]), set()).add(names.get(row["wanted"], ""))
    return {measurand: min(ways) for measurand, ways in found.items() if len(ways) == 1}


def _pooling(group: Comparable, manner: Manner, desired: str | None) -> Pooling:
    pools: list[Pooled] = []
    notes: list[str] = []
    for model in manner.models:
        try:
            pools.append(model_of(model)(group.effects, level=manner.level))
        except InputError as error:
            notes.append(f"{model}: {error.what}")
    notes += dict.fromkeys(note for pooled in pools for note in pooled.notes)
    notes += _doubts(group)
    return Pooling(group=group, pools=tuple(pools), desired=desired, notes=tuple(notes))


def _doubts(group: Comparable) -> Iterator[str]:
    """What a reader of the pooled estimate has to know of its inputs."""
    effects = group.effects
    changes = {each.time.startswith("baseline to ") for each in effects if each.time}
    if len(changes) > 1 and "ifference" in effects[0].statistic:
        yield "Final values and changes from baseline are combined."
    untimed = sum(not each.time for each in effects)
    if untimed and effects[0].statistic not in OVER_TIME and group.serious is None:
        yield f"No time is told by {untimed} of {len(effects)}."
    derived = sum(each.derived for each in effects)
    if derived:
        yield f"{derived} of {len(effects)} effects follow from other numbers by arithmetic."


def _left_out(groups: Sequence[Comparable], left: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Everything that entered no set, once each."""
    shared = [group for group in groups if len(group.effects) > 1]
    entered = {claim for group in shared for effect in group.effects for claim in cited(effect)}
    beside = (out for group in groups for out in group.left_out)
    for out in (*left, *beside, *map(_alone, groups)):
        if out is not None and out.claim not in entered:
            entered.add(out.claim)
            yield out


def cited(effect: Effect) -> tuple[str, ...]:
    """All claims that an effect rests on."""
    return effect.claim, *effect.beside


def _alone(group: Comparable) -> LeftOut | None:
    """Why a single effect is not like any other; nothing where it is."""
    if len(group.effects) > 1:
        return None
    (effect,) = group.effects
    compared = group.contrast or "what is compared is not known"
    told = (long_name(group.statistic), str(compared), effect.time)
    reason = f"no other trial tells the like: {'; '.join(part for part in told if part)}"
    return LeftOut(effect.label, effect.claim, reason, group.label)
