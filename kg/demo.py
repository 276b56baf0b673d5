"""The bundled graph: what `kg demo` builds, asks and draws.

In: a folder. Out: a store, an export and pictures in it, and the story of how it went. The records
are those of the package: trials of interleukin-2 in HIV infection, each fact with its source.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.api import Graph, open_graph
from kg.errors import InputError
from kg.network import Geometry, draw, geometry, graphml
from kg.questions import MEASUREMENTS, Question, catalogue
from kg.resources import records
from kg.synthesis import Comparable, Pooled, comparables, forest_plot, pool_fixed

if TYPE_CHECKING:
    from kg.build import Summary
    from kg.validation import Verdict

STEM: Final = "il2-hiv"


class Answered(NamedTuple):
    """A question, and how many rows answered it."""

    question: str
    title: str
    rows: int


class Story(NamedTuple):
    """What was built, found and written. *Units*: ``seconds`` by step."""

    built: "Summary"
    verdict: "Verdict"
    answers: tuple[Answered, ...]
    geometry: Geometry
    pooled: tuple[Comparable, Pooled] | None
    files: tuple[Path, ...]
    seconds: dict[str, float]


class _Clock:
    """How long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def demo(out: Path, store: Path) -> Story:
    """The story of the bundled graph, with its files in *out*.

    *Errors*: ``InputError`` where a bundled record was not taken, which is a fault of the package.
    """
    clock = _Clock()
    with clock.step("build"):
        built = _built(store)
    with open_graph(store) as graph:
        with clock.step("validate"):
            verdict = graph.validate()
        with clock.step("ask"):
            answers = tuple(_answers(graph))
        with clock.step("export"):
            graph.export(out / f"{STEM}.ttl")
        with clock.step("draw"):
            shape, network = _network(graph, out)
            pooled, forest = _forest(graph, out)
    files = (out / f"{STEM}.ttl", *network, *forest)
    return Story(built, verdict, answers, shape, pooled, files, clock.seconds)


def _built(store: Path) -> "Summary":
    from kg.build import build

    built = build([records()], store)
    if not built.complete or built.generation is None:
        first = built.rejects[0]
        raise InputError(first.what, where=first.where, got=first.got, expected=first.expected)
    return built


def _answers(graph: Graph) -> Iterator[Answered]:
    for question in catalogue().values():
        answer = graph.ask(question.id, **_example(question))
        yield Answered(question.id, question.title, len(answer))


def _example(question: Question) -> dict[str, str]:
    """The values that a question cannot do without, as its own header gives them."""
    written: list[str] = []
    for parameter in question.parameters:
        if parameter.required and parameter.example:
            several = parameter.kind == MEASUREMENTS
            written += parameter.example.split() if several else [parameter.example]
    return {name: value for name, _, value in (each.partition("=") for each in written)}


def _network(graph: Graph, out: Path) -> tuple[Geometry, Iterable[Path]]:
    found = graph.network()
    target = out / f"{STEM}-network.graphml"
    target.write_text(graphml(found), encoding="utf-8", newline="\n")
    picture = draw(found, title="Trials of interleukin-2 in HIV infection: direct comparisons")
    return geometry(found), (target, *picture.write(out / f"{STEM}-network"))


def _forest(graph: Graph, out: Path) -> tuple[tuple[Comparable, Pooled] | None, Iterable[Path]]:
    """The comparison that most trials report, pooled and drawn; nothing where none is shared."""
    shared = [group for group in comparables(graph.ask("pooled-effect")) if len(group.effects) > 1]
    if not shared:
        return None, ()
    group = shared[0]
    pooled = pool_fixed(group.effects)
    picture = forest_plot(group.effects, [pooled], title=group.label.capitalize())
    return (group, pooled), picture.write(out / f"{STEM}-forest")
