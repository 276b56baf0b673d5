"""Vocabularies: headings to MeSH without a network, and what concepts are called elsewhere."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.inputs import Source, expand
from kg.linking import lexicon, mappings, mesh
from kg.records import Indexing, Report
from kg.sources import read_records

ROOT = Path(__file__).resolve().parent.parent
LEXICON = lexicon()


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
    folder = ROOT.parent / "shared" / "corpora" / "pubmed"
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


# --- Mappings -----------------------------------------------------------------------------------

PREDICATES = {"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}
LINKED = [(c.slug, *pair) for c in LEXICON for pair in mappings(c.slug)]


def test_every_mapping_is_of_a_known_concept_by_a_skos_property() -> None:
    """A row for a slug that nobody has would never be seen."""
    table = (ROOT / "ontology/mappings/concepts.sssom.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")][1:]
    assert len(rows) == len(LINKED) > 1500
    assert rows == sorted(rows, key=lambda row: (row[0], row[2], row[3]))
    assert {predicate for _, predicate, _ in LINKED} <= PREDICATES
    for row in rows:
        known = LEXICON.concept(row[0].removeprefix("concept:"))
        assert known is not None
        assert row[1] == known.pref_label
        assert row[5].startswith("semapv:")


def test_no_concept_is_exactly_two_things_of_one_vocabulary() -> None:
    """Nor are two concepts exactly one thing: either would merge unlike things."""
    exact = [(slug, iri) for slug, predicate, iri in LINKED if predicate == "exactMatch"]
    vocabularies = [(slug, re.sub(r"[^/:_#]*$", "", iri)) for slug, iri in exact]
    assert len(vocabularies) == len(set(vocabularies))
    assert len(exact) == len({iri for _, iri in exact})


def test_mesh_mappings_lead_to_descriptors_of_the_slice() -> None:
    """Each MeSH link of the lexicon is a descriptor that has a name here, or a supplement."""
    links = [iri.rpartition("/")[2] for _, _, iri in LINKED if "id.nlm.nih.gov/mesh/" in iri]
    assert len(links) > 500
    assert [ui for ui in links if not ui.startswith("C") and mesh.label(ui) is None] == []


def test_interleukin_2_and_the_recombinant_drug_are_linked_apart() -> None:
    """The heading is interleukin-2; the drug is a supplement with codes of its own."""
    assert ("exactMatch", "http://id.nlm.nih.gov/mesh/D007376") in mappings("interleukin-2")
    assert ("exactMatch", "http://id.nlm.nih.gov/mesh/C082598") in mappings("aldesleukin")
    assert ("exactMatch", "http://id.nlm.nih.gov/mesh/D018791") in mappings("cd4-count")
    assert ("broadMatch", "http://id.nlm.nih.gov/mesh/D019562") in mappings("hiv-rna")
    assert ("closeMatch", "http://id.nlm.nih.gov/mesh/D016655") in mappings("p24")


@pytest.mark.shared
def test_identifiers_stand_in_the_vocabularies() -> None:
    """Every identifier that is not marked as unchecked is found, under the name given."""
    folder = ROOT.parent / "shared" / "vocabularies"
    if not folder.is_dir():
        pytest.skip("the developers' shared folder is not beside the checkout")
    script = ROOT / "tools" / "check_mappings.py"
    run = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.shared
def test_headings_lead_to_their_ids_by_text_alone(shared: Path) -> None:
    """Descriptors and qualifiers of genuine records, whose own ids are not seen."""
    told = met = 0
    for source in expand([shared / "corpora" / "pubmed"]):
        if isinstance(source, Source) and source.name.endswith(".xml"):
            for each in read_records(source.name, source.data):
                report = getattr(each, "report", None)
                for line in report.indexing if report is not None else ():
                    told += bool(line.descriptor) + bool(line.qualifier)
                    met += bool(line.descriptor) and (
                        mesh.descriptor(line.descriptor_name) == line.descriptor
                    )
                    met += bool(line.qualifier) and (
                        mesh.qualifier(line.qualifier_name or "") == line.qualifier
                    )
    assert told > 3_000
    assert met / told >= 0.999
