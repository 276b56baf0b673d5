"""Records multiplied for measuring: each copy a study of its own, as large as the one it is of."""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from multiplied import multiplied

RECORD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT00000001",
            "orgStudyIdInfo": {"id": "ZEN-1"},
            "secondaryIdInfos": [{"id": "2001-000001-10"}, {"id": "NCT00000002"}],
            "briefTitle": "Zentarol in asthma",
        },
        "referencesModule": {"references": [{"pmid": "101", "citation": "See NCT00000002."}]},
    }
}


@pytest.fixture
def copies(tmp_path: Path) -> list[bytes]:
    """Three times one record, laid out as the registry does."""
    with ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("NCT00000001.json", json.dumps(RECORD, indent=1))
    assert multiplied(tmp_path / "one.zip", 3, tmp_path / "three.zip") == 3
    with ZipFile(tmp_path / "three.zip") as made:
        return [made.read(name) for name in made.namelist()]


def test_the_first_is_the_record_itself(copies: list[bytes]) -> None:
    """Byte for byte."""
    assert json.loads(copies[0]) == RECORD


def test_no_number_ties_a_copy_to_another(copies: list[bytes]) -> None:
    """Of a registry, a sponsor, a paper; within a copy what was one number stays one."""
    for pattern, each in ((rb"NCT\d{8}", 2), (rb'"pmid": "(\d+)"', 1), (rb"ZEN-1[^\"]*", 1)):
        found = [set(re.findall(pattern, content)) for content in copies]
        assert [len(numbers) for numbers in found] == [each] * 3
        assert len(set.union(*found)) == 3 * each


def test_titles_differ_by_a_word(copies: list[bytes]) -> None:
    """Titles that are alike are told of, and a registry has few."""
    names = [json.loads(c)["protocolSection"]["identificationModule"] for c in copies]
    assert [each["briefTitle"] for each in names] == [
        "Zentarol in asthma",
        "Zentarol in asthma copy1",
        "Zentarol in asthma copy2",
    ]


def test_records_with_results_may_stand_less_often(tmp_path: Path) -> None:
    """Most records of a registry have none, and those that have are far longer."""
    with ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("NCT00000001.json", json.dumps(RECORD, indent=1))
        archive.writestr("NCT00000002.json", json.dumps({**RECORD, "resultsSection": {}}))
    assert multiplied(tmp_path / "two.zip", 3, tmp_path / "four.zip", 1) == 4
    with ZipFile(tmp_path / "four.zip") as made:
        assert sum(name.endswith("2.json") for name in made.namelist()) == 1
