"""What a record of PubMed XML tells of its article beside citation, headings and text.

In: the element of a citation, and the record around it. Out: its bibliography, and its identifiers.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

from kg.records import Section
from kg.records.bibliography import Bibliography
from kg.sources.article_ids import Identified, identified, is_issn, is_language
from kg.sources.bibliography import doi_of, is_pmid
from kg.sources.xml_stream import Element
from kg.sources.xml_text import text_of
from kg.values import partial_date

ONLINE: Final = frozenset({"aheadofprint", "epublish"})
_GRANT: Final = ("GrantID", "Acronym", "Agency", "Country")


def bibliography(
    citation: Element,
    record: Element,
    found: Identified,
    accessions: tuple[str, ...],
    sections: tuple[Section, ...],
) -> Bibliography:
    """The bibliography of a citation."""
    article = citation.find("Article")
    article = citation if article is None else article
    return Bibliography(
        pmcid=found.pmcid,
        piis=found.piis,
        identifiers=found.others,
        accessions=accessions,
        sections=sections,
        **_published(citation, article, record),
        **_listed(citation, article),
        **_cited(citation, record),
    )


def _published(citation: Element, article: Element, record: Element) -> dict[str, Any]:
    """Where and when it was published, and how far that and its record have come."""
    return {
        "journal_title": _one(article, "Journal/Title"),
        "nlm_id": _one(citation, "MedlineJournalInfo/NlmUniqueID"),
        "issns": _once(filter(is_issn, _issns(citation))),
        "country": _one(citation, "MedlineJournalInfo/Country"),
        "online": _once((*_days(article, "ArticleDate"), *_history(record, *ONLINE))),
        "submitted": _once(_history(record, "received")),
        "accepted": _once(_history(record, "accepted")),
        "publication_model": article.get("PubModel"),
        "publication_status": _one(record, "*/PublicationStatus"),
        "record_status": citation.get("Status"),
        "indexing_method": citation.get("IndexingMethod"),
    }


def _listed(citation: Element, article: Element) -> dict[str, Any]:
    """What is listed of it: languages, groups, words, grants."""
    return {
        "languages": tuple(filter(is_language, _every(article, "Language"))),
        "other_title": _other_title(article),
        "groups": _once(_groups(article)),
        "investigators": len(citation.findall("InvestigatorList/Investigator")) or None,
        "keywords": _once(_every(citation, "KeywordList/Keyword")),
        "gene_symbols": _once(_every(citation, "GeneSymbolList/GeneSymbol")),
        "grants": _once(_grants(article)),
    }


def _cited(citation: Element, record: Element) -> dict[str, Any]:
    works = cited_works(citation, record)
    return {
        "references": _number(_one(citation, "NumberOfReferences")),
        "cited_pmids": _once(work.pmid for work in works if work.pmid),
        "cited_dois": _once(work.doi for work in works if work.doi and not work.pmid),
    }


def identifiers(citation: Element, record: Element) -> Identified:
    """What the article is called; its own DOI comes before those of other lists."""
    holders = ((citation, "ArticleIdList"), (record, "PubmedData/ArticleIdList"))
    books = ((record, "PubmedBookData/ArticleIdList"),)
    return identified(
        chain(
            (
                (each.get("EIdType", ""), text_of(each))
                for each in citation.iterfind("Article/ELocationID")
                if each.get("ValidYN") != "N"
            ),
            (
                (each.get("IdType", ""), text_of(each))
                for holder, path in (*holders, *books)
                for each in holder.iterfind(f"{path}/ArticleId")
            ),
            (("", _other_id(each)) for each in citation.iterfind("OtherID")),
        ),
        text_of(citation.find("PMID")),
    )


def _other_id(element: Element) -> str:
    source = element.get("Source", "NLM")
    return text_of(element) if source == "NLM" else f"{source}: {text_of(element)}"


# --- Lists --------------------------------------------------------------------------------------


def _every(element: Element, path: str) -> Iterator[str]:
    return filter(None, map(text_of, element.iterfind(path)))


def _one(element: Element, path: str) -> str | None:
    return next(_every(element, path), None)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdigit() else None


def _other_title(article: Element) -> str | None:
    """The title in the article's own language, beside the one that it is known by."""
    return _one(article, "VernacularTitle") if _one(article, "ArticleTitle") else None


def _issns(citation: Element) -> Iterator[str]:
    yield from _every(citation, "Article/Journal/ISSN")
    yield from _every(citation, "MedlineJournalInfo/ISSNLinking")


def _groups(article: Element) -> Iterator[str]:
    for author in article.iterfind("AuthorList/Author"):
        if author.get("ValidYN") != "N":
            yield from _every(author, "CollectiveName")


def _grants(article: Element) -> Iterator[str]:
    for grant in article.iterfind("GrantList/Grant"):
        yield "/".join(filter(None, (_one(grant, part) for part in _GRANT)))


# --- Dates --------------------------------------------------------------------------------------


def _days(element: Element, path: str) -> Iterator[str]:
    """Dates, each as precise as it is given."""
    for each in element.iterfind(path):
        day = day_of(each)
        if day:
            yield day


def day_of(element: Element) -> str | None:
    """The date that an element has in parts; nothing where that is none.

    >>> from lxml import etree
    >>> day_of(etree.fromstring("<D><Year>2020</Year><Month>Apr</Month><Day>9</Day></D>"))
    '2020-04-09'
    """
    parts = (_one(element, part) for part in ("Year", "Month", "Day"))
    return partial_date(" ".join(filter(None, parts)))


def _history(record: Element, *statuses: str) -> Iterator[str]:
    for each in record.iterfind("*/History/PubMedPubDate"):
        day = day_of(each) if each.get("PubStatus") in statuses else None
        if day:
            yield day


# --- Cited works --------------------------------------------------------------------------------


class CitedWork(NamedTuple):
    """A publication among the references, as far as it is identified."""

    pmid: str | None
    doi: str | None = None


def cited_works(citation: Element, record: Element) -> list[CitedWork]:
    """The references of an article: those that a librarian tied, and the publisher's list."""
    works = [
        CitedWork(_pmid(text_of(each.find("PMID"))))
        for each in citation.iterfind("CommentsCorrectionsList/CommentsCorrections")
        if each.get("RefType") == "Cites"
    ]
    for reference in record.iter("Reference"):
        ids = {each.get("IdType"): text_of(each) for each in reference.iter("ArticleId")}
        works.append(CitedWork(_pmid(ids.get("pubmed", "")), doi_of(ids.get("doi", ""))))
    return works


def _pmid(written: str) -> str | None:
    return written if is_pmid(written) else None
