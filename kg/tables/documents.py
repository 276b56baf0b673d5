"""The tables of reports, their passages and headings, of concepts, and of what a registry keeps.

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
    trial,
)

_PASSAGES: Final = several("passages", "iri", "tk:supportedBy", "The passages that say so")

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
        several("registry_ids", "text", "tk:registryId", "Registry numbers that it states"),
        column("issued", "date", "dcterms:issued", "When it was published"),
        column("modified", "date", "dcterms:modified", "When its record was last revised"),
        column("journal", "text", "tk:journal", "The journal"),
        column("volume", "text", "tk:volume", "The volume"),
        column("issue", "text", "tk:issue", "The issue"),
        column("page_start", "text", "tk:pageStart", "The first page"),
        column("page_end", "text", "tk:pageEnd", "The last page"),
        column("authors", "integer", "tk:authorCount", "How many authors", unit="1"),
        several("publication_types", "iri", "tk:publicationType", "Its types (MeSH)"),
        several("publication_type_labels", "text", "tk:publicationType/rdfs:label", "Their names"),
        several("listed_substances", "iri", "tk:listedSubstance", "Its substances (MeSH)"),
        several("retracted_by", "iri", "tk:retractedBy", "Its retractions; join with `notices`"),
        several("corrected_by", "iri", "tk:correctedBy", "Its corrections"),
        several("concern_raised_by", "iri", "tk:concernRaisedBy", "Expressions of concern"),
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

# --- What a registry keeps ----------------------------------------------------------------------

IDENTIFIERS: Final = Tabled(
    name="identifiers",
    rows="number that a trial goes by",
    classes=("tk:TrialIdentifier",),
    columns=(
        itself("identifier", "The entry"),
        *trial("^tk:hasIdentifier"),
        REPORT,
        column("value", "text", "tk:identifier", "The number"),
        column("type", "code", "tk:identifierType", "Its kind"),
        column("issuer", "text", "tk:issuer", "Who gave it"),
        column("link", "text", "tk:link", "Its address"),
        _PASSAGES,
    ),
)

DATES: Final = Tabled(
    name="dates",
    rows="date that a registry keeps",
    classes=("tk:RegisteredDate",),
    columns=(
        itself("entry", "The entry"),
        *trial("^tk:hasDate"),
        REPORT,
        column("event", "code", "tk:dateEvent", "What is dated"),
        column("date", "date", "tk:date", "The date"),
        column("type", "code", "tk:dateType", "Whether it has come"),
        _PASSAGES,
    ),
)

SPONSORSHIPS: Final = Tabled(
    name="sponsorships",
    rows="organization's part in a trial",
    classes=("tk:Sponsorship",),
    columns=(
        itself("sponsorship", "The part"),
        *trial("^tk:hasSponsorship"),
        REPORT,
        LABEL,
        column("role", "code", "tk:sponsorRole", "Lead sponsor, collaborator, …"),
        column("class", "code", "tk:sponsorClass", "Industry, network, …"),
        _PASSAGES,
    ),
)

SITES: Final = Tabled(
    name="sites",
    rows="country in which a trial has places",
    classes=("tk:TrialSites",),
    columns=(
        itself("sites", "The entry"),
        *trial("^tk:hasSites"),
        REPORT,
        column("country", "text", "tk:country", "The country"),
        column("count", "integer", "tk:siteCount", "How many places", unit="1"),
        _PASSAGES,
    ),
)

REFERENCES: Final = Tabled(
    name="references",
    rows="publication that a registry names",
    classes=("tk:RegistryReference",),
    columns=(
        itself("reference", "The entry"),
        *trial("^tk:hasReference"),
        REPORT,
        column("pmid", "text", "tk:pmid", "PubMed's number"),
        column("citation", "text", "dcterms:bibliographicCitation", "The line that cites it"),
        column("type", "code", "tk:referenceType", "Background, result, …"),
        _PASSAGES,
    ),
)

REGISTRY_GROUPS: Final = Tabled(
    name="registry_groups",
    rows="group as one module of a registry's results lists it",
    classes=("tk:RegistryGroup",),
    columns=(
        itself("registry_group", "The entry"),
        REPORT,
        column("id", "text", "tk:groupId", "The registry's own id"),
        column("module", "text", "tk:module", "The module that lists it"),
        *linked("group", "tk:groupOf", "The arm or group that it stands for"),
        LABEL,
        column("description", "text", "dcterms:description", "The registry's words"),
        several("match_evidence", "code", "tk:matchEvidence", "What speaks for that"),
        _PASSAGES,
    ),
)
