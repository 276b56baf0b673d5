"""Pooled effects and forest plots.

In: effects that trials report. Out: pooled estimates, and a plot of both with a table beside it.
"""

from kg.synthesis.arms import Counts, Means
from kg.synthesis.counting import pool_mantel_haenszel, pool_peto
from kg.synthesis.effects import Effect, Scale, long_name, of_arms, scale_of, short_name
from kg.synthesis.forest import forest_plot, forest_table
from kg.synthesis.forms import json_of, metafor_of, table_of
from kg.synthesis.inputs import MEASURES, Comparable, comparables
from kg.synthesis.models import MODELS, USUAL, pool
from kg.synthesis.picture import picture_of
from kg.synthesis.pooling import Heterogeneity, Pooled, pool_fixed, pool_random
from kg.synthesis.received import Contrast, Received, received
from kg.synthesis.robustness import (
    every_model,
    excludes_no_difference,
    verdict,
    without_each,
)
from kg.synthesis.rows import LeftOut
from kg.synthesis.together import Manner, Pooling, Synthesis, synthesize
from kg.synthesis.windows import Window, read_window
from kg.synthesis.wording import notes_of

__all__ = [
    "MEASURES",
    "MODELS",
    "USUAL",
    "Comparable",
    "Contrast",
    "Counts",
    "Effect",
    "Heterogeneity",
    "LeftOut",
    "Manner",
    "Means",
    "Pooled",
    "Pooling",
    "Received",
    "Scale",
    "Synthesis",
    "Window",
    "comparables",
    "every_model",
    "excludes_no_difference",
    "forest_plot",
    "forest_table",
    "json_of",
    "long_name",
    "metafor_of",
    "notes_of",
    "of_arms",
    "picture_of",
    "pool",
    "pool_fixed",
    "pool_mantel_haenszel",
    "pool_peto",
    "pool_random",
    "read_window",
    "received",
    "scale_of",
    "short_name",
    "synthesize",
    "table_of",
    "verdict",
    "without_each",
]
