"""The documents: every command in them runs here, and prints what they show.

A block marked ``console`` holds commands behind ``$ `` and what they print at a terminal of 100
columns. A line ``…`` stands for any lines, a ``…`` at the end of a line for the rest of it.
"""

import contextlib
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, SHARED

from kg import cli, errors
from kg.cli import output

DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
SHOWN_WIDTH = 100
GAP = "…"


class Step(NamedTuple):
    """A command of a document, where it stands, and the lines that follow it there."""

    place: str
    command: str
    shown: tuple[str, ...]


class Run(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    text: str


# --- What documents hold -------------------------------------------------------------------------


def blocks(path: Path, language: str) -> Iterator[tuple[int, str]]:
    """The fenced blocks of a language, each with the number of its first line."""
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield text.count("\n", 0, found.start(1)) + 1, found[1]


def steps(path: Path) -> Iterator[Step]:
    """The commands of a document, in order."""
    for first, block in blocks(path, "console"):
        parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
        assert not parts[0], f"{path.name}:{first}: a block begins with a command"
        number = first
        for part in parts[1:]:
            command, _, shown = part.replace("\\\n", " ").partition("\n")
            yield Step(f"{path.name}:{number}", command, tuple(shown.splitlines()))
            number += part.count("\n")


# --- How commands are run ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder like the checkout, in which `kg demo` has run; what it printed is kept."""
    folder = tmp_path_factory.mktemp("desk") / "checkout"
    folder.mkdir()
    for name in ("docs", "kg", "ontology", "queries", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder.parent / "shared").symlink_to(SHARED)
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "_seen", lambda path: path is None or str(path) == "-")
        patch.setattr(output, "_UNSEEN_WIDTH", SHOWN_WIDTH)
        patch.delenv("KG_STORE", raising=False)
        told = kg("kg demo")
        assert told.code == 0, told.text
        (folder / "build" / "told.txt").write_text(told.text, encoding="utf-8")
        yield folder


def kg(command: str) -> Run:
    """A command of kg, run in this process."""
    words = [name for word in shlex.split(command) for name in _names(word)]
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", words)
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
            try:
                cli.main()
            except SystemExit as ended:
                code = int(ended.code or 0)
    written.seek(0)
    return Run(code, written.read())


def _names(word: str) -> list[str]:
    """What a shell makes of a word: the files that it fits."""
    return sorted(map(str, Path().glob(word))) if re.search(r"[*]\.", word) else [word]


def make(command: str) -> Run:
    """What make would do; a demo has been done already."""
    if shutil.which("make") is None:
        pytest.skip("make is not on this machine")
    would = subprocess.run(
        ["make", "-n", "--no-print-directory", *shlex.split(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if command != "make demo":
        return Run(would.returncode, would.stdout)
    assert would.stdout.rstrip().endswith("/kg demo"), would
    return demo(command)


def demo(_: str) -> Run:
    """What `kg demo` printed; it runs once."""
    return Run(0, Path("build/told.txt").read_text(encoding="utf-8"))


def activate(command: str) -> Run:
    """The environment that make makes is where the document says."""
    folder = command.removeprefix(". ").partition("/")[0]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^VENV\s+\?= {re.escape(folder)}$", makefile, re.MULTILINE)
    return Run(0 if found else 1, "")


def run(command: str, last: Run) -> Run:
    """A command of a document, run by whatever runs its kind."""
    ways: tuple[tuple[str, Callable[[str], Run]], ...] = (
        ("kg demo", demo),
        ("kg ", kg),
        ("make ", make),
        (". ", activate),
        ("time kg ", lambda timed: kg(timed.removeprefix("time "))),
        ("echo $?", lambda _: Run(0, f"{last.code}\n")),
    )
    way = next((way for start, way in ways if command.startswith(start)), None)
    assert way is not None, f"nothing here runs {command!r}"
    return way(command)


def missing(shown: tuple[str, ...], printed: str) -> str | None:
    """The first run of lines shown that was not printed where it should be, else nothing."""
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    if not shown:
        return "nothing" if lines else None
    place = 0
    runs = _runs(shown)
    for number, wanted in enumerate(runs):
        starts = range(place, len(lines) - len(wanted) + 1)[: None if number else 1]
        if number == len(runs) - 1 and wanted:  # the last run is the end of what was printed
            starts = starts[-1:] if number else starts[: len(lines) == len(wanted)]
        found = next((at for at in starts if all(map(_fits, wanted, lines[at:]))), None)
        if found is None:
            return "\n".join(wanted) or "nothing"
        place = found + len(wanted)
    return None


def _runs(shown: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The lines between gaps; blank ones at the end of all count for nothing."""
    text = "\n".join(line.rstrip() for line in shown).rstrip("\n")
    parts = re.split(rf"^{GAP}(?:\n|$)", text, flags=re.MULTILINE)
    return [tuple(part.splitlines()) for part in parts]


def _fits(shown: str, printed: str) -> bool:
    if shown.endswith(GAP):
        return printed.startswith(shown.removesuffix(GAP).rstrip())
    return shown == printed


def test_what_is_shown_is_held_against_what_is_printed() -> None:
    """The measure of these tests: gaps are allowed where they are marked, and nowhere else."""
    printed = "one\ntwo\nthree\ntwo\nfour  \n\n"
    fitting = [("one", GAP), (GAP, "fo…"), ("one", GAP, "two", "four"), (GAP, "three", GAP), (GAP,)]
    assert [shown for shown in fitting if missing(shown, printed) is not None] == []
    failing = [("one", "three"), (GAP, "five"), ("one", "two"), (GAP, "three"), (GAP, "two", "two")]
    assert [shown for shown in failing if missing(shown, printed) is None] == []
    assert missing((), "") is None
    assert missing((), "one") is not None


# --- Commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.usefixtures("desk")
def test_commands_print_what_is_shown(path: Path) -> None:
    """In order, in one folder, after `make demo`."""
    last = Run(0, "")
    for step in steps(path):
        last = run(step.command, last)
        lost = missing(step.shown, last.text)
        assert lost is None, f"{step.place}: $ {step.command}\nshown: {lost}\ngot:\n{last.text}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.usefixtures("desk")
def test_python_gives_what_is_shown(path: Path) -> None:
    """Examples in Python are doctests."""
    for first, block in blocks(path, "python"):
        test = doctest.DocTestParser().get_doctest(block, {}, path.name, str(path), first)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        told = io.StringIO()
        assert runner.run(test, out=told.write).failed == 0, told.getvalue()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_within_sentences_exist(path: Path) -> None:
    """Verbs and their options; README names those that are still to come in one place."""
    text = path.read_text(encoding="utf-8").partition("## Not yet")[0]
    for verb, rest in re.findall(r"`kg ([a-z]+)([^`\n]*)`", text):
        told = kg(f"kg {verb} --help")
        assert told.code == 0, f"{path.name}: kg {verb}"
        unknown = [flag for flag in re.findall(r"--\w+", rest) if flag not in told.text]
        assert unknown == [], f"{path.name}: kg {verb}"


def test_the_demo_writes_the_files_that_it_names(desk: Path) -> None:
    """An export, the network in three forms, a forest plot that says whom its sides favour."""
    told = (desk / "build" / "told.txt").read_text(encoding="utf-8")
    names = re.findall(r"^  (build/\S+)", told, re.MULTILINE)
    assert {Path(name).suffix for name in names} == {".ttl", ".graphml", ".svg", ".png"}
    assert [name for name in names if not (desk / name).stat().st_size] == []
    drawn = (desk / "build" / "il2-hiv-forest.svg").read_text(encoding="utf-8")
    wanted = ("ESPRIT", "SILCAAT", "favours interleukin-2", "antiretroviral therapy alone")
    assert [words for words in wanted if words not in drawn] == []


# --- README --------------------------------------------------------------------------------------


def section(title: str) -> str:
    """The part of README under a heading."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """The rows of the table in a part of README."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def limits_of(command: str) -> Run:
    """A test file: it runs with all others, and the limits that it holds stand in it."""
    return Run(0, (ROOT / command.partition("ARGS=")[2]).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("what", "figure", "cell"), rows("Figures"), ids=lambda cell: cell[:30])
@pytest.mark.usefixtures("desk")
def test_a_figure_stands_in_what_its_command_prints(what: str, figure: str, cell: str) -> None:
    """A figure that no command prints is a claim. A time is the machine's own and is not held."""
    command = cell.strip("`")
    if "../shared" in command and not SHARED.is_dir():
        pytest.skip("the developers' shared folder is not beside this checkout")
    told = limits_of(command) if command.startswith("make test") else run(command, Run(0, ""))
    assert told.code == 0, what
    numbers = [] if figure.endswith(" s") else re.findall(r"[\d,.]*\d", figure)
    assert [number for number in numbers if number not in told.text] == [], told.text


def test_errors_are_told_by_name_with_their_exit_codes() -> None:
    """The table of README is the tree of kg.errors."""
    kinds = (kind for kind in vars(errors).values() if isinstance(kind, type))
    codes = {
        kind.__name__: str(kind.exit_code)
        for kind in kinds
        if issubclass(kind, errors.KgError) and kind is not errors.KgError
    }
    assert {name.strip("`"): code for name, code, _ in rows("Errors")} == codes


def test_every_room_is_on_the_map() -> None:
    """And no room that is not there."""
    told = set(re.findall(r"^(\w+)/? {2,}", section("Rooms"), re.MULTILINE))
    there = {path.stem for path in (ROOT / "kg").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert told == {name for name in there if not name.startswith("_")}


@pytest.mark.parametrize("verb", re.findall(r"`kg (\w+)", section("Not yet")))
def test_what_is_not_there_yet_is_not_there(verb: str) -> None:
    """A verb that came has to leave the list."""
    assert kg(f"kg {verb} --help").code == errors.UsageError.exit_code


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Within the checkout."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_modules_that_are_named_exist() -> None:
    """The account of reading names the modules that read."""
    text = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+\.py)`", text))
    there = {path.name for path in (ROOT / "kg" / "reading").rglob("*.py")}
    assert len(named) > 10
    assert named - there == set()
