"""What is measured: by the words outside brackets, by the whole title, and part by part."""

import json
from typing import Any

import pytest

from kg.linking import lexicon
from kg.linking.brackets import outside
from kg.linking.concept_links import Given, Linker
from kg.linking.grounding import Grounder
from kg.linking.index import index_of
from kg.linking.measured import measurand, of_part
from kg.linking.thesaurus import Name, Term
from kg.records import Account, RegisteredStudy
from kg.sources.ctgov import read

# --- A short form in brackets --------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Systemic vascular resistance (SVR)",
        "Change in Right Atrial (RA) Pressure",
        "QRS duration (ms)",
        "Clinically significant atrial septal defect (ASD)",
        "Change from baseline in the Borg Dyspnea Index (BDI)",
        "Lipopolysaccharide binding protein [LBP]",
        "Radioactivity (Ae) in urine",
        "SVR (systemic vascular resistance) at rest",
        "Emergency department (ED) discharge",
    ],
)
def test_what_stands_in_brackets_names_nothing_by_itself(title: str) -> None:
    """The words outside lead to no concept: the whole keeps its own name."""
    made = measurand(title)
    assert lexicon().concept(made.slug) is None
    assert made.pref_label == title


@pytest.mark.parametrize("name", ["Mitral Stenosis (MS)", "Coronary Fistula (CF)"])
def test_a_condition_is_what_its_long_form_says(name: str) -> None:
    """Not what else has the short form."""
    assert lexicon().concept(lexicon().mint(name, "Condition").slug) is None
    assert lexicon().mint("Multiple Sclerosis (MS)", "Condition").slug == "multiple-sclerosis"


def test_the_long_form_counts_on_either_side_of_a_bracket() -> None:
    """A short form before brackets is read as what stands in them."""
    assert (
        outside("BNP (B-type natriuretic peptide) at rest") == "B-type natriuretic peptide at rest"
    )
    assert outside("no brackets") == "no brackets"
    assert outside("deep ([x] y) words").split() == ["deep", "words"]


def test_of_a_drug_its_name_may_stand_in_brackets() -> None:
    """A code before brackets, the name in them: no short form."""
    assert lexicon().mint("ZX-1 (enfuvirtide)", "Substance").slug == "enfuvirtide"
    assert lexicon().mint("ZX-1 (AZT)", "Substance").slug == "zx-1-azt"


# --- The whole title -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Change From Baseline in Diastolic Blood Pressure (DBP)", "diastolic-blood-pressure"),
        ("Change from baseline in HbA1c at weeks 12 and 36", "hba1c"),
        ("Change from baseline to week 24 in 6-minute walk test", "six-minute-walk-distance"),
        ("All-cause mortality within 28 days", "death"),
        ("Percentage of participants with a heart attack (MI) at 1 year", "myocardial-infarction"),
    ],
)
def test_words_of_how_and_when_are_passed_over(title: str, slug: str) -> None:
    """They say nothing of what is measured."""
    assert measurand(title).slug == slug


@pytest.mark.parametrize(
    "title",
    [
        "All Cause Mortality and Heart Failure (HF) Hospitalizations",
        "LVEDVi 6 months post myocardial infarction (MI)",
        "Composite of death, stroke and myocardial infarction",
        "Change in systolic blood pressure (SBP) and diastolic blood pressure (DBP)",
        "Mitochondrial O2 rate",
        "Time to response",
        "Relative increase of 10% in eGFR",
        "Hypotension treatment",
        "Number of days hospitalized from the visit",
        "Blood pressure (BP) exacerbation events",
    ],
)
def test_a_name_that_is_a_part_of_a_title_is_not_what_is_measured(title: str) -> None:
    """Several measures, or words that are left: the title itself is the measurand."""
    assert lexicon().concept(measurand(title).slug) is None


# --- Parts of an outcome -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("DBP: P1; Day1; 4 hour", "diastolic-blood-pressure"),
        ("SBP 26 Weeks", "systolic-blood-pressure"),
        ("Month 6 Death", "death"),
        ("AST; Week 4; n=12", "ast"),
        ("SBP and DBP", None),
        ("Week 4", None),
        ("Hemoglobin Low", None),
        ("Age > 70 years", None),
    ],
)
def test_a_part_names_one_measurand_or_none(title: str, slug: str | None) -> None:
    """And no group of people."""
    found = of_part(title)
    assert (found.slug if found else None) == slug


def results(title: str, unit: str, *parts: str, kind: str = "MEAN") -> list[tuple[str, Any, Any]]:
    """What each part of an outcome measures, with its number and unit."""
    classes = [
        {"title": part, "categories": [{"measurements": [{"groupId": "OG000", "value": "40"}]}]}
        for part in parts
    ]
    outcome = {
        "type": "PRIMARY", "title": title, "paramType": kind, "unitOfMeasure": unit,
        "groups": [{"id": "OG000", "title": "Drug"}], "classes": classes,
    }  # fmt: skip
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000000", "briefTitle": "A trial"},
            "conditionsModule": {"conditions": ["MS"], "keywords": ["ED"]},
        },
        "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [outcome]}},
    }
    study = study_of(record)
    return [
        (
            str(each.measurand),
            getattr(each.number, "value", None),
            getattr(each.number, "unit", None),
        )
        for each in study.group_results
    ]


def study_of(record: dict[str, Any]) -> RegisteredStudy:
    """The study of a record."""
    (account,) = read("a.json", json.dumps(record).encode())
    assert isinstance(account, Account)
    study = account.studies[0]
    assert isinstance(study, RegisteredStudy)
    return study


def measured(*told: Any, **more: Any) -> list[str]:
    """The measurands alone."""
    return [slug for slug, _, _ in results(*told, **more)]


def test_each_class_is_measured_by_its_own_title() -> None:
    """One whose title does not say keeps the measurand of the whole."""
    title = "Change in Systolic Blood Pressure (SBP) and Diastolic Blood Pressure (DBP)"
    found = measured(title, "mmHg", "SBP: Day 1", "DBP: P1; Day1; 4 hour", "Day 2")
    assert found[:2] == ["systolic-blood-pressure", "diastolic-blood-pressure"]
    assert lexicon().concept(found[2]) is None


def test_a_class_is_measured_in_the_unit_of_its_own() -> None:
    """Its number is converted as its own; a unit that cannot measure it leaves it where it was."""
    title = "Haemoglobin and haematocrit"
    slug, value, unit = results(title, "g/L", "Hemoglobin")[0]
    assert (slug, str(value), unit) == ("haemoglobin", "4.0", "g/dL")
    slug, value, unit = results(title, "mmHg", "Hemoglobin")[0]
    assert lexicon().concept(slug) is None
    assert str(value) == "40"


def test_a_class_that_is_a_reason_or_a_domain_is_no_measurand() -> None:
    """Nobody had a stroke because one is a reason, and a domain of a score is part of it."""
    count = {"kind": "COUNT_OF_PARTICIPANTS"}
    assert measured("Components of the composite", "Participants", "Stroke", **count) == ["stroke"]
    for title in ("Each death due to it", "Individual reasons for leaving", "Event history"):
        (slug,) = measured(title, "Participants", "Stroke", **count)
        assert slug != "stroke"
    assert measured("Trough levels by adverse event", "ng/mL", "Headache") != ["headache"]
    for title in ("Abnormalities in urinalysis", "Findings in cerebrospinal fluid"):
        assert measured(title, "Participants", "Glucose", **count) != ["glucose"]
    (slug,) = measured("Lupus questionnaire", "units on a scale", "Pain")
    assert slug != "pain"


# --- Bare short forms and other kinds ------------------------------------------------------------


def test_a_bare_short_form_names_no_concept_of_the_lexicon() -> None:
    """Unless the record has a long name of it in so many words."""
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": "NCT00000000", "briefTitle": "A trial"},
        "conditionsModule": {"conditions": ["MS"]},
    }
    assert study_of({"protocolSection": protocol}).conditions == ("ms",)
    protocol["identificationModule"]["briefTitle"] = "Walking with multiple sclerosis"
    assert study_of({"protocolSection": protocol}).conditions == ("multiple-sclerosis",)


TERMS = [
    Term(iri="x:cold", label="Cold Temperature", names=(Name("Cold"),), kinds=("Other",)),
    Term(
        iri="x:regr",
        label="Regression (Psychology)",
        names=(Name("Regression"),),
        kinds=("Condition",),
    ),
    Term(
        iri="x:over",
        label="Crossing Over, Genetic",
        names=(Name("Crossing Over"),),
        kinds=("Other",),
    ),
    Term(iri="x:ms", label="Multiple Sclerosis", names=(Name("MS"),), kinds=("Condition",)),
    Term(iri="x:hiv", label="HIV", kinds=("Organism",)),
]
LINKER = Linker([Grounder([index_of(TERMS)])], Given([]))


def linked(name: str, *kinds: str) -> list[tuple[str, str]]:
    """The links that a build makes of a name."""
    found = LINKER.links("x:c", name, kinds)
    return [(link.match.object, link.match.predicate.rpartition("#")[2]) for link in found]


def test_no_build_links_a_term_of_another_kind() -> None:
    """A condition is no temperature; of a homonym its field must be said."""
    assert linked("Cold", "Condition") == []
    assert linked("Regression", "Condition") == linked("Regression", "Concept") == []
    assert linked("cross-over", "Concept") == []
    assert linked("Regression (Psychology)", "Condition") == [("x:regr", "exactMatch")]


def test_a_bare_short_form_is_no_exact_match() -> None:
    """But where it is the very name of the term; nor do brackets behind words say anything."""
    assert linked("MS", "Condition") == [("x:ms", "closeMatch")]
    assert linked("HIV", "Concept") == [("x:hiv", "exactMatch")]
    assert linked("Something else (MS)", "Condition") == []
    assert linked("Multiple Sclerosis (MS)", "Condition") == [("x:ms", "exactMatch")]
