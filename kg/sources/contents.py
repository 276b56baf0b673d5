"""What a reader is handed: the bytes of a file, or a thing that gives them piece by piece.

In: bytes, or what opens as a stream of bytes as often as it is asked to. Out: the stream, the
beginning, or all of it. A reader that goes record by record takes the stream, and its memory does
not grow with the file.
"""

import io
import zlib
from contextlib import suppress
from typing import IO, Final, Protocol

from kg.errors import InputError

LARGEST: Final = 1 << 30
"""The most bytes of a file that is not read as a stream."""


class Openable(Protocol):
    """A file, or the member of an archive, whose bytes can be had more than once."""

    def open(self) -> IO[bytes]:
        """A stream of the bytes, from the first."""


Contents = bytes | Openable


def opened(contents: Contents) -> IO[bytes]:
    """A stream of the bytes; who asks for it closes it.

    >>> opened(b"A report.").read(1)
    b'A'
    """
    return io.BytesIO(contents) if isinstance(contents, bytes) else contents.open()


def beginning(contents: Contents, size: int) -> bytes:
    """The first bytes, as many as asked for or as there are.

    >>> beginning(b"A report.", 8), beginning(b"", 8)
    (b'A report', b'')
    """
    if isinstance(contents, bytes):
        return contents[:size]
    parts: list[bytes] = []
    # What is damaged is told by who reads on.
    with contents.open() as stream, suppress(OSError, EOFError, zlib.error):
        while size > 0 and (part := stream.read(size)):
            parts.append(part)
            size -= len(part)
    return b"".join(parts)


def whole(name: str, contents: Contents) -> bytes:
    """All bytes.

    *Errors*: ``InputError`` where they are more than memory should hold.

    >>> whole("a.txt", b"A report.")
    b'A report.'
    """
    if isinstance(contents, bytes):
        return contents
    try:
        with contents.open() as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("the file is damaged", where=name, got=str(error)) from error
    if len(data) > LARGEST:
        raise InputError(
            "the file is too large for its format",
            where=name,
            expected=f"at most {LARGEST >> 20} MB; sets of PubMed XML may have any size",
            outcome="The file was set aside",
        )
    return data
