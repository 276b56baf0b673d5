"""Where tools find the graph: the generation that the store names now.

In: a store folder. Out: the graph, for one tool at a time. A later build is answered from as soon
as the next tool is called.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kg.api import Graph
from kg.store import CURRENT, Limits, open_store

MOST_ROWS: Final = 10_000
"""The most rows that a query may have: who wants more wants an export."""


class Desk:
    """A store, followed; also a context manager."""

    def __init__(self, root: Path, limits: Limits) -> None:
        """Open the generation that answers now.

        *Errors*: ``NoStore``, ``StoreDamaged``.
        """
        self._root = root
        self._limits = limits
        self.bounded = limits._replace(rows=MOST_ROWS)
        """What a query of somebody else's may take."""
        self._turn = threading.Lock()
        self._graph = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._graph.close()

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """The graph as it was last published, kept for whoever asks first.

        *Errors*: ``StoreDamaged`` where a new generation cannot be opened.
        """
        with self._turn:
            self._follow()
            yield self._graph

    def _opened(self) -> Graph:
        return Graph(open_store(self._root, limits=self._limits))

    def _follow(self) -> None:
        named = self._root / CURRENT
        if named.is_file() and named.read_text("utf-8").strip() != self._graph.store.folder.name:
            fresh = self._opened()
            self._graph.close()
            self._graph = fresh
