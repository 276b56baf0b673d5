"""Many workers over one generation, for a program that waits for many at once.

In: admitted queries, as they come. Out: replies, whole or not at all. What ``processes`` is for one
reader with one question, this is for a server: a query that nobody waits for any more is ended, and
one that runs long gives way to the short ones.

Workers that are free wait; the next query takes one. A query that has run for a moment goes on at
the lowest priority. When all seats are taken, the latest of those that run long is ended to make
room, but never the few that have run longest: they have their whole time.
"""

import asyncio
import contextlib
import os
import time
from collections import deque
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import LimitError
from kg.namespaces import PREFIXES
from kg.store.complaints import syntax_error
from kg.store.employee import Employee, Vanished
from kg.store.opened import Prepared
from kg.store.processes import EngineSyntaxError, Limits, Reply

MOMENT: Final = 0.2
"""Seconds after which a query is no longer a short one, and goes on at the lowest priority."""
LONG: Final = 1.0
"""Seconds after which a query may be ended to make room, or a quarter of a shorter deadline."""
_LOWEST: Final = 19
_LEAST_FREE: Final = 2  # workers that stand ready, so that nobody waits for one to start
_MOST_WAITING: Final = 1_000
_A_LITTLE: Final = 0.05
_OPENING: Final = 120.0  # a large store takes its time, whatever a query is given
_MOST_LOST: Final = 2  # workers, before the query itself is suspected
_LATE: Final = 5.0  # seconds that a worker may take to start when all is to end


class Seats(NamedTuple):
    """How many queries run at once, and how long another one waits for a seat."""

    most: int
    kept: int
    patience: float = 5.0

    @classmethod
    def for_this_machine(cls, most: int | None = None) -> "Seats":
        """Four for each core, unless *most* says otherwise; one for each core is kept."""
        cores = os.cpu_count() or 1
        seats = max(2, most or 4 * cores)
        return cls(seats, min(cores, seats - 1))


class Dataset(NamedTuple):
    """The graphs that a request names in place of the query's own; none is as it stands."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


OWN_GRAPHS: Final = Dataset()


class Load(NamedTuple):
    """What a crew is doing."""

    free: int
    busy: int
    waiting: int


class Crew:
    """The workers over one engine folder; all calls come from one event loop."""

    def __init__(self, folder: Path, seats: Seats, limits: Limits) -> None:
        self._folder = folder
        self._seats = seats
        self._limits = limits
        self._free: deque[Employee] = deque()
        self._busy: dict[Employee, float] = {}
        self._employed = 0
        self._waiting: deque[asyncio.Future[Employee]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False
        self._long = min(LONG, limits.seconds / 4)

    @property
    def load(self) -> Load:
        """How many workers are free and busy, and how many queries wait for one."""
        return Load(len(self._free), len(self._busy), len(self._waiting))

    async def ready(self) -> None:
        """Return when a worker has opened the store.

        *Errors*: ``StoreDamaged`` where it cannot.
        """
        with self._seat(await self._seated(_OPENING)):
            pass

    async def reply(
        self,
        query: Prepared,
        *,
        form: str = "json",
        triples: str = "nt",
        dataset: Dataset = OWN_GRAPHS,
        limits: Limits | None = None,
    ) -> Reply:
        """The answer to a query, in these forms for a table and for triples.

        *Errors*: ``QueryError`` with the place in the text, ``LimitError`` where time, memory or
        rows ran out or all seats stay taken.
        """
        request: dict[str, object] = {
            "query": query.text,
            "format": form,
            "triples": triples,
            "prefixes": PREFIXES,
            "default_graphs": dataset.default,
            "named_graphs": dataset.named,
        }
        try:
            return await self._run(request, limits or self._limits)
        except EngineSyntaxError as error:
            raise syntax_error(str(error), query.written, query.added) from None

    async def _run(self, request: dict[str, object], limits: Limits) -> Reply:
        until = time.monotonic() + limits.seconds
        lost = 0
        while lost < _MOST_LOST:
            worker = await self._seated(min(self._seats.patience, limits.seconds))
            begun = time.monotonic()
            with self._seat(worker), contextlib.suppress(Vanished):
                return await worker.ask(request, limits, until)
            # A worker that was gone before it could begin says nothing about the query.
            lost += time.monotonic() - begun > MOMENT
        raise _busy("the workers are being ended from outside")

    # --- Seats -----------------------------------------------------------------------------------

    async def _seated(self, patience: float) -> Employee:
        """A free worker, as soon as there is one."""
        while self._free:
            worker = self._free.popleft()
            if worker.alive:
                self._keep_ready()
                return worker
            self._dismiss(worker)
        if len(self._waiting) >= _MOST_WAITING:
            raise _busy("too many queries wait")
        turn: asyncio.Future[Employee] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._keep_ready()
        try:
            await asyncio.wait({turn}, timeout=patience)
        except asyncio.CancelledError:
            self._leave(turn)
            raise
        if not turn.done() or turn.cancelled():
            self._leave(turn)
            raise _busy("all workers are at work")
        return turn.result()

    def _leave(self, turn: "asyncio.Future[Employee]") -> None:
        """Wait no longer; a worker that was given in this very moment goes to the next."""
        if not turn.done():
            turn.cancel()
            self._waiting.remove(turn)
        elif not turn.cancelled() and turn.exception() is None:
            self._hand_on(turn.result())

    @contextlib.contextmanager
    def _seat(self, worker: Employee) -> Iterator[None]:
        """While the query runs it is known for how long; afterwards the worker is free or gone."""
        loop = asyncio.get_running_loop()
        self._busy[worker] = loop.time()
        timers = (
            loop.call_later(MOMENT, worker.slow_down, _LOWEST),
            loop.call_later(self._long + _A_LITTLE, self._keep_ready),
        )
        try:
            yield
        finally:
            for timer in timers:
                timer.cancel()
            del self._busy[worker]
            self._hand_on(worker)

    def _hand_on(self, worker: Employee) -> None:
        """Give a worker that has done to whoever waits."""
        if self._closed or not worker.fit():
            self._dismiss(worker)
            self._keep_ready()
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    # --- Workers come and go ---------------------------------------------------------------------

    def _keep_ready(self) -> None:
        """Start workers while some are wanted and there are seats; else make room, once."""
        if self._closed:
            return
        wanted = max(_LEAST_FREE - len(self._free), len(self._waiting)) - len(self._starting)
        seats = self._seats.most - self._employed - len(self._starting)
        for _ in range(min(wanted, seats)):
            self._background(self._starting, self._start())
        if wanted > 0 and seats <= 0 and not self._free and not self._starting:
            self._make_room(max(1, len(self._waiting)))

    def _make_room(self, wanted: int) -> None:
        """End so many of the long queries, the latest first, but not the few that are kept."""
        now = asyncio.get_running_loop().time()
        long = [worker for worker, since in self._busy.items() if now - since > self._long]
        ended = long[self._seats.kept :][-wanted:]  # they stand in the order of their seats
        for worker in ended:
            worker.interrupt(_busy("other queries that run long were here first"))

    async def _start(self) -> None:
        try:
            worker = await Employee.start(self._folder, self._limits)
        except Vanished:
            asyncio.get_running_loop().call_soon(self._keep_ready)
            return
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            while self._waiting:
                turn = self._waiting.popleft()
                if not turn.done():
                    turn.set_exception(error)
            return
        self._employed += 1
        self._hand_on(worker)

    def _dismiss(self, worker: Employee) -> None:
        self._employed -= 1
        self._background(self._ending, worker.end())

    @staticmethod
    def _background(tasks: set[asyncio.Task[None]], work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def close(self) -> None:
        """End all workers, whatever they do."""
        self._closed = True
        for turn in self._waiting:
            turn.cancel()
        for worker in self._busy:
            worker.interrupt(_busy("it is being stopped"))
        await self._started()
        while self._free:
            self._dismiss(self._free.popleft())
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _started(self) -> None:
        """Let workers that are just starting get ready, so that they can be ended in order."""
        if self._starting:
            _, late = await asyncio.wait(self._starting, timeout=_LATE)
            for task in late:
                task.cancel()


def _busy(why: str) -> LimitError:
    return LimitError(f"the server is busy: {why}", way_out="Ask again in a few seconds.")
