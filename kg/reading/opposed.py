"""The arms of a trial that names one thing to try and one control, and nowhere says who got which.

In: the sentences' tapes, the title and the aims. Out: two arm drafts: what the title or an aim tells
the effects of, and the control that sentences speak of: "Effects of dill on sleep: a placebo-controlled
trial". Nothing where the report speaks of no chance, of no control, or is about nothing that can be given.
"""

import re

from kg.reading.arms import ArmDraft, headed
from kg.reading.described import studied
from kg.reading.glossary import Glossary, normal
from kg.reading.strange import is_strange
from kg.reading.tape import Tape
from kg.reading.wholes import size_of

Row = tuple[int, Tape]
_BY_CHANCE = (
    r"(?:randomized|randomly|randomization|random|double-blind|double-blinded|placebo-controlled)"
)
_CONTROLS = (
    r"(?P<name>placebo|sham (?:treatment|stimulation|procedure|intervention))",
    r"(?P<name>usual care|standard care|treatment as usual|care as usual|routine care|no treatment|no intervention|waiting list|wait-list|waitlist)",
    r"(?:the|a|in|than|to|with|and|for) (?P<name>control (?:group|condition|arm)|controls)",
)
_GROUPS = r"(?P<n>V|S|Q)(?: {w}){0,3}? (?:groups|arms|treatments|conditions|regimens|interventions)"
_ONE_OF = r"(?:group|arm) (?:c|d|iii|iv)|(?:third|fourth) (?:group|arm)|all three|(?:three|four|several|both) (?:{w} )?intervention groups"
_FURTHER = re.compile(r",[^,.:]+(?:,[^,.:]+)*,? (?:and|or) ")
_PAIR, _MANY = 2, 10
_BARE = frozenset({"control", "controls", "group", "condition", "arm"})


def one_against_control(
    rows: list[Row], aims: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """What is on trial and its control, where just these are named; else nothing."""
    told = [tape for _, tape in (*rows, *aims)]
    if not any(tape.hit(_BY_CHANCE) for tape in told) or any(map(_has_several, told)):
        return ()
    tried = next((draft for row in aims if (draft := _tried(*row, glossary))), None)
    control = next((draft for each in _CONTROLS if (draft := _control(each, rows, glossary))), None)
    if tried is None or control is None or tried.names & control.names:
        return ()
    return tried, control


def _has_several(tape: Tape) -> bool:
    """Whether a sentence counts three groups or more, or the last of one of three."""
    counts = (size_of(hit.items("n")[0]) for hit in tape.hits(_GROUPS))
    return any(count and _PAIR < count < _MANY for count in counts) or bool(tape.hit(_ONE_OF))


def _tried(number: int, tape: Tape, glossary: Glossary) -> ArmDraft | None:
    for given in studied(tape, glossary):
        label = tape.text[given[0].start : given[-1].end]
        alone = not _FURTHER.match(tape.text, given[-1].end) and " or " not in label
        if alone and all(each.kind == "treatment" for each in given):
            draft = headed(label, None, glossary)._replace(
                components=given, role="experimentalRole"
            )
            return None if is_strange(draft, glossary) else draft._replace(sentences=(number,))
    return None


def _control(pattern: str, rows: list[Row], glossary: Glossary) -> ArmDraft | None:
    for number, tape in rows:
        if hit := tape.hit(pattern):
            words = hit.words("name")
            draft = headed(words, None, glossary)._replace(role="controlRole", sentences=(number,))
            bare = set(normal(words).split()) <= _BARE
            whole = "".join(each.words for each in draft.components) == words
            return draft._replace(components=draft.components if whole and not bare else ())
    return None
