"""Decisions about what several reports say together: a disagreement, a tie of two trials."""

import json
from pathlib import Path

from conftest import ROOT
from sample_review import REPORT, built, decided, entry, items

import kg
from kg.build import build

RECORDS = ROOT / "kg" / "data" / "records"


def test_a_rejected_disagreement_is_under_a_caution(tmp_path: Path) -> None:
    """What was concluded is judged after the reports; the decision about it stands all the same."""
    reports = tuple(RECORDS / f"{name}.yaml" for name in ("esprit-registry", "esprit-silcaat-2009"))
    build(reports, tmp_path / "store", workers=1)
    first, *_ = items(tmp_path / "store", kind="conflicts")
    decision = f'  - claim: {first.claim}\n    states: "{first.says}"\n    decision: rejected\n'
    gone = decision.replace(first.claim, f"{first.claim}0")
    summary = built(tmp_path, decision, gone, reports=reports)
    assert decided(summary) == ["the claim that was decided about is not there"]
    with kg.open(tmp_path / "store") as graph:
        told = {row["claim"]: row["caution"] for row in graph.ask("disagreements")}
        assert graph.validate().conforms
    assert told.pop(first.claim) == "rejected by A. Reviewer"
    assert not any(told.values())


def test_an_accepted_tie_makes_two_reports_one_trial(tmp_path: Path) -> None:
    """They were alike by their titles, which joins nothing until a person says so."""
    title = "Zelorin for severe chronic hives in shift workers"
    words = REPORT.read_text(encoding="utf-8").partition(":")
    (tmp_path / "page.txt").write_text(f"{title}:{words[2]}", encoding="utf-8")
    modules = {
        "identificationModule": {"nctId": "NCT99000077", "briefTitle": title},
        "statusModule": {"overallStatus": "COMPLETED"},
        "conditionsModule": {"conditions": ["Hives"]},
    }
    record = json.dumps({"protocolSection": modules})
    (tmp_path / "record.json").write_text(record, encoding="utf-8")
    reports = (tmp_path / "page.txt", tmp_path / "record.json")
    assert build(reports, tmp_path / "store", workers=1).trials == 2
    (tie,) = [each for each in items(tmp_path / "store") if each.kind == "trial tie"]
    summary = built(tmp_path, entry(tie.claim, "accepted", exact="a like title"), reports=reports)
    assert (summary.trials, decided(summary)) == (1, [])
    assert not [each for each in items(tmp_path / "store") if each.kind == "trial tie"]
    every = items(tmp_path / "store", decided=True)
    assert [each.decision for each in every if each.kind == "trial tie"] == ["accepted"]
