"""The front of a literature page: title, citation line, identifiers, and what is none of these.

In: paragraphs of a page's body. Out: which of them are metadata, which one is the title. A title
is only what stands where titles stand and looks like one; else the report has none.
"""

import re

from kg.sources.blocks import is_prose
from kg.sources.citation import Citation, read_citation
from kg.sources.labels import heading_label, label_of
from kg.sources.layout import Paragraph

_KEY = re.compile(r"(?:citation|source|reference|published in|journal)\s*[:：]\s*", re.IGNORECASE)
_TITLE_KEY = re.compile(r"(?:article |study |full |official )?title\s*[:：]\s*", re.IGNORECASE)
_LINK = re.compile(
    r"(?:link to|view (?:in|on)|see|go to|read (?:in|on))?\s*\W?(?:pubmed|medline|pmid|pmcid|pmc id|doi"
    r"|pubmed id)\b\W",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\w+:\s*)?(?:https?://|www\.|doi\.org/)\S+\s*$", re.IGNORECASE)
_NOISE = re.compile(
    r"(?:©|\(c\)\s*\d|copyright|all rights reserved|published (?:by|online|in|on)?\s*:?|received|accepted"
    r"|available online|first published|epub|e-?collection|issn|open access|original (?:article|research"
    r"|investigation|paper)|research (?:article|paper|letter)|articles?$|abstract$|full text|free\b"
    r"|download|share|home$|menu|search$|skip to|sign in|log ?in|free (?:pmc )?article|authors?\s*:"
    r"|by\s+[A-Z][\w.-]+\s+[A-Z]|\d+ (?:citations|references)|view (?:all|article|abstract)|pdf\b|save$"
    r"|e-?mail|print$|display options|format$|erratum|correspondence\b|\[?indexed for medline|date\s*:"
    r"|keywords?\b|key words\b|volume\b|issue\b|pages?\b|affiliations?\b)",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"(?:(?:randomi[sz]ed controlled|controlled clinical|clinical|pragmatic clinical|equivalence|adaptive"
    r" clinical) trial(?:, phase [iv]+)?|multicenter study|comparative study|observational study|review"
    r"|systematic review|meta-analysis|case reports?|letter|editorial|comment|journal article"
    r"|research support.*|evaluation study|validation study|twin study|clinical study)"
    r"(?:\s*[;|•·]\s*.*)?",
    re.IGNORECASE,
)
_PARTICLE = r"(?:de|del|della|der|den|van|von|la|le|di|da|dos|do|du|ten|ter|bin|al|el|y|e|jr|sr|ii|iii|and|for)"
_NAME = re.compile(
    rf"(?:(?:{_PARTICLE}|[A-Z]\.?(?:[ -]?[A-Z]\.?)*|[A-Z][\w'’.-]+|[\d*†‡§#,()]+)[\s\u00a0]*)+",
    re.UNICODE,
)
_INSTITUTION = re.compile(
    r"\b(?:department|university|hospital|institute|centre|center|school|faculty|college|division of"
    r"|laboratory|clinic,|universit[éàä]\w*|h[oô]pital|inserm)\b.*,",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:we|was|were|are|has|have|had|did|does|may|received|showed|found|aimed|reduced|increased)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 400
_FEWEST_WORDS = 3


def citation_of(paragraph: Paragraph) -> Citation | None:
    """The citation that a paragraph is, a key such as ``Citation:`` left out."""
    key = _KEY.match(paragraph.text)
    return read_citation(paragraph.text[key.end() :] if key else paragraph.text)


def is_metadata(text: str) -> bool:
    """Whether a paragraph is about the document, wherever it stands: a link, an id, a note.

    >>> is_metadata("PMID: 123456"), is_metadata("© 2009 The Society"), is_metadata("Printed trials")
    (True, True, False)
    """
    if is_prose(text):
        return bool(re.match(r"©|copyright\b", text, re.IGNORECASE))
    return bool(
        _LINK.match(text)
        or _URL.match(text)
        or re.match(r"©|copyright\b|\(c\)\s*\d|pubmed disclaimer", text, re.IGNORECASE)
        or re.match(r"(?:conflict of interest|e-?mail)\b", text, re.IGNORECASE)
    )


def is_type_line(text: str) -> bool:
    """Whether a line names a publication type, as the top line of a PubMed page does."""
    return bool(_TYPE.fullmatch(" ".join(text.split())))


def is_authors(text: str) -> bool:
    """Whether a line lists authors.

    >>> is_authors("Doe J, van Roe AB(1), Poe C."), is_authors("Safety, efficacy and use of X")
    (True, False)
    """
    names = [
        n
        for n in re.split(r"\s*[,;]\s*|\s+and\s+|\s+&\s+|\s+on behalf of .*", text.rstrip(". "))
        if n
    ]
    if not all(_NAME.fullmatch(name) for name in names):
        return False
    initials = [
        n
        for n in names
        if re.search(
            r"(?:^|\s)[A-Z]{1,3}\.?(?:\s?[\d(*†‡§,)]+)*$|\b[A-Z]\.? ?[A-Z]?\.? [A-Z]\w+", n
        )
    ]
    return 2 * len(initials) >= len(names) or (
        len(names) > 2 and all(len(n.split()) <= 5 for n in names)
    )


def title_span(paragraph: Paragraph) -> tuple[int, int]:
    """The span of a title in the whole text: without its key, its mark-up and its full stop."""
    text = paragraph.text
    key = _TITLE_KEY.match(text)
    start = key.end() if key else len(text) - len(text.lstrip("#*_ "))
    end = len(text.rstrip("#*_ "))
    if text[:end].endswith(".") and not text[:end].endswith(".."):
        end -= 1
    return paragraph.start + start, paragraph.start + end


def is_title(text: str, *, stop_allowed: bool) -> bool:
    """Whether a paragraph of the front looks like a title.

    A full stop at its end is allowed only where the page shows that a title stands here.

    >>> is_title("Dusk walks for sleep: a trial", stop_allowed=False)
    True
    >>> is_title("We walked at dusk.", stop_allowed=True), is_title("Doe J, Roe A", stop_allowed=True)
    (False, False)
    """
    if _TITLE_KEY.match(text):
        return True
    if is_prose(text) or len(text) > _LONGEST_TITLE or len(text.split()) < _FEWEST_WORDS:
        return False
    if _NOISE.match(text) or is_type_line(text) or is_authors(text) or _INSTITUTION.search(text):
        return False
    if text.endswith((";", ",", ":")) or not re.match(r"[\"“‘'\[(#*_]*\w", text):
        return False
    return not text.endswith(".") or (stop_allowed and not _VERB.search(text))


def opens_body(text: str, *, labelled: bool) -> bool:
    """Whether the abstract begins with this paragraph; ``labelled`` if its parts have labels."""
    label = label_of(text)
    if label and (is_prose(text) or text.rstrip().endswith(".") or len(text) == label.body):
        return True
    if heading_label(text):
        return True
    if is_prose(text):
        return True
    return not labelled and text.endswith(".") and bool(_VERB.search(text))
