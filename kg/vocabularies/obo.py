"""OBO files: one stanza after another.

In: a file. Out: one term for each ``[Term]`` stanza; obsolete ones lead to what replaces them.

*Source*: The OBO Flat File Format Specification, version 1.4, sections 1.2 and 2.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from kg.errors import InputError
from kg.linking import curies
from kg.linking.thesaurus import Name, NameKind, Term, TermKind
from kg.vocabularies.contents import File

_SYNONYM: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(EXACT|NARROW|BROAD|RELATED)?\s*([^\[]*)')
_TAG: Final = re.compile(r"([A-Za-z_-]+):\s?(.*)", re.DOTALL)
_SCOPES: Final[dict[str, NameKind]] = {
    "EXACT": "exact",
    "NARROW": "narrow",
    "BROAD": "broad",
    "RELATED": "related",
}
_TYPES: Final[tuple[tuple[str, NameKind], ...]] = (
    ("abbreviation", "abbreviation"),
    ("acronym", "abbreviation"),
    ("brand", "brand"),
)
_LINKS: Final = {"skos:exactMatch": "exact", "skos:closeMatch": "close"}
_ESCAPED: Final = {"n": "\n", "W": " ", "t": "\t"}

Stanza = list[tuple[str, str]]


def read(file: File, kinds: tuple[TermKind, ...]) -> Iterator[Term]:
    """Each term; *kinds* are those of the vocabulary as a whole.

    *Errors*: ``InputError`` for a line that is no tag and value, and for a term without an id.
    """
    for stanza in _stanzas(file.name, file.lines()):
        fields = dict(reversed(stanza))
        if fields.get("") == "[Term]":
            term = _term(file.name, stanza, fields, kinds)
            yield term
            for tag, value in stanza:
                if tag == "alt_id":
                    yield _merged(curies.canonical(_bare(value)), term)


def _merged(iri: str, into: Term) -> Term:
    """What an id is that was merged into another: it has no name of its own any more."""
    return Term(iri=iri, label="", retired=True, replaced_by=(into.iri,))


def _stanzas(name: str, lines: Iterable[str]) -> Iterator[Stanza]:
    """The tags and values of each stanza, its own name under an empty tag."""
    stanza: Stanza = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("!"):
            continue
        if line.startswith("["):
            yield stanza
            stanza = [("", line.strip())]
            continue
        match = _TAG.fullmatch(line)
        if match is None:
            raise InputError("this is no OBO", where=f"{name} line {number}", got=line[:60])
        stanza.append((match[1], match[2]))
    yield stanza


def _term(name: str, stanza: Stanza, fields: dict[str, str], kinds: tuple[TermKind, ...]) -> Term:
    if "id" not in fields:
        raise InputError("a term has no id", where=name, got=fields.get("name", "nothing"))
    told = {tag: [value for _, value in group] for tag, group in groupby(sorted(stanza), _tag)}
    links = [_link(value) for value in told.get("property_value", ())]
    return Term(
        iri=curies.canonical(_bare(fields["id"])),
        label=_plain(fields.get("name", "")),
        names=tuple(dict.fromkeys(_names(told.get("synonym", ())))),
        kinds=kinds,
        broader=tuple(curies.canonical(_bare(value)) for value in told.get("is_a", ())),
        exact=tuple(iri for kind, iri in links if kind == "exact"),
        close=tuple(iri for kind, iri in links if kind == "close"),
        retired=fields.get("is_obsolete", "").startswith("true"),
        replaced_by=tuple(curies.canonical(_bare(v)) for v in told.get("replaced_by", ())),
    )


def _tag(pair: tuple[str, str]) -> str:
    return pair[0]


def _bare(value: str) -> str:
    """A value without its trailing qualifiers and remark."""
    return re.split(r"\s[!{]", value, maxsplit=1)[0].strip()


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), value).strip()


def _link(value: str) -> tuple[str, str]:
    predicate, _, target = _bare(value).partition(" ")
    return _LINKS.get(predicate, ""), curies.canonical(target.split(" ")[0])


def _names(values: Iterable[str]) -> Iterator[Name]:
    for value in values:
        match = _SYNONYM.match(value)
        if match:
            scope = _SCOPES.get(match[2] or "RELATED", "related")
            special = next((kind for word, kind in _TYPES if word in match[3].lower()), None)
            yield Name(_plain(match[1]), special if special and scope == "exact" else scope)
