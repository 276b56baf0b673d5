"""Values told group by group: in turns, or as lists in the order of the groups.

In: a line and what the lines before it left in mind. Out: :class:`~kg.records.GroupResult`
claims, their findings, and the comparison that closes them. A line is read segment by segment;
a segment may lean on the one before it for its subject ("it was …") and for the order of the
groups ("25% and 32%, respectively"). Values and groups must match in number, each group once.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kg.reading.amounts import names_baseline
from kg.reading.atoms import Unit
from kg.reading.comparisons import compare_values
from kg.reading.frozen import Frozen
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure, Probability
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line
from kg.reading.phrases import STOPS, VERBS, behind_difference, opened
from kg.reading.results import (
    Finding,
    Memory,
    Point,
    arm_key,
    clauses,
    group_value,
    is_arm,
    line_time,
    time_of,
)
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.reading.ties.topics import MORE_OR_LESS, is_change, is_plain
from kg.records import TimePoint

_VALUES = frozenset({"V", "Q", "D"})
_ARMS = frozenset({"A", "I"})
_STRANGERS = frozenset({"group", "arm", "recipients"})
_JOIN = r"(?:, and|and|versus|vs\.?|v|,|or|compared with|compared to|/|against)"
_LIST = rf"(?P<list>(?:V|Q|D)(?: {_JOIN} (?:V|Q|D))+)"
_INSIDE = rf"\( {_LIST}(?: (?:;|,) [^()]*)? \)"
_NOT_RESULTS = (
    r"expected|randomized|randomly|assigned|allocated|older|younger|dose|doses|dosage|years of age|aged|screened|enrolled|recruited|hazard ratio|odds ratio"
    r"|relative risk|risk ratio|difference (?:of|was)|from(?: {w}){0,3}? (?:V|D) to|correlat\w+"
    r"|(?:increased|rose|improved|grew|decreased|declined|fell|dropped|reduced|lowered)(?: {w})? by"
)
_GOT = r"(?:had|reached|achieved|attained|experienced|showed|developed|met|reported)(?: an?| the)? (?P<what>.+?)(?= \(| ,| \.| ;| which| compared| versus| vs| $)"
_THAN = (
    r"(?:than|compared (?:with|to))(?: (?:did|those|that))?(?: (?:in|for|with|among|of))?(?: the)?"
)
_PAIR = rf"(?:A|I) (?:and|or|versus|vs) (?:A|I)|(?:A|I) .*?{_THAN} (?:A|I)"
_MORE = frozenset("a an higher lower greater smaller longer shorter".split())
_UNLIKE = r"(?P<not>not )(?:statistically )?(?:significantly )?different|did not (?:statistically )?(?:significantly )?differ|no significant difference"
_RESPECTIVE = r"(?:corresponding|respective) (?:values|figures|numbers|proportions|percentages|rates|counts|levels|means|medians)"
_LEANING = rf"it|they|these|those|respectively|{_RESPECTIVE}"
_PRONOUNS = frozenset("it they these those this respective corresponding values figures".split())


class Told(Frozen, frozen=True, gc=False):
    """Values of groups in their order, and where they stand in the segment."""

    order: tuple[int, ...]
    values: tuple[Measure, ...]
    first: int
    last: int


def read_segments(ledger: Ledger, line: Line, memory: Memory) -> tuple[list[Finding], Memory]:
    """The findings of a line that gives values group by group, and what it leaves in mind."""
    findings: list[Finding] = []
    if line.part not in {"results", None} or _is_something_else(line.full) or _counts_people(line):
        return findings, memory
    if memory.line != line.number:
        leans = line.full.hit(_LEANING)
        kept = (memory.order, memory.subject) if leans else ((), None)
        memory = memory._replace(unit=None, order=kept[0], subject=kept[1])
    for segment in segments(line.full):
        found, memory = _read_segment(ledger, line, segment, memory)
        findings += found
    return findings, memory


def _is_something_else(tape: Tape) -> bool:
    """Whether values stand for something else: "than" tells a difference, unless a list explains it."""
    return bool(tape.hit(_NOT_RESULTS)) or bool(tape.hit("than") and not tape.hit(_INSIDE))


def _counts_people(line: Line) -> bool:
    return "S" in line.full.forms


def segments(tape: Tape) -> Iterator[Tape]:
    """The stretches of a line that each tell of one subject: clauses, cut behind a closing P too."""
    for clause in clauses(tape):
        begin = 0
        for hit in clause.hits(r"P(?: [^()]*)? \)(?: ,)? and"):
            yield clause.part(begin, hit.last)
            begin = hit.last
        yield clause.part(begin, len(clause.items))


def _read_segment(
    ledger: Ledger, line: Line, segment: Tape, memory: Memory
) -> tuple[list[Finding], Memory]:
    told = list(_told(segment, memory))
    order = told[0].order if told else _listed(segment)
    memory = memory._replace(order=order or memory.order, line=line.number)
    findings: list[Finding] = []
    end = 0
    for group in told:
        subject = _subject(segment, end, group) or (
            memory.subject if _leans(segment, end, group) else None
        )
        end = group.last
        if subject is None:
            ledger.unread(line, "values per group whose measurand is not clear")
            continue
        reached = subject.share or subject.threshold is not None
        if not reached and is_change(segment, group.first, group.last, subject):
            continue  # by how much it changed is no value of it; ties name the change
        if not reached and not subject.statistic and any(map(_may_count, group.values)):
            continue  # so many of something; ties say of what
        unit = next((m.unit for m in group.values if m.unit), memory.unit)
        memory = memory._replace(subject=subject, unit=unit)
        findings += _claims(ledger, line, segment, group, subject, unit)
    if not told and _says_something(segment):
        memory = memory._replace(subject=_only_subject(segment))
    _compare(ledger, line, segment, findings)
    return findings, memory


def _may_count(measure: Measure) -> bool:
    """Whether a bare whole number may count people or events, of which a unit would say nothing."""
    value = measure.value
    plain = measure.unit is None and measure.count is None and measure.spread is None
    limits = measure.spread_low is not None or measure.interval is not None
    whole = value is not None and value == value.to_integral_value()
    return plain and not limits and whole


def _says_something(segment: Tape) -> bool:
    """Whether a stretch without values has a subject of its own, which the next may lean on."""
    words = [item.form for item in segment.items if item.form[0].islower()]
    return len(set(words) - STOPS - VERBS - _PRONOUNS) > 1


def _told(segment: Tape, memory: Memory) -> Iterator[Told]:
    """The values of a segment with their groups, where there is one way to tie them."""
    if segment.forms.isdisjoint(_VALUES):
        return
    turns = _turns(segment)
    if turns:
        yield turns
        return
    alone = segment.forms.isdisjoint(("A", "I"))
    order = _listed(segment) or (memory.order if alone and memory.order else ())
    hits = list(segment.hits(_LIST)) if _flat_values(segment) else list(segment.hits(_INSIDE))
    if any(_of_one(segment, hit) for hit in hits) or _each_its_own(segment, hits):
        return
    for hit in hits:
        if _says_when(segment, hit) or (alone and _goes_on(segment, hit)):
            continue
        values = tuple(item.value for item in hit.items("list") if item.form in _VALUES)
        if len(order) == len(values) and all(not m.low and not m.high for m in values):
            yield Told(order, values, hit.first, hit.last)


def _says_when(segment: Tape, hit: Hit) -> bool:
    """Whether a list is of times: "at 6 and 12 weeks"."""
    before = segment.items[hit.first - 1].form if hit.first else ""
    timed = any(item.form == "D" for item in hit.items("list"))
    return timed and before in {"at", "after", "within", "by", "for", "during", "over", "through"}


def _of_one(segment: Tape, hit: Hit) -> bool:
    """Whether a list stands in brackets right behind one of several arms, whose own it is."""
    opening = hit.first - (segment.items[hit.first].form != "(")
    joins = {item.form for item in hit.items("list")}
    if opening < 1 or segment.items[opening].form != "(" or not joins & {"and", ","}:
        return False
    several = sum(is_arm(segment, n) for n in range(len(segment.items))) > 1
    return several and is_arm(segment, opening - 1)


def _each_its_own(segment: Tape, hits: list[Hit]) -> bool:
    """Whether every pair stands in brackets right behind an arm: what each had before and after."""
    behind = [hit.first - 1 for hit in hits if segment.items[hit.first].form == "("]
    return len(hits) > 1 and len(behind) == len(hits) and all(is_arm(segment, n) for n in behind)


def _goes_on(segment: Tape, hit: Hit) -> bool:
    """Whether behind a list stands of whom its values are, and that is no arm and no time."""
    behind = [item.form for item in segment.items[hit.last : hit.last + 3]]
    return behind[:1] in (["in"], ["for"], ["with"], ["among"], ["of"]) and not {"T", "D"} & {
        *behind
    }


def _flat_values(segment: Tape) -> bool:
    return not segment.forms.isdisjoint(_VALUES) and any(
        i.form in _VALUES and _outside(segment, n) and not _is_time(segment, n)
        for n, i in enumerate(segment.items)
    )


def _listed(segment: Tape) -> tuple[int, ...]:
    """The groups in the one order that a segment lists them in, if it does."""
    if segment.forms.isdisjoint(_ARMS):
        return ()
    places = [n for n in range(len(segment.items)) if is_arm(segment, n) and _outside(segment, n)]
    lists = [
        tuple(segment.items[n].value.arms) for n in places if len(segment.items[n].value.arms) > 1
    ]
    if len(lists) == 1 and len(places) == 1:
        return lists[0]
    pair = segment.hit(_PAIR)
    if pair and [pair.first, pair.last - 1] == places:
        arms = tuple(int(segment.items[n].value.arms[0]) for n in places)
        return arms if len(set(arms)) == len(arms) else ()
    return ()


def _turns(segment: Tape) -> Told | None:
    """Values and groups that strictly take turns, values or groups first."""
    if segment.forms.isdisjoint(_ARMS) or not segment.forms.isdisjoint(_STRANGERS):
        return None
    row = [
        n
        for n, item in enumerate(segment.items)
        if (is_arm(segment, n) or (item.form in _VALUES and not _is_time(segment, n)))
        and _outside(segment, n)
    ]
    kinds = ["a" if segment.items[n].form in {"A", "I"} else "v" for n in row]
    half = len(row) // 2
    if half <= 1 or kinds not in (["v", "a"] * half, ["a", "v"] * half):
        return None
    groups = [segment.items[n] for n, kind in zip(row, kinds, strict=True) if kind == "a"]
    if any(len(item.value.arms) != 1 for item in groups):
        return None
    order = tuple(int(item.value.arms[0]) for item in groups)
    values = tuple(
        segment.items[n].value for n, kind in zip(row, kinds, strict=True) if kind == "v"
    )
    if len(set(order)) != half:
        return None
    return Told(
        order, values, min(n for n, k in zip(row, kinds, strict=True) if k == "v"), row[-1] + 1
    )


def _is_time(segment: Tape, place: int) -> bool:
    """Whether a length of time says when, not how much."""
    before = segment.items[place - 1].form if place else ""
    return segment.items[place].form == "D" and before not in {
        "was",
        "were",
        "of",
        "and",
        "versus",
        "vs",
        "or",
    }


def _outside(segment: Tape, place: int) -> bool:
    if "(" not in segment.forms:
        return True
    run = [item.form for item in segment.items[:place]]
    return run.count("(") <= run.count(")")


def _subject(segment: Tape, begin: int, group: Told) -> Subject | None:
    """What the values are of: the phrase before them, else what the groups "had"."""
    named = subjects(segment, _phrase(segment.items[begin : group.first]))
    if len(named) > 1 or (named and not is_plain(named[0])):
        return None  # one list is of one thing
    if named:
        subject = named[-1]
        return subject._replace(share=subject.share or subject.threshold is not None)
    behind = segment.part(group.first, len(segment.items)).hit(_GOT)
    found = subjects(segment, behind.items("what")) if behind else ()
    return found[0]._replace(share=True) if len(found) == 1 and is_plain(found[0]) else None


def _phrase(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The noun phrase of a stretch: behind an opening adverbial, up to the verb, groups left out."""
    kept = [item for item in behind_difference(opened(items)) if item.form not in {"A", "I", "G"}]
    colon = next((n for n, item in enumerate(kept) if item.form == ":"), -1)
    kept = kept[colon + 1 :] or kept  # "the groups were alike: mean age was"
    if kept and kept[0].form in VERBS:
        more = next((n for n, i in enumerate(kept) if n and i.form not in _MORE), len(kept))
        kept = kept[more : next((n for n, i in enumerate(kept) if i.form == "than"), len(kept))]
    verb = next((n for n, item in enumerate(kept) if n and item.form in VERBS), len(kept))
    head = kept[:verb]
    while head and (head[0].form in MORE_OR_LESS | STOPS or head[0].form.endswith("ly")):
        head = head[1:]
    while head and (head[-1].form in STOPS or head[-1].form in {"(", ","}):
        head.pop()
    return tuple(head)


def _leans(segment: Tape, begin: int, group: Told) -> bool:
    """Whether a stretch has no subject of its own but leans on the one before."""
    words = {item.form for item in segment.items[begin : group.first] if item.form.islower()}
    return not words - STOPS - VERBS - _PRONOUNS - {"the", "either", "also", "and", "which"}


def _only_subject(segment: Tape) -> Subject | None:
    if "B" not in segment.forms:
        return None  # a threshold is a bound
    named = subjects(segment, _phrase(segment.items))
    return named[-1] if len(named) == 1 and named[0].threshold else None


def _claims(
    ledger: Ledger, line: Line, segment: Tape, group: Told, subject: Subject, unit: Unit | None
) -> list[Finding]:
    slug = measurand(subject, ledger.page.glossary)
    when = _when(line, segment, group)
    outcome = outcome_of(ledger, line, subject, slug, when) if subject.threshold else None
    findings: list[Finding] = []
    for arm, measure in zip(group.order, group.values, strict=True):
        value = measure if measure.unit or measure.count else replace(measure, unit=unit)
        point = Point(slug, value, when, subject.statistic, outcome, rule="value.by-group")
        key = group_value(ledger, line, arm_key(arm), point)
        findings.append(Finding(arm, slug, outcome, key, key, value, when, changed=False))
    return findings


def _when(line: Line, segment: Tape, group: Told) -> TimePoint | None:
    """The time of some values: right behind them, else the segment's, else the line's."""
    behind = segment.part(group.last, len(segment.items)).hit(r"(?:at|after)(?: the)? (?P<t>T|D)")
    if behind and not behind.first:
        return time_of(behind.items("t"))
    return _own_time(segment) or line_time(line.full)


def _own_time(segment: Tape) -> TimePoint | None:
    if time := line_time(segment):
        return time
    baseline = names_baseline(segment)
    return TimePoint(is_baseline=True) if baseline else None


def _compare(ledger: Ledger, line: Line, segment: Tape, findings: list[Finding]) -> None:
    """Claims what a segment says of its last pair of values: by a P, or in words."""
    pair = [f for f in findings if (f.measurand, f.outcome, f.time) == _last(findings)]
    if len(pair) != 2:  # noqa: PLR2004 - a comparison has two sides
        return
    tests: list[Probability] = [item.value for item in segment.items if item.form == "P"]
    unlike: Hit | None = segment.hit(_UNLIKE)
    if len(tests) == 1:
        compare_values(ledger, line, pair[0], pair[1], tests[0])
    elif unlike and not tests:
        compare_values(ledger, line, pair[0], pair[1], Probability(">", None, None))


def _last(findings: list[Finding]) -> tuple[str, str | None, TimePoint | None] | None:
    return (findings[-1].measurand, findings[-1].outcome, findings[-1].time) if findings else None
