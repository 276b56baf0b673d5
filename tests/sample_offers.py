"""An invented report, and what an extractor may offer of it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from conftest import ROOT

from kg.reading import read_account, use_extractor
from kg.records import Account, Document
from kg.sources import read_source

REPORT = ROOT / "docs" / "example-offers.txt"
SAID = "Somnolence, which zelorin is known for, was seen in 9 (14.5%)"
BOTH = f"{SAID} and placebo made 4 (6.5%) drowsy."


def document() -> Document:
    """The invented report."""
    (found,) = read_source(REPORT.name, REPORT.read_bytes())
    assert isinstance(found, Document)
    return found


TEXT = document().report.text or ""


def offer(exact: str = SAID, group: str = "arm-1", **changes: Any) -> dict[str, Any]:
    """What an extractor offers: 14.5% with zelorin, unless it says something else."""
    result = {"group": group, "number": {"value": "14.5", "unit": "%"}, "count": 9}
    result |= {name: changes.pop(name) for name in list(changes) if name in _OF_RESULT}
    return {"exact": exact, "measured": "Somnolence", "result": result, **changes}


_OF_RESULT = frozenset(
    "number count denominator statistic time outcome measurand over label event".split()
)
OTHER = offer("placebo made 4 (6.5%) drowsy", "arm-2", number={"value": "6.5"}, count=4)


def answers(folder: Path, *offers: object, text: str = TEXT) -> Path:
    """A file of answers that were given before."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    path = folder / f"answers-{len(list(folder.iterdir()))}.jsonl"
    path.write_text(json.dumps({"sha256": sha256, "offers": offers}) + "\n", encoding="utf-8")
    return path


def read(folder: Path, *offers: object, of: Document | None = None) -> Account:
    """The account of the report, or of another, once these were offered."""
    told = of or document()
    use_extractor(f"replay:{answers(folder, *offers, text=told.report.text or '')}")
    return read_account(told)
