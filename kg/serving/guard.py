"""What stands before every route: whom we answer, and what browsers are told about it.

In: requests. Out: requests that were meant for us; responses that no page can be made of by others.
"""

import re
from collections.abc import Collection
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:\[\]/@]+)(?::\d{1,5})?", re.IGNORECASE)
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

POLICY: Final = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
_ALWAYS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Content-Location, ETag, Link, Retry-After",
}
_ASKED_FIRST: Final = {
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
    "access-control-max-age": "86400",
}


class Hosts:
    """The names under which we are known.

    A page of another site can make a name of its own lead to this machine; it cannot make the
    browser send another ``Host`` than that name. An address is no name.
    """

    def __init__(self, bound: str, names: Collection[str] = ()) -> None:
        """Answer to *names*, and to the address that the server is *bound* to."""
        self._names = {*LOOPBACK, bound.lower(), *(name.lower() for name in names)}
        self._any_address = bound in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound

    def knows(self, header: str) -> bool:
        """Whether a ``Host`` header means us.

        >>> hosts = Hosts("127.0.0.1", ["trials.example"])
        >>> [hosts.knows(each) for each in ("localhost:8000", "[::1]:80", "Trials.example.")]
        [True, True, True]
        >>> hosts.knows("evil.example"), hosts.knows("10.0.0.1"), Hosts("::").knows("10.0.0.1")
        (False, False, True)
        """
        match = _HOST.fullmatch(header.strip())
        if match is None:
            return False
        name = match[1].strip("[]").rstrip(".").lower()
        return name in self._names or (self._any_address and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The application behind it is asked only what was meant for it."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, answer, or let through; each response says what browsers may do with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                message["headers"] = headers.raw
            await send(message)

        answer = self._own(scope) or self._app
        await answer(scope, receive, guarded)

    def _own(self, scope: Scope) -> Response | None:
        """The answer that needs no route."""
        given = Headers(scope=scope).getlist("host")
        if len(given) != 1 or not self._hosts.knows(given[0]):
            return PlainTextResponse(
                "This server is not known under that name. It is told others by: --allow-host\n",
                421,
            )
        if scope["method"] == "OPTIONS":
            methods = "GET, HEAD, POST, OPTIONS" if scope["path"] == "/sparql" else _READING
            return Response(status_code=204, headers={"allow": methods, **_ASKED_FIRST})
        return None


_READING: Final = "GET, HEAD, OPTIONS"
