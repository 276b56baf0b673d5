"""Names like one that is nobody's.

In: a reader, and an IRI that the graph does not know. Out: a few that it does, with their paths.
"""

from difflib import get_close_matches
from typing import Final

from kg.namespaces import CONCEPT, REPORT, TRIAL
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import href
from kg.view import short

_NEAR: Final = 5
_LONGEST: Final = 200
_KINDS: Final = {
    TRIAL: "SELECT ?thing { ?thing a tk:Trial } LIMIT 2000",
    CONCEPT: "SELECT ?thing { ?thing a tk:Concept } LIMIT 2000",
    REPORT: "SELECT ?thing { ?thing a tk:Report } LIMIT 2000",
}


def near(reader: Reader, iri: str) -> list[tuple[str, str]]:
    """Things of the same kind whose names are like it; of a part of a report, the report."""
    base = next((each for each in _KINDS if iri.startswith(each)), None)
    if base is None:
        return []
    name = iri.removeprefix(base).partition("/")[0].rpartition(".")[0] or iri.removeprefix(base)
    wanted = name.partition("/")[0][:_LONGEST].lower()
    found = [str(row[0]) for row in reader.table(_KINDS[base]).rows]
    known = {each.removeprefix(base): each for each in found}
    like = get_close_matches(wanted, known, n=_NEAR, cutoff=0.5)
    return [(href(known[each]), short(known[each])) for each in like]
