"""Effects pooled for a program.

In: a graph, and which effects. Out: sets of like effects with their estimates, what was left out
and why, and the words behind each effect.
"""

import json
from typing import Any

from kg.api import Graph
from kg.errors import UsageError
from kg.questions import question
from kg.synthesis import json_of
from kg.talking.passages import passages_behind
from kg.talking.records import LEFT_OUT, Pooled, PoolEffects
from kg.talking.rows import window
from kg.terms import Iri


def pool_effects(graph: Graph, asked: PoolEffects) -> Pooled:
    """The effects that can be combined, combined; some sets at a time."""
    found: dict[str, Any] = json.loads(
        json_of(
            graph.pool(
                models=asked.models,
                measure=asked.measure or None,
                time=asked.time or None,
                mixed=asked.mixed,
                **_values(asked),
            )
        )
    )
    sets, shown = window(found["sets"], asked.start, asked.rows)
    left_out, others = window(found["leftOut"], 0, LEFT_OUT)
    claims = (Iri(trial["claim"]) for each in sets for trial in each["trials"])
    return Pooled(
        sets=tuple(sets),
        shown=shown,
        left_out=tuple(left_out),
        left_out_shown=others,
        notes=tuple(found["notes"]),
        evidence=passages_behind(graph.store, claims),
    )


def _values(asked: PoolEffects) -> dict[str, Any]:
    """The values for the question, of which none is an option of pooling by accident."""
    taken = {parameter.name for parameter in question("pooled-effect").parameters}
    if unknown := asked.values.keys() - taken:
        raise UsageError(
            f"effects are not chosen by {min(unknown)!r}",
            expected=f"one of {', '.join(sorted(taken))}",
        )
    return dict(asked.values)
