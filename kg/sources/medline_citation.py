"""One record of MEDLINE text as a document.

In: the fields of a record. Out: the document: the same report as from PubMed XML, but for the
identifiers of headings.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kg.records import Document, Indexing, Notice, Remark, Report
from kg.sources.bibliography import (
    BY_TAG,
    NO_NUMBER,
    Dated,
    cited,
    dated,
    is_pmid,
    numbers_of,
    registered,
    retractions,
    untold,
)
from kg.sources.citation import page_range
from kg.sources.composed import Composed, Part, composed
from kg.sources.medline_bibliography import Fields, bibliography, day_of, identifiers, unplaced
from kg.sources.tagged import Field

_SUBSTANCE: Final = re.compile(r"((?:EC )?\S+) \((.+)\)")
_STAR: Final = "*"


def read_citation(entry: Sequence[Field]) -> Document:
    """The document of a record."""
    values = Fields(entry)
    title = values.first("TI", "TT", "BTI")
    parts = [Part(text=" ".join(values.all("AB")))]
    text = composed(Part(text=title) if title else None, parts)
    types = tuple(Indexing(descriptor_name=name) for name in values.all("PT"))
    notices, retracted = retractions(_notices(entry), types)
    numbers = registered(_accessions(values))
    found = identifiers(values)
    date = dated(values.first("DP") or "")
    report = Report(
        kind="Article",
        sha256=_digest(entry),
        text=text.text or None,
        title=text.said()[0] if title else None,
        citation=_cited(values, found.doi),
        journal=values.first("TA", "JT"),
        issued=date.issued,
        **_place(values),
        pmid=values.first("PMID"),
        doi=found.doi,
        registry_ids=numbers_of(numbers, text.said()),
        publication_types=types,
        indexing=tuple(line for heading in values.all("MH") for line in _headings(heading)),
        substances=tuple(_substances(values)),
        authors=_authors(values),
        revised=day_of(values.first("LR") or ""),
        notices=notices,
        catalogued=True,
        remarks=(*_remarks(entry, title, text, date), *numbers.remarks, *retracted),
        bibliography=bibliography(values, found, numbers.others, text.sections),
        unplaced=unplaced(entry),
    )
    return Document(report=report, sections=text.sections)


def _digest(entry: Sequence[Field]) -> str:
    """The digest of the fields: the same whatever the line ends and the wrapping."""
    lines = "".join(f"{field.tag}\t{field.value}\n" for field in entry)
    return hashlib.sha256(lines.encode()).hexdigest()


def _remarks(
    entry: Sequence[Field], title: str | None, text: Composed, date: Dated
) -> Iterator[Remark]:
    for field in entry:
        yield from field.remarks
    yield from untold(titled=bool(title), sections=text.sections)
    yield from filter(None, [date.remark])


def _place(values: Fields) -> dict[str, Any]:
    first, last = page_range(re.split(r"[;,]", values.first("PG") or "")[0])
    return {
        "volume": values.first("VI"),
        "issue": values.first("IP"),
        "page_start": first,
        "page_end": last,
    }


def _cited(values: Fields, doi: str | None) -> str | None:
    return cited(
        journal=values.first("TA", "JT") or "",
        date=values.first("DP") or "",
        volume=values.first("VI"),
        issue=values.first("IP"),
        pages=values.first("PG"),
        doi=doi,
    )


def _authors(values: Fields) -> int | None:
    """How many persons wrote it; nothing where the list is cut."""
    names = values.all("AU")
    return (
        None if any(name.lower().rstrip(".") == "et al" for name in names) else len(names) or None
    )


def _headings(written: str) -> Iterator[Indexing]:
    """One line for each qualifier; a star on the heading itself is a star on each of its lines.

    >>> [(i.qualifier_name, i.major) for i in _headings("Sleep/*physiology/drug effects")]
    [('physiology', True), ('drug effects', False)]
    """
    name, *qualifiers = written.split("/")
    descriptor, starred = name.strip(_STAR), name.startswith(_STAR)
    if not qualifiers:
        yield Indexing(descriptor_name=descriptor, major=starred)
    for qualifier in qualifiers:
        yield Indexing(
            descriptor_name=descriptor,
            qualifier_name=qualifier.strip(_STAR),
            major=starred or qualifier.startswith(_STAR),
        )


def _substances(values: Fields) -> Iterator[Indexing]:
    """The substances of a record, each with its number; a number 0 stands for none."""
    for written in values.all("RN", "NM"):
        match = _SUBSTANCE.fullmatch(written)
        number = match[1] if match and match[1] not in NO_NUMBER else None
        yield Indexing(descriptor_name=match[2] if match else written, number=number)


def _accessions(values: Fields) -> Iterator[tuple[str, str]]:
    for written in values.all("SI"):
        bank, _, number = written.partition("/")
        yield (bank, number) if number else ("", bank)


def _notices(entry: Sequence[Field]) -> Iterator[Notice]:
    for field in entry:
        kind = BY_TAG.get(field.tag)
        if kind:
            source, _, number = field.value.rpartition("PMID:")
            pmid = number.strip(" .")
            source = source if is_pmid(pmid) else field.value
            yield Notice(
                kind=kind,
                pmid=pmid if is_pmid(pmid) else None,
                citation=source.rstrip().rstrip(".;") or None,
            )
