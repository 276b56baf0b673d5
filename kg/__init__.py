"""Clinical trial reports as a knowledge graph in which every fact keeps the words that state it.

>>> import kg
>>> kg.build.__doc__.splitlines()[0]
'The graph of these inputs, published in a store; also a context manager.'
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, PartialAnswer
    from kg.differing import Difference
    from kg.table import Table

__version__ = "0.1.0"
__all__ = ["DEFAULT_STORE", "Graph", "PartialAnswer", "Table", "build", "diff", "open"]

DEFAULT_STORE = Path("build/kg")


def build(
    inputs: Iterable[str | Path], *, store: str | Path = DEFAULT_STORE, refresh: bool = False
) -> "Graph":
    """The graph of these inputs, published in a store; also a context manager.

    An input is a file, a folder, or the id of a record: fetched once, and with *refresh* again.

    *Errors*: ``InputError`` where nothing could be taken, ``NetworkError`` where that was for want
    of a network; the old generation stays. What was set aside besides is in ``Graph.rejects()``.
    """
    from kg.api import build_graph

    return build_graph(inputs, Path(store), refresh=refresh)


def open(  # noqa: A001 - as in gzip.open
    store: str | Path = DEFAULT_STORE, *, timeout: float = 10.0, memory: int = 512
) -> "Graph":
    """The graph of a store, open for reading; also a context manager.

    *Units*: each query may take ``timeout`` seconds and ``memory`` megabytes.

    *Errors*: ``NoStore``, ``StoreDamaged``.
    """
    from kg.api import open_graph

    return open_graph(Path(store), seconds=timeout, megabytes=memory)


def diff(old: str | Path, new: str | Path) -> "Difference":
    """What changed between two graphs: stores, ``STORE@GENERATION``, or files of exports.

    *Errors*: ``NoStore``, ``InputError`` or ``UsageError`` for what is none of these.
    """
    from kg.api import diff as compare

    return compare(old, new)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the classes of two rooms
    # Imported when first used: `import kg` is part of every start of the command.
    if name in {"Graph", "PartialAnswer"}:
        from kg import api

        return getattr(api, name)
    if name == "Table":
        from kg.table import Table

        return Table
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Facade(ModuleType):
    """The package: `kg.build` stays the verb when the room of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "build" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Facade
