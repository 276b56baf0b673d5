"""Values of parameters as terms: names, CURIEs and IRIs of things, truth values, numbers.

In: what a person or program gave for a parameter, an engine to look names up with, and what a
store knows beside it. Out: typed terms; several where a name fits several things, with all that is
narrower: a measurand, and the concepts at or below a term of a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kg.errors import UsageError
from kg.linking import curies
from kg.namespaces import MESH, PREFIXES
from kg.questions.climbing import as_values, concepts_below
from kg.questions.headers import Parameter
from kg.questions.things import PROLOGUE, Beside, Engine, Meant, by_iri, by_name, completed
from kg.terms import Iri, Literal, Term, boolean, decimal, spelled, text
from kg.values import number_of

# --- Values to terms ----------------------------------------------------------------------------

_SAFE_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_CURIE: Final = re.compile(r"([a-z]+):([^\s/]\S*)")
_TRUTH: Final = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


class Read(NamedTuple):
    """The terms that a value stands for, or a pattern for more than can be listed; and a note."""

    terms: tuple[Term, ...]
    pattern: str = ""
    note: str = ""


def read_value(
    parameter: Parameter, value: object, run: Engine, beside: Beside | None = None
) -> Read:
    """The terms that a value stands for: several where a name fits several concepts.

    *Errors*: ``UsageError`` that says what the parameter takes, or which names come nearest.
    """
    match parameter.kind:
        case "boolean":
            return Read((_boolean(parameter, value),))
        case "number":
            return Read((_number(parameter, value),))
        case "text":
            return Read((text(str(value)),))
        case "code":
            return Read((text(re.split(r"[#:]", str(value).strip())[-1]),))
    meant = _meant(parameter, str(value), run, beside)
    return _READERS[parameter.kind](parameter, meant, run)


def read_measurements(
    values: Mapping[str, object], run: Engine, beside: Beside | None = None
) -> Iterator[tuple[Term, ...]]:
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
        named = _measurands(what, _meant(what, name.replace("_", " "), run, beside), run)
        exact |= dict.fromkeys(named, amount)
        implied |= dict.fromkeys(_narrower(named, run), amount)
    yield from sorted((implied | exact).items())


def _meant(parameter: Parameter, written: str, run: Engine, beside: Beside | None) -> Meant:
    iri = as_iri(written)
    if iri is not None:
        return by_iri(parameter, iri, run, beside)
    if parameter.kind == "claim":
        raise _misread(parameter, written, "an IRI, as answers show it")
    return by_name(parameter, " ".join(written.split()), run, beside)


# --- What a kind of parameter takes of what is meant ---------------------------------------------


def _itself(_parameter: Parameter, meant: Meant, _run: Engine) -> Read:
    return Read(meant.every, note=meant.note)


def _terms(_parameter: Parameter, meant: Meant, run: Engine) -> Read:
    """As it is: the query climbs from it."""
    full = completed(meant, run)
    return Read(full.every, note=full.note)


def _headings(parameter: Parameter, meant: Meant, run: Engine) -> Read:
    full = completed(meant, run)
    headings = tuple(term for term in full.every if term.startswith(MESH))
    if not headings:
        raise _misread(parameter, ", ".join(meant.every), "a heading of MeSH, or what is one")
    return Read(headings, note=full.note)


def _concepts(parameter: Parameter, meant: Meant, run: Engine) -> Read:
    """Concepts, with those at or below the terms of vocabularies; the terms where there is none."""
    full = completed(meant, run)
    if not full.terms:
        return Read(full.concepts, note=full.note)
    found = _below(full, run)
    if len(found) > _LISTED:
        return Read((), as_values(parameter.name, full.concepts, full.terms), full.note)
    return Read(found or full.terms, note=full.note)


def _of_measurands(parameter: Parameter, meant: Meant, run: Engine) -> Read:
    return Read(_narrower(_measurands(parameter, meant, run), run), note=meant.note)


def _measurands(parameter: Parameter, meant: Meant, run: Engine) -> tuple[Iri, ...]:
    """The measurands among what is meant, or at or below its terms.

    *Errors*: ``UsageError`` where nothing is measured under these terms.
    """
    if not meant.terms:
        return meant.concepts
    values = " ".join(map(spelled, _below(completed(meant, run), run)))
    found = run(
        f"{PROLOGUE}SELECT DISTINCT ?term {{ VALUES ?term {{ {values} }} ?term a tk:Measurand }}"
    )
    if not found.terms:
        raise _misread(parameter, ", ".join(meant.terms), "what a trial of the graph measured")
    return tuple(sorted(Iri(str(row[0])) for row in found.terms))


def _below(meant: Meant, run: Engine) -> tuple[Iri, ...]:
    """The concepts that are meant, and those at or below the terms."""
    found = run(f"SELECT DISTINCT ?concept {{ {concepts_below(meant.terms)} }}")
    return tuple(sorted({*meant.concepts, *(Iri(str(row[0])) for row in found.terms)}))


def _narrower(named: Sequence[Iri], run: Engine) -> tuple[Iri, ...]:
    """These measurands and all below them."""
    values = " ".join(map(spelled, named))
    found = run(
        f"{PROLOGUE}SELECT DISTINCT ?term {{ VALUES ?top {{ {values} }} ?term tk:broader* ?top }}"
    )
    return tuple(sorted({*named, *(Iri(str(row[0])) for row in found.terms)}))


_LISTED: Final = 200
_READERS: Final[Mapping[str, Callable[[Parameter, Meant, Engine], Read]]] = {
    "claim": _itself,
    "concept": _concepts,
    "heading": _headings,
    "measurand": _of_measurands,
    "term": _terms,
    "trial": _itself,
}


# --- Texts ---------------------------------------------------------------------------------------


def as_iri(written: str) -> Iri | None:
    """The canonical IRI that a text writes, in full or as a CURIE of a known prefix; else nothing.

    >>> as_iri("mesh:D007376"), as_iri("IL-2"), as_iri("<https://e.org/a>")
    ('http://id.nlm.nih.gov/mesh/D007376', None, 'https://e.org/a')
    >>> as_iri("CHEBI:52998"), as_iri("https://identifiers.org/mesh:D007376")
    ('http://purl.obolibrary.org/obo/CHEBI_52998', 'http://id.nlm.nih.gov/mesh/D007376')
    """
    bare = written.strip().removeprefix("<").removesuffix(">")
    curie = _CURIE.fullmatch(bare)
    if curie and curie[1] in PREFIXES:
        bare = PREFIXES[curie[1]] + curie[2]
    else:
        bare = curies.canonical(bare)
    if not bare.startswith(("http://", "https://", "urn:")):
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
