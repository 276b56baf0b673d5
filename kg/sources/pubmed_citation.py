"""One record of PubMed XML as a document: its citation, its indexing, its notices, its text.

In: the element of a citation, and the record around it. Out: the document. What the model has no
place for is counted by field, and what is odd is remarked on.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from kg.records import Document, Indexing, Notice, Remark, Report
from kg.sources.bibliography import (
    BY_TYPE,
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
from kg.sources.pubmed_bibliography import bibliography, identifiers
from kg.sources.pubmed_text import parts_of, title_of
from kg.sources.pubmed_unplaced import unplaced
from kg.sources.xml_stream import Element
from kg.sources.xml_text import has_formula, text_of
from kg.values import partial_date

_BOOK: Final = "BookDocument"


def read_citation(citation: Element, record: Element, sha256: str) -> Document:
    """The document of a citation; ``record`` is the element that it stands in, or itself.

    *Errors*: ``InputError`` for an abstract beyond all measure.
    """
    path = xpath_of(citation)
    article = citation if citation.tag == _BOOK else citation.find("Article")
    title = title_of(citation, article, path)
    text = composed(title, parts_of(article, path))
    types = tuple(_listed(article, "PublicationTypeList/PublicationType", "PublicationType"))
    notices, retracted = retractions(_notices(citation), types)
    numbers = registered(_accessions(article), f"{path}/Article/DataBankList")
    found = identifiers(citation, record)
    date = _dated(article, path)
    report = Report(
        kind="Article",
        sha256=sha256,
        text=text.text or None,
        title=text.said()[0] if title else None,
        citation=_cited(citation, article, found.doi),
        journal=_journal(citation, article) or None,
        issued=date.issued,
        **_place(article),
        pmid=(citation.findtext("PMID") or "").strip(),
        doi=found.doi,
        registry_ids=numbers_of(numbers, text.said()),
        publication_types=types,
        indexing=tuple(_headings(citation)),
        substances=tuple(_substances(citation)),
        authors=_authors(article),
        revised=_revised(citation),
        version=_version(citation),
        notices=notices,
        catalogued=True,
        remarks=(*_remarks(article, title, text, date), *numbers.remarks, *retracted),
        bibliography=bibliography(citation, record, found, numbers.others, text.sections),
        unplaced=unplaced(citation, record),
    )
    return Document(report=report, sections=text.sections)


def xpath_of(citation: Element) -> str:
    """Where a citation stands in any document that holds it.

    >>> from lxml import etree
    >>> xpath_of(etree.fromstring("<MedlineCitation><PMID Version='2'>7</PMID></MedlineCitation>"))
    '//MedlineCitation[PMID[@Version="2"]="7"]'
    """
    mark = citation.find("PMID")
    pmid = "" if mark is None else (mark.text or "").strip()
    version = "1" if mark is None else mark.get("Version", "1")
    named = "PMID" if version == "1" else f'PMID[@Version="{version}"]'
    return f'//{citation.tag!s}[{named}="{pmid}"]'


def _found(element: Element | None, path: str) -> str:
    """The text at a path, squeezed; an absent one is empty."""
    return "" if element is None else text_of(element.find(path))


# --- Where it was published ---------------------------------------------------------------------


def _journal(citation: Element, article: Element | None) -> str:
    places = ("MedlineJournalInfo/MedlineTA", "Book/BookTitle")
    named = next(filter(None, (_found(citation, place) for place in places)), "")
    return named or _found(article, "Journal/ISOAbbreviation") or _found(article, "Journal/Title")


def _issue_date(article: Element | None) -> str:
    """The date of the issue in one line, as MEDLINE text writes it."""
    for place in ("Journal/JournalIssue/PubDate", "Book/PubDate"):
        date = None if article is None else article.find(place)
        if date is not None:
            names = ("MedlineDate", "Year", "Season", "Month", "Day")
            return " ".join(filter(None, (_found(date, name) for name in names)))
    return ""


def _dated(article: Element | None, path: str) -> Dated:
    return dated(_issue_date(article), f"{path}/Article/Journal/JournalIssue/PubDate")


def _place(article: Element | None) -> dict[str, Any]:
    first, last = page_range(re.split(r"[;,]", _pages(article))[0])
    return {
        "volume": _found(article, "Journal/JournalIssue/Volume") or None,
        "issue": _found(article, "Journal/JournalIssue/Issue") or None,
        "page_start": _found(article, "Pagination/StartPage") or first,
        "page_end": _found(article, "Pagination/EndPage") or last,
    }


def _pages(article: Element | None) -> str:
    return _found(article, "Pagination/MedlinePgn")


def _cited(citation: Element, article: Element | None, doi: str | None) -> str | None:
    place = _place(article)
    return cited(
        journal=_journal(citation, article),
        date=_issue_date(article),
        volume=place["volume"],
        issue=place["issue"],
        pages=_pages(article) or place["page_start"],
        doi=doi,
    )


def _authors(article: Element | None) -> int | None:
    """How many persons wrote it; nothing where the record says that its list is cut."""
    lists = [] if article is None else article.findall("AuthorList")
    lists = [some for some in lists if some.get("Type") != "editors"]
    if not lists or any(some.get("CompleteYN") == "N" for some in lists):
        return None
    persons = (a for some in lists for a in some.findall("Author") if a.get("ValidYN") != "N")
    return sum(person.find("CollectiveName") is None for person in persons) or None


def _revised(citation: Element) -> str | None:
    names = ("Year", "Month", "Day")
    written = [_found(citation, f"DateRevised/{name}") for name in names]
    return partial_date("-".join(written)) if all(written) else None


def _version(citation: Element) -> int | None:
    """The version of a record that is not its first."""
    mark = citation.find("PMID")
    written = "" if mark is None else mark.get("Version", "")
    return int(written) if re.fullmatch(r"[1-9][0-9]{0,3}", written) and written != "1" else None


# --- How it is indexed --------------------------------------------------------------------------


def _headings(citation: Element) -> Iterator[Indexing]:
    """One line for each qualifier; a star on the heading itself is a star on each of its lines."""
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        descriptor = heading.find("DescriptorName")
        if descriptor is None:
            continue
        name, ui = text_of(descriptor), descriptor.get("UI") or None
        starred = _starred(descriptor)
        qualifiers = heading.findall("QualifierName")
        if not qualifiers:
            yield Indexing(descriptor_name=name, descriptor=ui, major=starred)
        for qualifier in qualifiers:
            yield Indexing(
                descriptor_name=name,
                descriptor=ui,
                qualifier_name=text_of(qualifier),
                qualifier=qualifier.get("UI") or None,
                major=starred or _starred(qualifier),
            )
    yield from _listed(citation, "SupplMeshList/SupplMeshName")


def _starred(element: Element) -> bool:
    return element.get("MajorTopicYN") == "Y"


def _listed(element: Element | None, *paths: str) -> Iterator[Indexing]:
    """The names of a list with their identifiers."""
    for each in (e for path in paths for e in ([] if element is None else element.findall(path))):
        if name := text_of(each):
            yield Indexing(descriptor_name=name, descriptor=each.get("UI") or None)


def _substances(citation: Element) -> Iterator[Indexing]:
    """The substances of a record; a number 0 stands for none."""
    for chemical in citation.iterfind("ChemicalList/Chemical"):
        name, number = chemical.find("NameOfSubstance"), _found(chemical, "RegistryNumber")
        if name is not None and text_of(name):
            yield Indexing(
                descriptor_name=text_of(name),
                descriptor=name.get("UI") or None,
                number=number if number not in NO_NUMBER else None,
            )


def _accessions(article: Element | None) -> Iterator[tuple[str, str]]:
    for bank in [] if article is None else article.findall("DataBankList/DataBank"):
        for number in bank.findall("AccessionNumberList/AccessionNumber"):
            yield _found(bank, "DataBankName"), text_of(number)


def _notices(citation: Element) -> Iterator[Notice]:
    for each in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = BY_TYPE.get(each.get("RefType", ""))
        if kind:
            pmid = _found(each, "PMID")
            yield Notice(
                kind=kind,
                pmid=pmid if is_pmid(pmid) else None,
                citation=_found(each, "RefSource") or None,
            )


def _remarks(
    article: Element | None, title: Part | None, text: Composed, date: Dated
) -> Iterator[Remark]:
    yield from untold(titled=title is not None, sections=text.sections)
    if article is not None and has_formula(article):
        yield Remark(what="a formula was taken as its words in a row")
    if date.remark:
        yield date.remark
