"""The reading room: a report's text to claims, each with the words that state it.

In: a :class:`~kg.records.Document`. Out: an :class:`~kg.records.Account`. The stages are typed
atoms, facts, arms, links, checks, claims; see ``docs/reading.md``.
"""

from kg.reading.account import read_account
from kg.reading.offers import settings as _of_offers
from kg.reading.offers import use_extractor
from kg.reading.ties.model import name as use_model
from kg.reading.ties.model import settings as _of_ties

__all__ = ["read_account", "settings", "use_extractor", "use_model"]


def settings() -> str:
    """What reading depends on beside kg itself; nothing where nothing is set."""
    return "\n".join(filter(None, (_of_ties(), _of_offers())))
