"""One request to a server that a person named: sent once, answered whole or not at all.

In: a method, an address, a body. Out: status, headers and body. No redirect is followed: what a
person meant for one server goes to no other. Name and password come from the environment
(``KG_ENDPOINT_USER``, ``KG_ENDPOINT_PASSWORD``) and are sent where the server asks for them.
"""

import hashlib
import os
import re
import time
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final, NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit
from uuid import uuid4

from kg.errors import LimitError, NetworkError, UsageError
from kg.fetching.service import HEADERS, opener
from kg.fetching.troubles import troubles

_CHUNK: Final = 1 << 18
_ASKS: Final = 401
_PART: Final = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


class Said(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """The first line of the body that says something, as a message can show it."""
        text = re.sub(r"<[^>]*>", " ", self.body[:4000].decode(errors="replace"))
        return next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")[
            :200
        ]


class Peer:
    """A server at one address, and how it wants to be told who asks."""

    def __init__(self, address: str, environment: Mapping[str, str] = os.environ) -> None:
        """Take an address of the web.

        *Errors*: ``UsageError`` for one that is none.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not address.isascii():
            raise UsageError("this is no address of a server", got=address, expected="https://…")
        if parts.username or parts.password:
            raise UsageError(
                "an address with a password in it is kept in histories",
                way_out="Give them as KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD.",
            )
        self.host = parts.netloc
        self._user = environment.get("KG_ENDPOINT_USER", "")
        self._password = environment.get("KG_ENDPOINT_PASSWORD", "")
        self._challenge = ""
        self._opener = opener()

    def ask(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        seconds: float,
        largest: int = 1 << 20,
    ) -> Said:
        """What the server says, whatever the status.

        *Errors*: ``NetworkError`` where it says nothing, ``LimitError`` where it takes longer or
        says more than it may.
        """
        said = self._once(method, url, body, headers or {}, seconds, largest)
        challenge = said.headers.get("www-authenticate", "")
        if said.status == _ASKS and self._user and challenge and challenge != self._challenge:
            self._challenge = challenge
            said = self._once(method, url, body, headers or {}, seconds, largest)
        if said.status == _ASKS:
            raise self._unknown()
        return said

    def _unknown(self) -> NetworkError:
        return NetworkError(
            f"{self.host} does not take this name and password" if self._user
            else f"{self.host} asks for a name and a password",
            way_out="Set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD.",
        )  # fmt: skip

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str],
        seconds: float, largest: int,
    ) -> Said:  # fmt: skip
        every = {**HEADERS, **headers, **self._authorization(method, url)}
        # The address is http or https, see above, and the opener knows nothing else.
        request = urllib.request.Request(url, body, every, method=method)  # noqa: S310
        end = time.monotonic() + seconds
        try:
            with self._opener.open(request, timeout=seconds) as response:
                told = {name.lower(): value for name, value in response.headers.items()}
                return Said(response.status, told, _read(response, end, seconds, largest))
        except TimeoutError as error:
            raise _too_long(seconds) from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
                raise _too_long(seconds) from error
            raise troubles(error, self.host) from error

    def _authorization(self, method: str, url: str) -> dict[str, str]:
        """The header that answers the server's challenge, where it made one."""
        if not self._challenge:
            return {}
        if self._challenge.lower().startswith("digest"):
            parts = urlsplit(url)
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            return {
                "Authorization": digest(self._challenge, self._user, self._password, method, path)
            }
        token = b64encode(f"{self._user}:{self._password}".encode()).decode()
        return {"Authorization": f"Basic {token}"}


def digest(challenge: str, user: str, password: str, method: str, path: str) -> str:
    """The answer to a challenge that wants no password sent.

    *Source*: RFC 2617, section 3.2.2, with MD5 and ``qop=auth``.
    """
    said = {name: quoted or bare for name, quoted, bare in _PART.findall(challenge)}
    realm, nonce, own = said.get("realm", ""), said.get("nonce", ""), uuid4().hex
    secret, what = _md5(user, realm, password), _md5(method, path)
    fields = {"username": user, "realm": realm, "nonce": nonce, "uri": path}
    counted = ""
    if "qop" in said:
        fields |= {"response": _md5(secret, nonce, "00000001", own, "auth", what), "cnonce": own}
        counted = ", qop=auth, nc=00000001"
    else:
        fields["response"] = _md5(secret, nonce, what)
    if "opaque" in said:
        fields["opaque"] = said["opaque"]
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in fields.items()) + counted


def _md5(*parts: str) -> str:
    # The protocol asks for it; what it guards is guarded by https.
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def _read(response: Any, end: float, seconds: float, largest: int) -> bytes:  # noqa: ANN401 - urllib's
    parts: list[bytes] = []
    size = 0
    while part := response.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > largest:
            raise LimitError("the answer is too large", expected=f"at most {largest >> 20} MB")
        if time.monotonic() > end:
            raise _too_long(seconds)
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and size < int(said) and response.status != 204:  # noqa: PLR2004 - no content
        raise NetworkError("the answer was cut short", got=f"{size:,} of {int(said):,} bytes")
    return b"".join(parts)


def _too_long(seconds: float) -> LimitError:
    return LimitError(
        f"the server took longer than {seconds:g} s",
        way_out="Give it more time with: --timeout SECONDS",
    )
