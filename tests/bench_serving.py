"""How the endpoint bears light and heavy queries at once, beside the engine's own server.

Run from the folder ``tests`` as ``python -m bench_serving [STORE]``, or by ``make bench-serve``;
nothing is measured by the test suite. Without a store a million invented statements are made. Both
servers stand over the same files and are asked the same queries in turns, so that what else the
machine does meets both. Each answer to a light query is held against the engine's own.
"""

import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import httpx
import pyoxigraph as ox
from served import children, serving
from stores import ID, published, sample_lines

from kg.namespaces import PREFIXES

STATEMENTS = int(os.environ.get("STATEMENTS", "1000000"))
SECONDS = float(os.environ.get("SECONDS", "60"))
LIGHT_A_SECOND = 50
HEAVY_EVERY = float(os.environ.get("HEAVY_EVERY", "1"))
DEADLINE = 10
TURNS = 2
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) < STR(?f)) }"
LIGHT = (
    "SELECT ?label { VALUES ?t { <TRIAL> } ?t rdfs:label ?label } ORDER BY ?label",
    "SELECT ?arm ?n { <TRIAL> tk:hasArm ?arm OPTIONAL { ?arm tk:size ?n } } ORDER BY ?arm",
    "SELECT (COUNT(?result) AS ?n) { <TRIAL> tk:hasResult ?result }",
    "SELECT ?p ?o { <TRIAL> ?p ?o } ORDER BY ?p ?o LIMIT 20",
    "ASK { <TRIAL> tk:hasArm/tk:armRole tk:control }",
    "SELECT ?s ?x { <TRIAL> tk:hasArm ?a . ?a tk:receives ?s . ?s ?p ?x } ORDER BY ?s ?x LIMIT 30",
)


class Light(NamedTuple):
    """A light query and its answer."""

    query: str
    answer: Any


class Turn(NamedTuple):
    """What came of a server's turn."""

    light: list[float]
    heavy: Counter[str]
    refused: int
    wrong: int
    late: int


def main(arguments: list[str]) -> None:
    """Print the table."""
    with TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(arguments[0]) if arguments else invented(Path(name) / "store")
        (current,) = (root / "CURRENT").read_text().split()
        engine = root / current / "engine"
        questions = lights(engine)
        with serving(root, "--timeout", str(DEADLINE)) as ours:
            own = ours.base + "/sparql", ours.process.pid
            for line in measured(own, engine, questions):
                print(line, flush=True)  # noqa: T201 - what a bench is for


def invented(root: Path) -> Path:
    """A store of as many statements as are wanted: one invented trial, told again and again."""
    lines = sample_lines()
    copies = STATEMENTS // len(lines) + 1
    trial, report = f"{ID}trial/", f"{ID}report/"
    many = (
        line.replace(report, f"{report}n{n}-").replace(trial, f"{trial}n{n}-")
        for n in range(copies)
        for line in lines
    )
    published(root, many)  # type: ignore[arg-type]
    return root


def lights(engine: Path) -> list[Light]:
    """Light queries about trials of the store, with the engine's own answers."""
    store = ox.Store.read_only(str(engine))
    listed: Any = store.query("SELECT ?t { ?t a tk:Trial } ORDER BY ?t", prefixes=PREFIXES)
    trials = [row["t"].value for row in listed]
    chance = random.Random(1)
    queries = [chance.choice(LIGHT).replace("TRIAL", chance.choice(trials)) for _ in range(500)]
    declared = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    made = []
    for query in (declared + each for each in queries):
        found: Any = store.query(query)
        made.append(Light(query, found.serialize(format=ox.QueryResultsFormat.JSON)))
    return made


@contextmanager
def theirs(tool: str, engine: Path) -> Iterator[tuple[str, int]]:
    """The engine's own server over the same files; what it still does ends with its turn."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    at = f"127.0.0.1:{port}"
    options = ("--location", engine, "--bind", at, "--timeout-s", str(DEADLINE))
    process = subprocess.Popen(
        [tool, "serve-read-only", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            time.sleep(0.1)
            try:
                httpx.get(f"http://{at}/")
            except httpx.ConnectError:
                continue
            break
        yield f"http://{at}/query", process.pid
    finally:
        process.kill()
        process.wait()


def measured(own: tuple[str, int], engine: Path, questions: list[Light]) -> Iterator[str]:
    """Lines of what came of it; load and memory are told beside it."""
    tool = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    names = ["kg serve", *(["oxigraph serve-read-only"] if tool else [])]
    turns: dict[str, list[Turn]] = {name: [] for name in names}
    memory: dict[str, list[int]] = {name: [] for name in names}
    yield f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}"
    yield f"{LIGHT_A_SECOND} light queries a second, a heavy one every {HEAVY_EVERY:g} s"
    yield f"deadline {DEADLINE} s, {TURNS} turns of {SECONDS / TURNS:g} s each"
    for number in range(TURNS):
        for name in names if number % 2 == 0 else reversed(names):
            with theirs(str(tool), engine) if name != "kg serve" else nullcontext(own) as server:
                address, pid = server
                before = resident(pid)
                turns[name].append(asyncio.run(turn(address, questions, SECONDS / TURNS)))
                memory[name] += [before, resident(pid)]
    for name, found in turns.items():
        yield from told(name, found, memory[name])


def told(name: str, turns: list[Turn], memory: list[int]) -> Iterator[str]:
    """A server's figures."""
    light = sorted(each for turn in turns for each in turn.light)
    heavy = sum((turn.heavy for turn in turns), Counter[str]())
    half, most = (quantiles(light, n=100)[cut - 1] * 1000 for cut in (50, 95))
    wrong, refused = sum(turn.wrong for turn in turns), sum(turn.refused for turn in turns)
    late = sum(turn.late for turn in turns)
    yield f"{name}"
    yield f"  light: {len(light):,} right, {wrong} wrong, {refused} refused with 503, {late} late"
    yield f"  light: p50 {half:.1f} ms, p95 {most:.1f} ms, most {light[-1] * 1000:.0f} ms"
    yield f"  heavy, by status: {dict(sorted(heavy.items()))}"
    yield f"  memory, before and after each turn: {', '.join(f'{each:,} MB' for each in memory)}"


async def turn(address: str, questions: list[Light], seconds: float) -> Turn:
    """So many queries a second, whether or not the ones before were answered."""
    done = Turn([], Counter(), 0, 0, 0)
    refused = wrong = late = 0
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(timeout=3 * DEADLINE, limits=limits, trust_env=False) as client:

        async def light(question: Light) -> None:
            nonlocal refused, wrong, late
            begun = time.perf_counter()
            try:
                answer = await client.get(address, params={"query": question.query}, headers=_JSON)
            except httpx.TimeoutException:
                late += 1
                return
            if answer.status_code == 503:
                refused += 1
            elif answer.status_code != 200 or answer.content != question.answer:
                wrong += 1
            else:
                done.light.append(time.perf_counter() - begun)

        async def heavy() -> None:
            try:
                answer = await client.get(address, params={"query": HEAVY}, headers=_JSON)
                done.heavy[str(answer.status_code)] += 1
            except httpx.TimeoutException:
                done.heavy["none"] += 1

        tasks = []
        begun = time.perf_counter()
        for number in range(int(seconds * LIGHT_A_SECOND)):
            await asyncio.sleep(begun + number / LIGHT_A_SECOND - time.perf_counter())
            if number % int(LIGHT_A_SECOND * HEAVY_EVERY) == 0:
                tasks.append(asyncio.create_task(heavy()))
            tasks.append(asyncio.create_task(light(questions[number % len(questions)])))
        await asyncio.gather(*tasks)
    return done._replace(refused=refused, wrong=wrong, late=late)


_JSON = {"accept": "application/sparql-results+json"}


def resident(pid: int) -> int:
    """The megabytes that a process and its children hold, shared ones in proportion."""
    held = 0
    for each in [pid, *children(pid)]:
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        held += next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:"))
    return held >> 10


if __name__ == "__main__":
    main(sys.argv[1:])
