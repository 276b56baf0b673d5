"""Many hostile requests at once, mixed by chance, while honest clients go on asking.

In: a server, a number and a seed. Out: what came of it. Run from the folder ``tests`` as
``python -m hostile_series 10000`` for the whole series; the tests run a short one.
"""

import random
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from served import Served, children, serving
from sparql_suite import TABLES
from stores import line, published
from test_serving_hostile import ATTACKS

THINGS = 400
DEADLINE = 1.0
AT_ONCE = 12
_CUT = b"\r\n\r\n"
_SPACE = 1 << 16


class Outcome(NamedTuple):
    """What came of a series. *Units*: seconds."""

    statuses: Counter[str]
    honest: int
    wrong: int
    refused: int
    quiet: float
    """The 95th percentile of an honest answer before the series, and *within* it."""
    within: float
    slowest: float
    connected: int
    """Connections to a place that only hostile queries name."""
    workers: int
    files: int
    megabytes: tuple[int, int]


# --- What is sent --------------------------------------------------------------------------------


def requests(number: int, seed: int, there: str) -> Iterator[bytes]:
    """So many requests as bytes, the same for the same seed."""
    chance = random.Random(seed)
    ways: tuple[tuple[Callable[[random.Random, str], bytes], int], ...] = (
        (_heavy, 1),
        (_mutated, 8),
        (_outward, 3),
        (_path, 3),
        (_malformed, 4),
        (_header, 3),
    )
    kinds, weights = zip(*ways, strict=True)
    for _ in range(number):
        yield chance.choices(kinds, weights)[0](chance, there)


def _posted(query: str, *headers: str, kind: str = "application/sparql-query") -> bytes:
    body = query.encode(errors="surrogateescape")
    head = ("POST /sparql HTTP/1.1", "Host: localhost", f"Content-Type: {kind}", *headers)
    return "\r\n".join((*head, f"Content-Length: {len(body)}", "", "")).encode() + body


def _heavy(chance: random.Random, _: str) -> bytes:
    return _posted(chance.choice(list(ATTACKS.values())))


def _mutated(chance: random.Random, _: str) -> bytes:
    """A query of the suite with a few signs changed, doubled, moved or taken out."""
    query = list(chance.choice(list(TABLES.values())))
    for _n in range(chance.randint(1, 6)):
        at = chance.randrange(len(query))
        piece = chance.choice((*"{}()\\\"'\0é<#\u202e", ""))
        query[at : at + chance.randint(0, 3)] = [piece * chance.randint(1, 3)]
    return _posted("".join(query))


def _outward(chance: random.Random, there: str) -> bytes:
    word = chance.choice(("SERVICE", "SeRvIcE SILENT", "service", "SERVICE\n#x\n"))
    return _posted(
        chance.choice(
            (
                f"SELECT * {{ {word} <{there}> {{ ?s ?p ?o }} }}",
                f"PREFIX s: <{there}> ASK {{ {word} s: {{ ?s ?p ?o }} }}",
                f"SELECT * FROM <{there}> {{ ?s ?p ?o }}",
                f"BASE <{there}> SELECT * FROM NAMED <x> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                f"LOAD <{there}>",
                f"INSERT {{ ?s ?p ?o }} WHERE {{ {word} <{there}> {{ ?s ?p ?o }} }}",
            )
        )
    )


def _path(chance: random.Random, _: str) -> bytes:
    path = chance.choice(
        (
            "/../../../../etc/passwd",
            "/id/%2e%2e/%2e%2e/etc/passwd",
            "/static/../../../etc/passwd",
            "/id/%00",
            "/id/a%0d%0aSet-Cookie:%20x=1",
            "/questions/<script>alert(1)</script>",
            "/questions/between-group?trial=%22%3E%3Cscript%3E",
            "/search?q=" + "%F0%9F%92%A3" * 500,
            "/id/trial/" + "a" * 5_000,
            f"/sparql?query={'%28' * 900}",
        )
    )
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def _malformed(chance: random.Random, _: str) -> bytes:
    """Bytes that are no request, or two in one."""
    start = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    )
    return chance.choice(
        (
            chance.randbytes(chance.randint(1, 3_000)),
            b"GET / HTTP/9.9" + _CUT,
            start + b"Content-Length: -5" + _CUT + b"ASK {}",
            start + b"Content-Length: 6\r\nContent-Length: 60" + _CUT + b"ASK {}",
            start + b"Content-Length: 4\r\nTransfer-Encoding: chunked" + _CUT + b"0\r\n\r\nGET /x",
            start + b"Transfer-Encoding: chunked" + _CUT + b"zzzz\r\nASK {}\r\n",
            start + b"Content-Length: 99999999999999999999" + _CUT,
            start + b"Content-Length: 6" + _CUT + b"ASK",
            b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n" * 30,
        )
    )


def _header(chance: random.Random, _: str) -> bytes:
    accept = ",".join(f"a/b;q=0.{n}" for n in range(chance.choice((1, 400))))
    headers = (
        f"Host: {chance.choice(('evil.example', 'localhost:80@evil', '[::1', '', '127.0.0.1'))}",
        f"Accept: {accept}",
        f"If-None-Match: {'x' * chance.choice((1, 9_000))}",
        f"Origin: {chance.choice(('null', 'https://evil.example'))}",
        *(f"X-{n}: y" for n in range(chance.choice((0, 300)))),
    )
    head = "\r\n".join(("GET /sparql?query=ASK%7B%7D HTTP/1.1", *headers, "Connection: close"))
    return head.encode() + _CUT


# --- The series ----------------------------------------------------------------------------------


def series(server: Served, number: int, seed: int = 1) -> Outcome:
    """What came of so many hostile requests beside honest clients."""
    with _listener() as (there, connected):
        quiet = _Honest(server)
        quiet.ask(60)
        before = _megabytes(server)
        beside = _Honest(server)
        with ThreadPoolExecutor(AT_ONCE) as pool, beside.asking():
            statuses = Counter(pool.map(server_says(server), requests(number, seed, there)))
        time.sleep(DEADLINE + 0.5)
        return Outcome(
            statuses,
            len(beside.seconds),
            quiet.wrong + beside.wrong,
            beside.refused,
            quiet.most(),
            beside.most(),
            max(beside.seconds),
            connected(),
            len(server.workers()),
            len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())),
            (before, _megabytes(server)),
        )


def server_says(server: Served) -> Callable[[bytes], str]:
    """What gives the status of the answer to some bytes, or that there was none."""

    def said(request: bytes) -> str:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
                client.sendall(request)
                first = client.recv(_SPACE)
        except TimeoutError:
            return "no answer"
        except OSError:
            return "closed"
        return first.split()[1].decode() if first.startswith(b"HTTP/") else "closed"

    return said


class _Honest:
    """A client that asks what it knows the answer to."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self.seconds: list[float] = []
        self.wrong = 0
        self.refused = 0

    def ask(self, times: int = 1) -> None:
        for _ in range(times):
            number = len(self.seconds) % THINGS
            begun = time.perf_counter()
            answer = self._server.ask(f'SELECT ?s {{ ?s tk:size "{number}" }}')
            self.seconds.append(time.perf_counter() - begun)
            if answer.status_code == 503 and answer.headers["retry-after"].isdecimal():
                self.refused += 1
            elif answer.status_code != 200 or f'/arm-{number}"' not in answer.text:
                self.wrong += 1

    def most(self) -> float:
        """The 95th percentile."""
        return quantiles(self.seconds, n=20)[-1]

    @contextmanager
    def asking(self) -> Iterator[None]:
        """It asks on and on meanwhile, and at least so often that a percentile means something."""
        done = threading.Event()

        def on_and_on() -> None:
            while not done.is_set() or len(self.seconds) < 40:
                self.ask()
                time.sleep(0.01)

        asking = threading.Thread(target=on_and_on)
        asking.start()
        try:
            yield
        finally:
            done.set()
            asking.join()


@contextmanager
def _listener() -> Iterator[tuple[str, Callable[[], int]]]:
    """An address on this machine, and how many have connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.setblocking(False)

        def connected() -> int:
            try:
                other.accept()[0].close()
            except BlockingIOError:
                return 0
            return 1

        yield f"http://127.0.0.1:{other.getsockname()[1]}/x", connected


def _megabytes(server: Served) -> int:
    held = 0
    for pid in (server.process.pid, *children(server.process.pid)):
        with suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
            held += next(int(row.split()[1]) for row in rollup.splitlines() if row[:4] == "Pss:")
    return held >> 10


@contextmanager
def besieged(root: Path) -> Iterator[Served]:
    """A server with little patience over a store in which a product with itself takes long."""
    published(root, [line(f"arm-{n}", "size", f'"{n}"') for n in range(THINGS)])
    options = ("--timeout", str(DEADLINE), "--memory", "256", "--workers", "6")
    patience = "kg.serving.server.HEAD_SECONDS = kg.serving.protocol.BODY_SECONDS = 0.5"
    with serving(root, *options, where=patience) as server:
        yield server


def main(arguments: list[str]) -> None:
    """Run a whole series and print what came of it."""
    with TemporaryDirectory() as name, besieged(Path(name)) as server:
        pid, begun = server.process.pid, time.monotonic()
        found = series(server, int(arguments[0]) if arguments else 10_000)
        same = server.process.poll() is None and server.process.pid == pid
        print(f"{time.monotonic() - begun:.0f} s, the same process: {same}")  # noqa: T201
        for field, value in found._asdict().items():
            print(f"{field}: {value}")  # noqa: T201 - what a series is for


if __name__ == "__main__":
    main(sys.argv[1:])
