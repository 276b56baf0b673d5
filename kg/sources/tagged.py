"""Tagged text, line by line: the fields of records that begin each line with a tag.

In: the text of a file. Out: fields, each with its tag, its value on one line and its place; lines
that are neither a field nor the rest of one are told.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.records import Record, Remark

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TAGGED: Final = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: (.*)|)$")
_STRANGE: Final = re.compile(r"([A-Za-z][A-Za-z0-9]{0,15}) {0,3}- (.*)$")
_INDENT: Final = 6


class Field(Record, frozen=True, kw_only=True):
    """One field: its tag, its value, the line that it begins on, and whether a gap is before it."""

    tag: str
    value: str
    line: int
    gap: bool = False
    remarks: tuple[Remark, ...] = ()


def fields(text: str) -> Iterator[Field]:
    r"""The fields of a text in order; a blank line before one is its gap.

    >>> [(f.tag, f.value) for f in fields("PMID- 1\nTI  - On\n      sleep.\n")]
    [('PMID', '1'), ('TI', 'On sleep.')]
    """
    draft: _Draft | None = None
    gap = True
    for number, line in enumerate(_LINE_END.split(text), start=1):
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
        self._remarks: list[Remark] = []
        if not re.fullmatch(r"[A-Z][A-Z0-9]{1,3}", tag):
            self._remark("a tag is none of the format's: its field was left out", line, tag)

    def goes_on(self, line: str, number: int) -> None:
        """One more line of the field; another indent than six is told once."""
        indent = len(line) - len(line.lstrip(" "))
        if indent != _INDENT and not self._remarks:
            what = "a line that goes on is not indented by six"
            self._remark(what, number, f"{indent} blanks")
        self._words.append(line.strip())

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
