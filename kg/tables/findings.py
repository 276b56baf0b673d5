"""The tables of what was to be measured, what was found, and what was made of it.

In: the forms of columns. Out: the declarations.
"""

from typing import Final

from kg.tables.columns import (
    CLAIM,
    LABEL,
    REPORT,
    Tabled,
    column,
    concept,
    itself,
    linked,
    numbers,
    several,
    sort_of,
    trial,
)

_UNIT: Final = "unit"
_OF_TRIAL: Final = trial("^tk:hasResult")
_MEASURED: Final = (
    *linked("outcome", "tk:forOutcome", "The outcome that it is about"),
    column("outcome_role", "code", "tk:forOutcome/tk:outcomeRole", "Primary, secondary, …"),
    *concept("measurand", "tk:measurand", "What was measured"),
    *linked("time", "tk:atTime", "The moment or stretch of time"),
    column(
        "time_days",
        "decimal",
        "tk:atTime/tk:offsetDays|tk:atTime/tk:to/tk:offsetDays",
        "The moment, or the end of the stretch, counted from the beginning (computed)",
        unit="d",
    ),
    column(
        "time_from_days",
        "decimal",
        "tk:atTime/tk:from/tk:offsetDays",
        "The beginning of the stretch (computed)",
        unit="d",
    ),
    column("is_baseline", "boolean", "tk:atTime/tk:isBaseline", "Whether it is before treatment"),
    column("aggregation", "code", "tk:aggregation", "What it does with the stretch of time"),
)
_NUMBER: Final = (
    column("statistic", "code", "tk:statistic", "Mean, median, percentage, hazard ratio, …"),
    column("value", "decimal", "tk:value", "The number, in the measurand's own unit", unit=_UNIT),
    column("value_min", "decimal", "tk:minValue", "Bound of a number only bounded", unit=_UNIT),
    column("value_min_inclusive", "boolean", "tk:minInclusive", "Whether the bound belongs to it"),
    column("value_max", "decimal", "tk:maxValue", "Bound of a number only bounded", unit=_UNIT),
    column("value_max_inclusive", "boolean", "tk:maxInclusive", "Whether the bound belongs to it"),
    column("value_reported", "text", "tk:reportedValue", "The number as written"),
    column("unit", "text", "tk:unit", "Unit, as a UCUM code; percentages are 0 to 100"),
    column("unit_text", "text", "tk:unitText", "Unit as written"),
    column("dispersion_type", "code", "tk:dispersionType", "The kind of spread"),
    column("dispersion", "decimal", "tk:dispersion", "Spread that is one number", unit=_UNIT),
    column("dispersion_lower", "decimal", "tk:dispersionLower", "Lower end of it", unit=_UNIT),
    column("dispersion_upper", "decimal", "tk:dispersionUpper", "Upper end of it", unit=_UNIT),
    column("dispersion_reported", "text", "tk:reportedDispersion", "Spread as written, no number"),
    column("ci_lower", "decimal", "tk:ciLower", "Lower end of its interval", unit=_UNIT),
    column("ci_upper", "decimal", "tk:ciUpper", "Upper end of its interval", unit=_UNIT),
    column("ci_level", "decimal", "tk:ciLevel", "Level of the interval: 95, not 0.95", unit="%"),
    column("ci_sides", "code", "tk:ciSides", "One-sided or two-sided"),
    column("lower_reported", "text", "tk:reportedLower", "A lower end as written, no number"),
    column("upper_reported", "text", "tk:reportedUpper", "An upper end as written, no number"),
)
_TEST: Final = (
    column("p_value", "decimal", "tk:pValue", "The p-value", unit="1"),
    column("p_relation", "text", "tk:pRelation", "How the p-value relates to that number"),
    column("p_reported", "text", "tk:reportedPValue", "The p-value as written"),
    column("significance", "code", "tk:significance", "What the report says of significance"),
)
_AGAIN: Final = several("restates", "iri", "tk:restates", "The same claim of another report")
_OF_GROUP: Final = (
    *linked("group", "tk:ofGroup", "The arm, population or subgroup"),
    column("group_size", "integer", "tk:ofGroup/tk:size", "How many people it has", unit="1"),
)
_COUNTS: Final = (
    column("count", "integer", "tk:count", "How many people", unit="1"),
    column("denominator", "integer", "tk:denominator", "Of how many", unit="1"),
    column(
        "unit_count", "integer", "tk:unitCount", "How many of what is counted instead", unit="1"
    ),
    column("unit_denominator", "integer", "tk:unitDenominator", "Of how many", unit="1"),
    column("unit_kind", "text", "tk:unitKind", "What is counted instead: eyes, lesions, …"),
    column("class_label", "text", "tk:classLabel", "The row that a registry puts it in"),
    column("category_label", "text", "tk:categoryLabel", "The category, or the milestone"),
)

OUTCOMES: Final = Tabled(
    name="outcomes",
    rows="outcome that was to be measured",
    classes=("tk:Outcome",),
    columns=(
        itself("outcome", "The outcome"),
        *trial("^tk:hasOutcome"),
        REPORT,
        LABEL,
        column("description", "text", "dcterms:description", "More of the report's words"),
        column("role", "code", "tk:outcomeRole", "Primary, secondary, …"),
        *concept("measurand", "tk:measures", "What it measures"),
        column("desirable_direction", "code", "tk:desirableDirection", "What is good"),
        *numbers("threshold", "tk:threshold", "Cut-off"),
        column("threshold_on", "code", "tk:thresholdOn", "A level, or a change"),
        several("times", "text", "tk:atTime/rdfs:label", "When, in words"),
        column("time_frame", "text", "tk:timeFrame", "When, as worded"),
        column("population", "text", "tk:populationDescription", "In whom, as worded"),
        column("units_analysed", "text", "tk:unitsAnalysed", "What is counted, if not people"),
        several("same_outcome_as", "iri", "tk:sameOutcomeAs", "The registered one that it is"),
        column("reporting_status", "code", "tk:reportingStatus", "Whether results are posted"),
        column("posting_date", "date", "tk:postingDate", "When they are expected"),
        *CLAIM,
    ),
)

RESULTS: Final = Tabled(
    name="results",
    rows="number of one group at one time, baseline characteristic, or change within a group",
    classes=("tk:GroupResult", "tk:Change"),
    but=("tk:AdverseEventResult",),
    columns=(
        itself("result", "The result"),
        *_OF_TRIAL,
        REPORT,
        sort_of("Its class", "tk:BaselineCharacteristic", "tk:Change", "tk:GroupResult"),
        LABEL,
        *_OF_GROUP,
        *_MEASURED,
        *_NUMBER,
        *_COUNTS,
        column("from_result", "iri", "tk:fromResult", "Of a change: the result before"),
        column("to_result", "iri", "tk:toResult", "Of a change: the result after"),
        column("direction", "code", "tk:direction", "Of a change: increase, decrease, …"),
        *_TEST,
        _AGAIN,
        *CLAIM,
    ),
)

COMPARISONS: Final = Tabled(
    name="comparisons",
    rows="comparison between groups",
    classes=("tk:Comparison",),
    columns=(
        itself("comparison", "The comparison"),
        *_OF_TRIAL,
        REPORT,
        LABEL,
        *linked("experimental_group", "tk:experimentalGroup", "The group that is tested"),
        *linked("reference_group", "tk:referenceGroup", "The group that it is held against"),
        several("groups", "iri", "tk:ofGroup", "The groups of a test over more than two"),
        column("experimental_result", "iri", "tk:experimentalResult", "The tested group's result"),
        column("reference_result", "iri", "tk:referenceResult", "The other group's result"),
        *_MEASURED,
        *_NUMBER,
        column("direction", "code", "tk:direction", "What the statistic does in the tested group"),
        column("favours", "code", "tk:favours", "Which group that is good for"),
        *_TEST,
        column("tested_non_inferiority", "boolean", "tk:testedNonInferiority", "Whether so tested"),
        column("hypothesis", "code", "tk:hypothesis", "Superiority, non-inferiority, …"),
        column("method", "text", "tk:statisticalMethod", "The test or model, as worded"),
        _AGAIN,
        *CLAIM,
    ),
)

ADVERSE_EVENTS: Final = Tabled(
    name="adverse_events",
    rows="adverse event in one group",
    classes=("tk:AdverseEventResult",),
    columns=(
        itself("result", "The result"),
        *_OF_TRIAL,
        REPORT,
        LABEL,
        *_OF_GROUP,
        *concept("event", "tk:event", "The event"),
        column("serious", "boolean", "tk:serious", "Whether it is a serious one"),
        column("grade", "integer", "tk:grade", "Its grade", unit="1"),
        column("dose_limiting", "boolean", "tk:doseLimiting", "Whether it limited the dose"),
        column("qualifier", "text", "tk:qualifierText", "What the report adds to its name"),
        column("event_count", "integer", "tk:eventCount", "How many events", unit="1"),
        *_COUNTS,
        *_MEASURED,
        *_NUMBER,
        column("source_vocabulary", "text", "tk:sourceVocabulary", "Where its name is from"),
        column("assessment_type", "code", "tk:assessmentType", "Systematic or not"),
        _AGAIN,
        *CLAIM,
    ),
)

ASSOCIATIONS: Final = Tabled(
    name="associations",
    rows="factor tied to an outcome in a model",
    classes=("tk:Association",),
    columns=(
        itself("association", "The association"),
        *_OF_TRIAL,
        REPORT,
        LABEL,
        *concept("factor", "tk:factor", "The factor"),
        *_MEASURED,
        *_NUMBER,
        *_TEST,
        column("model", "text", "tk:analysisModel", "The model, as worded"),
        *CLAIM,
    ),
)

CONCLUSIONS: Final = Tabled(
    name="conclusions",
    rows="conclusion of the authors",
    classes=("tk:Conclusion",),
    columns=(
        itself("conclusion", "The conclusion"),
        *trial("^tk:hasConclusion"),
        REPORT,
        several("about", "iri", "tk:about", "The concepts that it is about"),
        several("about_labels", "text", "tk:about/skos:prefLabel", "What these are called"),
        column("polarity", "code", "tk:polarity", "Benefit, no benefit, harm, …"),
        column("exact", "text", "tk:exact", "Its words"),
        *CLAIM,
    ),
)
