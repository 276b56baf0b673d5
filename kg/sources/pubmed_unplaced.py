"""What a PubMed record says and the model has no place for, counted by field.

In: the element of a record. Out: pairs of a field and how often it is there. A field counts once
for each entry of its list, not for each of an entry's parts. Whatever is not known here to have a
place is counted: a new element of PubMed's is never passed over. Why the fields that are known to
have none are left out stands in ``docs/literature-records.md``.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

from kg.sources.article_ids import is_issn, is_language
from kg.sources.bibliography import BY_TYPE
from kg.sources.pubmed_bibliography import ONLINE, cited_works, day_of
from kg.sources.xml_stream import Element
from kg.sources.xml_text import text_of

RECORD_DATE: Final = "RecordDate"
"""The field of all dates that are not the article's but those of its record."""

# Fields that a document takes in, whole; a title's abbreviation says what the title says.
_PLACED: Final = frozenset(
    """
    PMID ArticleTitle AbstractText PubDate Volume Issue Pagination Title ISOAbbreviation MedlineTA
    NlmUniqueID DataBankList ChemicalList PublicationTypeList PublicationType MeshHeadingList
    SupplMeshList DateRevised BookTitle ArticleIdList OtherID PublicationStatus NumberOfReferences
    GeneSymbolList Keyword Grant
    """.split()
)
# Lists whose entries count, whatever parts an entry has.
_ENTRIES: Final = {
    **{
        name: name
        for name in """
        BeginningDate CoiStatement ContributionDate EndingDate GeneralNote Investigator
        Object OtherAbstract PersonalNameSubject Publisher Section
        """.split()
    },
    "Affiliation": "Author",
    "DateCompleted": RECORD_DATE,
    "DateCreated": RECORD_DATE,
}


def _is_of_article(date: Element) -> bool:
    return date.get("PubStatus") in _HISTORY and day_of(date) is not None


def _is_group(author: Element) -> bool:
    """Whether all that is said of an author is the name of a group, which is kept."""
    return len(author) == 1 and author[0].tag == "CollectiveName" and author.get("ValidYN") != "N"


def _is_notice(other: Element) -> bool:
    kind = other.get("RefType", "")
    return (kind in BY_TYPE or kind == "Cites") and other.find("Note") is None


_HISTORY: Final = ONLINE | {"received", "accepted"}
# Fields that have a place only where they are what they should be.
_IF: Final[dict[str, Callable[[Element], bool]]] = {
    "ArticleDate": lambda date: day_of(date) is not None,
    "Author": _is_group,
    "CommentsCorrections": _is_notice,
    "Country": lambda _: True,
    "ELocationID": lambda location: location.get("ValidYN") != "N",
    "ISSN": lambda number: is_issn(text_of(number)),
    "ISSNLinking": lambda number: is_issn(text_of(number)),
    "Language": lambda language: is_language(text_of(language)),
    "PubMedPubDate": _is_of_article,
    "VernacularTitle": lambda _: True,
}
_NAMES: Final = {"ISSNLinking": "ISSN", "PubMedPubDate": RECORD_DATE}


def unplaced(citation: Element, record: Element) -> tuple[tuple[str, int], ...]:
    """The fields without a place."""
    counts: Counter[str] = Counter()
    waiting = [record]
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag in _PLACED or tag == "ReferenceList":
            continue
        if tag in _ENTRIES:
            counts[_ENTRIES[tag]] += 1
        elif tag in _IF:
            counts[_NAMES.get(tag, tag)] += not _IF[tag](element)
        elif len(element):
            waiting.extend(element)
        elif (element.text or "").strip():
            counts[tag] += 1
    works = cited_works(citation, record)
    counts["Reference"] += sum(not (work.pmid or work.doi) for work in works)
    return tuple(sorted((field, count) for field, count in counts.items() if count))
