"""The reader of PubMed records given as text: the page of a record copied, or its text format.

In: a page. Out: the document, with citation, labelled abstract, MeSH terms, publication types
and substances.
"""

import hashlib
import re

from kg.records import Document
from kg.sources.article import outline, read_article
from kg.sources.front import citation_of
from kg.sources.layout import Page, page_of

NAME = "PubMed record"
_INDEXED = re.compile(r"\[(?:Indexed for MEDLINE|PubMed\b.*)\]", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,6}\. +\D")
_FEWEST_RECORDS = 2
_LISTS = frozenset({"mesh", "types", "substances"})


def looks_like(page: Page) -> bool:
    """Whether the page has a list of PubMed's, or an abstract so headed under a citation."""
    parts = outline(page)
    kinds = {block.kind for block in parts.blocks}
    if kinds & _LISTS or any(_INDEXED.search(line.text) for line in parts.metadata):
        return True
    return "abstract" in kinds and parts.leads and parts.citation is not None


def read(page: Page) -> list[Document]:
    """The documents of a page: PubMed's text format may hold several records, each numbered."""
    return [read_article(record) for record in _records(page)]


def _records(page: Page) -> list[Page]:
    """The records of a page, each with its own stretch of the text."""
    starts = [p.start for p in page.paragraphs if _NUMBERED.match(p.text) and citation_of(p)]
    if len(starts) < _FEWEST_RECORDS:
        return [page]
    ends = [*starts[1:], len(page.text)]
    texts = [page.text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [
        page_of(text, name=page.name, sha256=hashlib.sha256(text.encode()).hexdigest())
        for text in texts
    ]
