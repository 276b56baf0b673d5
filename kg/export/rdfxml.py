"""RDF/XML: one element per subject, properties as elements.

In: lines in order. Out: text.

*Source*: RDF 1.1 XML Syntax (W3C 2014), sections 2.2 to 2.9.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from kg.errors import InputError
from kg.export.blocks import Block, sections
from kg.namespaces import PREFIXES, RDF, XSD
from kg.terms import Literal, Term

# Source: XML 1.0 (Fifth Edition), production 2.
_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT: Final = {"\r": "&#13;"}  # else a reader of XML makes it a newline


def rdfxml(lines: Iterable[str], out: IO[str], scratch: Path) -> None:
    """Write the statements in RDF/XML, whichever graph made them: a document that memory holds.

    *Errors*: ``InputError`` for what XML cannot hold.
    """
    used = {"rdf": str(RDF)}
    found = sections(lines, scratch)
    body = "".join(_node(block, used) for section in found for block in section.blocks)
    declared = "".join(
        f"\n    xmlns:{prefix}={quoteattr(base)}" for prefix, base in sorted(used.items())
    )
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f"<rdf:RDF{declared}>\n{body}</rdf:RDF>\n")


def _node(block: Block, used: dict[str, str]) -> str:
    properties = "".join(
        _property(_element(predicate, used), each)
        for predicate, objects in block.properties
        for each in objects
    )
    return f"  <rdf:Description {_about(block.subject)}>\n{properties}  </rdf:Description>\n"


def _about(subject: str) -> str:
    if subject.startswith("_:"):
        return f'rdf:nodeID="{subject[2:]}"'
    return f"rdf:about={quoteattr(subject)}"


def _element(predicate: str, used: dict[str, str]) -> str:
    local = re.search(r"[A-Za-z_][A-Za-z0-9_.-]*\Z", predicate)
    if local is None:
        raise InputError("RDF/XML has no element for this predicate", got=predicate)
    base = predicate[: local.start()]
    prefix = next((name for name, iri in PREFIXES.items() if iri == base), None)
    prefix = prefix or next((name for name, iri in used.items() if iri == base), f"n{len(used)}")
    used[prefix] = base
    return f"{prefix}:{local.group()}"


def _property(element: str, value: Term) -> str:
    if not isinstance(value, Literal):
        kind = "nodeID" if value.startswith("_:") else "resource"
        return f"    <{element} rdf:{kind}={quoteattr(value.removeprefix('_:'))}/>\n"
    if found := _NOT_XML.search(value.lexical):
        raise InputError("XML cannot hold this character", got=f"U+{ord(found.group()):04X}")
    content = escape(value.lexical, _KEPT)
    return f"    <{element}{_kind(value)}>{content}</{element}>\n"


def _kind(value: Literal) -> str:
    if value.language:
        return f' xml:lang="{value.language}"'
    return "" if value.datatype == XSD.string else f" rdf:datatype={quoteattr(value.datatype)}"
