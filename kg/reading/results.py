"""Results of groups: changes within a group, and how any value of a group is claimed.

In: the lines that tell results. Out: :class:`~kg.records.GroupResult` and
:class:`~kg.records.Change` claims in the ledger, and for each line the :class:`Finding` records
that comparisons are made of. A value is tied to an arm only where counts and order leave one
way to do it.
"""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from kg.codes import ChangeDirection, Statistic
from kg.reading.amounts import after, moment, number
from kg.reading.atoms import Unit
from kg.reading.frozen import Frozen
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure
from kg.reading.page import Line
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Change, GroupResult, TimePoint

UP = r"(?:increased|rose|improved|grew|climbed|went up|gained|increase|rise|rising|increasing)"
DOWN = r"(?:decreased|declined|fell|dropped|reduced|lowered|went down|diminished|decrease|reduction|decline|fall|drop|decreasing|falling)"
_CHANGED = r"(?:changed|went|shifted|moved|progressed|evolved|varied|was unchanged)"
_WHEN = r"(?: (?:at|after|by|in|on|to|during|within|over)(?: the)?)?"
_FROM_TO = (
    rf"(?:(?P<verb>{UP}|{DOWN}|{_CHANGED})(?: {{w}}){{0,2}}? (?:\( )?|(?P<noun>{UP}|{DOWN}|changes?) in (?P<of>(?:\S+ ){{1,10}}?)"
    rf"|(?:and|,|(?:as )?compared (?:with|to)|versus|vs) (?:an? )?(?:(?P<also>{UP}|{DOWN}) )?)from"
    rf"(?: an?)?(?: {{w}}){{0,3}}? (?P<v1>V|D)(?:{_WHEN} (?P<t1>T|D)(?! \)))?"
    rf" to(?: an?)?(?: {{w}}){{0,3}}? (?P<v2>V|D)(?:{_WHEN} (?P<t2>T|D))?"
)
_BROUGHT = r"(?:was associated with|led to|resulted in|produced|caused|induced|brought)"
# What was planned, assumed or hoped for, and what others found.
UNREAL = (
    r"(?:(?:statistical |% )power|powered|sample size|to detect|(?:were|was|is|are) (?:needed|required) to"
    r"|would (?:be|have)|if (?:{w} ){1,3}(?:were|was)|assuming|assumed|we expected|expected to|hypothesi[sz]ed|anticipated"
    r"|previous(?:ly)? (?:trial|trials|study|studies|reported|published|data)|in the literature|et al|historical controls?"
    r"|approximately N (?:%|U) of all)"
)
_BEHIND = frozenset({"with", "in", "for", "on", "among", "under"})
_BREAKS = frozenset({"whereas", "while", ";", "but", "although", "however"})
_GROUPS = frozenset({"group", "arm", "groups", "arms", "recipients", "cohort"})


class Finding(Frozen, frozen=True, gc=False):
    """A claim about one arm within a line, for comparisons to build on."""

    arm: int
    measurand: str
    outcome: str | None
    key: str
    end_key: str
    value: Measure
    time: TimePoint | None
    changed: bool


class Point(Frozen, frozen=True, gc=False):
    """A value as it is to be claimed: of what, when, in which statistic, read by which rule."""

    measurand: str
    measure: Measure
    time: TimePoint | None = None
    statistic: Statistic | None = None
    outcome: str | None = None
    category: str | None = None
    rule: str = "value.of-arm"


class Memory(Frozen, frozen=True, gc=False):
    """What a clause or a line leaves for the next one to lean on.

    Its subject, the times it told of, the order in which it named the groups, the unit, and the
    number of the line.
    """

    subject: Subject | None = None
    start: TimePoint | None = None
    end: TimePoint | None = None
    order: tuple[int, ...] = ()
    unit: Unit | None = None
    line: int = -2


def clauses(tape: Tape) -> tuple[Tape, ...]:
    """The clauses of a sentence, cut at contrasting conjunctions and semicolons."""
    if _BREAKS.isdisjoint(tape.forms):
        return (tape,) if tape.items else ()
    return _cut(tape)


@lru_cache(maxsize=32)  # several rules go through those of a line
def _cut(tape: Tape) -> tuple[Tape, ...]:
    cuts = [0]
    depth = 0
    for place, item in enumerate(tape.items):
        depth += item.form == "("
        depth -= item.form == ")" and depth > 0
        if not depth and item.form in _BREAKS:
            cuts.append(place + 1)
    cuts.append(len(tape.items))
    return tuple(tape.part(a, b) for a, b in pairwise(cuts) if b > a)


def arm_key(arm: int) -> str:
    """The key of an arm by its place in the roster.

    >>> arm_key(0)
    'arm-1'
    """
    return f"arm-{arm + 1}"


def read_changes(ledger: Ledger, line: Line, memory: Memory) -> tuple[list[Finding], Memory]:
    """The findings of a line that says what a value rose or fell from and to, per arm."""
    findings: list[Finding] = []
    told = [(clause, list(clause.hits(_FROM_TO))) for clause in clauses(line.full)]
    if not any(hits for _, hits in told):
        return findings, memory
    said = _opening(line.full, memory)
    for clause, hits in told:
        for n, hit in enumerate(hits):
            bare = not hit.has("verb") and not hit.has("noun")
            if bare and said.subject is None:
                continue
            subject = said.subject if bare else _subject_of(clause, hit) or said.subject
            arm = _arm_of(clause, hits, n)
            times = _times(hit, said)
            said = said._replace(subject=subject, start=times[0], end=times[1], line=line.number)
            reason = _doubt(hit, arm, subject)
            if reason is None and arm is not None and subject is not None:
                findings.append(_change(ledger, line, hit, arm, subject, times))
            else:
                ledger.unread(line, reason or "a change that is not clear")
    return findings, said if findings else memory


def _opening(tape: Tape, memory: Memory) -> Memory:
    """The times that a line opens with, or that it leans on where it says "it" of the line before."""
    stretch = tape.hit(r"(?:from|between) (?P<a>T) (?:to|and|until) (?P<b>T|D)")
    if stretch:
        return memory._replace(start=time_of(stretch.items("a")), end=time_of(stretch.items("b")))
    leaning = tape.hit(rf"it (?:{UP}|{DOWN}|{_CHANGED})") is not None
    kept = memory if leaning else memory._replace(subject=None, start=None, end=None)
    return kept._replace(end=line_time(tape) or kept.end)


def _doubt(hit: Hit, arm: int | None, subject: Subject | None) -> str | None:
    """Why a change cannot be claimed, if it cannot."""
    if subject is None or subject.share:
        return "a change whose measurand is not clear"
    if arm is None:
        return "a change whose group is not clear"
    word = next((hit.match.group(name) for name in ("verb", "noun", "also") if hit.has(name)), "")
    direction = _direction(hit.items("v1")[0].value, hit.items("v2")[0].value)
    said = (
        "increase" if re.fullmatch(UP, word) else ("decrease" if re.fullmatch(DOWN, word) else None)
    )
    if said and direction and said != direction and not word.startswith("improv"):
        return "a change whose words and numbers disagree"
    return None


def _arm_of(clause: Tape, hits: list[Hit], n: int) -> int | None:
    """The arm of a change: one that opens the clause is of all, else the one told along with it."""
    start = hits[n - 1].last if n else 0
    end = hits[n + 1].first if n + 1 < len(hits) else len(clause.items)
    places = [
        p
        for p in range(len(clause.items))
        if is_arm(clause, p) and len(clause.items[p].value.arms) == 1
    ]
    first = _behind_aside(clause, start)
    own = first + 1 if n and clause.items[first].form in _BEHIND else -1  # that of the one before
    along = [p for p in places if start <= p < end and p != own]
    arms = {int(clause.items[p].value.arms[0]) for p in along}
    strangers = any(item.form in _GROUPS for item in clause.items[start:end])
    if len(arms) == 1 and not strangers:
        return arms.pop()
    behind = [p for p in along if hits[n].last <= p < hits[n].last + 2]
    if behind:
        return int(clause.items[behind[0]].value.arms[0])
    if not along and not strangers and n == 0 and (acting := _acting(clause)) is not None:
        return acting
    opening = [
        p
        for p in places
        if p < hits[0].first and clause.items[0].form in {"in", "among", "for", "A"}
    ]
    if not along and not strangers and len(opening) == 1:
        return int(clause.items[opening[0]].value.arms[0])
    return None


def _behind_aside(clause: Tape, place: int) -> int:
    """The place behind the brackets that open at a place, if any do."""
    if clause.items[place].form != "(":
        return place
    closed = (n for n in range(place, len(clause.items)) if clause.items[n].form == ")")
    behind = next(closed, place) + 1
    return behind if behind < len(clause.items) else place


def _acting(clause: Tape) -> int | None:
    """The arm whose treatment opens a clause as what brought the change about."""
    hit = clause.hit(rf"(?P<arm>I) {_BROUGHT}")
    arms: tuple[int, ...] = hit.items("arm")[0].value.arms if hit and hit.first == 0 else ()
    return int(arms[0]) if len(arms) == 1 else None


def is_arm(tape: Tape, place: int) -> bool:
    """Whether an item names an arm; a bare treatment does behind a word such as "with"."""
    form = tape.items[place].form
    if form == "I":
        return place > 0 and tape.items[place - 1].form in {
            "with",
            "for",
            "on",
            "in",
            "receiving",
            "under",
            "than",
            "to",
            "versus",
            "vs",
        }
    return form == "A"


def _subject_of(clause: Tape, hit: Hit) -> Subject | None:
    if hit.has("of"):
        return next(iter(subjects(clause, hit.items("of"))), None)
    before = clause.items[: hit.first]
    if before and before[-1].form in {"had", "has", "have"}:
        before = before[:-1]
    cut = max(
        (
            n + 1
            for n, item in enumerate(before)
            if item.form in {"A", "I", ",", "G"} and _outside(before, n)
        ),
        default=0,
    )
    found = subjects(clause, before[cut:]) or subjects(
        clause, tuple(i for i in before if i.form not in {"A", "I", "in", ","})
    )
    return found[-1] if found else None


def _outside(items: tuple[Item, ...], place: int) -> bool:
    run = [item.form for item in items[: place + 1]]
    return run.count("(") <= run.count(")")


def _times(hit: Hit, said: Memory) -> tuple[TimePoint | None, TimePoint | None]:
    first = time_of(hit.items("t1")) or said.start
    second = time_of(hit.items("t2")) or said.end
    return first, second


def time_of(items: tuple[Item, ...]) -> TimePoint | None:
    """The time point that a run of items names, a moment or a length of time."""
    if not items:
        return None
    item = items[0]
    return moment(item.value) if item.form == "T" else after(item.value)


def _change(
    ledger: Ledger,
    line: Line,
    hit: Hit,
    arm: int,
    subject: Subject,
    times: tuple[TimePoint | None, TimePoint | None],
) -> Finding:
    slug = measurand(subject, ledger.page.glossary)
    first, second = hit.items("v1")[0].value, hit.items("v2")[0].value
    unit = first.unit or second.unit
    first, second = replace(first, unit=unit), replace(second, unit=unit)
    statistic = subject.statistic
    keys = [
        group_value(ledger, line, arm_key(arm), Point(slug, measure, time, statistic))
        for measure, time in zip((first, second), times, strict=True)
    ]
    change = Change(
        measurand=slug,
        group=arm_key(arm),
        from_result=keys[0],
        to_result=keys[1],
        direction=_direction(first, second),
    )
    key = ledger.add(change, line, rule="change.from-to")
    return Finding(arm, slug, None, key, keys[1], second, times[1], changed=True)


def _direction(first: Measure, second: Measure) -> ChangeDirection | None:
    if first.value is None or second.value is None:
        return None
    if first.value == second.value:
        return "noChange"
    return "increase" if second.value > first.value else "decrease"


def group_value(ledger: Ledger, line: Line, group: str, point: Point) -> str:
    """The key of the claim that a group had a value: one group, one time, one statistic."""
    measure = point.measure
    share = measure.unit is not None and measure.unit.code == "%"
    native = ledger.page.glossary.canonical_unit(point.measurand)
    statistic = point.statistic
    if measure.count is not None and measure.value is None:
        statistic = "countStatistic"
    elif share and statistic is None and (native != "%" or point.outcome is not None):
        statistic = "percentage"  # of people who came to a threshold: "HbA1c < 7% in 52%"
    elif statistic is None and measure.spread_type in {"standardDeviation", "standardError"}:
        statistic = "mean"
    value = number(measure, None if share else native)
    if statistic == "countStatistic" and measure.count is not None:
        written = str(measure.count)
        value = msgspec.structs.replace(
            value, value=Decimal(measure.count), reported=written, unit=value.unit or "1"
        )
    result = GroupResult(
        group=group,
        measurand=point.measurand,
        outcome=point.outcome,
        time=point.time,
        statistic=statistic,
        number=value,
        count=measure.count,
        denominator=measure.denominator,
        baseline_characteristic=point.rule.startswith("baseline"),
        category_label=point.category,
    )
    return ledger.add(result, line, rule=point.rule)


@lru_cache(maxsize=16)  # all that a line states is of its time
def line_time(tape: Tape) -> TimePoint | None:
    """The one time that a whole line speaks of ("at week 52"), where it names just one."""
    times = [item for item in tape.items if item.form == "T" and not item.value.is_baseline]
    lengths = [hit.items()[-1] for hit in tape.hits(r"(?:at|after|by)(?: the)?(?: end of)? D")]
    if lengths and tape.hit(r"follow-up of D"):
        lengths = []
    found = [time_of((item,)) for item in (*times, *lengths)]
    unique = list(dict.fromkeys(t for t in found if t is not None and not t.is_baseline))
    return unique[0] if len(unique) == 1 else None
