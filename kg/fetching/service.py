"""One service, asked politely: requests at its pace, asked again when it is busy, given up in time.

In: a path and its query. Out: status and body. The only module of kg that uses the network. Answers
come whole or not at all; certificates are checked; a redirect may lead to the same host only, and
never away from https. Why the standard library: docs/decisions/asked-with-the-standard-library.md.
"""

import ssl
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, IncompleteRead
from typing import Any, Final, NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode, urljoin, urlsplit

from kg import __version__
from kg.errors import InputError, KgError, NetworkError
from kg.fetching.pace import LONGEST, Clock, Pace, pause
from kg.fetching.troubles import troubles

LARGEST: Final = 64 << 20
"""The most bytes that one answer may have."""

_SILENCE: Final = 30.0  # seconds without a byte
_WHOLE: Final = 300.0  # seconds for all of an answer
_CHUNK: Final = 1 << 16
_MOST_REDIRECTS: Final = 4
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_BUSY: Final = {408, 425, 429, 500, 502, 503, 504}
_TRIES: Final = 5
# A line that is cut or a name that is not known seldom mends itself while somebody waits.
_TRIES_UNHEARD: Final = 3
# A service that fails so often in a row is not asked for the rest of many records.
_FAILURES: Final = 2


class Answer(NamedTuple):
    """What a service said: the status, the body, and how long it asks to be left alone."""

    status: int
    body: bytes
    after: str | None = None
    to: str | None = None


class Service:
    """A public service at one address."""

    def __init__(self, address: str, pace: Pace, clock: Clock) -> None:
        self.address = address
        self._pace = pace
        self._clock = clock
        self._opener = opener()
        self._failures = 0
        self._down: NetworkError | None = None

    @property
    def host(self) -> str:
        """The name of the service's machine."""
        return urlsplit(self.address).netloc

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """The answer to a request.

        *Errors*: ``NetworkError`` where there is none, ``InputError`` where it is not taken.
        """
        return self._asked(f"{self.address}/{path}?{urlencode(query)}", None)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """The answer to a form; errors as for :meth:`get`."""
        return self._asked(f"{self.address}/{path}", urlencode(form).encode())

    # --- Again and again -------------------------------------------------------------------------

    def _asked(self, url: str, form: bytes | None) -> Answer:
        if self._down is not None:
            raise self._down
        tried = 0
        while True:
            tried += 1
            self._pace.wait()
            try:
                answer = self._followed(url, form)
            except NetworkError as error:
                wait = pause(tried, None)
                if tried >= _TRIES_UNHEARD:
                    self._down = error
                    raise
            else:
                if answer.status not in _BUSY:
                    self._failures = 0
                    return answer
                wait = pause(tried, answer.after)
                if tried >= _TRIES or wait > LONGEST:
                    raise self._given_up(answer, wait)
            self._clock.sleep(wait)

    def _given_up(self, answer: Answer, wait: float) -> NetworkError:
        self._failures += 1
        error = NetworkError(
            f"{self.host} is too busy or out of order",
            got=f"HTTP {answer.status}" + (f", wait {wait:,.0f} s" if answer.after else ""),
        )
        if self._failures >= _FAILURES or answer.after:
            self._down = error
        return error

    # --- Once ------------------------------------------------------------------------------------

    def _followed(self, url: str, form: bytes | None) -> Answer:
        """The answer at the end of redirects."""
        for _ in range(_MOST_REDIRECTS):
            answer = self._once(url, form)
            if answer.status not in _REDIRECTS:
                return answer
            url = self._led_to(url, answer, form)
        raise InputError("the service leads in a circle", got=url)

    def _led_to(self, url: str, answer: Answer, form: bytes | None) -> str:
        target = urljoin(url, answer.to or "")
        here, there = urlsplit(url), urlsplit(target)
        same = here.hostname == there.hostname
        safe = there.scheme == "https" or (there.scheme, there.netloc) == (here.scheme, here.netloc)
        if form is not None or not answer.to or not same or not safe:
            raise InputError(
                "the service leads elsewhere, which is not followed",
                got=f"{there.scheme}://{there.netloc}" if answer.to else f"HTTP {answer.status}",
                expected=f"an answer of {self.host}",
            )
        return target

    def _once(self, url: str, form: bytes | None) -> Answer:
        # The address is http or https (kg.fetching.settings), and the opener knows nothing else.
        request = urllib.request.Request(url, form, HEADERS)  # noqa: S310
        try:
            with self._opener.open(request, timeout=_SILENCE) as response:
                body = self._read(response)
                headers = response.headers
                return Answer(
                    response.status, body, headers.get("Retry-After"), headers.get("Location")
                )
        except IncompleteRead as error:
            raise self._cut(len(error.partial), None) from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise troubles(error, self.host) from error

    def _read(self, response: Any) -> bytes:  # noqa: ANN401 - what urllib opens has no one type
        """All of a body, or nothing of it."""
        said = response.headers.get("Content-Length", "")
        whole = int(said) if said.isdecimal() else None
        end = self._clock.now() + _WHOLE
        parts: list[bytes] = []
        size = 0
        while part := response.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise _too_large()
            if self._clock.now() > end:
                raise NetworkError(f"{self.host} is too slow", got=f"{size:,} bytes in {_WHOLE} s")
        if whole is not None and size < whole:
            raise self._cut(size, whole)
        return b"".join(parts)

    def _cut(self, size: int, whole: int | None) -> NetworkError:
        of = f" of {whole:,}" if whole is not None else ""
        return NetworkError(f"the answer of {self.host} was cut short", got=f"{size:,}{of} bytes")


HEADERS: Final = {"User-Agent": f"kg/{__version__}", "Accept": "application/json, text/xml, */*"}


def _too_large() -> KgError:
    return InputError("the answer is too large", expected=f"at most {LARGEST >> 20} MB")


def opener() -> urllib.request.OpenerDirector:
    """What opens http and https, by the proxies and the certificates of the system, and no files.

    It has nothing that follows redirects or keeps cookies.
    """
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
