"""The first page, and search: by trial, condition, intervention, or what was measured.

In: a reader, and what a person typed. Out: HTML. What is in the graph was counted by the build;
nothing is counted here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.errors import LimitError
from kg.lookup import exact_trial, iri_of
from kg.namespaces import TK
from kg.questions import catalogue
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import rendered
from kg.store import Store
from kg.table import Table
from kg.terms import Iri, spelled, text
from kg.view import Linked, short, spoken

_MOST: Final = 50
_LONGEST: Final = 300
_COUNTED: Final = (
    ("trials", TK.Trial),
    ("reports", TK.Report),
    ("arms", TK.Arm),
    ("results", TK.Result),
    ("comparisons between groups", TK.Comparison),
    ("adverse event results", TK.AdverseEventResult),
    ("conclusions", TK.Conclusion),
    ("disagreements between reports", TK.Disagreement),
    ("passages", TK.Passage),
    ("concepts", TK.Concept),
)
_BEGIN: Final = (
    "trial-summary",
    "trials-of-intervention",
    "trials-of-condition",
    "between-group",
    "conflicting-trials",
    "surrogate-without-benefit",
    "adverse-events",
    "disagreements",
)
# The LIMIT within is for words that many names hold: the first of these then come at once.
_TRIALS: Final = """
SELECT ?thing (MIN(STR(?called)) AS ?label) (MIN(STR(?name)) AS ?by) WHERE {
  { SELECT ?thing ?name WHERE {
      { ?thing a tk:Trial . ?thing rdfs:label|tk:acronym|tk:registryId|tk:officialTitle ?name }
      UNION { ?report tk:reportsTrial ?thing .
              ?report tk:pmid|tk:doi|tk:registryId|dcterms:title ?name }
      FILTER(CONTAINS(LCASE(STR(?name)), %s))
  } LIMIT 2000 }
  OPTIONAL { ?thing rdfs:label ?called }
} GROUP BY ?thing ORDER BY ?label ?thing LIMIT 51
"""
_CONCEPTS: Final = """
SELECT ?thing (MIN(STR(?called)) AS ?label) (MIN(STR(?name)) AS ?by) WHERE {
  ?thing a %s . ?thing rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name
  FILTER(CONTAINS(LCASE(STR(?name)), %s))
  OPTIONAL { ?thing skos:prefLabel ?called }
} GROUP BY ?thing ORDER BY STRLEN(STR(?label)) ?label ?thing LIMIT 51
"""
_KINDS: Final = (
    ("Conditions", "tk:Condition", "trials-of-condition", "condition"),
    ("Interventions", "tk:Substance", "trials-of-intervention", "substance"),
    ("Measured", "tk:Measurand", "results-by-outcome", "measurand"),
)


Row = tuple[Linked, str]


class Found(NamedTuple):
    """What was found of one kind; the question that climbs vocabularies for the same words."""

    title: str
    rows: tuple[Row, ...]
    more: bool
    question: str = ""
    parameter: str = ""
    unread: bool = False
    """Whether there were too many names to look through them all."""


def home_page(reader: Reader) -> str:
    """What is in the graph, and where to begin."""
    known = catalogue()
    return rendered(
        "home.html",
        reader.generation,
        counted=tuple(_counted(reader.generation.store)),
        vocabularies=[each.name for each in reader.generation.manifest.vocabularies],
        begin=[known[name] for name in _BEGIN if name in known],
    )


def _counted(store: Store) -> Iterator[tuple[str, int]]:
    counts = store.counts()
    members = {} if counts is None else counts.members
    return ((name, members[kind]) for name, kind in _COUNTED if members.get(kind))


def search_page(reader: Reader, typed: str) -> str:
    """What is called so, exactly or in part."""
    wanted = " ".join(typed.split())[:_LONGEST]
    found = tuple(_found(reader, wanted)) if wanted else ()
    return rendered("search.html", reader.generation, wanted=wanted, found=found)


def _found(reader: Reader, wanted: str) -> Iterator[Found]:
    bare = re.sub(r"^(pmid|doi)\s*:\s*", "", wanted, flags=re.IGNORECASE)
    needle = spelled(text(bare.lower()))
    exact = _exactly(reader, wanted)
    others = [_concepts(reader, each, needle) for each in _KINDS]
    yield _trials(reader, wanted, needle, exact)
    yield from others


def _trials(reader: Reader, wanted: str, needle: str, exact: Iri | None) -> Found:
    """The trials; of more than a page can look through, the one that is called exactly so."""
    try:
        rows, unread = _shown(reader.looked_through(_TRIALS % needle)), False
    except LimitError:
        rows, unread = [], True
    if exact:
        rows = _first(rows, exact, wanted)
    return Found("Trials", tuple(rows[:_MOST]), len(rows) > _MOST, unread=unread)


def _concepts(reader: Reader, kind: tuple[str, str, str, str], needle: str) -> Found:
    title, sort, question, parameter = kind
    rows = _shown(reader.table(_CONCEPTS % (sort, needle)))
    return Found(title, tuple(rows[:_MOST]), len(rows) > _MOST, question, parameter)


def _first(rows: Sequence[Row], exact: Iri, wanted: str) -> list[Row]:
    """The rows with that of one trial before the others, whether or not it was among them."""
    there = [row for row in rows if row[0].pieces[0][1] == exact]
    others = [row for row in rows if row not in there]
    return [*(there or [(Linked([(short(exact), exact)]), wanted)]), *others]


def _exactly(reader: Reader, wanted: str) -> Iri | None:
    """The one trial of this id, name, PMID or DOI."""
    if iri_of(wanted) is None and " " in wanted:
        return None
    return exact_trial(reader, wanted)


def _shown(found: Table) -> list[Row]:
    return [
        (Linked([(str(label or spoken(str(thing))), Iri(str(thing)))]), str(by))
        for thing, label, by in found.rows
    ]
