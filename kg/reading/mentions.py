"""Where a sentence names an arm: each mention with its span and the arms it means.

In: a line of a page. Out: :class:`ArmMention` records, in the order of the text. What names no arm
for certain is no mention, so a value stands beside arms that are meant or beside none.
"""

from typing import NamedTuple

from kg.reading.page import Line


class ArmMention(NamedTuple):
    """A stretch of the text that means arms: their places among the drafts of the page.

    ``bare`` is the name of a treatment with no word for a group; ``everybody`` means all arms at
    once ("both groups").
    """

    start: int
    end: int
    arms: tuple[int, ...]
    bare: bool = False
    everybody: bool = False


def mentions(line: Line) -> tuple[ArmMention, ...]:
    """The mentions of arms in a line, left to right; several arms where words name several."""
    return tuple(
        ArmMention(
            item.start, item.end, item.value.arms,
            bare=item.form == "I", everybody=item.form == "G",
        )
        for item in line.full.items
        if item.form in {"A", "I", "G"}
    )  # fmt: skip
