"""A server of its own for a test: started as a person starts it, asked over HTTP."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from conftest import ROOT
from stores import line, published, sample_lines

STARTED = re.compile(r"answers at (http://\S+)/sparql")


class Served:
    """A server that runs, and a client of it."""

    def __init__(self, process: "subprocess.Popen[str]", base: str) -> None:
        self.process = process
        self.base = base
        self.client = httpx.Client(base_url=base, timeout=30, trust_env=False)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.base.rpartition(":")[2])

    def get(self, path: str, accept: str | None = None, **headers: str) -> httpx.Response:
        """The answer to a GET."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        wanted = {} if accept is None else {"accept": accept}
        return self.client.get(path, headers={**wanted, **named})

    def ask(self, query: str, accept: str | None = None, **parameters: str) -> httpx.Response:
        """The answer to a query; an underscore in a parameter is a hyphen."""
        named = {name.replace("_", "-"): value for name, value in parameters.items()}
        wanted = {} if accept is None else {"accept": accept}
        return self.client.get("/sparql", params={"query": query, **named}, headers=wanted)

    def workers(self) -> list[int]:
        """The processes that it has started and that run."""
        return list(children(self.process.pid))


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started; its threads come and go meanwhile."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):
            yield from map(int, (task / "children").read_text().split())


START = """
import sys
import kg.serving, kg.serving.protocol, kg.serving.server, kg.store.crew
{}
from kg.cli import main
main()
"""


@contextmanager
def serving(root: Path, *options: str, where: str = "") -> Iterator[Served]:
    """A server over a store, gone at the end; it must not have complained.

    *where* is Python that changes what the server's modules hold as constant.
    """
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", START.format(where)),
            *("serve", "--port", "0", "--store", str(root), *options),
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = STARTED.search(line)
    assert found, line + process.stderr.read()
    served = Served(process, found[1])
    try:
        with served.client:
            yield served
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert "Traceback" not in said, said
    assert process.returncode == 0


def sampled(root: Path) -> Path:
    """A store with the invented trial, and two small graphs beside it."""
    others = [line("thing.x", "size", '"7"', graph="b"), line("y", "size", '"8"', graph="c")]
    published(root, [*sample_lines(), *others])
    return root


def media(response: httpx.Response) -> str:
    """The media type of an answer."""
    return str(response.headers["content-type"]).partition(";")[0]
