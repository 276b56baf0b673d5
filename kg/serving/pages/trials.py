"""The page of a trial: what ``kg show`` knows, each number leading to the words that state it.

In: a reader, and a trial. Out: HTML. A page bears so many characters: what is longer is cut at a
row, and goes on at an address of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.errors import LimitError
from kg.namespaces import RDFS
from kg.questions import Question, catalogue
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import LONGEST, href, rendered
from kg.show import Page, Row, Section, show
from kg.terms import Iri
from kg.view import Linked, View, called, short

_BUDGET: Final = 105_000  # characters of all tables together
_LEAST: Final = 5_000  # of one, whatever stands before it
_MOST_RESULTS: Final = 2_000  # more are asked for by pages: all at once take seconds
_COUNT: Final = "SELECT (COUNT(DISTINCT ?result) AS ?n) { ?trial tk:hasResult ?result }"
_OF_RESULTS: Final = ("baseline", "results-by-outcome", "between-group", "adverse-events")
_TAGS: Final = 40  # what stands around a cell
_MARKS: Final = """
SELECT DISTINCT ?claim ?flag ?caution WHERE {
  ?trial tk:hasResult|tk:hasOutcome|tk:hasArm|tk:hasPopulation|tk:hasConclusion ?claim .
  { ?claim tk:flag ?flag } UNION { ?claim tk:caution ?caution }
} ORDER BY ?claim ?flag ?caution
"""
_ABOUT: Final = {
    "Numbers": "Each number leads to the words or the registry field that state it.",
    "Disagreements": "Reports of this trial say different things; both are kept.",
    "May be the same": "What suggests another report of this trial, and was not followed.",
    "Changes": "Within one group. What is derived was computed, not reported.",
}


class Part(NamedTuple):
    """Some rows of a section; *first* and *last* are counted from 1."""

    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]
    first: int
    all: int

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1

    @property
    def more(self) -> bool:
        """Whether others follow."""
        return self.last < self.all


def trial_page(
    reader: Reader, trial: Iri, lines: Sequence[str], asked: Mapping[str, str]
) -> tuple[str, int]:
    """All of a trial, or the one part that is asked for, from a row on; and the status."""
    results = _number_of_results(reader, trial)
    page, marks = _read(reader, trial, lines, results)
    numbers = _numbered(page)
    every = [_readable(each, numbers) for each in page.sections if each.title != "Caution"]
    chosen = [each for each in every if each.title == asked.get("part")]
    sections = chosen or every
    html = rendered(
        "trial.html",
        reader.generation,
        page=page,
        cautions=_cautions(page),
        parts_shown=tuple(_parts(sections, _row_number(asked) if chosen else 1)),
        marks=marks,
        links=_links(lines, trial),
        elsewhere=_questions(_OF_RESULTS) if results > _MOST_RESULTS or marks is None else (),
        results=results,
        questions=[q for q in catalogue().values() if _takes_trial(q)],
    )
    return html, 200 if marks is not None else 503


# --- Names on a page -----------------------------------------------------------------------------


def _numbered(page: Page) -> Mapping[str, str]:
    """The reports, each by its number on this page: a name made of a hash says nothing."""
    rows = next((each.rows for each in page.sections if each.title == "Reports"), ())
    reports = [iri for row in rows if isinstance(row[0], Linked) for _, iri in row[0].pieces]
    return {report: f"report {place}" for place, report in enumerate(reports, 1)}


def _readable(section: Section, numbers: Mapping[str, str]) -> Section:
    """The section with the short names of things replaced by the number of their report."""
    rows = tuple(tuple(_named(cell, numbers) for cell in row) for row in section.rows)
    return section._replace(rows=rows)


def _named(cell: str, numbers: Mapping[str, str]) -> str:
    if not isinstance(cell, Linked):
        return cell
    pieces = [(words.replace(short(iri), _name(iri, numbers)), iri) for words, iri in cell.pieces]
    return Linked(pieces, "\n" if "\n" in cell else " ")


def _name(iri: str, numbers: Mapping[str, str]) -> str:
    """What a thing is called beside its report's number: its own last name."""
    report, _, local = iri.rpartition("/")
    if iri in numbers:
        return numbers[iri]
    return f"{local}, {numbers[report]}" if report in numbers else short(iri)


# --- What a page bears ---------------------------------------------------------------------------


def _row_number(asked: Mapping[str, str]) -> int:
    wanted = asked.get("from", "")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 8 else 1  # noqa: PLR2004 - more rows than there ever are


def _read(
    reader: Reader, trial: Iri, lines: Sequence[str], results: int
) -> tuple[Page, Mapping[Iri, str] | None]:
    """The trial with its marks; its name alone where all the rest takes too long."""
    try:
        page = show(reader, trial, results=results <= _MOST_RESULTS)
        return page, _marks(reader, trial)
    except LimitError:
        return Page(View(lines).label(trial), trial, ()), None


def _number_of_results(reader: Reader, trial: Iri) -> int:
    return int(str(reader.table(_COUNT, {"trial": trial}).rows[0][0]))


def _takes_trial(asked: Question) -> bool:
    return any(parameter.name == "trial" for parameter in asked.parameters)


def _questions(names: Sequence[str]) -> list[Question]:
    return [catalogue()[name] for name in names if name in catalogue()]


def _cautions(page: Page) -> tuple[Row, ...]:
    return next((each.rows for each in page.sections if each.title == "Caution"), ())


def _parts(sections: Sequence[Section], first: int) -> Iterator[Part]:
    """The sections, each with as many rows as the page bears."""
    left = _BUDGET
    for place, section in enumerate(sections):
        behind = len(sections) - place - 1
        rows = section.rows[first - 1 :]
        kept, spent = _fitting(rows, max(_LEAST, left - _LEAST * behind))
        left -= spent
        about = _ABOUT.get(section.title, "")
        yield Part(section.title, about, section.columns, kept, first, len(section.rows))


def _fitting(rows: Sequence[Row], budget: int) -> tuple[tuple[Row, ...], int]:
    """The rows that fit, one at least, and what they take."""
    spent = 0
    for place, row in enumerate(rows):
        cost = sum(map(_cost, row))
        if place and spent + cost > budget:
            return tuple(rows[:place]), spent
        spent += cost
    return tuple(rows), spent


def _cost(cell: str) -> int:
    pieces = cell.pieces if isinstance(cell, Linked) else ()
    return _TAGS + min(len(cell), LONGEST) + sum(_TAGS + len(href(iri)) for _, iri in pieces)


def _marks(reader: Reader, trial: Iri) -> Mapping[Iri, str]:
    """What is to be known of claims, in words."""
    said: dict[Iri, list[str]] = {}
    for claim, flag, caution in reader.table(_MARKS, {"trial": trial}).rows:
        words = f"flag: {called(str(flag))}" if flag else f"caution: {caution}"
        said.setdefault(Iri(str(claim)), []).append(words)
    return {claim: ", ".join(words) for claim, words in said.items()}


def _links(lines: Sequence[str], trial: Iri) -> list[Iri]:
    return View(lines).things(trial, RDFS.seeAlso)
