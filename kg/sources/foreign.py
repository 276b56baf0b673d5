"""Formats that are not reports as text, told by their first bytes or by their shape.

In: bytes or text. Out: the name of the format as a reader of the message would say it, else
nothing. What is named here is not read by this version; naming it spares the user a riddle.
"""

import re
from functools import lru_cache

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (DOC, XLS or PPT)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript document"),
)
_ZIPPED = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint file (PPTX)"),
    (b"mimetypeapplication/epub", "an EPUB book"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
)
_HTML = re.compile(
    r"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|html|head|body|title|meta|div|table|article"
    r"|section|main|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_ROOT = re.compile(
    r"(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>|\s)*<([A-Za-z_][\w:.-]*)",
    re.DOTALL,
)
_XML_NAMES = {
    "PubmedArticleSet": "PubMed XML",
    "PubmedArticle": "PubMed XML",
    "MedlineCitationSet": "PubMed XML",
    "MedlineCitation": "PubMed XML",
    "rdf:RDF": "RDF/XML",
    "clinical_study": "ClinicalTrials.gov XML (the old format)",
    "article": "an <article> without the front matter of JATS",
    "TriX": "TriX",
}
Shapes = tuple[tuple[re.Pattern[str], str], ...]


def _compiled(*shapes: tuple[str, str]) -> Shapes:
    return tuple((re.compile(shape), name) for shape, name in shapes)


_SHAPES = _compiled(
    (r"PMID\s?- ?\d", "MEDLINE/NBIB"),
    (r"(?:PMID|OWN |STAT|TI  |AB  |FAU |DP  )- ", "MEDLINE/NBIB"),
    (r"TY  - \w+", "RIS"),
    (r"%0 [A-Z]", "EndNote"),
    (r"FN (?:Clarivate|Thomson|ISI)", "Web of Science export"),
    (r"@(?:article|misc|book|inproceedings|comment)\s*\{", "BibTeX"),
    (r"format-version:\s", "OBO"),
)
_IRI = r"<[a-z][\w+.-]*:[^<>\s]*>"
_NODE = rf"(?:{_IRI}|_:\w[\w.-]*)"
_RDF_SHAPES = _compiled(
    (r"@(?:prefix|base)\s|(?i:PREFIX)\s+[\w-]*:\s*<|(?i:BASE)\s+<", "Turtle or SPARQL"),
    (rf"(?:(?i:GRAPH)\s+)?{_NODE}\s*\{{|\{{\s*{_NODE}\s", "TriG"),
    # A line each, as far as it is seen; in Turtle a statement goes on, or says "a".
    (rf"{_NODE}[ \t]+{_IRI}[ \t]+[^\n]*(?:\.[ \t]*\r?\n|\Z)", "RDF triples"),
    (rf"{_NODE}\s+(?:a|{_IRI})\s", "Turtle or SPARQL"),
)
_HEAD = 4_096


def binary_kind(data: bytes) -> str | None:
    """The name of the binary format that bytes open with, else nothing.

    >>> binary_kind(b"%PDF-1.7"), binary_kind(b"Background: we")
    ('a PDF', None)
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if kind == "a ZIP archive":
        return next((name for mark, name in _ZIPPED if mark in data), kind)
    if head.startswith(b"RIFF"):
        return "a picture or sound (RIFF)"
    return "a tar archive" if data[257:262] == b"ustar" else kind


def text_kind(text: str) -> str | None:
    """The name of the format that a text is written in, if it is one that is not prose.

    >>> text_kind('{"protocolSection": {}}'), text_kind("<PubmedArticleSet>"), text_kind("Aims: to")
    ('ClinicalTrials.gov JSON', 'PubMed XML', None)
    """
    head = text[:_HEAD].lstrip()
    if head.startswith("<"):
        return _markup_kind(head)
    if head.startswith(("{", "[")) and re.match(r"\{\s*[\"}]|\[\s*[\[{\"\]]", head):
        return _json_kind(text[: 50 * _HEAD])
    return _plain_kind(head)


# Each reader asks the same of one text after another.
@lru_cache(maxsize=4)
def _plain_kind(head: str) -> str | None:
    return _shaped(_SHAPES, head) or _shaped(_RDF_SHAPES, head)


def _shaped(shapes: Shapes, head: str) -> str | None:
    return next((name for shape, name in shapes if shape.match(head)), None)


def _markup_kind(head: str) -> str | None:
    root = _XML_ROOT.match(head)
    if root and root[1] in _XML_NAMES:
        return _XML_NAMES[root[1]]
    if _HTML.match(head):
        return "HTML page"
    if rdf := _shaped(_RDF_SHAPES, head):
        return rdf
    if head.startswith("<?xml") or (root and f"</{root[1]}>" in head):
        return f"XML with the root <{root[1]}>" if root else "XML"
    return None


def _json_kind(text: str) -> str:
    if '"protocolSection"' in text:
        return "ClinicalTrials.gov JSON"
    if '"FullStud' in text or '"Study"' in text:
        return "ClinicalTrials.gov JSON (the old format)"
    return "JSON-LD" if '"@context"' in text or '"@graph"' in text else "JSON"
