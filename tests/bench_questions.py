"""How long each question takes over a store, asked as `kg ask` asks: its first page.

Use: ``python -m bench_questions STORE [NAME=VALUE…]``. Questions that need a value are asked with
what is given for it, else with the example of their header: a name that the store has not is looked
for among all names, which takes longer than to answer. The first time is told apart, when little of
the store is in memory. The processor time is the worker's, which other work on the machine does not
stretch.
"""

import os
import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import kg
from kg.errors import KgError
from kg.questions import MEASUREMENTS, Question, catalogue

_TIMES = 3
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a line for each question."""
    warnings.simplefilter("ignore", kg.PartialAnswer)
    given = dict(pair.split("=", 1) for pair in sys.argv[2:])
    with kg.open(Path(sys.argv[1]), timeout=60.0, memory=4000) as graph:
        graph.query("SELECT ?t { ?t a tk:Trial } LIMIT 1")
        sys.stdout.write(" first s   median s   processor s   rows\n")
        for question in catalogue().values():
            sys.stdout.write(f"{_line(graph, question, given)}\n")


def _line(graph: "kg.Graph", question: Question, given: dict[str, str]) -> str:
    walls: list[float] = []
    before = _processor_time()
    try:
        for _ in range(_TIMES):
            started = time.perf_counter()
            answer = graph.ask(question.id, **_values(question, given))
            walls.append(time.perf_counter() - started)
    except KgError as error:
        return f"{'-':>8} {'-':>10} {'-':>13}   {question.id}: {error.what}"
    processor = (_processor_time() - before) / _TIMES
    more = "+" if answer.more else ""
    times = f"{walls[0]:8.2f} {statistics.median(walls):10.2f} {processor:13.2f}"
    return f"{times}   {len(answer)}{more} {question.id}"


def _values(question: Question, given: dict[str, str]) -> dict[str, Any]:
    """What is given, else the header's example, where the question cannot be asked without."""
    needed = [each for each in question.parameters if each.required and each.example]
    if needed and all(each.name in given for each in needed):
        return {each.name: given[each.name] for each in needed}
    if len(needed) == 1 and needed[0].kind != MEASUREMENTS:
        return {needed[0].name: str(needed[0].example).partition("=")[2]}
    return dict(pair.split("=", 1) for each in needed for pair in str(each.example).split())


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
