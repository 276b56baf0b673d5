"""The grammar of facts: which numbers of a sentence belong together, and what they are.

In: a line of a page, or a text. Out: the facts that stand in it. The stages fold a tape: forms
settled, P values and intervals read, what is no result hidden, then the longest readings of what
is left, and rows of numbers last.
"""

from decimal import Decimal
from functools import lru_cache

from kg.codes import Statistic
from kg.reading.atoms import atoms
from kg.reading.facts import estimates, values
from kg.reading.facts.draft import Draft, fact_of
from kg.reading.facts.enclosed import read_enclosed
from kg.reading.facts.hidden import hide
from kg.reading.facts.lent import lend_units
from kg.reading.facts.lists import in_rows
from kg.reading.facts.parts import in_parts
from kg.reading.facts.probabilities import read_tests
from kg.reading.facts.record import Fact, Role
from kg.reading.facts.rules import longest
from kg.reading.facts.settle import settle, writes_commas
from kg.reading.facts.strengths import unnamed
from kg.reading.facts.values import Declared
from kg.reading.outline import Part
from kg.reading.page import Line
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Item, Tape

_FORMS = frozenset("VQSRFPC")
_RULES = Rulebook((rule.pattern, rule) for rule in (*estimates.RULES, *values.RULES))
_SINGLE = frozenset({"standardDeviation", "standardError"})
_CLOSING = frozenset({";", "follow-up", "followed"})
_DOUBLE = frozenset({"interquartileRange", "range"})
_MEANS: dict[str, Statistic] = {
    "mean": "mean", "means": "mean", "average": "mean", "averaged": "mean", "median": "median",
    "medians": "median",
}  # fmt: skip
_OF_MEANS: dict[str, Statistic] = {
    "geometric": "geometricMean", "ls": "leastSquaresMean", "square": "leastSquaresMean",
    "squares": "leastSquaresMean", "least-squares": "leastSquaresMean", "least-square": "leastSquaresMean",
}  # fmt: skip

_DECLARING = _MEANS.keys() | _CLOSING | {"x", "V", "F"}


def facts_of(told: Line | str) -> tuple[Fact, ...]:
    """The facts of a line, or of a text taken as one sentence.

    >>> [fact.kind for fact in facts_of("It rose by 4 ± 1 mm (P = 0.02) in 12 of 30 women.")]
    ['spread', 'p', 'count-of-total']
    """
    return _facts(atoms(told), None) if isinstance(told, str) else _facts(told.atoms, told.part)


@lru_cache(maxsize=256)
def _facts(tape: Tape, part: Part | None) -> tuple[Fact, ...]:
    """The facts of a tape; kept a while, since ties and claims of one page both ask for them."""
    if " N " not in tape.line and " ns " not in tape.line:
        return ()
    found = (item for item in read_facts(tape).items if item.form in _FORMS)
    return tuple(fact_of(i.value, i, part) for item in found for i in (item, *item.value.inner))


def read_facts(tape: Tape) -> Tape:
    """The tape of a sentence with each fact folded to one item that holds its draft."""
    tape = settle(tape, commas=writes_commas(tape.text))
    tape = read_tests(tape)
    said = _said(tape)
    tape = in_rows(read_enclosed(in_parts(longest(hide(unnamed(tape)), _RULES))))
    tape = estimates.carried(lend_units(tape))
    return Tape(tape.text, _declared(tape, said))


def _said(tape: Tape) -> Declared:
    """What a sentence says of numbers in brackets: by a head, or by one that it names itself."""
    said = values.declared(tape)
    if any(said) or (shown := values.shown(tape)) is None:
        return said
    return Declared(shown, None) if shown in _SINGLE else Declared(None, shown)


def _declared(tape: Tape, said: Declared) -> tuple[Item, ...]:
    """The items with what the sentence declares of their statistic and their spread."""
    items: list[Item] = []
    statistic: Statistic | None = None
    units: set[str] = set()
    last, level = "", _level_of(tape, said)
    for item in tape.items:
        if item.form not in _DECLARING:
            last = item.form
            items.append(item)
            continue
        if item.form == "x" and last in _MEANS:
            statistic = None  # "at a median follow-up of …"
        last = item.form
        if item.form in _MEANS:
            before = items[-1].form if items else ""
            statistic, units = _OF_MEANS.get(before, _MEANS[item.form]), set()
        elif item.form in _CLOSING:
            statistic = None
        elif item.form == "V":
            draft: Draft = item.value
            units.add(draft.unit.code if draft.unit else "")
            if len(units) > 1:
                statistic = None  # something else is told of: "mean age 50 years and 40% women"
            told = _told(draft, statistic, said)
            items.append(item._replace(value=_limited(told, level)))
            continue
        elif item.form == "F":
            items.append(item._replace(value=_levelled(item.value, said)))
            continue
        items.append(item)
    return tuple(items)


def _level_of(tape: Tape, said: Declared) -> Decimal | None:
    """The level of the intervals that a sentence labels, where it declares no other limits."""
    drafts: list[Draft] = [item.value for item in tape.items if item.form in {"V", "F", "C"}]
    labelled = [draft.level for draft in drafts if draft.get("ci-lower") is not None]
    return None if said.limits in _DOUBLE else next((level for level in labelled if level), None)


def _levelled(draft: Draft, said: Declared) -> Draft:
    """An estimate with the level that its sentence names before: "difference [95% CI] 3 [1, 5]"."""
    bare = draft.level is None and draft.get("ci-lower") is not None
    return draft._replace(level=said.level) if bare else draft


def _limited(draft: Draft, level: Decimal | None) -> Draft:
    """A value whose bare limits are an interval, as labelled before: "1.1 (0.8-1.4)"."""
    bare = draft.kind == "spread" and not draft.spread and draft.get("lower") is not None
    return _between(draft, level) if bare and level is not None else draft


def _between(draft: Draft, level: Decimal) -> Draft:
    """A value with its limits as the bounds of an interval."""
    roles: dict[Role, Role] = {"lower": "ci-lower", "upper": "ci-upper"}
    figures = tuple((roles.get(role, role), item) for role, item in draft.figures)
    return draft._replace(kind="value", figures=figures, level=level)


def _told(draft: Draft, statistic: Statistic | None, said: Declared) -> Draft:
    draft = draft._replace(statistic=draft.statistic or statistic)
    if draft.kind != "spread" or draft.spread:
        return draft
    if draft.get("lower") is not None:
        if said.level is not None:
            return _between(draft, said.level)
        return draft._replace(spread=said.limits) if said.limits in _DOUBLE else draft
    return draft._replace(spread=said.one) if said.one in _SINGLE else draft
