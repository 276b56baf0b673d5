"""Where an exported graph holds each kind of statement: patterns and paths of SPARQL.

In: nothing. Out: one table, used by :mod:`copies.graphs`.
"""

# ruff: noqa: E501 - tables, one entry a line

_REPORTED = "FILTER NOT EXISTS { ?n tk:derivation tk:derived }"
_RESULT = f"?report tk:reportsTrial ?trial . ?trial tk:hasResult ?n . ?n tk:reportedIn ?report {_REPORTED}"
_OF = {"measurand": "tk:measurand", "threshold": "tk:forOutcome/tk:threshold", "on": "tk:forOutcome/tk:thresholdOn", "time": "tk:atTime"}  # fmt: skip
_NUMBER = {"number": "tk:value", "unit": "tk:unit"}
_DOSING = {
    "schedule": "tk:scheduleType", "dose": "tk:dose", "basis": "tk:doseBasis",
    "per day": "tk:dosesPerDay", "days": "tk:daysPerCycle", "cycle": "tk:cycleLength",
    "cycles": "tk:cycles", "duration": "tk:duration", "target": "tk:target", "if": "tk:appliesIf",
}  # fmt: skip
_BOUND = {"about": "tk:about", "bound": "tk:bound", "for": "tk:sustainedFor", "flags": "tk:flag"}
# Each kind: where its nodes are found, and the path of each of its fields.
KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "objective": ("?report tk:reportsTrial ?n . ?n tk:objective ?w", {"words": "tk:objective"}),
    "condition": ("?report tk:reportsTrial/tk:studiesCondition ?c BIND(?c AS ?n)", {"condition": "."}),
    "follow-up": ("?report tk:reportsTrial/tk:followUp ?n", {"offset": "tk:offset", "statistic": "tk:statistic"}),
    "schedule": ("?report tk:reportsTrial/tk:hasSchedule ?n", {"every": "tk:every", "until": "tk:until", "anchor": "tk:until/tk:anchor"}),
    "population": ("?report tk:reportsTrial/tk:hasPopulation ?n", {"role": "tk:populationRole", "size": "tk:size", "lost": "tk:lostToFollowUp"}),
    "criterion": ("?report tk:reportsTrial/tk:hasPopulation/tk:hasCriterion ?n", _BOUND | {"exclusion": "a"}),
    "outcome": ("?report tk:reportsTrial/tk:hasOutcome ?n", {"measures": "tk:measures", "role": "tk:outcomeRole", "threshold": "tk:threshold", "on": "tk:thresholdOn", "time": "tk:atTime"}),
    "arm": ("?report tk:reportsTrial/tk:hasArm ?n", {"role": ".", "size": "tk:size", "lost": "tk:lostToFollowUp", "type": "tk:armType"}),
    "receives": ("?report tk:reportsTrial/tk:hasArm ?arm . ?arm tk:receives ?n", {"arm": "^tk:receives", "substance": "tk:substance", "as": "tk:interventionRole", "route": "tk:route", "if": "tk:appliesIf"}),
    "phase": ("?report tk:reportsTrial/tk:hasArm/tk:receives/tk:regimen/tk:hasPhase ?n", _DOSING | {"arm": "^tk:hasPhase/^tk:regimen/^tk:receives", "substance": "^tk:hasPhase/^tk:regimen/tk:substance"}),
    "value": (f"{_RESULT} . ?n a tk:GroupResult FILTER NOT EXISTS {{ ?n a tk:AdverseEventResult }}", _OF | _NUMBER | {"arm": "tk:ofGroup", "statistic": "tk:statistic", "count": "tk:count", "spread": "tk:dispersionType", "dispersion": "tk:dispersion", "lower": "tk:dispersionLower", "upper": "tk:dispersionUpper", "ci": "tk:ciLevel", "ci lower": "tk:ciLower", "ci upper": "tk:ciUpper"}),
    "event": (f"{_RESULT} . ?n a tk:AdverseEventResult", {"event": "tk:event", "arm": "tk:ofGroup", "limiting": "tk:doseLimiting", "qualifier": "tk:qualifierText", "count": "tk:count"}),
    "change": (f"{_RESULT} . ?n a tk:Change", _OF | {"arm": "tk:ofGroup", "direction": "tk:direction", "from": "tk:fromResult/tk:value", "to": "tk:toResult/tk:value", "unit": "tk:fromResult/tk:unit"}),
    "comparison": (f"{_RESULT} . ?n a tk:Comparison", _OF | _NUMBER | {"experimental": "tk:experimentalGroup", "reference": "tk:referenceGroup", "direction": "tk:direction", "favours": "tk:favours", "significance": "tk:significance", "p": "tk:pValue", "relation": "tk:pRelation"}),
    "association": (f"{_RESULT} . ?n a tk:Association", _OF | {"factor": "tk:factor", "p": "tk:pValue", "relation": "tk:pRelation", "model": "tk:analysisModel"}),
    "conclusion": ("?report tk:reportsTrial/tk:hasConclusion ?n", {"about": "tk:about", "polarity": "tk:polarity"}),
    "sister": ("?n tk:sisterTrial/^tk:reportsTrial ?report", {"acronym": "tk:acronym", "ids": "tk:registryId"}),
    "sister criterion": ("?s tk:sisterTrial/^tk:reportsTrial ?report . ?s tk:hasPopulation ?p . ?p tk:hasCriterion ?n FILTER(STRSTARTS(STR(?n), STR(?report)))", _BOUND),
    "heading": ("?report tk:hasIndexing ?n", {"label": "rdfs:label", "major": "tk:majorTopic"}),
    "listed": ("?report tk:listedSubstance ?n", {"name": "rdfs:label"}),
    "publication type": ("?report tk:publicationType ?n", {"name": "rdfs:label"}),
}  # fmt: skip
