"""People counted past a milestone: of everybody, or of the arm that they are called by."""

import pytest

from kg.reading import read_account
from kg.sources import read_source

ALLOTTED = "Ninety patients were randomized to zentarol or placebo. RESULTS: "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Five patients dropped out.", [("population-randomized", 5)]),
        ("Two women on zentarol withdrew due to nausea.", [("arm-1", 2)]),
        ("Five zentarol patients discontinued.", [("arm-1", 5)]),
        ("Five zentarol-treated patients discontinued.", [("arm-1", 5)]),
        ("Two women on insulin withdrew due to nausea.", []),
    ],
)
def test_who_left_is_counted_where_they_belong(
    sentence: str, expected: list[tuple[str, int]]
) -> None:
    """What some got to which nobody was allotted makes them neither an arm nor everybody."""
    [document] = read_source("case.txt", (ALLOTTED + sentence).encode())
    [study] = read_account(document).studies  # type: ignore[arg-type]
    assert [(r.group, r.count) for r in study.group_results] == expected
