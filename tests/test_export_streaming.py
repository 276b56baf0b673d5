"""Exports of a whole store are written as the lines come: memory does not grow with the graph."""

import io
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import command
from stores import ID, line, published, sample_lines

from kg import export, store
from kg.api import open_graph
from kg.errors import InputError
from kg.export import passing
from kg.export.blocks import as_text, natural
from kg.export.in_use import in_use
from kg.store import in_order, lines

STREAMED = ("ttl", "nt", "nq", "trig")


def many(reports: int) -> Iterator[str]:
    """The lines of so many reports, in order."""
    for number in range(reports):
        name = f"pmid-{1_000_000 + number}"
        for node in range(20):
            yield line(f"report/{name}/result-{node:02}", "value", f'"{node}"', name)


# --- Sorting -------------------------------------------------------------------------------------


def test_many_runs_are_merged_in_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more files are open at once than a system allows, and none stays."""
    monkeypatch.setattr(lines, "_RUN", 3)
    monkeypatch.setattr(lines, "_ALIKE", 4)
    made: list[Any] = []
    spill = tempfile.TemporaryFile

    def noted(*arguments: Any, **named: Any) -> Any:
        made.append(spill(*arguments, **named))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    given = [f"{number * 7919 % 1009}\n" for number in range(300)] * 2
    ordered = in_order(given, tmp_path)
    found = [next(ordered)]
    assert len(made) > 200
    assert sum(not file.closed for file in made) < 20
    assert found + list(ordered) == sorted(set(given))
    assert all(file.closed for file in made)


def test_places_as_text_sort_as_names_do() -> None:
    """Numbers as numbers, before words, and the shorter name first."""
    names = ["", "a", "a-", "a-1", "a-01", "a-10", "a-9", "a.b", "ab", "a1", "1", "10", "2", "1a"]
    assert sorted(names, key=as_text) == sorted(names, key=natural)


# --- As the lines come ---------------------------------------------------------------------------


def of_no_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a few lines are too long to be read, and a stretch of a document."""
    monkeypatch.setattr(passing, "_READ", 5)
    monkeypatch.setattr(sys.modules["kg.export.turtle"], "_STRETCH", 1_000)


@pytest.mark.parametrize("syntax", ["ttl", "trig"])
def test_what_is_long_says_the_same(syntax: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several stretches, each with the prefixes that it is the first to use."""
    given = sorted({*sample_lines(), *many(30)})
    whole = set(parsed(export.render(given, syntax), syntax))
    of_no_length(monkeypatch)
    text = export.render(given, syntax)
    assert set(parsed(text, syntax)) == whole
    assert "@prefix" in text.partition("\n\n")[2]
    assert text.count("@prefix tk:") == 1
    assert "\n\n\n" not in text


def parsed(text: str, syntax: str) -> Iterator[str]:
    """The lines of a document."""
    return store.parse(text.encode(), syntax)


def test_what_is_long_comes_report_by_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each whole, though its own lines stand behind others; then trials, then concepts."""
    slugs = ("pmid-1", "pmid-12", "pmid-12-3", "pmid-2")
    told = [
        line(f"report/{slug}{node}", "value", '"1"', slug)
        for slug in slugs
        for node in ("", "/arm-1", "/arm-1.dose", "/result-1")
    ]
    others = [line("trial/b", "value", '"1"'), line("trial/a", "value", '"1"')]
    concepts = [line("concept/a", "value", '"1"'), line("concept/a", "value", '"1"', "b")]
    of_no_length(monkeypatch)
    found = passing.sections(sorted({*told, *others, *concepts}), Path())
    titles = [(section.title, len(list(section.blocks))) for section in found]
    assert sorted(titles[:4]) == [(slug, 4) for slug in slugs]
    assert titles[4:] == [("trials", 2), ("concepts", 1)]


def test_the_first_lines_do_not_wait_for_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader has the first report before the tenth was read."""
    of_no_length(monkeypatch)
    given = Counted(many(300))
    out = io.StringIO(newline="\n")
    seen: list[int] = []
    monkeypatch.setattr(out, "write", lambda _text: seen.append(given.number))
    export.write(given, "ttl", out, tmp_path)
    assert 0 < seen[1] < 200 < given.number


class Counted:
    """Lines, and how many of them were read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for each in self._lines:
            self.number += 1
            yield each


# --- Memory --------------------------------------------------------------------------------------


@pytest.mark.parametrize("syntax", STREAMED)
def test_memory_does_not_grow_with_the_lines(
    syntax: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times the reports take what they took before."""
    monkeypatch.setattr(lines, "_RUN", 200)
    of_no_length(monkeypatch)

    def peak(reports: int) -> int:
        with (tmp_path / "out").open("w", encoding="utf-8") as out:
            tracemalloc.start()
            try:
                export.write(many(reports), syntax, out, tmp_path)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    def least(reports: int) -> int:
        return min(peak(reports) for _ in range(3))  # when cycles are freed is a matter of chance

    assert least(750) < 1.2 * least(250) + 100_000  # from 205 on, as many names are remembered


@pytest.mark.parametrize("syntax", STREAMED)
def test_what_spills_is_what_memory_holds(
    syntax: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes, in whatever pieces they were sorted."""
    given = sample_lines()
    whole = export.render(given, syntax)
    monkeypatch.setattr(lines, "_RUN", 5)
    out = io.StringIO(newline="\n")
    export.write(sorted(set(given)), syntax, out, tmp_path)
    assert out.getvalue() == whole


# --- Concepts in use -----------------------------------------------------------------------------


def test_concepts_are_kept_that_something_leads_to() -> None:
    """Through other concepts too; what only concepts lead to that nobody uses is not."""

    def concept(name: str, value: str) -> str:
        return line(f"concept/{name}", "broader", value).replace("report/a>", "graph/concepts>")

    used = [concept("a", "concept/b"), concept("b", '"b"')]
    unused = [concept("c", "concept/d"), concept("d", "concept/c"), concept("e", "concept/a")]
    told = [line("report/a/result-1", "measurand", "concept/a")]
    given = sorted(used + unused + told)
    assert list(in_use(lambda: given)) == sorted(used + told)


def test_an_engine_finds_the_same_concepts_in_use(tmp_path: Path) -> None:
    """As the lines themselves tell, in a store that has concepts which nobody uses."""

    def concept(name: str, value: str) -> str:
        return line(f"concept/{name}", "broader", value).replace("report/a>", "graph/concepts>")

    used = [concept("a", "concept/b"), concept("b", '"b"')]
    unused = [concept("c", "concept/d"), concept("d", '"d"'), concept("e", "concept/a")]
    told = [line("report/a/result-1", "measurand", "concept/a"), *sample_lines()]
    published(tmp_path / "store", [*used, *unused, *told])
    with open_graph(tmp_path / "store") as graph:
        found = list(graph.lines())
        assert found == list(in_use(graph.store.quads))
    assert set(used) <= set(found)
    assert not set(unused) & set(found)


# --- Files ---------------------------------------------------------------------------------------


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    """Nothing is left behind of one that could not be written to its end."""

    def broken() -> Iterator[str]:
        yield from sample_lines()[:3]
        raise OSError(28, "No space left on device")

    target = tmp_path / "graph.nq"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        export.write_lines(broken(), "nq", target)
    assert target.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_store_is_exported_as_its_lines_are(tmp_path: Path) -> None:
    """Whole, and with the ontology."""
    published(tmp_path / "store", sample_lines())
    with open_graph(tmp_path / "store") as graph:
        for syntax in STREAMED:
            graph.export(tmp_path / f"whole.{syntax}", extras=("ontology",))
            again = (tmp_path / f"whole.{syntax}").read_text(encoding="utf-8")
            assert again == export.render(graph.quads(extras=("ontology",)), syntax)


@pytest.mark.parametrize("syntax", STREAMED)
def test_a_pipe_is_given_the_same_bytes(
    syntax: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """As a file."""
    published(tmp_path / "store", sample_lines())
    kg = command(monkeypatch, capsysbinary, tmp_path / "store")
    told = kg("export", "-o", tmp_path / "a", "-f", syntax)
    assert told.err == f"kg: wrote {tmp_path / 'a'}\n"
    assert kg("export", "-o", "-", "-f", syntax).out == (tmp_path / "a").read_text("utf-8")


def test_a_pipe_that_is_closed_ends_the_export(tmp_path: Path) -> None:
    """Quietly, as `head` wants it."""
    published(tmp_path / "store", sample_lines())
    script = [sys.executable, "-m", "kg", "export", "-o", "-", "-f", "nq", "--store"]
    with subprocess.Popen(
        [*script, str(tmp_path / "store")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert b"Traceback" not in run.stderr.read()
    assert store.graph_of(sample_lines()[0]).startswith(ID)
