"""The tables of what a registry keeps of a trial: numbers, dates, places, organizations, documents.

In: the forms of columns. Out: the declarations.
"""

from typing import Final

from kg.tables.columns import LABEL, REPORT, Tabled, column, itself, linked, several, trial

_PASSAGES: Final = several("passages", "iri", "tk:supportedBy", "The passages that say so")

DETAILS: Final = Tabled(
    name="trial_details",
    rows="trial: what a registry keeps of it beside its design, texts and oversight",
    classes=("tk:Trial",),
    columns=(
        itself("trial", "The trial"),
        column("trial_label", "text", "rdfs:label", "What the trial is called"),
        column("summary", "text", "dcterms:abstract", "The brief summary"),
        column("detailed_description", "text", "tk:detailedDescription", "The long one"),
        column("eligibility", "text", "tk:eligibilityText", "The criteria as they stand"),
        column("study_population", "text", "tk:studyPopulation", "Whom a cohort is drawn from"),
        column("sampling_method", "code", "tk:samplingMethod", "How it is drawn"),
        column("masking_description", "text", "tk:maskingDescription", "More on masking"),
        column("model_description", "text", "tk:modelDescription", "More on the design"),
        column("sex_description", "text", "tk:sexDescription", "More on admitted sex"),
        column("limitations", "text", "tk:limitations", "Limitations and caveats"),
        column("baseline_population", "text", "tk:populationDescription", "Whose baseline it is"),
        several("flow_text", "text", "tk:flowText", "Words on participant flow"),
        several("baseline_text", "text", "tk:baselineText", "Words on baseline measures"),
        column("adverse_events_in", "text", "tk:adverseEventTimeFrame", "When events counted"),
        column("adverse_events_how", "text", "tk:adverseEventDescription", "How they were asked"),
        column("mortality_comment", "text", "tk:mortalityComment", "Words on deaths"),
        column(
            "frequency_threshold",
            "decimal",
            "tk:frequencyThreshold",
            "Events rarer than this are not listed",
            unit="%",
        ),
        several("condition_texts", "text", "tk:conditionText", "Conditions as worded"),
        several("biospecimens", "text", "tk:biospecimens", "Samples that are kept"),
        column("last_known_status", "code", "tk:lastKnownStatus", "Before it fell silent"),
        column("responsible_party", "code", "tk:responsibleParty", "Who answers for it"),
        column("expanded_access", "boolean", "tk:expandedAccess", "Whether outside the trial too"),
        column("patient_registry", "boolean", "tk:patientRegistry", "Whether it is a registry"),
        column("target_duration", "text", "tk:targetDuration", "How long it follows people"),
        column("data_monitoring", "boolean", "tk:dataMonitoringCommittee", "Has a committee"),
        column("fda_drug", "boolean", "tk:fdaRegulatedDrug", "Studies a drug under the FDA"),
        column("fda_device", "boolean", "tk:fdaRegulatedDevice", "Studies a device under it"),
        column("unapproved_device", "boolean", "tk:unapprovedDevice", "Its device is unapproved"),
        column("results_waived", "boolean", "tk:resultsWaived", "Need not post results"),
        column("delayed_posting", "boolean", "tk:delayedPosting", "May post them later"),
        column("no_analysis_plan", "boolean", "tk:noAnalysisPlan", "Has no analysis plan"),
    ),
)

FACILITIES: Final = Tabled(
    name="facilities",
    rows="place where a trial is done",
    classes=("tk:Facility",),
    columns=(
        itself("facility", "The place"),
        *trial("^tk:hasFacility"),
        REPORT,
        LABEL,
        column("city", "text", "tk:city", "The city"),
        column("state", "text", "tk:state", "The state"),
        column("postcode", "text", "tk:postcode", "The postcode"),
        column("country", "text", "tk:country", "The country"),
        column("country_code", "text", "tk:countryCode", "Its code"),
        column("status", "code", "tk:status", "Whether it recruits"),
        column("latitude", "decimal", "tk:latitude", "North", unit="deg"),
        column("longitude", "decimal", "tk:longitude", "East", unit="deg"),
        _PASSAGES,
    ),
)

AFFILIATIONS: Final = Tabled(
    name="affiliations",
    rows="organization of a trial's officials",
    classes=("tk:Affiliation",),
    columns=(
        itself("affiliation", "The entry"),
        *trial("^tk:hasAffiliation"),
        REPORT,
        LABEL,
        column("role", "code", "tk:affiliationRole", "Whose it is"),
        _PASSAGES,
    ),
)

DATA_SHARING: Final = Tabled(
    name="data_sharing",
    rows="statement on sharing data of persons",
    classes=("tk:DataSharing",),
    columns=(
        itself("statement", "The statement"),
        *trial("^tk:hasDataSharing"),
        REPORT,
        column("plan", "code", "tk:ipdSharing", "Whether it is planned"),
        column("description", "text", "dcterms:description", "Its words"),
        several("items", "code", "tk:sharedItem", "What is shared besides"),
        column("time_frame", "text", "tk:timeFrame", "When"),
        column("access", "text", "tk:accessCriteria", "With whom"),
        column("link", "text", "tk:link", "Where"),
        _PASSAGES,
    ),
)

ATTACHMENTS: Final = Tabled(
    name="attachments",
    rows="document or link that a registry keeps with a trial",
    classes=("tk:Attachment",),
    columns=(
        itself("attachment", "The entry"),
        *trial("^tk:hasAttachment"),
        REPORT,
        LABEL,
        column("type", "code", "tk:attachmentType", "What it is"),
        several("items", "code", "tk:sharedItem", "What it holds"),
        column("link", "text", "tk:link", "Its address"),
        column("code", "text", "tk:identifier", "Its number"),
        column("comment", "text", "rdfs:comment", "Words on it"),
        column("kind", "text", "dcterms:type", "Its kind, as worded"),
        column("date", "date", "dcterms:date", "Its date"),
        column("uploaded", "text", "tk:uploaded", "When it was uploaded"),
        column("file_name", "text", "tk:fileName", "Its file"),
        column("file_size", "integer", "tk:fileSize", "The size of the file", unit="By"),
        _PASSAGES,
    ),
)

AGREEMENTS: Final = Tabled(
    name="publication_agreements",
    rows="agreement of sponsor and investigators on publishing",
    classes=("tk:PublicationAgreement",),
    columns=(
        itself("agreement", "The entry"),
        *trial("^tk:hasPublicationAgreement"),
        REPORT,
        column("sponsor_employs", "boolean", "tk:sponsorEmploys", "Whether all are employees"),
        column("restrictive", "boolean", "tk:restrictive", "Whether it restricts"),
        column("restriction", "code", "tk:restrictionType", "How"),
        column("description", "text", "dcterms:description", "Its words"),
        _PASSAGES,
    ),
)

COMPLIANCE: Final = Tabled(
    name="compliance_notices",
    rows="notice of an authority on posting results",
    classes=("tk:ComplianceNotice",),
    columns=(
        itself("notice", "The notice"),
        *trial("^tk:hasComplianceNotice"),
        REPORT,
        column("event", "code", "tk:complianceEvent", "What happened"),
        column("description", "text", "dcterms:description", "Its words"),
        column("created", "date", "dcterms:created", "When it was written"),
        column("issued", "date", "dcterms:issued", "When it was sent"),
        column("released", "date", "tk:releaseDate", "When it was released"),
        column("posted", "date", "tk:postingDate", "When it was posted"),
        _PASSAGES,
    ),
)

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
        several("retraction_pmids", "text", "tk:retractionPmid", "Its retractions, by PMID"),
        several("retraction_sources", "text", "tk:retractionSource", "Where it was retracted"),
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
