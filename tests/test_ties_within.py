"""Pairs that are before and after in one arm, and other figures that are not of two arms."""

import pytest
from test_ties_orders import ALLOTTED, arms, tied

SIZED = "Ninety patients were randomized to zentarol (n = 44) or placebo (n = 46). "
BEFORE_AND_AFTER = (
    "Pain fell more in the zentarol group (47 vs 33 mm) than in the placebo group (46 vs 41 mm).",
    "Pain was hardly moved by zentarol (47 vs 33 mm) while with placebo it rose (46 vs 41 mm).",
    "Pain fell in the zentarol group [47 vs 33 mm], whereas no change was seen on placebo.",
    "In the zentarol group, falls (47 vs 33) and pain (24 vs 13 mm) decreased, not on placebo.",
    "Salt reduction in the zentarol group increased appetite (47% vs 33%).",
    "Within the placebo group, less pain was found for heavy users (33 vs 47 mm).",
    "Women fell more by day than by night (zentarol: 47 vs 33 times; placebo: 46 vs 41 times).",
    "Women on zentarol had less pain than those treated in winter (33 vs 47 mm).",
)  # fmt: skip


@pytest.mark.parametrize("sentence", BEFORE_AND_AFTER)
def test_a_pair_of_one_arm_is_dealt_to_no_two(sentence: str) -> None:
    """Before and after, day and night, or whom nobody allotted: not one arm's and the other's."""
    assert not [told for told in tied(sentence) if told[1] in {"47", "33"}]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Zentarol reduced pain after the first walk (33 vs 47 mm).", [("1", "33"), ("2", "47")]),
        ("Compared with those left alone, women on zentarol had fewer falls (33% vs 47%).",
         [("1", "33"), ("2", "47")]),
        ("Women on zentarol had fewer falls (33% vs 47%) compared with controls.",
         [("1", "33"), ("2", "47")]),
    ],
)  # fmt: skip
def test_who_acts_or_is_compared_has_less(sentence: str, expected: list[tuple[str, str]]) -> None:
    """What an arm does to something is told against the other arm, and so are its own people."""
    assert arms(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relapse occurred in 33% of women receiving zentarol and in 47% of women on placebo.",
         [("1", "33"), ("2", "47")]),
        ("Mean fall by mouth/nose was 33%/24% with zentarol and 47%/51% with placebo.",
         [("1", "33"), ("1", "24"), ("2", "47"), ("2", "51")]),
        ("Falls were seen in 3/33 women on zentarol (9%) and 8/47 women on placebo (17%).",
         [("1", "9"), ("2", "17")]),
        ("Sleep rose by 33 minutes with zentarol compared with 47 minutes with placebo.",
         [("1", "33"), ("2", "47")]),
        ("Stay was 33 days on zentarol, which was shorter than that on placebo (47 days).",
         [("1", "33"), ("2", "47")]),
        ("Relapse was alike in both groups: zentarol, 33%; placebo, 47%.",
         [("1", "33"), ("2", "47")]),
        ("Relapse was 33% with zentarol (difference 14%) and 47% with placebo.",
         [("1", "33"), ("2", "47")]),
        ("Relapse was 33% in the group given zentarol and 47% in the group given teas alone.",
         [("1", "33"), ("2", "47")]),
        ("There were 61 relapses, with 33 in the zentarol group and 28 in the placebo group.",
         [("1", "33"), ("2", "28")]),
    ],
)  # fmt: skip
def test_figures_beside_their_arm_are_all_its_own(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Two figures with a stroke, one before and one behind, changes, and parts of a whole."""
    assert [told for told in arms(sentence) if told in expected] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Differences versus zentarol (33 mm) and placebo (47 mm) were large.",
        "Relapse was seen in 33% and 47% for hard and soft tumours, respectively.",
        "The effect by these measures was 33 and 47 mm in favor of zentarol.",
        "Women on zentarol were treated with 33 sessions.",
        "Relapse occurred in 33%, 47% and 13% of those on zentarol, teas and diet, respectively.",
        "Ninety women (44 zentarol, 46 placebo) came, and the mean age was 33 years.",
        "Women had better week 33 responses to zentarol.",
    ],
)
def test_a_number_near_an_arm_need_not_be_its_own(sentence: str) -> None:
    """Differences from an arm, other groups, effects, treatments, lists with strangers, times."""
    before = "Relapse was 14% with zentarol and 25% with placebo. "
    found = tied(sentence, ALLOTTED + before)
    assert not [told for told in found if told[1] in {"33", "47"} and told[0] in {"arm-1", "arm-2"}]


def test_a_letter_behind_a_group_is_a_group_too() -> None:
    """Both groups are meant where "group A and B" is said."""
    allotted = "Ninety patients were randomized to zentarol (group A) or placebo (group B). "
    found = tied("The response rate of group A and B was 33% and 47%, respectively.", allotted)
    assert [(arm, number) for arm, number, _ in found] == [("arm-1", "33"), ("arm-2", "47")]


def test_a_number_that_stands_twice_is_claimed_where_it_is_tied() -> None:
    """What is of nothing named keeps its arm beside a claim of the same number."""
    sentence = "More women on zentarol told of any kind (49% vs 41%) and of pain (49% vs 36%)."
    assert arms(sentence).count(("1", "49")) == 2


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Expected cases were 32 in the zentarol group and 41 in the placebo group.",
         [("1", "32"), ("2", "41")]),
        ("The mean score fell 4.9 on zentarol and 3.5 on placebo.", [("1", "4.9"), ("2", "3.5")]),
        ("Five women on zentarol and eleven women on placebo relapsed.",
         [("1", "Five"), ("2", "eleven")]),
    ],
)  # fmt: skip
def test_bare_numbers_beside_their_arms_are_results(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Events and means that no unit or sign gives away."""
    found = tied(sentence, SIZED)
    assert [(arm.removeprefix("arm-"), number) for arm, number, _ in found] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "There were 44 on zentarol and 46 on placebo.",
        "Responses were analysed in 44 women on zentarol and 41 women on placebo.",
        "Falls were seen with doses of 44 with zentarol and 41 with placebo.",
        "Falls were seen in 44 with zentarol and 41 in the older group.",
    ],
)
def test_numbers_of_people_beside_their_arms_are_none(sentence: str) -> None:
    """Who took part, doses, and groups that are no arm."""
    assert not [told for told in tied(sentence) if told[2] == "value.tied-bare"]
