"""Files that a browser keeps, and what fills its fields: style, scripts, names that fit."""

from collections.abc import Iterator

import pytest
from paged import Paged, bundled, pages_of

from kg.questions import catalogue
from kg.serving.pages.assets import MARK, OURS, place_of


@pytest.fixture(scope="module")
def pages() -> Iterator[Paged]:
    """The pages of the bundled records."""
    with pages_of(bundled()) as opened:
        yield opened


@pytest.mark.parametrize("name", ["style.css", "tables.js", "cytoscape.min.js", "yasgui.min.css"])
def test_a_file_is_kept_under_its_address(pages: Paged, name: str) -> None:
    """For good, packed for who can unpack it, and not sent twice."""
    answer = pages.get(place_of(name), accept_encoding="gzip")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    plain = pages.get(place_of(name), accept_encoding="identity")
    assert plain.content == answer.content
    assert "content-encoding" not in plain.headers
    tag = answer.headers["etag"]
    assert pages.get(place_of(name), if_none_match=tag).status_code == 304


def test_what_is_no_asset_is_not_sent(pages: Paged) -> None:
    """Neither templates and code, nor what stands elsewhere; an old address is not kept."""
    for path in ("/pages/site.py", "/pages/base.html", "/static/yasgui-4.6.2/LICENSES.txt"):
        assert pages.get(path).status_code == 404, path
    for path in ("/static/../site.py", "/static/%2e%2e/site.py", "/pages/..%2fsite.py"):
        assert pages.get(path).status_code == 404, path
    assert pages.get("/pages/style.css?v=old").headers["cache-control"] == "no-cache"
    assert {"style.css", "icon.svg", "tables.js"} <= OURS.keys()
    assert MARK in place_of("tables.js")


# --- Fields --------------------------------------------------------------------------------------


def suggested(pages: Paged, field: str, typed: str) -> dict[str, str]:
    """What is suggested for a field, with what is told of it."""
    answer = pages.get(f"/complete/{field}?q={typed}")
    assert answer.status_code == 200
    return {each["value"]: each["about"] for each in answer.json()}


def test_another_name_leads_to_the_one_that_is_used(pages: Paged) -> None:
    """A synonym, with how many trials have to do with it or with what is narrower."""
    found = suggested(pages, "trials-of-intervention/substance", "IL-2")
    assert found["interleukin-2"] == "also IL-2, 18 trials"
    assert suggested(pages, "trials-of-intervention/substance", "cytok")["cytokines"] == "18 trials"


def test_names_are_of_the_kind_that_fits(pages: Paged) -> None:
    """A condition is no measurand; trials come by name and number."""
    assert "HIV infection" in suggested(pages, "trials-of-condition/condition", "hiv")
    assert "HIV infection" not in suggested(pages, "between-group/measurand", "hiv")
    assert list(suggested(pages, "trial-summary/trial", "nct00004978")) == ["ESPRIT"]


def test_a_vocabulary_helps_where_the_graph_has_few(pages: Paged) -> None:
    """A heading that no concept is called by."""
    found = suggested(pages, "indexed-with/heading", "HIV+Infections")
    assert found["HIV Infections"] == "mesh:D015658, with what is narrower"


@pytest.mark.parametrize("typed", ["", "c", "%22%7D%20%3Fx%20%3Fy%20%3Fz", "qqqq", "%5C%22"])
def test_nothing_fits_nothing(pages: Paged, typed: str) -> None:
    """Too short, no name, or what looks like a query: no suggestion and no error."""
    assert suggested(pages, "between-group/measurand", typed) == {}


def test_every_suggestion_can_be_asked(pages: Paged) -> None:
    """The question takes what its field suggests."""
    for field, typed in (
        ("trials-of-condition/condition", "hiv"),
        ("results-by-outcome/trial", "e"),
    ):
        name, _, parameter = field.partition("/")
        for value in suggested(pages, field, typed):
            answer = pages.get(f"/questions/{name}?{parameter}={value.replace(' ', '+')}")
            assert answer.status_code == 200, value
    assert pages.get("/complete/nothing/trial?q=es").status_code == 404
    assert pages.get("/complete/trial-summary/nothing?q=es").status_code == 404


def test_the_editor_knows_what_the_graph_has(pages: Paged) -> None:
    """Classes and properties by use, prefixes that queries may use, and every question."""
    told = pages.get("/editor.json").json()
    assert told["properties"][0].endswith("#type")
    assert any(each.endswith("#Trial") for each in told["classes"])
    assert told["prefixes"]["tk"] == "https://w3id.org/trialkg/ns#"
    assert told["examples"].keys() == catalogue().keys()
    for name, query in told["examples"].items():
        assert query.startswith(f"# {catalogue()[name].title}\n")
        assert "#+" not in query
