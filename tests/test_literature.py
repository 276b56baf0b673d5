"""All that PubMed records state is in the graph, at the right node, and nothing that none states.

The account of what they state is told from the XML alone, in ``pubmed_families.py``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree
from pubmed_families import FAMILIES, MESH, Element, Value, counted, folded, pages, unknown

from kg.build.intake import account_of
from kg.graph import account_quads
from kg.linking import mesh
from kg.namespaces import DCTERMS, RDF, RDFS, TK
from kg.records import Account, Document
from kg.sources import read_records
from kg.terms import Literal, Quad

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "pubmed"
RECORDS = "PubmedArticle|PubmedBookArticle|MedlineCitation"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpora is not beside this checkout"),
]
LITERALS = {
    "citation": {
        **{
            name: TK[name]
            for name in (
                "pmid journal journalTitle volume issue pageStart pageEnd issn nlmId"
                " publicationCountry publicationStatus publicationModel recordStatus indexingMethod"
            ).split()
        },
        "language": DCTERMS.language,
        "alternative": DCTERMS.alternative,
        "title": DCTERMS.title,
        "issued": DCTERMS.issued,
        "modified": DCTERMS.modified,
    },
    "authors": {
        name: TK[name] for name in ("authorCount", "collectiveAuthor", "investigatorCount")
    },
    "keywords, grants, dates, references": {
        **{
            name: TK[name]
            for name in "keyword grant geneSymbol referenceCount citedPmid citedDoi".split()
        },
        "available": DCTERMS.available,
        "dateSubmitted": DCTERMS.dateSubmitted,
        "dateAccepted": DCTERMS.dateAccepted,
    },
}


class Both(NamedTuple):
    """A record as its XML has it, and the statements that were made of it."""

    record: Element
    document: Document
    quads: list[Quad]

    def of(self, node: str, predicate: str) -> list[str]:
        """The values of a property of a node: words or IRIs."""
        return [
            each.object if isinstance(each.object, str) else each.object.lexical
            for each in self.quads
            if each.subject == node and each.predicate == predicate
        ]

    @property
    def report(self) -> str:
        """The node of the report."""
        [node] = {
            q.subject for q in self.quads if q.predicate == RDF.type and q.object == TK.Article
        }
        return node


@cache
def corpus() -> list[Both]:
    """Every record of every file."""
    return [both for path in sorted(CORPUS.glob("*.xml")) for both in _read(path)]


def _read(path: Path) -> Iterator[Both]:
    root = etree.parse(path).getroot()
    records = (
        [root] if root.tag in RECORDS.split("|") else root.xpath(f"./{RECORDS.replace('|', '|./')}")
    )
    documents = [d for d in read_records(path.name, path.read_bytes()) if isinstance(d, Document)]
    for record, document in zip(records, documents, strict=True):
        # Reading adds studies; what a record says of its article does not lean on it.
        account = account_of(document, lambda read: Account(report=read.report))
        yield Both(record, document, list(account_quads(account)))


# --- The same families, told from the graph -----------------------------------------------------


def told(family: str, both: Both) -> Iterator[Value]:
    """What the graph says of a family."""
    node = both.report
    for name, predicate in LITERALS.get(family, {}).items():
        for value in both.of(node, predicate):
            yield name, folded(value) if name == "title" else value
    if family in _NODES:
        yield from _NODES[family](both, node)


def _identifiers(both: Both, node: str) -> Iterator[Value]:
    for predicate in (TK.doi, TK.pmcid, TK.pii, DCTERMS.identifier):
        for value in both.of(node, predicate):
            yield "identifier", re.sub(r"^(?:doi:|KIE: |CPFH: )", "", value)


def _types(both: Both, node: str) -> Iterator[Value]:
    for predicate in (TK.publicationType, TK.publicationTypeName):
        yield from (("type", value) for value in both.of(node, predicate))


def _headings(both: Both, node: str) -> Iterator[Value]:
    for line in both.of(node, TK.hasIndexing):
        [label] = both.of(line, RDFS.label)
        # Told by identifier, and by name where a record has names alone.
        descriptor, qualifier = both.of(line, TK.descriptor), both.of(line, TK.qualifier)
        name, _, rest = label.partition(" / ")
        [star] = both.of(line, TK.majorTopic)
        yield (
            "heading",
            *(descriptor or [name]),
            *(qualifier or [rest]),
            str(star == "true"),
        )


def _substances(both: Both, node: str) -> Iterator[Value]:
    numbered = {}
    for entry in both.of(node, TK.hasSubstanceEntry):
        known = both.of(entry, TK.descriptor) or both.of(entry, RDFS.label)
        numbered[known[0]] = next(iter(both.of(entry, TK.registryNumber)), "")
    for iri in both.of(node, TK.listedSubstance):
        yield "substance", iri, numbered.pop(iri, "")
    yield from (("substance", name, number) for name, number in numbered.items())


def _registry(both: Both, node: str) -> Iterator[Value]:
    banked = {number.text for number in both.record.iter("AccessionNumber")}
    for value in both.of(node, TK.registryId):
        # A number may stand in the words too, which are read by another rule.
        if value in banked:
            yield "registryId", value
    yield from (("accession", value) for value in both.of(node, TK.accession))


def _notices(both: Both, node: str) -> Iterator[Value]:
    for notice in both.of(node, TK.hasNotice):
        [kind] = both.of(notice, TK.noticeType)
        pmid, cited = both.of(notice, TK.noticePmid), both.of(notice, DCTERMS.bibliographicCitation)
        yield "notice", kind.removeprefix(str(TK)), *(pmid or [""]), *(cited or [""])


def _sections(both: Both, node: str) -> Iterator[Value]:
    text = next(iter(both.of(node, TK.sourceText)), "")
    found: dict[str, list[Value]] = {}
    for section in both.of(node, TK.hasSection):
        label = next(iter(both.of(section, RDFS.label)), "")
        [start], [end] = both.of(section, TK.start), both.of(section, TK.end)
        [path] = both.of(section, TK.path)
        category = next(iter(both.of(section, TK.nlmCategory)), "")
        if not path.endswith("Title"):
            found.setdefault(path, []).append((label, category, text[int(start) : int(end)]))
    for path, parts in found.items():
        if len(parts) == 1:
            label, category, said = parts[0]
            own = f"{label}\n{said}" in text
            yield "section", label if own else "", category, folded(said if own else label + said)
        else:
            # An abstract in one element with labels within: its parts and labels in a row.
            assert path.endswith("AbstractText[1]")
            yield "section", "", parts[0][1], folded("".join(f"{p[0]}{p[2]}" for p in parts))


_NODES = {
    "identifiers": _identifiers,
    "publication types": _types,
    "headings": _headings,
    "substances": _substances,
    "registry numbers": _registry,
    "comments and corrections": _notices,
    "abstract sections": _sections,
}


def _by_name(value: Value) -> Value:
    """The same value with names where MeSH has them: a record may have no identifiers."""
    return tuple(
        (mesh.label(part.removeprefix(MESH)) or part) if part.startswith(MESH) else part
        for part in value
    )


# As many values as the corpus has at least: no family is proved by an empty list.
_FEWEST = {
    "citation": 10_000,
    "identifiers": 1_400,
    "authors": 700,
    "publication types": 1_100,
    "headings": 2_300,
    "substances": 500,
    "registry numbers": 24,
    "comments and corrections": 80,
    "abstract sections": 1_500,
    "keywords, grants, dates, references": 12_000,
}


# --- Tests --------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_what_records_state_is_in_the_graph_and_nothing_else(family: str) -> None:
    """At least 99.5% of the values of each family, at the right node; not one that none states."""
    stated = found = 0
    lost, made_up = Counter[Value](), Counter[Value]()
    for both in corpus():
        wanted, got = set(FAMILIES[family](both.record)), set(told(family, both))
        if family in {"publication types", "headings", "substances"}:
            wanted, got = set(map(_by_name, wanted)), set(map(_by_name, got))
        if family == "citation" and (written := pages(both.record)):
            got -= {value for value in got if value[0] in {"pageStart", "pageEnd"}}
            assert re.split(r"\W", written)[0].startswith(both.of(both.report, TK.pageStart)[0])
        stated += len(wanted)
        found += len(wanted & got)
        lost.update(wanted - got)
        made_up.update(got - wanted)
    assert stated >= _FEWEST[family]
    assert made_up == Counter()
    assert found / stated >= 0.995, lost.most_common(20)


def test_every_element_is_in_a_family_or_counted() -> None:
    """By the same names as the summary of a build has; nothing is dropped in silence."""
    for both in corpus():
        assert unknown(both.record) == set()
        assert counted(both.record) == dict(both.document.report.unplaced)


# --- MEDLINE text -------------------------------------------------------------------------------

# Tags whose values are counted, or stand in another line of the same name or field.
_NOT_PLACED = frozenset("AD AU AUID CI CRDT DA DCOM EDAT FAU MHDA OTO OWN PHST SB SO".split())


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.name)
def test_every_line_of_medline_text_is_in_the_graph_or_counted(path: Path) -> None:
    """Whatever the property: each value stands in a literal, a heading or the text."""
    lines = re.sub(r"\n {6}", " ", path.read_text("utf-8")).splitlines()
    fields = [(line[:4].strip(), line[6:].strip()) for line in lines if line[4:6] == "- "]
    said = "".join(map(folded, _all_words(path)))
    for tag, value in fields:
        parts = value.split("/") if tag == "MH" else [value]
        for part in parts if tag not in _NOT_PLACED else ():
            assert folded(_plain(tag, part)) in said, (tag, value)


def _all_words(path: Path) -> Iterator[str]:
    for document in read_records(path.name, path.read_bytes()):
        assert isinstance(document, Document)
        account = account_of(document, lambda read: Account(report=read.report))
        for quad in account_quads(account):
            if isinstance(quad.object, Literal):
                yield quad.object.lexical
            elif quad.object.startswith(MESH):
                yield mesh.label(quad.object.removeprefix(MESH)) or ""


def _plain(tag: str, value: str) -> str:
    """A value without what its form adds: the kind of a number, a star, the name of a list."""
    value = re.sub(r" \[[a-z]+\]$| \((?:Electronic|Print|Linking)\)$|^NLM: ", "", value)
    if tag in {"DEP", "LR"}:
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    if tag == "DP":
        return value[:4]
    return value.lstrip("*")
