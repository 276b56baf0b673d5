"""A build on a Dask cluster: the same bytes, nothing shared but the network, no worker missed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from commands import Command, command
from conftest import ROOT

from kg.build import assembly, build, cluster, gathering, parcels
from kg.build.cluster import Cluster
from kg.build.parcels import TooLarge, pack, unpack
from kg.build.spool import Slot, Spool
from kg.build.workers import Workers, pool_of
from kg.errors import LimitError, NetworkError, UsageError
from kg.inputs import Held

REPORT = ROOT / "docs" / "example-report.txt"
RECORD = ROOT / "docs" / "example-record.json"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    config = pytest.importorskip("dask").config
    with (
        config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as running,
    ):
        yield running.scheduler_address.replace("tcp://", "dask://")


class Job(NamedTuple):
    """A task as a build has them: something to lean on, and a file for what is made of it."""

    spool: Path
    needs: Slot
    note: Path | None = None


def doubled(job: Job) -> Slot:
    """The slot of twice the bytes that were needed."""
    with Spool(job.spool) as spool:
        return spool.put(job.needs.fetch() * 2)


def doubled_at_last(job: Job) -> Slot:
    """The same, by a worker that is not the first to try."""
    assert job.note is not None
    if not Path(str(job.note)).exists():
        Path(str(job.note)).touch()
        os._exit(1)
    return doubled(job)


def fatal(_job: Job) -> Slot:
    """Nothing: whoever tries it ends."""
    os._exit(1)


def wrong(_job: Job) -> Slot:
    """Nothing: the work is at fault."""
    raise ZeroDivisionError


def jobs(folder: Path, count: int = 5, note: Path | None = None) -> list[Job]:
    """Some tasks over one file."""
    with Spool(folder / "given") as spool:
        slots = [spool.put(bytes([65 + n]) * n) for n in range(count)]
    return [Job(folder / f"made-{n}", slot, note) for n, slot in enumerate(slots)]


# --- Parcels -------------------------------------------------------------------------------------


def test_a_parcel_brings_the_bytes_of_its_slots(tmp_path: Path) -> None:
    """They stand in a file of the other end, in the same order."""
    with Spool(tmp_path / "here") as spool:
        first, second = spool.put(b"one"), spool.put(b"three")
    there = tmp_path / "there"
    found = unpack(pack([second, "word", first, second]), there)
    (tmp_path / "here").unlink()
    assert [each if isinstance(each, str) else each.fetch() for each in found] == [
        *(b"three", "word", b"one", b"three"),
    ]
    assert found[2].offset < found[0].offset
    assert {each.file for each in found if isinstance(each, Slot)} == {str(there)}


def test_a_parcel_brings_held_inputs(tmp_path: Path) -> None:
    """And what they are called in messages."""
    held = tmp_path / "large.xml"
    held.write_bytes(b"<a/>")
    found = unpack(pack((Held(str(held)),)), tmp_path / "there")[0]
    held.unlink()
    with found.open() as stream:
        assert stream.read() == b"<a/>"
    assert found.name == str(held)


def test_a_held_input_may_be_too_large_to_send(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read where it is."""
    monkeypatch.setattr(parcels, "LARGEST", 3)
    (tmp_path / "large").write_bytes(b"1234")
    with pytest.raises(TooLarge):
        pack(Held(str(tmp_path / "large")))


# --- The cluster ---------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_tasks(scheduler: str, tmp_path: Path) -> None:
    """What workers wrote stands in the files that were named here."""
    given = jobs(tmp_path)
    with Cluster(scheduler) as workers:
        made = list(workers.map(doubled, given))
    assert [slot.file for slot in made] == [str(job.spool) for job in given]
    assert [slot.fetch() for slot in made] == [job.needs.fetch() * 2 for job in given]


def test_what_is_too_large_to_send_is_done_here(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its turn."""

    def refused(_task: object) -> Any:
        raise TooLarge

    monkeypatch.setattr(cluster, "pack", refused)
    with Cluster(scheduler) as workers:
        assert [s.fetch() for s in workers.map(doubled, jobs(tmp_path, 3))] == [b"", b"BB", b"CCCC"]


def test_a_lost_worker_loses_nothing(scheduler: str, tmp_path: Path) -> None:
    """Another does its task."""
    with Cluster(scheduler) as workers:
        made = list(workers.map(doubled_at_last, jobs(tmp_path, 3, tmp_path / "tried")))
    assert [slot.fetch() for slot in made] == [b"", b"BB", b"CCCC"]


def test_a_task_that_ends_every_worker_is_one_clear_error(scheduler: str, tmp_path: Path) -> None:
    """Not an endless round."""
    with (
        Cluster(scheduler) as workers,
        pytest.raises(LimitError, match="one worker of the cluster"),
    ):
        list(workers.map(fatal, jobs(tmp_path, 1)))


def test_a_task_that_fails_is_told(scheduler: str, tmp_path: Path) -> None:
    """With what it failed of."""
    with Cluster(scheduler) as workers, pytest.raises(LimitError) as caught:
        list(workers.map(wrong, jobs(tmp_path, 1)))
    assert "ZeroDivisionError" in str(caught.value)


def test_a_worker_with_another_kg_is_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It might give other bytes."""
    monkeypatch.setattr(cluster, "reader", lambda: "0.0.0 another")
    with Cluster(scheduler) as workers, pytest.raises(UsageError, match="another kg"):
        list(workers.map(doubled, jobs(tmp_path)))


def test_a_build_gives_the_same_bytes(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one on this machine: graph, rejects and what was read."""
    for room in (gathering, assembly):
        monkeypatch.setattr(room, "_BATCH", 1)
    given = [REPORT, RECORD, ROOT / "tests" / "founding", tmp_path / "nothing.txt"]
    there = build(given, tmp_path / "there", workers=scheduler)
    here = build(given, tmp_path / "here", workers=1)
    assert there.quads == here.quads > 1000
    for name in ("graph.nq.gz", "rejects.jsonl"):
        files = (tmp_path / place / "gen-1" / name for place in ("there", "here"))
        assert len({file.read_bytes() for file in files}) == 1


# --- Troubles ------------------------------------------------------------------------------------


def test_a_cluster_that_is_not_there_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is needed and absent."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with Cluster("dask://127.0.0.1:9") as workers, pytest.raises(NetworkError) as caught:
        list(workers.map(doubled, jobs(tmp_path)))
    assert caught.value.where == "127.0.0.1:9"


def test_a_machine_without_dask_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with Cluster("dask://127.0.0.1:9") as workers, pytest.raises(UsageError, match="not installed"):
        list(workers.map(doubled, jobs(tmp_path)))


@pytest.mark.parametrize("wanted", ["0", "-1", "many", "dask://", "tcp://localhost:8786"])
def test_workers_are_a_number_or_a_cluster(wanted: str) -> None:
    """Anything else is a slip of the hand."""
    with pytest.raises(UsageError, match="neither a number"):
        pool_of(wanted)


def test_a_number_is_processes_here() -> None:
    """As a number, as text, or as many as there are cores."""
    for wanted in (2, "2"):
        pool = pool_of(wanted)
        assert isinstance(pool, Workers)
        assert pool.count == 2
    assert isinstance(pool_of(None), Workers)
    assert isinstance(pool_of("dask://a:1"), Cluster)


def test_the_command_takes_the_address(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """And ends with the exit code for want of a network; nothing is left behind."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    kg: Command = command(monkeypatch, capsysbinary, tmp_path / "store")
    run = kg("build", str(REPORT), "--workers", "dask://127.0.0.1:9")
    assert run.code == 6
    assert "the Dask cluster cannot be reached" in run.err
    assert not (tmp_path / "store" / "CURRENT").exists()
