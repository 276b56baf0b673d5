"""`kg pool`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kg.cli import options, output
from kg.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kg.synthesis import LeftOut, Pooling, Synthesis

_PICTURES: Final = ("svg", "png", "pdf")
_LISTED: Final = 30
_NAMED: Final = 24  # the room that names of trials and models have at least


Question = Annotated[
    str,
    typer.Argument(help="One whose answer holds effects: pooled-effect.", show_default=False),
]
Values = Annotated[list[str] | None, typer.Argument(metavar="name=value…")]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="fixed, mh, peto, or dl, pm, reml, each also as dl-hk …; repeatable.",
    ),
]
Measure = Annotated[
    str | None, typer.Option(metavar="MEASURE", help="RR, OR, RD, MD, SMD, HR, IRR, RoM, LSMD.")
]
Time = Annotated[str | None, typer.Option(metavar="FROM..TO", help="A window of time: 12wk..26wk.")]
Mixed = Annotated[bool, typer.Option("--mixed", help="Combine whatever the groups received.")]
Number = Annotated[
    int | None, typer.Option("--set", metavar="NUMBER", min=1, help="One of the sets.")
]
Level = Annotated[float, typer.Option(metavar="PERCENT", help="Of the intervals.")]


def pool(
    question: Question,
    values: Values = None,
    *,
    models: Models = None,
    measure: Measure = None,
    time: Time = None,
    mixed: Mixed = False,
    number: Number = None,
    level: Level = 95.0,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
) -> None:
    """Pool the effects of a question's answer; list what was left out, and why.

    Effects are combined that share measurand, measure, unit, window of time and what was compared.
    Forms: table, csv, tsv, json, md; of one set svg, png, pdf (a forest plot) and R (for metafor).
    """
    import kg

    chosen = _form(question, format, output_file)
    manner = {"measure": measure, "time": time, "mixed": mixed, "level": level}
    with kg.open(store, timeout=timeout, memory=memory) as graph:
        asked: dict[str, Any] = {**manner, **_given(values)}
        found = graph.pool(question, models=tuple(models or ()), **asked)
    _emit(found if number is None else found.numbered(number), chosen, output_file)
    for note in found.notes:
        output.tell(note)


def _given(written: list[str] | None) -> dict[str, str]:
    """The values of the question's parameters.

    *Errors*: ``UsageError`` for what is an option here and no parameter.
    """
    found = options.pairs(written)
    for name in ("models", "measure", "time", "mixed", "level"):
        if name in found:
            raise UsageError(
                f"{name} is no parameter of a question",
                got=f"{name}={found[name]}",
                expected=f"an option: --{name.removesuffix('s')}",
            )
    return found


def _form(question: str, wanted: str | None, target: Path | None) -> str:
    """The form of the output; a picture goes into a file.

    *Errors*: ``UsageError``.
    """
    forms = ("table", "csv", "tsv", "json", "md", *_PICTURES, "r")
    chosen = output.form(wanted.lower() if wanted else None, target, forms, "csv")
    if chosen in _PICTURES and not output.stands_alone(target):
        raise UsageError("a picture needs a file", way_out=f"kg pool {question} -o forest.{chosen}")
    return chosen


def _emit(found: "Synthesis", chosen: str, target: Path | None) -> None:
    from kg.synthesis import json_of, metafor_of, picture_of, table_of

    if chosen in _PICTURES:
        picture = picture_of(found.only())
        forms: dict[str, str | bytes] = {"svg": picture.svg, "png": picture.png}
        output.emit(forms.get(chosen, picture.pdf), target)
    elif chosen == "r":
        output.emit(metafor_of(found.only()), target)
    elif chosen == "json":
        output.emit(json_of(found), target)
    elif chosen == "table":
        output.emit_page(_page(found))
    elif chosen == "md":
        output.emit("".join(_markdown(found)), target)
    else:
        output.emit_table(table_of(found), chosen, target)


# --- For people ----------------------------------------------------------------------------------


def _page(found: "Synthesis") -> "RenderableType":
    """Each set with its trials and estimates, then what was left out."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = []
    for place, pooling in enumerate(found.poolings, start=1):
        parts += [Text(_heading(found, place, pooling), style="bold cyan"), _grid(pooling)]
        parts += [Text(f"  {line}", style="dim") for line in _told(pooling)]
        parts.append(Text(""))
    if not found.poolings:
        parts.append(Text("There is nothing to pool: no two trials tell the like."))
    return Group(*parts, *map(Text, _left_out(found.left_out)))


def _heading(found: "Synthesis", place: int, pooling: "Pooling") -> str:
    number = f"{place}. " if len(found.poolings) > 1 else ""
    return f"{number}{pooling.title}: {pooling.subtitle}"


def _grid(pooling: "Pooling") -> "RenderableType":
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    from kg.synthesis import forest_table
    from kg.view import short

    head, *rows = forest_table(pooling.effects, pooling.pools)
    drawn = Grid(box=box.SIMPLE_HEAD)
    drawn.add_column(Text(head[0]), overflow="fold", min_width=_NAMED)
    for name in head[1:]:
        drawn.add_column(Text(name), justify="right", overflow="fold", no_wrap=True)
    for place, (first, *cells) in enumerate(rows):
        if place < len(pooling.effects):
            claim = short(pooling.effects[place].claim)
            drawn.add_row(Text.assemble(first, "\n", (claim, "dim")), *map(Text, cells))
        else:
            drawn.add_row(*(Text(cell, style="bold") for cell in (first, *cells)))
    return drawn


def _told(pooling: "Pooling") -> Iterator[str]:
    """What is said below the table."""
    from kg.synthesis import notes_of

    yield from notes_of(pooling.pools)
    origins = dict.fromkeys(each.origin for each in pooling.effects if each.derived)
    yield from (f"† {origin}" for origin in origins)
    for effect in pooling.effects:
        yield from (f"{effect.label}: {note}" for note in effect.notes)
    yield from pooling.notes


def _left_out(left: "tuple[LeftOut, ...]") -> Iterator[str]:
    """What did not enter: each where they are few, else how many for which reason."""
    if not left:
        return
    yield f"Left out: {len(left):,}"
    if len(left) <= _LISTED:
        from kg.view import short

        for out in left:
            yield f"  {out.label}, {out.measurand}: {out.reason} ({short(out.claim)})"
        return
    counts = Counter(_general(out.reason) for out in left)
    yield from (f"  {count:,}  {reason}" for reason, count in counts.most_common())
    yield "  Each with its claim: -f csv"


def _general(reason: str) -> str:
    """A reason without what is particular to one claim."""
    for start in ("the trial enters once", "no other trial tells the like", "at another time"):
        if reason.startswith(start):
            return start
    return reason


def _markdown(found: "Synthesis") -> Iterator[str]:
    from kg.synthesis import forest_table

    for place, pooling in enumerate(found.poolings, start=1):
        head, *rows = forest_table(pooling.effects, pooling.pools)
        yield f"## {_heading(found, place, pooling)}\n\n"
        yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n"
        yield from (f"| {' | '.join(_cell(cell) for cell in row)} |\n" for row in rows)
        yield "\n" + "".join(f"{line}  \n" for line in _told(pooling)) + "\n"
    yield "".join(f"* {line.strip()}\n" for line in _left_out(found.left_out))


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
