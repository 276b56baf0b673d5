"""A graph at a glance, as a notebook shows it.

In: an open store. Out: a small table of what is in it.
"""

from typing import Final

from kg import hypertext
from kg.namespaces import TK
from kg.store import Store
from kg.view import spoken

_SHOWN: Final = (
    *(TK.Trial, TK.Report, TK.Arm, TK.Outcome, TK.GroupResult, TK.Change, TK.Comparison),
    *(TK.AdverseEventResult, TK.Conclusion, TK.Passage),
)


class Glance:
    """What has a store, and shows how much is in it."""

    store: Store

    def _repr_html_(self) -> str:
        """The graph as a notebook shows it."""
        made, counts = self.store.manifest, self.store.counts()
        members = {} if counts is None else counts.members
        every = [(spoken(kind), members[kind], kind) for kind in _SHOWN if members.get(kind)]
        rows = [("statement", made.quads, None), *every]
        return hypertext.table(
            f"{self.store.root}, generation {made.generation}",
            ("of", "there are"),
            [
                (hypertext.Cell(name, kind), hypertext.Cell(f"{n:,}", number=True))
                for name, n, kind in rows
            ],
        )
