"""The words of a PubMed record: its title, and its abstract part by part.

In: the elements of a citation. Out: parts, each with its label, the part that the record says it
plays, and its XPath. Other abstracts (another language, plain language) repeat the first one: they
are not read, and counted with what has no place.
"""

from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.sources.bibliography import LONGEST_ABSTRACT
from kg.sources.composed import Part
from kg.sources.xml_stream import Element
from kg.sources.xml_text import text_of

_BOOK: Final = "BookDocument"
_TITLES: Final = ("ArticleTitle", "VernacularTitle", "Book/BookTitle")
_NO_TITLE: Final = frozenset({"", "[Not Available].", "[Not Available]", "Not Available"})
_NO_LABEL: Final = frozenset({"UNLABELLED", "UNASSIGNED"})


def title_of(citation: Element, article: Element | None, path: str) -> Part | None:
    """The title of a record, else that in its own language; nothing where it has none."""
    inner = path if citation.tag == _BOOK else f"{path}/Article"
    for name in _TITLES:
        text = "" if article is None else text_of(article.find(name))
        if text not in _NO_TITLE:
            return Part(text=text, path=f"{inner}/{name}")
    return None


def parts_of(article: Element | None, path: str) -> list[Part]:
    """The parts of the abstract.

    *Errors*: ``InputError`` for an abstract beyond all measure.
    """
    abstract = None if article is None else article.find("Abstract")
    if article is None or abstract is None:
        return []
    inner = path if article.tag == _BOOK else f"{path}/Article"
    parts = list(_parts(abstract, f"{inner}/Abstract"))
    length = sum(len(part.text) for part in parts)
    if length > LONGEST_ABSTRACT:
        raise InputError(
            "the abstract is too long",
            got=f"{length:,} characters",
            expected=f"at most {LONGEST_ABSTRACT:,}",
        )
    return parts


def _parts(abstract: Element, path: str) -> Iterator[Part]:
    for number, element in enumerate(abstract.iterfind("AbstractText"), start=1):
        text = text_of(element)
        if text:
            yield Part(
                text=text,
                label=_said(element.get("Label")),
                category=_said(element.get("NlmCategory")),
                path=f"{path}/AbstractText[{number}]",
            )


def _said(label: str | None) -> str | None:
    plain = " ".join((label or "").split()).rstrip(" :.")
    return plain if plain and plain.upper() not in _NO_LABEL else None
