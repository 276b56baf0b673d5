"""The pages of a store in this process: asked as a browser asks, read as one reads them."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from conftest import ROOT
from lxml import html
from starlette.applications import Starlette

import kg
from kg.serving import Hosts, Settings, Shelf, Site, application
from kg.store import Limits
from kg.store.crew import Seats

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@cache
def bundled() -> Path:
    """A store of the bundled records, built once for all tests of a process that only read it."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kg.build([ROOT / "kg" / "data" / "records"], store=Path(folder) / "kg").close()
    return Path(folder) / "kg"


class Paged:
    """An application that is open, and a client of it."""

    def __init__(self, app: Starlette, portal: BlockingPortal) -> None:
        self._app = app
        self._portal = portal
        self._seen: dict[str, httpx.Response] = {}

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a browser's GET, asked once; an underscore in a header is a hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if named:
            return self._portal.call(self._got, path, {"accept": BROWSER, **named})
        if path not in self._seen:
            self._seen[path] = self._portal.call(self._got, path, {"accept": BROWSER})
        return self._seen[path]

    async def _got(self, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    def page(self, path: str, status: int = 200) -> html.HtmlElement:
        """A page, as a tree."""
        answer = self.get(path)
        assert answer.status_code == status, answer.text[:500]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return html.document_fromstring(answer.text)


@contextmanager
def pages_of(root: Path, limits: Limits = Limits()) -> Iterator[Paged]:  # noqa: B008 - a constant
    """The pages of a store, open meanwhile."""
    settings = Settings(limits, Seats.for_this_machine(2), told=print)
    app = application(Shelf(root, settings), Hosts("127.0.0.1"), Site())
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        yield Paged(app, portal)


def words(tree: html.HtmlElement) -> str:
    """The text of a page, with its white space as one space."""
    return " ".join(tree.text_content().split())
