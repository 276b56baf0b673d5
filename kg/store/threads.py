"""The threads in which the engine joins its files: while it loads they wait for a free core.

In: this process. Out: its joining threads behind all others, or level with them again. A file that
comes is joined with all that stand in its way, and the next one with the same again; files that
wait are joined at once, which is most of the work saved: docs/decisions/loaded-in-slices.md.
Only Linux can hold threads back; elsewhere nothing happens and loading takes longer.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

_THREADS: Final = Path("/proc/self/task")
_JOINING: Final = "rocksdb:low"
# Known to Linux alone, as is the folder of threads, without which neither is used.
_ORDINARY: Final[int] = getattr(os, "SCHED_OTHER", 0)
_IDLE: Final[int] = getattr(os, "SCHED_IDLE", 0)


@contextmanager
def joining_waits() -> Iterator[Callable[[], None]]:
    """What holds back the joining threads that there are; in the end they are let go.

    They start with the first work they get, so that who loads says it again after each piece.
    """
    try:
        yield partial(_schedule, _IDLE)
    finally:
        _schedule(_ORDINARY)


def _schedule(policy: int) -> None:
    for thread in _joining_threads():
        with suppress(OSError):  # it has ended, or the system lets nobody do this
            os.sched_setscheduler(thread, policy, os.sched_param(0))


def _joining_threads() -> Iterator[int]:
    with suppress(OSError):  # no such folder where processes are not shown
        for thread in _THREADS.iterdir():
            with suppress(OSError):
                if (thread / "comm").read_text().strip() == _JOINING:
                    yield int(thread.name)
