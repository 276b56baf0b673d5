"""Which things of the graph a name, a CURIE or an IRI means, in any vocabulary that is known.

In: words, an engine to look them up with, and what the store knows beside the graph. Out: the
concepts that are meant, the terms of vocabularies that stand above all that is meant, and a note
where the way from the words to them has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kg.errors import UsageError
from kg.identifiers import slug
from kg.linking import curies
from kg.linking.mapping_sets import vocabulary
from kg.namespaces import CONCEPT, MESH, PREFIXES
from kg.table import Table
from kg.terms import Iri, spelled, text

if TYPE_CHECKING:
    from kg.linking.grounding import Candidate
    from kg.questions.headers import Parameter


class Engine(Protocol):
    """Whatever evaluates a SPARQL query: a store, an rdflib graph, a remote endpoint."""

    def __call__(self, query: str, /) -> Table:
        """The answer to the query."""


class Beside(Protocol):
    """What a store knows of names and ids beside its graph (``kg.vocabularies.Known``)."""

    def named(self, text: str, kinds: Collection[str] = ()) -> list[Candidate]:
        """The terms that these words are a name of: one, several on a tie, or none."""

    def same(self, iri: str) -> tuple[Iri, ...]:
        """What is exactly the same as a term, by any set of mappings."""


class Meant(NamedTuple):
    """The concepts that are meant, the terms of vocabularies above the others, how it came."""

    concepts: tuple[Iri, ...] = ()
    terms: tuple[Iri, ...] = ()
    note: str = ""

    @property
    def every(self) -> tuple[Iri, ...]:
        """Concepts and terms."""
        return _distinct((*self.concepts, *self.terms))


PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("dcterms", "mesh", "meshv", "rdfs", "skos", "tk")
)


def _looked_up(of: str, predicates: str, kind: str = "") -> str:
    """The pattern for what is called by one of the given labels, and is of a *kind*.

    A limit that is never reached tells a planner that few are left, and predicates stand one by
    one: it thinks little of several labels times several predicates. What stands beside is a filter
    or optional, for a join might go through all that it could join.
    """
    named = " UNION ".join(
        f"{{ VALUES ?label {{ {_GIVEN} }} {of} {each} ?label BIND({each} AS ?p) }}"
        for each in predicates.split()
    )
    checked = f" FILTER EXISTS {{ {of} a {kind} }}" if kind else ""
    return f"{{ SELECT {of} ?p ?label {{ {named} }} LIMIT 10000 }}{checked}"


def _concepts_like(kind: str) -> str:
    """The pattern for what of a *kind* begins so, by the properties that only concepts have."""
    return (
        "{ ?term skos:prefLabel|skos:altLabel|skos:hiddenLabel ?label"
        f" FILTER(IF({_LIKE}, EXISTS {{ ?term a {kind} }}, false)) }}"
        f" UNION {{ ?term a {kind} . ?term rdfs:label ?label FILTER({_LIKE}) }}"
    )


_GIVEN: Final = "@labels"
_BEGINNING: Final = "@beginning"
_LIKE: Final = (
    f'(REGEX(STR(?label), "^[\\\\W_]*{_BEGINNING}", "i")'
    f' || REGEX(STR(?term), "[/#]{_BEGINNING}[^/#]*$", "i"))'
)
_CONCEPTS: Final = "rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel"

# What is looked up by the very words, which an index finds.
_EXACT: Final = {
    "concept": f"{{ {_looked_up('?term', _CONCEPTS, 'tk:Concept')} }}",
    "measurand": f"{{ {_looked_up('?term', _CONCEPTS, 'tk:Measurand')} }}",
    "heading": f"{{ {_looked_up('?term', 'rdfs:label skos:altLabel')}"
    " FILTER(STRSTARTS(STR(?term), STR(mesh:))) }"
    f" UNION {{ {_looked_up('?line', 'rdfs:label', 'tk:MeshIndexing')}"
    " OPTIONAL { ?line tk:descriptor ?term } FILTER(BOUND(?term))"
    " FILTER NOT EXISTS { ?line tk:qualifier ?any } }",
    "trial": f"{{ {_looked_up('?term', 'rdfs:label tk:acronym tk:registryId', 'tk:Trial')} }}"
    f" UNION {{ {_looked_up('?report', 'tk:pmid tk:doi dcterms:title')}"
    " OPTIONAL { ?report tk:reportsTrial ?term } FILTER(BOUND(?term)) }",
    "term": f"{{ {_looked_up('?term', 'rdfs:label skos:prefLabel skos:altLabel')}"
    ' FILTER(!STRSTARTS(STR(?term), "https://w3id.org/trialkg/")) }',
}
# What is looked through for names that begin alike. Of a hundred thousand trials each has some ten
# lines of headings, and each claim a label: headings are counted before they are named.
_SCANNED: Final = {
    "concept": _concepts_like("tk:Concept"),
    "measurand": _concepts_like("tk:Measurand"),
    "heading": "{ { SELECT DISTINCT ?term WHERE { { ?line tk:descriptor ?term }"
    " UNION { ?term meshv:broaderDescriptor ?wider } UNION { ?lower meshv:broaderDescriptor ?term }"
    f" }} LIMIT 999999 }} ?term rdfs:label|skos:altLabel ?label FILTER({_LIKE}) }}"
    # What no vocabulary names is called as a line calls it.
    " UNION { { SELECT ?term WHERE { { SELECT DISTINCT ?term WHERE { ?line tk:descriptor ?term }"
    " LIMIT 999999 } OPTIONAL { ?term rdfs:label ?own } FILTER(!BOUND(?own)) } LIMIT 999999 }"
    " ?named tk:descriptor ?term . ?named rdfs:label ?label"
    f" FILTER({_LIKE}) FILTER NOT EXISTS {{ ?named tk:qualifier ?any }} }}",
    "trial": "{ ?term a tk:Trial . ?term rdfs:label|tk:acronym|tk:registryId ?label"
    f" FILTER({_LIKE}) }}"
    " UNION { ?report tk:pmid|tk:doi|dcterms:title ?label"
    f' FILTER(REGEX(STR(?label), "^[\\\\W_]*{_BEGINNING}", "i"))'
    " OPTIONAL { ?report tk:reportsTrial ?term } FILTER(BOUND(?term)) }",
}
_SLUGGED: Final = {"concept": "tk:Concept", "measurand": "tk:Measurand"}
_NEAR: Final = 5


# --- Names ---------------------------------------------------------------------------------------


def by_name(parameter: Parameter, wanted: str, run: Engine, beside: Beside | None) -> Meant:
    """What is called so: in the graph by the very words, then but for spelling; then elsewhere.

    *Errors*: ``UsageError`` where nothing is, or several terms of one vocabulary are.
    """
    literals = (text(s, language) for s in _spellings(wanted) for language in (None, "en"))
    values = " ".join(map(spelled, literals))
    sort = sort_of(parameter)
    sorts = ("concept", "term", "heading") if sort == "concept" else (sort,)
    scope = " UNION ".join(_EXACT[each] for each in sorts).replace(_GIVEN, values)
    found = run(f"{PROLOGUE}SELECT DISTINCT ?term ?p {{ {scope} }}")
    if found.terms:
        return _chosen(parameter, wanted, found, run)
    return _otherwise(parameter, wanted, run, beside)


def _spellings(wanted: str) -> list[str]:
    """How a name is likely to be written in a graph, each an exact look-up.

    >>> _spellings("hiv-rna")
    ['HIV RNA', 'HIV-RNA', 'Hiv rna', 'Hiv-rna', 'hiv rna', 'hiv-rna']
    """
    forms = {wanted, " ".join(re.split(r"[-_\s]+", wanted.strip()))}
    cased = ((w, w.lower(), w.upper(), w[:1].upper() + w[1:].lower()) for w in forms)
    return sorted(set(chain.from_iterable(cased)))


def sort_of(parameter: Parameter) -> str:
    """Among which things a parameter's names are looked for."""
    return "concept" if parameter.kind == "term" else parameter.kind


def _chosen(parameter: Parameter, wanted: str, found: Table, run: Engine) -> Meant:
    """Every concept that is called so, and of each vocabulary the one term."""
    said = [(Iri(str(term)), str(p).endswith("altLabel")) for term, p in found.rows]
    if parameter.kind in {"trial", "measurand"}:
        return Meant(_distinct(term for term, _ in said))
    concepts = _distinct(term for term, _ in said if term.startswith(CONCEPT))
    preferred = _distinct(term for term, other in said if not other and term not in concepts)
    others = _distinct(term for term, _ in said if term not in concepts)
    # A concept's name may be another word for something else: then its own matches say more.
    terms = preferred if preferred or concepts else others
    if not concepts:
        _require_one(wanted, terms, run)
    return Meant(concepts, terms)


def _require_one(wanted: str, terms: Sequence[Iri], run: Engine) -> None:
    """Nothing, where no vocabulary has two terms among these.

    *Errors*: ``UsageError``.
    """
    of = [vocabulary(term) for term in terms]
    several = [term for term, name in zip(terms, of, strict=True) if of.count(name) > 1]
    if several:
        raise _ambiguous(wanted, _labels(several, run))


def _ambiguous(wanted: str, labels: Mapping[str, str]) -> UsageError:
    shown = [f"{curies.curie(iri)} ({label})" for iri, label in sorted(labels.items())]
    return UsageError(
        f"{wanted!r} is a name of {len(shown)} terms", expected=f"one of {', '.join(shown[:_NEAR])}"
    )


def _labels(terms: Iterable[Iri], run: Engine) -> dict[str, str]:
    values = " ".join(map(spelled, terms))
    found = run(
        f"{PROLOGUE}SELECT ?term (MIN(STR(?name)) AS ?label) {{ VALUES ?term {{ {values} }}"
        " ?term rdfs:label ?name } GROUP BY ?term"
    )
    return {str(term): str(label) for term, label in found.rows}


def _otherwise(parameter: Parameter, wanted: str, run: Engine, beside: Beside | None) -> Meant:
    """A concept's own slug, names but for case and hyphens, those of vocabularies, a beginning."""
    sort = sort_of(parameter)
    if sort in _SLUGGED and (known := _by_slug(wanted, _SLUGGED[sort], run)):
        return Meant(known)
    sorts = ("concept", "heading") if sort == "concept" and beside is None else (sort,)
    folded = _folded(wanted)
    beginning = folded[:2].strip() or "$"  # of no letters: what has none either
    scope = " UNION ".join(_SCANNED[each] for each in sorts).replace(_BEGINNING, beginning)
    called = _called(run(f"{PROLOGUE}SELECT DISTINCT ?term ?label {{ {scope} }}"))
    if folded in called:
        return _split(map(Iri, called[folded]))
    grounded = _grounded(parameter, wanted, run, beside) if beside is not None else None
    if grounded is not None:
        return grounded
    longer = _distinct(
        Iri(term) for name in called if name.startswith(folded + " ") for term in called[name]
    )
    if len(longer) == 1:
        return _split(longer)
    raise _nothing_called(parameter, wanted, called)


def _by_slug(wanted: str, kind: str, run: Engine) -> tuple[Iri, ...]:
    """The concept of a *kind* whose IRI is made of this name: found without looking at others."""
    iri = spelled(Iri(CONCEPT + slug(wanted)))
    found = run(f"{PROLOGUE}SELECT ?term {{ VALUES ?term {{ {iri} }} ?term a {kind} }}")
    return _distinct(row[0] for row in found.terms)


def _called(labels: Table) -> dict[str, list[Any]]:
    called: dict[str, list[Any]] = {}
    for term, label in labels.rows:
        for name in {_folded(str(label)), _folded(_local(str(term)))}:
            called.setdefault(name, []).append(term)
    return called


def _grounded(parameter: Parameter, wanted: str, run: Engine, beside: Beside) -> Meant | None:
    """The term of a vocabulary that is named, with the why.

    *Errors*: ``UsageError`` where two fit equally well.
    """
    if parameter.kind == "trial":
        return None
    kinds = (parameter.among,) if parameter.among else ()
    found = beside.named(wanted, kinds)
    if parameter.kind == "heading":
        found = [each for each in found if each.iri.startswith(MESH)]
    if len(found) > 1:
        raise _ambiguous(wanted, {each.iri: each.label for each in found})
    for each in found:
        iri = Iri(each.iri)
        note = f"{curies.curie(iri)} ({each.label}): {'; '.join(each.why)}"
        reached = _reached(iri, run, beside) or Meant(terms=(iri,))
        return reached._replace(note="; ".join(filter(None, (note, reached.note))))
    return None


def _nothing_called(parameter: Parameter, wanted: str, called: Mapping[str, object]) -> UsageError:
    folded = _folded(wanted)
    beginning = sorted(name for name in called if name.startswith(folded + " "))
    near = beginning[:_NEAR] or get_close_matches(folded, called, n=3, cutoff=0.5)
    return UsageError(
        f"nothing in the graph that {parameter.name} could be is called {wanted!r}",
        expected="a name like " + ", ".join(repr(name) for name in near) if near else None,
        way_out="An IRI or a CURIE (concept:interleukin-2, mesh:D007376) will do as well.",
    )


# --- CURIEs and IRIs -----------------------------------------------------------------------------


def by_iri(parameter: Parameter, iri: Iri, run: Engine, beside: Beside | None) -> Meant:
    """The thing itself, and what is exactly the same where the graph has that.

    *Errors*: ``UsageError`` where the graph knows neither.
    """
    if parameter.kind in {"trial", "claim"}:
        return Meant((iri,))
    reached = _reached(iri, run, beside)
    if reached is None:
        raise _unknown(parameter, iri, run)
    return reached


def _reached(iri: Iri, run: Engine, beside: Beside | None) -> Meant | None:
    """What the graph has of a term: itself, an exact match, else the exact match of one."""
    here = _present([iri], run)
    same = beside.same(iri) if beside is not None else ()
    found = _present(same, run)
    if here or found:
        return _split((*here, *found))._replace(note="" if here else _through([iri], found))
    if beside is None:
        return None
    further = {other: one for one in same for other in beside.same(one) if other != iri}
    found = _present(further, run)
    if not found:
        return None
    return _split(found)._replace(note=_through([iri, further[found[0]]], found))


def _through(way: Sequence[Iri], found: Sequence[Iri]) -> str:
    """The chain of exact matches in words: how many they are, and which."""
    ends = " and ".join(map(_short, found))
    many = "an exact match" if len(way) == 1 else "two exact matches in a row"
    return f"{' = '.join(map(_short, way))} = {ends}: {many}"


def _unknown(parameter: Parameter, iri: Iri, run: Engine) -> UsageError:
    names: list[str] = []
    if iri.startswith(CONCEPT):
        known = run(f"{PROLOGUE}SELECT DISTINCT ?term {{ ?term a tk:Concept }}")
        names = get_close_matches(iri, [str(row[0]) for row in known.rows], n=3, cutoff=0.8)
    near = ", ".join(map(_short, names))
    return UsageError(
        f"the graph knows nothing that {parameter.name} could be as {_short(iri)}",
        expected=f"one like {near}" if near else "a term that is in it, or an exact match of one",
        way_out="Add its vocabulary (kg vocabulary add) or mappings (kg mappings --add), and build"
        if not near
        else None,
    )


def _short(iri: str) -> str:
    return f"concept:{iri.removeprefix(CONCEPT)}" if iri.startswith(CONCEPT) else curies.curie(iri)


def _present(iris: Iterable[Iri], run: Engine) -> tuple[Iri, ...]:
    """Those of the IRIs that the graph says anything of, or points at."""
    values = " ".join(map(spelled, sorted(set(iris))))
    if not values:
        return ()
    found = run(
        f"SELECT DISTINCT ?term {{ VALUES ?term {{ {values} }}"
        " FILTER(EXISTS { ?term ?p ?o } || EXISTS { ?s ?q ?term }) }"
    )
    return _distinct(row[0] for row in found.terms)


# --- What else is meant --------------------------------------------------------------------------


def completed(meant: Meant, run: Engine) -> Meant:
    """With the terms that the concepts are exactly, and what became of terms that were given up."""
    values = " ".join(map(spelled, meant.every))
    found = run(
        f"{PROLOGUE}SELECT DISTINCT ?term ?other {{ VALUES ?term {{ {values} }}"
        f" {{ ?term a tk:Concept ; <{PREFIXES['skos']}exactMatch> ?other }}"
        " UNION { ?term dcterms:isReplacedBy+ ?other } }"
    )
    later = [(str(one), str(other)) for one, other in found.rows if one in meant.terms]
    notes = [meant.note, *(f"{_short(one)} became {_short(other)}" for one, other in sorted(later))]
    terms = _distinct((*meant.terms, *(row[1] for row in found.terms)))
    return Meant(meant.concepts, terms, "; ".join(filter(None, notes)))


def _split(things: Iterable[Iri]) -> Meant:
    """The concepts among these, and the terms."""
    every = _distinct(things)
    concepts = tuple(thing for thing in every if thing.startswith(CONCEPT))
    return Meant(concepts, tuple(thing for thing in every if thing not in concepts))


def _folded(label: str) -> str:
    return re.sub(r"[\W_]+", " ", label.casefold()).strip()


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _distinct(terms: Iterable[Any]) -> tuple[Iri, ...]:
    return tuple(sorted({Iri(str(term)) for term in terms}))
