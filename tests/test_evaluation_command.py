"""`kg evaluate`: what it prints, what it lists, and what it keeps to itself."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from commands import Command, command
from conftest import ROOT
from sample_corpora import NAMES, RATE, write_corpora

from kg.evaluation import Evaluation, evaluate, tables, worklist
from kg.evaluation.samples import Judgement
from kg.evaluation.targets import TARGETS

PAGE = ROOT / "docs" / "evaluation.md"


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus of each format."""
    return write_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Command:
    """The command; it needs no store."""
    return command(monkeypatch, capsysbinary, tmp_path / "store")


def test_json_has_every_figure(kg: Command, corpora: Path) -> None:
    """Families, all claims, offsets, calibration, rules, speed."""
    run = kg("evaluate", corpora, "--part", "all", "-f", "json")
    assert run.code == 0
    told = json.loads(run.out)
    assert {each["corpus"] for each in told["families"]} == set(NAMES)
    assert told["offsets"]["precision"] == 1
    assert told["claims"]["wrong_per_100"] == 0
    assert all(0.5 < each["confidence"] <= 1 for each in told["calibration"])
    assert {"value.by-group", "arm.allocated"} <= {each["rule"] for each in told["rules"]}
    assert all(each["per_second"] > 0 for each in told["speed"])


@pytest.mark.parametrize("form", ["md", "table"])
def test_tables_for_people(kg: Command, corpora: Path, form: str) -> None:
    """The same figures as tables."""
    run = kg("evaluate", corpora / "pico", "--part", "all", "-f", form)
    assert run.code == 0
    for words in ("arm-tied results", "Calibration", "one core", "exact offsets"):
        assert words in run.out


def test_the_list_of_errors_can_be_worked_through(kg: Command, tmp_path: Path) -> None:
    """Each line has the sentence, what was expected and got, the rule and the cause."""
    file = tmp_path / "errors.csv"
    copy = write_corpora(tmp_path / "corpora")
    notes = copy / "pico" / "900001.ann"
    slip = notes.read_text("utf-8").replace("iv-bin-percent", "cv-bin-percent")
    notes.write_text(slip, "utf-8")
    assert kg("evaluate", copy / "pico", "--errors", file, "-f", "json").code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["verdict"] for row in rows] == ["wrong", "missed"]
    wrong, missed = rows
    assert RATE in wrong["sentence"]
    assert RATE in missed["sentence"]
    assert (wrong["expected"], missed["expected"]) == ("cv-bin-percent 12%",) * 2
    assert "12%" in wrong["got"]
    assert wrong["rule"] == "value.by-group"
    assert (wrong["cause"], missed["cause"]) == ("tied to the other arm", "claimed wrongly")


def test_tokens_are_nothing_to_work_through(corpora: Path) -> None:
    """Thousands of them would bury the rest."""
    found = evaluate([corpora / "ebm"], part="all")
    assert any(each.verdict == "missed" for each in found.judgements)
    assert len(worklist(found)) == 0


def test_errors_of_held_out_documents_are_refused(
    kg: Command, corpora: Path, tmp_path: Path
) -> None:
    """Nobody tunes on them by accident."""
    run = kg("evaluate", corpora, "--part", "held-out", "--errors", tmp_path / "errors.csv")
    assert run.code == 2
    assert "held-out documents are not listed" in run.err


def test_errors_of_held_out_documents_are_left_out() -> None:
    """Also where all documents were read."""
    told = tuple(Judgement("P", "wrong", "c", name) for name in ("open", "kept"))
    found = Evaluation("all", told, {}, frozenset({("c", "kept")}))
    assert [row["document"] for row in worklist(found)] == ["open"]


def test_a_seed_draws_the_same_documents(tmp_path: Path) -> None:
    """And another seed others."""
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"We gave {number} adults a nap.", "utf-8")
        (tmp_path / f"{number}.ann").write_text(
            f"T1\ttotal-participants 8 {8 + len(str(number))}\t{number}\n", "utf-8"
        )

    def drawn(seed: int) -> set[str]:
        found = evaluate([tmp_path], part="all", limit=5, seed=seed)
        assert found.documents == {"PICO-Corpus": 5}
        return {each.document for each in found.judgements}

    assert drawn(1) == drawn(1) != drawn(2)


def test_no_corpus_is_a_clear_error(kg: Command, tmp_path: Path) -> None:
    """With the names of those that are known."""
    run = kg("evaluate", tmp_path)
    assert run.code == 2
    assert "no corpus of a known format" in run.err
    assert "RCT-ART" in run.err
    assert kg("evaluate", tmp_path / "absent").code == 2


def test_a_damaged_corpus_is_a_clear_error(kg: Command, corpora: Path, tmp_path: Path) -> None:
    """With the place and what is wrong with it."""
    folder = tmp_path / "rct"
    folder.mkdir()
    text = (corpora / "rct" / "dev.jsonl").read_text("utf-8")
    (folder / "dev.jsonl").write_text(text + text[:80], "utf-8")
    run = kg("evaluate", folder)
    assert run.code == 3
    assert "the corpus cannot be read" in run.err
    assert "Traceback" not in run.err


def test_a_damaged_neighbour_spoils_nothing(corpora: Path, tmp_path: Path) -> None:
    """It only cannot say which of its documents stand elsewhere, too."""
    write_corpora(tmp_path)
    (tmp_path / "rct" / "dev.jsonl").write_text('{"entities": "relations": [', "utf-8")
    found = evaluate([tmp_path / "pico"], part="all")
    assert found.documents == {"PICO-Corpus": 1}
    assert found.held_out <= evaluate([corpora], part="all").held_out


# --- The page about it ---------------------------------------------------------------------------


def test_the_page_has_the_table_that_the_command_prints(corpora: Path) -> None:
    """Its form only: the figures are of corpora that not everybody has."""
    printed = tables(evaluate([corpora], part="all"))[0].to_text("md").splitlines()
    page = PAGE.read_text("utf-8").splitlines()
    start = page.index(printed[0])
    rows = [line.split(" | ") for line in page[start + 2 : page.index("", start)]]
    known = {tuple(line.strip("| ").split(" | ")[:2]) for line in printed[2:]}
    named = {(row[0].strip("| "), row[1]) for row in rows}
    assert known <= named
    assert set(TARGETS) <= named
    numbers = [cell for row in rows for cell in row[2:6]]
    assert [cell for cell in numbers if not re.fullmatch(r"\d+", cell)] == []
    shares = [cell for row in rows for cell in row[6:12]]
    assert [cell for cell in shares if not re.fullmatch(r"[01]\.\d{3}|–", cell)] == []


def test_the_page_says_for_each_corpus_what_counts() -> None:
    """Right, wrong, and not judged."""
    text = PAGE.read_text("utf-8")
    for name in NAMES:
        assert f"### {name}\n" in text
    for family in {family for _, family in TARGETS}:
        assert family in text


# --- The corpora that developers have ------------------------------------------------------------


@pytest.mark.shared
def test_corpora_of_others_are_read(shared: Path) -> None:
    """Each in its format, a few documents of each, offsets exact in those."""
    found = evaluate([shared / "corpora" / "reading"], limit=4)
    assert set(found.documents) == set(NAMES)
    assert {each.corpus for each in found.judgements} == set(NAMES)


@pytest.mark.shared
def test_annotations_stand_where_the_corpus_says(shared: Path) -> None:
    """Otherwise everything would be missed for want of a place."""
    from kg.evaluation.formats import clerx, evidence_inference, pico_corpus

    root = shared / "corpora" / "reading"
    for sample in pico_corpus.samples(root / "pico-corpus"):
        wrong = [i for i in sample.gold if sample.text[slice(*i.place)] != i.written]
        assert len(wrong) <= 1
    ratios = [i for s in clerx.samples(root / "clerx-ratio") for i in s.gold.items]
    assert len([i for i in ratios if i.value is not None]) / len(ratios) > 0.99
    prompts = [p for s in evidence_inference.samples(root / "evidence-inference") for p in s.gold]
    assert len(prompts) > 900
