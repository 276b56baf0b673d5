"""The blocks of a literature page: its front and abstract, and what stands around them.

In: paragraphs. Out: blocks, each of one kind, opened by a heading such as ``MeSH terms`` or
``Comment in``. Only the body is read as text; lists are read as lists; the rest is left alone.
"""

import re
from collections.abc import Iterable
from typing import Literal

from kg.records import Record
from kg.sources.labels import is_label, label_of
from kg.sources.layout import Paragraph

Kind = Literal["body", "abstract", "mesh", "types", "substances", "links", "aside"]

_HEADINGS: dict[str, Kind] = {
    **dict.fromkeys(
        ("abstract", "structured abstract", "abstract text", "summary"),
        "abstract",
    ),
    **dict.fromkeys(
        (
            "mesh", "mesh term", "mesh terms", "mesh heading", "mesh headings", "mesh major topics",
            "medical subject headings", "medical subject headings (mesh)", "mesh subject headings",
            "indexing", "indexing terms",
        ),
        "mesh",
    ),
    **dict.fromkeys(
        ("publication type", "publication types", "type of publication", "article type",
         "article types", "publication type(s)"),
        "types",
    ),
    **dict.fromkeys(
        ("substance", "substances", "substances (mesh)", "chemicals", "chemicals and substances",
         "names of substances", "registry numbers"),
        "substances",
    ),
    **dict.fromkeys(
        (
            "comment in", "comment on", "comments", "commented on", "erratum in", "erratum for",
            "corrected and republished in", "republished from", "republished in", "retraction in",
            "update in", "update of", "summary for patients in", "keywords", "keyword",
            "key words", "author keywords", "associated data", "secondary source id",
            "supplementary concept", "supplementary concepts", "personal name as subject",
            "grants and funding", "grant support", "grants",
        ),
        "links",
    ),
    **dict.fromkeys(
        (
            "affiliation", "affiliations", "author information", "authors", "author", "collaborators",
            "investigators", "conflict of interest", "conflict of interest statement",
            "conflicts of interest", "declaration of interests", "competing interests",
            "disclosures", "copyright", "pubmed disclaimer", "disclaimer", "similar articles",
            "cited by", "references", "related information", "related articles", "related content",
            "linkout - more resources", "linkout", "full text sources", "other literature sources",
            "medical", "miscellaneous", "research materials", "full text links", "actions", "share",
            "page navigation", "figures", "tables", "acknowledgements", "acknowledgments",
            "publications", "cite", "citing articles", "see also", "recommended articles",
            "supplementary material", "supplementary materials", "supporting information",
        ),
        "aside",
    ),
}  # fmt: skip
_LISTS = frozenset({"mesh", "types", "substances"})
_KEYED = re.compile(r"(?P<key>[^\W\d_][^:：\r\n]{2,40}?)\s*[:：]\s*(?P<rest>\S[\s\S]*)")
_DECORATION = re.compile(r"^[#*_\s]+|[#*_\s:：]+$|\s*\(\d+\)$|\s+(?:expand|collapse|show all)$")
_PROSE = 250
_LABELLED_BODY = 40


class Block(Record, frozen=True, kw_only=True):
    """Consecutive paragraphs of one kind; ``heading`` is the line that opened them."""

    kind: Kind
    heading: Paragraph | None = None
    paragraphs: tuple[Paragraph, ...] = ()


def heading_kind(text: str) -> Kind | None:
    """The kind of block that a line opens by being its heading, else nothing.

    >>> heading_kind("MeSH Terms:"), heading_kind("Affiliations expand"), heading_kind("Methods")
    ('mesh', 'aside', None)
    """
    plain = " ".join(text.split()).casefold()
    while (shorter := _DECORATION.sub("", plain)) != plain:
        plain = shorter
    return _HEADINGS.get(plain)


def is_prose(text: str) -> bool:
    """Whether a paragraph is long enough, or of enough sentences, to be read as running text."""
    return len(text) >= _PROSE or len(re.findall(r"[a-z)\]]{2}[.!?]\s+[A-Z]", text)) > 1


def blocks(paragraphs: Iterable[Paragraph]) -> list[Block]:
    """The blocks of a page in order; what stands under no heading is body.

    >>> page = [Paragraph(text=t, start=0, end=0) for t in ("A title", "Substances", "• Water")]
    >>> [(b.kind, [p.text for p in b.paragraphs]) for b in blocks(page)]
    [('body', ['A title']), ('substances', ['• Water'])]
    """
    found = [Block(kind="body")]
    for paragraph in paragraphs:
        opened = _opened_by(paragraph)
        if opened:
            found.append(opened)
        elif _ends(found[-1], paragraph):
            found.append(Block(kind="body", paragraphs=(paragraph,)))
        else:
            last = found.pop()
            found.append(
                Block(
                    kind=last.kind,
                    heading=last.heading,
                    paragraphs=(*last.paragraphs, paragraph),
                )
            )
    return [block for block in found if block.heading or block.paragraphs]


def _opened_by(paragraph: Paragraph) -> Block | None:
    """The block that a paragraph opens: by being its heading, or with the content behind a colon."""
    kind = heading_kind(paragraph.text)
    if kind:
        return Block(kind=kind, heading=paragraph)
    keyed = _KEYED.fullmatch(paragraph.text)
    kind = heading_kind(keyed["key"]) if keyed else None
    if not keyed or not kind or is_label(keyed["key"]):
        return None
    rest = Paragraph(
        text=keyed["rest"], start=paragraph.start + keyed.start("rest"), end=paragraph.end
    )
    return Block(kind=kind, heading=paragraph, paragraphs=(rest,))


def _ends(block: Block, paragraph: Paragraph) -> bool:
    """Whether a paragraph stands outside the block before it, though no heading says so."""
    if block.kind in {"body", "abstract"}:
        return False
    label = label_of(paragraph.text)
    if label and len(paragraph.text) - label.body >= _LABELLED_BODY:
        return True
    if block.kind in _LISTS:
        return is_prose(paragraph.text)
    if not block.paragraphs:
        return False
    inline = block.heading is not None and block.heading.end == block.paragraphs[0].end
    closed = paragraph.gap > 0 and (inline or block.paragraphs[0].gap == 0)
    return (
        closed
        or (inline and paragraph.gap == 0)
        or (block.kind == "links" and is_prose(paragraph.text))
    )
