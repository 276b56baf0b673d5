"""Data to infer from: each inference with a hit and a near miss, and trials of random make."""

import random

from rdflib import XSD, Graph

from kg.namespaces import TK

EX = "https://example.org/"
CONCEPTS = """
c:cd4 a tk:Concept, tk:Measurand, tk:Biomarker .
c:death a tk:Concept, tk:Measurand, tk:ClinicalEvent .
c:fever a tk:Concept, tk:Measurand, tk:AdverseEvent .
c:age a tk:Concept, tk:Measurand, tk:PersonAttribute .
c:cytokine a tk:Concept, tk:Substance .
c:interleukin-2 a tk:Concept, tk:Substance ; tk:broader c:cytokine .
c:aldesleukin a tk:Concept, tk:Substance ; tk:broader c:interleukin-2 .
"""

# Each inference with data that give it, and with the nearest data that must not.
CASES = {
    "SurrogateOutcome": (
        "ex:it a tk:Outcome ; tk:measures c:cd4 .",
        "ex:it a tk:Outcome ; tk:measures c:age .",
    ),
    "ClinicalOutcome": (
        "ex:it a tk:Outcome ; tk:measures c:death .",
        "ex:it a tk:Outcome ; tk:measures c:fever .",
    ),
    "SafetyOutcome": (
        "ex:it a tk:Outcome ; tk:measures c:fever .",
        "ex:it a tk:Outcome ; tk:measures c:death .",
    ),
    "RandomizedTrial": (
        "ex:it a tk:Trial ; tk:allocation tk:randomized .",
        "ex:it a tk:Trial ; tk:allocation tk:nonRandomized ; tk:designFeature tk:parallel .",
    ),
    "ControlledTrial": (
        """ex:it a tk:Trial ; tk:hasArm ex:a, ex:b .
        ex:a a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:experimentalRole .
        ex:b a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:controlRole .""",
        """ex:it a tk:Trial ; tk:hasArm ex:a, ex:b .
        ex:a a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:experimentalRole .
        ex:b a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:experimentalRole .
        ex:other a tk:Trial ; tk:hasArm ex:c .
        ex:c a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:controlRole .""",
    ),
    "ControlledTrial (as its report calls it)": (
        "ex:it a tk:Trial ; tk:designFeature tk:controlled .",
        "ex:it a tk:Trial ; tk:designFeature tk:multicentre .",
    ),
    "PositiveSurrogateFinding": (
        "ex:it a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:experimental .",
        """ex:it a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:reference ;
            tk:significance tk:significant .
        ex:better a tk:Result, tk:Comparison ; tk:measurand c:death ;
            tk:favours tk:experimental .""",
    ),
    "NullClinicalFinding": (
        """ex:it a tk:Result, tk:Comparison ; tk:measurand c:death ;
            tk:significance tk:notSignificant .""",
        """ex:it a tk:Result, tk:Comparison ; tk:measurand c:death .
        ex:null a tk:Result, tk:Comparison ; tk:measurand c:cd4 ;
            tk:significance tk:notSignificant .""",
    ),
    "NullClinicalFinding (no difference)": (
        """ex:it a tk:Result, tk:Comparison ; tk:measurand c:death ;
            tk:direction tk:noDifference .""",
        """ex:it a tk:Result, tk:Comparison ; tk:measurand c:death ; tk:direction tk:lower ;
            tk:significance tk:significant .""",
    ),
    "SurrogateBenefitConclusion": (
        "ex:it a tk:Conclusion ; tk:polarity tk:benefit ; tk:about c:cd4 .",
        "ex:it a tk:Conclusion ; tk:polarity tk:associated ; tk:about c:cd4 .",
    ),
    "NullClinicalConclusion": (
        "ex:it a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:death .",
        "ex:it a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:cd4 .",
    ),
    "DiscordantTrial (by its results)": (
        """ex:it a tk:Trial ; tk:hasResult ex:gain, ex:nought .
        ex:gain a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:experimental .
        ex:nought a tk:Result, tk:Comparison ; tk:measurand c:death ;
            tk:significance tk:notSignificant .""",
        """ex:it a tk:Trial ; tk:hasResult ex:gain ; tk:sisterTrial ex:sister .
        ex:sister a tk:Trial ; tk:hasResult ex:nought .
        ex:third a tk:Trial ; tk:hasResult ex:gain, ex:p24 .
        ex:fourth a tk:Trial ; tk:hasResult ex:gain, ex:saved .
        ex:fifth a tk:Trial ; tk:hasResult ex:loss, ex:saved, ex:nought .
        ex:p24 a tk:Result, tk:Comparison ; tk:measurand c:cd4 ;
            tk:significance tk:notSignificant .
        ex:saved a tk:Result, tk:Comparison ; tk:measurand c:death ; tk:favours tk:experimental ;
            tk:direction tk:lower ; tk:significance tk:significant .
        ex:loss a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:reference .
        ex:gain a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:experimental .
        ex:nought a tk:Result, tk:Comparison ; tk:measurand c:death ;
            tk:significance tk:notSignificant .""",
    ),
    "DiscordantTrial (by its conclusions)": (
        """ex:it a tk:Trial ; tk:hasConclusion ex:praise, ex:denial .
        ex:praise a tk:Conclusion ; tk:polarity tk:benefit ; tk:about c:cd4 .
        ex:denial a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:death .""",
        """ex:it a tk:Trial ; tk:hasConclusion ex:other-praise, ex:denial .
        ex:second a tk:Trial ; tk:hasConclusion ex:praise, ex:other-denial .
        ex:third a tk:Trial ; tk:hasConclusion ex:praise, ex:harm .
        ex:praise a tk:Conclusion ; tk:polarity tk:benefit ; tk:about c:cd4 .
        ex:denial a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:death .
        ex:other-praise a tk:Conclusion ; tk:polarity tk:benefit ; tk:about c:age .
        ex:other-denial a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:fever .
        ex:harm a tk:Conclusion ; tk:polarity tk:harm ; tk:about c:death .
        ex:fourth a tk:Trial ; tk:hasConclusion ex:linked, ex:denial .
        ex:linked a tk:Conclusion ; tk:polarity tk:associated ; tk:about c:cd4 .""",
    ),
    "DiscordantTrial (by one of each)": (
        """ex:it a tk:Trial ; tk:hasResult ex:gain ; tk:hasConclusion ex:denial .
        ex:gain a tk:Result, tk:Comparison ; tk:measurand c:cd4 ; tk:favours tk:experimental .
        ex:denial a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:death .""",
        """ex:it a tk:Trial ; tk:hasResult ex:gain ; tk:hasConclusion ex:denial .
        ex:gain a tk:Result, tk:GroupResult ; tk:measurand c:cd4 .
        ex:denial a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about c:death .""",
    ),
}

RECEIVING = """
ex:it a tk:Trial ; tk:hasArm ex:arm .
ex:arm a tk:Arm, tk:ParticipantGroup ; tk:receives ex:given .
ex:given a tk:Intervention ; tk:substance c:interleukin-2 .
ex:near a tk:Trial ; tk:sisterTrial ex:it .
ex:loose a tk:Intervention ; tk:substance c:aldesleukin .
"""


def parsed(text: str, base: str = EX) -> Graph:
    """The graph of some Turtle whose own things lie under a base, concepts under their own."""
    prefixes = {"c": f"{EX}concept/", "ex": base, "tk": TK, "xsd": XSD}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    return Graph().parse(data=f"{head}{CONCEPTS}{text}", format="turtle")


def everything() -> Graph:
    """All cases side by side, hits and near misses, each in its own corner."""
    graph = parsed(RECEIVING, f"{EX}receiving/")
    for number, (hit, miss) in enumerate(CASES.values()):
        graph += parsed(hit, f"{EX}{number}/hit/")
        graph += parsed(miss, f"{EX}{number}/miss/")
    return graph


def random_trials(count: int, *, seed: int) -> Graph:
    """Trials with random arms, outcomes, results and conclusions; the same for the same seed."""
    dice = random.Random(seed)
    graph = parsed("")
    for number in range(count):
        graph += parsed(random_trial(dice), f"{EX}trial-{number}/")
    return graph


def random_trial(dice: random.Random) -> str:
    """One trial in Turtle, each of its statements there or not by chance."""
    measurands = ("c:cd4", "c:death", "c:fever", "c:age")
    lines = ["ex:it a tk:Trial ."]

    def maybe(line: str, *values: str) -> None:
        if dice.random() < 0.75:
            lines.append(f"{line} {dice.choice(values)} .")

    maybe("ex:it tk:allocation", "tk:randomized", "tk:nonRandomized")
    maybe("ex:it tk:designFeature", "tk:controlled", "tk:parallel", "tk:multicentre")
    for arm in ("ex:arm-1", "ex:arm-2"):
        lines.append(f"ex:it tk:hasArm {arm} . {arm} a tk:Arm, tk:ParticipantGroup .")
        maybe(f"{arm} tk:armRole", "tk:experimentalRole", "tk:controlRole")
        lines.append(f"{arm} tk:receives {arm}.drug . {arm}.drug a tk:Intervention .")
        maybe(f"{arm}.drug tk:substance", "c:cytokine", "c:interleukin-2", "c:aldesleukin")
    for n in range(dice.randint(1, 4)):
        lines.append(f"ex:it tk:hasOutcome ex:outcome-{n} . ex:outcome-{n} a tk:Outcome .")
        maybe(f"ex:outcome-{n} tk:measures", *measurands)
    for n in range(dice.randint(1, 6)):
        kind = dice.choice(("Comparison", "Comparison", "GroupResult"))
        result = f"ex:result-{n}"
        lines.append(f"ex:it tk:hasResult {result} . {result} a tk:Result, tk:{kind} .")
        maybe(f"{result} tk:measurand", *measurands)
        maybe(f"{result} tk:significance", "tk:significant", "tk:notSignificant")
        maybe(f"{result} tk:direction", "tk:higher", "tk:noDifference")
        if kind == "Comparison":
            maybe(f"{result} tk:favours", "tk:experimental", "tk:reference")
    for n in range(dice.randint(0, 3)):
        conclusion = f"ex:conclusion-{n}"
        lines.append(f"ex:it tk:hasConclusion {conclusion} . {conclusion} a tk:Conclusion .")
        maybe(f"{conclusion} tk:polarity", "tk:benefit", "tk:noBenefit", "tk:associated")
        maybe(f"{conclusion} tk:about", *measurands)
    return "\n".join(lines)
