"""Inputs by their addresses: https://, s3://, gs:// and whatever else fsspec opens.

In: an address that a person gave as an input. Out: what its file holds, as if it stood here, and
an error where it cannot be had. A file is copied to disk first: archives are read back and forth,
and a build reads its inputs from several processes. http and https go the way of all our requests;
the other schemes are fsspec's, with the packages and the credentials that it knows.

See docs/decisions/fsspec.md.
"""

import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from kg.errors import InputError, KgError, NetworkError, UsageError
from kg.fetching.downloads import download
from kg.inputs import Held, Source, opened_as

Found = Source | KgError

_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]+):/{1,2}([^/].*)", re.IGNORECASE)
_WEB: Final = frozenset({"http", "https"})
_MANY: Final = re.compile(r"[*?\[]")
_CHUNK: Final = 1 << 20
_NUMBERS: Final = count()


class Address(NamedTuple):
    """Where an input is: the scheme, and the whole as it is asked for."""

    scheme: str
    url: str

    @property
    def name(self) -> str:
        """The address as messages and manifests name it: without what may be a secret.

        >>> Address("https", "https://me:word@x.org/a.zip?signature=1#b").name
        'https://x.org/a.zip'
        """
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def read_address(written: str) -> Address | None:
    """The address that a text is, else nothing; a path of the system may have lost a slash.

    >>> read_address("s3://bucket/key.zip"), read_address("https:/x.org/a").url
    (Address(scheme='s3', url='s3://bucket/key.zip'), 'https://x.org/a')
    >>> read_address("reports/a.txt") is None
    True
    """
    match = _ADDRESS.fullmatch(written.strip())
    if match is None:
        return None
    scheme = match[1].lower()
    return Address(scheme, f"{scheme}://{match[2]}")


def brought(address: Address, folder: Path) -> Iterator[Found]:
    """What is at an address: a file or an archive, and but for the web a folder or a pattern."""
    bring = _of_web if address.scheme in _WEB else _of_fsspec
    yield from bring(address, folder)


def _of_web(address: Address, folder: Path) -> Iterator[Found]:
    copy = _fresh(folder)
    try:
        download(address.url, copy)
    except KgError as error:
        yield _left_out(error, address.name)
    else:
        yield from _opened(copy, address.name)


def _fresh(folder: Path) -> Path:
    """A place for a copy."""
    return folder / f"copy-{next(_NUMBERS)}"


def _opened(copy: Path, name: str) -> Iterator[Found]:
    """What a copy holds; it stands as long as somebody may have to read it again."""
    held = False
    for found in opened_as(copy, name):
        held = held or (isinstance(found, Source) and isinstance(found.data, Held))
        yield found
    if not held:
        copy.unlink(missing_ok=True)


def _left_out(error: KgError, name: str) -> KgError:
    """The same error, of this input."""
    parts = {**error.parts(), "where": name, "outcome": "It was left out"}
    parts.pop("way_out", None)
    kind = NetworkError if isinstance(error, NetworkError) else InputError
    return kind(parts.pop("what"), **parts)


# --- fsspec -------------------------------------------------------------------------------------


def _of_fsspec(address: Address, folder: Path) -> Iterator[Found]:
    try:
        system, paths = _listed(address)
    except Exception as error:  # noqa: BLE001 - each scheme's package raises its own
        yield _left_out(_trouble(error, address), address.name)
        return
    for path in paths:
        name = address.name if len(paths) == 1 else f"{address.scheme}://{path.lstrip('/')}"
        copy = _fresh(folder)
        try:
            _copied(system, path, copy)
        except Exception as error:  # noqa: BLE001 - as above
            copy.unlink(missing_ok=True)
            yield _left_out(_trouble(error, address), name)
        else:
            yield from _opened(copy, name)


def _listed(address: Address) -> tuple[Any, list[str]]:
    """The file system of an address, and the files that it means there, in order."""
    from fsspec.core import url_to_fs

    system, path = url_to_fs(address.url)
    if _MANY.search(path):
        found = [each for each in system.glob(path) if not system.isdir(each)]
    else:
        found = system.find(path) if system.isdir(path) else [path]
    if not found:
        raise FileNotFoundError(address.name)
    return system, sorted(found)


def _copied(system: Any, path: str, copy: Path) -> None:  # noqa: ANN401 - fsspec is untyped
    """Nothing, once the copy is whole.

    *Errors*: ``InputError`` where the disk has no room for it; whatever the file system raises.
    """
    size, free = system.size(path) or 0, shutil.disk_usage(copy.parent).free
    if size > free:
        raise InputError(
            "there is no room for it", got=f"{size >> 20:,} MB", expected=f"{free >> 20:,} MB"
        )
    with system.open(path, "rb") as source, copy.open("wb") as file:
        shutil.copyfileobj(source, file, _CHUNK)


def _trouble(error: Exception, address: Address) -> KgError:
    if isinstance(error, KgError):
        return error
    said = (str(error).splitlines() or [""])[0] or type(error).__name__
    if isinstance(error, ImportError):
        return UsageError(
            f"what opens {address.scheme}:// is not installed: pip install 'kg-trials[cloud]'",
            got=said,
        )
    if isinstance(error, ValueError):
        return InputError(f"nothing opens {address.scheme}://", got=said)
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return InputError("there is no such file or folder")
    if isinstance(error, PermissionError):
        return InputError("it may not be read", got=said)
    return NetworkError(f"{address.scheme}:// cannot be reached or does not answer", got=said)
