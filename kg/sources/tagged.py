"""Tagged text, line by line: the fields of records that begin each line with a tag.

In: the bytes of a file, or what gives them as a stream. Out: fields, each with its tag, its value
on one line and its place; lines that are neither a field nor the rest of one are told, and so is
what spoils a field. No more than one field is held at a time.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.errors import InputError
from kg.records import Record, Remark
from kg.sources.contents import Contents, beginning, opened

LONGEST_FIELD: Final = 100_000
"""The most characters that a field may have."""

_OUTCOME: Final = "It was set aside; the other records were read"
_TAGGED: Final = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: (.*)|)$")
_STRANGE: Final = re.compile(r"([A-Za-z][A-Za-z0-9]{0,15}) {0,3}- (.*)$")
_INDENT: Final = 6
# UTF-32 first: its mark starts with that of UTF-16.
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A byte that is no UTF-8 is decoded to half of a surrogate pair, which no text has.
_SPOILT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BYTE: Final = 0xDC00


class Field(Record, frozen=True, kw_only=True):
    """One field: its tag, its value, the line that it begins on, and whether a gap is before it."""

    tag: str
    value: str
    line: int
    gap: bool = False
    remarks: tuple[Remark, ...] = ()


class Lines:
    """The lines of a file, without their ends, and whether the last of them had one."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.open_ended = False

    def __iter__(self) -> Iterator[str]:
        """Each line; of an endless one so much that it is told, and no more."""
        head = beginning(self._contents, len(codecs.BOM_UTF32_LE))
        wide = next((name for mark, name in _WIDE if head.startswith(mark)), None)
        encoding, errors = (wide, "replace") if wide else ("utf-8-sig", "surrogateescape")
        with io.TextIOWrapper(
            opened(self._contents), encoding=encoding, errors=errors, newline=None
        ) as text:
            within = False
            while line := text.readline(LONGEST_FIELD + _INDENT + 1):
                self.open_ended = not line.endswith("\n")
                if not within:
                    yield line.rstrip("\n")
                within = self.open_ended


def fields(lines: Iterable[str]) -> Iterator[Field]:
    """The fields of a text in order; a blank line before one is its gap.

    >>> [(f.tag, f.value) for f in fields(["PMID- 1", "TI  - On", "      sleep."])]
    [('PMID', '1'), ('TI', 'On sleep.')]
    """
    draft: _Draft | None = None
    gap = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            gap = True
            continue
        match = _TAGGED.match(line) or _STRANGE.match(line)
        if match:
            if draft:
                yield draft.field()
            draft = _Draft(match[1], match[2] or "", number, gap=gap)
        elif draft:
            draft.goes_on(line, number)
        gap = False
    if draft:
        yield draft.field()


class _Draft:
    """A field while its lines come in."""

    def __init__(self, tag: str, value: str, line: int, *, gap: bool) -> None:
        self._tag, self._line, self._gap = tag, line, gap
        self._words = [value.strip()]
        self._length = len(value)
        self._remarks: list[Remark] = []
        if not re.fullmatch(r"[A-Z][A-Z0-9]{1,3}", tag):
            self._remark("a tag is none of the format's: its field was left out", line, tag)

    def goes_on(self, line: str, number: int) -> None:
        """One more line of the field; another indent than six is told once."""
        indent = len(line) - len(line.lstrip(" "))
        if indent != _INDENT and not self._remarks:
            what = "a line that goes on is not indented by six"
            self._remark(what, number, f"{indent} blanks")
        if self._length <= LONGEST_FIELD:
            self._words.append(line.strip())
            self._length += len(line)

    def _remark(self, what: str, line: int, got: str) -> None:
        self._remarks.append(Remark(what=what, path=f"line {line}", got=got))

    def field(self) -> Field:
        """The field as it stands."""
        return Field(
            tag=self._tag,
            value=" ".join(filter(None, self._words)),
            line=self._line,
            gap=self._gap,
            remarks=tuple(self._remarks),
        )


def spoilt(where: str, entry: Sequence[Field]) -> InputError | None:
    r"""What spoils a record: an endless field, bytes that are no text, control characters.

    >>> print(spoilt("a.nbib", [Field(tag="TI", value="On \x07", line=3)]))
    a.nbib, line 3: a control character stands in the text
      got U+0007 in TI, expected text. It was set aside; the other records were read.
    """
    for field in entry:
        if len(field.value) > LONGEST_FIELD:
            what = "a field is too long"
            got = f"{field.tag} of more than {LONGEST_FIELD:,} characters"
            return _fault(f"{where}, line {field.line}", what, got, f"at most {LONGEST_FIELD:,}")
        sign = _SPOILT.search(field.value)
        if sign:
            return _fault(f"{where}, line {field.line}", *_named(ord(sign[0]), field.tag))
    return None


def _named(code: int, tag: str) -> tuple[str, str, str]:
    if _BYTE <= code < _BYTE + 0x100:
        return "not UTF-8 text", f"byte 0x{code - _BYTE:02X} in {tag}", "UTF-8"
    return "a control character stands in the text", f"U+{code:04X} in {tag}", "text"


def _fault(where: str, what: str, got: str, expected: str) -> InputError:
    return InputError(what, where=where, got=got, expected=expected, outcome=_OUTCOME)
