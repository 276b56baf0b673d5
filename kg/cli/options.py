"""Options that several commands share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kg import DEFAULT_STORE
from kg.errors import UsageError

Store = Annotated[
    Path,
    typer.Option("--store", envvar="KG_STORE", metavar="DIR", help="The folder of the store."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="FORM", help="The form of the output; see above."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here; the ending says the form."),
]
Timeout = Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="The longest wait.")]
Workers = Annotated[
    str | None,
    typer.Option(
        "--workers",
        metavar="N|dask://HOST:PORT",
        help="Processes, else one for each core; or a Dask cluster.",
    ),
]
Extractor = Annotated[
    str | None,
    typer.Option(
        "--extractor",
        envvar="KG_EXTRACTOR",
        metavar="NAME",
        help="Who offers results beside the rules: docs/extractors.md.",
    ),
]
Endpoint = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="A SPARQL server, in place of the store."),
]
Memory = Annotated[int, typer.Option(metavar="MEGABYTES", min=128, help="The most memory.")]

STORE = DEFAULT_STORE


def pairs(written: Iterable[str] | None) -> dict[str, str]:
    """The values by name.

    *Errors*: ``UsageError`` for what is not ``name=value``.

    >>> pairs(["trial=SILCAAT", "text=a=b"])
    {'trial': 'SILCAAT', 'text': 'a=b'}
    """
    found = [text.partition("=") for text in written or ()]
    for name, sign, value in found:
        if not (sign and name):
            raise UsageError("a value needs a name", got=name + value, expected="name=value")
    return {name: value for name, _, value in found}
