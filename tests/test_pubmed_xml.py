"""PubMed XML: each record on its own, its indexing by identifier, its text traced to its place."""

import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree
from sample_builds import taken_in

from kg.build.intake import account_of
from kg.errors import InputError
from kg.graph import account_quads
from kg.linking import mesh
from kg.namespaces import DCTERMS, RDF, TK
from kg.reading import read_account
from kg.records import Document, Withdrawal
from kg.sources import read_records, read_source
from kg.sources.xml_stream import prolog

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "golden" / "pubmed-xml").glob("*.xml"))
CORPUS = HERE.parent.parent / "shared" / "corpora" / "pubmed"
WRITE = os.environ.get("KG_GOLDEN") == "write"
MEND = "if this is right: KG_GOLDEN=write python -m pytest tests/test_pubmed_xml.py"
TRIAL = (HERE / "golden" / "pubmed-xml" / "trial.xml").read_bytes()


def article(pmid: int | str, title: str = "On naps.", inner: str = "", version: int = 1) -> str:
    """A record of PubMed with a title, an abstract and whatever else stands in its article."""
    if "<Abstract>" not in inner:
        inner += "<Abstract><AbstractText>Naps are short.</AbstractText></Abstract>"
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{version}">{pmid}</PMID><Article>'
        f"<ArticleTitle>{title}</ArticleTitle>{inner}</Article></MedlineCitation></PubmedArticle>\n"
    )


def article_set(*articles: str) -> bytes:
    """A set of such records."""
    return f"<PubmedArticleSet>\n{''.join(articles)}</PubmedArticleSet>".encode()


def read(data: bytes) -> list[Any]:
    """What is read of a set."""
    return list(read_records("set.xml", data))


def documents(data: bytes) -> list[Document]:
    """The documents of a set."""
    return [each for each in read(data) if isinstance(each, Document)]


def abstract_of(inner: str) -> str:
    """The text of a record with this as its one AbstractText."""
    [one] = documents(article_set(article(1, "", f"<Abstract>{inner}</Abstract>")))
    return one.report.text or ""


# --- What a record says -------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_each_set_gives_its_expected_documents(path: Path) -> None:
    """Record, indexing, notices, text and sections of each of our own sets."""
    found = msgspec.to_builtins(list(read_records(path.name, path.read_bytes())))
    expected = path.with_suffix(".json")
    if WRITE:
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8")), MEND


def test_a_section_is_found_by_its_path() -> None:
    """The XPath of each section leads to the element whose words it has."""
    [document] = documents(TRIAL)
    tree = etree.parse(io.BytesIO(TRIAL))
    text = document.report.text or ""
    for section in document.sections:
        [element] = tree.xpath(section.path or "")
        said = text[section.start : section.end]
        plain = said.replace("10⁹", "109")
        assert " ".join("".join(element.itertext()).split()).rstrip(".") == plain.rstrip(".")


def test_a_passage_of_a_claim_is_traced_to_the_record() -> None:
    """What reading rests on has its span in the text and its place in the record."""
    [document] = documents(TRIAL)
    account = account_of(document, read_account)
    assert account.studies[0].arms
    for passage in account.passages:
        assert passage.path
        assert passage.path.startswith('//MedlineCitation[PMID="99000101"]/Article/')
        assert (document.report.text or "")[passage.start : passage.end] == passage.exact


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<AbstractText>CD4<sup>+</sup> <i>T</i> cells</AbstractText>", "CD4+ T cells"),
        ("<AbstractText>10<sup>9</sup>/L, mm<sup>-3</sup></AbstractText>", "10⁹/L, mm⁻³"),
        ("<AbstractText>CO<sub>2</sub> <b>and</b> <u>more</u>.</AbstractText>", "CO2 and more."),
        ("<AbstractText>a<!-- no --> b<?no text?> c</AbstractText>", "a b c"),
        ("<AbstractText>1 &lt; 2 &amp; 3\n\t &#xb1; 4</AbstractText>", "1 < 2 & 3 ± 4"),
        ("<AbstractText><![CDATA[p < 0.05]]></AbstractText>", "p < 0.05"),
        ("<AbstractText/><AbstractText>One.</AbstractText>", "One."),
    ],
)
def test_inline_markup_is_dropped_and_its_words_are_kept(marked: str, plain: str) -> None:
    """Tails and all; a power of ten is no longer number."""
    assert abstract_of(marked) == plain


def test_an_unlabelled_part_has_the_category_of_the_record() -> None:
    """NlmCategory says which part it plays, where a label does not."""
    inner = '<AbstractText Label="UNLABELLED" NlmCategory="RESULTS">They slept.</AbstractText>'
    [one] = documents(article_set(article(1, "", f"<Abstract>{inner}</Abstract>")))
    assert [(s.label, s.category) for s in one.sections] == [(None, "RESULTS")]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_how_a_set_is_encoded_does_not_change_what_it_says(mark: str) -> None:
    """A byte order mark is form; so are line ends and the file that a record stands in."""
    text = TRIAL.decode()
    declared = text.replace('"UTF-8"', '"UTF-16"') if mark == "utf-16" else text
    assert documents(declared.encode(mark)) == documents(TRIAL)
    assert documents(text.replace("\n", "\r\n").encode()) == documents(TRIAL)
    alone = re.search(r"<PubmedArticle>.*</PubmedArticle>", text, re.DOTALL)
    assert alone
    assert documents(alone[0].encode()) == documents(TRIAL)


def test_an_external_doctype_is_allowed_and_never_loaded() -> None:
    """Nothing is fetched: the suite forbids the network, and there is no such file."""
    head = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "{}">'
    for place in ("http://127.0.0.1:9/a.dtd", "file:///no/such.dtd", "no-such.dtd"):
        data = head.format(place).encode() + article_set(article(1))
        assert len(documents(data)) == 1


def test_the_prolog_is_found_behind_comments() -> None:
    """However long they are."""
    data = b"<?xml version='1.0'?><!--" + b"x" * 100_000 + b"-->" + article_set(article(1))
    start = prolog(data)
    assert start is not None
    assert start.root == "PubmedArticleSet"
    assert len(documents(data)) == 1


# --- Faults -------------------------------------------------------------------------------------

BROKEN = {
    "control character": "Naps &#1; naps",
    "raw control character": "Naps \x01 naps",
    "undeclared entity": "Naps &nbsp; naps",
    "mark-up": "Naps </i> naps",
    "not closed": "Naps <i> naps",
    "attribute": "Naps <i a=b>naps</i>",
    "depth": "<i>" * 10_000 + "</i>" * 10_000,
    "sign": "Naps < naps",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("place", range(3))
def test_a_fault_of_one_record_costs_no_other(broken: str, place: int) -> None:
    """The records before it and after it are read, and it is told once with its number."""
    titles = ["One.", "Two.", "Three."]
    titles[place] = broken
    found = read(article_set(*(article(n, title) for n, title in enumerate(titles, start=1))))
    kinds = [type(each) for each in found]
    assert Counter(kinds) == {Document: 2, InputError: 1}
    assert kinds.index(InputError) == place
    assert f"set.xml  record {place + 1}" in found[place].where


def test_several_broken_records_are_each_told() -> None:
    """Every second record is broken; every other is read."""
    titles = ("Naps &#1;" if number % 2 else "Naps." for number in range(1, 21))
    found = read(article_set(*(article(n, title) for n, title in enumerate(titles, start=1))))
    assert [type(each) for each in found] == [InputError, Document] * 10
    assert [each.report.pmid for each in found[1::2]] == [str(n) for n in range(2, 21, 2)]


def test_a_file_that_is_cut_gives_its_whole_records() -> None:
    """At whatever byte it is cut, what is whole is read, and the cut is told."""
    data = article_set(article(1), article(2), article(3))
    whole = len(article_set(article(1), article(2))) - len(b"</PubmedArticleSet>")
    for end in range(whole + 1, len(data) - len(b"</PubmedArticleSet>") - 1, 7):
        *first, last = read(data[:end])
        assert [each.report.pmid for each in first] == ["1", "2"]
        assert isinstance(last, InputError)
        assert last.what == "the file ends in the middle of a record"


def test_two_sets_in_one_file_are_both_read() -> None:
    """What stands between them is told: it is no XML."""
    head = b'<?xml version="1.0"?>\n'
    found = read(head + article_set(article(1)) + b"\n" + head + article_set(article(2)))
    assert [type(each) for each in found] == [Document, InputError, Document]
    assert "after record 1" in found[1].where


def test_a_record_that_is_not_closed_does_not_swallow_the_next() -> None:
    """The one that is not closed is the one at fault."""
    open_ = article(1).replace("</PubmedArticle>", "")
    found = read(article_set(open_, article(2), article(3)))
    assert [type(each) for each in found] == [InputError, Document, Document]


def test_an_abstract_beyond_all_measure_is_refused() -> None:
    """Nobody wrote it; the next record is read."""
    long = f"<Abstract><AbstractText>{'nap ' * 30_000}</AbstractText></Abstract>"
    found = read(article_set(article(1, inner=long), article(2)))
    assert [type(each) for each in found] == [InputError, Document]
    assert found[0].where == "set.xml  record 1, PMID 1"


def test_what_is_odd_is_taken_and_remarked_on() -> None:
    """A date that is none, a registry number that is none, no title, no abstract."""
    odd = (
        "<Journal><JournalIssue><PubDate><MedlineDate>0000</MedlineDate></PubDate></JournalIssue>"
        "</Journal><DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>"
        "<AccessionNumberList><AccessionNumber>NCT123</AccessionNumber></AccessionNumberList>"
        "</DataBank></DataBankList>"
    )
    [one] = documents(article_set(article(1, "", f"{odd}<Abstract></Abstract>")))
    assert [remark.got for remark in one.report.remarks] == [None, None, "0000", "NCT123"]
    assert (one.report.issued, one.report.registry_ids) == (None, ())


def test_a_set_of_other_records_is_named_for_what_it_is() -> None:
    """A wrong root is told by its name."""
    with pytest.raises(InputError, match="front matter of JATS"):
        read_source("a.xml", b"<article><front/></article>")
    with pytest.raises(InputError, match="<recipe>"):
        read_source("a.xml", b"<?xml version='1.0'?><recipe><oats/></recipe>")


# --- In the build -------------------------------------------------------------------------------


def built(tmp_path: Path, **files: bytes) -> Any:
    """The build of some files."""
    for name, data in files.items():
        (tmp_path / f"{name}.xml").write_bytes(data)
    return taken_in([tmp_path])


def revised(title: str, year: int) -> str:
    """A record that was last revised in a year."""
    date = f"<DateRevised><Year>{year}</Year><Month>1</Month><Day>2</Day></DateRevised>"
    return article(1, title).replace("<Article>", f"{date}<Article>")


def test_a_citation_without_a_study_is_still_a_report(tmp_path: Path) -> None:
    """Its headings are in the graph; no trial is made of it."""
    made = built(tmp_path, one=(HERE / "golden" / "pubmed-xml" / "single.xml").read_bytes())
    [bundle] = made.bundles
    kinds = {quad.object for quad in bundle.quads if quad.predicate == RDF.type}
    parts = {TK.MeshIndexing, TK.Notice, TK.Section, TK.SubstanceEntry}
    assert kinds == {TK.Article, TK.Report, *parts}
    assert sorted(reject.what for reject in made.rejects) == [
        "a season or a range: only the year of the date of publication was taken",
        "the article was retracted",
        "the record has no abstract: its citation alone was taken",
    ]


def test_what_has_no_place_is_counted_in_the_summary(tmp_path: Path) -> None:
    """By field, over all records; nothing of a record is dropped in silence."""
    for name, pmid in (("a", b"99000101"), ("b", b"99000109")):
        (tmp_path / f"{name}.xml").write_bytes(TRIAL.replace(b"99000101", pmid))
    counted = taken_in([tmp_path]).unplaced
    assert counted["Author"] == 6
    assert counted["Reference"] == 2


def test_notices_of_publications_that_are_not_there_stay(tmp_path: Path) -> None:
    """Most are not in the graph; an erratum is one step from the report."""
    made = built(tmp_path, one=TRIAL)
    quads = list(made.quads())
    assert [reject for reject in made.rejects if reject.kind == "claim"] == []
    assert sum(quad.object == TK.Notice for quad in quads) == 2
    assert sum(quad.predicate == TK.correctedBy for quad in quads) == 1
    assert {getattr(q.object, "lexical", "") for q in quads if q.predicate == TK.noticePmid} == {
        "99000102"
    }


def test_a_retraction_stands_on_the_report() -> None:
    """One step from the report, with or without a notice that can be cited."""
    [document] = documents((HERE / "golden" / "pubmed-xml" / "single.xml").read_bytes())
    quads = list(account_quads(account_of(document, read_account)))
    [notice] = [quad.object for quad in quads if quad.predicate == TK.retractedBy]
    kinds = {q.object for q in quads if q.subject == notice and q.predicate == TK.noticeType}
    assert kinds == {TK.retractionIn}


def test_a_deleted_record_is_left_out_wherever_the_deletion_stands(tmp_path: Path) -> None:
    """In a file before it or after it; and it is no fault."""
    delete = article_set("<DeleteCitation><PMID>1</PMID></DeleteCitation>")
    assert [type(each) for each in read(delete)] == [Withdrawal]
    for names in (("a", "b"), ("b", "a")):
        made = built(tmp_path, **dict(zip(names, (article_set(article(1), article(2)), delete),
                                          strict=True)))  # fmt: skip
        assert [bundle.slug for bundle in made.bundles] == ["pmid-2"]
        assert [reject.kind for reject in made.rejects] == ["remark"]


def test_the_newest_state_of_a_record_is_the_one_that_counts(tmp_path: Path) -> None:
    """An update replaces what the baseline said; that is no conflict."""
    made = built(
        tmp_path, a=article_set(revised("Old.", 2019)), b=article_set(revised("New.", 2021))
    )
    [bundle] = made.bundles
    assert "New" in {getattr(quad.object, "lexical", None) for quad in bundle.quads}
    assert made.rejects == []


def test_of_versions_of_a_record_the_highest_counts(tmp_path: Path) -> None:
    """In whatever order and files they come; that is no conflict."""
    texts = [article(1, f"Told {word}.", version=n) for n, word in ((3, "last"), (1, "first"))]
    middle = article_set(article(1, "Told again.", version=2))
    for names in (("a", "b"), ("b", "a")):
        made = built(tmp_path, **dict(zip(names, (article_set(*texts), middle), strict=True)))
        [bundle] = made.bundles
        titles = {getattr(q.object, "lexical", "") for q in bundle.quads}
        assert "Told last" in titles
        assert not titles & {"Told first", "Told again"}
        assert made.rejects == []


def test_a_record_that_is_there_twice_with_other_words_is_remarked_on(tmp_path: Path) -> None:
    """Nothing tells the later one: one is taken, the other told, and no input is lost."""
    taken = set()
    for names in (("a", "b"), ("b", "a")):
        sets = (article_set(article(1, "On naps.")), article_set(article(1, "On baths.")))
        made = built(tmp_path, **dict(zip(names, sets, strict=True)))
        [bundle] = made.bundles
        taken |= {q.object for q in bundle.quads if q.predicate == DCTERMS.title}
        assert [(reject.kind, reject.expected) for reject in made.rejects] == [
            ("remark", "one record for each PMID")
        ]
    assert len(taken) == 1


def test_a_record_that_is_there_twice_with_the_same_words_is_one(tmp_path: Path) -> None:
    """Line ends and mark-up are form."""
    one, two = article(1, "10<sup>9</sup> naps."), article(1, "10(9)\nnaps.")
    made = built(tmp_path, a=article_set(one, two))
    assert len(made.bundles) == 1
    assert made.rejects == []


# --- Genuine records ----------------------------------------------------------------------------


def genuine() -> Iterator[Document]:
    """Every record of the corpus."""
    for path in sorted(CORPUS.glob("*.xml")):
        for each in read_records(path.name, path.read_bytes()):
            assert not isinstance(each, InputError), str(each)
            if isinstance(each, Document):
                yield each


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpora is not beside this checkout")
class TestGenuineRecords:
    """Records as PubMed gives them."""

    def test_every_record_is_read_and_names_become_identifiers(self) -> None:
        """Seven hundred records without a fault; of headings by name alone 99.9% are found."""
        found, pairs = 0, Counter[bool]()
        for document in genuine():
            found += 1
            for line in document.report.indexing:
                # Records of before 2005 have names alone, and supplements are no headings.
                if line.descriptor and line.descriptor.startswith("D"):
                    pairs[mesh.descriptor(line.descriptor_name) == line.descriptor] += 1
                if line.qualifier_name and line.qualifier:
                    pairs[mesh.qualifier(line.qualifier_name) == line.qualifier] += 1
        assert found > 700
        assert pairs.total() > 3_000
        assert pairs[True] / pairs.total() >= 0.999

    def test_every_section_resolves_in_its_file(self) -> None:
        """The path leads to one element, whose words are those of the section."""
        for path in sorted(CORPUS.glob("pmid_xml_3*.xml"))[:40]:
            tree = etree.parse(path)
            for document in documents(path.read_bytes()):
                for section in document.sections:
                    assert len(tree.xpath(section.path or "")) == 1
