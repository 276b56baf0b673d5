"""The store folder: one CURRENT, a few generations, one builder at a time.

    STORE/CURRENT            the name of the generation that answers
    STORE/gen-12/            engine/ · graph.nq.gz · rejects.jsonl · manifest.json
    STORE/vocabularies/NAME/ graph.nq · source.json: what builds keep
    STORE/build.lock         who is building

In: a path. Out: locks, names and durable switches; nothing here knows RDF.
"""

import contextlib
import fcntl
import json
import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Final
from uuid import uuid4

from kg.errors import NoStore, StoreDamaged, StoreError, StoreInUse

CURRENT: Final = "CURRENT"
VOCABULARIES: Final = "vocabularies"
KEPT: Final = 2

_LOCK: Final = "build.lock"
_SCRATCH: Final = "tmp-"
_GENERATION: Final = "gen-"


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the store for writing; left-overs of a builder that was killed are removed first.

    *Errors*: ``StoreInUse`` at once, with the holder, where another kg is writing.
    """
    with _lock_file(root) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _in_use(root) from error
        _name_holder(root, lock)
        _sweep(root)
        yield
        lock.truncate(0)


def _lock_file(root: Path) -> FileIO:
    try:
        root.mkdir(parents=True, exist_ok=True)
        # Nothing is held back that could not be written when the file is closed.
        return (root / _LOCK).open("ab+", buffering=0)
    except OSError as error:
        raise StoreError(
            "no store can be written here", where=str(root), got=error.strerror or str(error)
        ) from error


def _name_holder(root: Path, lock: FileIO) -> None:
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": now()}
    try:
        lock.truncate(0)
        lock.write(json.dumps(holder).encode())
    except OSError as error:
        raise _not_written(root, error) from error


def _not_written(root: Path, error: OSError) -> StoreError:
    return StoreError(
        "the store could not be written",
        where=str(root),
        got=error.strerror or str(error),
        outcome="The store is as it was",
    )


def _in_use(root: Path) -> StoreInUse:
    try:
        holder = json.loads((root / _LOCK).read_text(encoding="utf-8"))
        who = f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
    except (OSError, ValueError, KeyError):
        who = "a process that has not said its name"
    return StoreInUse("another kg is writing this store", where=str(root), got=who)


def now() -> str:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _sweep(root: Path) -> None:
    for path in root.glob(f"{_SCRATCH}*"):
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def scratch(root: Path) -> Iterator[Path]:
    """A folder on the same file system, gone at the end unless it was renamed.

    *Errors*: ``StoreError`` for whatever could not be written meanwhile, for want of room say.
    """
    path = root / f"{_SCRATCH}{uuid4().hex}"
    try:
        path.mkdir()
        yield path
    except OSError as error:
        raise _not_written(root, error) from error
    finally:
        shutil.rmtree(path, ignore_errors=True)


def require_room(root: Path, needed: int) -> None:
    """Nothing, where the disk has room for so many bytes.

    *Errors*: ``StoreError``.
    """
    free = shutil.disk_usage(root).free
    if free < needed:
        raise StoreError(
            "the disk is too full to build here",
            where=str(root),
            got=f"{free >> 20:,} MB free",
            expected=f"{needed >> 20:,} MB",
            outcome="The store is as it was",
        )


# --- Generations ---------------------------------------------------------------------------------


def numbers(root: Path) -> list[int]:
    """The numbers of the generations that are there, in order."""
    names = (path.name.removeprefix(_GENERATION) for path in root.glob(f"{_GENERATION}*"))
    return sorted(int(name) for name in names if name.isdecimal())


def generation(root: Path, number: int) -> Path:
    """The folder of a generation."""
    return root / f"{_GENERATION}{number}"


def current(root: Path) -> Path:
    """The folder of the generation that answers.

    *Errors*: ``NoStore`` where nothing was ever published, ``StoreDamaged`` where it is gone.
    """
    pointer = root / CURRENT
    if not pointer.is_file():
        if numbers(root):
            raise StoreDamaged("the store does not say which generation counts", where=str(pointer))
        raise NoStore(
            "there is no store here", where=str(root), way_out="Make one with: kg build INPUT…"
        )
    folder = root / pointer.read_text(encoding="utf-8", errors="replace").strip()
    if folder.parent != root or not folder.is_dir():
        raise StoreDamaged("names a generation that is not there", where=str(pointer))
    return folder


def switch(root: Path, built: Path, number: int) -> Path:
    """Make *built* the generation that answers: durable, and either wholly so or not at all."""
    sync(built)
    folder = generation(root, number)
    built.rename(folder)
    fresh = root / f"{CURRENT}.tmp"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{folder.name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(root / CURRENT)
    _sync_one(root)
    return folder


def sync(folder: Path) -> None:
    """Put every file of a folder, and the folder itself, on the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync_one(path)
    _sync_one(folder)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prune(root: Path, lock_name: str) -> None:
    """Remove all generations but the last two, and those that somebody still reads."""
    for number in numbers(root)[:-KEPT]:
        folder = generation(root, number)
        with contextlib.suppress(OSError), (folder / lock_name).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Half a generation would be in the way for ever: what is ended meanwhile is swept.
            gone = folder.rename(root / f"{_SCRATCH}{uuid4().hex}")
            shutil.rmtree(gone)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Keep the generation that this file belongs to from being removed."""
    with path.open("rb") as file:
        with contextlib.suppress(OSError):  # a file system without locks removes nothing early
            fcntl.flock(file, fcntl.LOCK_SH)
        yield
