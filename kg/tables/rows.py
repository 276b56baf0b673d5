"""A block → the rows of its tables, as plain values.

In: blocks and declarations. Out: rows; a number is its exact decimal as text, for a file to type.
A column that holds one value and finds several takes the first in order, and that is counted.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import Final, TypeAlias

from kg.namespaces import TK
from kg.tables.blocks import Block
from kg.tables.columns import Column, Kind, Tabled
from kg.tables.paths import token, ways
from kg.terms import Literal, read_line

Value: TypeAlias = str | int | bool
Cell: TypeAlias = Value | list[Value] | None
Row: TypeAlias = tuple[Cell, ...]
Said: TypeAlias = dict[str, list[str]]
Fill: TypeAlias = Callable[[Block, str, str | None, Said], Cell]
"""What fills a cell, from a block, the row's thing, what the row is expanded by, what is said."""

_OURS: Final = f"<{TK}"


def _lexical(term: str) -> str:
    r"""What a term says: an IRI, or the text of a literal.

    >>> _lexical('"a\\nb"@en'), _lexical('"0.050"^^<x:decimal>'), _lexical("<x:s>")
    ('a\nb', '0.050', 'x:s')
    """
    if term.startswith("<"):
        return term[1:-1]
    if "\\" not in term:
        return term[1 : term.rindex('"')]
    read = read_line(f"<x:s> <x:p> {term} .")
    return read[2].lexical if read is not None and isinstance(read[2], Literal) else term


def _code(term: str) -> str:
    """The name of a coded value; what is none of ours stays an IRI.

    >>> _code(f"<{TK.hazardRatio}>"), _code("<x:other>")
    ('hazardRatio', 'x:other')
    """
    return term[len(_OURS) : -1] if term.startswith(_OURS) else _lexical(term)


_READ: Final[dict[Kind, Callable[[str], Value]]] = {
    "iri": _lexical,
    "code": _code,
    "text": _lexical,
    "date": _lexical,
    "decimal": _lexical,
    "integer": lambda term: int(_lexical(term)),
    "boolean": lambda term: _lexical(term) in {"true", "1"},
}


class Rows:
    """What makes the rows of one table; ``crowded`` counts cells that found several values."""

    def __init__(self, tabled: Tabled) -> None:
        self.table = tabled
        self.crowded: Counter[str] = Counter()
        self._classes = tuple(map(token, tabled.classes))
        self._but = tuple(map(token, tabled.but))
        self._each = ways(tabled.each)
        self._fills = tuple(map(self._fill, tabled.columns))

    def of(self, block: Block) -> Iterator[Row]:
        """The table's rows that a block makes."""
        fills = self._fills
        for node in self._members(block):
            said = block.facts.get(node, {})
            found = block.reached(node, self._each) if self.table.each else []
            if not found and not self.table.only_with:
                yield tuple([fill(block, node, None, said) for fill in fills])
            for each in found:
                yield tuple([fill(block, node, each, said) for fill in fills])

    def _members(self, block: Block) -> Collection[str]:
        some = [block.members[kind] for kind in self._classes if kind in block.members]
        if not some:
            return ()
        but = {node for kind in self._but for node in block.members.get(kind, ())}
        return sorted({node for nodes in some for node in nodes if node not in but})

    def _fill(self, column: Column) -> Fill:
        read = _READ[column.kind]
        if column.among:
            return self._sorted_in(column)
        found = self._graphs if column.graph else self._reached(column)
        # Most cells of a table are empty: that is said first.
        direct = _own(column)

        def one(block: Block, node: str, each: str | None, said: Said) -> Cell:
            terms = said.get(direct, ()) if direct else found(block, node, each)
            if not terms:
                return None
            if len(terms) > 1:
                self.crowded[column.name] += 1
            return read(terms[0])

        def all_of_them(block: Block, node: str, each: str | None, said: Said) -> Cell:
            terms = said.get(direct, ()) if direct else found(block, node, each)
            # No value is missing, as in a column of single ones; it is no empty list.
            return [read(term) for term in terms] or None

        return all_of_them if column.many else one

    def _graphs(self, block: Block, node: str, _: str | None) -> list[str]:
        some = (block.graphs.get((node, kind)) for kind in self._classes)
        return next((graphs for graphs in some if graphs), [])

    def _reached(self, column: Column) -> Callable[[Block, str, str | None], list[str]]:
        paths = ways(column.path)
        if column.of_each:
            return lambda block, _, each: [] if each is None else block.reached(each, paths)
        return lambda block, node, _: block.reached(node, paths)

    def _sorted_in(self, column: Column) -> Fill:
        kinds = tuple((token(kind), _code(token(kind))) for kind in column.among)
        return lambda block, node, _, __: next(
            (name for kind, name in kinds if (node, kind) in block.graphs), None
        )


def _own(column: Column) -> str | None:
    """The predicate of a column that is one step from the row's thing."""
    paths = ways(column.path)
    plain = len(paths) == len(paths[0]) == 1 and not column.of_each and not column.graph
    return paths[0][0].predicate if plain and not paths[0][0].inverse else None
