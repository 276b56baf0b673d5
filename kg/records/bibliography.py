"""What a bibliographic record tells of an article beside its citation, its headings and its text.

In: nothing. Out: the record of it, and of the sections of a text.
"""

from kg.records.base import Record


class Section(Record, frozen=True, kw_only=True):
    """A stretch of a report's text under its heading, as the document labels it (or not).

    ``category`` is the part that the record itself says the section plays; ``path`` is where the
    section stands in the record that the text was composed of.

    *Units*: ``start`` and ``end`` are code points of ``Report.text``, the heading left out.
    """

    label: str | None = None
    start: int
    end: int
    category: str | None = None
    path: str | None = None


class Bibliography(Record, frozen=True, kw_only=True):
    """An article in a library's eyes: names of things and numbers, none of persons.

    ``grants`` and ``accessions`` are written as MEDLINE text writes them, parts with strokes
    between them. Dates are ISO, as precise as given.
    """

    languages: tuple[str, ...] = ()
    other_title: str | None = None
    journal_title: str | None = None
    nlm_id: str | None = None
    issns: tuple[str, ...] = ()
    country: str | None = None
    pmcid: str | None = None
    piis: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    submitted: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    publication_model: str | None = None
    publication_status: str | None = None
    record_status: str | None = None
    indexing_method: str | None = None
    groups: tuple[str, ...] = ()
    investigators: int | None = None
    keywords: tuple[str, ...] = ()
    gene_symbols: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    accessions: tuple[str, ...] = ()
    references: int | None = None
    cited_pmids: tuple[str, ...] = ()
    cited_dois: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
