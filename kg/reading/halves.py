"""Two groups of which one is told first and the other as the other: "half got drops, the rest got tea".

In: the sentences' tapes. Out: :class:`~kg.reading.arms.ArmDraft` records, with the numbers of people beside
either: "one group (n = 30) was given drops, the other (n = 31) tea", "the other group did not". Each may have a
sentence of its own, one right behind the other: "One group had drops. The other group had tea".
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from kg.reading.arms import ArmDraft, arm_of
from kg.reading.glossary import Glossary
from kg.reading.measures import PEOPLE
from kg.reading.phrases import VERBS
from kg.reading.tape import Hit, Item, Tape
from kg.reading.wholes import size_of

_CHANCE = r"(?:randomized|randomly|randomization|random|allocated)"
_ASIDE = r"(?: \( (?P<in{0}>[^()]*) \))?"
_HOLDS = r"(?: (?:of|with|consisted of|comprised|included|contained|had) (?P<of{0}>S|V))?"
_WAS = r"(?: ,)?(?: who| which| that)?(?: was| were| had| did)?(?: then| also| randomly| only)?(?P<not{0}> not)?"
_OUTCOME = "higher|lower|more|less|fewer|greater|better|worse|shorter|longer|significant|significantly|similar|reduced|increased|improved|not|been|received"
_GOT = (
    r"(?:received|receiving|receive|given|administered|treated (?:with|by)|underwent|undergoing|undergo|got|get|took|taking|take|used|assigned to|allocated to"
    r"|randomized to|managed (?:with|by)|prescribed|followed|continued(?: with| on)?|injected with|supplemented with|operated (?:with|by)|exposed to"
    r"|consumed|performed|attended|participated in|listened to|watched|agreed to"
    rf"|(?:had|did)(?! (?:{{w}} ){{0,2}}?(?:{_OUTCOME}) ))"
)
_HELD = r"(?: and (?:included|comprised|contained|consisted of) (?P<held{0}>S|V))?"
_WHOLE = rf"(?: of (?:them|these|whom|(?:the |these |all )?(?:S|{PEOPLE})))?"
_FIRST = rf"(?:(?P<people>S)|(?:one|V|(?:the )?first) (?:group|arm|half)|half{_WHOLE}|V thirds?(?: of (?:them|these|{PEOPLE}))?|V of (?:them|these|whom|which)|(?P<few>V)(?: {PEOPLE})?(?= , [^,.;]+ , | (?:received|were|was) ))(?: , [^,.;]+ ,)?"
_OTHER = rf"(?:the )?(?:other|others|second|another|remaining|remainder|rest|half|V thirds?)(?: (?:group|arm|half|one))?(?: (?P<others>S|V)| {PEOPLE})?"
_HALVES = (
    rf"{_FIRST}{_ASIDE.format(1)}{_HOLDS.format(1)}{_WAS.format(1)} {_GOT} (?P<rest1>[^.;]+?)"
    rf"{_HELD.format(1)}(?: ,| ;| and| while| whereas| but)+ (?:in |to )?{_OTHER}{_ASIDE.format(2)}{_HOLDS.format(2)}"
    rf"(?:{_WAS.format(2)} {_GOT}| ,| to) (?P<rest2>[^.;]+?){_HELD.format(2)}(?= \.| ;| $)"
)
_NEXT = re.compile(r" (?:(?:in|for) )?(?:the )?(?:other|others|second|remaining|remainder|rest) ")
_ORDINALS = {"1": "first", "2": "second"}
_NONE = Tape("", ())
_WITHOUT = (
    rf"(?P<n1>S|V)(?: who)? (?:received|had|underwent|were given|took) (?:and|,|while|but) (?P<n2>S|V)(?: {PEOPLE})?(?: who)? did not"
    r"(?: (?:receive|have|undergo|take|get))? (?P<what>[^.,;:()]+)"
)


def halves(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The two arms of which a sentence tells what one got, and what the other."""
    chance = any(tape.hit(_CHANCE) for _, tape in rows)
    for (first, last), tape in _stretches(rows) if chance else ():
        for hit in tape.hits(_HALVES):
            one, other = _draft(hit, "1", first, glossary), _draft(hit, "2", last, glossary)
            if one.components and (other.components or other.type):
                yield from (one, other)
                return
        for hit in tape.hits(_WITHOUT):
            given = arm_of(tape, hit.items("what"), glossary)
            if given.components:
                yield from _with_and_without(hit, given, first)
                return


def _stretches(rows: list[tuple[int, Tape]]) -> Iterator[tuple[tuple[int, int], Tape]]:
    """The sentences with their numbers, and with each the next one where that goes on with the other."""
    for (number, tape), (then, behind) in zip_longest(rows, rows[1:], fillvalue=(0, _NONE)):
        yield (number, number), tape
        end = tape.items[-1:]
        if then == number + 1 and [i.form for i in end] == ["."] and _NEXT.match(behind.line):
            joint = end[0]._replace(form=";")
            yield (number, then), Tape(tape.text, (*tape.items[:-1], joint, *behind.items))


def _with_and_without(hit: Hit, given: ArmDraft, number: int) -> Iterator[ArmDraft]:
    """The arms of those who got something and those who did not."""
    for side, draft in (("n1", given), ("n2", _none_of(given, given.label))):
        (item,) = hit.items(side)
        span = (hit.items("what")[0].start, hit.items("what")[-1].end)
        yield draft._replace(size=size_of(item), span=span, sentences=(number,))


def _none_of(draft: ArmDraft, words: str) -> ArmDraft:
    return draft._replace(
        label=f"no {words}", components=(), names=frozenset(), type="noIntervention",
        role="controlRole",
    )  # fmt: skip


def _draft(hit: Hit, side: str, number: int, glossary: Glossary) -> ArmDraft:
    run = _clause(hit.items(f"rest{side}"))
    draft = arm_of(hit.tape, run, glossary)
    refused = hit.has(f"not{side}") or run[0].form == "no"
    if refused:
        draft = _none_of(draft, hit.tape.words(run).removeprefix("no "))
    span = (run[0].start, run[-1].end)
    counted = {f"{_ORDINALS[side]} {head}" for head in ("group", "arm")}
    called = frozenset(words for words in counted if words in hit.spelled)
    return draft._replace(
        size=_size(hit, side), span=span, sentences=(number,), aliases=draft.aliases | called
    )


def _size(hit: Hit, side: str) -> int | None:
    """The people of a side: before their verb, or in brackets behind the word for their group."""
    groups = (
        f"in{side}",
        f"of{side}",
        f"held{side}",
        *(("people", "few") if side == "1" else ("others",)),
    )
    items = (item for name in groups if hit.has(name) for item in hit.items(name))
    return next((size for item in items if item.form in "SV" and (size := size_of(item))), None)


def _clause(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items up to the first comma or further verb: what a group got, not what came of it."""
    ends = (n for n, item in enumerate(items) if n and (item.form == "," or _goes_on(items, n)))
    return items[: next(ends, len(items))]


def _goes_on(items: tuple[Item, ...], place: int) -> bool:
    """Whether an "and" leads to a further verb: "no drops and was seen each week"."""
    behind = items[place + 1 : place + 2]
    return items[place].form == "and" and bool(behind) and behind[0].form in VERBS
