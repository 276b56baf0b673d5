"""The reader of article pages: a link or citation line, and an abstract, with or without a title.

In: a page. Out: the document, with its PMID, DOI and citation as far as the page states them.
"""

from kg.records import Document
from kg.sources import trial_page
from kg.sources.article import outline, read_article
from kg.sources.layout import Page

NAME = "article page"


def looks_like(page: Page) -> bool:
    """Whether a line identifies the article; on a trial's page it may only cite one."""
    parts = outline(page)
    return parts.leads or (parts.identified and not trial_page.looks_like(page))


def read(page: Page) -> list[Document]:
    """The document of an article page."""
    return [read_article(page)]
