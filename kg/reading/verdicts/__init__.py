"""Verdicts: what a sentence says that comparing groups came to, in its words.

In: the lines of a page. Out: :class:`~kg.records.Comparison` claims: no difference, or which arm
had more or less, each by the rule of its wording. What the older rules have claimed is left to them.
"""

from kg.reading.verdicts.every import read_every
from kg.reading.verdicts.likely import read_likely
from kg.reading.verdicts.reading import read_verdicts

__all__ = ["read_every", "read_likely", "read_verdicts"]
