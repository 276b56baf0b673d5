"""All names of a vocabulary, ready to be looked up: a few arrays that are read from one file.

In: terms. Out: bytes; and from these bytes the terms that have a name in some form. Forms are kept
as sorted numbers, names and terms as text beside them, so that loading is reading, and a lookup is
one search by halving. Why no dictionary: docs/decisions/index-of-arrays.md.
"""

import io
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple, get_args

import msgspec

from kg.errors import StoreError
from kg.linking.keys import Tier, digest, forms
from kg.linking.thesaurus import NameKind, Term, TermKind

FORMAT: Final = 2  # another one with every change of the forms
# An IRI is a form, too: no name begins so.
_IRI: Final = "\0"
_MARK: Final = b"kg-names\n"
_NAME_KINDS: Final = ("preferred", *get_args(NameKind))
_KINDS: Final = get_args(TermKind)
_RETIRED: Final = 1 << len(_KINDS)
_ARRAYS: Final = {
    "hashes": "Q", "hits": "I", "name_term": "I", "name_kind": "B", "name_at": "I",
    "term_kinds": "H", "term_at": "I", "label_at": "I",
}  # fmt: skip


_OF_FORMS: Final = ("hashes", "hits")


class _Head(msgspec.Struct):
    """What stands before the arrays."""

    format: int
    order: str
    sizes: dict[str, int]
    text: int
    later: dict[str, str]


_THIS: Final = (FORMAT, sys.byteorder)


class Entry(NamedTuple):
    """A term of the index: its place, its IRI, its label, its kinds, whether it was given up."""

    at: int
    iri: str
    label: str
    kinds: frozenset[str]
    retired: bool


class Hit(NamedTuple):
    """A name that has a form: which term, how the name stands to it, and the name itself."""

    term: int
    kind: str
    name: str


class Builder:
    """Collects terms one by one; :meth:`finish` gives the bytes of the index."""

    def __init__(self) -> None:
        # By the highest byte of the number, so that no more than a part is ever sorted at once.
        self._buckets = [(array("Q"), array("I")) for _ in range(256)]
        self._arrays = {name: array(code) for name, code in _ARRAYS.items()}
        self._text = bytearray()
        self._later: dict[str, str] = {}
        self.terms = 0

    def add(self, term: Term) -> None:
        """Take a term with all its names."""
        if term.replaced_by:
            self._later[term.iri] = term.replaced_by[0]
        if not term.label:
            return
        arrays = self._arrays
        arrays["term_kinds"].append(_mask(term))
        arrays["term_at"].append(self._put(term.iri))
        arrays["label_at"].append(self._put(term.label))
        seen: set[str] = set()
        self._form("exact", _IRI + term.iri, self._named(term.label, "preferred"))
        for text, kind in ((term.label, "preferred"), *term.names):
            if text not in seen:
                seen.add(text)
                self._name(text, kind)
        self.terms += 1

    def _name(self, text: str, kind: str) -> None:
        number = self._named(text, kind)
        for tier, form in forms(text):
            if form:
                self._form(tier, form, number)

    def _named(self, text: str, kind: str) -> int:
        """The number of a name."""
        arrays = self._arrays
        arrays["name_term"].append(self.terms)
        arrays["name_kind"].append(_NAME_KINDS.index(kind))
        arrays["name_at"].append(self._put(text))
        return len(arrays["name_term"]) - 1

    def _form(self, tier: Tier, form: str, number: int) -> None:
        hashed = digest(tier, form)
        hashes, names = self._buckets[hashed >> 56]
        hashes.append(hashed)
        names.append(number)

    def _put(self, text: str) -> int:
        at = len(self._text)
        self._text += text.encode() + b"\0"
        return at

    def finish(self) -> bytes:
        """The bytes of the index."""
        stream = io.BytesIO()
        self.write(stream)
        return stream.getvalue()

    def write(self, stream: IO[bytes]) -> None:
        """Write the index, and forget what was collected; it is never in memory twice."""
        sizes = {name: len(values) for name, values in self._arrays.items()}
        total = sum(len(names) for _, names in self._buckets)
        head = _Head(*_THIS, sizes | {"hashes": total, "hits": total}, len(self._text), self._later)
        said = msgspec.json.encode(head)
        stream.write(_MARK + len(said).to_bytes(8, "little") + said)
        hits = []
        for at, (hashes, names) in enumerate(self._buckets):
            pairs = sorted(zip(hashes, names, strict=True))
            self._buckets[at] = (array("Q"), array("I"))
            stream.write(array("Q", [pair[0] for pair in pairs]).tobytes())
            hits.append(array("I", [pair[1] for pair in pairs]))
        for some in (*hits, *(self._arrays[name] for name in _ARRAYS if name not in _OF_FORMS)):
            stream.write(some.tobytes())
        stream.write(self._text)


def _mask(term: Term) -> int:
    mask = sum(1 << _KINDS.index(kind) for kind in set(term.kinds))
    return mask | (_RETIRED if term.retired else 0)


class Index:
    """The names of one vocabulary.

    *Errors*: ``StoreError`` for bytes of another format or another kind of machine.
    """

    def __init__(self, data: bytes, where: str = "index") -> None:
        head, at = _head(data, where)
        view = memoryview(data)
        for name, code in _ARRAYS.items():
            values = array(code)
            size = head.sizes[name] * values.itemsize
            values.frombytes(view[at : at + size])
            setattr(self, f"_{name}", values)
            at += size
        self._text = bytes(view[at : at + head.text])
        self.later: dict[str, str] = head.later

    _hashes: "array[int]"
    _hits: "array[int]"
    _name_term: "array[int]"
    _name_kind: "array[int]"
    _name_at: "array[int]"
    _term_kinds: "array[int]"
    _term_at: "array[int]"
    _label_at: "array[int]"

    def __len__(self) -> int:
        return len(self._term_at)

    def hits(self, tier: Tier, form: str) -> Iterator[Hit]:
        """The names that have this form."""
        wanted = digest(tier, form)
        hashes = self._hashes
        at = bisect_left(hashes, wanted)
        while at < len(hashes) and hashes[at] == wanted:
            name = self._hits[at]
            kind = _NAME_KINDS[self._name_kind[name]]
            yield Hit(self._name_term[name], kind, self._string(self._name_at[name]))
            at += 1

    def has(self, tier: Tier, form: str) -> bool:
        """Whether any name has this form."""
        wanted = digest(tier, form)
        at = bisect_left(self._hashes, wanted)
        return at < len(self._hashes) and self._hashes[at] == wanted

    def entry(self, at: int) -> Entry:
        """What is known of a term."""
        mask = self._term_kinds[at]
        return Entry(
            at=at,
            iri=self._string(self._term_at[at]),
            label=self._string(self._label_at[at]),
            kinds=frozenset(kind for n, kind in enumerate(_KINDS) if mask >> n & 1),
            retired=bool(mask & _RETIRED),
        )

    def entry_of(self, iri: str) -> Entry | None:
        """The term with this IRI; nothing for one that the vocabulary has not."""
        hit = next(self.hits("exact", _IRI + iri), None)
        return self.entry(hit.term) if hit else None

    def label_of(self, iri: str) -> str:
        """The label of the term with this IRI, else nothing."""
        entry = self.entry_of(iri)
        return entry.label if entry else ""

    def successor(self, iri: str) -> str:
        """What a term became, however often it was replaced; itself where it was not."""
        seen = {iri}
        while (after := self.later.get(iri)) and after not in seen:
            seen.add(after)
            iri = after
        return iri

    def _string(self, at: int) -> str:
        return self._text[at : self._text.index(b"\0", at)].decode()


class Lent(Index):
    """Those names of an index that are of the terms of another."""

    def __init__(self, names: Index, terms: Index) -> None:
        vars(self).update(vars(names))
        self._terms = terms

    def hits(self, tier: Tier, form: str) -> Iterator[Hit]:
        """The names that have this form, of terms that the other index has."""
        for hit in super().hits(tier, form):
            if self._terms.entry_of(self.entry(hit.term).iri) is not None:
                yield hit


def _head(data: bytes, where: str) -> tuple[_Head, int]:
    """What the bytes say of themselves, and where the arrays begin.

    *Errors*: ``StoreError``.
    """
    start = len(_MARK) + 8
    try:
        size = int.from_bytes(data[len(_MARK) : start], "little")
        head = msgspec.json.decode(data[start : start + size], type=_Head)
    except (msgspec.DecodeError, OverflowError):
        head = None
    if head is None or not data.startswith(_MARK) or (head.format, head.order) != _THIS:
        raise StoreError(
            "the names of a vocabulary cannot be read",
            where=where,
            way_out="Add the vocabulary again: kg vocabulary add FILE",
        )
    return head, start + size


def require_readable(file: Path) -> None:
    """Nothing, for the file of an index that this kg can read.

    *Errors*: ``StoreError``.
    """
    with file.open("rb") as stream:
        start = stream.read(len(_MARK) + 8)
        _head(start + stream.read(int.from_bytes(start[len(_MARK) :], "little")), str(file))


def index_of(terms: Iterable[Term]) -> Index:
    """The index of terms in memory.

    >>> found = index_of([Term(iri="x:1", label="Fever")])
    >>> [hit.name for hit in found.hits("exact", "fever")], found.entry(0).iri
    (['Fever'], 'x:1')
    """
    builder = Builder()
    for term in terms:
        builder.add(term)
    return Index(builder.finish())
