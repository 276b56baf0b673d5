"""RIS: what review tools hand on becomes a report, record by record."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.errors import InputError
from kg.records import Document, Report
from kg.sources import read_records

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "ris" / "trial.txt"
WRITE = os.environ.get("KG_GOLDEN") == "write"
MEND = "if this is right: KG_GOLDEN=write python -m pytest tests/test_ris.py"
TEXT = GOLDEN.read_text("utf-8")


def read(text: str) -> list[Any]:
    """What is read of a text."""
    return list(read_records("set.ris", text.encode()))


def report(*fields: str) -> Report:
    """The report of a record with a title and these fields."""
    [one] = read("\n".join(["TY  - JOUR", "TI  - On naps", *fields, "ER  - ", ""]))
    assert isinstance(one, Document), one
    return one.report


def test_a_record_gives_its_expected_document() -> None:
    """Citation, identifiers, text and sections."""
    found = msgspec.to_builtins(read(TEXT))
    expected = GOLDEN.with_suffix(".json")
    if WRITE:
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8")), MEND


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ("\n", "\r\n"),
        ("TI  -", "T1  -"),
        ("AB  -", "N2  -"),
        ("J2  -", "JA  -"),
        ("AU  -", "A1  -"),
    ],
)
def test_the_tags_of_other_tools_say_the_same(change: str, into: str) -> None:
    """T1 for TI, N2 for AB, JA for J2, and any line end."""
    [one], [other] = read(TEXT), read(TEXT.replace(change, into))
    same = {"sha256": ""}
    assert msgspec.structs.replace(one.report, **same) == (
        msgspec.structs.replace(other.report, **same)
    )
    assert one.sections == other.sections


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        (("PY  - 2020",), "2020"),
        (("PY  - 2020", "DA  - 2020/04//"), "2020-04"),
        (("Y1  - 2020/4/9/",), "2020-04-09"),
        (("PY  - 2020//",), "2020"),
        (("PY  - 2020///Spring",), "2020"),
        (("PY  - soon",), None),
    ],
)
def test_a_date_is_as_precise_as_is_given(fields: tuple[str, ...], issued: str | None) -> None:
    """The most precise of the dates that a record has."""
    assert report(*fields).issued == issued


@pytest.mark.parametrize(
    ("fields", "pmid"),
    [
        (("AN  - 99000101", "DB  - PubMed"), "99000101"),
        (("AN  - 99000101", "DB  - Embase"), None),
        (("UR  - https://pubmed.ncbi.nlm.nih.gov/99000101/",), "99000101"),
        (("AN  - PMID: 99000101",), "99000101"),
        (("ID  - 7",), None),
    ],
)
def test_a_number_is_a_pmid_where_pubmed_gave_it(fields: tuple[str, ...], pmid: str | None) -> None:
    """An accession number of another database is none."""
    assert report(*fields).pmid == pmid


def test_a_fault_of_one_record_costs_no_other() -> None:
    """No title and no abstract, no end: told, and the rest is read."""
    nothing = "TY  - JOUR\nPY  - 2001\nER  - \n"
    found = read(nothing + TEXT + "TY  - JOUR\nTI  - Cut\n" + TEXT)
    kinds = [each.what if isinstance(each, InputError) else each.report.pmid for each in found]
    assert kinds == [
        "the record has no title and no abstract",
        "99000101",
        "the record has no end",
        "99000101",
    ]
