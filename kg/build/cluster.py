"""Work spread over a Dask cluster: the same functions, the same results, on other machines.

In: the address of a scheduler, and tasks as ``workers`` takes them. Out: their results in order. A
task goes out with all bytes that it needs and its result comes back with all that it wrote, so that
no folder is shared (``parcels``). A worker that is lost loses nothing: its tasks are done by
others. Which processes there are, and where, is the cluster's business.

See docs/decisions/dask.md.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar

from kg.build.ledger import reader
from kg.build.parcels import Parcel, TooLarge, pack, unpack
from kg.build.workers import Task
from kg.errors import KgError, LimitError, NetworkError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T", bound=Task)
R = TypeVar("R")

SCHEME: Final = "dask://"

_AHEAD: Final = 2  # tasks in waiting for each worker
_MOST_SENT: Final = 1 << 30  # bytes of tasks that are under way at a time
_PATIENCE: Final = 15.0  # seconds for a scheduler to answer, and for a first worker
_RETRIES: Final = 3


class _Sent(NamedTuple):
    """A task under way: where its result goes, how large it is, what will bring it."""

    task: Task
    size: int
    future: "Future | None"
    done: object = None


class Cluster:
    """The workers of a Dask cluster; also a context manager."""

    count: Final = 1  # a source travels once, and whole

    def __init__(self, address: str) -> None:
        """Take the scheduler's address, ``dask://HOST:PORT``; it is asked when work begins."""
        self.address = address.removeprefix(SCHEME).rstrip("/")
        self._client: Client | None = None

    def map(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """The result of each task, in order; at any time only some tasks and results are held.

        *Errors*: ``NetworkError`` where the cluster cannot be reached or is lost, ``LimitError``
        where a task ended one worker after the other.
        """
        running: deque[_Sent] = deque()
        client = self._connected()
        try:
            for task in tasks:
                running.append(self._sent(client, work, task))
                while running and _enough(running, client):
                    yield self._result(running.popleft())
            while running:
                yield self._result(running.popleft())
        finally:
            client.cancel([sent.future for sent in running if sent.future is not None])

    def _sent(self, client: "Client", work: Callable[[T], R], task: T) -> _Sent:
        """A task on its way; one that is too large to travel is done here and now."""
        try:
            parcel = pack(task)
        except TooLarge:
            return _Sent(task, 0, None, work(task))
        with self._told_in_our_words():
            return _Sent(task, parcel.size, _submitted(client, work, parcel))

    def _result(self, sent: _Sent) -> Any:  # noqa: ANN401 - whatever the work gives
        if sent.future is None:
            return sent.done
        try:
            with self._told_in_our_words():
                parcel = sent.future.result()
        except NetworkError as error:
            if sent.future.status == "error":
                raise _failed(error.__cause__, self.address) from error
            raise
        sent.future.release()
        return unpack(parcel, sent.task.spool)

    def _connected(self) -> "Client":
        if self._client is None:
            with self._told_in_our_words():
                from distributed import Client

                self._client = Client(
                    f"tcp://{self.address}", timeout=_PATIENCE, set_as_default=False, name="kg"
                )
                self._client.wait_for_workers(1, timeout=_PATIENCE)
        return self._client

    @contextmanager
    def _told_in_our_words(self) -> Iterator[None]:
        """A stretch of work whose troubles are told as ours."""
        try:
            yield
        except KgError:
            raise
        except ModuleNotFoundError as error:
            raise _not_installed(error, self.address) from error
        except Exception as error:
            raise _trouble(error, self.address) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close(timeout=2)
            self._client = None


def _submitted(client: "Client", work: Callable[[T], R], parcel: Parcel) -> "Future":
    from dask import config

    # The scheduler keeps what a task needs, so that another worker can be given it.
    with config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        return client.submit(carried_out, work, parcel, reader(), pure=False, retries=_RETRIES)


def _enough(running: deque[_Sent], client: "Client") -> bool:
    """Whether the cluster has enough to do."""
    workers = len(client.scheduler_info(n_workers=-1)["workers"])
    return len(running) > max(1, workers) * _AHEAD or sum(s.size for s in running) > _MOST_SENT


# --- In a worker --------------------------------------------------------------------------------

_ONE: Final = threading.Lock()


def carried_out(work: Callable[[Any], object], parcel: Parcel, made_by: str) -> Parcel:
    """The parcel of the result of a task.

    *Errors*: ``UsageError`` where this is another kg than that which sent the task.
    """
    if made_by != reader():
        raise UsageError(
            "a worker of the cluster has another kg than this machine",
            got=reader(),
            expected=made_by,
            way_out="Install the same version there, and start the workers again.",
        )
    # A worker may have several threads. Here they would wait for each other in any case.
    with _ONE, TemporaryDirectory(prefix="kg-") as folder:
        task = unpack(parcel, Path(folder) / "needed")
        return pack(work(task._replace(spool=Path(folder) / "made")))


# --- Troubles -----------------------------------------------------------------------------------


def _not_installed(error: ModuleNotFoundError, address: str) -> UsageError:
    if error.name in {"dask", "distributed"}:
        return UsageError(
            "Dask is not installed here", way_out="Install it: pip install 'kg-trials[cluster]'"
        )
    return UsageError(
        "a worker of the cluster lacks what kg needs",
        where=address,
        got=str(error),
        way_out="Install kg-trials[cluster] where the workers run.",
    )


def _failed(error: BaseException | None, address: str) -> LimitError:
    return LimitError(
        "a task failed on a worker of the cluster",
        where=address,
        got=f"{type(error).__name__}: {error}".splitlines()[0],
        outcome="Nothing was published",
    )


def _trouble(error: Exception, address: str) -> KgError:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return LimitError(
            "a task ended one worker of the cluster after the other",
            where=address,
            got=str(error).splitlines()[0],
            outcome="Nothing was published",
            way_out="Give each worker more memory: dask worker --memory-limit.",
        )
    return NetworkError(
        "the Dask cluster cannot be reached, has no worker, or is gone",
        where=address,
        got=(str(error).splitlines() or [type(error).__name__])[0],
        outcome="Nothing was published",
    )
