"""The figures in docs/evaluation.md, from corpora that the developer has.

In: the place of the corpora. Out: the last part of the page, written anew. Run by ``make figures``.
"""

import sys
from pathlib import Path

from conftest import ROOT

from kg.evaluation import Evaluation, evaluate, tables

PAGE = ROOT / "docs" / "evaluation.md"
HEADING = "## Figures of today\n"
_LEFT_OUT = "causes"


def figures(evaluation: Evaluation) -> str:
    """The tables of the page; causes belong to the list of errors."""
    told = (table for table in tables(evaluation) if _LEFT_OUT not in (table.title or ""))
    return "\n".join(f"**{table.title}**\n\n{table.to_text('md')}" for table in told)


def write(corpora: Path) -> None:
    """The page with the figures of today."""
    head, _, rest = PAGE.read_text("utf-8").partition(HEADING)
    words = rest.strip().partition("\n\n")[0]
    told = figures(evaluate([corpora], part="all"))
    PAGE.write_text(f"{head}{HEADING}\n{words}\n\n{told}", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
