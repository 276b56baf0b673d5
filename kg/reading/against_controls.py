"""The control of two treatments, where results set one of them against "the control group".

In: the roster of two arms without roles, and the sentences. Out: the roster with their roles: the arm
that stands beside controls, and never the other, is on trial, and the other is the control.
"""

from collections.abc import Iterable

from kg.reading.glossary import Glossary
from kg.reading.roster import Roster
from kg.reading.tape import Tape

_PEOPLE = r"(?:groups?|arms?|patients|subjects|participants|women|men|children|adults|individuals|recipients)"
_CONTROLS = rf"(?<!healthy )(?<!historical )(?<!normal )(?<!matched )(?:(?:control|comparator) {_PEOPLE}|controls)"
_PAIR = 2


def told_by_controls(roster: Roster, tapes: Iterable[Tape], glossary: Glossary) -> Roster:
    """The roster with the roles that sentences about controls give its two arms."""
    if len(roster.drafts) != _PAIR or any(draft.role for draft in roster.drafts):
        return roster
    found: set[frozenset[int]] = set()
    for tape in tapes:
        if tape.forms.isdisjoint(("control", "controls", "comparator")):
            continue
        folded = roster.fold(tape, bare=True)
        if folded.hit(_CONTROLS):
            found.add(_arms(folded))
    named = {arm for arms in found for arm in arms}
    if len(named) != 1:
        return roster
    drafts = tuple(
        draft._replace(role="experimentalRole" if n in named else "controlRole")
        for n, draft in enumerate(roster.drafts)
    )
    return Roster(drafts, glossary)


def _arms(tape: Tape) -> frozenset[int]:
    """The arms that a sentence names."""
    return frozenset(
        arm for item in tape.items if item.form in {"A", "I"} for arm in item.value.arms
    )
