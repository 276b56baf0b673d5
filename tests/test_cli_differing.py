"""`kg diff` at the command line: rows for programs, tables for people, an exit code on request."""

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Command, command
from stores import published, sample_lines

CONCLUSION = "https://w3id.org/trialkg/id/report/pmid-12345/conclusion-1"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A store with two generations: a conclusion went."""
    lines = sample_lines()
    published(tmp_path / "store", lines)
    published(tmp_path / "store", [each for each in lines if "/conclusion-1>" not in each])
    return tmp_path / "store"


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], shelf: Path
) -> Command:
    """The command, run in this process."""
    return command(monkeypatch, capsysbinary, shelf)


def test_the_command_writes_rows_for_programs(kg: Command, shelf: Path) -> None:
    """Flat, one property or one row of an answer in each."""
    run = kg("diff", f"{shelf}@1", shelf)
    assert run.code == 0
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert rows[0]["thing"] == CONCLUSION
    assert rows[0]["change"] == "removed"
    assert {row["kind"] for row in rows} == {"claim", "answer"}
    assert "1 claim and " in run.err
    assert kg("diff", f"{shelf}@1", shelf, "--exit-code").code == 1
    assert kg("diff", shelf, shelf, "--exit-code").code == 0


def test_the_command_writes_json_and_markdown(kg: Command, shelf: Path, tmp_path: Path) -> None:
    """All that is known, and what a person reads."""
    found = json.loads(kg("diff", f"{shelf}@1", shelf, "-f", "json").out)
    assert found["totals"]["claim"]["removed"] == 1
    assert found["changes"][0]["how"] == "removed"
    assert all(answer["removed"] or answer["added"] for answer in found["answers"])
    assert kg("diff", f"{shelf}@1", shelf, "-o", tmp_path / "d.md").code == 0
    text = (tmp_path / "d.md").read_text()
    assert "## Claims" in text
    assert "pmid-12345:conclusion-1" in text


def test_the_command_shows_tables_to_a_person(kg: Command, shelf: Path) -> None:
    """Numbers first, then what changed, then answers; what is too long is counted."""
    run = kg("diff", f"{shelf}@1", shelf, "-f", "table")
    assert run.out.index("claims") < run.out.index("Claims") < run.out.index("Answers")
    assert "conclusion-1" in run.out
    run = kg("diff", shelf, shelf, "-f", "table")
    assert run.out.strip() == ""
    assert "nothing changed" in run.err
