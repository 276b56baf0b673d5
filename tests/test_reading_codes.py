"""Groups that go by a code: "group R", "groups PS and PP", and the names that end in their code."""

import pytest

from kg.reading.group_codes import coded
from kg.reading.page import lay_out
from kg.reading.tape import Item, Tape
from kg.sources import read_source

Named = dict[str, set[str]]
CODED: list[tuple[str, Named]] = [
    (
        "Adults were randomly divided into 3 groups: group T, tea; group M, milk; group SM, soup.",
        {"tea": {"group t"}, "milk": {"group m"}, "soup": {"group sm"}},
    ),
    (
        "Adults were randomized as group T (n = 9, egg), group M (n = 9) and group TM (n = 9).",
        {"group T": set(), "group M": set(), "group TM": set()},
    ),
    (
        "Adults were randomized to zentarol (group Z), or zentarol 5 mg, and tea (group ZT).",
        {
            "zentarol": {"group z"},
            "zentarol 5 mg, and tea": {"group zt"},
        },
    ),
    (
        "Yes, study group (Group S) received zentarol, whereas control group (Group C) got milk.",
        {"study group": {"group s"}, "control group": {"group c"}},
    ),
    (
        "Randomly, patients in Group A received zentarol and patients in Group B received tea.",
        {"Group A": set(), "Group B": set()},
    ),
    (
        "It was random. In group ZE, zentarol was infused for 9 min. Group T received milk.",
        {"group ZE": set(), "Group T": set()},
    ),
    (
        "Adults were randomized to one of the study groups: tea-milk, tea-zentarol or tea-rest.",
        {"tea-milk": set(), "tea-zentarol": set(), "tea-rest": set()},
    ),
]


def names(text: str) -> Named:
    """The arms of a text, by their labels, with their further names."""
    [document] = read_source("case.txt", text.encode())
    return {draft.label: set(draft.aliases) for draft in lay_out(document).drafts}  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), CODED)
def test_groups_go_by_their_codes(text: str, expected: Named) -> None:
    """All groups are found, each once, and those with a name keep it beside their code."""
    found = names(text)
    assert found.keys() == expected.keys()
    assert all(own <= found[label] for label, own in expected.items())


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("in group HR pain fell", "in group @hr pain fell"),
        ("the tea group HDL rose", "the tea group hdl rose"),
        ("between groups TM and M", "between groups @tm and @m"),
        ("In both groups HDL rose", "in both groups hdl rose"),
        ("in group A pain fell", "in group a pain fell"),
    ],
)
def test_a_code_stands_behind_its_group(text: str, forms: str) -> None:
    """What stands behind the name of a group is measured; one alone behind "groups" is, too."""
    places = [(part, text.index(part)) for part in text.split()]
    items = tuple(Item(part.lower(), start, start + len(part)) for part, start in places)
    assert coded(Tape(text, items)).line.strip() == forms
