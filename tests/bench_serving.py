"""How the endpoint bears light and heavy queries at once, beside the engine's own server.

Run from the folder ``tests`` as ``python -m bench_serving [STORE]``, or by ``make bench-serve``;
nothing is measured by the test suite. Without a store a million invented statements are made. Both
servers stand over the same files and are asked the same queries in turns, so that what else the
machine does meets both. Each answer to a light query is held against the engine's own. At the end a
hundred clients ask at the same moment, again and again. The last lines say what is as it has to be.

Five minutes in one piece: ``make bench-serve SECONDS=300 TURNS=1``. *Units*: ``SECONDS`` is the
time of each server, all turns together; a heavy query comes every ``HEAVY_EVERY`` seconds.
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
TURNS = int(os.environ.get("TURNS", "2"))
CROWD = 100
ROUNDS = 10
LOOK_EVERY = 0.37  # no divisor of a second: heavy queries come and go by the second
GRACE = 1.0
MOST_LIGHT = 0.3
TIMES_THEIRS = 3
FLAT = 1.1
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


class Turn:
    """What came of a server's turn, or of several. *Units*: seconds, megabytes."""

    def __init__(self) -> None:
        self.light: list[float] = []
        self.heavy: Counter[str] = Counter()
        self.longest = 0.0
        self.refused = self.dishonest = self.wrong = self.late = 0
        self.memory: list[int] = []

    def took(self, answer: httpx.Response, wanted: Any, seconds: float) -> None:
        """Note an answer to a light query: right, wrong, or a refusal that says when to return."""
        if answer.status_code == 503:
            self.refused += 1
            self.dishonest += not answer.headers.get("retry-after", "").isdecimal()
        elif answer.status_code != 200 or answer.content != wanted:
            self.wrong += 1
        else:
            self.light.append(seconds)

    def percentile(self, cut: int) -> float:
        """So many of a hundred light answers took no longer."""
        return quantiles(self.light, n=100)[cut - 1]

    @property
    def growth(self) -> float:
        """The least memory of the last third beside that of the middle one: the first warms up.

        The least, since what a heavy query holds comes and goes, up to its limit.
        """
        third = max(1, len(self.memory) // 3)
        return min(self.memory[-third:]) / min(self.memory[third:-third] or self.memory)


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
    names = [OURS, *([THEIRS] if tool else [])]
    turns = {name: Turn() for name in names}
    yield f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}"
    yield f"{LIGHT_A_SECOND} light queries a second, a heavy one every {HEAVY_EVERY:g} s"
    yield f"deadline {DEADLINE} s, {TURNS} turns of {SECONDS / TURNS:g} s each"
    for number in range(TURNS):
        for name in names if number % 2 == 0 else reversed(names):
            with theirs(str(tool), engine) if name != OURS else nullcontext(own) as server:
                asyncio.run(turn(turns[name], server, questions, SECONDS / TURNS))
    crowd = Turn()
    asyncio.run(crowded(crowd, own[0], questions))
    for name, found in turns.items():
        yield from told(name, found)
    yield f"{CROWD} clients at once, {ROUNDS} times: {len(crowd.light):,} right, {_faults(crowd)}"
    yield f"load after: {os.getloadavg()[0]:.1f}"
    yield from verdicts(turns, crowd)


OURS = "kg serve"
THEIRS = "oxigraph serve-read-only"


def told(name: str, turn: Turn) -> Iterator[str]:
    """A server's figures."""
    half, most = (turn.percentile(cut) * 1000 for cut in (50, 95))
    low, high, last = min(turn.memory), max(turn.memory), turn.memory[-1]
    yield f"{name}"
    yield f"  light: {len(turn.light):,} right, {_faults(turn)}"
    yield f"  light: p50 {half:.1f} ms, p95 {most:.1f} ms, most {max(turn.light) * 1000:.0f} ms"
    yield f"  heavy: by status {dict(sorted(turn.heavy.items()))}, the longest {turn.longest:.1f} s"
    yield f"  memory: {low:,} to {high:,} MB, {last:,} MB at the end, growth {turn.growth:.2f}"


def _faults(turn: Turn) -> str:
    refused = f"{turn.refused} refused with 503 ({turn.dishonest} without Retry-After)"
    return f"{turn.wrong} wrong, {refused}, {turn.late} late"


def verdicts(turns: dict[str, Turn], crowd: Turn) -> Iterator[str]:
    """What has to be, each with whether it is."""
    ours = turns[OURS]
    own = ours.percentile(95)
    other = turns[THEIRS].percentile(95) if THEIRS in turns else 0.0
    asked = len(ours.light) + ours.refused + ours.wrong + ours.late
    found = {
        "no wrong answer": not (ours.wrong or crowd.wrong),
        "each refusal with Retry-After": not (ours.dishonest or crowd.dishonest),
        "nobody waited in vain": not (ours.late or crowd.late),
        "light queries refused: at most one in a hundred": ours.refused * 100 <= asked,
        f"light p95 {own * 1000:.0f} ms: at most {MOST_LIGHT * 1000:.0f} ms, or {TIMES_THEIRS} "
        f"times the other's {other * 1000:.0f} ms": own <= max(MOST_LIGHT, TIMES_THEIRS * other),
        "heavy queries end with 503": set(ours.heavy) == {"503"},
        "and not much after the deadline": ours.longest <= DEADLINE + GRACE,
        f"memory flat: growth {ours.growth:.2f}": ours.growth <= FLAT,
        "a hundred at once: right or refused": len(crowd.light) + crowd.refused == CROWD * ROUNDS,
    }
    for words, right in found.items():
        yield f"{'yes' if right else 'NO '}  {words}"


async def turn(done: Turn, server: tuple[str, int], questions: list[Light], seconds: float) -> None:
    """So many queries a second, whether or not the ones before were answered."""
    address, pid = server
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(timeout=3 * DEADLINE, limits=limits, trust_env=False) as client:
        watching = asyncio.create_task(watched(done, pid))
        tasks = []
        begun = time.perf_counter()
        for number in range(int(seconds * LIGHT_A_SECOND)):
            await asyncio.sleep(begun + number / LIGHT_A_SECOND - time.perf_counter())
            if number % int(LIGHT_A_SECOND * HEAVY_EVERY) == 0:
                tasks.append(asyncio.create_task(heavy(done, client, address)))
            question = questions[number % len(questions)]
            tasks.append(asyncio.create_task(light(done, client, address, question)))
        await asyncio.gather(*tasks)
        watching.cancel()


async def light(done: Turn, client: httpx.AsyncClient, address: str, question: Light) -> None:
    """One light query, its answer held against the engine's own."""
    begun = time.perf_counter()
    try:
        answer = await client.get(address, params={"query": question.query}, headers=_JSON)
    except httpx.HTTPError:
        done.late += 1
    else:
        done.took(answer, question.answer, time.perf_counter() - begun)


async def heavy(done: Turn, client: httpx.AsyncClient, address: str) -> None:
    """One heavy query."""
    begun = time.perf_counter()
    try:
        answer = await client.get(address, params={"query": HEAVY}, headers=_JSON)
        done.heavy[str(answer.status_code)] += 1
    except httpx.HTTPError:
        done.heavy["none"] += 1
    done.longest = max(done.longest, time.perf_counter() - begun)


async def watched(done: Turn, pid: int) -> None:
    """Look at the memory now and then."""
    while True:
        done.memory.append(await asyncio.to_thread(resident, pid))
        await asyncio.sleep(LOOK_EVERY)


async def crowded(done: Turn, address: str, questions: list[Light]) -> None:
    """A hundred clients, each with a connection of its own, ask at the same moment."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    chance = random.Random(2)
    async with httpx.AsyncClient(timeout=3 * DEADLINE, limits=limits, trust_env=False) as client:
        for _ in range(ROUNDS):
            picked = chance.choices(questions, k=CROWD)
            await asyncio.gather(*(light(done, client, address, each) for each in picked))


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
