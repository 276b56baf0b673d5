"""Arms and people of abstracts that nobody prepared: names, sizes, totals, what is left alone."""

from kg.reading.mentions import mentions
from kg.reading.page import Page, lay_out
from kg.sources import read_source


def page_of(*sentences: str) -> Page:
    """The page of a text without headings, of these sentences."""
    [document] = read_source("case.txt", " ".join(sentences).encode())
    return lay_out(document)  # type: ignore[arg-type]


def test_mentions_have_spans_and_arms() -> None:
    """Each mention is a stretch of the text and names the arm by its place."""
    page = page_of(
        "Ninety patients were randomized to zentarol or placebo.",
        "Pain fell by 4 in the zentarol group and by 2 in the placebo group.",
    )
    found = [
        (page.text[m.start : m.end], m.arms) for line in page.lines[1:] for m in mentions(line)
    ]
    assert found == [("the zentarol group", (0,)), ("the placebo group", (1,))]
