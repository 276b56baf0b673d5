"""What waits for a person, and what a person's decisions come to.

In: a store, or the statements of reports with the decisions about them. Out: the list of what is
open, a record to complete, and what follows of a decision. What was read is never edited: a
decision, and the claim that an accepted suggestion makes, are the reviewer's own.
"""

from kg.review.settling import Settled, Stale, settle
from kg.review.sheet import sheet
from kg.review.waiting import KINDS, Item, as_table, waiting

__all__ = ["KINDS", "Item", "Settled", "Stale", "as_table", "settle", "sheet", "waiting"]
