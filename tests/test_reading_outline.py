"""Which part of an abstract a sentence belongs to: headings of every shape, or none that tells."""

import pytest

from kg.reading.outline import Part, part_of, sentences
from kg.records import Document, Section
from kg.sources import read_source

TITLE = "Zentarol for gout: a randomized controlled trial"
ASKED = "It is not known whether zentarol helps people with gout."
DONE = "We randomly assigned 80 patients to zentarol or placebo for a year."
FOUND = "Pain fell by 3.2 points (95% CI 1.1 to 5.3) with zentarol."
MEANT = "Zentarol helps people with gout."
BODIES = (ASKED, DONE, FOUND, MEANT)

LABELS: dict[str, Part | None] = {
    "Main outcome measures": "methods",
    "Outcome measures and results": "results",
    "Measurements and main results": "results",
    "Key findings": "results",
    "Results and discussion": "results",
    "Patients and results": None,
    "Methodology/Principal findings": None,
    "Interpretation of the findings": None,
    "Background/aims": "background",
    "Primary objective": "objective",
    "Conclusions/significance": "conclusions",
}


def parts_of(abstract: str) -> list[Part | None]:
    """The part of each sentence of an abstract behind its title."""
    (document,) = read_source("told.txt", f"{TITLE}\n\n{abstract}".encode())
    assert isinstance(document, Document)
    return [sentence.part for sentence in sentences(document)][1:]


@pytest.mark.parametrize("label", LABELS)
def test_a_heading_of_several_words_tells_its_part(label: str) -> None:
    """The words of a heading tell, not the whole of it."""
    assert part_of(Section(label=label, start=0, end=1)) == LABELS[label]


@pytest.mark.parametrize(
    ("labels", "parts"),
    [
        (
            ("BACKGROUND AND PURPOSE", "METHODS AND MATERIALS", "RESULTS", "CONCLUSIONS"),
            ["background", "methods", "results", "conclusions"],
        ),
        (
            ("AIMS/BACKGROUND", "DESIGN, SETTING, AND PATIENTS", "MAIN RESULTS", "DISCUSSION"),
            ["objective", "methods", "results", "conclusions"],
        ),
        (
            ("BACKGROUND", "METHODS", "PRINCIPAL FINDINGS", "CONCLUSIONS/SIGNIFICANCE"),
            ["background", "methods", "results", "conclusions"],
        ),
    ],
)
def test_headings_in_capitals_run_into_the_text(
    labels: tuple[str, ...], parts: list[Part | None]
) -> None:
    """Mixed headings without a sign behind them begin a part, as plain ones do."""
    told = zip(labels, BODIES, strict=True)
    assert parts_of(" ".join(f"{label} {body}" for label, body in told)) == parts


def test_a_heading_that_tells_of_results_is_found_within_a_paragraph() -> None:
    """Mixtures with results in them part a paragraph, as plain headings do."""
    told = f"Background: {ASKED} Patients and methods: {DONE} Outcome measures and results: {FOUND}"
    assert parts_of(told) == ["background", "methods", "results"]


def test_capitals_that_are_no_heading_begin_no_part() -> None:
    """An abbreviation that opens a sentence is part of it."""
    told = f"BACKGROUND {ASKED} METHODS {DONE} COPD was rare. RESULTS {FOUND}"
    assert parts_of(told) == ["background", "methods", "methods", "results"]


@pytest.mark.parametrize("label", ["Background", "Objective", "Design"])
def test_the_one_heading_of_a_whole_abstract_tells_no_part(label: str) -> None:
    """Where nothing is headed as methods or results, both stand under what heading there is."""
    assert parts_of(f"{label}: {DONE} {FOUND}") == [None, None]
    told = parts_of(f"{label}: {ASKED}\n\nResults: {FOUND}")
    assert told == [label.lower(), "results"]
