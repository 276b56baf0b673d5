"""Statements → references: what reference managers and review tools want to know of a report.

In: N-Quads lines. Out: one frozen record for each report, in the order of their names. Persons are
not modelled, only counted: a reference has no authors.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.export.blocks import natural
from kg.namespaces import DCTERMS, RDF, RDFS, REPORT, TK, TRIAL
from kg.records import Account, Document
from kg.sources import format_of
from kg.sources.front import is_sentence
from kg.sources.layout import page_of, squeezed
from kg.store import statement

_KINDS: Final = {
    TK.Article: "Article",
    TK.CuratedRecord: "CuratedRecord",
    TK.RegistryRecord: "RegistryRecord",
    TK.WebPage: "WebPage",
}
_TOLD: Final = {
    *(RDF.type, RDFS.label, DCTERMS.title, DCTERMS.issued, DCTERMS.bibliographicCitation),
    *(DCTERMS.language, TK.journalTitle, TK.issn, TK.pmcid, TK.keyword),
    *(TK.journal, TK.volume, TK.issue, TK.pageStart, TK.pageEnd, TK.pmid, TK.doi, TK.registryId),
    *(TK.reportsTrial, TK.hasIndexing, TK.majorTopic, TK.qualifier, TK.sourceText),
    *(TK.retractedBy, TK.correctedBy, TK.concernRaisedBy),
}
_GRAVE: Final = (TK.retractedBy, TK.correctedBy, TK.concernRaisedBy)
_BARE: Final = "abstract"

Facts = dict[str, set[str]]


class Reference(NamedTuple):
    """A report as a reference; ``notes`` are what its readers must know."""

    kind: str
    name: str
    title: str | None
    abstract: str | None
    journal: str | None
    abbreviation: str | None
    issn: str | None
    language: str | None
    issued: str | None
    volume: str | None
    issue: str | None
    first_page: str | None
    last_page: str | None
    pmid: str | None
    pmcid: str | None
    doi: str | None
    registry_ids: tuple[str, ...]
    citation: str | None
    keywords: tuple[str, ...]
    trials: tuple[str, ...]
    notes: tuple[str, ...]


def references(lines: Iterable[str]) -> list[Reference]:
    """The reports that the lines describe, in the order of their names."""
    about: dict[str, Facts] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        if line.startswith(f"<{REPORT}"):
            found = statement(line)
            if found.predicate in _TOLD:
                value = found.object
                about[found.subject][found.predicate].add(
                    value if isinstance(value, str) else value.lexical
                )
    told = (_reference(name, about) for name in sorted(about, key=natural))
    return [each for each in told if each is not None]


def _reference(iri: str, about: dict[str, Facts]) -> Reference | None:
    facts = about[iri]
    kind = next((_KINDS[each] for each in facts.get(RDF.type, ()) if each in _KINDS), None)
    if kind is None:
        return None
    title = _one(facts, DCTERMS.title)
    headings = dict.fromkeys(
        _heading(about[node]) for node in sorted(facts[TK.hasIndexing], key=natural)
    )
    trials = sorted(each.removeprefix(TRIAL) for each in facts.get(TK.reportsTrial, ()))
    return Reference(
        kind=kind,
        name=iri.removeprefix(REPORT),
        title=title,
        abstract=abstract(title, _one(facts, TK.sourceText)) if kind == "Article" else None,
        journal=_one(facts, TK.journalTitle) or _one(facts, TK.journal),
        abbreviation=_one(facts, TK.journal),
        issn=_one(facts, TK.issn),
        language=_one(facts, DCTERMS.language),
        issued=_one(facts, DCTERMS.issued),
        volume=_one(facts, TK.volume),
        issue=_one(facts, TK.issue),
        first_page=_one(facts, TK.pageStart),
        last_page=_one(facts, TK.pageEnd),
        pmid=_one(facts, TK.pmid),
        pmcid=_one(facts, TK.pmcid),
        doi=_one(facts, TK.doi),
        registry_ids=tuple(sorted(facts.get(TK.registryId, ()))),
        citation=_one(facts, DCTERMS.bibliographicCitation),
        keywords=tuple(dict.fromkeys([*headings, *sorted(facts.get(TK.keyword, ()))])),
        trials=tuple(trials),
        notes=tuple(_notes(facts, about)),
    )


def _one(facts: Facts, predicate: str) -> str | None:
    return min(facts.get(predicate, ()), default=None)


def _heading(facts: Facts) -> str:
    """A heading line as MEDLINE writes it, with the star of a major topic.

    >>> _heading({RDFS.label: {"Sleep / habits"}, TK.qualifier: {"q"}, TK.majorTopic: {"true"}})
    'Sleep/*habits'
    """
    star = "*" if facts.get(TK.majorTopic) == {"true"} else ""
    label = _one(facts, RDFS.label) or ""
    name, stroke, qualifier = (
        label.rpartition(" / ") if facts.get(TK.qualifier) else ("", "", label)
    )
    return f"{name}/{star}{qualifier}" if stroke else f"{star}{label}"


def _notes(facts: Facts, about: dict[str, Facts]) -> Iterator[str]:
    for predicate in _GRAVE:
        for node in sorted(facts.get(predicate, ()), key=natural):
            yield _one(about[node], RDFS.label) or node


# --- Abstracts ----------------------------------------------------------------------------------

_LABEL: Final = re.compile(r"([^\W\d_][^\n.:;]{0,80}):?\n(?=\S)")


def abstract(title: str | None, text: str | None) -> str | None:
    r"""The abstract in the text of an article, on one line; the rest of a page is left out.

    >>> abstract("On sleep", "On sleep.\n\nAIM\nTo ask.\n\nMETHODS\nWe asked 12 adults.")
    'AIM: To ask. METHODS: We asked 12 adults.'
    """
    if not text:
        return None
    after = _after(title, text)
    page = page_of(text, name="", sha256="")
    known = format_of(page)
    plain = known.name == _BARE or (after != text and _opens_abstract(after.lstrip()))
    try:
        return " ".join(_parts(after) if plain else _of_page(known.read(page), text)) or None
    except (
        InputError
    ):  # a page that reads otherwise than it did: better no abstract than a wrong one
        return None


def _opens_abstract(text: str) -> bool:
    """Whether words under a title are an abstract, whatever is said in it, and no page's lines."""
    label = _LABEL.match(text)
    return (label is not None and label[1].isupper()) or is_sentence(next(_parts(text), ""))


def _after(title: str | None, text: str) -> str:
    """What follows the title of a text that begins with it."""
    if not title:
        return text
    match = re.match(r"\s+".join(map(re.escape, title.split())), text)
    return text[match.end() :].removeprefix(".") if match else text


def _parts(text: str) -> Iterator[str]:
    """The paragraphs of a text, each with its label in one line."""
    for paragraph in text.split("\n\n"):
        label = _LABEL.match(paragraph)
        shouted = label is not None and label[1].isupper()
        words = f"{label[1]}: {paragraph[label.end() :]}" if label and shouted else paragraph
        if words.strip():
            yield squeezed(words)


def _of_page(documents: Iterable[Document | Account], text: str) -> Iterator[str]:
    """The sections that are read of a page."""
    for document in documents:
        for section in document.sections if isinstance(document, Document) else ():
            if section.label != "title":
                words = squeezed(text[section.start : section.end])
                yield f"{section.label}: {words}" if section.label else words
