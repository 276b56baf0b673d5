"""MeSH without a network: heading lines to their identifiers, and what lies above a descriptor.

In: names as PubMed records write them. Out: unique identifiers (UI) of descriptors and qualifiers;
nothing where the tables of ``kg/data`` do not know a name. The README there says which edition.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from kg import data
from kg.records import Indexing, Report


class Descriptor(NamedTuple):
    """One descriptor: its identifier, its preferred name and its direct parents."""

    ui: str
    name: str
    broader: tuple[str, ...]


@cache
def _rows() -> dict[str, str]:
    """The rest of each line by its UI: name, tab, parents."""
    # The table is large and read whole: plain splitting takes a fifth of the time of a CSV reader.
    lines = data.read("mesh-descriptors.tsv.gz").decode().splitlines()
    return dict(line.split("\t", 1) for line in lines[1:])


@cache
def _by_name() -> dict[str, str]:
    preferred = {rest.partition("\t")[0]: ui for ui, rest in _rows().items()}
    return {**{row["name"]: row["ui"] for row in data.table("mesh-names.tsv")}, **preferred}


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): ui for name, ui in _by_name().items()}


@cache
def _qualifiers() -> dict[str, str]:
    found = {row["name"]: row["ui"] for row in data.table("mesh-qualifiers.tsv")}
    later = (row for row in data.table("mesh-names.tsv") if row["ui"].startswith("Q"))
    return found | {row["name"]: row["ui"] for row in later}


@cache
def _other_labels() -> dict[str, str]:
    """The names of qualifiers, and of what is newer than the table of descriptors."""
    return {known: name for name, known in (*_by_name().items(), *_qualifiers().items())}


def descriptor(name: str) -> str | None:
    """The UI of the descriptor of this name, exactly or but for case; else nothing.

    >>> descriptor("CD4 Lymphocyte Count"), descriptor("interleukin-2"), descriptor("rIL-2")
    ('D018791', 'D007376', None)
    """
    plain = name.strip()
    return _by_name().get(plain) or _by_folded_name().get(plain.casefold())


def qualifier(name: str) -> str | None:
    """The UI of the qualifier of this name, else nothing.

    >>> qualifier("therapeutic use"), qualifier("use")
    ('Q000627', None)
    """
    return _qualifiers().get(name.strip().casefold())


def label(ui: str) -> str | None:
    """The preferred name of a descriptor or qualifier, else nothing.

    >>> label("D007376"), label("Q000627"), label("D999999")
    ('Interleukin-2', 'therapeutic use', None)
    """
    if ui in _rows():
        return _rows()[ui].partition("\t")[0]
    return _other_labels().get(ui)


def broader(ui: str) -> tuple[str, ...]:
    """The direct parents of a descriptor in the MeSH trees; none where they are not known.

    >>> broader("D007376")
    ('D007378', 'D008222')
    """
    return tuple(filter(None, _rows().get(ui, "").partition("\t")[2].split("|")))


def descriptors() -> Iterator[Descriptor]:
    """Every descriptor of the package.

    >>> sum(1 for _ in descriptors()) > 29_000
    True
    """
    return (Descriptor(ui, label(ui) or ui, broader(ui)) for ui in _rows())


def slice_of(uis: Iterable[str]) -> Iterator[Descriptor]:
    """The given descriptors and all above them, each once, in the order of their identifiers.

    >>> [d.name for d in slice_of(["D007376"])][:3]
    ['Amino Acids, Peptides, and Proteins', 'Biological Factors', 'Interleukin-2']
    """
    found: set[str] = set()
    waiting = [ui for ui in uis if ui in _rows()]
    while waiting:
        ui = waiting.pop()
        if ui not in found:
            found.add(ui)
            waiting.extend(broader(ui))
    return (Descriptor(ui, label(ui) or ui, broader(ui)) for ui in sorted(found))


def resolve_indexing(report: Report) -> Report:
    """The report with the UIs of all heading lines whose names are known; given UIs stay.

    >>> line = Indexing(descriptor_name="Interleukin-2", qualifier_name="therapeutic use")
    >>> report = Report(kind="Article", sha256="", indexing=(line,))
    >>> [(i.descriptor, i.qualifier) for i in resolve_indexing(report).indexing]
    [('D007376', 'Q000627')]
    """
    return msgspec.structs.replace(
        report,
        publication_types=tuple(map(_resolved, report.publication_types)),
        indexing=tuple(map(_resolved, report.indexing)),
        substances=tuple(map(_resolved, report.substances)),
    )


def _resolved(line: Indexing) -> Indexing:
    named = line.qualifier_name
    return msgspec.structs.replace(
        line,
        descriptor=line.descriptor or descriptor(line.descriptor_name),
        qualifier=line.qualifier or (qualifier(named) if named else None),
    )
