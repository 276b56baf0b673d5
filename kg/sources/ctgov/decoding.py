r"""Bytes of a registry download → one record after the other, each checked on its own.

In: a study, a list of studies or a page of the registry's API, as JSON. Out: each record's own
bytes, then its plain values and its typed form. What is no such record is refused with one line.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, NoReturn

import msgspec

from kg.errors import InputError
from kg.sources.ctgov.characters import Replaced, may_be_odd, replaced, whole_pairs, writable
from kg.sources.ctgov.cut import whole_records
from kg.sources.ctgov.record_schema import StudyRecord
from kg.sources.ctgov.weeding import unread, without_nothing

_OUTCOME: Final = "The record was set aside; the rest was built"
_MARK: Final = b"\xef\xbb\xbf"
_HEAD: Final = 1 << 16
_TYPED_FAULT: Final = re.compile(r"(.*?)(?: - at `(.*)`)?", re.DOTALL)
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_KINDS: Final = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "object": "an object",
    "str": "a text in quotes",
}
_OLD: Final = re.compile(
    rb'"(?:FullStudiesResponse|FullStudy|StudyFieldsResponse|ProtocolSection)"'
)
_ENDLESS: Final = "a whole number of thousands of digits"
_NCT: Final = re.compile(r"NCT\d{8}")


class Decoded(NamedTuple):
    """A record: typed, as plain values, and how often each unread field stood in it."""

    study: StudyRecord
    plain: dict[str, Any]
    unplaced: dict[str, int]
    twice: tuple[tuple[str, str], ...]
    """The objects in which a name stands twice: their pointers, and the name."""
    replaced: tuple[Replaced, ...] = ()
    """The texts that had characters which no text can have."""


_Doubled = tuple[dict[str, Any], list[str]]
"""An object and the names that stand twice in it."""


class _Page(msgspec.Struct):
    studies: list[msgspec.Raw]


def looks_like(data: bytes) -> bool:
    """Whether bytes are JSON of this registry, in its present or its old form."""
    head = data[:_HEAD].removeprefix(_MARK).lstrip()
    if not head.startswith((b"{", b"[")):
        return False
    return b'"protocolSection"' in data or _OLD.search(head) is not None


def raw_records(name: str, data: bytes) -> Iterator[bytes | InputError]:
    """The bytes of each record of a download, in order; of one that is cut, then what is wrong.

    *Errors*: ``InputError`` where it is no JSON, or JSON of the registry's old form.
    """
    data = data.removeprefix(_MARK)
    if _OLD.search(data[:_HEAD]):
        raise InputError(
            "ClinicalTrials.gov JSON in the old format",
            where=name,
            expected="the registry's API v2, with protocolSection",
            outcome="The file was set aside",
            way_out="Download the studies anew: the old interface was closed in 2024.",
        )
    try:
        yield from _split(data)
    except RecursionError:
        raise InputError(
            "the JSON is nested too deep", where=name, outcome="The file was set aside"
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        kept = tuple(whole_records(data, _place(data, error)))
        if not kept:
            raise _not_json(name, data, error) from None
        yield from kept
        yield _not_json(name, data, error, len(kept))


def _split(data: bytes) -> Iterator[bytes]:
    """The records; a half surrogate pair of one, which ends all decoding, is that one's fault."""
    readable = whole_pairs(data)
    if readable is data:
        yield from _parts(data)
        return
    at = 0
    for part in _parts(readable):
        at = readable.index(part, at)
        yield data[at : at + len(part)]
        at += len(part)


def _parts(data: bytes) -> Iterator[bytes]:
    start = data.lstrip()[:1]
    if start == b"[":
        for raw in msgspec.json.decode(data, type=list[msgspec.Raw]):
            yield bytes(raw)
        return
    whole = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    if "studies" in whole and "protocolSection" not in whole:
        for raw in msgspec.json.decode(data, type=_Page).studies:
            yield bytes(raw)
    else:
        yield data


def _place(data: bytes, error: Exception) -> int:
    """Where a fault stands; one without a place is that the data end too early."""
    if isinstance(error, UnicodeDecodeError):
        return error.start
    found = re.search(r"byte (\d+)", str(error))
    return int(found[1]) if found else len(data)


def _not_json(name: str, data: bytes, error: Exception, kept: int = 0) -> InputError:
    line = data.count(b"\n", 0, _place(data, error)) + 1
    before = f"The {kept} records before it were" if kept > 1 else "The record before it was"
    return InputError(
        "not JSON",
        where=f"{name}  line {line}",
        got=_said(error),
        expected="a study, a list of studies or a page of studies",
        outcome=f"{before} built; the rest was set aside" if kept else "The file was set aside",
    )


def _said(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"the byte {error.object[error.start]:#04x}, which UTF-8 does not have there"
    return str(error).removeprefix("JSON is malformed: ")


# --- One record ---------------------------------------------------------------------------------


def decode(where: str, raw: bytes) -> Decoded:
    """A record in its types.

    *Errors*: ``InputError`` that names the field in the record's own terms.
    """
    try:
        return _decoded(where, raw)
    except RecursionError:
        raise InputError("the JSON is nested too deep", where=where, outcome=_OUTCOME) from None


def _decoded(where: str, raw: bytes) -> Decoded:
    twice: list[tuple[str, str]] = []
    plain = _quickly(raw)
    if plain is None:
        plain = _plain(where, raw, twice)
    odd: list[Replaced] = []
    if may_be_odd(raw):
        plain = replaced(plain, odd)
        twice = [(writable(at), writable(name)) for at, name in twice]
    if b"null" in raw or b'""' in raw:
        plain = without_nothing(plain)
    try:
        study = msgspec.convert(plain, StudyRecord)
    except msgspec.ValidationError as error:
        raise _mistyped(where, plain, error) from None
    number = study.protocol_section.identification_module.nct_id
    if not _NCT.fullmatch(number):
        raise InputError(
            "no ClinicalTrials.gov number",
            where=f"{where}  /protocolSection/identificationModule/nctId",
            got=f'"{number}"' if number else None,
            expected="NCT and eight digits",
            outcome=_OUTCOME,
        )
    unplaced = dict(sorted(unread(plain).items()))
    return Decoded(study, plain, unplaced, tuple(twice), tuple(odd))


def _quickly(raw: bytes) -> dict[str, Any] | None:
    """The record where nothing about its JSON is odd; else nothing, and it is looked at closely.

    A name that stands twice is lost in decoding, and with it at least its quotation marks.
    """
    try:
        plain = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(plain, dict) or "protocolSection" not in plain or b"\\u0022" in raw:
        return None
    return plain if raw.count(b'"') == msgspec.json.encode(plain).count(b'"') else None


def _plain(where: str, raw: bytes, twice: list[tuple[str, str]]) -> dict[str, Any]:
    doubled: dict[int, _Doubled] = {}

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            names = Counter(name for name, _ in items)
            doubled[id(found)] = found, sorted(n for n, count in names.items() if count > 1)
        return found

    try:
        plain = json.loads(raw, object_pairs_hook=pairs, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        got = _ENDLESS if "integer string conversion" in str(error) else _said(error)
        raise InputError("not JSON", where=where, got=got, outcome=_OUTCOME) from None
    if doubled:
        twice.extend(_objects(plain, doubled))
    if not isinstance(plain, dict) or "protocolSection" not in plain:
        raise InputError(
            "not a study record",
            where=where,
            got=type(plain).__name__ if not isinstance(plain, dict) else None,
            expected="an object with protocolSection",
            outcome=_OUTCOME,
        )
    return plain


def _objects(value: Any, marked: dict[int, _Doubled], at: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """The pointers of marked objects, each with the names that it is marked for."""
    if isinstance(value, dict):
        if id(value) in marked:
            yield from ((at, name) for name in marked[id(value)][1])
        for name, inner in value.items():
            yield from _objects(inner, marked, f"{at}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _objects(inner, marked, f"{at}/{number}")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _mistyped(where: str, plain: dict[str, Any], error: msgspec.ValidationError) -> InputError:
    match = _TYPED_FAULT.fullmatch(str(error))
    said, path = (match[1], match[2] or "") if match else (str(error), "")
    steps = [name or index for name, index in _STEP.findall(path.removeprefix("$"))]
    expected, _, got = said.removeprefix("Expected ").partition(", got ")
    found = list(_fitting(plain, steps))
    pointer, value = found[0] if len(found) == 1 else ("/" + "/".join(steps), None)
    return InputError(
        "a field is not what it must be",
        where=f"{where}  {pointer.replace('...', '*')}",
        got=json.dumps(value, ensure_ascii=False)[:80] if value is not None else got.strip("`"),
        expected=_in_words(expected),
        outcome=_OUTCOME,
    )


def _in_words(expected: str) -> str:
    kinds = expected.replace("`", "").split(" | ")
    return " or ".join(_KINDS.get(kind, kind) for kind in kinds if kind != "null")


def _fitting(value: Any, steps: list[str], pointer: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """The places that a path with open indices can mean."""
    if not steps:
        yield pointer, value
        return
    first, *rest = steps
    if first == "..." and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _fitting(item, rest, f"{pointer}/{number}")
    elif isinstance(value, list) and first.isdigit() and int(first) < len(value):
        yield from _fitting(value[int(first)], rest, f"{pointer}/{first}")
    elif isinstance(value, dict) and first in value:
        yield from _fitting(value[first], rest, f"{pointer}/{first}")
