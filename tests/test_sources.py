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
from kg.sources.citation import page_range, read_citation
from kg.sources.front import is_authors, is_title
from kg.sources.ids import own_registry_ids
from kg.sources.indexing import read_headings
from kg.sources.labels import label_of
from kg.sources.layout import Paragraph, page_of, paragraphs
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
    page = page_of(read_text(path.name, data), "")
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


CITATIONS = {
    "N Mag J. 1999 Jan 31;335(18):1350-6. doi: 10.5555/NM.1.": (
        "N Mag J|1999-01-31|335|18|1350|1356|10.5555/nm.1"
    ),
    "Mag 2009 Jul;23(11):1383-8": "Mag|2009-07|23|11|1383|1388|",
    "Mag. 2009;373(9657):48-63.": "Mag|2009|373|9657|48|63|",
    "Open Mag. 2010 Feb 12;5(2):e9200. doi:10.5555/om.9200": (
        "Open Mag|2010-02-12|5|2|e9200||10.5555/om.9200"
    ),
    "J Mag Dis. 1999;180 Suppl 1:S1-10": "J Mag Dis|1999|180|Suppl 1|S1|S10|",
    "J Mag. 2002 Jul 1;30(Suppl 2):S105–12": "J Mag|2002-07-01|30|Suppl 2|S105|S112|",
    "MAG 2009;338:b2025": "MAG|2009|338||b2025||",
    "N Mag J 2009; 361: 1548 – 59.": "N Mag J|2009|361||1548|1559|",
    "Mag Trials. 2009 Jul-Aug;10(4):220-9": "Mag Trials|2009|10|4|220|229|",
    "Mag. 1998 Spring;3:1-2": "Mag|1998|3||1|2|",
    "Mag. 2011 Dec 28-2012 Jan 3;12(1):e1-e10": "Mag|2011|12|1|e1|e10|",
    "Ann Mag. 2009 Oct 6;151(7):W-123": "Ann Mag|2009-10-06|151|7|W-123||",
    "Mag. 2009 May 20. doi: 10.5555/m.7. Online ahead of print.": "Mag|2009-05-20|||||10.5555/m.7",
    "Mag Medicine volume 15, pages 100–105 (2009)": "Mag Medicine|2009|15||100|105|",
    "N Mag J (1996) 335:1350-6": "N Mag J|1996|335||1350|1356|",
    "The Mag, 3 January 2009, 373(9657), 48–63": "The Mag|2009-01-03|373|9657|48|63|",
    "The Mag, Volume 3, Issue 96, Pages 48 - 63, October 3, 2009": "The Mag|2009-10-03|3|96|48|63|",
    "Mag 23(11):p 1383-1388, July 17, 2009. | DOI: 10.5555/m.8": (
        "Mag|2009-07-17|23|11|1383|1388|10.5555/m.8"
    ),
    "MAG: July 17th, 2009 - Volume 23 - Issue 11 - p 1383-8": "MAG|2009-07-17|23|11|1383|1388|",
    "J. Mag. Dis. 2001;184:1-5": "J. Mag. Dis|2001|184||1|5|",
    "12. Mag. 2004 Dec 1;350:1098-102; discussion 1103.": "Mag|2004-12-01|350||1098|1102|",
    "Mag J (Clin Ed) 1987-01-03;294(6563):1-5": "Mag J (Clin Ed)|1987-01-03|294|6563|1|5|",
    "Mag Syst Rev. 2009 Jan 21;(1):CD001090.": "Mag Syst Rev|2009-01-21||1|CD001090||",
    "Mag. 2009 Feb 30;23(1):1-2": "Mag||23|1|1|2|",
}


@pytest.mark.parametrize("line", CITATIONS)
def test_a_citation_line_falls_into_its_parts(line: str) -> None:
    """Dates keep their precision, last pages are written out, impossible dates are not dates."""
    cited = read_citation(line)
    assert cited
    parts = (
        cited.journal,
        cited.issued,
        cited.volume,
        cited.issue,
        cited.page_start,
        cited.page_end,
        cited.doi,
    )
    assert "|".join(part or "" for part in parts) == CITATIONS[line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients were enrolled from 2001 to 2005, 12 of 35, 6 died",
        "In 1996, 335 (18), 20-30 patients were seen.",
        "Results: In 2001; 3: 4-5 were well.",
        "At week 52, 14 and 18%: 2009; 3:4",
        "A cost of 34:244–250, 2015. © 2013 The Authors, who had no interests to declare at all.",
        "We used the score of 2001;12:3-4 in all patients and found it wanting in most of them.",
    ],
)
def test_a_sentence_with_a_year_is_no_citation(sentence: str) -> None:
    """Numbers around a year do not make a citation of a sentence that must be read."""
    assert read_citation(sentence) is None


def test_a_last_page_that_cannot_be_is_left_out() -> None:
    """417-3 has no sensible end, and none is made up."""
    assert page_range("417-3") == ("417", None)


LABELS = {
    "OBJECTIVES: To see": "OBJECTIVES",
    "Background and aims: To see": "Background and aims",
    "Patients & Methods - We saw": "Patients & Methods",
    "Design, Setting, and Participants—We saw": "Design, Setting, and Participants",
    "MAIN OUTCOME MEASURES We saw": "MAIN OUTCOME MEASURES",
    "• Findings: We saw": "Findings",
    "**Interpretation** We saw": "Interpretation",
    "Methods. We saw": "Methods",
    "WIDER USE OF THE THING: We saw": "WIDER USE OF THE THING",
    "Abstract Background: We saw": "Background",
    "Group A: placebo": None,
    "PLACEBO GROUP: none": None,
    "Methods were sound: we saw": None,
    "Results of 3 trials: we saw": None,
    "Treatment A: we saw": None,
    "In all: we saw": None,
}


@pytest.mark.parametrize("line", LABELS)
def test_a_label_is_told_by_its_words_or_its_capitals(line: str) -> None:
    """Labels of journals are found in any wording; names of groups and sentences are none."""
    label = label_of(line)
    assert (label.text if label else None) == LABELS[line]


def headings(*lines: str) -> list[str]:
    """MeSH lines as read, in short."""
    return [_line(h) for h in read_headings(Paragraph(text=x, start=0, end=0) for x in lines)]


def test_a_star_before_a_name_is_a_star_and_a_star_with_a_blank_is_a_bullet() -> None:
    """MEDLINE writes the star in front, PubMed behind; a list may use it as its bullet."""
    assert headings("* Asthma / therapy*", "*Child", "Sleep*") == [
        "Asthma / therapy*",
        "Child*",
        "Sleep*",
    ]
    assert headings("*Asthma/therapy", "*Child", "*Sleep*") == [
        "Asthma / therapy",
        "Child",
        "Sleep*",
    ]


def test_every_qualifier_of_a_line_is_a_heading_of_its_own() -> None:
    """Several qualifiers behind slashes or commas share the descriptor, each with its own star."""
    assert headings("Asthma / drug therapy / *therapy, mortality") == [
        "Asthma / drug therapy",
        "Asthma / therapy*",
        "Asthma / mortality",
    ]
    assert headings("Asthma*/drug therapy/therapy") == [
        "Asthma / drug therapy*",
        "Asthma / therapy*",
    ]


def test_a_slash_or_comma_inside_a_name_does_not_cut_it() -> None:
    """Only a known qualifier stands behind a slash without blanks."""
    assert headings("RNA, Viral", "Abacavir/Lamivudine", "14-3-3 Proteins") == [
        "RNA, Viral",
        "Abacavir/Lamivudine",
        "14-3-3 Proteins",
    ]


def test_several_terms_on_one_line_are_several_terms() -> None:
    """A list may be written in one line with semicolons or bullets."""
    document = read("A Title of a Trial\n\nMeSH terms: Adult; Asthma/therapy*; Sleep\n")
    assert shown(document)["report"]["indexing"] == ["Adult", "Asthma / therapy*", "Sleep"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ClinicalTrials.gov number, NCT09990051.", ("NCT09990051",)),
        ("Registered as ISRCTN 99900061 and NCT09990051.", ("ISRCTN99900061", "NCT09990051")),
        ("This trial (CTN 999) enrolled adults.", ("CTN 999",)),
        ("EudraCT number 2009-012345-67.", ("2009-012345-67",)),
        ("These results agree with CTN 998, a sister study.", ()),
        ("An earlier trial was registered as NCT09990051.", ()),
        ("Of those in NCT09990051, ten took part.", ()),
        ("Adults had 3 CTN 12 units.", ()),
    ],
)
def test_only_the_number_of_this_study_is_taken(text: str, numbers: tuple[str, ...]) -> None:
    """A number belongs to the study if the page registers it so, not because it stands there."""
    assert own_registry_ids([], [text]) == numbers


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Doe J, van Roe AB(1), Poe C.", True),
        ("J A Doe 1, A van Roe, C Poe 2", True),
        ("Jane Doe, Richard Roe and Max Poe", True),
        ("Safety, efficacy and use of fluvimast", False),
        ("Treating Asthma Early", False),
    ],
)
def test_authors_are_told_from_titles(line: str, is_one: bool) -> None:
    """A list of names is no title."""
    assert is_authors(line) is is_one


@pytest.mark.parametrize(
    "line",
    [
        "Received 3 May 2001",
        "Department of Sleep, University of X, Y",
        "Full text",
        "Original Article",
        "Sleep:",
    ],
)
def test_lines_around_a_title_are_no_titles(line: str) -> None:
    """A report without a title has none, whatever else stands at the top."""
    assert not is_title(line, stop_allowed=True)


def test_a_hard_wrapped_paragraph_is_one_span() -> None:
    """Lines cut by a mail program or by mark-up belong together; a list does not."""
    text = "We gave the drug to ten adults of\nwhom five left.\n- one\n- two\nResults: None"
    assert [p.text for p in paragraphs(text)] == [
        "We gave the drug to ten adults of\nwhom five left.",
        "- one",
        "- two",
        "Results: None",
    ]


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
