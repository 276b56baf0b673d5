"""Retractions, corrections and doubts reach every claim of a report and every page and answer."""

from typing import Any

import pytest
from sample_tellings import (
    answers,
    article,
    built,
    links,
    page,
    record,
    registered,
    together,
    whole,
)

from kg import questions, store
from kg.concordance import standing
from kg.identifiers import study_claims
from kg.namespaces import TK
from kg.records import Account, Notice
from kg.show import show
from kg.terms import Iri, Quad, text
from kg.why import why

ID = "https://w3id.org/trialkg/id/"
PAPER = f"{ID}report/pmid-12345"


def noticed(*kinds: Any) -> Account:
    """The article under these notices."""
    notices = tuple(Notice(kind=kind, pmid=f"9{n}") for n, kind in enumerate(kinds))
    return article(notices=notices)


GRAVE = {
    ("retractionIn",): "retracted",
    ("concernIn",): "under an expression of concern",
    ("erratumIn",): "corrected",
    ("erratumIn", "retractionIn"): "retracted; corrected",
    ("partialRetractionIn",): "partly retracted",
    ("commentIn",): None,
    ("updateIn", "erratumIn"): "corrected",
    (): None,
}


@pytest.mark.parametrize("kinds", GRAVE, ids=" ".join)
def test_a_grave_notice_is_told_of_a_report_and_all_its_claims(kinds: tuple[str, ...]) -> None:
    """The gravest first; a comment is no reason to doubt."""
    said = links(together(noticed(*kinds)), TK.caution)
    claims = {f"{PAPER}/{local}" for local, _ in study_claims("", whole())}
    assert said.get(PAPER) == (words(GRAVE[kinds]) if GRAVE[kinds] else None)
    assert {node for node in said if node.startswith(f"{PAPER}/")} == (
        claims if GRAVE[kinds] else set()
    )


def words(of: str | None) -> str:
    """A text as the graph has it."""
    return str(text(of or ""))


def test_claims_lead_to_the_notice() -> None:
    """That of the report's own record, or that of the record that is the notice."""
    own = links(together(noticed("retractionIn")), TK.underNotice)
    assert set(own.values()) == {f"{PAPER}/notice-1"}
    notice = Account(
        report=article(
            pmid="999", notices=(Notice(kind="retractionOf", pmid="12345"),), sha256="99" * 32
        ).report
    )
    found = together(article(), notice)
    elsewhere = links(found, TK.underNotice)
    assert set(elsewhere.values()) == {f"{ID}report/pmid-999/notice-1"}
    assert links(found, TK.retractedBy) == {PAPER: f"{ID}report/pmid-999/notice-1"}


def test_a_trial_tells_which_of_its_reports_are_doubted() -> None:
    """By number; the others stand."""
    said = links(together(noticed("concernIn"), record()), TK.caution)
    assert said[f"{ID}trial/nct09999999"] == words("PMID 12345 under an expression of concern")
    assert not [node for node in said if "report/nct09999999" in node]


def test_a_retracted_report_never_goes_first() -> None:
    """Its arms would be the trial's own otherwise."""
    others = record(registered(arms=()))
    assert leading(article(), others) == "pmid-12345"
    assert leading(noticed("erratumIn"), others) == "pmid-12345"
    assert leading(noticed("retractionIn"), others) == "nct09999999"


def leading(*accounts: Account) -> str:
    """The report whose word goes first."""
    [found] = links(together(*accounts), TK.leadReport).values()
    return found.rpartition("/")[2]


# --- Where it is shown ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library() -> store.Memory:
    """The retracted article, the record of the same trial and a page."""
    return built(noticed("retractionIn"), record(), page())


def test_every_question_that_lists_claims_says_which_are_retracted(library: store.Memory) -> None:
    """Rows of the article, and only those, carry the caution; what is pooled leaves it out."""
    listed = 0
    for name, asked in questions.catalogue().items():
        if "caution" not in asked.returns or "claim" not in asked.returns:
            continue
        for row in answers(name, library):
            if ".match" in str(row["claim"]):
                continue  # not the report's word, but ours
            of_paper = str(row["claim"]).startswith(f"{PAPER}/")
            assert (row["caution"] == "retracted") is of_paper, (name, row)
            listed += of_paper
    assert listed > 20
    pooled = answers("pooled-effect", library)
    entering = [row["claim"] for row in pooled if row["included"]]
    assert [str(each).rpartition("/")[0] for each in entering] == [f"{ID}report/nct09999999"]
    reasons = {row["reason"] for row in pooled if str(row["claim"]).startswith(PAPER)}
    assert "its report was retracted" in reasons


def test_the_page_of_a_trial_says_it_at_the_top(library: store.Memory) -> None:
    """In a section of its own before all numbers, and at each claim of the article."""
    shown = show(library, Iri(f"{ID}trial/nct09999999"))
    titles = [section.title for section in shown.sections]
    assert titles.index("Caution") == 1
    [(said, what)] = shown.sections[1].rows
    assert (said, what) == ("retracted", "Zentarol for stiff knees. 2009-07. PMID 12345")
    names = [row[-1] for s in shown.sections if "claim" in s.columns for row in s.rows]
    of_paper = [name for each in names for name in each.split("\n") if "pmid-12345" in name]
    assert of_paper
    assert all("retracted" in name for name in of_paper if not name.startswith("nct"))


def test_numbers_that_three_reports_tell_are_shown_once(library: store.Memory) -> None:
    """The page has one number in each cell."""
    shown = show(library, Iri(f"{ID}trial/nct09999999"))
    [numbers] = [section for section in shown.sections if section.title == "Numbers"]
    assert numbers.rows
    assert not [row for row in numbers.rows if any(";" in cell for cell in row)]


def test_why_says_it_in_a_line(library: store.Memory) -> None:
    """With what is known of the notice; and of the same claim elsewhere."""
    how = dict(why(library, Iri(f"{PAPER}/result-1")).how)
    assert how["caution"].startswith("retracted")
    assert how["says again"] == "nct09999999:result-1"
    assert "caution" not in dict(why(library, Iri(f"{ID}report/nct09999999/result-1")).how)


def test_why_says_what_speaks_for_an_arm_being_one(library: store.Memory) -> None:
    """The arm of the record, and each piece of evidence."""
    how = dict(why(library, Iri(f"{PAPER}/arm-1")).how)
    assert how["the same as"].startswith("nct09999999:arm-1: ")
    assert "same intervention" in how["the same as"]
    assert "like sizes" in how["the same as"]


# --- What falls ----------------------------------------------------------------------------------


def test_what_leans_on_a_claim_that_fell_falls_with_it() -> None:
    """A match, a disagreement, a repetition: each node goes whole, and what leads to it."""
    quads = together(record(), article())
    match = Iri(f"{PAPER}/arm-1.match")
    known = {str(q.object) for q in quads} | {str(q.subject) for q in quads}
    assert list(standing(quads, known)) == quads
    left = list(standing(quads, known - {f"{PAPER}/arm-1", f"{PAPER}/result-1"}))
    gone = set(quads) - set(left)
    assert {quad.subject for quad in gone} == {match, Iri(f"{PAPER}/result-1")}
    assert not [quad for quad in left if match in (quad.subject, quad.object)]


def test_a_statement_of_what_is_not_there_falls() -> None:
    """Nothing is said of a claim that was dropped."""
    graph = "g:"
    caution = Quad(Iri("x:gone"), TK.caution, text("retracted"), Iri(graph))
    assert list(standing([caution], {"x:there"})) == []
    assert list(standing([caution], {"x:gone"})) == [caution]
