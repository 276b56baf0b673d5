"""The pages of ``kg serve``: trials, claims, concepts, questions, search. No script, one style.

In: requests. Out: HTML that needs nothing from elsewhere, in which every text of the graph is text.
"""

from kg.serving.pages.site import Site

__all__ = ["Site"]
