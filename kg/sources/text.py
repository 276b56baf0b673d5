"""Bytes to text, exactly: what is no readable text is refused with its name and place.

In: the bytes of a file. Out: its text as it stands; a byte order mark at the start is the only
thing left out, line ends and odd spaces stay. Nothing is repaired: bytes that are not the
encoding they should be are an error that says where.
"""

import codecs
import re

from kg.errors import InputError
from kg.sources.foreign import binary_kind, text_kind
from kg.sources.xml_prolog import PROLOG, prolog, refuse

LONGEST_LINE = 5_000_000
_OUTCOME = "The file was set aside."
_MARKS = (  # UTF-32 first: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATE_LEAD = 0xED
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff\x00]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|[\r\n\u0085\u2028\u2029]")
_CONTROL_NAMES = {
    0: "NUL",
    7: "BEL",
    8: "backspace",
    12: "form feed",
    26: "SUB",
    27: "ESC",
    127: "DEL",
}


def read_text(name: str, data: bytes) -> str:
    r"""The text of a file, as it stands.

    *Errors*: ``InputError`` for an empty file, another format (named), bytes that are not text in
    UTF-8 or in the encoding that the byte order mark states, control characters, endless lines.

    >>> read_text("a.txt", "\ufeffA trial\r\n".encode())
    'A trial\r\n'
    """
    if not data:
        raise _fault(name, "the file is empty", expected="a report as text")
    kind = binary_kind(data)
    if kind:
        raise _fault(name, f"this is {kind}", expected="a report as text")
    text = _decoded(name, data)
    if _BLANKS.fullmatch(text):
        raise _fault(name, "there is nothing but blanks in the file", expected="a report as text")
    _check_lines(name, text)
    _check_characters(name, text)
    return text


def refuse_foreign(name: str, text: str) -> None:
    """Nothing; a text of a known format that is not read here is refused with its name."""
    kind = text_kind(text)
    start = prolog(text[:PROLOG].encode("utf-8", "replace")) if kind else None
    if start is not None and start.declares:
        refuse(name, start)
    if kind in _READ:
        raise _fault(name, f"{kind} without a record in it", expected=_READ[kind])
    if kind:
        raise _fault(name, f"{kind}: not read by this version", expected="a report as text")


def refuse_encoded(name: str, data: bytes, kind: str) -> None:
    """Nothing for UTF-8; records of a known format in another encoding are refused so."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    if marked != "utf-8":
        raise _fault(
            name,
            f"{kind} in {marked[:6].upper()}",
            expected=f"{kind} in UTF-8",
            way_out="Save the file as UTF-8.",
        )


# Formats that are read, where they hold what is looked for.
_READ = {
    "JSON": "a study of ClinicalTrials.gov, with its protocolSection, or a list of them",
    "PubMed XML": "a set of articles, or one article, as its root",
}


def _fault(name: str, what: str, *, place: str = "", **parts: str) -> InputError:
    where = f"{name}  {place}" if place else name
    return InputError(what, where=where, outcome=_OUTCOME, **parts)


def _decoded(name: str, data: bytes) -> str:
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    if not mark and _looks_like_utf16(data):
        raise _fault(
            name,
            "UTF-16 without a byte order mark",
            expected="UTF-8, or UTF-16 with its mark",
            way_out="Save the file as UTF-8.",
        )
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name, data, error, len(mark), encoding) from None


def _looks_like_utf16(data: bytes) -> bool:
    """Whether nearly every second byte of the beginning is NUL, as in Latin letters of UTF-16."""
    head = data[:200]
    halves = (head[::2], head[1::2])
    nuls = [half.count(0) for half in halves]
    return len(head) > 1 and max(nuls) > 0.9 * len(halves[0]) and min(nuls) == 0


def _undecodable(
    name: str, data: bytes, error: UnicodeDecodeError, shift: int, encoding: str
) -> InputError:
    offset = error.start + shift
    line = 1 + len(_LINE_END.findall(data[:offset].decode("latin-1")))
    return _fault(
        name,
        f"not {encoding.removesuffix('-le').removesuffix('-be').upper()} text",
        place=f"byte {offset}, line {line}" if encoding == "utf-8" else f"byte {offset}",
        got=f"byte 0x{data[offset]:02X}{_reading(data, offset) if encoding == 'utf-8' else ''}",
        expected="UTF-8, or UTF-16 with a byte order mark",
        way_out="Save the file as UTF-8.",
    )


def _reading(data: bytes, offset: int) -> str:
    """What a byte that is no UTF-8 may be, for the reader of the message."""
    first, second = data[offset], data[offset + 1 : offset + 2]
    if first == _SURROGATE_LEAD and second >= b"\xa0":
        return " (half of a surrogate pair)"
    if first in {0xC0, 0xC1} or (first in {0xE0, 0xF0} and b"\x80" <= second < b"\xa0"):
        return " (an overlong form)"
    try:
        return f" ({bytes([first]).decode('cp1252')} in Windows-1252)"
    except UnicodeDecodeError:
        return ""


def _check_lines(name: str, text: str) -> None:
    if len(text) <= LONGEST_LINE:
        return
    start = 0
    for number, match in enumerate(_LINE_END.finditer(text), start=1):
        _check_length(name, number, match.start() - start)
        start = match.end()
    _check_length(name, 1 + len(_LINE_END.findall(text)), len(text) - start)


def _check_length(name: str, number: int, length: int) -> None:
    if length > LONGEST_LINE:
        raise _fault(
            name,
            "a line is too long for a report",
            place=f"line {number}",
            got=f"{length:,} characters",
            expected=f"at most {LONGEST_LINE:,}",
        )


def _check_characters(name: str, text: str) -> None:
    match = _CONTROL.search(text)
    if match:
        code = ord(match[0])
        line = 1 + len(_LINE_END.findall(text, 0, match.start()))
        named = f" ({_CONTROL_NAMES[code]})" if code in _CONTROL_NAMES else ""
        raise _fault(
            name,
            "a control character stands in the text",
            place=f"character {match.start()}, line {line}",
            got=f"U+{code:04X}{named}",
            expected="text; of control characters only tab and line ends",
        )
