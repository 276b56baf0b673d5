"""The forest plot of a set, as it goes into a paper.

In: a set of effects with its pooled estimates. Out: a picture, in words too.
"""

from kg.figures import Picture
from kg.synthesis.forest import forest_plot
from kg.synthesis.together import Pooling
from kg.synthesis.wording import opened


def picture_of(pooling: Pooling) -> Picture:
    """The forest plot of a set, with what is to be known of it below."""
    return forest_plot(
        pooling.effects,
        pooling.pools,
        title=pooling.title,
        subtitle=opened(pooling.subtitle),
        sides=pooling.sides,
        notes=pooling.notes,
    )
