"""Typed numbers of every sentence, each with exact spans, tied to nothing yet.

In: a line of a page, or a text. Out: :class:`Fact` records, in the order of the text.
"""

from kg.reading.facts.grammar import facts_of
from kg.reading.facts.record import Fact, Figure, Kind, Role, Side

__all__ = ["Fact", "Figure", "Kind", "Role", "Side", "facts_of"]
