"""The reading room: what own documents say, and what must not change what is read."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.reading import read_account
from kg.reading.atoms import atoms
from kg.reading.measures import Measure, measures
from kg.records import Account, Study
from kg.sources import read_source

GOLDEN = Path(__file__).parent / "golden" / "reading"
CASES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
MEND = "python -m tests.test_reading writes the expected records anew; read the difference"


def account(text: str) -> Account:
    """What the reader makes of a text."""
    [document] = read_source("case.txt", text.encode())
    return read_account(document)  # type: ignore[arg-type]


def study(text: str) -> Study:
    """The only study that a text tells of."""
    [only] = account(text).studies
    return only


def golden(case: str) -> str:
    """The text of a golden case."""
    return (GOLDEN / f"{case}.txt").read_text(encoding="utf-8")


def as_json(case: str) -> str:
    """What is read of a golden case, as its file holds it."""
    records = msgspec.to_builtins(account(golden(case)))
    records.pop("report")
    _forget(records, "confidence")  # counted from corpora, and counted anew
    for passage in records["passages"]:
        passage["exact"] = passage["exact"][:40]
    return json.dumps(records, indent=1, ensure_ascii=False) + "\n"


def _forget(tree: Any, name: str) -> None:
    """A field taken out of a tree, wherever it stands."""
    for each in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(each, dict | list | tuple):
            _forget(each, name)
    if isinstance(tree, dict):
        tree.pop(name, None)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    """Each own document gives just the records that were checked by eye."""
    assert as_json(case) == (GOLDEN / f"{case}.json").read_text(encoding="utf-8"), MEND


@pytest.mark.parametrize("case", CASES)
def test_passages_stand_at_their_offsets(case: str) -> None:
    """The words of each passage are the words of the text at its offsets."""
    text = golden(case)
    passages = account(text).passages
    assert passages
    assert all(text[p.start : p.end] == p.exact for p in passages)


@pytest.mark.parametrize("case", CASES)
def test_reported_values_stand_in_their_passages(case: str) -> None:
    """Each reported number of a result occurs in a passage that it rests on."""
    read = account(golden(case))
    words = {p.key: p.exact or "" for p in read.passages}
    [one] = read.studies
    for result in (*one.group_results, *one.comparisons, *one.adverse_events):
        if result.number is not None and result.number.reported:
            assert any(result.number.reported in words[key] for key in result.evidence), result


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("428 ± 25 mg", " V "),
        ("428 +/- 25 mg", " V "),
        ("12 (40%)", " Q "),
        ("12/30 (40%)", " Q "),
        ("40% (12 of 30 patients)", " Q "),
        ("P<0.001", " P "),
        ("p = 0.05", " P "),
        ("95% CI 0.70 to 1.18", " C "),
        ("(95% confidence interval, 0.70–1.18)", " C "),
        ("more than 200 mg", " B "),
        ("at least five years", " B "),
        ("between 50 and 299 mg", " B "),
        ("week 52", " T "),
        ("base line", " T "),
        ("two months", " D "),
        ("sixty healthy volunteers", " S "),
        ("median (IQR) 12 (4-20) mg", " median ( iqr ) V "),
    ],
)
def test_numbers_are_read_as_what_they_are(written: str, line: str) -> None:
    """Each way of writing a number folds into one typed fact."""
    assert measures(atoms(written)).line == line


@pytest.mark.parametrize(
    ("written", "value"),
    [("0·78 mg", "0.78"), ("10 000 mg", "10000"), ("1,695 mg", "1695"), ("(-0.17 mg", "-0.17")],
)
def test_digits_as_they_come(written: str, value: str) -> None:
    """Mid-dots, grouped thousands and leading minus signs are numbers, exactly."""
    measure: Measure = next(i.value for i in measures(atoms(written)).items if i.form == "V")
    assert str(measure.value) == value


SAME = [
    ("± 9", "+/- 9"),
    ("± 9", "+/− 9"),
    ("P = 0.002", "p=0.002"),
    ("baseline", "base line"),
    ("randomly allocated", "randomised"),
    ("112 ± 9 g/L", "112 ± 9 g/l"),
    ("fell from", "decreased from"),
    ("rose from", "increased from"),
    ("while in the placebo group it", "whereas in the placebo group it"),
    ("P < 0.001", "P < 0\u00b7001"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_spelling_changes_nothing(before: str, after: str) -> None:
    """Another spelling of the same thing gives the same claims."""
    text = golden("add-on")
    assert before in text
    assert _bones(study(text.replace(before, after))) == _bones(study(text))


def test_swapped_arms_swap() -> None:
    """With the arms named in the other order, each keeps its role, size and values."""
    text = golden("add-on")
    one = "lumacept 50 mg subcutaneously once weekly plus methotrexate (n = 106)"
    two = "placebo plus methotrexate (n = 106)"
    swapped = study(text.replace(f"{one} or {two}", f"{two} or {one}"))
    roles = {arm.role: arm.key for arm in swapped.arms}
    assert roles == {"controlRole": "arm-1", "experimentalRole": "arm-2"}
    values = {(r.group, str(r.number.value)) for r in swapped.group_results if r.number}
    assert {("arm-2", "12.4"), ("arm-1", "11")} <= values


def test_an_irrelevant_sentence_changes_nothing() -> None:
    """A sentence about something else adds no claim and takes none away."""
    text = golden("add-on")
    more = text.replace("Results: ", "Results: The weather was mild throughout the spring. ")
    assert _bones(study(more)) == _bones(study(text))


def test_sentences_in_another_order_say_the_same() -> None:
    """The order of the sentences of a section does not matter."""
    text = golden("add-on")
    head, results = text.split("Results: ")
    body, conclusions = results.split("\nConclusions: ")
    told = body.replace(". ", ".|").split("|")
    turned = f"{head}Results: {' '.join(reversed(told))}\nConclusions: {conclusions}"
    assert sorted(_bones(study(turned))) == sorted(_bones(study(text)))


def test_background_is_not_a_result() -> None:
    """What earlier work found is no claim of this study."""
    assert not [r for r in study(golden("add-on")).comparisons if r.number and r.number.value == 40]


def test_a_threshold_of_significance_is_no_p_value() -> None:
    """To say which P was considered significant tests nothing."""
    text = golden("cohort") + " P < 0.05 was considered significant."
    assert len(study(text).comparisons) == len(study(golden("cohort")).comparisons)


def test_no_study_in_a_page() -> None:
    """A recipe has numbers and guests, and no study."""
    assert (
        account("Beat 2 eggs with 200 g of sugar. Serve to 6 guests after 30 minutes.").studies
        == ()
    )


def test_what_cannot_be_read_is_listed() -> None:
    """Figures that could belong to either arm are not given to one; the sentence is listed."""
    text = golden("cohort").replace(
        "HbA1c was 7.1% in the gliraglide group and 7.8% in the insulin group",
        "HbA1c was 7.1% or 7.8% in some",
    )
    assert not study(text).group_results
    assert any("7.1%" in unread.exact for unread in account(text).unread)


def _bones(one: Study) -> list[str]:
    """What a study claims, without keys, offsets and spelling."""
    rows = [f"{a.role} {a.size} {[(i.substance, i.role) for i in a.receives]}" for a in one.arms]
    rows += [
        f"{r.group} {r.measurand} {_value(r)} {r.time and r.time.is_baseline}"
        for r in one.group_results
    ]
    rows += [
        f"{c.measurand} {c.direction} {c.significance} {c.p and c.p.value}" for c in one.comparisons
    ]
    rows += [f"{c.group} {c.direction}" for c in one.changes]
    rows += [f"{e.event} {e.group}" for e in one.adverse_events]
    rows += [f"{c.about} {c.polarity}" for c in one.conclusions]
    return rows


def _value(result: object) -> str:
    number = getattr(result, "number", None)
    return f"{number.value} {number.unit} {number.dispersion}" if number else "-"


if __name__ == "__main__":
    for name in CASES:
        (GOLDEN / f"{name}.json").write_text(as_json(name), encoding="utf-8")
