"""One IRI for each term of the world's vocabularies, however a file spells it.

In: CURIEs and IRIs as files write them. Out: the IRI that kg uses, and the CURIE that people read,
from ``kg/data/prefixes.tsv``. What the table does not know is left as it is.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from kg import data

# Registry records pad the ids of MeSH to nine digits: D000012509 is D012509.
_PADDED: Final = re.compile(r"([DC])0000(\d{5,6})")
_SIX: Final = 6


class Prefix(NamedTuple):
    """A vocabulary: its prefix, what stands before a local id, the kind of most of its terms.

    ``page`` stands before a local id in the address of a page, where the IRI leads to none.
    """

    name: str
    base: str
    kind: str
    page: str


@cache
def prefixes() -> dict[str, Prefix]:
    """The vocabularies of the table by prefix.

    >>> prefixes()["chebi"].kind
    'Substance'
    """
    rows = ({key: cell or "" for key, cell in row.items()} for row in data.table("prefixes.tsv"))
    return {r["prefix"]: Prefix(r["prefix"], r["base"], r["kind"], r["page"]) for r in rows}


@cache
def _named() -> dict[str, str]:
    """The prefix of the table for each that people write, which are compared without case."""
    return {
        name: row["prefix"]
        for row in data.table("prefixes.tsv")
        for name in (row["prefix"], *filter(None, (row["also"] or "").split("|")))
    }


@cache
def _spellings() -> dict[int, dict[str, str]]:
    """The prefix that each beginning of an IRI stands for, by how long it is, longest first."""
    found: dict[int, dict[str, str]] = {}
    for row in data.table("prefixes.tsv"):
        for beginning in (row["base"], *filter(None, (row["others"] or "").split("|"))):
            found.setdefault(len(beginning), {}).setdefault(beginning, row["prefix"])
    return dict(sorted(found.items(), reverse=True))


def split(written: str) -> tuple[str, str] | None:
    """The prefix and the local id of a CURIE or an IRI that the table knows, else nothing.

    >>> split("MONDO:0005109"), split("http://identifiers.org/mesh/D015658"), split("x:y")
    (('mondo', '0005109'), ('mesh', 'D015658'), None)
    """
    for length, beginnings in _spellings().items():
        prefix = beginnings.get(written[:length])
        if prefix is not None:
            return prefix, written[length:]
    name, colon, local = written.partition(":")
    found = _named().get(name.lower())
    if found is None or not colon or local.startswith("//"):
        return None
    return found, local


def canonical(written: str) -> str:
    """The IRI of a CURIE or of any spelling of an IRI; what is not known stays as it is.

    >>> canonical("mesh:D007376"), canonical("https://bioregistry.io/mesh:D007376")
    ('http://id.nlm.nih.gov/mesh/D007376', 'http://id.nlm.nih.gov/mesh/D007376')
    >>> canonical("CHEBI:52998"), canonical("http://example.org/a")
    ('http://purl.obolibrary.org/obo/CHEBI_52998', 'http://example.org/a')
    """
    found = split(written)
    return written if found is None else prefixes()[found[0]].base + found[1]


def curie(written: str) -> str:
    """The CURIE of an IRI, or of a CURIE in another spelling.

    >>> curie("http://id.nlm.nih.gov/mesh/D007376"), curie("SCTID:86406008")
    ('mesh:D007376', 'snomedct:86406008')
    """
    found = split(written)
    return written if found is None else ":".join(found)


def page(iri: str) -> str | None:
    """The address of a page for people about a term, where its IRI itself leads to none.

    >>> page("http://id.nlm.nih.gov/mesh/D007376")
    'https://meshb.nlm.nih.gov/record/ui?ui=D007376'
    >>> page("http://purl.obolibrary.org/obo/CHEBI_52998") is None
    True
    """
    found = split(iri)
    known = prefixes()[found[0]].page if found else ""
    return known + found[1] if found and known else None


def unpadded(ui: str) -> tuple[str, ...]:
    """The ids that an id of MeSH may stand for: as it is written, and without a registry's zeros.

    >>> unpadded("D000012509"), unpadded("D015658")
    (('D000012509', 'D012509'), ('D015658',))
    """
    match = _PADDED.fullmatch(ui)
    return (ui,) if match is None else (ui, match[1] + match[2].rjust(_SIX, "0"))
