"""The registry of formats: bytes of a file to the documents and accounts in it.

In: a name for messages and the bytes. Out: a :class:`~kg.records.Document` for each report whose
text is to be read, an :class:`~kg.records.Account` for each curated record. The format is told by
content, never by the name; the first reader that knows the page takes it.
"""

import hashlib
from collections.abc import Callable, Sequence

from kg.records import Account, Document, Record
from kg.sources import abstract, article_page, curated, pubmed_page, trial_page
from kg.sources.layout import Page, page_of
from kg.sources.text import read_text, refuse_foreign


class Format(Record, frozen=True, kw_only=True):
    """How one kind of page is told, and how it is read."""

    name: str
    looks_like: Callable[[Page], bool]
    read: Callable[[Page], Sequence[Document | Account]]


# The first that knows a page takes it; any text that is left is a bare abstract.
FORMATS = (
    Format(
        name=curated.NAME,
        looks_like=lambda page: curated.looks_like(page.text),
        read=lambda page: [curated.read_record(page.name, page.text, page.sha256)],
    ),
    *(
        Format(name=reader.NAME, looks_like=reader.looks_like, read=reader.read)
        for reader in (pubmed_page, article_page, trial_page, abstract)
    ),
)


def read_source(name: str, data: bytes) -> list[Document | Account]:
    """The reports in a file.

    *Errors*: ``InputError`` with one clear line when nothing can be taken.

    >>> [document] = read_source("a.txt", b"Aims: to ask. Methods: we asked 12 adults.")
    >>> document.report.kind, [section.label for section in document.sections]
    ('Article', ['Aims', 'Methods'])
    """
    text = read_text(name, data)
    refuse_foreign(name, text)
    page = page_of(text, name=name, sha256=hashlib.sha256(data).hexdigest())
    return list(format_of(page).read(page))


def format_of(page: Page) -> Format:
    """The first format that knows the page; a bare abstract is what is left."""
    return next((known for known in FORMATS if known.looks_like(page)), FORMATS[-1])
