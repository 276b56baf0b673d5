"""How long each question takes over a store, asked as `kg ask` asks: its first page.

Use: ``python -m bench_questions STORE``. Questions that need a value are asked with the example of
their header, where the store has it. The processor time is the worker's, which other work on the
machine does not stretch.
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
    with kg.open(Path(sys.argv[1]), timeout=60.0, memory=4000) as graph:
        graph.query("SELECT ?t { ?t a tk:Trial } LIMIT 1")
        sys.stdout.write("median s   processor s   rows\n")
        for question in catalogue().values():
            sys.stdout.write(f"{_line(graph, question)}\n")


def _line(graph: "kg.Graph", question: Question) -> str:
    walls: list[float] = []
    before = _processor_time()
    try:
        for _ in range(_TIMES):
            started = time.perf_counter()
            answer = graph.ask(question.id, **_values(question))
            walls.append(time.perf_counter() - started)
    except KgError as error:
        return f"{'-':>8} {'-':>13}   {question.id}: {error.what}"
    processor = (_processor_time() - before) / _TIMES
    more = "+" if answer.more else ""
    return f"{statistics.median(walls):8.2f} {processor:13.2f}   {len(answer)}{more} {question.id}"


def _values(question: Question) -> dict[str, Any]:
    """What the header gives as an example, where the question cannot be asked without."""
    needed = [each for each in question.parameters if each.required and each.example]
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
