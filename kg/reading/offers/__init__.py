"""Offers: results that another extractor proposes, taken only where the grammar bears them out.

In: a page once the rules have read it, and whoever answers for ``KG_EXTRACTOR``. Out: claims of
what passed the gate, suggested until the extractor has been counted; a line on each that did not.
"""

from kg.reading.offers.asking import settings
from kg.reading.offers.choosing import use_extractor
from kg.reading.offers.gate import read_offers

__all__ = ["read_offers", "settings", "use_extractor"]
