"""The words behind what an answer shows.

In: a store, and things: claims, or whatever else has passages. Out: passages, each once, and which
thing each is behind; of a derived claim those of what it was derived from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.store import Queryable
from kg.talking.records import Evidence, Passage
from kg.terms import Iri
from kg.view import short

MOST: Final = 120
_QUERY: Final = """
SELECT DISTINCT ?thing ?passage ?words ?section ?path ?start ?end ?cited ?report ?title ?caution
WHERE {
  { SELECT DISTINCT ?thing ?passage WHERE { ?thing tk:derivedFrom*/tk:supportedBy ?passage } }
  OPTIONAL { ?passage tk:exact ?words }
  OPTIONAL { ?passage tk:section ?section }
  OPTIONAL { ?passage tk:path ?path }
  OPTIONAL { ?passage tk:start ?start }
  OPTIONAL { ?passage tk:end ?end }
  OPTIONAL { ?passage dcterms:source ?cited }
  OPTIONAL { ?report tk:hasPassage ?passage OPTIONAL { ?report dcterms:title ?title }
             OPTIONAL { ?report tk:caution ?caution } }
} ORDER BY ?report ?start ?passage ?thing
"""


def passages_behind(store: Queryable, things: Iterable[Iri]) -> Evidence:
    """The passages of these things, in the order of the reports; at most so many."""
    wanted = tuple(dict.fromkeys(things))
    if not wanted:
        return Evidence()
    behind: defaultdict[str, dict[str, None]] = defaultdict(dict)
    found: dict[str, Mapping[str, Any]] = {}
    for row in store.table(_QUERY, {"thing": wanted}):
        found.setdefault(str(row["passage"]), row)
        behind[str(row["thing"])][str(row["passage"])] = None
    kept = {iri: number for number, iri in enumerate(list(found)[:MOST], start=1)}
    return Evidence(
        passages=tuple(_passage(number, found[iri]) for iri, number in kept.items()),
        behind={short(thing): _numbers(each, kept) for thing, each in sorted(behind.items())},
        left_out=len(found) - len(kept),
    )


def _numbers(passages: Iterable[str], kept: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(kept[each] for each in passages if each in kept)


def _passage(number: int, row: Mapping[str, Any]) -> Passage:
    report = short(str(row["report"])) if row["report"] else ""
    return Passage(
        id=number,
        words=row["words"] or "",
        where=_place(row),
        report=f"{report}: {row['title']}" if row["title"] else report,
        caution=row["caution"] or "",
    )


def _place(row: Mapping[str, Any]) -> str:
    """Where the words stand: a section, a path, characters, a source.

    >>> _place({"section": "Results", "path": None, "start": 7, "end": 9, "cited": None})
    'Results, characters 7–9'
    """
    known = row["start"] is not None and row["end"] is not None
    span = f"characters {row['start']}–{row['end']}" if known else None
    return ", ".join(filter(None, (row["section"], row["path"], span, row["cited"])))
