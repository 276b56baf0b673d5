"""SPARQL servers of others, started by tests on this machine: Oxigraph's and Virtuoso."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

PATIENCE = 60.0

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 100
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
DirsAllowed = .
[HTTPServer]
ServerPort = {http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 20
"""


class Server(NamedTuple):
    """A server that runs: what it is, where it takes questions, and what answers there."""

    name: str
    endpoint: str
    process: "subprocess.Popen[bytes]"


def oxigraph_program() -> str | None:
    """The program of the package `oxigraph`, beside this Python."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent))


@contextmanager
def oxigraph(*options: str) -> Iterator[Server]:
    """Oxigraph's server, with nothing in it."""
    program = oxigraph_program()
    if program is None:
        pytest.skip("the package oxigraph is not installed beside this Python")
    port = free_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with running("oxigraph", command, f"http://127.0.0.1:{port}/query") as server:
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso, with nothing in it, that lets anybody on this machine write."""
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(http=http, sql=sql), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with running("virtuoso", command, f"http://127.0.0.1:{http}/sparql", folder) as server:
        isql = shutil.which("isql-vt") or shutil.which("isql")
        assert isql is not None
        granted = 'grant SPARQL_UPDATE to "SPARQL";'
        subprocess.run(
            [isql, str(sql), "dba", "dba", f"exec={granted}"], check=True, capture_output=True
        )
        yield server


@contextmanager
def running(
    name: str, command: Sequence[str], endpoint: str, folder: Path | None = None
) -> Iterator[Server]:
    """A server that answers, ended with the block."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(endpoint, process)
            yield Server(name, endpoint, process)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


def _wait(endpoint: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        with suppress(httpx.HTTPError):
            asked = httpx.get(endpoint, params={"query": "ASK {}"}, timeout=5, trust_env=False)
            if asked.status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    pytest.fail(f"{endpoint} did not answer within {PATIENCE:g} s")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ended(server: Server) -> None:
    """Nothing, once the server is gone."""
    os.kill(server.process.pid, 9)
    server.process.wait()
