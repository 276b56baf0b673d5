"""The words of an article: its title, and its abstract section by section.

In: the elements of an article. Out: parts, each with its label and its XPath. Marks of notes and of
references are left out: a raised 12 behind a word is no power. Other abstracts (for the press, for
patients, in another language) repeat the first one: they are not read, and counted.
"""

import copy
import re
from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.sources.bibliography import LONGEST_ABSTRACT
from kg.sources.composed import Part
from kg.sources.xml_stream import Element
from kg.sources.xml_text import text_of

_FULL: Final = frozenset({None, "", "abstract", "structured", "unstructured", "main", "full"})
_MARKS: Final = frozenset({"bibr", "fn", "table-fn", "corresp", "aff", "author-notes"})
_BLOCKS: Final = frozenset(
    """
    p sec list list-item disp-quote boxed-text def-list def-item def term statement verse-group
    verse-line attrib title label caption
    """.split()
)
_BLANKS: Final = re.compile(r"[ \t\r\n]+")


def words_of(element: Element | None) -> str:
    """The text of an element without the marks of notes and references.

    >>> from lxml import etree
    >>> words_of(etree.fromstring("<p>So <i>it</i> was <xref ref-type='bibr'>[3]</xref>.</p>"))
    'So it was .'
    """
    if element is None:
        return ""
    if next(element.iter("xref", "fn"), None) is None:
        return text_of(element)
    plain = copy.deepcopy(element)
    for mark in [*plain.iter("xref", "fn")]:
        if mark.tag == "fn" or mark.get("ref-type") in _MARKS:
            _take_out(mark)
    return text_of(plain)


def _take_out(mark: Element) -> None:
    """The mark is gone; what follows it stays."""
    parent, before, tail = mark.getparent(), mark.getprevious(), mark.tail or ""
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(mark)


def title_of(article: Element, path: str) -> Part | None:
    """The title with its subtitle; nothing where it has none."""
    group = article.find("front/article-meta/title-group")
    titles = [] if group is None else [group.find("article-title"), group.find("subtitle")]
    said = [text for text in map(words_of, titles) if text]
    if not said:
        return None
    place = f"{path}/front/article-meta/title-group"
    return Part(text=": ".join(said), path=place if len(said) > 1 else f"{place}/article-title")


def abstract_of(article: Element) -> Element | None:
    """The abstract that stands for the article."""
    found = article.iterfind("front/article-meta/abstract")
    return next((each for each in found if each.get("abstract-type") in _FULL), None)


def parts_of(article: Element, path: str) -> list[Part]:
    """The parts of the abstract.

    *Errors*: ``InputError`` for an abstract beyond all measure.
    """
    abstract = abstract_of(article)
    if abstract is None:
        return []
    parts = list(_parts(abstract, place_of(abstract, path)))
    length = sum(len(part.text) for part in parts)
    if length > LONGEST_ABSTRACT:
        raise InputError(
            "the abstract is too long",
            got=f"{length:,} characters",
            expected=f"at most {LONGEST_ABSTRACT:,}",
        )
    return parts


def _parts(abstract: Element, path: str) -> Iterator[Part]:
    """A part for each section; what stands outside any is one part."""
    loose = "\n\n".join(_paragraphs(abstract, but=("sec", "title", "label")))
    if loose:
        yield Part(text=loose, path=path)
    for number, section in enumerate(abstract.iterfind("sec"), start=1):
        text = "\n\n".join(_paragraphs(section, but=("title", "label")))
        label = words_of(section.find("title")).rstrip(" :.")
        if text:
            yield Part(text=text, label=label or None, path=f"{path}/sec[{number}]")


def _paragraphs(element: Element, but: tuple[str, ...] = ()) -> Iterator[str]:
    """The innermost blocks of text, in order."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in but:
            continue
        if any(inner.tag in _BLOCKS for inner in child):
            yield from _mixed(child)
        elif text := words_of(child):
            yield text


def _mixed(element: Element) -> Iterator[str]:
    """A block that has blocks inside: its own words up to the first of them, then those."""
    plain = copy.deepcopy(element)
    for child in [child for child in plain if child.tag in _BLOCKS]:
        plain.remove(child)
    if own := words_of(plain):
        yield own
    yield from _paragraphs(element)


def place_of(element: Element, path: str) -> str:
    """Where an element of an article stands, from the article's own path on.

    >>> from lxml import etree
    >>> article = etree.fromstring("<article><body><p/><p/></body></article>")
    >>> place_of(article[0][1], "//article[1]")
    '//article[1]/body[1]/p[2]'
    """
    steps: list[str] = []
    here = element
    while (parent := here.getparent()) is not None and here.tag != "article":
        tag = str(here.tag)
        number = 1 + sum(1 for _ in here.itersiblings(tag, preceding=True))
        steps.append(f"{tag}[{number}]")
        here = parent
    return "/".join([path, *reversed(steps)])
