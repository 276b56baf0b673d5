"""The pages in a real browser: no fault on its console, no other host, anybody can use them."""

import os
import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import WEIGHT, Tab, opened_browser, tab
from paged import bundled
from served import Served, serving

pytestmark = pytest.mark.browser

TRIAL = "/id/trial/nct00004978"
PATHS = (
    *("/", "/search?q=hiv", "/search?q=qqqq", "/questions", "/questions/between-group"),
    *("/questions/between-group?trial=ESPRIT&measurand=p24", TRIAL, "/id/concept/hiv-infection"),
    *("/questions/results-by-outcome?measurand=CD4", "/questions/pooled-effect"),
    *("/network", "/network?substance=vaccines"),
    *("/id/trial/nothing", "/.well-known/void", "/questions/trials-of-intervention?substance=zzz"),
)
MOST = 150_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """A server of the bundled records."""
    with serving(bundled()) as served:
        yield served


def test_anybody_can_use_every_page(server: Served, browser: Any) -> None:
    """Of each kind, on a phone: axe finds nothing, all is from here, it fits, and it is small."""
    for path in PATHS:
        with tab(browser, server.base, width=360) as watched:
            page = watched.go(path)
            assert watched.axe() == [], path
            assert page.evaluate(WEIGHT) < MOST, path


def test_every_page_can_be_read_in_the_dark(server: Served, browser: Any) -> None:
    """On a desk, with the colours of night: enough contrast."""
    with tab(browser, server.base, color_scheme="dark") as watched:
        for path in PATHS[::2]:
            watched.go(path)
            assert watched.axe("color-contrast") == [], path
            watched.check()


def test_a_claim_can_be_used_by_anybody(server: Served, browser: Any) -> None:
    """The words behind a number, and a part of a report."""
    for path in claims(server):
        with tab(browser, server.base, width=360) as watched:
            watched.go(path)
            assert watched.axe() == [], path


def claims(server: Served) -> tuple[str, ...]:
    """A claim, its report and its passage."""
    found = server.ask("SELECT ?c ?p { ?c tk:supportedBy ?p } ORDER BY ?c LIMIT 1", "text/csv")
    claim, passage = found.text.split()[1].split(",")
    paths = [each.partition("/id/")[2] for each in (claim, passage, claim.rpartition("/")[0])]
    return tuple(f"/id/{each}" for each in paths)


def test_the_first_page_comes_at_once(server: Served, browser: Any) -> None:
    """In 300 ms, all of it, as the median of visits by browsers that keep nothing."""
    taken = [[time_of_first_page(server, browser) for _ in range(5)]]
    while statistics.median(taken[-1]) >= 300 and len(taken) < 3:
        taken.append([time_of_first_page(server, browser) for _ in range(5)])
    # Where others take the machine's time, too, the quickest visit says more than the median.
    busy = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    best = min(min(each) if busy else statistics.median(each) for each in taken)
    assert best < 300, taken


def time_of_first_page(server: Served, browser: Any) -> float:
    """Milliseconds until all of it is there."""
    with tab(browser, server.base) as watched:
        watched.go("/")
        took = "performance.getEntriesByType('navigation')[0].domComplete"
        return float(watched.page.evaluate(took))


def test_a_number_is_reached_by_keyboard(server: Served, browser: Any) -> None:
    """From the first page by search to a trial and a claim, with tab and enter alone."""
    with tab(browser, server.base) as watched:
        page = watched.go("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.focus("#q")
        page.keyboard.type("ESPRIT")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=ESPRIT")
        page.focus("tbody a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/trial/**")
        page.focus("section:has(h2:text-is('Numbers')) td a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/report/**")
        assert page.locator("mark").count() == 1


def test_all_that_can_be_used_is_reached_by_tab(server: Served, browser: Any) -> None:
    """Each link, field and button of a page takes the focus in turn, and shows it."""
    with tab(browser, server.base) as watched:
        page = watched.go("/questions/between-group?trial=ESPRIT")
        many = page.locator("a[href]:visible, button:visible, input:visible, summary").count()
        seen = set()
        for _ in range(many + 10):
            page.keyboard.press("Tab")
            seen.add(page.evaluate(FOCUSED))
        assert len(seen - {None}) >= many
        assert all(each is None or each.endswith("true") for each in seen), seen


FOCUSED = """(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const all = [...document.querySelectorAll('*')]
  return all.indexOf(at) + ' ' + at.tagName + ' ' + (getComputedStyle(at).outlineStyle !== 'none')
})()"""


def test_a_table_is_sorted_by_any_column(server: Served, browser: Any) -> None:
    """Numbers as numbers, what is empty last, the first order at the third press; by keyboard."""
    with tab(browser, server.base) as watched:
        page = watched.go("/questions/between-group")
        column = page.locator("thead th").all_inner_texts().index("difference") + 1
        cells = page.locator(f"tbody tr > :nth-child({column})")
        before = cells.all_inner_texts()
        head = page.locator(f"thead th:nth-child({column})")
        head.locator("button").focus()
        for order in ("ascending", "descending"):
            page.keyboard.press("Enter")
            assert head.get_attribute("aria-sort") == order
            told = [float(each) for each in cells.all_inner_texts() if each.strip()]
            assert told == sorted(told, reverse=order == "descending")
            assert len(told) > 5
            assert all(cells.all_inner_texts()[: len(told)])
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") is None
        assert cells.all_inner_texts() == before
        assert watched.axe() == []


def test_a_field_offers_names_while_one_types(server: Served, browser: Any) -> None:
    """Those of the graph that fit, by any of their names."""
    with tab(browser, server.base) as watched:
        page = watched.go("/questions/trials-of-intervention")
        page.locator("#p-substance").press_sequentially("proleuk", delay=20)
        option = page.locator("#c-substance option[value='aldesleukin'][label]")
        option.wait_for(state="attached")
        assert "Proleukin" in option.get_attribute("label")


def test_the_network_is_drawn_and_leads_on(server: Served, browser: Any) -> None:
    """A circle leads to concepts, a line to trials; larger, smaller, and what is around it."""
    with tab(browser, server.base) as watched:
        page = watched.go("/network")
        page.wait_for_selector("#network[data-ready]")
        picture = "document.getElementById('network').kgPicture"
        assert page.evaluate(f"{picture}.nodes().length") == 7
        page.evaluate(f"{picture}.nodes().filter(n => n.data('degree') === 4)[0].emit('tap') && 0")
        assert "interleukin-2: given in 6 trials" in page.inner_text("#chosen")
        assert page.locator("#chosen a").first.get_attribute("href") == "/id/concept/interleukin-2"
        page.evaluate(f"{picture}.edges().max(e => e.data('trials').length).ele.emit('tap') && 0")
        assert page.locator("#chosen a", has_text="ESPRIT").count() == 1
        before = page.evaluate(f"{picture}.zoom()")
        page.get_by_role("button", name="Larger").click()
        assert page.evaluate(f"{picture}.zoom()") > before
        page.evaluate(f"{picture}.nodes()[0].emit('tap') && 0")
        page.click("#chosen >> text=Only this")
        page.wait_for_url("**/network?around=*")
        assert watched.axe() == []


def test_without_scripts_all_that_matters_is_there(server: Served, browser: Any) -> None:
    """Questions are asked, numbers followed; the network is tables, the editor a plain form."""
    with tab(browser, server.base, java_script_enabled=False) as watched:
        page = watched.go("/questions/between-group")
        page.fill("#p-trial", "ESPRIT")
        page.get_by_role("button", name="Ask").click()
        page.locator("td.number a").first.click()
        assert page.locator("blockquote").count()
        watched.go("/network")
        assert page.locator("caption", has_text="Comparisons").is_visible()
        assert not page.locator("figure.network").is_visible()
        watched.go("/editor")
        page.get_by_role("button", name="Ask").click()
        assert "ESPRIT" in page.content()
        watched.said.clear()  # how the browser itself shows JSON is no page of ours


# --- The editor ----------------------------------------------------------------------------------


def edited(watched: Tab) -> Any:
    """The editor, ready."""
    page = watched.go("/editor")
    page.wait_for_selector("#editor[data-ready]")
    return page


def ask(page: Any, query: str) -> None:
    """Put a query into the editor, and ask it."""
    shown = "document.getElementById('editor').kgEditor.getTab()"
    page.evaluate(f"query => {{ {shown}.setQuery(query) }}", query)
    page.click(".yasqe_queryButton")


@pytest.mark.parametrize("width", [360, 1200])
def test_a_question_is_edited_and_drawn(server: Served, browser: Any, width: int) -> None:
    """An example becomes a table that leads to our pages, and a forest plot where it fits."""
    with tab(browser, server.base, width=width) as watched:
        page = edited(watched)
        assert watched.axe() == []
        page.select_option("#example", "between-group")
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".kg-table tbody tr")
        assert page.locator(".kg-table tbody a").first.get_attribute("href").startswith("/id/")
        assert "XMLSchema" not in page.inner_text(".kg-table")
        page.click(".select_forest")
        page.wait_for_selector(".kg-forest svg")
        assert "0.94 (0.75 to 1.16)" in page.inner_text(".kg-forest")
        assert watched.axe() == []
        page.click(".kg-forest svg a")
        page.wait_for_url("**/id/report/**")


def test_other_answers_than_tables(server: Served, browser: Any) -> None:
    """Triples, an error with its line and column, no forest where there are no intervals."""
    with tab(browser, server.base) as watched:
        page = edited(watched)
        ask(page, "CONSTRUCT { ?t rdfs:label ?l } WHERE { ?t a tk:Trial ; rdfs:label ?l }")
        page.wait_for_selector(".kg-table tbody tr")
        assert not page.locator(".select_forest").is_visible()
        ask(page, "SELECT * WHERE { ?s ?p }")
        page.wait_for_selector(".errorResult pre")
        assert "line 1, column 25" in page.inner_text(".errorResult pre")
        ask(page, "SELECT * { ?t a tk:Trial ; tk:hasArmm ?a }")
        page.wait_for_selector("[role=status] code")
        assert "near it: tk:hasArm" in page.inner_text("[role=status]")
        assert watched.axe() == []
        watched.said.clear()  # the browser itself notes each answer of 400


def test_completion_comes_from_the_graph(server: Served, browser: Any) -> None:
    """Properties that the graph has, and our prefixes; nobody else is asked for any."""
    with tab(browser, server.base) as watched:
        page = edited(watched)
        page.click(".CodeMirror-code")
        page.keyboard.press("Control+A")
        page.keyboard.type("SELECT * { ?s tk:hasAr")
        page.keyboard.press("Control+Space")
        hint = page.locator(".CodeMirror-hint", has_text="hasArm")
        hint.first.wait_for()
        assert page.locator(".CodeMirror-hints").inner_text().count("\n") < 10
        assert "PREFIX tk: <https://w3id.org/trialkg/ns#>" in page.inner_text(".CodeMirror-code")


def test_a_link_brings_a_query_and_nothing_else(server: Served, browser: Any) -> None:
    """From a question by one link; an endpoint in a link is not asked."""
    with tab(browser, server.base) as watched:
        page = watched.go("/questions/trials-of-intervention?substance=IL-2")
        page.click("summary")
        page.click("text=Open it in the editor")
        page.wait_for_selector("#editor[data-ready]")
        # The editor draws no lines but those in sight.
        query = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        assert "VALUES ?substance" in query
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".kg-table tbody tr")
        elsewhere = "http%3A%2F%2F127.0.0.2%3A9%2Fsparql"
        page.goto("about:blank")
        watched.go(
            f"/editor#query=ASK%20%7B%7D&endpoint={elsewhere}&headers=%7B%22x%22%3A%22y%22%7D"
        )
        page.wait_for_selector("#editor[data-ready]")
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".booleanResult")


def test_the_editor_is_no_trap_for_the_keyboard(server: Served, browser: Any) -> None:
    """Tab enters it and leaves it again; Ctrl-Enter asks."""
    with tab(browser, server.base) as watched:
        page = edited(watched)
        page.focus("#new-tab")
        seen = []
        for _ in range(12):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.closest('.CodeMirror') !== null"))
        assert True in seen
        assert not seen[-1]
        page.focus(".CodeMirror-code")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".kg-table tbody tr")


def test_a_page_is_printed_whole(server: Served, browser: Any) -> None:
    """On paper there is no search, no form, and no table that has to be moved to be read."""
    with tab(browser, server.base, width=700) as watched:
        watched.page.emulate_media(media="print")
        for path in (TRIAL, "/questions/between-group?trial=ESPRIT"):
            page = watched.go(path)
            assert not page.locator("body > header form").is_visible()
            assert not page.locator("form.fields").or_(page.locator("nav.parts")).is_visible()
            assert page.evaluate(CUT) == 0
            watched.check()


CUT = """[...document.querySelectorAll('.wide')]
  .filter(each => getComputedStyle(each).overflowX !== 'visible').length"""
