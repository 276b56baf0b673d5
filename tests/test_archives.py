"""Archives as a hostile or careless hand packs them: each way has its answer, the rest is read.

Numbers are those of the developers' catalogue of bad inputs, 119 to 134.
"""

import gzip
import io
import struct
import tarfile
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import InputError
from kg.inputs import Source, expand, whole

GOOD = b"A report of a trial in ten adults."
REPORT = b"""Aims: to ask. Methods: Sixty patients with asthma were randomly assigned to zentarol
(n=31) or placebo (n=29). Results: Mean heart rate was 70 beats/min with zentarol."""
OTHER = REPORT.replace(b"asthma", b"gout")
Answer = tuple[dict[str, bytes], list[str]]


def answer(path: Path) -> Answer:
    """What is read of a file, by the names of members, and what is told of the rest."""
    found = list(expand([path]))
    taken = {
        each.name.partition("!")[2]: whole(*each[:2]) for each in found if isinstance(each, Source)
    }
    return taken, [f"{each.where}: {each.what}" for each in found if isinstance(each, InputError)]


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A zip file of these members and a good one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*members, ("good.txt", GOOD)):
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*members: tarfile.TarInfo) -> bytes:
    """A tar file of these members and a good one."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
        last = tarfile.TarInfo("good.txt")
        last.size = len(GOOD)
        archive.addfile(last, io.BytesIO(GOOD))
    return buffer.getvalue()


def member(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0
) -> tarfile.TarInfo:
    """A member of a tar file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


def linked(name: str) -> zipfile.ZipInfo:
    """A member of a zip file that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def named(name: str) -> bytes:
    """A zip file with a name that its writer would have mended."""
    stand_in = "n" * len(name.encode())
    return zipped((stand_in, b"x")).replace(stand_in.encode(), name.encode())


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "119 zip": (lambda: named("../up.txt"), "the member's name leads out of the archive"),
    "119 tar": (lambda: tarred(member("../up.txt")), "the member's name leads out of the archive"),
    "120 zip": (lambda: named("/etc/up.txt"), "the member's name leads out of the archive"),
    "120 tar": (lambda: tarred(member("/etc/up")), "the member's name leads out of the archive"),
    "120 drive": (lambda: named("C:/up.txt"), "the member's name leads out of the archive"),
    "121": (lambda: named("a\\..\\up.txt"), "the member's name leads out of the archive"),
    "122 zip": (lambda: zipped((linked("a"), b"/etc/passwd")), "the member is a link or a device"),
    "122 tar": (lambda: tarred(member("a", tarfile.SYMTYPE, "/etc/passwd")),
                "the member is a link or a device"),
    "123": (lambda: tarred(member("a", tarfile.LNKTYPE, "good.txt")),
            "the member is a link or a device"),
    "124": (lambda: tarred(member("a", tarfile.CHRTYPE)), "the member is a link or a device"),
    "125": (lambda: zipped(("a.txt", b"\0" * (40 << 20))), "it unpacks to more than"),
}  # fmt: skip


def _encrypted() -> bytes:
    raw = bytearray(zipped(("a.txt", b"x")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + place] |= 1
    return bytes(raw)


REFUSED["129"] = (_encrypted, "the member is encrypted")


@pytest.mark.parametrize("number", REFUSED)
def test_a_member_is_refused_and_the_others_are_read(number: str, tmp_path: Path) -> None:
    """Names that lead out, links, devices, bombs, what is encrypted."""
    make, said = REFUSED[number]
    (tmp_path / "a.arc").write_bytes(make())
    taken, told = answer(tmp_path / "a.arc")
    assert taken == {"good.txt": GOOD}
    assert len(told) == 1
    assert said in told[0]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    """126: told by its ratio, before it fills the memory."""
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"\0" * (60 << 20)))
    taken, told = answer(tmp_path / "a.gz")
    assert not taken
    assert ["more than a report can be" in each for each in told] == [True]


def test_members_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    """127: three hundred entries for one packed member."""
    raw = zipped(("a.txt", b"naps " * 200_000))
    central = raw.find(b"PK\x01\x02")
    end = raw.find(b"PK\x05\x06")
    length = 46 + struct.unpack_from("<H", raw, central + 28)[0]
    entries = raw[central : central + length] * 300 + raw[central + length : end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 301, 301, len(entries), central, 0)
    (tmp_path / "a.zip").write_bytes(raw[:central] + entries + tail)
    taken, told = answer(tmp_path / "a.zip")
    assert len(taken) <= 2
    assert told


def test_archives_are_not_opened_for_ever(tmp_path: Path) -> None:
    """128: two deep is enough."""
    data = GOOD
    for _ in range(4):
        data = zipped(("inner.zip", data)) if data is not GOOD else zipped(("a.txt", data))
    (tmp_path / "a.zip").write_bytes(data)
    taken, told = answer(tmp_path / "a.zip")
    assert any("nested" in each for each in told)
    assert set(taken.values()) <= {GOOD}


def test_many_members_are_read_or_refused_in_time(tmp_path: Path) -> None:
    """130: a tenth of the hundred thousand, in a tenth of twenty seconds."""
    (tmp_path / "a.zip").write_bytes(zipped(*((f"{n}.txt", b"x") for n in range(10_000))))
    began = time.process_time()
    taken, _ = answer(tmp_path / "a.zip")
    assert len(taken) in {0, 10_001}
    assert time.process_time() - began < 2


ACCENT = "e\N{COMBINING ACUTE ACCENT}.txt"


@pytest.mark.parametrize(
    ("first", "second", "called"),
    [
        ("a.txt", "a.txt", "a.txt (no. 2 of this name)"),
        ("a.txt", "A.txt", "A.txt"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}.txt", ACCENT, f"{ACCENT} (no. 2 of this name)"),
    ],
    ids=["131", "132", "131 accents"],
)
def test_names_that_collide_are_read_and_told_apart(
    first: str, second: str, called: str, tmp_path: Path
) -> None:
    """131 and 132: neither hides the other, and no two lines name different things alike."""
    with warnings.catch_warnings(action="ignore"):
        data = zipped((first, b"one"), (second, b"two"))
    (tmp_path / "a.zip").write_bytes(data)
    assert answer(tmp_path / "a.zip") == ({first: b"one", called: b"two", "good.txt": GOOD}, [])


def test_a_refused_member_is_told_from_its_namesake(tmp_path: Path) -> None:
    """131: the one is read, the other is a link; the line is not about the one that was read."""
    with warnings.catch_warnings(action="ignore"):
        data = zipped(("a.txt", b"one"), (linked("a.txt"), b"two"))
    (tmp_path / "a.zip").write_bytes(data)
    taken, told = answer(tmp_path / "a.zip")
    assert taken == {"a.txt": b"one", "good.txt": GOOD}
    (line,) = told
    assert "a.zip!a.txt (no. 2 of this name): the member is a link" in line


def test_a_file_and_its_packed_namesake_are_told_apart(tmp_path: Path) -> None:
    """A packed file goes by the name that it has unpacked, which may stand beside it."""
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"two"))
    names = [Path(each.name).name for each in expand([tmp_path]) if isinstance(each, Source)]
    assert names == ["a.txt", "a.txt (no. 2 of this name)"]


def test_a_build_tells_of_names_that_collide(tmp_path: Path) -> None:
    """One line a namesake; all are built. Equal bytes are a duplicate, whatever their name."""
    with warnings.catch_warnings(action="ignore"):
        data = zipped(("a.txt", REPORT), ("a.txt", OTHER), ("a.txt", REPORT))
    (tmp_path / "a.zip").write_bytes(data)
    summary = build([tmp_path / "a.zip"], tmp_path / "store", workers=1)
    assert (len(summary.reports), summary.duplicates) == (3, 1)
    (told,) = [each.line() for each in summary.rejects if each.kind == "remark"]
    second = f"{tmp_path}/a.zip!a.txt (no. 2 of this name)"
    assert told == f"{second}: another input has this name. The input was taken."


def test_a_format_is_told_by_content(tmp_path: Path) -> None:
    """133: a zip file with the name of a text, a text with the name of a zip file."""
    (tmp_path / "a.txt").write_bytes(zipped())
    (tmp_path / "b.zip").write_bytes(GOOD)
    assert answer(tmp_path / "a.txt") == ({"good.txt": GOOD}, [])
    assert answer(tmp_path / "b.zip") == ({"": GOOD}, [])


def test_a_zip_file_without_its_directory_is_refused(tmp_path: Path) -> None:
    """134: nothing of it is guessed."""
    raw = zipped(("a.txt", b"x"))
    (tmp_path / "a.zip").write_bytes(raw[: raw.find(b"PK\x01\x02") + 10])
    taken, told = answer(tmp_path / "a.zip")
    assert not taken
    assert ["damaged" in each for each in told] == [True]
