"""Participant flow told in passing: how many had something done, stopped, or were lost.

In: lines that tell results or methods. Out: :class:`~kg.records.GroupResult` counts labelled
with the milestone, of everybody or of the one arm that the line names.
"""

from decimal import Decimal

from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.reading.participants import everybody
from kg.reading.phrases import trim
from kg.reading.tape import Hit, Item
from kg.reading.ties.inside import name_of
from kg.records import GroupResult, Number

_DONE_IN = r"(?P<what>(?:{w} ){1,5}?(?:could be|could not be|was|were|had to be|was not|were not) (?:{w} ){0,2}?{w}) in (?P<people>S)(?= \.| ,| ;| \()"
_DID = (
    r"(?P<people>S)(?: {w}){0,2}? (?P<what>(?:discontinued|withdrew|dropped out|died|were lost to follow-up|was lost to follow-up|stopped|completed"
    r"|were withdrawn|was withdrawn|were excluded|crossed over|did not complete)(?: (?!and |in |of )[^\s.,;A-Z]+){0,4})(?= \.| ,| ;| and| in| of| \()"
)
_APART = frozenset("on with from given taking receiving under using treated who aged".split())


def read_flow(ledger: Ledger, line: Line) -> bool:
    """Whether a line counted people past a milestone; each count becomes a claim."""
    if line.part not in {"results", "methods", None} or line.arms.hit(
        r"randomized|randomly|allocated|B|P|C"
    ):
        return False
    hits = [*line.arms.hits(_DONE_IN), *line.arms.hits(_DID)]
    if not hits:
        return False
    arms = _named(ledger, line, hits)
    group = everybody(ledger) if not arms else f"arm-{min(arms) + 1}" if len(arms) == 1 else None
    told = [hit for hit in hits if arms or _of_all(hit)]
    if group is None or not told:
        return False
    for hit in told:
        _claim(ledger, line, hit, group)
    return True


def _of_all(hit: Hit) -> bool:
    """Whether no word behind the people says which of them: "two women on insulin withdrew"."""
    return _APART.isdisjoint(item.form for item in hit.items())


def _named(ledger: Ledger, line: Line, hits: list[Hit]) -> set[int]:
    """The arms that a line names, by a word for a group or by what they are given."""
    of_group = (item for item in line.arms.items if item.form == "A")
    of_drug = (item for item in line.full.items if item.form in {"A", "I"})
    arms = {arm for item in (*of_group, *of_drug) for arm in item.value.arms}
    for hit in hits:  # "five zentarol patients"
        name = name_of(hit.words("people").partition(" ")[2])
        arm = ledger.page.roster.resolve(name) if name else None
        arms |= set() if arm is None else {arm}
    return arms


def _claim(ledger: Ledger, line: Line, hit: Hit, group: str) -> None:
    items = trim(hit.items("what"))
    head = hit.value("S", "people")
    label = hit.tape.words(items)
    slug = ledger.page.glossary.concept(_name(hit.tape.words, items), "Measurand", label=label)
    written = head.written.split()[0] if head.written else str(head.count)
    result = GroupResult(
        group=group,
        measurand=slug,
        label=label,
        category_label=label,
        statistic="countStatistic",
        count=head.count,
        number=Number(value=Decimal(head.count), reported=written, unit="1"),
    )
    ledger.add(result, line, rule="flow.counted")


def _name(words: object, items: tuple[Item, ...]) -> str:
    """The milestone as a noun: its words without the auxiliary verbs."""
    kept = [item for item in items if item.form not in {"could", "be", "was", "were", "had", "to"}]
    return " ".join(words((item,)) for item in kept)  # type: ignore[operator]
