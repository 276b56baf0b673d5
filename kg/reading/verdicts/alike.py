"""No difference, said of groups: "pain did not differ", "no difference between the groups in pain".

In: a clause. Out: :class:`Verdict` records: what was compared, and by which wording it was alike.
"""

from collections.abc import Iterator

from kg.reading.frozen import Frozen
from kg.reading.rulebook import Rulebook
from kg.reading.subjects import Subject
from kg.reading.tape import Hit, Item, Tape
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.phrases import GROUPS, WITHIN, named, subject_of, tail, topic_of
from kg.reading.verdicts.row import Row

Items = tuple[Item, ...]
_HOW = (
    r"(?:(?:statistically|statistical|significantly|significant|clinically|clinical|markedly|appreciably|much|importantly|materially"
    r"|substantially|substantial|relevant|important|meaningful|meaningfully|major|apparent|detectable|overall|between-group|intergroup"
    r"|inter-group|group|treatment|observed|marked|discernible|evident|measurable|notable|consistent|appreciable|and|or|such|real|main"
    r"|further|any|also|obvious|clear) )*"
)
_NO = r"(?:no|not any|without any|without|neither a|lack of|absence of|not (?:show|find|reveal|have|detect|observe|identify|demonstrate|see|note|produce) (?:any|an?))"
_NONE = rf"{_NO} {_HOW}differences?"
_EFFECT = rf"(?:{_NO}|not have an?|nor) {_HOW}(?:effects?|influence|impact)(?: of(?: [^\s.;,]+){{1,6}}?)?(?= (?:was |were )?(?:{{w}} )?(?:on|upon) )"
_BE = r"(?:was|were|is|are|be|been|remained)"
_DIFFER = rf"(?:(?:did|does|do) not {_HOW}(?:differ|vary)|{_BE} (?:also )?(?:not|no|nor) {_HOW}different|not differing|differed (?:not|little))(?: significantly| statistically| markedly)*"
_LIKE = rf"{_BE} (?:also |all |both |very |closely |broadly |generally |statistically |essentially |almost |largely |overall )*(?:similar|comparable|equivalent|identical|alike|the same|equal|well matched)(?! to (?:those|that|the) (?:reported|observed|previous|seen|found|of (?:the |all )?other (?!groups?|arms?|treatments?)))"
_HAD = r"(?:had|have|showed|experienced|reported|demonstrated|achieved|produced|provided) (?:an? |the )?(?:very |statistically |clinically )*(?:similar|comparable|equivalent|equal) (?P<what>.+?)(?= (?:at|after|during|over|to|than|and|with|in|compared|as|versus|vs|,) | $)"
_SHORT_OF = (
    rf"(?:{_BE} (?:also )?(?:not|non|no longer) (?:statistically |clinically |quite )*significant(?: statistically)?(?! for)|{_BE} (?:statistically )?(?:nonsignificant|non-significant|insignificant|ns)"
    r"|(?:did not reach|failed to reach|did not attain|did not achieve) (?:the level of )?(?:statistical )?significance)"
)
_DIFFERENCE = rf"differences?(?: {GROUPS})? (?:in|for|on|of|with respect to|regarding) (?P<what>.+?)(?: {GROUPS})?(?= $)"
_TREATED = r"(?:A|I|treatment|therapy|intervention|supplementation|administration|addition|use|training|program|programme|placebo)"
_UNMOVED = rf"(?:did|does|do) not {_HOW}(?:improve|affect|influence|alter|reduce|increase|decrease|change|modify|enhance|prolong|lower|raise|prevent|shorten|impact) (?P<what>.+?)(?= (?:in|compared|versus|vs|when|than|at|after|during|over|or|relative|between) | $)"
_FORMS = (
    ("none", _NONE),
    ("effect", _EFFECT),
    ("differ", _DIFFER),
    ("like", _LIKE),
    ("had", _HAD),
    ("short", _SHORT_OF),
    ("unmoved", _UNMOVED),
)
_BOOK = Rulebook((form, kind) for kind, form in _FORMS)


class Verdict(Frozen, frozen=True, gc=False):
    """What was compared, where its tests stand, and what was said: alike, or which way."""

    subjects: tuple[Subject, ...]
    first: int
    last: int
    rule: str
    tested: bool
    carried: bool


def alike(row: Row, before: Row | None = None) -> Iterator[Verdict]:
    """The verdicts of no difference in a clause."""
    line = row.tape.line
    if not any(word in line for word in _WORDS):
        return
    hits = sorted(_BOOK.hits(row.tape), key=lambda pair: pair[0].match.start())
    done = 0
    for n, (hit, kind) in enumerate(hits):
        if hit.first < done:
            continue
        end = hits[n + 1][0].first if n + 1 < len(hits) else len(row.tape.items)
        found, place = _found(row, hit, kind, done, end)
        if not found and not done and before is not None:
            found, place = _inherited(row, hit, before), f"{kind}-carried"
        if found:
            grouped = row.tape.part(done, end).hit(r"between|among|across|than|compared|versus|vs")
            if grouped or not row.tape.part(done, end).hit(WITHIN):
                yield Verdict(
                    found, done, end, f"comparison.alike-{place}",
                    tested="significan" in hit.spelled or "statistic" in hit.spelled,
                    carried=place.endswith("-carried"),
                )  # fmt: skip
        done = hit.last


_WORDS = (
    "differ",
    "effect",
    "influence",
    "impact",
    "similar",
    "comparable",
    "equal",
    "equivalent",
    "identical",
    "alike",
    " same ",
    "significan",
    " ns ",
    "vary",
)


def _found(row: Row, hit: Hit, kind: str, start: int, end: int) -> tuple[tuple[Subject, ...], str]:
    tape = row.tape
    before, behind = tape.items[start : hit.first], tape.items[hit.last : end]
    if kind in {"none", "effect"}:
        return _none(tape, before, behind, kind)
    if kind == "had":
        arms = any(item.form in {"A", "G", "I"} for item in before)
        return (named(tape, hit.items("what")) if arms else ()), "had"
    if kind == "unmoved":
        return _unmoved(tape, hit, start), "unmoved"
    if kind == "short":
        return _short(tape, hit, start, end), "short"
    said = subject_of(before)
    if _is_groups(said):
        return named(tape, tail(behind, tape)), f"{kind}-groups"
    return named(tape, said), kind


_THESE = r"(?:but |though |although )?(?:these|this|the|such) (?:differences?|effects?|reductions?|increases?|improvements?|changes?|trends?)(?= $)"


def _short(tape: Tape, hit: Hit, start: int, end: int) -> tuple[Subject, ...]:
    """What differences were in that fell short of significance."""
    inner = tape.part(start, hit.first).hit(_DIFFERENCE)
    if inner:
        return named(tape, inner.items("what"))
    these = tape.part(start, hit.first).hit(_THESE)
    if these and these.first:
        return named(tape, topic_of(tape.items[start : start + these.first]))
    said = subject_of(tape.items[start : hit.first])
    bare = bool(said) and said[0].form in {"difference", "differences"}
    return named(tape, tail(tape.items[hit.last : end], tape)) if bare else ()


def _unmoved(tape: Tape, hit: Hit, start: int) -> tuple[Subject, ...]:
    """What a treatment did not move, or what did not move in one group against another."""
    said = subject_of(tape.items[start : hit.first])
    if said and tape.hit(AGAINST) and not _is_groups(said):
        return named(tape, said)
    treated = tape.part(start, hit.first).hit(_TREATED)
    return named(tape, hit.items("what")) if treated else ()


def _none(tape: Tape, before: Items, behind: Items, kind: str) -> tuple[tuple[Subject, ...], str]:
    """What is named behind "no difference", else what showed none."""
    found = named(tape, tail(behind, tape))
    if found or kind == "effect":
        return found, kind
    grouped = Tape(tape.text, behind).hit(GROUPS)
    if not _shown(before) and not (grouped and before):
        return (), kind
    return named(tape, topic_of(before)), f"{kind}-shown"


_CARRYING = frozenset(
    "there , with and this these the it they that difference differences result results was were also however statistically"
    " effect changes change increase decrease improvement reduction between G among in for across both groups yet".split()
)


def _inherited(row: Row, hit: Hit, before: Row) -> tuple[Subject, ...]:
    """What the clause before is about, where this one names nothing: "but did not differ"."""
    if any(item.form not in _CARRYING for item in row.tape.items[: hit.first]):
        return ()
    return named(before.tape, topic_of(before.tape.items))


_SHOWING = frozenset("showed did revealed had with exhibited demonstrated shows show".split())


def _shown(before: Items) -> bool:
    """Whether what differs stands before: "pain showed no difference"."""
    words = [item.form for item in before]
    return bool(words) and words[-1] in _SHOWING and not _METHODS & set(words)


_METHODS = frozenset(
    "analysis analyses study trial results test tests anova comparison comparisons we regression model models".split()
)


def _is_groups(said: Items) -> bool:
    return any(item.form in {"A", "G", "I"} for item in said[:3]) or (
        bool(said) and said[-1].form in {"groups", "arms"}
    )
