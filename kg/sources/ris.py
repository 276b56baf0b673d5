"""The reader of RIS, the form in which review tools hand citations on.

In: bytes, or what gives them as a stream. Out: a document for each record, one at a time; a fault
of a record in its place. Of the many types of reference only those that can be a report are read;
keywords are nobody's headings.

*Source*: RIS Format Specifications, Research Information Systems; where tools differ (T1 for TI,
N2 for AB, Y1 for PY), each is taken.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kg.errors import InputError
from kg.records import Document, Remark, Report, Section
from kg.records.bibliography import Bibliography
from kg.sources.article_ids import is_issn, is_language, is_pmcid
from kg.sources.bibliography import (
    Dated,
    cited,
    dated,
    doi_of,
    is_pmid,
    spelled,
    untold,
)
from kg.sources.citation import page_range
from kg.sources.composed import Part, composed
from kg.sources.contents import Contents
from kg.sources.foreign import text_kind
from kg.sources.ids import own_registry_ids, pmid_in
from kg.sources.tagged import Field, Lines, fields, spoilt

NAME = "RIS"
_HEAD: Final = 4_096
_OUTCOME: Final = "It was set aside; the other records were read"
_FIRST, _LAST = "TY", "ER"
_TITLE: Final = ("TI", "T1", "CT")
_ABSTRACT: Final = ("AB", "N2")
_JOURNAL: Final = ("JA", "J2", "JO", "JF", "T2")
_DATE: Final = ("DA", "PY", "Y1")
_PLACED: Final = frozenset(
    {"TY", "ER", "VL", "IS", "SP", "EP", "DO", "AU", "A1", "AN", *_TITLE, *_ABSTRACT, *_JOURNAL}
) | set(_DATE)
_FULL: Final = ("T2", "JF")
# Where tools keep their own affairs: their name for a record, where and when they got it.
_OWN: Final = frozenset("ID UR L1 L2 LK DB DP ET Y2 ST".split())
OWN_NOTE: Final = "kg:"
"""How notes begin that kg writes itself: what they name is another thing than the report."""

_NUMBERED: Final = re.compile(r"(\d{4})(?:/(\d{1,2})?)?(?:/(\d{1,2})?)?(?:/.*)?")

Entry = list[Field]


def looks_like(data: bytes) -> bool:
    """Whether a text opens with a type of reference.

    >>> looks_like(b"TY  - JOUR"), looks_like(b"PMID- 1")
    (True, False)
    """
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    head = data[:_HEAD].decode("utf-16" if wide else "utf-8-sig", "ignore")
    return text_kind(head) == NAME


def read(name: str, contents: Contents) -> Iterator[Document | InputError]:
    """The documents of a file, record by record."""
    for number, entry in enumerate(_entries(Lines(contents)), start=1):
        where = f"{name}  record {number}, line {entry[0].line}"
        spoiling = spoilt(f"{name}  record {number}", entry)
        if spoiling is not None:
            yield spoiling
            continue
        fault = _fault(entry)
        if fault is None:
            yield _document(entry)
        else:
            what, parts = fault
            yield InputError(what, where=where, outcome=_OUTCOME, **parts)


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    entry: Entry = []
    for field in fields(lines):
        if entry and (field.tag == _FIRST or entry[-1].tag == _LAST):
            yield entry
            entry = []
        entry.append(field)
    if entry:
        yield entry


def _fault(entry: Entry) -> tuple[str, dict[str, str]] | None:
    if entry[-1].tag != _LAST:
        last = f"{entry[-1].tag} as the last field"
        return "the record has no end", {"got": last, "expected": f"{_LAST}, which ends a record"}
    if not any(field.value for field in entry if field.tag in {*_TITLE, *_ABSTRACT}):
        return "the record has no title and no abstract", {}
    return None


def _document(entry: Entry) -> Document:
    title, journal = _first(entry, *_TITLE), _first(entry, *_JOURNAL)
    abstract = _first(entry, *_ABSTRACT)
    text = composed(Part(text=title) if title else None, [Part(text=abstract or "")])
    said = [text.text[section.start : section.end] for section in text.sections]
    start, end = _first(entry, "SP"), _first(entry, "EP")
    first, last = page_range(f"{start}-{end}" if start and end else start or "")
    date, written = _date(entry)
    doi = next(filter(None, (doi_of(f.value) for f in entry if f.tag == "DO")), None)
    report = Report(
        kind="Article",
        sha256=_digest(entry),
        text=text.text or None,
        title=text.text[: text.sections[0].end] if title else None,
        citation=cited(
            journal=journal or "",
            date=written,
            volume=_first(entry, "VL"),
            issue=_first(entry, "IS"),
            pages="-".join(filter(None, (first, last))) or None,
            doi=doi,
        ),
        journal=journal,
        issued=date.issued,
        volume=_first(entry, "VL"),
        issue=_first(entry, "IS"),
        page_start=first or start,
        page_end=last or (end if first is None else None),
        pmid=_pmid(entry),
        doi=doi,
        registry_ids=own_registry_ids(said[:1], said[1:]),
        authors=sum(field.tag in {"AU", "A1"} for field in entry) or None,
        catalogued=True,
        remarks=tuple(_remarks(entry, title, text.sections, date)),
        bibliography=_bibliography(entry, journal, text.sections),
        unplaced=_unplaced(entry),
    )
    return Document(report=report, sections=text.sections)


def _bibliography(entry: Entry, journal: str | None, sections: tuple[Section, ...]) -> Bibliography:
    full = _first(entry, *_FULL)
    return Bibliography(
        languages=tuple(filter(is_language, _all(entry, "LA"))),
        journal_title=full if full != journal else None,
        issns=tuple(filter(is_issn, _all(entry, "SN"))),
        pmcid=next(filter(is_pmcid, _all(entry, "C2")), None),
        keywords=tuple(dict.fromkeys(_all(entry, "KW"))),
        sections=sections,
    )


def _all(entry: Entry, tag: str) -> list[str]:
    return [field.value for field in entry if field.tag == tag and field.value]


def _first(entry: Entry, *tags: str) -> str | None:
    """The first value of the first of these tags that has one."""
    return next((f.value for tag in tags for f in entry if f.tag == tag and f.value), None)


def _digest(entry: Entry) -> str:
    """The digest of the fields: the same whatever the line ends."""
    lines = "".join(f"{field.tag}\t{field.value}\n" for field in entry)
    return hashlib.sha256(lines.encode()).hexdigest()


def _date(entry: Entry) -> tuple[Dated, str]:
    """The most precise of the dates, and how it is written; slashes part its numbers."""
    found = [(_dated(value), value) for tag in _DATE if (value := _first(entry, tag))]
    found.sort(key=lambda pair: -len(pair[0].issued or ""))
    date, written = found[0] if found else (Dated(), "")
    return date, spelled(date.issued) if date.issued else written


def _dated(written: str) -> Dated:
    match = _NUMBERED.fullmatch(written.strip())
    return dated("-".join(filter(None, match.groups())) if match else written)


def _pmid(entry: Entry) -> str | None:
    """The PMID: an accession number where PubMed is the database, or what an address names."""
    database = (_first(entry, "DB", "DP") or "").casefold()
    number = _first(entry, "AN") or ""
    if is_pmid(number) and ("pubmed" in database or "medline" in database or "nlm" in database):
        return number
    tags = {"UR", "AN", "ID", "C1", "N1", "M2"}
    others = (field for field in entry if not field.value.startswith(OWN_NOTE))
    said = (field.value for field in others if field.tag in tags)
    return next(filter(None, map(pmid_in, said)), None)


def _remarks(
    entry: Entry, title: str | None, sections: Sequence[Section], date: Dated
) -> Iterator[Remark]:
    for field in entry:
        # RIS has no rule for lines that go on: only strange tags are odd here.
        yield from (remark for remark in field.remarks if remark.got == field.tag)
    yield from untold(titled=bool(title), sections=sections)
    if date.remark:
        yield date.remark


def _unplaced(entry: Entry) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        field.tag
        for field in entry
        if field.tag not in _PLACED | _OWN
        and not (field.tag in _IF and _IF[field.tag](field.value))
    )
    return tuple(sorted(counts.items()))


# Tags that have a place where they hold what they should.
_IF: Final[dict[str, Callable[[str], bool]]] = {
    "C2": is_pmcid,
    "KW": bool,
    "LA": is_language,
    "SN": is_issn,
}
