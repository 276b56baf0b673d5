"""What a PubMed record says and the model has no place for, counted by field.

In: the element of a record. Out: pairs of a field and how often it is there. A field counts once
for each entry of its list, not for each of an entry's parts; dates of the record's own making are
the service's affair and are not counted.
"""

from collections import Counter
from typing import Final

from kg.sources.bibliography import BY_TYPE
from kg.sources.xml_stream import Element

# Fields that a document takes in, whole.
_PLACED: Final = frozenset(
    """
    PMID ArticleTitle Abstract PubDate Volume Issue Pagination MedlineTA DataBankList ChemicalList
    PublicationTypeList MeshHeadingList SupplMeshList DateRevised BookTitle
    """.split()
)
# The making of the record itself, and what stands elsewhere in it in a form that is taken.
_OWN: Final = frozenset(
    """
    DateCreated DateCompleted History PublicationStatus ISOAbbreviation Title NumberOfReferences
    CitationSubset NlmUniqueID ISSN ISSNLinking ArticleIdList ELocationID
    """.split()
)
# Lists whose entries count, whatever parts an entry has.
_ENTRIES: Final = frozenset(
    """
    ArticleDate Author BeginningDate CoiStatement EndingDate GeneralNote Grant Investigator Keyword
    Object OtherAbstract PersonalNameSubject Publisher Reference Section VernacularTitle
    """.split()
)


def unplaced(record: Element, accessions: int) -> tuple[tuple[str, int], ...]:
    """The fields without a place, with ``accessions`` of data banks that name no trial."""
    counts: Counter[str] = Counter()
    waiting = [record]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _PLACED or element.tag in _OWN:
            continue
        if element.tag in _ENTRIES:
            counts[element.tag] += 1
        elif element.tag == "CommentsCorrections":
            counts[element.get("RefType", element.tag)] += element.get("RefType") not in BY_TYPE
        elif len(element):
            waiting.extend(element)
        elif (element.text or "").strip():
            counts[element.tag] += 1
    counts["AccessionNumber"] += accessions
    counts["RegistryNumber"] += _substances(record)
    return tuple(sorted((field, count) for field, count in counts.items() if count))


def _substances(record: Element) -> int:
    """How many substances have a number of their own besides the heading."""
    numbers = (number.text or "" for number in record.iter("RegistryNumber"))
    return sum(number.strip() not in {"", "0"} for number in numbers)
