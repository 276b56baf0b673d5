"""`kg train`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output

Corpora = Annotated[
    list[Path],
    typer.Argument(metavar="CORPUS…", help="Annotated corpora, or folders of such."),
]
Into = Annotated[
    Path, typer.Option("--output", "-o", metavar="MODEL", help="Where the model goes.")
]
Seed = Annotated[int, typer.Option(metavar="S", help="The order in which examples are seen.")]


def train(corpora: Corpora, model: Into, seed: Seed = 0) -> None:
    """Learn what rules cannot tell, from corpora you have: see docs/reading.md.

    Which value belongs to which arm and outcome, and which way outcomes went. Documents that are
    held out are not learnt from. Use it with: kg build --model MODEL, or KG_MODEL.
    """
    from kg.training import train as learn
    from kg.training import write

    with output.busy("learning: a minute or two"):
        learnt = learn(corpora, seed=seed)
        size = write(learnt.model, model)
    output.tell(
        f"{model}: {size:,} bytes, from {learnt.sentences:,} abstracts and sentences"
        f" with {learnt.ties:,} ties"
    )
