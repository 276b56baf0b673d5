"""The front matter of an article: where it was published, what it is called, what bears on it.

In: the element of an article. Out: values as a report keeps them. What another publication says of
this one stands in ``related-article``; a registry number in what the publisher marks as one.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.codes import NoticeType
from kg.records import Indexing, Notice
from kg.sources.article_ids import Identified, identified
from kg.sources.bibliography import RETRACTED, is_pmid, spelled
from kg.sources.citation import page_range
from kg.sources.jats_text import words_of
from kg.sources.xml_stream import Element
from kg.values import partial_date

META: Final = "front/article-meta"
# The values that JATS suggests for related-article-type, and what publishers write besides.
# Source: https://jats.nlm.nih.gov/archiving/tag-library/1.3/attribute/related-article-type.html
_NOTICES: Final[dict[str, NoticeType]] = {
    "addended-article": "erratumFor",
    "addendum": "erratumIn",
    "commentary": "commentIn",
    "commentary-article": "commentOn",
    "concern-forward": "concernIn",
    "corrected-article": "erratumFor",
    "correction-forward": "erratumIn",
    "expression-of-concern": "concernIn",
    "letter": "commentIn",
    "object-of-concern": "concernFor",
    "partial-retraction": "partialRetractionIn",
    "republished-article": "republishedFrom",
    "republication": "republishedIn",
    "retracted-article": "retractionOf",
    "retraction-forward": "retractionIn",
    "update": "updateIn",
    "updated-article": "updateOf",
}
# Types of articles that mean what a publication type of MeSH means.
_TYPES: Final = {
    "case-report": "Case Reports",
    "correction": "Published Erratum",
    "editorial": "Editorial",
    "letter": "Letter",
    "retracted-article": RETRACTED,
    "retraction": "Retraction of Publication",
    "review-article": "Review",
    "systematic-review": "Systematic Review",
}
_PRINTED: Final = ("ppub", "epub-ppub", "collection")
_ONLINE: Final = frozenset({"epub", "epub-ppub"})
_REGISTRIES: Final = frozenset({"clinicaltrials", "clintrialgov", "clinical-trial", "isrctn"})
_NUMBER: Final = re.compile(r"trial-number|registration-number|registry-number|trial-id")


class Place(NamedTuple):
    """Where in its journal an article stands."""

    volume: str | None
    issue: str | None
    first: str | None
    last: str | None


class Dates(NamedTuple):
    """The date of the issue as MEDLINE writes it, and the days on which the article came online."""

    issue: str
    online: tuple[str, ...]


def called(article: Element) -> Identified:
    """What the article is called; a number of PubMed Central has its letters."""
    return identified(_ids(article), pmid_of(article) or "")


def _ids(article: Element) -> Iterator[tuple[str, str]]:
    for each in article.iterfind(f"{META}/article-id"):
        kind, value = each.get("pub-id-type", ""), words_of(each)
        of_pmc = kind in {"pmc", "pmcid"} and value.isdigit()
        if kind != "pmid":
            yield kind, f"PMC{value}" if of_pmc else value


def pmid_of(article: Element) -> str | None:
    """The PMID, where there is one."""
    values = (words_of(e) for e in article.iterfind(f"{META}/article-id[@pub-id-type='pmid']"))
    return next(filter(is_pmid, values), None)


def path_of(article: Element, number: int) -> str:
    """Where an article stands in any document that holds it; without an identifier, in this one.

    >>> from lxml import etree
    >>> meta = "<article-meta><article-id pub-id-type='pmid'>7</article-id></article-meta>"
    >>> path_of(etree.fromstring(f"<article><front>{meta}</front></article>"), 1)
    '//article[front/article-meta/article-id[@pub-id-type="pmid"]="7"]'
    """
    for kind in ("pmid", "pmc", "pmcid", "doi"):
        for each in article.iterfind(f"{META}/article-id[@pub-id-type='{kind}']"):
            value = (each.text or "").strip()
            if value and value == (each.text or "") and '"' not in value and not len(each):
                return f'//article[front/article-meta/article-id[@pub-id-type="{kind}"]="{value}"]'
    return f"//article[{number}]"


# --- Where it was published ---------------------------------------------------------------------


def journal_of(article: Element) -> str | None:
    """The journal, in NLM's short form where there is one."""
    places = (
        "journal-id[@journal-id-type='nlm-ta']",
        "journal-id[@journal-id-type='iso-abbrev']",
        "journal-title-group/abbrev-journal-title",
        "abbrev-journal-title",
        "journal-title-group/journal-title",
        "journal-title",
    )
    named = (words_of(article.find(f"front/journal-meta/{place}")) for place in places)
    return next(filter(None, named), None)


def journal_title_of(article: Element) -> str | None:
    """The journal's whole title."""
    places = ("journal-title-group/journal-title", "journal-title")
    named = (words_of(article.find(f"front/journal-meta/{place}")) for place in places)
    return next(filter(None, named), None)


def place_of(article: Element) -> Place:
    """Volume, issue and pages; an article of an online journal has a number for its first page."""
    names = ("volume", "issue", "fpage", "lpage", "elocation-id")
    volume, issue, first, last, number = (
        words_of(article.find(f"{META}/{name}")) or None for name in names
    )
    if first and last:
        first, last = page_range(f"{first}-{last}") if first != last else (first, None)
    return Place(volume, issue, first or number, last)


def dates_of(article: Element) -> Dates:
    """When the issue came out, else when the article did."""
    dated = [(_kind(each), each) for each in article.iterfind(f"{META}/pub-date")]
    online = tuple(day for kind, each in dated if kind in _ONLINE and (day := day_of(each)))
    for wanted in (*_PRINTED, "epub", "pub", ""):
        for kind, each in dated:
            if kind == wanted and (written := _written(each)):
                return Dates(written, tuple(dict.fromkeys(online)))
    return Dates("", tuple(dict.fromkeys(online)))


def _kind(date: Element) -> str:
    """The kind of a date, in the words of the older attribute."""
    if date.get("pub-type"):
        return date.get("pub-type", "")
    kind, form = date.get("date-type", ""), date.get("publication-format", "")
    if kind == "pub" and form in {"electronic", "print"}:
        return "epub" if form == "electronic" else "ppub"
    return kind


def day_of(date: Element) -> str | None:
    """The date in ISO form, as precise as it is given."""
    parts = [words_of(date.find(name)) for name in ("year", "month", "day")]
    given = parts[: parts.index("")] if "" in parts else parts
    return partial_date(" ".join(given)) if given else None


def _written(date: Element) -> str:
    """The date in one line, as MEDLINE writes it."""
    exact = day_of(date)
    if exact is not None and not words_of(date.find("season")):
        return spelled(exact)
    names = ("year", "season", "month", "day")
    return " ".join(filter(None, (words_of(date.find(name)) for name in names)))


# --- Who wrote it, and of what kind it is -------------------------------------------------------


def authors_of(article: Element) -> int | None:
    """How many persons wrote it."""
    authors = article.iterfind(f"{META}/contrib-group/contrib[@contrib-type='author']")
    return sum(_is_person(author) for author in authors) or None


def _is_person(author: Element) -> bool:
    return any(
        author.find(name) is not None for name in ("name", "name-alternatives", "string-name")
    )


def groups_of(article: Element) -> tuple[str, ...]:
    """The groups that are authors."""
    found = article.iterfind(f"{META}/contrib-group/contrib[@contrib-type='author']/collab")
    named = (words_of(each.find("institution")) or _own_words(each) for each in found)
    return tuple(dict.fromkeys(filter(None, named)))


def _own_words(collab: Element) -> str:
    """The name of a group, without its members."""
    return " ".join((collab.text or "").split()) if len(collab) else words_of(collab)


def type_of(article: Element) -> tuple[Indexing, ...]:
    """The type of the article: MeSH's name for it where that means the same."""
    kind = article.get("article-type", "")
    return (Indexing(descriptor_name=_TYPES.get(kind, kind)),) if kind else ()


def notices_of(article: Element) -> Iterator[Notice]:
    """The publications that bear on the article."""
    for each in article.iterfind(f"{META}/related-article"):
        kind = _NOTICES.get(each.get("related-article-type", ""))
        if kind is not None:
            yield _notice(kind, each)


def is_notice(field: Element) -> bool:
    """Whether a field is a related article that is told as a notice."""
    return field.tag == "related-article" and field.get("related-article-type", "") in _NOTICES


def _notice(kind: NoticeType, related: Element) -> Notice:
    link = related.get("{http://www.w3.org/1999/xlink}href", "").strip()
    by_pmid = related.get("ext-link-type") in {"pmid", "pubmed"} and is_pmid(link)
    said = words_of(related) or (None if by_pmid else link or None)
    return Notice(kind=kind, pmid=link if by_pmid else None, citation=said)


# --- Registry numbers ---------------------------------------------------------------------------


def numbers_of(article: Element) -> Iterator[tuple[str, str]]:
    """The registry numbers that the publisher marks as such: pairs of a registry and a number."""
    for place in ("related-object", "ext-link", "custom-meta-group/custom-meta"):
        for each in article.iterfind(f"{META}/{place}"):
            if marks_number(each):
                yield "", _number(each)


def marks_number(field: Element) -> bool:
    """Whether a field of the front is a registry number of the trial."""
    if field.tag == "custom-meta":
        return _named(field) is not None
    said = [field.get(name, "") for name in ("source-id", "source-type", "ext-link-type")]
    return any(name in "".join(said).casefold() for name in _REGISTRIES)


def _named(meta: Element) -> Element | None:
    contents = meta.iterfind("meta-value/named-content")
    return next((e for e in contents if _NUMBER.fullmatch(e.get("content-type", ""))), None)


def _number(field: Element) -> str:
    if field.tag == "custom-meta":
        return words_of(_named(field))
    return field.get("document-id") or field.get("object-id") or words_of(field)
