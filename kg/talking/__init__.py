"""The graph for programs that talk: tools that a language model calls, each answer with its words.

In: a store folder. Out: tools, and a server that offers them over the Model Context Protocol. See
``tools`` for what there is, ``passages`` for the words, ``server`` for the protocol.
"""

from collections.abc import Callable
from pathlib import Path

from kg.store import Limits
from kg.talking.desk import MOST_ROWS, Desk
from kg.talking.tools import TOOLS, Tool

__all__ = ["MOST_ROWS", "TOOLS", "Desk", "Tool", "serve"]


def serve(root: Path, limits: Limits, told: Callable[[str], None]) -> None:
    """Answer over standard input and output, until the input ends.

    *Errors*: ``UsageError`` where the extra is not installed; ``NoStore``, ``StoreDamaged``.
    """
    from kg.talking.server import run

    with Desk(root, limits) as desk:
        told(f"{root} answers over standard input and output until the input ends")
        run(desk)
