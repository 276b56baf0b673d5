"""Orders of values that a sentence tells in another way than by listing its arms."""

import pytest

from kg.reading import read_account
from kg.records import Account, GroupResult, Study, UntiedResult
from kg.sources import read_source

ALLOTTED = "Ninety patients were randomized to zentarol or placebo. "


DOSES = "Ninety patients were randomized to zentarol 10 mg or zentarol 20 mg. "


def tied(sentence: str, allotted: str = ALLOTTED) -> list[tuple[str, str, str]]:
    """The arm, the number and the rule of each value with an arm, named or not, by its place."""
    [document] = read_source("case.txt", (allotted + sentence).encode())
    account: Account = read_account(document)  # type: ignore[arg-type]
    [study] = account.studies
    found = [
        (each.group or "", each.number.reported or "", each.rule or "")
        for each in _values(study)
        if each.number and each.group
    ]
    return sorted(found, key=lambda told: sentence.find(told[1]))


def _values(study: Study) -> list[GroupResult | UntiedResult]:
    return [*study.group_results, *study.untied_results]


def arms(sentence: str, allotted: str = ALLOTTED) -> list[tuple[str, str]]:
    """The arm and the number of each value that has one, by its place."""
    return [(arm.removeprefix("arm-"), number) for arm, number, _ in tied(sentence, allotted)]


@pytest.mark.parametrize(
    ("sentence", "expected", "rule"),
    [
        ("Both scores rose in the zentarol group (pain: 14.1 ± 2.2 mm; sleep: 21.3 ± 2.4 mm).",
         [("1", "14.1"), ("1", "21.3")], "value.tied-in-brackets"),
        (("Relapse was most common with placebo (31% versus 24% zentarol), falls with zentarol"
         " (45% versus 52% placebo)."),
         [("2", "31"), ("1", "24"), ("1", "45"), ("2", "52")], "value.tied-in-turns"),
        (("Relapse at 6 and 12 weeks was rarer with zentarol than with placebo"
         " (11% and 13% versus 17% and 19%)."),
         [("1", "11"), ("1", "13"), ("2", "17"), ("2", "19")], "value.tied-in-halves"),
        (("Patients on zentarol had fewer relapses (11% vs 17%), deaths (32% vs 38%), and falls"
         " (21% vs 29%)."),
         [("1", "11"), ("2", "17"), ("1", "32"), ("2", "38"), ("1", "21"), ("2", "29")],
         "value.tied-by-size"),
    ],
)  # fmt: skip
def test_order_is_told_by_brackets_threads_halves_and_words_that_hold(
    sentence: str, expected: list[tuple[str, str]], rule: str
) -> None:
    """A word of more or less holds for the pairs behind it until another one stands there."""
    assert arms(sentence) == expected
    assert {told for *_, told in tied(sentence)} == {rule}


def test_pairs_of_one_sentence_are_in_one_order() -> None:
    """Words and numbers that would put two pairs of a sentence in two orders tell none."""
    assert not arms("Patients on zentarol had fewer relapses (11% vs 17%) and deaths (9% vs 7%).")


def test_a_name_with_no_before_it_is_the_group_without() -> None:
    """A group called "no zentarol" is not the one that had it."""
    found = arms("The relapse rate was 14% in the zentarol group and 25% in the no zentarol group.")
    assert found == [("1", "14"), ("2", "25")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The relapse rate was 14% with zentarol, compared with 25% in historical patients.",
        "Pain rose from 90 to 70 mm in the zentarol group.",
        "The score rose in the zentarol group (difference: 14 mm; effect: 21 mm).",
        "The score rose in the zentarol group (pain: 14 vs 17 mm; sleep: 21 vs 26 mm).",
    ],
)
def test_what_stands_beside_an_arm_need_not_be_its_own(sentence: str) -> None:
    """Strangers, words that contradict numbers, effects, and pairs in one arm's brackets."""
    assert not [rule for *_, rule in tied(sentence) if rule.endswith(("brackets", "other"))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Relapse occurred in 14% with zentarol 10 mg and in 25% with zentarol 20 mg.",
        "The relapse rate was 14% in the 10-mg group and 25% in the 20-mg group.",
        "Relapse occurred in 14% (zentarol 10 mg) and 25% (zentarol 20 mg).",
    ],
)
def test_arms_of_two_doses_are_known_by_them(sentence: str) -> None:
    """The drug is the same, so that the dose is the name."""
    found = [(arm, number) for arm, number, _ in tied(sentence, DOSES)]
    assert found == [("arm-1", "14"), ("arm-2", "25")]


def test_a_dose_of_both_arms_is_neither() -> None:
    """What both were given tells nothing, nor does a dose that no arm is called by."""
    both = "Ninety patients were randomized to zentarol 10 mg or placebo. "
    found = tied("Relapse occurred in 14% with 10 mg and in 25% with 20 mg.", both)
    assert not [rule for *_, rule in found if rule != "value.by-group"]


def test_people_to_whom_something_happened_are_values_of_their_arm() -> None:
    """The verb stands before the first number, and holds for the one joined to it."""
    found = arms("Falls occurred in 23 patients in the zentarol group and 41 patients on placebo.")
    assert found == [("1", "23"), ("2", "41")]
    assert not arms("There were 23 patients in the zentarol group and 41 patients on placebo.")


@pytest.mark.parametrize(
    "sentence",
    [
        (
            "Pain was unchanged in the placebo group (41 vs 43 mm) but decreased in the other"
            " group, zentarol (47 vs 33 mm)."
        ),
        "Relapse was 14% lower with zentarol.",
        "Pain decreased after eight weeks of zentarol (47 vs 33 mm).",
        "Relapse rates were 14%, 17% and 25% in controls, zentarol and teas, respectively.",
        "The interaction term was 14% with zentarol.",
    ],
)
def test_what_is_before_and_after_or_an_effect_is_no_value_of_two_arms(sentence: str) -> None:
    """Pairs of each arm's own, differences, and lists in which only one name is known."""
    assert not [rule for *_, rule in tied(sentence) if rule.startswith("value.tied")]


def test_a_value_is_of_the_arm_that_is_said_behind_it() -> None:
    """Turns that begin a place too late would give each value to the arm before it."""
    found = arms("Relapse was 14% with placebo, 17% with zentarol and 25% with both of them.")
    assert ("2", "17") not in found


THREE = "Ninety patients were randomized to zentarol, mirtol, or usual care. "


@pytest.mark.parametrize(
    "groups",
    ["zentarol, mirtol, and control groups", "zentarol, mirtol and UC groups"],
)
def test_of_all_arms_in_a_list_the_one_left_has_the_unknown_name(groups: str) -> None:
    """A comma before the last name is none of its own; all others must be known."""
    found = arms(f"Relapse was 41%, 32%, and 23% for {groups}, respectively.", THREE)
    assert found == [("1", "41"), ("2", "32"), ("3", "23")]


def test_a_name_for_controls_is_no_treatments_in_a_list_of_all() -> None:
    """What is left of the list is a treatment, and the name says that it is none."""
    allotted = "Ninety patients were randomized to zentarol, mirtol, or mellitol. "
    assert not arms(
        "Relapse was 41%, 32%, and 23% for zentarol, mirtol, and control groups.", allotted
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (("Relapse was 41% versus 32%, and rash was 23% versus 14% with zentarol and placebo,"
          " respectively."),
         [("1", "41"), ("2", "32"), ("1", "23"), ("2", "14")]),
        ("Nausea (38% vs 17%) and rash (12% vs 5%) were commoner in the zentarol group.",
         [("1", "38"), ("2", "17"), ("1", "12"), ("2", "5")]),
        ("The zentarol strategy decreased relapses (12% vs 28%).", [("1", "12"), ("2", "28")]),
        ("We found that zentarol decreased relapses (12% vs 28%).", [("1", "12"), ("2", "28")]),
    ],
)  # fmt: skip
def test_pairs_before_their_arms_or_words_are_in_one_order(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """A word that sets values against one another does not set an arm against others."""
    assert arms(sentence) == expected


def test_pairs_beside_their_arms_are_of_no_two() -> None:
    """What is compared within each pair is not the arms beside which they stand."""
    assert not arms("Relapse was 41% versus 32% for zentarol and 23% versus 14% for placebo.")


def test_values_before_their_arms_are_not_of_those_before_them() -> None:
    """The first arm's value stands before it, and so do the others."""
    allotted = "Ninety patients were randomized to zentarol, mirtol, or placebo. "
    sentence = (
        "Pain went from 11 to 12 mm with zentarol, from 21 to 22 mm with warm mirtol, and from"
        " 31 to 32 mm with placebo."
    )
    assert ("1", "21") not in arms(sentence, allotted)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Pain was better with zentarol (2.1 vs 3.4, P = 0.01).", []),
        ("Pain was worse with zentarol (2.1 vs 3.4, P = 0.01).", []),
        ("Women had a better response with zentarol (67% vs 42%).", [("1", "67"), ("2", "42")]),
        ("Women had a worse survival with zentarol (67% vs 42%).", [("2", "67"), ("1", "42")]),
        ("With zentarol, 55% responded, as opposed to 31% with placebo.",
         [("1", "55"), ("2", "31")]),
    ],
)  # fmt: skip
def test_what_is_better_is_more_only_of_what_one_wants(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Of pain the better value is the smaller one, and of most things nobody knows."""
    assert arms(sentence) == expected
