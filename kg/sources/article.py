"""A literature page of any kind as a document: the common course of the three readers.

In: a page. Out: a document with the record of the report and the sections of its abstract. The
kinds of page differ in how they are told apart (``looks_like`` of each), not in what they hold.
"""

from collections.abc import Iterator

from kg.records import Document, Indexing, Record, Report, Section
from kg.sources.blocks import Block, Kind, blocks
from kg.sources.citation import Citation, doi_in
from kg.sources.front import (
    citation_of,
    is_metadata,
    is_sentence,
    is_title,
    is_type_line,
    opens_body,
    title_span,
)
from kg.sources.ids import own_registry_ids, pmid_in
from kg.sources.indexing import read_headings, read_names
from kg.sources.labels import label_of
from kg.sources.layout import Page, Paragraph, squeezed
from kg.sources.sections import lead_in, sections_of


class Outline(Record, frozen=True, kw_only=True):
    """What the paragraphs of a page are: its front, its abstract, its metadata and its lists.

    ``leads`` says that a line above the abstract identifies the article.
    """

    blocks: tuple[Block, ...]
    front: tuple[Paragraph, ...] = ()
    body: tuple[Paragraph, ...] = ()
    metadata: tuple[Paragraph, ...] = ()
    citation: Citation | None = None
    labelled: bool = False
    leads: bool = False

    @property
    def identified(self) -> bool:
        """Whether a line anywhere is a citation, or names a PMID or DOI."""
        return self.citation is not None or any(_identifies(p.text) for p in self.metadata)


_latest: list[tuple[Page, Outline]] = []


def outline(page: Page) -> Outline:
    """The page sorted into front, body and metadata; of the page asked for last it is known."""
    # Every reader looks at the outline before one of them reads the page.
    if not _latest or _latest[0][0] is not page:
        _latest[:] = [(page, _outlined(page))]
    return _latest[0][1]


def _outlined(page: Page) -> Outline:
    parts = tuple(blocks(page.paragraphs))
    labelled = _has_labels(parts)
    front: list[Paragraph] = []
    body: list[Paragraph] = []
    metadata: list[Paragraph] = []
    citation = None
    leads = False
    for paragraph, kind in _running(parts):
        cited = citation_of(paragraph)
        if is_metadata(paragraph.text) or (cited and not (body and cited.title)):
            citation = citation or cited
            leads = leads or (not body and bool(cited or _identifies(paragraph.text)))
            metadata.append(paragraph)
        elif body or kind == "abstract" or opens_body(paragraph.text, labelled=labelled):
            body.append(paragraph)
        else:
            front.append(paragraph)
    return Outline(
        blocks=parts,
        front=tuple(front) if body else (),
        body=tuple(body or front),
        metadata=tuple(metadata),
        citation=citation,
        labelled=labelled,
        leads=leads,
    )


def _identifies(line: str) -> bool:
    return bool(pmid_in(line) or doi_in(line))


def _running(parts: tuple[Block, ...]) -> Iterator[tuple[Paragraph, Kind]]:
    """The paragraphs that are not in a list and not set aside."""
    for part in parts:
        if part.kind in {"body", "abstract"}:
            yield from ((paragraph, part.kind) for paragraph in part.paragraphs)


def _has_labels(parts: tuple[Block, ...]) -> bool:
    return any(part.kind == "abstract" for part in parts) or any(
        (label := label_of(paragraph.text)) and label.known and len(paragraph.text) > label.body
        for paragraph, _ in _running(parts)
    )


def read_article(page: Page) -> Document:
    """The document of a literature page."""
    parts = outline(page)
    span = _title(parts)
    start = span[1] if span else 0
    sections = tuple(sections_of(page.text, parts.body, after=start))
    if span is None:
        return Document(report=_report(page, parts, None), sections=sections)
    title = Section(label="title", start=span[0], end=span[1])
    report = _report(page, parts, squeezed(page.text[span[0] : span[1]]))
    return Document(report=report, sections=(title, *sections))


def _title(parts: Outline) -> tuple[int, int] | None:
    """The span of the title: under its heading, in the front, or before an inner label."""
    for block in parts.blocks:
        if block.kind == "title" and block.paragraphs:
            return title_span(block.paragraphs[0])
    stated = bool(parts.labelled or parts.metadata)
    for paragraph in parts.front:
        if is_title(paragraph.text, stop_allowed=stated):
            return title_span(paragraph)
    lead = lead_in(parts.body[0]) if parts.body else None
    if lead and is_title(lead.text, stop_allowed=True) and not is_sentence(lead.text):
        return title_span(lead)
    return None


def _report(page: Page, parts: Outline, title: str | None) -> Report:
    cited = parts.citation or Citation(written="", journal="")
    lines = [paragraph.text for paragraph in parts.metadata]
    return Report(
        kind="Article",
        sha256=page.sha256,
        text=page.text,
        title=title or cited.title,
        citation=cited.written or None,
        journal=cited.journal or None,
        issued=cited.issued,
        volume=cited.volume,
        issue=cited.issue,
        page_start=cited.page_start,
        page_end=cited.page_end,
        pmid=next(filter(None, map(pmid_in, lines)), None),
        doi=next(filter(None, map(doi_in, lines)), None),
        registry_ids=own_registry_ids(
            [title or "", *(p.text for p in _listed(parts, "numbers"))],
            [*lines, *(p.text for p in parts.body)],
        ),
        publication_types=_types(parts),
        indexing=read_headings(_listed(parts, "mesh")),
        substances=read_names(_listed(parts, "substances")),
    )


def _listed(parts: Outline, kind: Kind) -> list[Paragraph]:
    return [p for block in parts.blocks if block.kind == kind for p in block.paragraphs]


def _types(parts: Outline) -> tuple[Indexing, ...]:
    listed = read_names(_listed(parts, "types"))
    return listed or read_names([p for p in parts.front if is_type_line(p.text)])
