"""Linking: wordings to concepts, and what is made of wordings that nobody has met."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import units
from kg.codes import ConceptKind
from kg.linking import kind_of, lexicon, wording

LEXICON = lexicon()

KNOWN: dict[str, str] = {
    "interleukin-2": "IL-2|il2|interleukin 2|Interleukin-2 therapy|intermittent infusions of "
    "interleukin-2|subcutaneous interleukin-2",
    "aldesleukin": "rIL-2|recombinant interleukin-2|recombinant interleukin-2 (rIL-2)|Proleukin"
    "|rhIL-2",
    "hiv-rna": "the plasma HIV RNA|plasma HIV-1 RNA|plasma HIV-1 RNA levels|median plasma HIV-1 RNA"
    "|HIV\u20111 RNA values|HIV RNA level",
    "p24": "p24 antigen concentration|HIV core protein p24|p24",
    "cd4-count": "CD4 counts|CD4+ T-cell count|mean CD4 count|median baseline CD4 cell count"
    "|CD4 T‐cell counts|CD4+ T lymphocyte counts|CD4 cell count increase",
    "aids-event": "rate of AIDS events|AIDS-defining illnesses",
    "hiv-related-event": "HIV-related events",
    "od-or-death": "opportunistic disease or death from any cause",
    "death": "deaths|all-cause mortality|mortality rate",
    "optimized-background-therapy": "optimised background treatment|optimized background therapy",
    "antiretroviral-therapy": "ART|antiretroviral therapy|antiretroviral treatment",
    "optimization-with-enfuvirtide": "Optimization with enfuvirtide|optimisation with enfuvirtide",
    "haemoglobin": "hemoglobin|Haemoglobin concentration|Hb",
    "hba1c": "HbA1c|hemoglobin A1c|glycated haemoglobin|glycosylated hemoglobin levels",
    "tnf-alpha-concentration": "TNF-α|tumor necrosis factor alpha|serum TNF-alpha levels",
    "diarrhoea": "diarrhea|Diarrhoea",
    "hospitalisation": "hospitalization|hospitalisations|hospital admissions",
    "hyperbilirubinemia": "asymptomatic hyperbilirubinemia|hyperbilirubinaemia",
    "hiv-infection": "HIV-1 infection|human immunodeficiency virus infection|HIV positive",
    "cdc-stage-c": "Center for Disease Control and Prevention stage C|CDC stage C",
}


@pytest.mark.parametrize(
    ("written", "slug"), [(w, slug) for slug, ws in KNOWN.items() for w in ws.split("|")]
)
def test_spellings_of_a_known_thing_are_found(written: str, slug: str) -> None:
    """Case, hyphens, Greek letters, plurals, British spelling and measuring words do not matter."""
    found = LEXICON.find(written)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    "text",
    ["", "the", "level", "patients", "cell", "count", "RNA", "HIV-3 protein", "CD40", "IL-22"],
)
def test_what_is_not_in_the_lexicon_is_not_found(text: str) -> None:
    """A part of a known wording, or a longer number, is another thing."""
    assert LEXICON.find(text) is None


def test_kinds_restrict_what_is_found() -> None:
    """A substance is not found where an event is asked for; a biomarker is a measurand."""
    assert LEXICON.find("IL-2", ["ClinicalEvent", "Biomarker"]) is None
    assert LEXICON.find("CD4 count", ["Measurand"]) is not None
    assert LEXICON.find("CD4 count", ["ClinicalEvent"]) is None


def test_a_word_tells_of_concepts_of_its_kinds_only() -> None:
    """Nobody looks for a substance among words that are in names of conditions alone."""
    assert LEXICON.tells(["melanoma"], ("Condition",))
    assert not LEXICON.tells(["melanoma"], ("Substance",))
    assert LEXICON.tells(["melanoma"], None)


def test_no_wording_of_the_lexicon_has_two_meanings_of_one_kind() -> None:
    """Two concepts that one mention could name would make the mention unknown."""
    meanings: dict[str, set[str]] = {}
    for concept in LEXICON:
        for label in (concept.slug, *LEXICON.labels(concept.slug)):
            meanings.setdefault(wording.key(label), set()).add(concept.slug)
    double = {key: slugs for key, slugs in meanings.items() if len(slugs) > 1}
    for key, slugs in double.items():
        for one, other in combinations(sorted(slugs), 2):
            kinds = [set(c.kinds) for c in map(LEXICON.concept, (one, other)) if c]
            assert not kinds[0] & kinds[1], (key, one, other)


def test_the_lexicon_holds_together() -> None:
    """Every slug named as broader or substance exists, no chain is a circle, every unit is UCUM."""
    for concept in LEXICON:
        assert wording.slug(concept.slug) == concept.slug
        assert concept.slug not in LEXICON.broader(concept.slug), concept.slug
        for other in (*concept.broader, *filter(None, [concept.substance])):
            assert LEXICON.concept(other), (concept.slug, other)
        if concept.canonical_unit:
            assert concept.canonical_unit == "1" or concept.canonical_unit in units.table()


@pytest.mark.parametrize("slug", sorted(units.measurands()))
def test_measurands_have_known_units_and_ordered_ranges(slug: str) -> None:
    """A range that is upside down, or a unit that is not in the table, would hide real faults."""
    entry = units.measurands()[slug]
    fields = {"label", "kinds", "aliases", "units", "conversions", "direction", "broader", "note"}
    assert set(entry) <= fields
    for unit, (least, greatest) in entry.get("units", {}).items():
        assert unit == "1" or unit in units.table(), unit
        assert float(least) < float(greatest)
    assert entry.get("direction", "increase") in {"increase", "decrease"}
    assert not {"Biomarker", "ClinicalEvent"} <= set(entry["kinds"])


def test_plausible_ranges_tell_a_slipped_unit() -> None:
    """916 cells/µL is a CD4 count; 916 cells/mL would be 0.916, and 91,600 is nobody's."""
    assert units.plausible("cd4-count", Decimal(916), "10*6/L") is True
    assert units.plausible("cd4-count", Decimal(91600), "{cells}/uL") is False
    assert units.plausible("hiv-rna", Decimal("4.9"), "{Log_copies}/mL") is True
    assert units.plausible("hiv-rna", Decimal(49), "{Log_copies}/mL") is False
    assert units.plausible("hiv-rna", Decimal(49), "mg") is None


@pytest.mark.parametrize(
    ("slug", "unit", "expected"),
    [
        ("hiv-rna", "{cells}/mL", "{copies}/mL"),
        ("cd4-count", "{copies}/uL", "{cells}/uL"),
        ("hiv-rna", "{copies}/mL", None),
        ("hiv-rna", "{Log_copies}/mL", None),
        ("hiv-rna", "mg/dL", None),
        ("cd4-count", "10*6/L", None),
        ("unknown", "{cells}/mL", None),
    ],
)
def test_a_unit_that_cannot_be_right_is_read_as_what_it_must_be(
    slug: str, unit: str, expected: str | None
) -> None:
    """Only the thing counted is exchanged, and only where no unit of the measurand fits."""
    assert units.meant(slug, unit) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("serum sodium level", "Biomarker"),
        ("urinary iodine concentration", "Biomarker"),
        ("portal pressure", "Biomarker"),
        ("Functional Assessment score", "Measurand"),
        ("sense of coherence", "Measurand"),
        ("incidence of contrast nephropathy events", "ClinicalEvent"),
        ("graft rejection", "ClinicalEvent"),
        ("limb amputations", "ClinicalEvent"),
        ("ustekinumab", "Substance"),
        ("dabrafenib", "Substance"),
        ("cabotegravir", "Substance"),
        ("flucloxacillin", "Substance"),
        ("trandolapril", "Substance"),
        ("azilsartan", "Substance"),
        ("pitavastatin", "Substance"),
    ],
)
def test_the_kind_of_an_unknown_wording_is_told_by_its_words(text: str, kind: str) -> None:
    """Stems of drug names and head nouns; what neither tells is a plain measurand."""
    assert LEXICON.find(text) is None
    assert kind_of(text) == kind
    assert LEXICON.kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("the Sense of Coherence", "Measurand", "sense-of-coherence"),
        ("plasma HIV-1 RNA", "Measurand", "hiv-rna"),
        ("IL-21", "Substance", "il-21"),
        ("Überleben", "ClinicalEvent", "uberleben"),
        ("vitamin C", "Biomarker", "vitamin-c-biomarker"),
    ],
)
def test_unknown_mentions_keep_their_own_words(text: str, kind: ConceptKind, slug: str) -> None:
    """A known name leads to its concept; an unknown one never takes the slug of another kind."""
    assert LEXICON.mint(text, kind).slug == slug


def test_a_minted_narrower_thing_knows_what_it_is_a_case_of() -> None:
    """A hip fracture is a fracture; pulmonary hypertension is not the common hypertension."""
    assert LEXICON.mint("hip fracture", "ClinicalEvent").broader == ("fracture",)
    assert LEXICON.mint("metastatic melanoma", "Condition").broader == ("melanoma",)
    assert LEXICON.mint("pulmonary hypertension", "Condition").broader == ()


def test_a_known_thing_in_another_role_keeps_its_slug() -> None:
    """Fever as a condition is the fever that is an adverse event."""
    fever = LEXICON.mint("fever", "Condition")
    assert (fever.slug, fever.kinds) == ("fever", ("AdverseEvent", "Condition"))


def test_a_strategy_names_its_substance() -> None:
    """Optimization with a drug is about the drug, known or not."""
    assert LEXICON.mint("optimisation with maraviroc", "Concept").substance == "maraviroc"
    assert LEXICON.mint("switch to and treatment with fostemsavir", "Concept").substance == (
        "fostemsavir"
    )
    assert LEXICON.mint("walking with friends", "Concept").substance is None


def test_questions_climb_from_the_drug_to_its_class() -> None:
    """Recombinant interleukin-2 is interleukin-2, an interleukin, a cytokine."""
    assert LEXICON.broader("aldesleukin")[:3] == ("interleukin-2", "interleukin", "cytokine")
    assert "antiretroviral-therapy" in LEXICON.broader("optimized-background-therapy")
    assert "antiretroviral" in LEXICON.broader("enfuvirtide")


@given(st.text(max_size=60), st.sampled_from(["Substance", "Measurand", "Condition"]))
def test_minting_is_deterministic_and_gives_a_slug(text: str, kind: ConceptKind) -> None:
    """Whatever stands in a report becomes a name that an IRI can end in, the same each time."""
    first, second = LEXICON.mint(text, kind), LEXICON.mint(text, kind)
    assert first == second
    assert wording.slug(first.slug) == first.slug


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from([str.upper, str.title, str.lower]))
def test_case_does_not_matter(slug: str, change: object) -> None:
    """A heading in capitals names the same thing."""
    written = KNOWN[slug].split("|")[0]
    assert callable(change)
    found = LEXICON.find(change(written))
    assert found is not None
    assert found.slug == slug
