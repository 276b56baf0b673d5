"""What an article tells a library: its journal, its numbers, its dates, its references.

In: the element of an article. Out: its bibliography.
"""

from collections.abc import Iterable, Iterator

from kg.records import Section
from kg.records.bibliography import Bibliography
from kg.sources.article_ids import Identified, is_issn
from kg.sources.bibliography import doi_of, is_pmid
from kg.sources.jats_front import META, Dates, day_of, groups_of, journal_title_of
from kg.sources.jats_text import words_of
from kg.sources.xml_stream import Element


def bibliography(
    article: Element,
    ids: Identified,
    dates: Dates,
    accessions: tuple[str, ...],
    sections: tuple[Section, ...],
) -> Bibliography:
    """The bibliography of an article."""
    works = article.findall("back/ref-list//ref")
    return Bibliography(
        journal_title=journal_title_of(article),
        issns=_once(filter(is_issn, _every(article, "front/journal-meta/issn"))),
        pmcid=ids.pmcid,
        piis=ids.piis,
        identifiers=ids.others,
        online=dates.online,
        submitted=_once(_history(article, "received")),
        accepted=_once(_history(article, "accepted")),
        groups=groups_of(article),
        keywords=_once(_every(article, f"{META}/kwd-group//kwd")),
        accessions=accessions,
        references=len(works) or None,
        cited_pmids=_once(filter(is_pmid, _numbers(works, "pmid"))),
        cited_dois=_once(filter(None, map(doi_of, _numbers(works, "doi")))),
        sections=sections,
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _every(article: Element, path: str) -> Iterator[str]:
    return filter(None, map(words_of, article.iterfind(path)))


def _history(article: Element, kind: str) -> Iterator[str]:
    for each in article.iterfind(f"{META}/history/date[@date-type='{kind}']"):
        day = day_of(each)
        if day:
            yield day


def _numbers(works: Iterable[Element], kind: str) -> Iterator[str]:
    for work in works:
        for each in work.iter("pub-id"):
            if each.get("pub-id-type") == kind:
                yield words_of(each)
