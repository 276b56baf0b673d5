"""Which pattern of a query left nothing of its answer.

In: a query without rows, and a reader. Out: one sentence, and the pattern. What has to hold is
taken apart in its order; the first part that nothing fits, alone or with those before it, is it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import count, islice
from typing import Any, Final, NamedTuple

from rdflib.namespace import RDF
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Identifier, URIRef, Variable

from kg.errors import LimitError, QueryError
from kg.namespaces import PREFIXES
from kg.serving.pages.reader import Reader
from kg.store.counting import EVERY
from kg.store.gate import admit
from kg.store.tokens import tokens
from kg.table import compact

_LONGEST: Final = 1_500  # words and signs: this parser takes its time
_MOST: Final = 40
_WHOLE: Final = frozenset(
    "AggregateJoin Distinct Extend Filter Group Having OrderBy Project Reduced SelectQuery Slice "
    "ConstructQuery AskQuery DescribeQuery".split()
)

_IRI: Final = re.compile(r"<([^>]*)>")
_BLANK: Final = re.compile(r"\?_[A-Za-z0-9]{20,}")

Renamed = Mapping[Variable, Variable]


class Part(NamedTuple):
    """Something that has to hold: as SPARQL, and as a triple where it is one."""

    text: str
    triple: tuple[Identifier, Any, Identifier] | None = None


def why_empty(reader: Reader, query: str) -> str:
    """What leaves nothing, as JSON for the editor: a sentence, and a pattern where it is one."""
    try:
        said, pattern = _found(reader, query)
    except LimitError:
        said, pattern = "It would take too long to find out which pattern leaves nothing.", ""
    return json.dumps({"said": said, "pattern": pattern}, ensure_ascii=False)


def _found(reader: Reader, query: str) -> tuple[str, str]:
    parts = parts_of(query)
    for part in parts:
        if not _fits(reader, [part]):
            return _alone(reader, part), _shown(part)
    for number in range(2, len(parts) + 1):
        if not _fits(reader, parts[:number]):
            return "Nothing fits this together with what stands before it", _shown(
                parts[number - 1]
            )
    if not parts:
        return "What leaves nothing is in no pattern that can be looked at alone.", ""
    return "All patterns fit together; a FILTER, a MINUS or a LIMIT leaves nothing of that.", ""


def _fits(reader: Reader, parts: list[Part]) -> bool:
    return bool(reader.table(f"SELECT * {{ {' '.join(p.text for p in parts)} }} LIMIT 1").terms)


def _shown(part: Part) -> str:
    """A part as people write it."""
    text = _IRI.sub(lambda found: _curie(found[1]) or found[0], part.text)
    return _BLANK.sub("?_", text).replace(" rdf:type ", " a ")


def _curie(iri: str) -> str:
    short = compact(iri)
    return short if short != iri else ""


def _alone(reader: Reader, part: Part) -> str:
    """What is wrong with a pattern that nothing fits: a name that the graph does not have."""
    counts = reader.generation.store.counts()
    if counts is None or part.triple is None:
        return "Nothing in the graph fits this"
    _, predicate, value = part.triple
    properties = {name for kind, name in counts.uses if kind == EVERY}
    if isinstance(predicate, URIRef) and str(predicate) not in properties:
        return f"The graph has no property {_near(predicate, properties)}"
    if predicate == RDF.type and isinstance(value, URIRef) and str(value) not in counts.members:
        return f"The graph has no thing of the class {_near(value, counts.members)}"
    return "Nothing in the graph fits this"


def _near(name: URIRef, known: Any) -> str:  # noqa: ANN401 - names, in a set or as keys
    like = get_close_matches(compact(str(name)), [compact(each) for each in known if each], n=3)
    return compact(str(name)) + (f"; near it: {', '.join(like)}" if like else "")


# --- A query taken apart -------------------------------------------------------------------------


def parts_of(query: str) -> list[Part]:
    """What has to hold for each row, in order; nothing of OPTIONAL and MINUS.

    >>> [part.text for part in parts_of("SELECT * { ?t a <x:T> OPTIONAL { ?t <x:p> ?o } }")]
    ['?t <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:T> .']

    *Errors*: ``QueryError`` for what the parser cannot read; as of the gate.
    """
    admit(query)
    if sum(1 for _ in islice(tokens(query), _LONGEST + 1)) > _LONGEST:
        return []
    try:
        algebra = translateQuery(parseQuery(query), initNs=dict(PREFIXES)).algebra
        return list(islice(_parts(algebra, {}, count(1)), _MOST))
    except Exception as error:
        raise QueryError("the query cannot be taken apart", got=str(error)[:200]) from error


def _parts(node: CompValue, renamed: Renamed, numbers: "count[int]") -> Iterator[Part]:
    name = node.name
    if name in _WHOLE or name in {"LeftJoin", "Minus"}:
        yield from _parts(node.p1 if "p1" in node else node.p, renamed, numbers)
    elif name == "BGP":
        yield from (_triple(each, renamed) for each in node.triples)
    elif name == "Join":
        yield from _parts(node.p1, renamed, numbers)
        yield from _parts(node.p2, renamed, numbers)
    elif name == "Graph":
        graph = _spelled(node.term, renamed)
        for each in _parts(node.p, renamed, numbers):
            yield Part(f"GRAPH {graph} {{ {each.text} }}", each.triple)
    elif name == "Union":
        yield _union((node.p1, node.p2), renamed, numbers)
    elif name == "ToMultiSet":
        yield from _inner(node.p, renamed, numbers)


def _union(branches: tuple[CompValue, ...], renamed: Renamed, numbers: "count[int]") -> Part:
    """Both branches as one part: it is enough that one of them holds."""
    texts = (" ".join(p.text for p in _parts(each, renamed, numbers)) for each in branches)
    return Part(" UNION ".join(f"{{ {each} }}" for each in texts))


def _inner(node: CompValue, renamed: Renamed, numbers: "count[int]") -> Iterator[Part]:
    """What stands in VALUES; the parts of a sub-select, whose own variables get other names."""
    if node.name == "values":
        yield _values(node.res, renamed)
        return
    number = next(numbers)
    kept = _projected(node)
    inside = {v: Variable(f"{v}_{number}") for v in _variables(node) - kept}
    yield from _parts(node, {**renamed, **inside}, numbers)


def _projected(node: CompValue) -> set[Variable]:
    """The variables that a sub-select hands out."""
    while node.name != "Project" and "p" in node:
        node = node.p
    return set(node.get("PV") or ())


def _variables(node: CompValue) -> set[Variable]:
    found = node.get("_vars")
    return {each for each in found or () if isinstance(each, Variable)}


def _values(rows: list[Mapping[Variable, Identifier]], renamed: Renamed) -> Part:
    names = sorted({name for row in rows for name in row})
    listed = " ".join(
        f"({' '.join(_spelled(row[n], renamed) if _is_bound(row, n) else 'UNDEF' for n in names)})"
        for row in rows
    )
    return Part(f"VALUES ({' '.join(_spelled(n, renamed) for n in names)}) {{ {listed} }}")


def _is_bound(row: Mapping[Variable, Identifier], name: Variable) -> bool:
    return name in row and isinstance(row[name], Identifier)


def _triple(triple: tuple[Any, Any, Any], renamed: Renamed) -> Part:
    text = " ".join(_spelled(each, renamed) for each in triple)
    return Part(f"{text} .", triple)


def _spelled(term: Any, renamed: Renamed) -> str:  # noqa: ANN401 - a term, or a path of terms
    if isinstance(term, BNode):
        return f"?_{term}"
    if isinstance(term, Variable):
        return f"?{renamed.get(term, term)}"
    return str(term.n3())
