"""An invented report, decisions about it, and what a build makes of them."""

from pathlib import Path

from conftest import ROOT

import kg
from kg.build import Summary, build
from kg.review import Item, waiting

REPORT = ROOT / "docs" / "example-review.txt"
BASE = "https://w3id.org/trialkg/id/report/sha256-10082412768da282/"
SLEPT, DROWSY, DERIVED = f"{BASE}untied-1", f"{BASE}untied-2", f"{BASE}derived-3"
ITCH = f"{BASE}result-7"
SAID = {
    SLEPT: "All in all, 52% (95% CI 41 to 63%) slept through.",
    DROWSY: "Somnolence was seen in 9 (14.5%).",
}
LEAVING_OUT = (
    "13-conflicting-trials",
    "14-surrogate-without-benefit",
    "26-pooled-effect",
    "27-evidence-network",
)
HEAD = """\
kind: curated-record
title: Review of zelorin
author: A. Reviewer
concepts:
  - {slug: somnolence, kinds: [AdverseEvent], pref_label: somnolence}
decisions:
"""


def entry(claim: str, decision: str, *more: str, exact: str | None = None) -> str:
    """One decision of a record, about the words of its claim."""
    words = SAID.get(claim, "") if exact is None else exact
    lines = [f"claim: {claim}", f'exact: "{words}"', f"decision: {decision}", *more]
    return "  - " + "\n    ".join(lines) + "\n"


ACCEPTED = entry(DROWSY, "accepted", "group: zelorin", "measurand: somnolence", "time: week 12")


def items(root: Path, **which: object) -> list[Item]:
    """What waits in a store."""
    with kg.open(root) as graph:
        return waiting(graph.store, **which)  # type: ignore[arg-type]


def built(folder: Path, *entries: str, reports: tuple[Path, ...] = (REPORT,)) -> Summary:
    """The build of the report with these decisions, in the folder's store."""
    (folder / "decisions.yaml").write_text(HEAD + "".join(entries), encoding="utf-8")
    return build([*reports, folder / "decisions.yaml"], folder / "store", workers=1)


def asked(folder: Path, sparql: str) -> list[tuple[object, ...]]:
    """The rows of an answer of the folder's store."""
    with kg.open(folder / "store") as graph:
        return list(graph.store.table(sparql).rows)


def decided(summary: Summary) -> list[str]:
    """What is told of decisions that came to nothing."""
    return [each.what for each in summary.rejects if each.kind == "decision"]
