"""What the concepts of the lexicon are called elsewhere: the SSSOM table as pairs per concept.

In: a slug. Out: SKOS mapping properties and IRIs, from ``ontology/mappings/concepts.sssom.tsv``.
Its header says which IRI each prefix stands for, so that no second table of prefixes exists.

*Source*: SSSOM, https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

import csv
from collections import defaultdict
from functools import cache

from kg import resources

_TABLE = "mappings/concepts.sssom.tsv"


def mappings(slug: str) -> tuple[tuple[str, str], ...]:
    """The links of a concept: pairs of a SKOS mapping property's name and an IRI.

    >>> ("exactMatch", "http://id.nlm.nih.gov/mesh/D007376") in mappings("interleukin-2")
    True
    >>> mappings("no-such-concept")
    ()
    """
    return _by_slug().get(slug, ())


@cache
def _by_slug() -> dict[str, tuple[tuple[str, str], ...]]:
    lines = (resources.folder("ontology") / _TABLE).read_text(encoding="utf-8").splitlines()
    prefixes = dict(_prefixes(lines))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    table = (line for line in lines if not line.startswith("#"))
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        prefix, _, local = row["object_id"].partition(":")
        slug, predicate = row["subject_id"].partition(":")[2], row["predicate_id"].partition(":")[2]
        found[slug].append((predicate, prefixes[prefix] + local))
    return {slug: tuple(pairs) for slug, pairs in found.items()}


def _prefixes(lines: list[str]) -> list[tuple[str, str]]:
    """The prefix map of the header: indented lines, a prefix and what it stands for."""
    entries = (line[1:].strip().split(": ", 1) for line in lines if line.startswith("#  "))
    return [(prefix, iri) for prefix, iri in entries]
