"""Bad JSON of ClinicalTrials.gov: refused with a place, taken with a warning, or kept and flagged.

What is refused by a whole file stands in ``malformed/ctgov-*``; here is what depends on the place.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_builds import taken_in

from kg import export, store
from kg.errors import InputError
from kg.records import Account, RegisteredStudy
from kg.sources import read_records
from kg.sources.ctgov import looks_like, read
from kg.terms import nquads

WHOLE = (Path(__file__).parent / "golden" / "ctgov" / "whole.json").read_bytes()
RECORD: dict[str, Any] = json.loads(WHOLE)
STATUS = "/protocolSection/statusModule"
COUNT = "/protocolSection/designModule/enrollmentInfo/count"
OUTCOME = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/0"
VALUE = f"{OUTCOME}/classes/0/categories/0/measurements/0/value"
Found = list[Account | InputError]


def _with(pointer: str, value: object) -> bytes:
    """The whole record with another value at a place."""
    record = json.loads(WHOLE)
    holder: Any = record
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[int(last) if isinstance(holder, list) else last] = value
    return json.dumps(record).encode()


def _told(data: bytes) -> str:
    """What is said of data that are refused, whether by file or by record."""
    try:
        (found,) = read("a.json", data)
    except InputError as error:
        found = error
    assert isinstance(found, InputError)
    return str(found)


def _taken(data: bytes) -> tuple[RegisteredStudy, dict[str, str | None]]:
    """The study of data that are taken, and its remarks by their places."""
    (account,) = read("a.json", data)
    assert isinstance(account, Account)
    (study,) = account.studies
    assert isinstance(study, RegisteredStudy)
    return study, {remark.path or "": remark.got for remark in account.report.remarks}


# --- Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (WHOLE[:5000], "a.json  line 225", "not JSON"),
        (WHOLE + b" and more", "a.json  line 968", "trailing characters"),
        (WHOLE.replace(b'"count": 120', b'"count": NaN'), "a.json  line 128", "not JSON"),
        (WHOLE.replace(b'"count": 120', b'"count": 1e400'), COUNT, "Infinity"),
        (
            WHOLE.replace(b'"count": 120', b'"count": ' + b"9" * 5000),
            "a.json",
            "thousands of digit",
        ),
        (WHOLE.replace(b"Veluxin", b"V\xe9luxin", 1), "a.json", "got the byte 0xe9, which UTF-8"),
        (b'{"protocolSection":' * 50_000, "a.json", "nested too deep"),
        (b'{"protocolSection":' + b"[" * 50_000, "a.json", "nested too deep"),
        (b'{"studies": {"protocolSection": 1}}', "$.studies", "Expected `array`"),
        (b'{"Study": {"ProtocolSection": {}}}', "a.json", "in the old format"),
        (b'{"StudyFieldsResponse": {"StudyFields": []}}', "a.json", "in the old format"),
        (_with("/protocolSection", []), "/protocolSection", "expected an object"),
        (_with("/protocolSection/statusModule", "done"), STATUS, "expected an object"),
        (_with(f"{COUNT}", "many"), COUNT, "expected a whole number"),
        (_with("/protocolSection/designModule/phases", "PHASE2"), "phases", "expected a list"),
        (_with("/protocolSection/conditionsModule/conditions", [["a"]]), "conditions/0", "a text"),
        (_with(VALUE, {"a": 1}), VALUE, "expected a whole number or a number or a text"),
        (_with("/hasResults", "yes"), "/hasResults", "true or false"),
        *(
            (_with("/protocolSection/identificationModule/nctId", number), "nctId", said)
            for number, said in (
                ("nct09900001", "NCT and eight digits"),
                ("NCT0990001", "NCT and eight digits"),
                ("NCT09900001 ", "NCT and eight digits"),
                ("", "NCT and eight digits"),
                (9900001, "a text in quotes"),
            )
        ),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(data: bytes, place: str, said: str) -> None:
    """One message with the line or the field, what stands there and what was expected."""
    told = _told(data)
    assert place in told
    assert said in told
    assert "Traceback" not in told


def test_depth_that_no_stack_bears_is_refused_and_not_met() -> None:
    """Whatever the depth, and however deep the caller stands."""
    for depth in (100, sys.getrecursionlimit() - 60, 10 * sys.getrecursionlimit()):
        for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
            inner = opening * depth + b"1" + closing * depth
            try:
                found: Found = list(read("a.json", b'{"x":' + inner + b"," + WHOLE.lstrip()[1:]))
            except InputError as error:
                found = [error]
            assert isinstance(found[0], Account) or "nested too deep" in str(found[0])


def test_a_fault_in_a_page_costs_one_record() -> None:
    """Of a page with a count in words and a date in the wrong month, the first is set aside."""
    bad, odd = _with(COUNT, "many"), _with(f"{STATUS}/startDateStruct/date", "2009-13")
    page = b'{"totalCount": 3, "studies": [' + b",".join((WHOLE, bad, odd)) + b"]}"
    kinds = [type(each) for each in read("a.json", page)]
    assert kinds == [Account, InputError, Account]


# --- Taken with a warning -----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_named(encoding: str) -> None:
    """A list of records is not just some JSON when its bytes are of another encoding."""
    with pytest.raises(InputError) as told:
        list(read_records("a.json", WHOLE.decode().encode(encoding)))
    assert f"ClinicalTrials.gov JSON in {encoding.upper()}" in str(told.value)
    assert "Save the file as UTF-8." in str(told.value)


@pytest.mark.parametrize("page", [b'{"totalCount": 3, "studies": [', b"["])
def test_a_page_that_is_cut_gives_its_whole_records(page: bytes) -> None:
    """At whatever byte of the third it is cut, two are read, and the cut is told once."""
    for cut in (1, 15, 583, 5000, len(WHOLE) - 2):
        first, second, told = read("a.json", page + WHOLE + b",\n" + WHOLE + b"," + WHOLE[:cut])
        assert isinstance(first, Account)
        assert isinstance(second, Account)
        assert first.report.sha256 == hashlib.sha256(WHOLE.strip()).hexdigest()
        assert isinstance(told, InputError)
        assert "The 2 records before it were built; the rest was set aside" in str(told)
    assert "The file was set aside" in _told(page + WHOLE[:5000])


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (f"{STATUS}/startDateStruct/date", "2009-02-30"),
        (f"{STATUS}/startDateStruct/date", "2009-13"),
        (f"{STATUS}/startDateStruct/date", "next spring"),
        (f"{STATUS}/overallStatus", "PAUSED"),
        (f"{OUTCOME}/dispersionType", "Furlongs"),
        (f"{OUTCOME}/paramType", "MODE"),
        ("/protocolSection/designModule/designInfo/maskingInfo/masking", "BLINDFOLD"),
    ],
)
def test_a_field_that_cannot_be_read_costs_the_field(pointer: str, value: str) -> None:
    """The record is taken without it; the remark has its place and what stands there."""
    _, remarks = _taken(_with(pointer, value))
    assert remarks[pointer] == value


def test_a_name_that_stands_twice_is_told_with_its_place() -> None:
    """The last one counts, wherever it stands; one of two deep ones too."""
    data = WHOLE.replace(b'"acronym"', b'"acronym": "OTHER", "acronym"', 1)
    study, remarks = _taken(data.replace(b'"spread"', b'"spread": "1", "spread"', 1))
    assert study.acronym == "STRIDE-9"
    assert "/protocolSection/identificationModule/acronym" in remarks
    assert any(re.fullmatch(r"/resultsSection/.*/measurements/0/spread", path) for path in remarks)


def test_results_without_arms_are_taken_and_told() -> None:
    """Their groups are people of their own."""
    record = json.loads(WHOLE)
    del record["protocolSection"]["armsInterventionsModule"]
    study, remarks = _taken(json.dumps(record).encode())
    assert "/protocolSection/armsInterventionsModule" in remarks
    assert study.arms == ()
    assert study.groups


def test_a_record_without_its_core_is_taken_and_told() -> None:
    """A number alone is a record; that it has neither title nor status is said."""
    data = b'{"protocolSection": {"identificationModule": {"nctId": "NCT09900009"}}}'
    (account,) = read("a.json", data)
    assert isinstance(account, Account)
    assert [remark.got for remark in account.report.remarks] == ["no title", "no status"]


ODD = "a\0b\x1bc\ud83dd\udc00e\b\f\x7f\uffffz"
TEXTS = (
    "/protocolSection/identificationModule/briefTitle",
    "/protocolSection/identificationModule/officialTitle",
    "/protocolSection/eligibilityModule/eligibilityCriteria",
    "/protocolSection/conditionsModule/conditions/0",
    "/protocolSection/armsInterventionsModule/armGroups/0/label",
    f"{OUTCOME}/title",
    f"{OUTCOME}/unitOfMeasure",
    f"{OUTCOME}/groups/0/title",
    VALUE,
)


def _odd() -> bytes:
    """The record with characters that no text can have, in many places and in two names."""
    data = WHOLE
    for pointer in TEXTS:
        record = json.loads(data)
        holder: Any = record
        *steps, last = pointer.split("/")[1:]
        for step in steps:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        key = int(last) if isinstance(holder, list) else last
        holder[key] = f"{ODD} {holder[key]}"
        data = json.dumps(record).encode()
    name = json.dumps(ODD).encode()
    return b"{" + name + b": {" + name + b": 1, " + name + b": 2}, " + data.lstrip()[1:]


def test_characters_that_no_text_can_have_are_replaced_and_told_once() -> None:
    """Half a surrogate pair or a control character costs itself; the rest of the value stays."""
    (account,) = read("a.json", _odd())
    assert isinstance(account, Account)
    assert account.report.title is not None
    assert account.report.title.startswith("a\ufffdb\ufffdc\ufffdd\ufffde\ufffd \ufffd\ufffdz ")
    (told,) = [each for each in account.report.remarks if "no text" in each.what]
    assert (told.got or "").endswith(
        "U+0000, U+0008, U+000C, U+001B, U+007F, U+D83D, U+DC00, U+FFFF"
    )


def test_characters_that_no_text_can_have_break_no_file(tmp_path: Path) -> None:
    """Every form that is written can be read back; nothing of the record is dropped."""
    (tmp_path / "a.json").write_bytes(_odd())
    built = taken_in([tmp_path])
    assert {each.kind for each in built.rejects} <= {"remark", "link", "unread"}
    lines = list(nquads(built.quads()))
    for syntax in ("nq", "ttl", "jsonld", "rdf"):
        data = export.render(lines, syntax).encode()
        back = store.parse(data, syntax, graph="http://x/g")
        assert {*map(store.triple_of, back)} == {*map(store.triple_of, lines)}


@pytest.mark.parametrize("odd", ['"\\ud83d"', '"\\u0000"', '"\\\\ud83d \\udc00"'])
def test_odd_characters_of_a_record_cost_no_other(odd: str) -> None:
    """Of a list with half a surrogate pair in the first record, both are taken, byte by byte."""
    second = WHOLE.replace(b"NCT09900001", b"NCT09900002")
    first = WHOLE.replace(b'"PHASE2"', odd.encode(), 1)
    found = list(read("a.json", b"[" + first + b",\n " + second + b"]"))
    taken = [each.report.sha256 for each in found if isinstance(each, Account)]
    assert taken == [hashlib.sha256(each.strip()).hexdigest() for each in (first, second)]


def test_an_escaped_backslash_is_no_half_of_a_pair() -> None:
    """What reads like an escape is text where the backslash itself is escaped; pairs are signs."""
    data = WHOLE.replace(b'"briefTitle": "', b'"briefTitle": "\\\\ud83d \\ud83d\\ude00 ', 1)
    study, remarks = _taken(data)
    assert (study.title or "").startswith("\\ud83d \N{GRINNING FACE} ")
    assert not any("no text" in each for each in remarks)


# --- Taken without fuss, or kept and flagged ----------------------------------------------------


def _nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {"unheardOf": None, **{name: _nulls(each) for name, each in value.items()}}
    return [_nulls(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\r\n" + data.replace(b"\n", b"\r\n") + b"\r\n",
        lambda data: json.dumps(_nulls(json.loads(data))).encode(),
        lambda data: json.dumps(json.loads(data), ensure_ascii=True).encode(),
        lambda data: b"[" + data + b"]",
    ],
)
def test_what_says_the_same_is_the_same(change: Callable[[bytes], bytes]) -> None:
    """A byte order mark, other line ends, nulls everywhere, escapes, a list of one."""
    assert looks_like(change(WHOLE))
    assert _taken(change(WHOLE)) == _taken(WHOLE)


@pytest.mark.parametrize("module", [*RECORD["protocolSection"], *RECORD["resultsSection"]])
def test_any_module_may_be_null(module: str) -> None:
    """But the one that has the number of the record."""
    section = "protocolSection" if module in RECORD["protocolSection"] else "resultsSection"
    data = _with(f"/{section}/{module}", None)
    if module == "identificationModule":
        assert "no ClinicalTrials.gov number" in _told(data)
    else:
        _taken(data)


@pytest.mark.parametrize("count", [-5, 10**12, 10**30])
def test_a_number_of_people_that_there_are_not_is_kept_and_flagged(count: int) -> None:
    """As reported."""
    study, _ = _taken(_with(COUNT, count))
    assert study.populations[0].size == count
    assert study.populations[0].flags == ("implausibleValue",)


@pytest.mark.parametrize(
    ("value", "number", "bounds"),
    [
        ("NA", None, (None, None)),
        ("<0.01", None, (None, "0.01")),
        (">99.9", None, ("99.9", None)),
        ("1e999999", None, (None, None)),
        ("-0", "0", (None, None)),
        ("1,234.5", "1234.5", (None, None)),
        ("9" * 6000, "9" * 6000, (None, None)),
        (12, "12", (None, None)),
        ("not estimable", None, (None, None)),
    ],
)
def test_values_are_read_or_kept_as_written(
    value: str | int, number: str | None, bounds: tuple[str | None, str | None]
) -> None:
    """A bound is a bound; what is no number keeps its spelling."""
    study, _ = _taken(_with(VALUE, value))
    found = next(each.number for each in study.group_results if VALUE in each.evidence)
    assert found is not None
    shown = [each if each is None else format(each, "f") for each in (found.min, found.max)]
    assert (found.value is None) == (number is None)
    assert number is None or found.value == Decimal(number)
    assert tuple(shown) == bounds
    assert found.reported == str(value)


def test_odd_values_are_built(tmp_path: Path) -> None:
    """Numbers of any size come through the shapes, and nothing of the record is dropped."""
    for n, value in enumerate(("9" * 6000, "1e999999", 1e308, -1e-300, "<0.01", "٣", "½")):
        data = _with(VALUE, value).replace(b"NCT09900001", b"NCT0990100%d" % n)
        (tmp_path / f"{n}.json").write_bytes(data)
    built = taken_in([tmp_path])
    assert [each for each in built.rejects if each.kind not in {"remark", "link"}] == []
    assert len(built.bundles) == n + 1


def test_the_same_record_twice_is_one_and_of_two_the_newer_counts(tmp_path: Path) -> None:
    """Whichever file comes first."""
    posted = f"{STATUS}/lastUpdatePostDateStruct/date"
    older, newer = _with(posted, "2019-02-20"), json.loads(_with(posted, "2020-02-20"))
    newer["protocolSection"]["identificationModule"]["acronym"] = "NEWER"
    (tmp_path / "a.json").write_bytes(json.dumps(newer).encode())
    (tmp_path / "b.json").write_bytes(older)
    (tmp_path / "c.json").write_bytes(older)
    (bundle,) = taken_in([tmp_path]).bundles
    assert any("NEWER" in str(quad) for quad in bundle.quads)
