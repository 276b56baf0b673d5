"""`kg build` by id, from the command line and from Python: what is built, told, and how it ends."""

import json
import sys
from pathlib import Path

import pytest
from commands import Command, command
from standin import NCT, OTHER, Reply, Sleeper, StandIn, article

import kg as facade
from kg.errors import NetworkError
from kg.namespaces import REPORT

BOTH = f"{REPORT}nct01234567", f"{REPORT}pmid-101"


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Command:
    """The command, run in this process over a store of its own."""
    return command(monkeypatch, capsysbinary, tmp_path / "store")


def reports(root: Path) -> list[str]:
    """The reports of a store."""
    with facade.open(root) as graph:
        found = graph.store.table("SELECT ?r { ?r a tk:Report } ORDER BY ?r")
    return [str(row["r"]) for row in found]


def test_ids_are_built_like_files(kg: Command, standin: StandIn, tmp_path: Path) -> None:
    """A registry record and an article, named by their ids; nothing is asked for a second time."""
    run = kg("build", "nct01234567", "pmid 101", "https://doi.org/10.1000/zent.101")
    assert run.code == 0, run.err
    assert reports(tmp_path / "store") == sorted(BOTH)
    manifest = json.loads((tmp_path / "store" / "gen-1" / "manifest.json").read_text())
    assert [each["name"] for each in manifest["inputs"]] == [NCT, "PMID:101"]
    asked = len(standin.asked)
    assert kg("build", NCT, "PMID:101").code == 0
    assert len(standin.asked) == asked
    assert kg("build", NCT, "--refresh").code == 0
    assert len(standin.asked) == asked + 1


def test_the_same_record_by_id_and_by_file_is_one(
    kg: Command, standin: StandIn, tmp_path: Path
) -> None:
    """The same graph, whichever way it came."""
    (tmp_path / "study.json").write_bytes(standin.studies[NCT])
    kg("build", tmp_path / "study.json")
    kg("build", NCT)
    first, second = (tmp_path / "store" / f"gen-{n}" / "graph.nq.gz" for n in (1, 2))
    assert first.read_bytes() == second.read_bytes()


def test_an_id_that_there_is_not_costs_no_other(kg: Command, standin: StandIn) -> None:
    """One line, the rest is built, exit code 3; `kg rejects` knows it."""
    del standin
    run = kg("build", NCT, "NCT00000009")
    assert run.code == 3
    assert "kg: NCT00000009: the registry has no such record. It was left out; the rest" in run.err
    (row,) = json.loads(kg("rejects", "-f", "json").out)
    assert (row["kind"], row["where"]) == ("input", "NCT00000009")


def test_without_a_network_what_is_kept_is_built(
    kg: Command, standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line for what is not, and exit code 6, whatever else could not be taken."""
    kg("build", NCT)
    monkeypatch.setenv("KG_REGISTRY_URL", "http://127.0.0.1:9")
    standin.asked.clear()
    run = kg("build", NCT, OTHER, tmp_path / "no-such-file")
    assert run.code == 6
    assert "1 report" in run.err
    assert f"kg: {OTHER}: nothing answers at 127.0.0.1:9; got Connection refused." in run.err
    assert {row["kind"] for row in json.loads(kg("rejects", "-f", "json").out)} == {
        "network",
        "input",
    }
    assert standin.asked == []


def test_without_a_network_and_with_nothing_kept_nothing_is_published(
    kg: Command, silence: Sleeper, tmp_path: Path
) -> None:
    """Exit code 6, from Python ``NetworkError``; no traceback."""
    run = kg("build", NCT)
    assert run.code == 6
    assert f"nothing was published in {tmp_path / 'store'}" in run.err
    assert "Traceback" not in run.err
    with pytest.raises(NetworkError, match="nothing could be taken") as raised:
        facade.build([NCT], store=tmp_path / "other")
    assert any("nothing answers" in note for note in raised.value.__notes__)
    assert silence.slept


def test_from_python_records_are_fetched_too(standin: StandIn, tmp_path: Path) -> None:
    """And anew where that is wished."""
    with facade.build([NCT, "PMID:101"], store=tmp_path) as graph:
        assert graph.rejects() == []
    standin.articles["101"] = article(
        "101", abstract="Of 50 adults in this trial, 26 had zentarol."
    )
    with facade.build([NCT, "PMID:101"], store=tmp_path, refresh=True) as graph:
        text = graph.store.table("SELECT ?text { ?r tk:pmid '101' ; tk:sourceText ?text }")
    assert "26 had zentarol" in str(text["text"])


def test_addresses_that_are_none_are_a_question_of_usage(
    kg: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read."""
    monkeypatch.setenv("KG_REGISTRY_URL", "clinicaltrials.gov")
    run = kg("build", NCT)
    assert run.code == 2
    assert "KG_REGISTRY_URL" in run.err


def test_no_file_asks_the_network(kg: Command, silence: Sleeper, tmp_path: Path) -> None:
    """Nor do its settings matter."""
    (tmp_path / "a.txt").write_text("Of 40 adults, 20 were randomly assigned to zentarol.")
    assert kg("build", tmp_path / "a.txt", tmp_path / "gone").code == 3
    assert silence.slept == []


@pytest.mark.parametrize("looks_on", [True, False])
def test_progress_is_shown_to_a_person_alone(
    kg: Command, standin: StandIn, monkeypatch: pytest.MonkeyPatch, looks_on: bool
) -> None:
    """On standard error, where that is a terminal; data go elsewhere."""
    standin.first = [Reply(503)]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: looks_on)
    run = kg("build", NCT, OTHER)
    assert run.out == ""
    assert ("fetching" in run.err) is looks_on
