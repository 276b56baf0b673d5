"""`kg serve`."""

import signal
from typing import Annotated

import typer

from kg.cli import options, output

_INTERRUPTED = 130


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is any that is free.")] = 8000,
    store: options.Store = options.STORE,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
    workers: Annotated[
        int | None, typer.Option(min=2, help="Queries at once; four for each core.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Another name of this server."),
    ] = None,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql that describes itself, things at /id/.

    Read-only, on this machine unless --host says otherwise. A later build is answered from as
    soon as it is published. Ctrl-C stops it, once what was asked is answered.
    """
    from kg.serving import serve as run
    from kg.store import Limits

    ended = run(
        store,
        host=host,
        port=port,
        limits=Limits(timeout, memory),
        workers=workers,
        names=allow_host or (),
        told=output.tell,
    )
    if ended == signal.SIGINT:
        raise typer.Exit(_INTERRUPTED)
