"""Whether a code of the registry and a coded value of the graph are one, by letters.

"NOT_YET_RECRUITING" is ``notYetRecruiting``; "DOUBLE" is ``doubleBlind``, the code and what is
coded. Those that are named otherwise are listed.
"""

import re

_KINDS = (
    "", "arm", "blind", "date", "enrolment", "grant", "identifier", "intervention", "masked",
    "model", "number", "only", "perspective", "purpose", "reference", "ren", "responsible",
    "restriction", "s", "sexes", "sponsor", "statistic", "status", "study",
)  # fmt: skip
_RENAMED = {
    "AMBIG": "unknownSponsor", "ANTICIPATED": "estimatedDate estimatedEnrolment",
    "CSR": "clinicalStudyReport", "COUNT_OF_PARTICIPANTS": "countStatistic",
    "COUNT_OF_UNITS": "countStatistic", "ECOLOGIC_OR_COMMUNITY": "ecological",
    "ECT": "educationPurpose", "FDA": "otherGrant", "FED": "federalAgency",
    "EXPANDED_ACCESS_INTERVENTIONAL": "expandedAccessStudy",
    "FULL_RANGE": "range", "Full Range": "range", "GT60": "over60Days",
    "ICF": "informedConsentForm", "INDIV": "individual",
    "INTERQUARTILE_RANGE": "interquartileRange",
    "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED": "concernsResolved", "LTE60": "upTo60Days",
    "NA": "noAllocation notApplicable", "NO": "dataNotShared", "NONE": "openLabel",
    "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY": "nonInferiorityOrEquivalence",
    "NOT_POSTED": "resultsNotPosted", "NUMBER": "otherStatistic percentage percentChange "
    "countStatistic", "OTHER": "otherHypothesis unknownSponsor", "OTHER_GOV": "otherGovernment",
    "OTHER_GRANT": "otherGrant", "OTHER_PRE_SPECIFIED": "otherOutcome",
    "OUTCOMES_ASSESSOR": "assessorMasked", "PHASE1": "phase1Phase2",
    "PHASE2": "phase1Phase2 phase2Phase3", "PHASE3": "phase2Phase3", "POSTED": "resultsPosted",
    "PRINCIPAL_INVESTIGATOR": "investigatorResponsible", "REGISTRY": "otherRegistryNumber",
    "RELEASE": "resultsReleased", "RESET": "resultsReturned", "SAP": "statisticalAnalysisPlan",
    "STANDARD_ERROR_OF_MEAN": "standardError", "Standard Error of the Mean": "standardError",
    "Standard Error of Mean": "standardError",
    "SUPERIORITY_OR_OTHER_LEGACY": "superiorityOrOther", "UNDECIDED": "sharingUndecided",
    "UNRELEASE": "resultsWithdrawn", "YES": "dataShared", "AHRQ": "otherGrant",
    "CDC": "otherGrant", "VA": "otherGrant", "SAMHSA": "otherGrant",
    "Inter-Quartile Range": "interquartileRange",
}  # fmt: skip


def same_code(spelled: str, local: str) -> bool:
    """Whether a code is a coded value of this local name."""
    if local in _RENAMED.get(spelled, "").split():
        return True
    letters, own = re.sub(r"[\W_]", "", spelled).lower(), local.lower()
    return own.startswith(letters) and own[len(letters) :] in _KINDS
