"""Units that a sentence leaves out, and numbers that begin a word."""

import pytest

from kg.reading.facts import facts_of

Told = list[tuple[str, str]]


def told(sentence: str) -> Told:
    """Each number of a sentence as written, with its unit."""
    found = [(f.number.reported or "", f.number.unit or "") for f in facts_of(sentence) if f.number]
    return [(number.split()[0], unit) for number, unit in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Weight was 80.1 ± 3.2 kg with tea and 79.2 ± 4.1 with milk.",
         [("80.1", "kg"), ("79.2", "kg")]),
        ("Weight fell from 81.0 ± 3 to 80.1 ± 3 kg in the tea group vs 82 ± 4 to 81 ± 4 with milk.",
         [("81.0", "kg"), ("80.1", "kg"), ("82", "kg"), ("81", "kg")]),
        ("Weight was 80.1 ± 3.2 kg and BMI 31.2 ± 4.1 in the tea group.",
         [("80.1", "kg"), ("31.2", "1")]),
        ("Weight was 80.1 ± 3.2 kg with tea; the score was 31.2 ± 4.1.",
         [("80.1", "kg"), ("31.2", "1")]),
        ("Volume was 80.1 ± 3.2 mL with tea and 0.2 ± 0.1 with milk.",
         [("80.1", "mL"), ("0.2", "1")]),
    ],
)  # fmt: skip
def test_a_unit_is_lent_to_the_number_of_the_next_group_alone(
    sentence: str, expected: Told
) -> None:
    """Something else, something of another size, and what a verb tells anew get none."""
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mean 25-hydroxyvitamin D levels were 44.6 ng/mL with tea.", [("44.6", "ng/mL")]),
        ("The mean 7-item score was 3.2 ± 1.1 with tea.", [("3.2", "1")]),
        ("The mean 5-letter gain was seen early.", [("5", "{letters}")]),
        ("A mean 3 -digit number.", [("3", "1")]),
    ],
)
def test_a_number_that_begins_a_word_is_no_value(sentence: str, expected: Told) -> None:
    """But for words that count: letters, points, folds."""
    assert told(sentence) == expected


def test_a_difference_of_relative_rates_is_no_ratio_of_risks() -> None:
    """The words go on behind those that name a ratio."""
    [fact] = facts_of("Falls did not differ (relative rate difference, 28%; 95% CI, -4% to 68%).")
    assert fact.statistic == "otherStatistic"
