"""Pages in a real browser, watched: what stands on the console, who is asked, what axe finds.

Debian's chromium, driven by Playwright; where either is missing, the tests that use it are skipped.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conftest import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
AXE = ROOT / "tests" / "axe" / "axe-core-4.14.1" / "axe.min.js"
ROOM = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WEIGHT = """performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource'))
  .filter(each => !new URL(each.name).pathname.startsWith('/static/'))
  .reduce((sum, each) => sum + each.decodedBodySize, 0)"""


@contextmanager
def opened_browser() -> Iterator[Any]:
    """Chromium, until the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """A page of a browser that writes down what is said and whom it asks."""

    def __init__(self, page: Any, base: str) -> None:
        self.page = page
        self.base = base
        self.said: list[str] = []
        self.abroad: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._see(request.url))

    def _hear(self, message: Any) -> None:
        # That the page itself answered with 404 is no fault of the page.
        if (
            "Failed to load resource" not in message.text
            or message.location["url"] != self.page.url
        ):
            self.said.append(f"{message.type}: {message.text}")

    def _see(self, url: str) -> None:
        if not url.startswith((f"{self.base}/", "data:", "blob:")):
            self.abroad.append(url)

    def go(self, path: str) -> Any:
        """The page at a path, once all of it has come."""
        self.page.goto(self.base + path, wait_until="load")
        return self.page

    def check(self) -> None:
        """Fail on what was said on the console, on other hosts, and on a page that is too wide."""
        where = self.page.url
        assert not self.said, (where, self.said)
        assert not self.abroad, (where, self.abroad)
        assert self.page.evaluate(ROOM) <= 0, (where, "is wider than the window")

    def axe(self, *rules: str) -> list[str]:
        """What the accessibility rules, or these of them, find fault with: a line for each node."""
        self.page.evaluate(f"{AXE.read_text('utf-8')}; null")
        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{each['id']}: {node['html'][:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]


@contextmanager
def tab(browser: Any, base: str, *, width: int = 1200, **manner: Any) -> Iterator[Tab]:
    """A page in a window of a width, on its own; at its end nothing must have gone wrong."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **manner)
    try:
        watched = Tab(context.new_page(), base)
        yield watched
        watched.check()
    finally:
        context.close()
