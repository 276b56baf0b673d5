"""A trial at a glance: codes as a person says them, numbers once and as they were reported."""

import re
from pathlib import Path
from typing import Any

import pytest
from sample_builds import taken_in

from kg.errors import LimitError, UsageError
from kg.lookup import find_trial
from kg.namespaces import TK
from kg.resources import folder, records
from kg.show import Page, show
from kg.store import Memory
from kg.table import Table
from kg.terms import Iri
from kg.view import View, called, spoken

WHOLE = Path(__file__).parent / "golden" / "ctgov" / "whole.json"
TRIAL = Iri("https://w3id.org/trialkg/id/trial/nct09900001")


@pytest.fixture(scope="module")
def whole() -> Page:
    """The page of a record that has something in each field."""
    return show(Memory(taken_in([WHOLE]).lines), TRIAL)


def rows(of: Page, title: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a section."""
    return next(section.rows for section in of.sections if section.title == title)


def design(of: Page) -> dict[str, str]:
    """What is said of the trial, by its name."""
    return {row[0]: row[1] for row in rows(of, "Design")}


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        (["phase2Phase3"], "2/3"),
        (["phase1Phase2"], "1/2"),
        (["phase4"], "4"),
        (["phase1", "phase3"], "1, 3"),
        (["earlyPhase1"], "early phase 1"),
        (["notApplicable"], "not applicable"),
    ],
)
def test_a_phase_is_said_as_people_say_it(phases: list[str], said: str) -> None:
    """Not as the code is spelled."""
    lines = [f"<{TRIAL}> <{TK.phase}> <{TK[phase]}> <x:graph> .\n" for phase in phases]
    assert design(show(Memory(lines), TRIAL))["phase"] == said


def test_codes_of_a_design_are_said_as_the_ontology_calls_them(whole: Page) -> None:
    """Allocation, masking, model; the status."""
    said = design(whole)
    assert said["design"] == "randomized, double blind, parallel groups"
    assert said["status"] == "completed"
    assert {row[1] for row in rows(whole, "Arms")} == {"experimental", "control"}
    assert {row[1] for row in rows(whole, "Outcomes")} == {
        "primary",
        "secondary",
        "other",
        "post hoc",
    }


def test_a_statistic_has_its_name(whole: Page) -> None:
    """The report's own where no code fits: no reader is told that it is another one."""
    found = " ".join(row[2] for row in rows(whole, "Comparisons"))
    assert "Slope " in found
    assert "difference in least-squares means " in found
    statistics = {row[2] for row in rows(whole, "Numbers")}
    assert {"count", "least-squares mean", "percentage"} <= statistics
    assert not any("statistic" in said for said in (found, *statistics))


def test_a_relation_is_said_once(whole: Page) -> None:
    """A registry writes it into the P value, of which it is also known."""
    found = [row[2] for row in rows(whole, "Comparisons")]
    assert any("P < 0.001" in said for said in found)
    assert not any(re.search(r"[<=>] ?[<=>]", said) for said in found)


def test_what_contradicts_itself_says_so() -> None:
    """The bundled trial whose interval spans 1 while its P value is below 0.05."""
    record = next(records().glob("stalwart*.yaml"))
    of = show(
        Memory(taken_in([record]).lines), Iri("https://w3id.org/trialkg/id/trial/nct00110812")
    )
    said = {row[0]: row[2] for row in rows(of, "Comparisons")}
    assert said["opportunistic disease or death"] == (
        "hazard ratio 5.84 (95% CI 0.59 to 43.57), P = 0.009, flagged incoherent"
    )
    assert "flagged" not in said["CD4 cell count"]


def test_a_count_is_said_once(whole: Page) -> None:
    """Of how many where that is known; never the same number in front and behind."""
    cells = [cell for row in rows(whole, "Numbers") for cell in row[3:]]
    assert any(re.fullmatch(r"\d+/\d+", cell) for cell in cells)
    assert not any(re.fullmatch(r"(\d+) \((?:n )?\1(?:/\d+)?\)", cell) for cell in cells)


def test_every_code_is_called_as_its_vocabulary_says() -> None:
    """A name of two words run together is nobody's word."""
    vocabularies = sorted((folder("ontology") / "vocab").glob("*.ttl"))
    codes = [
        code
        for file in vocabularies
        for code in re.findall(r"^tk:(\w+) a ", file.read_text(), re.MULTILINE)
    ]
    assert len(codes) > 300
    assert not [code for code in codes if re.search(r"[a-z]\d", called(f"{TK}{code}"))]
    assert called(f"{TK}GroupResult") == spoken(f"{TK}GroupResult")


@pytest.mark.parametrize(
    ("written", "relation", "said"),
    [
        ("<.001", "<", "P < .001"),
        (".04", "=", "P = .04"),
        ("0.2", "", "P = 0.2"),
        ("<=0.05", "", "P <= 0.05"),
    ],
)
def test_p_values(written: str, relation: str, said: str) -> None:
    """As written, with the relation that is written in it, else with the one that is known."""
    lines = [f'<x:r> <{TK.reportedPValue}> "{written}" .']
    lines += [f'<x:r> <{TK.pRelation}> "{relation}" .'] if relation else []
    assert View(lines).p_value("x:r") == said


# --- Which trial is meant ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["nct09900001", "NCT09900001", "trial:nct09900001", "STRIDE-9", "stride", TRIAL]
)
def test_a_trial_is_found_by_what_it_is_called(written: str) -> None:
    """Its number in any case, its name, a part of that, its IRI."""
    assert find_trial(Memory(taken_in([WHOLE]).lines), written) == TRIAL


def test_a_misspelt_name_is_told_what_is_like_it() -> None:
    """Of those that begin alike."""
    with pytest.raises(UsageError) as refused:
        find_trial(Memory(taken_in([WHOLE]).lines), "STRYDE-9")
    assert "'stride 9'" in str(refused.value.expected)


def test_of_too_many_names_whole_ones_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an index leads to; a part of a name is refused with what will do."""
    store = Memory(taken_in([WHOLE]).lines)
    table = store.table

    def limited(query: str, *bindings: Any) -> Table:
        if "CONTAINS" in query:
            raise LimitError("the query took longer than 10 s")
        return table(query, *bindings)

    monkeypatch.setattr(store, "table", limited)
    assert find_trial(store, "NCT09900001") == TRIAL
    assert find_trial(store, "STRIDE-9") == TRIAL
    with pytest.raises(UsageError, match="too many to look for it within") as refused:
        find_trial(store, "strid")
    assert "registry number" in str(refused.value.way_out)


@pytest.mark.parametrize(
    ("written", "said"), [("once-weekly", "1.0 weeks"), ("q2w", "1.0 weeks"), ("six", "six weeks")]
)
def test_a_rhythm_is_said_as_a_length(written: str, said: str) -> None:
    """A word for how often has its unit in it, and would say it twice."""
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    lines = [
        f'<x:q> <{TK.value}> "1.0"^^{decimal} <x:g> .\n',
        f'<x:q> <{TK.reportedValue}> "{written}" <x:g> .\n',
        f'<x:q> <{TK.unit}> "wk" <x:g> .\n',
    ]
    assert View(lines).quantity("x:q") == said
