"""Another extractor behind the gate: what the words bear out is suggested, and nothing else is."""

import json
import sys
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from sample_offers import BOTH, OTHER, REPORT, TEXT, answers, document, offer, read

import kg
from kg.build import Summary, build
from kg.errors import InputError, UsageError
from kg.reading import read_account, settings, use_extractor
from kg.reading.offers import asking
from kg.review import waiting

PROGRAM = Path(__file__).with_name("sample_extractor.py")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No extractor but that of the test."""
    monkeypatch.setenv("KG_EXTRACTOR", "")


# --- What passes ---------------------------------------------------------------------------------


def test_an_offer_that_the_words_bear_out_is_suggested(tmp_path: Path) -> None:
    """The number is the grammar's, the words are exact, nothing is counted: no confidence."""
    account = read(tmp_path, offer(confidence="0.99"), OTHER)
    first, second = account.studies[0].suggested_results
    assert (first.group, first.measurand, first.statistic) == ("arm-1", "somnolence", "percentage")
    assert first.number is not None
    assert (first.number.value, first.number.reported, first.count) == (Decimal("14.5"), "14.5", 9)
    assert (first.rule, first.status) == ("extractor.answers-0", "suggested")
    assert first.confidence == 0
    (passage,) = [each for each in account.passages if each.key in first.evidence]
    assert passage.exact == BOTH
    assert (second.group, second.count) == ("arm-2", 4)
    assert account.declined == ()


def test_the_rules_read_the_same_whatever_is_offered(tmp_path: Path) -> None:
    """An extractor adds to what was read, and takes nothing from it."""
    alone = read_account(document()).studies[0]
    beside = read(tmp_path, offer(), OTHER).studies[0]
    for name in ("group_results", "adverse_events", "comparisons", "changes", "untied_results"):
        assert getattr(alone, name) == getattr(beside, name), name
    assert alone.suggested_results == ()


def test_an_offer_may_name_an_outcome_or_its_place(tmp_path: Path) -> None:
    """With offsets the words may stand more than once; an outcome says what is measured."""
    start = TEXT.index("7.9")
    itch = offer(
        "7.9 ± 3.6",
        number={"value": "7.9", "dispersion": "3.6"},
        count=None,
        outcome="outcome-1",
        start=start,
        end=start + len("7.9 ± 3.6"),
    )
    account = read(tmp_path, itch)
    assert account.declined == ()
    (found,) = account.studies[0].suggested_results
    assert (found.outcome, found.measurand) == ("outcome-1", "weekly-itch-score")
    assert found.flags == ("ambiguous",)  # nobody says what the spread is


def test_what_was_counted_sets_the_confidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never more than counted; from a lower bound of 0.95 on its claims are asserted."""
    table = tmp_path / "counts.tsv"
    monkeypatch.setenv("KG_EXTRACTOR_COUNTS", str(table))
    file = answers(tmp_path, offer(confidence="0.99"))
    with pytest.raises(InputError, match="the counts of extractors cannot be read"):
        use_extractor(f"replay:{file}")
    head = "extractor\tjudged\tright\tat_least\n"
    table.write_text(f"{head}{file.stem}\t100\t80\t0.71\n", encoding="utf-8")
    (found,) = read_account(document()).studies[0].suggested_results
    assert (found.confidence, found.status) == (Decimal("0.80"), "suggested")
    surer = tmp_path / "surer.tsv"
    monkeypatch.setenv("KG_EXTRACTOR_COUNTS", str(surer))
    surer.write_text(f"{head}{file.stem}\t400\t396\t0.97\n", encoding="utf-8")
    study = read_account(document()).studies[0]
    (asserted,) = [each for each in study.group_results if each.rule == f"extractor.{file.stem}"]
    assert (asserted.status, study.suggested_results) == ("asserted", ())
    assert asserted.confidence == Decimal("0.99")


# --- Programs ------------------------------------------------------------------------------------


def command(way: object) -> str:
    """The stub as a program."""
    return f"command:{sys.executable} {PROGRAM} {way}"


def test_a_program_answers_in_lines_of_json(tmp_path: Path) -> None:
    """It is asked with arms, outcomes and numbers, and offers what a replay would."""
    file = tmp_path / "offers.json"
    file.write_text(json.dumps([offer()]), encoding="utf-8")
    use_extractor(command(file))
    (found,) = read_account(document()).studies[0].suggested_results
    assert found.rule == "extractor.offers"


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("crash", "ended without an answer"),
        ("garble", "JSON is malformed"),
        ("elsewhere", "of another document"),
        ("hang", "no answer in time"),
    ],
)
def test_a_program_that_fails_costs_nothing_else(
    way: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its fault is told, the report is read; after three in a row it is asked no more."""
    monkeypatch.setenv("KG_EXTRACTOR_TIMEOUT", "0.3" if way == "hang" else "20")
    asking._of_name.cache_clear()
    use_extractor(command(way))
    alone = len(read_account(document()).studies[0].group_results)
    assert alone > 3
    reasons = []
    for _ in range(4):
        (declined,) = read_account(document()).declined
        assert declined.exact == ""
        reasons.append(declined.reason)
    assert reason in reasons[0]
    assert reasons[-1] == "it was asked no more after three faults in a row"


def test_a_python_function_may_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point of the group kg.extractors: from a question to offers, plain JSON both."""
    asked: list[dict[str, Any]] = []

    def extract(question: dict[str, Any]) -> list[dict[str, Any]]:
        asked.append(question)
        return [offer()]

    class Point:
        name = "stub"

        def load(self) -> object:
            return extract

    monkeypatch.setattr(asking, "entry_points", lambda group: [Point()] if group else [])
    asking._of_name.cache_clear()
    use_extractor("stub")
    assert len(read_account(document()).studies[0].suggested_results) == 1
    (question,) = asked
    assert [arm["label"] for arm in question["arms"]] == ["zelorin", "placebo"]
    assert question["outcomes"][0]["key"] == "outcome-1"
    assert "14.5%" in " ".join(each["exact"] for each in question["numbers"])
    asking._of_name.cache_clear()


def test_a_name_that_nobody_has_is_an_error(tmp_path: Path) -> None:
    """So is a program that is not there, and a file that holds no answers."""
    with pytest.raises(UsageError, match="no extractor has this name"):
        use_extractor("nobody")
    with pytest.raises(UsageError, match="no such program"):
        use_extractor("command:no-such-program-anywhere")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"sha256": 1', encoding="utf-8")
    with pytest.raises(InputError, match="the answers cannot be read"):
        use_extractor(f"replay:{broken}")
    assert metadata.entry_points(group=asking.GROUP) is not None


# --- In a build ----------------------------------------------------------------------------------


def built(folder: Path) -> Summary:
    """The build of the report."""
    return build([REPORT], folder / "store", workers=1)


def test_no_question_counts_a_suggestion_until_somebody_accepts_it(tmp_path: Path) -> None:
    """It conforms, waits, and becomes a result by a decision; what was dropped is told."""
    assert not [each for each in built(tmp_path).rejects if each.kind == "claim"]
    file = answers(tmp_path, offer(), OTHER, offer(number={"value": "99"}))
    use_extractor(f"replay:{file}")
    assert settings()
    summary = built(tmp_path)
    (told,) = [each for each in summary.rejects if each.kind == "claim"]
    assert told.what.endswith("not taken: the number is not what stands there")
    with kg.open(tmp_path / "store") as graph:
        assert graph.validate().conforms
        assert len(graph.ask("results-by-outcome", measurand="somnolence")) == 0
        (first, _) = [each for each in waiting(graph.store) if each.kind == "suggested result"]
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(
        "kind: curated-record\ntitle: Review\nauthor: A. Reviewer\ndecisions:\n"
        f"  - claim: {first.claim}\n    exact: {json.dumps(first.words)}\n    decision: accepted\n",
        encoding="utf-8",
    )
    build([REPORT, decisions], tmp_path / "store", workers=1)
    with kg.open(tmp_path / "store") as graph:
        (row,) = graph.ask("results-by-outcome", measurand="somnolence")
        assert (row["groupLabel"], row["value"]) == ("zelorin", Decimal("14.5"))
