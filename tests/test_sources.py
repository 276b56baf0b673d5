"""Sources: bytes of a page become a document with its exact text, its record and its sections."""

import codecs
import json
import os
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.records import Document
from kg.sources import format_of, read_source
from kg.sources.layout import page_of
from kg.sources.text import LONGEST_LINE, read_text

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "golden").glob("*-page/*.txt")) + sorted(
    (HERE / "golden" / "abstract").glob("*.txt")
)
MALFORMED = sorted((HERE / "malformed").glob("*.txt"))
SEEDS = HERE.parent.parent / "shared" / "seeds"
WRITE = os.environ.get("KG_GOLDEN") == "write"
MEND = "if this is right: KG_GOLDEN=write python -m pytest tests/test_sources.py"


def read(data: bytes | str) -> Document:
    """The one document of a page."""
    [found] = read_source("page.txt", data if isinstance(data, bytes) else data.encode())
    assert isinstance(found, Document)
    return found


def shown(document: Document) -> dict[str, Any]:
    """A document as its expected file shows it: no text, each section by its edges."""
    report = document.report
    text = report.text or ""
    names = (name for name in report.__struct_fields__ if name not in {"text", "sha256"})
    fields = {name: value for name in names if (value := getattr(report, name))}
    for name in ("publication_types", "indexing", "substances"):
        if name in fields:
            fields[name] = [_line(heading) for heading in fields[name]]
    sections = [
        [s.label, s.start, s.end, text[s.start : s.end][:24], text[s.start : s.end][-16:]]
        for s in document.sections
    ]
    return {"report": fields, "sections": sections}


def _line(heading: Any) -> str:
    qualifier = f" / {heading.qualifier_name}" if heading.qualifier_name else ""
    return f"{heading.descriptor_name}{qualifier}{'*' if heading.major else ''}"


def content(document: Document) -> tuple[Any, ...]:
    """What a document says, free of offsets, bytes and kinds of white space."""
    facts = shown(document)["report"]
    facts.pop("citation", None)
    text = document.report.text or ""
    return facts, [(s.label, text[s.start : s.end].split()) for s in document.sections]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_page_gives_its_expected_document(path: Path) -> None:
    """The format, the record and the sections of each of our own pages."""
    data = path.read_bytes()
    page = page_of(read_text(path.name, data))
    found = {"format": format_of(page).name, **shown(read(data))}
    expected = path.with_suffix(".json")
    if WRITE:
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text()), MEND


def test_there_are_pages_of_every_kind() -> None:
    """Each format has golden documents, so that none is tested by an empty list."""
    kinds = {path.parent.name for path in GOLDEN}
    assert kinds == {"pubmed-page", "article-page", "trial-page", "abstract"}


@pytest.mark.parametrize("path", MALFORMED, ids=lambda p: p.stem)
def test_each_malformed_file_gives_its_one_clear_error(path: Path) -> None:
    """The error says what, where, what was got and expected, and what became of the file."""
    with pytest.raises(InputError) as caught:
        read_source(path.name, path.read_bytes())
    expected = path.with_suffix(".error")
    if WRITE:
        expected.write_text(f"{caught.value}\n")
    assert f"{caught.value}\n" == expected.read_text(), MEND


# Ways in which the same page may come: none changes what it says.
RENDERINGS: dict[str, Callable[[str], bytes]] = {
    "crlf": lambda t: t.replace("\n", "\r\n").encode(),
    "cr": lambda t: t.replace("\n", "\r").encode(),
    "line-separators": lambda t: t.replace("\n", "\u2028").encode(),
    "utf-8-mark": lambda t: codecs.BOM_UTF8 + t.encode(),
    "utf-16-le": lambda t: codecs.BOM_UTF16_LE + t.encode("utf-16-le"),
    "utf-16-be": lambda t: codecs.BOM_UTF16_BE + t.encode("utf-16-be"),
    "utf-32": lambda t: codecs.BOM_UTF32_LE + t.encode("utf-32-le"),
    "no-last-line-end": lambda t: t.rstrip("\n").encode(),
    "blank-lines-around": lambda t: f"\n\n{t}\n \n".encode(),
    "blanks-at-line-ends": lambda t: t.replace("\n", " \t\n").encode(),
    "indented": lambda t: re.sub(r"(?m)^(?=\S)", "  ", t).encode(),
    "no-break-spaces": lambda t: t.replace(" ", "\u00a0").encode(),
    "thin-spaces": lambda t: t.replace(" ", "\u2009").encode(),
    "dots-for-bullets": lambda t: re.sub(r"(?m)^(\s*)[*•-] ", "\\1• ", t).encode(),
    "dashes-for-bullets": lambda t: re.sub(r"(?m)^(\s*)[*•-] ", "\\1- ", t).encode(),
    "no-bullets": lambda t: re.sub(r"(?m)^(\s*)[*•-] ", "\\1", t).encode(),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_how_a_page_is_encoded_and_spaced_does_not_change_what_it_says(
    path: Path, rendering: str
) -> None:
    """Line ends, marks, odd spaces and bullet signs are form; title, record and sections stay."""
    text = path.read_text()
    changed = read(RENDERINGS[rendering](text))
    if "bullets" in rendering:
        assert content(changed)[0] == content(read(text))[0]
    else:
        assert content(changed) == content(read(text))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_text_is_kept_exactly(path: Path) -> None:
    """What is stored is the decoded file, line ends and all; only the mark is left out."""
    text = path.read_text().replace("\n", "\r\n")
    assert read(text).report.text == text
    assert read(codecs.BOM_UTF8 + text.encode()).report.text == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_is_a_document_with_sound_spans_or_a_clear_error(text: str) -> None:
    """No text breaks a reader; sections are in order, apart, inside the text and not blank."""
    try:
        document = read(text)
    except InputError as error:
        assert error.where  # noqa: PT017 - either outcome is right, each with its own demand
        return
    stored = document.report.text or ""
    assert stored == text.removeprefix("\ufeff")
    spans = sorted((s.start, s.end) for s in document.sections)
    assert all(stored[start:end].strip() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


LINES = st.sampled_from(
    [
        "",
        "",
        "Abstract",
        "MeSH terms",
        "• Adult*",
        "Methods: We asked ten adults. Results: All of them said yes.",
        "Results",
        "Title of a trial in ten adults",
        "A Mag. 2001 Feb;3(4):5-6.",
        "PMID: 9990041",
        "Comment in",
        "Doe J, Roe A.",
        "The mean was 3. It had been 4. Nobody left the trial before it was over.",
        "Note: Another trial agrees.",
        "Keywords: a; b",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=14))
def test_any_order_of_parts_gives_sections_that_do_not_overlap(lines: list[str]) -> None:
    """However a page is put together, no word is in two sections and no list is in one."""
    text = "\n".join(lines)
    if not text.strip():
        return
    document = read(text)
    spans = sorted((s.start, s.end) for s in document.sections)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert not any("PMID" in text[start:end] for start, end in spans)


def test_several_terms_on_one_line_are_several_terms() -> None:
    """A list may be written in one line with semicolons or bullets."""
    document = read("A Title of a Trial\n\nMeSH terms: Adult; Asthma/therapy*; Sleep\n")
    assert shown(document)["report"]["indexing"] == ["Adult", "Asthma / therapy*", "Sleep"]


def test_a_file_of_several_records_gives_a_document_for_each() -> None:
    """PubMed's text format numbers its records; each has its own text, and no other's words."""
    one = (HERE / "golden" / "pubmed-page" / "text-format.txt").read_text()
    two = one.replace("1. Arch", "2. Arch").replace("9990004", "9990006").replace("naps", "rest")
    found = read_source("set.txt", (one + "\n\n" + two).encode())
    documents = [each for each in found if isinstance(each, Document)]
    assert [d.report.pmid for d in documents] == ["9990004", "9990006"]
    assert shown(documents[0]) == shown(read(one))
    assert content(documents[1]) == content(read(two))


def test_a_sentence_before_the_first_label_is_read_and_is_no_title() -> None:
    """What was done is text; a heading line that says what is so may be a title."""
    document = read("We gave ten adults nothing at all for weeks.\nRESULTS: They were well.")
    assert document.report.title is None
    assert [s.label for s in document.sections] == [None, "RESULTS"]
    document = read("Nothing is good for adults.\nRESULTS: They were well.")
    assert document.report.title == "Nothing is good for adults"


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        (lambda t: t, [None, None]),
        (lambda t: re.sub(r"\n{2,}", "\n\n", t), []),
        (lambda t: re.sub(r"\n{2,}", "\n", t), []),
        (lambda t: t.replace("\n\n", "\n\n\n\n"), [None, None]),
        (lambda t: re.sub(r"(?m)^(\w.{4,40}\w)$", lambda m: f"{m[1].upper()}:", t), [None, None]),
        (lambda t: re.sub(r"(?m)^(\w.{4,40}\w)$", r"## \1", t), [None, None]),
    ],
    ids=["as-is", "one-blank-line", "no-blank-line", "more-blank-lines", "capitals", "markdown"],
)
def test_headings_of_a_trial_page_are_told_by_their_place(
    change: Callable[[str], str], labels: list[None]
) -> None:
    """Three headings and a note in any spacing; a wider gap marks a part whose heading is lost."""
    document = read(change((HERE / "golden" / "trial-page" / "headings.txt").read_text()))
    assert document.report.kind == "WebPage"
    found = [s.label.capitalize() if s.label else None for s in document.sections]
    first = ["Why we did this study", "How it was done", "Who took part"]
    assert found == [*first, *labels, "Note"]


def test_a_trial_page_may_use_the_words_of_an_abstract() -> None:
    """Headings of a page have room for several paragraphs under them; labels have one."""
    parts = "Background\n\n{0}\n\n{0}\n\nMethods\n\n{0}\n\n{0}\n\nResults\n\n{0}\n"
    assert read(parts.format("Ten adults slept well all night.")).report.kind == "WebPage"
    tight = "Background\n\n{0}\n\nMethods\n\n{0}\n\nResults\n\n{0}\n"
    assert read(tight.format("Ten adults slept well all night.")).report.kind == "Article"


def test_a_page_about_a_trial_that_cites_its_report_is_still_a_web_page() -> None:
    """Only a line above the text identifies an article; one below it cites."""
    page = "About the trial\n\nTen adults slept well.\n\nWhat we found\n\nThey woke rested.\n\n{}"
    document = read(page.format("Sleep Mag. 2001;3:4-5. PMID: 9990051"))
    assert (document.report.kind, document.report.pmid) == ("WebPage", None)


def test_a_curated_record_is_read_as_one_and_its_faults_are_told() -> None:
    """A YAML record is no abstract, even one with faults."""
    with pytest.raises(InputError, match=r"bad\.yaml"):
        read_source("bad.yaml", b"kind: curated-record\nstudies: 5\n")


def test_text_that_is_no_study_is_still_a_document() -> None:
    """Whether a page tells of a study is for reading to say, not for the source."""
    document = read("Stir the oats into the milk.\nServe warm.\n<script>alert(1)</script>\n")
    assert [s.label for s in document.sections] == [None]


def test_a_line_beyond_the_limit_is_refused_with_its_number() -> None:
    """Nothing that people write has such a line."""
    with pytest.raises(InputError) as caught:
        read_source("a.txt", b"Aims: x\n" + b"a " * (LONGEST_LINE // 2 + 1))
    assert caught.value.where == "a.txt  line 2"


def test_a_long_but_allowed_line_and_many_lines_are_read() -> None:
    """Size alone is no fault."""
    assert read("Aims: " + "we asked ten adults. " * 20_000).sections[0].label == "Aims"
    assert len(read("Aims: we asked.\n" * 20_000).sections) == 20_000


def test_the_digest_is_of_the_bytes_as_they_came() -> None:
    """The same page in another encoding is another file with the same text."""
    plain, marked = read("Aims: to ask."), read(codecs.BOM_UTF8 + b"Aims: to ask.")
    assert plain.report.text == marked.report.text
    assert plain.report.sha256 != marked.report.sha256


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")
class TestFoundingReports:
    """The three reports the project began with."""

    @staticmethod
    def one(start: str) -> Document:
        """The seed whose name starts so."""
        [path] = SEEDS.glob(f"{start}*")
        return read(path.read_bytes())

    def test_the_pubmed_record(self) -> None:
        """Citation, labels, 20 MeSH lines of 17 headings, two stars, four substances."""
        document = self.one("000")
        report = document.report
        cited = (report.journal, report.issued, report.volume, report.issue)
        assert cited == ("N Engl J Med", "1996-10-31", "335", "18")
        assert (report.page_start, report.page_end) == ("1350", "1356")
        assert report.doi == "10.1056/nejm199610313351803"
        assert len((report.title or "").split()) == 13
        assert len(report.indexing) == 20
        assert len({heading.descriptor_name for heading in report.indexing}) == 17
        assert [_line(h) for h in report.indexing if h.major] == [
            "HIV Infections / therapy*",
            "Interleukin-2 / therapeutic use*",
        ]
        assert [s.descriptor_name for s in report.substances] == [
            "Anti-HIV Agents",
            "HIV Core Protein p24",
            "Interleukin-2",
            "RNA, Viral",
        ]
        assert [t.descriptor_name for t in report.publication_types] == [
            "Clinical Trial",
            "Randomized Controlled Trial",
        ]
        labels = ["title", "Background", "Methods", "Results", "Conclusions"]
        assert [s.label for s in document.sections] == labels

    def test_the_article_page(self) -> None:
        """A PMID, a date without a day, five labels, and no title."""
        document = self.one("003")
        report = document.report
        assert (report.pmid, report.issued, report.title) == ("19461505", "2009-07", None)
        assert (report.journal, report.volume, report.issue) == ("AIDS", "23", "11")
        assert (report.page_start, report.page_end) == ("1383", "1388")
        labels = ["OBJECTIVES", "DESIGN", "METHODS", "RESULTS", "CONCLUSION"]
        assert [s.label for s in document.sections] == labels

    def test_the_trial_page(self) -> None:
        """Three headings, two parts that have lost theirs, a note; the sister's id is not ours."""
        document = self.one("004")
        assert document.report.kind == "WebPage"
        assert (document.report.title, document.report.registry_ids) == (None, ())
        assert [s.label for s in document.sections] == [
            "About The Study",
            "Study Approach",
            "Study population",
            None,
            None,
            "Note",
        ]
