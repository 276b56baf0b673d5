"""The list of errors that a person works through: never of documents that are held out.

In: an :class:`Evaluation`. Out: a table, a line an error: what was missed or read wrongly, in
which sentence, what was expected and got, by which rule, and why.
"""

from kg.evaluation.running import Evaluation
from kg.evaluation.scoring import OFFSETS
from kg.table import Table
from kg.terms import text

COLUMNS = (
    *("verdict", "corpus", "family", "document", "sentence", "expected", "got", "rule", "cause"),
)


def worklist(evaluation: Evaluation) -> Table:
    """All errors in documents that may be tuned on: what is wrong first, then what was missed.

    Slots of a template stand under their values; single tokens are nothing to work through.
    """
    told = [
        each
        for each in evaluation.judgements
        if each.verdict in {"wrong", "missed"}
        and (each.corpus, each.document) not in evaluation.held_out
        and not each.family.startswith("template: ")
        and not each.family.endswith(", tokens")
        and (each.family != OFFSETS or each.verdict == "wrong")
    ]
    ordered = sorted(told, key=lambda each: each.verdict != "wrong")
    rows = tuple(tuple(text(str(getattr(each, name))) for name in COLUMNS) for each in ordered)
    return Table(COLUMNS, rows, "Errors")
