"""A folder of files that belong together: there whole, or as it was before.

In: where to. Out: a fresh folder to write into, which takes its place at the end, and a list of its
files with their hashes. What stood there is replaced only where it was such a folder, too.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec

from kg import __version__
from kg.errors import InputError, UsageError

LIST: Final = "shards.json"


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """One file: how many lines or rows it has, how many bytes, and their SHA-256."""

    file: str
    rows: int
    bytes: int
    sha256: str


class Shards(msgspec.Struct, frozen=True, kw_only=True):
    """All files of a folder; together they are the whole, and no two hold the same."""

    kg: str = __version__
    form: str
    rows: int
    files: tuple[Shard, ...]


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of *target* once all is written.

    *Errors*: ``UsageError`` where other files stand there, ``InputError`` where it cannot be
    written.
    """
    _require_ours(target)
    fresh = target.with_name(f".{target.name}.{uuid4().hex[:8]}")
    try:
        fresh.mkdir(parents=True)
        yield fresh
        old = fresh.with_name(f"{fresh.name}-old")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise InputError(
            "the folder cannot be written", where=str(target), got=error.strerror or str(error)
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _require_ours(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()) and not (target / LIST).is_file():
        raise UsageError(
            "the folder holds other files, and an export would replace it",
            where=str(target),
            way_out="Name a folder that is empty or new.",
        )
    if target.exists() and not target.is_dir():
        raise UsageError("this is a file, and shards need a folder", where=str(target))


def listed(folder: Path, form: str, rows: dict[Path, int]) -> Shards:
    """The list of a folder's files, with how many rows each has, once it stands in the folder."""
    files = tuple(_shard(folder, file, count) for file, count in sorted(rows.items()))
    made = Shards(form=form, rows=sum(rows.values()), files=files)
    text = msgspec.json.format(msgspec.json.encode(made), indent=1)
    (folder / LIST).write_bytes(text + b"\n")
    return made


def _shard(folder: Path, file: Path, rows: int) -> Shard:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    name = file.relative_to(folder).as_posix()
    return Shard(file=name, rows=rows, bytes=file.stat().st_size, sha256=digest)
