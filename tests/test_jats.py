"""JATS XML: an article's citation, its notices, its abstract, and where each word of it stands."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree
from sample_builds import taken_in

from kg.build.intake import account_of
from kg.errors import InputError
from kg.namespaces import TK
from kg.reading import read_account
from kg.records import Account, Document
from kg.sources import read_records, read_source
from kg.sources.jats_text import words_of

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "jats" / "trial.xml"
WRITE = os.environ.get("KG_GOLDEN") == "write"
MEND = "if this is right: KG_GOLDEN=write python -m pytest tests/test_jats.py"
VANGUARD = HERE.parent.parent / "shared" / "corpora" / "il2-hiv" / "PMC1488892.nxml"


def article(meta: str = "", body: str = "", *, kind: str = "research-article") -> str:
    """An article with a title, an abstract and whatever else its front matter has."""
    if "<abstract" not in meta:
        meta += "<abstract><p>Naps are short.</p></abstract>"
    if "<title-group" not in meta:
        meta += "<title-group><article-title>On naps</article-title></title-group>"
    return (
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'article-type="{kind}"><front><journal-meta/><article-meta>{meta}</article-meta></front>'
        f"<body>{body}</body></article>"
    )


def read(text: str | bytes) -> list[Any]:
    """What is read of a file."""
    return list(read_records("a.nxml", text.encode() if isinstance(text, str) else text))


def document(text: str | bytes) -> Document:
    """The one document of a file."""
    [found] = read(text)
    assert isinstance(found, Document)
    return found


def understood(path: Path) -> Account:
    """The account of an article."""
    return account_of(document(path.read_bytes()), read_account)


def related(kind: str, link: str = "90000001", of: str = "pmid") -> str:
    """A publication that bears on an article."""
    return (
        f'<related-article related-article-type="{kind}" ext-link-type="{of}" xlink:href="{link}"/>'
    )


# --- What an article says -----------------------------------------------------------------------


def test_an_article_gives_its_expected_document() -> None:
    """Citation, numbers, dates, notices, text, sections and tables of an article of our own."""
    found = msgspec.to_builtins(read(GOLDEN.read_bytes()))
    expected = GOLDEN.with_suffix(".json")
    if WRITE:
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8")), MEND


def test_the_citation_is_as_nlm_writes_it() -> None:
    """Journal in its short form, date of the issue, pages written out; authors counted."""
    report = document(GOLDEN.read_bytes()).report
    assert report.citation == "J Invent Med. 2021 Mar;12(3):107-115. doi: 10.5555/jim.2021.71."
    assert (report.title, report.authors) == ("Zentarol for stiff knees: a randomised trial", 2)
    assert (report.pmid, report.registry_ids) == ("90000071", ("NCT09900071",))
    told = report.bibliography
    assert told is not None
    assert (told.pmcid, told.online, told.submitted, told.accepted) == (
        "PMC9900071",
        ("2021-02-09",),
        ("2020-09-01",),
        ("2021-01",),
    )
    assert (told.groups, told.references) == (("Stiff Knees Study Group",), 2)
    assert (told.cited_pmids, told.cited_dois) == (("90000011",), ("10.5555/other.1",))


def test_what_has_no_place_is_counted() -> None:
    """Fields by name; the body by its paragraphs, for it is not read."""
    counted = dict(document(GOLDEN.read_bytes()).report.unplaced)
    assert counted == {
        "abstract": 1,
        "ack": 1,
        "award-group": 1,
        "body paragraph": 5,
        "contrib": 1,
        "related-article": 1,
        "subject": 1,
    }


@pytest.mark.parametrize(
    ("kind", "parts", "issued"),
    [
        ('pub-type="ppub"', "<month>5</month>", "2006-05"),
        ('pub-type="epub"', "<day>9</day><month>5</month>", "2006-05-09"),
        ('pub-type="ppub"', "<season>Spring</season>", "2006"),
        ('date-type="collection"', "", "2006"),
        ('pub-type="pmc-release"', "", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_given(kind: str, parts: str, issued: str | None) -> None:
    """That of an issue, else that of the article itself; a release elsewhere is neither."""
    date = f"<pub-date {kind}>{parts}<year>2006</year></pub-date>"
    assert document(article(date)).report.issued == issued


def test_marks_of_notes_and_references_are_no_words() -> None:
    """Raised numbers of references are no powers; raised digits of units are."""
    said = (
        "<abstract><p>36 adults<xref ref-type='bibr'><sup>12</sup></xref>, 5 cells/mm<sup>3</sup>"
    )
    text = document(article(f"{said}<fn><p>So.</p></fn>.</p></abstract>")).report.text
    assert text == "On naps\n\n36 adults, 5 cells/mm³."


def test_labels_within_paragraphs_make_sections() -> None:
    """Journals that mark the parts of an abstract in bold have them too."""
    said = "<p><bold>Methods:</bold> We asked.</p><p><bold>Results:</bold> Yes.</p>"
    found = document(article(f"<abstract>{said}</abstract>"))
    assert [(s.label, s.path and s.path[-11:]) for s in found.sections[1:]] == [
        ("Methods", "abstract[1]"),
        ("Results", "abstract[1]"),
    ]


# --- Where it stands ----------------------------------------------------------------------------


def letters(words: str) -> str:
    """Words without the signs between them: a subtitle follows its title after a colon."""
    return "".join(filter(str.isalnum, words))


def resolved(path: Path, account: Account) -> int:
    """How many passages there are; each leads to the one element that has its words."""
    tree = etree.fromstring(path.read_bytes())
    for passage in account.passages:
        [element] = tree.xpath(passage.path or "")
        assert letters(passage.exact or "?") in letters(words_of(element))
    return len(account.passages)


def test_a_passage_is_found_by_its_path() -> None:
    """Sections of the abstract and cells of the tables."""
    account = understood(GOLDEN)
    cells = [passage for passage in account.passages if "/td[" in (passage.path or "")]
    assert len(cells) > 20
    assert resolved(GOLDEN, account) > len(cells)


def test_an_article_without_numbers_is_found_in_its_set() -> None:
    """By its place there."""
    first, second = read(f"<pmc-articleset>{article()}{article()}</pmc-articleset>")
    assert [d.sections[1].path[:12] for d in (first, second)] == ["//article[1]", "//article[2]"]


@pytest.mark.shared
def test_a_genuine_article_is_read_as_far_as_it_can_be() -> None:
    """Three arms of twelve in the abstract; the tables are pictures, and told."""
    account = understood(VANGUARD)
    report, [study] = account.report, account.studies
    assert (report.pmid, report.doi) == ("16871325", "10.1371/journal.pctr.0010003")
    assert (report.issued, report.authors) == ("2006-05", 14)
    assert (report.volume, report.page_start) == ("1", "e3")
    assert (report.registry_ids, study.allocation) == (("NCT00000909",), "randomized")
    assert [(arm.size, arm.role) for arm in study.arms] == [
        (12, "experimentalRole"),
        (12, "experimentalRole"),
        (12, "controlRole"),
    ]
    doses = [phase.dose for arm in study.arms for r in arm.receives for phase in r.phases]
    assert [dose and str(dose.value) for dose in doses] == ["15", "9"]
    assert [remark.what for remark in report.remarks] == [
        "a table was not read: it is a picture"
    ] * 3
    assert dict(report.unplaced)["body paragraph"] == 33
    assert resolved(VANGUARD, account) == len(account.passages)


# --- What bears on it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "notice"),
    [
        ("retraction-forward", "retractionIn"),
        ("retracted-article", "retractionOf"),
        ("corrected-article", "erratumFor"),
        ("correction-forward", "erratumIn"),
        ("object-of-concern", "concernFor"),
        ("commentary-article", "commentOn"),
    ],
)
def test_a_related_article_is_a_notice(kind: str, notice: str) -> None:
    """By PMID where it has one, else by its words or its link."""
    [found] = document(article(related(kind))).report.notices
    assert (found.kind, found.pmid, found.citation) == (notice, "90000001", None)
    [by_doi] = document(article(related(kind, "10.5555/x", "doi"))).report.notices
    assert (by_doi.pmid, by_doi.citation) == (None, "10.5555/x")


def test_a_retracted_article_says_so_on_its_report(tmp_path: Path) -> None:
    """Told by another article, or by its type; it reaches the graph and the person."""
    for n, made in enumerate(
        (article(related("retraction-forward")), article(kind="retracted-article"))
    ):
        found = document(made)
        assert [notice.kind for notice in found.report.notices] == ["retractionIn"]
        assert "the article was retracted" in [r.what for r in found.report.remarks]
        (tmp_path / f"{n}.nxml").write_text(made, encoding="utf-8")
    built = taken_in([tmp_path])
    assert sum(quad.predicate == TK.retractedBy for quad in built.quads()) == 2


@pytest.mark.parametrize("kind", ["retraction", "correction", "editorial", "review-article"])
def test_an_article_about_other_work_makes_no_claims(kind: str) -> None:
    """It stands as a report with its notices; its text is kept, and not read for claims."""
    found = document(GOLDEN.read_text("utf-8").replace("research-article", kind, 1))
    account = account_of(found, read_account)
    assert account.studies == ()
    assert account.report.text
    assert "other work" in account.report.remarks[-1].what


# --- What is wrong with it ----------------------------------------------------------------------


def test_several_articles_are_read_one_by_one() -> None:
    """A fault of one costs no other."""
    bad = "<article><front><journal-meta/></front></article>"
    found = read(
        f"<pmc-articleset>{article()}{bad}{article()[:-9]}</articel>{article()}</pmc-articleset>"
    )
    assert [isinstance(each, Document) for each in found] == [True, False, False, True]
    assert "record 2: the article has no front matter" in str(found[1])
    assert "the other records were read" in str(found[1])
    assert "record 3" in str(found[2])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<article><h1>Trials</h1></article>", "without the front matter of JATS"),
        (b"<pmc-articleset></pmc-articleset>", "there is no article in the set"),
        (
            b"<!DOCTYPE article [<!ENTITY a 'b'>]>" + article().encode(),
            "declarations of its own",
        ),
        (article().encode()[:-30], "ends in the middle of a record"),
        (article("<volume>&nope;</volume>").encode(), "an entity that nothing declares"),
    ],
)
def test_what_is_no_article_is_one_clear_line(data: bytes, what: str) -> None:
    """Bombs, cut files, pages that only look alike."""
    with pytest.raises(InputError, match=what):
        read_source("a.nxml", data)


def test_what_is_missing_is_remarked_on() -> None:
    """No title, no abstract, a date that is none: the report stands all the same."""
    odd = '<title-group/><abstract/><pub-date pub-type="ppub"><year>MMVI</year></pub-date>'
    report = document(article(odd)).report
    assert [remark.what for remark in report.remarks] == [
        "the article has no title",
        "the article has no abstract",
        "the date of publication is no date",
    ]


def test_an_abstract_beyond_all_measure_is_refused() -> None:
    """A hundred thousand characters are no abstract."""
    [fault] = read(article(f"<abstract><p>{'word ' * 30_000}</p></abstract>"))
    assert isinstance(fault, InputError)
    assert "too long" in str(fault)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("<graphic/>", "it is a picture"),
        ("<tbody><tr><td>1</td></tr></tbody>", "it has no head"),
        ("<thead><tr><th>a</th></tr></thead>", "it has no rows"),
        ("<thead><tr><th colspan='99999999'>a</th></tr></thead>", "a span is no number"),
        ("<thead><tr><th colspan='900'>a</th></tr></thead>", "its spans reach beyond it"),
        ("<thead><tr><th/><th/></tr></thead><tr><td/></tr>", "its rows have different lengths"),
        ("<thead><tr><th rowspan='2'/></tr></thead><tr><td/></tr>", "its spans reach beyond it"),
    ],
)
def test_a_table_that_is_no_grid_is_told(table: str, why: str) -> None:
    """With the reason; the article is read."""
    inner = table if table == "<graphic/>" else f"<table>{table}</table>"
    told = f"<label>Table 1</label><caption><p>Ages</p></caption>{inner}"
    found = document(article(body=f"<table-wrap>{told}</table-wrap>"))
    [remark] = found.report.remarks
    assert (remark.what, remark.got) == (f"a table was not read: {why}", "Table 1 Ages")
    assert found.grids == ()
