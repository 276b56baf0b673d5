"""Large files from publishers: streamed to disk, gone on with where they ended, checked when whole.

In: an address and a place. Out: a file that is whole, with its SHA-256. What came of it before an
interruption stands beside it as ``….part`` with a note of which file it is a part of; it is gone on
with only where the server says that the file is still the same.

*Source*: RFC 9110, sections 13.1.5 (If-Range) and 14.4 (Content-Range).
"""

import hashlib
import re
import shutil
import urllib.request
from collections.abc import Callable, Collection
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit

import msgspec

from kg.errors import InputError, KgError, NetworkError, UsageError
from kg.fetching import pace
from kg.fetching.service import HEADERS, opener
from kg.fetching.troubles import troubles

LARGEST: Final = 8 << 30
"""The most bytes that a file may have."""

_SILENCE: Final = 60.0
_CHUNK: Final = 1 << 18
_TRIES: Final = 4
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_BUSY: Final = {408, 425, 429, 500, 502, 503, 504}
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")

Progress = Callable[[int, int], None]


class Downloaded(NamedTuple):
    """A file that is whole: where it is, its hash, its size."""

    path: Path
    sha256: str
    bytes: int


class _Note(msgspec.Struct, frozen=True):
    """Which file a part is a part of."""

    url: str
    validator: str


class _Busy(NetworkError):
    """The server asks to be asked again."""


def download(
    url: str,
    place: Path,
    *,
    sha256: str | None = None,
    hosts: Collection[str] = (),
    progress: Progress = lambda _done, _total: None,
) -> Downloaded:
    """The file at an address, at its place; *hosts* are others to which the server may lead.

    *Errors*: ``NetworkError`` where it cannot be had, ``InputError`` for a page instead of a file,
    one that is too large, or another than *sha256* says.
    """
    _require_address(url)
    part = place.with_name(f"{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _whole(_Errand(url, part, frozenset(hosts), progress))
        size, digest = part.stat().st_size, _hash(part)
        if sha256 is not None and digest != sha256:
            _discard(part)
            raise InputError(
                "the file is not the one that is expected",
                where=url,
                got=f"SHA-256 {digest[:16]}…",
                expected=f"{sha256[:16]}…",
            )
        part.replace(place)
        _note(part).unlink(missing_ok=True)
    except OSError as error:
        raise InputError("it cannot be kept", where=str(place), got=error.strerror) from error
    return Downloaded(place, digest, size)


def _require_address(url: str) -> None:
    """Nothing, for an address of the web.

    *Errors*: ``UsageError``.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii():
        raise UsageError("this is no address of a file", got=url, expected="https://…")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


# --- Again and again -----------------------------------------------------------------------------


def _whole(errand: "_Errand") -> None:
    """Nothing, once the part is the whole; what has come is never asked for twice."""
    for tried in range(1, _TRIES + 1):
        before = errand.have()
        try:
            if errand.round():
                return
        except NetworkError:
            # Who got further may try on; who did not is given up in the end.
            if tried == _TRIES:
                raise
        pace.CLOCK.sleep(0.0 if errand.have() > before else pace.pause(tried, None))
    raise NetworkError("the file was cut short again and again", where=errand.url)


class _Errand(NamedTuple):
    """One file to be had."""

    url: str
    part: Path
    hosts: frozenset[str]
    progress: Progress

    def have(self) -> int:
        """How many bytes there are."""
        return self.part.stat().st_size if self.part.exists() else 0

    def round(self) -> bool:
        """Whether the file is whole after asking once more.

        *Errors*: ``NetworkError``, ``InputError``.
        """
        try:
            return self._asked(self._headers())
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise troubles(error, urlsplit(self.url).netloc) from error

    def _headers(self) -> dict[str, str]:
        """What asks for the rest, where it is known of which file there is a part."""
        try:
            note = msgspec.json.decode(_note(self.part).read_bytes(), type=_Note)
        except (OSError, msgspec.DecodeError):
            note = None
        if note is None or note.url != self.url or not note.validator or not self.have():
            _discard(self.part)
            return HEADERS
        return {**HEADERS, "Range": f"bytes={self.have()}-", "If-Range": note.validator}

    def _asked(self, headers: dict[str, str]) -> bool:
        url = self.url
        for _ in range(_MOST_REDIRECTS):
            request = urllib.request.Request(url, headers=headers)  # noqa: S310 - http or https
            with opener().open(request, timeout=_SILENCE) as response:
                if response.status not in _REDIRECTS:
                    return self._taken(response)
                url = self._led_to(url, response.headers.get("Location", ""))
        raise InputError("the server leads in a circle", where=self.url)

    def _led_to(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        known = there.hostname == here.hostname or there.hostname in self.hosts
        safe = there.scheme == "https" or (there.scheme, there.netloc) == (here.scheme, here.netloc)
        if not location or not known or not safe:
            raise InputError(
                "the server leads elsewhere, which is not followed",
                where=self.url,
                got=f"{there.scheme}://{there.netloc}",
            )
        return target

    def _taken(self, response: Any) -> bool:  # noqa: ANN401 - what urllib opens has no one type
        """Whether the answer makes the file whole."""
        _require_file(self.url, response)
        start, total = _place(response)
        if start not in {0, self.have()}:
            _discard(self.part)
            return False
        if start == 0:
            _begin(self.part, self.url, response.headers)
        self._require_room(total - start)
        with self.part.open("ab") as file:
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                self.progress(file.tell(), total)
                if file.tell() > LARGEST:
                    raise InputError("the file is too large", where=self.url)
        return total in {0, self.have()}

    def _require_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.part.parent).free
        if needed > LARGEST or needed > free:
            raise InputError(
                "the file is too large", where=self.url, got=f"{needed >> 20:,} MB",
                expected=f"at most {min(free, LARGEST) >> 20:,} MB",
            )  # fmt: skip


def _begin(part: Path, url: str, headers: Any) -> None:  # noqa: ANN401 - urllib's
    """An empty part, and the note that tells of which file."""
    _discard(part)
    part.touch()
    etag = headers.get("ETag", "")
    # A weak tag does not vouch for bytes.
    validator = "" if etag.startswith("W/") else etag or headers.get("Last-Modified", "")
    _note(part).write_bytes(msgspec.json.encode(_Note(url, validator)))


def _place(response: Any) -> tuple[int, int]:  # noqa: ANN401 - urllib's
    """Where in the file an answer begins, and the size of all of it, nought where nobody says."""
    if response.status == _PARTIAL:
        match = _RANGE.match(response.headers.get("Content-Range", ""))
        if match is None:
            return -1, 0
        return int(match[1]), int(match[2]) if match[2] != "*" else 0
    said = response.headers.get("Content-Length", "")
    return 0, int(said) if said.isdecimal() else 0


def _require_file(url: str, response: Any) -> None:  # noqa: ANN401 - urllib's
    """Nothing, for an answer that is a file or its rest.

    *Errors*: ``NetworkError`` for a server that is busy, ``InputError`` for a refusal or a page.
    """
    status = response.status
    if status in _BUSY:
        raise _Busy(f"{urlsplit(url).netloc} is too busy or out of order", got=f"HTTP {status}")
    if status not in {_OK, _PARTIAL}:
        raise _refusal(url, status)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise InputError("the server sends a page for a browser instead of a file", where=url)


def _refusal(url: str, status: int) -> KgError:
    if status == _NOT_SATISFIABLE:
        return _Busy("the server has nothing more of the file", where=url, got=f"HTTP {status}")
    return InputError(
        "the server refuses the request",
        where=url,
        got=f"HTTP {status}",
        way_out="Download the file with a browser, and add it: kg vocabulary add FILE",
    )
