"""One worker process of a crew, awaited instead of waited for.

In: requests, one at a time. Out: replies. What becomes of the process is told by :meth:`fit`: a
worker that was interrupted, that died, or that runs at the lowest priority is not used again.
"""

import asyncio
import contextlib
import json
import os
import signal
import struct
import tempfile
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, Final

from kg.errors import KgError
from kg.store.processes import (
    MAX_ANSWER,
    Limits,
    Reply,
    command,
    death,
    environment,
    error_of,
    last_words,
    not_opened,
    too_large,
    too_long,
)

_HEAD: Final = 5
_GRACE: Final = 1.0  # the worker's own timer, behind ours
_IN_MEMORY: Final = 1 << 20
_MOST_QUERIES: Final = 2_000  # then a fresh one: no memory is held for ever


class Vanished(Exception):
    """The process was ended by somebody else; the question can be asked of another."""


class Employee:
    """A worker that is ready; made by :meth:`start`."""

    def __init__(self, process: Process, errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._asked = 0
        self._slow = False
        self._spoiled = False
        self._why: KgError | None = None

    @classmethod
    async def start(cls, folder: Path, limits: Limits) -> "Employee":
        """A worker that has opened the store.

        *Errors*: ``StoreDamaged``; ``Vanished``.
        """
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        process = await create_subprocess_exec(
            *command(folder, limits),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            env=environment(),
            # Ctrl-C is the server's to answer. A session of its own would be scheduled on its own:
            # its priority would then not count against other workers'.
            process_group=0,
        )
        worker = cls(process, errors)
        try:
            await worker._begun(limits)
        except BaseException:
            await worker.end()
            raise
        return worker

    async def _begun(self, limits: Limits) -> None:
        async for letter, content in self._frames():
            if letter == b"R":
                return
            raise error_of(json.loads(content), limits)
        if await self._process.wait() == -signal.SIGKILL:
            raise Vanished
        raise not_opened(last_words(self._errors))

    @property
    def alive(self) -> bool:
        """Whether the process is there; one that has just ended is not yet known to the loop."""
        if self._process.returncode is not None:
            return False
        if not hasattr(os, "waitid"):
            return True
        try:
            ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return False
        return ended is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def fit(self) -> bool:
        """Whether another query may be asked."""
        return (
            self.alive
            and not (self._slow or self._spoiled or self._why)
            and self._asked < _MOST_QUERIES
        )

    async def ask(self, request: dict[str, object], limits: Limits, until: float) -> Reply:
        """The reply, whole.

        *Errors*: ``LimitError``, ``QueryError``, ``EngineSyntaxError``; ``Vanished``.
        """
        self._asked += 1
        seconds = max(0.0, until - time.monotonic())
        bounds = {"seconds": seconds + _GRACE, "rows": limits.rows}
        self._spoiled = True  # until its last word, whatever that says
        try:
            async with asyncio.timeout(seconds):
                return await self._reply({**request, **bounds}, limits)
        except TimeoutError:
            raise too_long(limits) from None

    async def _reply(self, request: dict[str, object], limits: Limits) -> Reply:
        await self._write(json.dumps(request).encode() + b"\n")
        with contextlib.ExitStack() as unless_whole:
            body = unless_whole.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            async for letter, content in self._frames():
                self._spoiled = letter == b"D"
                if letter == b"K":
                    body.seek(0)
                    unless_whole.pop_all()
                    return Reply(json.loads(content), body)
                if letter == b"E":
                    raise error_of(json.loads(content), limits)
                body.write(content)
                if body.tell() > MAX_ANSWER:
                    raise too_large()
        raise await self._death(limits)

    async def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        with contextlib.suppress(ConnectionError):  # the death is seen at the next read
            self._process.stdin.write(line)
            await self._process.stdin.drain()

    async def _frames(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """The frames until the process ends."""
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                head = await self._process.stdout.readexactly(_HEAD)
                (length,) = struct.unpack(">I", head[1:])
                yield head[:1], await self._process.stdout.readexactly(length)

    async def _death(self, limits: Limits) -> Exception:
        code = await self._process.wait()
        if self._why is not None:
            return self._why
        if code == -signal.SIGKILL:
            return Vanished()
        return death(code, last_words(self._errors), limits)

    def slow_down(self, nice: int) -> None:
        """Let others go first from now on; there is no way back without privilege."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)
            self._slow = True

    def interrupt(self, why: KgError) -> None:
        """End the query that runs: whoever asked is told why."""
        self._why = why
        self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End the process, and return when it is gone."""
        self._kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        # The loop takes a process for gone when its output was read to the end.
        if self._process.stdout is not None:
            await self._process.stdout.read()
        await self._process.wait()
        self._errors.close()
