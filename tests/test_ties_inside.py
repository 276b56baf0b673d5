"""Arms named within their numbers, bare numbers beside arms, and what those numbers are of."""

import pytest
from test_ties_orders import ALLOTTED, arms, tied

from kg.reading import read_account
from kg.records import Account
from kg.sources import read_source


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("12 of 40 zentarol patients and 23 of 40 placebo patients relapsed.",
         [("1", "12"), ("2", "23")]),
        ("Three zentarol patients (3.4%) and one placebo patient (1.2%) relapsed.",
         [("1", "3.4"), ("2", "1.2")]),
        ("Relapse was seen in three zentarol-treated patients and two placebo-treated patients.",
         [("1", "three"), ("2", "two")]),
        ("Two zentarol-treated patients and three placebo-treated patients relapsed.",
         [("1", "Two"), ("2", "three")]),
        ("Two zentarol and three placebo patients relapsed.", [("1", "Two"), ("2", "three")]),
    ],
)  # fmt: skip
def test_a_number_is_of_the_arm_that_is_named_within_it(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Whose people are counted stands between the number and its share, or within its noun."""
    assert arms(sentence) == expected


def test_the_arm_within_a_number_is_not_that_of_the_one_before() -> None:
    """Of "12 of 40 of one kind and 23 of 40 zentarol patients" the first is nobody's."""
    found = arms("12 of 40 early patients and 23 of 40 zentarol patients relapsed.")
    assert ("1", "12") not in found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("There were 69 improvers in the zentarol group compared with 21 in the placebo group.",
         [("1", "69"), ("2", "21")]),
        ("Eight cases of rash occurred with zentarol and three with placebo.",
         [("1", "Eight"), ("2", "three")]),
        ("Relapse was as frequent in both (zentarol 34, placebo 36).", [("1", "34"), ("2", "36")]),
        ("Rash led to withdrawal of 3 women on zentarol and 4 on placebo, and relapse to none.",
         [("1", "3"), ("2", "4")]),
    ],
)  # fmt: skip
def test_bare_numbers_are_counts_with_what_they_count_between(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Improvers, cases of something, women who left: between the number and its arm."""
    found = tied(sentence)
    assert [(arm.removeprefix("arm-"), number) for arm, number, _ in found] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Compared with 43 men on placebo, 75 men on zentarol had less pain.",
        "75 men on zentarol had less pain than 43 men on placebo.",
        "Among 43 women on zentarol and 41 on placebo, 12 relapsed.",
        "In 43 women on zentarol and 41 on placebo, relapse was rare.",
        "Data of 43 women on zentarol and 41 on placebo were there; complications were mild.",
        "The 43 women on zentarol and the 41 on placebo had similar complications.",
        "No relapse was observed for the 43 zentarol patients.",
        "Diaries were completed by 43 zentarol patients and 41 placebo patients.",
    ],
)
def test_how_many_a_group_are_is_no_result(sentence: str) -> None:
    """Who is compared, told of or named whole had nothing that was counted."""
    assert arms(sentence) == []


def measurands(sentence: str) -> set[str | None]:
    """What the values of arms in a sentence are of."""
    [document] = read_source("case.txt", (ALLOTTED + sentence).encode())
    account: Account = read_account(document)  # type: ignore[arg-type]
    [study] = account.studies
    return {each.measurand for each in study.group_results if each.group}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("89% of zentarol patients had died, compared with 60% of placebo patients.", {"death"}),
        ("Of 90, 25 (12%) in the placebo group died compared with 18 (8%) in the zentarol group.",
         {"death"}),
        ("61% of women in the zentarol arm suffered from rash versus 63% in the placebo arm.",
         {"rash"}),
        ("14% on zentarol slept and 25% on placebo died.", set()),
        ("Most had rash; 14% of women on zentarol and 25% of women on placebo died.",
         {"death"}),
    ],
)  # fmt: skip
def test_what_the_first_did_the_others_did(sentence: str, expected: set[str | None]) -> None:
    """Where each did something of its own, or a semicolon parts them, nothing is shared."""
    assert measurands(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (("Of the 45 women on zentarol, 12 (27%) slept and 3 (7%) died; of the 45 on placebo,"
          " 20 (44%) slept and 5 (11%) died."),
         [("1", "27"), ("1", "7"), ("2", "44"), ("2", "11")]),
        (("Six (9%) early falls and 31 (46%) late falls occurred with zentarol, while 4 (8%) early"
          " falls and 11 (23%) late falls occurred with placebo."),
         [("1", "9"), ("1", "46"), ("2", "8"), ("2", "23")]),
    ],
)  # fmt: skip
def test_stretches_of_one_shape_own_their_values(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Each names its arm behind the same word; of what the values are its shape does not tell."""
    found = tied(sentence)
    assert [(arm.removeprefix("arm-"), number) for arm, number, _ in found] == expected
    assert {rule for *_, rule in found} == {"value.tied-in-blocks"}
    assert measurands(sentence) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 45 on zentarol, 12 (27%) slept and 3 (7%) died; of 45 on placebo, 20 (44%) slept.",
        "12 (27%) slept and 3 (7%) died on zentarol, 20 (44%) slept and 5 (11%) fell with placebo.",
    ],
)
def test_stretches_of_other_shapes_own_none(sentence: str) -> None:
    """As many values, and the arm behind the same word."""
    assert not [rule for *_, rule in tied(sentence) if rule == "value.tied-in-blocks"]
