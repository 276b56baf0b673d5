"""The questions that kg answers: the catalogue of ``queries/*.rq``, and how one is asked.

In: the name of a question and values for its parameters. Out: a table. A query file is legal
SPARQL that runs anywhere as it stands; its header says what it asks, takes and returns. Each
parameter stands in the query as ``VALUES ?name { … }``, holding ``UNDEF`` (any) or an example.
Asking replaces what stands between those braces by terms, serialised from typed values and never
pasted from text. An engine's own substitution would not do: Oxigraph's reaches only variables that
are selected, and an endpoint elsewhere has none. The engine is whatever is handed in as ``run``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.resources import folder
from kg.table import Table
from kg.terms import Iri, Literal, Term, boolean, decimal, spelled, text
from kg.values import number_of


class Engine(Protocol):
    """Whatever evaluates a SPARQL query: a store, an rdflib graph, a remote endpoint."""

    def __call__(self, query: str, /) -> Table:
        """The answer to the query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a question.

    ``kind`` says what its value is read as: boolean, number, text, code, claim, concept,
    measurand, heading, trial or measurements; ``default`` holds where it is absent.
    """

    name: str
    kind: str
    about: str
    required: bool = False
    default: str = "any"
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its header, and its query as it stands in the file."""

    id: str
    file: str
    title: str
    group: str
    parameters: tuple[Parameter, ...]
    returns: Mapping[str, str]
    empty: str
    query: str

    def bound(self, rows: Mapping[str, Sequence[Sequence[Term]]]) -> str:
        """The query with each parameter's ``VALUES`` holding these rows of terms.

        *Errors*: ``UsageError`` for a name that has no place in the query.
        """
        query = self.query
        for name, terms in rows.items():
            block = " ".join(_row(row) for row in terms)
            query, places = _place(name).subn(lambda m, b=block: f"{m[1]}{b} }}", query)  # type: ignore[misc]
            if not places:
                raise UsageError(f"{self.file} has no place for the parameter {name!r}")
        return query


def _place(name: str) -> re.Pattern[str]:
    variables = r"\(\s*\?measurand\s+\?amount\s*\)" if name == MEASUREMENTS else rf"\?{name}"
    return re.compile(rf"(VALUES\s+{variables}\s*\{{ )[^{{}}]*\}}")


def _row(row: Sequence[Term]) -> str:
    words = " ".join(spelled(term) for term in row)
    return words if len(row) == 1 else f"({words})"


# --- The catalogue ------------------------------------------------------------------------------

MEASUREMENTS: Final = "measurements"
"""The parameter that takes any measurand by name, with its value: ``cd4=250 age=40``."""

_HEADER: Final = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)


@cache
def catalogue() -> Mapping[str, Question]:
    """All questions by name, in the order of their files."""
    found = (read_question(path.name, path.read_text("utf-8")) for path in _query_files())
    return {question.id: question for question in found}


def _query_files() -> list[Path]:
    return sorted(folder("queries").glob("*.rq"))


def read_question(file: str, query: str) -> Question:
    """The question that a query file holds.

    >>> read_question("00-two.rq", '''#+ id: two
    ... #+ question: What is one and one?
    ... #+ group: Sums
    ... #+ parameters: {}
    ... #+ returns: {sum: integer}
    ... #+ empty: never
    ... SELECT (1 + 1 AS ?sum) {}''').returns
    {'sum': 'integer'}
    """
    header = yaml.safe_load("\n".join(_HEADER.findall(query)))
    return Question(
        id=header["id"],
        file=file,
        title=header["question"],
        group=header["group"],
        parameters=tuple(
            Parameter(name=name, **{str(key): value for key, value in fields.items()})
            for name, fields in header["parameters"].items()
        ),
        returns=header["returns"],
        empty=header["empty"],
        query=query,
    )


def question(name: str) -> Question:
    """The question of this name.

    *Errors*: ``UsageError`` that names the nearest ones.
    """
    known = catalogue()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"there is no question {name!r}",
            expected=f"one like {', '.join(near)}" if near else None,
            way_out="List them with: kg ask",
        )
    return known[name]


# --- Asking -------------------------------------------------------------------------------------


def ask(name: str, run: Engine, /, **values: object) -> Table:
    """The answer to a question, with its parameters bound as terms.

    *Errors*: ``UsageError`` for an unknown question or parameter, a missing one, or a name that
    matches nothing in the graph.
    """
    asked = question(name)
    answer = run(asked.bound(dict(_bindings(asked, values, run))))
    return Table(answer.columns, answer.terms, asked.title)


def _bindings(
    asked: Question, values: Mapping[str, object], run: Engine
) -> Iterator[tuple[str, list[tuple[Term, ...]]]]:
    """The rows of terms that each parameter given stands for."""
    declared = {p.name: p for p in asked.parameters if p.kind != MEASUREMENTS}
    open_ended = next((p for p in asked.parameters if p.kind == MEASUREMENTS), None)
    measured = {name: value for name, value in values.items() if name not in declared}
    if measured and open_ended is None:
        raise _no_such_parameter(asked, next(iter(measured)))
    _check_complete(asked, declared.keys() & values.keys(), measured)
    for name in declared.keys() & values.keys():
        yield name, [(term,) for term in read_value(declared[name], values[name], run)]
    if measured and open_ended:
        yield MEASUREMENTS, list(_measurements(measured, run))


def _check_complete(asked: Question, given: Iterable[str], measured: Mapping[str, object]) -> None:
    for parameter in asked.parameters:
        absent = not measured if parameter.kind == MEASUREMENTS else parameter.name not in given
        if parameter.required and absent:
            raise UsageError(
                f"{asked.id} needs {parameter.name}: {parameter.about}",
                way_out=f"For example: kg ask {asked.id} {parameter.example}",
            )


def _no_such_parameter(asked: Question, name: str) -> UsageError:
    known = ", ".join(parameter.name for parameter in asked.parameters)
    return UsageError(
        f"{asked.id} has no parameter {name!r}",
        expected=f"one of {known}" if known else "none: it takes no parameters",
    )


def _measurements(values: Mapping[str, object], run: Engine) -> Iterator[tuple[Term, ...]]:
    for name, value in values.items():
        what = Parameter(name=name, kind="measurand", about="")
        amount = _number(Parameter(name=name, kind="number", about=""), value)
        for measurand in read_value(what, name.replace("_", " "), run):
            yield (measurand, amount)


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
        case "text" | "code":
            return (text(str(value)),)
    iri = as_iri(str(value))
    if iri is not None:
        return (iri,)
    if parameter.kind == "claim":
        raise _misread(parameter, value, "an IRI, as answers show it")
    return _resolve(parameter, " ".join(str(value).split()), run)


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
  { ?term a tk:Concept . VALUES ?p { rdfs:label skos:prefLabel skos:altLabel } ?term ?p ?label }"""
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


# --- The generated catalogue --------------------------------------------------------------------


def catalogue_page(questions: Iterable[Question]) -> str:
    """The catalogue as a Markdown page, by group: what ``queries/README.md`` must hold."""
    groups: dict[str, list[Question]] = {}
    for each in questions:
        groups.setdefault(each.group, []).append(each)
    sections = (
        f"## {group}\n\n" + "\n".join(map(_entry, members)) for group, members in groups.items()
    )
    return _PAGE_HEAD + "\n".join(sections)


_PAGE_HEAD: Final = """\
# Questions

Generated from the headers of the query files beside it. Ask one with `kg ask NAME name=value …`,
or run its file as it stands on any SPARQL 1.1 engine whose default graph is the union of its
graphs. Names of things may be labels, aliases, CURIEs or IRIs. Columns of IRIs called `claim` can
be followed to the words behind them with `kg why`.

"""


def write_catalogue() -> None:
    """Write ``queries/README.md`` of this checkout anew."""
    page = catalogue_page(catalogue().values())
    (folder("queries") / "README.md").write_text(page, encoding="utf-8")


def _entry(each: Question) -> str:
    lines = [f"### {each.id}", "", f"{each.title} ([query]({each.file}))", ""]
    lines += [f"* `{p.name}` ({_manner(p)}): {p.about}" for p in each.parameters]
    columns = ", ".join(f"`{name}` {kind}" for name, kind in each.returns.items())
    return "\n".join([*lines, f"* returns {columns}", f"* empty: {each.empty}", ""])


def _manner(parameter: Parameter) -> str:
    if parameter.required:
        return f"{parameter.kind}, required; try `{parameter.example}`"
    return f"{parameter.kind}; {parameter.default} when absent"
