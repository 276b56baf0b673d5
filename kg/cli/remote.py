"""`kg push`."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options, output

if TYPE_CHECKING:
    from kg.remote import Pushed

_SHOWN: Final = 3


def push(
    endpoint: Annotated[
        str, typer.Option("--endpoint", metavar="URL", help="Where the server takes questions.")
    ],
    store: options.Store = options.STORE,
    graph_store: Annotated[
        str | None,
        typer.Option("--graph-store", metavar="URL", help="Where it takes graphs, if elsewhere."),
    ] = None,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Remove reports from the server that the store has not."),
    ] = False,
    timeout: options.Timeout = 60.0,
) -> None:
    """Load the graph into a SPARQL server by the Graph Store Protocol, and check what it holds.

    Each graph of the store takes the place of the server's graph of that name. Where the server's
    default graph is not the union of its graphs, the union is put there. A push that broke off goes
    on where it ended. Name and password: KG_ENDPOINT_USER, KG_ENDPOINT_PASSWORD.
    """
    from kg.remote import push as run
    from kg.store import open_store

    with open_store(store) as opened, output.progress() as progress:
        tell = partial(progress, "pushing")
        made = run(opened, endpoint, graphs=graph_store, prune=prune, timeout=timeout, tell=tell)
    _told(made, endpoint)


def _told(made: "Pushed", endpoint: str) -> None:
    output.tell(f"{endpoint}: {made.graphs:,} graphs, {made.triples:,} triples, each graph counted")
    if made.resumed:
        output.tell(f"{made.resumed:,} graphs were there from a push that had broken off")
    if made.union:
        output.tell("its default graph is not the union of its graphs; the union was put there")
    if made.stale:
        shown = ", ".join(made.stale[:_SHOWN]) + (" …" if len(made.stale) > _SHOWN else "")
        done = "were removed" if made.removed else "stay there (--prune removes them)"
        output.tell(f"{len(made.stale):,} reports that the store has not {done}: {shown}")
