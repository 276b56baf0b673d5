"""One article of JATS XML as a document: its citation, its notices, its abstract, its tables.

In: the element of an article. Out: the document. What the model has no place for is counted by
field, the body of the article among it; what is odd is remarked on.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from kg.errors import InputError
from kg.records import Document, Remark, Report
from kg.sources import jats_front as front
from kg.sources.bibliography import cited, dated, numbers_of, registered, retractions
from kg.sources.composed import Composed, composed
from kg.sources.jats_bibliography import bibliography
from kg.sources.jats_tables import grids_of
from kg.sources.jats_text import abstract_of, parts_of, title_of
from kg.sources.jats_unplaced import unplaced
from kg.sources.xml_stream import Element
from kg.sources.xml_text import has_formula

# What these say of trials they say of other people's, or of one that stands elsewhere.
_OF_OTHERS: Final = frozenset(
    """
    addendum announcement article-commentary book-review collection correction discussion editorial
    expression-of-concern introduction letter meeting-report news obituary partial-retraction
    product-review reply retraction review-article systematic-review
    """.split()
)


def read_article(article: Element, number: int) -> Document:
    """The document of an article.

    *Errors*: ``InputError`` for an element without front matter, or an abstract beyond all measure.
    """
    if article.find(front.META) is None:
        raise InputError("the article has no front matter", expected="<front><article-meta>")
    path = front.path_of(article, number)
    title = title_of(article, path)
    text = composed(title, parts_of(article, path))
    report = _report(article, text, path, untitled=title is None)
    if _of_others(article):
        return Document(report=report)
    grids, odd = grids_of(article, path)
    report = msgspec.structs.replace(report, remarks=(*report.remarks, *odd))
    return Document(report=report, sections=text.sections, grids=grids)


def _of_others(article: Element) -> bool:
    return article.get("article-type") in _OF_OTHERS


def _report(article: Element, text: Composed, path: str, *, untitled: bool) -> Report:
    types = front.type_of(article)
    notices, retracted = retractions(front.notices_of(article), types)
    numbers = registered(front.numbers_of(article), f"{path}/{front.META}")
    said = [text.text[section.start : section.end] for section in text.sections]
    dates = front.dates_of(article)
    date = dated(dates.issue, f"{path}/{front.META}/pub-date")
    odd = _remarks(article, text, untitled=untitled)
    ids, place = front.called(article), front.place_of(article)
    return Report(
        kind="Article",
        sha256=digest(article),
        text=text.text or None,
        title=None if untitled else text.text[: text.sections[0].end],
        citation=cited(
            journal=front.journal_of(article) or "",
            date=dates.issue,
            volume=place.volume,
            issue=place.issue,
            pages="-".join(filter(None, (place.first, place.last))) or None,
            doi=ids.doi,
        ),
        journal=front.journal_of(article),
        issued=date.issued,
        volume=place.volume,
        issue=place.issue,
        page_start=place.first,
        page_end=place.last,
        pmid=front.pmid_of(article),
        doi=ids.doi,
        registry_ids=numbers_of(numbers, said),
        publication_types=types,
        authors=front.authors_of(article),
        notices=notices,
        catalogued=True,
        remarks=(*odd, *filter(None, [date.remark]), *numbers.remarks, *retracted),
        bibliography=bibliography(article, ids, dates, numbers.others, text.sections),
        unplaced=unplaced(article),
    )


def digest(article: Element) -> str:
    """The digest of an article written anew: the same in whatever file and line ends it comes."""
    written = etree.tostring(article, encoding="utf-8", xml_declaration=False, with_tail=False)
    return hashlib.sha256(written).hexdigest()


def _remarks(article: Element, text: Composed, *, untitled: bool) -> Iterator[Remark]:
    abstract = abstract_of(article)
    if untitled:
        yield Remark(what="the article has no title")
    if abstract is None or len(text.sections) == (not untitled):
        yield Remark(what="the article has no abstract")
    elif has_formula(abstract):
        yield Remark(what="a formula was taken as its words in a row")
    if _of_others(article):
        what = "its kind speaks of other work: its text was not read for claims"
        yield Remark(what=what, got=article.get("article-type"))
