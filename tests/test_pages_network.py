"""The page of the evidence network: the picture's data, the tables, and where each leads."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from paged import Paged, bundled, pages_of, words

import kg
from kg import questions
from kg.questions.headers import Page


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.Graph]:
    """The bundled records."""
    with kg.open(bundled()) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages() -> Iterator[Paged]:
    """Their pages."""
    with pages_of(bundled()) as opened:
        yield opened


def test_the_picture_is_the_network_of_the_command(graph: kg.Graph, pages: Paged) -> None:
    """The same interventions, comparisons and numbers of trials as ``kg network``."""
    net = graph.network()
    told = pages.get("/network.json").json()
    labels = {each["id"]: each["label"] for each in told["nodes"]}
    assert {each["label"]: each["trials"] for each in told["nodes"]} == {
        name: data["trials"] for name, data in net.nodes(data=True)
    }
    edges = {frozenset((labels[e["source"]], labels[e["target"]])): e for e in told["edges"]}
    assert {pair: len(each["trials"]) for pair, each in edges.items()} == {
        frozenset((first, second)): data["trials"] for first, second, data in net.edges(data=True)
    }
    assert all(each["drawn"] for each in told["nodes"])


def test_circles_lead_to_concepts_and_lines_to_trials(pages: Paged) -> None:
    """Each path answers with a page of that name; a set of substances leads to each of them."""
    told = pages.get("/network.json").json()
    node = next(n for n in told["nodes"] if n["label"] == "antiretroviral therapy + interleukin-2")
    for concept in node["concepts"]:
        assert pages.page(concept["path"]).xpath("//h1/text()") == [concept["label"]]
    assert len(node["concepts"]) == 2
    none = next(each for each in told["nodes"] if each["label"] == "no treatment")
    assert none["concepts"] == []
    trial = told["edges"][0]["trials"][0]
    assert pages.page(trial["path"]).xpath("//h1/text()") == [trial["label"]]


def test_the_tables_say_what_the_picture_shows(pages: Paged) -> None:
    """A row for each comparison with its trials, and one for each intervention."""
    page = pages.page("/network")
    told = pages.get("/network.json").json()
    rows = page.xpath("//table[contains(caption, 'Comparisons')]/tbody/tr")
    assert len(rows) == len(told["edges"])
    assert sum(int(row.xpath("td[2]")[0].text) for row in rows) == sum(
        len(row.xpath("td[3]//a")) for row in rows
    )
    assert len(page.xpath("//table[contains(caption, 'Interventions')]/tbody/tr")) == len(
        told["nodes"]
    )
    assert "7 interventions, 7 direct comparisons" in words(page)


@pytest.fixture
def whole(pages: Paged) -> set[frozenset[str]]:
    """What is compared with what, asked before anything is made small."""
    return edges(pages.get("/network.json").json())


@pytest.fixture
def large(whole: set[frozenset[str]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Paged]:
    """The same pages where three trials are many, and five interventions a page."""
    assert len(whole) > 1
    small = replace(questions.question("evidence-network"), page=Page(5, "interventions"))
    monkeypatch.setattr("kg.questions.asking.question", lambda _name: small)
    monkeypatch.setattr("kg.serving.pages.network.WHOLE", 3)
    with pages_of(bundled()) as opened:
        yield opened


def test_of_many_trials_a_page_shows_some(large: Paged, whole: set[frozenset[str]]) -> None:
    """The pages together are the whole; a substance, and what is around one, is asked for whole."""
    page = large.page("/network")
    (more,) = page.xpath("//a[text()='More interventions']/@href")
    assert more == "/network?page=2"
    assert page.xpath("//div[@id='network']/@data-from") == ["/network.json"]
    found = [edges(large.get(f"/network.json?page={n}").json()) for n in (1, 2)]
    assert all(found)
    assert set().union(*found) == whole
    assert not large.page("/network?page=2").xpath("//a[text()='More interventions']")
    some = edges(large.get("/network.json?substance=IL-2").json())
    assert "More interventions" not in words(large.page("/network?substance=IL-2"))
    around = edges(large.get("/network.json?around=interleukin-2").json())
    assert around
    assert around <= some <= whole


def edges(told: dict[str, Any]) -> set[frozenset[str]]:
    """Which names a line joins, for each line."""
    labels = {each["id"]: each["label"] for each in told["nodes"]}
    return {frozenset((labels[e["source"]], labels[e["target"]])) for e in told["edges"]}


def test_what_is_around_an_intervention(pages: Paged) -> None:
    """It, what it was compared with, and what of that was compared with each other."""
    told = json.loads(pages.get("/network.json?around=no+treatment").text)
    assert sorted(each["label"] for each in told["nodes"]) == [
        *("antiretroviral therapy + interleukin-2", "interleukin-2", "no treatment"),
    ]
    assert len(told["edges"]) == 3
    page = pages.page("/network?around=no+treatment")
    assert page.xpath("//div[@id='network']/@data-from") == ["/network.json?around=no+treatment"]
    assert "Nothing to show" in words(pages.page("/network?around=nothing"))


def test_a_substance_that_is_nothings_keeps_the_form(pages: Paged) -> None:
    """400, what came near, and what was typed."""
    page = pages.page("/network?substance=interleukn-2", 400)
    assert "'interleukin 2'" in words(page.xpath("//*[@role='alert']")[0])
    assert page.xpath("//input[@name='substance']/@value") == ["interleukn-2"]
    assert pages.get("/network.json?substance=interleukn-2").status_code == 400
    assert pages.get(f"/network.json?substance={'x' * 20_000}").status_code == 400
    narrowed = pages.get("/network.json?substance=vaccines").json()
    assert {each["label"] for each in narrowed["nodes"]} == {
        "interleukin-2",
        "interleukin-2 + vaccines",
    }


def test_other_pages_lead_to_it(pages: Paged) -> None:
    """A substance to what it was compared with, and the question to its picture."""
    of_substance = pages.page("/id/concept/interleukin-2").xpath(
        "//a[starts-with(@href, '/network?')]"
    )
    assert pages.page(of_substance[0].get("href")).xpath("//div[@id='network']")
    asked = pages.page("/questions/evidence-network?substance=vaccines")
    assert asked.xpath("//a[@href='/network?substance=vaccines']")


def test_other_tools_read_it(pages: Paged) -> None:
    """GraphML, as a file."""
    answer = pages.get("/network.graphml")
    assert answer.headers["content-disposition"] == 'attachment; filename="network.graphml"'
    assert answer.text.count("<node ") == 7
