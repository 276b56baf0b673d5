"""A literature page of any kind as a document: the common course of the three readers.

In: a page. Out: a document with the record of the report and the sections of its abstract. The
kinds of page differ in how they are told apart (``looks_like`` of each), not in what they hold.
"""

from collections.abc import Iterable, Iterator

from kg.records import Document, Indexing, Record, Report, Section
from kg.sources.blocks import Block, blocks
from kg.sources.citation import Citation, doi_in
from kg.sources.front import (
    citation_of,
    is_metadata,
    is_title,
    is_type_line,
    opens_body,
    title_span,
)
from kg.sources.ids import own_registry_ids, pmid_in
from kg.sources.indexing import read_headings, read_names
from kg.sources.labels import Label, heading_label, inner_labels, label_of
from kg.sources.layout import Page, Paragraph, squeezed, trimmed


class Outline(Record, frozen=True, kw_only=True):
    """What the paragraphs of a page are: its front, its abstract, its metadata and its lists."""

    blocks: tuple[Block, ...]
    front: tuple[Paragraph, ...] = ()
    body: tuple[Paragraph, ...] = ()
    metadata: tuple[Paragraph, ...] = ()
    citation: Citation | None = None
    labelled: bool = False


def outline(page: Page) -> Outline:
    """The page sorted into front, body and metadata."""
    parts = tuple(blocks(page.paragraphs))
    running = [
        (p, part) for part in parts if part.kind in {"body", "abstract"} for p in part.paragraphs
    ]
    labelled = any(part.kind == "abstract" for part in parts) or any(
        (label := label_of(p.text)) and len(p.text) > label.body for p, _ in running
    )
    front: list[Paragraph] = []
    body: list[Paragraph] = []
    metadata: list[Paragraph] = []
    citation = None
    for paragraph, part in running:
        cited = citation_of(paragraph)
        if cited or is_metadata(paragraph.text):
            citation = citation or cited
            metadata.append(paragraph)
        elif body or part.kind == "abstract" or opens_body(paragraph.text, labelled=labelled):
            body.append(paragraph)
        else:
            front.append(paragraph)
    return Outline(
        blocks=parts,
        front=tuple(front),
        body=tuple(body) or tuple(front),
        metadata=tuple(metadata),
        citation=citation,
        labelled=labelled,
    )


def read_article(page: Page) -> Document:
    """The document of a literature page."""
    parts = outline(page)
    title = _title(page, parts)
    sections = tuple(sections_of(page.text, parts.body))
    return Document(
        report=_report(page, parts, squeezed(page.text[slice(*title)]) if title else None),
        sections=(Section(label="title", start=title[0], end=title[1]), *sections)
        if title
        else sections,
    )


def _title(page: Page, parts: Outline) -> tuple[int, int] | None:
    stated = bool(parts.labelled or parts.citation or parts.metadata)
    if parts.front == parts.body:
        return None
    found = (p for p in parts.front if is_title(p.text, stop_allowed=stated))
    title = next(found, None)
    return title_span(title) if title else None


def _report(page: Page, parts: Outline, title: str | None) -> Report:
    cited = parts.citation
    lines = [p.text for p in parts.metadata]
    return Report(
        kind="Article",
        sha256=page.sha256,
        text=page.text,
        title=title or (cited.title if cited else None),
        citation=cited.written if cited else None,
        journal=cited.journal if cited else None,
        issued=cited.issued if cited else None,
        volume=cited.volume if cited else None,
        issue=cited.issue if cited else None,
        page_start=cited.page_start if cited else None,
        page_end=cited.page_end if cited else None,
        pmid=next(filter(None, map(pmid_in, lines)), None),
        doi=next(filter(None, map(doi_in, lines)), None),
        registry_ids=own_registry_ids(
            [title or ""], [p.text for p in (*parts.metadata, *parts.body)]
        ),
        publication_types=_names(parts, "types") or _top_types(parts),
        indexing=tuple(
            heading
            for block in parts.blocks
            if block.kind == "mesh"
            for heading in read_headings(block.paragraphs)
        ),
        substances=_names(parts, "substances"),
    )


def _names(parts: Outline, kind: str) -> tuple[Indexing, ...]:
    return tuple(
        name
        for block in parts.blocks
        if block.kind == kind
        for name in read_names(block.paragraphs)
    )


def _top_types(parts: Outline) -> tuple[Indexing, ...]:
    return read_names(p for p in parts.front if is_type_line(p.text))


class _Piece(Record, frozen=True, kw_only=True):
    """Part of a section; one that does not open a section goes on with the one before it."""

    label: str | None = None
    start: int
    end: int
    opens: bool = False


def sections_of(text: str, body: Iterable[Paragraph]) -> Iterator[Section]:
    """The sections of an abstract in order, each with its label as written."""
    merged: list[_Piece] = []
    for piece in _pieces(tuple(body)):
        last = merged[-1] if merged else None
        if last is None or piece.opens or text[last.end : piece.start].strip():
            merged.append(piece)
        else:
            merged[-1] = _Piece(label=last.label, start=last.start, end=piece.end)
    for piece in merged:
        start, end = trimmed(text, piece.start, piece.end)
        if start < end:
            yield Section(label=piece.label, start=start, end=end)


def _pieces(body: tuple[Paragraph, ...]) -> Iterator[_Piece]:
    labelled = False
    for place, paragraph in enumerate(body):
        label = _label(paragraph, last=place + 1 == len(body))
        labelled = labelled or label is not None
        inner = inner_labels(paragraph.text) if labelled else ()
        labels = [label, *inner] if label else [Label(text="", start=0, body=0), *inner]
        ends = [following.start for following in labels[1:]] + [len(paragraph.text)]
        for opened, end in zip(labels, ends, strict=True):
            yield _Piece(
                label=squeezed(opened.text) or None,
                start=paragraph.start + opened.body,
                end=paragraph.start + end,
                opens=bool(opened.text),
            )


def _label(paragraph: Paragraph, *, last: bool) -> Label | None:
    return label_of(paragraph.text) or (None if last else heading_label(paragraph.text))
