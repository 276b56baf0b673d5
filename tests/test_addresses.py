"""Inputs by their addresses: a file that is elsewhere is built like one that is here."""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import command
from conftest import ROOT
from standin import Reply, StandIn, refused, standing_in, study

from kg import fetching
from kg.build import build
from kg.errors import InputError, NetworkError
from kg.fetching.addresses import Address, read_address
from kg.inputs import Held, Source, held

REPORT = (ROOT / "docs" / "example-report.txt").read_bytes()


@pytest.fixture
def bucket() -> Iterator[Any]:
    """A file system in memory, which fsspec comes with."""
    memory = pytest.importorskip("fsspec").filesystem("memory")
    memory.store.clear()
    yield memory
    memory.store.clear()


@pytest.fixture
def web(sleeper: object, cache_folder: Path) -> Iterator[StandIn]:
    """A server on this machine."""
    del sleeper, cache_folder
    with standing_in() as served:
        yield served


def packed(**members: bytes) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def found(*given: str) -> dict[str, object]:
    """What has come, by name."""
    return {e.name: e.data for e in fetching.expand(given) if isinstance(e, Source)}


# --- What an address is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("s3://bucket/a b.zip", "s3://bucket/a b.zip"),
        ("GS://bucket/x", "gs://bucket/x"),
        ("https:/x.org/a.zip", "https://x.org/a.zip"),
        ("https://me:word@x.org:8/a?signature=secret#top", "https://x.org:8/a"),
    ],
)
def test_an_address_is_named_without_its_secrets(written: str, name: str) -> None:
    """Manifests and messages keep no password and no signature."""
    address = read_address(written)
    assert isinstance(address, Address)
    assert address.name == name


@pytest.mark.parametrize("written", ["a.txt", "c:/a.txt", "doi:10.1000/x", "s3:", "://x", "x:y"])
def test_other_words_are_no_address(written: str) -> None:
    """They are paths and ids."""
    assert read_address(written) is None


def test_an_address_of_a_record_is_still_an_id() -> None:
    """And one that only looks so is told."""
    (error,) = refused("https://clinicaltrials.gov/study/NCT1")
    assert "no id that is fetched" in str(error)


# --- fsspec --------------------------------------------------------------------------------------


def test_a_file_in_a_bucket_is_read(bucket: Any) -> None:
    """Under its address."""
    bucket.pipe("/trials/report.txt", REPORT)
    assert found("memory://trials/report.txt") == {"memory://trials/report.txt": REPORT}


def test_an_archive_in_a_bucket_is_opened(bucket: Any) -> None:
    """Its members are named as those of a file here."""
    bucket.pipe("/trials/all.zip", packed(one=b"1", two=b"2"))
    assert found("memory://trials/all.zip") == {
        "memory://trials/all.zip!one": b"1",
        "memory://trials/all.zip!two": b"2",
    }


def test_a_folder_and_a_pattern_are_their_files(bucket: Any) -> None:
    """In the order of their names."""
    for name in ("b.txt", "a.txt", "deep/c.json"):
        bucket.pipe(f"/trials/{name}", name.encode())
    assert [*found("memory://trials").values()] == [b"a.txt", b"b.txt", b"deep/c.json"]
    assert [*found("memory://trials/*.txt").values()] == [b"a.txt", b"b.txt"]


def test_a_large_file_is_held_on_the_disk(
    bucket: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is there until the build ends; what fits into memory is gone at once."""
    monkeypatch.setattr(held, "HELD_FROM", 10)
    bucket.pipe("/large", b"x" * 11)
    bucket.pipe("/small", b"x")
    large, small = fetching.expand(["memory://large", "memory://small"], folder=tmp_path)
    assert isinstance(large, Source)
    assert isinstance(small, Source)
    assert isinstance(large.data, Held)
    with large.data.open() as stream:
        assert stream.read() == b"x" * 11
    assert [str(path) for path in tmp_path.iterdir()] == [large.data.path]


@pytest.mark.parametrize(
    ("address", "kind", "said"),
    [
        ("memory://none", InputError, "no such file"),
        ("nowhere://x/y", InputError, "nothing opens nowhere://"),
    ],
)
def test_what_is_not_there_is_told(
    bucket: Any, address: str, kind: type[Exception], said: str
) -> None:
    """In one line, and the rest is read."""
    del bucket
    (error,) = refused(address)
    assert type(error) is kind
    assert said in error.line()
    assert error.outcome == "It was left out"


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words that install it."""
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (error,) = refused("s3://bucket/key")
    assert "pip install 'kg-trials[cloud]'" in error.line()


def test_a_bucket_out_of_reach_is_want_of_a_network(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the scheme's own package raises."""

    class EndpointError(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise EndpointError("Could not connect\nto the endpoint")

    bucket.pipe("/a", b"1")
    monkeypatch.setattr(type(bucket), "size", cut)
    (error,) = refused("memory://a")
    assert isinstance(error, NetworkError)
    assert error.got == "Could not connect"


# --- The web -------------------------------------------------------------------------------------


def test_a_file_of_the_web_is_built(web: StandIn, tmp_path: Path) -> None:
    """An archive of registry records, say; unchanged, it is not read again."""
    web.first = [Reply(body=packed(**{"NCT01234567.json": study("NCT01234567")}))] * 2
    address = f"{web.address}/studies.zip?token=secret"
    summary = build([address], tmp_path / "store")
    assert summary.reports == ("nct01234567",)
    assert build([address], tmp_path / "store").quads == summary.quads
    manifest = (tmp_path / "store" / "gen-2" / "manifest.json").read_text()
    assert f"{web.address}/studies.zip!NCT01234567.json" in manifest
    assert "secret" not in manifest


def test_a_page_of_the_web_is_no_input(web: StandIn) -> None:
    """It is made for a browser."""
    web.first = [Reply(body=b"<html>", headers=(("Content-Type", "text/html"),))]
    (error,) = refused(f"{web.address}/page")
    assert "a page for a browser" in error.line()
    assert "vocabulary" not in error.line()


def test_without_a_network_the_rest_is_built(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    silence: object,
    tmp_path: Path,
) -> None:
    """One line, and the exit code for it."""
    del silence
    kg = command(monkeypatch, capsysbinary, tmp_path / "store")
    run = kg("build", "http://127.0.0.1:9/a.zip", ROOT / "docs" / "example-report.txt")
    assert run.code == 6
    assert "http://127.0.0.1:9/a.zip: nothing answers at 127.0.0.1:9" in run.err
    assert "1 report, 1 trial" in run.err
