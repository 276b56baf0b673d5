"""What hostile clients try: the server stays, the others are served, nothing leaves."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import pytest
from served import Served, serving
from stores import line, published

LIGHT = "SELECT ?s { ?s tk:size 7 }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DEADLINE = 1.0


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with enough in it for a product of it with itself to take long."""
    root = tmp_path_factory.mktemp("shelf")
    published(root, [line(f"arm-{n}", "size", f'"{n}"') for n in range(400)])
    return root


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Served]:
    """A server with little patience."""
    options = ("--timeout", str(DEADLINE), "--memory", "256", "--workers", "4")
    patience = "kg.serving.server.HEAD_SECONDS = kg.serving.protocol.BODY_SECONDS = 0.5"
    with serving(root, *options, where=patience) as served:
        yield served


@pytest.fixture(autouse=True)
def unharmed(server: Served) -> Iterator[None]:
    """The process is the same one, and answers the next client."""
    yield
    assert server.process.poll() is None
    assert eventually(lambda: server.ask(LIGHT).status_code == 200)


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def nested(opening: str, closing: str, depth: int, inside: str = "") -> str:
    """Brackets in brackets."""
    return opening * depth + inside + closing * depth


SOME = " ".join(map(str, range(1000)))
ATTACKS = {
    "calls": f"SELECT * {{ FILTER({nested('STR(', ')', 5_000, '1')} = 1) }}",
    "groups": f"SELECT * {nested('{', '}', 20_000)}",
    "parentheses": f"SELECT * {{ FILTER{nested('(', ')', 20_000, '1')} }}",
    "negations": f"SELECT * {{ FILTER({'!' * 30_000} true) }}",
    "optionals": f"SELECT * {nested('{ OPTIONAL ', '}', 3_000, '{}')}",
    "subselects": f"SELECT * {nested('{ SELECT * ', '}', 3_000, '{}')}",
    "unions": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 6_000)} }}",
    "minuses": f"SELECT * {nested('{ ?s ?p ?o MINUS ', '}', 2_000, '{ ?s ?p ?o }')}",
    "blank nodes": f"SELECT * {{ ?s ?p {nested('[ ?p ', ']', 500, '1')} }}",
    "path": f"SELECT * {{ ?s {'/'.join(['tk:size'] * 500)} ?o }}",
    "patterns": f"SELECT * {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(500))} }}",
    "product": HEAVY,
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 10",
    "concat": "SELECT (STRLEN(?z) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(30))
    + " BIND(?a30 AS ?z) }",
    "values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {SOME} }} VALUES ?b {{ {SOME} }} "
    f"VALUES ?c {{ {SOME} }} }}",
    "group_concat": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?all) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "all pairs": "SELECT * { ?a (tk:size|^tk:size)* ?b . ?c (tk:size|^tk:size)* ?d }",
    "long": "ASK {} #" + "x" * 1_000_000,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_query_is_refused_or_ended(server: Served, attack: str) -> None:
    """With a status that says so, not much after the deadline."""
    begun = time.monotonic()
    answer = server.client.post(
        "/sparql", content=ATTACKS[attack], headers={"content-type": "application/sparql-query"}
    )
    assert answer.status_code in {400, 413, 503}, answer.text[:200]
    assert answer.status_code != 503 or answer.headers["retry-after"].isdecimal()
    assert time.monotonic() - begun < DEADLINE + 1


def test_a_regular_expression_that_explodes_elsewhere_is_harmless(server: Served) -> None:
    """The engine's own take linear time."""
    query = f"SELECT * {{ FILTER(REGEX('{'a' * 33}!', '^(a+)+$')) }}"
    assert server.ask(query).json()["results"]["bindings"] == []


def test_an_answer_has_at_most_so_many_rows(root: Path) -> None:
    """Too many are refused, never cut; to ask again would not help, and nobody is told to."""
    with serving(root, where="kg.serving.MOST_ROWS = 100") as server:
        for accept in ("application/json", "text/csv", "application/xml"):
            query = "SELECT * { ?s ?p ?o }"
            assert server.ask(f"{query} LIMIT 100", accept).status_code == 200
            refused = server.ask(f"{query} LIMIT 110", accept)
            assert (refused.status_code, "too many rows" in refused.text) == (413, True)
            assert "retry-after" not in refused.headers
        for form in ("text/turtle", "application/n-triples"):
            query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
            assert server.ask(f"{query} LIMIT 100", form).status_code == 200
            assert server.ask(f"{query} LIMIT 101", form).status_code == 413


# --- Leaving the machine -------------------------------------------------------------------------


def test_nothing_is_asked_of_another_server(server: Served) -> None:
    """However SERVICE, FROM and LOAD are written: nobody connects."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        there = f"http://127.0.0.1:{other.getsockname()[1]}/x"
        tries = (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SeRvIcE SILENT <{there}> {{ ?s ?p ?o }} }}",
            f"PREFIX s: <{there}> SELECT * {{ SERVICE s: {{ ?s ?p ?o }} }}",
            f"PREFIX s: <{there}> SELECT * {{ SERVICE\n#\ns:{{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{there}> AS ?g) SERVICE ?g {{ ?s ?p ?o }} }}",
            f"SELECT * {{ S\\u0045RVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{there}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{there}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"LOAD <{there}>",
        )
        for query in tries:
            assert server.ask(query).status_code in {400, 403}, query
        assert server.ask("ASK {}", default_graph_uri=there).status_code == 403
        assert server.ask("ASK {}", named_graph_uri=there).status_code == 403
        other.settimeout(0.2)
        with pytest.raises(TimeoutError):
            other.accept()


# --- Requests ------------------------------------------------------------------------------------


def raw(server: Served, request: bytes, *, seconds: float = 5.0) -> bytes:
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as client:
        client.sendall(request)
        parts = []
        try:
            while part := client.recv(1 << 16):
                parts.append(part)
        except (TimeoutError, ConnectionResetError):
            pass
        return b"".join(parts)


def head(path: bytes, *headers: bytes, host: bytes = b"localhost") -> bytes:
    """A request as bytes."""
    lines = [b"GET " + path + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", b""])


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"localhost", b"200"),
        (b"LOCALHOST:80", b"200"),
        (b"127.0.0.1:9", b"200"),
        (b"[::1]:8000", b"200"),
        (b"evil.example", b"421"),
        (b"localhost.evil.example", b"421"),
        (b"evil.example:8000@localhost", b"421"),
        (b"10.0.0.1", b"421"),
        (b"0.0.0.0", b"421"),
        (b"", b"421"),
    ],
)
def test_a_name_that_is_not_ours_is_not_answered(
    server: Served, host: bytes, status: bytes
) -> None:
    """So that a page elsewhere cannot make its own name lead here."""
    assert raw(server, head(b"/healthz", host=host)).split()[1] == status


def test_other_names_of_the_server_are_told_to_it(root: Path) -> None:
    """A proxy's, or the machine's where the whole network may ask; an address is no name."""
    everywhere = "0.0.0.0"  # noqa: S104 - what this test is about
    with serving(root, "--host", everywhere, "--allow-host", "Trials.Example") as server:
        hosts = (b"trials.example:443", b"10.0.0.1", b"[fe80::1]", b"localhost")
        for host in hosts:
            assert raw(server, head(b"/healthz", host=host)).split()[1] == b"200", host
        assert raw(server, head(b"/healthz", host=b"evil.example")).split()[1] == b"421"
        told = raw(server, head(b"/sparql", host=b"trials.example"))
        assert b"<http://trials.example/sparql>" in told


def test_a_request_has_one_host(server: Served) -> None:
    """Two, or none, are a fault."""
    assert raw(server, head(b"/healthz", b"Host: evil.example")).split()[1] in {b"400", b"421"}
    assert raw(server, b"GET /healthz HTTP/1.1\r\n\r\n").split()[1] == b"400"
    assert raw(server, b"GET /healthz HTTP/1.0\r\n\r\n").split()[1] == b"421"


@pytest.mark.parametrize(
    "path",
    [
        b"/../../../../etc/passwd",
        b"/id/../../../../etc/passwd",
        b"/id/%2e%2e/%2e%2e/etc/passwd",
        b"/id/..%2f..%2fetc%2fpasswd",
        b"/id/%00",
        b"/id/a%0d%0aSet-Cookie:%20x=1",
        b"/id/a%zz",
        b"/id/%3Cscript%3E",
        b"/id/\xff",
        b"/id/%ff",
        b"//evil.example/sparql",
    ],
)
def test_no_path_leads_out(server: Served, path: bytes) -> None:
    """Not found, or no request at all; and never a header of the client's making."""
    answer = raw(server, head(path))
    assert answer.split()[1] in {b"400", b"404"}
    assert b"root:" not in answer
    assert b"set-cookie" not in answer.lower()


def test_a_parameter_writes_no_header(server: Served) -> None:
    """CR and LF in whatever is sent stay where they are."""
    for path in (b"/sparql?query=ASK%7B%7D%0D%0AX-Evil:1", b"/sparql?query=%0d%0a%0d%0a<script>"):
        answer = raw(server, head(path)).partition(b"\r\n\r\n")
        assert b"x-evil" not in answer[0].lower()
        assert b"text/html" not in answer[0]


@pytest.mark.parametrize(
    "request_", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"x" * 3_000_000, b"GET / HTTP/9\r\n\r\n"]
)
def test_what_is_no_request_is_told_so(server: Served, request_: bytes) -> None:
    """Or the connection ends."""
    answer = raw(server, request_)
    assert answer == b"" or answer.split()[1] in {b"400", b"408", b"431"}


POSTED = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n",
        POSTED + b"Content-Length: 50\r\n\r\nASK",
        POSTED + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "chunks without end"],
)
def test_a_request_that_does_not_come_is_not_waited_for(server: Served, begun: bytes) -> None:
    """408, and the connection ends; also when a byte drips now and then."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(begun)
        since = time.monotonic()
        answer = b""
        while b"408" not in answer and time.monotonic() - since < 5:
            client.settimeout(0.2)
            try:
                answer += client.recv(1 << 16)
            except TimeoutError:
                client.send(b"X" if begun and b"POST" not in begun else b"")
        assert answer.split()[1] == b"408"
        assert time.monotonic() - since < 3


# --- Many at once --------------------------------------------------------------------------------


def busy(server: Served) -> int:
    """How many workers run a query."""
    return int(server.get("/healthz").json()["workers"]["busy"])


def test_a_client_that_hangs_up_frees_its_worker(root: Path) -> None:
    """Within a second, long before the deadline."""
    with serving(root, "--timeout", "30") as server:
        request = server.client.build_request("GET", "/sparql", params={"query": HEAVY})
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(head(request.url.raw_path))
            assert eventually(lambda: busy(server) == 1)
            begun = time.monotonic()
        assert eventually(lambda: busy(server) == 0)
        assert time.monotonic() - begun < 1


def test_answers_that_are_cut_off_leave_nothing_behind(root: Path) -> None:
    """Workers that are ended while they write are gone, and the server stops at once."""
    with serving(root, "--timeout", "0.3", "--workers", "4") as server:
        rows = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(server.ask, [rows] * 16))
        assert {each.status_code for each in answers} == {503}
        assert eventually(lambda: len(server.workers()) <= 4)
        assert len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) < 50
        begun = time.monotonic()
    assert time.monotonic() - begun < 10


def test_a_worker_that_is_killed_is_replaced(server: Served) -> None:
    """While it has nothing to do, and within a query: that one is asked again."""
    for _ in range(3):
        before = server.workers()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        answer = server.ask(LIGHT)
        assert answer.status_code == 200, answer.text
    assert not set(before) & set(server.workers())
    with ThreadPoolExecutor(1) as pool:
        product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h 7 }"
        asked = pool.submit(server.ask, product)
        assert eventually(lambda: busy(server) == 1 or asked.done())
        for pid in server.workers():
            os.kill(pid, signal.SIGKILL)
        assert asked.result().status_code == 200, asked.result().text


def test_light_queries_are_answered_while_heavy_ones_fill_the_house(root: Path) -> None:
    """Those that run long are ended to make room, or reach their deadline; each says so."""
    options = ("--timeout", "3", "--workers", "5")
    with serving(root, *options) as server, ThreadPoolExecutor(8) as pool:
        heavy = [pool.submit(server.ask, HEAVY) for _ in range(8)]
        lights = []
        while not all(each.done() for each in heavy):
            lights.append(server.ask(LIGHT).status_code)
            time.sleep(0.05)
    answers = [each.result() for each in heavy]
    assert {each.status_code for each in answers} == {503}
    assert all(each.headers["retry-after"] for each in answers)
    said = {each.text.partition("\n")[0].partition(":")[0] for each in answers}
    assert said == {"the server is busy", "the query took longer than 3 s"}
    assert set(lights) == {200}
    assert len(lights) > 2


def test_a_hundred_clients_have_right_answers_or_an_honest_503(server: Served) -> None:
    """All at the same moment, each with a question of its own."""
    gate = threading.Barrier(100)

    def ask(number: int) -> bool:
        gate.wait()
        query = f'SELECT ?s {{ ?s tk:size "{number}" }}'
        answer = server.ask(query)
        if answer.status_code == HTTPStatus.REQUEST_TIMEOUT:
            answer = server.ask(query)  # this server waits half a second for a client: see above
        if answer.status_code == 503:
            return bool(answer.headers["retry-after"])
        rows = answer.json()["results"]["bindings"]
        return [row["s"]["value"].rpartition("-")[2] for row in rows] == [str(number)]

    with ThreadPoolExecutor(100) as pool:
        assert all(pool.map(ask, range(100)))
