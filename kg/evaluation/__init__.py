"""The evaluation room: what reading claims, scored against annotated corpora.

In: corpora that the user has. Out: an :class:`Evaluation` with precision, recall, coverage, wrong
facts, offsets, calibration and speed, and a list of errors to work through. What counts as right
in which corpus is told in ``docs/evaluation.md``.
"""

from kg.evaluation.report import tables, to_json, to_markdown
from kg.evaluation.running import Evaluation, evaluate
from kg.evaluation.worklist import worklist

__all__ = ["Evaluation", "evaluate", "tables", "to_json", "to_markdown", "worklist"]
