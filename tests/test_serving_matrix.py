"""Negotiation, cell by cell: whatever is asked for in whatever form, by whatever header."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence

import pytest
from served import Served, media, sampled, serving
from stores import ID

TABLE = (
    *("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    *("text/tab-separated-values", "application/json", "application/xml", "text/xml"),
)
GRAPH = (
    *("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"),
    *("application/json", "application/xml"),
)
PAGE = ("text/html", "application/xhtml+xml")
THING = (*GRAPH, *PAGE)
OTHERS = ("image/png", "text/plain", "application/n-quads", "application/sparql-query")
OFFERED: Mapping[str, Sequence[str]] = {
    "/sparql?query=SELECT+*+%7B+%3Fs+tk%3Asize+%3Fn+%7D": TABLE,
    "/sparql?query=ASK+%7B%7D": TABLE,
    "/sparql?query=CONSTRUCT+WHERE+%7B+%3Fs+tk%3Asize+%3Fn+%7D": GRAPH,
    f"/sparql?query=DESCRIBE+%3C{ID}thing.x%3E": GRAPH,
    "/sparql": THING,
    "/.well-known/void": THING,
    "/.well-known/sparql-examples": THING,
    "/id/thing.x": THING,
}
EVERY = (*dict.fromkeys((*TABLE, *THING, *OTHERS)),)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that tests only read from."""
    with serving(sampled(tmp_path_factory.mktemp("shelf")), "--timeout", "5") as served:
        yield served


@pytest.mark.parametrize(("path", "accept"), list(itertools.product(OFFERED, EVERY)), ids=str)
def test_a_form_is_given_where_there_is_one_and_listed_where_there_is_none(
    server: Served, path: str, accept: str
) -> None:
    """Every resource in every form of any; GET and HEAD say the same."""
    there = accept in OFFERED[path]
    answer = server.get(path, accept)
    head = server.client.head(path, headers={"accept": accept})
    assert answer.status_code == head.status_code == (200 if there else 406)
    assert answer.headers["content-type"] == head.headers["content-type"]
    assert "accept" in answer.headers["vary"].lower()
    if there:
        wanted = "text/html" if accept in PAGE else accept
        assert media(answer) in {accept, wanted}
        assert int(head.headers["content-length"]) == len(answer.content)
    else:
        assert media(answer) == "text/plain"
        assert [each for each in OFFERED[path] if each not in answer.text] == []


def headers(number: int, seed: int) -> Iterator[list[tuple[str, float]]]:
    """So many lists of ranges with qualities, the same for the same seed."""
    chance = random.Random(seed)
    ranges = (*EVERY, "*/*", "text/*", "application/*", "image/*")
    for _ in range(number):
        picked = chance.sample(ranges, chance.randint(1, 6))
        yield [(each, chance.choice((0, 0.1, 0.25, 0.5, 0.9, 1))) for each in picked]


def liked_best(ranges: list[tuple[str, float]], offered: Sequence[str]) -> str | None:
    """The offer that the ranges like best, worked out anew from RFC 9110, section 12.5.1."""

    def quality(offer: str) -> float:
        for pattern in (offer, offer.partition("/")[0] + "/*", "*/*"):
            if pattern in dict(ranges):
                return dict(ranges)[pattern]
        return 0

    best = max(map(quality, offered))
    return next(offer for offer in offered if quality(offer) == best) if best else None


@pytest.mark.parametrize("path", OFFERED)
def test_a_header_of_many_ranges_has_what_it_likes_best(server: Served, path: str) -> None:
    """A hundred random headers for each resource, spelled in several ways."""
    chance = random.Random(path)
    for ranges in headers(100, seed=len(path)):
        between = chance.choice((",", ", ", " ,\t"))
        sign = chance.choice((";q=", "; q=", ";Q="))
        accept = between.join(f"{each}{sign}{q:g}" for each, q in ranges)
        answer = server.get(path, accept)
        wanted = liked_best(ranges, OFFERED[path])
        assert answer.status_code == (406 if wanted is None else 200), accept
        if wanted is not None:
            allowed = {wanted, "text/html"} if wanted in PAGE else {wanted}
            assert media(answer) in allowed, accept
