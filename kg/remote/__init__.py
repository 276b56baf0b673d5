"""Graphs on other machines: any SPARQL 1.1 server, loaded from a store and asked as a store is.

In: an address. Out: answers of the server, and a store's graphs in it, held against the store. See
``endpoint`` for questions, ``pushing`` for loading, ``places`` for what stands where.
"""

from kg.remote.asking import ask
from kg.remote.endpoint import Endpoint
from kg.remote.places import Places, places
from kg.remote.pushing import Pushed, push

__all__ = ["Endpoint", "Places", "Pushed", "ask", "places", "push"]
