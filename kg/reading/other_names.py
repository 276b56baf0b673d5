"""Another name of one of two arms, by the comparison that sets it against the other.

In: drafts of two arms, the title and the aims. Out: the drafts; where a comparison names two things and
one of them is one arm, the other one is the other arm, though nothing else calls it so: of "zentarol" and
"placebo" the title "Xanthines versus placebo" calls zentarol the xanthine.
"""

from kg.reading.arms import ArmDraft, headed
from kg.reading.glossary import Glossary, normal
from kg.reading.named import compared
from kg.reading.roster import Roster
from kg.reading.strange import is_strange
from kg.reading.tape import Tape

Row = tuple[int, Tape]
_AGAINST = r"(?:versus|vs|compared with|compared to|comparing|compare)"
_PAIR, _LONGEST = 2, 6
_ROLES = frozenset("control controls intervention treatment placebo usual standard care no".split())


def with_other_names(
    drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts, one of two with the name that a title or an aim sets against the other."""
    if len(drafts) != _PAIR or any(draft.number for draft in drafts):
        return drafts
    roster = Roster(drafts, glossary)
    found: list[set[str]] = [set(), set()]
    for _, tape in rows:
        for pair in compared(tape) if tape.hit(_AGAINST) else ():
            words = [" ".join(tape.words(each.run).split()) for each in pair]
            places = [roster.resolve(each) for each in words]
            told = places.index(None) if places.count(None) == 1 else None
            if told is not None and _is_name(words[told], roster, glossary):
                found[1 - (places[1 - told] or 0)].add(words[told])
    return tuple(
        draft._replace(also=tuple(names)) if len(names) == 1 and not _is_blank(draft) else draft
        for draft, names in zip(drafts, found, strict=True)
    )


def _is_blank(draft: ArmDraft) -> bool:
    """Whether an arm got nothing that works: what a comparison names is none of that."""
    return any(each.kind != "treatment" for each in draft.components)


def _is_name(words: str, roster: Roster, glossary: Glossary) -> bool:
    """Whether words can name what one got, with no part of what any arm is known to have got."""
    draft = headed(words, None, glossary)
    plain = normal(words)
    own = set(plain.split()) - _ROLES
    told = len(plain.split()) <= _LONGEST and bool(own) and max(map(len, own)) > _PAIR
    return told and not roster.parts_in(plain) and not is_strange(draft, glossary)
