"""The reader of PubMed XML: article sets, single records, baseline and update files.

In: bytes. Out: a document for each record, one at a time; a fault of a record in its place; a
withdrawal for each PMID that the file deletes. Of several versions of one record the highest is
read. Each section of a text knows where it stands, as an XPath that holds in any file with the
record.

*Source*: the PubMed DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/out/.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kg.errors import InputError
from kg.records import Document, Withdrawal
from kg.sources.bibliography import is_pmid
from kg.sources.pubmed_citation import read_citation
from kg.sources.xml_stream import Element, Found, prolog, records, refuse

NAME = "PubMed XML"
_SETS: Final = {
    "PubmedArticleSet": ("PubmedArticle", "PubmedBookArticle", "DeleteCitation", "DeleteDocument"),
    "PubmedBookArticleSet": ("PubmedBookArticle",),
    "MedlineCitationSet": ("MedlineCitation", "DeleteCitation"),
}
_SINGLE: Final = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
_DELETIONS: Final = {"DeleteCitation", "DeleteDocument"}
_CITATIONS: Final = ("MedlineCitation", "BookDocument")
_LATER: Final = re.compile(rb"<PMID\s[^>]*?Version\s*=\s*[\"'](?!1[\"'])")
_OUTCOME: Final = "It was set aside; the other records were read"

Read = Document | Withdrawal | InputError


def looks_like(data: bytes) -> bool:
    """Whether the root of a document is one of PubMed's.

    >>> looks_like(b"<PubmedArticleSet/>"), looks_like(b"<article/>"), looks_like(b"Aims: to")
    (True, False, False)
    """
    start = prolog(data) if data.lstrip()[:1] in {b"<", b"\xef", b"\xff", b"\xfe"} else None
    return start is not None and (start.root in _SETS or start.root in _SINGLE)


def read(name: str, data: bytes) -> Iterator[Read]:
    """What a file of PubMed XML holds, record by record.

    *Errors*: ``InputError`` for a file whose prolog declares entities or another encoding.
    """
    start = prolog(data)
    if start is None:
        return
    refuse(name, start)
    tags = _SETS.get(start.root) or (start.root,)
    replaced = _replaced(name, data, tags) if _LATER.search(data) else set()
    none = True
    for found in records(name, data, tags):
        none = False
        if isinstance(found, InputError):
            yield found
        elif found.element.tag in _DELETIONS:
            yield from _withdrawn(found.element)
        elif found.number not in replaced:
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


def _replaced(name: str, data: bytes, tags: tuple[str, ...]) -> set[int]:
    """The records, by number, that a higher or later version of the same PMID replaces."""
    best: dict[str, tuple[int, int]] = {}
    replaced: set[int] = set()
    for found in records(name, data, tags):
        citation = None if isinstance(found, InputError) else _citation(found.element)
        mark = None if citation is None else citation.find("PMID")
        if mark is None or isinstance(found, InputError):
            continue
        pmid, written = (mark.text or "").strip(), mark.get("Version") or ""
        here = (int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 1, found.number)
        if pmid in best:
            replaced.add(min(best[pmid], here)[1])
        best[pmid] = max(best.get(pmid, here), here)
    return replaced
