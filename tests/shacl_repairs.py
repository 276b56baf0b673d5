"""pySHACL where it departs from the recommendation, put right: what is left must be the same.

In: nothing. Out: a context in which pySHACL judges as the Shapes Constraint Language (W3C 2017)
says it should. Each repair names what is otherwise done, and the section that says better. The
order of literals is asked of another engine, so that no two of the three share a line of code.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import pyoxigraph
from pyshacl import shape as pyshacl_shape
from pyshacl.constraints.core import property_pair_constraints as pairs
from pyshacl.constraints.core import string_based_constraints as strings
from pyshacl.constraints.core import value_constraints as values
from pyshacl.constraints.core import value_range_constraints as ranges
from pyshacl.helper import expression_helper
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

Reports = tuple[bool, list[Any]]
Values = dict[Node, Iterable[Node]]


@contextmanager
def repaired() -> Iterator[None]:
    """A time in which pySHACL follows the recommendation."""
    walk, types = expression_helper.value_nodes_from_path, values.DatatypeConstraintComponent
    with (
        _ordered(ranges.MinExclusiveConstraintComponent, "_evaluate_min_rule", ">"),
        _ordered(ranges.MinInclusiveConstraintComponent, "_evaluate_min_rule", ">="),
        _ordered(ranges.MaxExclusiveConstraintComponent, "_evaluate_max_rule", "<"),
        _ordered(ranges.MaxInclusiveConstraintComponent, "_evaluate_max_rule", "<="),
        patch.object(pairs.LessThanConstraintComponent, "_compare_lt", _pairwise("<")),
        patch.object(pairs.LessThanOrEqualsConstraintComponent, "_compare_ltoe", _pairwise("<=")),
        patch.object(types, "_assert_actual_datatype", _typed(types._assert_actual_datatype)),
        patch.object(strings.MinLengthConstraintComponent, "_evaluate_string_rule", _long_enough),
        patch.object(strings.PatternConstraintComponent, "_evaluate_string_rule", _matching),
        patch.object(expression_helper, "value_nodes_from_path", _walking(walk)),
        patch.object(pyshacl_shape, "value_nodes_from_path", _walking(walk)),
    ):
        yield


# --- Order --------------------------------------------------------------------------------------
# Section 4.3: a value is in range where SPARQL's operator returns true. pySHACL takes rdflib's
# total order, in which a number is below a date, or fails with an error of Python's.
# Sections 4.5.3 and 4.5.4: values that cannot be compared are a result each. pySHACL compares
# IRIs as strings, and stops at a blank node.


@contextmanager
def _ordered(component: type, method: str, sign: str) -> Iterator[None]:
    def evaluate(self: Any, bound: Node, graph: Any, found: Values) -> Reports:
        wrong = [(f, v) for f, vs in found.items() for v in vs if not _true(v, sign, bound)]
        return bool(wrong), [self.make_v_result(graph, f, value_node=v) for f, v in wrong]

    with patch.object(component, method, evaluate):
        yield


def _pairwise(sign: str) -> Any:
    def compare(
        self: Any, values: Iterable[Node], others: Iterable[Node], graph: Any, focus: Node
    ) -> Reports:
        listed = list(others)
        wrong = [v for v in values if not all(_true(v, sign, other) for other in listed)]
        return bool(wrong), [self.make_v_result(graph, focus, value_node=v) for v in wrong]

    return compare


@cache
def _true(one: Node, sign: str, two: Node) -> bool:
    """Whether SPARQL says so; terms with a language have no order there."""
    if not (isinstance(one, Literal) and isinstance(two, Literal)):
        return False
    # The other engine finds every term equal to itself, those without a value, too.
    if one.language or two.language or not (_has_value(one) and _has_value(two)):
        return False
    answer = _asked(f"{one.n3()} {sign} {two.n3()}")
    return answer == "true" and "NaN" not in (str(one), str(two))


def _has_value(term: Literal) -> bool:
    """Whether a literal is well-formed, by rdflib where it knows the datatype."""
    if term.ill_typed is not None or term.datatype is None:
        return not term.ill_typed
    if not term.datatype.startswith(str(XSD)):
        return False
    return _asked(f"<{term.datatype}>({Literal(str(term)).n3()})") is not None


@cache
def _asked(expression: str) -> str | None:
    """What the other engine makes of an expression."""
    [solution] = pyoxigraph.Store().query(f"SELECT (({expression}) AS ?answer) {{}}")  # type: ignore[misc]
    answer = solution["answer"]
    return None if answer is None else str(answer.value)


# --- Datatypes ----------------------------------------------------------------------------------
# Section 4.1.2: an ill-typed literal is a result. rdflib knows no years and months, and takes all
# that is said of them for well-formed.

_UNKNOWN = {XSD.gYear, XSD.gYearMonth}


def _typed(known: Any) -> Any:
    def matches(self: Any, value: Literal, datatype: URIRef) -> bool:
        return _has_value(value) if datatype in _UNKNOWN else bool(known(self, value, datatype))

    return matches


# --- Texts --------------------------------------------------------------------------------------
# Section 4.4.1: a blank node is a result whatever the length. pySHACL lets it pass a length of 0.
# Section 4.4.3: a pattern is one of XPath, where $ is the end. pySHACL takes it for Python's, which
# lets a line break follow.


def _long_enough(self: Any, bound: Literal, graph: Any, found: Values) -> Reports:
    return _judged(self, graph, found, lambda text: len(text) >= int(bound))


def _matching(self: Any, rule: Literal, graph: Any, found: Values) -> Reports:
    flags = re.IGNORECASE if "i" in str(self.flags or "") else re.NOFLAG
    pattern = re.compile(str(rule).replace("$", r"\Z"), flags)
    return _judged(self, graph, found, lambda text: pattern.search(text) is not None)


def _judged(self: Any, graph: Any, found: Values, fits: Callable[[str], bool]) -> Reports:
    wrong = [
        self.make_v_result(graph, focus, value_node=value)
        for focus, nodes in found.items()
        for value in nodes
        if isinstance(value, BNode) or not fits(str(value))
    ]
    return bool(wrong), wrong


# --- Paths --------------------------------------------------------------------------------------
# Section 2.3.1.4: an inverse path goes the whole path backwards. pySHACL turns the steps of a
# sequence round, each for itself, and leaves their order.


def _walking(walk: Any) -> Any:
    def walked(
        shapes: Any, focus: Node, path: Node, graph: Any, inverse: bool = False, recursion: int = 0
    ) -> set[Node]:
        listed = not isinstance(path, URIRef) and (path, RDF.first, None) in shapes.graph
        if not (inverse and listed):
            found: set[Node] = walk(shapes, focus, path, graph, inverse, recursion)
            return found
        reached = {focus}
        for part in reversed(list(shapes.graph.items(path))):
            reached = {
                end
                for node in reached
                for end in walked(shapes, node, part, graph, True, recursion + 1)
            }
        return reached

    return walked
