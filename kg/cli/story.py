"""The story of `kg demo`, as a person reads it.

In: the story. Out: what rich prints.
"""

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kg.cli.pages import answer
from kg.demo import Answered, Excerpt, Story
from kg.synthesis import long_name
from kg.table import Table

_INDENT = 2


def told(story: Story, store: Path, width: int) -> RenderableType:
    """What was built, asked, pooled and written, and what to try next."""
    excerpts = (part for each in story.excerpts for part in _excerpt(*each, width))
    return Group(
        *_part("Built", _pairs(_built(story, store))),
        *_part("Asked: how many rows answer each question", _pairs(_counts(story.answers))),
        *excerpts,
        *_part("Combined", Text("\n".join(_combined(story)))),
        *_part("Written", Text("\n".join(str(path) for path in story.files))),
        *_part("Now try", Text("\n".join(f"{_command()} {each}" for each in _NEXT))),
    )


_NEXT = (
    "show ESPRIT",
    "ask conflicting-trials",
    "ask trials-of-intervention substance=IL-2",
    "query -e 'SELECT ?trial ?n { ?trial tk:hasPopulation/tk:size ?n }'",
    "build reports/*.txt --store build/mine",
)


def _command() -> str:
    """How to call kg from here: by its name where the shell knows it, else as it was called."""
    called = Path(sys.argv[0]).absolute()
    near = called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called
    return "kg" if shutil.which("kg") else str(near)


def _part(title: str, body: RenderableType) -> tuple[RenderableType, RenderableType]:
    heading = Text(title, style="bold cyan")
    return heading, Padding(body, (0, 0, 1, _INDENT), expand=False)


def _pairs(rows: Iterator[tuple[str, str]]) -> RenderableType:
    drawn = Grid.grid(padding=(0, 2))
    drawn.add_column(justify="right", style="bold")
    drawn.add_column(overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


def _built(story: Story, store: Path) -> Iterator[tuple[str, str]]:
    built = story.built
    shapes = len(story.verdict.focus_counts)
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in story.seconds.items())
    yield f"{len(built.reports)}", f"records of {built.trials} trials of interleukin-2 in HIV"
    yield f"{built.claims:,}", "claims, each with its source"
    yield f"{built.quads:,}", f"statements in {store}"
    yield str(shapes), f"shapes that they were held against: the graph {story.verdict}"
    yield f"{sum(story.seconds.values()):.1f}", f"seconds: {steps}"


def _counts(answers: Sequence[Answered]) -> Iterator[tuple[str, str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for each in answers:
        groups[each.question.group].append(f"{each.question.id}\N{NO-BREAK SPACE}{each.rows}")
    for name, counted in groups.items():
        yield name, " · ".join(counted)


def _excerpt(excerpt: Excerpt, table: Table, width: int) -> tuple[RenderableType, ...]:
    untitled = Table(table.columns, table.terms)
    return (
        Text(table.title or "", style="bold cyan"),
        Text(f"{'':{_INDENT}}{excerpt.command}", style="dim"),
        Padding(answer(untitled, width - _INDENT), (0, 0, 0, 1), expand=False),
    )


def _combined(story: Story) -> Iterator[str]:
    shape = story.geometry
    yield f"{shape.comparisons} direct comparisons between {shape.interventions} interventions"
    if story.pooled is not None:
        measured = story.pooled.group.label
        (pooled,) = story.pooled.pools
        trials = " and ".join(effect.label for effect in pooled.effects)
        yield (
            f"{measured} in {trials}: {long_name(pooled.statistic)} {pooled.estimate:.2f} "
            f"({pooled.lower:.2f} to {pooled.upper:.2f}), {pooled.model}"
        )
