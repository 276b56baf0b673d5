"""What a generation is made of: tool, engine, inputs, counts, and the hash of every file.

In: a generation folder. Out: its manifest, and what in the folder is not as the manifest says.
The time of the build stands here and nowhere else.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from kg.errors import StoreDamaged

NAME: Final = "manifest.json"
STAGED: Final = "graph.nq.gz"
PLAIN: Final = "graph.nq"
"""The staged lines as a store of format 1 has them."""
FORMAT: Final = 2
READ: Final = frozenset({1, FORMAT})
"""The formats of stores that are opened."""
_BLOCK: Final = 1 << 20


class Input(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One document that was taken: its name, its hash, and the named graphs that came of it."""

    name: str
    sha256: str
    bytes: int
    format: str = ""
    graphs: tuple[str, ...] = ()


class Engine(msgspec.Struct, frozen=True):
    """The engine that wrote the files; another minor version is not trusted to read them."""

    name: str
    version: str

    @property
    def release(self) -> str:
        """The part of the version that fixes the format of the files.

        >>> Engine("pyoxigraph", "0.5.13").release
        '0.5'
        """
        return ".".join(self.version.split(".")[:2])


class FileEntry(msgspec.Struct, frozen=True):
    """A file as it was published."""

    sha256: str
    bytes: int


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """A vocabulary that was loaded beside the data."""

    name: str
    graph: str
    sha256: str
    quads: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The whole description of a generation.

    ``quads`` counts the staged lines; ``engine_quads`` what the engine made of them, the union
    of all graphs included, and is only compared with itself. ``summary`` is the builder's own.
    """

    format: int = FORMAT
    kg: str
    engine: Engine
    generation: int
    built: str
    inputs: tuple[Input, ...]
    vocabularies: tuple[Vocabulary, ...]
    rejects: int
    quads: int
    graphs: dict[str, int]
    engine_quads: int
    files: dict[str, FileEntry]
    summary: dict[str, Any] = {}
    seal: str = ""

    @property
    def staged(self) -> str:
        """The name of the file of the staged lines."""
        return STAGED if STAGED in self.files else PLAIN

    @property
    def content(self) -> str:
        """The hash of the staged lines: another one means that other things are stated."""
        return self.files[self.staged].sha256


class Finding(msgspec.Struct, frozen=True):
    """A file that is not as it was published."""

    file: str
    what: str


def seal(manifest: Manifest) -> Manifest:
    """The manifest with the hash of its own content."""
    return msgspec.structs.replace(manifest, seal=_hash_of(manifest))


def _hash_of(manifest: Manifest) -> str:
    bare = msgspec.structs.replace(manifest, seal="")
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()


def encode(manifest: Manifest) -> bytes:
    """The manifest as the JSON that people read."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read(folder: Path) -> Manifest:
    """The manifest of a generation folder.

    *Errors*: ``StoreDamaged`` where it is missing, unreadable or altered.
    """
    path = folder / NAME
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, ValueError) as error:  # bytes that are no text are a ValueError too
        raise damaged(path, str(error)) from error
    if manifest.seal != _hash_of(manifest):
        raise damaged(path, "its content does not fit its seal")
    return manifest


def damaged(path: Path, why: str) -> StoreDamaged:
    """The error for a file that cannot be trusted."""
    return StoreDamaged(
        "the store is damaged", where=str(path), got=why, way_out="Build it again: kg build INPUT…"
    )


def entries(folder: Path) -> dict[str, FileEntry]:
    """The size and hash of every file of a folder but the manifest, by its path within."""
    return {
        name: FileEntry(sha256(folder / name), (folder / name).stat().st_size)
        for name in _files(folder)
    }


def check(folder: Path, manifest: Manifest, *, hashes: bool) -> Iterator[Finding]:
    """What is not as it was published: sizes always, content with *hashes*."""
    present = set(_files(folder))
    for name in sorted(present - manifest.files.keys()):
        yield Finding(name, "is not in the manifest")
    for name, entry in sorted(manifest.files.items()):
        if name not in present:
            yield Finding(name, "is missing")
        elif (size := (folder / name).stat().st_size) != entry.bytes:
            yield Finding(name, f"has {size:,} bytes, was published with {entry.bytes:,}")
        elif hashes and sha256(folder / name) != entry.sha256:
            yield Finding(name, "has other content than was published")


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
