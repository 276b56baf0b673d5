"""`kg build` at the command line: what is told on standard error, and what stands afterwards."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Command, command
from conftest import ROOT
from stores import published, sample_lines

from kg import store
from kg.build import Reject
from kg.resources import records

REJECT = {"kind": "input", "where": "empty.txt", "what": "the file is empty"}


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Command:
    """The command, run in this process over a store of its own."""
    return command(monkeypatch, capsysbinary, tmp_path / "store")


def refused(folder: Path) -> list[Path]:
    """Seven inputs that nothing can be read of: more than a build that publishes shows."""
    folder.mkdir()
    files = [folder / f"{number}.txt" for number in range(7)]
    for number, file in enumerate(files):
        file.write_bytes(b"Of 40 patients\n%d \xe9" % number)
    return files


def test_a_build_of_nothing_good_changes_nothing(kg: Command, tmp_path: Path) -> None:
    """A line for each input, none left out, and exit code 3."""
    files = refused(tmp_path / "in")
    run = kg("build", tmp_path / "in")
    assert run.code == 3
    *lines, last = run.err.splitlines()
    assert [line.partition("  ")[0] for line in lines] == [f"kg: {file}" for file in files]
    assert last == f"kg: nothing was published in {tmp_path / 'store'}"
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_a_build_of_nothing_good_leaves_the_older_generation(kg: Command, tmp_path: Path) -> None:
    """It is said to stand, it does, and the lines of the build that failed are all there."""
    root = tmp_path / "store"
    place = published(root, sample_lines(), rejects=[REJECT])
    refused(tmp_path / "in")
    *lines, last = kg("build", tmp_path / "in").err.splitlines()
    assert len(lines) == 7
    assert last == (
        f"kg: nothing was published in {root}; its older generation, {place.name}, stands unchanged"
    )
    assert json.loads(kg("rejects", "-f", "json").out) == [REJECT]


def test_a_build_that_publishes_shows_five_lines_and_where_the_others_are(
    kg: Command, tmp_path: Path
) -> None:
    """Of seven inputs that were refused two are left for `kg rejects`, which lists them first."""
    refused(tmp_path / "in")
    report = ROOT / "docs" / "example-report.txt"
    run = kg("build", tmp_path / "in", report)
    assert run.code == 3
    counts, *lines, last = run.err.splitlines()
    assert ": 1 report, 1 trial" in counts
    assert [line.endswith("the rest was built. Save the file as UTF-8.") for line in lines] == (
        [True] * 5
    )
    assert last.startswith("kg: 3 more lines in: kg rejects --store ")
    listed = json.loads(kg("rejects", "-f", "json").out)
    assert [row["kind"] for row in listed] == ["input"] * 7 + ["unread"]


def test_a_line_says_what_where_got_expected_and_what_became_of_the_rest(
    kg: Command, tmp_path: Path
) -> None:
    """All of it on one line, whether the rest was built or there was none."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"Of 40 patients\nat the caf\xe9 \x1b")
    said = (
        f"kg: {bad}  byte 25, line 2: not UTF-8 text; got byte 0xE9 (é in Windows-1252), "
        "expected UTF-8, or UTF-16 with a byte order mark. The file was set aside; "
    )
    first, *_ = kg("build", bad).err.splitlines()
    assert first.startswith(said + "nothing was published.")
    counts, line = kg("build", bad, records() / "kovacs-1996.yaml").err.splitlines()
    assert counts.startswith(f"kg: {tmp_path / 'store'}: 1 report")
    assert line.startswith(said + "the rest was built.")


def test_a_line_stays_one_line_whatever_was_got() -> None:
    """What breaks the line or steers a terminal is spelled out; letters of any script stay."""
    line = Reject(where="a.txt", what="no date", got="Grüße\n\u2028\x1b[2J").line()
    assert line == r"a.txt: no date; got Grüße\n\u2028\x1b[2J."


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_build_that_is_told_to_end_clears_up(
    sign: signal.Signals, code: int, tmp_path: Path
) -> None:
    """Nothing half done stays in the store, its older generation answers, nothing is printed."""
    if signal.getsignal(sign) == signal.SIG_IGN:
        pytest.skip("these tests run where this signal is ignored, as under nohup")
    root, records = tmp_path / "store", tmp_path / "records"
    place = published(root, sample_lines())
    records.mkdir()
    whole = (ROOT / "tests" / "golden" / "ctgov" / "whole.json").read_bytes()
    for number in range(400):
        (records / f"{number}.json").write_bytes(whole.replace(b"00001", b"%05d" % number))
    arguments = [sys.executable, "-m", "kg", "build", str(records)]
    arguments += ["--store", str(root), "--workers", "2"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        while child.poll() is None and not any(root.glob("tmp-*/read-*")):
            time.sleep(0.01)
        child.send_signal(sign)
        out, _ = child.communicate(timeout=60)
    assert (child.returncode, out) == (code, b"")
    assert {each.name for each in root.iterdir()} == {"CURRENT", "build.lock", place.name}
    with store.open_store(root) as opened:
        assert opened.manifest.generation == 1
