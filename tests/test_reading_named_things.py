"""Things called what they are: treatments, events with their grade, units that are no people."""

import pytest

from kg.reading import read_account
from kg.records import Document, GroupResult, Study
from kg.sources import read_source

_METHODS = "METHODS: 80 women were randomly assigned to {arms}."
_ARMS = "zentarol 5 mg (n = 40) or placebo (n = 40)"


def study(results: str = "", arms: str = _ARMS) -> Study:
    """What is read of a report of two sentences."""
    told = f"{_METHODS.format(arms=arms)}\nRESULTS: {results}\n"
    [document] = read_source("named.txt", told.encode())
    assert isinstance(document, Document)
    [one] = read_account(document).studies
    return one


def told(one: Study) -> list[tuple[str, str | None, str]]:
    """The results of groups: of whom, of what, which number."""
    return [(r.group, r.measurand, str(r.number.value)) for r in one.group_results if r.number]


def test_a_rhythm_before_a_treatment_is_no_part_of_its_name() -> None:
    """It is how often; what is received is the same in both arms."""
    one = study(arms="once-weekly zentarol 5 mg or once-daily zentarol 5 mg")
    assert [r.substance for arm in one.arms for r in arm.receives] == ["zentarol", "zentarol"]
    phases = [phase for arm in one.arms for r in arm.receives for phase in r.phases]
    assert [(p.doses_per_day, p.cycle_length and p.cycle_length.unit) for p in phases] == [
        (None, "wk"),
        (1, None),
    ]


@pytest.mark.parametrize(
    ("grade", "slug"),
    [
        ("Grade 3", "grade-3-nausea"),
        ("Grade 3 or 4", "grade-3-or-4-nausea"),
        ("Grade 3-4", "grade-3-4-nausea"),
        ("Grade 3/4", "grade-3-4-nausea"),
        ("Grades 2 to 4", "grades-2-to-4-nausea"),
        ("Grade ≥3", "grade-at-least-3-nausea"),
        ("Grade III/IV", "grade-iii-iv-nausea"),
    ],
)
def test_an_event_keeps_its_grade_as_part_of_its_name(grade: str, slug: str) -> None:
    """The number of a grade is neither a value nor a member of a list."""
    one = study(f"{grade} nausea occurred in 51% of women on zentarol and 38% on placebo.")
    assert told(one) == [("arm-1", slug, "51"), ("arm-2", slug, "38")]


def test_a_share_behind_a_grade_is_a_value() -> None:
    """A number with a percent sign is none of the grade."""
    one = study("Nausea of any grade was seen with zentarol (51%) and with placebo (38%).")
    assert [value for _, _, value in told(one)] == ["51", "38"]


def test_episodes_are_of_what_happened_and_no_people() -> None:
    """Three episodes may be of one woman."""
    one = study("Three episodes of severe colic occurred with zentarol and five with placebo.")
    assert told(one) == [("arm-1", "severe-colic", "3"), ("arm-2", "severe-colic", "5")]
    assert {(r.count, r.unit_kind) for r in one.group_results} == {(None, "episodes")}


def _counts(result: GroupResult) -> tuple[int | None, ...]:
    return result.count, result.denominator, result.unit_count, result.unit_denominator


@pytest.mark.parametrize(
    ("counted", "counts"),
    [
        ("eyes", (None, None, 20, 40)),
        ("carious teeth", (None, None, 20, 40)),
        ("women", (20, 40, None, None)),
        ("", (20, 40, None, None)),
    ],
)
def test_what_is_counted_beside_people_has_counts_of_its_own(
    counted: str, counts: tuple[int | None, ...]
) -> None:
    """A count out of eyes is none out of people."""
    one = study(
        f"Healing was seen in 20 of 40 {counted} (50%) with zentarol"
        f" and 10 of 40 {counted} (25%) with placebo."
    )
    assert _counts(one.group_results[0]) == counts


def test_deaths_are_people() -> None:
    """Nobody dies twice."""
    one = study("Two deaths occurred with zentarol and one with placebo.")
    assert [r.count for r in one.group_results] == [2, 1]


def test_the_kind_of_a_mean_is_no_part_of_what_is_measured() -> None:
    """LS means and plain ones measure the same thing."""
    one = study("The LS mean pain was 3.1 with zentarol and 4.1 with placebo (P = 0.02).")
    assert {(r.measurand, r.statistic) for r in one.group_results} == {("pain", "leastSquaresMean")}


def test_a_washout_is_no_characteristic_of_people() -> None:
    """A length of the study stands beside the age of those who took part."""
    one = study(
        "Twenty women (mean age 34 years) were given each tablet for two weeks,"
        " with a washout of one week."
    )
    assert "washout" not in {r.measurand for r in one.group_results}


@pytest.mark.parametrize(
    "people",
    [
        "zentarol-treated patients",
        "zentarol-treated women",
        "the zentarol-supplemented group",
        "zentarol-assigned participants",
    ],
)
def test_people_may_be_called_by_what_was_done_to_them(people: str) -> None:
    """A name and a participle make one word."""
    others = people.replace("zentarol", "placebo")
    one = study(f"Pain was 3.1 ± 0.4 in {people} and 4.1 ± 0.4 in {others}.")
    assert [group for group, _, _ in told(one)] == ["arm-1", "arm-2"]


def test_people_who_resist_a_treatment_are_no_arm() -> None:
    """Only words for what was done to them count."""
    one = study("Pain was 3.1 ± 0.4 in zentarol-resistant patients and 4.1 ± 0.4 in others.")
    assert not one.group_results


def test_hyphens_in_the_name_of_a_group_are_blanks() -> None:
    """The therapy is written apart, its group in one word."""
    one = study(
        "Pain was 3.1 ± 0.4 in the fixed-combination group and 4.1 ± 0.4 in the free-choice group.",
        arms="fixed combination (n = 40) or free choice (n = 40)",
    )
    assert [group for group, _, _ in told(one)] == ["arm-1", "arm-2"]


def _arms(methods: str) -> list[str | None]:
    [document] = read_source("named.txt", f"METHODS: {methods}\n".encode())
    assert isinstance(document, Document)
    return [arm.label for one in read_account(document).studies for arm in one.arms]


def test_ages_between_bounds_are_no_groups() -> None:
    """People are assigned to treatments, not between their ages."""
    told = "We assigned 88 boys between the ages of 7 and 17 years to receive zentarol or rabitine."
    assert _arms(told) == ["zentarol", "rabitine"]


def test_a_way_of_giving_names_no_arm() -> None:
    """What was given stands before a bracket in a bracket; better no list than one of a manner."""
    told = (
        "In a randomized trial women received zentari (2 x 10(10) CFU) orally twice daily"
        " (experimental group, n = 20) or placebo (control group, n = 20)."
    )
    assert "orally" not in _arms(told)


def test_a_combination_is_of_its_parts() -> None:
    """The word for it is no treatment."""
    one = study(arms="zentarol, rabitine, or a combination of zentarol and rabitine")
    assert [r.substance for r in one.arms[-1].receives] == ["zentarol", "rabitine"]


def test_people_are_not_what_was_measured() -> None:
    """An estimate behind what became of people is not of the people."""
    one = study(
        "Three children in the zentarol group developed colic compared to nine in the placebo group"
        " (RR 0.33, 95% CI 0.1-1.06)."
    )
    assert "children" not in {c.measurand for c in one.comparisons}


def test_a_prevented_fraction_prevented_nothing() -> None:
    """It is how much less there was, not what there was less of."""
    one = study("Colic was rarer with zentarol, a prevented fraction of 50% (P = 0.003).")
    assert "fraction" not in {c.measurand for c in one.comparisons}


def test_a_trial_may_call_itself_an_rct() -> None:
    """The letters say that it was randomized; those of an earlier one do not."""
    for told, allocation in (
        ("a double-blind RCT", "randomized"),
        ("a follow-up of a previous RCT", None),
    ):
        text = f"METHODS: In {told}, 80 women received zentarol (n = 40) or placebo (n = 40)."
        [document] = read_source("rct.txt", text.encode())
        assert isinstance(document, Document)
        [one] = read_account(document).studies
        assert one.allocation == allocation


def test_an_exact_p_value_behind_several_is_of_the_last() -> None:
    """One number cannot be the P of two tests."""
    one = study(
        "There was no significant difference between the groups in pain or sleep (P = 0.62)."
    )
    assert [(c.measurand, c.p and str(c.p.value)) for c in one.comparisons] == [
        ("pain", None),
        ("sleep", "0.62"),
    ]
    assert {c.significance for c in one.comparisons} == {"notSignificant"}


def test_what_stands_behind_after_is_when() -> None:
    """It is no name of what was measured then."""
    one = study(
        "Falls in pressure before and 2 h after instillation were -2.2 and -3.2 mm Hg with zentarol"
        " and -1.8 and -1.9 mm Hg with placebo."
    )
    assert "instillation" not in {r.measurand for r in one.group_results}


def test_one_rate_of_two_things_is_a_composite() -> None:
    """Neither of them alone was found to be lower; of a list with "and" both were."""
    told = "The {what} lower with zentarol than with placebo (P = 0.01)."
    one = study(told.format(what="incidence of sepsis or death was"))
    assert {c.measurand for c in one.comparisons} == {"sepsis-or-death"}
    one = study(told.format(what="rates of sepsis and death were"))
    assert "sepsis-and-death" not in {c.measurand for c in one.comparisons}


def test_what_was_given_is_no_part_of_what_is_alike() -> None:
    """A fall with one treatment is a fall in what is measured."""
    one = study(
        "Reduction in pain with zentarol was similar to that with rabitine.",
        arms="zentarol 5 mg or rabitine 5 mg",
    )
    assert {c.measurand for c in one.comparisons} <= {"pain"}


def test_a_range_has_its_ends() -> None:
    """A result between two numbers is no number without a value."""
    one = study("Pressure was 17.7 to 19.1 mmHg with zentarol and 19.4 to 20.3 mmHg with placebo.")
    told_ends = {(r.number.min, r.number.max) for r in one.group_results if r.number}
    assert (None, None) not in told_ends


def test_a_vitamin_may_begin_with_a_number() -> None:
    """The number and its brackets are letters of the name."""
    one = study(
        "In the zentarol group serum 25(OH)D rose from 59.9 to 122.3 nmol/l;"
        " in the placebo group it went from 58.5 to 53.1 nmol/l."
    )
    assert {r.measurand for r in one.group_results} == {"vitamin-d-concentration"}
    assert {str(r.number.value) for r in one.group_results if r.number} >= {"59.9", "122.3"}


def test_what_is_asked_is_no_name() -> None:
    """Of "to test whether X improves" only X is given."""
    text = (
        "OBJECTIVE: To test whether zentarol supplementation improves sleep.\n"
        "METHODS: In a randomized trial women slept at home.\n"
        "RESULTS: Sleep was 6.1 h in the intervention group and 5.9 h in the placebo group.\n"
    )
    [document] = read_source("asked.txt", text.encode())
    assert isinstance(document, Document)
    given = [
        r.substance
        for one in read_account(document).studies
        for arm in one.arms
        for r in arm.receives
    ]
    assert not any("whether" in (substance or "") for substance in given)
