"""Groups by other names: in parallel, under one head, in a legend; and what their values are of."""

import pytest

from kg.reading import read_account
from kg.records import GroupResult, Study
from kg.sources import read_source

PLACEBO = "A trial. Ninety patients were randomized to zentarol or placebo. "
USUAL = "A trial. Ninety women were randomized to zentarol or usual care. "
DROPS = "A trial. Ninety women were randomized to standard drops or intensive drops. "


def study(text: str) -> Study:
    """The one study of a text."""
    [document] = read_source("case.txt", text.encode())
    [found] = read_account(document).studies  # type: ignore[arg-type]
    return found


def results(text: str) -> list[GroupResult]:
    """Its results of groups."""
    return list(study(text).group_results)


def told(text: str) -> list[tuple[str, str]]:
    """The arm and the number, as written, of each result."""
    return sorted((r.group, r.number.reported or "") for r in results(text) if r.number)


TWO = [("arm-1", "14"), ("arm-2", "25")]


@pytest.mark.parametrize(
    "text",
    [
        USUAL + "Relapse was seen in 14% with zentarol and in 25% with monotherapy alone.",
        USUAL
        + "Relapse rates were 14% and 25% in the zentarol and the control group, respectively.",
        USUAL + "Relapse rates were 14% and 25% in the zentarol and placebo groups, respectively.",
        USUAL + "Relapse occurred in 14% of zentarol-treated women versus 25% of usual-care women.",
        DROPS.replace("standard drops or intensive", "intensive drops or standard")
        + "Relapse rates were 14% vs 25% in the intensive vs standard groups.",
        PLACEBO + "The common events (zentarol/placebo) were relapse (14%/25%).",
        PLACEBO + "Relapse occurred in 14% (zentarol) vs 25% (placebo).",
        PLACEBO + "In the zentarol arm 14% had a relapse, compared with 25% in the placebo arm.",
        PLACEBO + "Patients on zentarol reported relapse at follow-up (14% vs 25%).",
        PLACEBO + "Relapse was less frequent (14% vs 25%, P = 0.03) in the zentarol group.",
        PLACEBO + "There was no difference in relapse (14% v. 25%) between zentarol and placebo.",
    ],
)
def test_values_find_their_groups(text: str) -> None:
    """Whatever the groups are called, where only one way is left."""
    assert told(text) == TWO


@pytest.mark.parametrize(
    "text",
    [
        PLACEBO + "Relapse was seen in 14% with zentarol and in 25% with aspirin.",
        PLACEBO + "Relapse was seen in 14% with zentarol and 25% in the general population.",
        PLACEBO + "Relapse was seen in 14% and 25% in the zentarol and historical groups.",
        PLACEBO + "Patients on zentarol did not report relapse (14% vs 25%).",
        PLACEBO + "Patients on zentarol reported relapse in older and younger women (14% vs 25%).",
        PLACEBO + "Patients on zentarol had a relapse rate of 14% compared with 25% in men.",
    ],
)
def test_another_group_is_not_the_other_arm(text: str) -> None:
    """Outsiders, subgroups, another treatment beside a trial of placebo."""
    assert not [r for r in results(text) if r.group == "arm-2"]


def test_lines_without_a_name_lean_on_the_order_of_all_others() -> None:
    """Where every sentence that names groups names them in one order; where they differ, not."""
    one = "Pain was less in the zentarol than in the placebo group (3.5 vs 4.5 points). "
    bare = "The relapse rate was 14% vs 25%."
    other = "Fatigue was 2.5 and 3.5 points in the placebo and zentarol groups, respectively. "
    assert set(TWO) <= set(told(PLACEBO + one + bare))
    assert not set(TWO) & set(told(PLACEBO + one + other + bare))


def test_a_count_and_its_share_behind_the_group_are_one_result() -> None:
    """In "3 cases of the group (9.1%)" stand both."""
    text = "Relapse occurred in 2 cases of the zentarol group (5.8%) and 3 cases of placebo (9.1%)."
    assert [(r.count, str(r.number.value)) for r in results(PLACEBO + text) if r.number] == [
        (2, "5.8"),
        (3, "9.1"),
    ]


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Zentarol prolonged sleep compared with placebo (25% vs 14%).", "sleep"),
        ("At week 4, 14% of zentarol and 25% of placebo patients correctly told their dose.",
         "told their dose"),
        ("The data showed that relapse was less frequent with zentarol than placebo (14% vs 25%).",
         "relapse"),
    ],
)  # fmt: skip
def test_what_values_are_of_is_told_in_many_ways(sentence: str, label: str) -> None:
    """By what a treatment acted on, by what people did, by what is said to have been."""
    found = study(PLACEBO + sentence)
    slugs = {r.measurand for r in found.group_results}
    [document] = read_source("case.txt", (PLACEBO + sentence).encode())
    labels = {
        name.lower()
        for concept in read_account(document).concepts  # type: ignore[arg-type]
        if concept.slug in slugs
        for name in concept.labels
    }
    assert label in labels


def test_people_and_bare_shares_are_nothing_measured() -> None:
    """Nor is "a higher percentage of" them: then there is no result, and the words are left."""
    told = "A higher percentage of zentarol-treated patients achieved relief compared with placebo"
    assert not results(f"{PLACEBO}{told} patients (88% vs 59%).")


def test_a_change_is_no_level() -> None:
    """It is told as a change where its sign is plain, and left where it is not."""
    changed = "Mean changes in weight were 1.9 kg with zentarol and 1.7 kg with placebo."
    fell = "The reduction in weight was 1.9 kg with zentarol and 1.7 kg with placebo."
    by = "Weight had increased by 1.9 kg in the zentarol group and 1.7 kg in the placebo group."
    assert {r.statistic for r in results(PLACEBO + changed)} == {"change"}
    assert not results(PLACEBO + fell)
    assert not results(PLACEBO + by)


def test_several_values_of_an_arm_are_dealt_to_as_many_subjects() -> None:
    """Of "survival and relapse were 80% and 9% with X" each has its own."""
    text = "Survival and relapse rates were 80% and 9% in the zentarol group."
    found = [(r.measurand, r.number.reported) for r in results(PLACEBO + text) if r.number]
    assert len({slug for slug, _ in found}) == len(found)
    assert [number for _, number in found] == ["80", "9"]
