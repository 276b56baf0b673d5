"""The reader of article pages: a link or citation line, and an abstract, with or without a title.

In: a page. Out: the document, with its PMID, DOI and citation as far as the page states them.
"""

from kg.records import Document
from kg.sources.article import outline, read_article
from kg.sources.citation import doi_in
from kg.sources.ids import pmid_in
from kg.sources.layout import Page

NAME = "article page"


def looks_like(page: Page) -> bool:
    """Whether a line of the page is a citation or names the article's PMID or DOI."""
    parts = outline(page)
    return parts.citation is not None or any(
        pmid_in(line.text) or doi_in(line.text) for line in parts.metadata
    )


def read(page: Page) -> list[Document]:
    """The document of an article page."""
    return [read_article(page)]
