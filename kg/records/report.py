"""A document about studies, the text that is still to be read, and all that a document says.

In: studies. Out: reports, documents and accounts.
"""

from kg.codes import IndexingRole, NoticeType
from kg.records.base import Concept, Passage, Record
from kg.records.bibliography import Bibliography, Section
from kg.records.decisions import ReviewDecision
from kg.records.grid import Grid
from kg.records.study import Study


class Indexing(Record, frozen=True, kw_only=True):
    """One heading line of a PubMed record; UIs where the vocabulary knows the names.

    A registry's headings have a ``role``: what they stand for in the trial. Those of its older
    sorting have a ``code`` of its own, how near they are (``relevance``), and the words they were
    found by (``as_found``). A substance may have a ``number``, as UNII, CAS or EC give it.
    """

    descriptor_name: str
    descriptor: str | None = None
    qualifier_name: str | None = None
    qualifier: str | None = None
    major: bool = False
    role: IndexingRole | None = None
    code: str | None = None
    relevance: str | None = None
    as_found: str | None = None
    number: str | None = None


class Notice(Record, frozen=True, kw_only=True):
    """Another publication that a record ties to its report: a retraction, an erratum, a comment."""

    kind: NoticeType
    pmid: str | None = None
    citation: str | None = None


class Remark(Record, frozen=True, kw_only=True):
    """What is odd about a document that was taken all the same, and where in it."""

    what: str
    path: str | None = None
    got: str | None = None


class Report(Record, frozen=True, kw_only=True):
    """A document about one or more studies.

    ``kind`` is the class of the model (Article, RegistryRecord, WebPage, CuratedRecord);
    ``text`` is the exact text that passages count their offsets in. A report that is
    ``catalogued`` is known from a bibliographic record: it stands even where no study is read of
    it. ``unplaced`` counts, by field, what the record says and the model has no place for.
    ``version`` is that of a bibliographic record, of which the highest counts.
    """

    kind: str
    sha256: str
    text: str | None = None
    title: str | None = None
    citation: str | None = None
    journal: str | None = None
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    page_start: str | None = None
    page_end: str | None = None
    pmid: str | None = None
    doi: str | None = None
    registry_ids: tuple[str, ...] = ()
    publication_types: tuple[Indexing, ...] = ()
    indexing: tuple[Indexing, ...] = ()
    substances: tuple[Indexing, ...] = ()
    authors: int | None = None
    revised: str | None = None
    version: int | None = None
    notices: tuple[Notice, ...] = ()
    catalogued: bool = False
    bibliography: Bibliography | None = None
    remarks: tuple[Remark, ...] = ()
    unplaced: tuple[tuple[str, int], ...] = ()


class Document(Record, frozen=True, kw_only=True):
    """A report that is still to be read: its record, the sections of its text, its tables."""

    report: Report
    sections: tuple[Section, ...] = ()
    grids: tuple[Grid, ...] = ()


class Withdrawal(Record, frozen=True, kw_only=True):
    """A bibliographic record that its publisher has deleted: no document of it counts any more."""

    pmid: str


class Unread(Record, frozen=True, kw_only=True):
    """A sentence, or part of one, with numbers that no rule could read safely, and why.

    What stands in no text has a ``path`` in its record instead of a place.
    """

    exact: str
    start: int = 0
    end: int = 0
    path: str | None = None
    reason: str


class Declined(Record, frozen=True, kw_only=True):
    """What another extractor offered of a document and nobody could bear out, and why.

    Without words it gave no answer at all.
    """

    by: str
    reason: str
    exact: str = ""
    start: int = 0
    end: int = 0


class Account(Record, frozen=True, kw_only=True):
    """Everything one document says: the report, its studies, concepts and passages.

    ``decisions`` are about claims of other reports.
    """

    report: Report
    studies: tuple[Study, ...] = ()
    concepts: tuple[Concept, ...] = ()
    passages: tuple[Passage, ...] = ()
    unread: tuple[Unread, ...] = ()
    declined: tuple[Declined, ...] = ()
    decisions: tuple[ReviewDecision, ...] = ()
