"""What was read of each input, kept with a generation: an unchanged input is not read again.

In: the openings of a build, or the file that an earlier one left. Out: that file, or the opening of
a source that is as it was. What another kg read is read anew, whatever the version says.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Final, Self

import msgspec

from kg import __version__
from kg.build.entries import Entry
from kg.build.outcome import Origin, Reject
from kg.build.spool import Slot

NAME: Final = "readings"
_SIZE: Final = 8  # bytes of a number
_LARGEST: Final = 1 << 30


class Opening(msgspec.Struct, frozen=True):
    """What one source came to; ``beside`` are statements of an imported graph outside reports."""

    entries: list[Entry] = []
    rejects: list[Reject] = []
    withdrawn: list[str] = []
    beside: list[Slot] = []

    @property
    def slots(self) -> list[Slot]:
        """Where all that was set down of it stands."""
        own = (entry.slot for entry in self.entries)
        minted = (entry.minted for entry in self.entries if entry.minted is not None)
        return [*own, *minted, *self.beside]


_ROW: Final = msgspec.msgpack.Decoder(tuple[Origin, Opening])
_OF_WHAT: Final = msgspec.msgpack.Decoder(tuple[Origin, msgspec.Raw])


class _Head(msgspec.Struct, frozen=True):
    """Who read, and how many sources; a row for each of these follows."""

    reader: str
    rows: int


class Ledger:
    """What an earlier build read, by the name and the hash of each source; it stands in its file.

    ``places`` lead from a hash of an origin to its row.
    """

    def __init__(self, path: Path, places: Mapping[bytes, int]) -> None:
        self._path, self._places = path, places

    @classmethod
    def none(cls) -> Self:
        """The ledger of who has read nothing."""
        return cls(Path(), {})

    def of(self, origin: Origin) -> Opening | None:
        """What a source came to that is as it was."""
        place = self._places.get(_hash(origin))
        if place is None:
            return None
        with self._path.open("rb") as file:
            file.seek(place)
            _, opening = _ROW.decode(_taken(file))
        return _moved(opening, str(self._path))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The ledger that a build left; an empty one where that was another kg."""
        try:
            return cls(path, dict(_rows(path)))
        except (msgspec.MsgspecError, OSError, ValueError):
            return cls.none()


def write(openings: Iterable[tuple[Origin, Opening]], path: Path) -> None:
    """The ledger of a build: everything that was set down, and where each source's part is."""
    count = 0
    with path.open("wb") as file, tempfile.TemporaryFile(dir=path.parent) as rows:
        for origin, opening in openings:
            if any(reject.detail for reject in opening.rejects):
                continue  # kg stumbled; perhaps it will not the next time
            places = {}
            for slot in opening.slots:
                places[slot] = Slot("", file.tell(), slot.length)
                file.write(slot.fetch())
            _put((origin, _placed(opening, places)), rows)
            count += 1
        start = file.tell()
        _put(_Head(reader(), count), file)
        rows.seek(0)
        shutil.copyfileobj(rows, file)
        file.write(start.to_bytes(_SIZE, "little"))


def _rows(path: Path) -> Iterator[tuple[bytes, int]]:
    """Where each source's row stands in a ledger of this kg; nothing of another's."""
    with path.open("rb") as file:
        file.seek(-_SIZE, 2)
        file.seek(int.from_bytes(file.read(_SIZE), "little"))
        head = msgspec.msgpack.decode(_taken(file), type=_Head)
        if head.reader != reader():
            return
        for _ in range(head.rows):
            place = file.tell()
            origin, _ = _OF_WHAT.decode(_taken(file))
            yield _hash(origin), place


def _hash(origin: Origin) -> bytes:
    return hashlib.blake2b(repr(origin).encode(), digest_size=16).digest()


def _put(row: object, file: IO[bytes]) -> None:
    data = msgspec.msgpack.encode(row)
    file.write(len(data).to_bytes(_SIZE, "little") + data)


def _taken(file: IO[bytes]) -> bytes:
    size = int.from_bytes(file.read(_SIZE), "little")
    if size > _LARGEST:  # no row, but what another kg wrote
        raise ValueError(size)
    return file.read(size)


def _moved(opening: Opening, file: str) -> Opening:
    return _placed(opening, {slot: slot._replace(file=file) for slot in opening.slots})


def _placed(opening: Opening, places: Mapping[Slot, Slot]) -> Opening:
    """The opening with its slots elsewhere."""
    entries = [
        msgspec.structs.replace(
            entry,
            slot=places[entry.slot],
            minted=None if entry.minted is None else places[entry.minted],
            beside=None if entry.beside is None else places[entry.beside],
        )
        for entry in opening.entries
    ]
    beside = [places[slot] for slot in opening.beside]
    return msgspec.structs.replace(opening, entries=entries, beside=beside)


def reader() -> str:
    """What reads: the version of kg, a hash of all that it is made of, and what it was set to."""
    from kg.reading import settings

    told = settings()
    return f"{_package()} {hashlib.sha256(told.encode()).hexdigest()[:32]}" if told else _package()


@cache
def _package() -> str:
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    return f"{__version__} {digest.hexdigest()[:32]}"
