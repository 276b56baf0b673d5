"""XML record by record: whole elements out of bytes that nobody vouches for.

In: bytes, or what gives them as a stream, and the tags of the records in them. Out: one element at
a time, in memory for one element at a time, and one clear error for each stretch that is not XML;
the records after it are read all the same. Nothing is fetched and no entity is expanded.
"""

import re
import zlib
from collections.abc import Collection, Iterator
from typing import IO, Final, NamedTuple, TypeAlias

from lxml import etree

from kg.errors import InputError
from kg.sources.contents import Contents, opened
from kg.sources.xml_pieces import Piece, Trouble, pieces
from kg.sources.xml_prolog import PROLOG, Prolog, as_utf8, prolog, refuse

__all__ = ["PROLOG", "Element", "Found", "Prolog", "prolog", "records", "refuse"]

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its element no other name

_CHUNK: Final = 1 << 20
_OUTCOME: Final = "It was set aside; the other records were read"
_WHAT: Final[dict[int, str]] = {
    etree.ErrorTypes.ERR_DOCUMENT_END: "the XML goes on after its end",
    etree.ErrorTypes.ERR_INVALID_CHAR: "a control character stands in the text",
    etree.ErrorTypes.ERR_INVALID_CHARREF: "a reference to a character that XML has not",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "bytes that are not the encoding declared",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "a tag is closed that is not open",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "the record ends in the middle of a tag",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "an entity that nothing declares",
}
_ENTITY: Final = re.compile(r"Entity '([^']*)'")
_TOO_DEEP: Final = re.compile(r"depth", re.IGNORECASE)


class Found(NamedTuple):
    """A record of a document: its number, from one, and its element."""

    number: int
    element: Element


def records(name: str, contents: Contents, tags: Collection[str]) -> Iterator[Found | InputError]:
    """Each record of a document that has one of these tags, or what is wrong in its place.

    Whole records before a fault and after it are read.
    """
    number = 0
    with opened(contents) as stream:
        for piece in pieces(as_utf8(_chunks(name, stream)), tags):
            number += isinstance(piece, Piece) or piece.within
            taken = _element(piece) if isinstance(piece, Piece) else piece
            if isinstance(taken, Trouble):
                yield _fault(name, number, taken)
            else:
                yield Found(number, taken)


def _chunks(name: str, stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream.

    *Errors*: ``InputError`` where it is damaged; what was read before must not count.
    """
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("the file is damaged", where=name, got=str(error)) from error


def _element(piece: Piece) -> Element | Trouble:
    """The element of a record, or what is wrong with it."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(piece.data, parser)
    except etree.XMLSyntaxError as error:
        return _told(error, piece.line)
    return root[0] if root.tag == "s" else root


def _told(error: etree.XMLSyntaxError, first: int) -> Trouble:
    """The fault that the parser met, in our words where we have them."""
    code, message, (line, _) = error.code, error.msg or "", error.position
    message = re.sub(r",? line \d+.*", "", message)
    entity = _ENTITY.match(message)
    words = "the elements are nested too deep" if _TOO_DEEP.search(message) else _WHAT.get(code)
    got = f"&{entity[1]};" if entity else None if words else message
    return Trouble(first + max(line, 1) - 1, words or "this is not XML", got, within=True)


def _fault(name: str, number: int, trouble: Trouble) -> InputError:
    where = f"record {number}" if trouble.within else f"after record {number}"
    return InputError(
        trouble.what,
        where=f"{name}  {where}, line {trouble.line}",
        got=trouble.got,
        outcome=_OUTCOME,
    )
