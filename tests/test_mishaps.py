"""A few of the mishaps of ``mishaps.py``; the whole series takes minutes: `make mishaps`."""

import errno
import os
from pathlib import Path
from random import Random

import mishaps
import pytest
from stores import line, published

from kg import store
from kg.build.intake import attempt
from kg.build.outcome import Reject
from kg.errors import StoreError
from kg.store import folder

SEED = 7
LINES = [line("s", "size", '"1"')]


def test_killed_builds_leave_a_whole_store(tmp_path: Path) -> None:
    """The old generation or the new one, and nothing that the next build does not remove."""
    assert mishaps.killed(tmp_path, 1, Random(SEED)).startswith("1 builds killed")


def test_a_flipped_byte_of_any_file_is_told_by_its_name(tmp_path: Path) -> None:
    """Engine, lines, manifest, the pointer to the generation, a vocabulary."""
    assert "flipped bytes" in mishaps.flipped(tmp_path, 40, Random(SEED))


def test_a_disk_that_fills_up_costs_nothing_that_is_there(tmp_path: Path) -> None:
    """The old generation answers, and the room is given back."""
    said = mishaps.filled(tmp_path, 1)
    if "could be mounted" in said:
        pytest.skip(said)
    assert "old generation" in said


# --- What these came upon ------------------------------------------------------------------------


def test_a_full_disk_is_no_fault_of_a_document() -> None:
    """A record that could not be set down is not left out of what is published."""

    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def odd() -> None:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))

    with pytest.raises(OSError, match="No space left"):
        attempt(full, "a.json")
    assert isinstance(attempt(odd, "a.json"), Reject)


def test_what_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    """Whoever works in a store need not know of disks."""
    refused = pytest.raises(StoreError, match="could not be written")
    with refused as told, folder.locked(tmp_path), folder.scratch(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert told.value.outcome == "The store is as it was"
    assert mishaps.left(tmp_path) == []


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    """Of the manifest, of the pointer, of a vocabulary's note."""
    place = published(tmp_path, LINES)
    manifest = (place / store.MANIFEST).read_bytes()
    (place / store.MANIFEST).write_bytes(b"\xff" + manifest)
    assert mishaps.told(tmp_path) == ["manifest.json"]
    (place / store.MANIFEST).write_bytes(manifest)
    words = tmp_path / "vocabularies" / "tiny"
    words.mkdir(parents=True)
    (words / "graph.nq").touch()
    (words / "source.json").write_bytes(b"\xff")
    assert mishaps.told(tmp_path) == ["source.json"]
    (tmp_path / store.CURRENT).write_bytes(b"\xffen-1\n")
    assert mishaps.told(tmp_path) == ["CURRENT"]


def test_a_generation_that_was_being_removed_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that is killed while it removes an old generation leaves no half of one for ever."""
    for _ in range(2):
        published(tmp_path, LINES)
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    published(tmp_path, LINES)
    assert folder.numbers(tmp_path) == [2, 3]
    monkeypatch.undo()
    published(tmp_path, LINES)
    assert mishaps.left(tmp_path) == []
