"""Intake: what is read, what is set aside, and that one document harms no other."""

from pathlib import Path
from typing import Any

import pytest
from sample_builds import READERS, fine, taken_in, understood

from kg.build.intake import account_of, rdf_syntax
from kg.errors import InputError
from kg.records import Account, Report

# --- Intake -------------------------------------------------------------------------------------


def test_a_document_is_taken_once(tmp_path: Path) -> None:
    """The same bytes under two names are one document."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("a trial")
    intake = taken_in([tmp_path], READERS, fine)
    assert len(intake.bundles) == 1
    assert intake.duplicates == 1
    assert not [reject for reject in intake.rejects if reject.kind == "input"]


def test_what_could_not_be_read_is_listed_and_no_fault(tmp_path: Path) -> None:
    """Unread words are told with their place; the input counts as taken."""
    (tmp_path / "a.txt").write_text("a trial")
    (reject,) = taken_in([tmp_path], READERS, fine).rejects
    assert reject.kind == "unread"
    assert reject.got == "7 or so"
    assert reject.what == "not read: a number without a unit"


def test_a_page_without_a_study_is_set_aside(tmp_path: Path) -> None:
    """A recipe is no trial; the trial beside it is taken."""
    (tmp_path / "a.txt").write_text("a trial")
    (tmp_path / "b.txt").write_text("a recipe")
    intake = taken_in([tmp_path], READERS, fine)
    (reject,) = [each for each in intake.rejects if each.kind == "input"]
    assert (reject.where, reject.what) == (f"{tmp_path}/b.txt", "no study was found in it")
    assert len(intake.bundles) == 1


def test_a_fault_of_ours_is_one_line_and_stays_with_its_document(tmp_path: Path) -> None:
    """An exception that nobody foresaw ends one document's reading, not the build's."""
    (tmp_path / "a.txt").write_text("crash")
    (tmp_path / "b.txt").write_text("a trial")
    intake = taken_in([tmp_path], READERS, fine)
    (reject,) = [each for each in intake.rejects if each.kind == "input"]
    assert reject.got == "RecursionError: too deep"
    assert "Traceback" in (reject.detail or "")
    assert "detail" not in reject.row()
    assert len(intake.bundles) == 1


def test_an_account_that_names_a_study_and_nothing_of_it_is_no_report() -> None:
    """A title alone is not worth a node."""
    bare = Account(report=Report(kind="Article", sha256="0" * 64), studies=(study_named("X"),))
    with pytest.raises(InputError, match="no study"):
        account_of(bare, understood)


def study_named(acronym: str) -> Any:
    """A study of which only the name is known."""
    from kg.records import Study

    return Study(acronym=acronym, registry_ids=("NCT01234567",))


@pytest.mark.parametrize(
    ("data", "syntax"),
    [
        (b"@prefix tk: <https://w3id.org/trialkg/ns#> .\n", "trig"),
        (b"\xef\xbb\xbf# made by kg\n\n# twice\n@prefix tk: <x:> .\n", "trig"),
        (b"prefix tk: <https://w3id.org/trialkg/ns#>\n", "trig"),
        (b"GRAPH <https://x.org/g> { <https://x.org/a> a <https://x.org/c> }", "trig"),
        (b"<https://x.org/g> {\n", "trig"),
        (b"graph _:g{", "trig"),
        (b"{ <https://x.org/a> a <https://x.org/c> }", "trig"),
        (b"<https://x.org/a> a <https://x.org/c> .\n", "trig"),
        (b"<https://x.org/a> <https://x.org/b> 1 ;\n  <https://x.org/c> 2 .\n", "trig"),
        (b"<https://x.org/a> <https://x.org/b> <https://x.org/c> .\n", "nq"),
        (b"_:a <https://x.org/b> <https://x.org/c> .\r\n", "nq"),
        (b"<https://x.org/a> <https://x.org/b> " + b'"a long text' * 1000 + b'" .\n', "nq"),
        (b"{}", None),
        (b"Graph {1} shows the mean.", None),
        (b"Background: <https://x.org/a> is a page.", None),
        (b"", None),
    ],
)
def test_graphs_of_our_own_are_told_by_content(data: bytes, syntax: str | None) -> None:
    """A comment, a byte order mark or a file name says nothing about the syntax."""
    assert rdf_syntax(data) == syntax
