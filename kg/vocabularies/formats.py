"""Which reader a vocabulary file needs, told by its first bytes.

In: a file, and the prefix of its vocabulary. Out: its terms.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.linking.thesaurus import Term
from kg.namespaces import MESH
from kg.sources.xml_prolog import prolog
from kg.vocabularies import mesh_rdf, mesh_xml, obo, rdf, tables
from kg.vocabularies.contents import File
from kg.vocabularies.trees import placed

_STATEMENT: Final = re.compile(
    rb"\A(?:\s*#[^\n]*\n|\s*\n)*(?:<[^<>\s]+>|_:\S+) <[^<>\s]+> [^\n]*\.[ \t]*(?:#[^\n]*)?\r?"
    rb"(?:\n|\Z)"
)
_TURTLE: Final = re.compile(rb"^\s*(?:@prefix|@base|PREFIX|BASE)\b", re.MULTILINE | re.IGNORECASE)
_OBO: Final = re.compile(rb"\A\s*format-version:|^\[Term\]\s*$", re.MULTILINE)
_JSON_LD: Final = re.compile(rb"\A\s*[\[{]")


def read(file: File, prefix: str) -> Iterator[Term]:
    """The terms of a file, each with its parents where the file has trees.

    *Errors*: ``InputError`` for what is no vocabulary, or is cut off or damaged.
    """
    return placed(_read(file, prefix))


def _syntax(head: bytes) -> str | None:
    """The syntax of RDF that a file begins in; nothing for another file.

    >>> _syntax(b"<a:b> <c:d> <e:f> ."), _syntax(b"@prefix a: <b:> ."), _syntax(b"<note/>")
    ('nq', 'trig', None)
    """
    if _STATEMENT.match(head):
        return "nq"
    start = prolog(head)
    if start is not None:
        return "rdf" if start.root.rpartition(":")[2] == "RDF" else None
    if _TURTLE.search(head):
        return "trig"
    return "jsonld" if _JSON_LD.match(head) else None


def _read(file: File, prefix: str) -> Iterator[Term]:
    head = file.head()
    if _STATEMENT.match(head) and f"<{MESH}".encode() in head:
        return mesh_rdf.read(file)
    if (start := prolog(head)) is not None and start.root in mesh_xml.ROOTS:
        return mesh_xml.read(file)
    kinds = tables.kinds(prefix)
    if _OBO.search(head):
        return obo.read(file, kinds)
    if syntax := _syntax(head):
        return rdf.read(file, syntax, kinds)
    if tables.delimiter(head):
        return tables.read(file, prefix)
    raise InputError(
        "this is no vocabulary",
        where=file.name,
        expected="MeSH RDF or XML, OBO, OWL or SKOS in RDF, or a table of ids and labels",
    )
