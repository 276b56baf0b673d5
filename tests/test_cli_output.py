"""What a terminal is given: words, whatever a report has in it; and what an empty answer means."""

import sys
from pathlib import Path

import pytest
from commands import Command, command
from rich.text import Text
from stores import published, sample_lines

from kg.cli import output

HOSTILE = "\\u001B[31mred\\u001B]0;owned\\u0007 \\u009B2J\\u007F"
SIGNS = "\x1b\x07\x7f\x9b"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which a name would steer the terminal."""
    root = tmp_path_factory.mktemp("shelf")
    lines = [line.replace('"zentarol', f'"{HOSTILE} zentarol') for line in sample_lines()]
    assert any(HOSTILE in line for line in lines)
    published(root, lines)
    return root


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], shelf: Path
) -> Command:
    """The command, run in this process over that store."""
    return command(monkeypatch, capsysbinary, shelf)


NAMES = "SELECT ?arm ?name { ?arm a tk:Arm ; rdfs:label ?name } ORDER BY ?arm"


@pytest.mark.parametrize(
    "arguments",
    [("show", "STRIDE"), ("query", "-e", NAMES, "-f", "table"), ("ask", "arms", "-f", "table")],
    ids=["show", "query", "ask"],
)
def test_no_name_steers_the_terminal(kg: Command, arguments: tuple[str, ...]) -> None:
    """Signs stand for what a terminal would obey."""
    run = kg(*arguments)
    assert not set(run.out) & set(SIGNS)
    assert "␛[31mred" in run.out or "ask" in arguments


def test_programs_are_given_the_very_words(kg: Command) -> None:
    """In a pipe nothing is changed; on a terminal the same form is clean."""
    assert "\x1b[31mred" in kg("query", "-e", NAMES, "-f", "csv").out


def test_any_form_on_a_terminal_is_clean(kg: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV too, where a person looks on."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert not set(kg("query", "-e", NAMES, "-f", "csv").out) & set(SIGNS)


def test_a_page_and_a_line_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is printed goes through one place."""
    output.emit_page(Text(f"naps{SIGNS}"))
    output.tell(f"naps{SIGNS}")
    out, err = capsys.readouterr()
    assert not (set(out) | set(err)) & set(SIGNS)
    assert err.strip() == "kg: naps␛␇␡\ufffd"


# --- Answers without a row ----------------------------------------------------------------------


def test_an_answer_without_a_row_says_what_that_means(kg: Command) -> None:
    """On the side: the data stay what they are."""
    run = kg("ask", "disagreements", "-f", "csv")
    assert run.code == 0
    assert len(run.out.splitlines()) == 1
    assert run.err == "kg: no row: no trial has two reports that state one thing differently\n"
    assert kg("query", "-e", "SELECT ?s { ?s tk:size 99999 }", "-f", "csv").err == "kg: no row\n"


def test_a_query_that_cannot_be_read_is_told_in_words(kg: Command, tmp_path: Path) -> None:
    """Not in those of the operating system."""
    run = kg("query", tmp_path / "nosuch.rq")
    assert run.code == 3
    assert "the query cannot be read: no such file or directory" in run.err
    assert "Errno" not in run.err


def test_a_folder_without_a_file_is_told(kg: Command, tmp_path: Path) -> None:
    """Nothing to read is no success, and not nothing to say."""
    (tmp_path / "in").mkdir()
    run = kg("build", tmp_path / "in", "--store", tmp_path / "store")
    assert run.code == 3
    assert "there is no file in it that could be read" in run.err


def test_one_value_is_told_as_one(kg: Command, tmp_path: Path) -> None:
    """And a field that no model has a place for is counted, not passed over."""
    study = '{"protocolSection": {"identificationModule": {"nctId": "NCT09900001"}}, "odd": "x"}'
    (tmp_path / "a.json").write_text(study)
    run = kg("build", tmp_path / "a.json", "--store", tmp_path / "store")
    assert "1 value of 1 field has no place in the model" in run.err


def test_names_of_claims_are_whole_where_there_is_room(kg: Command) -> None:
    """They are there to be copied."""
    out = kg("show", "STRIDE").out
    named = [line for line in out.splitlines() if "pmid-12345:" in line]
    assert named
    assert all(":arm-" not in line or line.rstrip()[-1].isdigit() for line in named)
