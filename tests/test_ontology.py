"""The ontology, its coded values and its alignments: complete, consistent, equal to the code."""

import csv
import io
import os
import re
import shutil
import typing
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg import codes, namespaces
from kg.namespaces import PREFIXES, TK, TKV

ROOT = Path(__file__).parents[1] / "ontology"
FILES = [ROOT / "trial.ttl", *sorted((ROOT / "vocab").glob("*.ttl"))]
MAPPINGS = ROOT / "mappings" / "ontology.sssom.tsv"
CODED = URIRef(TK.CodedValue)
SOURCES = "https://w3id.org/trialkg/source/"
JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:MappingChaining"}
HEADING = re.compile(r"^# =+\n# .*\n# =+$", re.MULTILINE)
PROPERTY_KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
# Lists of kg.codes that are not a scheme, or whose scheme has another name.
SCHEME_OF = {
    "ChangeDirection": "direction",
    "ComparisonDirection": "direction",
    "TimeAnchor": "anchor",
}
NO_SCHEME = {"ConceptKind", "Exact", "PRelation"}


def _graph(*files: Path) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


GRAPH = _graph(*FILES)


def _own(graph: Graph, base: str) -> set[str]:
    return {str(s)[len(base) :] for s in graph.subjects(RDF.type) if str(s).startswith(base)}


TERMS = [(str(TK), name) for name in sorted(_own(GRAPH, str(TK)))]
SCHEMES = [(str(TKV), name) for name in sorted(_own(GRAPH, str(TKV)))]


@pytest.mark.parametrize(
    ("base", "name"), TERMS + SCHEMES, ids=lambda part: part.rsplit("/", 1)[-1]
)
def test_a_term_has_label_definition_and_source(base: str, name: str) -> None:
    """One English label, one English definition, and a source that the bibliography describes."""
    term = URIRef(base + name)
    for annotation in (RDFS.label, SKOS.definition):
        (text,) = GRAPH.objects(term, annotation)
        assert isinstance(text, Literal)
        assert text.language == "en"
        assert text.strip() == str(text) != ""
    (source,) = GRAPH.objects(term, DCTERMS.source)
    assert str(source).startswith(SOURCES)
    assert GRAPH.value(source, RDFS.label), f"{source} is not in the bibliography of trial.ttl"


def test_definitions_tell_terms_apart() -> None:
    """No two classes or properties share a definition, no two members of a scheme a label."""
    definitions = Counter(
        str(text)
        for term, text in GRAPH.subject_objects(SKOS.definition)
        if (term, RDF.type, CODED) not in GRAPH
    )
    labels = Counter(
        (scheme, str(GRAPH.value(code, RDFS.label)))
        for code, scheme in GRAPH.subject_objects(SKOS.inScheme)
    )
    assert [entry for entry, n in (definitions + labels).items() if n > 1] == []


def test_namespaces_equal_the_ontology() -> None:
    """kg/namespaces.py names every term of the files, and no other."""
    assert set(TK) == {name for _, name in TERMS}
    assert set(TKV) == {name for _, name in SCHEMES}


def test_every_term_used_is_defined() -> None:
    """No axiom speaks of a tk: term that has no block of its own."""
    used = {str(node) for triple in GRAPH for node in triple if str(node).startswith(str(TK))}
    assert {iri.removeprefix(str(TK)) for iri in used} <= set(TK)


def test_a_name_serves_one_purpose() -> None:
    """No IRI is a class, a property and a coded value at once, or two of them."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, CODED}
    for _, name in TERMS:
        assert len(kinds & set(GRAPH.objects(URIRef(TK[name]), RDF.type))) == 1, name


def test_a_misspelt_term_names_the_nearest() -> None:
    """A wrong name is an error at once, with the right one in it."""
    with pytest.raises(AttributeError, match="nearest: experimentalGroup"):
        _ = TK.experimentalGrup
    with pytest.raises(KeyError, match="hasArm"):
        _ = TK["hasArms"]


def test_the_prefix_map_is_sorted_and_covers_every_vocabulary() -> None:
    """One prefix per namespace, in order; each vocabulary of the module has one."""
    vocabularies = [v for v in vars(namespaces).values() if isinstance(v, namespaces.Vocabulary)]
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert {str(vocabulary) for vocabulary in vocabularies} <= set(PREFIXES.values())


# --- Coded values ---------------------------------------------------------------------------------


def test_a_coded_value_is_a_concept_in_a_scheme() -> None:
    """Each has its label as skos:prefLabel too, and stands in a scheme that exists."""
    for code in GRAPH.subjects(RDF.type, CODED):
        assert (code, RDF.type, SKOS.Concept) in GRAPH
        assert GRAPH.value(code, SKOS.prefLabel) == GRAPH.value(code, RDFS.label)
        schemes = set(GRAPH.objects(code, SKOS.inScheme))
        assert schemes, code
        assert schemes <= set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme)), code


def test_a_scheme_bears_the_name_of_its_property() -> None:
    """The properties that take coded values and the schemes are the same names."""
    properties = {str(p).removeprefix(str(TK)) for p in GRAPH.subjects(RDFS.range, CODED)}
    assert properties == set(TKV)


def test_records_carry_the_values_of_the_schemes() -> None:
    """The lists of kg/codes.py and the schemes hold the same values."""
    lists: dict[str, set[str]] = {}
    for name, members in vars(codes).items():
        values = set(typing.get_args(members))
        if values and name not in NO_SCHEME:
            scheme = SCHEME_OF.get(name, name[0].lower() + name[1:])
            lists.setdefault(scheme, set()).update(values)
    for scheme, values in lists.items():
        members = GRAPH.subjects(SKOS.inScheme, URIRef(TKV[scheme]))
        assert {str(m).removeprefix(str(TK)) for m in members} == values, scheme


def test_kinds_of_concept_are_classes() -> None:
    """What a record may call a concept is tk:Concept or a class below it."""
    below = set(GRAPH.transitive_subjects(RDFS.subClassOf, URIRef(TK.Concept)))
    kinds = {URIRef(TK[kind]) for kind in typing.get_args(codes.ConceptKind)}
    assert kinds == below


# --- Form -----------------------------------------------------------------------------------------


def test_the_ontology_imports_nothing_and_subclasses_only_prov() -> None:
    """Alignments are annotations; only PROV stands above our classes."""
    assert not list(GRAPH.objects(None, OWL.imports))
    above = {str(c) for c in GRAPH.objects(None, RDFS.subClassOf) if not isinstance(c, BNode)}
    foreign = {c for c in above if not c.startswith(str(TK))}
    assert foreign == {PREFIXES["prov"] + "Activity", PREFIXES["prov"] + "Entity"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_two_parsers_read_the_same(file: Path) -> None:
    """Oxigraph and rdflib count the same triples."""
    oxigraph = {str(t) for t in pyoxigraph.parse(path=str(file))}
    assert len(oxigraph) == len(_graph(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_declares_the_prefixes_it_uses(file: Path) -> None:
    """In order, and no more."""
    text = file.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix (\w+):", text, re.MULTILINE)
    body = re.sub(r'"[^"]*"|<[^>]*>|^(?:@prefix|#).*$', "", text, flags=re.MULTILINE)
    assert declared == sorted(set(re.findall(r"(?<![\w-])(\w+):\w", body)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_terms_stand_in_order_within_a_section(file: Path) -> None:
    """Each block begins with its term, after the one before it in the alphabet."""
    for section in HEADING.split(file.read_text(encoding="utf-8")):
        subjects = re.findall(r"^(?!tkv)(\w+:[\w-]+) ", section, re.MULTILINE)
        assert [(a, b) for a, b in pairwise(subjects) if a >= b] == []


# --- Alignments -----------------------------------------------------------------------------------


def _mappings() -> tuple[dict[str, str], dict[str, str], list[dict[str, str]]]:
    lines = MAPPINGS.read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#") and ": " in line]
    curie_map = dict(line.strip().split(": ", 1) for line in head if line.startswith("  "))
    metadata = dict(line.split(": ", 1) for line in head if not line.startswith("  "))
    table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="	")
    return curie_map, metadata, list(table)


def test_the_mapping_set_says_what_it_is() -> None:
    """A curie map with the prefixes that the rows use, a licence, an identifier."""
    curie_map, metadata, rows = _mappings()
    columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[column].split(":")[0] for row in rows for column in columns}
    assert set(curie_map) == used
    assert metadata["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert metadata["mapping_set_id"].startswith("https://w3id.org/trialkg/")


def test_a_mapping_row_is_well_formed() -> None:
    """The columns SSSOM asks for, the label of the term, a justification of its vocabulary."""
    _, _, rows = _mappings()
    for row in rows:
        assert row["mapping_justification"] in {
            "semapv:ManualMappingCuration",
            "semapv:MappingChaining",
        }
        label = GRAPH.value(URIRef(TK[row["subject_id"].removeprefix("tk:")]), RDFS.label)
        assert row["subject_label"] == str(label)
    keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_mapping_set_equals_the_mappings_in_turtle() -> None:
    """Every alignment stands in both forms."""
    curie_map, _, rows = _mappings()

    def expand(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return curie_map[prefix] + local

    table = {tuple(expand(r[c]) for c in ("subject_id", "predicate_id", "object_id")) for r in rows}
    predicates = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)
    turtle = {(str(s), str(p), str(o)) for p in predicates for s, o in GRAPH.subject_objects(p)}
    assert table == turtle


# --- Reasoning ------------------------------------------------------------------------------------

# A tiny world without literals. One trial is discordant by its results, one by its conclusions, one
# by a comparison called no difference without a test; the near misses each lack one leg.
WORLD = """
@prefix : <https://example.org/> .
@prefix tk: <https://w3id.org/trialkg/ns#> .

:cd4 a tk:Biomarker . :rna a tk:Biomarker . :fever a tk:AdverseEvent .
:death a tk:ClinicalEvent, tk:AdverseEvent .
:rIL2 a tk:Substance ; tk:broader :IL2 . :IL2 a tk:Substance ; tk:broader :interleukin .
:interleukin a tk:Substance ; tk:broader :cytokine .
:cytokine a tk:Substance . :art a tk:Substance .

:byResults a tk:Trial ; tk:allocation tk:randomized ; tk:hasResult :better, :same ;
    tk:hasArm :with, :without ; tk:hasOutcome :cells, :survival, :fevers .
:with a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:experimentalRole ; tk:receives :drug .
:without a tk:Arm, tk:ParticipantGroup ; tk:armRole tk:controlRole ; tk:receives :rest .
:drug a tk:Intervention ; tk:substance :rIL2 . :rest a tk:Intervention ; tk:substance :art .
:cells a tk:Outcome ; tk:measures :cd4 . :survival a tk:Outcome ; tk:measures :death .
:fevers a tk:Outcome ; tk:measures :fever .
:better a tk:Comparison, tk:Result ; tk:measurand :cd4 ; tk:favours tk:experimental .
:same a tk:Comparison, tk:Result ; tk:measurand :death ; tk:significance tk:notSignificant .

:byConclusions a tk:Trial ; tk:hasConclusion :good, :useless .
:good a tk:Conclusion ; tk:polarity tk:benefit ; tk:about :cd4, :IL2 .
:useless a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about :death .

:byBoth a tk:Trial ; tk:designFeature tk:controlled ;
    tk:hasResult :alike ; tk:hasConclusion :good2 .
:alike a tk:Comparison, tk:Result ; tk:measurand :death ;
    tk:direction tk:noDifference ; tk:favours tk:neither .
:good2 a tk:Conclusion ; tk:polarity tk:benefit ; tk:about :rna .

:surrogateOnly a tk:Trial ; tk:allocation tk:nonRandomized ;
    tk:hasResult :up, :flat ; tk:hasArm :single .
:single a tk:Arm ; tk:armRole tk:experimentalRole .
:up a tk:Comparison ; tk:measurand :cd4 ; tk:favours tk:experimental .
:flat a tk:Comparison ; tk:measurand :rna ; tk:significance tk:notSignificant .

:clinicalOnly a tk:Trial ; tk:hasResult :none, :worse ; tk:hasConclusion :sad .
:none a tk:Comparison ; tk:measurand :death ; tk:significance tk:notSignificant .
:worse a tk:Comparison ; tk:measurand :cd4 ; tk:favours tk:reference .
:sad a tk:Conclusion ; tk:polarity tk:noBenefit ; tk:about :cd4 .
"""

INFERRED = {
    "ClinicalOutcome": {"survival"},
    "ControlledTrial": {"byBoth", "byResults"},
    "DiscordantTrial": {"byBoth", "byConclusions", "byResults"},
    "NullClinicalConclusion": {"useless"},
    "NullClinicalFinding": {"alike", "none", "same"},
    "PositiveSurrogateFinding": {"better", "up"},
    "RandomizedTrial": {"byResults"},
    "SafetyOutcome": {"fevers", "survival"},
    "SurrogateBenefitConclusion": {"good", "good2"},
    "SurrogateOutcome": {"cells"},
}


@pytest.fixture
def java() -> None:
    """Java on the path, or a skip; a failure where KG_REQUIRE names java."""
    if shutil.which("java"):
        return
    if "java" in os.environ.get("KG_REQUIRE", ""):
        pytest.fail("KG_REQUIRE names java and there is none: install a Java runtime")
    pytest.skip("no Java for HermiT")


def _reasoned(*turtle: str) -> typing.Any:
    import owlready2

    graph = _graph(ROOT / "trial.ttl")
    for text in turtle:
        graph.parse(data=text, format="turtle")
    for triple in [t for t in graph if isinstance(t[2], Literal)]:
        graph.remove(triple)
    nt = graph.serialize(format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology("https://example.org/").load(fileobj=io.BytesIO(nt), format="ntriples")
    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return world


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_hermit_fills_the_defined_classes() -> None:
    """Consistent, no class empty by contradiction, and each near miss stays out."""
    world = _reasoned(WORLD)
    assert list(world.inconsistent_classes()) == []
    members = {
        name: {node.name for node in world.search(type=world[TK[name]])} for name in INFERRED
    }
    assert members == INFERRED


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_hermit_follows_arms_to_substances_and_up() -> None:
    """A trial studies what its arms receive, and all that is broader."""
    inferred = _reasoned(WORLD).as_rdflib_graph()
    studied = {
        (str(trial).rsplit("/", 1)[-1], str(substance).rsplit("/", 1)[-1])
        for trial, substance in inferred.subject_objects(URIRef(TK.studiesSubstance))
    }
    above = {"IL2", "art", "cytokine", "interleukin", "rIL2"}
    assert studied == {("byResults", substance) for substance in above}


@pytest.mark.java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    "mistake",
    [
        ":up tk:forOutcome :single .",
        ":up a tk:GroupResult .",
        ":cd4 a tk:ClinicalEvent .",
        ":byBoth tk:hasArm :cells .",
    ],
)
def test_hermit_refuses_a_contradiction(mistake: str) -> None:
    """An arm is no outcome, a comparison no group result, a biomarker no clinical event."""
    import owlready2

    prefixes = "@prefix : <https://example.org/> . @prefix tk: <https://w3id.org/trialkg/ns#> .\n"
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        _reasoned(WORLD, prefixes + mistake)


def test_properties_say_what_follows_and_no_more() -> None:
    """No functional property and no cardinality: two values must not break the whole graph."""
    assert not list(GRAPH.subjects(RDF.type, OWL.FunctionalProperty))
    counting = {OWL.cardinality, OWL.minCardinality, OWL.maxCardinality, OWL.qualifiedCardinality}
    assert not counting & set(GRAPH.predicates())
    for kind in PROPERTY_KINDS:
        for term in GRAPH.subjects(RDF.type, kind):
            assert len(list(GRAPH.objects(term, RDFS.range))) <= 1, term
