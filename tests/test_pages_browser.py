"""The pages in a real browser: no fault on its console, no other host, no page that is too wide."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from served import Served, serving

import kg

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PATHS = (
    *("/", "/search?q=hiv", "/questions", "/questions/between-group", "/id/trial/nct00004978"),
    *("/questions/between-group?trial=ESPRIT&measurand=p24", "/id/concept/hiv-infection"),
)


@pytest.fixture(scope="module")
def driver() -> Any:
    """What drives a browser, where both are here."""
    if CHROMIUM is None:
        pytest.skip("chromium is not on this machine")
    return pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def server(driver: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001 - first, so that nothing is built in vain
    """A server of the bundled records."""
    root = tmp_path_factory.mktemp("browser") / "kg"
    kg.build([ROOT / "kg" / "data" / "records"], store=root).close()
    with serving(root) as served:
        yield served


@pytest.fixture
def browser(driver: Any) -> Iterator[Any]:
    """Chromium, open for one test."""
    with driver.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_pages_fit_and_ask_nobody_else(server: Served, browser: Any, width: int) -> None:
    """Of each kind, on a phone and on a desk."""
    for path in PATHS:
        page = browser.new_page(viewport={"width": width, "height": 800})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(server.base + path)
        room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(room) <= 0, path
        assert not said, path
        assert all(each.startswith(server.base) for each in asked), path
        page.close()


def test_a_number_is_reached_by_keyboard(server: Served, browser: Any) -> None:
    """From the first page by search to a trial and a claim, with tab and enter alone."""
    page = browser.new_page()
    page.goto(server.base + "/")
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
