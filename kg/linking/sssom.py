"""What the concepts of the lexicon are called elsewhere: the SSSOM table as pairs per concept.

In: a slug. Out: SKOS mapping properties and IRIs, from ``ontology/mappings/concepts.sssom.tsv``.
Its header says which IRI each prefix stands for, so that no second table of prefixes exists.

*Source*: SSSOM, https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from collections import defaultdict
from functools import cache

from kg import resources
from kg.linking.mapping_sets import read
from kg.namespaces import CONCEPT

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
    place = resources.folder("ontology") / _TABLE
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for match in read(place.read_text(encoding="utf-8"), place.name).matches:
        slug, predicate = match.subject.removeprefix(CONCEPT), match.predicate.rpartition("#")[2]
        found[slug].append((predicate, match.object))
    return {slug: tuple(pairs) for slug, pairs in found.items()}
