"""The reference: every term of the ontology on one page of Markdown.

In: terms, rules, examples. Out: what ``docs/ontology.md`` must hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.reference.examples import Examples
from kg.reference.rules import Rule, rules
from kg.reference.terms import Kind, Term, terms

_HEAD: Final = """\
# The terms of the ontology

Generated from `ontology/` by `make reference`. How the terms hang together, and why they are as
they are, stands in the [README](../ontology/README.md). An example is a triple of a graph that
conforms.

* [Classes](#classes): {classes}
* [Properties](#properties): {properties}
* [Coded values](#coded-values): {codes} in {schemes} lists

What the shapes ask is told with the class whose nodes they look at, in the words of the shape: how
to mend a node that breaks it. A class that is *inferred* is filled by a reasoner or by `kg reason`,
never stated.
"""


def reference_page(examples: Examples) -> str:
    """The page, in Markdown."""
    every = list(terms().values())
    by_kind = {kind: [term for term in every if term.kind == kind] for kind in _SECTIONS}
    counts = {"classes": len(by_kind["class"]), "properties": len(by_kind["property"])}
    counts |= {"codes": len(by_kind["code"]), "schemes": len(by_kind["scheme"])}
    parts = [
        _HEAD.format(**counts),
        "## Classes\n",
        *(_class(term, examples) for term in by_kind["class"]),
        "## Properties\n",
        *(_property(term, examples) for term in by_kind["property"]),
        "## Coded values\n",
        *(_scheme(term, by_kind["code"]) for term in by_kind["scheme"]),
    ]
    return "\n".join(parts)


_SECTIONS: Final[tuple[Kind, ...]] = ("class", "property", "code", "scheme")


def _class(term: Term, examples: Examples) -> str:
    asked = [rule for rule in rules() if rule.target == term.name]
    return _entry(
        term,
        ("a kind of", _links(term.above)),
        ("inferred", "from what else is said" if term.inferred else ""),
        *_example(term, examples),
        after=_asked(asked),
    )


def _property(term: Term, examples: Examples) -> str:
    looking = dict.fromkeys(rule.target for rule in rules() if rule.property == term.name)
    return _entry(
        term,
        ("a kind of", _links(term.above)),
        ("said of", _links(term.domain)),
        ("its value", _links(term.range)),
        ("inferred", "from what else is said" if term.inferred else ""),
        ("looked at by the shapes of", _links(looking)),
        *_example(term, examples),
    )


def _scheme(term: Term, codes: Iterable[Term]) -> str:
    members = (code for code in codes if term.name in code.schemes)
    listed = "\n".join(f"* `{code.name}` {code.label}: {code.definition}" for code in members)
    return _entry(term, after=f"\n{listed}\n")


def _entry(term: Term, *facts: tuple[str, str], after: str = "") -> str:
    """The entry of a term; facts that say nothing are left out."""
    told = "".join(f"* {name}: {said}\n" for name, said in facts if said)
    note = f" {term.note}" if term.note else ""
    source = f" *{term.source}.*" if term.source else ""
    lines = f"\n{told}" if told else ""
    return f"### {term.name}\n\n{term.definition}{note}{source}\n{lines}{after}"


def _example(term: Term, examples: Examples) -> Iterator[tuple[str, str]]:
    yield from (("in words", each) for each in term.examples)
    if use := examples.of(term.name):
        yield "example", f"`{use}`"


def _asked(asked: Iterable[Rule]) -> str:
    lines = "".join(f"* {_rule(rule)}\n" for rule in asked)
    return f"\nIts shapes ask:\n\n{lines}" if lines else ""


def _rule(rule: Rule) -> str:
    facts = "; ".join(filter(None, (rule.values, rule.count)))
    head = " ".join(filter(None, (rule.path and f"`{rule.path}`", facts and f"({facts})")))
    told = f"{rule.message} *A warning.*" if rule.warning else rule.message
    return f"{head}: {told}" if head else told


def _links(names: Iterable[str] | Mapping[str, None]) -> str:
    return ", ".join(_link(name) for name in names)


def _link(name: str) -> str:
    """A name that leads to its entry, where it has one here.

    >>> _link("tk:Trial"), _link("xsd:decimal")
    ('[tk:Trial](#tktrial)', 'xsd:decimal')
    """
    if name not in terms():
        return name
    return f"[{name}](#{name.replace(':', '').lower()})"
