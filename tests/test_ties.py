"""Ties of values to arms: what order, turns and direction allow, and what a model adds."""

import json
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.reading import read_account
from kg.reading.ties import model as models
from kg.reading.ties.links import links
from kg.reading.ties.marked import Marked
from kg.records import GroupResult
from kg.sources import read_source
from kg.training import train, write

ALLOTTED = "Ninety patients were randomized to zentarol or placebo. "


def results(sentence: str) -> list[GroupResult]:
    """The results of groups that one sentence gives in a trial of two arms."""
    [document] = read_source("case.txt", (ALLOTTED + sentence).encode())
    [study] = read_account(document).studies  # type: ignore[arg-type]
    return list(study.group_results)


def told(sentence: str) -> list[tuple[str, str]]:
    """The arm and the number, as written, of each result."""
    return [(r.group, r.number.reported or "") for r in results(sentence) if r.number]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relapse occurred in 14% and 25% with zentarol and placebo, respectively.",
         [("arm-1", "14"), ("arm-2", "25")]),
        ("The relapse rate was lower with zentarol than with placebo (14% vs 25%).",
         [("arm-1", "14"), ("arm-2", "25")]),
        ("Compared with placebo, zentarol patients had a lower relapse rate (14% vs 25%).",
         [("arm-1", "14"), ("arm-2", "25")]),
        ("Hospital stay was shorter in the zentarol group (3.5 days vs 6.5 days).",
         [("arm-1", "3.5"), ("arm-2", "6.5")]),
        ("The relapse rate was 14% in the zentarol group.", [("arm-1", "14")]),
    ],
)  # fmt: skip
def test_values_are_tied_where_one_way_is_left(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """By order, by direction, or because one arm alone is named."""
    assert sorted(told(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The relapse rate was not lower with zentarol (14% vs 25%).",
        "The relapse rate was higher with zentarol than with placebo (14% vs 25%).",
        "The relapse rate was 14% and 25% at weeks 4 and 8, respectively.",
        "The relapse rate was 14% and 25% in the zentarol and the historical groups, respectively.",
        "The relapse rate was 14% in the zentarol group and 25% in the untreated cohort group.",
        "The relapse rate fell by 14% with zentarol and by 25% with placebo.",
        "The relapse rate was 14%, 20% and 25% with zentarol and placebo, respectively.",
    ],
)
def test_what_is_not_certain_is_left(sentence: str) -> None:
    """Words and numbers that disagree, times, strangers, changes, lists of another length."""
    assert not [rule for r in results(sentence) if (rule := r.rule or "").startswith("value.tied")]


def test_each_claim_names_its_rule_and_its_words() -> None:
    """A rule of its own, and the sentence as its passage."""
    found = results("The relapse rate was lower with zentarol than with placebo (14% vs 25%).")
    assert found
    assert all(each.rule and each.evidence and each.measurand for each in found)


# --- The model -----------------------------------------------------------------------------------

WORDS = ("Pain", "Fatigue", "Nausea", "Anxiety", "Sleep", "Vertigo")


def sentence(number: int) -> dict[str, object]:
    """A sentence of our own in which the second value is of the arm before it."""
    topic = WORDS[number % len(WORDS)]
    text = f"{topic} with zentarol reached {number + 3} and with placebo reached {number + 5} ."
    spans = [("OC", topic), ("INTV", "zentarol"), ("MEAS", str(number + 3))]
    spans += [("INTV", "placebo"), ("MEAS", str(number + 5))]
    places = [(text.rindex(f" {w} ") + 1 if text.index(w) else 0) for _, w in spans]
    entities = [
        {"label": label, "start": start, "end": start + len(word)}
        for (label, word), start in zip(spans, places, strict=True)
    ]
    pairs = [("OC_RES", 0, 2), ("OC_RES", 0, 4), ("A1_RES", 1, 2), ("A2_RES", 3, 4)]
    relations = [
        {"label": label, "head_start": places[head], "tail_start": places[tail]}
        for label, head, tail in pairs
    ]
    return {"text": text, "entities": entities, "relations": relations}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of sixty such sentences."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = (json.dumps(sentence(number)) for number in range(60))
    (folder / "own.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_model_learns_and_is_the_same_each_time(corpus: Path, tmp_path: Path) -> None:
    """The same bytes from the same corpus and seed; it ties what the corpus ties."""
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file in files:
        write(train([corpus], seed=3).model, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    told = models.load(files[0])
    text = "Vigour with zentarol reached 71 and with placebo reached 82 ."
    marked = Marked(text, ((29, 31), (57, 59)), ((12, 20), (41, 48)), ((0, 6),))
    found = {(each.kind, each.value, each.head) for each in links(marked, told)}
    assert found == {("arm", 0, 0), ("arm", 1, 1), ("outcome", 0, 0), ("outcome", 1, 0)}


def test_no_model_is_made_of_nothing(tmp_path: Path) -> None:
    """A folder without relations is refused."""
    with pytest.raises(UsageError):
        train([tmp_path])


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"version": 9, "arm": {}, "outcome": {}}', b"\xff"]
)
def test_what_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    """With one line that names the file."""
    file = tmp_path / "model.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match="model"):
        models.load(file)


def test_below_its_threshold_a_model_is_silent(corpus: Path) -> None:
    """Safe ties are those from the stored probability on."""
    model = train([corpus]).model
    deaf = models.Model(arm=models.Ranker(model.arm.weights, 1.01), outcome=models.Ranker({}, 1.01))
    marked = Marked("Pain reached 3 with zentarol .", ((13, 14),), ((20, 28),), ((0, 4),))
    assert links(marked, deaf, safe=True) == []


def compared(sentence: str) -> list[tuple[str | None, str | None, str | None]]:
    """The arm on trial, the direction and the significance of each comparison of a sentence."""
    [document] = read_source("case.txt", (ALLOTTED + sentence).encode())
    [study] = read_account(document).studies  # type: ignore[arg-type]
    return [(c.experimental_group, c.direction, c.significance) for c in study.comparisons]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relapse occurred in 14% and 25% with zentarol and placebo, respectively (P = 0.02).",
         [("arm-1", "lower", "significant")]),
        ("Relapse occurred in 25% and 14% with placebo and zentarol, respectively (P = 0.02).",
         [("arm-1", "lower", "significant")]),
        ("Relapse occurred in 14% and 25% with zentarol and placebo, respectively (P = 0.31).",
         [("arm-1", None, "notSignificant")]),
        ("The relapse rate was 14% (P = 0.02) with zentarol and 25% (P = 0.41) with placebo.",
         []),
        ("Relapse occurred in 14% and 25% with zentarol and placebo, respectively; age: P = 0.02.",
         []),
    ],
)  # fmt: skip
def test_tied_values_and_the_test_behind_them_tell_who_had_more(
    sentence: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    """One test behind the whole list compares; one of each value or of another clause does not."""
    assert compared(sentence) == expected
