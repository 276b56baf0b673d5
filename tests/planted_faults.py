"""Faults to plant in the graph of the examples, each with the shape or check that must find it."""

from dataclasses import dataclass

from kg.namespaces import PREFIXES

PROLOGUE = (
    "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
    + f"PREFIX : <{PREFIXES['report']}pmid-99000001/>\n"
    + f"PREFIX curated: <{PREFIXES['report']}sha256-2d2d2d2d2d2d2d2d/>\n"
    + "PREFIX t: <https://w3id.org/trialkg/id/trial/>\n"
)
TRIAL = "t:nct99000001"


@dataclass(frozen=True)
class Fault:
    """A change to the good graph, and the shape or check that must find it."""

    found_by: str
    update: str


def replaced(subject: str, predicate: str, value: str) -> str:
    """The update that gives a node another value."""
    triple = f"{subject} {predicate}"
    return f"DELETE {{ {triple} ?old }} INSERT {{ {triple} {value} }} WHERE {{ {triple} ?old }}"


def negative(number: str) -> str:
    """A negative decimal in full: rdflib cannot read the short form in an update."""
    return f'"-{number}"^^xsd:decimal'


def added(triples: str) -> str:
    """The update that adds triples."""
    return f"INSERT DATA {{ {triples} }}"


def removed(subject: str, predicate: str) -> str:
    """The update that takes every value of a property away from a node."""
    return f"DELETE WHERE {{ {subject} {predicate} ?old }}"


PHASE = ":arm-1.intervention-1.regimen.phase-1"
OTHER_TRIAL = """
    t:nct99000002 a tk:Trial ; rdfs:label "OTHER" ; tk:registryId "NCT99000002" ;
      tk:reportedIn report:pmid-99000001 ; tk:supportedBy :passage-0-68 ;
      tk:hasArm :trial-2.arm-1 ; tk:hasOutcome :trial-2.outcome-1 .
    :trial-2.arm-1 a tk:Arm, tk:ParticipantGroup ; rdfs:label "another arm" ;
      tk:armRole tk:experimentalRole ; tk:derivation tk:reported ; tk:supportedBy :passage-0-68 .
    :trial-2.outcome-1 a tk:Outcome ; rdfs:label "another" ; tk:measures concept:ferritin ;
      tk:derivation tk:reported ; tk:supportedBy :passage-0-68 .
"""

# Presence, cardinality, codes, datatypes, patterns and ranges, by shapes.
SHAPE_FAULTS = {
    "an arm of no trial": Fault("Arm-placed", f"DELETE DATA {{ {TRIAL} tk:hasArm :arm-2 }}"),
    "a result of nobody": Fault("GroupResult-ofGroup", removed(":result-2", "tk:ofGroup")),
    "a claim without its words": Fault("Claim-reportedWhere", removed(":arm-2", "tk:supportedBy")),
    "a derived claim without its rule": Fault(
        "Claim-derivedHow", removed(":derived-1", "tk:ruleId")
    ),
    "two sizes": Fault("ParticipantGroup-size", added(":arm-1 tk:size 61")),
    "a code of no scheme": Fault("Trial-masking", added(f"{TRIAL} tk:masking tk:someMask")),
    "a number as text": Fault("Result-value", replaced(":result-2", "tk:value", '"41.0"')),
    "a whole number as a value": Fault("Result-value", replaced(":result-2", "tk:value", "41")),
    "a PMID with its prefix": Fault(
        "Report-pmid", replaced("report:pmid-99000001", "tk:pmid", '"PMID 99000001"')
    ),
    "a DOI in capitals": Fault(
        "Report-doi", replaced("report:pmid-99000001", "tk:doi", '"10.5555/FERRO"')
    ),
    "a registry id cut short": Fault(
        "Trial-registryId", replaced(TRIAL, "tk:registryId", '"NCT9900001"')
    ),
    "a p-value above 1": Fault("Result-pValueRange", replaced(":result-9", "tk:pValue", "1.40")),
    "a p-value without relation": Fault(
        "Result-pValueHasRelation", removed(":result-9", "tk:pRelation")
    ),
    "a negative spread": Fault(
        "Result-dispersionRange", replaced(":result-2", "tk:dispersion", negative("2.5"))
    ),
    "a confidence level as a fraction": Fault(
        "Result-ciLevelRange", replaced(":result-8", "tk:ciLevel", "0.95")
    ),
    "more counted than there are": Fault(
        "Result-countWithinDenominator", replaced(":result-6", "tk:count", "61")
    ),
    "a percentage above 100": Fault(
        "Result-percentageRange",
        "DELETE { :result-4 tk:count ?n ; tk:value ?v } INSERT { :result-4 tk:value 175.0 }"
        " WHERE { :result-4 tk:count ?n ; tk:value ?v }",
    ),
    "a unit that is no code": Fault("Result-unit", replaced(":result-5", "tk:unit", '"mcg/L"')),
    "a bound without inclusivity": Fault(
        "Quantity-maxHasInclusivity", removed(":criterion-1.bound", "tk:maxInclusive")
    ),
    "a dose without its basis": Fault("DosingPhase-doseHasBasis", removed(PHASE, "tk:doseBasis")),
    "a date in words": Fault("Trial-startDate", replaced(TRIAL, "tk:startDate", '"March 2029"')),
    "not significant, yet it favours": Fault(
        "Comparison-notSignificantFavoursNobody", added(":result-9 tk:favours tk:experimental")
    ),
    "a passage of no report": Fault(
        "Passage-ofReport", "DELETE WHERE { ?report tk:hasPassage :passage-911-1005 }"
    ),
    "a blank node": Fault(
        "NamedNodeShape",
        replaced(
            ":schedule-1",
            "tk:every",
            '[ a tk:Quantity ; tk:value 4.0 ; tk:unit "wk" ]',
        ),
    ),
}

# Arithmetic and what must agree across nodes, by checks: each check finds one fault alone.
CHECK_FAULTS = {
    "arms that add up to too many": Fault("arms-above-total", replaced(":arm-1", "tk:size", "63")),
    "a report that was retracted": Fault(
        "retracted-report",
        added(
            ":notice-9 a tk:Notice ; tk:noticeType tk:retractionIn ."
            " report:pmid-99000001 tk:hasNotice :notice-9 ; tk:retractedBy :notice-9"
        ),
    ),
    "an arm that is missing": Fault("arms-below-total", replaced(":arm-1", "tk:size", "61")),
    "a baseline after a week": Fault(
        "baseline-later", replaced(":time-baseline", "tk:offsetDays", "7.0")
    ),
    "a circle of concepts": Fault(
        "broader-circle", added("concept:mineral tk:broader concept:iron")
    ),
    "a change that is no difference": Fault(
        "change-against-values", replaced(":derived-1", "tk:value", "22.7")
    ),
    "a change of another arm": Fault(
        "change-of-another-group", replaced(":result-7", "tk:ofGroup", ":arm-2")
    ),
    "an interval with the null and a small p": Fault(
        "ci-against-p", replaced(":result-8", "tk:ciLower", negative("18.1"))
    ),
    "a result that is known to contradict itself": Fault(
        "incoherent-as-reported", added(":result-8 tk:flag tk:incoherent")
    ),
    "a comparison of two measurands": Fault(
        "compared-measurands", replaced(":result-3", "tk:measurand", "concept:iron-intake")
    ),
    "a comparison of two units": Fault(
        "compared-units",
        "DELETE { :result-3 tk:unit ?u }"
        " INSERT { :result-3 tk:unit 'ng/mL' ; tk:flag tk:implausibleUnit }"
        " WHERE { :result-3 tk:unit ?u }",
    ),
    "a comparison with a result of a third group": Fault(
        "comparison-of-another-group",
        replaced(":result-8", "tk:referenceResult", ":result-1"),
    ),
    "a link into nothing": Fault(
        "dangling-reference", added(":derived-1 tk:derivedFrom :result-77")
    ),
    "more days than a cycle has": Fault(
        "days-above-cycle",
        replaced(f"{PHASE}.cycle-length", "tk:value", "2.0"),
    ),
    "a difference of the other sign": Fault(
        "direction-against-estimate",
        "DELETE { :result-8 tk:value ?v ; tk:ciLower ?l ; tk:ciUpper ?u }"
        f" INSERT {{ :result-8 tk:value {negative('23.8')} }}"
        " WHERE { :result-8 tk:value ?v ; tk:ciLower ?l ; tk:ciUpper ?u }",
    ),
    "a decrease that rises": Fault(
        "direction-of-change", replaced(":result-7", "tk:direction", "tk:decrease")
    ),
    "a lower one that is higher": Fault(
        "direction-of-comparison",
        "DELETE { :result-8 tk:direction ?d ; tk:value ?v ; tk:favours ?f ; tk:statistic ?s }"
        " INSERT { :result-8 tk:direction tk:lower }"
        " WHERE { :result-8 tk:direction ?d ; tk:value ?v ; tk:favours ?f ; tk:statistic ?s }",
    ),
    "a dose per cycle that is none": Fault(
        "dose-per-cycle",
        f"DELETE {{ {PHASE} tk:plannedTotal ?t . {PHASE}.dose-per-cycle tk:value ?v }}"
        f" INSERT {{ {PHASE}.dose-per-cycle tk:value 300.0 }}"
        f" WHERE {{ {PHASE} tk:plannedTotal ?t . {PHASE}.dose-per-cycle tk:value ?v }}",
    ),
    "an estimate beside its interval": Fault(
        "estimate-outside-interval", replaced(":result-8", "tk:ciUpper", "20.5")
    ),
    "the wrong side favoured": Fault(
        "favours-against-direction", replaced(":result-8", "tk:favours", "tk:reference")
    ),
    "a result of another trial's arm": Fault(
        "group-of-another-trial",
        f"DELETE {{ :result-6 tk:ofGroup ?g }} INSERT {{ :result-6 tk:ofGroup :trial-2.arm-1 ."
        f" {OTHER_TRIAL} }} WHERE {{ :result-6 tk:ofGroup ?g }}",
    ),
    "more analysed than there were": Fault(
        "more-analysed-than-in-group", replaced(":result-6", "tk:denominator", "65")
    ),
    "no difference, yet p < 0.001": Fault(
        "no-difference-with-p",
        "DELETE { :result-8 tk:direction ?d ; tk:favours ?f }"
        " INSERT { :result-8 tk:direction tk:noDifference }"
        " WHERE { :result-8 tk:direction ?d ; tk:favours ?f }",
    ),
    "a number that nobody wrote": Fault(
        "number-not-in-passage", replaced(":result-5", "tk:reportedValue", '"83.0"')
    ),
    "a result of another trial's outcome": Fault(
        "outcome-of-another-trial",
        f"DELETE {{ :result-4 tk:forOutcome ?o }} INSERT {{ :result-4 tk:forOutcome"
        f" :trial-2.outcome-1 . {OTHER_TRIAL} }} WHERE {{ :result-4 tk:forOutcome ?o }}",
    ),
    "a median outside its quartiles": Fault(
        "outside-spread", replaced(":result-5", "tk:dispersionUpper", "31.0")
    ),
    "words that stand elsewhere": Fault(
        "passage-against-text",
        "DELETE { :passage-0-68 tk:start ?s ; tk:end ?e }"
        " INSERT { :passage-0-68 tk:start 1 ; tk:end 69 }"
        " WHERE { :passage-0-68 tk:start ?s ; tk:end ?e }",
    ),
    "words that are too long": Fault(
        "passage-length",
        "DELETE { :passage-0-68 tk:end ?e . ?r tk:sourceText ?text }"
        " INSERT { :passage-0-68 tk:end 60 }"
        " WHERE { :passage-0-68 tk:end ?e . ?r tk:sourceText ?text }",
    ),
    "words of another report": Fault(
        "passage-of-another-report", replaced(":result-6", "tk:reportedIn", "report:nct99000001")
    ),
    "a total that is none": Fault(
        "planned-total", replaced(f"{PHASE}.planned-total", "tk:value", "8401.0")
    ),
    "a trial that is its own sister": Fault(
        "points-at-itself", added(f"{TRIAL} tk:sisterTrial {TRIAL}")
    ),
    "a ratio below 0": Fault(
        "ratio-not-positive",
        "DELETE { :result-8 tk:statistic ?s ; tk:value ?v ; tk:ciLower ?l ; tk:ciUpper ?u ;"
        " tk:direction ?d }"
        f" INSERT {{ :result-8 tk:statistic tk:hazardRatio ; tk:value {negative('0.8')} }}"
        " WHERE { :result-8 tk:statistic ?s ; tk:value ?v ; tk:ciLower ?l ; tk:ciUpper ?u ;"
        " tk:direction ?d }",
    ),
    "a percentage that is not its count": Fault(
        "share-against-count", replaced(":result-4", "tk:count", "44")
    ),
    "control and experimental swapped": Fault(
        "sides-swapped",
        "DELETE { :arm-1 tk:armRole ?a . :arm-2 tk:armRole ?b }"
        " INSERT { :arm-1 tk:armRole tk:controlRole . :arm-2 tk:armRole tk:experimentalRole }"
        " WHERE { :arm-1 tk:armRole ?a . :arm-2 tk:armRole ?b }",
    ),
    "not significant at p < 0.001": Fault(
        "significance-against-p",
        "DELETE { :result-8 tk:significance ?s ; tk:favours ?f }"
        " INSERT { :result-8 tk:significance tk:notSignificant }"
        " WHERE { :result-8 tk:significance ?s ; tk:favours ?f }",
    ),
    "an end before the start": Fault(
        "start-after-completion",
        replaced(TRIAL, "tk:completionDate", '"2029-02"^^xsd:gYearMonth'),
    ),
    "a change that runs backwards": Fault(
        "time-backwards", replaced(":time-week-12", "tk:offsetDays", negative("84.0"))
    ),
    "a unit that counts something else": Fault(
        "unit-against-measurand",
        "DELETE { concept:ferritin tk:canonicalUnit ?c . :criterion-1.bound tk:unit ?u ."
        " :outcome-1.threshold tk:unit ?t }"
        " INSERT { concept:ferritin tk:canonicalUnit '{copies}/mL' ."
        " :criterion-1.bound tk:unit '{cells}/mL' . :outcome-1.threshold tk:unit '{copies}/mL' ."
        " ?result tk:flag tk:implausibleUnit }"
        " WHERE { concept:ferritin tk:canonicalUnit ?c . :criterion-1.bound tk:unit ?u ."
        " :outcome-1.threshold tk:unit ?t . ?result tk:measurand concept:ferritin }",
    ),
    "a level in another unit": Fault(
        "unit-not-canonical", replaced(":result-5", "tk:unit", '"nmol/L"')
    ),
}
