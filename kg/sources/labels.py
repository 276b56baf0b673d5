"""The labels of an abstract's parts: ``Methods:``, ``PATIENTS AND METHODS``, ``Findings —``.

In: a paragraph. Out: its label as written and where its body begins. A label is told by its words
(any mixture of the words that journals use, in any case) or by its shape (capitals and a colon),
so that a journal's own label needs no entry here.

*Source*: the label list of NLM's structured abstracts, https://structuredabstracts.nlm.nih.gov/,
gives the nouns; the mixtures are those of journals.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.records import Record
from kg.sources.layout import bullet_length, squeezed

_NOUNS = frozenset(
    """
    aim aims analyses analysis answer approach assessment background conclusion conclusions context
    contributions data design designs diagnosis discussion efficacy eligibility endpoint endpoints
    end-point end-points ethics evaluation evidence experiment experiments exposure exposures
    finding findings focus follow-up followup funding goal goals highlights hypotheses hypothesis
    identifier implication implications importance inference interpretation interpretations
    intervention interventions introduction limitation limitations material materials measure
    measurement measurements measures method methodology methods motivation note notes number
    objective objectives observation observations outcome outcomes participant participants patient
    patients perspective points population populations principle problem procedure procedures
    protocol purpose question questions randomisation randomization rationale recommendation
    recommendations registration registrations relevance remarks result results safety sample scope
    setting settings significance site sites source sources sponsor sponsors sponsorship statistics
    status strategy subject subjects summary synthesis therapy treatment treatments trial trials
    volunteers
    """.split()
)
_LINKS = frozenset(
    """
    about adds already an and animal animals approach assessed author authors authors' author's
    brief case clinical clinicaltrials.gov collection comments concluding conduct controls criteria
    day days definition definitions exclusion for from general healthy in inclusion
    information is isrctn key known lay language level levels limits main major medical message
    messages nct new of on or other our overall paper patient's plain potential practice present
    primary principal public registry report research role search secondary selection series
    specific statement statistical study supplementary support the their this to topic type used
    what where which with work
    """.split()
)
# A label of one of these names a group of people, whose words belong to the sentence.
_GROUPS = frozenset("arm arms cohort control group groups placebo stratum".split())
# The parts that every journal has: only these are looked for inside a paragraph.
_PARTS = re.compile(
    r"(?:background|context|introduction|objectives?|aims?(?:/hypothes[ei]s)?|purpose|rationale"
    r"|(?:study |research )?designs?(?:,? (?:and|&) methods)?"
    r"|settings?|(?:patients|participants|subjects|materials?)(?:,? (?:and|&) methods)?"
    r"|methods?(?:,? (?:and|&) (?:results|findings))?|interventions?|measurements"
    r"|(?:main )?outcome(?: measure)?s?|(?:main )?results?|findings"
    r"|conclusions?(?:/interpretations?)?|interpretation"
    r"|discussion|funding|limitations|(?:(?:clinical )?trial )?registration(?: number)?)",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b(?:results?|findings)\b", re.IGNORECASE)
_MARKUP = r"[#*_\s]*"
_OPENING = re.compile(rf"{_MARKUP}(?:(?i:abstract)[.:]?\s*(?=[A-Z]))?")
_COLON = re.compile(rf"(?P<label>[^\W\d_][^:：\r\n]{{0,90}}?)[.\s*_]*[:：]+{_MARKUP}")
_SIGNED = (
    re.compile(r"(?P<label>[A-Z][^:.*_\r\n]{2,60}?)\s*(?:\*\*|__)\s*"),
    re.compile(r"(?P<label>[A-Z][^—–:.\r\n]{2,60}?)\s*[—–]\s*"),
    re.compile(r"(?P<label>[A-Z][^:.\r\n]{2,60}?)\s+-\s+"),
    re.compile(r"(?P<label>[A-Z][A-Za-z,&/' -]{2,50})\.\s+(?=[\"“(]?[A-Z0-9])"),
)
_CAPITALS = re.compile(r"(?P<label>[A-Z][A-Z,&/'-]+(?:[ ][A-Z&][A-Z,&/'-]*){0,8})[ ]+(?=\S)")
_INNER = re.compile(
    r"[.?!)\]]\s+(?P<label>[A-Z][A-Za-z,&/\s]{2,40}?)(?:\s*(?:[:：]|[—–]|--|\.(?=\s+[\"“(]?[A-Z0-9]))\s*|\s+-\s+)"
)
_MOST_WORDS, _LONGEST = 9, 400
_SHORTEST_SHAPE = 4


class Label(Record, frozen=True, kw_only=True):
    """A label as written, where it starts and where its body begins.

    ``known`` says that it is built of the words of labels, not only shaped like one.

    *Units*: code points from the start of the paragraph.
    """

    text: str
    start: int
    body: int
    known: bool = True


def is_label(text: str) -> bool:
    """Whether every word is one that journals build labels of.

    >>> is_label("Patients and methods"), is_label("MAIN OUTCOME MEASURES"), is_label("Group 1")
    (True, True, False)
    """
    words = _words(text) if len(text) <= _LONGEST else []
    return (
        0 < len(words) <= _MOST_WORDS
        and all(word in _NOUNS or word in _LINKS for word in words)
        and any(word in _NOUNS for word in words)
    )


def _words(text: str) -> list[str]:
    return [w for w in re.split(r"[\s,/&:()?–-]+", text.casefold().replace("’", "'")) if w]


def is_generic(text: str) -> bool:
    """Whether a line has no word of its own, as headings of a page that name no study.

    >>> is_generic("About the study"), is_generic("About gout")
    (True, False)
    """
    return all(word in _NOUNS or word in _LINKS for word in _words(text))


def is_part(text: str) -> bool:
    """Whether a label is one that every journal has, or a mixture of labels that tells of results.

    >>> is_part("Outcome measures"), is_part("Outcomes and main results"), is_part("Sponsor")
    (True, True, False)
    """
    mixed = _TELLING.search(text) is not None and is_label(text)
    return mixed or _PARTS.fullmatch(squeezed(text)) is not None


# Each reader asks the same of every line, and long documents are the same few lines.
_remembered = lru_cache(maxsize=1 << 10)


@_remembered
def label_of(text: str) -> Label | None:
    """The label that a paragraph opens with, else nothing.

    >>> label_of("AIMS AND SCOPE: We asked").body, label_of("Group A: placebo") is None
    (16, True)
    >>> label_of("Findings. Of 12 adults").text, label_of("RESULTS Of 12 adults").body
    ('Findings', 8)
    """
    start = _opening(text)
    found = _with_colon(text, start) or _with_other_sign(text[start:])
    if found is None:
        return None
    label, length = found
    return Label(text=label, start=start, body=start + length, known=is_label(label))


@_remembered
def heading_label(text: str) -> Label | None:
    """The label that a line consists of, else nothing.

    >>> heading_label("## Methods").text, heading_label("Methods were") is None
    ('Methods', True)
    """
    start = _opening(text)
    label = text[start:].rstrip(".*_#:： ")
    if is_label(label) or (text.endswith((":", "：")) and _has_shape(label)):
        return Label(text=label, start=start, body=len(text))
    return None


def inner_labels(text: str) -> Iterator[Label]:
    """The labels inside a paragraph that holds a whole abstract, in order.

    >>> [label.text for label in inner_labels("Aims: To ask. Methods: We asked. Group B: none.")]
    ['Methods']
    >>> [label.text for label in inner_labels("Aims. To ask. Methods. We asked. Results. None.")]
    ['Methods', 'Results']
    >>> [label.text for label in inner_labels("Aims - To ask. METHODS—We asked. Results - None.")]
    ['METHODS', 'Results']
    """
    match = _INNER.search(text)
    while match:
        found = is_part(match["label"])
        if found:
            yield Label(text=match["label"], start=match.start("label"), body=match.end())
        match = _INNER.search(text, match.end() if found else match.start("label"))


def _opening(text: str) -> int:
    """The length of bullets and markup before a label."""
    markup = _OPENING.match(text, bullet_length(text))
    return markup.end() if markup else 0


def _with_colon(text: str, start: int) -> tuple[str, int] | None:
    match = _COLON.match(text, start)
    if not match:
        return None
    label = match["label"].strip()
    return (label, match.end() - start) if is_label(label) or _has_shape(label) else None


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
    for pattern in _SIGNED:
        match = pattern.match(text)
        if match and is_label(match["label"].strip()):
            return match["label"].strip(), match.end()
    return _in_capitals(text)


def _in_capitals(text: str) -> tuple[str, int] | None:
    """The longest run of capitalised label words before a word that is none."""
    match = _CAPITALS.match(text)
    words = match["label"].split() if match else []
    for count in range(len(words), 0, -1):
        label = re.match(r"\s+".join(map(re.escape, words[:count])), text)
        last = _words(words[count - 1])[-1:]
        if label and is_label(label[0]) and not _NOUNS.isdisjoint(last):
            rest = text[label.end() :]
            return label[0], label.end() + len(rest) - len(rest.lstrip())
    return None
