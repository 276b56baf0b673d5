"""The verbs, in the order in which a newcomer meets them."""

from typing import Annotated

import typer

from kg import __version__
from kg.cli import (
    asking,
    building,
    comparing,
    evaluating,
    exporting,
    judging,
    linking,
    pooling,
    remote,
    reviewing,
    serving,
    talking,
    training,
)

app = typer.Typer(
    help="Clinical trial reports as a knowledge graph in which every fact keeps the words that "
    "state it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in kg an error arose; after any command.")
    ] = False,
) -> None:
    """Take the options that stand before a command; ``main`` has seen ``--debug`` already."""


for verb in (
    building.build,
    building.rejects,
    asking.ask,
    asking.query,
    asking.show,
    asking.why,
    exporting.export,
    comparing.diff,
    reviewing.review,
    judging.validate,
    judging.verify,
    judging.reason,
    exporting.network,
    pooling.pool,
    serving.serve,
    talking.mcp,
    remote.push,
    evaluating.evaluate,
    training.train,
    linking.link,
    linking.mappings,
    building.demo,
):
    app.command()(verb)
app.add_typer(linking.vocabulary, name="vocabulary")
