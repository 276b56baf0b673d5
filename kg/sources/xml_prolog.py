"""What stands before the content of an XML document: its root, its encoding, what it declares.

In: the first bytes of a document. Out: its prolog. Real records have an external DOCTYPE, which is
not loaded, and no declarations of their own: a document that has some is refused.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from kg.errors import InputError
from kg.records import Record

PROLOG: Final = 1 << 20
"""The most bytes that may stand before the root element."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SKIPPED: Final = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DECLARED: Final = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+([\w:.-]+)(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*([\[>])")
_ROOT: Final = re.compile(r"<([A-Za-z_][\w:.-]*)")
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16"})


class Prolog(Record, frozen=True, kw_only=True):
    """What stands before the content of a document, and whether it declares anything itself."""

    root: str
    mark: str | None = None
    encoding: str | None = None
    declares: bool = False


def prolog(data: bytes) -> Prolog | None:
    """The prolog of an XML document; nothing where bytes are none.

    >>> prolog(b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd"><a/>').root
    'a'
    >>> prolog(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>").declares, prolog(b"Aims: 1 < 2")
    (True, None)
    """
    mark, encoding = _marked(data)
    head = data[len(mark) : PROLOG].decode(encoding or "latin-1", "replace")
    place = _end(head, 0)
    doctype = _DOCTYPE.match(head, place)
    declares = doctype is not None and doctype[2] == "["
    content = _end(head, doctype.end()) if doctype else place
    root = doctype if declares else _ROOT.match(head, content)
    if root is None:
        return None
    declared = _DECLARED.match(head)
    return Prolog(
        root=root[1],
        mark=encoding,
        encoding=declared[1].lower() if declared else None,
        declares=declares,
    )


def _marked(data: bytes) -> tuple[bytes, str | None]:
    return next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", None))


def _end(head: str, start: int) -> int:
    skipped = _SKIPPED.match(head, start)
    return skipped.end() if skipped else start


def refuse(name: str, start: Prolog) -> None:
    """Nothing; a document that declares entities or an encoding that is not read is refused.

    *Errors*: ``InputError``, for the whole file.
    """
    outcome = "The file was set aside"
    if start.declares:
        raise InputError(
            "the DOCTYPE has declarations of its own",
            where=name,
            expected="a DOCTYPE that names an external DTD at most; it is not loaded",
            outcome=outcome,
        )
    if start.encoding is not None and start.encoding not in _ENCODINGS:
        raise InputError(
            "the XML declares an encoding that is not read",
            where=name,
            got=start.encoding,
            expected="UTF-8, or UTF-16 with a byte order mark",
            outcome=outcome,
            way_out="Save the file as UTF-8.",
        )


def as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""The bytes of a document in UTF-8, without a byte order mark; nothing else is changed.

    >>> b"".join(as_utf8([b"\xff\xfe<", b"\x00a\x00"]))
    b'<a'
    """
    waiting = iter(chunks)
    first = next(waiting, b"")
    mark, encoding = _marked(first)
    first = first[len(mark) :]
    if encoding in {None, "utf-8"}:
        yield first
        yield from waiting
        return
    decoder = codecs.getincrementaldecoder(encoding or "")("replace")
    for chunk in chain([first], waiting):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
