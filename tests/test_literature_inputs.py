"""What records of PubMed may come as: each of the ways has its answer, and costs no other record.

Refused (R) is one error in the place of the record. Taken with a remark (W) and taken without fuss
(K) are documents. Numbers are those of the developers' catalogue of bad inputs.
"""

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from test_medline import record
from test_pubmed_xml import article, article_set

from kg.build import build
from kg.errors import InputError
from kg.records import Document, Withdrawal
from kg.sources import read_records


class Case(NamedTuple):
    """One way in which a file may be, and what is made of each of its records."""

    number: str
    data: bytes
    answers: tuple[str, ...]


def answers(name: str, data: bytes) -> list[str]:
    """What becomes of each record: R, W or K with what is said; D for a deletion."""
    found = list[str]()
    try:
        for each in read_records(name, data):
            if isinstance(each, InputError):
                found.append(f"R {each.what}")
            elif isinstance(each, Withdrawal):
                found.append(f"D {each.pmid}")
            else:
                assert isinstance(each, Document)
                remarks = "; ".join(remark.what for remark in each.report.remarks)
                found.append(f"W {remarks}" if remarks else f"K {each.report.pmid}")
    except InputError as error:
        found.append(f"R {error.what}")
    return found


def nbib(*records: str) -> bytes:
    """A file of MEDLINE text."""
    return "".join(records).encode()


GOOD = record(7)
LONG = "naps and " * 600_000

MEDLINE = (
    Case("57", nbib("\nOWN - NLM\nTI  - On naps.\nSO  - Arch.\n", GOOD),
         ("R the record has no PMID", "K 7")),
    Case("58", nbib(record("12a"), GOOD), ("R the PMID is no number", "K 7")),
    Case("60", nbib(record(1), GOOD).replace(b"\n\n", b"\n"), ("K 1", "K 7")),
    Case("61", nbib(record(1, "AB  - Naps are", "  short."), GOOD),
         ("W a line that goes on is not indented by six", "K 7")),
    Case("62a", nbib(record(1, "TOOLONG- x"), GOOD),
         ("W a tag is none of the format's: its field was left out", "K 7")),
    Case("62b", nbib(record(1, "ab  - x"), GOOD),
         ("W a tag is none of the format's: its field was left out", "K 7")),
    Case("63", nbib(record(1).replace("TI  - On naps.\n", ""), GOOD),
         ("W the record has no title", "K 7")),
    Case("64", nbib(record(1).replace("AB  - Naps are short.\n", ""), GOOD),
         ("W the record has no abstract: its citation alone was taken", "K 7")),
    Case("65", nbib(GOOD, record(1))[:-40],
         ("K 7", "R the file ends in the middle of the record")),
    Case("66", nbib(record(1, f"AB  - {LONG}"), GOOD), ("R a field is too long", "K 7")),
    Case("67a", nbib(record(1, "DP  - 2019 Spring"), GOOD),
         ("W a season or a range: only the year of the date of publication was taken", "K 7")),
    Case("67b", nbib(record(1, "DP  - 2019 Jan-Feb"), GOOD),
         ("W a season or a range: only the year of the date of publication was taken", "K 7")),
    Case("67c", nbib(record(1, "DP  - 0000"), GOOD),
         ("W the date of publication is no date", "K 7")),
    Case("68", b"%0 Journal Article\n%T On naps\n", ("R EndNote: not read by this version",)),
    Case("69", nbib(record(1), GOOD).replace(b"\n", b"\r"), ("K 1", "K 7")),
    Case("70", nbib(record(1, "PT  - Retracted Publication", "RIN - Arch. 2002. PMID: 8"), GOOD),
         ("W the article was retracted", "K 7")),
    # Beyond the catalogue: what is no text spoils the record that it stands in.
    Case("bytes", nbib(record(1, "AU  - Muller")).replace(b"Muller", b"M\xfcller") + nbib(GOOD),
         ("R not UTF-8 text", "K 7")),
    Case("control", nbib(record(1, "AU  - R\x07e"), GOOD),
         ("R a control character stands in the text", "K 7")),
    Case("endless line", nbib(record(1, f"TI  - {LONG}"), GOOD), ("R a field is too long", "K 7")),
    Case("utf-16", nbib(record(1), GOOD).decode().encode("utf-16"), ("K 1", "K 7")),
)  # fmt: skip

OK = article(7)
SPLIT = "<Abstract><AbstractText Label='{}'>Naps.</AbstractText></Abstract>"
DECLARES = "the DOCTYPE has declarations of its own"
MATH = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mn>1</m:mn></m:math>'
DEEP = "<i>" * 10_000 + "</i>" * 10_000


def declared(subset: str, root: str = "PubmedArticleSet") -> bytes:
    """A set behind a DOCTYPE."""
    return f"<!DOCTYPE {root} {subset}>".encode() + article_set(article(1, "&a;"), OK)


XML = (
    Case("71", declared('[<!ENTITY a "ha"><!ENTITY b "&a;&a;">]'), (f"R {DECLARES}",)),
    Case("71 another root", declared('[<!ENTITY a "ha">]', "x"), (f"R {DECLARES}",)),
    Case("72", declared(f'[<!ENTITY a "{"ha" * 9_000}">]'), (f"R {DECLARES}",)),
    Case("73", declared('[<!ENTITY a SYSTEM "file:///etc/hostname">]'), (f"R {DECLARES}",)),
    Case("74", declared('[<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]'), (f"R {DECLARES}",)),
    Case("75", declared('[<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]'), (f"R {DECLARES}",)),
    Case("76", declared('SYSTEM "http://127.0.0.1:9/a.dtd"').replace(b"&a;", b"a"), ("K 1", "K 7")),
    Case("77", article_set(OK, article(1))[:-60],
         ("K 7", "R the file ends in the middle of a record")),
    Case("78", b"<?xml version='1.0'?><recipe><oats/></recipe>",
         ("R XML with the root <recipe>: not read by this version",)),
    Case("79", OK.encode(), ("K 7",)),
    Case("83 another", b'<?xml version="1.0" encoding="ISO-8859-1"?>' + article_set(OK),
         ("R the XML declares an encoding that is not read",)),
    Case("83 wrong", b'<?xml version="1.0" encoding="UTF-8"?>'
         + article_set(article(1, "Caf\xe9"), OK).decode().encode("latin-1"),
         ("R bytes that are not the encoding declared", "K 7")),
    Case("85", article_set(OK, "<DeleteCitation><PMID>8</PMID></DeleteCitation>"), ("K 7", "D 8")),
    Case("86", article_set(article(1, "CD4<sup>+</sup> <i>T</i> cells"), OK), ("K 1", "K 7")),
    Case("87", article_set(article(1, inner=SPLIT.format("AIM")), OK), ("K 1", "K 7")),
    Case("88", article_set(article(1, MATH), OK),
         ("W a formula was taken as its words in a row", "K 7")),
    Case("89", article_set(article(1, inner="<Abstract><AbstractText/></Abstract>"), OK),
         ("W the record has no abstract: its citation alone was taken", "K 7")),
    Case("91", article_set(article(1, DEEP), OK), ("R the elements are nested too deep", "K 7")),
    Case("92", article_set(article(1, "&#1;"), OK),
         ("R a control character stands in the text", "K 7")),
    # Beyond the catalogue.
    Case("undeclared", article_set(article(1, "&nbsp;"), OK),
         ("R an entity that nothing declares", "K 7")),
    Case("not closed", article_set(article(1).replace("</PubmedArticle>", ""), OK),
         ("R a record stands within a record that is not closed", "K 7")),
    Case("comment", article_set(article(1), "<!-- ", OK),
         ("K 1", "R something that is no record stands between the records", "K 7")),
    Case("PMID in words", article_set(article("nine"), OK), ("R the PMID is no number", "K 7")),
)  # fmt: skip


@pytest.mark.parametrize("case", MEDLINE, ids=lambda case: case.number)
def test_medline_text_has_the_answer_that_is_written_down(case: Case) -> None:
    """A fault of one record costs no other."""
    assert tuple(answers("set.nbib", case.data)) == case.answers


@pytest.mark.parametrize("case", XML, ids=lambda case: case.number)
def test_pubmed_xml_has_the_answer_that_is_written_down(case: Case) -> None:
    """A fault of one record costs no other; a file that declares entities is refused whole."""
    assert tuple(answers("set.xml", case.data)) == case.answers


def test_no_answer_takes_long() -> None:
    """All of them in less than twenty seconds of computing, which each alone may take."""
    began = time.process_time()
    for case in (*MEDLINE, *XML):
        answers("a", case.data)
    assert time.process_time() - began < 20


def test_other_abstracts_are_counted() -> None:
    """90: the second says the first again; where it comes from stands with the count."""
    other = "<OtherAbstract Type='AIDS'><AbstractText>Again.</AbstractText></OtherAbstract>"
    data = article_set(article(1).replace("</MedlineCitation>", f"{other}</MedlineCitation>"))
    [one] = read_records("a.xml", data)
    assert isinstance(one, Document)
    assert one.report.unplaced == (("OtherAbstract", 1),)
    assert "Again" not in (one.report.text or "")


# --- In a build ---------------------------------------------------------------------------------

Make = Callable[[], dict[str, bytes]]


def packed(data: bytes) -> bytes:
    """A file as PubMed sends it."""
    return gzip.compress(data)


BUILDS: dict[str, tuple[Make, tuple[str, ...], tuple[str, ...]]] = {
    # number: files, reports, what is told of which kind
    "59": (
        lambda: {"a.nbib": nbib(record(1, "AB  - Naps are long."), record(1), GOOD)},
        ("pmid-1", "pmid-7"),
        ("remark",),
    ),
    "80": (
        lambda: {"a.xml.gz": packed(article_set(OK))[:-8] + b"\0" * 8, "b.xml": article_set(OK)},
        ("pmid-7",),
        ("input",),
    ),
    "81": (
        lambda: {"a.xml.gz": packed(article_set(OK))[:-9], "b.xml": article_set(OK)},
        ("pmid-7",),
        ("input",),
    ),
    "82": (
        lambda: {"a.xml.gz": packed(packed(article_set(OK)))},
        ("pmid-7",),
        (),
    ),
    "84": (
        lambda: {
            "a.xml": article_set(article(1, "Last.", version=3), article(1, "First."), OK),
            "b.xml": article_set(article(1, "Again.", version=2)),
        },
        ("pmid-1", "pmid-7"),
        (),
    ),
    "85": (
        lambda: {
            "a.xml": article_set("<DeleteCitation><PMID>1</PMID></DeleteCitation>"),
            "b.xml": article_set(article(1), OK),
        },
        ("pmid-7",),
        ("remark",),
    ),
}


@pytest.mark.parametrize("number", BUILDS)
def test_files_together_have_the_answer_that_is_written_down(number: str, tmp_path: Path) -> None:
    """Versions, deletions, records that are there twice, packing that is damaged."""
    make, reports, told = BUILDS[number]
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in make().items():
        (folder / name).write_bytes(data)
    summary = build([folder], tmp_path / "store")
    assert summary.reports == reports
    assert tuple(reject.kind for reject in summary.rejects) == told
    assert summary.complete == ("input" not in told)


def test_all_of_them_together_lose_nothing_but_what_is_told(tmp_path: Path) -> None:
    """Every case in one folder: the good record of each stands, the summary counts the refused."""
    folder = tmp_path / "in"
    folder.mkdir()
    for case in (*MEDLINE, *XML):
        (folder / f"{case.number.replace(' ', '-')}.dat").write_bytes(case.data)
    summary = build([folder], tmp_path / "store")
    refused = sum(a.startswith("R ") for case in (*MEDLINE, *XML) for a in case.answers)
    assert summary.reports == ("pmid-1", "pmid-7")
    assert summary.numbers()["refused"] == summary.count("input") == refused
    assert not any("stumbled" in reject.what for reject in summary.rejects)
