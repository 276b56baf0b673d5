"""Facts that are safely tied to an arm, claimed as results of groups.

In: a line that other rules left, or left in part. Out: :class:`~kg.records.GroupResult` claims
with the arm, what was measured, the time, the statistic and the value, under rules named
``value.tied…``. Where it is not clear what was measured, only the arm is kept in mind, for the
number as it will stand among those that are of nothing named.
"""

from collections import Counter
from decimal import Decimal
from functools import partial

import msgspec

from kg.reading.facts import Fact
from kg.reading.frozen import Frozen
from kg.reading.ledger import Ledger
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line
from kg.reading.results import UNREAL, arm_key, line_time, time_of
from kg.reading.roster import Roster
from kg.reading.subjects import Subject, measurand
from kg.reading.tape import Tape
from kg.reading.ties import bare, blocks
from kg.reading.ties.asides import is_aside
from kg.reading.ties.called import by_how_much, in_turns, named_of
from kg.reading.ties.dealing import size_of
from kg.reading.ties.made import coherent, result
from kg.reading.ties.ranked import LIKELY, RULES, sure_of
from kg.reading.ties.rules import bare_lists, tie
from kg.reading.ties.scene import Scene, by_treatments, scene_of
from kg.reading.ties.tested import compare
from kg.reading.ties.tie import Tie, dealt, order_of
from kg.reading.ties.topics import is_effect, topics
from kg.reading.ties.wording import is_named_change
from kg.records import Change, GroupResult, TimePoint

_FEWEST, _LASTING = 2, 5
_PARTS = frozenset({"results", "conclusions", None})


_UNREAL = rf"(?:{UNREAL}|projected|simulat\w+)"
_LATER = frozenset(") ] ( [ , ; and at after in by on the P C F R T D".split())
_SCORED = frozenset({"score", "scores", "points", "scale"})
_BOLD = "value.tied-by-treatment"
BARE = "value.tied-bare"
INFERRED = "-inferred"


class Made(Frozen, frozen=True, gc=False):
    """What the ties of a line gave: numbers of nothing named, and the places of those claimed."""

    owned: tuple[tuple[int, int, str], ...]
    placed: tuple[int, ...]
    bare: tuple[tuple[Line, Fact, int], ...] = ()


class Order(Frozen, frozen=True, gc=False):
    """The order in which a line named the arms, for the line after it.

    ``told`` are the orders of all lines so far; ``waiting`` are lines that name no arm at all.
    ``owned`` are numbers of which it is clear whose they are, not of what: the place of each, its
    arm and the rule that tied it; ``bare`` are such that only their place beside an arm makes
    numbers of results. ``placed`` are the places of those that are claimed. ``open`` are all lines
    with values, and the ties they have.
    """

    line: int = -2
    arms: tuple[int, ...] = ()
    told: tuple[tuple[int, ...], ...] = ()
    waiting: tuple[tuple[Line, Scene], ...] = ()
    owned: tuple[tuple[int, int, str], ...] = ()
    placed: tuple[int, ...] = ()
    bare: tuple[tuple[Line, Fact, int], ...] = ()
    open: tuple[tuple[Line, Scene, tuple[Tie, ...]], ...] = ()

    def with_claims(self, made: Made) -> "Order":
        """The order with what the ties of a further line gave."""
        return self._replace(
            owned=(*self.owned, *made.owned),
            placed=(*self.placed, *made.placed),
            bare=(*self.bare, *made.bare),
        )


def read_ties(ledger: Ledger, line: Line, before: Order) -> Order:
    """The order of arms that a line leaves, once the values that it ties to arms are claimed."""
    arms = len(ledger.page.drafts)
    if arms < _FEWEST or line.part not in _PARTS or line.full.hit(_UNREAL):
        return before._replace(line=-2, arms=())
    scene = scene_of(line, ledger.page.roster)
    if scene is None:
        return before
    order = before.arms if line.number <= before.line + _LASTING else ()
    ties = tie(scene.tape, partial(_fact_size, scene), arms, order)
    if not ties:
        scene, ties = _by_treatments(scene, ledger.page.roster)
    left = _left(line, scene, ties, before)
    if not ties:
        left = left._replace(waiting=(*left.waiting, (line, scene)))
    ties = [
        t._replace(rule=BARE, turns=in_turns(t)) if _fact(scene, t).rule == bare.RULE else t
        for t in ties
    ]
    left = left.with_claims(claim_ties(ledger, line, scene, ties))
    return left._replace(open=(*left.open, (line, scene, tuple(ties))))


def _by_treatments(scene: Scene, roster: Roster) -> tuple[Scene, list[Tie]]:
    """The scene with treatments as arms, and the ties of several of them; else as it was, and none."""
    bold, arms = by_treatments(scene, roster), len(roster.drafts)
    ties = [] if bold is None else tie(bold.tape, partial(_fact_size, bold), arms)
    if bold is None or not order_of(ties):
        return scene, []
    return bold, [each._replace(rule=_BOLD, turns=in_turns(each)) for each in ties]


def read_waiting(ledger: Ledger, order: Order) -> Order:
    """The order once the values of lines are claimed that name no arm, as all others name them.

    Several lines tell it for certain, or one in which the arm comes first that is not the control.
    """
    drafts = ledger.page.drafts
    told = order.told[0] if order.told else ()
    if len(set(order.told)) != 1 or len(told) != len(drafts):
        return order
    sure = len(order.told) > 1 or drafts[told[0]].role == "experimentalRole"
    rule = "value.tied-as-always" if sure else "value.tied-as-elsewhere"
    for line, scene in order.waiting:
        runs = bare_lists(scene.tape, partial(_fact_size, scene), len(drafts))
        order = order.with_claims(claim_ties(ledger, line, scene, dealt(runs, told, rule)))
    return order


def _fact_size(scene: Scene, number: int) -> Decimal | None:
    return size_of(scene.facts[number])


def claim_ties(ledger: Ledger, line: Line, scene: Scene, ties: list[Tie]) -> Made:
    """What the ties of a line gave, once what they say is claimed list by list."""
    held = _told(ledger, line)
    claimed: set[int] = set()
    main = [t for t in ties if t.rule != blocks.RULE and not is_aside(scene.tape, t.item)]
    for group, subject in _told_once(ledger, line, scene, _of_subjects(scene, main)):
        if _claim_list(ledger, line, scene, group, subject, held):
            claimed.update(each.item for each in group)

    def places(tie: Tie) -> list[int]:
        return [figure.start for figure in _fact(scene, tie).figures]

    owned = [t for t in ties if t.item not in claimed and _is_owned(scene, ties, t)]
    return Made(
        tuple((place, each.arm, _named(scene, each)) for each in owned for place in places(each)),
        tuple(place for each in ties if each.item in claimed for place in places(each)),
        tuple((line, _fact(scene, each), each.arm) for each in owned if each.rule == BARE),
    )


def _named(scene: Scene, tie: Tie) -> str:
    """The rule of a tie; where an arm goes by a name that only stands where its own could, it says so."""
    return f"{tie.rule}{INFERRED}" if scene.inferred and tie.rule not in RULES else tie.rule


def _fact(scene: Scene, tie: Tie) -> Fact:
    return scene.facts[int(scene.tape.items[tie.item].value)]


def _is_owned(scene: Scene, ties: list[Tie], tie: Tie) -> bool:
    """Whether a value of nothing named is an arm's own: it fits, and is no effect of a treatment."""
    mates = [each for each in ties if each.first == tie.first]
    effect = len(mates) == 1 and not order_of(ties) and is_effect(scene.tape, tie.first, tie.last)
    return not effect and _coherent(scene, _fact(scene, tie), [_fact(scene, m) for m in mates])


def _coherent(scene: Scene, fact: Fact, beside: list[Fact]) -> bool:
    """Whether a value can be one, beside the others of its list and in such words."""
    return coherent(fact, beside, scored=not _SCORED.isdisjoint(scene.tape.forms))


def _of_subjects(scene: Scene, ties: list[Tie]) -> list[tuple[list[Tie], Subject]]:
    """The lists of values of which it is clear what was measured."""
    found: list[tuple[list[Tie], Subject]] = []
    subject: Subject | None = None
    row: tuple[Subject, ...] = ()
    last, moves = 0, False
    for named, group in _lists(ties):
        row = _several(scene, group, () if named else row)
        if row:
            found += [([each], one) for each, one in zip(group, row, strict=True)]
            subject, last = None, group[-1].last
            continue
        if named and not (subject and _only_later(scene.tape, last, group[0].first)):
            subject = named_of(scene, ties, group)
        last = group[-1].last
        moves = (moves and not named) or by_how_much(scene, group, subject)
        if subject is not None and not moves and not _priced(scene, group):
            found.append((group, subject))
    return found


def _several(scene: Scene, group: list[Tie], before: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """As many subjects as one arm has values: "survival and relapse were 80% and 9% with X"."""
    if len({each.arm for each in group}) > 1 or len(group) == 1:
        return ()
    if any(scene.facts[int(scene.tape.items[t.item].value)].side for t in group):
        return ()
    told = before or topics(scene.tape, group[0].first, len(group))
    return told if len(told) == len(group) else ()


def _only_later(tape: Tape, last: int, first: int) -> bool:
    """Whether between two lists stands no more than a time: "(3 vs 4) and at 12 h (2 vs 3)"."""
    between = [item.form for item in tape.items[last:first]]
    return bool({"T", "D"} & set(between)) and set(between) <= _LATER


def _told_once(
    ledger: Ledger, line: Line, scene: Scene, lists: list[tuple[list[Tie], Subject]]
) -> list[tuple[list[Tie], Subject]]:
    """The lists but for those that would give an arm two values of one thing at one time."""

    def things(group: list[Tie], subject: Subject) -> set[tuple[object, ...]]:
        slug = measurand(subject, ledger.page.glossary)
        when = _when(line, scene.tape, group)
        return {(each.arm, slug, subject.threshold, subject.statistic, when) for each in group}

    named = [things(group, subject) for group, subject in lists]
    told = Counter(thing for each in named for thing in each)
    return [
        each
        for each, own in zip(lists, named, strict=True)
        if all(told[thing] == 1 for thing in own)
    ]


def _left(line: Line, scene: Scene, ties: list[Tie], before: Order) -> Order:
    """The order that a line leaves: its own, or that before it where it names no arm."""
    names = not scene.tape.forms.isdisjoint(("A", "X"))
    if not names and not ties:
        return before
    order = order_of(ties)
    leans = any(each.rule == "value.tied-as-before" for each in ties)
    told = (*before.told, order) if order and not leans else before.told
    return before._replace(line=line.number, arms=order, told=told)


def _lists(ties: list[Tie]) -> list[tuple[bool, list[Tie]]]:
    """The ties by the list of values in which they stand, and whether it has a name of its own.

    What stands in turns has one name: that before the first of its arms.
    """
    found: dict[int, list[Tie]] = {}
    for each in ties:
        found.setdefault(each.first, []).append(each)
    named: list[tuple[bool, list[Tie]]] = []
    seen: set[int] = set()
    for group in found.values():
        arms = {each.arm for each in group}
        again = bool(seen & arms) or not in_turns(group[0]) or not seen
        seen = arms if again else seen | arms
        named.append((again, group))
    return named


def _priced(scene: Scene, group: list[Tie]) -> bool:
    """Whether a value is a sum of money."""
    row = scene.tape.items[max(0, group[0].first - 1) : group[-1].last]
    return any(item.form in {"$", "€", "£"} for item in row)


def _told(ledger: Ledger, line: Line) -> set[str | None]:
    """The numbers, as written, that claims of a line hold already."""
    key = ledger.passage_key(line)
    held = (claim for kind in (GroupResult, Change) for claim in ledger.of(kind))
    return {c.number.reported for c in held if key in c.evidence and c.number is not None}


def _claim_list(
    ledger: Ledger,
    line: Line,
    scene: Scene,
    group: list[Tie],
    subject: Subject,
    held: set[str | None],
) -> bool:
    """Whether the values of a list are claimed, as they are now."""
    facts = [scene.facts[int(scene.tape.items[each.item].value)] for each in group]
    if not all(_coherent(scene, fact, facts) for fact in facts) or any(
        _written(f) in held for f in facts
    ):
        return False
    if not _one_each(group, facts) or by_how_much(scene, group, subject):
        return False
    slug = measurand(subject, ledger.page.glossary)
    in_percent = ledger.page.glossary.canonical_unit(slug) == "%"
    if is_named_change(subject) and not all(_fits(f, subject, in_percent) for f in facts):
        return False
    when = _when(line, scene.tape, group)
    outcome = outcome_of(ledger, line, subject, slug, when) if subject.threshold else None
    keys = []
    for each, fact in zip(group, facts, strict=True):
        made = result(ledger, fact, slug, subject)
        told = msgspec.structs.replace(made, group=arm_key(each.arm), outcome=outcome, time=when)
        keys.append(ledger.add(told, line, rule=_named(scene, each), sure=sure_of(each.rule)))
    if any(each.rule == LIKELY for each in group):
        return True  # nothing is built on what is only suggested
    if len(keys) > len({each.arm for each in group}):
        change = Change(
            measurand=slug, group=arm_key(group[0].arm), from_result=keys[0], to_result=keys[1]
        )
        ledger.add(change, line, rule="change.tied")
    compare(ledger, line, scene, group, subject)
    return True


def _fits(fact: Fact, subject: Subject, in_percent: bool) -> bool:  # noqa: FBT001 - of the measurand
    """Whether a change is of the kind that its words say: a percentage where they, or all of it, do."""
    if fact.number is None:
        return False
    relative = subject.statistic == "percentChange"
    return (fact.number.unit == "%") == (relative or in_percent)


def _one_each(group: list[Tie], facts: list[Fact]) -> bool:
    """Whether each arm has one value, or one arm the two ends of a change."""
    if len({each.arm for each in group}) == len(group):
        return True
    return [fact.side for fact in facts] == ["from", "to"]


def _written(fact: Fact) -> str | None:
    """The number of a fact as it stands there, or its count where it has no other."""
    counts = (figure.written for figure in fact.figures if figure.role == "count")
    return fact.number.reported if fact.number else next(counts, None)


def _when(line: Line, tape: Tape, group: list[Tie]) -> TimePoint | None:
    """The time of some values: right behind them, else the line's."""
    behind = tape.part(group[-1].last, len(tape.items)).hit(r"(?:at|after)(?: the)? (?P<t>T|D)")
    if behind and not behind.first:
        return time_of(behind.items("t"))
    near = tape.part(max(0, group[0].first - 5), group[0].first)
    before = near.hit(r"(?:(?:at|after)(?: the)?|and|,) (?P<t>T|D)(?: \()?")
    if before and before.last == len(near.items):
        return time_of(before.items("t"))
    return line_time(line.full)
