"""Ties: of which arm and of what a value is.

In: the facts of a sentence, its mentions of arms, what is between them. Out: claims of values that
only one arm can have; what is not certain is left to stand untied.
"""

from kg.reading.ties.claims import Order, read_ties, read_waiting
from kg.reading.ties.opened import read_open

__all__ = ["Order", "read_open", "read_ties", "read_waiting"]
