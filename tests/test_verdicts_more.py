"""What sentences likely say of several groups, what clauses lend, and what all outcomes did."""

import pytest

from kg.reading import read_account
from kg.records import Document, Study, SuggestedComparison
from kg.sources import read_source

_TWO = (
    "Zentarol against placebo in adults with gout.\n"
    "METHODS: We randomly assigned 80 adults with gout to zentarol 5 mg daily (n = 40)"
    " or placebo (n = 40). {methods}\n"
    "RESULTS: {results}\n"
)
_THREE = (
    "Zentarol or quillamide against placebo in adults with gout.\n"
    "METHODS: We randomly assigned 120 adults with gout to zentarol (n = 40), quillamide (n = 40)"
    " or placebo (n = 40). {methods}\n"
    "RESULTS: {results}\n"
)
Told = set[tuple[str, str, str, str]]


def study(template: str, results: str, methods: str = "") -> Study:
    """The study of a report with these sentences."""
    text = template.format(methods=methods, results=results)
    (document,) = read_source("own", text.encode())
    assert isinstance(document, Document)
    (found,) = read_account(document).studies
    return found


def likely(template: str, results: str, methods: str = "") -> Told:
    """What is suggested: the measurand, both arms by their labels, and what was found."""
    found = study(template, results, methods)
    names = {arm.key: str(arm.label) for arm in found.arms}
    return {_told(each, names) for each in found.suggested_comparisons}


def _told(claim: SuggestedComparison, names: dict[str, str]) -> tuple[str, str, str, str]:
    first, other = claim.experimental_group or "", claim.reference_group or ""
    said = claim.direction or claim.significance or ""
    return str(claim.measurand), names.get(first, ""), names.get(other, ""), said


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Zentarol and quillamide reduced stiffness compared with placebo (P = 0.01).",
            {
                ("stiffness", "zentarol", "placebo", "lower"),
                ("stiffness", "quillamide", "placebo", "lower"),
            },
        ),
        (
            "Stiffness was significantly lower with zentarol than in the other groups.",
            {
                ("stiffness", "zentarol", "quillamide", "lower"),
                ("stiffness", "zentarol", "placebo", "lower"),
            },
        ),
        (
            "Compared with placebo, quillamide reduced pain, while zentarol reduced swelling.",
            {("swelling", "zentarol", "placebo", "lower")},
        ),
        (
            "A combination of zentarol and quillamide reduced pain compared with placebo.",
            set(),
        ),
    ],
)
def test_each_of_several_groups_is_compared(sentence: str, told: Told) -> None:
    """A list of groups, or all others, gives one of each; groups taken together give none."""
    assert likely(_THREE, sentence) >= told
    assert bool(likely(_THREE, sentence)) == bool(told)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Zentarol, but not placebo, significantly reduced stiffness and swelling.",
            {
                ("stiffness", "zentarol", "placebo", "lower"),
                ("swelling", "zentarol", "placebo", "lower"),
            },
        ),
        (
            "Stiffness was like that of others, but was significantly lower with zentarol.",
            {("stiffness", "zentarol", "placebo", "lower")},
        ),
        (
            "Stiffness fell with zentarol and rose with placebo.",
            {("stiffness", "zentarol", "placebo", "lower")},
        ),
        (
            "There was a stiffness decrease with zentarol and a stiffness increase with placebo.",
            {("stiffness", "zentarol", "placebo", "lower")},
        ),
        (
            "Grip strength rose with zentarol, whereas it remained unchanged with placebo.",
            {("grip-strength", "zentarol", "placebo", "higher")},
        ),
        (
            "Adults on zentarol rated their grip significantly higher than adults on placebo.",
            {("grip", "zentarol", "placebo", "higher")},
        ),
        (
            "Adults on zentarol performed significantly better than others on balance (P = 0.01).",
            {("balance", "zentarol", "placebo", "higher")},
        ),
        (
            "There was a difference in stiffness, whereas zentarol had lower scores than placebo.",
            {("stiffness", "zentarol", "placebo", "lower")},
        ),
        (
            "Improvements in favour of zentarol were seen for stiffness (P = 0.01).",
            {("stiffness", "zentarol", "placebo", "lower")},
        ),
        (
            "Stiffness was not significantly lower with zentarol than with placebo.",
            {("stiffness", "zentarol", "placebo", "notSignificant")},
        ),
        (
            "There was a trend toward less stiffness with zentarol (P = 0.08).",
            {("stiffness", "zentarol", "placebo", "notSignificant")},
        ),
        (
            "Stiffness fell with zentarol, but not significantly.",
            {("stiffness", "zentarol", "placebo", "notSignificant")},
        ),
        (
            "Stiffness was slightly lower with zentarol (difference -0.12, 95% CI -0.27 to 0.03).",
            {("stiffness", "zentarol", "placebo", "notSignificant")},
        ),
    ],
)
def test_what_two_groups_did_is_suggested(sentence: str, told: Told) -> None:
    """What one did and the other did not, did the other way, or did not surely do."""
    assert likely(_TWO, sentence) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "Stiffness fell with zentarol and fell less on paper with placebo, as some rose.",
        "Stiffness fell with zentarol compared with baseline (P = 0.01).",
        "Stiffness tended to be lower with zentarol.",
        "Stiffness fell with zentarol and pain rose with placebo.",
    ],
)
def test_what_leaves_room_suggests_nothing(sentence: str) -> None:
    """Neither how it was before, nor two things, nor a trend without a test."""
    assert likely(_TWO, sentence) == set()


_OUTCOMES = (
    "The primary outcome was stiffness. Secondary outcomes were grip strength and sick leave."
)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "There were no significant differences in any of the secondary outcomes.",
            {"grip-strength", "sick-leave"},
        ),
        (
            "There was no difference between the groups in the primary outcome (P = 0.3).",
            {"stiffness"},
        ),
        ("There was no difference in secondary outcomes over time within groups.", set()),
    ],
)
def test_what_is_said_of_all_outcomes_is_said_of_each(sentence: str, names: set[str]) -> None:
    """Those that the methods name in that role; each claim rests on both sentences."""
    found = study(_TWO, sentence, _OUTCOMES)
    told = [c for c in found.suggested_comparisons if c.rule == "comparison.likely-every"]
    assert {str(each.measurand) for each in told} == names
    assert all(len(each.evidence) > 1 for each in told)
    assert all(c.significance == "notSignificant" or c.direction == "noDifference" for c in told)


def test_an_outcome_with_a_result_of_its_own_is_not_among_all() -> None:
    """What another sentence compares is left to that sentence."""
    results = (
        "Grip strength was significantly higher with zentarol than with placebo (P = 0.01)."
        " There were no differences in the secondary outcomes."
    )
    found = study(_TWO, results, _OUTCOMES)
    told = [c for c in found.suggested_comparisons if c.rule == "comparison.likely-every"]
    assert [each.measurand for each in told] == ["sick-leave"]


def test_an_outcome_in_apposition_is_what_is_meant() -> None:
    """The role of an outcome is none of its name, and alone it names nothing."""
    told = "The primary outcome, grip strength, did not differ significantly between the groups."
    found = study(_TWO, told)
    assert [(c.measurand, c.significance) for c in found.comparisons] == [
        ("grip-strength", "notSignificant")
    ]
    bare = study(_TWO, "There were no significant differences between the groups in scores.")
    assert (bare.comparisons, bare.suggested_comparisons) == ((), ())


def test_the_long_form_of_an_abbreviation_says_which_way_is_better() -> None:
    """Of an ability more is better; of a score nobody knows which end is."""
    told = "Zentarol significantly improved {} compared with placebo (P = 0.01)."
    ability = likely(_TWO, told.format("WA"), "Walking ability (WA) was measured.")
    assert ability == {("walking-ability", "zentarol", "placebo", "higher")}
    score = likely(_TWO, told.format("WS"), "The walking ability scale (WS) was used.")
    assert score == set()


def test_a_group_is_known_by_the_stem_of_its_name() -> None:
    """Who was vaccinated is of the arm that got the vaccination."""
    text = _TWO.replace("zentarol 5 mg daily", "vaccination").replace("Zentarol", "Vaccination")
    told = likely(text, "Flares were significantly rarer in vaccinated adults (P = 0.01).")
    assert told == {("flares", "vaccination", "placebo", "lower")}


@pytest.mark.parametrize(
    "sentence",
    [
        "In comparison with the placebo group, stiffness was significantly lower with zentarol.",
        "Stiffness was significantly lower in comparison with the placebo group with zentarol.",
        "Zentarol patients had significantly lower stiffness in comparison with the placebo group.",
    ],
)
def test_in_comparison_with_a_group_is_no_name_of_it(sentence: str) -> None:
    """Who follows is what the others are held against, and not who had less."""
    found = study(_TWO, sentence).comparisons
    assert [(c.measurand, c.experimental_group, c.direction) for c in found] == [
        ("stiffness", "arm-1", "lower")
    ]


def test_a_dot_behind_an_initial_ends_no_clause() -> None:
    """The name of a genus may be shortened."""
    text = _TWO.replace("zentarol 5 mg daily", "L. zentari").replace("Zentarol", "L. zentari")
    found = study(text, "Adults on L. zentari had lower stiffness than on placebo (P = 0.01).")
    assert [(c.measurand, c.direction) for c in found.comparisons] == [("stiffness", "lower")]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Stiffness was 0.8 points lower with zentarol than with placebo.",
            [("stiffness", "lower")],
        ),
        (
            "Zentarol patients had a greater decrease on the pain scale than placebo patients.",
            [("pain-scale", "lower")],
        ),
        (
            "The decrease in pain was significantly greater with zentarol than with placebo.",
            [("pain", "lower")],
        ),
        (
            "Zentarol led to more rapid relief and used significantly less wax than placebo did.",
            [("rapid-relief", "higher")],
        ),
        (
            "However, after surgery, stiffness was significantly lower with zentarol than placebo.",
            [("stiffness", "lower")],
        ),
        (
            "Zentarol was superior to placebo in reducing pain and in increasing grip (P = 0.01).",
            [("pain", "lower")],
        ),
        (
            "Blood loss was significantly less with zentarol than with placebo (P = 0.01).",
            [("blood-loss", "lower")],
        ),
        (
            "Weight loss was significantly less with zentarol than with placebo (P = 0.01).",
            [("body-weight", "higher")],
        ),
        ("Compared with before treatment, pain fell in the zentarol group (P = 0.01).", []),
        (
            "Zentarol significantly improved lower limb strength in comparison with placebo.",
            [("lower-limb-strength", "higher")],
        ),
        ("Patients on zentarol had less pain than those on zentarol and then placebo.", []),
        ("Loss of grip strength was inversely related to stiffness with zentarol (P = 0.01).", []),
    ],
)
def test_what_is_asserted_names_one_thing_and_its_way(
    sentence: str, told: list[tuple[str, str]]
) -> None:
    """A treatment in a group's name is no group, a greater fall is less, and two verbs are two."""
    found = study(_TWO, sentence).comparisons
    assert [(c.measurand, c.direction) for c in found] == told
