"""XML record by record: whole elements out of bytes that nobody vouches for.

In: bytes, and the tags of the records in them. Out: one element at a time, in memory for one
element at a time, and one clear error for each stretch that is not XML; the records after it are
read all the same. Nothing is fetched, no entity is expanded, and declarations inside the document
are refused: real records have an external DOCTYPE, which is not loaded, and none of their own.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from kg.errors import InputError
from kg.records import Record

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its element no other name
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
_WHAT: Final[dict[int, str]] = {
    etree.ErrorTypes.ERR_DOCUMENT_END: "the XML goes on after its end",
    etree.ErrorTypes.ERR_INVALID_CHAR: "a control character stands in the text",
    etree.ErrorTypes.ERR_INVALID_CHARREF: "a reference to a character that XML has not",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "bytes that are not the encoding declared",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "a tag is closed that is not open",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "the file ends in the middle of a record",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "an entity that nothing declares",
}
_TAIL: Final = 256
_CLOSING: Final = re.compile(rb"</[A-Za-z_][\w:.-]*\s*>\s*\Z")
_ROOT_GIVEN: Final = b"<records>"
_TOO_DEEP: Final = re.compile(r"depth", re.IGNORECASE)


class Prolog(Record, frozen=True, kw_only=True):
    """What stands before the content of a document, and whether it declares anything itself."""

    root: str
    mark: str | None = None
    encoding: str | None = None
    declares: bool = False


class Found(NamedTuple):
    """A record of a document: its number, from one, and its element."""

    number: int
    element: Element


def prolog(data: bytes) -> Prolog | None:
    """The prolog of an XML document; nothing where bytes are none.

    >>> prolog(b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd"><a/>').root
    'a'
    >>> prolog(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>").declares, prolog(b"Aims: 1 < 2")
    (True, None)
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", None))
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


def records(name: str, data: bytes, tags: Collection[str]) -> Iterator[Found | InputError]:
    """Each record of a document that has one of these tags, or what is wrong in its place.

    Whole records before a fault and after it are read. A record is gone once the next is asked for.
    """
    data = _as_utf8(data)
    place = _Place(data, tags)
    while place.start is not None:
        try:
            for element in _elements(place.stream(), tags):
                place.done += 1
                yield Found(place.before + place.done, element)
        except _Fault as fault:
            yield place.pass_over(name, fault)
        else:
            return


class _Fault(Exception):
    """What is wrong, and the line and column where it was noticed."""

    def __init__(self, what: str, got: str | None, line: int, column: int) -> None:
        super().__init__(what)
        self.what, self.got, self.line, self.column = what, got, line, column


def _as_utf8(data: bytes) -> bytes:
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", None))
    if encoding in {None, "utf-8"}:
        return data[len(mark) :] if mark else data
    return data[len(mark) :].decode(encoding or "", "replace").encode()


def _elements(stream: "_Stream", tags: Collection[str]) -> Iterator[Element]:
    """The elements of these tags, each let go of when the next is asked for."""
    parsed = etree.iterparse(
        stream,
        tag=tuple(tags),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in parsed:
            _check(element)
            yield element
            _let_go(element)
    except etree.XMLSyntaxError as error:
        raise _told(error) from None


def _told(error: etree.XMLSyntaxError) -> _Fault:
    """The fault that the parser met, in our words where we have them."""
    code, message, (line, column) = error.code, error.msg or "", error.position
    met = error.error_log.filter_from_errors()
    if line == 0 and met:
        # What was raised only came of the fault; the log, which all parsers share, ends with it.
        last = met[len(met) - 1]
        code, message, line, column = last.type, last.message, last.line, last.column
    message = re.sub(r",? line \d+.*", "", message)
    words = "the elements are nested too deep" if _TOO_DEEP.search(message) else _WHAT.get(code)
    return _Fault(words or "this is not XML", None if words else message, line, column)


def _check(element: Element) -> None:
    parent = element.getparent()
    line = element.sourceline or 0
    if parent is not None and parent.getparent() is not None:
        raise _Fault("a record stands within a record that is not closed", None, line, 0)
    entity = next(element.iter(etree.Entity), None)
    if entity is not None:
        raise _Fault(_WHAT[etree.ErrorTypes.ERR_UNDECLARED_ENTITY], entity.text, line, 0)


def _let_go(element: Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _Stream:
    """Stretches of bytes as one file."""

    def __init__(self, *parts: bytes | memoryview) -> None:
        self._parts = [memoryview(part) for part in parts]

    def read(self, size: int = 1 << 16, /) -> bytes:
        while self._parts and not self._parts[0]:
            del self._parts[0]
        if not self._parts:
            return b""
        taken, self._parts[0] = self._parts[0][:size], self._parts[0][size:]
        return bytes(taken)


class _Place:
    """How far a document has been read: where this stretch starts, and its records so far."""

    def __init__(self, data: bytes, tags: Collection[str]) -> None:
        names = b"|".join(tag.encode() for tag in sorted(tags))
        self._opening = re.compile(rb"<(?:%s)(?=[\s/>])" % names)
        closing = _CLOSING.search(data, max(0, len(data) - _TAIL))
        self._data = data
        self._closed = closing is not None
        self._end = closing.start() if closing else len(data)
        self.start: int | None = 0
        self.before = 0
        self.done = 0

    def stream(self) -> _Stream:
        """The rest of the document; a stretch that has lost its root is given another."""
        if not self.start:
            return _Stream(self._data)
        rest = memoryview(self._data)[self.start : self._end]
        return _Stream(_ROOT_GIVEN, rest, b"</records>" if self._closed else b"")

    def pass_over(self, name: str, fault: _Fault) -> InputError:
        """What the fault cost; reading goes on with the first record after it."""
        start = self.start or 0
        openings = (match.start() for match in self._opening.finditer(self._data, start))
        wrong = next(islice(openings, self.done, None), None)
        number = self.before + self.done + 1
        within = wrong is not None and (wrong == start or wrong <= self._offset(fault))
        self.start = next(openings, None) if within else wrong
        self.before, self.done = number if within else number - 1, 0
        line = self._data.count(b"\n", 0, start) + fault.line
        where = f"record {number}" if within else f"after record {number - 1}"
        cut = self.start is None and not self._closed
        return InputError(
            _WHAT[etree.ErrorTypes.ERR_TAG_NOT_FINISHED] if cut else fault.what,
            where=f"{name}  {where}, line {line}",
            got=None if cut else fault.got,
            outcome="It was set aside; the other records were read",
        )

    def _offset(self, fault: _Fault) -> int:
        """Where a fault was noticed, counted through the whole document."""
        place = self.start or 0
        for _ in range(1, fault.line):
            place = self._data.find(b"\n", place) + 1
        return (
            place
            + max(fault.column - 1, 0)
            - (len(_ROOT_GIVEN) if self.start and fault.line == 1 else 0)
        )
