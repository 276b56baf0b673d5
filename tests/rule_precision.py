"""The precision of each rule in kg/data/rules.tsv, from corpora that the developer has.

In: the place of the corpora. Out: the table, written anew. Run by ``make confidence``.
"""

import sys
from pathlib import Path

from conftest import ROOT

from kg.evaluation.counted import counted

TABLE = ROOT / "kg" / "data" / "rules.tsv"


if __name__ == "__main__":
    TABLE.write_text(counted([Path(sys.argv[1])]), "utf-8")
