"""Pages of answers: together they are the whole, each tells whether another follows."""

from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from test_questions import CASES, ENGINES, Run, header, statements

from kg import questions
from kg.errors import UsageError
from kg.questions import asking
from kg.questions.headers import Page
from kg.questions.paging import EVERYTHING, entries_of, more_after, page_of
from kg.store.gate import admit
from kg.table import Table

PAGED = [each.id for each in questions.catalogue().values() if each.page]
LONG = "adverse-events", "results-by-outcome", "trial-summary", "not-reported", "population-overlap"


def pages(name: str, run: Run, values: dict[str, Any]) -> list[Table]:
    """All pages of an answer, as long as each says that another follows."""
    found: list[Table] = []
    for number in count(1):
        found.append(questions.ask(name, run, page=number, **values))
        if not found[-1].more:
            return found
    raise AssertionError


@pytest.mark.parametrize("engine", ["rdflib", "store"])
@pytest.mark.parametrize(
    "case", [c for c in CASES if header(c)["question"] in PAGED], ids=lambda case: case.name
)
def test_the_pages_are_the_whole(case: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one entry each, they hold every row of the whole answer, and no other."""
    name: str = header(case)["question"]
    values: dict[str, Any] = {str(key): value for key, value in header(case)["ask"].items()}
    run = ENGINES[engine](statements(case))
    whole = questions.ask(name, run, **values)
    asked = questions.question(name)
    assert asked.page
    small = replace(asked, page=Page(1, asked.page.of))
    monkeypatch.setattr(asking, "question", lambda _name: small)
    found = pages(name, run, values)
    rows = Counter(row for page in found for row in page.terms)
    assert set(rows) == set(whole.terms)
    assert len(found) > 1 or len(whole) <= 1


def test_names_too_long_for_one_query_are_looked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is the same."""
    case = next(c for c in CASES if c.name == "population-overlap")
    run = ENGINES["store"](statements(case))
    page = questions.ask("population-overlap", run, page=1)
    assert len(page)
    monkeypatch.setattr("kg.questions.paging._LONGEST", 0)
    assert questions.ask("population-overlap", run, page=1) == page


@pytest.mark.parametrize("engine", ["rdflib", "store"])
def test_each_page_judges_its_own_trials(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every trial that bounds what is known is on one page, whether it would take the patient."""
    case = next(c for c in CASES if c.name == "eligible-for")
    asked = questions.question("eligible-for")
    small = replace(asked, page=Page(1, "trials"))
    monkeypatch.setattr(asking, "question", lambda _name: small)
    found = pages("eligible-for", ENGINES[engine](statements(case)), {"pain score": 3, "Age": 30})
    verdicts = [verdict for page in found for verdict in page["verdict"]]
    assert sorted(map(str, verdicts)) == ["excluded", "excluded", "possible"]


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "trials" in str(questions.question(header(c)["question"]).page)],
    ids=lambda case: case.name,
)
def test_the_trials_of_a_page_stand_wherever_trials_are_asked_for(case: Path) -> None:
    """A planner that finds them in one place only looks through all trials for the others."""
    asked: list[str] = []
    run = ENGINES["store"](statements(case))

    def noted(query: str) -> Table:
        asked.append(query)
        return run(query)

    values: dict[str, Any] = {str(key): value for key, value in header(case)["ask"].items()}
    assert len(questions.ask(header(case)["question"], noted, page=1, **values))
    assert "VALUES ?trial { UNDEF }" not in asked[-1]
    assert not EVERYTHING.search(asked[-1])


@pytest.mark.parametrize("name", PAGED)
def test_a_long_question_says_where_its_entries_are_cut(name: str) -> None:
    """Each paged query has a place for the limits of a page; the gate admits what is made of it."""
    asked = questions.question(name)
    assert EVERYTHING.search(asked.query)
    assert asked.page
    made = [entries_of] if asked.page.is_placed else [page_of, more_after]
    for one in made:
        admit(one(asked.query, 2, 10))


def test_what_lists_everything_is_paged() -> None:
    """The questions with a row for each claim, each trial or each pair of trials."""
    assert set(LONG) <= set(PAGED)


def test_a_page_before_the_first_is_refused() -> None:
    """Pages are counted from one."""
    run = ENGINES["rdflib"]([])
    with pytest.raises(UsageError, match="no such page"):
        questions.ask("baseline", run, page=0)


def test_a_short_question_has_one_page() -> None:
    """What has no pages is whole on the first, and empty beyond."""
    case = next(c for c in CASES if header(c)["question"] == "coverage")
    run = ENGINES["store"](statements(case))
    assert questions.ask("coverage", run, page=1) == questions.ask("coverage", run)
    assert len(questions.ask("coverage", run, page=2)) == 0
