"""A SPARQL endpoint on this machine, for queries that would ask a public one.

In: Turtle. Out: an address that answers queries over it, in JSON, and what it was asked.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import rdflib


@contextmanager
def endpoint(turtle: str) -> Iterator[tuple[str, list[str]]]:
    """The address of an endpoint over these statements, and the queries that came to it."""
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(self.rfile.read(length).decode())

        def _answer(self, form: str) -> None:
            (query,) = parse_qs(form)["query"]
            asked.append(query)
            body = graph.query(query).serialize(format="json") or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing: a test has its own words."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
