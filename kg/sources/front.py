"""The front of a literature page: title, citation line, identifiers, and what is none of these.

In: paragraphs of a page's body. Out: which of them are metadata, which one is the title. A title
is only what stands where titles stand and looks like one; else the report has none.
"""

import re
from functools import lru_cache

from kg.sources.blocks import is_prose
from kg.sources.citation import Citation, read_citation
from kg.sources.labels import heading_label, is_generic, label_of
from kg.sources.layout import Paragraph, squeezed

_KEY = re.compile(r"(?:citation|source|reference|published in|journal)\s*[:：]\s*", re.IGNORECASE)
_LINK = re.compile(
    r"link to\s+\w+|(?:(?:view (?:in|on)|see|go to|read (?:in|on))\s+)?\W?"
    r"(?:pubmed(?: id)?|medline|pmid|pmcid|pmc id|doi)\b(?:\W|$)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\w+:\s*)?(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)\S+$", re.IGNORECASE)
_RIGHTS = re.compile(r"(?:©|copyright\b|\(c\)\s*\d)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:e-?mail|correspond(?:ence|ing author))\b.*[:@]|published (?:in|online|on|by)\b",
    re.IGNORECASE,
)
# Short lines around an article that are no title, by what they open with.
_NOISE = re.compile(
    r"(?:all rights reserved|published|received|accepted|available online|first published|epub"
    r"|e-?collection|issn|open access|original (?:article|research|paper|investigation)"
    r"|research (?:article|paper|letter)|articles?|abstract|full text|download|share|home|menu"
    r"|free (?:full text|article|pmc|access)|search|skip to|sign in|log ?in|authors?\s*:|by\s+[A-Z]"
    r"|\d+ (?:citations|references|views)|pdf|save|print|view (?:all|article|abstract)|format"
    r"|display options|erratum|\[?indexed for medline|date\s*:|keywords?\s*:|key words\s*:|volume\s"
    r"|issue\s+\d|pages?\s+\d|affiliations?\s*:)\b",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"(?:(?:randomi[sz]ed controlled|controlled clinical|clinical|pragmatic clinical|equivalence"
    r"|adaptive clinical) trial(?:, phase [iv]+)?|(?:multicent(?:er|re)|comparative|observational"
    r"|evaluation|validation|twin|clinical) study|(?:systematic )?review|meta-analysis"
    r"|case reports?|letter|editorial|comment|journal article|research support.*)"
    r"(?:\s*[;|•·]\s*.*)?",
    re.IGNORECASE,
)
_PARTICLES = "de|del|della|der|den|van|von|la|le|di|da|dos|do|du|ten|ter|bin|al|el|y|e"
_NAME = re.compile(rf"(?:(?:(?:{_PARTICLES})(?=\s)|[A-Z][\w'’.-]*|[\d*†‡§#()]+)\s*)++")
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*|\s+and\s+|\s+&\s+|\s+(?:on behalf of|for the)\s+.*")
_INITIALS = re.compile(
    r"\s[A-Z]{1,3}\.?(?:\s?[\d*†‡§()]+)*$|^[A-Z]\.?[ -](?:[A-Z]\.?[ -])?[A-Z]\w+"
)
_INSTITUTION = re.compile(
    r"\b(?:department|university|hospital|institute|centre|center|school|faculty|college"
    r"|division of|laboratory|clinic,|universit[éàä]\w*|h[oô]pital|inserm)\b.*,",
    re.IGNORECASE,
)
# A title may say that something is so; what was done is told by a sentence of the text.
_PAST = re.compile(r"\b(?:we|was|were|had|did|received|showed|found|aimed)\b", re.IGNORECASE)
_VERB = re.compile(
    rf"{_PAST.pattern}|\b(?:is|are|has|have|does|may|can|reduced|increased|remains?)\b",
    re.IGNORECASE,
)
# "To compare A with B." is how an objective is told, and no title.
_AIM = re.compile(
    r"(?:we (?:aimed|sought) )?to (?:evaluate|assess|compare|determine|investigate|examine|study"
    r"|test|establish|describe|explore|estimate|find out)\b.*\.$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 400
_FEWEST_WORDS = 3
_LONGEST_NAME = 5
_LONGEST_NOISE = 6
_SENTENCE_WORDS = 6
_MANY_WORDS = 25


def citation_of(paragraph: Paragraph) -> Citation | None:
    """The citation that a paragraph is, a key such as ``Citation:`` left out."""
    key = _KEY.match(paragraph.text)
    return read_citation(paragraph.text[key.end() :] if key else paragraph.text)


@lru_cache(maxsize=1 << 10)
def is_metadata(text: str) -> bool:
    """Whether a paragraph is about the document, wherever it stands: a link, an id, a note.

    >>> is_metadata("PMID: 123456"), is_metadata("© 2009 The Society"), is_metadata("PMID lists")
    (True, True, True)
    >>> is_metadata("Printed trials are few.")
    False
    """
    if _RIGHTS.match(text):
        return True
    return not is_prose(text) and any(pattern.match(text) for pattern in (_LINK, _URL, _ABOUT))


def is_type_line(text: str) -> bool:
    """Whether a line names a publication type, as the top line of a PubMed page does.

    >>> is_type_line("Randomized Controlled Trial"), is_type_line("Clinical trial of tea")
    (True, False)
    """
    return _TYPE.fullmatch(squeezed(text)) is not None


def is_authors(text: str) -> bool:
    """Whether a line lists authors.

    >>> is_authors("Doe J, van Roe AB(1), Poe C."), is_authors("Safety and use of X")
    (True, False)
    """
    names = [name for name in _BETWEEN_NAMES.split(squeezed(text).rstrip(". ")) if name]
    if not names or not all(_NAME.fullmatch(name) for name in names):
        return False
    if 2 * sum(bool(_INITIALS.search(name)) for name in names) >= len(names):
        return True
    return len(names) >= _FEWEST_WORDS and all(len(n.split()) <= _LONGEST_NAME for n in names)


def title_span(paragraph: Paragraph) -> tuple[int, int]:
    """The span of a title in the whole text: without its mark-up and its full stop.

    >>> title_span(Paragraph(text="# On sleep.", start=10, end=21))
    (12, 20)
    """
    text = paragraph.text
    start = len(text) - len(text.lstrip("#*_ "))
    end = len(text.rstrip("#*_ "))
    if text[:end].endswith(".") and not text[:end].endswith(".."):
        end -= 1
    return paragraph.start + start, paragraph.start + end


def is_title(text: str, *, stop_allowed: bool) -> bool:
    """Whether a paragraph of the front looks like a title.

    A full stop at its end is allowed only where the page shows that a title stands here.

    >>> is_title("Dusk walks for sleep: a trial", stop_allowed=False)
    True
    >>> is_title("We walked.", stop_allowed=True), is_title("Doe J, Roe A", stop_allowed=True)
    (False, False)
    >>> is_title("To compare tea with milk.", stop_allowed=True)
    False
    """
    if is_prose(text) or len(text) > _LONGEST_TITLE or len(text.split()) < _FEWEST_WORDS:
        return False
    if len(text.split()) <= _LONGEST_NOISE and _NOISE.match(text):
        return False
    if is_type_line(text) or is_authors(text) or _INSTITUTION.search(text) or is_generic(text):
        return False
    if (
        _AIM.match(text)
        or text.endswith((";", ",", ":"))
        or not re.match(r"[\"“‘'\[(#*_ ]*\w", text)
    ):
        return False
    return not text.endswith(".") or (stop_allowed and not _PAST.search(text))


def opens_body(text: str, *, labelled: bool) -> bool:
    """Whether the abstract begins with this paragraph; ``labelled`` if its parts have labels.

    >>> opens_body("Ten were asked.", labelled=False), opens_body("On sleep", labelled=True)
    (True, False)
    """
    if is_prose(text) or heading_label(text):
        return True
    label = label_of(text)
    if label and (label.known or not labelled) and text.endswith((".", "?", "!")):
        return True
    return is_sentence(text, past=labelled)


def is_sentence(text: str, *, past: bool = False) -> bool:
    """Whether a paragraph is a sentence of a text; with ``past`` only if it tells of the past.

    >>> is_sentence("Sleep is good for most of us."), is_sentence("Dusk walks for good sleep.")
    (True, False)
    """
    if not text.endswith("."):
        return False
    if _AIM.match(text):
        return True
    if past:
        return len(text.split()) >= _SENTENCE_WORDS and _PAST.search(text) is not None
    several = re.search(r"[a-z)\]]{2}[.!?]\s+[A-Z]", text) or len(text.split()) > _MANY_WORDS
    return bool(several or _VERB.search(text))
