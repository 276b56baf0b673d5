"""The lists of a PubMed record: MeSH terms with their stars, publication types, substances.

In: the paragraphs of a list block. Out: indexing records with the names as written; identifiers
are found later, where the vocabulary is.

*Source*: the subheadings of MeSH, https://www.nlm.nih.gov/mesh/subhierarchy.html, tell a slash
before a qualifier from one inside a name.
"""

import re
from collections.abc import Iterable, Iterator

from kg.records import Indexing
from kg.sources.layout import Paragraph, bullet_length, squeezed

_STARS = "*∗⁎＊★"
_SEPARATOR = re.compile(r"\s*[;|•●▪·]\s*|[\r\n]+")
_LONGEST_NAME = 200
_QUALIFIERS = frozenset(
    """
    abnormalities|administration & dosage|adverse effects|agonists|analogs & derivatives|analysis
    |anatomy & histology|antagonists & inhibitors|biosynthesis|blood|blood supply
    |cerebrospinal fluid|chemical synthesis|chemically induced|chemistry|classification
    |complications|congenital|contraindications|cytology|deficiency|diagnosis|diagnostic imaging
    |diet therapy|drug effects|drug therapy|economics|education|embryology|enzymology
    |epidemiology|ethics|ethnology|etiology|genetics|growth & development|history|immunology
    |injuries|innervation
    |instrumentation|isolation & purification|legislation & jurisprudence|manpower|metabolism
    |methods|microbiology|mortality|nursing|organization & administration|parasitology
    |pathogenicity|pathology|pharmacokinetics|pharmacology|physiology|physiopathology|poisoning
    |prevention & control|psychology|radiation effects|radiotherapy|rehabilitation
    |secondary|secretion|standards|statistics & numerical data|supply & distribution|surgery
    |therapeutic use|therapy|toxicity|transmission|transplantation|trends|ultrastructure|urine
    |utilization|veterinary|virology|workforce
    """.replace("\n", " ").split("|")
)
_KNOWN = frozenset(" ".join(name.split()) for name in _QUALIFIERS)


def read_headings(paragraphs: Iterable[Paragraph]) -> tuple[Indexing, ...]:
    """The MeSH terms of a block, one record for each qualifier of each line.

    >>> lines = [Paragraph(text="• Asthma / drug therapy* / therapy", start=0, end=0)]
    >>> [(i.descriptor_name, i.qualifier_name, i.major) for i in read_headings(lines)]
    [('Asthma', 'drug therapy', True), ('Asthma', 'therapy', False)]
    """
    items = list(_items(paragraphs))
    if len(items) > 1 and all(item[0] in _STARS for item in items):
        items = [item[1:].lstrip() for item in items]
    return tuple(heading for item in items for heading in _headings(item))


def read_names(paragraphs: Iterable[Paragraph]) -> tuple[Indexing, ...]:
    """The publication types or substances of a block, by name.

    >>> lines = [Paragraph(text="- RNA, Viral*", start=0, end=0)]
    >>> [name.descriptor_name for name in read_names(lines)]
    ['RNA, Viral']
    """
    return tuple(
        Indexing(descriptor_name=name)
        for item in _items(paragraphs)
        if (name := item.strip(_STARS + " "))
    )


def _items(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """The items of a list: its lines without bullets; a star that touches a name is no bullet."""
    for paragraph in paragraphs:
        for line in _SEPARATOR.split(paragraph.text):
            text = line.strip()
            length = bullet_length(text)
            if length and not (text[0] in _STARS and length == 1):
                text = text[length:]
            text = squeezed(text)
            if text and len(text) <= _LONGEST_NAME:
                yield text


def _headings(item: str) -> Iterator[Indexing]:
    name, *qualifiers = _parts(item)
    descriptor, starred = _unstarred(name)
    if not descriptor:
        return
    if not qualifiers:
        yield Indexing(descriptor_name=descriptor, major=starred)
    for qualifier in qualifiers:
        written, major = _unstarred(qualifier)
        yield Indexing(
            descriptor_name=descriptor, qualifier_name=written or None, major=major or starred
        )


def _parts(item: str) -> list[str]:
    """A heading and its qualifiers: behind a spaced slash always, behind a bare one if known."""
    spaced = re.split(r"\s+/\s*|\s*/\s+", item)
    if len(spaced) == 1:
        bare = item.split("/")
        if all(_unstarred(part)[0].casefold() in _KNOWN for part in bare[1:]):
            spaced = bare
    name, *rest = spaced
    return [name, *(q for part in rest for q in re.split(r"\s*[,/]\s*", part) if q.strip())]


def _unstarred(text: str) -> tuple[str, bool]:
    plain = text.strip(_STARS + " ")
    return plain, plain != text.strip()
