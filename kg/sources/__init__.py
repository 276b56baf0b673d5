"""The registry of formats: bytes of a file to the documents and accounts in it.

In: a name for messages, and the bytes or what gives them as a stream. Out: a
:class:`~kg.records.Document` for each report whose text is to be read, an
:class:`~kg.records.Account` for each curated record. The format is told by content, never by the
name; the first reader that knows the page takes it. Formats that hold many records are read one
record at a time, and a fault of one is told in its place.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

from kg.errors import InputError
from kg.records import Account, Document, Record, Withdrawal
from kg.sources import (
    abstract,
    article_page,
    ctgov,
    curated,
    jats,
    medline,
    pubmed_page,
    pubmed_xml,
    ris,
    trial_page,
)
from kg.sources.contents import Contents, beginning, whole
from kg.sources.layout import Page, page_of
from kg.sources.text import read_text, refuse_encoded, refuse_foreign
from kg.sources.xml_prolog import PROLOG

Taken = Document | Account | Withdrawal | InputError
"""One thing in a file: a report, the deletion of one, or what is wrong with a record."""
RecordRead = Callable[[str, Contents], Iterator[Taken]]


class Format(Record, frozen=True, kw_only=True):
    """How one kind of page is told, and how it is read."""

    name: str
    looks_like: Callable[[Page], bool]
    read: Callable[[Page], Sequence[Document | Account]]


class RecordFormat(Record, frozen=True, kw_only=True):
    """How one kind of file of records is told by its first bytes, and how it is read."""

    name: str
    looks_like: Callable[[bytes], bool]
    read: RecordRead


def _of_bytes(read: Callable[[str, bytes], Iterator[Taken]]) -> RecordRead:
    """A reader that is given all bytes at once; others go through a stream."""
    return lambda name, contents: read(name, whole(name, contents))


RECORD_FORMATS = (
    *(
        RecordFormat(name=reader.NAME, looks_like=reader.looks_like, read=_of_bytes(reader.read))
        for reader in (ctgov,)
    ),
    RecordFormat(name=jats.NAME, looks_like=jats.looks_like, read=jats.read),
    *(
        RecordFormat(name=reader.NAME, looks_like=reader.looks_like, read=reader.read)
        for reader in (medline, pubmed_xml, ris)
    ),
)

# The first that knows a page takes it; any text that is left is a bare abstract.
FORMATS = (
    Format(
        name=curated.NAME,
        looks_like=lambda page: curated.looks_like(page.text),
        read=lambda page: curated.read_accounts(page.name, page.text, page.sha256),
    ),
    *(
        Format(name=reader.NAME, looks_like=reader.looks_like, read=reader.read)
        for reader in (pubmed_page, article_page, trial_page, abstract)
    ),
)


def read_records(name: str, contents: Contents) -> Iterator[Taken]:
    """What a file holds, one record at a time: reports, withdrawals, and faults of single records.

    *Errors*: ``InputError`` with one clear line when nothing more can be taken.
    """
    known = _known(beginning(contents, PROLOG))
    if known is None:
        yield from read_source(name, whole(name, contents))
    else:
        yield from known.read(name, contents)


def holds_documents(head: bytes) -> bool:
    """Whether a file begins as one of many records whose texts are yet to be read.

    >>> holds_documents(b"<PubmedArticleSet>"), holds_documents(b"Aims: to ask.")
    (True, False)
    """
    known = _known(head[:PROLOG])
    return known is not None and known.name != ctgov.NAME


def _known(head: bytes) -> RecordFormat | None:
    return next((known for known in RECORD_FORMATS if known.looks_like(head)), None)


def read_source(name: str, data: bytes) -> list[Document | Account]:
    """The reports in a file.

    *Errors*: ``InputError`` with one clear line when a record cannot be taken.

    >>> [document] = read_source("a.txt", b"Aims: to ask. Methods: we asked 12 adults.")
    >>> document.report.kind, [section.label for section in document.sections]
    ('Article', ['Aims', 'Methods'])
    """
    if _known(data[:PROLOG]) is not None:
        return list(_whole(read_records(name, data)))
    text = read_text(name, data)
    if (encoded := _known(text[:PROLOG].encode())) is not None:
        refuse_encoded(name, data, encoded.name)
    refuse_foreign(name, text)
    page = page_of(text, name=name, sha256=hashlib.sha256(data).hexdigest())
    return list(format_of(page).read(page))


def _whole(records: Iterator[Taken]) -> Iterator[Document | Account]:
    for record in records:
        if isinstance(record, InputError):
            raise record
        if not isinstance(record, Withdrawal):
            yield record


def format_of(page: Page) -> Format:
    """The first format that knows the page; a bare abstract is what is left."""
    return next((known for known in FORMATS if known.looks_like(page)), FORMATS[-1])
