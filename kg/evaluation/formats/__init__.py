"""The corpora that can be scored, one module a format.

In: a file or folder. Out: its samples, and the rules by which each is scored: what counts as
right, wrong or not judged is that corpus's own and is told in ``docs/evaluation.md``.
"""

from kg.evaluation.formats import (
    clerx,
    ebm_nlp,
    evidence_inference,
    hand_annotated,
    numeric_ico,
    pico_corpus,
    rct_art,
)
from kg.evaluation.samples import Format

FORMATS: tuple[Format, ...] = tuple(
    Format(module.NAME, module.looks_like, module.samples, module.judge)
    for module in (
        pico_corpus,
        rct_art,
        evidence_inference,
        ebm_nlp,
        clerx,
        numeric_ico,
        hand_annotated,
    )
)

__all__ = ["FORMATS"]
