"""An evaluation as tables, Markdown or JSON.

In: an :class:`Evaluation`. Out: its families, offsets, calibration, rules, causes and speed.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kg.evaluation.running import Evaluation
from kg.evaluation.samples import Judgement, Verdict
from kg.evaluation.scoring import OFFSETS
from kg.evaluation.tally import (
    Counts,
    by_confidence,
    by_family,
    by_rule,
    causes,
    claims,
    count,
)
from kg.evaluation.targets import TARGETS
from kg.table import Table
from kg.terms import text

_MOST_CAUSES = 3
_SHARES = ("precision", "at_least", "floor", "recall", "coverage", "f1", "wrong_per_100")
_COUNTED = ("gold", "right", "wrong", "missed", "unjudged")


def tables(evaluation: Evaluation) -> list[Table]:
    """The tables of an evaluation, in the order in which they are read."""
    return [
        _families(evaluation),
        _whole(evaluation),
        _calibration(evaluation),
        _rules(evaluation),
        *(_causes(evaluation, verdict) for verdict in ("wrong", "missed")),
        _speed(evaluation),
    ]


def to_markdown(evaluation: Evaluation) -> str:
    """All tables of an evaluation as Markdown, each under its title."""
    parts = (f"**{table.title}**\n\n{table.to_text('md')}" for table in tables(evaluation))
    return "\n".join(parts)


def to_json(evaluation: Evaluation) -> str:
    """An evaluation for programs: shares as numbers, ``null`` where nothing can be divided."""
    documents = evaluation.judged
    told = evaluation.judgements
    found = {
        "part": evaluation.part,
        "documents": evaluation.documents,
        "families": [
            {"corpus": corpus, "family": family, **_numbers(counts)}
            for (corpus, family), counts in by_family(told, evaluation.documents).items()
        ],
        "claims": _numbers(count(claims(told), documents)),
        "offsets": _numbers(_offsets(told, documents)),
        "calibration": [
            {"confidence": None if each is None else float(each), **_numbers(counts)}
            for each, counts in by_confidence(told, documents).items()
        ],
        "rules": [
            {"rule": rule, **_numbers(counts)} for rule, counts in by_rule(told, documents).items()
        ],
        "speed": [
            {"corpus": corpus, **speed._asdict(), "per_second": round(speed.per_second, 1)}
            for corpus, speed in evaluation.speed.items()
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _numbers(counts: Counts) -> dict[str, Any]:
    shares = {name: getattr(counts, name) for name in _SHARES}
    rounded = {name: None if each is None else round(each, 4) for name, each in shares.items()}
    return {name: getattr(counts, name) for name in _COUNTED} | rounded


def _offsets(judgements: Iterable[Judgement], documents: int) -> Counts:
    return count((each for each in judgements if each.family == OFFSETS), documents)


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Table:
    terms = tuple(tuple(text(_shown(cell)) for cell in row) for row in rows)
    return Table(columns, terms, title)


def _shown(cell: object) -> str:
    """A cell: shares to three places, cut, not rounded up to a target that was missed."""
    if isinstance(cell, float):
        return f"{int(cell * 1000) / 1000:.3f}"
    return "–" if cell is None else str(cell)


def _families(evaluation: Evaluation) -> Table:
    """The figures by family; of all documents those held out also have theirs."""
    columns = (
        *("corpus", "family", "gold", "right", "wrong", "not judged", "precision", "at least"),
        *("floor", "recall", "coverage", "F1", "wrong per 100", "target"),
    )
    held = _held_out(evaluation) if evaluation.part == "all" else None
    behind = ("precision held out", "recall held out") if held is not None else ()
    rows = (
        (
            *(*key, c.gold, c.right, c.wrong, c.unjudged, c.precision, c.at_least),
            *(c.floor, c.recall, c.coverage, c.f1, _tenths(c.wrong_per_100), TARGETS.get(key, "")),
            *_shares(None if held is None else held.get(key, Counts())),
        )
        for key, c in by_family(evaluation.judgements, evaluation.documents).items()
    )
    return _table(f"By family ({evaluation.part})", (*columns, *behind), rows)


def _shares(counts: Counts | None) -> tuple[float | None, ...]:
    return () if counts is None else (counts.precision, counts.recall)


def _held_out(evaluation: Evaluation) -> dict[tuple[str, str], Counts]:
    told = (j for j in evaluation.judgements if (j.corpus, j.document) in evaluation.held_out)
    return by_family(told, {})


def _tenths(number: float | None) -> str | None:
    return None if number is None else f"{number:.1f}"


def _whole(evaluation: Evaluation) -> Table:
    documents = evaluation.judged
    whole = count(claims(evaluation.judgements), documents)
    offsets = _offsets(evaluation.judgements, documents)
    rows = (
        ("claims that were judged", whole.right + whole.wrong, whole.precision),
        ("claims that no corpus judges", whole.unjudged, None),
        ("wrong claims, per 100 abstracts", whole.wrong, _tenths(whole.wrong_per_100)),
        ("numbers with exact offsets", offsets.right + offsets.wrong, offsets.precision),
    )
    return _table("All claims", ("what", "how many", "share"), rows)


def _calibration(evaluation: Evaluation) -> Table:
    documents = evaluation.judged
    rows = (
        (each, *_judged(counts))
        for each, counts in by_confidence(evaluation.judgements, documents).items()
    )
    columns = ("confidence claimed", "judged", "right", "precision counted", "at least")
    return _table("Calibration", columns, rows)


def _judged(counts: Counts) -> tuple[object, ...]:
    return counts.right + counts.wrong, counts.right, counts.precision, counts.at_least


def _rules(evaluation: Evaluation) -> Table:
    documents = evaluation.judged
    rows = (
        (rule, *_judged(counts), counts.unjudged)
        for rule, counts in by_rule(evaluation.judgements, documents).items()
    )
    columns = ("rule", "judged", "right", "precision", "at least", "not judged")
    return _table("By rule", columns, rows)


def _causes(evaluation: Evaluation, verdict: Verdict) -> Table:
    """The most frequent causes in each family; slots of a template are told by its values."""
    found = causes(evaluation.judgements, verdict)
    listed: Counter[tuple[str, str]] = Counter()
    rows: list[tuple[str, str, str, int]] = []
    for (corpus, family, cause), n in found.most_common():
        if family == OFFSETS or family.startswith("template: "):
            continue
        listed[corpus, family] += 1
        if listed[corpus, family] <= _MOST_CAUSES:
            rows.append((corpus, family, cause or "another value", n))
    rows.sort(key=lambda row: (row[0], row[1], -row[3]))
    columns = ("corpus", "family", "cause", "how often")
    return _table(f"Most frequent causes of what is {verdict}", columns, rows)


def _speed(evaluation: Evaluation) -> Table:
    rows = (
        (corpus, speed.documents, speed.characters, f"{speed.per_second:.0f}")
        for corpus, speed in evaluation.speed.items()
    )
    columns = ("corpus", "documents", "characters", "documents a second, one core")
    return _table("Speed, bytes to claims", columns, rows)
