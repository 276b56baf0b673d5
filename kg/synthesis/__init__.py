"""Pooled effects and forest plots.

In: effects that trials report. Out: pooled estimates, and a plot of both with a table beside it.
"""

from kg.synthesis.effects import Effect, Scale, long_name, scale_of, short_name
from kg.synthesis.forest import forest_plot, forest_table
from kg.synthesis.inputs import Comparable, LeftOut, comparables
from kg.synthesis.pooling import Heterogeneity, Pooled, pool_fixed

__all__ = [
    "Comparable",
    "Effect",
    "Heterogeneity",
    "LeftOut",
    "Pooled",
    "Scale",
    "comparables",
    "forest_plot",
    "forest_table",
    "long_name",
    "pool_fixed",
    "scale_of",
    "short_name",
]
