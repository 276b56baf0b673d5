"""Servers that misbehave: each trouble is one clear line, and nothing half is taken for whole."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from kg.errors import KgError, LimitError, NetworkError, QueryError, RefusedQuery, UsageError
from kg.fetching.exchange import digest
from kg.remote import Endpoint, places
from kg.remote.graph_store import GraphStore
from kg.store import Limits

JSON = "application/sparql-results+json"
ONE_ROW = json.dumps(
    {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "1"}}]}}
)


class Said(NamedTuple):
    """One answer of the server."""

    status: int = 200
    body: str = ONE_ROW
    headers: tuple[tuple[str, str], ...] = (("Content-Type", JSON),)


class Fake:
    """A server that says what a test has written down for it."""

    def __init__(self) -> None:
        self.answers: list[Said] = []
        self.asked: list[tuple[str, str, str, dict[str, str]]] = []
        self.address = ""

    def reply(self, method: str, path: str, body: str, headers: dict[str, str]) -> Said:
        """The next answer; the last one for ever."""
        self.asked.append((method, path, body, headers))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def fake(sleeper: object, cache_folder: Path) -> Iterator[Fake]:
    """The server, on this machine."""
    del sleeper, cache_folder
    made = Fake()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size).decode()
            said = made.reply(self.command, self.path, body, dict(self.headers.items()))
            data = said.body.encode()
            self.send_response(said.status)
            for name, value in (*said.headers, ("Content-Length", str(len(data)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 - names of the protocol

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        made.address = f"http://127.0.0.1:{server.server_address[1]}/sparql"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


# --- Questions -----------------------------------------------------------------------------------


def test_a_query_takes_the_prefixes_of_the_house_along(fake: Fake) -> None:
    """On its first line, so that a place that a server names is right."""
    fake.answers = [Said()]
    assert Endpoint(fake.address).table("SELECT ?a {\n ?a a tk:Trial }").rows == (("1",),)
    (_, path, body, headers) = fake.asked[0]
    sent = parse_qs(body)["query"][0]
    assert path == "/sparql"
    assert headers["Accept"] == JSON
    assert "PREFIX tk: <https://w3id.org/trialkg/ns#>" in sent.splitlines()[0]
    assert sent.endswith("SELECT ?a {\n ?a a tk:Trial }")


def test_the_gate_stands_before_a_server_too(fake: Fake) -> None:
    """Nobody changes data by way of a question, or has a server ask others."""
    for text in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"):
        with pytest.raises(RefusedQuery):
            Endpoint(fake.address).query(text)
    assert fake.asked == []


_PARTIAL = (("Content-Type", JSON), ("X-SQL-State", "S1TAT"))
_FULL = (("Content-Type", JSON), ("X-SPARQL-MaxRows", "1"))


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (Said(400, "line 1: syntax error"), QueryError, "does not take the query"),
        (Said(500, "out of order"), QueryError, "could not answer"),
        (Said(503, "busy"), LimitError, "ended the query"),
        (Said(200, ONE_ROW, _PARTIAL), LimitError, "ended the query"),
        (Said(200, ONE_ROW, _FULL), LimitError, "no more rows"),
        (Said(404, "none"), NetworkError, "no SPARQL endpoint here"),
        (Said(403, "no"), NetworkError, "refuses the question"),
        (Said(401, "who"), NetworkError, "asks for a name and a password"),
        (Said(302, "", (("Location", "http://x/"),)), QueryError, "could not answer"),
        (Said(200, "<html>", (("Content-Type", "text/html"),)), NetworkError, "no answer of a"),
        (Said(200, "{", (("Content-Type", JSON),)), NetworkError, "no JSON"),
    ],
)
def test_each_trouble_is_one_clear_line(
    fake: Fake, said: Said, kind: type[KgError], words: str
) -> None:
    """With its own exit code."""
    fake.answers = [said]
    with pytest.raises(kind, match=words) as caught:
        Endpoint(fake.address).table("SELECT ?a { ?a ?b ?c }")
    assert "\n" not in caught.value.line()


def test_an_answer_that_does_not_come_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the seconds that a query has."""
    monkeypatch.setenv("NO_PROXY", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as deaf:
        address = f"http://127.0.0.1:{deaf.server_address[1]}/sparql"
        with pytest.raises(LimitError, match=r"longer than 0\.2 s"):
            Endpoint(address, Limits(seconds=0.2)).query("ASK {}")


def test_older_servers_answer_ask_with_a_table(fake: Fake) -> None:
    """A cell that holds a number."""
    for value, truth in (("1", True), ("0", False)):
        cell = {"type": "literal", "value": value}
        answer = {"head": {"vars": ["r"]}, "results": {"bindings": [{"r": cell}]}}
        fake.answers = [Said(200, json.dumps(answer))]
        assert Endpoint(fake.address).query("ASK { ?a ?b ?c }") is truth


@pytest.mark.parametrize("address", ["", "example.org", "ftp://x/", "http://u:p@x/sparql"])
def test_an_address_is_of_the_web_and_holds_no_password(address: str) -> None:
    """It would stand in the history of a shell."""
    with pytest.raises(UsageError):
        Endpoint(address)


def test_one_address_of_a_server_is_enough() -> None:
    """Where servers keep the other is known."""
    both = places("http://h/query")
    assert places("http://h") == places("http://h/store") == both
    assert places("http://h/sparql-graph-crud-auth").query == "http://h/sparql"
    assert places("http://h/ds/data").query == "http://h/ds/sparql"
    assert places("http://h/x", "http://h/y").graphs == "http://h/y"


# --- Names and passwords -------------------------------------------------------------------------


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person with a name."""
    monkeypatch.setenv("KG_ENDPOINT_USER", "Mufasa")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "Circle Of Life")


@pytest.mark.usefixtures("known")
def test_a_password_is_sent_where_it_is_asked_for(fake: Fake) -> None:
    """And from then on without being asked."""
    fake.answers = [Said(401, "", (("WWW-Authenticate", 'Basic realm="x"'),)), Said()]
    endpoint = Endpoint(fake.address)
    endpoint.query("ASK {}")
    endpoint.query("ASK {}")
    given = [headers.get("Authorization") for *_, headers in fake.asked]
    token = "Basic " + b64encode(b"Mufasa:Circle Of Life").decode()
    assert given == [None, token, token]


@pytest.mark.usefixtures("known")
def test_a_wrong_password_is_told(fake: Fake) -> None:
    """Once, and without a round for ever."""
    fake.answers = [Said(401, "", (("WWW-Authenticate", 'Basic realm="x"'),))]
    with pytest.raises(NetworkError, match="does not take this name and password"):
        Endpoint(fake.address).query("ASK {}")
    assert len(fake.asked) == 2


@pytest.mark.usefixtures("known")
def test_a_digest_sends_no_password(fake: Fake) -> None:
    """Virtuoso asks so."""
    asked = 'Digest realm="SPARQL", nonce="abc", qop="auth", opaque="x", algorithm="MD5"'
    fake.answers = [Said(401, "", (("WWW-Authenticate", asked),)), Said()]
    Endpoint(fake.address).query("ASK {}")
    given = fake.asked[1][3]["Authorization"]
    assert given.startswith('Digest username="Mufasa", realm="SPARQL", nonce="abc", uri="/sparql"')
    assert "Circle" not in given


def test_the_digest_is_that_of_the_specification(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 2617, section 3.5."""

    class Fixed:
        hex = "0a4f113b"

    monkeypatch.setattr("kg.fetching.exchange.uuid4", Fixed)
    challenge = (
        'Digest realm="testrealm@host.com", qop="auth,auth-int",'
        ' nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    answer = digest(challenge, "Mufasa", "Circle Of Life", "GET", "/dir/index.html")
    assert 'response="6629fae49393a05397450978507c4ef1"' in answer


# --- Graphs --------------------------------------------------------------------------------------


def test_a_busy_server_is_asked_again(fake: Fake, sleeper: object) -> None:
    """Each time later, or when it says."""
    busy = (("Retry-After", "7"),)
    fake.answers = [Said(503), Said(429, "", busy), Said(500), Said(204, "")]
    GraphStore(fake.address).replace("http://x/g", b"<a:a> <a:b> <a:c> .\n")
    assert sleeper.slept == [1.0, 7.0, 4.0]  # type: ignore[attr-defined]
    assert [method for method, *_ in fake.asked] == ["PUT"] * 4
    assert unquote(urlsplit(fake.asked[0][1]).query) == "graph=http://x/g"


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (Said(503), NetworkError, "does not take the graph"),
        (Said(413), LimitError, "no request as large"),
        (Said(404), NetworkError, "no Graph Store Protocol here"),
        (Said(400, "bad"), NetworkError, "does not take the graph"),
    ],
)
def test_a_server_that_takes_no_graph_is_told(
    fake: Fake, said: Said, kind: type[KgError], words: str
) -> None:
    """In one line."""
    fake.answers = [said]
    with pytest.raises(kind, match=words):
        GraphStore(fake.address).add("http://x/g", b"")


def test_a_server_without_ntriples_is_given_turtle(fake: Fake) -> None:
    """Of which they are a part; it is remembered."""
    fake.answers = [Said(415), Said(204, "")]
    graphs = GraphStore(fake.address)
    graphs.add(None, b"")
    graphs.add(None, b"")
    types = [headers["Content-Type"] for *_, headers in fake.asked]
    assert types == ["application/n-triples", "text/turtle", "text/turtle"]
    assert fake.asked[0][1] == "/sparql?default="
