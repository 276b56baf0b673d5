"""Where each field of a registry record goes in the graph: one table, read both ways.

A row is an object of the record, by its path without the numbers of lists; its entries are the
fields of that object, each with the properties that may state it. What the graph says under one of
these properties, no record may leave unsaid; what a record says in one of these fields, the graph
must say under one of its properties. Written against the registry's API, not against the code.
"""

import re

P, R = "/protocolSection", "/resultsSection"
OUTCOMES = f"{R}/outcomeMeasuresModule/outcomeMeasures"
BASELINE = f"{R}/baselineCharacteristicsModule"
FLOW = f"{R}/participantFlowModule"
EVENTS = f"{R}/adverseEventsModule"
MISC = "/derivedSection/miscInfoModule"
NOTES = "/annotationSection/annotationModule"

_MEASUREMENT = {
    "groupId": "@group",
    "value": "reportedValue value minValue maxValue count unitCount",
    "spread": "dispersion reportedDispersion",
    "lowerLimit": "dispersionLower ciLower reportedLower",
    "upperLimit": "dispersionUpper ciUpper reportedUpper",
    "comment": "comment",
}
_COUNTS = {
    "groupId": "@group",
    "value": "denominator unitDenominator count unitCount value reportedValue size",
}
_DENOMS = {"units": "@units"}
_MEASURE = {
    "title": "label baselineText",
    "description": "description comment baselineText",
    "populationDescription": "populationDescription comment baselineText",
    "paramType": "statistic",
    "dispersionType": "dispersionType ciLevel",
    "unitOfMeasure": "unitText",
    "denomUnitsSelected": "@units",
}
_GROUP = {"id": "groupId", "title": "label", "description": "description"}
_NUMBER_OF_PEOPLE = {
    "groupId": "@group",
    "numSubjects": "count reportedValue value size lostToFollowUp",
    "numUnits": "unitCount",
    "comment": "comment",
}
_STAGE = {"type": "label", "comment": "comment"}
_EVENT = {
    "term": "label",
    "organSystem": "classLabel",
    "sourceVocabulary": "sourceVocabulary",
    "assessmentType": "assessmentType",
    "notes": "comment",
}
_STATS = {
    "groupId": "@group",
    "numEvents": "eventCount",
    "numAffected": "count value reportedValue",
    "numAtRisk": "denominator size",
}
_HEADING = {"id": "@heading", "term": "@heading"}
_LEAF = {"id": "@heading", "name": "@heading", "asFound": "@heading", "relevance": "@heading"}
_BRANCH = {"abbrev": "@heading", "name": "@heading"}
_OUTCOME = {"measure": "label", "description": "description", "timeFrame": "timeFrame"}
_DATE = {"date": "date", "type": "dateType"}

FIELDS: dict[str, dict[str, str]] = {
    "": {"hasResults": "resultsAvailable"},
    f"{P}/identificationModule": {
        "nctId": "registryId", "nctIdAliases": "identifier", "briefTitle": "title label",
        "officialTitle": "officialTitle title label", "acronym": "acronym label",
    },
    f"{P}/identificationModule/orgStudyIdInfo": {
        "id": "identifier", "type": "issuer", "link": "link",
    },
    f"{P}/identificationModule/secondaryIdInfos": {
        "id": "identifier registryId", "type": "identifierType", "domain": "issuer", "link": "link",
    },
    f"{P}/identificationModule/organization": {"fullName": "label", "class": "sponsorClass"},
    f"{P}/statusModule": {
        "statusVerifiedDate": "date", "overallStatus": "status",
        "lastKnownStatus": "lastKnownStatus", "delayedPosting": "delayedPosting",
        "whyStopped": "whyStopped", "studyFirstSubmitDate": "date",
        "studyFirstSubmitQcDate": "date", "resultsWaived": "resultsWaived",
        "resultsFirstSubmitDate": "date", "resultsFirstSubmitQcDate": "date",
        "dispFirstSubmitDate": "date", "dispFirstSubmitQcDate": "date",
        "lastUpdateSubmitDate": "date",
    },
    f"{P}/statusModule/expandedAccessInfo": {
        "hasExpandedAccess": "expandedAccess", "nctId": "identifier registryId label",
        "statusForNctId": "status",
    },
    f"{P}/statusModule/startDateStruct": {**_DATE, "date": "date startDate"},
    f"{P}/statusModule/primaryCompletionDateStruct": {
        **_DATE, "date": "date primaryCompletionDate",
    },
    f"{P}/statusModule/completionDateStruct": {**_DATE, "date": "date completionDate"},
    f"{P}/statusModule/studyFirstPostDateStruct": {**_DATE, "date": "date issued"},
    f"{P}/statusModule/lastUpdatePostDateStruct": {**_DATE, "date": "date modified"},
    f"{P}/statusModule/resultsFirstPostDateStruct": _DATE,
    f"{P}/statusModule/dispFirstPostDateStruct": _DATE,
    f"{P}/sponsorCollaboratorsModule/responsibleParty": {
        "type": "responsibleParty", "investigatorAffiliation": "label", "oldOrganization": "label",
    },
    f"{P}/sponsorCollaboratorsModule/leadSponsor": {
        "name": "label sponsor", "class": "sponsorClass",
    },
    f"{P}/sponsorCollaboratorsModule/collaborators": {"name": "label", "class": "sponsorClass"},
    f"{P}/oversightModule": {
        "oversightHasDmc": "dataMonitoringCommittee", "isFdaRegulatedDrug": "fdaRegulatedDrug",
        "isFdaRegulatedDevice": "fdaRegulatedDevice", "isUnapprovedDevice": "unapprovedDevice",
        "isPpsd": "postmarketSurveillance", "isUsExport": "exported",
        "fdaaa801Violation": "reportingViolation",
    },
    f"{P}/descriptionModule": {
        "briefSummary": "abstract", "detailedDescription": "detailedDescription",
    },
    f"{P}/conditionsModule": {"conditions": "conditionText", "keywords": "keyword"},
    f"{P}/designModule": {
        "studyType": "studyType", "nPtrsToThisExpAccNctId": "expandedAccessUsers",
        "patientRegistry": "patientRegistry", "targetDuration": "targetDuration",
        "phases": "phase",
    },
    f"{P}/designModule/expandedAccessTypes": {
        "individual": "individualAccess", "intermediate": "intermediateAccess",
        "treatment": "treatmentAccess",
    },
    f"{P}/designModule/designInfo": {
        "allocation": "allocation", "interventionModel": "designFeature",
        "interventionModelDescription": "modelDescription", "primaryPurpose": "primaryPurpose",
        "observationalModel": "designFeature", "timePerspective": "designFeature",
    },
    f"{P}/designModule/designInfo/maskingInfo": {
        "masking": "masking", "maskingDescription": "maskingDescription",
        "whoMasked": "maskedParty",
    },
    f"{P}/designModule/bioSpec": {"retention": "biospecimens", "description": "biospecimens"},
    f"{P}/designModule/enrollmentInfo": {"count": "size", "type": "enrolmentType"},
    f"{P}/armsInterventionsModule/armGroups": {
        "label": "label", "type": "armType", "description": "description",
        "interventionNames": "@received",
    },
    f"{P}/armsInterventionsModule/interventions": {
        "type": "interventionType", "name": "label", "description": "description",
        "armGroupLabels": "@receivers", "otherNames": "altLabel label",
    },
    f"{P}/outcomesModule/primaryOutcomes": _OUTCOME,
    f"{P}/outcomesModule/secondaryOutcomes": _OUTCOME,
    f"{P}/outcomesModule/otherOutcomes": _OUTCOME,
    f"{P}/eligibilityModule": {
        "eligibilityCriteria": "eligibilityText", "healthyVolunteers": "healthyVolunteers",
        "sex": "admittedSex", "genderBased": "genderBased", "genderDescription": "sexDescription",
        "minimumAge": "@age", "maximumAge": "@age", "stdAges": "ageGroup",
        "studyPopulation": "studyPopulation", "samplingMethod": "samplingMethod",
    },
    f"{P}/contactsLocationsModule/centralContacts": {"role": "@contacts"},
    f"{P}/contactsLocationsModule/overallOfficials": {
        "role": "affiliationRole", "affiliation": "label",
    },
    f"{P}/contactsLocationsModule/locations": {
        "facility": "label", "status": "status", "city": "city", "state": "state",
        "zip": "postcode", "country": "country", "countryCode": "countryCode",
    },
    f"{P}/contactsLocationsModule/locations/contacts": {"role": "@contacts"},
    f"{P}/contactsLocationsModule/locations/geoPoint": {"lat": "latitude", "lon": "longitude"},
    f"{P}/referencesModule/references": {
        "pmid": "pmid", "type": "referenceType", "citation": "bibliographicCitation",
    },
    f"{P}/referencesModule/references/retractions": {
        "pmid": "retractionPmid", "source": "retractionSource",
    },
    f"{P}/referencesModule/seeAlsoLinks": {"label": "label", "url": "link"},
    f"{P}/referencesModule/availIpds": {
        "id": "identifier", "type": "label", "url": "link", "comment": "comment",
    },
    f"{P}/ipdSharingStatementModule": {
        "ipdSharing": "ipdSharing", "description": "description", "infoTypes": "sharedItem",
        "timeFrame": "timeFrame", "accessCriteria": "accessCriteria", "url": "link",
    },
    FLOW: {
        "preAssignmentDetails": "flowText", "recruitmentDetails": "flowText",
        "typeUnitsAnalyzed": "flowUnits unitKind",
    },
    f"{FLOW}/groups": _GROUP,
    f"{FLOW}/periods": {"title": "classLabel"},
    f"{FLOW}/periods/milestones": _STAGE,
    f"{FLOW}/periods/milestones/achievements": _NUMBER_OF_PEOPLE,
    f"{FLOW}/periods/dropWithdraws": _STAGE,
    f"{FLOW}/periods/dropWithdraws/reasons": _NUMBER_OF_PEOPLE,
    BASELINE: {
        "populationDescription": "populationDescription", "typeUnitsAnalyzed": "baselineUnits",
    },
    f"{BASELINE}/groups": _GROUP,
    f"{BASELINE}/denoms": _DENOMS,
    f"{BASELINE}/denoms/counts": _COUNTS,
    f"{BASELINE}/measures": _MEASURE,
    f"{BASELINE}/measures/denoms": _DENOMS,
    f"{BASELINE}/measures/denoms/counts": _COUNTS,
    f"{BASELINE}/measures/classes": {"title": "classLabel"},
    f"{BASELINE}/measures/classes/denoms": _DENOMS,
    f"{BASELINE}/measures/classes/denoms/counts": _COUNTS,
    f"{BASELINE}/measures/classes/categories": {"title": "categoryLabel"},
    f"{BASELINE}/measures/classes/categories/measurements": _MEASUREMENT,
    OUTCOMES: {
        **_MEASURE, "type": "outcomeRole", "reportingStatus": "reportingStatus",
        "anticipatedPostingDate": "postingDate", "typeUnitsAnalyzed": "unitsAnalysed",
        "timeFrame": "timeFrame",
    },
    f"{OUTCOMES}/groups": _GROUP,
    f"{OUTCOMES}/denoms": _DENOMS,
    f"{OUTCOMES}/denoms/counts": _COUNTS,
    f"{OUTCOMES}/classes": {"title": "classLabel"},
    f"{OUTCOMES}/classes/denoms": _DENOMS,
    f"{OUTCOMES}/classes/denoms/counts": _COUNTS,
    f"{OUTCOMES}/classes/categories": {"title": "categoryLabel"},
    f"{OUTCOMES}/classes/categories/measurements": _MEASUREMENT,
    f"{OUTCOMES}/analyses": {
        "groupIds": "@group", "groupDescription": "description",
        "testedNonInferiority": "testedNonInferiority", "nonInferiorityType": "hypothesis",
        "nonInferiorityComment": "comment", "pValue": "reportedPValue pValue",
        "pValueComment": "comment", "statisticalMethod": "statisticalMethod",
        "statisticalComment": "comment", "paramType": "label statistic",
        "paramValue": "reportedValue value minValue maxValue", "ciPctValue": "ciLevel",
        "ciNumSides": "ciSides", "ciLowerLimit": "ciLower reportedLower",
        "ciUpperLimit": "ciUpper reportedUpper", "ciLowerLimitComment": "comment",
        "ciUpperLimitComment": "comment", "dispersionType": "dispersionType",
        "dispersionValue": "dispersion reportedDispersion", "estimateComment": "comment",
        "otherAnalysisDescription": "comment",
    },
    EVENTS: {
        "frequencyThreshold": "frequencyThreshold", "timeFrame": "adverseEventTimeFrame",
        "description": "adverseEventDescription", "allCauseMortalityComment": "mortalityComment",
    },
    f"{EVENTS}/eventGroups": {
        **_GROUP, **{f"{kind}NumAffected": "count value reportedValue" for kind in
                     ("deaths", "serious", "other")},
        **{f"{kind}NumAtRisk": "denominator size" for kind in ("deaths", "serious", "other")},
    },
    f"{EVENTS}/seriousEvents": _EVENT,
    f"{EVENTS}/seriousEvents/stats": _STATS,
    f"{EVENTS}/otherEvents": _EVENT,
    f"{EVENTS}/otherEvents/stats": _STATS,
    f"{R}/moreInfoModule/limitationsAndCaveats": {"description": "limitations"},
    f"{R}/moreInfoModule/certainAgreement": {
        "piSponsorEmployee": "sponsorEmploys", "restrictiveAgreement": "restrictive",
        "restrictionType": "restrictionType", "otherDetails": "description",
    },
    f"{R}/moreInfoModule/pointOfContact": {"organization": "label"},
    "/documentSection/largeDocumentModule": {"noSap": "noAnalysisPlan"},
    "/documentSection/largeDocumentModule/largeDocs": {
        "typeAbbrev": "type", "hasProtocol": "@contents", "hasSap": "@contents",
        "hasIcf": "@contents", "label": "label", "date": "date", "uploadDate": "uploaded",
        "filename": "fileName", "size": "fileSize",
    },
    f"{NOTES}/unpostedAnnotation/unpostedEvents": {"type": "dateEvent", "date": "date"},
    f"{NOTES}/violationAnnotation/violationEvents": {
        "type": "complianceEvent", "description": "description", "creationDate": "created",
        "issuedDate": "issued", "releaseDate": "releaseDate", "postedDate": "postingDate",
    },
    MISC: {"versionHolder": "date", "removedCountries": "removedCountry"},
    f"{MISC}/submissionTracking": {"estimatedResultsFirstSubmitDate": "date"},
    f"{MISC}/submissionTracking/firstMcpInfo/postDateStruct": _DATE,
    f"{MISC}/submissionTracking/submissionInfos": {
        "releaseDate": "date", "unreleaseDate": "date", "resetDate": "date",
    },
    **{
        f"/derivedSection/{name}BrowseModule/{part}": fields
        for name in ("condition", "intervention")
        for part, fields in (
            ("meshes", _HEADING), ("ancestors", _HEADING), ("browseLeaves", _LEAF),
            ("browseBranches", _BRANCH),
        )
    },
}  # fmt: skip

# What the day of each field dates.
EVENT_OF = {
    "startDateStruct": "studyStart", "primaryCompletionDateStruct": "primaryCompletion",
    "completionDateStruct": "studyCompletion", "studyFirstPostDateStruct": "firstPosted",
    "resultsFirstPostDateStruct": "resultsFirstPosted",
    "dispFirstPostDateStruct": "delayFirstPosted", "lastUpdatePostDateStruct": "lastUpdatePosted",
    "statusVerifiedDate": "statusVerified", "studyFirstSubmitDate": "firstSubmitted",
    "studyFirstSubmitQcDate": "firstChecked", "resultsFirstSubmitDate": "resultsFirstSubmitted",
    "resultsFirstSubmitQcDate": "resultsFirstChecked",
    "dispFirstSubmitDate": "delayFirstSubmitted", "dispFirstSubmitQcDate": "delayFirstChecked",
    "lastUpdateSubmitDate": "lastUpdateSubmitted", "versionHolder": "registryVersion",
    "estimatedResultsFirstSubmitDate": "resultsExpected",
    "postDateStruct": "resultsPostedUnreviewed", "releaseDate": "resultsReleased",
    "unreleaseDate": "resultsWithdrawn", "resetDate": "resultsReturned",
}  # fmt: skip

# The family of a path is the first whose pattern it begins with.
FAMILIES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("identification", f"{P}/identificationModule"),
        ("expanded access", f"{P}/statusModule/expandedAccess|{P}/designModule/(?:nPtrs|expanded)"),
        ("status and dates", f"{P}/statusModule|{MISC}|{NOTES}/unposted|/hasResults"),
        ("sponsors", f"{P}/sponsorCollaboratorsModule"),
        ("oversight", f"{P}/oversightModule"),
        ("description and conditions", f"{P}/(?:description|conditions)Module"),
        ("design", f"{P}/designModule"),
        ("arms", f"{P}/armsInterventionsModule/armGroups"),
        ("interventions", f"{P}/armsInterventionsModule/interventions"),
        ("outcomes", f"{P}/outcomesModule"),
        ("eligibility", f"{P}/eligibilityModule"),
        ("locations and contacts", f"{P}/contactsLocationsModule"),
        ("references and links", f"{P}/referencesModule"),
        ("data sharing", f"{P}/ipdSharingStatementModule"),
        ("participant flow", FLOW),
        ("baseline", BASELINE),
        ("analyses", f"{OUTCOMES}/analyses"),
        ("outcome measurements", OUTCOMES),
        ("adverse events", EVENTS),
        ("caveats and agreements", f"{R}/moreInfoModule"),
        ("documents and notices", "/documentSection|/annotationSection"),
        ("headings", "/derivedSection/.*BrowseModule"),
        ("what no family has", ""),
    )
)
