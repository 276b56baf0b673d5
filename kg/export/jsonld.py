"""JSON-LD with a context of its own: short names, nothing fetched.

In: lines in order. Out: text. A value is bare only where JSON-LD reads the same literal back.

*Source*: JSON-LD 1.1 (W3C 2020), sections 4.1.2, 4.2 and 9.15.1.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, Final

from kg.export.blocks import Block, sections
from kg.export.names import Names
from kg.namespaces import RDF, XSD
from kg.terms import Literal, Term

_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


def jsonld(lines: Iterable[str], out: IO[str], scratch: Path) -> None:
    """Write the statements in JSON-LD, whichever graph made them: a document that memory holds."""
    names = Names()
    found = sections(lines, scratch)
    nodes = [_node(block, names) for section in found for block in section.blocks]
    context = {name: _definition(base) for name, base in names.declarations()}
    document = {"@context": context, "@graph": nodes}
    out.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _definition(base: str) -> str | dict[str, Any]:
    # Only a base that ends in such a sign is a prefix without saying so.
    return base if base[-1] in ":/?#[]@" else {"@id": base, "@prefix": True}


def _node(block: Block, names: Names) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _name(block.subject, names)}
    for predicate, objects in block.properties:
        if predicate == RDF.type and not any(isinstance(each, Literal) for each in objects):
            node["@type"] = [_name(str(each), names) for each in objects]
        else:
            node[_name(predicate, names)] = _values(objects, names)
    return node


def _values(objects: Sequence[Term], names: Names) -> Any:  # noqa: ANN401 - any JSON
    values = [_value(each, names) for each in objects]
    return values[0] if len(values) == 1 else values


def _value(term: Term, names: Names) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(term, str):
        return {"@id": _name(term, names)}
    if term.language:
        return {"@value": term.lexical, "@language": term.language}
    return _literal(term, names)


def _literal(term: Literal, names: Names) -> Any:  # noqa: ANN401 - any JSON
    if term.datatype == XSD.string:
        return term.lexical
    if term.datatype == XSD.integer and _WHOLE.fullmatch(term.lexical):
        return int(term.lexical)
    if term.datatype == XSD.boolean and term.lexical in {"true", "false"}:
        return term.lexical == "true"
    return {"@value": term.lexical, "@type": _name(term.datatype, names)}


def _name(iri: str, names: Names) -> str:
    return names.short(iri) or iri
