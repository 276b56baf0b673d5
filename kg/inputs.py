"""Inputs as bytes: files, folders, and the members of archives, which are never unpacked to disk.

In: paths as the user gave them. Out: named bytes, one after another, and beside them an error for
each thing that could not be opened; a bad member never takes its neighbours with it. Archives are
told by their first bytes, not by their names.
"""

import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeVar

from kg.errors import InputError

LARGEST: Final = 1 << 30
"""The most bytes that one input may have when it is unpacked."""

_LARGEST_ARCHIVE: Final = 8 << 30
_MOST_MEMBERS: Final = 1_000_000
_DEEPEST: Final = 2
# Text packs to about a tenth. What packs to a thousandth is made to fill the memory.
_HIGHEST_RATIO: Final = 200
_RATIO_MATTERS_FROM: Final = 16 << 20
_CHUNK: Final = 1 << 20
# Office documents and e-books are zip files too: they hold one of these.
_ONE_DOCUMENT: Final = {"[Content_Types].xml", "mimetype"}


class Source(NamedTuple):
    """One input: what to call it in messages, and its bytes."""

    name: str
    data: bytes


Found = Source | InputError
M = TypeVar("M")


def expand(inputs: Iterable[str | Path]) -> Iterator[Found]:
    """Every document under the given paths, in the order of their names, and every refusal."""
    for given in inputs:
        path = Path(given)
        for file in _files(path):
            if isinstance(file, InputError):
                yield file
            else:
                yield from _opened(file)


def _refused(where: str, what: str, **parts: str) -> InputError:
    parts.setdefault("outcome", "It was left out; the rest was read")
    return InputError(what, where=where, **parts)


# --- Files and folders --------------------------------------------------------------------------


def _files(path: Path) -> Iterator[Path | InputError]:
    if path.is_dir():
        yield from _in_folder(path)
    elif not os.path.lexists(path):
        yield _refused(_shown(path), "there is no such file or folder")
    elif not path.is_file():
        yield _refused(_shown(path), _why_not_a_file(path), expected="a file or a folder")
    else:
        yield path


def _in_folder(folder: Path) -> Iterator[Path | InputError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _refused(_shown(folder), f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        # A link to a folder may lead back here; a hidden file is not a report.
        hidden = entry.name.startswith(".")
        if not hidden and not (entry.is_symlink() and entry.is_dir()):
            yield from _files(entry)


def _why_not_a_file(path: Path) -> str:
    if path.is_symlink() and not path.exists():
        return "the link leads nowhere"
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return f"this is {kinds.get(stat.S_IFMT(path.stat().st_mode), 'a device')}, not a file"


def _opened(path: Path) -> Iterator[Found]:
    name = _shown(path)
    try:
        if path.stat().st_size > LARGEST:
            yield _too_large(name)
            return
        data = path.read_bytes()
    except OSError as error:
        yield _refused(name, f"the file cannot be read: {error.strerror}")
        return
    yield from unpacked(Source(name, data))


def _shown(path: Path | str) -> str:
    # A file's name is bytes; a message is text on one line.
    return re.sub(r"[\x00-\x1f\x7f]", "?", str(path).encode("utf-8", "replace").decode())


def _too_large(name: str) -> InputError:
    return _refused(name, "the input is too large", expected=f"at most {LARGEST >> 20} MB")


# --- Archives -----------------------------------------------------------------------------------


def unpacked(source: Source, depth: int = 0) -> Iterator[Found]:
    """The documents of a source: itself, or the members of the archive that it is.

    >>> [found.name for found in unpacked(Source("a.txt", b"A report."))]
    ['a.txt']
    """
    opener = _archive(source.data)
    if opener is None:
        yield source
    elif depth >= _DEEPEST:
        yield _refused(source.name, f"archives are nested more than {_DEEPEST} deep")
    else:
        for member in opener(source):
            if member is source or isinstance(member, InputError):
                yield member
            else:
                yield from unpacked(member, depth + 1)


def _archive(data: bytes) -> Callable[[Source], Iterator[Found]] | None:
    if data.startswith(b"\x1f\x8b"):
        return _gzip_member
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_members
    return _tar_members if data[257:262] == b"ustar" else None


def _gzip_member(source: Source) -> Iterator[Found]:
    try:
        with gzip.open(io.BytesIO(source.data)) as stream:
            data = _read(stream, packed=len(source.data))
    except (OSError, EOFError, zlib.error) as error:
        yield _refused(source.name, "the gzip file is damaged", got=str(error))
        return
    name = source.name.removesuffix(".gz").removesuffix(".tgz")
    yield _bomb(source.name) if data is None else Source(name, data)


# All that the standard library raises on a member that is not what it claims to be.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _read(stream: _Stream, packed: int) -> bytes | None:
    """All bytes of a stream, or nothing as soon as there are more than honest packing gives."""
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST or _suspicious(size, packed):
            return None
    return b"".join(parts)


def _suspicious(size: int, packed: int) -> bool:
    return size > _RATIO_MATTERS_FROM and size > packed * _HIGHEST_RATIO


def _bomb(name: str) -> InputError:
    expected = f"at most {LARGEST >> 20} MB, and {_HIGHEST_RATIO} times the packed size"
    return _refused(name, "it unpacks to more than a report can be", expected=expected)


def _zip_members(source: Source) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield _refused(source.name, "the zip file is damaged", got=str(error))
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
        if any(member.filename in _ONE_DOCUMENT for member in members):
            yield source
            return
        sizes = (member.file_size for member in members)
        for member in _bounded(source, members, sizes):
            yield member if isinstance(member, InputError) else _zipped(source, archive, member)


def _zipped(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Found:
    name = _member_name(source, member.filename)
    refusal = _zip_refusal(member)
    if refusal:
        return _refused(name, refusal)
    if member.file_size > LARGEST or _suspicious(member.file_size, member.compress_size):
        return _bomb(name)
    try:
        with archive.open(member) as stream:
            data = _read(stream, packed=member.compress_size)
    except _DAMAGED as error:
        return _refused(name, "the member is damaged", got=str(error))
    return _bomb(name) if data is None else Source(name, data)


def _zip_refusal(member: zipfile.ZipInfo) -> str | None:
    if member.flag_bits & 0x1:
        return "the member is encrypted"
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "the member is a link or a device, not a file"
    # orig_filename: zipfile itself mends a hostile name, and so would hide it.
    return _name_refusal(member.orig_filename)


def _tar_members(source: Source) -> Iterator[Found]:
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as archive:
            members = [m for m in archive if not m.isdir() and not _hidden(m.name)]
            sizes = (member.size for member in members)
            for member in _bounded(source, members, sizes):
                yield member if isinstance(member, InputError) else _tarred(source, archive, member)
    except (tarfile.TarError, *_DAMAGED, RecursionError, OverflowError) as error:
        yield _refused(source.name, "the tar file is damaged", got=str(error))


def _tarred(source: Source, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Found:
    name = _member_name(source, member.name)
    if not member.isreg():
        return _refused(name, "the member is a link or a device, not a file")
    refusal = _name_refusal(member.name)
    if refusal:
        return _refused(name, refusal)
    # A sparse member holds fewer bytes than it claims: the archive itself bounds honest ones.
    if member.size > min(LARGEST, len(source.data)):
        return _bomb(name)
    stream = archive.extractfile(member)
    return Source(name, b"" if stream is None else stream.read())


def _name_refusal(name: str) -> str | None:
    parts = re.split(r"[/\\]", name)
    if ".." in parts or "\\" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "the member's name leads out of the archive"
    return "the member's name has control characters" if re.search(r"[\x00-\x1f]", name) else None


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in name.removeprefix("./").split("/"))


def _member_name(source: Source, member: str) -> str:
    return f"{source.name}!{_shown(member)}"


def _bounded(source: Source, members: list[M], sizes: Iterable[int]) -> Iterator[M | InputError]:
    """The members of an archive until they are too many or too large together."""
    total = 0
    for number, (member, size) in enumerate(zip(members, sizes, strict=True), start=1):
        total += size
        if number > _MOST_MEMBERS or total > _LARGEST_ARCHIVE:
            left = len(members) - number + 1
            yield _refused(source.name, f"the archive is too large: {left} members were left out")
            return
        yield member
