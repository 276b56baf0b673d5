"""RIS out: what review tools take in, and what our own reader reads back as the same reports."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from commands import Command, command
from standin import NCT, study
from stores import published

import kg as facade
from kg import export, store
from kg.errors import UsageError
from kg.export.references import abstract, references
from kg.records import Document, Report
from kg.resources import records as bundled
from kg.sources import read_records

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
SAMPLES = [
    GOLDEN / "pubmed-xml" / "trial.xml",
    GOLDEN / "pubmed-xml" / "baseline.xml",
    GOLDEN / "medline" / "trial.txt",
    GOLDEN / "ris" / "trial.txt",
    GOLDEN / "pubmed-page" / "page.txt",
    GOLDEN / "article-page" / "title-and-doi.txt",
]


def lines_of(*paths: Path) -> list[str]:
    """The statements that a build of these files publishes."""
    with TemporaryDirectory() as folder, facade.build(paths, store=folder) as graph:
        return list(graph.store.quads())


@pytest.fixture(scope="module")
def articles() -> list[str]:
    """Articles of several forms, with and without PMID, DOI, headings and notices."""
    return lines_of(*SAMPLES)


def read_back(text: str) -> list[Report]:
    """The reports that our reader finds in a file of RIS."""
    found = list(read_records("refs.ris", text.encode()))
    assert all(isinstance(each, Document) for each in found), found
    return [each.report for each in found if isinstance(each, Document)]


def records(text: str) -> list[dict[str, list[str]]]:
    """The fields of each record, by tag."""
    found: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        if line.startswith("TY  - "):
            found.append({})
        if line:
            found[-1].setdefault(line[:2], []).append(line[6:])
    return found


# --- Round trip ----------------------------------------------------------------------------------


def test_articles_come_back_as_they_were(articles: list[str]) -> None:
    """Citation and identifiers of each, in the order of their names."""
    told_of = references(articles)
    assert len(told_of) >= 5
    back = read_back(export.ris(articles))
    first_pages = [(each.first_page, each.last_page) for each in told_of]
    assert [(r.page_start, r.page_end) for r in back] == first_pages
    names = {each: each for each in ("pmid", "doi", "title", "issued", "volume", "issue")}
    for name, ours in {**names, "journal": "abbreviation"}.items():
        told = [getattr(each, ours) for each in told_of]
        assert [_bare(getattr(r, name)) for r in back] == [_bare(each) for each in told], name


def _bare(words: str | None) -> str | None:
    """Words without the full stop that a composed text adds or a reader takes."""
    return words.rstrip(".") if words else None


def test_an_article_is_the_same_report_again(articles: list[str], tmp_path: Path) -> None:
    """Built from RIS alone, each has the name that it had."""
    (tmp_path / "refs.ris").write_text(export.ris(articles), "utf-8")
    named = [each.name for each in references(articles) if each.pmid or each.doi]
    again = references(lines_of(tmp_path / "refs.ris"))
    assert [each.name for each in again if each.pmid or each.doi] == named
    assert len(named) >= 4


def test_the_same_statements_give_the_same_bytes(articles: list[str]) -> None:
    """In any order, more than once."""
    text = export.ris(articles)
    assert export.ris(articles[::-1] + articles[:50]) == text
    assert text.isprintable() or set(text) & {"\r", "\n"}


# --- One record ----------------------------------------------------------------------------------

ARTICLE = """\
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99000201</PMID><Article><Journal>
<ISSN IssnType="Print">1234-5679</ISSN><JournalIssue><Volume>7</Volume><Issue>2</Issue>
<PubDate><Year>2020</Year><Month>Mar</Month><Day>5</Day></PubDate></JournalIssue>
<Title>Journal of Inventions</Title><ISOAbbreviation>J Invent</ISOAbbreviation></Journal>
<ArticleTitle>Warm milk: a trial.</ArticleTitle><Pagination><MedlinePgn>11-9</MedlinePgn>
</Pagination><Abstract><AbstractText Label="AIM">To ask.</AbstractText>
<AbstractText Label="METHODS">80 adults were randomly assigned to milk or water.</AbstractText>
</Abstract><Language>eng</Language></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>J Invent. 2021;8:1</RefSource><PMID>99000299</PMID></CommentsCorrections>
</CommentsCorrectionsList><MeshHeadingList><MeshHeading>
<DescriptorName UI="D012890" MajorTopicYN="N">Sleep</DescriptorName>
<QualifierName UI="Q000502" MajorTopicYN="Y">physiology</QualifierName></MeshHeading><MeshHeading>
<DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
</MeshHeadingList><KeywordList><Keyword>warm drinks</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/Milk.1</ArticleId>
<ArticleId IdType="pmc">PMC99</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
</PubmedArticleSet>
"""


@pytest.fixture
def milk(tmp_path: Path) -> list[str]:
    """A retracted article of an invented trial."""
    (tmp_path / "milk.xml").write_text(ARTICLE)
    return lines_of(tmp_path / "milk.xml")


def test_a_record_has_the_fields_that_review_tools_read(milk: list[str]) -> None:
    """All of them; no authors, who are only counted; the retraction stands in a note."""
    assert records(export.ris(milk)) == [
        {
            "TY": ["JOUR"],
            "ID": ["pmid-99000201"],
            "TI": ["Warm milk: a trial"],
            "T2": ["Journal of Inventions"],
            "JO": ["J Invent"],
            "SN": ["1234-5679"],
            "LA": ["eng"],
            "PY": ["2020"],
            "DA": ["2020/03/05/"],
            "VL": ["7"],
            "IS": ["2"],
            "SP": ["11"],
            "EP": ["19"],
            "DO": ["10.1000/milk.1"],
            "C2": ["PMC99"],
            "AN": ["99000201"],
            "DB": ["PubMed"],
            "UR": ["https://pubmed.ncbi.nlm.nih.gov/99000201/"],
            "AB": ["AIM: To ask. METHODS: 80 adults were randomly assigned to milk or water."],
            "KW": ["Sleep/*physiology", "Humans", "warm drinks"],
            "N1": ["kg: trial:pmid-99000201", "kg: retraction in: J Invent. 2021;8:1"],
            "ER": [""],
        }
    ]


def test_a_note_of_ours_names_no_report_on_the_way_back() -> None:
    """A trial may be named for another article."""
    note = "TY  - JOUR\nTI  - On naps\nN1  - kg: trial:pmid-101\nER  - \n"
    (report,) = read_back(note)
    assert report.pmid is None
    (report,) = read_back(note.replace("kg: ", ""))
    assert report.pmid == "101"


def test_a_registry_record_is_a_page_with_its_number(tmp_path: Path) -> None:
    """It is no article, and does not pass for one."""
    (tmp_path / "study.json").write_bytes(study(NCT))
    (record,) = records(export.ris(lines_of(tmp_path / "study.json")))
    assert record["TY"] == ["ELEC"]
    assert record["AN"] == [NCT]
    assert record["DB"] == ["ClinicalTrials.gov"]
    assert record["UR"] == [f"https://clinicaltrials.gov/study/{NCT}"]
    assert "JO" not in record


def test_a_curated_record_does_not_pass_for_the_article() -> None:
    """Its title is the curator's own: the article stands in a note, not under its DOI."""
    (first, *_) = sorted(bundled().glob("*.yaml"))
    (record,) = records(export.ris(lines_of(first)))
    assert record["TY"] == ["GEN"]
    assert record["N1"][0].startswith("kg: curated from ")
    assert not record.keys() & {"DO", "AN", "UR", "AB"}


# --- Abstracts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("On sleep", "On sleep.", None),
        (None, "To ask.\nMilk helped 12 adults.", "To ask. Milk helped 12 adults."),
        ("On\tsleep", "On\nsleep\n\nAIM\nTo ask.", "AIM: To ask."),
        (
            "On sleep",
            "On sleep?\n\nPATIENTS AND METHODS\nWe asked.",
            "PATIENTS AND METHODS: We asked.",
        ),
        ("On sleep", None, None),
    ],
)
def test_the_abstract_is_what_follows_the_title(
    title: str | None, text: str | None, expected: str | None
) -> None:
    """On one line, labels before their sections."""
    assert (abstract(title, text) or "").lstrip("? ") == (expected or "")


def test_of_a_page_only_the_abstract_is_taken() -> None:
    """Its citation, its links and its headings are told elsewhere."""
    text = (GOLDEN / "pubmed-page" / "page.txt").read_text("utf-8")
    (document,) = read_records("page.txt", text.encode())
    assert isinstance(document, Document)
    told = abstract(document.report.title, document.report.text)
    assert told is not None
    assert "doi" not in told.lower()
    assert "PMID" not in told


# --- Which reports -------------------------------------------------------------------------------


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
    articles: list[str],
) -> Command:
    """The command over a store of the articles."""
    published(tmp_path / "store", articles)
    return command(monkeypatch, capsysbinary, tmp_path / "store")


def test_reports_are_exported_all_or_of_one_trial(kg: Command, tmp_path: Path) -> None:
    """By the ending of the file, or to a pipe with --format; each report whole."""
    assert kg("export", "-o", tmp_path / "refs.ris").code == 0
    everything = (tmp_path / "refs.ris").read_bytes().decode()
    assert everything == kg("export", "-o", "-", "--format", "ris").out
    of_one = next(r for r in records(everything) if "KW" in r and r.get("N1"))
    trial = of_one["N1"][0].removeprefix("kg: ")
    narrowed = records(kg("export", "-o", "-", "--format", "ris", "--trial", trial).out)
    assert of_one in narrowed
    assert len(narrowed) < len(records(everything))


def test_reports_are_exported_as_an_answer_speaks_of_them(kg: Command) -> None:
    """Those that made the statements."""
    answer = kg("export", "-o", "-", "-f", "ris", "--question", "arms-and-sizes").out
    assert 0 < len(records(answer)) <= len(records(kg("export", "-o", "-", "-f", "ris").out))


def test_a_file_of_references_is_no_graph_to_validate(kg: Command, tmp_path: Path) -> None:
    """It is told, and not read as something else."""
    (tmp_path / "a.ris").write_text("TY  - JOUR\nER  - \n")
    run = kg("validate", tmp_path / "a.ris")
    assert run.code == UsageError.exit_code
    assert "no RDF" in run.err
    assert "ris" not in store.FORMATS
