"""Sets of records changed at random: whatever comes, each is read or told, and nothing breaks."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.records import Account, Document, Withdrawal
from kg.sources import read_records

GOLDEN = Path(__file__).parent / "golden"
SETS = [
    *sorted((GOLDEN / "pubmed-xml").glob("*.xml")),
    *sorted((GOLDEN / "medline").glob("*.txt")),
]
# What mark-up, tags and bad bytes are made of.
PIECES = [
    *(b"<", b">", b"&", b"'", b'"', b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\r"),
    *(b"</PubmedArticle>", b"<PubmedArticle>", b"<PMID>", b"<!--", b"]]>", b"<![CDATA[", b"<?a?>"),
    *(b"&#0;", b"&x;", b"<!DOCTYPE a [", b"\n\n", b"PMID- ", b"\nAB  - ", b"\nSO  - "),
]
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from([b"", *PIECES])),
    min_size=1,
    max_size=5,
)


def changed(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with a stretch replaced at each place."""
    for place, length, piece in edits:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    return data


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
@settings(max_examples=150)
@given(edits=EDITS)
def test_a_changed_set_is_read_or_told(path: Path, edits: list[tuple[float, int, bytes]]) -> None:
    """No exception but our own, and each fault says where it is."""
    try:
        found = list(read_records("set", changed(path.read_bytes(), edits)))
    except InputError as error:
        assert error.where  # noqa: PT017 - either outcome is right, each with its own demand
        return
    for each in found:
        assert isinstance(each, Document | Account | Withdrawal | InputError)
        if isinstance(each, InputError):
            assert each.where
        if isinstance(each, Document):
            text = each.report.text or ""
            spans = [(section.start, section.end) for section in each.sections]
            assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_set_that_is_cut_anywhere_is_read_or_told(path: Path) -> None:
    """Each prefix in turn, by steps; what was whole before the cut is not lost."""
    data = path.read_bytes()
    for end in range(1, len(data), 97):
        try:
            found = list(read_records("set", data[:end]))
        except InputError:
            continue
        assert found
