"""From what a person types to the thing that is meant: a trial, or a claim.

In: a store that answers, and an IRI, a short name, a registry id, a PMID, a DOI, an acronym or a
part of a title. Out: one IRI, or an error that lists what came near.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Final

from kg.errors import LimitError, UsageError
from kg.namespaces import PREFIXES, REPORT, TRIAL
from kg.store import Queryable
from kg.terms import Iri, spelled, text
from kg.view import short

# An index of the engine leads from a text to what bears it: whatever the size of the graph.
_EXACT: Final = """
SELECT DISTINCT ?trial ?name WHERE {
  VALUES ?name { %s }
  { VALUES ?p { rdfs:label tk:acronym tk:registryId } ?trial ?p ?name . ?trial a tk:Trial }
  UNION
  { VALUES ?p { tk:pmid tk:doi tk:registryId dcterms:title } ?report ?p ?name .
    { ?report tk:reportsTrial ?trial } UNION { ?trial tk:mentionedIn ?report } }
} ORDER BY ?trial ?name
"""
# From few things to their names: a list of properties would lead through all labels there are. The
# engine looks through them, and gives those that hold the word or begin alike.
_LIKE: Final = """
SELECT DISTINCT ?trial ?name WHERE {
  { ?trial a tk:Trial . ?trial rdfs:label|tk:acronym|tk:registryId ?name }
  UNION
  { { ?report tk:reportsTrial ?trial } UNION { ?trial tk:mentionedIn ?report }
    ?report tk:pmid|tk:doi|tk:registryId|dcterms:title ?name }
  FILTER(CONTAINS(LCASE(STR(?name)), %s) || STRSTARTS(LCASE(STR(?name)), %s))
} ORDER BY ?trial ?name
"""
_IRI: Final = re.compile(r"<?(https?://[^\s<>]+?)>?")
_SHORT: Final = re.compile(r"([\w.-]+):([\w.-]+(?:/[\w.-]+)*)")
_NEAR: Final = 5
_ALIKE: Final = 2


def iri_of(written: str) -> Iri | None:
    """The IRI that a full or short name writes: ``trial:…``, ``pmid-19461505:result-2``.

    >>> iri_of("pmid-19461505:result-2")
    'https://w3id.org/trialkg/id/report/pmid-19461505/result-2'
    >>> iri_of("PMID:19461505") is None
    True
    """
    if match := _IRI.fullmatch(written):
        return Iri(match[1])
    match = _SHORT.fullmatch(written)
    if match is None:
        return None
    prefix, local = match.groups()
    if prefix in PREFIXES:
        return Iri(PREFIXES[prefix] + local)
    # A report's prefix is its slug, which is lower case and holds a hyphen or digits.
    own = re.fullmatch(r"r-[\w.-]+|[a-z]+[\w.]*-[\w.-]+|[a-z]+\d\w*", prefix)
    return Iri(f"{REPORT}{prefix.removeprefix('r-')}/{local}") if own else None


def find_claim(written: str) -> Iri:
    """The claim that is meant.

    *Errors*: ``UsageError`` for what names nothing.
    """
    iri = iri_of(written)
    if iri is None:
        raise UsageError(
            "this names no claim",
            got=written,
            expected="an IRI, or a name as answers show it: pmid-19461505:result-2",
        )
    return iri


def exact_trial(store: Queryable, written: str) -> Iri | None:
    """The one trial whose IRI, number or name this is, letter by letter; however many there are."""
    iri = iri_of(written) or Iri(TRIAL + written.lower())
    if store.table("SELECT * WHERE { ?trial a tk:Trial }", {"trial": iri}).rows:
        return iri
    wanted = re.sub(r"^(pmid|doi)\s*:\s*", "", written.strip(), flags=re.IGNORECASE)
    found = set().union(*_names(store, _EXACT % _spellings(wanted)).values())
    return next(iter(found)) if len(found) == 1 else None


def find_trial(store: Queryable, written: str) -> Iri:
    """The trial that is meant.

    *Errors*: ``UsageError`` where none or several fit, or too many would have to be looked through.
    """
    exact = exact_trial(store, written)
    if exact is not None:
        return exact
    wanted = re.sub(r"^(pmid|doi)\s*:\s*", "", written.strip(), flags=re.IGNORECASE)
    names = _like(store, wanted)
    for fits in (names.get(_folded(wanted), set()), _holding(names, _folded(wanted))):
        if len(fits) == 1:
            return next(iter(fits))
        if fits:
            raise _several(written, fits)
    raise _none(written, names)


def _like(store: Queryable, wanted: str) -> Mapping[str, set[Iri]]:
    """The names that hold the longest word of these, or begin as they do.

    *Errors*: ``UsageError`` where the names of all trials are more than can be looked through.
    """
    words = re.findall(r"\w+", wanted.lower()) or [""]
    terms = (max(words, key=len), words[0][:_ALIKE])
    try:
        return _names(store, _LIKE % tuple(spelled(text(each)) for each in terms))
    except LimitError as error:
        raise UsageError(
            f"no trial has the name or number {wanted!r}, and there are too many to look for it"
            " within their names",
            way_out="Give its registry number, PMID, DOI, acronym or whole title.",
        ) from error


def _spellings(written: str) -> str:
    """A text in the cases in which ids and names are written, as terms of a query."""
    cases = dict.fromkeys((written, written.upper(), written.lower()))
    return " ".join(spelled(text(each)) for each in cases)


def _names(store: Queryable, query: str) -> Mapping[str, set[Iri]]:
    names: dict[str, set[Iri]] = defaultdict(set)
    for trial, name in store.table(query).rows:
        names[_folded(str(name))].add(Iri(str(trial)))
    return names


def _holding(names: Mapping[str, set[Iri]], wanted: str) -> set[Iri]:
    return set().union(*(trials for name, trials in names.items() if wanted and wanted in name))


def _folded(name: str) -> str:
    return " ".join(re.findall(r"[\w.]+", name.casefold()))


def _several(written: str, fits: Collection[Iri]) -> UsageError:
    shown = ", ".join(sorted(short(trial) for trial in fits)[:_NEAR])
    return UsageError(
        f"{written!r} fits {len(fits)} trials", expected=f"one of {shown}{_more(fits)}"
    )


def _more(fits: Collection[Iri]) -> str:
    return f" and {len(fits) - _NEAR} more" if len(fits) > _NEAR else ""


def _none(written: str, names: Mapping[str, set[Iri]]) -> UsageError:
    near = get_close_matches(_folded(written), names, n=3, cutoff=0.5)
    return UsageError(
        f"no trial is called {written!r}",
        expected=f"something like {', '.join(map(repr, near))}" if near else None,
        way_out="List the trials with: kg ask trial-summary",
    )
