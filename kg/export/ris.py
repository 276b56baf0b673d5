"""RIS, in which reference managers and review tools take citations in.

In: N-Quads lines. Out: a record for each report. An article is written so that our own reader gives
the same report back. What a person curated names the publication in a note: the title is not the
publication's own, and must not pass for it under its DOI. Authors are not modelled, so none stand
here.

*Source*: RIS Format Specifications, Research Information Systems; the tags that Zotero, EndNote,
Covidence and Rayyan read in common.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.export.references import Reference, references
from kg.sources.ris import OWN_NOTE

_TYPES: Final = {
    "Article": "JOUR",
    "CuratedRecord": "GEN",
    "RegistryRecord": "ELEC",
    "WebPage": "ELEC",
}
_PUBMED: Final = "PubMed"
_REGISTRY: Final = "ClinicalTrials.gov"
_LINE: Final = "{}  - {}\r\n"

Fields = Iterator[tuple[str, str | None]]


def ris(lines: Iterable[str]) -> str:
    """The reports in RIS, in the order of their names."""
    return "\r\n".join(map(_record, references(lines)))


def _record(reference: Reference) -> str:
    fields = [("TY", _TYPES[reference.kind]), *_fields(reference), ("ER", "")]
    return "".join(
        _LINE.format(tag, " ".join(value.split())) for tag, value in fields if value is not None
    )


def _fields(reference: Reference) -> Fields:
    yield "ID", reference.name
    yield "TI", reference.title
    yield from _published(reference)
    yield from _identified(reference)
    yield "AB", reference.abstract
    yield from (("KW", keyword) for keyword in reference.keywords)
    yield from (("N1", f"{OWN_NOTE} trial:{trial}") for trial in reference.trials)
    yield from (("N1", f"{OWN_NOTE} {note}") for note in reference.notes)


def _published(reference: Reference) -> Fields:
    yield "T2", reference.journal
    yield "JO", reference.abbreviation
    yield "SN", reference.issn
    yield "LA", reference.language
    if reference.issued:
        year, *rest = reference.issued.split("-")
        yield "PY", year
        if rest:
            yield "DA", "/".join([year, *rest, ""] if len(rest) > 1 else [year, *rest, "", ""])
    yield "VL", reference.volume
    yield "IS", reference.issue
    yield "SP", reference.first_page
    yield "EP", reference.last_page


def _identified(reference: Reference) -> Fields:
    """What the report is called elsewhere, and where a person reads it."""
    number = next((each for each in reference.registry_ids if each.startswith("NCT")), None)
    if reference.kind == "CuratedRecord":
        told = (reference.citation, reference.pmid and f"PMID {reference.pmid}", reference.doi)
        yield (
            "N1",
            f"{OWN_NOTE} curated from {', '.join(filter(None, told))}" if any(told) else None,
        )
    elif reference.kind == "RegistryRecord" and number:
        yield "AN", number
        yield "DB", _REGISTRY
        yield "UR", f"https://clinicaltrials.gov/study/{number}"
    elif reference.kind == "Article":
        yield "DO", reference.doi
        yield "C2", reference.pmcid
        if reference.pmid:
            yield "AN", reference.pmid
            yield "DB", _PUBMED
            yield "UR", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
        elif reference.doi:
            yield "UR", f"https://doi.org/{reference.doi}"
