"""The people at baseline: ages, shares and starting values, of all or of an arm.

In: the lines of a page. Out: :class:`~kg.records.GroupResult` claims marked as baseline
characteristics. A line is read as baseline only where it says so, or gives an age; each of its
members must then name what it measures.
"""

from itertools import pairwise

from kg.codes import Statistic
from kg.reading.amounts import names_baseline
from kg.reading.ledger import Ledger
from kg.reading.measures import PEOPLE, Measure
from kg.reading.page import Line
from kg.reading.participants import everybody
from kg.reading.phrases import trim
from kg.reading.results import DOWN, UP, Point, group_value
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import GroupResult, Population, TimePoint

_START = TimePoint(is_baseline=True)
_STARTS = frozenset({"V", "Q", "T", "mean", "median", "average"})
_LISTED = r"(?P<what>(?:mean|median|average|T)(?: [^\s.;,]+){1,14}?)(?: values?| levels?)? (?:were|was) (?P<values>(?:V|D)(?: and (?:V|D))+) ,? ?respectively"
_VALUE = r"(?:(?:the )?(?:patients|participants|subjects) had )?(?P<what>(?:{w} |T |\( ± {w} \) |\( {w} \) ){1,9}?)(?:was|were|of|=|:) (?P<value>V|D|Q)(?= ,| \.| and| ;| \(| $| years| at)"
_SHARE = rf"(?P<value>V|Q)(?: of (?:the )?(?:{PEOPLE}))? (?:(?:were|was) (?:at |in |of |on |classified as |)|had |)(?:an? |the )?(?P<what>{{w}}(?: (?!and [VQ])[^\s.,;A-Z]+){{0,12}}?)(?P<of> of (?P<score>V))?(?= ,| \.| and V| and Q| ;| $)"
_TRAILING = r"(?P<what>(?:{w} ){1,9}?)(?P<of>of V )?(?:in )?(?P<value>V|D|Q)(?= ,| \.| ;)"
_IN_BRACKETS = (
    r"\( (?P<list>(?:[^()\s]+ |\( [^()]* \) )*?(?:age|aged)(?: [^()\s]+| \( [^()]* \))+) \)"
)
_MEASURED = r"\( (?P<list>(?:[^()\s]+ )*?V(?: [^()\s]+)*) \)"
_NAMED = r"(?:the |and )*(?P<what>(?:{w} |T |\( {w} \) ){1,8}?)(?:was |were |of |is |= |: )?(?P<value>V|D)(?= [.,;]| $| years)"
_OF_SEX = r"(?P<value>V) (?P<what>(?:fe)?males?|women|men|girls|boys)(?= [.,;]| $)"
_AGED = r"S(?: [^\s.,;A-Z]+){0,4}? (?P<what>aged?) (?P<value>V|D)"
_AVERAGE = r"(?:(?P<median>medians?)|means?|averages?)(?: \( {w} \))?(?: {w}| T){0,3}?"
_DESIGN = r"(?:wash-?out|run-in|follow-up|period|phase|interval|observation|intervention|treatment|course|study|trial)(?: {w}){0,2}"
_GIVEN = frozenset("A I to received receiving given assigned allocated on or versus vs".split())
_MIXED = rf"(?:{UP}|{DOWN}|randomized|significant|difference|compared|versus|vs|P|C|improvement|than|assigned|changes?|changed|differences|(?:from|since|versus|vs|over|to) T)"


def read_baseline(ledger: Ledger, line: Line) -> bool:
    """Whether a line described people at baseline; each member of its list becomes a claim."""
    if line.part in {"background", "objective", "conclusions", "title"}:
        return False
    if (told := line.arms.hit(_IN_BRACKETS) or _measured(ledger, line)) is not None:
        _read_brackets(ledger, line, told)
    if (aged := line.arms.hit(_AGED)) is not None:
        _read_age(ledger, line, aged)
    if not _is_baseline(line) and not _goes_on(ledger, line):
        return False
    group = _group(ledger, line)
    if group is None:
        return False
    before = len(ledger.of(GroupResult))
    rest = _read_lists(ledger, line, group)
    said = (
        _statistic(line.arms)
        if line.arms.hit(rf"{_AVERAGE} (?:characteristics|values|data)")
        else None
    )
    for run in _members(rest):
        _read_member(ledger, line, group, run, said)
    return len(ledger.of(GroupResult)) > before


def _is_baseline(line: Line) -> bool:
    if line.arms.hit(_MIXED):
        return False
    stated = names_baseline(line.arms)
    return (stated or bool(line.arms.hit(r"(?:median|mean|average) age"))) and any(
        i.form in {"V", "D", "Q"} for i in line.arms.items
    )


def _goes_on(ledger: Ledger, line: Line) -> bool:
    """Whether a line goes on from one about baseline: plain medians and shares, no time, no arm."""
    before = ledger.page.lines[line.number - 1] if line.number else None
    if before is None or before.part != line.part or line.arms.hit(_MIXED):
        return False
    key = ledger.passage_key(before)
    told = any(r.baseline_characteristic and key in r.evidence for r in ledger.of(GroupResult))
    plain = line.arms.forms.isdisjoint(("T", "A", "G", "B", "S"))
    return told and plain and bool(line.arms.hit(r"(?:median|mean|average)"))


def _group(ledger: Ledger, line: Line) -> str | None:
    arms = {arm for item in line.arms.items if item.form == "A" for arm in item.value.arms}
    if len(arms) == 1:
        return f"arm-{arms.pop() + 1}"
    return everybody(ledger) if not arms else None


def _read_brackets(ledger: Ledger, line: Line, told: Hit) -> None:
    """Claims what brackets behind the people say of them: "90 men (mean age 52 years, BMI 27)"."""
    listed = told.items("list")
    counted = listed[0].form == "S"  # "participants (N = 90; mean age 52 years)"
    group = _counted(ledger, listed[0]) if counted else everybody(ledger)
    if group is None or not (counted or _is_of_people(line.arms.items[: told.first])):
        return
    inside = _without_pauses(Tape(line.arms.text, listed))
    said = _statistic(inside)
    for member in _members(inside):
        hit = member.hit(_NAMED)
        measure: Measure | None = next((i.value for i in hit.items("value")), None) if hit else None
        if (sex := member.hit(_OF_SEX)) and _in_percent(sex.items("value")[0].value):
            _share(ledger, line, group, sex.items("what"), (), sex.items("value")[0].value)
        if hit is None or hit.first or measure is None:
            continue
        named = subjects(member, hit.items("what"))
        mean: Statistic | None = "mean" if measure.spread is not None else said
        if named and not named[-1].threshold and mean:
            subject = named[-1]._replace(statistic=named[-1].statistic or said or mean)
            _claim(ledger, line, group, subject, measure)


def _measured(ledger: Ledger, line: Line) -> Hit | None:
    """The bracket that says with a spread what the people before it measured: "62 men (BMI 31 ± 4)"."""
    hit = line.arms.hit(_MEASURED) if line.part != "results" else None
    if hit is None or not any(i.form == "V" and i.value.spread is not None for i in hit.items()):
        return None
    people = [item for item in line.arms.items[: hit.first] if item.form == "S"]
    return hit if len(people) == 1 and _counted(ledger, people[0]) else None


def _without_pauses(tape: Tape) -> Tape:
    """The tape without commas between an age and its number: "mean age, 44 years"."""
    kept = [
        item
        for n, item in enumerate(tape.items)
        if item.form != "," or not n or tape.items[n - 1].form != "age"
    ]
    return Tape(tape.text, tuple(kept))


def _read_age(ledger: Ledger, line: Line, told: Hit) -> None:
    """Claims the mean age that stands beside people: "60 women aged 44 ± 9 years"."""
    group, measure = _counted(ledger, told.items()[0]), told.items("value")[0].value
    if group is not None and measure.spread is not None:
        age = subjects(line.arms, told.items("what"))
        if age:
            _claim(ledger, line, group, age[-1]._replace(statistic="mean"), measure)


def _counted(ledger: Ledger, people: Item) -> str | None:
    """The key of the population that a number of people counts."""
    held = (p for p in ledger.of(Population) if p.size and p.size == people.value.count)
    return next((p.key for p in held), None)


def _is_of_people(before: tuple[Item, ...]) -> bool:
    """Whether a bracket stands behind a number of people, and not behind what some of them got."""
    since = [item.form for item in before[::-1]]
    return "S" in since and _GIVEN.isdisjoint(since[: since.index("S")])


def _statistic(tape: Tape) -> Statistic | None:
    """The statistic that a list of characteristics is in, where its words say so."""
    hit = tape.hit(_AVERAGE)
    return None if hit is None else "median" if hit.has("median") else "mean"


def _read_lists(ledger: Ledger, line: Line, group: str) -> Tape:
    """Reads "median X and Y were 1 and 2, respectively"; the tape without it is what is left."""
    hit = line.arms.hit(_LISTED)
    if hit is None:
        return line.arms
    named = subjects(line.arms, hit.items("what"))
    values = [item.value for item in hit.items("values") if item.form in {"V", "D"}]
    if len(named) == len(values):
        for subject, value in zip(named, values, strict=True):
            statistic = subject.statistic or named[0].statistic
            _claim(ledger, line, group, subject._replace(statistic=statistic), value)
    return Tape(line.arms.text, (*line.arms.items[: hit.first], *line.arms.items[hit.last :]))


def _members(tape: Tape) -> list[Tape]:
    """The members of a comma list, each with its own value."""
    cuts = [0]
    depth = 0
    for n, item in enumerate(tape.items):
        depth += item.form == "("
        depth -= item.form == ")" and depth > 0
        behind = [i.form for i in tape.items[n + 1 : n + 3] if i.form not in {"a", "an", "the"}]
        starts = item.form == "and" and behind[:1] and behind[0] in _STARTS
        if not depth and (item.form in {",", ";", ":"} or starts):
            cuts.append(n + 1)
    cuts.append(len(tape.items))
    return [tape.part(a, b) for a, b in pairwise(cuts) if b > a]


def _read_member(
    ledger: Ledger, line: Line, group: str, member: Tape, said: Statistic | None = None
) -> None:
    """Claims one member of a list; what all are means of is told by *said*."""
    padded = Tape(member.text, (*member.items, Item(".", member.end, member.end)))
    if hit := padded.hit(_SHARE):
        _claim_share(ledger, line, group, hit)
    elif hit := padded.hit(_VALUE):
        named = subjects(padded, hit.items("what"))
        measure = next((i.value for i in hit.items("value")), None)
        if named and measure is not None and not (named[-1].threshold or _is_design(hit)):
            _claim(ledger, line, group, named[-1], measure)
    elif hit := padded.hit(_TRAILING):
        _claim_trailing(ledger, line, group, hit, said)


def _is_design(hit: Hit) -> bool:
    """Whether a length of time is of a stretch of the study: "with a washout of one week"."""
    return hit.items("value")[0].form == "D" and bool(
        Tape(hit.tape.text, hit.items("what")).hit(_DESIGN)
    )


def _claim(ledger: Ledger, line: Line, group: str, subject: Subject, measure: Measure) -> None:
    slug = measurand(subject, ledger.page.glossary)
    point = Point(slug, measure, _START, subject.statistic, rule="baseline.value")
    group_value(ledger, line, group, point)


def _claim_trailing(
    ledger: Ledger, line: Line, group: str, hit: Hit, said: Statistic | None
) -> None:
    """A member that just names and numbers: "median age 43 years", "stage C 61%"."""
    measure: Measure = hit.items("value")[0].value
    named = subjects(hit.tape, hit.items("what"))
    if not named:
        return
    subject = named[-1]._replace(statistic=named[-1].statistic or said)
    if (
        measure.unit is not None
        and measure.unit.code == "%"
        and not _is_share_itself(ledger, subject)
    ):
        items = trim((*hit.items("what"), *hit.items("of")))
        _share(ledger, line, group, items, hit.items("of"), measure)
    elif subject.statistic:
        _claim(ledger, line, group, subject, measure)


def _is_share_itself(ledger: Ledger, subject: Subject) -> bool:
    """Whether what is measured is itself in percent, and its mean is told: "HbA1c 8.7%"."""
    native = ledger.page.glossary.canonical_unit(measurand(subject, ledger.page.glossary))
    return native == "%" and subject.statistic is not None


def _in_percent(measure: Measure) -> bool:
    return measure.unit is not None and measure.unit.code == "%"


def _claim_share(ledger: Ledger, line: Line, group: str, hit: Hit) -> None:
    measure: Measure = hit.items("value")[0].value
    if not _in_percent(measure) or (measure.value is not None and measure.value < 0):
        return
    items = trim(hit.items("what"))
    if not items or items[0].form in {"for", "in", "at"}:
        return
    _share(ledger, line, group, items, hit.items("of"), measure)


def _share(
    ledger: Ledger,
    line: Line,
    group: str,
    items: tuple[Item, ...],
    of: tuple[Item, ...],
    measure: Measure,
) -> None:
    """Claims that a share of a group was something: the thing is the measurand and the category."""
    text = ledger.page.text
    plain = tuple(item for item in items if item not in of)
    end = of[-1].end if of else items[-1].end
    slug = ledger.page.glossary.concept(
        text[plain[0].start : plain[-1].end],
        "PersonAttribute",
        "Measurand",
        "Biomarker",
        "Condition",
    )
    category = text[items[0].start : end]
    point = Point(slug, measure, _START, category=category, rule="baseline.share")
    group_value(ledger, line, group, point)
