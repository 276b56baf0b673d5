"""Accounts and graphs as bytes, and back: exact, small, and never code.

In: an account, or the bundle of an imported report. Out: bytes to set down; from them the same
again. A file that somebody else gives can hold a wrong record, but nothing that runs.
"""

import zlib
from collections.abc import Iterable
from typing import Final, NoReturn

import msgspec

from kg.build.outcome import Bundle, Origin
from kg.records import Account, RegisteredStudy
from kg.terms import Quad, nquads, read_line

_LEVEL: Final = 1  # text packs to a ninth at once; more takes longer than writing the rest


class _Registered(Account, frozen=True, kw_only=True):
    """An account whose studies are as a registry keeps them."""

    studies: tuple[RegisteredStudy, ...] = ()


class _Bundle(msgspec.Struct, frozen=True):
    slug: str
    origin: Origin
    lines: str


_ACCOUNTS: Final[dict[int, msgspec.msgpack.Decoder[Account]]] = {
    0: msgspec.msgpack.Decoder(Account),
    1: msgspec.msgpack.Decoder(_Registered),
}


def pack_account(account: Account) -> bytes:
    """The bytes of an account."""
    registered = any(isinstance(study, RegisteredStudy) for study in account.studies)
    return zlib.compress(bytes([registered]) + msgspec.msgpack.encode(account), _LEVEL)


def unpack_account(data: bytes) -> Account:
    """The account of these bytes."""
    plain = zlib.decompress(data)
    account = _ACCOUNTS[plain[0]].decode(memoryview(plain)[1:])
    fields = {name: getattr(account, name) for name in Account.__struct_fields__}
    return Account(**fields) if isinstance(account, _Registered) else account


def pack_concepts(account: Account) -> bytes:
    """The concepts that an account mints, a line each: the slug and the kinds."""
    return "".join(f"{c.slug}\t{' '.join(c.kinds)}\n" for c in account.concepts).encode()


def pack_bundle(bundle: Bundle) -> bytes:
    """The bytes of an imported report."""
    made = _Bundle(bundle.slug, bundle.origin, "".join(nquads(bundle.quads)))
    return zlib.compress(msgspec.msgpack.encode(made), _LEVEL)


def unpack_bundle(data: bytes) -> Bundle:
    """The imported report of these bytes."""
    made = msgspec.msgpack.decode(zlib.decompress(data), type=_Bundle)
    return Bundle(made.slug, made.origin, tuple(_quads(made.lines)))


def pack_quads(quads: Iterable[Quad]) -> bytes:
    """The bytes of statements."""
    return zlib.compress("".join(nquads(quads)).encode(), _LEVEL)


def unpack_quads(data: bytes) -> list[Quad]:
    """The statements of these bytes."""
    return _quads(zlib.decompress(data).decode())


def _quads(lines: str) -> list[Quad]:
    found = []
    for line in lines.split("\n")[:-1]:
        subject, predicate, term, graph = read_line(line) or _never(line)
        found.append(Quad(subject, predicate, term, graph or _never(line)))
    return found


def _never(line: str) -> NoReturn:
    raise AssertionError(f"not a line that was set down: {line}")
