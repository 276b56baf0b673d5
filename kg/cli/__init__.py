"""The command line: parse, call one function, print. Alone may print or exit.

Data goes to standard output, everything else to standard error. Exit codes stand in `kg.errors`.
"""

import sys

from kg.cli.app import app
from kg.cli.ending import cleared_up
from kg.cli.output import shown

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that was typed; a user's error is a message, never a traceback."""
    # `--debug` is taken wherever it stands: it is remembered when the command has failed.
    debug = "--debug" in sys.argv
    sys.argv[:] = [argument for argument in sys.argv if argument != "--debug"]
    from kg.errors import KgError

    try:
        with cleared_up():
            app(prog_name="kg")
    except KgError as error:
        if debug:
            raise
        print(f"kg: error: {shown(str(error))}", file=sys.stderr)
        sys.exit(error.exit_code)
