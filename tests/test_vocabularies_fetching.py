"""Downloads of vocabularies: gone on with, checked, pinned; from a publisher on this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Command, command
from standin import Sleeper
from vocabulary_files import TABLE, XML, Publisher, publishing, written

from kg import vocabularies
from kg.errors import InputError, KgError, NetworkError, UsageError
from kg.fetching.downloads import download
from kg.vocabularies import adding

CONTENT = bytes(range(256)) * 4_000


@pytest.fixture
def publisher(cache_folder: Path, sleeper: Sleeper) -> Iterator[Publisher]:
    """A publisher of a megabyte."""
    del cache_folder, sleeper
    with publishing(CONTENT) as served:
        yield served


def test_a_file_comes_whole(publisher: Publisher, tmp_path: Path) -> None:
    """With its hash; progress is told; nothing is left beside it."""
    told: list[tuple[int, int]] = []
    found = download(
        publisher.address, tmp_path / "f", progress=lambda done, total: told.append((done, total))
    )
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert (found.bytes, told[-1]) == (len(CONTENT), (len(CONTENT), len(CONTENT)))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["f"]


def test_an_interrupted_download_goes_on(publisher: Publisher, tmp_path: Path) -> None:
    """Only the rest is asked for, as often as it takes, and the file is the right one."""
    publisher.cut_after = [300_000, 400_000]
    assert download(publisher.address, tmp_path / "f").bytes == len(CONTENT)
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert [asked.get("Range") for asked in publisher.asked] == [
        None,
        "bytes=300000-",
        "bytes=700000-",
    ]


def test_a_part_of_an_older_file_is_not_gone_on_with(publisher: Publisher, tmp_path: Path) -> None:
    """The server has another file now: it comes from its beginning."""
    publisher.cut_after = [300_000] * 4
    publisher.etag = 'W/"weak"'
    with pytest.raises(NetworkError, match="cut short"):
        download(publisher.address, tmp_path / "f")
    publisher.etag = '"two"'
    publisher.cut_after = [100]
    publisher.content = CONTENT[::-1]
    assert download(publisher.address, tmp_path / "f").bytes == len(CONTENT)
    assert (tmp_path / "f").read_bytes() == CONTENT[::-1]


def test_a_busy_server_is_asked_again(
    publisher: Publisher, tmp_path: Path, sleeper: Sleeper
) -> None:
    """With a longer wait each time, and given up in the end."""
    publisher.first = [503, 429]
    assert download(publisher.address, tmp_path / "f").bytes == len(CONTENT)
    assert sleeper.slept == [1.0, 2.0]
    publisher.first = [503] * 9
    with pytest.raises(NetworkError, match="too busy"):
        download(publisher.address, tmp_path / "g")


def _wrong(publisher: Publisher, case: str) -> str | None:
    if case == "page":
        publisher.kind = "text/html; charset=utf-8"
    elif case == "elsewhere":
        publisher.location = "https://example.org/mesh"
    elif case == "file":
        publisher.location = "file:///etc/hostname"
    elif case == "absent":
        publisher.first = [404]
    return "0" * 64 if case == "checksum" else None


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("page", "a page for a browser"),
        ("elsewhere", "leads elsewhere"),
        ("file", "leads elsewhere"),
        ("absent", "HTTP 404"),
        ("checksum", "not the one that is expected"),
    ],
)
def test_what_is_not_the_file_is_refused(
    publisher: Publisher, tmp_path: Path, case: str, words: str
) -> None:
    """In one line, and nothing is kept."""
    sha256 = _wrong(publisher, case)
    with pytest.raises(InputError) as caught:
        download(publisher.address, tmp_path / "f", sha256=sha256)
    assert words in caught.value.line()
    assert not (tmp_path / "f").exists()


def test_only_the_web_is_asked(tmp_path: Path) -> None:
    """A file is no address."""
    with pytest.raises(UsageError, match="no address"):
        download("file:///etc/hostname", tmp_path / "f")


# --- kg vocabulary -------------------------------------------------------------------------------


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Command:
    """The command, over a store of its own."""
    return command(monkeypatch, capsysbinary, tmp_path / "store")


@pytest.fixture
def mesh(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """The publisher of all that is called mesh."""
    publisher.content = XML.encode()
    one = adding.Published("mesh", "Headings", "2030", "", f"{publisher.address}/desc.xml", ())
    monkeypatch.setattr(adding, "publishers", lambda: {"mesh": [one]})
    return publisher


def test_fetching_pins_what_came(kg: Command, mesh: Publisher, tmp_path: Path) -> None:
    """A lock file has version and hash; the same is not asked for twice; another is refused."""
    run = kg("vocabulary", "fetch", "mesh")
    assert (run.code, run.err) == (0, "kg: mesh: 2 terms, 5 statements; kg build takes them up\n")
    (pin,) = json.loads((tmp_path / "store" / "vocabularies.lock").read_text()).values()
    assert (pin["version"], len(pin["sha256"])) == ("2030", 64)
    asked = len(mesh.asked)
    assert kg("vocabulary", "fetch", "mesh").code == 0
    assert len(mesh.asked) == asked
    (kept,) = (tmp_path / "kept" / "vocabularies").glob("*/desc.xml")
    kept.unlink()
    mesh.content = XML.replace("Zentaroses", "Others").encode()
    refused = kg("vocabulary", "fetch", "mesh")
    assert refused.code == 3
    assert "not the one that is expected" in refused.err
    assert "mesh,Headings,5," in kg("vocabulary", "list", "-f", "csv").out
    assert kg("vocabulary", "fetch", "mesh", "--refresh").code == 0


def test_an_address_is_added(kg: Command, publisher: Publisher) -> None:
    """Its name is told by the file's."""
    publisher.content = TABLE.encode()
    run = kg("vocabulary", "add", f"{publisher.address}/mesh-2030.tsv")
    assert (run.code, run.out) == (0, "")
    assert run.err.startswith("kg: mesh: 2 terms")
    assert kg("vocabulary", "remove", "mesh").code == 0
    assert kg("vocabulary", "list", "-f", "csv").out == "name,title,statements,graph\n"


def test_faults_of_a_person(kg: Command, tmp_path: Path) -> None:
    """A name that nobody publishes, a file that is not there, a file that is something else."""
    assert kg("vocabulary", "fetch", "unheard-of").code == 2
    assert kg("vocabulary", "add", tmp_path / "mesh.nt").code == 3
    page = written(tmp_path, "mesh.nt", "<html><body>Not found</body></html>")
    run = kg("vocabulary", "add", page)
    assert (run.code, "a page for a browser" in run.err) == (3, True)


def test_publishers_are_reached_by_https_and_named_by_version() -> None:
    """An address that would give another file tomorrow is no pin."""
    for name, files in vocabularies.publishers().items():
        for each in files:
            assert each.address.startswith("https://"), name
            assert each.version in each.address or each.version in each.address.replace("v", "")


def test_errors_are_ours(tmp_path: Path) -> None:
    """Nobody listens: one error of ours."""
    with pytest.raises(KgError, match="nothing answers"):
        download("http://127.0.0.1:9/mesh.nt", tmp_path / "f")
