"""Links that people follow: the pages that registries, PubMed and vocabularies have of a thing.

In: identifiers of trials, reports and terms. Out: ``rdfs:seeAlso`` to addresses; none for an
identifier whose page is not known, and none where the term's own IRI leads to its page.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.linking.curies import page
from kg.namespaces import RDFS, SKOS
from kg.records import Report
from kg.terms import Iri, Triple

_CLINICAL_TRIALS: Final = "https://clinicaltrials.gov/study/"
_PUBMED: Final = "https://pubmed.ncbi.nlm.nih.gov/"
_REGISTRIES: Final = (
    (re.compile(r"NCT\d{8}"), _CLINICAL_TRIALS),
    (re.compile(r"ISRCTN\d{8}"), "https://www.isrctn.com/"),
)
# A term that is only narrower or related is not what a reader of this page looks for.
_THE_SAME: Final = {SKOS.exactMatch, SKOS.closeMatch}
_SAFE: Final = re.compile(r'[^\x00-\x20<>"{}|\\^`]+')


def of_numbers(node: Iri, numbers: Iterable[str]) -> Iterator[Triple]:
    """The pages of a trial or a record in registries.

    >>> [page for _, _, page in of_numbers(Iri("x:t"), ["NCT00013611", "ABC-1"])]
    ['https://clinicaltrials.gov/study/NCT00013611']
    """
    for number in dict.fromkeys(numbers):
        for pattern, address in _REGISTRIES:
            if pattern.fullmatch(number):
                yield _see(node, address + number)


def of_articles(node: Iri, pmids: Iterable[str | None]) -> Iterator[Triple]:
    """The pages of articles in PubMed."""
    for pmid in dict.fromkeys(filter(None, pmids)):
        if pmid.isdecimal():
            yield _see(node, f"{_PUBMED}{pmid}/")


def of_report(node: Iri, report: Report) -> Iterator[Triple]:
    """Where a report can be read: its record in a registry or in PubMed, and its DOI."""
    if report.kind == "RegistryRecord":
        yield from of_numbers(node, report.registry_ids)
    yield from of_articles(node, [report.pmid])
    if report.doi and _SAFE.fullmatch(report.doi):
        yield _see(node, f"https://doi.org/{report.doi.lower()}")


def of_match(node: Iri, predicate: str, term: str) -> Iterator[Triple]:
    """The page of a term that a concept is.

    >>> [page for _, _, page in of_match(Iri("x:c"), SKOS.exactMatch,
    ...                                  "http://id.nlm.nih.gov/mesh/D007376")]
    ['https://meshb.nlm.nih.gov/record/ui?ui=D007376']
    """
    address = page(term) if predicate in _THE_SAME else None
    if address is not None:
        yield _see(node, address)


def _see(node: Iri, address: str) -> Triple:
    return node, RDFS.seeAlso, Iri(address)
