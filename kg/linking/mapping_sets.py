"""Mappings between vocabularies: SSSOM tables read and written, and where they contradict.

In: SSSOM/TSV. Out: mappings with canonical IRIs, negative ones too; a table that other tools read.

*Source*: SSSOM 1.0, https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.linking import curies
from kg.namespaces import CONCEPT, PREFIXES, SKOS
from kg.records import Record

COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "confidence", "author_id", "mapping_tool",
    "mapping_tool_version", "mapping_source", "match_string", "comment",
)  # fmt: skip
_NEEDED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_OWN: Final = {
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "orcid": "https://orcid.org/",
}
_PREFIX: Final = re.compile(r"#\s?(?P<depth>\s+)?(?P<name>[\w.-]+):\s+(?P<value>\S+)\s*")
_LOCAL: Final = re.compile(r"[^/#:_=]*\Z")
_QUOTE: Final = '"'
EXACT: Final = SKOS.exactMatch
MANUAL: Final = "https://w3id.org/semapv/vocab/ManualMappingCuration"
_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"


class Match(Record, frozen=True, kw_only=True):
    """One mapping; *negated* where it is said that the two do not stand so to each other.

    *matched* is the name of the object that the *words* of the subject met.
    """

    subject: str
    predicate: str
    object: str
    justification: str
    subject_label: str = ""
    object_label: str = ""
    negated: bool = False
    confidence: str = ""
    author: str = ""
    tool: str = ""
    tool_version: str = ""
    source: str = ""
    comment: str = ""
    matched: str = ""
    words: str = ""


class MappingSet(NamedTuple):
    """The mappings of a table, and what its prefixes stand for."""

    matches: tuple[Match, ...]
    prefixes: Mapping[str, str]


class Contradiction(NamedTuple):
    """Two mappings that cannot both hold, and why."""

    what: str
    one: Match
    other: Match


# --- Reading -------------------------------------------------------------------------------------


def read(text: str, where: str) -> MappingSet:
    """The mappings of an SSSOM table.

    *Errors*: ``InputError`` with the line for a table that is none, a prefix that nothing explains,
    or a row that lacks what a mapping needs.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    prefixes = _OWN | dict(_explained(line for line in lines if line.startswith("#")))
    body = [line for line in lines if line and not line.startswith("#")]
    rows = csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError("this is no SSSOM table", where=where, got=f"no {missing[0]}")
    place = _Place(where, prefixes)
    return MappingSet(tuple(_match(row, place) for row in rows), prefixes)


def _explained(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The prefixes of a head: the indented lines under ``curie_map``.

    It should be YAML, and in many a table it is not quite: an IRI that ends in a colon is not
    quoted. Such lines are read all the same.
    """
    within = False
    for line in lines:
        match = _PREFIX.fullmatch(line)
        if match and match["depth"]:
            if within:
                yield match["name"], match["value"].strip("\"'")
        else:
            within = line.strip(" #") == "curie_map:"


class _Place(NamedTuple):
    """Where rows stand, and what their prefixes mean."""

    where: str
    prefixes: Mapping[str, str]


def _match(row: Mapping[str, str | None], place: _Place) -> Match:
    said = {name: _unquoted((value or "").strip()) for name, value in row.items() if name}
    lacking = [name for name in _NEEDED if not said.get(name)]
    if lacking:
        got = " | ".join(filter(None, said.values()))[:60]
        raise InputError(f"a mapping lacks its {lacking[0]}", where=place.where, got=got)
    modifier = said.get("predicate_modifier", "")
    if modifier not in {"", "Not"}:
        raise InputError("no such modifier", where=place.where, got=modifier, expected="Not")
    return Match(
        subject=_iri(said["subject_id"], place),
        predicate=_iri(said["predicate_id"], place),
        object=_iri(said["object_id"], place),
        justification=_iri(said["mapping_justification"], place),
        subject_label=said.get("subject_label", ""),
        object_label=said.get("object_label", ""),
        negated=modifier == "Not",
        confidence=said.get("confidence", ""),
        author=said.get("author_id", ""),
        tool=said.get("mapping_tool", ""),
        tool_version=said.get("mapping_tool_version", ""),
        source=said.get("mapping_source", ""),
        comment=said.get("comment", ""),
        matched=said.get("match_string", ""),
    )


def _iri(written: str, place: _Place) -> str:
    """The canonical IRI of what a table writes.

    *Errors*: ``InputError`` for a prefix that neither the table nor kg explains.
    """
    prefix, colon, local = written.partition(":")
    base = place.prefixes.get(prefix) or PREFIXES.get(prefix)
    if base and colon and not local.startswith("//"):
        return curies.canonical(base + local)
    known = curies.canonical(written)
    if "://" not in known:
        raise InputError("nothing says what this prefix stands for", where=place.where, got=written)
    return known


# --- Writing -------------------------------------------------------------------------------------


def write(matches: Iterable[Match], *, title: str, prefixes: Mapping[str, str]) -> str:
    """An SSSOM table: distinct mappings in order, every prefix that is used explained.

    >>> one = Match(subject="http://x/1", predicate=EXACT, object="http://id.nlm.nih.gov/mesh/D1",
    ...             justification="https://w3id.org/semapv/vocab/LexicalMatching")
    >>> print(write([one], title="An example", prefixes={"x": "http://x/"}).splitlines()[-1])
    x:1		skos:exactMatch		mesh:D1		semapv:LexicalMatching
    """
    short = _Shortener(prefixes)
    rows = sorted({_row(match, short) for match in matches})
    used = dict(sorted(short.used.items()))
    head = [
        "#curie_map:",
        *(f'#  {name}: "{base}"' for name, base in used.items()),
        f"#license: {_LICENCE}",
        "#mapping_set_id: https://w3id.org/trialkg/mappings/all.sssom.tsv",
        f"#mapping_set_title: {title}",
    ]
    filled = [n for n in range(len(COLUMNS)) if COLUMNS[n] in _ALWAYS or any(r[n] for r in rows)]
    table = ["\t".join(COLUMNS[n] for n in filled)]
    table += ["\t".join(row[n] for n in filled) for row in rows]
    return "\n".join([*head, *table]) + "\n"


_ALWAYS: Final = frozenset((*_NEEDED, "subject_label", "predicate_modifier", "object_label"))


def _row(match: Match, short: "_Shortener") -> tuple[str, ...]:
    short.explain(match.author)
    cells = (
        short(match.subject), match.subject_label, short(match.predicate),
        "Not" if match.negated else "", short(match.object), match.object_label,
        short(match.justification), match.confidence, match.author, match.tool,
        match.tool_version, match.source, match.matched, match.comment,
    )  # fmt: skip
    return tuple(_quoted(" ".join(cell.split())) for cell in cells)


def _quoted(cell: str) -> str:
    """A cell as tables write it: one with a quotation mark in it between two.

    >>> _unquoted(_quoted('a "b" c')), _unquoted(_QUOTE)
    ('a "b" c', '"')
    """
    return f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTE in cell else cell


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell[0] == cell[-1] == _QUOTE
    return cell[1:-1].replace(_QUOTE * 2, _QUOTE) if whole else cell


class _Shortener:
    """Makes CURIEs and remembers of which prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        ours = {each.name: each.base for each in curies.prefixes().values()}
        bases = {base: name for name, base in prefixes.items()}
        bases |= {base: name for name, base in (PREFIXES | _OWN | ours).items()}
        self._bases = sorted(bases.items(), key=lambda pair: -len(pair[0]))
        self.used: dict[str, str] = {}

    def explain(self, written: str) -> None:
        """Remember the prefixes of CURIEs that are written as they are, with "|" between them."""
        for each in written.split("|"):
            name = each.partition(":")[0]
            if name in _OWN:
                self.used[name] = _OWN[name]

    def __call__(self, iri: str) -> str:
        for base, name in self._bases:
            if iri.startswith(base) and len(iri) > len(base):
                self.used[name] = base
                return f"{name}:{iri[len(base) :]}"
        return iri


# --- Contradictions ------------------------------------------------------------------------------


def contradictions(matches: Iterable[Match]) -> Iterator[Contradiction]:
    """Pairs of mappings that cannot both hold.

    A thing that is exactly two things of one vocabulary; a pair that is said to match and not to.
    Concepts of ours are none: two wordings of one thing may both be exactly one term.
    """
    exact: dict[tuple[str, str], dict[str, Match]] = defaultdict(dict)
    said: dict[tuple[str, str, str], dict[bool, Match]] = defaultdict(dict)
    for match in matches:
        said[_pair(match)].setdefault(match.negated, match)
        if match.predicate == EXACT and not match.negated:
            for thing, other in ((match.subject, match.object), (match.object, match.subject)):
                exact[thing, vocabulary(other)].setdefault(other, match)
    for (_, prefix), others in sorted(exact.items()):
        if len(others) > 1 and prefix not in {"", CONCEPT}:
            first, second, *_ = sorted(others)
            what = f"two exact matches in {prefix}"
            yield Contradiction(what, others[first], others[second])
    for _, both in sorted(said.items()):
        if len(both) > 1:
            yield Contradiction("said to match and not to match", both[False], both[True])


def _pair(match: Match) -> tuple[str, str, str]:
    one, other = sorted((match.subject, match.object))
    return one, other, match.predicate


@lru_cache(maxsize=200_000)
def vocabulary(iri: str) -> str:
    """The prefix of the vocabulary that a term belongs to, or the beginning of its IRI.

    >>> vocabulary("http://id.nlm.nih.gov/mesh/D1"), vocabulary("http://example.org/VO_17")
    ('mesh', 'http://example.org/VO_')
    """
    found = curies.split(iri)
    return found[0] if found else _LOCAL.sub("", iri)
