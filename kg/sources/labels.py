"""The labels of an abstract's parts: ``Methods:``, ``PATIENTS AND METHODS``, ``Findings —``.

In: a paragraph. Out: its label as written and where its body begins. A label is told by its words
(any mixture of the words that journals use, in any case) or by its shape (capitals and a colon),
so that a journal's own label needs no entry here.

*Source*: the label list of NLM's structured abstracts, https://structuredabstracts.nlm.nih.gov/,
gives the nouns; the mixtures are those of journals.
"""

import re
from collections.abc import Iterator

from kg.records import Record
from kg.sources.layout import bullet_length

_NOUNS = frozenset(
    """
    aim aims analyses analysis approach assessment background conclusion conclusions context
    contributions data design designs diagnosis discussion efficacy eligibility endpoint endpoints
    end-point end-points ethics evaluation evidence experiment experiments exposure exposures
    findings focus follow-up followup funding goal goals highlights hypotheses hypothesis
    implication implications importance inference interpretation interpretations intervention
    interventions introduction limitation limitations material materials measure measurement
    measurements measures method methodology methods motivation note notes objective objectives
    observation observations outcome outcomes participant participants patient patients
    perspective population populations principle problem procedure procedures protocol purpose
    question questions randomisation randomization rationale recommendation recommendations
    registration relevance remarks result results safety sample scope setting settings
    significance site sites sources sponsor sponsors sponsorship statistics status strategy
    subject subjects summary synthesis therapy treatment treatments trial trials volunteers
    """.split()
)
_LINKS = frozenset(
    """
    a about adds already an and approach author authors' author's authors brief case citation
    clinical clinicaltrials.gov collection comments concluding conduct criteria day days
    definition definitions for from general identifier in inclusion exclusion information is isrctn
    key keypoints known lay language level limits main major medical message messages method nct new
    no number objective of on or other our overall paper patient's plain points potential practice
    present primary principal public registry report research role search secondary selection
    series source specific statement statistical study supplementary support the their this to
    topic type what where which with work: work health
    """.split()
)
# A label that opens on one of these names a group, whose words belong to the sentence.
_GROUPS = frozenset("arm arms cohort control group groups placebo stratum".split())
# The parts that every journal has: only these are looked for inside a paragraph.
_PARTS = re.compile(
    r"(?:background|context|introduction|objectives?|aims?|purpose|rationale|(?:study )?design"
    r"|settings?|(?:patients|participants|subjects|materials?)(?:,? (?:and|&) methods)?"
    r"|methods(?:,? (?:and|&) (?:results|findings))?|interventions?|measurements"
    r"|(?:main )?outcome(?: measure)?s?|(?:main )?results|findings|conclusions?|interpretation"
    r"|discussion|funding|limitations|(?:trial )?registration(?: number)?)",
    re.IGNORECASE,
)
_MARKUP = r"[#*_\s]*"
_COLON = re.compile(rf"(?P<label>[^\W\d_][^:：\r\n]{{0,90}}?)\s*{_MARKUP}[:：]{_MARKUP}")
_DASHED = re.compile(
    r"(?P<label>[A-Z][^—–:.\r\n]{2,60}?)\s*[—–]\s*|(?P<spaced>[A-Z][^-:.\r\n]{2,60}?)\s+-\s+"
)
_POINT = re.compile(r"(?P<label>[A-Z][A-Za-z,&/' -]{2,50})\.[ \t\u00a0]+(?=[\"“(]?[A-Z0-9])")
_CAPITALS = re.compile(
    r"(?P<label>[A-Z][A-Z,&/'-]+(?:[ \u00a0][A-Z&][A-Z,&/'-]*)*)[ \u00a0]+(?=\S)"
)
_INNER = re.compile(r"(?<=[.?!)\]])\s+(?P<label>[A-Z][A-Za-z,&\s]{2,40}?)\s*[:：]\s*")
_MOST_WORDS = 9
_SHORTEST_SHAPE = 4


class Label(Record, frozen=True, kw_only=True):
    """A label as written, where it starts and where its body begins.

    *Units*: code points from the start of the paragraph.
    """

    text: str
    start: int
    body: int


def is_label(text: str) -> bool:
    """Whether every word is one that journals build labels of.

    >>> is_label("Patients and methods"), is_label("MAIN OUTCOME MEASURES"), is_label("Group 1")
    (True, True, False)
    """
    words = [w for w in re.split(r"[\s,/&:()–-]+", text.casefold().replace("’", "'")) if w]
    return (
        0 < len(words) <= _MOST_WORDS
        and all(word in _NOUNS or word in _LINKS for word in words)
        and any(word in _NOUNS for word in words)
    )


def label_of(text: str) -> Label | None:
    """The label that a paragraph opens with, else nothing.

    >>> label_of("AIMS AND SCOPE: We asked"), label_of("Group A: placebo") is None
    (Label(text='AIMS AND SCOPE', start=0, body=16), True)
    >>> label_of("Findings. Of 12 adults"), label_of("RESULTS Of 12 adults").body
    (Label(text='Findings', start=0, body=10), 8)
    """
    start = _opening(text)
    rest = text[start:]
    found = _with_colon(rest) or _with_other_sign(rest)
    if found is None:
        return None
    label, body = found
    return Label(text=label, start=start, body=start + body)


def _opening(text: str) -> int:
    """The length of bullets and markup before a label."""
    start = bullet_length(text)
    markup = re.compile(_MARKUP).match(text, start)
    return markup.end() if markup else start


def _with_colon(text: str) -> tuple[str, int] | None:
    match = _COLON.match(text)
    if not match:
        return None
    label = match["label"].strip()
    return (label, match.end()) if is_label(label) or _has_shape(label) else None


def _has_shape(label: str) -> bool:
    """Whether a label unknown by its words stands in capitals, as only labels do."""
    words = label.split()
    return (
        label.isupper()
        and len(words) <= _MOST_WORDS
        and len(label) >= _SHORTEST_SHAPE
        and not re.search(r"[\d;.%]", label)
        and _GROUPS.isdisjoint(word.casefold() for word in words)
    )


def _with_other_sign(text: str) -> tuple[str, int] | None:
    for pattern in (_DASHED, _POINT):
        match = pattern.match(text)
        label = (match.group(match.lastindex or 0)).strip() if match else ""
        if match and is_label(label):
            return label, match.end()
    return _in_capitals(text)


def _in_capitals(text: str) -> tuple[str, int] | None:
    """The longest run of capitalised label words before a word that is none."""
    match = _CAPITALS.match(text)
    words = match["label"].split() if match else []
    for count in range(len(words), 0, -1):
        label = re.match(r"\s+".join(map(re.escape, words[:count])), text)
        if label and is_label(label[0]) and words[count - 1].casefold() in _NOUNS:
            rest = text[label.end() :]
            return label[0], label.end() + len(rest) - len(rest.lstrip())
    return None


def heading_label(text: str) -> Label | None:
    """The label that a line consists of, else nothing.

    >>> heading_label("## Methods"), heading_label("Methods were") is None
    (Label(text='Methods', start=3, body=10), True)
    """
    start = _opening(text)
    label = text[start:].rstrip("*_#:： \u00a0")
    return Label(text=label, start=start, body=len(text)) if is_label(label) else None


def inner_labels(text: str) -> Iterator[Label]:
    """The labels inside a paragraph that holds a whole abstract, in order.

    >>> [label.text for label in inner_labels("Aims: To ask. Methods: We asked. Group B: none.")]
    ['Methods']
    """
    for match in _INNER.finditer(text):
        if _PARTS.fullmatch(" ".join(match["label"].split())):
            yield Label(text=match["label"], start=match.start("label"), body=match.end())
