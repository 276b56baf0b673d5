"""Which groups of a registry's results are which arm: told apart beyond doubt, or left alone."""

import pytest

from kg.records import Arm, Intervention, RegistryGroup
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.flow import FLOW
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.measures import BASELINE
from kg.sources.ctgov.results_schema import ListedGroup

Words = tuple[str, ...]
"""A label, a description, and the names of what is given."""


def _arms(*told: Words) -> list[Arm]:
    return [
        Arm(
            key=f"arm-{n}",
            label=label,
            description=description or None,
            receives=tuple(Intervention(label=name) for name in given),
        )
        for n, (label, description, *given) in enumerate(told, start=1)
    ]


def _groups(*titles: str | tuple[str, str]) -> list[ListedGroup]:
    pairs = [(each, "") if isinstance(each, str) else each for each in titles]
    return [
        ListedGroup(id=f"G{n}", title=title, description=said or None)
        for n, (title, said) in enumerate(pairs)
    ]


def _listed(arms: list[Arm], *titles: str | tuple[str, str]) -> list[RegistryGroup]:
    roster = Roster(arms, Book())
    roster.read(FLOW, _groups(*titles), {})
    return roster.listed


def _tied(arms: list[Arm], *titles: str | tuple[str, str]) -> list[str | None]:
    keys = {arm.key for arm in arms}
    return [group.of if group.of in keys else None for group in _listed(arms, *titles)]


NUMBERED = _arms(("1", "Veluxin", "Veluxin"), ("2", "Placebo", "Placebo"))
DOSES = _arms(
    ("VLX1204 (5 mg)", "", "VLX1204"),
    ("VLX1204 (10 mg)", "", "VLX1204"),
    ("VLX1204-matched placebo", "", "Placebo"),
)
LISTED = _arms(
    ("Arm 1: VLX1204 (low dose) + Maroxin", "", "VLX1204", "Maroxin"),
    ("Arm 2: VLX1204 (high dose) + Maroxin", "", "VLX1204", "Maroxin"),
)
RENAMED = _arms(("MRX-77", "", "MRX-77"), ("Veluxin", "", "Veluxin"), ("Placebo", "", "Placebo"))


@pytest.mark.parametrize(
    ("arms", "title", "arm", "evidence"),
    [
        (NUMBERED, ("Veluxin 25 mg daily", "Placebo group"), "arm-1", "namedIntervention"),
        (DOSES, ("Veluxin 10 mg", "Veluxin 5 mg", "Placebo"), "arm-2", "namedDose"),
        (LISTED, ("Arm 2: VLX1204 200 mg", "Arm 1: VLX1204 50 mg"), "arm-2", "namedOrdinal"),
        (RENAMED, ("Maroxin 20 mg", "Veluxin", "Placebo"), "arm-1", "lastLeft"),
        (_arms(("Open label", "", "VLX1204")), ("Veluxin",), "arm-1", "lastLeft"),
    ],
)
def test_what_tells_arms_apart_tells_the_group(
    arms: list[Arm], title: Words, arm: str, evidence: str
) -> None:
    """By what is given, by its dose, by the place in a list, by being the last; it says which."""
    first = _listed(arms, *title)[0]
    assert first.of == arm
    assert evidence in first.matched


def test_all_groups_are_told_apart_together() -> None:
    """Each by the words that fit no other; the order in the list says nothing."""
    assert _tied(NUMBERED, "Placebo group", "Veluxin 25 mg daily") == ["arm-2", "arm-1"]
    assert _tied(DOSES, "Veluxin 10 mg", "Placebo", "Veluxin 5 mg") == ["arm-2", "arm-3", "arm-1"]


@pytest.mark.parametrize(
    ("arms", "titles"),
    [
        (_arms(("Veluxin", "Cohort I and II", "Veluxin"), ("Placebo", "", "Placebo")),
         ("Cohort I - Veluxin", "Cohort II - Veluxin",
          "Cohort I - Placebo", "Cohort II - Placebo")),
        (_arms(("Part 1", "Veluxin or matching placebo", "Veluxin", "Placebo"),
               ("Part 2 Open-label", "Veluxin", "Veluxin")), ("Veluxin 5 mg", "Placebo pill")),
        (_arms(("Veluxin", "", "Veluxin"), ("Placebo", "", "Placebo")),
         ("Veluxin then placebo", "Placebo then Veluxin")),
        (_arms(("Veluxin", "", "Veluxin")), ("Veluxin 5 mg", "Veluxin 10 mg", "Total")),
        (_arms(("Veluxin and Placebo", "", "Veluxin", "Placebo")), ("Placebo", "Veluxin")),
        (_arms(("Arm I", "See text.", "Veluxin"), ("Arm II", "See text.", "Veluxin")),
         ("Arm A (dense)", "Arm B (plain)")),
        (_arms(("Veluxin", "", "Veluxin"), ("Placebo", "", "Placebo")),
         ("Not randomized", "All participants", "Screen failures")),
    ],
)  # fmt: skip
def test_a_group_that_is_not_one_arm_stays_itself(arms: list[Arm], titles: Words) -> None:
    """Parts of an arm, mixed arms, sequences, totals, and those of whom nothing tells which."""
    assert set(_tied(arms, *titles)) == {None}


def test_a_dose_that_the_arm_does_not_have_is_no_last_one() -> None:
    """One group and one arm are left, and contradict each other."""
    arms = _arms(("MRX-77 5 mg", "", "MRX-77"), ("Placebo", "", "Placebo"))
    assert _tied(arms, "Maroxin 80 mg", "Placebo") == [None, "arm-2"]


def test_other_modules_follow_by_any_name_the_people_have_had() -> None:
    """A group tied by its dose is known by its own title after that, with the description said."""
    roster = Roster(DOSES, Book())
    roster.read(FLOW, _groups("Veluxin 5 mg", "Veluxin 10 mg", "Placebo"), {"G0": 12})
    roster.read(BASELINE, _groups("Veluxin 5 mg", "Total"), {"G0": 12})
    baseline = [group for group in roster.listed if group.module == BASELINE]
    assert [group.of for group in baseline] == ["arm-1", "group-1"]
    assert baseline[0].matched == ("sameTitle", "sameSize")


def test_the_only_groups_of_two_modules_with_as_many_people_are_one() -> None:
    """Whatever they are called; with other numbers they stay apart."""
    for size, same in ((31, True), (30, False)):
        roster = Roster([], Book())
        roster.read(FLOW, _groups("Retrospective cohort"), {"G0": 31})
        roster.read(BASELINE, _groups("People with chest pain"), {"G0": size})
        assert (roster.listed[0].of == roster.listed[1].of) == same
