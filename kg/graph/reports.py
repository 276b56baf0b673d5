"""A report's own description: its class, bibliography, indexing and passages.

In: the report of an account and its passages. Out: their nodes.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.graph import pages
from kg.graph.bibliography import bibliography
from kg.graph.statements import code, coded, each, facts, given, stating, types, words
from kg.identifiers import Names, mesh_iri, numbered, passage_local
from kg.namespaces import DCTERMS, MESH, RDFS, TK
from kg.records import Account, Indexing, Notice, Passage, Report
from kg.terms import Iri, Literal, Triple, boolean, date, integer, text

# How curated records cite: an identifier of a kind, each with its persistent address.
_CITED: Final = (
    (re.compile(r"https?://\S+"), ""),
    (re.compile(r"(?:doi:\s*)?(10\.\d{4,}/\S+)", re.IGNORECASE), "https://doi.org/"),
    (re.compile(r"(?:pmid|pubmed):\s*(\d+)", re.IGNORECASE), "https://pubmed.ncbi.nlm.nih.gov/"),
    (re.compile(r"(NCT\d{8})", re.IGNORECASE), "https://clinicaltrials.gov/study/"),
)
# What a reader must see beside every claim of a report takes one step from it.
_GRAVE: Final = {
    "concernIn": TK.concernRaisedBy,
    "correctedRepublishedIn": TK.correctedBy,
    "erratumIn": TK.correctedBy,
    "partialRetractionIn": TK.correctedBy,
    "retractedRepublishedIn": TK.retractedBy,
    "retractionIn": TK.retractedBy,
}
_UNSAFE: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def report(account: Account, names: Names) -> Iterator[Triple]:
    """A report with its bibliography, its headings and its passages."""
    record, node = account.report, names.report
    yield from types(node, record.kind)
    yield from _citation(node, record)
    yield from bibliography(record, names)
    yield from _indexing(node, record, names)
    for local, other in numbered("notice", record.notices):
        yield from notice(node, names.node(local), other)
    for number, said in enumerate(account.passages, start=1):
        place = names.node(passage_local(number, said))
        yield node, TK.hasPassage, place
        yield from passage(place, said)


def _citation(node: Iri, record: Report) -> Iterator[Triple]:
    yield from facts(
        node,
        (TK.sourceHash, text(record.sha256)),
        (TK.sourceText, words(record.text)),
        (RDFS.label, words(record.title or record.citation)),
        (DCTERMS.title, words(record.title)),
        (DCTERMS.bibliographicCitation, words(record.citation)),
        (DCTERMS.issued, given(date, record.issued)),
        (DCTERMS.modified, given(date, record.revised)),
        (TK.authorCount, given(integer, record.authors)),
        (TK.journal, words(record.journal)),
        (TK.volume, words(record.volume)),
        (TK.issue, words(record.issue)),
        (TK.pageStart, words(record.page_start)),
        (TK.pageEnd, words(record.page_end)),
        (TK.pmid, words(record.pmid)),
        (TK.doi, words(record.doi and record.doi.lower())),
    )
    yield from each(node, TK.registryId, map(text, record.registry_ids))
    yield from pages.of_report(node, record)


def _indexing(node: Iri, record: Report, names: Names) -> Iterator[Triple]:
    for predicate, lines in (
        (TK.publicationType, record.publication_types),
        (TK.listedSubstance, record.substances),
    ):
        iris = (mesh_iri(line.descriptor) for line in lines)
        yield from each(node, predicate, filter(None, iris))
        yield from _supplementary(lines)
    yield from _supplementary(record.indexing)
    for local, line in numbered("indexing", record.indexing):
        heading = names.node(local)
        yield node, TK.hasIndexing, heading
        yield from indexing(heading, line)


def _supplementary(lines: Iterable[Indexing]) -> Iterator[Triple]:
    """The names of supplementary concepts, which the headings that come with kg do not hold."""
    for line in lines:
        iri = mesh_iri(line.descriptor)
        if iri is not None and iri.startswith(f"{MESH}C"):
            yield iri, RDFS.label, text(line.descriptor_name)


def indexing(node: Iri, record: Indexing) -> Iterator[Triple]:
    """One heading line of a PubMed record: descriptor, qualifier, and whether it has the star."""
    names = filter(None, (record.descriptor_name, record.qualifier_name))
    yield from types(node, "MeshIndexing")
    yield from facts(
        node,
        (RDFS.label, text(" / ".join(names))),
        (TK.descriptor, mesh_iri(record.descriptor)),
        (TK.qualifier, mesh_iri(record.qualifier)),
        # A registry has no stars: there the mark would say what nobody said.
        (TK.majorTopic, boolean(record.major) if record.role is None else None),
        (TK.indexingRole, code(record.role)),
        (TK.identifier, words(record.code)),
        (TK.relevance, words(record.relevance)),
        (TK.asFound, words(record.as_found)),
    )


def notice(report: Iri, node: Iri, record: Notice) -> Iterator[Triple]:
    """Another publication that a record ties to its report; the grave ones in one step."""
    kind = re.sub(r"(?=[A-Z])", " ", record.kind).lower()
    pmid = f"PMID {record.pmid}" if record.pmid else None
    yield report, TK.hasNotice, node
    if record.kind in _GRAVE:
        yield report, _GRAVE[record.kind], node
    yield from types(node, "Notice")
    yield from facts(
        node,
        (RDFS.label, text(": ".join(filter(None, (kind, record.citation or pmid))))),
        (TK.noticeType, coded(record.kind)),
        (TK.noticePmid, words(record.pmid)),
        (DCTERMS.bibliographicCitation, words(record.citation)),
    )


def cited(source: str) -> Iri | Literal:
    """What a curated fact was entered from: an address, else the words of the citation.

    >>> cited("PMID: 8857018"), cited("doi:10.1056/NEJM199610313351803")
    ('https://pubmed.ncbi.nlm.nih.gov/8857018', 'https://doi.org/10.1056/NEJM199610313351803')
    >>> cited("a letter").lexical
    'a letter'
    """
    for pattern, address in _CITED:
        match = pattern.fullmatch(source.strip())
        if match and not _UNSAFE.search(match[0].replace(" ", "")):
            return Iri(address + match[match.lastindex or 0])
    return text(source)


_PASSAGE: Final = stating(
    ("exact", TK.exact, words),
    ("start", TK.start, integer),
    ("end", TK.end, integer),
    ("section", TK.section, words),
    ("path", TK.path, words),
    ("source", DCTERMS.source, cited),
)


def passage(node: Iri, said: Passage) -> list[Triple]:
    """Where a report says something: the words and their span, or the path in the record."""
    return types(node, "Passage") + _PASSAGE(node, said)
