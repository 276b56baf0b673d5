"""The pages of `kg serve`: what they show, and that anybody can use them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from conftest import ROOT
from lxml import html
from paged import Paged, pages_of, words
from stores import ID, TK, line, published

import kg
from kg.namespaces import RDF, RDFS
from kg.serving.pages.assets import MARK
from kg.store import Limits

RECORD = ROOT / "tests" / "golden" / "ctgov" / "whole.json"
REPORT = ROOT / "docs" / "example-report.txt"
TRIAL = "/id/trial/nct09900001"
MOST = 150_000


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paged]:
    """The pages of a registry record and an invented report."""
    root = tmp_path_factory.mktemp("pages") / "kg"
    kg.build([RECORD, REPORT], store=root).close()
    with pages_of(root) as opened:
        yield opened


def of_report(pages: Paged) -> str:
    """The path of the invented report's trial."""
    found = pages.page("/search?q=zentarol")
    return str(found.xpath("//h2[.='Trials']/following::table[1]//a/@href")[0])


def first_claim(pages: Paged, path: str) -> str:
    """The path of the claim behind the first number of a trial."""
    return str(pages.page(path).xpath("//table[contains(caption, 'Numbers')]//td//a/@href")[0])


def every_kind(pages: Paged) -> list[str]:
    """A path for each kind of page."""
    trial = of_report(pages)
    concept = pages.page(TRIAL).xpath("//a[starts-with(@href, '/id/concept/')]/@href")[0]
    claim = first_claim(pages, trial)
    return [
        *("/", "/search", "/search?q=zentarol", "/search?q=%3Cb%3E", "/questions"),
        *("/questions/trial-summary", "/questions/trials-of-intervention"),
        "/questions/trials-of-intervention?substance=zentarol&widen=true",
        "/questions/trials-of-intervention?substance=nothing-like-it",
        "/questions/results-by-outcome?measurand=FEV1&trial=nct09900001",
        *("/questions/nothing", TRIAL, trial, concept, claim, claim.rpartition("/")[0]),
        *("/network", "/network?substance=nothing-like-it", "/editor"),
        *(f"{TRIAL}?part=Numbers&from=3", "/id/trial/nct0990000", "/.well-known/void", "/sparql"),
    ]


# --- All pages -----------------------------------------------------------------------------------


def test_every_page_is_one_that_anybody_can_use(pages: Paged) -> None:
    """Of each kind: markup without a fault, landmarks, headings, labels, table heads, and small."""
    html5 = pytest.importorskip("html5rdf")
    for path in every_kind(pages):
        answer = pages.get(path)
        assert answer.status_code in {200, 400, 404}, path
        assert len(answer.content) < MOST, path
        parser = html5.HTMLParser()
        parser.parse(answer.text)
        assert not parser.errors, (path, parser.errors[:3])
        check(html.document_fromstring(answer.text), path)


def check(tree: html.HtmlElement, path: str) -> None:
    """What a screen reader, a keyboard and a phone need."""
    assert tree.get("lang") == "en"
    assert tree.xpath("//title/text()")[0].strip() != "· kg", path
    assert [len(tree.xpath(f"//{each}")) for each in ("main", "body/header", "body/footer")] == [
        *(1, 1, 1)
    ], path
    assert tree.xpath("//meta[@name='viewport']"), path
    assert tree.xpath("//a[1]/@href")[0] == "#main", path
    levels = [int(str(each.tag)[1]) for each in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1, path
    assert levels.count(1) == 1, path
    assert all(after <= before + 1 for before, after in pairwise(levels)), path
    for field in tree.xpath("//input | //select | //textarea"):
        assert tree.xpath("//label[@for=$id]", id=field.get("id")), (path, field.get("name"))
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers)), path
    for name in ("aria-describedby", "aria-labelledby", "list"):
        assert set(tree.xpath(f"//@{name}")) <= set(identifiers), path
    for table in tree.xpath("//table"):
        assert table.xpath("caption"), path
        assert not table.xpath(".//th[not(@scope)]"), path
        assert table.getparent().get("class") == "wide", path
    assert not tree.xpath("//a[not(normalize-space())]"), path


def test_nothing_runs_and_nothing_comes_from_elsewhere(pages: Paged) -> None:
    """Scripts are files of ours; no style in the markup, no resource or form of another host."""
    for path in every_kind(pages):
        answer = pages.get(path)
        tree = html.document_fromstring(answer.text)
        assert not tree.xpath("//style | //@style | //iframe | //img"), path
        for script in tree.xpath("//script"):
            assert script.get("src").startswith(("/pages/", "/static/")), path
            assert not (script.text or "").strip(), path
        assert not [each for each in tree.xpath("//@*") if each.attrname.startswith("on")], path
        for place in tree.xpath("//link/@href | //@src | //form/@action"):
            assert not urlsplit(place).netloc, (path, place)
        for link in tree.xpath("//a[contains(@href, '//')]"):
            if urlsplit(link.get("href")).netloc:
                assert link.get("rel") == "noreferrer", (path, link.get("href"))
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"], "default-src holds"
        assert ("unsafe" in answer.headers["content-security-policy"]) == (path == "/editor")


def test_no_link_of_ours_leads_nowhere(pages: Paged) -> None:
    """What a page links to on this server answers: one link of each make."""
    seen: dict[str, str] = {}
    for path in every_kind(pages):
        for link in pages.page(path, pages.get(path).status_code).xpath("//a/@href"):
            if link.startswith("/") and "//" not in urlsplit(link).path:
                bare = urlsplit(link)._replace(fragment="").geturl()
                seen.setdefault(re.sub(r"\d+|=[^&]*", "", bare), bare)
    # A name that means nothing is told so by the question (400): the search offers to ask it.
    assert not [link for link in seen.values() if pages.get(link).status_code not in {200, 400}]


def test_a_page_is_sent_once(pages: Paged) -> None:
    """A tag knows the generation, the address and the templates; assets may be kept for good."""
    for path in ("/", "/questions/trial-summary", TRIAL, f"{TRIAL}?part=Numbers"):
        first = pages.get(path)
        again = pages.get(path, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b""), path
        other = pages.get(path + ("&x=1" if "?" in path else "?x=1"))
        assert other.headers["etag"] != first.headers["etag"]
    assert "immutable" in pages.get(f"/pages/style.css?v={MARK}").headers["cache-control"]
    assert "immutable" not in pages.get("/pages/style.css").headers["cache-control"]
    assert pages.get("/pages/style.css").headers["content-type"].startswith("text/css")


# --- Each page -----------------------------------------------------------------------------------


def test_a_number_leads_to_its_sentence(pages: Paged) -> None:
    """From the trial by a number to the words, marked in what stands around them."""
    path = of_report(pages)
    trial = pages.page(path)
    (number,) = trial.xpath("//tr[th='FEV1, L'][td='week 24']/td[3]/a")
    assert number.text == "2.31 ± 0.44 SD"
    claim = pages.page(number.get("href"))
    marked = claim.xpath("//blockquote/mark")[0].text
    assert "2.31 ± 0.44" in marked
    quoted = " ".join(claim.xpath("//blockquote")[0].text_content().split())
    assert len(quoted) > len(" ".join(marked.split()))
    assert "These are the words of the stored text" in words(claim)
    assert claim.xpath("//main//a[@href=$path]", path=path)


def test_a_number_of_a_registry_leads_to_its_field(pages: Paged) -> None:
    """The pointer into the record stands beside what it holds."""
    claim = pages.page(first_claim(pages, TRIAL))
    assert re.search(r"/\w+Section/\S+", words(claim))


def test_a_trial_shows_what_it_holds(pages: Paged) -> None:
    """Its sections, links out, and the other forms of it."""
    trial = pages.page(TRIAL)
    titles = trial.xpath("//h2/text()")
    assert {"Design", "Arms", "Numbers", "Adverse events", "Elsewhere"} <= set(titles)
    registry = trial.xpath("//a[contains(@href, 'clinicaltrials.gov') and @rel='noreferrer']")
    assert registry[0].text == "ClinicalTrials.gov NCT09900001"
    assert trial.xpath("//a[contains(@href, 'wikidata.org') and contains(@href, 'NCT09900001')]")
    assert trial.xpath(f"//a[@href='{TRIAL}.ttl']")
    part = pages.page(f"{TRIAL}?part=Numbers&from=3")
    assert part.xpath("//main//h2/text()")[0] == "Numbers"
    whole = trial.xpath("//table[contains(caption, 'Numbers')]/tbody/tr")
    assert len(part.xpath("//tbody/tr")) == len(whole) - 2


def test_a_question_is_a_form_and_its_answer_a_table(pages: Paged) -> None:
    """The value stays in the form; names are linked; exports and the query are there."""
    path = "/questions/trials-of-intervention?substance=zentarol"
    page = pages.page(path)
    assert page.xpath("//input[@name='substance']/@value") == ["zentarol"]
    assert page.xpath("//tbody/tr/th/a/@href") == [of_report(pages)]
    assert "trials-of-intervention" in page.xpath("//details//pre")[0].text
    exports = page.xpath("//main//a[contains(@href, '.csv') or contains(@href, '.json')]/@href")
    assert pages.get(exports[0]).text.startswith("trial,label,")
    assert pages.get(exports[1]).json()["results"]["bindings"]
    assert pages.get(page.xpath("//a[contains(@href, '.md')]/@href")[0]).text.startswith("| trial")
    turtle = pages.get(page.xpath("//main//a[contains(@href, '.ttl')]/@href")[0])
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    said = rdflib.Graph().parse(data=turtle.text, format="turtle")
    of_trial = rdflib.URIRef(ID.removesuffix("id/") + of_report(pages).removeprefix("/"))
    assert (of_trial, None, None) in said
    assert len({str(each) for each in said.subjects()}) < 60
    asked = page.xpath("//details//a[starts-with(@href, '/sparql')]/@href")[0]
    assert pages.get(asked, accept="text/csv").text == pages.get(exports[0]).text


def test_an_answer_without_rows_says_what_to_widen(pages: Paged) -> None:
    """The question's own words, and the parameters without which there are rows."""
    page = pages.page("/questions/results-by-outcome?measurand=FEV1&trial=nct09900001")
    assert "No rows: no group has a result on it." in words(page)
    wider = page.xpath("//ul[@class='plain']/li/a")
    assert [each.text for each in wider] == ["without measurand FEV1", "without trial nct09900001"]
    for each in wider:
        assert pages.page(each.get("href")).xpath("//tbody/tr")


def test_what_cannot_be_asked_keeps_the_form(pages: Paged) -> None:
    """A name that is nothing's: what came near, and what was typed stays."""
    page = pages.page("/questions/trials-of-intervention?substance=zentarul", 400)
    assert "'zentarol'" in words(page.xpath("//*[@role='alert']")[0])
    assert page.xpath("//input[@name='substance']/@value") == ["zentarul"]
    for wrong in ("cd4", "cd4=", "=3", "beside=1", "run=2"):
        pages.page(f"/questions/eligible-for?measurements={wrong.replace('=', '%3D')}", 400)


def test_search_finds_by_name_id_and_synonym(pages: Paged) -> None:
    """A part of a name, a registry number; what is found leads there."""
    trial = of_report(pages)
    for typed, path in (("ZENTA", trial), ("nct09900001", TRIAL), ("NCT0990", TRIAL)):
        assert path in pages.page(f"/search?q={typed}").xpath("//tbody//a/@href"), typed
    (row, *_) = pages.page("/search?q=nct09900001").xpath("//tbody/tr")
    assert (row.xpath("th/a")[0].text, row.xpath("td")[0].text) == ("STRIDE-9", "NCT09900001")
    assert "None has these words" in words(pages.page("/search?q=qqqq"))


def test_of_too_many_names_a_number_is_found(pages: Paged, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in an index; that parts of names were not looked for is said, and none offered."""
    monkeypatch.setattr("kg.serving.pages.reader._LOOKING", 0)
    page = pages.page("/search?q=NCT09900001")
    assert TRIAL in page.xpath("//tbody//a/@href")
    assert "too many trials to look through" in words(page)
    assert "None has these words" not in words(pages.page("/search?q=qqqqq")).partition("Cond")[0]
    assert pages.get("/complete/trial-summary/trial?q=zen").json() == []


def test_home_counts_what_the_build_counted(pages: Paged) -> None:
    """Two reports, their trials, and the sister trial that one of them names."""
    counted = dict(
        zip(*(pages.page("/").xpath(f"//dl//{each}/text()") for each in ("dt", "dd")), strict=True)
    )
    assert (counted["trials"], counted["reports"]) == ("3", "2")


def test_a_concept_tells_its_mappings_and_trials(pages: Paged) -> None:
    """With the reason of each mapping, and every trial that has to do with it."""
    path = pages.page(TRIAL).xpath("//dt[.='condition']/following-sibling::dd[1]/a/@href")[0]
    page = pages.page(path)
    assert TRIAL in page.xpath("//table[contains(caption, 'Trials')]//a/@href")
    assert page.xpath("//h2[.='Elsewhere']/following::a[starts-with(., 'MeSH ')]")
    mapped = page.xpath("//table[contains(caption, 'Mappings')]/tbody/tr")
    assert all(row.xpath("td[2]")[0].text.strip() for row in mapped)
    assert mapped


def test_names_of_nothing_list_what_is_near(pages: Paged) -> None:
    """404, as a page for a browser and as a line for others."""
    page = pages.page("/id/trial/nct0990000", 404)
    assert TRIAL in page.xpath("//main//a/@href")
    assert "/questions/trial-summary" in pages.page("/questions/trial-sumary", 404).xpath(
        "//a/@href"
    )
    plain = pages.get("/id/trial/nct0990000", accept="text/turtle")
    assert (plain.status_code, plain.headers["content-type"][:10]) == (404, "text/plain")


def test_what_takes_too_long_says_so(tmp_path: Path) -> None:
    """A page for which there is no time: 503, when to come again, and no tag to keep it by."""
    published(tmp_path, hostile())
    with pages_of(tmp_path, Limits(seconds=0.000001)) as pages:
        answer = pages.get("/search?q=x")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "etag" not in answer.headers
        assert "took longer" in words(html.document_fromstring(answer.text))


# --- Hostile reports -----------------------------------------------------------------------------

BAD = "<script>alert(1)</script>"


def hostile() -> list[str]:
    """A trial whose every text is markup."""
    bad = f'"{BAD}\\"\'"'
    label = f"<{RDFS.label}> {bad} <{ID}report/a> .\n"
    claim = "report/a/result-1"
    kinds = (("trial/t", "Trial"), ("report/a", "Report"), (claim, "GroupResult"))
    return [
        *(f"<{ID}{node}> <{RDF.type}> <{TK}{kind}> <{ID}report/a> .\n" for node, kind in kinds),
        *(f"<{ID}{node}> {label}" for node in ("trial/t", "report/a", "concept/c", claim)),
        f"<{ID}concept/c> <{RDF.type}> <{TK}Concept> <{ID}report/a> .\n",
        f"<{ID}concept/c> <{RDF.type}> <{TK}Condition> <{ID}report/a> .\n",
        f"<{ID}trial/t> <{RDFS.seeAlso}> <javascript:alert(1)> <{ID}report/a> .\n",
        line("trial/t", "reportedIn", "report/a"),
        line("trial/t", "studiesCondition", "concept/c"),
        line("trial/t", "hasResult", claim),
        line("trial/t", "objective", bad),
        line("report/a", "reportsTrial", "trial/t"),
        line("report/a", "caution", bad),
        line("report/a", "hasPassage", "report/a/passage-1"),
        line(claim, "reportedValue", bad),
        line(claim, "caution", bad),
        line(claim, "supportedBy", "report/a/passage-1"),
        line("report/a/passage-1", "exact", bad),
        line("report/a/passage-1", "path", bad),
    ]


def test_every_text_of_a_report_is_text(tmp_path: Path) -> None:
    """Nothing of a title, a number, a passage or a query becomes markup or a script."""
    published(tmp_path, hostile())
    paths = (
        *("/id/trial/t", "/id/report/a", "/id/report/a/result-1", "/id/concept/c"),
        *("/id/report/a/passage-1", "/questions/trial-summary", "/search?q=script"),
    )
    with pages_of(tmp_path) as pages:
        for path in paths:
            text = pages.get(path).text
            assert "&lt;script&gt;" in text, path
            assert "<script>" not in text, path
            assert 'href="javascript' not in text, path
        typed = "%3Cscript%3Ealert(1)%3C/script%3E%22%27"
        for path in (
            *(f"/search?q={typed}", f"/questions/{typed}", f"/id/trial/{typed}"),
            *(f"/questions/trials-of-condition?condition={typed}", f"/id/trial/t?part={typed}"),
        ):
            tree = html.document_fromstring(pages.get(path).text)
            assert not tree.xpath("//script[not(@src)]"), path
            assert not [each for each in tree.xpath("//@*") if each.attrname.startswith("on")]
