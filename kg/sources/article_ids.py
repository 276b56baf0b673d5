"""The identifiers of an article, as PubMed's two forms list them, sorted out.

In: pairs of a kind and a value, in the order of their weight. Out: the DOI, the PMCID, the numbers
of the publisher, and whatever else there is, each value once and none lost.
"""

import re
from collections.abc import Iterable
from typing import Final

from kg.records import Record
from kg.sources.bibliography import doi_of

_PMC: Final = re.compile(r"PMC[1-9]\d*")
_ISSN: Final = re.compile(r"\d{4}-\d{3}[\dX]")
_LANGUAGE: Final = re.compile(r"[a-z]{3}")
_OF_NLM: Final = re.compile(r"NLM:\s*")


class Identified(Record, frozen=True, kw_only=True):
    """What an article is called by others than readers."""

    doi: str | None = None
    pmcid: str | None = None
    piis: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def identified(pairs: Iterable[tuple[str, str]], pmid: str) -> Identified:
    """The identifiers of an article, its PMID left out.

    >>> found = identified([("doi", "10.5555/A"), ("pmc", "PMC7"), ("mid", "NIHMS1")], "9")
    >>> found.doi, found.pmcid, found.others
    ('10.5555/a', 'PMC7', ('NIHMS1',))
    """
    doi = pmcid = None
    piis, others = list[str](), list[str]()
    for kind, written in pairs:
        value = _OF_NLM.sub("", written).strip()
        found = doi_of(value) if kind == "doi" else None
        if not value or (kind == "pubmed" and value == pmid):
            continue
        if found:
            others += [f"doi:{found}"] if doi and found != doi else []
            doi = doi or found
        elif _PMC.fullmatch(value):
            others += [value] if pmcid and value != pmcid else []
            pmcid = pmcid or value
        elif kind == "pii":
            piis.append(value)
        else:
            others.append(value)
    return Identified(doi=doi, pmcid=pmcid, piis=_once(piis), others=_once(others))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def is_pmcid(written: str) -> bool:
    """Whether this is an identifier of PubMed Central.

    >>> is_pmcid("PMC1488892"), is_pmcid("1488892")
    (True, False)
    """
    return _PMC.fullmatch(written) is not None


def is_issn(written: str) -> bool:
    """Whether this is an ISSN as journals print it.

    >>> is_issn("0028-4793"), is_issn("00284793")
    (True, False)
    """
    return _ISSN.fullmatch(written) is not None


def is_language(written: str) -> bool:
    """Whether this is a language as bibliographic records write it.

    >>> is_language("eng"), is_language("English")
    (True, False)
    """
    return _LANGUAGE.fullmatch(written) is not None
