"""Statements → verdict: the shapes, the words of the ontology, the coherence checks.

In: quads, and a way to ask them. Out: a verdict. The shapes are compiled; pySHACL gets what the
compiler refuses, and nothing else. rdflib sees the statements only then.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from rdflib import Graph

from kg.terms import Quad
from kg.validation.catalogue import checks, house_shapes
from kg.validation.coherence import Ask, asking, check_coherence
from kg.validation.compiled import Compiled, without_targets
from kg.validation.findings import Verdict, verdict
from kg.validation.plain import to_graph
from kg.validation.relevance import suspected
from kg.validation.shapes import check_shapes
from kg.validation.vocabulary import undeclared

Load = Callable[[Iterable[Quad]], Ask]
"""Whatever makes statements ready to be asked."""


def judge_quads(
    quads: Iterable[Quad], *, ask: Ask | None = None, load: Load | None = None
) -> Verdict:
    """The verdict of all that kg comes with over these statements: shapes, words and checks.

    ``ask`` evaluates a query over the same statements. Where nothing does yet, ``load`` gets those
    that a finding of the checks could rest on, which are few.
    """
    # Where they can be asked already, nobody but the index holds them.
    stated = quads if ask or isinstance(quads, Sequence) else list(quads)
    compiled = house()
    data = compiled.index(stated)
    found = compiled.check(data) + verdict(undeclared(data))
    chosen, some = suspected(checks(), data)
    if chosen:
        given = stated if some is None else some
        found += check_coherence(ask or (load or _by_rdflib)(given), chosen)
    return found


def _by_rdflib(quads: Iterable[Quad]) -> Ask:
    return asking(to_graph(quads))


def check_quads(quads: Iterable[Quad], shapes: Graph | None = None) -> Verdict:
    """The verdict of shapes over these statements: of all that kg comes with, or of these.

    Named graphs do not count: what two of them state is stated once.

    *Errors*: ``InputError`` where the shapes are not well-formed.
    """
    compiled = house() if shapes is None else Compiled(shapes)
    stated = list(quads)
    found = compiled.check(compiled.index(stated))
    if shapes is None or not compiled.refused:
        return found
    left = without_targets(shapes, set(compiled.taken))
    return found + check_shapes(to_graph(stated), left)


@cache
def house() -> Compiled:
    """The shapes that kg comes with, compiled; a test holds that none of them is refused."""
    compiled = Compiled(house_shapes())
    if compiled.refused:
        raise AssertionError(f"shapes of ours cannot be compiled: {compiled.refused}")
    return compiled
