"""The reader of MEDLINE text, which PubMed calls its format and saves as NBIB.

In: bytes, or what gives them as a stream. Out: a document for each record, one at a time; a fault
of a record in its place. Names of headings come without identifiers here: these are found where
the vocabulary is.

*Source*: NLM, MEDLINE/PubMed data element (field) descriptions,
https://www.nlm.nih.gov/bsd/mms/medlineelements.html.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.errors import InputError
from kg.records import Document
from kg.sources.bibliography import is_pmid
from kg.sources.contents import Contents
from kg.sources.foreign import text_kind
from kg.sources.medline_citation import read_citation
from kg.sources.tagged import Field, Lines, fields, spoilt

NAME = "MEDLINE/NBIB"
_HEAD: Final = 4_096
_OUTCOME: Final = "It was set aside; the other records were read"
# What a record has once: after a blank line, one more of these opens another record.
_ONCE: Final = frozenset({"OWN", "STAT", "TI", "SO", "JID"})
_LAST: Final = "SO"

Entry = list[Field]


def looks_like(data: bytes) -> bool:
    """Whether a text opens with a tag of MEDLINE's.

    >>> looks_like(b"PMID- 1"), looks_like(b"TY  - JOUR")
    (True, False)
    """
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    head = data[:_HEAD].decode("utf-16" if wide else "utf-8-sig", "ignore")
    return text_kind(head) == NAME


def read(name: str, contents: Contents) -> Iterator[Document | InputError]:
    """The documents of a file, record by record."""
    lines = Lines(contents)
    closing = False
    waiting: Entry | None = None
    number = 0
    for entry in _entries(lines):
        if waiting is not None:
            number += 1
            yield _document(name, number, waiting)
            closing = closing or _has(waiting, _LAST)
        waiting = entry
    if waiting is not None:
        cut = not _has(waiting, _LAST) and (lines.open_ended or closing)
        yield _document(name, number + 1, waiting, cut=cut)


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    """The fields record by record: each opens with its PMID, with a blank line before it or not."""
    entry: Entry = []
    for field in fields(lines):
        opens = field.tag == "PMID" and (field.gap or _has(entry, "PMID"))
        over = _has(entry, _LAST) or (field.tag in _ONCE and _has(entry, field.tag))
        again = field.gap and over
        if entry and (opens or again):
            yield entry
            entry = []
        entry.append(field)
    if entry:
        yield entry


def _has(entry: Entry, tag: str) -> bool:
    return any(field.tag == tag for field in entry)


def _document(name: str, number: int, entry: Entry, *, cut: bool = False) -> Document | InputError:
    pmid = next((field.value for field in entry if field.tag == "PMID"), "")
    where = f"{name}  record {number}, line {entry[0].line}"
    if cut:
        return InputError(
            "the file ends in the middle of the record",
            where=where,
            got=f"{entry[-1].tag} as the last field",
            expected=f"{_LAST}, which ends a record",
            outcome=_OUTCOME,
        )
    if not is_pmid(pmid):
        return InputError(
            "the PMID is no number" if pmid else "the record has no PMID",
            where=where,
            got=pmid[:40] or None,
            expected="one to eight digits",
            outcome=_OUTCOME,
        )
    return spoilt(f"{name}  record {number}, PMID {pmid}", entry) or read_citation(entry)
