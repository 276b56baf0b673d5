"""What a bibliographic record tells of an article, as statements about its report.

In: a report with its bibliography. Out: triples of the report itself, and the nodes of its
sections and of the substances that have a number or a name of their own.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from kg.graph.statements import each, facts, given, types, words
from kg.identifiers import Names, mesh_iri, numbered
from kg.namespaces import DCTERMS, RDFS, TK
from kg.records import Indexing, Report, Section
from kg.records.bibliography import Bibliography
from kg.terms import Iri, Term, Triple, date, integer, text

# One property and one form for each field: of some fields every value is a statement.
_ONE: Final[tuple[tuple[str, str, Callable[[Any], Term]], ...]] = (
    ("other_title", DCTERMS.alternative, text),
    ("journal_title", TK.journalTitle, text),
    ("nlm_id", TK.nlmId, text),
    ("country", TK.publicationCountry, text),
    ("pmcid", TK.pmcid, text),
    ("publication_model", TK.publicationModel, text),
    ("publication_status", TK.publicationStatus, text),
    ("record_status", TK.recordStatus, text),
    ("indexing_method", TK.indexingMethod, text),
    ("investigators", TK.investigatorCount, integer),
    ("references", TK.referenceCount, integer),
)
_EACH: Final[tuple[tuple[str, str, Callable[[Any], Term]], ...]] = (
    ("languages", DCTERMS.language, text),
    ("issns", TK.issn, text),
    ("piis", TK.pii, text),
    ("identifiers", DCTERMS.identifier, text),
    ("online", DCTERMS.available, date),
    ("submitted", DCTERMS.dateSubmitted, date),
    ("accepted", DCTERMS.dateAccepted, date),
    ("groups", TK.collectiveAuthor, text),
    ("keywords", TK.keyword, text),
    ("gene_symbols", TK.geneSymbol, text),
    ("grants", TK.grant, text),
    ("accessions", TK.accession, text),
    ("cited_pmids", TK.citedPmid, text),
    ("cited_dois", TK.citedDoi, text),
)


def bibliography(record: Report, names: Names) -> Iterator[Triple]:
    """All that the record of an article tells of it beside its citation and its headings."""
    node = names.report
    yield from facts(node, (TK.recordVersion, given(integer, record.version)))
    unknown = (line.descriptor_name for line in record.publication_types if not _known(line))
    yield from each(node, TK.publicationTypeName, map(text, unknown))
    for local, line in numbered("substance", record.substances):
        if line.number or not _known(line):
            yield node, TK.hasSubstanceEntry, names.node(local)
            yield from substance(names.node(local), line)
    if record.bibliography is not None:
        yield from _told(node, record.bibliography)
        for local, part in numbered("section", record.bibliography.sections):
            yield node, TK.hasSection, names.node(local)
            yield from section(names.node(local), part)


def _known(line: Indexing) -> bool:
    return mesh_iri(line.descriptor) is not None


def _told(node: Iri, record: Bibliography) -> Iterator[Triple]:
    for field, predicate, make in _ONE:
        value = getattr(record, field)
        if value is not None:
            yield node, predicate, make(value)
    for field, predicate, make in _EACH:
        for value in getattr(record, field):
            yield node, predicate, make(value)


def section(node: Iri, record: Section) -> Iterator[Triple]:
    """A section of a report's text: its heading, its span, and what its record says it is."""
    yield from types(node, "Section")
    yield from facts(
        node,
        (RDFS.label, words(record.label)),
        (TK.start, integer(record.start)),
        (TK.end, integer(record.end)),
        (TK.nlmCategory, words(record.category)),
        (TK.path, words(record.path)),
    )


def substance(node: Iri, record: Indexing) -> Iterator[Triple]:
    """An entry of a list of substances: its name, its heading and its number."""
    yield from types(node, "SubstanceEntry")
    yield from facts(
        node,
        (RDFS.label, text(record.descriptor_name)),
        (TK.descriptor, mesh_iri(record.descriptor)),
        (TK.registryNumber, words(record.number)),
    )
