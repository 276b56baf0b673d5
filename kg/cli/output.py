"""Where output goes, and in which form.

In: what was asked for, and whether a person looks on. Out: a form; text on standard output or in a
file.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.console import (
        Console,
        ConsoleOptions,
        ConsoleRenderable,
        RenderableType,
        RenderHook,
    )
    from rich.progress import TaskID

    from kg.table import Table

TABLE_FORMS: Final = ("table", "csv", "tsv", "json", "xml", "md")
GRAPH_FORMS: Final = ("ttl", "nt", "jsonld", "rdf")
_UNSEEN_WIDTH: Final = 120


def form(wanted: str | None, output: Path | None, forms: Collection[str], piped: str) -> str:
    """The form of the output: as asked, by the file's ending, else for a person or a program.

    *Errors*: ``UsageError`` that lists the forms there are.

    >>> form(None, Path("rows.tsv"), TABLE_FORMS, "csv"), form("md", None, TABLE_FORMS, "csv")
    ('tsv', 'md')
    """
    ending = output.suffix.removeprefix(".").lower() if output and str(output) != "-" else ""
    chosen = wanted or ending or (_for_person(forms) if _seen(output) else piped)
    if chosen not in forms:
        raise UsageError(
            "the output has no such form", got=chosen, expected=f"one of {', '.join(forms)}"
        )
    return chosen


def _for_person(forms: Collection[str]) -> str:
    return "table" if "table" in forms else next(iter(forms))


def stands_alone(output: Path | None) -> bool:
    """Whether what is written goes into a file, away from what is told beside it."""
    return output is not None and str(output) != "-"


def _seen(output: Path | None) -> bool:
    return not stands_alone(output) and sys.stdout.isatty()


# C0 but for tab and line end, DEL, C1: what a terminal obeys instead of showing it.
_OBEYED: Final = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


def shown(text: str) -> str:
    r"""A text as a terminal may be given it: what would steer the terminal is a sign for it.

    >>> shown("\x1b[31mred\x9b"), shown("naps\n")
    ('␛[31mred�', 'naps\n')
    """
    return text.translate(_OBEYED)


def emit(content: str | bytes, output: Path | None = None) -> None:
    """Content to standard output, or into a file that is whole or not there.

    Programs and files are given the very bytes; a terminal is given nothing that would steer it.
    """
    if output is None or not stands_alone(output):
        if isinstance(content, str):
            content = (shown(content) if sys.stdout.isatty() else content).encode()
        sys.stdout.buffer.write(content)
        return
    from kg.export import write_file

    write_file(output, content)
    tell(f"wrote {output}")


def emit_table(
    table: "Table", chosen: str, output: Path | None = None, *, absent: str = ""
) -> None:
    """A table in a form; for a person as wide as the terminal, *absent* where nothing is told."""
    if chosen == "table" and not stands_alone(output):
        from kg.cli.pages import answer

        out = console()
        out.print(answer(table, out.width, absent=absent))
    else:
        emit(table.to_text(chosen), output)


def console(**settings: Any) -> "Console":  # noqa: ANN401 - rich's own
    """Standard output for a person; plain and of a fixed width where nobody looks on."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _UNSEEN_WIDTH
    made = Console(width=width, highlight=False, **settings)
    made.push_render_hook(_hook())
    return made


def _hook() -> "RenderHook":
    """What all that is printed goes through, so that no words of a report steer the terminal."""
    from rich.console import RenderHook
    from rich.segment import Segment

    class Cleaned:
        def __init__(self, renderable: "ConsoleRenderable") -> None:
            self._renderable = renderable

        def __rich_console__(
            self, console: "Console", options: "ConsoleOptions"
        ) -> Iterator[Segment]:
            for text, style, control in console.render(self._renderable, options):
                yield Segment(text if control else shown(text), style, control)

    class Hook(RenderHook):
        def process_renderables(
            self, renderables: "list[ConsoleRenderable]"
        ) -> "list[ConsoleRenderable]":
            return [Cleaned(each) for each in renderables]

    return Hook()


def emit_page(page: "RenderableType") -> None:
    """A page for a person."""
    console().print(page)


def busy(words: str) -> "AbstractContextManager[object]":
    """What a person reads on a terminal while something takes its time."""
    from rich.console import Console

    return Console(stderr=True).status(words)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """What is told a step and how much of it is done, and shows it where somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=None)
            bar.update(tasks[step], completed=done, total=total or None)

        yield told


def tell(words: str) -> None:
    """A line for the person, beside the data."""
    print(f"kg: {shown(words)}", file=sys.stderr)
