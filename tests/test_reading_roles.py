"""Which arm is on trial and which is the control: told by words, not by who is named first."""

import pytest

from kg.reading.page import lay_out
from kg.sources import read_source

ROLES: list[tuple[str, list[str | None]]] = [
    (
        "Zentarol versus tolfenamide for gout. Adults were randomized to zentarol or tolfenamide.",
        [None, None],
    ),
    (
        "To compare zentarol and tolfenamide. Adults were randomized to zentarol or tolfenamide.",
        [None, None],
    ),
    (
        "The aim was to study zentarol in gout. Adults were randomized to tolfenamide or zentarol.",
        ["controlRole", "experimentalRole"],
    ),
    (
        "Adults with gout were randomized to zentarol plus standard care or to standard care.",
        ["experimentalRole", "controlRole"],
    ),
    (
        "Adults were randomized to walking in addition to usual care or to usual care alone.",
        ["experimentalRole", "controlRole"],
    ),
    (
        "Adults were randomized to zentarol, tolfenamide or ustrolimab. Zentarol was well taken.",
        [None, None, None],
    ),
    (
        "Adults were randomized to placebo or zentarol, 5 mg daily.",
        ["controlRole", "experimentalRole"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles_are_told_by_words(text: str, expected: list[str | None]) -> None:
    """Of two treatments set against each other neither is the control for being named second."""
    (document,) = read_source("own.txt", text.encode())
    assert [draft.role for draft in lay_out(document).drafts] == expected  # type: ignore[arg-type]
