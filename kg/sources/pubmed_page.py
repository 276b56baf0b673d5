"""The reader of PubMed records given as text: the page of a record copied, or its text format.

In: a page. Out: the document, with citation, labelled abstract, MeSH terms, publication types
and substances.
"""

import re

from kg.records import Document
from kg.sources.article import outline, read_article
from kg.sources.layout import Page

NAME = "PubMed record"
_INDEXED = re.compile(r"\[(?:Indexed for MEDLINE|PubMed\b.*)\]", re.IGNORECASE)
_LISTS = frozenset({"mesh", "types", "substances"})


def looks_like(page: Page) -> bool:
    """Whether the page has a list of PubMed's, or an abstract so headed under a citation."""
    parts = outline(page)
    kinds = {block.kind for block in parts.blocks}
    if kinds & _LISTS or any(_INDEXED.search(line.text) for line in parts.metadata):
        return True
    return "abstract" in kinds and parts.citation is not None


def read(page: Page) -> list[Document]:
    """The document of a PubMed record."""
    return [read_article(page)]
