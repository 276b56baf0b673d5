"""The questions as pages: a form, the answer as a table, what it was asked with.

In: a reader, the name of a question, what a browser sent. Out: HTML; exports as other forms.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlencode

from kg.errors import KgError, LimitError, UsageError
from kg.questions import MEASUREMENTS, Beside, Parameter, Question, answered, catalogue, query_of
from kg.serving.answers import status_of
from kg.serving.pages import pooling
from kg.serving.pages.cells import BUDGET, Shown, shown
from kg.serving.pages.completion import choices, is_completed
from kg.serving.pages.pooling import Combined, combined
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import rendered
from kg.table import Table

_MOST_DIGITS: Final = 7
_LONGEST: Final = 1_000
_BESIDE: Final = 15_000  # characters of rows below what they were combined to


class Field(NamedTuple):
    """An input of the form."""

    parameter: Parameter
    value: str
    choices: tuple[str, ...]

    @property
    def is_completed(self) -> bool:
        """Whether a script may ask for names while one types."""
        return is_completed(self.parameter)

    @property
    def example(self) -> str:
        """A value that the question can be asked with."""
        return _example(self.parameter)


class Answered(NamedTuple):
    """What a question came to."""

    shown: Shown | None = None
    notes: tuple[str, ...] = ()
    sparql: str = ""
    wider: tuple[tuple[str, str], ...] = ()
    """What would have given rows, in words and as an address."""
    forward: str = ""
    combined: Combined | None = None
    error: KgError | None = None


class Asked(NamedTuple):
    """A question with the values that a browser sent, and from where on its answer is shown."""

    question: Question
    values: Mapping[str, str]
    page: int = 1
    first: int = 1
    sent: Mapping[str, str] = MappingProxyType({})
    """All that was sent, the choices beside the question's own parameters among it."""

    def address(self, suffix: str = "", **changed: str) -> str:
        """Where this is asked, with something changed."""
        sent = {**self.values, **changed}
        query = urlencode({name: value for name, value in sent.items() if value})
        return f"/questions/{self.question.id}{suffix}{'?' if query else ''}{query}"

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that must be there."""
        return all(self.values.get(p.name) for p in self.question.parameters if p.required)

    @property
    def bound(self) -> Mapping[str, object]:
        """The values as the catalogue takes them.

        *Errors*: ``UsageError`` for measurements that are not pairs.
        """
        given: dict[str, object] = {k: v for k, v in self.values.items() if k != MEASUREMENTS}
        for each in self.values.get(MEASUREMENTS, "").split():
            name, equals, value = each.partition("=")
            if not (name and equals and value):
                raise UsageError("this is no measurement", got=each, expected="name=value: cd4=250")
            given[name] = value
        return given


def read_asked(asked: Question, sent: Mapping[str, str]) -> Asked:
    """What a browser sent, with what is empty left out."""
    named = {p.name: sent.get(p.name, "").strip()[:_LONGEST] for p in asked.parameters}
    given = {name: value for name, value in named.items() if value}
    return Asked(asked, given, _number(sent.get("page")), _number(sent.get("from")), sent)


def _number(written: str | None) -> int:
    fits = written and written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
    return max(1, int(written)) if fits and written else 1


# --- Pages ---------------------------------------------------------------------------------------


def catalogue_page(reader: Reader) -> str:
    """All questions, by group."""
    groups: dict[str, list[Question]] = {}
    for each in catalogue().values():
        groups.setdefault(each.group, []).append(each)
    return rendered("questions.html", reader.generation, groups=groups)


def question_page(reader: Reader, asked: Asked, beside: Beside) -> tuple[str, int]:
    """The form of a question and, where all is there that it needs, its answer; and the status."""
    found = _answered(reader, asked, beside) if asked.complete else Answered()
    html = rendered(
        "question.html",
        reader.generation,
        asked=asked,
        question=asked.question,
        fields=tuple(_fields(reader, asked)),
        found=found,
        example=_example_address(asked),
    )
    return html, 200 if found.error is None else status_of(found.error)


def bound_query(reader: Reader, asked: Asked, beside: Beside) -> tuple[Question, tuple[str, ...]]:
    """The question with its query as it will be asked, and how what was given was read.

    *Errors*: ``UsageError``.
    """
    return query_of(asked.question.id, reader.table, asked.bound, beside)


def _answered(reader: Reader, asked: Asked, beside: Beside) -> Answered:
    """The answer, or the error in its place: the form stays."""
    try:
        bound, notes = bound_query(reader, asked, beside)
        table = answered(bound, reader.table, asked.page)
    except (UsageError, LimitError) as error:
        return Answered(error=error)
    wider = () if table.terms or asked.page > 1 else tuple(_wider(reader, asked, beside))
    pooled = _combined(reader, asked, table, beside)
    room = _BESIDE if pooled is not None and pooled.sets else BUDGET
    rows = shown(asked.question, table, min(asked.first, max(1, len(table.terms))), room)
    return Answered(rows, notes, bound.query, wider, _forward(asked, table, rows), pooled)


def _combined(reader: Reader, asked: Asked, table: Table, beside: Beside) -> Combined | None:
    """The answer pooled, where it holds effects and is shown from its start."""
    if asked.question.id != pooling.QUESTION or asked.page > 1 or asked.first > 1:
        return None
    return combined(reader, table, asked.values, asked.sent, beside)


def _forward(asked: Asked, table: Table, rows: Shown) -> str:
    """Where the answer goes on."""
    if rows.last < rows.all:
        return asked.address(page=str(asked.page), **{"from": str(rows.last + 1)})
    return asked.address(page=str(asked.page + 1)) if table.more else ""


# --- An answer without rows ----------------------------------------------------------------------


def _wider(reader: Reader, asked: Asked, beside: Beside) -> Iterator[tuple[str, str]]:
    """Which change of one parameter gives rows."""
    for words, values in _changes(asked):
        other = asked._replace(values=values)
        if _has_rows(reader, other, beside):
            yield words, other.address()


def _changes(asked: Asked) -> Iterator[tuple[str, Mapping[str, str]]]:
    for each in asked.question.parameters:
        given = asked.values.get(each.name)
        others = {name: value for name, value in asked.values.items() if name != each.name}
        if each.kind == "boolean" and not given and each.default == "false":
            yield f"with {each.name}: {each.about}", {**others, each.name: "true"}
        elif given and not each.required:
            yield f"without {each.name} {given}", others


def _has_rows(reader: Reader, asked: Asked, beside: Beside) -> bool:
    try:
        bound, _ = bound_query(reader, asked, beside)
        return bool(answered(bound, reader.table, 1).terms)
    except (UsageError, LimitError):
        return False


# --- The form ------------------------------------------------------------------------------------


def _fields(reader: Reader, asked: Asked) -> Iterator[Field]:
    for each in asked.question.parameters:
        yield Field(each, asked.values.get(each.name, ""), choices(reader, each))


def _example(parameter: Parameter) -> str:
    written = parameter.example or ""
    return written if parameter.kind == MEASUREMENTS else written.partition("=")[2]


def _example_address(asked: Asked) -> str:
    values = {p.name: _example(p) for p in asked.question.parameters if p.example and p.required}
    return asked._replace(values=values).address() if values else ""
