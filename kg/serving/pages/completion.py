"""What may stand in a field: names of the graph, and of vocabularies where the graph has few.

In: a parameter, and what was typed so far. Out: names that the question takes, each with what it
is: another name for it, how many trials have to do with it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from kg.errors import LimitError
from kg.namespaces import TK
from kg.questions import Beside, Parameter
from kg.serving.pages.reader import Reader
from kg.serving.shelf import Generation
from kg.table import compact
from kg.terms import spelled, text

_MOST: Final = 12
_SHORTEST: Final = 2
_COUNTED: Final = 5_000
"""Of no more trials it is said how many have to do with a name."""
_LONGEST: Final = 100
_NAMES: Final = "rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel"
_KINDS: Final = {
    "concept": "tk:Concept",
    "heading": "tk:Concept",
    "measurand": "tk:Measurand",
    "term": "tk:Concept",
}
_TRIALS_OF: Final = {
    "Condition": "?below tk:broader* ?thing . ?trial tk:studiesCondition ?below",
    "Substance": "?below tk:broader* ?thing . ?trial tk:hasArm/tk:receives/tk:substance ?below",
}
_TRIAL: Final = """
SELECT (MIN(STR(?label)) AS ?called) (MIN(STR(?name)) AS ?by) ("" AS ?trials) WHERE {
  { SELECT ?thing ?name WHERE {
      ?thing a tk:Trial . ?thing rdfs:label|tk:acronym|tk:registryId|tk:officialTitle ?name
      FILTER(CONTAINS(LCASE(STR(?name)), @typed))
  } LIMIT 500 }
  ?thing rdfs:label ?label
} GROUP BY ?thing ORDER BY STRLEN(?called) ?called LIMIT 12
"""
_THING: Final = """
SELECT ?called ?by (COUNT(DISTINCT ?trial) AS ?trials) WHERE {
  { SELECT ?thing (MIN(STR(?label)) AS ?called) (MIN(STR(?name)) AS ?by)
           (MIN(IF(STRSTARTS(LCASE(STR(?name)), @typed), 0, 1)) AS ?within) WHERE {
      ?thing a @kind ; skos:prefLabel ?label ; @names ?name
      FILTER(CONTAINS(LCASE(STR(?name)), @typed))
    } GROUP BY ?thing ORDER BY ?within STRLEN(?called) ?called LIMIT 12 }
  OPTIONAL { @trials }
} GROUP BY ?called ?by ?within ORDER BY ?within STRLEN(?called) ?called
"""
_ALL: Final = "SELECT DISTINCT ?name { ?thing a @kind ; @label ?name } LIMIT 300"
_CODES: Final = "SELECT DISTINCT ?code { ?thing <@property> ?code } LIMIT 300"

_CHOICES: WeakKeyDictionary[Generation, dict[str, tuple[str, ...]]] = WeakKeyDictionary()


class Suggestion(NamedTuple):
    """A name that the question takes, and what is to be known of it."""

    value: str
    about: str


def is_completed(parameter: Parameter) -> bool:
    """Whether there are names to choose from."""
    return parameter.kind == "trial" or parameter.kind in _KINDS


def choices(reader: Reader, parameter: Parameter) -> tuple[str, ...]:
    """Names that a field without a script is completed from: some, where there are many."""
    known = _CHOICES.setdefault(reader.generation, {})
    query = _all_of(parameter)
    if query and query not in known:
        try:
            found = reader.table(query)
        except LimitError:
            return ()
        known[query] = tuple(sorted({_local(str(row[0])) for row in found.rows}))
    return known.get(query, ())


def _all_of(parameter: Parameter) -> str:
    if parameter.kind == "code":
        known = parameter.name in TK
        return _CODES.replace("@property", TK[parameter.name]) if known else ""
    if not is_completed(parameter):
        return ""
    is_trial = parameter.kind == "trial"
    label = "rdfs:label" if is_trial else "skos:prefLabel"
    return _ALL.replace("@kind", "tk:Trial" if is_trial else _kind(parameter)).replace(
        "@label", label
    )


def _kind(parameter: Parameter) -> str:
    return f"tk:{parameter.among}" if parameter.among else _KINDS[parameter.kind]


def _local(name: str) -> str:
    return name.removeprefix(str(TK))


# --- While one types -----------------------------------------------------------------------------


def as_json(reader: Reader, parameter: Parameter, typed: str, beside: Beside) -> str:
    """The suggestions, for the script of the form."""
    wanted = " ".join(typed.split())[:_LONGEST]
    found = tuple(_found(reader, parameter, wanted, beside)) if len(wanted) >= _SHORTEST else ()
    return json.dumps([each._asdict() for each in found], ensure_ascii=False)


def _found(
    reader: Reader, parameter: Parameter, wanted: str, beside: Beside
) -> Iterator[Suggestion]:
    if not is_completed(parameter):
        return
    rows = _rows(reader, parameter, wanted)
    seen = set()
    for called, by, trials in rows:
        if called is not None and called not in seen:
            seen.add(called)
            by_name = str(called) if wanted.lower() in str(called).lower() else str(by)
            yield Suggestion(str(called), _about(str(called), by_name, trials))
    if len(rows) < _MOST and parameter.kind != "trial":
        yield from _elsewhere(wanted, beside, {str(each).lower() for each in seen})


def _rows(reader: Reader, parameter: Parameter, wanted: str) -> Sequence[Sequence[Any]]:
    """The names that hold these words; none where too many would have to be looked through."""
    try:
        return reader.looked_through(_query(reader, parameter, wanted)).rows
    except LimitError:
        return ()


def _query(reader: Reader, parameter: Parameter, wanted: str) -> str:
    shape = _TRIAL if parameter.kind == "trial" else _THING
    parts: Mapping[str, str] = {
        "@kind": "" if parameter.kind == "trial" else _kind(parameter),
        "@names": _NAMES,
        "@trials": "" if _is_large(reader) else _TRIALS_OF.get(parameter.among or "", ""),
        "@typed": spelled(text(wanted.lower())),
    }
    for mark, part in parts.items():
        shape = shape.replace(mark, part)
    return shape


def _is_large(reader: Reader) -> bool:
    """Whether it takes too long to count trials while somebody types."""
    counts = reader.generation.store.counts()
    return counts is not None and counts.members.get(TK.Trial, 0) > _COUNTED


def _about(called: str, by: str, trials: object) -> str:
    words = [] if by.lower() == called.lower() else [f"also {shorten(by, 60, placeholder=' …')}"]
    if trials:
        words.append(f"{trials} trials" if trials != 1 else "1 trial")
    return ", ".join(words)


def _elsewhere(wanted: str, beside: Beside, seen: set[str]) -> Iterator[Suggestion]:
    """What a vocabulary calls so: the question climbs from it to what the graph has."""
    for each in beside.named(wanted):
        if each.label.lower() not in seen:
            yield Suggestion(each.label, f"{compact(each.iri)}, with what is narrower")
