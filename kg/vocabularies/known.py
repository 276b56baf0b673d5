"""What a store knows of names and ids beside its graph, for questions that are asked of it.

In: a store folder. Out: the terms that words name, and those that are exactly another. Nothing is
read before it is needed.
"""

from collections.abc import Collection
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg.linking import curies, mapping_sets
from kg.linking.grounding import Candidate, Grounder
from kg.linking.mapping_sets import EXACT, Match
from kg.terms import Iri
from kg.vocabularies.grounders import grounder, mapping_names, mapping_text


class Known:
    """The vocabularies and the mappings of a store."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _grounder(self) -> Grounder:
        return grounder(self._root)

    def named(self, text: str, kinds: Collection[str] = ()) -> list[Candidate]:
        """The terms that these words are a name of: one, several on a tie, or none."""
        link = self._grounder.link(text, kinds)
        if link is not None:
            return [link] if link.predicate in {"exactMatch", "closeMatch"} else []
        ranked = self._grounder.candidates(text, kinds)
        return [each for each in ranked if each.score == ranked[0].score]

    def same(self, iri: str) -> tuple[Iri, ...]:
        """What is exactly the same as a term, by any set of mappings, and denied by none."""
        found = [match for match in self._about(iri) if match.predicate == EXACT]
        denied = {_other(match, iri) for match in found if match.negated}
        others = {_other(match, iri) for match in found if not match.negated}
        return tuple(sorted(map(Iri, others - denied)))

    def _about(self, iri: str) -> list[Match]:
        """The mappings of a term; sets are large, so that only lines with its id are read."""
        split = curies.split(iri)
        local = split[1] if split else iri.rpartition("/")[2].rpartition("#")[2]
        sets = (self._lines(name, local) for name in mapping_names(self._root))
        return [
            match for match in chain.from_iterable(sets) if iri in (match.subject, match.object)
        ]

    def _lines(self, name: str, local: str) -> tuple[Match, ...]:
        text, where = mapping_text(name, self._root)
        lines = text.removeprefix("\ufeff").splitlines()
        head = next((n for n, line in enumerate(lines) if line and not line.startswith("#")), 0)
        kept = [*lines[: head + 1], *(line for line in lines[head + 1 :] if local in line)]
        return mapping_sets.read("\n".join(kept), where).matches if len(kept) > head + 1 else ()


def _other(match: Match, iri: str) -> str:
    return match.object if match.subject == iri else match.subject
