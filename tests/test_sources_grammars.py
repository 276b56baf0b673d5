"""The small grammars of the sources: citations, labels, MeSH lines, registry numbers, names."""

import pytest

from kg.sources.citation import page_range, read_citation
from kg.sources.front import is_authors, is_title
from kg.sources.ids import own_registry_ids
from kg.sources.indexing import read_headings
from kg.sources.labels import label_of
from kg.sources.layout import Paragraph, paragraphs

CITATIONS = {
    "N Mag J. 1999 Jan 31;335(18):1350-6. doi: 10.5555/NM.1.": (
        "N Mag J|1999-01-31|335|18|1350|1356|10.5555/nm.1"
    ),
    "Mag 2009 Jul;23(11):1383-8": "Mag|2009-07|23|11|1383|1388|",
    "Mag. 2009;373(9657):48-63.": "Mag|2009|373|9657|48|63|",
    "Open Mag. 2010 Feb 12;5(2):e9200. doi:10.5555/om.9200": (
        "Open Mag|2010-02-12|5|2|e9200||10.5555/om.9200"
    ),
    "J Mag Dis. 1999;180 Suppl 1:S1-10": "J Mag Dis|1999|180|Suppl 1|S1|S10|",
    "J Mag. 2002 Jul 1;30(Suppl 2):S105–12": "J Mag|2002-07-01|30|Suppl 2|S105|S112|",
    "MAG 2009;338:b2025": "MAG|2009|338||b2025||",
    "N Mag J 2009; 361: 1548 – 59.": "N Mag J|2009|361||1548|1559|",
    "Mag Trials. 2009 Jul-Aug;10(4):220-9": "Mag Trials|2009|10|4|220|229|",
    "Mag. 1998 Spring;3:1-2": "Mag|1998|3||1|2|",
    "Mag. 2011 Dec 28-2012 Jan 3;12(1):e1-e10": "Mag|2011|12|1|e1|e10|",
    "Ann Mag. 2009 Oct 6;151(7):W-123": "Ann Mag|2009-10-06|151|7|W-123||",
    "Mag. 2009 May 20. doi: 10.5555/m.7. Online ahead of print.": "Mag|2009-05-20|||||10.5555/m.7",
    "Mag Medicine volume 15, pages 100–105 (2009)": "Mag Medicine|2009|15||100|105|",
    "N Mag J (1996) 335:1350-6": "N Mag J|1996|335||1350|1356|",
    "The Mag, 3 January 2009, 373(9657), 48–63": "The Mag|2009-01-03|373|9657|48|63|",
    "The Mag, Volume 3, Issue 96, Pages 48 - 63, October 3, 2009": "The Mag|2009-10-03|3|96|48|63|",
    "Mag 23(11):p 1383-1388, July 17, 2009. | DOI: 10.5555/m.8": (
        "Mag|2009-07-17|23|11|1383|1388|10.5555/m.8"
    ),
    "MAG: July 17th, 2009 - Volume 23 - Issue 11 - p 1383-8": "MAG|2009-07-17|23|11|1383|1388|",
    "J. Mag. Dis. 2001;184:1-5": "J. Mag. Dis|2001|184||1|5|",
    "12. Mag. 2004 Dec 1;350:1098-102; discussion 1103.": "Mag|2004-12-01|350||1098|1102|",
    "Mag J (Clin Ed) 1987-01-03;294(6563):1-5": "Mag J (Clin Ed)|1987-01-03|294|6563|1|5|",
    "Mag Syst Rev. 2009 Jan 21;(1):CD001090.": "Mag Syst Rev|2009-01-21||1|CD001090||",
    "Mag. 2009 Feb 30;23(1):1-2": "Mag||23|1|1|2|",
}


@pytest.mark.parametrize("line", CITATIONS)
def test_a_citation_line_falls_into_its_parts(line: str) -> None:
    """Dates keep their precision, last pages are written out, impossible dates are not dates."""
    cited = read_citation(line)
    assert cited
    parts = (
        cited.journal,
        cited.issued,
        cited.volume,
        cited.issue,
        cited.page_start,
        cited.page_end,
        cited.doi,
    )
    assert "|".join(part or "" for part in parts) == CITATIONS[line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients were enrolled from 2001 to 2005, 12 of 35, 6 died",
        "In 1996, 335 (18), 20-30 patients were seen.",
        "Results: In 2001; 3: 4-5 were well.",
        "At week 52, 14 and 18%: 2009; 3:4",
        "A cost of 34:244–250, 2015. © 2013 The Authors, who had no interests to declare at all.",
        "We used the score of 2001;12:3-4 in all patients and found it wanting in most of them.",
    ],
)
def test_a_sentence_with_a_year_is_no_citation(sentence: str) -> None:
    """Numbers around a year do not make a citation of a sentence that must be read."""
    assert read_citation(sentence) is None


def test_a_last_page_that_cannot_be_is_left_out() -> None:
    """417-3 has no sensible end, and none is made up."""
    assert page_range("417-3") == ("417", None)


LABELS = {
    "OBJECTIVES: To see": "OBJECTIVES",
    "Background and aims: To see": "Background and aims",
    "Patients & Methods - We saw": "Patients & Methods",
    "Design, Setting, and Participants—We saw": "Design, Setting, and Participants",
    "MAIN OUTCOME MEASURES We saw": "MAIN OUTCOME MEASURES",
    "• Findings: We saw": "Findings",
    "**Interpretation** We saw": "Interpretation",
    "Methods. We saw": "Methods",
    "WIDER USE OF THE THING: We saw": "WIDER USE OF THE THING",
    "Abstract Background: We saw": "Background",
    "Group A: placebo": None,
    "PLACEBO GROUP: none": None,
    "Methods were sound: we saw": None,
    "Results of 3 trials: we saw": None,
    "Treatment A: we saw": None,
    "In all: we saw": None,
}


@pytest.mark.parametrize("line", LABELS)
def test_a_label_is_told_by_its_words_or_its_capitals(line: str) -> None:
    """Labels of journals are found in any wording; names of groups and sentences are none."""
    label = label_of(line)
    assert (label.text if label else None) == LABELS[line]


def headings(*lines: str) -> list[str]:
    """MeSH lines as read, in short."""
    found = read_headings(Paragraph(text=line, start=0, end=0) for line in lines)
    return [
        " / ".join(filter(None, (h.descriptor_name, h.qualifier_name))) + "*" * h.major
        for h in found
    ]


def test_a_star_before_a_name_is_a_star_and_a_star_with_a_blank_is_a_bullet() -> None:
    """MEDLINE writes the star in front, PubMed behind; a list may use it as its bullet."""
    assert headings("* Asthma / therapy*", "*Child", "Sleep*") == [
        "Asthma / therapy*",
        "Child*",
        "Sleep*",
    ]
    assert headings("*Asthma/therapy", "*Child", "*Sleep*") == [
        "Asthma / therapy",
        "Child",
        "Sleep*",
    ]


def test_every_qualifier_of_a_line_is_a_heading_of_its_own() -> None:
    """Several qualifiers behind slashes or commas share the descriptor, each with its own star."""
    assert headings("Asthma / drug therapy / *therapy, mortality") == [
        "Asthma / drug therapy",
        "Asthma / therapy*",
        "Asthma / mortality",
    ]
    assert headings("Asthma*/drug therapy/therapy") == [
        "Asthma / drug therapy*",
        "Asthma / therapy*",
    ]


def test_a_slash_or_comma_inside_a_name_does_not_cut_it() -> None:
    """Only a known qualifier stands behind a slash without blanks."""
    assert headings("RNA, Viral", "Abacavir/Lamivudine", "14-3-3 Proteins") == [
        "RNA, Viral",
        "Abacavir/Lamivudine",
        "14-3-3 Proteins",
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ClinicalTrials.gov number, NCT09990051.", ("NCT09990051",)),
        ("Registered as ISRCTN 99900061 and NCT09990051.", ("ISRCTN99900061", "NCT09990051")),
        ("This trial (CTN 999) enrolled adults.", ("CTN 999",)),
        ("EudraCT number 2009-012345-67.", ("2009-012345-67",)),
        ("These results agree with CTN 998, a sister study.", ()),
        ("An earlier trial was registered as NCT09990051.", ()),
        ("Of those in NCT09990051, ten took part.", ()),
        ("Adults had 3 CTN 12 units.", ()),
    ],
)
def test_only_the_number_of_this_study_is_taken(text: str, numbers: tuple[str, ...]) -> None:
    """A number belongs to the study if the page registers it so, not because it stands there."""
    assert own_registry_ids([], [text]) == numbers


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Doe J, van Roe AB(1), Poe C.", True),
        ("J A Doe 1, A van Roe, C Poe 2", True),
        ("Jane Doe, Richard Roe and Max Poe", True),
        ("Safety, efficacy and use of fluvimast", False),
        ("Treating Asthma Early", False),
    ],
)
def test_authors_are_told_from_titles(line: str, is_one: bool) -> None:
    """A list of names is no title."""
    assert is_authors(line) is is_one


@pytest.mark.parametrize(
    "line",
    [
        "Received 3 May 2001",
        "Department of Sleep, University of X, Y",
        "Full text",
        "Original Article",
        "Sleep:",
    ],
)
def test_lines_around_a_title_are_no_titles(line: str) -> None:
    """A report without a title has none, whatever else stands at the top."""
    assert not is_title(line, stop_allowed=True)


def test_a_hard_wrapped_paragraph_is_one_span() -> None:
    """Lines cut by a mail program or by mark-up belong together; a list does not."""
    text = "We gave the drug to ten adults of\nwhom five left.\n- one\n- two\nResults: None"
    assert [p.text for p in paragraphs(text)] == [
        "We gave the drug to ten adults of\nwhom five left.",
        "- one",
        "- two",
        "Results: None",
    ]
