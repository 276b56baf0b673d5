"""The outline of a document: which part tells what, sentence by sentence.

In: a :class:`~kg.records.Document`. Out: its sentences, each with its span, the heading it
stands under and the part that heading plays (background, methods, results …); a text without
headings has no parts, and every rule must then find its own footing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from kg.reading.frozen import Frozen
from kg.records import Document, Section
from kg.sources.labels import is_part, label_of

Part = Literal["title", "background", "objective", "design", "methods", "results", "conclusions"]

_METHODS = (
    r"(?:.*\b)?(?:methods?|patients?|participants?|subjects?|settings?|interventions?|measure(?:s|ments)?|outcomes?"
    r"|population|approach|treatments?|methodology|procedures?|eligibility|recruitment|materials?|analysis|sample|trial)\b.*"
)
_PARTS: tuple[tuple[str, Part], ...] = (
    (r"title", "title"),
    (
        r"conclusions?|interpretations?|summary|implications?|significance|discussion|clinical relevance",
        "conclusions",
    ),
    (
        r"(?!.*\b(?:interpret\w*|implications?|significance|mean)\b).*\b(?:results?|findings?)\b.*",
        "results",
    ),
    (
        r"(?:(?:study|trial|main|primary) )?(?:objectives?|aims?|purposes?|goals?|hypothes[ie]s|questions?)",
        "objective",
    ),
    (r"rationale and aims?", "objective"),
    (r"backgrounds?|introductions?|rationales?|context|importance|what is known", "background"),
    (r"(?:study |trial )?designs?|trial registration|registration", "design"),
    (_METHODS, "methods"),
)
_LONE = frozenset({"background", "objective", "design"})
# One heading over both: each sentence must tell by itself what it is.
_BOTH = re.compile(
    r".*\b(?:methods?|methodology|designs?|patients?|participants?|subjects|procedures?|interventions?)\b.*\b(?:results?|findings?)\b.*"
)
_MIXED = re.compile(r"\s*(?:\band\b|[/&,])\s*")
# It opens with the sign before the break: Python looks for that much faster than for what follows one.
_BREAK = re.compile(
    r"[.!?:\n](?:(?<=[.!?])[\"”’')\]]*(\s+)(?=[\"“‘'(\[]?[A-Z0-9Α-ΩÀ-Ý])|(?<=\n)(\s*\n)|(?<=[:.!?])(\s*\n\s*))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|i\.e|e\.g|cf|al|approx|resp|dr|prof|mr|mrs|fig|no|nos|ca|st|inc|ltd|var|spp?|subsp|i\.[uv]|s\.c|b\.i\.d|q\.d|t\.i\.d))\.$",
    re.IGNORECASE,
)
# A letter with a stop is an initial in a name; behind a common noun ("vitamin D.") it ends the sentence.
_INITIAL = re.compile(
    r"(?:^|[.!?(]\s|\bby\s|\b(?!(?:Group|Arm|Cohort|Stage|Class|Type|Grade|Vitamin|Hepatitis)\b)[A-Z][\w.-]*\s)[A-Z]\.$"
)


_BRACKET, _FEWEST = 120, 3
_PLAINLY = re.compile(r"(?P<label>[A-Z][a-z]+(?: [a-z]+){0,3}) (?=[A-Z0-9])")
_HEADED = re.compile(r"[A-Z]{3}")
_BEHIND_HEADING = re.compile(r"[A-Z0-9][a-z0-9 ,]|[A-Z]{2,4}\b")


class Sentence(Frozen, frozen=True, gc=False):
    """One sentence: its span in the text, the heading above it, the part it belongs to."""

    start: int
    end: int
    label: str | None
    part: Part | None


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of a document's sections, in order."""
    text = document.report.text or ""
    told = tuple(
        told
        for section in document.sections
        for told in _within(text, section.label, part_of(section), section.start, section.end)
    )
    headed = {"methods", "results", None} & {sentence.part for sentence in told}
    return told if headed else tuple(map(_unheaded, told))


def _unheaded(told: Sentence) -> Sentence:
    """A sentence of an abstract whose headings tell of neither methods nor results.

    Both stand there under what heading there is, which says nothing.
    """
    return Sentence(told.start, told.end, told.label, None) if told.part in _LONE else told


def _within(
    text: str, label: str | None, part: Part | None, first: int, last: int
) -> Iterator[Sentence]:
    """The sentences of a section; a heading in capitals that opens one is the part from there on.

    Headings count only where one of them opens more than the background.
    """
    told = [(*span, _heading(text, *span)) for span in spans(text, first, last)]
    told = _plainly_headed(text, told) or told
    parts = {part_of(h) for *_, h in told if h}
    for start, end, heading in told:
        if heading and parts - {"background", "objective", None}:
            label, part = heading.label, part_of(heading)
        yield Sentence(heading.start if heading else start, end, label, part)


_Headed = list[tuple[int, int, Section | None]]


def _plainly_headed(text: str, told: _Headed) -> _Headed:
    """The sentences under headings that no sign sets apart, as in a page pasted into one paragraph.

    "Methods We gave": there are some three of them, and they tell of methods and of results.
    """
    if any(heading for *_, heading in told):
        return []
    found: _Headed = [(start, end, _plain_heading(text, start, end)) for start, end, _ in told]
    parts = [part_of(heading) for *_, heading in found if heading]
    full = "results" in parts and not {"methods", "design"}.isdisjoint(parts)
    return found if full and len(parts) >= _FEWEST else []


def _plain_heading(text: str, start: int, end: int) -> Section | None:
    """What stands under a heading that only the capital or number behind it ends."""
    found = _PLAINLY.match(text, start, end)
    if found is None or not is_part(found["label"]):
        return None
    return Section(label=found["label"], start=found.end(), end=end)


def _heading(text: str, start: int, end: int) -> Section | None:
    """What stands under the heading in capitals that opens a sentence, if one does."""
    found = label_of(text[start:end]) if _HEADED.match(text, start) else None
    if found is None or not found.known or not found.text.isupper():
        return None
    body = start + found.body
    behind = _BEHIND_HEADING.match(text, body)
    return Section(label=found.text, start=body, end=end) if behind else None


def part_of(section: Section) -> Part | None:
    """The part that a section's heading says it plays.

    >>> part_of(Section(label="Patients and methods", start=0, end=1))
    'methods'
    >>> part_of(Section(label="Findings", start=0, end=1))
    'results'
    """
    return _part_of(
        (section.label or "").strip().rstrip(":.").lower(), (section.category or "").lower()
    )


@lru_cache(maxsize=1 << 10)  # few headings stand over most sections
def _part_of(label: str, category: str) -> Part | None:
    if _BOTH.fullmatch(label):
        return None
    for word in (label, _MIXED.split(label, maxsplit=1)[0], category):
        for pattern, part in _PARTS:
            if word and re.fullmatch(pattern, word):
                return part
    return None


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences within a stretch of text.

    >>> [s for s in spans("Doses of 2 i.u. vs. 3. Then none. E. coli grew", 0, 46)]
    [(0, 22), (23, 33), (34, 46)]
    >>> [s for s in spans("By J. Smith. On vitamin D. It rose", 0, 34)]
    [(0, 12), (13, 26), (27, 34)]
    >>> [s for s in spans("It rose (by 7 s.e.m. 3). It fell.", 0, 33)]
    [(0, 24), (25, 33)]
    """
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if _shortened(text, match, start) or _bracketed(text, match, begin):
            continue
        if trimmed := _trim(text, begin, match.start(match.lastindex or 0)):
            yield trimmed
        begin = match.end()
    if trimmed := _trim(text, begin, end):
        yield trimmed


def _bracketed(text: str, match: re.Match[str], begin: int) -> bool:
    """Whether a stop stands before a number within a bracket that is still open."""
    if match.group(1) is None or not text[match.end() : match.end() + 1].isdigit():
        return False
    before = text[max(begin, match.start() - _BRACKET) : match.start()]
    return before.rfind("(") > before.rfind(")")


def _shortened(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the stop before a break only shortens a word; before a blank line it never does."""
    space = match.group(1)
    if space is None or space.count("\n") > 1:
        return False
    sign = match.start() + 1
    # Not from the beginning: a long text without a full stop would be read again at each break.
    stop = text.rfind(".", max(0, sign - 40), sign + 1) + 1
    if _ABBREVIATION.search(text, max(start, sign - 12), stop):
        return True
    letter = "A" <= text[stop - 2 : stop - 1] <= "Z"
    return letter and _INITIAL.search(text, max(start, sign - 40), stop) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
