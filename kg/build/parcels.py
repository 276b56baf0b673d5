"""A task or a result as one piece that another machine can take: with all that its slots point at.

In: what a process hands to another, in which slots and held inputs stand for bytes in files. Out: a
parcel that holds these bytes too; and at the other end the same again, over files there. Nobody has
to say what a task leans on: it is met while the task is pickled. So machines need no folder that
they share.
"""

import io
import pickle
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.build.spool import Slot
from kg.inputs import Held

LARGEST: Final = 256 << 20
"""The most bytes of a held input that are sent; a larger one is read where it is."""

_LEVEL: Final = 1  # most of it is packed already, and lines pack to a tenth at once
_SLOT, _HELD = "slot", "held"


class TooLarge(Exception):
    """An input is larger than what is sent around."""


class _Sent(NamedTuple):
    """A held input: what it is called, whether it is gzipped, and its bytes."""

    name: str
    gzipped: bool
    data: bytes


class Parcel(NamedTuple):
    """A pickled thing, the bytes of its slots one after the other, and its held inputs."""

    content: bytes
    lengths: tuple[int, ...]
    order: tuple[int, ...]
    spooled: bytes
    held: tuple["_Sent", ...]

    @property
    def size(self) -> int:
        """How many bytes travel."""
        return len(self.content) + len(self.spooled) + sum(len(each.data) for each in self.held)


def pack(thing: object) -> Parcel:
    """The parcel of a thing.

    *Errors*: ``TooLarge``.
    """
    out = io.BytesIO()
    packer = _Packer(out)
    packer.dump(thing)
    # In the order in which they stand: whoever sorts slots sorts them alike at the other end.
    slots = sorted(packer.slots)
    return Parcel(
        out.getvalue(),
        tuple(slot.length for slot in slots),
        tuple(packer.slots[slot] for slot in slots),
        zlib.compress(b"".join(_fetched(slots)), _LEVEL),
        tuple(map(_sent, packer.held)),
    )


def unpack(parcel: Parcel, file: Path) -> Any:  # noqa: ANN401 - whatever was packed
    """The thing of a parcel; its slots stand in this file, held inputs beside it."""
    file.write_bytes(zlib.decompress(parcel.spooled))
    slots: dict[int, Slot] = {}
    end = 0
    for number, length in zip(parcel.order, parcel.lengths, strict=True):
        slots[number] = Slot(str(file), end, length)
        end += length
    held = [_taken(each, file.with_name(f"{file.name}-{n}")) for n, each in enumerate(parcel.held)]
    return _Unpacker(io.BytesIO(parcel.content), slots, held).load()


def _fetched(slots: Iterable[Slot]) -> Iterable[bytes]:
    return (slot.fetch() for slot in slots)


def _sent(held: Held) -> _Sent:
    """A held input as it stands on the disk; a member of an archive goes without the others."""
    whole = held.member is None
    with Path(held.path).open("rb") if whole else held.open() as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLarge
    return _Sent(held.name or held.path, held.gzipped and whole, data)


def _taken(sent: _Sent, file: Path) -> Held:
    file.write_bytes(sent.data)
    return Held(str(file), None, sent.gzipped, sent.name)


class _Packer(pickle.Pickler):
    """A pickler that numbers slots and held inputs as it meets them."""

    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self.slots: dict[Slot, int] = {}
        self.held: dict[Held, int] = {}

    def persistent_id(self, obj: object) -> tuple[str, int] | None:
        if isinstance(obj, Slot):
            return _SLOT, self.slots.setdefault(obj, len(self.slots))
        if isinstance(obj, Held):
            return _HELD, self.held.setdefault(obj, len(self.held))
        return None


class _Unpacker(pickle.Unpickler):
    """What puts slots and held inputs of this machine in the places of the numbers."""

    def __init__(self, content: io.BytesIO, slots: dict[int, Slot], held: list[Held]) -> None:
        super().__init__(content)
        self._slots, self._held = slots, held

    def persistent_load(self, pid: tuple[str, int]) -> Slot | Held:
        kind, number = pid
        return self._slots[number] if kind == _SLOT else self._held[number]
