"""An XML document cut into its records, without a parser: a fault of one is a fault of one.

In: the bytes of a document in UTF-8, chunk by chunk, and the tags of its records. Out: the bytes
of one record after the other, each with its line; and what is wrong beside them. No more is held
than one record and one chunk.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

LONGEST: Final = 32 << 20
"""The most bytes that a record may have."""

CUT: Final = "the file ends in the middle of a record"
_OVERLAP: Final = 256  # a closing tag, and what tells an opening one, are shorter
_LONGEST_TAG: Final = 64 << 10
_LONGEST_ASIDE: Final = 1 << 20
_NOTHING: Final = re.compile(
    rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
_REST: Final = rb"(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>"
_REST_OF_TAG: Final = re.compile(_REST)
# What may stand between records and hold what looks like one, and what ends it.
_ASIDES: Final = {b"<!--": re.compile(rb"-->"), b"<?": re.compile(rb"\?>")}
_ASIDE: Final = re.compile(rb"<!--|<\?")
_TAG: Final = re.compile(rb"<[A-Za-z_][\w:.-]*" + _REST)
_END_TAG: Final = re.compile(rb"</[A-Za-z_][\w:.-]*\s*>")
_CLOSED: Final = re.compile(rb"</([A-Za-z_][\w:.-]*)\s*>\s*\Z")
_NAMESPACE: Final = re.compile(rb"\sxmlns:[\w.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SHOWN: Final = 40


class Piece(NamedTuple):
    """The bytes of one record, and the line that it begins on."""

    line: int
    data: bytes


class Trouble(NamedTuple):
    """What is wrong, where, and whether it cost a record."""

    line: int
    what: str
    got: str | None = None
    within: bool = False


def pieces(chunks: Iterable[bytes], tags: Collection[str]) -> Iterator[Piece | Trouble]:
    r"""Each record, and what is wrong beside them.

    >>> [piece.data for piece in pieces([b"<s><a>1</", b"a>\n<a/></s>"], ["a"])]
    [b'<a>1</a>', b'<a/>']
    """
    names = b"|".join(tag.encode() for tag in sorted(tags))
    window = _Window(chunks)
    between = _Between()
    opening = re.compile(rb"<(?:%s)(?=[\s/>])" % names)
    mark = re.compile(rb"<(?:%s)(?=[\s/>])|</(?:%s)\s*>" % (names, names))
    while window.reach(opening, between):
        yield from between.told(window.line)
        piece = _record(window, mark)
        if isinstance(piece, Piece) and between.namespaces:
            piece = Piece(piece.line, b"<s%s>%s</s>" % (between.namespaces, piece.data))
        between.after(piece)
        yield piece
    yield from between.told(window.line, ended=True)


class _Window:
    """The stretch of a document that is looked at."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._asides = True
        self.data = b""
        self.line = 1

    def more(self) -> bool:
        """Whether there is another chunk; it is in the window now."""
        chunk = next(filter(None, self._chunks), b"")
        self.data += chunk
        return bool(chunk)

    def drop(self, end: int) -> bytes:
        """What stands before a place; it is no longer in the window."""
        gone, self.data = self.data[:end], self.data[end:]
        self.line += gone.count(b"\n")
        return gone

    def find(self, pattern: re.Pattern[bytes], start: int, most: int) -> re.Match[bytes] | None:
        """The next place of a pattern, reading on as far as need be, but not beyond ``most``."""
        while (match := pattern.search(self.data, start)) is None:
            start = max(start, len(self.data) - _OVERLAP)
            if len(self.data) > most or not self.more():
                return None
        return match

    def tag(self, start: int) -> bytes:
        """The rest of a tag, with what closes it; nothing where it has no end."""
        while (rest := _REST_OF_TAG.match(self.data, start)) is None:
            if len(self.data) - start > _LONGEST_TAG or not self.more():
                return b""
        return rest[0]

    def reach(self, opening: re.Pattern[bytes], between: "_Between") -> bool:
        """Whether there is another record; the window begins with it."""
        while True:
            match = opening.search(self.data)
            before = match.start() if match else max(0, len(self.data) - _OVERLAP)
            aside = _ASIDE.search(self.data, 0, before) if self._asides else None
            between.add(self.drop(aside.start() if aside else before), self.line)
            if aside:
                end = self.find(_ASIDES[aside[0]], 0, _LONGEST_ASIDE)
                # A comment that nothing closes must not swallow what follows it.
                self._asides = end is not None
                between.add(self.drop(end.end() if end else 0), self.line)
            elif match:
                return True
            elif not self.more():
                between.add(self.drop(len(self.data)), self.line)
                return False


def _record(window: _Window, mark: re.Pattern[bytes]) -> Piece | Trouble:
    """The record that the window begins with."""
    line = window.line
    name = mark.match(window.data)
    start = name.end() if name else 0
    rest = window.tag(start)
    if rest.endswith(b"/>"):
        return Piece(line, window.drop(start + len(rest)))
    found = window.find(mark, start, LONGEST)
    if found is None:
        return _unclosed(window, line)
    if found[0].startswith(b"</"):
        return Piece(line, window.drop(found.end()))
    window.drop(found.start())
    what = "a record stands within a record that is not closed"
    return Trouble(window.line, what, within=True)


def _unclosed(window: _Window, line: int) -> Piece | Trouble:
    """A record without an end: too long, or the last of a document that is cut or is not."""
    if len(window.data) > LONGEST:
        window.drop(len(window.data) - _OVERLAP)
        return Trouble(line, f"the record has more than {LONGEST >> 20} MB", within=True)
    closed = _CLOSED.search(window.data, max(0, len(window.data) - _OVERLAP))
    # What the record itself opened is a part of it: only the root ends a document.
    if closed and b"<" + closed[1] in window.data:
        closed = None
    rest = window.drop(closed.start() if closed else len(window.data))
    return Piece(line, rest) if closed else Trouble(line, CUT, within=True)


class _Between:
    """What stands beside the records: the root, nothing else that says anything."""

    def __init__(self) -> None:
        self.namespaces = b""
        self._open = self._closed = self._passing = self._alone = False
        self._rest = b""
        self._line = 1

    def add(self, stretch: bytes, line: int) -> None:
        """One more stretch, which ends on a line; of an endless one only the start is kept."""
        if not self._rest:
            self._line = line - stretch.count(b"\n")
        self._rest += stretch[: max(0, LONGEST - len(self._rest))]

    def after(self, piece: Piece | Trouble) -> None:
        """A record: what follows it may be the rest of one that was given up."""
        self._passing = isinstance(piece, Trouble) and piece.what != CUT
        self._closed = self._closed or (isinstance(piece, Trouble) and piece.what == CUT)
        self._alone = not self._open

    def told(self, line: int, *, ended: bool = False) -> Iterator[Trouble]:
        """What is wrong with what stood between two records, or at the end."""
        rest, self._rest = self._rest, b""
        if self._alone and not ended and not self._closed:
            self._closed = True
            yield Trouble(line, "the XML goes on after its end")
        place = self._looked_at(rest)
        cut = ended and b">" not in rest[place:]
        if place < len(rest) and not self._passing and not (cut and self._open):
            yield self._strange(rest, place)
        if place < len(rest) and _CLOSED.search(rest, max(place, len(rest) - _OVERLAP)):
            self._closed = True
        if ended and self._open and not self._closed:
            yield Trouble(line, CUT)

    def _strange(self, rest: bytes, place: int) -> Trouble:
        """What should not stand there; another root begins another document."""
        what = "something that is no record stands between the records"
        after = "the XML goes on after its end"
        got = rest[place : place + _SHOWN].split(b"\n")[0].decode("utf-8", "replace")
        line = self._line + rest.count(b"\n", 0, place)
        trouble = Trouble(line, after if self._closed else what, got)
        if self._closed:
            self._open, self._closed = _TAG.match(rest, place) is not None, False
        return trouble

    def _looked_at(self, rest: bytes) -> int:
        """How far nothing is wrong."""
        place = 0
        while place < len(rest):
            nothing = _NOTHING.match(rest, place)
            tag = None if self._open or self._closed else _TAG.match(rest, place)
            end = _END_TAG.match(rest, place) if self._open else None
            if tag:
                self._open = True
                self._closed = tag[0].endswith(b"/>")
                self.namespaces = b"".join(_NAMESPACE.findall(tag[0]))
            elif end:
                self._open, self._closed = False, True
            found = nothing or tag or end
            if found is None:
                return place
            place = found.end()
        return place
