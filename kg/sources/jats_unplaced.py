"""What an article says and the model has no place for, counted by field.

In: the element of an article. Out: pairs of a field and how often it is there. The body counts by
its paragraphs, figures and tables: whatever of them is read is read beside the text.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.sources.jats_front import META, is_notice, marks_number
from kg.sources.jats_text import abstract_of
from kg.sources.xml_stream import Element

# Fields that a document takes in, whole.
_PLACED: Final = frozenset(
    """
    abbrev-journal-title article-id elocation-id fpage issn issue journal-id journal-title
    journal-title-group kwd-group lpage pub-date title-group volume
    """.split()
)
# The making of the article itself, whom to ask, and who may print it.
_OWN: Final = frozenset(
    """
    aff aff-alternatives article-version article-version-alternatives author-notes
    copyright-holder copyright-statement copyright-year counts history issn-l issue-id license
    page-range permissions processing-meta pub-history publisher self-uri volume-id
    """.split()
)
# Lists whose entries count, whatever parts an entry has.
_ENTRIES: Final = {
    "article-categories": ".//subject",
    "custom-meta-group": "custom-meta",
    "funding-group": "award-group",
}
_BODY: Final = {"body paragraph": "body//p", "figure": "body//fig", "formula": "body//disp-formula"}


def unplaced(article: Element) -> tuple[tuple[str, int], ...]:
    """The fields without a place."""
    counts: Counter[str] = Counter(_of_front(article))
    for name, path in _BODY.items():
        counts[name] = len(article.findall(path))
    for part in article.iterfind("back/*"):
        if isinstance(part.tag, str) and part.tag != "ref-list":
            counts[part.tag] += 1
    for kind in ("sub-article", "response"):
        counts[kind] += len(article.findall(kind))
    return tuple(sorted((field, count) for field, count in counts.items() if count))


def _of_front(article: Element) -> Iterator[str]:
    for place in ("front/journal-meta", META):
        for field in article.iterfind(f"{place}/*"):
            if isinstance(field.tag, str) and field.tag not in _PLACED | _OWN:
                yield from _entries(article, field)


def _entries(article: Element, field: Element) -> Iterator[str]:
    """The name of a field, once for each entry that no document takes in."""
    name = str(field.tag)
    if name == "contrib-group":
        others = field.findall("contrib")
        yield from ["contrib" for each in others if each.get("contrib-type") != "author"]
    elif name in _ENTRIES:
        entries = field.findall(_ENTRIES[name])
        yield from [str(each.tag) for each in entries if not marks_number(each)]
    elif field is not abstract_of(article) and not is_notice(field) and not marks_number(field):
        yield name
