"""The registry's codes as ours, one table per field.

In: nothing. Out: tables from the registry's spelling to the local name of a ``tk:`` term. A
spelling that stands in no table is told as a remark on its record.

*Source*: ClinicalTrials.gov API v2, enumeration types.
"""

from typing import Final

from kg.codes import (
    AdmittedSex,
    AffiliationRole,
    AgeGroup,
    Allocation,
    ArmType,
    AssessmentType,
    CiSides,
    ComplianceEvent,
    DateEvent,
    DateType,
    DesignFeature,
    DispersionType,
    EnrolmentType,
    Hypothesis,
    IdentifierType,
    InterventionType,
    IpdSharing,
    MaskedParty,
    Masking,
    OutcomeRole,
    Phase,
    PrimaryPurpose,
    ReferenceType,
    ReportingStatus,
    ResponsibleParty,
    RestrictionType,
    SamplingMethod,
    SharedItem,
    SponsorClass,
    Statistic,
    Status,
    StudyType,
)

STATUS: Final[dict[str, Status]] = {
    "ACTIVE_NOT_RECRUITING": "activeNotRecruiting",
    "APPROVED_FOR_MARKETING": "approvedForMarketing",
    "AVAILABLE": "available",
    "COMPLETED": "completedStatus",
    "ENROLLING_BY_INVITATION": "enrollingByInvitation",
    "NOT_YET_RECRUITING": "notYetRecruiting",
    "NO_LONGER_AVAILABLE": "noLongerAvailable",
    "RECRUITING": "recruiting",
    "SUSPENDED": "suspended",
    "TEMPORARILY_NOT_AVAILABLE": "temporarilyNotAvailable",
    "TERMINATED": "terminated",
    "UNKNOWN": "unknownStatus",
    "WITHDRAWN": "withdrawn",
    "WITHHELD": "withheld",
}
DATE_TYPE: Final[dict[str, DateType]] = {
    "ACTUAL": "actualDate",
    "ESTIMATED": "estimatedDate",
    "ANTICIPATED": "estimatedDate",
}
ENROLMENT_TYPE: Final[dict[str, EnrolmentType]] = {
    "ACTUAL": "actualEnrolment",
    "ESTIMATED": "estimatedEnrolment",
    "ANTICIPATED": "estimatedEnrolment",
}
IDENTIFIER_TYPE: Final[dict[str, IdentifierType]] = {
    "NIH": "nihGrant",
    "FDA": "otherGrant",
    "VA": "otherGrant",
    "CDC": "otherGrant",
    "AHRQ": "otherGrant",
    "SAMHSA": "otherGrant",
    "OTHER_GRANT": "otherGrant",
    "EUDRACT_NUMBER": "eudraCtNumber",
    "CTIS": "ctisNumber",
    "REGISTRY": "otherRegistryNumber",
    "OTHER": "otherIdentifier",
}
SPONSOR_CLASS: Final[dict[str, SponsorClass]] = {
    "NIH": "nih",
    "FED": "federalAgency",
    "OTHER_GOV": "otherGovernment",
    "INDIV": "individual",
    "INDUSTRY": "industry",
    "NETWORK": "network",
    "AMBIG": "unknownSponsor",
    "OTHER": "otherSponsor",
    "UNKNOWN": "unknownSponsor",
}
RESPONSIBLE_PARTY: Final[dict[str, ResponsibleParty]] = {
    "SPONSOR": "sponsorResponsible",
    "PRINCIPAL_INVESTIGATOR": "investigatorResponsible",
    "SPONSOR_INVESTIGATOR": "sponsorInvestigator",
}
STUDY_TYPE: Final[dict[str, StudyType]] = {
    "INTERVENTIONAL": "interventionalStudy",
    "OBSERVATIONAL": "observationalStudy",
    "EXPANDED_ACCESS": "expandedAccessStudy",
}
# Two phases together are one value of ours.
PHASE: Final[dict[str, Phase]] = {
    "NA": "notApplicable",
    "EARLY_PHASE1": "earlyPhase1",
    "PHASE1": "phase1",
    "PHASE1 PHASE2": "phase1Phase2",
    "PHASE2": "phase2",
    "PHASE2 PHASE3": "phase2Phase3",
    "PHASE3": "phase3",
    "PHASE4": "phase4",
}
ALLOCATION: Final[dict[str, Allocation]] = {
    "RANDOMIZED": "randomized",
    "NON_RANDOMIZED": "nonRandomized",
    "NA": "noAllocation",
}
MASKING: Final[dict[str, Masking]] = {
    "NONE": "openLabel",
    "SINGLE": "singleBlind",
    "DOUBLE": "doubleBlind",
    "TRIPLE": "tripleBlind",
    "QUADRUPLE": "quadrupleBlind",
}
MASKED: Final[dict[str, MaskedParty]] = {
    "PARTICIPANT": "participantMasked",
    "CARE_PROVIDER": "careProviderMasked",
    "INVESTIGATOR": "investigatorMasked",
    "OUTCOMES_ASSESSOR": "assessorMasked",
}
MODEL: Final[dict[str, DesignFeature]] = {
    "SINGLE_GROUP": "singleGroup",
    "PARALLEL": "parallel",
    "CROSSOVER": "crossover",
    "FACTORIAL": "factorial",
    "SEQUENTIAL": "sequential",
}
OBSERVATIONAL: Final[dict[str, DesignFeature]] = {
    "COHORT": "cohort",
    "CASE_CONTROL": "caseControl",
    "CASE_ONLY": "caseOnly",
    "CASE_CROSSOVER": "caseCrossover",
    "ECOLOGIC_OR_COMMUNITY": "ecological",
    "FAMILY_BASED": "familyBased",
    "DEFINED_POPULATION": "definedPopulation",
    "NATURAL_HISTORY": "naturalHistory",
    "OTHER": "otherModel",
}
PERSPECTIVE: Final[dict[str, DesignFeature]] = {
    "PROSPECTIVE": "prospective",
    "RETROSPECTIVE": "retrospective",
    "CROSS_SECTIONAL": "crossSectional",
    "OTHER": "otherPerspective",
}
PURPOSE: Final[dict[str, PrimaryPurpose]] = {
    "TREATMENT": "treatmentPurpose",
    "PREVENTION": "preventionPurpose",
    "DIAGNOSTIC": "diagnosticPurpose",
    "ECT": "educationPurpose",
    "SUPPORTIVE_CARE": "supportiveCarePurpose",
    "SCREENING": "screeningPurpose",
    "HEALTH_SERVICES_RESEARCH": "healthServicesResearchPurpose",
    "BASIC_SCIENCE": "basicSciencePurpose",
    "DEVICE_FEASIBILITY": "deviceFeasibilityPurpose",
    "OTHER": "otherPurpose",
}
ARM_TYPE: Final[dict[str, ArmType]] = {
    "EXPERIMENTAL": "experimentalArm",
    "ACTIVE_COMPARATOR": "activeComparator",
    "PLACEBO_COMPARATOR": "placeboComparator",
    "SHAM_COMPARATOR": "shamComparator",
    "NO_INTERVENTION": "noIntervention",
    "OTHER": "otherArm",
}
INTERVENTION_TYPE: Final[dict[str, InterventionType]] = {
    "BEHAVIORAL": "behavioral",
    "BIOLOGICAL": "biological",
    "COMBINATION_PRODUCT": "combinationProduct",
    "DEVICE": "device",
    "DIAGNOSTIC_TEST": "diagnosticTest",
    "DIETARY_SUPPLEMENT": "dietarySupplement",
    "DRUG": "drug",
    "GENETIC": "genetic",
    "PROCEDURE": "procedure",
    "RADIATION": "radiation",
    "OTHER": "otherIntervention",
}
SEX: Final[dict[str, AdmittedSex]] = {
    "ALL": "allSexes",
    "FEMALE": "femaleOnly",
    "MALE": "maleOnly",
}
AGE_GROUP: Final[dict[str, AgeGroup]] = {
    "CHILD": "children",
    "ADULT": "adults",
    "OLDER_ADULT": "olderAdults",
}
SAMPLING: Final[dict[str, SamplingMethod]] = {
    "PROBABILITY_SAMPLE": "probabilitySample",
    "NON_PROBABILITY_SAMPLE": "nonProbabilitySample",
}
OFFICIAL: Final[dict[str, AffiliationRole]] = {
    "STUDY_CHAIR": "studyChair",
    "STUDY_DIRECTOR": "studyDirector",
    "PRINCIPAL_INVESTIGATOR": "principalInvestigator",
    "SUB_INVESTIGATOR": "subInvestigator",
}
IPD: Final[dict[str, IpdSharing]] = {
    "YES": "dataShared",
    "NO": "dataNotShared",
    "UNDECIDED": "sharingUndecided",
}
SHARED: Final[dict[str, SharedItem]] = {
    "STUDY_PROTOCOL": "studyProtocol",
    "SAP": "statisticalAnalysisPlan",
    "ICF": "informedConsentForm",
    "CSR": "clinicalStudyReport",
    "ANALYTIC_CODE": "analyticCode",
}
RESTRICTION: Final[dict[str, RestrictionType]] = {
    "LTE60": "upTo60Days",
    "GT60": "over60Days",
    "OTHER": "otherRestriction",
}
# What happened to results that were sent to the registry.
RESULTS_EVENT: Final[dict[str, DateEvent]] = {
    "RELEASE": "resultsReleased",
    "UNRELEASE": "resultsWithdrawn",
    "RESET": "resultsReturned",
}
VIOLATION: Final[dict[str, ComplianceEvent]] = {
    "VIOLATION_IDENTIFIED": "violationIdentified",
    "CORRECTION_CONFIRMED": "correctionConfirmed",
    "PENALTY_IMPOSED": "penaltyImposed",
    "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED": "concernsResolved",
}
REFERENCE: Final[dict[str, ReferenceType]] = {
    "BACKGROUND": "backgroundReference",
    "RESULT": "resultReference",
    "DERIVED": "derivedReference",
}
OUTCOME_ROLE: Final[dict[str, OutcomeRole]] = {
    "PRIMARY": "primary",
    "SECONDARY": "secondary",
    "OTHER_PRE_SPECIFIED": "otherOutcome",
    "POST_HOC": "postHoc",
}
REPORTING: Final[dict[str, ReportingStatus]] = {
    "POSTED": "resultsPosted",
    "NOT_POSTED": "resultsNotPosted",
}
# NUMBER says nothing of what the number is: its unit may.
PARAMETER: Final[dict[str, Statistic]] = {
    "MEAN": "mean",
    "MEDIAN": "median",
    "LEAST_SQUARES_MEAN": "leastSquaresMean",
    "GEOMETRIC_MEAN": "geometricMean",
    "GEOMETRIC_LEAST_SQUARES_MEAN": "geometricLeastSquaresMean",
    "LOG_MEAN": "logMean",
    "COUNT_OF_PARTICIPANTS": "countStatistic",
    "COUNT_OF_UNITS": "countStatistic",
    "NUMBER": "otherStatistic",
}
# By letters alone: baseline writes these as codes, outcomes as words.
DISPERSION: Final[dict[str, DispersionType]] = {
    "standarddeviation": "standardDeviation",
    "standarderror": "standardError",
    "standarderrorofmean": "standardError",
    "standarderrorofthemean": "standardError",
    "interquartilerange": "interquartileRange",
    "fullrange": "range",
    "geometriccoefficientofvariation": "geometricCoefficientOfVariation",
}
HYPOTHESIS: Final[dict[str, Hypothesis]] = {
    "SUPERIORITY": "superiority",
    "NON_INFERIORITY": "nonInferiority",
    "EQUIVALENCE": "equivalence",
    "OTHER": "otherHypothesis",
    "NON_INFERIORITY_OR_EQUIVALENCE": "nonInferiorityOrEquivalence",
    "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY": "nonInferiorityOrEquivalence",
    "SUPERIORITY_OR_OTHER": "superiorityOrOther",
    "SUPERIORITY_OR_OTHER_LEGACY": "superiorityOrOther",
}
CI_SIDES: Final[dict[str, CiSides]] = {
    "ONE_SIDED": "oneSided",
    "TWO_SIDED": "twoSided",
}
ASSESSMENT: Final[dict[str, AssessmentType]] = {
    "SYSTEMATIC_ASSESSMENT": "systematicAssessment",
    "NON_SYSTEMATIC_ASSESSMENT": "nonSystematicAssessment",
}
# What analyses call their estimate, by the words in it; the first that fits.
ESTIMATES: Final[tuple[tuple[str, Statistic], ...]] = (
    (r"hazards? ratio|\bHR\b", "hazardRatio"),
    (r"odds ratio|\bOR\b", "oddsRatio"),
    (r"(?:risk ratio|relative risk|\bRR\b)(?!.*reduction)(?!.*rate)", "riskRatio"),
    (r"rate ratio", "rateRatio"),
    (r"relative risk reduction", "relativeRiskReduction"),
    (r"risk difference|difference (?:in|of) (?:proportion|percentage)s?|\bRD\b", "riskDifference"),
    (r"geometric.*ratio|ratio of.*means?|means? ratio|treatment ratios?|\bGMR\b", "ratioOfMeans"),
    (r"standardi[sz]ed mean difference|cohen", "standardizedMeanDifference"),
    (r"(?:^|\s)(?:ls|least[- ]squares?).*(?:difference|diff)|\blsm of difference",
     "leastSquaresMeanDifference"),
    (r"median difference", "medianDifference"),
    (r"log[- ]scale mean difference", "otherStatistic"),
    (r"mean.*difference|difference (?:in|of) means?", "meanDifference"),
    (r"correlation", "correlation"),
)  # fmt: skip
