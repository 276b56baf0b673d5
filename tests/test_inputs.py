"""Inputs: what is opened, and what is refused without harm to its neighbours."""

import gzip
import hashlib
import io
import os
import pickle
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.inputs import Held, Source, archives, beginning, expand, fingerprint, held, unpacked, whole


def taken(*paths: Path) -> dict[str, bytes]:
    """What was read, by the last part of its name."""
    found = [each for each in expand(paths) if isinstance(each, Source)]
    return {Path(source.name).name: whole(source.name, source.data) for source in found}


def refused(*paths: Path) -> list[InputError]:
    """What was refused."""
    return [each for each in expand(paths) if isinstance(each, InputError)]


def zipped(**members: bytes) -> bytes:
    """A zip file of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A tar file of these members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def opened(data: bytes) -> tuple[dict[str, bytes], list[InputError]]:
    """What an archive called a.x gives, and what it does not."""
    found = list(unpacked(Source("a.x", data)))
    return (
        {s.name: whole(s.name, s.data) for s in found if isinstance(s, Source)},
        [each for each in found if isinstance(each, InputError)],
    )


# --- Files and folders --------------------------------------------------------------------------


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """Folders inside are read too; hidden files are nobody's report."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden"):
        (tmp_path / name).write_text(name)
    assert list(taken(tmp_path)) == ["a.txt", "b.txt", "c.txt"]


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """One line for what is not there; what is there is read."""
    (tmp_path / "a.txt").write_text("a")
    (error,) = refused(tmp_path / "nothing", tmp_path / "a.txt")
    assert "no such file" in error.what
    assert error.where == str(tmp_path / "nothing")
    assert taken(tmp_path / "nothing", tmp_path / "a.txt") == {"a.txt": b"a"}


@pytest.mark.parametrize("name", ["x" * 400, "a\0b"])
def test_a_name_that_no_file_can_have_is_a_missing_file(name: str) -> None:
    """Too long, or not a name at all."""
    assert "no such file" in refused(Path(name))[0].what


def test_a_pipe_is_not_a_file(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert "a pipe" in refused(tmp_path)[0].what


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A link to a file is the file; a link to nothing is refused."""
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "good").symlink_to(tmp_path / "a.txt")
    (tmp_path / "bad").symlink_to(tmp_path / "gone")
    assert taken(tmp_path / "good") == {"good": b"a"}
    assert "the link leads nowhere" in refused(tmp_path / "bad")[0].what


def test_a_link_back_to_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A folder that contains itself ends, and the link is told; so is one to another folder."""
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").write_text("a")
    (inside / "again").symlink_to(tmp_path)
    (inside / "other").symlink_to("/dev")
    (inside / "round").symlink_to("round")
    sources = [each for each in expand([inside]) if not isinstance(each, InputError)]
    assert [Path(each.name).name for each in sources] == ["a.txt"]
    told = [each.what for each in expand([inside]) if isinstance(each, InputError)]
    assert told == [
        "the link leads back to a folder that it is in",
        "the link leads to a folder",
        "the link leads in a circle",
    ]


def test_an_empty_folder_is_told_beside_others(tmp_path: Path) -> None:
    """It was named, so that something was expected in it."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("a")
    _, error = expand([tmp_path / "a.txt", tmp_path / "empty"])
    assert isinstance(error, InputError)
    assert "there is no file in it" in error.what


def test_a_store_in_the_folder_is_not_read(tmp_path: Path) -> None:
    """Building a folder twice with the store inside gives the same; a store that is named is."""
    (tmp_path / "a.txt").write_text("a trial of 12 adults")
    home = tmp_path / "build" / "kg"
    home.mkdir(parents=True)
    (home / "build.lock").write_text("")
    (home / "graph.nq").write_text("x")
    assert list(taken(tmp_path)) == ["a.txt"]
    assert set(taken(home)) == {"build.lock", "graph.nq"}


def test_a_file_name_with_a_newline_stays_on_one_line(tmp_path: Path) -> None:
    """A message is one line, whatever the file is called."""
    (error,) = refused(tmp_path / "a\nb")
    assert "\n" not in (error.where or "")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is held back, and where a reader needs it whole the limit is told."""
    monkeypatch.setattr(held, "HELD_FROM", 2)
    monkeypatch.setattr(held, "LARGEST", 3)
    (tmp_path / "a.txt").write_text("four")
    (source,) = expand([tmp_path])
    assert isinstance(source, Source)
    assert isinstance(source.data, Held)
    assert beginning(source.data, 2) == b"fo"
    with pytest.raises(InputError, match="too large"):
        whole(source.name, source.data)


# --- Archives -----------------------------------------------------------------------------------


def test_archives_are_told_by_content(tmp_path: Path) -> None:
    """A zip file called report.txt is opened; its members carry both names."""
    (tmp_path / "report.txt").write_bytes(zipped(**{"a.txt": b"one", "x/b.txt": b"two"}))
    names = [each.name for each in expand([tmp_path]) if isinstance(each, Source)]
    assert names == [f"{tmp_path}/report.txt!a.txt", f"{tmp_path}/report.txt!x/b.txt"]


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        lambda data: zipped(**{"a.txt": data}),
        lambda data: tarred((tarfile.TarInfo("a.txt"), data)),
        lambda data: gzip.compress(tarred((tarfile.TarInfo("a.txt"), data))),
        lambda data: gzip.compress(data[:2]) + gzip.compress(data[2:]),
    ],
    ids=["gzip", "zip", "tar", "tar in gzip", "gzip twice"],
)
def test_every_kind_of_archive_gives_its_bytes(pack: Callable[[bytes], bytes]) -> None:
    """The bytes that went in come out."""
    found, errors = opened(pack(b"a report"))
    assert list(found.values()) == [b"a report"]
    assert errors == []


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\..\\x", "..\\x", "C:x", "a\x01b"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    """In zip and tar alike; the neighbour is read."""
    member = zipfile.ZipInfo("x")
    member.filename = name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, b"bad")
        archive.writestr("good", b"good")
    for data in (
        buffer.getvalue(),
        tarred((tarfile.TarInfo(name), b"bad"), (tarfile.TarInfo("good"), b"good")),
    ):
        found, errors = opened(data)
        assert found == {"a.x!good": b"good"}
        assert len(errors) == 1
        assert "the member's name" in errors[0].what


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_in_a_tar_are_refused(kind: bytes) -> None:
    """A link would read a file of the machine's own."""
    link = tarfile.TarInfo("link")
    link.type, link.linkname = kind, "/etc/passwd"
    found, errors = opened(tarred((link, b""), (tarfile.TarInfo("good"), b"good")))
    assert found == {"a.x!good": b"good"}
    assert ["link or a device" in error.what for error in errors] == [True]


def test_a_link_in_a_zip_is_refused() -> None:
    """Its mode says that it is one."""
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    found, errors = opened(buffer.getvalue())
    assert found == {}
    assert "link" in errors[0].what


def test_an_encrypted_member_is_refused() -> None:
    """The flag is in its header; nothing asks for a password."""
    data = bytearray(zipped(**{"a.txt": b"secret", "b.txt": b"open"}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    found, errors = opened(bytes(data))
    assert list(found) == ["a.x!b.txt"]
    assert "encrypted" in errors[0].what


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(bomb=data)])
def test_a_bomb_is_refused_before_it_fills_the_memory(pack: Callable[[bytes], bytes]) -> None:
    """Thirty megabytes of nothing in thirty kilobytes are no report."""
    found, errors = opened(pack(bytes(30 << 20)))
    assert found == {}
    assert "unpacks to more" in errors[0].what


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    """The bytes that come out count, not those that the directory promises."""
    data = bytearray(zipped(bomb=bytes(30 << 20)))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    found, errors = opened(bytes(data))
    assert found == {}
    assert len(errors) == 1


def test_archives_in_archives_have_an_end() -> None:
    """A zip in a gzip is opened, and no deeper."""
    inner = zipped(a=b"a report")
    assert opened(gzip.compress(inner))[0] == {"a.x!a": b"a report"}
    found, errors = opened(zipped(x=zipped(y=inner)))
    assert found == {}
    assert "nested" in errors[0].what


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"a report" * 100)[:-9],
        gzip.compress(b"a report")[:-4] + b"\0\0\0\0",
        b"\x1f\x8bnot gzip at all",
        zipped(a=b"a report" * 100)[:-30],
        b"PK\x03\x04 not a zip at all",
        tarred((tarfile.TarInfo("a"), b"x" * 2000))[:1500],
    ],
    ids=["cut gzip", "wrong sum", "no gzip", "cut zip", "no zip", "cut tar"],
)
def test_a_damaged_archive_is_one_error(data: bytes) -> None:
    """No part of it is taken for a report."""
    found, errors = opened(data)
    assert found == {}
    assert ["damaged" in error.what for error in errors] == [True]


def test_a_damaged_member_does_not_take_its_neighbour_with_it() -> None:
    """The sum of one member is wrong; the other is read."""
    data = bytearray(zipped(a=b"first report", b=b"second report"))
    data[data.index(b"a", 30) + 3] ^= 0xFF
    found, errors = opened(bytes(data))
    assert list(found) == ["a.x!b"]
    assert len(errors) == 1


def test_an_office_document_is_one_document() -> None:
    """Its parts are not reports; whoever tells formats apart will name it."""
    data = zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert opened(data)[0] == {"a.x": data}


def test_an_archive_of_too_many_members_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was left out is counted."""
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 2)
    found, errors = opened(zipped(a=b"a", b=b"b", c=b"c", d=b"d"))
    assert list(found) == ["a.x!a", "a.x!b"]
    assert "2 members were left out" in errors[0].what


# --- Held back ----------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a hundred bytes on an input is held back."""
    monkeypatch.setattr(held, "HELD_FROM", 100)


LONG = b"a long report " * 1000


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "pack",
    [
        bytes,
        gzip.compress,
        lambda data: zipped(**{"b.txt": b"short", "a.txt": data}),
    ],
    ids=["as it is", "gzip", "zip"],
)
def test_what_is_long_is_opened_where_it_is_read(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """As a stream, whatever it is packed in; and it can be sent to another process."""
    (tmp_path / "a.x").write_bytes(pack(LONG))
    *_, source = [each for each in expand([tmp_path]) if isinstance(each, Source)]
    data = pickle.loads(pickle.dumps(source)).data  # noqa: S301 - our own
    assert isinstance(data, Held)
    assert whole(source.name, data) == LONG
    assert beginning(data, 6) == b"a long"
    assert fingerprint(data) == (hashlib.sha256(LONG).hexdigest(), len(LONG))


@pytest.mark.usefixtures("small")
def test_a_long_stream_that_is_damaged_is_told_in_our_words(tmp_path: Path) -> None:
    """The reader of the stream meets one clear error."""
    (tmp_path / "a.gz").write_bytes(gzip.compress(random.Random(7).randbytes(5000))[:-30])
    errors = [each for each in expand([tmp_path]) if isinstance(each, InputError)]
    assert [error.what for error in errors] == ["the gzip file is damaged"]
    (tmp_path / "a.gz").write_bytes(gzip.compress(LONG * 90)[:-30])
    (source,) = (each for each in expand([tmp_path]) if isinstance(each, Source))
    with pytest.raises(InputError, match="damaged"):
        whole(source.name, source.data)


def test_members_that_overlap_are_refused() -> None:
    """One packed member that is listed many times is made to fill the memory."""
    packed = zipped(**{"a.txt": random.Random(7).randbytes(4000)})
    at = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    entry, tail = packed[at:end], bytearray(packed[end:])
    tail[8:12] = (9).to_bytes(2, "little") * 2
    tail[12:16] = (9 * len(entry)).to_bytes(4, "little")
    found, errors = opened(packed[:at] + entry * 9 + bytes(tail))
    assert found == {}
    assert [error.what for error in errors] == ["the members of the zip file overlap"]
