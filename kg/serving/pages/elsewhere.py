"""Where a thing is told of elsewhere: a registry, PubMed, MeSH, Wikidata, each by its own number.

In: the pages of the web that the graph names for a thing. Out: what each is called, and where
Wikidata has the same number.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

_WIKIDATA: Final = "https://www.wikidata.org/w/index.php?search="


class Place(NamedTuple):
    """A site of the web: its pages by number, and Wikidata's property for the number."""

    name: str
    pages: re.Pattern[str]
    property: str


_PLACES: Final = tuple(
    Place(name, re.compile(pages), number)
    for name, pages, number in (
        ("ClinicalTrials.gov", r"https://clinicaltrials\.gov/study/(NCT\d{8})", "P3098"),
        ("PubMed", r"https://pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?", "P698"),
        ("MeSH", r"https://meshb\.nlm\.nih\.gov/record/ui\?ui=([CD]\d+)", "P486"),
        ("ChEMBL", r"https://www\.ebi\.ac\.uk/chembl/.*/(CHEMBL\d+)", "P592"),
        ("LOINC", r"https://loinc\.org/(\d+-\d)/?", "P4338"),
        ("DOI", r"https://doi\.org/(10\..+)", "P356"),
    )
)


class Link(NamedTuple):
    """An address, and what stands there."""

    words: str
    to: str


def elsewhere(pages: Iterable[str]) -> list[Link]:
    """A link for each page, and one to Wikidata for each number that it may know.

    >>> [each.words for each in elsewhere(["https://clinicaltrials.gov/study/NCT00004978"])]
    ['ClinicalTrials.gov NCT00004978', 'Wikidata, by ClinicalTrials.gov NCT00004978']
    >>> elsewhere(["javascript:alert(1)"])
    []
    """
    known = [each for each in pages if each.startswith(("http://", "https://"))]
    return [*(Link(_words(each), each) for each in known), *_in_wikidata(known)]


def _words(page: str) -> str:
    named = ((place.name, place.pages.fullmatch(page)) for place in _PLACES)
    return next((f"{name} {found[1]}" for name, found in named if found), page)


def _in_wikidata(pages: Iterable[str]) -> Iterator[Link]:
    """Searches for the number itself: what Wikidata does not have, it does not find."""
    for page in pages:
        for place in _PLACES:
            if found := place.pages.fullmatch(page):
                wanted = quote(f'haswbstatement:"{place.property}={found[1]}"')
                yield Link(f"Wikidata, by {place.name} {found[1]}", _WIKIDATA + wanted)
