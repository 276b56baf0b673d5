"""Arms that differ by how long: "randomized to 6 or 12 months of zentarol", "a cooling time of 90 or 150 min".

In: the sentences' tapes. Out: :class:`~kg.reading.arms.ArmDraft` records, one for each length, each with
the number of its people where that stands in brackets behind it.
"""

from collections.abc import Iterator

from kg.reading.arms import ArmDraft, arm_of, is_named
from kg.reading.glossary import Glossary, normal
from kg.reading.strange import is_strange
from kg.reading.tape import Hit, Tape

_CHANCE = r"(?:randomized|randomly (?:assigned|allocated|divided)|allocated|assigned)"
_ASIDE = r"(?: \( (?P<in{0}>[^()]*) \))?"
_EACH = rf"(?P<d{{0}}>D|V){_ASIDE}"
_JOINT = r"(?: ,)? (?:or|versus|vs) "
_LENGTHS = (
    rf"{_CHANCE} (?:{{any}})?(?:to|to receive|to undergo|receiving|either|between|for)(?: either)?"
    rf"(?: (?P<before>[^.;:()A-Z]+?) (?:for|of))? {_EACH.format(1)}{_JOINT}(?P<d2>D){_ASIDE.format(2)}"
    r"(?: of (?P<behind>[^.;:()A-Z]+?))?(?= \.| ,| ;| \(| for| in| after| at| before| followed| given| as|$)"
)
_SIZE = r"\( (?:n = )?S"


def lengths(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The two arms to which people were allotted for one length of time or another."""
    found = [pair for number, tape in rows for pair in _pairs(number, tape, glossary)]
    sized = [pair for pair in found if all(draft.size for draft in pair)]
    yield from (sized or found or [()])[0]


def _pairs(number: int, tape: Tape, glossary: Glossary) -> Iterator[tuple[ArmDraft, ...]]:
    for hit in tape.hits(_LENGTHS):
        given = [name for name in ("behind", "before") if hit.has(name)]
        base = arm_of(tape, hit.items(given[0]), glossary) if given else None
        told = base and is_named(base) and not is_strange(base, glossary)
        if base and base.components and told and " or " not in base.label:
            yield tuple(_draft(hit, base, n, number) for n in (1, 2))


def _draft(hit: Hit, base: ArmDraft, side: int, number: int) -> ArmDraft:
    """An arm of one length: that and what was given are its name, the length alone is another one."""
    long = hit.words(f"d{side}")
    unit = hit.words("d2").split()[-1]
    length = long if not long.isdigit() else f"{long} {unit}"
    inside = hit.tape.part(hit.first, hit.last).hit(_SIZE) if hit.has(f"in{side}") else None
    size = hit.value("S", f"in{side}") if inside else None
    start = hit.items(f"d{side}")[0]
    return base._replace(
        label=f"{length} of {base.label}",
        size=size.count if size else None,
        aliases=frozenset({normal(length), normal(length).replace(" ", "-")}),
        span=(start.start, start.end),
        sentences=(number,),
    )
