#!/usr/bin/env python3
"""Makes kg/data/mesh-descriptors.tsv.gz and kg/data/mesh-qualifiers.tsv from a MeSH download.

Usage: tools/make_mesh_slice.py DESCRIPTORS QUALIFIERS.xml

DESCRIPTORS is the publisher's descriptor file (desc20XX.xml, also .gz) or a tab-separated table
with the columns ui, label and tree numbers. Only identifiers, preferred names and, from the tree
numbers, the direct parents are kept: tree numbers themselves change every year. Prints the
sha256 of what was read and written, for kg/data/README.md.
"""

import csv
import gzip
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

DATA = Path(__file__).resolve().parent.parent / "kg" / "data"
Row = tuple[str, str, tuple[str, ...]]


def main(descriptors: str, qualifiers: str) -> None:
    """Writes both tables and says what they were made of."""
    rows = sorted(read_descriptors(unpacked(descriptors)))
    own = {number: ui for ui, _, numbers in rows for number in numbers}
    lines = ["ui\tname\tbroader\n"]
    for ui, name, numbers in rows:
        above = {own.get(number.rpartition(".")[0]) for number in numbers} - {None, ui}
        lines.append(f"{ui}\t{name}\t{'|'.join(sorted(filter(None, above)))}\n")
    write("mesh-descriptors.tsv.gz", gzip.compress("".join(lines).encode(), 9, mtime=0))
    table = "".join("\t".join(row) + "\n" for row in sorted(read_qualifiers(unpacked(qualifiers))))
    write("mesh-qualifiers.tsv", ("ui\tname\tabbreviation\n" + table).encode())


def unpacked(name: str) -> bytes:
    """The bytes of a file, without its packing."""
    raw = Path(name).read_bytes()
    report("read", Path(name).name, raw)
    return gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


def read_descriptors(content: bytes) -> Iterator[Row]:
    """Identifier, preferred name and tree numbers of each descriptor."""
    if content.lstrip().startswith(b"<"):
        for record in ET.fromstring(content).iter("DescriptorRecord"):  # noqa: S314 - a vocabulary
            numbers = tuple(node.text or "" for node in record.iter("TreeNumber"))
            yield text(record, "DescriptorUI"), text(record, "DescriptorName/String"), numbers
        return
    reader = csv.reader(io.StringIO(content.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(reader)
    for ui, name, trees, *_ in reader:
        yield ui, name, tuple(filter(None, trees.split("|")))


def read_qualifiers(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Identifier, name and two-letter abbreviation of each qualifier."""
    for record in ET.fromstring(content).iter("QualifierRecord"):  # noqa: S314 - a vocabulary
        short = next((node.text or "" for node in record.iter("Abbreviation")), "")
        yield text(record, "QualifierUI"), text(record, "QualifierName/String"), short


def text(record: ET.Element, path: str) -> str:
    """The text at a path of a record, which every record has."""
    found = record.findtext(path)
    if not found:
        raise SystemExit(f"a record without {path}")
    return found.strip()


def write(name: str, content: bytes) -> None:
    """Writes one table of the package."""
    (DATA / name).write_bytes(content)
    report("wrote", name, content)


def report(verb: str, name: str, content: bytes) -> None:
    """Prints what a file was, for the README of the data."""
    print(verb, name, len(content), hashlib.sha256(content).hexdigest())  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:3])
