"""MEDLINE text: each record on its own, and the same report as PubMed XML gives."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sample_builds import taken_in

from kg.errors import InputError
from kg.linking.mesh import resolve_indexing
from kg.records import Document, Report
from kg.sources import read_records

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "medline" / "trial.txt"
CORPUS = HERE.parent.parent / "shared" / "corpora" / "pubmed"
WRITE = os.environ.get("KG_GOLDEN") == "write"
MEND = "if this is right: KG_GOLDEN=write python -m pytest tests/test_medline.py"
TEXT = GOLDEN.read_text("utf-8")


def record(pmid: int | str, *fields: str, last: str = "SO  - Arch Invent. 2001;1:2.") -> str:
    """A record with a title and whatever other fields."""
    given = any(field.startswith("AB  - ") for field in fields)
    abstract = [] if given else ["AB  - Naps are short."]
    return "\n".join(["", f"PMID- {pmid}", "TI  - On naps.", *abstract, *fields, last, ""])


def read(text: str) -> list[Any]:
    """What is read of a text."""
    return list(read_records("set.nbib", text.encode()))


def report(text: str) -> Report:
    """The report of the one record of a text."""
    [one] = read(text)
    assert isinstance(one, Document), one
    return one.report


def test_a_record_gives_its_expected_document() -> None:
    """Record, indexing, notices, text and sections."""
    found = msgspec.to_builtins(read(TEXT))
    expected = GOLDEN.with_suffix(".json")
    if WRITE:
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8")), MEND


def test_both_forms_of_a_record_give_one_report() -> None:
    """Names are found in the vocabulary: identifiers and stars are those of the XML."""
    xml = (HERE / "golden" / "pubmed-xml" / "trial.xml").read_bytes()
    [other] = read_records("trial.xml", xml)
    assert isinstance(other, Document)
    assert same_in_both(resolve_indexing(report(TEXT))) == same_in_both(other.report)


def same_in_both(found: Report) -> Report:
    """A report without what only one of the forms tells: where a section stands, what is cited."""
    form: dict[str, Any] = {"sha256": "", "text": None, "unplaced": ()}
    assert found.bibliography is not None
    told = msgspec.structs.replace(
        found.bibliography, sections=(), cited_pmids=(), cited_dois=(), identifiers=()
    )
    return msgspec.structs.replace(found, **form, bibliography=told)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_wrapping_are_form(ends: str) -> None:
    """The same record, digest and all."""
    assert read(TEXT.replace("\n", ends)) == read(TEXT)
    assert read(TEXT.replace("\n      ", " ")) == read(TEXT)


def test_records_need_no_blank_line_between_them() -> None:
    """Each opens with its PMID."""
    text = record(1) + record(2)
    assert [each.report.pmid for each in read(text.replace("\n\n", "\n"))] == ["1", "2"]


def test_a_fault_of_one_record_costs_no_other() -> None:
    """No PMID, a PMID in words, an endless abstract: told, and the rest is read."""
    none = "\nOWN - NLM\nTI  - No number.\nSO  - Arch Invent. 2001;1:2.\n"
    long = record(3, f"AB  - {'nap ' * 30_000}")
    found = read(record(1) + none + record("two") + long + record(4))
    kinds = [each.what if isinstance(each, InputError) else each.report.pmid for each in found]
    told = ["the record has no PMID", "the PMID is no number", "a field is too long"]
    assert kinds == ["1", *told, "4"]
    assert found[2].where == "set.nbib  record 3, line 11"


def test_a_record_that_is_cut_is_told() -> None:
    """The last record lacks the field that ends the others, or its line has no end."""
    whole = record(1) + record(2)
    for end in (len(whole) - 30, len(whole) - 45):
        first, last = read(whole[:end])
        assert first.report.pmid == "1"
        assert last.what == "the file ends in the middle of the record"
    assert report(record(1, last="PT  - Journal Article")).pmid == "1"


def test_lines_that_are_none_of_the_format_are_remarked_on() -> None:
    """An odd indent is still the same field; a tag of nobody's is no part of it."""
    odd = report(
        record(1, "AB  - Naps are short", "   and good.", "keyword - naps", "PT  - Letter")
    )
    assert (odd.text or "").endswith("Naps are short and good.")
    assert [(r.what[:20], r.got) for r in odd.remarks] == [
        ("a line that goes on ", "3 blanks"),
        ("a tag is none of the", "keyword"),
    ]
    assert dict(odd.unplaced) == {"keyword": 1}


@pytest.mark.parametrize(
    ("written", "issued", "remarks"),
    [
        ("2019 Spring", "2019", 1),
        ("2019 Jan-Feb", "2019", 1),
        ("1999 Dec-2000 Jan", "1999", 1),
        ("2009 Jul 4", "2009-07-04", 0),
        ("2009 Jul", "2009-07", 0),
        ("2009 Feb 30", "2009", 1),
        ("2009 soon", "2009", 1),
        ("0000", None, 1),
    ],
)
def test_a_date_is_as_precise_as_is_sure(written: str, issued: str | None, remarks: int) -> None:
    """Of a season only the year; of no date nothing."""
    found = report(record(1, f"DP  - {written}"))
    assert (found.issued, len(found.remarks)) == (issued, remarks)


def test_a_retraction_is_carried() -> None:
    """By its notice, and by its publication type alone."""
    told = report(record(1, "PT  - Retracted Publication", "RIN - Arch. 2002;2:3. PMID: 77"))
    assert [(n.kind, n.pmid, n.citation) for n in told.notices] == [
        ("retractionIn", "77", "Arch. 2002;2:3")
    ]
    typed = report(record(1, "PT  - Retracted Publication"))
    assert [notice.kind for notice in typed.notices] == ["retractionIn"]
    assert [remark.what for remark in typed.remarks] == ["the article was retracted"]


def test_a_list_of_authors_that_is_cut_gives_no_number() -> None:
    """Nobody knows how many others are."""
    assert report(record(1, "AU  - Roe A", "AU  - Doe B")).authors == 2
    assert report(record(1, "AU  - Roe A", "AU  - et al")).authors is None


def test_other_tagged_formats_are_named() -> None:
    """EndNote and BibTeX are not MEDLINE."""
    for text, name in (("%0 Journal Article\n", "EndNote"), ("@article{a, title={b}}", "BibTeX")):
        with pytest.raises(InputError, match=name):
            read(text)


def test_two_forms_of_one_record_are_no_conflict(tmp_path: Path) -> None:
    """Saved twice, in both forms: one report, and nothing is set aside."""
    xml = (HERE / "golden" / "pubmed-xml" / "trial.xml").read_bytes()
    (tmp_path / "a.xml").write_bytes(xml.replace(b"10<sup>9</sup>", b"10(9)"))
    (tmp_path / "b.nbib").write_text(TEXT, "utf-8")
    made = taken_in([tmp_path])
    assert [bundle.slug for bundle in made.bundles] == ["pmid-99000101"]
    assert [reject for reject in made.rejects if reject.kind == "input"] == []


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpora is not beside this checkout")
def test_genuine_records_are_read() -> None:
    """Every file, every record, no fault."""
    found = [
        each
        for path in sorted(CORPUS.glob("*.txt"))
        for each in read_records(path.name, path.read_bytes())
    ]
    assert [each.report.pmid for each in found if isinstance(each, Document)] == [
        "19304878",
        "23039619",
        "32336025",
        "31355546",
    ]
    assert not any(isinstance(each, InputError) for each in found)
