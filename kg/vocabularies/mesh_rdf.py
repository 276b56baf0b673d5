"""MeSH as N-Triples: descriptors, qualifiers and supplementary records with their concepts' names.

In: a file of millions of triples in any order. Out: terms. Lines that say nothing of names or
places are passed over unread; of the others only identifiers are held, so that all of MeSH fits
in a few hundred megabytes.

*Source*: NLM, MeSH RDF, https://hhs.github.io/meshrdf/; the first edition of 2014 used the
vocabulary's names under another base, and gave the labels of terms as ``rdfs:label``.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, cast

from kg.errors import InputError
from kg.linking.thesaurus import Name, NameKind, Term, TermKind
from kg.namespaces import MESH
from kg.vocabularies.contents import File, told
from kg.vocabularies.trees import kinds_of

_BASE: Final = MESH.encode()
_LITERAL: Final = re.compile(rb'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z-]+))?', re.DOTALL)
_SHAPE: Final = re.compile(rb"(?:<[^<>]*>|_:\S+) <[^<>]*> .+ \.\s*")
_ESCAPE: Final = re.compile(r'\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[tbnrf"\'\\])')
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_RECORD: Final = re.compile(r"[DCQ]\d+")
# Pairs of a heading and a qualifier have labels too, half a million of them.
_HELD: Final = re.compile(r"[DCQMT]\w*?\d[^Q]*")
_TYPES: Final[dict[bytes, TermKind]] = {
    b"Qualifier": "Qualifier",
    b"SCR_Chemical": "Substance",
    b"SCR_Disease": "Condition",
    b"SCR_Organism": "Organism",
    b"SCR_Anatomy": "Anatomy",
    b"SCR_Protocol": "Other",
    b"SCR_Population": "Other",
}
_LABELS: Final = frozenset({b"label", b"prefLabel"})
_TERMS: Final = frozenset({b"preferredTerm", b"term"})
_LINKS: Final = frozenset({b"broaderDescriptor", b"preferredMappedTo", b"mappedTo"})
_USED: Final = (
    _LABELS
    | _TERMS
    | _LINKS
    | {b"altLabel", b"concept", b"preferredConcept", b"treeNumber", b"active", b"type"}
    | {b"isReplacedBy", b"narrowerConcept", b"broaderConcept", b"isPermutedTerm"}
)
_PARTS: Final = 3
_NAMES: Final[dict[bytes, bytes]] = {}
_WATCHED: Final = 1 << 13  # one line in so many is looked at as a whole


class _Read:
    """What was read so far, by identifiers without their base."""

    def __init__(self) -> None:
        # Labels stand in one stretch of text, each at its place: a string has fifty bytes more.
        self.label: dict[str, int] = {}
        self._text = bytearray()
        self._last = (b"", "")
        # Several values in one string: a list of strings would take four times the room.
        self.names: dict[str, str] = {}
        self.links: dict[bytes, dict[str, str]] = defaultdict(dict)
        self.kind: dict[str, TermKind] = {}
        self.retired: set[str] = set()

    def take(self, subject: bytes, predicate: bytes, rest: bytes) -> None:
        """Hold what a line says."""
        at = self._subject(subject)
        if not at:
            return
        if predicate in _LABELS:
            if at[0] != "M" and at not in self.label and (text := _literal(rest)):
                self.label[at] = len(self._text)
                self._text += text.encode() + b"\0"
        elif predicate == b"altLabel":
            if text := _literal(rest):
                self.names[at] = f"{self.names[at]}\n{text}" if at in self.names else text
        elif predicate == b"active":
            if _literal(rest) in {"0", "false"}:
                self.retired.add(at)
        elif predicate == b"type":
            self._typed(at, rest)
        elif target := _local(rest[: rest.rfind(b">") + 1]) or _literal(rest):
            name = b"term" if predicate in _TERMS else predicate
            links = self.links[name]
            links[at] = f"{links[at]} {target}" if at in links else target

    def _subject(self, subject: bytes) -> str:
        """The identifier of what a line is about; lines of one thing in a row share one string."""
        if subject != self._last[0]:
            local = _local(subject)
            self._last = subject, local if _HELD.fullmatch(local) else ""
        return self._last[1]

    def called(self, at: str) -> str:
        """The label of a thing that has one."""
        start = self.label[at]
        return self._text[start : self._text.index(b"\0", start)].decode()

    def linked(self, name: bytes, at: str) -> tuple[str, ...]:
        """What something is linked to under a name, in the order of the file."""
        return tuple(self.links[name].get(at, "").split())

    def taken(self, name: bytes, at: str) -> tuple[str, ...]:
        """The same, and forgotten: what has become a term makes room for the terms."""
        return tuple(self.links[name].pop(at, "").split())

    def _typed(self, at: str, rest: bytes) -> None:
        kind = rest[: rest.rfind(b">")].replace(b"#", b"/").rpartition(b"/")[2]
        if kind in _TYPES:
            self.kind[at] = _TYPES[kind]


def read(file: File) -> Iterator[Term]:
    """Each descriptor, qualifier and supplementary record.

    *Errors*: ``InputError`` with the line that is no statement, or where the file is cut off.
    """
    found = _Read()
    _lines_into(found, file)
    for at in [at for at in found.label if _RECORD.fullmatch(at)]:
        yield _term(found, at)


def _lines_into(found: _Read, file: File) -> None:
    number, line = 0, b"\n"
    with told(file.name), io.BufferedReader(cast("io.RawIOBase", file.open()), 1 << 20) as lines:
        for number, line in enumerate(lines, 1):
            parts = line.split(b" ", 2)
            predicate = _name(parts[1]) if len(parts) == _PARTS else b""
            if predicate in _USED:
                found.take(parts[0], predicate, parts[2])
            elif not predicate or number % _WATCHED == 0:
                _require_statement(file.name, number, line)
    if not line.endswith(b"\n") and not _SHAPE.fullmatch(line):
        raise InputError("the file is cut off", where=f"{file.name} line {number}")


def _name(predicate: bytes) -> bytes:
    """The last part of a predicate's IRI."""
    return _NAMES.get(predicate) or _NAMES.setdefault(
        predicate, predicate[:-1].replace(b"#", b"/").rpartition(b"/")[2]
    )


def _require_statement(name: str, number: int, line: bytes) -> None:
    """Nothing, for a statement, a remark or an empty line."""
    if line.strip() and not line.startswith(b"#") and not _SHAPE.fullmatch(line):
        got = line[:60].decode("utf-8", "replace").strip()
        raise InputError("this is no N-Triples", where=f"{name} line {number}", got=got)


def _local(term: bytes) -> str:
    """The identifier within MeSH, with an edition's year left out; nothing for another term."""
    if not term.startswith(b"<" + _BASE):
        return ""
    return term[len(_BASE) + 1 : -1].rpartition(b"/")[2].decode()


def _literal(rest: bytes) -> str:
    """The words of a literal in English or in no language, else nothing."""
    match = _LITERAL.match(rest)
    if match is None or not (match[2] or b"en").lower().startswith(b"en"):
        return ""
    text = match[1].decode()
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU":
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)


# --- Terms ---------------------------------------------------------------------------------------


def _term(found: _Read, at: str) -> Term:
    trees = found.taken(b"treeNumber", at)
    label = found.called(at)
    kind = found.kind.get(at)
    return Term(
        iri=MESH + at,
        label=label.removeprefix("[OBSOLETE] "),
        names=tuple(name for name in dict.fromkeys(_names(found, at)) if name.text != label),
        kinds=(kind,) if kind else kinds_of(trees) or ("Other",),
        notations=trees,
        broader=tuple(MESH + up for up in found.linked(b"broaderDescriptor", at)),
        mapped=tuple(MESH + to for to in dict.fromkeys(_filed(found, at))),
        retired=at in found.retired,
        replaced_by=tuple(MESH + to for to in found.linked(b"isReplacedBy", at)),
    )


def _filed(found: _Read, at: str) -> tuple[str, ...]:
    return found.taken(b"preferredMappedTo", at) + found.taken(b"mappedTo", at)


def _names(found: _Read, at: str) -> Iterator[Name]:
    """The names of the preferred concept, then those of the concepts filed with it."""
    concepts = found.taken(b"concept", at)
    linked = found.taken(b"preferredConcept", at)
    names = {each: list(_of(found, each)) for each in dict.fromkeys((at, *linked, *concepts))}
    # The edition of 2014 does not link the preferred concept: it is the one with the record's name.
    preferred = linked or tuple(each for each in concepts if found.called(at) in names[each])
    for each in (at, *preferred):
        yield from map(Name, names[each])
    for each in concepts:
        if each not in preferred:
            kind: NameKind = "narrow" if _is_narrower(found, each, preferred) else "related"
            yield from (Name(text, kind) for text in names[each])


def _is_narrower(found: _Read, concept: str, preferred: tuple[str, ...]) -> bool:
    above = found.linked(b"broaderConcept", concept)
    return any(
        concept in found.linked(b"narrowerConcept", each) or each in above for each in preferred
    )


def _of(found: _Read, holder: str) -> Iterator[str]:
    for term in found.taken(b"term", holder):
        if term in found.label:
            yield found.called(term)
            del found.label[term]
        if term in found.names:
            yield from found.names.pop(term).split("\n")
