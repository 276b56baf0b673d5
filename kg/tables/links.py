"""The tables of what lies between reports: ties, matches, disagreements, and decisions on claims.

In: the forms of columns. Out: the declarations. These stand in the graph of what is derived.
"""

from typing import Final

from kg.tables.columns import CLAIM, Column, Tabled, column, itself, several, sort_of, trial

_LABEL: Final = Column(name="label", kind="text", path="rdfs:label", meaning="What it is about")
_LIKENESS: Final = several("likeness", "code", "tk:likeness", "What speaks for it")
_RULE: Final = column("rule", "text", "tk:ruleId", "The rule that found it")

TIES: Final = Tabled(
    name="ties",
    rows="tie between two reports: that they tell of one trial, or may",
    classes=("tk:TrialTie",),
    columns=(
        itself("tie", "The tie"),
        several("trials", "iri", "^tk:hasTie", "The trial, or the two that it would make one"),
        several("reports", "iri", "tk:tiedReport", "The reports"),
        _LABEL,
        column("value", "text", "tk:tieValue", "What they share"),
        column("strength", "code", "tk:tieStrength", "How strong it is"),
        column("status", "code", "tk:claimStatus", "Whether the two were made one"),
        _LIKENESS,
        _RULE,
        several("passages", "iri", "tk:supportedBy", "Where each says it"),
    ),
)

MATCHES: Final = Tabled(
    name="matches",
    rows="arm or outcome of one report that is that of another",
    classes=("tk:ArmMatch", "tk:OutcomeMatch"),
    columns=(
        itself("match", "The match"),
        sort_of("Its class", "tk:ArmMatch", "tk:OutcomeMatch"),
        several("between", "iri", "tk:derivedFrom", "The two"),
        _LIKENESS,
        _RULE,
    ),
)

DISAGREEMENTS: Final = Tabled(
    name="disagreements",
    rows="property on which two reports of one trial disagree",
    classes=("tk:Disagreement",),
    columns=(
        itself("disagreement", "The disagreement"),
        *trial("^tk:hasDisagreement"),
        _LABEL,
        column("property", "code", "tk:disagreesOn", "The property whose values differ"),
        column("first", "iri", "tk:firstClaim", "The one claim"),
        column("second", "iri", "tk:secondClaim", "The other, or the report that makes none"),
        column("first_value", "decimal", "tk:firstValue", "What the one says, as a number"),
        column("second_value", "decimal", "tk:secondValue", "What the other says"),
        column("first_words", "text", "tk:firstWords", "What the one says, in words"),
        column("second_words", "text", "tk:secondWords", "What the other says"),
        column("magnitude", "decimal", "tk:magnitude", "How far two numbers lie apart"),
        column("tolerance", "decimal", "tk:tolerance", "How far rounding may put them apart"),
        column("outcome_switch", "code", "tk:outcomeSwitch", "What became of an outcome"),
        *CLAIM,
    ),
)

DECISIONS: Final = Tabled(
    name="decisions",
    rows="decision of a person about a claim that was read or concluded",
    classes=("tk:ReviewDecision",),
    columns=(
        itself("decision_node", "The decision"),
        column("claim", "iri", "tk:decides", "What was decided about"),
        column("decision", "code", "tk:decision", "Accepted or rejected"),
        column("by", "text", "dcterms:creator", "Who decided"),
        column("note", "text", "rdfs:comment", "Why"),
        column("words", "text", "tk:exact", "The words decided about"),
        column("stated", "text", "tk:statedAs", "What the claim said, in one line"),
        column("report", "iri", "^tk:hasDecision", "The record that holds it"),
        several("passages", "iri", "tk:supportedBy", "Where it stands there"),
    ),
)
