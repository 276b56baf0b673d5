"""The coded values that records may carry, one closed list per scheme of ``ontology/vocab``.

In: nothing. Out: ``Literal`` types; each member is the local name of a ``tk:`` term, so that a
record field typed with one of these lists maps to its IRI without a table in between.
"""

from typing import Literal

Allocation = Literal["randomized", "nonRandomized", "noAllocation"]
Masking = Literal["openLabel", "singleBlind", "doubleBlind", "tripleBlind", "quadrupleBlind"]
Phase = Literal[
    "earlyPhase1",
    "phase1",
    "phase1Phase2",
    "phase2",
    "phase2Phase3",
    "phase3",
    "phase4",
    "notApplicable",
]
DesignFeature = Literal[
    "controlled",
    "placeboControlled",
    "activeControlled",
    "multicentre",
    "singleCentre",
    "international",
    "parallel",
    "crossover",
    "factorial",
    "cluster",
    "singleGroup",
    "sequential",
    "nonInferiority",
    "equivalence",
    "superiority",
    "pilot",
    "doseFinding",
    "prospective",
    "retrospective",
    "observational",
    "cohort",
    "caseControl",
    "crossSectional",
    "pooledAnalysis",
    "caseOnly",
    "caseCrossover",
    "ecological",
    "familyBased",
    "definedPopulation",
    "naturalHistory",
    "otherModel",
    "otherPerspective",
]
ArmRole = Literal["experimentalRole", "controlRole"]
ArmType = Literal[
    "experimentalArm",
    "activeComparator",
    "placeboComparator",
    "shamComparator",
    "noIntervention",
    "otherArm",
]
PopulationRole = Literal[
    "planned", "screened", "enrolled", "randomizedPopulation", "analysed", "completed"
]
InterventionRole = Literal["investigational", "comparator", "background", "placebo", "noTreatment"]
InterventionType = Literal[
    "drug",
    "device",
    "biological",
    "procedure",
    "radiation",
    "behavioral",
    "genetic",
    "dietarySupplement",
    "combinationProduct",
    "diagnosticTest",
    "otherIntervention",
]
Route = Literal[
    "subcutaneous",
    "intravenous",
    "continuousIntravenous",
    "intramuscular",
    "oral",
    "sublingual",
    "topical",
    "transdermal",
    "inhaled",
    "intranasal",
    "ophthalmic",
    "intravitreal",
    "intradermal",
    "intraperitoneal",
    "intrathecal",
    "intraarticular",
    "epidural",
    "rectal",
    "vaginal",
]
DoseBasis = Literal["perAdministration", "perDay", "perCycle", "perWeek"]
ScheduleType = Literal["fixed", "escalation", "tailored"]
OutcomeRole = Literal["primary", "secondary", "otherOutcome", "postHoc"]
ThresholdOn = Literal["level", "changeFromBaseline"]
Statistic = Literal[
    "mean",
    "median",
    "geometricMean",
    "leastSquaresMean",
    "geometricLeastSquaresMean",
    "logMean",
    "change",
    "percentChange",
    "percentage",
    "proportion",
    "countStatistic",
    "rate",
    "minimum",
    "maximum",
    "meanDifference",
    "medianDifference",
    "leastSquaresMeanDifference",
    "standardizedMeanDifference",
    "riskDifference",
    "hazardRatio",
    "oddsRatio",
    "riskRatio",
    "rateRatio",
    "ratioOfMeans",
    "relativeRiskReduction",
    "correlation",
    "otherStatistic",
]
DispersionType = Literal[
    "standardDeviation",
    "standardError",
    "interquartileRange",
    "range",
    "geometricCoefficientOfVariation",
]
ChangeDirection = Literal["increase", "decrease", "noChange"]
ComparisonDirection = Literal["higher", "lower", "noDifference"]
Favours = Literal["experimental", "reference", "neither"]
Significance = Literal["significant", "notSignificant"]
Derivation = Literal["reported", "derived"]
Polarity = Literal["benefit", "noBenefit", "harm", "noHarm", "associated", "mixed"]
Aggregation = Literal["atPoint", "serial", "averagedOver", "areaUnderCurve", "cumulative"]
TimeAnchor = Literal[
    "baseline",
    "randomization",
    "firstDose",
    "lastDose",
    "lastCycle",
    "endOfTreatment",
    "studyOnset",
]
ClaimStatus = Literal["asserted", "suggested", "reviewed"]
Decision = Literal["accepted", "rejected"]
Flag = Literal["implausibleUnit", "implausibleValue", "incoherent", "ambiguous"]
DesirableDirection = Literal["increase", "decrease"]

# --- What registries state -----------------------------------------------------------------------

Status = Literal[
    "activeNotRecruiting",
    "approvedForMarketing",
    "available",
    "completedStatus",
    "enrollingByInvitation",
    "noLongerAvailable",
    "notYetRecruiting",
    "recruiting",
    "suspended",
    "temporarilyNotAvailable",
    "terminated",
    "unknownStatus",
    "withdrawn",
    "withheld",
]
EnrolmentType = Literal["actualEnrolment", "estimatedEnrolment"]
StudyType = Literal["interventionalStudy", "observationalStudy", "expandedAccessStudy"]
PrimaryPurpose = Literal[
    "treatmentPurpose",
    "preventionPurpose",
    "diagnosticPurpose",
    "supportiveCarePurpose",
    "screeningPurpose",
    "healthServicesResearchPurpose",
    "basicSciencePurpose",
    "deviceFeasibilityPurpose",
    "educationPurpose",
    "otherPurpose",
]
MaskedParty = Literal[
    "participantMasked", "careProviderMasked", "investigatorMasked", "assessorMasked"
]
DateEvent = Literal[
    "studyStart",
    "primaryCompletion",
    "studyCompletion",
    "statusVerified",
    "firstSubmitted",
    "firstChecked",
    "firstPosted",
    "resultsFirstSubmitted",
    "resultsFirstChecked",
    "resultsFirstPosted",
    "delayFirstSubmitted",
    "delayFirstChecked",
    "delayFirstPosted",
    "lastUpdateSubmitted",
    "lastUpdatePosted",
    "resultsExpected",
    "resultsReleased",
    "resultsWithdrawn",
    "resultsReturned",
    "resultsPostedUnreviewed",
    "registryVersion",
]
DateType = Literal["actualDate", "estimatedDate"]
IdentifierType = Literal[
    "protocolNumber",
    "eudraCtNumber",
    "ctisNumber",
    "nihGrant",
    "otherGrant",
    "otherRegistryNumber",
    "formerNumber",
    "expandedAccessNumber",
    "otherIdentifier",
]
SponsorRole = Literal["leadSponsor", "collaborator", "registrant"]
SponsorClass = Literal[
    "nih",
    "federalAgency",
    "otherGovernment",
    "industry",
    "network",
    "individual",
    "otherSponsor",
    "unknownSponsor",
]
ResponsibleParty = Literal["sponsorResponsible", "investigatorResponsible", "sponsorInvestigator"]
AffiliationRole = Literal[
    "studyChair",
    "studyDirector",
    "principalInvestigator",
    "subInvestigator",
    "responsibleInvestigator",
    "resultsContact",
]
AttachmentType = Literal["studyDocument", "furtherPage", "availableData"]
ComplianceEvent = Literal[
    "violationIdentified", "correctionConfirmed", "penaltyImposed", "concernsResolved"
]
IpdSharing = Literal["dataShared", "dataNotShared", "sharingUndecided"]
SharedItem = Literal[
    "studyProtocol",
    "statisticalAnalysisPlan",
    "informedConsentForm",
    "clinicalStudyReport",
    "analyticCode",
]
RestrictionType = Literal["upTo60Days", "over60Days", "otherRestriction"]
ReferenceType = Literal["backgroundReference", "resultReference", "derivedReference"]
AdmittedSex = Literal["allSexes", "femaleOnly", "maleOnly"]
AgeGroup = Literal["children", "adults", "olderAdults"]
SamplingMethod = Literal["probabilitySample", "nonProbabilitySample"]
ReportingStatus = Literal["resultsPosted", "resultsNotPosted"]
AssessmentType = Literal["systematicAssessment", "nonSystematicAssessment"]
Hypothesis = Literal[
    "superiority",
    "nonInferiority",
    "equivalence",
    "nonInferiorityOrEquivalence",
    "superiorityOrOther",
    "otherHypothesis",
]
CiSides = Literal["oneSided", "twoSided"]
MatchEvidence = Literal[
    "sameTitle",
    "alikeTitle",
    "sameDescription",
    "alikeDescription",
    "namedIntervention",
    "namedDose",
    "namedOrdinal",
    "lastLeft",
    "sameSize",
]
IndexingRole = Literal[
    "conditionHeading",
    "conditionAncestor",
    "interventionHeading",
    "interventionAncestor",
    "conditionLeaf",
    "conditionBranch",
    "interventionLeaf",
    "interventionBranch",
]

# --- What claims are about ---------------------------------------------------------------------

ConceptKind = Literal[
    "Concept",
    "Substance",
    "Condition",
    "Measurand",
    "Biomarker",
    "ClinicalEvent",
    "AdverseEvent",
    "PersonAttribute",
]
NoticeType = Literal[
    "associatedDataset",
    "associatedPublication",
    "commentIn",
    "commentOn",
    "concernFor",
    "concernIn",
    "correctedRepublishedFrom",
    "correctedRepublishedIn",
    "erratumFor",
    "erratumIn",
    "originalReportIn",
    "partialRetractionIn",
    "partialRetractionOf",
    "reprintIn",
    "reprintOf",
    "republishedFrom",
    "republishedIn",
    "retractedRepublishedFrom",
    "retractedRepublishedIn",
    "retractionIn",
    "retractionOf",
    "summaryForPatientsIn",
    "updateIn",
    "updateOf",
]
PRelation = Literal["<", "=", ">", "≤", "≥"]
Exact = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]

# --- What is concluded across reports -----------------------------------------------------------

Likeness = Literal[
    "sharedRegistration",
    "sharedPaper",
    "sharedIdentifier",
    "republication",
    "namedForResults",
    "listedRegistration",
    "likeAcronyms",
    "likeTitles",
    "likeSizes",
    "sameIntervention",
    "sameDose",
    "likeLabels",
    "matchingRole",
    "onlyOneLeft",
    "commonMeasurand",
    "likeWords",
    "commonTime",
]
TieStrength = Literal["strongTie", "weakTie"]
OutcomeSwitch = Literal[
    "demotedOutcome",
    "missingOutcome",
    "newOutcome",
    "promotedOutcome",
    "timeChanged",
]
