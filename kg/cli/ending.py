"""How the command ends when it is told to: as after Ctrl-C, with everything cleared up.

In: a request to end, from the system, a service manager or a terminal that closes. Out: the exit
that a shell expects, once what was begun is undone; a second request ends the command at once.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_REQUESTS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def cleared_up() -> Iterator[None]:
    """A stretch of work that leaves nothing half done behind when it is asked to end."""
    # Where a request is ignored, as under nohup, it stays so.
    heard = [each for each in _REQUESTS if signal.getsignal(each) == signal.SIG_DFL]
    for each in heard:
        signal.signal(each, _end)
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    for each in _REQUESTS:
        if signal.getsignal(each) is _end:
            signal.signal(each, signal.SIG_DFL)
    # Source: POSIX.1-2024, shell command language, 2.8.2: more than 128 for a signal.
    sys.exit(128 + number)
