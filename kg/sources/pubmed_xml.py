"""The reader of PubMed XML: article sets, single records, baseline and update files.

In: bytes, or what gives them as a stream. Out: a document for each record, one at a time; a fault
of a record in its place; a withdrawal for each PMID that the file deletes. Each document knows the
version of its record: which of several counts is told where all are known. Each section of a text
knows where it stands, as an XPath that holds in any file with the record.

*Source*: the PubMed DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/out/.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kg.errors import InputError
from kg.records import Document, Withdrawal
from kg.sources.bibliography import is_pmid
from kg.sources.contents import Contents, beginning
from kg.sources.pubmed_citation import read_citation
from kg.sources.xml_stream import PROLOG, Element, Found, prolog, records, refuse

NAME = "PubMed XML"
_SETS: Final = {
    "PubmedArticleSet": ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument"),
    "PubmedBookArticleSet": ("PubmedBookArticle",),
    "MedlineCitationSet": ("MedlineCitation", "DeleteCitation"),
}
_SINGLE: Final = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
_DELETIONS: Final = {"DeleteCitation", "DeleteDocument"}
_CITATIONS: Final = ("MedlineCitation", "BookDocument")
_OUTCOME: Final = "It was set aside; the other records were read"

Read = Document | Withdrawal | InputError


def looks_like(data: bytes) -> bool:
    """Whether the root of a document is one of PubMed's.

    >>> looks_like(b"<PubmedArticleSet/>"), looks_like(b"<article/>"), looks_like(b"Aims: to")
    (True, False, False)
    """
    start = prolog(data) if data.lstrip()[:1] in {b"<", b"\xef", b"\xff", b"\xfe"} else None
    return start is not None and (start.root in _SETS or start.root in _SINGLE)


def read(name: str, contents: Contents) -> Iterator[Read]:
    """What a file of PubMed XML holds, record by record.

    *Errors*: ``InputError`` for a file whose prolog declares entities or another encoding.
    """
    start = prolog(beginning(contents, PROLOG))
    if start is None:
        return
    refuse(name, start)
    none = True
    for found in records(name, contents, _SETS.get(start.root) or (start.root,)):
        none = False
        if isinstance(found, InputError):
            yield found
        elif found.element.tag in _DELETIONS:
            yield from _withdrawn(found.element)
        else:
            yield _document(name, found)
    if none:
        raise InputError(
            "there is no record in the set", where=name, expected="articles, or deletions"
        )


def _document(name: str, found: Found) -> Document | InputError:
    citation = _citation(found.element)
    where = f"{name}  record {found.number}"
    pmid = (citation.findtext("PMID") or "").strip() if citation is not None else ""
    if citation is None or not is_pmid(pmid):
        return InputError(
            "the record has no PMID" if not pmid else "the PMID is no number",
            where=where,
            got=pmid or None,
            expected="one to eight digits",
            outcome=_OUTCOME,
        )
    try:
        return read_citation(citation, found.element, _digest(found.element))
    except InputError as error:
        parts = {**error.parts(), "where": f"{where}, PMID {pmid}", "outcome": _OUTCOME}
        return InputError(parts.pop("what"), **parts)


def _citation(element: Element) -> Element | None:
    if element.tag in _CITATIONS:
        return element
    return next((child for child in element if child.tag in _CITATIONS), None)


def _digest(element: Element) -> str:
    """The digest of a record written anew: the same in whatever file and line ends it comes."""
    # Not canonical XML: that refuses some name spaces, and a reader must not.
    written = etree.tostring(element, encoding="utf-8", xml_declaration=False, with_tail=False)
    return hashlib.sha256(written).hexdigest()


def _withdrawn(element: Element) -> Iterator[Withdrawal]:
    for child in element.iter("PMID"):
        pmid = (child.text or "").strip()
        if is_pmid(pmid):
            yield Withdrawal(pmid=pmid)
