"""The blocks of a literature page: its front and abstract, and what stands around them.

In: paragraphs. Out: blocks, each of one kind, opened by a heading such as ``MeSH terms`` or
``Comment in``. Only the body is read as text; lists are read as lists; the rest is left alone.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from kg.records import Record
from kg.sources.labels import is_label, label_of
from kg.sources.layout import Paragraph, squeezed

Kind = Literal[
    "body", "title", "abstract", "mesh", "types", "substances", "numbers", "links", "aside"
]

_NAMES: dict[Kind, str] = {
    "title": "title|article title|full title|official title|public title|scientific title",
    "abstract": "abstract|structured abstract|abstract text|summary",
    "mesh": """mesh|mesh term|mesh terms|mesh heading|mesh headings|mesh major topics|indexing
        |medical subject headings|medical subject headings (mesh)|mesh subject headings
        |indexing terms|subject headings""",
    "types": """publication type|publication types|publication type(s)|type of publication
        |article type|article types""",
    "substances": """substance|substances|substances (mesh)|chemicals|chemicals and substances
        |names of substances|registry numbers""",
    "numbers": "associated data|secondary source id|secondary source ids|databank accessions",
    # What stands here may be followed by the abstract.
    "links": """comment in|comment on|comments|commented on|erratum in|erratum for|update in
        |update of|corrected and republished in|republished from|republished in|retraction in
        |keywords|summary for patients in|keyword|key words|author keywords
        |supplementary concept|supplementary concepts|grants
        |personal name as subject|grants and funding|grant support""",
    "aside": """affiliation|affiliations|author information|authors|author|collaborators
        |investigators|conflict of interest|conflict of interest statement|disclosures
        |conflicts of interest|declaration of interests|competing interests|copyright
        |pubmed disclaimer|disclaimer|similar articles|cited by|references|related information
        |related articles|linkout|related content|linkout - more resources|full text sources
        |other literature sources|medical|miscellaneous|research materials|full text links
        |actions|share|figures|tables|page navigation|acknowledgements|acknowledgments
        |publications|cite|citing articles|see also|recommended articles
        |supplementary material|supplementary materials|supporting information
        |electronic supplementary material""",
}
_HEADINGS: dict[str, Kind] = {
    name.strip(): kind for kind, names in _NAMES.items() for name in names.split("|")
}
_LISTS = frozenset({"mesh", "types", "substances", "numbers"})
_KEYED = re.compile(r"(?P<key>[^\W\d_][^:：\r\n]{2,40}?)\s*[:：]\s*(?P<rest>\S[\s\S]*)")
_DECORATION = re.compile(
    r"^(?:[#*_\s]|abstract\.)+|[#*_\s:：]+$|\s*\(\d+\)$|\s+(?:expand|collapse|show all)$"
)
_PROSE = 250
_REMEMBERED = 1 << 10  # one document's paragraphs while its readers ask for them, not all documents
_LABELLED_BODY = 40


class Block(Record, frozen=True, kw_only=True):
    """Consecutive paragraphs of one kind; ``heading`` is the line that opened them."""

    kind: Kind
    heading: Paragraph | None = None
    paragraphs: tuple[Paragraph, ...] = ()


@lru_cache(maxsize=_REMEMBERED)
def heading_kind(text: str) -> Kind | None:
    """The kind of block that a line opens by being its heading, else nothing.

    >>> heading_kind("MeSH Terms:"), heading_kind("Affiliations expand"), heading_kind("Methods")
    ('mesh', 'aside', None)
    """
    if len(text) > _PROSE:
        return None  # no heading is as long as prose, however it is decorated
    plain = squeezed(text).casefold()
    while (shorter := _DECORATION.sub("", plain)) != plain:
        plain = shorter
    return _HEADINGS.get(plain)


def is_prose(text: str) -> bool:
    """Whether a paragraph is long enough, or of enough sentences, to be read as running text.

    >>> is_prose("A title"), is_prose("We asked. They said. So be it.")
    (False, True)
    """
    return len(text) >= _PROSE or len(re.findall(r"[a-z)\]]{2}[.!?]\s+[A-Z]", text)) > 1


def blocks(paragraphs: Iterable[Paragraph]) -> list[Block]:
    """The blocks of a page in order; what stands under no heading is body.

    >>> page = [Paragraph(text=t, start=0, end=0) for t in ("A title", "Substances", "• Water")]
    >>> [(b.kind, [p.text for p in b.paragraphs]) for b in blocks(page)]
    [('body', ['A title']), ('substances', ['• Water'])]
    """
    found = [(Block(kind="body"), list[Paragraph]())]
    for paragraph in paragraphs:
        opened = _opened_by(paragraph)
        block, members = found[-1]
        if opened:
            found.append((opened, list(opened.paragraphs)))
        elif _ends(block, members, paragraph):
            found.append((Block(kind="body"), [paragraph]))
        else:
            members.append(paragraph)
    return [
        Block(kind=block.kind, heading=block.heading, paragraphs=tuple(members))
        for block, members in found
        if block.heading or members
    ]


def _opened_by(paragraph: Paragraph) -> Block | None:
    """The block that a paragraph opens, as its heading or with its content behind a colon."""
    kind = heading_kind(paragraph.text)
    if kind:
        return Block(kind=kind, heading=paragraph)
    keyed = _KEYED.fullmatch(paragraph.text)
    kind = heading_kind(keyed["key"]) if keyed else None
    if not keyed or not kind or is_label(keyed["key"]):
        return None
    start = paragraph.start + keyed.start("rest")
    rest = Paragraph(text=keyed["rest"], start=start, end=paragraph.end)
    return Block(kind=kind, heading=paragraph, paragraphs=(rest,))


def _ends(block: Block, members: list[Paragraph], paragraph: Paragraph) -> bool:
    """Whether a paragraph stands outside the block before it, though no heading says so."""
    if block.kind in {"body", "abstract"}:
        return False
    label = label_of(paragraph.text)
    if label and len(paragraph.text) - label.body >= _LABELLED_BODY:
        return True
    if block.kind in _LISTS:
        return is_prose(paragraph.text)
    return bool(members) and _is_apart(block, members[0], paragraph)


def _is_apart(block: Block, first: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a block that has its content is over: its key's line, or its paragraph, has ended."""
    inline = block.heading is not None and block.heading.end == first.end
    if inline or block.kind == "title":
        return True
    if first.gap == 0 and paragraph.gap > 0:
        return True
    return block.kind == "links" and is_prose(paragraph.text)
