"""The bundled graph: what `kg demo` builds, asks and draws.

In: a folder. Out: a store, an export and pictures in it, and the story of how it went. The records
are those of the package: trials of interleukin-2 in HIV infection, each fact with its source.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.api import Graph, open_graph
from kg.errors import InputError
from kg.network import Geometry, draw, geometry, graphml
from kg.questions import MEASUREMENTS, Question, catalogue
from kg.resources import records
from kg.synthesis import Pooling, picture_of
from kg.table import Table

if TYPE_CHECKING:
    from kg.build import Summary
    from kg.validation import Verdict

STEM: Final = "il2-hiv"


class Answered(NamedTuple):
    """A question, and how many rows answered it."""

    question: Question
    rows: int


class Excerpt(NamedTuple):
    """What to ask for in full: a question, its values, and the columns that a page has room for."""

    question: str
    values: Mapping[str, Any]
    columns: tuple[str, ...]

    @property
    def command(self) -> str:
        """What to type for the whole answer."""
        return " ".join(("kg ask", self.question, *(f"{n}={v}" for n, v in self.values.items())))


EXCERPTS: Final = (
    Excerpt(
        "between-group",
        {"trial": "ESPRIT"},
        ("measurandLabel", "statistic", "difference", "ciLower", "ciUpper", "pValue", "favours"),
    ),
    Excerpt("disagreements", {}, ("label", "what", "about", "firstValue", "secondValue")),
    Excerpt("unit-flags", {}, ("label", "measurandLabel", "writtenValue", "writtenUnit", "readAs")),
)


class Story(NamedTuple):
    """What was built, found and written. *Units*: ``seconds`` by step."""

    built: "Summary"
    verdict: "Verdict"
    answers: tuple[Answered, ...]
    excerpts: tuple[tuple[Excerpt, Table], ...]
    geometry: Geometry
    pooled: Pooling | None
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
            excerpts = tuple((each, _excerpt(graph, each)) for each in EXCERPTS)
        with clock.step("export"):
            graph.export(out / f"{STEM}.ttl")
        with clock.step("draw"):
            shape, network = _network(graph, out)
            pooled, forest = _forest(graph, out)
    files = (out / f"{STEM}.ttl", *network, *forest)
    return Story(built, verdict, answers, excerpts, shape, pooled, files, clock.seconds)


def _built(store: Path) -> "Summary":
    from kg.build import build

    built = build([records()], store)
    if not built.complete or built.generation is None:
        first = built.rejects[0]
        raise InputError(first.what, where=first.where, got=first.got, expected=first.expected)
    return built


# --- Questions -----------------------------------------------------------------------------------


def _answers(graph: Graph) -> Iterator[Answered]:
    for question in catalogue().values():
        yield Answered(question, len(graph.ask(question.id, page=None, **_example(question))))


def _example(question: Question) -> dict[str, Any]:
    """The values that a question cannot do without, as its own header gives them."""
    written: list[str] = []
    for parameter in question.parameters:
        if parameter.required and parameter.example:
            several = parameter.kind == MEASUREMENTS
            written += parameter.example.split() if several else [parameter.example]
    return {name: value for name, _, value in (each.partition("=") for each in written)}


def _excerpt(graph: Graph, wanted: Excerpt) -> Table:
    """The rows that differ in the columns wanted, in the order of the answer."""
    answer = graph.ask(wanted.question, **wanted.values)
    places = [answer.columns.index(name) for name in wanted.columns]
    rows = dict.fromkeys(tuple(row[place] for place in places) for row in answer.terms)
    return Table(wanted.columns, tuple(rows), answer.title)


# --- Pictures ------------------------------------------------------------------------------------


def _network(graph: Graph, out: Path) -> tuple[Geometry, Iterable[Path]]:
    found = graph.network()
    target = out / f"{STEM}-network.graphml"
    target.write_text(graphml(found), encoding="utf-8", newline="\n")
    picture = draw(found, title="Trials of interleukin-2 in HIV infection: direct comparisons")
    return geometry(found), (target, *picture.write(out / f"{STEM}-network"))


def _forest(graph: Graph, out: Path) -> tuple[Pooling | None, Iterable[Path]]:
    """The comparison that most trials report, pooled and drawn; nothing where none is shared."""
    found = graph.pool(models=("fixed",)).poolings
    if not found:
        return None, ()
    return found[0], picture_of(found[0]).write(out / f"{STEM}-forest")
