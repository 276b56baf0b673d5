"""What the shapes ask of the nodes of a class, in words.

In: ``ontology/shapes``. Out: frozen rules, in the order of classes and shapes.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from kg.namespaces import RDF, SH
from kg.resources import folder
from kg.store import parse
from kg.terms import Iri
from kg.view import View, short

_SHAPES: Final = "https://w3id.org/trialkg/shapes#"
_READABLE: Final = 60
_NUMBERS: Final = (
    (SH.minInclusive, "≥ {}"),
    (SH.minExclusive, "> {}"),
    (SH.maxInclusive, "≤ {}"),
    (SH.maxExclusive, "< {}"),
    (SH.minLength, "at least {} characters"),
)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What one shape asks of each node of a class."""

    shape: str
    target: str
    path: str
    """The property, with ``^`` where it leads to the node; nothing for a rule about the whole."""
    values: str
    """What its values must be, as far as a word says it."""
    count: str
    message: str
    """What is wrong with a node that breaks it, and how to mend it."""
    warning: bool = False

    @property
    def property(self) -> str:
        """The property by name, whichever way it leads."""
        return self.path.removeprefix("^")


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of all shapes.

    >>> rule = next(rule for rule in rules() if rule.shape == "tks:Comparison-direction")
    >>> rule.target, rule.path, rule.values, rule.count
    ('tk:Comparison', 'tk:direction', 'one of tk:higher, tk:lower, tk:noDifference', 'at most 1')
    """
    files = sorted((folder("ontology") / "shapes").glob("*.ttl"))
    view = View(
        line
        for number, file in enumerate(files)
        for line in parse(file.read_bytes(), "ttl", label=f"s{number}b")
    )
    return tuple(_all(view))


def _all(view: View) -> Iterator[Rule]:
    for shape in view.subjects():
        for target in view.things(shape, SH.targetClass):
            for part in (*view.things(shape, SH.property), shape):
                if view.text(part, SH.message):
                    yield _rule(view, part, target)


def _rule(view: View, shape: Iri, target: Iri) -> Rule:
    return Rule(
        shape=shape.replace(_SHAPES, "tks:"),
        target=short(target),
        path=_path(view, view.thing(shape, SH.path)),
        values=", ".join(_values(view, shape)),
        count=_count(view.text(shape, SH.minCount), view.text(shape, SH.maxCount)),
        message=view.text(shape, SH.message),
        warning=SH.Warning in view.things(shape, SH.severity),
    )


def _path(view: View, path: Iri | None) -> str:
    """A property, or the way back along one; longer paths have no short name."""
    if path is None:
        return ""
    back = view.thing(path, SH.inversePath)
    if back is not None:
        return f"^{short(back)}"
    return "" if path.startswith("_:") else short(path)


def _values(view: View, shape: Iri) -> Iterator[str]:
    yield from (short(each) for each in view.things(shape, SH["class"], SH.datatype))
    if kind := view.thing(shape, SH.nodeKind):
        yield {SH.IRI: "a node", SH.Literal: "a literal"}.get(kind, short(kind))
    if listed := [_written(view, node) for node in _members(view, view.thing(shape, SH["in"]))]:
        yield f"one of {', '.join(listed)}"
    for constraint, words in _NUMBERS:
        if said := view.text(shape, constraint):
            yield words.format(said)
    if pattern := view.text(shape, SH.pattern):
        yield f"like `{pattern}`" if len(pattern) <= _READABLE else "as a pattern has it"


def _members(view: View, node: Iri | None) -> Iterator[tuple[Iri, str]]:
    """The nodes of a list, each with the property that leads to its member."""
    while node is not None and node != RDF.nil:
        yield node, RDF.first
        node = view.thing(node, RDF.rest)


def _written(view: View, member: tuple[Iri, str]) -> str:
    found = view.thing(*member)
    return short(found) if found is not None else f'"{view.text(*member)}"'


def _count(least: str, most: str) -> str:
    """How many values there are.

    >>> _count("1", "1"), _count("1", ""), _count("", "1"), _count("", "")
    ('1', '1 or more', 'at most 1', '')
    """
    if least and least == most:
        return least
    if least and most:
        return f"{least} to {most}"
    return f"{least} or more" if least else f"at most {most}" if most else ""
