"""Files and addresses → vocabularies of the store.

In: what a person named. Out: what stands in the store now. A download is pinned: the first time its
SHA-256 is written into the store's lock file, and from then on the same address must give the same
bytes, unless the person says that newer ones are wanted.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from kg import data
from kg.errors import UsageError
from kg.fetching.downloads import Downloaded, download
from kg.fetching.settings import Settings
from kg.linking import curies
from kg.linking.thesaurus import Term
from kg.vocabularies.contents import File, told
from kg.vocabularies.formats import read
from kg.vocabularies.installing import Source, install, require_name

LOCK: Final = "vocabularies.lock"
Progress = Callable[[str, int, int], None]


class Published(NamedTuple):
    """A file of a vocabulary as its publisher has it."""

    name: str
    title: str
    version: str
    licence: str
    address: str
    hosts: tuple[str, ...]


class Pin(msgspec.Struct, frozen=True):
    """What an address gave."""

    name: str
    version: str
    sha256: str
    bytes: int


def quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody looks on."""


def publishers() -> dict[str, list[Published]]:
    """The vocabularies whose publishers are known, by name.

    >>> [len(files) for name, files in publishers().items() if name == "mesh"]
    [3]
    """
    found: dict[str, list[Published]] = {}
    for row in data.table("publishers.tsv"):
        hosts = tuple(filter(None, (row.pop("hosts") or "").split("|")))
        found.setdefault(row["name"], []).append(Published(**row, hosts=hosts))
    return found


def add(
    given: Sequence[str], root: Path, *, name: str | None = None, progress: Progress = quiet
) -> tuple[str, Source]:
    """The name of the vocabulary that these files or addresses make up, and what it came to.

    *Errors*: ``UsageError`` without a name where none can be told, ``InputError`` for what is no
    vocabulary; the store is then as it was.
    """
    chosen = name or _likely_name(given)
    require_name(chosen)
    files = [_file(one, root, chosen, progress) for one in given]
    known = publishers().get(chosen)
    return chosen, _installed(files, root, chosen, progress, known[0].title if known else chosen)


def fetch(
    name: str, root: Path, *, refresh: bool = False, progress: Progress = quiet
) -> tuple[str, Source]:
    """The vocabulary of this name, from its publisher, in the version that is pinned.

    *Errors*: ``UsageError`` for a name that is not known, ``NetworkError``, ``InputError``.
    """
    files = publishers().get(name)
    if files is None:
        raise UsageError(
            "no publisher of this vocabulary is known", got=name, expected=", ".join(publishers())
        )
    downloads = [_downloaded(each, root, progress, refresh=refresh) for each in files]
    paths = [File(each.path) for each in downloads]
    first = files[0]
    return name, _installed(paths, root, name, progress, first.title, first)


def _installed(
    files: Sequence[File],
    root: Path,
    name: str,
    progress: Progress,
    title: str,
    published: Published | None = None,
) -> Source:
    source = Source(
        title=title,
        origin=published.address if published else ", ".join(file.name for file in files),
        licence=published.licence if published else "",
        version=published.version if published else "",
        sha256=tuple(map(_sha256, files)),
    )
    terms = chain.from_iterable(read(file, name) for file in files)
    return install(_counted(terms, progress), root, name, source)


def _counted(terms: Iterator[Term], progress: Progress) -> Iterator[Term]:
    number = 0
    for number, term in enumerate(terms, 1):
        yield term
        if number % 5_000 == 0:
            progress("terms", number, 0)


def _sha256(file: File) -> str:
    with told(file.name), file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _likely_name(given: Sequence[str]) -> str:
    """The prefix that the name of the first file begins with.

    *Errors*: ``UsageError``.

    >>> _likely_name(["https://example.org/mondo.obo"]), _likely_name(["/tmp/HP_2026.owl"])
    ('mondo', 'hp')
    """
    stem = given[0].rstrip("/").rpartition("/")[2].lower()
    fits = [prefix for prefix in curies.prefixes() if stem.startswith(prefix)]
    if not fits:
        raise UsageError("the vocabulary needs a name", got=given[0], way_out="--name mesh, say")
    return max(fits, key=len)


# --- Downloads -----------------------------------------------------------------------------------


def _file(one: str, root: Path, name: str, progress: Progress) -> File:
    if urlsplit(one).scheme not in {"http", "https"}:
        return File(Path(one))
    published = Published(name, name, "", "", one, ())
    return File(_downloaded(published, root, progress, refresh=True).path)


def _downloaded(
    published: Published, root: Path, progress: Progress, *, refresh: bool
) -> Downloaded:
    """The file of an address, whose hash is the one that the lock has."""
    place = _place(published)
    pins = _pins(root)
    pin = None if refresh else pins.get(published.address)
    if pin is not None and place.is_file() and _sha256(File(place)) == pin.sha256:
        return Downloaded(place, pin.sha256, pin.bytes)
    step = f"fetching {place.name}"
    found = download(
        published.address,
        place,
        sha256=pin.sha256 if pin else None,
        hosts=published.hosts,
        progress=lambda done, total: progress(step, done, total),
    )
    pins[published.address] = Pin(published.name, published.version, found.sha256, found.bytes)
    _write_pins(root, pins)
    return found


def _place(published: Published) -> Path:
    """Where a file is kept: a folder for each address, so that no two share a name."""
    folder = hashlib.sha256(published.address.encode()).hexdigest()[:12]
    file = urlsplit(published.address).path.rpartition("/")[2] or "file"
    return Settings.of().cache / "vocabularies" / folder / file


def _pins(root: Path) -> dict[str, Pin]:
    file = root / LOCK
    if not file.is_file():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Pin])


def _write_pins(root: Path, pins: dict[str, Pin]) -> None:
    root.mkdir(parents=True, exist_ok=True)
    said = msgspec.json.format(msgspec.json.encode(dict(sorted(pins.items()))), indent=2)
    fresh = root / f"{LOCK}.tmp"
    fresh.write_bytes(said + b"\n")
    fresh.replace(root / LOCK)
