"""The engine's joining threads wait while it is loaded, and go on afterwards."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.store import threads
from kg.store.threads import joining_waits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds threads back")


@contextmanager
def _named(name: str) -> Iterator[int]:
    """A thread of that name, which waits."""
    end, known = threading.Event(), threading.Event()

    def run() -> None:
        Path(f"/proc/self/task/{threading.get_native_id()}/comm").write_text(name)
        known.set()
        end.wait()

    thread = threading.Thread(target=run)
    thread.start()
    known.wait()
    try:
        assert thread.native_id is not None
        yield thread.native_id
    finally:
        end.set()
        thread.join()


def test_joining_threads_wait_and_go_on() -> None:
    """Others are left as they are."""
    with _named("rocksdb:low") as joining, _named("rocksdb:high") as other:
        with joining_waits() as hold_back:
            assert os.sched_getscheduler(joining) == os.SCHED_OTHER
            hold_back()
            assert os.sched_getscheduler(joining) == os.SCHED_IDLE
            assert os.sched_getscheduler(other) == os.SCHED_OTHER
        assert os.sched_getscheduler(joining) == os.SCHED_OTHER


def _fail_while_they_wait() -> None:
    with joining_waits() as hold_back:
        hold_back()
        raise ValueError("broken")


def test_they_go_on_where_loading_ends_with_an_error() -> None:
    """What is left to join is joined at no less than its due."""
    with _named("rocksdb:low") as joining:
        with pytest.raises(ValueError, match="broken"):
            _fail_while_they_wait()
        assert os.sched_getscheduler(joining) == os.SCHED_OTHER


def test_a_system_that_shows_no_threads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is held back, and nothing fails."""
    monkeypatch.setattr(threads, "_THREADS", tmp_path / "none")
    with _named("rocksdb:low") as joining, joining_waits() as hold_back:
        hold_back()
        assert os.sched_getscheduler(joining) == os.SCHED_OTHER


def test_the_engine_names_its_joining_threads_so(tmp_path: Path) -> None:
    """Otherwise nothing would be held back, and nobody would see it but in the time it takes."""
    import pyoxigraph as ox

    engine = ox.Store(tmp_path / "engine")
    for number in range(8):
        line = f"<x:s{number}> <x:p> <x:o> <x:g> .\n".encode()
        engine.bulk_load(line, ox.RdfFormat.N_QUADS)
    engine.optimize()
    with joining_waits() as hold_back:
        hold_back()
        numbers = [int(each.name) for each in Path("/proc/self/task").iterdir()]
        policies = {os.sched_getscheduler(each) for each in numbers}
    assert os.SCHED_IDLE in policies
