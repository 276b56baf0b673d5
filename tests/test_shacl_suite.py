"""The test suite of the W3C for SHACL Core, where somebody has it: KG_SHACL_SUITE names the folder.

It is not part of this repository. The source distribution of pySHACL carries it
(``test/resources/sht_tests/core``), as does the working group's own repository. No construct may be
passed over: what the compiler refuses, the other engine judges.
"""

import os
from pathlib import Path
from typing import Final, NamedTuple, cast

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import InputError
from kg.validation import Finding, Verdict, check_quads
from kg.validation.compiled import Compiled
from kg.validation.plain import as_written, plain_quads, quiet
from kg.validation.shapes import _finding

SUITE: Final = Path(os.environ.get("KG_SHACL_SUITE", "absent"))
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT: Final = Namespace("http://www.w3.org/ns/shacl-test#")

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not SUITE.is_dir(), reason="KG_SHACL_SUITE names no folder"),
]

LEFT: Final = {
    "path-strange-001": "a path that is a path of two kinds",
    "path-strange-002": "a path that is a path of two kinds",
    "qualified-001": "a count of values without a path",
    "uniqueLang-002": "a truth value that is neither true nor false",
}
"""Tests whose shapes the compiler refuses, which pySHACL then judges."""
STRICTER: Final = {"uniqueLang-002"}
"""There pySHACL takes "1" for true and finds what the suite does not: too much, not too little."""


class Case(NamedTuple):
    """Shapes and data, and what the suite says of them."""

    shapes: Graph
    data: Graph
    report: Graph
    result: Node


def cases() -> list[Path]:
    """The files of the suite that hold a test."""
    files = sorted(SUITE.rglob("*.ttl")) if SUITE.is_dir() else []
    return [file for file in files if "sht:Validate" in file.read_text("utf-8")]


def _read(file: Path) -> Graph:
    with quiet(), as_written():
        return Graph().parse(file, format="turtle", publicID=file.as_uri())


def case(file: Path) -> Case:
    """The test of a file."""
    told = _read(file)
    action = told.value(told.value(None, RDF.type, SHT.Validate), MF.action)
    shapes, data = (
        told if str(name) == file.as_uri() else _read(_local(cast("Node", name)))
        for name in (told.value(action, SHT.shapesGraph), told.value(action, SHT.dataGraph))
    )
    result = told.value(told.value(None, RDF.type, SHT.Validate), MF.result)
    return Case(shapes, data, told, cast("Node", result))


def _local(name: Node) -> Path:
    return Path(str(name).removeprefix("file://"))


def wanted(test: Case) -> set[tuple[object, ...]]:
    """The results of the suite."""
    results = test.report.objects(test.result, SH.result)
    return {_seen(_finding(test.report, node)) for node in results}


def _seen(found: Finding) -> tuple[object, ...]:
    """What the suite compares: not the words."""
    return found.severity, found.focus, found.path, found.value, found.source


@pytest.mark.parametrize("file", cases(), ids=lambda file: file.stem)
def test_the_suite_says_the_same(file: Path) -> None:
    """The same results, each on the same node, path and value, of the same component."""
    test = case(file)
    if test.result == SHT.Failure:
        with pytest.raises(InputError):
            _verdict(test)
        return
    found = _verdict(test)
    seen = {_seen(each) for each in found.findings}
    assert seen >= wanted(test) if file.stem in STRICTER else seen == wanted(test)


def _verdict(test: Case) -> Verdict:
    with quiet():
        return check_quads(plain_quads(test.data), test.shapes)


def test_few_constructs_are_left_to_the_other_engine() -> None:
    """What the compiler takes by itself."""
    refused = {file.stem for file in cases() if Compiled(case(file).shapes).refused}
    assert refused == set(LEFT)
