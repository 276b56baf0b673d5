"""One text out of the parts of a record: the title, then each section under its label.

In: parts with their labels. Out: the text and its sections, so that the words of a record are
read as those of a page are. The same parts always give the same text.
"""

from collections.abc import Iterable, Iterator

import msgspec

from kg.records import Record, Section
from kg.sources.layout import paragraphs
from kg.sources.sections import sections_of


class Part(Record, frozen=True, kw_only=True):
    """A stretch of a record's words: its label, the part it plays, and its place in the record."""

    text: str
    label: str | None = None
    category: str | None = None
    path: str | None = None


class Composed(Record, frozen=True, kw_only=True):
    """A text and the sections in it."""

    text: str = ""
    sections: tuple[Section, ...] = ()

    def said(self) -> list[str]:
        """The words of each section; those of the title come first where there is one."""
        return [self.text[section.start : section.end] for section in self.sections]


def composed(title: Part | None, parts: Iterable[Part]) -> Composed:
    r"""The title and the parts as one text.

    >>> made = composed(Part(text="On sleep."), [Part(text="To ask.", label="AIM")])
    >>> made.text, [(s.label, s.start, s.end) for s in made.sections]
    ('On sleep.\n\nAIM\nTo ask.', [('title', 0, 8), ('AIM', 15, 22)])
    """
    text = ""
    sections: list[Section] = []
    if title is not None and title.text:
        text = title.text
        end = len(text) - (text.endswith(".") and not text.endswith(".."))
        sections.append(Section(label="title", start=0, end=end, path=title.path))
    spoken = [part for part in parts if part.text.strip(".")]
    for part in spoken:
        text += "\n\n" if text else ""
        text += f"{part.label}\n" if part.label else ""
        start = len(text)
        text += part.text
        sections += _sections(part, start, alone=len(spoken) == 1)
    return Composed(text=text, sections=tuple(sections))


def _sections(part: Part, start: int, *, alone: bool) -> Iterator[Section]:
    """The section that a part is; one that is alone and unlabelled may have labels inside."""
    whole = Section(
        label=part.label,
        start=start,
        end=start + len(part.text),
        category=part.category,
        path=part.path,
    )
    found = [] if part.label or not alone else list(sections_of(part.text, paragraphs(part.text)))
    if not found:
        yield whole
    for section in found:
        yield msgspec.structs.replace(
            whole, label=section.label, start=start + section.start, end=start + section.end
        )
