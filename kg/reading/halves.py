"""Two groups of which one is told first and the other as the other: "half got drops, the rest got tea".

In: the sentences' tapes. Out: :class:`~kg.reading.arms.ArmDraft` records, with the numbers of people beside
either: "one group (n = 30) was given drops, the other (n = 31) tea", "the other group did not".
"""

from collections.abc import Iterator

from kg.reading.arms import ArmDraft, arm_of
from kg.reading.glossary import Glossary
from kg.reading.measures import PEOPLE
from kg.reading.tape import Hit, Item, Tape
from kg.reading.wholes import size_of

_CHANCE = r"(?:randomized|randomly|randomization|random|allocated)"
_ASIDE = r"(?: \( (?P<in{0}>[^()]*) \))?"
_HOLDS = r"(?: (?:of|with|consisted of|comprised|included|contained|had) (?P<of{0}>S|V))?"
_WAS = r"(?: ,)?(?: who| which| that)?(?: was| were| had| did)?(?: then| also| randomly| only)?(?P<not{0}> not)?"
_GOT = (
    r"(?:received|receive|given|administered|treated (?:with|by)|underwent|undergo|got|get|took|take|used|assigned to|allocated to"
    r"|randomized to|managed with|prescribed|followed|continued(?: with| on)?|injected with|supplemented with)"
)
_WHOLE = rf"(?: of (?:them|these|whom|(?:the |these |all )?(?:S|{PEOPLE})))?"
_FIRST = rf"(?:(?P<people>S)|(?:one|V|(?:the )?first) (?:group|arm|half)|half{_WHOLE}|V of (?:them|these|whom|which)|(?P<few>V)(?: {PEOPLE})?(?= , [^,.;]+ , | (?:received|were|was) ))(?: , [^,.;]+ ,)?"
_OTHER = rf"(?:the )?(?:other|others|second|another|remaining|remainder|rest)(?: (?:group|arm|half|one))?(?: (?P<others>S|V)| {PEOPLE})?"
_HALVES = (
    rf"{_FIRST}{_ASIDE.format(1)}{_HOLDS.format(1)}{_WAS.format(1)} {_GOT} (?P<rest1>[^.;]+?)"
    rf"(?: ,| ;| and| while| whereas| but)+ (?:in |to )?{_OTHER}{_ASIDE.format(2)}{_HOLDS.format(2)}"
    rf"(?:{_WAS.format(2)} {_GOT}| ,) (?P<rest2>[^.;]+)"
)
_WITHOUT = (
    rf"(?P<n1>S|V)(?: who)? (?:received|had|underwent|were given|took) (?:and|,|while|but) (?P<n2>S|V)(?: {PEOPLE})?(?: who)? did not"
    r"(?: (?:receive|have|undergo|take|get))? (?P<what>[^.,;:()]+)"
)


def halves(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The two arms of which a sentence tells what one got, and what the other."""
    chance = any(tape.hit(_CHANCE) for _, tape in rows)
    for number, tape in rows if chance else ():
        for hit in tape.hits(_HALVES):
            one, other = (_draft(hit, n, number, glossary) for n in ("1", "2"))
            if one.components and (other.components or other.type):
                yield from (one, other)
                return
        for hit in tape.hits(_WITHOUT):
            given = arm_of(tape, hit.items("what"), glossary)
            if given.components:
                yield from _with_and_without(hit, given, number)
                return


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
    return draft._replace(size=_size(hit, side), span=span, sentences=(number,))


def _size(hit: Hit, side: str) -> int | None:
    """The people of a side: before their verb, or in brackets behind the word for their group."""
    groups = (f"in{side}", f"of{side}", *(("people", "few") if side == "1" else ("others",)))
    items = (item for name in groups if hit.has(name) for item in hit.items(name))
    return next((size for item in items if item.form in "SV" and (size := size_of(item))), None)


def _clause(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items up to the first comma: what a group got, not what came of it."""
    end = next((n for n, item in enumerate(items) if n and item.form == ","), len(items))
    return items[:end]
