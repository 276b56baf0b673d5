"""Archives as their members, which are never unpacked to disk.

In: a file or bytes that may be an archive, told by the first bytes. Out: the members one after
another, and an error for each that cannot be opened.
"""

import gzip
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple, Protocol, TypeVar, cast

from kg.errors import InputError
from kg.inputs import held
from kg.inputs.held import CHUNK, DAMAGED, Found, Held, Source, bomb, refused, shown, suspicious

HEAD: Final = 512
"""As many bytes as tell an archive."""

_LARGEST_ARCHIVE: Final = 1 << 38
_MOST_MEMBERS: Final = 2_000_000
_DEEPEST: Final = 2
# Office documents and e-books are zip files too: they hold one of these.
_ONE_DOCUMENT: Final = {"[Content_Types].xml", "mimetype"}

M = TypeVar("M")


class Container(NamedTuple):
    """A file that may be an archive; with a path where it is one on the disk."""

    name: str
    stream: IO[bytes]
    size: int
    path: Path | None = None


class _Document(NamedTuple):
    """An archive that is one document, an office file say: nobody looks into it."""

    source: Source


Member = Found | _Document


def unpacked(source: Source, depth: int = 0) -> Iterator[Found]:
    """The documents of a source: itself, or the members of the archive that it is.

    >>> [found.name for found in unpacked(Source("a.txt", b"A report."))]
    ['a.txt']
    """
    data = source.data
    members = kind_of(data[:HEAD]) if isinstance(data, bytes) else None
    if members is None or isinstance(data, Held):
        yield source
    elif depth >= _DEEPEST:
        yield refused(source.name, f"archives are nested more than {_DEEPEST} deep")
    else:
        container = Container(source.name, io.BytesIO(data), len(data))
        yield from inside(members(container), depth)


def inside(members: Iterator[Member], depth: int) -> Iterator[Found]:
    """What is in the members of an archive, however deep."""
    for member in members:
        if isinstance(member, InputError):
            yield member
        elif isinstance(member, _Document):
            yield member.source
        else:
            yield from unpacked(member, depth + 1)


def kind_of(data: bytes) -> Callable[[Container], Iterator[Member]] | None:
    """What opens an archive that begins so; nothing for what is none."""
    if data.startswith(b"\x1f\x8b"):
        return _gzip_member
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_members
    return _tar_members if data[257:262] == b"ustar" else None


def _gzip_member(packed: Container) -> Iterator[Member]:
    name = packed.name.removesuffix(".gz").removesuffix(".tgz")
    most = held.LARGEST if packed.path is None else held.HELD_FROM
    try:
        with gzip.open(packed.stream) as stream:
            data, more = _read(cast("IO[bytes]", stream), packed.size, most)
    except (OSError, EOFError, zlib.error) as error:
        yield refused(packed.name, "the gzip file is damaged", got=str(error))
        return
    if not more:
        yield Source(name, data, packed.size)
    elif packed.path is None or suspicious(len(data), packed.size):
        yield bomb(packed.name)
    elif kind_of(data[:HEAD]) is _tar_members:
        yield from _tar_in_gzip(name, packed)
    else:
        yield Source(name, Held(str(packed.path), gzipped=True, name=packed.name), packed.size)


def _tar_in_gzip(name: str, packed: Container) -> Iterator[Member]:
    with Held(str(packed.path), gzipped=True, name=packed.name).open() as stream:
        yield from _tar_members(Container(name, stream, packed.size * held.HIGHEST_RATIO))


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _read(stream: _Stream, packed: int, most: int) -> tuple[bytes, bool]:
    """The bytes of a stream, and whether it has more than it may have or honest packing gives."""
    parts: list[bytes] = []
    size = 0
    while part := stream.read(CHUNK):
        parts.append(part)
        size += len(part)
        if size > most or suspicious(size, packed):
            return b"".join(parts), True
    return b"".join(parts), False


def _zip_members(container: Container) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(container.stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield refused(container.name, "the zip file is damaged", got=str(error))
        return
    with archive:
        listed = archive.infolist()
        if any(member.filename in _ONE_DOCUMENT for member in listed):
            container.stream.seek(0)
            yield _Document(Source(container.name, container.stream.read(), container.size))
            return
        if sum(member.compress_size for member in listed) > container.size:
            yield refused(container.name, "the members of the zip file overlap")
            return
        numbered = [(n, m) for n, m in enumerate(listed) if not (m.is_dir() or _hidden(m.filename))]
        sizes = (member.file_size for _, member in numbered)
        for member in _bounded(container, numbered, sizes):
            if isinstance(member, InputError):
                yield member
            else:
                yield _zipped(container, archive, *member)


def _zipped(
    container: Container, archive: zipfile.ZipFile, number: int, member: zipfile.ZipInfo
) -> Found:
    name = _member_name(container, member.filename)
    packed = member.compress_size
    refusal = _zip_refusal(member)
    if refusal:
        return refused(name, refusal)
    if suspicious(member.file_size, packed):
        return bomb(name)
    if container.path is not None and member.file_size > held.HELD_FROM:
        return Source(name, Held(str(container.path), number, name=container.name), packed)
    try:
        with archive.open(member) as stream:
            data, more = _read(stream, packed, held.LARGEST)
    except DAMAGED as error:
        return refused(name, "the member is damaged", got=str(error))
    return bomb(name) if more else Source(name, data, packed)


def _zip_refusal(member: zipfile.ZipInfo) -> str | None:
    if member.flag_bits & 0x1:
        return "the member is encrypted"
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "the member is a link or a device, not a file"
    # orig_filename: zipfile itself mends a hostile name, and so would hide it.
    return _name_refusal(member.orig_filename)


def _tar_members(container: Container) -> Iterator[Member]:
    try:
        with tarfile.open(fileobj=container.stream, mode=_tar_mode(container)) as archive:
            # Where it can be listed first, a cut archive is refused before anything is read of it.
            members = archive.getmembers() if container.stream.seekable() else archive
            for number, member in enumerate(members, start=1):
                if number > _MOST_MEMBERS:
                    yield _too_many(container, "more")
                    return
                if not (member.isdir() or _hidden(member.name)):
                    yield _tarred(container, archive, member)
    except (tarfile.TarError, *DAMAGED, RecursionError, OverflowError) as error:
        yield refused(container.name, "the tar file is damaged", got=str(error))


def _tar_mode(container: Container) -> Literal["r:", "r|"]:
    return "r:" if container.stream.seekable() else "r|"


def _tarred(container: Container, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Found:
    name = _member_name(container, member.name)
    if not member.isreg():
        return refused(name, "the member is a link or a device, not a file")
    refusal = _name_refusal(member.name)
    if refusal:
        return refused(name, refusal)
    # A sparse member holds fewer bytes than it claims: the archive itself bounds honest ones.
    if member.size > min(held.LARGEST, container.size):
        return bomb(name)
    stream = archive.extractfile(member)
    return Source(name, b"" if stream is None else stream.read(), member.size)


def _name_refusal(name: str) -> str | None:
    parts = re.split(r"[/\\]", name)
    if ".." in parts or "\\" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "the member's name leads out of the archive"
    return "the member's name has control characters" if re.search(r"[\x00-\x1f]", name) else None


def _hidden(name: str) -> bool:
    # A name that leads out is no hidden file's: it is refused, and told.
    parts = re.split(r"[/\\]", name.removeprefix("./"))
    return any(part.startswith(".") and part != ".." for part in parts)


def _member_name(source: Container, member: str) -> str:
    return f"{source.name}!{shown(member)}"


def _bounded(
    container: Container, members: list[M], sizes: Iterable[int]
) -> Iterator[M | InputError]:
    """The members of an archive until they are too many or too large together."""
    total = 0
    for number, (member, size) in enumerate(zip(members, sizes, strict=True), start=1):
        total += size
        if number > _MOST_MEMBERS or total > _LARGEST_ARCHIVE:
            yield _too_many(container, str(len(members) - number + 1))
            return
        yield member


def _too_many(container: Container, left: str) -> InputError:
    return refused(container.name, f"the archive is too large: {left} members were left out")
