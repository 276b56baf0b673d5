"""The page of a trial: what ``kg show`` knows, each number leading to the words that state it.

In: a reader, and a trial. Out: HTML. A page bears so many characters: what is longer is cut at a
row, and goes on at an address of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from kg.errors import LimitError
from kg.namespaces import RDFS
from kg.questions import Question, catalogue
from kg.serving.pages.bearing import parts_of, row_number
from kg.serving.pages.elsewhere import elsewhere
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import rendered
from kg.show import Page, Row, Section, show
from kg.terms import Iri
from kg.view import Linked, View, called, short

_MOST_RESULTS: Final = 2_000  # more are asked for by pages: all at once take seconds
_COUNT: Final = "SELECT (COUNT(DISTINCT ?result) AS ?n) { ?trial tk:hasResult ?result }"
_OF_RESULTS: Final = ("baseline", "results-by-outcome", "between-group", "adverse-events")
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
        parts_shown=tuple(parts_of(sections, row_number(asked) if chosen else 1, _ABOUT)),
        marks=marks,
        links=elsewhere(View(lines).things(trial, RDFS.seeAlso)),
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


def _marks(reader: Reader, trial: Iri) -> Mapping[Iri, str]:
    """What is to be known of claims, in words."""
    said: dict[Iri, list[str]] = {}
    for claim, flag, caution in reader.table(_MARKS, {"trial": trial}).rows:
        words = f"flag: {called(str(flag))}" if flag else f"caution: {caution}"
        said.setdefault(Iri(str(claim)), []).append(words)
    return {claim: ", ".join(words) for claim, words in said.items()}
