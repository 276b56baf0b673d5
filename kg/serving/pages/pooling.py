"""The answer to ``pooled-effect`` combined: plot, table, what was left out, and other models.

In: an answer, and how a browser asks for it to be combined. Out: what the template shows; places in
the plot are numbers of its own coordinates. No style stands in it, for pages allow none inline.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from kg.errors import KgError, UsageError
from kg.namespaces import ID
from kg.questions import Beside, meant_by
from kg.serving.pages.reader import Reader
from kg.synthesis import (
    MEASURES,
    MODELS,
    USUAL,
    Effect,
    LeftOut,
    Manner,
    Pooled,
    Pooling,
    Synthesis,
    every_model,
    excludes_no_difference,
    forest_table,
    metafor_of,
    notes_of,
    read_window,
    synthesize,
    verdict,
    without_each,
)
from kg.synthesis.axis import Axis, axis_for
from kg.synthesis.wording import PREDICTED, number
from kg.table import Table
from kg.terms import Iri
from kg.view import Linked

QUESTION: Final = "pooled-effect"

_SETS: Final = 4
_TRIALS: Final = 30  # of all sets of a page together
_LEFT_OUT: Final = 40
_LABEL: Final = 30
_ROW, _TOP, _PLOT, _WIDTH, _END = 26, 34, 250, 330, 800
_SQUARE: Final = 15.0
_HALF: Final = 8.0


class Row(NamedTuple):
    """A row of the plot: its words, and where its marks lie."""

    label: str
    link: str
    estimate: str
    weight: str
    y: float
    low: float
    high: float
    arrows: tuple[bool, bool]
    square: tuple[float, float, float] | None = None
    diamond: str = ""


class Plot(NamedTuple):
    """A forest plot in its own coordinates."""

    heads: tuple[str, str]
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    null: float
    centre: float | None
    sides: tuple[str, str] | None
    height: float
    bottom: float
    left: float = _PLOT
    right: float = _PLOT + _WIDTH
    end: float = _END


class Model(NamedTuple):
    """An estimate by another model."""

    name: str
    words: str
    estimate: str
    outside: bool


class Set(NamedTuple):
    """A set that was combined, as it is shown."""

    pooling: Pooling
    plot: Plot
    head: Sequence[str]
    trials: tuple[tuple[str, ...], ...]
    pooled: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    models: tuple[Model, ...]
    verdict: str
    without: tuple[Model, ...]
    code: str


class Choice(NamedTuple):
    """What can be chosen, in words, and whether it is."""

    value: str
    words: str
    chosen: bool


class Combined(NamedTuple):
    """Everything that the template shows; ``error`` in place of sets that cannot be made."""

    sets: tuple[Set, ...] = ()
    more_sets: int = 0
    left_out: tuple[tuple[str, ...], ...] = ()
    all_left_out: int = 0
    models: tuple[Choice, ...] = ()
    measures: tuple[Choice, ...] = ()
    mixed: bool = False
    time: str = ""
    command: str = ""
    partial: bool = False
    notes: tuple[str, ...] = ()
    error: KgError | None = None


def combined(
    reader: Reader,
    answer: Table,
    given: Mapping[str, str],
    sent: Mapping[str, str],
    beside: Beside,
) -> Combined:
    """An answer combined as a browser asks for it; of a part of an answer nothing is combined."""
    chosen = _choices(sent)
    if answer.more:
        return chosen._replace(partial=True)
    try:
        manner = _manner(sent, _substances(reader, given, beside))
        found = synthesize(QUESTION, answer, reader.table, manner, given)
    except UsageError as error:
        return chosen._replace(error=error)
    left = found.left_out[:_LEFT_OUT]
    sets = _borne(found.poolings)
    return chosen._replace(
        sets=tuple(map(_set, sets)),
        more_sets=len(found.poolings) - len(sets),
        left_out=tuple(map(_out, left)),
        all_left_out=len(found.left_out),
        command=_command(found, sent),
        notes=found.notes,
    )


def _borne(poolings: Sequence[Pooling]) -> Sequence[Pooling]:
    """The first sets, as many as a page bears with their trials, and one at least."""
    trials = accumulate(len(each.effects) for each in poolings[:_SETS])
    return poolings[: max(1, sum(told <= _TRIALS for told in trials))]


# --- What is asked -------------------------------------------------------------------------------


def _substances(reader: Reader, given: Mapping[str, str], beside: Beside) -> dict[str, str]:
    """What was asked for by a name, by its IRIs."""
    name = given.get("substance")
    if not name:
        return {}
    return dict.fromkeys(meant_by(QUESTION, "substance", name, reader.table, beside), name)


def _manner(sent: Mapping[str, str], substances: Mapping[str, str]) -> Manner:
    model, span = sent.get("model", ""), sent.get("within", "").strip()
    return Manner(
        models=(model,) if model else USUAL,
        measure=sent.get("measure", "") or None,
        window=read_window(span) if span else None,
        mixed=sent.get("mixed") == "true",
        substances=substances,
    )


def _choices(sent: Mapping[str, str]) -> Combined:
    model, measure = sent.get("model", ""), sent.get("measure", "")
    models = {
        "": "fixed effect, and REML with Hartung–Knapp",
        **{k: v for k, (v, _) in MODELS.items()},
    }
    measures = {"": "as reported; RR of events, MD of means", **{name: name for name in MEASURES}}
    return Combined(
        models=tuple(Choice(k, v, k == model) for k, v in models.items()),
        measures=tuple(Choice(k, v, k == measure) for k, v in measures.items()),
        mixed=sent.get("mixed") == "true",
        time=sent.get("within", "")[:40],
    )


def _command(found: Synthesis, sent: Mapping[str, str]) -> str:
    """What to type for the same in a terminal."""
    told = [f'{name}="{value}"' for name, value in found.asked.items()]
    for name, flag in (("model", "--model"), ("measure", "--measure"), ("within", "--time")):
        told += [f"{flag} {sent[name]}"] if sent.get(name) else []
    mixed = ["--mixed"] if sent.get("mixed") == "true" else []
    several = ["--set 1"] if len(found.poolings) > 1 else []
    return " ".join(("kg pool", QUESTION, *told, *mixed, *several, "-o forest.svg"))


# --- A set ---------------------------------------------------------------------------------------


def _set(pooling: Pooling) -> Set:
    effects, pools = pooling.effects, pooling.pools
    head, *rows = forest_table(effects, pools)
    others = every_model(effects)
    first = next((name for name in ("reml-hk", "fixed") if name in others), "")
    without = without_each(effects, first) if first else {}
    return Set(
        pooling=pooling,
        plot=_plot(pooling),
        head=(*head, "experimental", "reference", "time"),
        trials=tuple(
            (
                Linked([(row[0], Iri(e.claim))]),
                *_numbers(row, head, e),
                e.experimental,
                e.reference,
                e.time,
            )
            for row, e in zip(rows, effects, strict=False)
        ),
        pooled=tuple((*row, "", "", "") for row in rows[len(effects) :]),
        notes=(*notes_of(pools), *_told(effects), *pooling.notes),
        models=tuple(_model(name, MODELS[name][0], each) for name, each in others.items()),
        verdict=verdict(others),
        without=tuple(_model(f"without {label}", "", each) for label, each in without.items()),
        code=metafor_of(pooling) if pools else "",
    )


def _numbers(row: Sequence[str], head: Sequence[str], effect: Effect) -> Iterator[str]:
    """The cells of a trial after its label; the numbers of its groups lead to their claims."""
    estimate = next(place for place, name in enumerate(head) if name.endswith("CI)"))
    claims = (effect.claim, effect.beside[-1] if effect.beside else effect.claim)
    for place, cell in enumerate(row[1:], start=1):
        if place == estimate:
            yield Linked([(cell, Iri(effect.claim))])
        elif estimate == len(claims) + 1 and place < estimate and cell:
            yield Linked([(cell, Iri(claims[place - 1]))])
        else:
            yield cell


def _told(effects: Sequence[Effect]) -> Iterator[str]:
    yield from dict.fromkeys(f"† {each.origin}" for each in effects if each.derived)
    yield from (f"{each.label}: {note}" for each in effects for note in each.notes)


def _model(name: str, words: str, pooled: Pooled) -> Model:
    row = forest_table(pooled.effects, [pooled])[len(pooled.effects) + 1]
    return Model(name, words, row[-2], excludes_no_difference(pooled))


def _out(out: LeftOut) -> tuple[str, ...]:
    claim = Linked([(out.label, Iri(out.claim))]) if out.claim.startswith(ID) else out.label
    return claim, out.measurand, out.reason


# --- The plot ------------------------------------------------------------------------------------


def _plot(pooling: Pooling) -> Plot:
    effects, pools = pooling.effects, pooling.pools
    axis = axis_for(effects, pools)
    head, *table = forest_table(effects, pools)
    estimate = next(place for place, name in enumerate(head) if name.endswith("CI)"))
    rows = tuple(_rows(effects, pools, axis, table, estimate))
    bottom = _TOP + _ROW * len(rows) + 6
    sides = pooling.sides
    return Plot(
        heads=(head[estimate], head[estimate + 1]),
        rows=rows,
        ticks=tuple((_x(axis, t), number(t, 12).rstrip("0").rstrip(".")) for t in axis.ticks),
        null=_x(axis, axis.scale.null),
        centre=_x(axis, pools[0].estimate) if pools else None,
        sides=(_cut(sides[0]), _cut(sides[1])) if sides else None,
        height=bottom + (48 if sides else 28),
        bottom=bottom,
    )


def _rows(
    effects: Sequence[Effect],
    pools: Sequence[Pooled],
    axis: Axis,
    table: Sequence[Sequence[str]],
    estimate: int,
) -> Iterator[Row]:
    weights = pools[0].weights if pools else (1.0,) * len(effects)
    for place, (effect, weight) in enumerate(zip(effects, weights, strict=True)):
        side = max(4.0, _SQUARE * (weight / max(weights)) ** 0.5)
        x, y = _x(axis, float(effect.estimate)), _y(place)
        base = _row(table[place], estimate, place, axis, float(effect.lower), float(effect.upper))
        yield base._replace(link=effect.claim, square=(x - side / 2, y - side / 2, side))
    spans = _spans(pools)
    for place, (row, span) in enumerate(
        zip(table[len(effects) :], spans, strict=True), len(effects)
    ):
        low, middle, high = span
        found = _row(row, estimate, place, axis, low, high)
        y = found.y
        points = (
            (found.low, y),
            (_x(axis, middle), y - _HALF),
            (found.high, y),
            (_x(axis, middle), y + _HALF),
        )
        drawn = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        yield found if row[0].endswith(PREDICTED) else found._replace(diamond=drawn)


def _spans(pools: Sequence[Pooled]) -> Iterator[tuple[float, float, float]]:
    """Low, middle and high of each row below the trials."""
    for each in pools:
        yield each.lower, each.estimate, each.upper
        if each.prediction is not None:
            yield each.prediction[0], each.estimate, each.prediction[1]


def _row(
    cells: Sequence[str], estimate: int, place: int, axis: Axis, low: float, high: float
) -> Row:
    return Row(
        label=_cut(cells[0]),
        link="",
        estimate=cells[estimate],
        weight=cells[estimate + 1],
        y=_y(place),
        low=_x(axis, low),
        high=_x(axis, high),
        arrows=(low < axis.low, high > axis.high),
    )


def _x(axis: Axis, value: float) -> float:
    """Where a value lies across, at the end of the axis if it lies beyond it."""
    shown = min(max(value, axis.low), axis.high)
    return round(_PLOT + _WIDTH * axis.share(shown), 1)


def _y(place: int) -> float:
    return _TOP + _ROW * (place + 0.5)


def _cut(words: str) -> str:
    return words if len(words) <= _LABEL else words[: _LABEL - 1] + "…"
