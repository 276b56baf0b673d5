"""A stand-in for the public services on this machine: it serves invented records and misbehaves.

It answers as the registry's API v2 and NCBI's E-utilities do, remembers what it was asked, and says
first whatever a test has put on its list.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest

from kg import fetching
from kg.errors import KgError
from kg.fetching import pace
from kg.fetching.pace import Clock
from kg.inputs import Source

NCT, OTHER = "NCT01234567", "NCT07654321"

ABSTRACT = (
    "In this double-blind trial, 240 adults with asthma were randomly assigned to receive zentarol"
    " 7.5 mg orally twice daily (n = 121) or placebo (n = 119) for 24 weeks."
)

_PROLOG = b"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.invalid/pubmed.dtd">
"""


def study(nct: str, *aliases: str, count: int = 240) -> bytes:
    """A registry record of an invented trial."""
    protocol = {
        "identificationModule": {
            "nctId": nct,
            "nctIdAliases": list(aliases),
            "briefTitle": f"Zentarol in asthma, {nct}",
        },
        "statusModule": {"overallStatus": "COMPLETED"},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": "RANDOMIZED"},
            "enrollmentInfo": {"count": count, "type": "ACTUAL"},
        },
        "conditionsModule": {"conditions": ["Asthma"]},
    }
    return json.dumps({"protocolSection": protocol, "hasResults": False}).encode()


def article(pmid: str, doi: str | None = None, abstract: str = ABSTRACT) -> bytes:
    """A PubMed record of an invented article."""
    ids = f'<ArticleId IdType="pubmed">{pmid}</ArticleId>'
    ids += f'<ArticleId IdType="doi">{doi}</ArticleId>' if doi else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue><Volume>7</Volume><Issue>2</Issue>
<PubDate><Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue>
<ISOAbbreviation>J Invent</ISOAbbreviation></Journal>
<ArticleTitle>Zentarol in asthma {pmid}.</ArticleTitle>
<Pagination><MedlinePgn>11-9</MedlinePgn></Pagination>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract></Article>
</MedlineCitation><PubmedData><ArticleIdList>{ids}</ArticleIdList></PubmedData></PubmedArticle>
""".encode()


class Reply(NamedTuple):
    """What the stand-in says instead of a record; ``length`` is what it claims to send."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None


class Asked(NamedTuple):
    """One request: the last part of its path, and what came in its query or form."""

    path: str
    fields: dict[str, str]


class StandIn:
    """The records that the stand-in serves, what it says first, and what it was asked."""

    def __init__(self) -> None:
        self.studies: dict[str, bytes] = {}
        self.articles: dict[str, bytes] = {}
        self.dois: dict[str, list[str]] = {}
        self.first: list[Reply] = []
        self.asked: list[Asked] = []
        self.headers: list[dict[str, str]] = []
        self.address = ""

    def paths(self) -> list[str]:
        """The last part of each path that was asked for."""
        return [asked.path for asked in self.asked]

    def reply(self, path: str, fields: dict[str, str]) -> Reply:
        """What is said to a request."""
        self.asked.append(Asked(path.rsplit("/", 1)[-1], fields))
        if self.first:
            return self.first.pop(0)
        if path.endswith("efetch.fcgi"):
            return self._articles(fields["id"].split(","))
        if path.endswith("esearch.fcgi"):
            doi = fields["term"].removesuffix("[doi]").strip('"')
            return Reply(
                body=json.dumps({"esearchresult": {"idlist": self.dois.get(doi, [])}}).encode()
            )
        body = self.studies.get(path.rsplit("/", 1)[-1])
        return Reply(404, b"NCT number not found") if body is None else Reply(body=body)

    def _articles(self, pmids: list[str]) -> Reply:
        found = b"".join(self.articles.get(pmid, b"") for pmid in pmids)
        return Reply(body=_PROLOG + b"<PubmedArticleSet>\n" + found + b"</PubmedArticleSet>")


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that listens on this machine until the block ends."""
    standin = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._say(standin.reply(parts.path, dict(parse_qsl(parts.query))))

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(standin.reply(self.path, dict(parse_qsl(form))))

        def _say(self, reply: Reply) -> None:
            standin.headers.append(dict(self.headers.items()))
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            if length >= 0:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        standin.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()


# --- What tests take from here -------------------------------------------------------------------


class Sleeper:
    """A clock that nobody waits for: it notes how long each sleep would have been."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        """The time so far."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Time passes at once."""
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    """The clock of the services."""
    clock = Sleeper()
    monkeypatch.setattr(pace, "CLOCK", Clock(clock.now, clock.sleep))
    return clock


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what was fetched; it is not there yet."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def standin(
    monkeypatch: pytest.MonkeyPatch, cache_folder: Path, sleeper: Sleeper
) -> Iterator[StandIn]:
    """The services on this machine, with two records of each."""
    del cache_folder, sleeper
    with standing_in() as served:
        served.studies = {NCT: study(NCT), OTHER: study(OTHER)}
        served.articles = {
            "101": article("101", "10.1000/Zent.101"),
            "102": article("102", "10.1000/zent.102"),
        }
        served.dois = {"10.1000/zent.101": ["101"]}
        monkeypatch.setenv("KG_REGISTRY_URL", f"{served.address}/api/v2/")
        monkeypatch.setenv("KG_EUTILS_URL", f"{served.address}/eutils")
        yield served


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch, cache_folder: Path, sleeper: Sleeper) -> Sleeper:
    """No services: nothing listens where they should be."""
    del cache_folder
    monkeypatch.setenv("KG_REGISTRY_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KG_EUTILS_URL", "http://127.0.0.1:9")
    return sleeper


def fetched(*ids: str | Path, refresh: bool = False) -> dict[str, bytes]:
    """The bytes that have come, by name."""
    found = fetching.expand(ids, refresh=refresh)
    return {each.name: bytes(each.data) for each in found if isinstance(each, Source)}  # type: ignore[arg-type]


def refused(*ids: str, refresh: bool = False) -> list[KgError]:
    """Why the others have not."""
    return [e for e in fetching.expand(ids, refresh=refresh) if isinstance(e, KgError)]
