"""The reader of bare abstracts: plain text, structured or not, with or without a title line.

In: a page. Out: a document of an article of unknown origin. It is the last reader asked: any text
that no other reader knows is read as an abstract, and reading decides whether it tells of a study.
"""

from kg.records import Document
from kg.sources.article import read_article
from kg.sources.layout import Page

NAME = "abstract"


def looks_like(page: Page) -> bool:
    """Whether there is any text at all."""
    return bool(page.paragraphs)


def read(page: Page) -> list[Document]:
    """The document of a bare abstract."""
    return [read_article(page)]
