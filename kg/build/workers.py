"""Work spread over processes: tasks in, results out in the order of the tasks, few at a time.

In: a function of a module and tasks that can be pickled. Out: its results. A single task is done
here and now: starting a process takes longer than reading a report. What a build asks for is a
``Pool``: the processes of this machine, or those of a cluster.
"""

import os
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self, TypeVar

from kg.errors import LimitError, UsageError

if TYPE_CHECKING:
    from loky import Future
    from loky.process_executor import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")


class Task(Protocol):
    """What a build gives a process to do, with the file for what it sets down."""

    @property
    def spool(self) -> Path:
        """The file."""


_Task = TypeVar("_Task", bound=Task)


class Pool(Protocol):
    """Whatever does tasks: processes here, or a cluster."""

    @property
    def count(self) -> int:
        """Into how many shares one large source is cut."""

    def map(self, work: Callable[[_Task], R], tasks: Iterable[_Task]) -> Iterator[R]:
        """The result of each task, in order."""

    def __enter__(self) -> Self:
        """Be ready."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leave no process behind."""


def pool_of(wanted: int | str | None) -> Pool:
    """So many processes, one for each core where nothing is said, or a cluster by its address.

    *Errors*: ``UsageError`` for what is neither.
    """
    if wanted is None or (str(wanted).isdecimal() and int(wanted) > 0):
        return Workers(None if wanted is None else int(wanted))
    from kg.build.cluster import SCHEME, Cluster

    if not str(wanted).startswith(SCHEME) or str(wanted) == SCHEME:
        raise UsageError(
            "this is neither a number of processes nor a cluster",
            got=str(wanted),
            expected=f"1 or more, or {SCHEME}HOST:PORT",
        )
    return Cluster(str(wanted))


_AHEAD: Final = 2  # tasks in waiting for each worker
_LOOK: Final = 1.0  # seconds between two looks at the parent


class Workers:
    """So many processes, started when there is work for more than one; also a context manager."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or usable_cores()
        self._pool: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """The result of each task, in order; at any time only a few tasks and results are held.

        *Errors*: ``LimitError`` where a worker process ended, killed for its memory say.
        """
        waiting = iter(tasks)
        first = list(islice(waiting, 2))
        if self.count == 1 or len(first) < 2:  # noqa: PLR2004 - one task is no work to share
            yield from map(work, chain(first, waiting))
        else:
            yield from self._shared(work, chain(first, waiting))

    def _shared(self, work: Callable[[T], R], tasks: Iterator[T]) -> Iterator[R]:
        from loky.process_executor import BrokenProcessPool

        pool = self._started()
        running: deque[Future[R]] = deque()
        try:
            for task in tasks:
                running.append(pool.submit(work, task))
                if len(running) > self.count * _AHEAD:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BrokenProcessPool as error:
            raise LimitError(
                "a process that was reading ended before its time",
                got=str(error).splitlines()[0],
                outcome="Nothing was published",
                way_out="Give fewer workers: each needs memory of its own.",
            ) from error

    def _started(self) -> "ProcessPoolExecutor":
        if self._pool is None:
            from loky.backend import get_context
            from loky.process_executor import ProcessPoolExecutor

            # A worker that has grown is replaced between two tasks, which loses nothing.
            warnings.filterwarnings("ignore", "A worker was restarted", UserWarning)
            # This context does not run a user's script once more in every worker.
            self._pool = ProcessPoolExecutor(
                self.count,
                context=get_context("loky"),
                initializer=_end_with,
                initargs=(os.getpid(),),
            )
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=error is not None)
            self._pool = None


def _end_with(parent: int) -> None:
    """See to it that this worker ends when its parent does, killed or not."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
