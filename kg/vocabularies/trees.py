"""Places in the trees of MeSH: what kind of thing stands there, and what stands above it.

In: terms with tree numbers. Out: the same terms with their parents and kinds. The numbers change
with every edition, so that they serve once, while a file is read, and are not kept.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from kg.linking.thesaurus import Term, TermKind

# Categories of MeSH by their letters; F01 is what people feel, F03 mental disorders.
_KINDS: Final[tuple[tuple[str, TermKind], ...]] = (
    ("A", "Anatomy"),
    ("B", "Organism"),
    ("C", "Condition"),
    ("D", "Substance"),
    ("E", "Procedure"),
    ("F01", "Condition"),
    ("F03", "Condition"),
)


def kinds_of(numbers: Iterable[str]) -> tuple[TermKind, ...]:
    """The kinds of what stands at these tree numbers, in order; none for no number.

    >>> kinds_of(["D12.776.467", "D23.529"]), kinds_of(["Z01.107"]), kinds_of([])
    (('Substance',), ('Other',), ())
    """
    return tuple(sorted({_kind(number) for number in numbers}))


def _kind(number: str) -> TermKind:
    return next((kind for start, kind in _KINDS if number.startswith(start)), "Other")


def parent(number: str) -> str:
    """The number above a tree number; nothing for the top of a tree.

    >>> parent("D12.776.467"), parent("D12")
    ('D12.776', '')
    """
    return number.rpartition(".")[0]


def placed(terms: Iterable[Term]) -> Iterator[Term]:
    """The terms with their parents; those in no tree go by at once, the others at the end."""
    held: list[Term] = []
    for term in terms:
        if term.notations:
            held.append(term)
        else:
            yield term
    at = {number: term.iri for term in held for number in term.notations}
    for term in held:
        above = (at[up] for up in map(parent, term.notations) if up in at)
        broader = tuple(sorted({*term.broader, *above} - {term.iri}))
        yield msgspec.structs.replace(
            term, broader=broader, kinds=term.kinds or kinds_of(term.notations)
        )
