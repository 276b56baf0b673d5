"""The reading room: a report's text to claims, each with the words that state it.

In: a :class:`~kg.records.Document`. Out: an :class:`~kg.records.Account`. The stages are typed
atoms, facts, arms, links, checks, claims; see ``docs/reading.md``.
"""

from kg.reading.account import read_account
from kg.reading.ties.model import name as use_model

__all__ = ["read_account", "use_model"]
