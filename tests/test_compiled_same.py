"""The compiled shapes against pySHACL: the same findings on the same data, whatever those are."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from rdflib import Graph
from shacl_pairs import Pair, pair
from shacl_repairs import repaired

from kg.build.vocabulary import concept_quads, used
from kg.derivation import derive
from kg.graph import account_quads
from kg.namespaces import XSD
from kg.records import Account, Concept
from kg.resources import records
from kg.sources import read_source
from kg.terms import Iri, Literal, Quad, Term
from kg.validation import Finding, Verdict, check_quads, check_shapes, house_shapes
from kg.validation.compiled import Compiled, Index
from kg.validation.compiled.shape import Shape
from kg.validation.plain import plain_quads, quiet, to_graph

EXAMPLES = Path(__file__).parents[1] / "ontology" / "examples"
# A night's worth: KG_FUZZ=20000 make test ARGS=tests/test_compiled_same.py
PAIRS = int(os.environ.get("KG_FUZZ", "100"))
BLOCK = 20
CHANGED = 1 + PAIRS // 20
# pySHACL takes its time: one example in several, unless a night is there.
EVERY = 8 if PAIRS < 1000 else 1

pytestmark = pytest.mark.filterwarnings("ignore")  # pySHACL warns of shapes that are met twice


def _same(quads: list[Quad]) -> Verdict:
    """The verdict of both engines over the same statements."""
    ours = check_quads(quads)
    theirs = check_shapes(to_graph(quads), house_shapes())
    assert set(ours.findings) == set(theirs.findings)
    assert ours.focus_counts == theirs.focus_counts
    return ours


# --- Our shapes ---------------------------------------------------------------------------------


@cache
def _examples(folder: str) -> tuple[Quad, ...]:
    """Examples, each with nodes of its own, as one graph."""
    found: list[Quad] = []
    for number, file in enumerate(sorted((EXAMPLES / folder).glob("*.ttl"))[::EVERY]):
        own = file.read_text("utf-8").replace("trialkg/id/", f"trialkg/id/{number}/")
        found += plain_quads(Graph().parse(data=own, format="turtle"))
    return tuple(found)


@cache
def _bundled() -> tuple[Quad, ...]:
    """The bundled records as a build states them, with the concepts that they use."""
    quads, minted = list[Quad](), list[Concept]()
    for file in sorted(records().glob("*.yaml")):
        for account in read_source(file.name, file.read_bytes()):
            assert isinstance(account, Account)
            derived = derive(account)
            quads += account_quads(derived)
            minted += derived.concepts
    return (*quads, *concept_quads(used(quads), minted))


def test_none_of_our_shapes_is_refused() -> None:
    """The compiler takes every construct that our shape files use."""
    assert Compiled(house_shapes()).refused == {}


def test_examples_that_conform_conform_in_both() -> None:
    """No example that is right is found wrong."""
    assert _same(list(_examples("valid"))).violations == ()


def test_what_conforms_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a group has in common decides: no node that conforms is taken up by itself."""
    judged: list[Term] = []
    findings = Shape.findings

    def counted(self: Shape, focus: Term, data: Index) -> Iterator[Finding]:
        judged.append(focus)
        return findings(self, focus, data)

    monkeypatch.setattr(Shape, "findings", counted)
    assert check_quads(_bundled()).conforms
    assert judged == []


def test_examples_that_do_not_conform_have_the_same_findings() -> None:
    """Each constraint of each shape is broken somewhere here."""
    files = len(list((EXAMPLES / "invalid").glob("*.ttl")))
    found = _same(list(_examples("invalid"))).findings
    assert len({finding.shape for finding in found}) > files / EVERY / 2


def test_the_bundled_records_have_the_same_findings() -> None:
    """What `kg demo` builds, as both see it, or the first of it."""
    assert _same(list(_bundled()[: None if EVERY == 1 else 1500])).focus_counts


@pytest.mark.parametrize("seed", range(CHANGED))
def test_data_changed_by_chance_have_the_same_findings(seed: int) -> None:
    """Statements dropped, doubled, retyped, pointed elsewhere: both find the same faults."""
    chance = Random(seed)
    quads = _examples("valid") if seed % 2 else _bundled()
    start = chance.randrange(max(1, len(quads) - 600))
    changed = list(_changed(quads[start : start + 600], chance))
    with repaired():
        assert _same(changed).findings


_FORMS = ("", "x", "-1", "1.5", "2009", "2001-13-01", "nct00000000")
_TYPES = ("string", "integer", "decimal", "boolean", "date", "gYear")


def _changed(quads: tuple[Quad, ...], chance: Random) -> Iterator[Quad]:
    """The statements, one in four of them changed in some way."""
    for quad in quads:
        how, other = chance.randrange(24), chance.choice(quads)
        if how == 0:
            continue
        if how == 1:
            yield quad._replace(object=other.object)
        if how == 2:
            yield quad._replace(graph=Iri("https://example.org/another"))
        if how == 3:
            quad = quad._replace(predicate=other.predicate)  # noqa: PLW2901 - that is the change
        if how == 4:
            quad = quad._replace(object=other.object)  # noqa: PLW2901
        if how == 5:
            quad = quad._replace(object=_bent(quad.object, chance))  # noqa: PLW2901
        yield quad


def _bent(term: Term, chance: Random) -> Term:
    """A literal with another form or datatype, a node that nothing is known of."""
    if isinstance(term, str):
        return Iri(f"{term}-elsewhere")
    if chance.random() < 0.5:
        return Literal(chance.choice(_FORMS), term.datatype, term.language)
    return Literal(term.lexical, f"{XSD}{chance.choice(_TYPES)}")


# --- Shapes made up by chance -------------------------------------------------------------------


def _seeds() -> list[range]:
    return [range(start, min(start + BLOCK, PAIRS)) for start in range(0, PAIRS, BLOCK)]


@pytest.mark.parametrize("seeds", _seeds(), ids=str)
def test_pairs_of_shapes_and_data_have_the_same_findings(seeds: range) -> None:
    """Every construct, met and broken, in shapes in shapes, over odd values and blank nodes."""
    for seed in seeds:
        made = _pair(seed)
        compiled = Compiled(made.shapes)
        assert compiled.refused == {}, seed
        ours = compiled.check(compiled.index(made.quads))
        with repaired():
            theirs = check_shapes(to_graph(made.quads), made.shapes)
        assert set(ours.findings) == set(theirs.findings), seed


@pytest.mark.parametrize("seeds", _seeds(), ids=str)
def test_a_group_is_judged_as_its_members_are_one_by_one(seeds: range) -> None:
    """What is answered for many nodes at once is what the plain reading finds for each."""
    for seed in seeds:
        made = _pair(seed)
        compiled = Compiled(made.shapes)
        data = compiled.index(made.quads)
        assert set(compiled.check(data).findings) == set(_one_by_one(compiled, data)), seed


def _pair(seed: int) -> Pair:
    with quiet():
        return pair(seed)


def _one_by_one(compiled: Compiled, data: Index) -> Iterator[Finding]:
    for targeted in compiled.taken.values():
        nodes = set[Term](targeted.nodes)
        nodes.update(
            node for node in data.kinds if any(data.is_a(node, c) for c in targeted.classes)
        )
        for predicate in targeted.subjects_of:
            nodes.update(node for node in data.kinds if data.objects(node, predicate))
        for predicate in targeted.objects_of:
            nodes.update(data.pointed_at(predicate))
        for node in nodes:
            yield from targeted.shape.findings(node, data)
