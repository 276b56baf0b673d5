"""What a page asks of the graph: blocking work in a thread, queries in the workers of the endpoint.

In: a generation, and a function that reads from it. Out: what the function gives. The rooms below
ask one query after another; here they do so beside the event loop, within the time of one query,
and stop when the client hangs up.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Final, TypeVar

from starlette.requests import Request

from kg.errors import LimitError, QueryError
from kg.serving.answers import unless_gone
from kg.serving.shelf import Generation, Shelf
from kg.store import Limits, Prepared, Queryable, Reply
from kg.table import Table

R = TypeVar("R")

_THREADS: Final = ThreadPoolExecutor(8, thread_name_prefix="page")
_LOOKING: Final = 4.0  # through names, while a person waits
_PATIENCE: Final = 5.0  # beyond the time that the workers keep themselves


class Reader(Queryable):
    """A generation as the rooms below know a store, for one page."""

    def __init__(self, generation: Generation, limits: Limits) -> None:
        self.generation = generation
        self.limits = limits
        self.last = ""
        """The query that was asked last."""
        self._loop = asyncio.get_running_loop()
        self._until = time.monotonic() + limits.seconds
        self._turn = threading.Lock()
        self._gone = False
        self._pending: Future[Reply] | None = None

    def leave(self) -> None:
        """Ask nothing more."""
        with self._turn:
            self._gone = True
            if self._pending is not None:
                self._pending.cancel()

    def _graphs(self) -> Collection[str]:
        return self.generation.graphs

    def looked_through(self, text: str) -> Table:
        """The answer to a query that looks through names, for as long as somebody waits for them.

        *Errors*: ``LimitError`` where there are too many.
        """
        found = self.query(text, limits=self.limits._replace(seconds=_LOOKING))
        if not isinstance(found, Table):
            raise QueryError("this query gives no table", expected="SELECT")
        return found

    def _run(self, text: str, form: str, limits: Limits) -> Reply:
        left = min(self._until - time.monotonic(), limits.seconds)
        if left <= 0:
            raise LimitError(f"the page took longer than {self.limits.seconds:g} s")
        self.last = text
        work = self.generation.reply(Prepared(text, text, (), ""), form=form, seconds=left)
        with self._turn:
            if self._gone:
                work.close()
                raise CancelledError
            self._pending = asyncio.run_coroutine_threadsafe(work, self._loop)
        return self._pending.result(self.limits.seconds + left + _PATIENCE)


async def read(request: Request, generation: Generation, work: Callable[[Reader], R]) -> R:
    """What the work comes to, done beside the event loop.

    *Errors*: as of the work; ``LimitError``.
    """
    shelf: Shelf = request.app.state.shelf
    reader = Reader(generation, shelf.limits)

    async def done() -> R:
        try:
            return await asyncio.get_running_loop().run_in_executor(_THREADS, work, reader)
        finally:
            reader.leave()

    return await unless_gone(request, done())
