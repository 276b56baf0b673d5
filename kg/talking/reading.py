"""A trial and a claim, told for a program.

In: a graph, and what is asked for. Out: records, with the words behind what they show.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import msgspec

from kg.api import Graph
from kg.errors import LimitError, UsageError
from kg.lookup import find_trial
from kg.show import Page, Section, show
from kg.talking.passages import passages_behind
from kg.talking.records import ExplainClaim, Explained, Part, Quoted, ShowTrial, Trial
from kg.talking.rows import window
from kg.terms import Iri
from kg.view import Linked, short
from kg.why import Claim, Evidence

MOST_RESULTS: Final = 2_000
"""How many results of one trial are looked at to show some of them."""

_TOO_MANY: Final = (
    "this trial has too many results to list at once: "
    'ask results-by-outcome, between-group or adverse-events with {"trial": …}'
)


def show_trial(graph: Graph, asked: ShowTrial) -> Trial:
    """One trial at a glance, or one section of it."""
    page, notes = _page(graph, find_trial(graph.store, asked.trial))
    shown = [_part(section, asked) for section in _wanted(page, asked.section)]
    claims = (claim for _, rows in shown for claim in _claims(rows))
    return Trial(
        trial=page.title,
        iri=page.trial,
        sections=tuple(part for part, _ in shown),
        notes=notes,
        evidence=passages_behind(graph.store, claims),
    )


def _page(graph: Graph, trial: Iri) -> tuple[Page, tuple[str, ...]]:
    """The page of a trial; without results where there are more than can be had in time."""
    if _results(graph, trial) <= MOST_RESULTS:
        with suppress(LimitError):
            return show(graph.store, trial), ()
    return show(graph.store, trial, results=False), (_TOO_MANY,)


def _results(graph: Graph, trial: Iri) -> int:
    counted = "SELECT (COUNT(?result) AS ?n) { ?trial tk:hasResult ?result }"
    ((number,),) = graph.store.table(counted, {"trial": trial}).rows
    return int(str(number))


def _wanted(page: Page, title: str) -> list[Section]:
    found = [each for each in page.sections if title.casefold() in {"", each.title.casefold()}]
    if not found:
        known = ", ".join(section.title for section in page.sections)
        raise UsageError(f"the trial has no section {title!r}", expected=f"one of {known}")
    return found


def _part(section: Section, asked: ShowTrial) -> tuple[Part, tuple[tuple[str, ...], ...]]:
    """A section with the rows asked for, and these rows with what they lead to."""
    start = asked.start if asked.section else 0
    rows, shown = window(section.rows, start, asked.rows)
    named = "claim" in section.columns
    written = tuple(tuple(_cell(cell, named=named) for cell in row) for row in rows)
    part = Part(title=section.title, columns=section.columns, rows=written, shown=shown)
    return part, tuple(rows)


def _cell(cell: str, *, named: bool) -> str:
    """A cell; where no column names claims, each number is followed by the name of its own.

    >>> _cell(Linked([("60", Iri("https://w3id.org/trialkg/id/report/pmid-1/arm-1"))]), named=False)
    '60 [pmid-1:arm-1]'
    """
    if named or not isinstance(cell, Linked):
        return str(cell)
    return "; ".join(_followed(words, short(thing)) for words, thing in cell.pieces)


def _followed(words: str, name: str) -> str:
    return words if words == name else f"{words} [{name}]"


def _claims(rows: Iterable[tuple[str, ...]]) -> Iterator[Iri]:
    for row in rows:
        for cell in row:
            if isinstance(cell, Linked):
                yield from (thing for _, thing in cell.pieces)


# --- A claim -------------------------------------------------------------------------------------


def explain_claim(graph: Graph, asked: ExplainClaim) -> Explained:
    """Where a claim comes from, word for word, down to what it was derived from."""
    return _explained(graph.why(asked.claim))


def _explained(claim: Claim) -> Explained:
    return Explained(
        claim=short(claim.iri),
        iri=claim.iri,
        kind=claim.kind,
        label=claim.label,
        says={name: str(said) for name, said in claim.says},
        how={name: str(said) for name, said in claim.how},
        evidence=tuple(map(_quoted, claim.evidence)),
        derived_from=tuple(_object(_explained(each)) for each in claim.derived_from),
    )


def _object(explained: Explained) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(explained)
    return plain


def _quoted(evidence: Evidence) -> Quoted:
    return Quoted(
        words=evidence.words,
        before=evidence.before,
        after=evidence.after,
        where=evidence.place,
        report=evidence.report,
        faithful=evidence.faithful,
    )
