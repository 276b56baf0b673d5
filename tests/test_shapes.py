"""Shapes and their examples: each constraint in one shape, which one example breaks alone."""

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from kg import codes, units
from kg.namespaces import TK, TKS
from kg.validation import Verdict, check_quads, house_shapes, lint
from kg.validation.catalogue import shape_files
from kg.validation.lint import all_shapes
from kg.validation.plain import plain_quads

ONTOLOGY = Path(__file__).parents[1] / "ontology"
VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
BREAKS = re.compile(r"^#\+ shape: (\S+)$", re.MULTILINE)
SHAPES = house_shapes()
KNOWN = {TK[name] for name in TK}
# A SHACL engine other than ours, and the compiler of these shapes, need no more than this.
CORE = {
    *(SH[name] for name in ("and", "class", "in", "not", "or")),
    SH.datatype, SH.disjoint, SH.flags, SH.hasValue, SH.inversePath, SH.lessThan,
    SH.lessThanOrEquals, SH.maxCount, SH.maxExclusive, SH.maxInclusive, SH.message, SH.minCount,
    SH.minExclusive, SH.minInclusive, SH.minLength, SH.nodeKind, SH.path, SH.pattern, SH.property,
    SH.severity, SH.targetClass, SH.uniqueLang, RDF.type, RDF.first, RDF.rest,
}  # fmt: skip


def _graph(*files: Path) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


ALL_VALID = _graph(*VALID)


def _judged(graph: Graph) -> Verdict:
    """The verdict of our shapes; tests/test_compiled_same.py holds it against pySHACL's."""
    return check_quads(plain_quads(graph))


def _name(node: Node) -> str:
    return str(node).removeprefix(TKS)


def _broken(file: Path) -> str:
    match = BREAKS.search(file.read_text("utf-8"))
    assert match, f"{file.name} says nowhere which shape it breaks"
    return _name(URIRef(match[1]))


def _reporting() -> list[str]:
    """The shapes that report: those with a message; parts of others have none."""
    return sorted(_name(shape) for shape in SHAPES.subjects(SH.message))


# --- The shapes themselves ----------------------------------------------------------------------


def test_shapes_pass_the_lint() -> None:
    """No misspelt term, no empty shape, no target or path outside the ontology, no bad pattern."""
    assert [(found.focus, found.message) for found in lint(SHAPES, KNOWN)] == []


def test_shapes_keep_to_the_core() -> None:
    """Every construct is one that a small compiler can take in."""
    assert set(SHAPES.predicates()) - CORE == set()


def test_property_shapes_are_named() -> None:
    """A report can cite every property shape that is one of a class's own."""
    assert [shape for shape in SHAPES.objects(None, SH.property) if isinstance(shape, BNode)] == []


def test_a_shape_is_named_after_its_file() -> None:
    """``arm.ttl`` holds the shapes of ``tk:Arm``, and only those."""
    for file in shape_files():
        stem = file.name.removesuffix(".ttl")
        if stem == "parts":
            continue
        owner = "".join(word.capitalize() for word in stem.split("-"))
        named = re.findall(r"^tks:([A-Za-z]+?)(?:Shape|-)", file.read_text("utf-8"), re.MULTILINE)
        assert set(named) == {owner}, file.name


def test_a_constraint_stands_once() -> None:
    """No two shapes of one class ask the same of the same path: one fault, one finding."""
    asked = Counter(
        (target, path, predicate, _value(value))
        for shape in set(SHAPES.subjects(SH.targetClass))
        for target in SHAPES.objects(shape, SH.targetClass)
        for part in SHAPES.objects(shape, SH.property)
        for path in map(_value, SHAPES.objects(part, SH.path))
        for predicate, value in SHAPES.predicate_objects(part)
        if predicate not in {RDF.type, SH.path, SH.message, SH.severity}
    )
    assert [key for key, times in asked.items() if times > 1] == []


def _value(node: Node) -> str:
    if isinstance(node, BNode):
        return "|".join(sorted(f"{p.n3()}{_value(o)}" for p, o in SHAPES.predicate_objects(node)))
    return node.n3()


@pytest.mark.parametrize("predicate", [SH["class"], SH.datatype], ids=["class", "datatype"])
def test_shapes_agree_with_the_ranges_of_the_ontology(predicate: URIRef) -> None:
    """What a shape asks of a value is the range that the ontology gives, or narrower."""
    ontology = _graph(ONTOLOGY / "trial.ttl")
    for shape, wanted in SHAPES.subject_objects(predicate):
        path = SHAPES.value(shape, SH.path)
        range_ = None if path is None else ontology.value(path, RDFS.range)
        if isinstance(range_, URIRef):
            assert range_ in set(ontology.transitive_objects(wanted, RDFS.subClassOf)), _name(shape)


def test_lists_of_codes_are_those_of_the_records() -> None:
    """A code that a record may carry conforms, and no other does."""
    lists = {
        "Arm-armRole": codes.ArmRole,
        "Arm-armType": codes.ArmType,
        "Change-direction": codes.ChangeDirection,
        "Claim-claimStatus": codes.ClaimStatus,
        "Claim-derivation": codes.Derivation,
        "Claim-flag": codes.Flag,
        "Comparison-direction": codes.ComparisonDirection,
        "Comparison-favours": codes.Favours,
        "Conclusion-polarity": codes.Polarity,
        "DosingPhase-doseBasis": codes.DoseBasis,
        "DosingPhase-scheduleType": codes.ScheduleType,
        "Intervention-interventionRole": codes.InterventionRole,
        "Intervention-interventionType": codes.InterventionType,
        "Intervention-route": codes.Route,
        "Measurand-measurandDesirableDirection": codes.DesirableDirection,
        "Outcome-desirableDirection": codes.DesirableDirection,
        "Outcome-outcomeRole": codes.OutcomeRole,
        "Outcome-thresholdOn": codes.ThresholdOn,
        "Population-populationRole": codes.PopulationRole,
        "Quantity-quantityFlag": codes.Flag,
        "Result-aggregation": codes.Aggregation,
        "Result-dispersionType": codes.DispersionType,
        "Result-pRelation": codes.PRelation,
        "Result-significance": codes.Significance,
        "Result-statistic": codes.Statistic,
        "TimePoint-anchor": codes.TimeAnchor,
        "Trial-allocation": codes.Allocation,
        "Trial-designFeature": codes.DesignFeature,
        "Trial-masking": codes.Masking,
        "Trial-phase": codes.Phase,
        "Trial-trialFlag": codes.Flag,
    }
    assert {name: _codes(name) for name in lists} == {
        name: set(get_args(values)) for name, values in lists.items()
    }


def _codes(shape: str) -> set[str]:
    head = SHAPES.value(URIRef(TKS + shape), SH["in"])
    assert head is not None
    return {str(code).removeprefix(str(TK)) for code in Collection(SHAPES, head)}


def test_units_of_the_table_have_the_form_of_a_code() -> None:
    """Every UCUM code that a report's unit is read as conforms."""
    pattern = str(SHAPES.value(URIRef(TKS + "Quantity-unit"), SH.pattern))
    known = [line.split("\t")[0] for line in _unit_lines()]
    assert known
    assert [code for code in known if not re.search(pattern, code)] == []


def _unit_lines() -> list[str]:
    table = Path(units.__file__).parents[1] / "data" / "units.tsv"
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [line for line in lines[1:] if line]


# --- Examples that conform ----------------------------------------------------------------------


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_example_conforms(file: Path) -> None:
    """Each example stands on its own, without so much as a warning."""
    assert _judged(_graph(file)).findings == ()


def test_all_valid_examples_conform_together() -> None:
    """The examples tell of one trial: they are one good graph."""
    assert _judged(ALL_VALID).findings == ()


def test_every_class_has_its_example() -> None:
    """There is a valid example of the name of every shape file."""
    stems = {file.name.removesuffix(".ttl") for file in shape_files()} - {"parts"}
    assert stems - {file.stem for file in VALID} == set()


def test_no_shape_is_idle_over_the_examples() -> None:
    """Every shape looks at a node of the examples: none conforms because it saw nothing."""
    assert _judged(ALL_VALID).idle == ()


def test_every_path_is_walked_in_the_examples() -> None:
    """Every property shape finds a value to judge in the examples."""
    unwalked = []
    for owner, target in SHAPES.subject_objects(SH.targetClass):
        for shape in SHAPES.objects(owner, SH.property):
            forbidden = SHAPES.value(shape, SH.maxCount)
            nodes = ALL_VALID.subjects(RDF.type, target)
            path = SHAPES.value(shape, SH.path)
            assert path is not None
            if str(forbidden) != "0" and not any(_values(node, path) for node in nodes):
                unwalked.append(_name(shape))
    assert set(unwalked) - _walked_elsewhere() == set()


def _walked_elsewhere() -> set[str]:
    # Claims of eight classes share their shapes: one class that walks the path is enough.
    return {
        _name(shape)
        for shape in SHAPES.objects(URIRef(TKS + "ClaimShape"), SH.property)
        if any(ALL_VALID.subjects(SHAPES.value(shape, SH.path)))
    }


def _values(node: Node, path: Node) -> list[Node]:
    if isinstance(path, URIRef):
        return list(ALL_VALID.objects(node, path))
    inverse = SHAPES.value(path, SH.inversePath)
    if inverse is not None:
        return list(ALL_VALID.subjects(inverse, node))
    reached = [node]
    for step in Collection(SHAPES, path):
        reached = [value for start in reached for value in ALL_VALID.objects(start, step)]
    return reached


# --- Examples that do not -----------------------------------------------------------------------


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_example_breaks_its_shape_and_no_other(file: Path) -> None:
    """One fault, one shape; the message says how to mend it."""
    found = _judged(_graph(file)).findings
    assert {_name(URIRef(finding.shape)) for finding in found} == {_broken(file)}
    assert all(finding.message for finding in found)


def test_every_shape_has_an_example_that_breaks_it() -> None:
    """A shape that nothing breaks may be one that nothing can break."""
    assert set(_reporting()) - {_broken(file) for file in INVALID} == set()


# One more value that breaks the constraint, for every path that has it; what else it breaks is no
# matter here.
ONE_MORE: dict[str, tuple[Node, ...]] = {
    "class": (URIRef("https://example.org/of-no-class"),),
    "datatype": (Literal("words", lang="zxx"),),
    "maxCount": (URIRef("https://example.org/one"), URIRef("https://example.org/two")),
    "minLength": (Literal(""),),
}


@pytest.mark.parametrize("name", ONE_MORE)
def test_no_constraint_is_deaf(name: str) -> None:
    """Each ``sh:maxCount``, ``sh:datatype``, … of each property shape can fail, not only one."""
    graph, expected = _graph(*VALID), set()
    for owner, target in SHAPES.subject_objects(SH.targetClass):
        for shape in SHAPES.objects(owner, SH.property):
            node = next(ALL_VALID.subjects(RDF.type, target))
            path = SHAPES.value(shape, SH.path)
            if (shape, SH[name], None) in SHAPES and path is not None:
                expected.add(_name(shape))
                for value in ONE_MORE[name]:
                    graph.add(_step(node, path, value))
    component = f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"
    found = _judged(graph).findings
    assert expected
    assert expected - {_name(URIRef(f.shape)) for f in found if f.source == component} == set()


def _step(node: Node, path: Node, value: Node) -> tuple[Node, Node, Node]:
    """The triple that puts a value at the end of a path; of a longer path, at its last step."""
    if isinstance(path, URIRef):
        return (node, path, value)
    inverse = SHAPES.value(path, SH.inversePath)
    if inverse is not None:
        return (value, inverse, node)
    *first, last = Collection(SHAPES, path)
    owners = {owner for step in first for owner in ALL_VALID.objects(node, step)}
    return (next(iter(owners), node), last, value)


def test_an_invalid_example_is_named_after_its_class() -> None:
    """``arm--two-roles.ttl`` breaks a shape of ``tk:Arm``."""
    for file in INVALID:
        owner = "".join(word.capitalize() for word in file.stem.split("--")[0].split("-"))
        assert _broken(file).startswith(owner), file.name


def test_examples_are_written_as_the_ontology_is() -> None:
    """Only prefixes that are used, and only terms that there are but where that is the fault."""
    for file in VALID:
        text = file.read_text("utf-8")
        body = re.sub(r"^@prefix.*$|^#.*$|\"(?:[^\"\\]|\\.)*\"", "", text, flags=re.MULTILINE)
        for prefix in re.findall(r"^@prefix (\w*):", text, re.MULTILINE):
            assert re.search(rf"(?<![\w-]){prefix}:\w", body), f"{file.name}: {prefix}"
        named = set(re.findall(r"(?<![\w-])tk:(\w+)", body))
        assert named - set(TK) == set(), file.name


def test_shapes_are_all_found() -> None:
    """The lint and the tests see the shapes that there are: several hundred."""
    assert len(all_shapes(SHAPES)) > 300
    assert (None, RDF.type, OWL.Class) not in SHAPES
