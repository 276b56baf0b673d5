"""`kg train`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output

Corpora = Annotated[
    list[Path],
    typer.Argument(metavar="CORPUS…", help="Corpora with relations, or folders of such."),
]
Into = Annotated[
    Path, typer.Option("--output", "-o", metavar="MODEL", help="Where the model goes.")
]
Seed = Annotated[int, typer.Option(metavar="S", help="The order in which examples are seen.")]


def train(corpora: Corpora, model: Into, seed: Seed = 0) -> None:
    """Learn which value belongs to which arm and outcome, from corpora you have.

    The model only ranks ties of what the grammar has read. Documents that are held out are not
    learnt from. Use it with: kg build --model MODEL, or KG_MODEL.
    """
    from kg.training import train as learn
    from kg.training import write

    with output.busy("learning ties: some ten seconds"):
        learnt = learn(corpora, seed=seed)
        size = write(learnt.model, model)
    output.tell(
        f"{model}: {size:,} bytes, from {learnt.sentences:,} sentences with {learnt.ties:,} ties"
    )
