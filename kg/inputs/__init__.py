"""Inputs as bytes: files, folders, and the members of archives, which are never unpacked to disk.

In: paths as the user gave them. Out: named bytes, one after another, and beside them an error for
each thing that could not be opened; a bad member never takes its neighbours with it. Archives are
told by their first bytes, not by their names. What is too long to hold is handed on as a
:class:`Held`, which is opened where it is read.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.inputs.archives import HEAD, Container, inside, kind_of, unpacked
from kg.inputs.held import (
    LARGEST,
    Found,
    Held,
    Source,
    beginning,
    fingerprint,
    held_back,
    refused,
    shown,
    whole,
)
from kg.inputs.naming import apart

_LOCK = "build.lock"

__all__ = [
    "LARGEST",
    "Found",
    "Held",
    "Source",
    "beginning",
    "expand",
    "fingerprint",
    "opened_as",
    "size_on_disk",
    "unpacked",
    "whole",
]


def expand(inputs: Iterable[str | Path]) -> Iterator[Found]:
    """Every document under the given paths, in the order of their names, and every refusal."""
    for given in inputs:
        yield from apart(_found(Path(given)))


def size_on_disk(inputs: Iterable[str | Path]) -> int:
    """How many bytes the files under these paths have, archives as they are packed."""
    files = (file for given in inputs for file in _files(Path(given)))
    return sum(file.stat().st_size for file in files if isinstance(file, Path))


# --- Files and folders --------------------------------------------------------------------------


def _found(path: Path) -> Iterator[Found]:
    empty = True
    for file in _files(path):
        empty = False
        if isinstance(file, InputError):
            yield file
        else:
            yield from _opened(file, shown(file))
    if empty:
        yield refused(shown(path), "there is no file in it that could be read")


def _files(path: Path) -> Iterator[Path | InputError]:
    if not os.path.lexists(path):
        yield refused(shown(path), "there is no such file or folder")
    elif path.is_dir():
        yield from _in_folder(path)
    elif not path.is_file():
        yield refused(shown(path), _why_not_a_file(path), expected="a file or a folder")
    else:
        yield path


def _in_folder(folder: Path) -> Iterator[Path | InputError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield refused(shown(folder), f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        # A hidden file is no report, nor is a store of kg.
        if entry.name.startswith(".") or (entry.is_dir() and _is_store(entry)):
            continue
        if entry.is_symlink() and entry.is_dir():
            yield refused(shown(entry), _why_not_followed(entry), expected="a file or a folder")
        else:
            yield from _files(entry)


def _why_not_followed(link: Path) -> str:
    """A link to a folder may lead back here, or to what is read already."""
    back = link.parent.resolve().is_relative_to(link.resolve())
    return f"the link leads {'back to a folder that it is in' if back else 'to a folder'}"


def _is_store(folder: Path) -> bool:
    """Whether kg has built or builds here: what it makes of the reports is not one of them."""
    return (folder / _LOCK).is_file()


def _why_not_a_file(path: Path) -> str:
    if path.is_symlink() and not path.exists():
        return f"the link leads {'in a circle' if _circles(path) else 'nowhere'}"
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return f"this is {kinds.get(stat.S_IFMT(path.stat().st_mode), 'a device')}, not a file"


def _circles(link: Path) -> bool:
    try:
        link.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def opened_as(path: Path, name: str) -> Iterator[Found]:
    """The document that a file is, or those of the archive that it is, under another name."""
    yield from apart(_opened(path, name))


def _opened(path: Path, name: str) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            container = Container(name, file, path.stat().st_size, path)
            members = kind_of(file.read(HEAD))
            file.seek(0)
            if members is None:
                yield held_back(container.name, path, container.size)
            else:
                yield from inside(members(container), 0)
    except OSError as error:
        yield refused(name, f"the file cannot be read: {error.strerror}")
