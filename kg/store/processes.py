"""The parent's side of the disposable workers: ask, wait until the deadline, kill.

In: an engine folder, an admitted query. Out: the form of the answer and its bytes, whole or not at
all. One warm worker is kept; one that was killed or died is replaced by the next question.
"""

import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from kg.errors import KgError, LimitError, QueryError, StoreDamaged, TooManyRows

SECONDS: Final = 10.0
MEGABYTES: Final = 512
MAX_ANSWER: Final = 256 << 20

_SCRIPT: Final = Path(__file__).with_name("worker.py")
_HEAD: Final = 5
_GRACE: Final = 1.0  # the worker's own timer, behind the parent's


class Limits(NamedTuple):
    """What one query may take."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    rows: int | None = None


class Reply(NamedTuple):
    """The form of an answer, with what belongs to the form, and the serialised answer."""

    head: dict[str, Any]
    body: IO[bytes]

    def read(self) -> bytes:
        """The serialised answer; it can be read once."""
        with self.body as body:
            return body.read()


class EngineSyntaxError(Exception):
    """The engine's complaint about a query, to be put into words by the caller."""


class Pool:
    """The workers over one engine folder; one at a time runs, and stays warm."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worker: _Worker | None = None
        self._turn = threading.Lock()

    def run(self, query: str, *, form: str, prefixes: dict[str, str], limits: Limits) -> Reply:
        """The reply to a query.

        *Errors*: ``LimitError``, ``QueryError``, ``StoreDamaged``; ``EngineSyntaxError`` is for
        the caller.
        """
        request = {
            "query": query,
            "format": form,
            "prefixes": prefixes,
            "seconds": limits.seconds + _GRACE,
            "rows": limits.rows,
        }
        with self._turn:
            worker = self._ready(limits)
            try:
                return worker.ask(request, limits)
            except BaseException as error:
                if not isinstance(error, EngineSyntaxError):
                    self._drop()
                raise

    def close(self) -> None:
        """End the worker."""
        with self._turn:
            self._drop()

    def _ready(self, limits: Limits) -> "_Worker":
        kept = self._worker
        if kept and kept.alive and kept.megabytes == limits.megabytes:
            return kept
        self._drop()
        self._worker = _Worker(self._folder, limits)
        return self._worker

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


class _Worker:
    """One process over one engine folder."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.megabytes = limits.megabytes
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(  # noqa: S603 - our own script, by its own path
            command(folder, limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
            env=environment(),
            start_new_session=True,  # Ctrl-C is the parent's to answer
        )
        self._started = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], limits: Limits) -> Reply:
        deadline = time.monotonic() + limits.seconds
        frames = self._frames(deadline, limits)
        if not self._started:
            self._started = self._begun(frames)
        self._write(json.dumps(request).encode() + b"\n")
        with contextlib.ExitStack() as unless_whole:
            body = unless_whole.enter_context(tempfile.SpooledTemporaryFile(max_size=1 << 24))
            for letter, content in frames:
                if letter == b"K":
                    body.seek(0)
                    unless_whole.pop_all()
                    return Reply(json.loads(content), body)
                if letter == b"E":
                    raise error_of(json.loads(content), limits)
                body.write(content)
                if body.tell() > MAX_ANSWER:
                    raise too_large()
        raise death(self._process.wait(), self._last_words(), limits)

    def _begun(self, frames: Iterator[tuple[bytes, bytes]]) -> bool:
        for letter, content in frames:
            if letter == b"R":
                return True
            raise error_of(json.loads(content), Limits())
        raise not_opened(self._last_words())

    def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        with contextlib.suppress(BrokenPipeError):  # the death is seen at the next read
            self._process.stdin.write(line)

    def _frames(self, deadline: float, limits: Limits) -> Iterator[tuple[bytes, bytes]]:
        """The frames until the process ends.

        *Errors*: ``LimitError`` at the deadline.
        """
        held = bytearray()
        while part := self._read(deadline, limits):
            held += part
            while len(held) >= _HEAD:
                (length,) = struct.unpack(">I", held[1:_HEAD])
                if len(held) < _HEAD + length:
                    break
                yield bytes(held[:1]), bytes(held[_HEAD : _HEAD + length])
                del held[: _HEAD + length]

    def _read(self, deadline: float, limits: Limits) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
            raise too_long(limits)
        return os.read(self._process.stdout.fileno(), 1 << 20)

    def _last_words(self) -> str:
        return last_words(self._errors)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                stream.close()


# --- What a worker is, and what its ways to end mean ---------------------------------------------


def command(folder: Path, limits: Limits) -> list[str]:
    """The command that starts a worker."""
    return [sys.executable, "-P", str(_SCRIPT), str(folder), str(limits.megabytes << 20)]


def environment() -> dict[str, str]:
    """The environment of a worker."""
    # One arena: a thread's own would take 64 MB of the address space that is counted.
    return {**os.environ, "MALLOC_ARENA_MAX": "1", "RUST_BACKTRACE": "0"}


def last_words(errors: IO[bytes]) -> str:
    """What a worker wrote to standard error."""
    errors.seek(0)
    return errors.read(2000).decode(errors="replace").strip()


def error_of(error: dict[str, str], limits: Limits) -> Exception:
    """The error that a worker tells of."""
    message = error["message"]
    if error["kind"] == "syntax":
        return EngineSyntaxError(message)
    if error["kind"] == "store":
        return StoreDamaged("the engine cannot open the store", got=message)
    if error["kind"] == "rows":
        return TooManyRows(
            "the answer has too many rows",
            expected=f"at most {limits.rows:,}",
            way_out="Add a LIMIT, or export the graph.",
        )
    return QueryError("the engine could not evaluate the query", got=message)


def death(code: int, words: str, limits: Limits) -> KgError:
    """The error for a worker that ended within a query."""
    if "total order" in words:
        return QueryError(
            "the engine cannot sort values of such different kinds",
            way_out="Sort by their text: ORDER BY STR(?x).",
        )
    aborted = code == -signal.SIGABRT and "panicked" not in words
    if "memory allocation" in words or "bad_alloc" in words or aborted:
        return LimitError(
            f"the query needed more than {limits.megabytes} MB",
            way_out="Narrow it, or give it more with: --memory MEGABYTES",
        )
    return QueryError("the engine ended without an answer", got=words or f"signal {-code}")


def not_opened(words: str) -> StoreDamaged:
    """The error for a worker that ended before it was ready."""
    return StoreDamaged("the engine ended while it opened the store", got=words)


def too_long(limits: Limits) -> LimitError:
    """The error for a query at its deadline."""
    return LimitError(
        f"the query took longer than {limits.seconds:g} s",
        way_out="Narrow it, or give it more time with: --timeout SECONDS",
    )


def too_large() -> LimitError:
    """The error for an answer with too many bytes."""
    return LimitError(
        "the answer is too large", expected=f"at most {MAX_ANSWER >> 20} MB", way_out="Add a LIMIT."
    )
