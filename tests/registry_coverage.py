"""How much of a folder of registry records is in their graphs, by family, and what is made up.

    python tests/registry_coverage.py PATH… [--every N]

reads every record in files, folders and archives, maps it, and prints for each family how many
values the records state, how many stand where they belong, how many the graph states and no record
does; then what is left out with its reason, and how many pointers lead to a value.
"""

import argparse
import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registry_families import resolved
from registry_fields import FAMILIES
from registry_walk import Ledger, bare, leaves

from kg.derivation import derive
from kg.graph import account_quads
from kg.records import Account
from kg.sources.ctgov import looks_like, read
from kg.sources.ctgov.decoding import raw_records
from kg.sources.ctgov.weeding import reason


class Tally:
    """What was counted over all records."""

    def __init__(self) -> None:
        self.records = 0
        self.stated = Counter[str]()
        self.found = Counter[str]()
        self.invented = Counter[str]()
        self.left = Counter[str]()
        self.of_kind: dict[str, Counter[str]] = defaultdict(Counter)
        self.missing: dict[str, list[str]] = defaultdict(list)
        self.made_up: list[str] = []
        self.pointers = self.resolved = self.ticked = 0

    def take(self, account: Account, record: dict[str, Any]) -> None:
        """One record and its account."""
        self.records += 1
        unplaced = {path.replace("/*", "") for path, _ in account.report.unplaced}
        ledger = Ledger(record, account_quads(derive(account)))
        number = account.report.registry_ids[0]
        of_kind = self.of_kind[_kind(record)]
        of_kind["records"] += 1
        for leaf in leaves(record):
            found = ledger.finds(leaf)
            if not found and leaf.path in unplaced:
                self.left[reason(leaf.path)] += 1
                continue
            self.stated[leaf.family] += 1
            of_kind["stated"] += 1
            if found:
                self.found[leaf.family] += 1
                of_kind["found"] += 1
            else:
                self.missing[leaf.family].append(f"{number} {leaf.pointer} {leaf.value!r:.60}")
        self.ticked += len(ledger.ticked)
        for node, name, said in ledger.unstated():
            family = _family(ledger, node)
            self.invented[family] += 1
            self.made_up.append(f"{number} {node.rpartition('/')[2]} {name} {said!r:.60}")
        for path in ledger.paths.values():
            self.pointers += 1
            value = resolved(record, path)
            self.resolved += value is not None and not isinstance(value, dict | list)

    def lines(self) -> Iterator[str]:
        """The table, then what is missing and what is made up, a few of each."""
        yield f"{'':28}{'stated':>11}{'found':>11}{'%':>8}{'unstated':>10}"
        for name in [*(name for name, _ in FAMILIES), "all"]:
            stated, found, made = (
                sum(each.values()) if name == "all" else each[name]
                for each in (self.stated, self.found, self.invented)
            )
            if stated or made:
                share = 100 * found / stated if stated else 100
                yield f"{name:28}{stated:11,}{found:11,}{share:8.2f}{made:10,}"
        for kind, counts in sorted(self.of_kind.items()):
            records, stated, found = (counts[each] for each in ("records", "stated", "found"))
            yield f"{records:,} {kind} records: {found:,} of {stated:,} values found"
        yield f"{self.ticked + len(self.made_up):,} statements of the graph laid beside the records"
        yield f"{self.records:,} records; {self.resolved:,} of {self.pointers:,} pointers resolved"
        for why, count in self.left.most_common():
            yield f"left out: {count:,} values, {why}"
        for family, places in self.missing.items():
            yield from (f"missing, {family}: {place}" for place in places[:5])
        yield from (f"unstated: {place}" for place in self.made_up[:20])


def _kind(record: dict[str, Any]) -> str:
    """What kind of record it is, where it shows less than others."""
    protocol = record["protocolSection"]
    if protocol.get("statusModule", {}).get("overallStatus") == "WITHHELD":
        return "withheld"
    kind = protocol.get("designModule", {}).get("studyType", "unnamed")
    return str(kind).lower().replace("_", " ")


def _family(ledger: Ledger, node: str) -> str:
    passages = ledger.of[node].get("supportedBy", ())
    path = bare(min((ledger.paths[each] for each in passages), default=""))
    return next(name for name, pattern in FAMILIES if pattern.match(path))


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON of a file, a folder or an archive."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.suffix in {".json", ".zip"}:
                yield from files(inner)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    else:
        yield path.name, path.read_bytes()


def measured(paths: list[Path], every: int = 1) -> Tally:
    """The tally of all records below some paths, or of each so many of them."""
    tally, number = Tally(), 0
    for path in paths:
        for name, data in files(path):
            if not looks_like(data):
                continue
            for raw in raw_records(name, data):
                number += 1
                if number % every == 0 and isinstance(raw, bytes):
                    (account,) = read(name, raw)
                    if isinstance(account, Account):
                        tally.take(account, json.loads(raw))
    return tally


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("paths", nargs="+", type=Path)
    asked.add_argument("--every", type=int, default=1, help="take each so many records")
    given = asked.parse_args()
    counted = measured(given.paths, given.every)
    sys.stdout.write("\n".join((*counted.lines(), "")))
    sys.exit(bool(counted.made_up) or counted.resolved != counted.pointers)
