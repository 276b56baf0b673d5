"""What the graph is made of: the terms of the ontology, and how often this store uses them.

In: a graph, and perhaps a term. Out: a description.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from kg.api import Graph
from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.reference import Term, rules, terms
from kg.store import EVERY, Counts
from kg.talking.records import DescribeModel, Model
from kg.view import short

_ABOUT: Final = " ".join(
    """
    A trial (tk:Trial) is told of by reports (tk:Report). What a report claims is a node: a result
    (tk:GroupResult, tk:Change, tk:Comparison), an arm, an outcome, a conclusion. A claim names its
    report (tk:reportedIn), the passages that state it (tk:supportedBy, whose tk:exact are the
    words) and whether it was said or computed (tk:derivation). A trial leads to its claims by
    tk:hasArm, tk:hasOutcome, tk:hasResult, tk:hasConclusion. The default graph is the union of all
    graphs; each report's statements stand in a graph of its name. Describe a class to see the
    properties that its nodes have here.
    """.split()
)


def describe_model(graph: Graph, asked: DescribeModel) -> Model:
    """The classes that the store uses, or one term with what it is used with.

    *Errors*: ``UsageError`` for what is no term, with those that come near.
    """
    counts = graph.store.counts()
    if not asked.term:
        return _overview(counts)
    term = _found(asked.term)
    told = {"class": _class, "property": _property, "code": _code, "scheme": _scheme}
    return told[term.kind](term, counts)


def _overview(counts: Counts | None) -> Model:
    classes = (term for term in terms().values() if term.kind == "class")
    told = tuple(_listed(term, _members(term, counts)) for term in classes)
    return Model(
        about=_ABOUT,
        classes=tuple(each for each in told if each.get("nodes") != 0),
        prefixes=dict(PREFIXES),
        statements=None if counts is None else counts.triples,
    )


def _found(written: str) -> Term:
    wanted = written.strip().removeprefix("tk:").casefold()
    known = {term.name.rpartition(":")[2].casefold(): term for term in terms().values()}
    called = {term.label.casefold(): term for term in terms().values()}
    term = terms().get(written) or known.get(wanted) or called.get(wanted)
    if term is None:
        near = get_close_matches(wanted, [*known, *called], n=4, cutoff=0.5)
        names = dict.fromkeys((known.get(each) or called[each]).name for each in near)
        raise UsageError(
            f"the model has no term {written!r}",
            expected=f"one like {', '.join(names)}" if names else None,
        )
    return term


def _class(term: Term, counts: Counts | None) -> Model:
    every = terms().values()
    return Model(
        about=f"{term.name} is a class",
        term=_listed(term, _members(term, counts)) | {"above": term.above},
        classes=tuple(
            _listed(each, _members(each, counts)) for each in every if term.name in each.above
        ),
        properties=tuple(_used_with(term, counts)),
        rules=tuple(rule.message for rule in rules() if rule.target == term.name),
    )


def _used_with(term: Term, counts: Counts | None) -> Iterator[dict[str, Any]]:
    """The properties that nodes of a class have here, else those that say what they are said of."""
    if counts is None:
        yield from (_listed(each) for each in terms().values() if term.name in each.domain)
        return
    for (kind, iri), uses in sorted(counts.uses.items(), key=lambda item: (-item[1], item[0])):
        if kind == term.iri:
            told = terms().get(short(iri))
            holders = counts.holders.get((kind, iri), 0)
            yield {
                "name": short(iri),
                "definition": told.definition if told else "",
                "value": told.range if told else (),
                "nodes": holders,
                "statements": uses,
            }


def _property(term: Term, counts: Counts | None) -> Model:
    use = {} if counts is None else {k: n for (k, iri), n in counts.uses.items() if iri == term.iri}
    above = {"above": term.above, "said_of": term.domain, "value": term.range}
    return Model(
        about=f"{term.name} is a property",
        term=_listed(term) | above | {"statements": use.pop(EVERY, 0)},
        classes=tuple(
            {"name": short(kind), "statements": n}
            for kind, n in sorted(use.items(), key=lambda item: (-item[1], item[0]))
        ),
        rules=tuple(
            f"{rule.target}: {rule.message}" for rule in rules() if rule.property == term.name
        ),
    )


def _code(term: Term, _: Counts | None) -> Model:
    return Model(
        about=f"{term.name} is a coded value", term=_listed(term) | {"lists": term.schemes}
    )


def _scheme(term: Term, _: Counts | None) -> Model:
    return Model(
        about=f"{term.name} is a list of coded values",
        term=_listed(term),
        values=tuple(_listed(each) for each in terms().values() if term.name in each.schemes),
    )


def _listed(term: Term, nodes: int | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": term.name,
        "label": term.label,
        "definition": " ".join(filter(None, (term.definition, term.note))),
    }
    if term.examples:
        told["example"] = term.examples[0]
    return told if nodes is None else told | {"nodes": nodes}


def _members(term: Term, counts: Counts | None) -> int | None:
    return None if counts is None else counts.members.get(term.iri, 0)
