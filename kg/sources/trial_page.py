"""The reader of trial web pages: headings as short lines, paragraphs and notes under them.

In: a page. Out: a document of kind WebPage whose sections are the parts under the headings. A
registry number is taken only where the page gives it to this trial.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from kg.records import Document, Record, Report, Section
from kg.sources.blocks import blocks, heading_kind
from kg.sources.front import is_metadata, title_span
from kg.sources.ids import own_registry_ids, registry_ids_in
from kg.sources.labels import heading_label, is_generic, is_label, is_part, label_of
from kg.sources.layout import Page, Paragraph, bullet_length, squeezed, trimmed, unbroken

NAME = "trial web page"
_MOST_WORDS = 14
_LONGEST = 100
_FEWEST_PARTS = 2
_SENTENCE = re.compile(r"[.;,!]$|[.!?]\s+[A-Z]")
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_NAMED = re.compile(r"[A-Z][A-Z\d -]{2,20}:\s")
# A field such as ``Sponsor: …``; other words before a colon belong to a sentence of the trial.
_FIELD = re.compile(
    r"(?P<key>(?:[^\W\d_]+ ){0,3}(?:id|identifier|number|status|sponsor|phase|acronym"
    r"|investigators?|countr(?:y|ies)|locations?|sites?|dates?|funders?|conditions?|enrol?lment|recruitment"
    r"|duration|type|ages?|sex|gender|cent(?:er|re)s?|start|end|completion|network))"
    r"\s*:\s+(?P<value>[^\r\n]{1,120}(?<![.;,]))",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"(?:related |key |main |trial |study )?(?:publications?|references|links|news|documents"
    r"|downloads?)|contacts?(?: .*)?|share.*|follow us|menu|navigation|footer|cookies?.*|donate"
    r"|subscribe|newsletter",
    re.IGNORECASE,
)


class _Part(Record, frozen=True, kw_only=True):
    """A stretch of the page under one heading, or under none."""

    label: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()


def looks_like(page: Page) -> bool:
    """Whether paragraphs stand under short headings that are not the parts of an abstract."""
    body = _titled(page)[1]
    headings = _headings(body)
    if _is_abstract(body, headings):
        return False
    # One short line at the top is the title of an abstract.
    return any(heading is not body[0] or _is_page_heading(heading.text) for heading in headings)


def _is_abstract(body: tuple[Paragraph, ...], headings: list[Paragraph]) -> bool:
    """Whether most labels are those of an abstract, each with one paragraph unless it shouts."""
    labels = [label.text for p in body if (label := label_of(p.text) or heading_label(p.text))]
    if sum(map(is_part, labels)) < _FEWEST_PARTS:
        return False
    others = sum(heading_label(heading.text) is None for heading in headings)
    quiet = [h for h in headings if not h.text.isupper() and not h.text.endswith(":")]
    roomy = len(headings) == len(quiet) > 1 and len(body) > 2 * len(headings)
    return 2 * others <= len(headings) and not roomy


def read(page: Page) -> list[Document]:
    """The document of a trial web page."""
    title, body = _titled(page)
    parts = [part for part in _parts(body) if part.paragraphs and not _is_unread(part.label)]
    sections = [section for part in parts for section in _sections(page.text, part)]
    span = title_span(title) if title else (0, 0)
    named = [h.text for h in _headings(body) if len(set(registry_ids_in(h.text))) == 1]
    report = Report(
        kind="WebPage",
        sha256=page.sha256,
        text=page.text,
        title=squeezed(page.text[span[0] : span[1]]) or None,
        registry_ids=own_registry_ids(
            [title.text if title else "", *named],
            (page.text[section.start : section.end] for section in sections),
        ),
    )
    spans = [Section(label="title", start=span[0], end=span[1])] if title else []
    return [Document(report=report, sections=(*spans, *sections))]


def _is_page_heading(text: str) -> bool:
    return is_generic(text) and not is_label(text) and heading_kind(text) is None


def _titled(page: Page) -> tuple[Paragraph | None, tuple[Paragraph, ...]]:
    """The title, if the page has one, and the other paragraphs that are not about the document.

    A title stands under a heading that says so, or at the top with another heading under it.
    """
    for block in blocks(page.paragraphs):
        if block.kind == "title" and block.paragraphs:
            title = block.paragraphs[0]
            return title, _without(page, block.heading, title)
    # A text of nothing but rules and dots has no paragraph at all.
    first, others = next(iter(page.paragraphs), None), page.paragraphs[1:]
    if (
        first is not None
        and len(others) >= _FEWEST_PARTS
        and _is_heading(first, others[0], top=True)
        and (_is_heading(*others[:2]) or _FIELD.fullmatch(others[0].text))
    ):
        return first, _without(page, first)
    return None, _without(page)


def _without(page: Page, *left: Paragraph | None) -> tuple[Paragraph, ...]:
    return tuple(p for p in page.paragraphs if p not in left and not is_metadata(p.text))


def _bare(text: str) -> str:
    return _NUMBER.sub("", text.strip("#*_:： "))


def _headings(body: tuple[Paragraph, ...]) -> list[Paragraph]:
    # Without blank lines, a heading is what starts after the end of a sentence.
    flat = not any(paragraph.gap for paragraph in body[1:])
    after_end = [True, *(flat and paragraph.text.endswith((".", "!", "?")) for paragraph in body)]
    return [
        line
        for top, (line, under) in zip(after_end, pairwise(body), strict=False)
        if _is_heading(line, under, top=top)
    ]


def _is_heading(line: Paragraph, under: Paragraph, *, top: bool = False) -> bool:
    """Whether a short line stands over a longer paragraph, a list or another heading."""
    bare = _bare(line.text)
    return (
        _is_short(bare)
        and not _is_item(line, under)
        and (top or line.gap > 0 or under.gap > 0 or _is_label(line))
        and (
            len(under.text) > len(bare)
            or bullet_length(under.text) > 0
            or _is_short(_bare(under.text))
            or _FIELD.fullmatch(under.text) is not None
        )
    )


def _is_item(line: Paragraph, under: Paragraph) -> bool:
    """Whether a line is an item of a list; a number may also stand before a heading."""
    if not bullet_length(line.text):
        return False
    return (
        not line.text[0].isdigit()
        or under.text[0].isdigit()
        or len(under.text) < 2 * len(line.text)
    )


def _is_label(line: Paragraph) -> bool:
    return line.text.endswith(":") or heading_label(line.text) is not None


def _is_short(bare: str) -> bool:
    return (
        0 < len(bare) <= _LONGEST
        and len(bare.split()) <= _MOST_WORDS
        and (bare[0].isupper() or bare[0].isdigit())
        and not _SENTENCE.search(bare)
        and (not re.search(r"\S:\s+\S", bare) or _NAMED.match(bare) is not None)
    )


def _parts(body: tuple[Paragraph, ...]) -> Iterator[_Part]:
    """The parts of a page; a wider gap than usual ends one, for there a heading was lost."""
    usual = _usual_gap(body)
    headings = {heading.start for heading in _headings(body)}
    label: str | None = None
    run: list[Paragraph] = []
    for paragraph in body:
        noted = _noted(paragraph)
        if not noted and not (run and paragraph.gap > usual) and paragraph.start not in headings:
            run.append(paragraph)
            continue
        yield _Part(label=label, paragraphs=tuple(run))
        label, run = None, [paragraph]
        if noted:
            label, run = noted.label, list(noted.paragraphs)
        elif paragraph.start in headings:
            label, run = squeezed(_bare(paragraph.text)), []
    yield _Part(label=label, paragraphs=tuple(run))


def _usual_gap(body: tuple[Paragraph, ...]) -> int:
    """The number of blank lines that mostly stands between paragraphs; the smaller of equals."""
    counts = Counter(paragraph.gap for paragraph in body[1:])
    return max(counts, key=lambda gap: (counts[gap], -gap)) if counts else 0


def _noted(paragraph: Paragraph) -> _Part | None:
    """A paragraph that carries its own label: a note, or a field with its value."""
    field = _FIELD.fullmatch(paragraph.text)
    if field:
        name, at = field["key"], field.start("value")
    elif (label := label_of(paragraph.text)) and paragraph.text[label.body :].strip():
        name, at = label.text, label.body
    else:
        return None
    body = Paragraph(text=paragraph.text[at:], start=paragraph.start + at, end=paragraph.end)
    return _Part(label=squeezed(name), paragraphs=(body,))


def _sections(text: str, part: _Part) -> Iterator[Section]:
    """The section of a part; what was left out inside it cuts it in two."""
    for place, run in enumerate(unbroken(text, part.paragraphs)):
        start, end = trimmed(text, run[0].start, run[-1].end)
        yield Section(label=None if place else part.label, start=start, end=end)


def _is_unread(label: str | None) -> bool:
    if label is None:
        return False
    return _UNREAD.fullmatch(label) is not None or heading_kind(label) in {"links", "aside"}
