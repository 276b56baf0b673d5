"""What waits, as a curated record to complete: one entry an item, all of them undecided.

In: items, the name of who will decide, and the store that they are from. Out: the text of a YAML
file. What was read stands in it as it is; the fields to fill in are empty.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.identifiers import report_iri, reviewed_report
from kg.namespaces import CONCEPT
from kg.review.subjects import plain
from kg.review.waiting import Item
from kg.store import Queryable

_GROUPS: Final = """
SELECT DISTINCT ?report ?group ?label WHERE {
  ?report tk:reportsTrial ?trial .
  { ?trial tk:hasArm|tk:unplacedArm|tk:hasPopulation|tk:hasSubgroup|tk:hasGroup ?group }
  UNION { ?trial tk:hasArm ?own . ?group tk:sameArmAs ?own }
  OPTIONAL { ?group rdfs:label ?label }
} ORDER BY ?report ?group"""
_MEASURED: Final = """
SELECT DISTINCT ?report ?measurand WHERE {
  { ?result tk:reportedIn ?report ; tk:measurand ?measurand }
  UNION { ?report tk:reportsTrial/tk:hasOutcome/tk:measures ?measurand }
} ORDER BY ?report ?measurand"""
_UNTIED: Final = "untied result"
_WIDTH: Final = 22


def sheet(store: Queryable, items: Sequence[Item], author: str) -> str:
    """The text of a curated record to complete, with what is known of each report beside it."""
    reports = sorted({report_iri(reviewed_report(item.claim)) for item in items})
    groups, measured = _known(store, reports)
    return "".join(_lines(items, author, groups, measured))


def _lines(
    items: Sequence[Item], author: str, groups: dict[str, list[str]], measured: dict[str, list[str]]
) -> Iterator[str]:
    trials = sorted({item.label for item in items if item.label})
    title = f"Review of {trials[0]}" if len(trials) == 1 else f"Review of {len(trials)} trials"
    yield "# Fill in what you decide and leave the rest empty; kg build takes this file.\n"
    yield f"kind: curated-record\ntitle: {_quoted(title)}\nauthor: {_quoted(author)}\ndecisions:\n"
    for item in items:
        report = report_iri(reviewed_report(item.claim))
        yield from _entry(item, groups.get(report, []), measured.get(report, []))


def _entry(item: Item, groups: list[str], measured: list[str]) -> Iterator[str]:
    how = f", {item.rule}" if item.rule else ""
    sure = f", confidence {item.confidence}" if item.confidence else ""
    yield f"\n  # {_on_a_line(f'{item.kind}{how}{sure}')}\n"
    yield f"  - claim: {_quoted(item.claim)}\n"
    if item.words:
        yield f"    exact: {_quoted(item.words)}\n"
    yield f"    states: {_quoted(item.says)}\n"
    yield _blank("decision", "accepted or rejected")
    yield _blank("note", "why, in a few words")
    if item.kind.startswith(_UNTIED):
        yield "    # An accepted number becomes a result of a group with these, as its words say:\n"
        yield _blank("group", _listed(groups))
        yield _blank("measurand", _listed(measured))
        yield _blank("time", "baseline, week 12")


def _blank(name: str, meant: str) -> str:
    return f"    {f'{name}:':<{_WIDTH}}# {meant}\n"


def _listed(names: Iterable[str]) -> str:
    """Names in a comment."""
    return _on_a_line("; ".join(names)) or "the report names none"


def _on_a_line(words: str) -> str:
    """Words as a comment holds them, which ends with its line."""
    return " ".join(plain(words).split())


def _quoted(words: str) -> str:
    """Words as YAML takes them, whatever they hold.

    >>> _quoted("a: #c")
    '"a: #c"'
    """
    return json.dumps(plain(words), ensure_ascii=False)


def _known(
    store: Queryable, reports: Iterable[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The groups of each report, and what it measures, by the names that a decision may use."""
    own = list(reports)
    groups: dict[str, list[str]] = {}
    measured: dict[str, list[str]] = {}
    for report, group, label in store.table(_GROUPS, {"report": own}).terms:
        base = f"{report}/"
        if str(group).startswith(base):
            called = (
                f" ({label.lexical})" if label is not None and not isinstance(label, str) else ""
            )
            groups.setdefault(str(report), []).append(str(group).removeprefix(base) + called)
    for report, measurand in store.table(_MEASURED, {"report": own}).terms:
        measured.setdefault(str(report), []).append(str(measurand).removeprefix(CONCEPT))
    return groups, measured
