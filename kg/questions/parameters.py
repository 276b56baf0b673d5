"""Values of parameters as terms: names, CURIEs and IRIs of things, truth values, numbers.

In: what a person or program gave for a parameter, and an engine to look names up with. Out: typed
terms; several where a name fits several things, and a measurand with all that is narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, Protocol

from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.questions.headers import Parameter
from kg.table import Table
from kg.terms import Iri, Literal, Term, boolean, decimal, spelled, text
from kg.values import number_of


class Engine(Protocol):
    """Whatever evaluates a SPARQL query: a store, an rdflib graph, a remote endpoint."""

    def __call__(self, query: str, /) -> Table:
        """The answer to the query."""


# --- Values to terms ----------------------------------------------------------------------------

_SAFE_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_CURIE: Final = re.compile(r"([a-z]+):([^\s/]\S*)")
_TRUTH: Final = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


def read_value(parameter: Parameter, value: object, run: Engine) -> tuple[Term, ...]:
    """The terms that a value stands for: several where a name fits several concepts.

    *Errors*: ``UsageError`` that says what the parameter takes, or which names come nearest.
    """
    match parameter.kind:
        case "boolean":
            return (_boolean(parameter, value),)
        case "number":
            return (_number(parameter, value),)
        case "text":
            return (text(str(value)),)
        case "code":
            return (text(re.split(r"[#:]", str(value).strip())[-1]),)
    named = _named(parameter, str(value), run)
    return _narrower(named, run) if parameter.kind == "measurand" else named


def read_measurements(values: Mapping[str, object], run: Engine) -> Iterator[tuple[Term, ...]]:
    """Measurands, and all that is narrower, with a patient's values.

    What is named comes before what is only narrower: "viral load" stands for the load of each
    virus, unless that one is named too.

    *Errors*: ``UsageError`` for a name that fits nothing or a value that is no number.
    """
    exact: dict[Iri, Literal] = {}
    implied: dict[Iri, Literal] = {}
    for name, value in values.items():
        amount = _number(Parameter(name=name, kind="number", about=""), value)
        what = Parameter(name=name, kind="measurand", about="")
        named = _named(what, name.replace("_", " "), run)
        exact |= dict.fromkeys(named, amount)
        implied |= dict.fromkeys(_narrower(named, run), amount)
    yield from sorted((implied | exact).items())


def _named(parameter: Parameter, written: str, run: Engine) -> tuple[Iri, ...]:
    iri = as_iri(written)
    if iri is not None:
        return (iri,)
    if parameter.kind == "claim":
        raise _misread(parameter, written, "an IRI, as answers show it")
    return _resolve(parameter, " ".join(written.split()), run)


def _narrower(named: Sequence[Iri], run: Engine) -> tuple[Iri, ...]:
    """These measurands and all below them."""
    values = " ".join(map(spelled, named))
    found = run(
        f"{_PROLOGUE}SELECT DISTINCT ?term {{ VALUES ?top {{ {values} }} ?term tk:broader* ?top }}"
    )
    return _distinct([*named, *(row[0] for row in found.terms)])


def as_iri(written: str) -> Iri | None:
    """The IRI that a text writes, in full or as a CURIE of ours, else nothing.

    >>> as_iri("mesh:D007376"), as_iri("IL-2"), as_iri("<https://e.org/a>")
    ('http://id.nlm.nih.gov/mesh/D007376', None, 'https://e.org/a')
    """
    bare = written.strip().removeprefix("<").removesuffix(">")
    curie = _CURIE.fullmatch(bare)
    if curie and curie[1] in PREFIXES:
        bare = PREFIXES[curie[1]] + curie[2]
    elif not bare.startswith(("http://", "https://", "urn:")):
        return None
    return Iri(bare) if _SAFE_IRI.fullmatch(bare) else None


def _boolean(parameter: Parameter, value: object) -> Literal:
    truth = _TRUTH.get(str(value).strip().lower())
    if truth is None:
        raise _misread(parameter, value, "true or false")
    return boolean(truth)


def _number(parameter: Parameter, value: object) -> Literal:
    exact = value if isinstance(value, Decimal) else number_of(str(value))
    if exact is None:
        raise _misread(parameter, value, "a number")
    return decimal(exact)


def _misread(parameter: Parameter, value: object, expected: str) -> UsageError:
    return UsageError(f"{parameter.name} cannot be read", got=f"{str(value)!r}", expected=expected)


# --- Names to things of the graph ---------------------------------------------------------------

_PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("dcterms", "mesh", "meshv", "rdfs", "skos", "tk")
)
_CONCEPT: Final = """
  { ?term a tk:Concept .
    VALUES ?p { rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel } ?term ?p ?label }"""
_HEADING: Final = """
  { ?term rdfs:label ?label . FILTER(STRSTARTS(STR(?term), STR(mesh:))) }
  UNION { ?line tk:descriptor ?term ; rdfs:label ?label .
          FILTER NOT EXISTS { ?line tk:qualifier ?any } }"""
_TRIAL: Final = """
  { ?term a tk:Trial . VALUES ?p { rdfs:label tk:acronym tk:registryId } ?term ?p ?label }
  UNION { ?term tk:reportedIn ?report .
          VALUES ?p { tk:pmid tk:doi dcterms:title } ?report ?p ?label }"""
_SCOPES: Final = {
    "concept": f"{_CONCEPT} UNION {_HEADING}",
    "heading": _HEADING,
    "measurand": _CONCEPT + " ?term a tk:Measurand .",
    "trial": _TRIAL,
}


def _resolve(parameter: Parameter, wanted: str, run: Engine) -> tuple[Iri, ...]:
    """The things called so: by the exact words first, which an index finds; else by a scan."""
    scope = _SCOPES[parameter.kind]
    spellings = {wanted, wanted.lower(), wanted.upper(), wanted[:1].upper() + wanted[1:].lower()}
    literals = (text(s, language) for s in sorted(spellings) for language in (None, "en"))
    values = " ".join(map(spelled, literals))
    found = run(f"{_PROLOGUE}SELECT DISTINCT ?term {{ VALUES ?label {{ {values} }} {scope} }}")
    if found.terms:
        return _distinct(row[0] for row in found.terms)
    return _scan(parameter, wanted, run(f"{_PROLOGUE}SELECT DISTINCT ?term ?label {{ {scope} }}"))


def _scan(parameter: Parameter, wanted: str, labels: Table) -> tuple[Iri, ...]:
    """Names compared without case, spaces and hyphens; last, one that begins with the words."""
    called: dict[str, list[Any]] = {}
    for term, label in labels.rows:
        for name in {_folded(str(label)), _folded(_local(str(term)))}:
            called.setdefault(name, []).append(term)
    folded = _folded(wanted)
    if folded in called:
        return _distinct(map(Iri, called[folded]))
    longer = _distinct(
        Iri(term) for name in called if name.startswith(folded + " ") for term in called[name]
    )
    if len(longer) == 1:
        return longer
    raise _nothing_called(parameter, wanted, called)


def _nothing_called(parameter: Parameter, wanted: str, called: Mapping[str, object]) -> UsageError:
    folded = _folded(wanted)
    beginning = sorted(name for name in called if name.startswith(folded + " "))
    near = beginning[:5] or get_close_matches(folded, called, n=3, cutoff=0.5)
    return UsageError(
        f"nothing in the graph that {parameter.name} could be is called {wanted!r}",
        expected="a name like " + ", ".join(repr(name) for name in near) if near else None,
        way_out="An IRI or a CURIE (concept:interleukin-2, mesh:D007376) will do as well.",
    )


def _folded(label: str) -> str:
    return re.sub(r"[\W_]+", " ", label.casefold()).strip()


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _distinct(terms: Iterable[Any]) -> tuple[Iri, ...]:
    return tuple(sorted({Iri(str(term)) for term in terms}))
