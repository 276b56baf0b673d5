"""Bytes of an input, in memory or held back, and what nobody need read.

In: a file, or what is packed in one. Out: its bytes, all of them or as a stream; a complaint where
the packing is damaged or made to fill the memory.
"""

import gzip
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple, cast

from kg.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST: Final = 1 << 30
"""The most bytes that one input may have in memory."""

HELD_FROM: Final = 32 << 20
"""From so many bytes on an input is read as a stream."""

CHUNK: Final = 1 << 20
_LARGEST_STREAM: Final = 1 << 36
# Text packs to about a tenth. What packs to a thousandth is made to fill the memory.
HIGHEST_RATIO: Final = 200
_RATIO_MATTERS_FROM: Final = 16 << 20

# All that the standard library raises on packing that is not what it claims to be.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)


class Held(NamedTuple):
    """Bytes that are too many to hold: a file, or what is packed in it.

    ``name`` is what messages call it, where that is not its path.
    """

    path: str
    member: int | None = None
    gzipped: bool = False
    name: str | None = None

    def open(self) -> IO[bytes]:
        """The bytes as a stream.

        *Errors*: whoever reads meets an ``InputError`` where the packing is damaged or a bomb.
        """
        stack = ExitStack()
        packed = Path(self.path).stat().st_size
        if self.member is None:
            stream: IO[bytes] = stack.enter_context(Path(self.path).open("rb"))  # noqa: SIM115
        else:
            archive = stack.enter_context(zipfile.ZipFile(self.path))
            stream = stack.enter_context(archive.open(archive.infolist()[self.member]))
        if self.gzipped:
            stream = cast("IO[bytes]", stack.enter_context(gzip.open(stream)))  # noqa: SIM115
        return io.BufferedReader(_Watched(stream, packed, self.name or self.path, stack), CHUNK)


class _Watched(io.RawIOBase):
    """A stream that complains in our words, and of more than honest packing gives."""

    def __init__(self, stream: IO[bytes], packed: int, name: str, below: ExitStack) -> None:
        self._stream, self._packed, self._name, self._below = stream, packed, name, below
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        try:
            part = self._stream.read(len(room))
        except DAMAGED as error:
            raise refused(self._name, "the file is damaged", got=str(error)) from error
        self._size += len(part)
        if self._size > _LARGEST_STREAM or suspicious(self._size, self._packed):
            raise bomb(self._name)
        room[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._below.close()
        super().close()


class Source(NamedTuple):
    """One input: what to call it in messages, its bytes, and how many it takes on disk.

    ``remark`` is what is to be told of the input itself, whatever is in it.
    """

    name: str
    data: bytes | Held
    packed: int = 0
    remark: str | None = None


Found = Source | InputError


def whole(name: str, data: bytes | Held) -> bytes:
    """All bytes of an input.

    *Errors*: ``InputError`` where they are more than memory should hold.
    """
    if isinstance(data, bytes):
        return data
    with data.open() as stream:
        found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise too_large(name)
    return found


def beginning(data: bytes | Held, size: int) -> bytes:
    """The first bytes of an input."""
    if isinstance(data, bytes):
        return data[:size]
    with data.open() as stream:
        return stream.read(size)


def fingerprint(data: bytes | Held) -> tuple[str, int]:
    """The SHA-256 of all bytes of an input, and how many they are."""
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest(), len(data)
    digest, size = hashlib.sha256(), 0
    with data.open() as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
            size += len(part)
    return digest.hexdigest(), size


# --- Refused ------------------------------------------------------------------------------------


def held_back(name: str, path: Path, size: int) -> Source:
    """A file as it stands: its bytes, or where they are many the way to them."""
    data = Held(str(path), name=name) if size > HELD_FROM else path.read_bytes()
    return Source(name, data, size)


def refused(where: str, what: str, **parts: str) -> InputError:
    """What is told of an input that was left out."""
    parts.setdefault("outcome", "It was left out; the rest was read")
    return InputError(what, where=where, **parts)


def shown(path: Path | str) -> str:
    """A path as a message names it: a file's name is bytes, a message is text on one line."""
    return re.sub(r"[\x00-\x1f\x7f]", "?", str(path).encode("utf-8", "replace").decode())


def too_large(name: str) -> InputError:
    """What is told of an input that memory should not hold."""
    return refused(name, "the input is too large", expected=f"at most {LARGEST >> 20} MB")


def suspicious(size: int, packed: int) -> bool:
    """Whether this is more than honest packing gives."""
    return size > _RATIO_MATTERS_FROM and size > packed * HIGHEST_RATIO


def bomb(name: str) -> InputError:
    """What is told of packing that is made to fill the memory."""
    expected = f"at most {LARGEST >> 20} MB, and {HIGHEST_RATIO} times the packed size"
    return refused(name, "it unpacks to more than a report can be", expected=expected)
