"""Closed vocabularies and the one prefix map.

In: nothing, and no RDF library, so that importing this module costs nothing. Out: vocabularies
whose terms are plain IRI strings (``TK.size``), and ``PREFIXES``. A misspelt term is an
``AttributeError`` that names the nearest right ones. The names of ``TK`` and ``TKV`` equal
``ontology/trial.ttl`` and ``ontology/vocab/``; a test holds them together.
"""

from collections.abc import Iterator
from typing import Final


class Vocabulary:
    """A closed set of names under one base IRI.

    >>> TK.size
    'https://w3id.org/trialkg/ns#size'
    >>> TK["from"] == TK.from_
    True
    >>> "size" in TK
    True
    >>> TK.sise  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    AttributeError: no term 'sise' in https://w3id.org/trialkg/ns#; nearest: size, ...
    """

    def __init__(self, base: str, names: str) -> None:
        """Keep the base and the names, which are written with white space between them."""
        self._base = base
        self._names = frozenset(names.split())
        # Plain attributes: a term is asked for with every statement that is made.
        vars(self).update({name: base + name for name in self._names})

    def __getattr__(self, name: str) -> str:
        """The IRI of a term with a closing underscore, which Python's own words need."""
        term = name.removesuffix("_")
        if name.startswith("__") or term not in self._names:
            raise AttributeError(self._complaint(name))
        return self._base + term

    def __getitem__(self, name: str) -> str:
        """The IRI of a term whose name is data; a name that is not there is a ``KeyError``."""
        if name not in self._names:
            raise KeyError(self._complaint(name))
        return self._base + name

    def __contains__(self, name: object) -> bool:
        """Whether there is a term of this name."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """The names of all terms, in order."""
        return iter(sorted(self._names))

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._names)

    def __str__(self) -> str:
        """The base IRI."""
        return self._base

    def __repr__(self) -> str:
        """The base and the size, for a person at a prompt."""
        return f"Vocabulary({self._base!r}, {len(self)} terms)"

    def _complaint(self, name: str) -> str:
        from difflib import get_close_matches  # only a mistake pays for it

        near = ", ".join(get_close_matches(name, sorted(self._names), n=3)) or "none"
        return f"no term {name!r} in {self._base}; nearest: {near}"


# --- The terms of ontology/trial.ttl and of the coded values in ontology/vocab -----------------

TK: Final = Vocabulary(
    "https://w3id.org/trialkg/ns#",
    # Classes
    """
    AdverseEvent AdverseEventResult Arm Article AssessmentSchedule Association
    BaselineCharacteristic Biomarker Change ClinicalEvent ClinicalOutcome CodedValue Comparison
    Concept Conclusion Condition ControlledTrial CuratedRecord Disagreement DiscordantTrial
    DosingPhase EligibilityCriterion ExclusionCriterion Extraction GroupResult
    InclusionCriterion Intervention Measurand MeshIndexing Notice NullClinicalConclusion
    NullClinicalFinding Outcome ParticipantGroup Passage PersonAttribute Population
    PositiveSurrogateFinding Quantity RandomizedTrial Regimen RegistryRecord Report Result
    ReviewDecision SafetyOutcome Subgroup Substance SuggestedComparison SuggestedResult
    SurrogateBenefitConclusion SurrogateOutcome TimePeriod TimePoint Trial UntiedResult WebPage
    """
    # Properties between nodes
    """
    about aggregation allocation anchor armRole armType assesses atTime bound broader
    claimStatus concernRaisedBy correctedBy cycleLength decides decision derivation derivedFrom
    descriptor designFeature desirableDirection direction dispersionType dose doseBasis
    dosePerCycle duration enrolmentType event every experimentalGroup experimentalResult factor
    favours flag followUp forOutcome from fromResult hasArm hasConclusion hasCriterion
    hasDecision hasDisagreement hasIndexing hasNotice hasOutcome hasPassage hasPhase
    hasPopulation hasResult hasSchedule hasSubgroup hasSuggestedComparison hasSuggestedResult
    hasUntiedResult interventionRole interventionType listedSubstance masking measurand measures
    mentionedIn noticeType ofGroup offset outcomeRole phase plannedTotal polarity populationRole
    publicationType qualifier receives referenceGroup referenceResult regimen replacesPhase
    reportedIn reportsTrial retractedBy route sameArmAs scheduleType significance sisterTrial
    statistic status studiesCondition studiesSubstance subgroupOf substance supportedBy
    sustainedFor threshold thresholdOn to toResult until
    """
    # Properties to literals, and the two that name a property
    """
    acronym analysisModel appliesIf authorCount canonicalUnit categoryLabel ciLevel ciLower
    ciUpper classLabel completionDate confidence count country cycles daysPerCycle denominator
    disagreesOn dispersion dispersionLower dispersionUpper doi doseLimiting dosesPerDay end
    eventCount exact grade isBaseline issue journal lostToFollowUp magnitude majorTopic
    maxInclusive maxValue minInclusive minValue noticePmid notReported objective offsetDays
    order pRelation pValue pageEnd pageStart path pmid qualifierText registryId reportedPValue
    reportedValue ruleId ruleSet section serious size sourceHash sourceText sponsor start
    startDate statedAs target timeFrame toolVersion unit unitText value volume
    """
    # Coded values: design
    """
    randomized nonRandomized noAllocation openLabel singleBlind doubleBlind tripleBlind
    quadrupleBlind earlyPhase1 phase1 phase1Phase2 phase2 phase2Phase3 phase3 phase4
    notApplicable activeControlled caseControl cluster cohort controlled crossSectional
    crossover doseFinding equivalence factorial international multicentre nonInferiority
    observational parallel pilot placeboControlled pooledAnalysis prospective retrospective
    sequential singleCentre singleGroup superiority activeNotRecruiting approvedForMarketing
    available completedStatus enrollingByInvitation noLongerAvailable notYetRecruiting
    recruiting suspended temporarilyNotAvailable terminated unknownStatus withdrawn withheld
    actualEnrolment estimatedEnrolment
    """
    # Coded values: people and interventions
    """
    experimentalRole controlRole activeComparator experimentalArm noIntervention otherArm
    placeboComparator shamComparator analysed completed enrolled planned randomizedPopulation
    screened background comparator investigational noTreatment placebo behavioral biological
    combinationProduct device diagnosticTest dietarySupplement drug genetic otherIntervention
    procedure radiation continuousIntravenous epidural inhaled intraarticular intradermal
    intramuscular intranasal intraperitoneal intrathecal intravenous intravitreal ophthalmic
    oral rectal subcutaneous sublingual topical transdermal vaginal perAdministration perCycle
    perDay perWeek escalation fixed tailored
    """
    # Coded values: outcomes and results
    """
    otherOutcome primary secondary
    changeFromBaseline level
    baseline endOfTreatment firstDose lastCycle lastDose randomization studyOnset
    areaUnderCurve atPoint averagedOver cumulative serial
    change correlation countStatistic geometricMean hazardRatio leastSquaresMean
    leastSquaresMeanDifference maximum mean meanDifference median medianDifference minimum
    oddsRatio otherStatistic percentChange percentage proportion rate rateRatio ratioOfMeans
    relativeRiskReduction riskDifference riskRatio standardizedMeanDifference
    geometricCoefficientOfVariation interquartileRange range standardDeviation standardError
    decrease higher increase lower noChange noDifference
    experimental neither reference
    notSignificant significant
    associated benefit harm mixed noBenefit noHarm
    """
    # Registry records: classes, properties between nodes, properties to literals, coded values
    """
    RegisteredDate RegistryGroup RegistryReference Sponsorship TrialIdentifier TrialSites
    admittedSex ageGroup assessmentType ciSides dateEvent dateType groupOf hasDate hasGroup
    hasIdentifier hasReference hasRegistryGroup hasSites hasSponsorship hypothesis identifierType
    indexingRole lastKnownStatus maskedParty matchEvidence primaryPurpose referenceType
    registeredIntervention reportingStatus responsibleParty samplingMethod sponsorClass
    sponsorRole studyType
    adverseEventDescription adverseEventTimeFrame biospecimens date detailedDescription
    eligibilityText expandedAccess flowText frequencyThreshold groupId healthyVolunteers
    identifier issuer keyword limitations link maskingDescription modelDescription module
    officialTitle patientRegistry populationDescription postingDate primaryCompletionDate
    reportedDispersion reportedLower reportedUpper sexDescription siteCount sourceVocabulary
    statisticalMethod studyPopulation targetDuration whyStopped
    """
    """
    actualDate adults alikeDescription alikeTitle allSexes assessorMasked backgroundReference
    basicSciencePurpose careProviderMasked children collaborator conditionAncestor
    conditionHeading ctisNumber delayFirstChecked delayFirstPosted delayFirstSubmitted
    derivedReference deviceFeasibilityPurpose diagnosticPurpose educationPurpose estimatedDate
    eudraCtNumber expandedAccessStudy federalAgency femaleOnly firstChecked firstPosted
    firstSubmitted formerNumber geometricLeastSquaresMean healthServicesResearchPurpose
    individual industry interventionAncestor interventionHeading interventionalStudy
    investigatorMasked investigatorResponsible lastLeft lastUpdatePosted lastUpdateSubmitted
    leadSponsor logMean maleOnly namedDose namedIntervention namedOrdinal network nih nihGrant
    nonInferiorityOrEquivalence nonProbabilitySample nonSystematicAssessment observationalStudy
    olderAdults oneSided otherGovernment otherGrant otherHypothesis otherIdentifier otherPurpose
    otherRegistryNumber otherSponsor participantMasked postHoc preventionPurpose
    primaryCompletion probabilitySample protocolNumber registrant resultReference
    resultsFirstChecked resultsFirstPosted resultsFirstSubmitted resultsNotPosted resultsPosted
    sameDescription sameSize sameTitle screeningPurpose sponsorInvestigator sponsorResponsible
    statusVerified studyCompletion studyStart superiorityOrOther supportiveCarePurpose
    systematicAssessment treatmentPurpose twoSided unknownSponsor
    """
    # What stands around a registered trial: classes and properties, coded values
    """
    Affiliation Attachment ComplianceNotice DataSharing Facility PublicationAgreement
    accessCriteria affiliationRole asFound attachmentType baselineText baselineUnits city
    complianceEvent conditionText contactCount countryCode dataMonitoringCommittee
    delayedPosting expandedAccessUsers exported fdaRegulatedDevice fdaRegulatedDrug fileName
    fileSize flowUnits genderBased hasAffiliation hasAttachment hasComplianceNotice
    hasDataSharing hasFacility hasPublicationAgreement individualAccess intermediateAccess
    investigatorCount ipdSharing latitude longitude mortalityComment noAnalysisPlan postcode
    postmarketSurveillance releaseDate relevance removedCountry reportingViolation
    restrictionType restrictive resultsAvailable resultsWaived retractionPmid retractionSource
    sharedItem sponsorEmploys state testedNonInferiority treatmentAccess unapprovedDevice
    unitCount unitDenominator unitKind unitsAnalysed uploaded
    """
    """
    analyticCode availableData caseCrossover caseOnly clinicalStudyReport concernsResolved
    conditionBranch conditionLeaf correctionConfirmed dataNotShared dataShared definedPopulation
    ecological expandedAccessNumber familyBased furtherPage informedConsentForm
    interventionBranch interventionLeaf naturalHistory otherModel otherPerspective
    otherRestriction over60Days penaltyImposed principalInvestigator registryVersion
    responsibleInvestigator resultsContact resultsExpected resultsPostedUnreviewed
    resultsReleased resultsReturned resultsWithdrawn sharingUndecided statisticalAnalysisPlan
    studyChair studyDirector studyDocument studyProtocol subInvestigator upTo60Days
    violationIdentified
    """
    # Bibliographic records: classes, properties between nodes, properties to literals
    """
    Section SubstanceEntry hasSection hasSubstanceEntry
    accession citedDoi citedPmid collectiveAuthor geneSymbol grant indexingMethod
    investigatorCount issn journalTitle nlmCategory nlmId pii pmcid publicationCountry
    publicationModel publicationStatus publicationTypeName recordStatus recordVersion
    referenceCount registryNumber
    """
    # Coded values: notices of a bibliographic record
    """
    associatedDataset associatedPublication commentIn commentOn concernFor concernIn
    correctedRepublishedFrom correctedRepublishedIn erratumFor erratumIn originalReportIn
    partialRetractionIn partialRetractionOf reprintIn reprintOf republishedFrom republishedIn
    retractedRepublishedFrom retractedRepublishedIn retractionIn retractionOf
    summaryForPatientsIn updateIn updateOf
    """
    # What is concluded across reports: classes, properties, coded values
    """
    ArmMatch OutcomeMatch TrialTie firstClaim hasTie leadReport likeness outcomeSwitch restates
    sameOutcomeAs secondClaim tieStrength tiedReport underNotice unplacedArm
    caution firstValue firstWords secondValue secondWords tieValue tolerance
    commonMeasurand commonTime demotedOutcome likeAcronyms likeLabels likeSizes likeTitles
    likeWords listedRegistration matchingRole missingOutcome namedForResults newOutcome
    onlyOneLeft promotedOutcome republication sameDose sameIntervention sharedIdentifier
    sharedPaper sharedRegistration strongTie timeChanged weakTie
    """
    # How concepts stand to vocabularies: class and properties
    """
    ConceptMapping confirms hasMapping interventionConcept justification keywordConcept mappedTerm
    mappingPredicate mappingSource matchReason matchedName matchedWords otherTerm score termLabel
    """
    # What a graph says of itself: class and properties
    "CoverageMeasure part whole"
    # Coded values: claims
    """
    accepted derived rejected reported asserted reviewed suggested ambiguous implausibleUnit
    implausibleValue incoherent
    """,
)

# The schemes of coded values: each is named after the property whose values it lists.
TKV: Final = Vocabulary(
    "https://w3id.org/trialkg/vocab/",
    """
    admittedSex affiliationRole ageGroup aggregation allocation anchor armRole armType
    assessmentType attachmentType ciSides claimStatus complianceEvent dateEvent dateType decision
    derivation designFeature desirableDirection direction dispersionType doseBasis enrolmentType
    favours flag hypothesis identifierType indexingRole interventionRole interventionType ipdSharing
    likeness maskedParty masking matchEvidence noticeType outcomeRole outcomeSwitch phase polarity
    populationRole primaryPurpose referenceType reportingStatus responsibleParty restrictionType
    route samplingMethod scheduleType sharedItem significance sponsorClass sponsorRole statistic
    status studyType thresholdOn tieStrength
    """,
)

# --- Terms of others ---------------------------------------------------------------------------

DCTERMS: Final = Vocabulary(
    "http://purl.org/dc/terms/",
    """
    abstract alternative available bibliographicCitation conformsTo contributor created creator
    date dateAccepted dateSubmitted description extent format hasPart hasVersion identifier isPartOf
    isReplacedBy issued language license modified provenance publisher references relation rights
    source subject temporal title type
    """,
)
MESHV: Final = Vocabulary(
    "http://id.nlm.nih.gov/mesh/vocab#",
    """
    AllowedDescriptorQualifierPair CheckTag Concept DescriptorQualifierPair
    DisallowedDescriptorQualifierPair GeographicalDescriptor PublicationType Qualifier SCR
    SCR_Anatomy SCR_Chemical SCR_Disease SCR_Organism SCR_Population SCR_Protocol
    SupplementaryConceptRecord Term TopicalDescriptor TreeNumber
    active allowableQualifier altLabel annotation broaderDescriptor broaderQualifier concept
    hasDescriptor hasQualifier identifier lastActiveYear mappedTo parentTreeNumber
    pharmacologicalAction preferredConcept preferredMappedTo preferredTerm prefLabel scopeNote
    seeAlso source term treeNumber
    """,
)
OWL: Final = Vocabulary(
    "http://www.w3.org/2002/07/owl#",
    """
    AllDifferent AllDisjointClasses AnnotationProperty Class DatatypeProperty
    FunctionalProperty NamedIndividual Nothing ObjectProperty Ontology Restriction
    SymmetricProperty Thing TransitiveProperty allValuesFrom deprecated disjointWith
    equivalentClass hasValue imports intersectionOf inverseOf members onProperty
    propertyChainAxiom sameAs someValuesFrom unionOf versionIRI versionInfo
    """,
)
PROV: Final = Vocabulary(
    "http://www.w3.org/ns/prov#",
    """
    Activity Agent Entity Plan SoftwareAgent endedAtTime generatedAtTime hadPrimarySource
    startedAtTime used value wasAssociatedWith wasAttributedTo wasDerivedFrom wasGeneratedBy
    wasInformedBy wasQuotedFrom wasRevisionOf
    """,
)
QUDT: Final = Vocabulary("http://qudt.org/schema/qudt/", "hasUnit")
RDF: Final = Vocabulary(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "List Property Statement first langString nil object predicate rest subject type value",
)
RDFS: Final = Vocabulary(
    "http://www.w3.org/2000/01/rdf-schema#",
    """
    Class Datatype Literal Resource comment domain isDefinedBy label member range seeAlso
    subClassOf subPropertyOf
    """,
)
SH: Final = Vocabulary(
    "http://www.w3.org/ns/shacl#",
    """
    BlankNode IRI Info Literal NodeShape PrefixDeclaration PropertyShape SPARQLExecutable
    SPARQLSelectExecutable ValidationReport ValidationResult Violation Warning and class closed
    conforms datatype declare deactivated description detail disjoint equals flags focusNode
    hasValue ignoredProperties in inversePath languageIn lessThan lessThanOrEquals maxCount
    maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name
    namespace node nodeKind not oneOrMorePath or order path pattern prefix prefixes property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape result resultMessage resultPath
    resultSeverity select severity shapesGraph sourceConstraintComponent sourceShape targetClass
    targetNode targetObjectsOf targetSubjectsOf uniqueLang value xone zeroOrMorePath zeroOrOnePath
    """,
)
SKOS: Final = Vocabulary(
    "http://www.w3.org/2004/02/skos/core#",
    """
    Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive
    changeNote closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel
    historyNote inScheme mappingRelation member memberList narrowMatch narrower narrowerTransitive
    notation note prefLabel related relatedMatch scopeNote semanticRelation topConceptOf
    """,
)
XSD: Final = Vocabulary(
    "http://www.w3.org/2001/XMLSchema#",
    """
    anyURI boolean date dateTime decimal double duration float gYear gYearMonth int integer long
    nonNegativeInteger positiveInteger string time
    """,
)

# --- Bases of things, which are open ------------------------------------------------------------

ID: Final = "https://w3id.org/trialkg/id/"
CONCEPT: Final = ID + "concept/"
EXTRACTION: Final = ID + "extraction/"
GRAPH: Final = ID + "graph/"
MAPPING: Final = ID + "mapping/"
REPORT: Final = ID + "report/"
TRIAL: Final = ID + "trial/"
TKS: Final = "https://w3id.org/trialkg/shapes#"
MESH: Final = "http://id.nlm.nih.gov/mesh/"

PREFIXES: Final = {
    "bioregistry": "https://bioregistry.io/",
    "concept": CONCEPT,
    "dcterms": str(DCTERMS),
    "efo": "http://www.ebi.ac.uk/efo/EFO_",
    "extraction": EXTRACTION,
    "graph": GRAPH,
    "loinc": "http://loinc.org/rdf/",
    "mapping": MAPPING,
    "mesh": MESH,
    "meshv": str(MESHV),
    "obo": "http://purl.obolibrary.org/obo/",
    "owl": str(OWL),
    "prov": str(PROV),
    "qudt": str(QUDT),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "report": REPORT,
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": str(SH),
    "skos": str(SKOS),
    "snomedct": "http://snomed.info/id/",
    "sssom": "https://w3id.org/sssom/",
    "tk": str(TK),
    "tks": TKS,
    "tkv": str(TKV),
    "trial": TRIAL,
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "wikidata": "http://www.wikidata.org/entity/",
    "xsd": str(XSD),
}
