"""How long each question takes over a store, asked as `kg ask` asks: its first page.

Use: ``python -m bench_questions STORE [NAME=VALUE…] [--whole] [--only QUESTION…]``. Questions that
need a value are asked with what is given for it, else with the example of their header: a name that
the store has not is looked for among all names, which takes longer than to answer. A name that is
no parameter is what is known of a patient: ``age=60``. With ``--whole``
the whole answer is asked for, once. The first time is told apart, when little of the store is in
memory. The processor time is the worker's, which other work on the machine does not stretch. Last
come single look-ups, in thousandths of a second.
"""

import argparse
import os
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import kg
from kg.errors import KgError
from kg.questions import MEASUREMENTS, Parameter, Question, catalogue

_TIMES = 3
_LOOK_UPS = 200
_SECONDS = 60.0
_TICK = os.sysconf("SC_CLK_TCK")
_POINTS = {
    "all that is said of a claim": ("?x a tk:GroupResult", "SELECT ?p ?o {{ <{}> ?p ?o }}"),
    "a trial by its number": ("?t tk:registryId ?x", "SELECT ?t {{ ?t tk:registryId {} }}"),
    "all that is said of a concept": ("?x a tk:Concept", "SELECT ?p ?o {{ <{}> ?p ?o }}"),
}
"""What is looked up: some of these, and the query for each."""


class Asked(NamedTuple):
    """What the command line asks for."""

    store: Path
    whole: bool
    only: frozenset[str]
    given: dict[str, str]


def main() -> None:
    """Print a line for each question, and for each kind of look-up."""
    warnings.simplefilter("ignore", kg.PartialAnswer)
    asked = _asked()
    with kg.open(asked.store, timeout=_SECONDS, memory=4000) as graph:
        graph.query("SELECT ?t { ?t a tk:Trial } LIMIT 1")
        print(" first s   median s   processor s   rows")  # noqa: T201 - what it is for
        for question in catalogue().values():
            if not asked.only or question.id in asked.only:
                print(_line(graph, question, asked), flush=True)  # noqa: T201
        print("\nfirst ms  median ms   slowest ms")  # noqa: T201
        for line in _look_ups(graph):
            print(line)  # noqa: T201


def _asked() -> Asked:
    parser = argparse.ArgumentParser(prog="bench_questions")
    parser.add_argument("store", type=Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("values", nargs="*")
    read = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in read.values)
    return Asked(read.store, read.whole, frozenset(read.only), given)


# --- Questions -----------------------------------------------------------------------------------


def _line(graph: "kg.Graph", question: Question, asked: Asked) -> str:
    values = _values(question, asked.given)
    times, page = (1, None) if asked.whole else (_TIMES, 1)
    walls: list[float] = []
    before = _processor_time()
    try:
        for _ in range(times):
            seconds, answer = _timed(partial(graph.ask, question.id, page=page, **values))
            walls.append(seconds)
    except KgError as error:
        return f"{'-':>8} {'-':>10} {'-':>13}   {question.id}: {error.what}"
    processor = (_processor_time() - before) / times
    more = "+" if answer.more else ""
    figures = f"{walls[0]:8.2f} {statistics.median(walls):10.2f} {processor:13.2f}"
    return f"{figures}   {len(answer)}{more} {question.id}"


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = do()
    return time.perf_counter() - started, found


def _values(question: Question, given: dict[str, str]) -> dict[str, Any]:
    """What is given, else the header's example, where the question cannot be asked without."""
    needed = [each for each in question.parameters if each.required]
    if any(each.kind == MEASUREMENTS for each in needed):
        known = {name for every in catalogue().values() for name in map(_name, every.parameters)}
        measured = {name: value for name, value in given.items() if name not in known}
        return measured or dict(pair.split("=", 1) for pair in str(needed[0].example).split())
    examples = {each.name: str(each.example).partition("=")[2] for each in needed}
    return {name: given.get(name, example) for name, example in examples.items()}


def _name(parameter: Parameter) -> str:
    return parameter.name


# --- Look-ups ------------------------------------------------------------------------------------


def _look_ups(graph: "kg.Graph") -> Iterator[str]:
    for what, (some, query) in _POINTS.items():
        things = graph.query(f"SELECT DISTINCT ?x {{ {some} }} LIMIT {_LOOK_UPS}")
        written = [query.format(_written(row[0])) for row in things.terms]  # type: ignore[union-attr]
        walls = [1000 * _timed(partial(graph.query, each))[0] for each in written]
        yield (
            f"{walls[0]:8.2f} {statistics.median(walls):10.2f} {max(walls):12.2f}"
            f"   {what}, {len(walls)} of them"
        )


def _written(thing: Any) -> str:
    return str(thing) if isinstance(thing, str) else f'"{thing.lexical}"'


def _processor_time() -> float:
    """The seconds that the processes of this one have used."""
    return sum(map(_ticks, _children())) / _TICK


def _children() -> list[Path]:
    own = f"/proc/self/task/{os.getpid()}/children"
    return [Path("/proc") / pid for pid in Path(own).read_text("ascii").split()]


def _ticks(process: Path) -> int:
    fields = (process / "stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    main()
