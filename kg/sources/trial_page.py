"""The reader of trial web pages: headings as short lines, paragraphs and notes under them.

In: a page. Out: a document of kind WebPage whose sections are the parts under the headings. A
registry number is taken only where the page gives it to this trial.
"""

import re
from collections import Counter
from collections.abc import Iterator

from kg.records import Document, Report, Section
from kg.sources.blocks import heading_kind
from kg.sources.front import is_metadata
from kg.sources.ids import own_registry_ids, registry_ids_in
from kg.sources.labels import Label, heading_label, label_of
from kg.sources.layout import Page, Paragraph, bullet_length, squeezed, trimmed

NAME = "trial web page"
_MOST_WORDS = 14
_LONGEST = 100
_FEWEST_PARTS = 2
# An abstract with its labels on lines of their own has at least two of these, a web page rarely.
_ABSTRACT = re.compile(
    r"(?:background|context|introduction|objectives?|aims?|purpose|(?:patients |participants |materials )?"
    r"(?:and )?methods|design|findings|conclusions?|interpretation|discussion)(?: and .*)?",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"(?:related |key |main |trial |study )?(?:publications?|references|links|news|documents|downloads?)"
    r"|contacts?(?: .*)?|share.*|follow us|menu|navigation|footer|cookies?.*|donate|subscribe",
    re.IGNORECASE,
)


def looks_like(page: Page) -> bool:
    """Whether paragraphs stand under short headings that are not the parts of an abstract."""
    usual = _usual_gap(page.paragraphs)
    headings = [p for p, under in _pairs(page.paragraphs) if _is_heading(p, under, usual)]
    bodies = [p for p in page.paragraphs if p not in headings]
    parts = [h for h in headings if _ABSTRACT.fullmatch(_bare(h.text))]
    labelled = [
        p for p in bodies if (label := label_of(p.text)) and _ABSTRACT.fullmatch(label.text)
    ]
    return bool(headings) and bool(bodies) and len(parts) + len(labelled) < _FEWEST_PARTS


def read(page: Page) -> list[Document]:
    """The document of a trial web page."""
    title = _title(page)
    spans = [Section(label="title", start=title.start, end=title.end)] if title else []
    sections = tuple(_sections(page, title))
    named = [p.text for p, under in _pairs(page.paragraphs) if _is_heading(p, under, 0)]
    report = Report(
        kind="WebPage",
        sha256=page.sha256,
        text=page.text,
        title=squeezed(title.text) if title else None,
        registry_ids=own_registry_ids(
            [title.text if title else "", *(n for n in named if _names_one(n))],
            (page.text[s.start : s.end] for s in sections),
        ),
    )
    return [Document(report=report, sections=(*spans, *sections))]


def _names_one(heading: str) -> bool:
    return len(set(registry_ids_in(heading))) == 1


def _pairs(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Each paragraph with the one under it."""
    following: list[Paragraph | None] = [*paragraphs[1:], None]
    yield from zip(paragraphs, following, strict=True)


def _bare(text: str) -> str:
    return text.strip("#*_:： \u00a0")


def _is_heading(paragraph: Paragraph, under: Paragraph | None, usual: int) -> bool:
    """Whether a paragraph is a short line over a longer one, or over a list."""
    text = paragraph.text
    bare = _bare(text)
    if under is None or not bare or len(bare) > _LONGEST or len(bare.split()) > _MOST_WORDS:
        return False
    if bullet_length(text) or not (bare[0].isupper() or bare[0].isdigit() or bare[0] == "¿"):
        return False
    if re.search(r"[.;,!]$|[.!?]\s+[A-Z]|\S:\s+\S", bare):
        return False
    set_off = paragraph.gap > 0 or paragraph.start == 0 or under.gap > 0 or usual == 0
    return set_off or bool(heading_label(text))


def _usual_gap(paragraphs: tuple[Paragraph, ...]) -> int:
    """The number of blank lines that mostly stands between paragraphs; the smaller of equals."""
    counts = Counter(p.gap for p in paragraphs[1:])
    return max(counts, key=lambda gap: (counts[gap], -gap)) if counts else 0


def _title(page: Page) -> Paragraph | None:
    """The first line, where another heading stands directly under it."""
    first, *others = page.paragraphs
    pairs = dict(zip(range(2), _pairs(page.paragraphs), strict=False))
    if len(others) < _FEWEST_PARTS or not all(_is_heading(p, u, 0) for p, u in pairs.values()):
        return None
    return first


def _sections(page: Page, title: Paragraph | None) -> Iterator[Section]:
    """The parts under the headings; a wider gap than usual ends a part, for its heading is lost."""
    usual = _usual_gap(page.paragraphs)
    label: str | None = None
    run: list[Paragraph] = []
    for paragraph, under in _pairs(page.paragraphs):
        if paragraph is title or is_metadata(paragraph.text):
            continue
        note = label_of(paragraph.text)
        if _is_heading(paragraph, under, usual):
            yield from _section(page.text, label, run)
            label, run = squeezed(_bare(paragraph.text)), []
        elif note and len(paragraph.text) > note.body:
            yield from _section(page.text, label, run)
            yield from _noted(page.text, paragraph, note)
            label, run = None, []
        elif run and paragraph.gap > usual:
            yield from _section(page.text, label, run)
            label, run = None, [paragraph]
        else:
            run.append(paragraph)
    yield from _section(page.text, label, run)


def _section(text: str, label: str | None, run: list[Paragraph]) -> Iterator[Section]:
    if run and not _is_unread(label):
        start, end = trimmed(text, run[0].start, run[-1].end)
        yield Section(label=label, start=start, end=end)


def _noted(text: str, paragraph: Paragraph, note: Label) -> Iterator[Section]:
    """The section of a paragraph that carries its own label, such as a note."""
    start, end = trimmed(text, paragraph.start + note.body, paragraph.end)
    yield Section(label=squeezed(note.text), start=start, end=end)


def _is_unread(label: str | None) -> bool:
    return label is not None and (
        bool(_UNREAD.fullmatch(label)) or heading_kind(label) in {"links", "aside"}
    )
