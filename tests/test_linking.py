"""Linking: wordings to concepts, and what is made of wordings that nobody has met."""

import hashlib
import html
import re
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import units
from kg.codes import ConceptKind
from kg.identifiers import report_slug, studies
from kg.linking import kind_of, lexicon, mesh, trials_of, wording
from kg.records import Account, Indexing, Report, Study

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
    assert set(entry) <= {"label", "kinds", "aliases", "units", "direction", "broader", "note"}
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


# --- MeSH ---------------------------------------------------------------------------------------

HEADINGS = {
    "AIDS-Related Opportunistic Infections": "D017088",
    "Adult": "D000328",
    "Anti-HIV Agents": "D019380",
    "CD4 Lymphocyte Count": "D018791",
    "HIV Core Protein p24": "D016655",
    "HIV Infections": "D015658",
    "Humans": "D006801",
    "Interleukin-2": "D007376",
    "RNA, Viral": "D012367",
    "Viral Load": "D019562",
    "Clinical Trial": "D016430",
    "Randomized Controlled Trial": "D016449",
    "COVID-19": "D000086382",
    "viral load": "D019562",
}


@pytest.mark.parametrize(("name", "ui"), HEADINGS.items())
def test_headings_resolve_to_their_descriptors(name: str, ui: str) -> None:
    """Headings, check tags and publication types, by exact name or but for case."""
    assert mesh.descriptor(name) == ui


def test_what_is_no_heading_has_no_identifier() -> None:
    """An entry term or a part of a heading is not the heading."""
    assert [mesh.descriptor(n) for n in ("HIV", "IL-2", "Infections, HIV", "", "Load")] == [
        "D006678",
        None,
        None,
        None,
        None,
    ]


def test_all_qualifiers_of_the_founding_record_resolve() -> None:
    """Each of the seven, and an abbreviation is not a name."""
    names = "mortality|therapeutic use|genetics|isolation & purification|blood|immunology|therapy"
    assert [mesh.qualifier(name) for name in names.split("|")] == [
        "Q000401",
        "Q000627",
        "Q000235",
        "Q000302",
        "Q000097",
        "Q000276",
        "Q000628",
    ]
    assert mesh.qualifier("TU") is None


def test_the_hierarchy_leads_from_interleukin_2_to_cytokines() -> None:
    """Every path up the trees is kept, and each descriptor stands once, in order."""
    above = list(mesh.slice_of(["D007376", "D007378"]))
    names = {descriptor.name for descriptor in above}
    assert {"Interleukins", "Cytokines", "Lymphokines"} <= names
    assert [d.ui for d in above] == sorted({d.ui for d in above})
    assert all(parent in {d.ui for d in above} for d in above for parent in d.broader)


def test_given_identifiers_of_a_heading_line_stay() -> None:
    """A record that carries its UI is not second-guessed; an unknown name stays without one."""
    report = Report(
        kind="Article",
        sha256="0" * 64,
        indexing=(Indexing(descriptor_name="Fever", descriptor="D999999"),),
        substances=(Indexing(descriptor_name="no such substance"),),
        publication_types=(Indexing(descriptor_name="Clinical Trial"),),
    )
    resolved = mesh.resolve_indexing(report)
    assert resolved.indexing[0].descriptor == "D999999"
    assert resolved.substances[0].descriptor is None
    assert resolved.publication_types[0].descriptor == "D016430"


@pytest.mark.shared
def test_headings_of_pubmed_records_resolve() -> None:
    """Nearly every heading of the developers' PubMed records leads to the UI that it carries."""
    folder = Path(__file__).parents[2] / "shared" / "corpora" / "pubmed"
    if not folder.is_dir():
        pytest.skip("the developers' shared folder is not beside the checkout")
    wanted = [
        (html.unescape(name), ui)
        for path in sorted(folder.glob("pmid_xml_*.xml"))
        for ui, name in re.findall(
            r'<(?:DescriptorName|PublicationType) [^>]*UI="(D\d+)"[^>]*>([^<]+)<', path.read_text()
        )
    ]
    assert len(wanted) > 500
    wrong = [(name, ui) for name, ui in wanted if mesh.descriptor(name) not in {ui, None}]
    missing = [(name, ui) for name, ui in wanted if mesh.descriptor(name) is None]
    assert not wrong
    assert len(missing) <= 0.005 * len(wanted), missing


# --- Trials -------------------------------------------------------------------------------------


def account(name: str, *told: Study, **report: Any) -> Account:
    """An account of one report, named by the sixteen first digits of its hash."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    kind = report.pop("kind", "WebPage")
    return Account(report=Report(kind=kind, sha256=digest, **report), studies=told or (Study(),))


def slugs(*accounts: Account) -> list[str]:
    """The trial slugs of the studies, in the order of the accounts; any order gives the same."""
    found = trials_of(accounts).slugs
    assert found == trials_of(reversed(accounts)).slugs
    return [found[report_slug(a.report), prefix] for a in accounts for prefix, _ in studies(a)]


def test_a_shared_registration_joins_reports_however_it_is_written() -> None:
    """A paper and a registry record of one trial; the trial is named by the number."""
    paper = account("p", Study(registry_ids=("nct 00013611",)), kind="Article", pmid="19828532")
    record = account("r", kind="RegistryRecord", registry_ids=("NCT00013611",))
    other = account("o", kind="RegistryRecord", registry_ids=("NCT00004978",))
    assert slugs(paper, record, other) == ["nct00013611", "nct00013611", "nct00004978"]


def test_a_shared_paper_joins_reports_and_names_the_trial() -> None:
    """PMID before DOI, DOI before the bytes of the page."""
    page = account("a", kind="Article", doi="10.1056/nejm199610313351803")
    curated = account(
        "b", Study(pmids=("8857018",)), kind="CuratedRecord", doi="10.1056/NEJM199610313351803"
    )
    alone = account("c")
    assert slugs(page) == ["doi-10.1056-nejm199610313351803"]
    found = slugs(page, curated, alone)
    assert found[:2] == ["pmid-8857018", "pmid-8857018"]
    assert found[2].startswith("sha256-")


def test_two_trials_of_one_paper_stay_two() -> None:
    """ESPRIT and SILCAAT share a paper; each finds its own registry record."""
    paper = account(
        "p",
        Study(acronym="ESPRIT", registry_ids=("NCT00004978",)),
        Study(acronym="SILCAAT", registry_ids=("NCT00013611",)),
        kind="Article",
        pmid="19828532",
    )
    record = account("r", Study(registry_ids=("NCT00013611",)), kind="RegistryRecord")
    letter = account("l", Study(acronym="Silcaat", pmids=("19828532",)))
    unclear = account("u", Study(pmids=("19828532",)))
    found = slugs(paper, record, letter, unclear)
    assert found[:4] == ["nct00004978", "nct00013611", "nct00013611", "nct00013611"]
    assert found[4] not in found[:4]
    assert trials_of([paper, record, letter, unclear]).conflicts == ()


def test_two_registrations_are_not_made_one_trial_but_told() -> None:
    """A paper that two registered trials both cite joins neither to the other."""
    one = account("1", Study(registry_ids=("NCT00000001",), pmids=("111",)))
    two = account("2", Study(registry_ids=("NCT00000002",), pmids=("111",)))
    found = trials_of([one, two])
    assert len(set(found.slugs.values())) == 2
    [conflict] = found.conflicts
    assert conflict.registrations == ("NCT00000001", "NCT00000002")
    assert str(conflict).startswith("pmid-111 is shared by NCT00000001 and NCT00000002")


def test_a_second_number_of_one_registry_does_not_bridge_two_trials() -> None:
    """A report that also names its sister's number stays with its own."""
    own = account("1", Study(registry_ids=("NCT00000002",)))
    both = account("2", Study(registry_ids=("NCT00000002", "NCT00000001")))
    sister = account("3", Study(registry_ids=("NCT00000001",)))
    assert slugs(own, both, sister) == ["nct00000002", "nct00000002", "nct00000001"]


def test_registries_chain_and_grants_do_not() -> None:
    """One trial in two registries is one trial; a grant number shared by two trials joins none."""
    first = account("1", Study(registry_ids=("ISRCTN12345678", "R01AI012345")))
    second = account("2", Study(registry_ids=("ISRCTN 12345678", "NCT00000009")))
    third = account("3", Study(registry_ids=("R01AI012345",)))
    found = slugs(first, second, third)
    assert found[:2] == ["nct00000009", "nct00000009"]
    assert found[2] not in found[:2]
