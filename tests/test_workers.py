"""Work shared among processes: in order, few at a time, and nobody left behind."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build.workers import Workers
from kg.cycles import undisturbed
from kg.errors import LimitError

ROOT = Path(__file__).parent.parent


def _doubled(number: int) -> int:
    return 2 * number


def _ended(_: int) -> int:
    os._exit(3)


def test_results_come_in_the_order_of_the_tasks() -> None:
    """Whatever worker is first."""
    with Workers(2) as workers:
        assert list(workers.map(_doubled, range(20))) == [2 * n for n in range(20)]


def test_a_single_task_starts_no_process() -> None:
    """It is done here."""
    with Workers(2) as workers:
        assert list(workers.map(lambda _: os.getpid(), [1])) == [os.getpid()]


def test_few_tasks_are_held_at_a_time() -> None:
    """A generator of tasks is not drained before results are taken."""
    drawn: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    with Workers(2) as workers:
        results = workers.map(_doubled, tasks())
        assert next(results) == 0
        assert len(drawn) < 10


def test_a_worker_that_ends_is_one_clear_error() -> None:
    """Killed for its memory, say."""
    with Workers(2) as workers, pytest.raises(LimitError, match="ended before its time"):
        list(workers.map(_ended, range(4)))


_PARENT = """
import os, sys, time
from kg.build.workers import Workers

def main():
    with Workers(2) as workers:
        pool = workers._started()
        pids = {pool.submit(os.getpid).result() for _ in range(8)}
        print(*pids, flush=True)
        list(workers.map(time.sleep, [60, 60, 60]))

main()
"""


def test_no_worker_outlives_a_parent_that_was_killed() -> None:
    """They notice by themselves: nobody can tell them."""
    script = [sys.executable, "-c", _PARENT]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert pids
        parent.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 20
        while any(map(_lives, pids)) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert not any(map(_lives, pids))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_cycles_are_looked_for_again_after_a_batch() -> None:
    """Not within one."""
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled()
