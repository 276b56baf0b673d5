"""A table of a report as it stands, before anybody knows what it says.

In: nothing. Out: the records of cells and of the grid that they make.
"""

from kg.records.base import Record


class Cell(Record, frozen=True, kw_only=True):
    """One cell: its words, where it stands, and whether a mark leads to a note about it."""

    text: str
    path: str
    marked: bool = False


class Grid(Record, frozen=True, kw_only=True):
    """The cells of a table in rows of one length; a cell over several places stands in each.

    ``head`` are the rows above the data, ``body`` the others, each cell where its span puts it.
    """

    path: str
    label: str | None = None
    caption: str | None = None
    head: tuple[tuple[Cell, ...], ...] = ()
    body: tuple[tuple[Cell, ...], ...] = ()

    @property
    def called(self) -> str:
        """What the report calls it."""
        return " ".join(filter(None, (self.label, self.caption))) or "a table"
