"""The tables of trials, of their people, and of what these receive.

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
    total,
    trial,
)

_OF_ARM: Final = "^tk:hasArm|tk:sameArmAs/^tk:hasArm"
_OF_GROUP: Final = "^tk:hasPopulation|^tk:hasGroup"
_OF_SUBGROUP: Final = (
    "tk:subgroupOf/^tk:hasArm|tk:subgroupOf/tk:sameArmAs/^tk:hasArm"
    "|tk:subgroupOf/^tk:hasPopulation|tk:subgroupOf/^tk:hasGroup"
)
_PHASE: Final = "tk:regimen/tk:hasPhase"

TRIALS: Final = Tabled(
    name="trials",
    rows="trial, however many reports tell of it; one that is only mentioned has no `reports`",
    classes=("tk:Trial",),
    columns=(
        itself("trial", "The trial"),
        column("trial_label", "text", "rdfs:label", "What the trial is called"),
        several("acronyms", "text", "tk:acronym", "Its acronyms"),
        several("registry_ids", "text", "tk:registryId", "Its registry numbers"),
        several("titles", "text", "dcterms:title", "Its titles, as reports give them"),
        several("official_titles", "text", "tk:officialTitle", "Its official titles"),
        several("reports", "iri", "tk:reportedIn", "The reports that tell of it"),
        several("mentioned_in", "iri", "tk:mentionedIn", "The reports that only mention it"),
        several("objectives", "text", "tk:objective", "Its aims, as worded"),
        several("allocations", "code", "tk:allocation", "How people were allocated"),
        several("maskings", "code", "tk:masking", "Who was kept from knowing"),
        several("masked_parties", "code", "tk:maskedParty", "The parties that were masked"),
        several("phases", "code", "tk:phase", "Its phases"),
        several("design_features", "code", "tk:designFeature", "Further marks of its design"),
        several("purposes", "code", "tk:primaryPurpose", "What it was done for"),
        several("countries", "text", "tk:country", "Where it took place"),
        several(
            "condition_labels", "text", "tk:studiesCondition/skos:prefLabel", "What it is about"
        ),
        several("substances", "iri", "tk:studiesSubstance", "What it studied (inferred)"),
        several("substance_labels", "text", "tk:studiesSubstance/skos:prefLabel", "Their names"),
        several("keywords", "text", "tk:keyword", "The registry's keywords"),
        several("sister_trials", "iri", "tk:sisterTrial", "Trials named as its sisters"),
        column("study_type", "code", "tk:studyType", "Interventional, observational, …"),
        column("status", "code", "tk:status", "Its state in the registry"),
        column("why_stopped", "text", "tk:whyStopped", "Why it was stopped"),
        column("enrolment_type", "code", "tk:enrolmentType", "Whether enrolment is estimated"),
        column("start_date", "date", "tk:startDate", "When it began"),
        column("primary_completion_date", "date", "tk:primaryCompletionDate", "Last primary datum"),
        column("completion_date", "date", "tk:completionDate", "When it ended"),
        column("admitted_sex", "code", "tk:admittedSex", "Who may take part, by sex"),
        several("age_groups", "code", "tk:ageGroup", "Who may take part, by age group"),
        column("healthy_volunteers", "boolean", "tk:healthyVolunteers", "Whether healthy ones may"),
        column(
            "follow_up",
            "decimal",
            "tk:followUp/tk:offset/tk:value",
            "Length of follow-up",
            unit="follow_up_unit",
        ),
        column(
            "follow_up_min",
            "decimal",
            "tk:followUp/tk:offset/tk:minValue",
            "Least of a range of follow-up",
            unit="follow_up_unit",
        ),
        column(
            "follow_up_max",
            "decimal",
            "tk:followUp/tk:offset/tk:maxValue",
            "Most of a range of follow-up",
            unit="follow_up_unit",
        ),
        column("follow_up_unit", "text", "tk:followUp/tk:offset/tk:unit", "Its unit (UCUM)"),
        column("follow_up_statistic", "code", "tk:followUp/tk:statistic", "Median, mean, …"),
        column("lead_report", "iri", "tk:leadReport", "The report whose arms are its own"),
        column("caution", "text", "tk:caution", "What to know of its reports"),
        several("flags", "code", "tk:flag", "What is suspicious about it"),
        several("passages", "iri", "tk:supportedBy", "The passages that tell of its design"),
    ),
)

CONDITIONS: Final = Tabled(
    name="conditions",
    rows="trial and condition that it studies",
    classes=("tk:Trial",),
    each="tk:studiesCondition",
    only_with=True,
    columns=(
        itself("trial", "The trial"),
        column("trial_label", "text", "rdfs:label", "What the trial is called"),
        column("condition", "iri", "", "The condition", of_each=True),
        column("condition_label", "text", "skos:prefLabel", "What it is called", of_each=True),
    ),
)

ARMS: Final = Tabled(
    name="arms",
    rows="arm in one report; with `same_arm_as` it is the trial's own arm once more",
    classes=("tk:Arm",),
    columns=(
        itself("arm", "The arm"),
        *trial(_OF_ARM),
        REPORT,
        LABEL,
        column("description", "text", "dcterms:description", "More of the report's words"),
        column("role", "code", "tk:armRole", "Experimental or control"),
        column("type", "code", "tk:armType", "The registry's type of arm"),
        column("size", "integer", "tk:size", "How many people", unit="1"),
        column("lost_to_follow_up", "integer", "tk:lostToFollowUp", "How many lost", unit="1"),
        several("substances", "iri", "tk:receives/tk:substance", "What it is given"),
        several(
            "substance_labels", "text", "tk:receives/tk:substance/skos:prefLabel", "Their names"
        ),
        several("same_arm_as", "iri", "tk:sameArmAs", "The trial's own arm, in another report"),
        *CLAIM,
    ),
)

GROUPS: Final = Tabled(
    name="groups",
    rows="group of people that is no arm: population, subgroup, group of a registry's results",
    classes=("tk:ParticipantGroup",),
    but=("tk:Arm",),
    columns=(
        itself("group", "The group"),
        *trial(f"{_OF_GROUP}|{_OF_SUBGROUP}"),
        REPORT,
        sort_of("Its class", "tk:Population", "tk:Subgroup", "tk:ParticipantGroup"),
        LABEL,
        column("description", "text", "dcterms:description", "More of the report's words"),
        several("roles", "code", "tk:populationRole", "Enrolled, randomized, analysed, …"),
        column("size", "integer", "tk:size", "How many people", unit="1"),
        column("lost_to_follow_up", "integer", "tk:lostToFollowUp", "How many lost", unit="1"),
        several("subgroup_of", "iri", "tk:subgroupOf", "The group that it is part of"),
        *CLAIM,
    ),
)

INTERVENTIONS: Final = Tabled(
    name="interventions",
    rows="phase of dosing of an intervention; one without phases has one row",
    classes=("tk:Intervention",),
    each=_PHASE,
    columns=(
        itself("intervention", "The intervention"),
        column("phase", "iri", "", "The phase of its regimen", of_each=True),
        *trial(
            "^tk:receives/^tk:hasArm|^tk:receives/tk:sameArmAs/^tk:hasArm"
            "|^tk:registeredIntervention"
        ),
        REPORT,
        *linked("arm", "^tk:receives", "The arm that receives it"),
        LABEL,
        column("description", "text", "dcterms:description", "More of the report's words"),
        column("role", "code", "tk:interventionRole", "Investigational, comparator, …"),
        column("type", "code", "tk:interventionType", "Drug, procedure, …"),
        *concept("substance", "tk:substance", "What is given"),
        column("route", "code", "tk:route", "How it is given"),
        column("applies_if", "text", "tk:appliesIf", "To whom it is given"),
        column("phase_order", "integer", "tk:order", "Place among the phases", of_each=True),
        column("schedule_type", "code", "tk:scheduleType", "Fixed, escalation, …", of_each=True),
        *numbers("dose", "tk:dose", "Dose", of_each=True),
        column("dose_basis", "code", "tk:doseBasis", "What the dose is for", of_each=True),
        column(
            "doses_per_day",
            "decimal",
            "tk:dosesPerDay",
            "How often a day",
            unit="/d",
            of_each=True,
        ),
        column(
            "days_per_cycle",
            "decimal",
            "tk:daysPerCycle",
            "Days of dosing in a cycle",
            unit="d",
            of_each=True,
        ),
        *numbers("cycle_length", "tk:cycleLength", "A cycle, start to start", of_each=True),
        column("cycles", "integer", "tk:cycles", "How many cycles", unit="1", of_each=True),
        *numbers("duration", "tk:duration", "How long the phase lasts", of_each=True),
        column("target", "text", "tk:target", "What doses aim at", of_each=True),
        column("phase_applies_if", "text", "tk:appliesIf", "When it applies", of_each=True),
        column("replaces_phase", "iri", "tk:replacesPhase", "The phase it replaces", of_each=True),
        *total("dose_per_cycle", "tk:dosePerCycle", "Dose of one cycle (computed)"),
        *total("planned_total", "tk:plannedTotal", "Dose of all cycles (computed)"),
        *CLAIM,
    ),
)

CRITERIA: Final = Tabled(
    name="eligibility_criteria",
    rows="eligibility criterion",
    classes=("tk:EligibilityCriterion",),
    columns=(
        itself("criterion", "The criterion"),
        *trial(
            "|".join(f"^tk:hasCriterion/{way}" for way in f"{_OF_GROUP}|{_OF_SUBGROUP}".split("|"))
        ),
        REPORT,
        *linked("group", "^tk:hasCriterion", "The group that it makes"),
        sort_of("Its class", "tk:InclusionCriterion", "tk:ExclusionCriterion"),
        *concept("about", "tk:about", "What it is about"),
        *numbers("bound", "tk:bound", "The bound"),
        *numbers("sustained_for", "tk:sustainedFor", "For how long it must hold"),
        column("exact", "text", "tk:exact", "Its words"),
        *CLAIM,
    ),
)

SCHEDULES: Final = Tabled(
    name="schedules",
    rows="schedule of assessment",
    classes=("tk:AssessmentSchedule",),
    columns=(
        itself("schedule", "The schedule"),
        *trial("^tk:hasSchedule"),
        REPORT,
        LABEL,
        several("assesses", "iri", "tk:assesses", "What is assessed"),
        *numbers("every", "tk:every", "How often"),
        *linked("until", "tk:until", "Until when"),
        *CLAIM,
    ),
)
