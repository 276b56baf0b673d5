"""What was fetched, kept in a folder: the bytes of a record, and beside them where they came from.

    CACHE/registry/NCT01234567       CACHE/registry/NCT01234567.source.json
    CACHE/pubmed/8857018             CACHE/pubmed/8857018.source.json

In: an id and its bytes. Out: the same bytes again, as long as they are those that were put there. A
note is written when its bytes stand: what has no note, or another hash than its note, is not there.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec

from kg.errors import InputError
from kg.fetching.ids import Id

_NOTE: Final = ".source.json"
_LONGEST_NAME: Final = 100


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Where bytes came from, when, and what they were."""

    id: str
    url: str
    fetched: str
    sha256: str
    bytes: int


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that were fetched, and the note on them."""

    note: Note
    data: bytes


class Cache:
    """The folder of what was fetched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, wanted: Id) -> Kept | None:
        """What was kept of an id, if it is whole and its own."""
        place = self._place(wanted)
        try:
            data = place.read_bytes()
            note = msgspec.json.decode(_note(place).read_bytes(), type=Note)
        except (OSError, msgspec.DecodeError):
            return None
        sound = note.id == wanted.name and note.sha256 == hashlib.sha256(data).hexdigest()
        return Kept(note=note, data=data) if sound else None

    def put(self, wanted: Id, url: str, data: bytes) -> None:
        """Keep the bytes of an id.

        *Errors*: ``InputError`` where the folder cannot be written.
        """
        note = Note(
            id=wanted.name,
            url=url,
            fetched=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
        )
        place = self._place(wanted)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, data)
            _write(_note(place), msgspec.json.format(msgspec.json.encode(note), indent=2) + b"\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def require(self) -> None:
        """Nothing, where the folder can be written: nobody is asked for what cannot be kept.

        *Errors*: ``InputError``.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / f".try-{uuid4().hex}", b"").unlink()
        except OSError as error:
            raise self._unwritable(error) from error

    def discard(self, wanted: Id) -> None:
        """Forget an id, which its service does not know any more."""
        _note(self._place(wanted)).unlink(missing_ok=True)
        self._place(wanted).unlink(missing_ok=True)

    def _place(self, wanted: Id) -> Path:
        return self.folder / wanted.kind / _file_name(wanted)

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(
            f"it cannot be kept: the folder {self.folder} cannot be written",
            got=error.strerror or str(error),
            way_out="KG_CACHE may name another folder.",
        )


def _note(place: Path) -> Path:
    return place.with_name(place.name + _NOTE)


def _file_name(wanted: Id) -> str:
    """A name that every file system takes.

    >>> _file_name(Id("registry", "01234567")), _file_name(Id("doi", "10.1000/a"))
    ('NCT01234567', '10.1000%2Fa')
    """
    if wanted.kind == "registry":
        return wanted.name
    safe = "".join(c if c.isalnum() or c in "-._" else f"%{ord(c):02X}" for c in wanted.value)
    if len(safe.encode()) <= _LONGEST_NAME:
        return safe
    return hashlib.sha256(wanted.value.encode()).hexdigest()


def _write(path: Path, data: bytes) -> Path:
    """The file, which is there whole or as it was before."""
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        # What a power failure cuts does not fit its note, and is fetched again.
        fresh.write_bytes(data)
        return fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
