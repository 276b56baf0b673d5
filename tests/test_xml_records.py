"""XML of any size record by record: in whatever chunks, with whatever damage, at flat memory."""

import gzip
import io
import time
import tracemalloc
from collections.abc import Iterator
from typing import IO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_pubmed_xml import TRIAL, article, article_set, documents, read

from kg.errors import InputError
from kg.inputs import Source, unpacked
from kg.records import Document
from kg.sources import pubmed_xml, read_records
from kg.sources.xml_pieces import Piece, Trouble, pieces


class Opened:
    """Bytes that are opened where they are read, as those of a large file are."""

    def __init__(self, data: bytes, *, packed: bool = False) -> None:
        self.data, self.packed, self.times = data, packed, 0

    def open(self) -> IO[bytes]:
        """The bytes as a stream."""
        self.times += 1
        stream = io.BytesIO(self.data)
        return cast("IO[bytes]", gzip.open(stream)) if self.packed else stream


# --- Cutting ------------------------------------------------------------------------------------

SAMPLE = (
    b'<?xml version="1.0"?><!-- <a>no</a> --><!DOCTYPE s SYSTEM "x.dtd">\n<s k="1 > 0">\n'
    b"<a>1</a>\n<b x='/>'><c/></b ><!-- <b/> --><a/>\n<?p <a> ?>\n</s>\n"
)
WHOLE = [b"<a>1</a>", b"<b x='/>'><c/></b >", b"<a/>"]


def cut(data: bytes, size: int) -> list[Piece | Trouble]:
    """The pieces of a document that comes in chunks of a size."""
    chunks = (data[place : place + size] for place in range(0, len(data), size))
    return list(pieces(chunks, ["a", "b"]))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_how_a_document_is_cut_into_chunks_does_not_matter(size: int) -> None:
    """Records, comments and lines are the same."""
    found = cut(SAMPLE, size)
    assert [piece.data for piece in found if isinstance(piece, Piece)] == WHOLE
    assert [piece.line for piece in found] == [3, 4, 4]


@settings(max_examples=60, deadline=None)
@given(
    damage=st.lists(
        st.tuples(
            st.integers(0, 10_000), st.sampled_from([b"", b"<", b">", b"<!--", b"'", b"</a>"])
        ),
        max_size=4,
    ),
    size=st.integers(1, 90),
)
def test_damage_is_told_the_same_in_any_chunks(damage: list[tuple[int, bytes]], size: int) -> None:
    """And nothing is told of what is sound."""
    data = SAMPLE
    for place, sign in damage:
        at = place % len(data)
        data = data[:at] + sign + data[at + 1 :]
    assert cut(data, size) == cut(data, len(data))


def test_what_stands_between_records_is_told_and_the_records_are_read() -> None:
    """Words, an element of no kind, a comment without an end."""
    for strange in ("words", "<ERROR>gone</ERROR>", "<!-- no end "):
        found = read(article_set(article(1), strange, article(2)))
        assert [type(each) for each in found] == [Document, InputError, Document]
        assert "after record 1, line 3" in (found[1].where or "")


def test_a_prefix_that_the_root_declares_is_known_in_each_record() -> None:
    """A record alone does not declare it."""
    data = article_set(article(1, "x <m:math><m:mn>1</m:mn></m:math> y")).replace(
        b"<PubmedArticleSet>", b'<PubmedArticleSet xmlns:m="http://www.w3.org/1998/Math/MathML">'
    )
    [one] = documents(data)
    assert one.report.title == "x 1 y"


@pytest.mark.parametrize(
    "unit",
    [b"<!--", b"<!-- --", b"<PubmedArticle", b"<PubmedArticle>", b"<PubmedArticle a='",
     b"</PubmedArticle", b"<![CDATA[", b"<?", b'"', b"<x ", b"&a;", b"\n"],
)  # fmt: skip
def test_nothing_without_an_end_takes_long(unit: bytes) -> None:
    """Three megabytes of the same, in two seconds of computing."""
    began = time.process_time()
    data = b"<PubmedArticleSet>" + unit * (3_000_000 // len(unit)) + article(1).encode()
    for _ in zip(pubmed_xml.read("a.xml", data), range(1000), strict=False):
        pass
    assert time.process_time() - began < 2


# --- Streams ------------------------------------------------------------------------------------


def many(number: int, length: int = 50) -> bytes:
    """A set of so many records with abstracts of so many sentences."""
    abstract = f"<Abstract><AbstractText>{'Naps are short. ' * length}</AbstractText></Abstract>"
    return article_set(*(article(n, inner=abstract) for n in range(1, number + 1)))


@pytest.mark.parametrize("packed", [False, True])
def test_a_stream_gives_what_the_bytes_give(packed: bool) -> None:
    """The same documents and the same faults."""
    broken = article_set(article(1), article(2, "Naps &#1;"), article(3))
    for data in (TRIAL, broken, TRIAL.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")):
        stream = Opened(gzip.compress(data) if packed else data, packed=packed)
        found = list(read_records("a.xml", stream))
        assert list(map(str, found)) == list(map(str, read_records("a.xml", data)))


def test_other_formats_are_read_from_a_stream_too() -> None:
    """Whole, as they need it."""
    text = b"Aims: to ask. Results: yes."
    assert list(read_records("a.txt", Opened(text))) == list(read_records("a.txt", text))


def test_a_damaged_stream_ends_in_one_error() -> None:
    """Who reads it knows that nothing of it counts."""
    packed = gzip.compress(many(50))
    found = read_records("a.xml", Opened(packed[:-8] + b"\0" * 8, packed=True))
    with pytest.raises(InputError, match="the file is damaged"):
        list(found)


def test_memory_does_not_grow_with_the_file() -> None:
    """A set of thirty megabytes in less than a third of it."""
    data = many(4_000, length=500)
    stream = Opened(gzip.compress(data, 1), packed=True)
    tracemalloc.start()
    assert sum(1 for _ in _quick(stream)) == 4_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(data) > 30_000_000
    assert peak < 10_000_000


def _quick(stream: Opened) -> Iterator[object]:
    from kg.sources.xml_stream import records

    return records("a.xml", stream, ["PubmedArticle"])


# --- Archives, size -----------------------------------------------------------------------------


def test_a_packed_set_is_read_and_a_damaged_one_is_not() -> None:
    """Update files are .xml.gz; one whose end is missing gives nothing at all."""
    packed = gzip.compress(TRIAL)
    [source] = unpacked(Source("update.xml.gz", packed))
    assert isinstance(source, Source)
    assert isinstance(source.data, bytes)
    assert documents(source.data) == documents(TRIAL)
    for damaged in (packed[:-9], packed[:-8] + b"\0" * 8):
        [error] = unpacked(Source("update.xml.gz", damaged))
        assert isinstance(error, InputError)


def test_records_are_read_one_by_one() -> None:
    """The first is there before the last is looked at, and memory does not grow with the set."""
    many = article_set(*(article(n) for n in range(1, 3_001))) + b"<"
    found = pubmed_xml.read("set.xml", many)
    first = next(found)
    assert isinstance(first, Document)
    assert sum(isinstance(each, Document) for each in found) == 2_999
