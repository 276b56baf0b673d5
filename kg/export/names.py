"""Short names for IRIs: the prefixes of the house, and one for each report's own nodes.

In: IRIs. Out: prefixed names where Turtle needs no escape for them, and the prefixes in use.
"""

import re
from functools import lru_cache
from typing import Final

from kg.export.blocks import natural
from kg.namespaces import PREFIXES, REPORT

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", re.ASCII)
_PREFIX: Final = re.compile(r"[A-Za-z](?:[\w.-]*[\w-])?", re.ASCII)
_LONGEST_FIRST: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


class Names:
    """What shortens IRIs, and remembers which prefixes it used."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}
        self._told: set[str] = set()

    def short(self, iri: str) -> str | None:
        """The prefixed name of an IRI, where it has one without escapes."""
        found = _split(iri)
        if found is None:
            return None
        prefix, base, local = found
        self.used[prefix] = base
        return f"{prefix}:{local}"

    def declarations(self) -> list[tuple[str, str]]:
        """The prefixes that were used: those of the house, then those of reports."""
        return sorted(
            self.used.items(), key=lambda pair: (pair[0] not in PREFIXES, natural(pair[0]))
        )

    def new_declarations(self) -> list[tuple[str, str]]:
        """What was used since this was last asked, without what of the house was told before."""
        found = [each for each in self.declarations() if each[0] not in self._told]
        self._told.update(self.used.keys() & PREFIXES.keys())
        self.used.clear()
        return found


@lru_cache(maxsize=1 << 12)
def _split(iri: str) -> tuple[str, str, str] | None:
    if own := _of_report(iri):
        return own
    for prefix, base in _LONGEST_FIRST:
        if iri.startswith(base) and _LOCAL.fullmatch(iri, len(base)):
            return prefix, base, iri[len(base) :]
    return None


def _of_report(iri: str) -> tuple[str, str, str] | None:
    """A node of a report under the report's own prefix.

    >>> _of_report("https://w3id.org/trialkg/id/report/pmid-19461505/arm-1")
    ('pmid-19461505', 'https://w3id.org/trialkg/id/report/pmid-19461505/', 'arm-1')
    """
    if not iri.startswith(REPORT):
        return None
    slug, slash, local = iri[len(REPORT) :].partition("/")
    if not slash or not _LOCAL.fullmatch(local):
        return None
    prefix = slug if _PREFIX.fullmatch(slug) and slug not in PREFIXES else f"r-{slug}"
    return (prefix, f"{REPORT}{slug}/", local) if _PREFIX.fullmatch(prefix) else None
