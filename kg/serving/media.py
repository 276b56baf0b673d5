"""The forms in which answers are given, with their media types.

In: nothing. Out: offers in the order of our preference; an exact name comes before a general one
that means the same.
"""

from typing import Final

from kg.serving.accept import Offer

TABLES: Final = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
    Offer("application/json", "json"),
    Offer("application/xml", "xml"),
    Offer("text/xml", "xml"),
)
GRAPHS: Final = (
    Offer("text/turtle", "ttl"),
    Offer("application/n-triples", "nt"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/rdf+xml", "rdf"),
    Offer("application/json", "jsonld"),
    Offer("application/xml", "rdf"),
)
PAGE: Final = Offer("text/html", "html")
PAGES: Final = (PAGE, Offer("application/xhtml+xml", "html"))
THINGS: Final = (*GRAPHS, *PAGES)
"""What is told of a thing, or of the service itself: RDF, or a page."""

SUFFIXES: Final = {
    "ttl": GRAPHS[0],
    "nt": GRAPHS[1],
    "jsonld": GRAPHS[2],
    "rdf": GRAPHS[3],
    "json": GRAPHS[4],
    "html": PAGE,
}
"""The ending of a path that asks for a form, whatever ``Accept`` says."""

FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
"""The names of the forms in the W3C's list of file formats."""


def content_type(media: str) -> str:
    """The value of the header, with the encoding of text.

    >>> content_type("text/csv"), content_type("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
