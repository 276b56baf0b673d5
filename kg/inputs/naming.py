"""Inputs of the same name told apart: an archive may hold a name twice, and so may a folder.

In: what was found, in order. Out: the same; where names look alike in a message all but the first
has a number, and says that it is not alone.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from kg.errors import InputError
from kg.inputs.held import Found, Source

_ALIKE: Final = "another input has this name"


def apart(found: Iterable[Found]) -> Iterator[Found]:
    """What was found, no two things under one name.

    >>> [each.name for each in apart([Source("a", b"1"), Source("b", b"2"), Source("a", b"3")])]
    ['a', 'b', 'a (no. 2 of this name)']
    """
    names: set[str] = set()
    again: Counter[str] = Counter()
    for each in found:
        name = each.name if isinstance(each, Source) else each.where or ""
        # An accent of its own and one upon its letter look alike, and are other bytes.
        seen = unicodedata.normalize("NFC", name)
        if seen in names:
            again[seen] += 1
            yield _numbered(each, f"{name} (no. {again[seen] + 1} of this name)")
        else:
            names.add(seen)
            yield each


def _numbered(found: Found, name: str) -> Found:
    if isinstance(found, Source):
        return found._replace(name=name, remark=_ALIKE)
    parts = {**found.parts(), "where": name}
    return InputError(parts.pop("what"), **parts)
