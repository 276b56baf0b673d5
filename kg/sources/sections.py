"""The sections of an abstract: each label as written, with the span of its body.

In: the text and the paragraphs of the abstract. Out: sections in order; text before the first
label, or of an abstract without labels, is a section without one. A paragraph that was left out
between two others ends a section, so that no section covers what is not to be read.
"""

from collections.abc import Iterator, Sequence

from kg.records import Record, Section
from kg.sources.labels import Label, heading_label, inner_labels, label_of
from kg.sources.layout import Paragraph, squeezed, trimmed

_FEWEST_INNER = 2


class _Piece(Record, frozen=True, kw_only=True):
    """Part of a section; one that does not open a section goes on with the one before it."""

    label: str | None = None
    start: int
    end: int
    opens: bool = False


def sections_of(text: str, body: Sequence[Paragraph], after: int = 0) -> Iterator[Section]:
    """The sections of an abstract; what stands before ``after`` in the first one is its title.

    >>> [line] = [Paragraph(text="Aim: to ask. Results: yes.", start=0, end=26)]
    >>> [(s.label, s.start, s.end) for s in sections_of(line.text, [line])]
    [('Aim', 5, 12), ('Results', 22, 26)]
    """
    merged: list[_Piece] = []
    for piece in _pieces(body):
        last = merged[-1] if merged else None
        if last is None or piece.opens or text[last.end : piece.start].strip():
            merged.append(piece)
        else:
            merged[-1] = _Piece(label=last.label, start=last.start, end=piece.end)
    for piece in merged:
        first = after if piece.start < after < piece.end else piece.start
        start, end = trimmed(text, first, piece.end)
        if text[start:end].strip("."):
            yield Section(label=piece.label, start=start, end=end)


def lead_in(paragraph: Paragraph) -> Paragraph | None:
    """What stands before the labels of an abstract that is one paragraph.

    >>> lead_in(Paragraph(text="On sleep. Aim: to ask. Results: yes.", start=5, end=41)).text
    'On sleep.'
    """
    labels = list(inner_labels(paragraph.text))
    if len(labels) < _FEWEST_INNER or ((opening := label_of(paragraph.text)) and opening.known):
        return None
    text = paragraph.text[: labels[0].start].rstrip()
    return Paragraph(text=text, start=paragraph.start, end=paragraph.start + len(text))


def _pieces(body: Sequence[Paragraph]) -> Iterator[_Piece]:
    labelled = False
    for place, paragraph in enumerate(body):
        label = _label(paragraph, first=place == 0, last=place + 1 == len(body))
        inner = list(inner_labels(paragraph.text))
        labelled = labelled or label is not None or len(inner) >= _FEWEST_INNER
        labels = [label or Label(text="", start=0, body=0), *(inner if labelled else ())]
        ends = [following.start for following in labels[1:]] + [len(paragraph.text)]
        for opened, end in zip(labels, ends, strict=True):
            yield _Piece(
                label=squeezed(opened.text) or None,
                start=paragraph.start + opened.body,
                end=paragraph.start + end,
                opens=bool(opened.text),
            )


def _label(paragraph: Paragraph, *, first: bool, last: bool) -> Label | None:
    """The label of a paragraph; an acronym before a colon is none where a title may stand."""
    label = label_of(paragraph.text)
    if label and (label.known or not first):
        return label
    return None if last else heading_label(paragraph.text)
