"""Lines in files that are gzipped, member by member: docs/decisions/packed-lines.md.

In: lines as bytes. Out: a file that any tool can unpack; and from such a file, or one that was
never packed, the lines again. Members stand on their own: what one process has packed another puts
into its place, and nobody packs it again.
"""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self, cast

ENDING: Final = ".gz"
OWN_MEMBER: Final = 1 << 16
"""From so many bytes on lines are packed by themselves; less packs badly without the next."""

_LEVEL: Final = 1  # names repeat so much that more takes longer and saves little
_MEMBER: Final = 1 << 20
_BUFFER: Final = 1 << 20


def pack(data: bytes) -> bytes:
    r"""A member of its own; the same bytes give the same member.

    >>> gzip.decompress(pack(b"<x:a> <x:b> <x:c> .\n") + pack(b"<x:a> <x:b> <x:d> .\n"))
    b'<x:a> <x:b> <x:c> .\n<x:a> <x:b> <x:d> .\n'
    """
    return gzip.compress(data, _LEVEL, mtime=0)


def unpack(data: bytes) -> bytes:
    """The bytes of members, one after the other."""
    return gzip.decompress(data)


class Packing:
    """A file that is written packed, some lines at a time; also a context manager."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Add lines."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= _MEMBER:
            self._settle()

    def put(self, member: bytes) -> None:
        """Add lines that are packed already."""
        self._settle()
        self._file.write(member)

    def _settle(self) -> None:
        if self._waiting:
            self._file.write(pack(b"".join(self._waiting)))
            self._waiting.clear()
            self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._settle()


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where its name says that it is packed."""
    if path.suffix != ENDING:
        return path.open("rb")
    unpacking = cast("io.RawIOBase", gzip.GzipFile(path, "rb"))  # closed with what reads it
    return cast("BinaryIO", io.BufferedReader(unpacking, _BUFFER))


def lines(path: Path) -> Iterator[str]:
    """The lines of a file; no other character than a newline ends one."""
    with io.TextIOWrapper(opened(path), encoding="utf-8", newline="\n") as text:
        yield from text


def pieces(path: Path, size: int) -> Iterator[bytes]:
    """Whole lines, about so many bytes at a time."""
    with opened(path) as file:
        while piece := file.read(size):
            yield piece + file.readline()
