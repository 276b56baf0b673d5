"""The story of `kg demo`, as a person reads it.

In: the story. Out: what rich prints.
"""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kg.demo import Answered, Story
from kg.synthesis import long_name

_LEFT = (0, 0, 1, 2)


def told(story: Story, store: Path) -> RenderableType:
    """What was built, asked, pooled and written, and what to try next."""
    return Group(
        *_part("Built", _pairs(_built(story, store))),
        *_part("Asked", _pairs(_answer(each) for each in story.answers)),
        *_part("Combined", Text("\n".join(_pooled(story)))),
        *_part("Written", Text("\n".join(str(path) for path in story.files))),
        *_part("Now try", Text(_NEXT)),
    )


_NEXT = """\
kg show ESPRIT
kg ask conflicting-trials
kg ask trials-of-intervention intervention=IL-2
kg query -e 'SELECT ?trial ?n { ?trial tk:hasPopulation/tk:size ?n }'"""


def _part(title: str, body: RenderableType) -> tuple[RenderableType, RenderableType]:
    return Text(title, style="bold cyan"), Padding(body, _LEFT)


def _pairs(rows: Iterator[tuple[str, str]]) -> RenderableType:
    drawn = Grid.grid(padding=(0, 2))
    drawn.add_column(justify="right", style="bold")
    drawn.add_column(overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


def _built(story: Story, store: Path) -> Iterator[tuple[str, str]]:
    built = story.built
    yield f"{len(built.reports)}", f"reports of {built.trials} trials"
    yield f"{built.claims:,}", "claims, each with its source"
    yield f"{built.quads:,}", f"statements in {store}"
    yield str(len(story.verdict.focus_counts)), f"shapes: the graph {story.verdict}"
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in story.seconds.items())
    yield f"{sum(story.seconds.values()):.1f}", f"seconds: {steps}"


def _answer(each: Answered) -> tuple[str, str]:
    return f"{each.rows}", each.title


def _pooled(story: Story) -> Iterator[str]:
    shape = story.geometry
    yield f"{shape.comparisons} direct comparisons between {shape.interventions} interventions"
    if story.pooled is not None:
        group, pooled = story.pooled
        trials = ", ".join(effect.label for effect in pooled.effects)
        yield (
            f"{group.label}: {long_name(pooled.statistic)} {pooled.estimate:.3f} "
            f"({pooled.lower:.3f} to {pooled.upper:.3f}), {pooled.model}, of {trials}"
        )
