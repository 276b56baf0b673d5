"""Pooled effects and forest plots.

In: effects that trials report. Out: pooled estimates, and a plot of both with a table beside it.
"""

from kg.synthesis.arms import Counts, Means
from kg.synthesis.counting import pool_mantel_haenszel, pool_peto
from kg.synthesis.effects import Effect, Scale, long_name, of_arms, scale_of, short_name
from kg.synthesis.forest import forest_plot, forest_table
from kg.synthesis.inputs import Comparable, LeftOut, comparables
from kg.synthesis.models import MODELS, USUAL, pool
from kg.synthesis.pooling import Heterogeneity, Pooled, pool_fixed, pool_random

__all__ = [
    "MODELS",
    "USUAL",
    "Comparable",
    "Counts",
    "Effect",
    "Heterogeneity",
    "LeftOut",
    "Means",
    "Pooled",
    "Scale",
    "comparables",
    "forest_plot",
    "forest_table",
    "long_name",
    "of_arms",
    "pool",
    "pool_fixed",
    "pool_mantel_haenszel",
    "pool_peto",
    "pool_random",
    "scale_of",
    "short_name",
]
