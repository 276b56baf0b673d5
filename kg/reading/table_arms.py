"""The arms of a trial whose text names none: the columns of its table of baseline.

In: the grids of a document, and the sentences' tapes. Out: arm drafts. They are vouched for by the
numbers of people: those of the columns add up to a number of people that the text states, and the text speaks of chance.
"""

from collections.abc import Iterable

from kg.reading.arms import ArmDraft, headed, is_named
from kg.reading.glossary import Glossary
from kg.reading.roles import with_roles
from kg.reading.table_layout import heads_with_people
from kg.reading.table_words import tells_baseline
from kg.reading.tape import Tape
from kg.records import Grid

_RANDOM = r"randomized|randomly|randomization|randomised|randomly-assigned"


def arms_of_tables(
    grids: Iterable[Grid], tapes: Iterable[Tape], glossary: Glossary, lead: str
) -> tuple[ArmDraft, ...]:
    """The arms that the first table of baseline has for its columns; none where nothing adds up."""
    tapes = tuple(tapes)
    if not any(tape.hit(_RANDOM) for tape in tapes):
        return ()
    stated = {item.value.count for tape in tapes for item in tape.items if item.form == "S"}
    for grid in grids:
        heads = heads_with_people(grid) if tells_baseline(grid.caption or "") else {}
        if len(heads) < 2 or sum(heads.values()) not in stated:  # noqa: PLR2004 - arms are several
            continue
        drafts = [headed(words, people, glossary) for words, people in heads.items()]
        if all(map(is_named, drafts)):
            return tuple(with_roles(drafts, glossary, lead))
    return ()
