"""The evidence network of direct comparisons; the only room that imports networkx.

In: contrasts. Out: the graph, its measures, GraphML and a picture.
"""

from kg.network.contrasts import WHOLE, Contrast, contrasts_of, network
from kg.network.measures import Geometry, Place, geometry, graphml, places
from kg.network.picture import draw

__all__ = [
    "WHOLE",
    "Contrast",
    "Geometry",
    "Place",
    "contrasts_of",
    "draw",
    "geometry",
    "graphml",
    "network",
    "places",
]
