"""The layout of a text: its paragraphs, each with the place where it stands.

In: the exact text of a document. Out: paragraphs in order, with offsets in code points. Nothing
is changed: line ends of every kind, odd spaces and hard-wrapped lines stay as they are, and a
paragraph of wrapped lines is one span that has the line ends inside.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.records import Record

_LINE = re.compile(r"([^\r\n\u0085\u2028\u2029]*)(\r\n|[\r\n\u0085\u2028\u2029]|\Z)")
# One for one, so that offsets hold: what is matched has plain blanks, what is stored keeps its own.
_BLANKS = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_WIDTHLESS = "\u200b\u2060\ufeff"
_RULE = re.compile(r"[-–—_=*~·.\s]{3,}")
_BULLET = re.compile(r"[•●▪■◦○‣⁃∙·*–—-]\s*(?=\S)|\d{1,3}[.)]\s+(?=\S)")
# Lines that never go on with the one before them, though they may begin in lower case.
_OWN_LINE = re.compile(r"(?:doi|pmid|pmcid|https?|www)\b|\S+@\S+", re.IGNORECASE)
# A line cut in a sentence goes on in lower case or with a sign, or ends on a word that needs more.
_GOES_ON = re.compile(r"[a-zß-öø-ÿ]|[(\[<>=≥≤±+%&.,;]")
_NEEDS_MORE = re.compile(
    r"(?:\b(?:a|an|and|as|at|by|for|from|in|of|on|or|per|than|that|the|to|versus|vs|was|were|with)|[,-])$"
)
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 120
_FEWEST_WRAPPED = 2


class Paragraph(Record, frozen=True, kw_only=True):
    """A stretch of text between line ends, with blanks of every width as plain ones.

    ``gap`` counts the blank lines before it.

    *Units*: ``start`` and ``end`` are code points of the whole text, white space left out.
    """

    text: str
    start: int
    end: int
    gap: int = 0


def squeezed(text: str) -> str:
    r"""The text with every run of white space as one blank, as a name or title is quoted.

    >>> squeezed(" A trial\u00a0of \r\n rest ")
    'A trial of rest'
    """
    return " ".join(text.split())


def unbroken(text: str, members: Sequence[Paragraph]) -> list[list[Paragraph]]:
    r"""The paragraphs in runs that have nothing but white space between them.

    >>> a, b, c = paragraphs("A\nB\nC")
    >>> [[p.text for p in run] for run in unbroken("A\nB\nC", [a, c])]
    [['A'], ['C']]
    """
    runs: list[list[Paragraph]] = []
    for paragraph in members:
        if runs and not text[runs[-1][-1].end : paragraph.start].strip():
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    return runs


def bullet_length(text: str) -> int:
    """The length of the bullet sign or item number that a line starts with, else 0.

    >>> [bullet_length(item) for item in ("• Adult", "2. Adult", "*Adult", "14-3-3")]
    [2, 3, 1, 0]
    """
    match = _BULLET.match(text)
    return match.end() if match else 0


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    r"""The span without the white space at its edges.

    >>> trimmed("a  bc \n d", 1, 7)
    (3, 5)
    """
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(character: str) -> bool:
    return character.isspace() or character in _WIDTHLESS


def paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of a text: its lines, those that a line break cut apart joined to one span.

    >>> [(p.text, p.start, p.gap) for p in paragraphs("One\r\n\r\n Two \rThree")]
    [('One', 0, 0), ('Two', 8, 1), ('Three', 13, 0)]
    """
    plain = _BLANKS.sub(" ", text)
    lines = list(_lines(plain))
    return list(_joined(plain, lines, _wrap_width(lines)))


def _lines(text: str) -> Iterator[Paragraph]:
    gap = 0
    for match in _LINE.finditer(text):
        start, end = trimmed(text, *match.span(1))
        line = text[start:end]
        if not line or _RULE.fullmatch(line):
            gap += 1
            continue
        yield Paragraph(text=line, start=start, end=end, gap=gap)
        gap = 0


def _runs_on(line: Paragraph, following: Paragraph, width: int) -> bool:
    """Whether a line goes on in the next: it was full, or it was cut in a sentence."""
    if following.gap or bullet_length(following.text) or _OWN_LINE.match(following.text):
        return False
    if width and _fills(line, following, width):
        return True
    return bool(_GOES_ON.match(following.text) or _NEEDS_MORE.search(line.text))


def _fills(line: Paragraph, following: Paragraph, width: int) -> bool:
    """Whether a line breaks where the next word would not have fitted."""
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _wrap_width(lines: list[Paragraph]) -> int:
    """The column at which a text is wrapped, or 0 for one that is not."""
    width = max((len(line.text) for line in lines), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    full = sum(b.gap == 0 and _fills(a, b, width) for a, b in pairwise(lines))
    return width if full >= _FEWEST_WRAPPED else 0


def _joined(text: str, lines: list[Paragraph], width: int) -> Iterator[Paragraph]:
    start = 0
    for place, line in enumerate(lines):
        if place + 1 < len(lines) and _runs_on(line, lines[place + 1], width):
            continue
        first = lines[start]
        yield Paragraph(
            text=text[first.start : line.end], start=first.start, end=line.end, gap=first.gap
        )
        start = place + 1


class Page(Record, frozen=True, kw_only=True):
    """A document's exact text with its paragraphs, and where it came from.

    ``name`` is what messages call it; ``sha256`` is the digest of the bytes.
    """

    text: str
    name: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]


def page_of(text: str, *, name: str = "", sha256: str = "") -> Page:
    r"""The text laid out in paragraphs.

    >>> len(page_of("One\n\nTwo").paragraphs)
    2
    """
    return Page(text=text, name=name, sha256=sha256, paragraphs=tuple(paragraphs(text)))
