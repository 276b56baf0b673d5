"""The endpoint: a store answers SPARQL over HTTP, and describes itself. Only it knows the web.

In: a store folder. Out: an application, and a server that runs it. See ``protocol`` for what a
request may ask, ``shelf`` for how a new generation takes over, ``guard`` for whom we answer,
``plain`` for where pages plug in, ``pages`` for those that people see.
"""

from collections.abc import Callable, Collection
from pathlib import Path

from kg.serving.app import application
from kg.serving.guard import Hosts
from kg.serving.pages import Site
from kg.serving.plain import Pages, Plain
from kg.serving.server import listening, run
from kg.serving.shelf import Generation, Settings, Shelf
from kg.store import Limits
from kg.store.crew import Seats

__all__ = [
    "MOST_ROWS",
    "Generation",
    "Hosts",
    "Pages",
    "Plain",
    "Settings",
    "Shelf",
    "Site",
    "application",
    "serve",
]

MOST_ROWS = 1_000_000
"""The most rows, or triples, of an answer: who wants more wants an export."""


def serve(
    root: Path,
    *,
    host: str,
    port: int,
    limits: Limits,
    workers: int | None,
    names: Collection[str],
    told: Callable[[str], None],
) -> int:
    """The number of the signal that ended the server.

    *Errors*: ``NoStore``, ``StoreDamaged``; ``UsageError`` where nobody can listen.
    """
    seats = Seats.for_this_machine(workers)
    shelf = Shelf(root, Settings(limits._replace(rows=MOST_ROWS), seats, told))
    with listening(host, port) as bound:
        at = bound.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        return run(
            application(shelf, Hosts(host, names), Site()),
            bound,
            seconds=limits.seconds,
            ready=lambda: told(f"{root} answers at http://{shown}:{at}/sparql until Ctrl-C"),
        )
