"""The gate: whatever the words of a report do not bear out is dropped, with its reason."""

from pathlib import Path
from typing import Any

import pytest
from sample_offers import BOTH, SAID, TEXT, offer, read

from kg.records import Document
from kg.sources import read_source


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No extractor but that of the test."""
    monkeypatch.setenv("KG_EXTRACTOR", "")


# --- What does not -------------------------------------------------------------------------------

PLACE = TEXT.index(SAID)
FAULTS = {
    "wrong offset": (offer(start=PLACE + 1, end=PLACE + 1 + len(SAID)), "do not stand at their"),
    "offset beyond the end": (offer(start=PLACE, end=10**9), "do not stand at their place"),
    "words that are not there": (offer("Somnolence in 9 (14.5%)"), "stand 0 times"),
    "words that are there twice": (offer("zelorin"), "times in the text"),
    "no words": (offer(" "), "no words"),
    "invented number": (offer(number={"value": "15.4"}), "not what stands there"),
    "invented count": (offer(count=8), "not what stands there"),
    "invented spread": (
        offer(number={"value": "14.5", "dispersion": "1.2"}),
        "not what stands there",
    ),
    "no number at all": (offer(number=None, count=None), "not what stands there"),
    "a number without its words": (offer("Somnolence, which"), "no number that the grammar"),
    "number of another group": (offer(group="arm-2"), "another group stands beside"),
    "the other group's number": (
        offer(BOTH, "arm-1", number={"value": "6.5"}, count=4),
        "another group stands beside",
    ),
    "a group that is not there": (offer(group="arm-3"), "no such arm"),
    "a number that the rules claimed": (
        offer("6.8 ± 3.4 with zelorin", number={"value": "6.8"}, count=None, outcome="outcome-1"),
        "the rules have claimed",
    ),
    "wrong unit": (offer(number={"value": "14.5", "unit": "mg"}), "another unit stands there"),
    "no unit": (offer(number={"value": "14.5", "unit": "furlongs"}), "none that kg knows"),
    "wrong statistic": (offer(statistic="median"), "another statistic: percentage"),
    "a statistic that nobody states": (
        offer(
            "7.9 ± 3.6", number={"value": "7.9"}, count=None, measured="itch", statistic="median"
        ),
        "do not say that it is this statistic",
    ),
    "wrong time": (
        offer(time={"offset": {"value": "40", "unit": "wk"}}),
        "names no such time",
    ),
    "nothing measured": (offer(measured=None), "nothing says what was measured"),
    "measured elsewhere": (offer(measured="headache"), "does not name what was measured"),
    "an outcome that is not there": (offer(outcome="outcome-7"), "no such outcome"),
    "a concept that its outcome is not of": (
        offer(outcome="outcome-1", measurand="somnolence"),
        "the outcome measures something else",
    ),
    "a concept that is not there": (offer(measurand="survival"), "names no such thing"),
    "fields that nobody can check": (offer(label="whatever"), "nobody can check"),
    "of the conclusions": (
        offer("124 adults", number=None, count=124, group="arm-1"),
        "another part",
    ),
    "a field that there is not": ({**offer(), "sure": True}, "this is no offer"),
    "no record": (["14.5"], "this is no offer"),
    "no number that can be compared": (offer(number={"value": "sNaN"}), "a number of it is none"),
    "a confidence that is none": (offer(confidence="NaN"), "a number of it is none"),
    "too sure": (offer(confidence="1.5"), "not from 0 to 1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_the_words_do_not_bear_out_is_dropped_and_told(name: str, tmp_path: Path) -> None:
    """Each fault has its reason, and leaves no claim."""
    faulty, reason = FAULTS[name]
    account = read(tmp_path, faulty)
    assert account.studies[0].suggested_results == ()
    (declined,) = account.declined
    assert reason in declined.reason, declined.reason


HARDER = """\
Zelorin in hives: a randomised trial

Methods: 120 adults with hives were randomly assigned to zelorin (n = 40) or placebo (n = 80)
for 12 weeks. The primary outcome was the weekly itch score.

Results: Headache, as zelorin has it, was told of in 6 (15.0%) and at a later call in 6 (15.0%).
If all had stayed on zelorin, headache would have been seen in 7 (17.5%).
What placebo made of vertigo was 10 (12.5%). It stayed so.
Zelorin, for what that is worth, left cramps in 44 of 80 (55.0%).
Placebo, for what that is worth, left cramps in 22 of 40 (55.0%).
At week 6, as zelorin goes, rash stood at 3 (7.5%).
Thirst, which zelorin may bring, stood at 9.1 (95% CI 10.2 to 11.4).
"""
HARDER_FAULTS = (
    (
        offer(
            "told of in 6 (15.0%) and at a later call in 6 (15.0%)",
            number={"value": "15.0"},
            count=6,
            measured="headache",
        ),
        "the words hold the number more than once",
    ),
    (
        offer("7 (17.5%)", number={"value": "17.5"}, count=7, measured="headache"),
        "the sentence tells of what was assumed, or of other studies",
    ),
    (
        offer("10 (12.5%)", number={"value": "12.5"}, count=10, measured="vertigo"),
        "the sentence names another group",
    ),
    (
        offer("10 (12.5%). It", number={"value": "12.5"}, count=10, measured="vertigo"),
        "the words are of no one sentence",
    ),
    (
        offer("44 of 80 (55.0%)", number={"value": "55.0"}, count=44, measured="cramps"),
        "there are more people than the group has",
    ),
    (
        offer("22 of 40 (55.0%)", "arm-2", number={"value": "55.0"}, count=22, measured="cramps"),
        "the total is that of another group",
    ),
    (
        offer(
            "3 (7.5%)",
            number={"value": "7.5"},
            count=3,
            measured="rash",
            time={"offset": {"value": "12", "unit": "wk"}},
        ),
        "the sentence says another time",
    ),
    (
        offer("9.1 (95% CI 10.2 to 11.4)", number={"value": "9.1"}, count=None, measured="thirst"),
        "an estimate outside its interval",
    ),
)


@pytest.mark.parametrize(("faulty", "reason"), HARDER_FAULTS, ids=lambda part: str(part)[:30])
def test_what_another_sentence_bears_out_is_dropped_too(
    faulty: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    """Of another group's people, of a time that was not meant, of what was only assumed."""
    (harder,) = read_source("harder.txt", HARDER.encode())
    assert isinstance(harder, Document)
    account = read(tmp_path, faulty, of=harder)
    assert account.studies[0].suggested_results == ()
    assert [each.reason for each in account.declined] == [reason]


def test_offers_that_speak_against_each_other_are_none(tmp_path: Path) -> None:
    """One number of two things; the same offer twice is taken once."""
    account = read(tmp_path, offer(BOTH), {**offer(BOTH), "measured": "zelorin"})
    assert account.studies[0].suggested_results == ()
    assert {each.reason for each in account.declined} == {
        "the number is offered of two groups or things"
    }
    again = read(tmp_path, offer(), offer())
    assert len(again.studies[0].suggested_results) == 1
    assert [each.reason for each in again.declined] == ["it is offered twice"]
