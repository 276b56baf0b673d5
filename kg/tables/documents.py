"""The tables of reports, their passages, headings and substances, and of concepts.

In: the forms of columns. Out: the declarations.
"""

from typing import Final

from kg.tables.columns import (
    LABEL,
    REPORT,
    Tabled,
    column,
    itself,
    linked,
    several,
    sort_of,
)

REPORTS: Final = Tabled(
    name="reports",
    rows="report",
    classes=("tk:Report",),
    columns=(
        itself("report", "The report, and the named graph of what it says"),
        sort_of(
            "Its class",
            "tk:Article",
            "tk:RegistryRecord",
            "tk:WebPage",
            "tk:CuratedRecord",
            "tk:Report",
        ),
        column("label", "text", "rdfs:label", "What it is called"),
        column("title", "text", "dcterms:title", "Its title"),
        column("citation", "text", "dcterms:bibliographicCitation", "The line that cites it"),
        several("trials", "iri", "tk:reportsTrial", "The trials that it tells of"),
        column("pmid", "text", "tk:pmid", "PubMed's number"),
        column("doi", "text", "tk:doi", "Its DOI, in lower case"),
        column("pmcid", "text", "tk:pmcid", "PubMed Central's number"),
        several("identifiers", "text", "dcterms:identifier", "Its other numbers"),
        several("piis", "text", "tk:pii", "The publisher's numbers"),
        several("registry_ids", "text", "tk:registryId", "Registry numbers that it states"),
        column("issued", "date", "dcterms:issued", "When it was published"),
        column("modified", "date", "dcterms:modified", "When its record was last revised"),
        several("online", "date", "dcterms:available", "When it came online"),
        several("submitted", "date", "dcterms:dateSubmitted", "When it was received"),
        several("accepted", "date", "dcterms:dateAccepted", "When it was accepted"),
        column("journal", "text", "tk:journal", "The journal"),
        column("journal_title", "text", "tk:journalTitle", "The journal's whole title"),
        several("issns", "text", "tk:issn", "The journal's numbers"),
        column("publication_country", "text", "tk:publicationCountry", "Where it is published"),
        several("languages", "text", "dcterms:language", "Its languages"),
        several("other_titles", "text", "dcterms:alternative", "Its title in its own language"),
        column("volume", "text", "tk:volume", "The volume"),
        column("issue", "text", "tk:issue", "The issue"),
        column("page_start", "text", "tk:pageStart", "The first page"),
        column("page_end", "text", "tk:pageEnd", "The last page"),
        column("authors", "integer", "tk:authorCount", "How many authors", unit="1"),
        several("collective_authors", "text", "tk:collectiveAuthor", "The groups that wrote it"),
        column("investigators", "integer", "tk:investigatorCount", "How many listed", unit="1"),
        several("grants", "text", "tk:grant", "The grants that paid for it"),
        several("keywords", "text", "tk:keyword", "Its keywords"),
        several("accessions", "text", "tk:accession", "Numbers of data banks"),
        column("references", "integer", "tk:referenceCount", "How many references", unit="1"),
        several("cited_pmids", "text", "tk:citedPmid", "The references, by PMID"),
        several("cited_dois", "text", "tk:citedDoi", "The references without one, by DOI"),
        several("publication_types", "iri", "tk:publicationType", "Its types (MeSH)"),
        several("publication_type_labels", "text", "tk:publicationType/rdfs:label", "Their names"),
        several("other_types", "text", "tk:publicationTypeName", "Types that MeSH has not"),
        several("listed_substances", "iri", "tk:listedSubstance", "Its substances (MeSH)"),
        several("retracted_by", "iri", "tk:retractedBy", "Its retractions; join with `notices`"),
        several("corrected_by", "iri", "tk:correctedBy", "Its corrections"),
        several("concern_raised_by", "iri", "tk:concernRaisedBy", "Expressions of concern"),
        column("caution", "text", "tk:caution", "What to know before leaning on it"),
        column("record_status", "text", "tk:recordStatus", "The state of its record"),
        column("record_version", "integer", "tk:recordVersion", "The record's version", unit="1"),
        column("source_hash", "text", "tk:sourceHash", "SHA-256 of what was read"),
    ),
)

PASSAGES: Final = Tabled(
    name="passages",
    rows="passage of a report: a span of its text, or a place in a record",
    classes=("tk:Passage",),
    columns=(
        itself("passage", "The passage"),
        REPORT,
        column("exact", "text", "tk:exact", "Its words"),
        column("start", "integer", "tk:start", "Its first code point in the text", unit="1"),
        column("end", "integer", "tk:end", "The code point after its last", unit="1"),
        column("section", "text", "tk:section", "The section, as the report names it"),
        column("path", "text", "tk:path", "Its place in a record: JSON pointer or XPath"),
        several("sources", "text", "dcterms:source", "What a person entered it from"),
    ),
)

INDEXING: Final = Tabled(
    name="indexing",
    rows="heading line of a record",
    classes=("tk:MeshIndexing",),
    columns=(
        itself("indexing", "The heading line"),
        REPORT,
        LABEL,
        *linked("descriptor", "tk:descriptor", "The heading (MeSH)"),
        *linked("qualifier", "tk:qualifier", "The subheading (MeSH)"),
        column("major_topic", "boolean", "tk:majorTopic", "Whether it has the star"),
        column("role", "code", "tk:indexingRole", "What it stands for in a registry"),
    ),
)

SUBSTANCES: Final = Tabled(
    name="substances",
    rows="substance that a record lists with a number, or under a name that MeSH has not",
    classes=("tk:SubstanceEntry",),
    columns=(
        itself("substance", "The entry"),
        REPORT,
        LABEL,
        *linked("descriptor", "tk:descriptor", "The heading (MeSH)"),
        column("registry_number", "text", "tk:registryNumber", "Its number: UNII, CAS or EC"),
    ),
)

SECTIONS: Final = Tabled(
    name="sections",
    rows="section of a report's text",
    classes=("tk:Section",),
    columns=(
        itself("section", "The section"),
        REPORT,
        LABEL,
        column("category", "text", "tk:nlmCategory", "The part that the record says it plays"),
        column("start", "integer", "tk:start", "Its first code point in the text", unit="1"),
        column("end", "integer", "tk:end", "The code point after its last", unit="1"),
        column("path", "text", "tk:path", "Its place in the record"),
    ),
)

NOTICES: Final = Tabled(
    name="notices",
    rows="publication that bears on a report: retraction, erratum, comment, …",
    classes=("tk:Notice",),
    columns=(
        itself("notice", "The notice"),
        REPORT,
        LABEL,
        column("type", "code", "tk:noticeType", "What it is to the report"),
        column("pmid", "text", "tk:noticePmid", "PubMed's number of it"),
        column("citation", "text", "dcterms:bibliographicCitation", "The line that cites it"),
    ),
)

CONCEPTS: Final = Tabled(
    name="concepts",
    rows="concept that claims are about",
    classes=("tk:Concept",),
    columns=(
        itself("concept", "The concept"),
        column("label", "text", "skos:prefLabel", "Its short name"),
        several("kinds", "code", "rdf:type", "Its classes"),
        several("wordings", "text", "rdfs:label", "What reports call it"),
        several("aliases", "text", "skos:altLabel", "What else it is called"),
        several("broader", "iri", "tk:broader", "Broader concepts"),
        several("substances", "iri", "tk:substance", "The substance of a strategy"),
        column("canonical_unit", "text", "tk:canonicalUnit", "The unit of its values (UCUM)"),
        column("desirable_direction", "code", "tk:desirableDirection", "What is good"),
        several("exact_matches", "iri", "skos:exactMatch", "The same in other vocabularies"),
        several("close_matches", "iri", "skos:closeMatch", "Nearly the same there"),
    ),
)
