"""A comparison that is only likely, in a store: in no answer until somebody accepts it."""

from pathlib import Path

from sample_review import HEAD, asked, entry, items

import kg
from kg.build import build

_REPORT = (
    "Zentarol against placebo in adults with gout.\n"
    "METHODS: We randomly assigned 80 adults with gout to zentarol 5 mg daily (n = 40)"
    " or placebo (n = 40).\n"
    "RESULTS: The addition of zentarol decreased joint swelling.\n"
)
_SAID = "The addition of zentarol decreased joint swelling."


def _built(folder: Path, *decisions: str) -> None:
    (folder / "report.txt").write_text(_REPORT, encoding="utf-8")
    (folder / "decisions.yaml").write_text(HEAD + "".join(decisions), encoding="utf-8")
    inputs = [folder / "report.txt", *([folder / "decisions.yaml"] if decisions else [])]
    build(inputs, folder / "store", workers=1)


def test_a_likely_comparison_waits_and_is_counted_once_accepted(tmp_path: Path) -> None:
    """It is listed with its words; no question sees it before a person accepts it."""
    _built(tmp_path)
    (item,) = items(tmp_path / "store", kind="suggestions")
    assert (item.kind, item.words, item.rule) == (
        "suggested comparison", _SAID, "comparison.likely-moved",
    )  # fmt: skip
    with kg.open(tmp_path / "store") as graph:
        assert graph.validate().conforms
        assert list(graph.ask("between-group")) == []
    _built(tmp_path, entry(item.claim, "accepted", exact=_SAID))
    with kg.open(tmp_path / "store") as graph:
        assert graph.validate().conforms
        (row,) = graph.ask("between-group")
    assert (row["measurandLabel"], row["direction"]) == ("joint swelling", "lower")
    waits = f"SELECT ?trial {{ ?trial tk:hasSuggestedComparison <{item.claim}> }}"
    assert len(asked(tmp_path, waits)) == 1
