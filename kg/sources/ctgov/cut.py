"""The whole records of a download that is cut, or broken at some place.

In: the bytes of a list of studies, or of a page of the registry's API, that are no JSON as a
whole. Out: the bytes of each study that ends before the fault.
"""

import re
from collections.abc import Iterator
from typing import Final

# A quotation mark of its own opens a text that does not end.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]"]', re.DOTALL)
_STUDIES: Final = b'"studies"'


def whole_records(data: bytes, end: int) -> Iterator[bytes]:
    """The studies of a list or page that end before a place; none of a single study.

    >>> list(whole_records(b'[{"a": "}"}, {"b": [1]}, {"c', 100))
    [b'{"a": "}"}', b'{"b": [1]}']
    >>> list(whole_records(b'{"n": [{}], "studies": [{"a": 1}, {', 100))
    [b'{"a": 1}']
    """
    depth, start, last = 0, 0, b""
    level: int | None = None
    """How deep the studies stand, once their list is open."""
    for token in _TOKEN.finditer(data, 0, end):
        sign = token[0]
        if sign == b'"':
            return
        if sign in b"{[":
            if level is None and sign == b"[" and (depth == 0 or (depth == 1 and last == _STUDIES)):
                level = depth + 1
            elif depth == level:
                start = token.start()
            depth += 1
        elif sign in b"}]":
            depth -= 1
            if level is not None and depth < level:
                return
            if depth == level and sign == b"}":
                yield data[start : token.end()]
        last = sign
