"""A vocabulary file as bytes: opened as often as needed, unpacked on the way, never held whole.

In: a path. Out: streams. A file that is plainly something else is refused by name.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from kg.errors import InputError

HEAD: Final = 1 << 16
_LONGEST_LINE: Final = 16 << 20
_STRANGERS: Final = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"PK\x03\x04", "an archive of several files"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)
_PAGES: Final = (b"<!doctype html", b"<html")


class File(NamedTuple):
    """A vocabulary file, whose bytes can be had more than once."""

    path: Path

    def open(self) -> IO[bytes]:
        """A stream of the bytes as they are when unpacked."""
        with self.path.open("rb") as file:
            mark = file.read(4)
        if mark[:2] == b"\x1f\x8b":
            return cast("IO[bytes]", gzip.open(self.path))
        if mark == b"PK\x03\x04":
            with zipfile.ZipFile(self.path) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
                if len(names) == 1:
                    return archive.open(names[0])
        return self.path.open("rb")

    def head(self) -> bytes:
        """The first bytes.

        *Errors*: ``InputError`` for what is no vocabulary by its very beginning.
        """
        with told(self.name), self.open() as stream:
            head = stream.read(HEAD)
        plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not plain:
            raise _refused(self.name, "the file is empty")
        if plain[:64].lower().startswith(_PAGES):
            raise _refused(self.name, "this is a page for a browser")
        for mark, what in _STRANGERS:
            if plain.startswith(mark):
                raise _refused(self.name, f"this is {what}")
        return head

    def lines(self) -> Iterator[str]:
        """The lines, without their ends.

        *Errors*: ``InputError`` where the file is damaged or no text.
        """
        with told(self.name), io.BufferedReader(cast("io.RawIOBase", self.open())) as stream:
            for raw in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                yield raw.decode().rstrip("\r\n")

    @property
    def name(self) -> str:
        """The path as messages show it."""
        return str(self.path)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Nothing; what goes wrong with a file inside is one of our errors.

    *Errors*: ``InputError``.
    """
    try:
        yield
    except EOFError as error:
        raise _refused(name, "the file is cut off") from error
    except UnicodeDecodeError as error:
        raise _refused(name, f"this is not UTF-8: {error.reason}") from error
    except (OSError, zlib.error, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(name, f"the file is damaged or not there: {reason}") from error


def _refused(name: str, what: str) -> InputError:
    return InputError(what, where=name, expected="a vocabulary")
