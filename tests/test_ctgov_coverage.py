"""Records of ClinicalTrials.gov against their graphs, value by value, in both directions."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from registry_coverage import Tally, measured
from registry_fields import FIELDS
from registry_walk import Ledger, leaves

from kg.graph import account_quads
from kg.records import Account
from kg.sources.ctgov import read
from kg.sources.ctgov.record_schema import StudyRecord
from kg.sources.ctgov.weeding import REASONS, reason

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "ctgov"
ONTOLOGY = "".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology").rglob("*.ttl"))
)
CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "ctgov" / "ctgov-studies.json.zip"
TABLE = {f"{at}/{name}" for at, row in FIELDS.items() for name in row}


@pytest.fixture(scope="module")
def golden() -> Tally:
    """What is counted over the golden records."""
    return measured([GOLDEN])


def _records() -> Iterator[dict[str, Any]]:
    for file in sorted(GOLDEN.glob("*.json")):
        found = json.loads(file.read_bytes())
        yield from found if isinstance(found, list) else found.get("studies", [found])


def _fields(kind: Any, at: str = "") -> Iterator[str]:
    hints = get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        inner = next(
            (
                each
                for each in get_args(hints[field.name]) or (hints[field.name],)
                if isinstance(each, type) and issubclass(each, msgspec.Struct)
            ),
            None,
        )
        path = f"{at}/{field.encode_name}"
        yield from [path] if inner is None else _fields(inner, path)


def test_every_field_that_is_read_is_measured_and_occurs() -> None:
    """The table of places has exactly the fields that are read; a golden record has each."""
    assert set(_fields(StudyRecord)) == TABLE
    assert {leaf.path for record in _records() for leaf in leaves(record)} >= TABLE


def test_every_value_is_in_the_graph_and_nothing_else(golden: Tally) -> None:
    """But for what is no date and no code of the registry, which its record remarks."""
    missing = [place.split()[1:] for places in golden.missing.values() for place in places]
    status = "/protocolSection/statusModule"
    assert sorted(missing) == [
        [f"{status}/lastUpdatePostDateStruct/date", "'2019-02-30'"],
        [f"{status}/overallStatus", "'PAUSED'"],
        [f"{status}/startDateStruct/date", "'2019-13'"],
    ]
    assert golden.made_up == []
    assert golden.resolved == golden.pointers


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("around.json", ("documentSection", "largeDocumentModule", "largeDocs", 0, "size")),
        ("around.json", ("protocolSection", "designModule", "targetDuration")),
        ("around.json", ("derivedSection", "conditionBrowseModule", "meshes", 0, "id")),
        ("whole.json", ("resultsSection", "adverseEventsModule", "eventGroups", 0,
                        "seriousNumAffected")),
        ("whole.json", ("protocolSection", "armsInterventionsModule", "armGroups", 0, "type")),
    ],
)  # fmt: skip
def test_the_measuring_can_fail(file: str, change: tuple[str | int, ...]) -> None:
    """A value that is another in the record is missed in the graph; and the graph's is unstated."""
    found = json.loads((GOLDEN / file).read_bytes())
    record = found[0] if isinstance(found, list) else found
    (account,) = read(file, json.dumps(record).encode())
    assert isinstance(account, Account)
    holder: Any = record
    for step in change[:-1]:
        holder = holder[step]
    holder[change[-1]] = 7777777 if isinstance(holder[change[-1]], int) else "OTHERWISE"
    ledger = Ledger(record, account_quads(account))
    pointer = "".join(f"/{step}" for step in change)
    assert pointer in {leaf.pointer for leaf in leaves(record) if not ledger.finds(leaf)}
    assert list(ledger.unstated())


def test_every_field_without_a_place_has_a_reason_of_its_own(golden: Tally) -> None:
    """Who somebody is, days that are not known, and no field that the registry does not have."""
    last = REASONS[-1][1]
    assert golden.left
    assert last not in golden.left
    assert reason("/protocolSection/heard/of/by/nobody") == last


def test_the_document_tells_every_module_and_every_reason() -> None:
    """What docs/registry-records.md says is what is done."""
    told = (ROOT / "docs" / "registry-records.md").read_text(encoding="utf-8")
    modules = {at.split("/")[2] for at in FIELDS if at.count("/") > 1}
    own = {"annotationModule", "miscInfoModule", "largeDocumentModule"}
    assert [name for name in sorted(modules - own) if name not in told] == []
    assert [why for _, why in REASONS if f"| {why} |" not in told] == []
    named = set(re.findall(r"`tk:(\w+)`", told))
    assert [name for name in sorted(named) if f"tk:{name} " not in ONTOLOGY] == []


@pytest.mark.shared
def test_genuine_records_are_in_their_graphs() -> None:
    """Every tenth record of the corpus: each value at its node, and no value that none states."""
    if not CORPUS.exists():
        pytest.skip("the developers' shared folder is absent")
    tally = measured([CORPUS], 10)
    assert dict(tally.missing) == {}
    assert tally.made_up == []
    assert tally.resolved == tally.pointers
