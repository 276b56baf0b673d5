"""Answers over HTTP: whole replies, errors as text, what was not modified.

In: replies, errors. Out: responses. An answer is sent when it is whole: a status of 200 is never
followed by an error.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import (
    KgError,
    LimitError,
    QueryError,
    RefusedQuery,
    StoreError,
    TooManyRows,
    UsageError,
)
from kg.serving.accept import Offer, chosen
from kg.serving.media import content_type
from kg.store import Reply

RETRY_AFTER: Final = "5"
_BLOCK: Final = 1 << 16
_SLOWEST: Final = 60.0
_GONE: Final = 499  # nobody reads it; the number is for a log

R = TypeVar("R")


class Whole(Response):
    """A reply that was set down, sent block by block."""

    def __init__(self, reply: Reply, headers: Mapping[str, str]) -> None:
        self.body_file = reply.body
        size = self.body_file.seek(0, 2)
        self.body_file.seek(0)
        super().__init__(headers={**headers, "content-length": str(size)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it, and let go of it; who takes a minute for a block is no longer waited for."""
        with self.body_file as body, contextlib.suppress(TimeoutError):
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            part = b"" if scope["method"] == "HEAD" else body.read(_BLOCK)
            while more := body.read(_BLOCK) if part else b"":
                async with asyncio.timeout(_SLOWEST):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                part = more
            await send({"type": "http.response.body", "body": part})


def status_of(error: KgError) -> int:
    """The status that tells a client what kind of error this is."""
    if isinstance(error, RefusedQuery):
        return 403
    if isinstance(error, TooManyRows):
        return 413
    if isinstance(error, (LimitError, StoreError)):
        return 503
    return 400 if isinstance(error, (QueryError, UsageError)) else 500


async def told(_: Request, error: Exception) -> Response:
    """The response that says what is wrong, in words."""
    assert isinstance(error, KgError)  # noqa: S101 - registered for these alone
    status = status_of(error)
    headers = {"retry-after": RETRY_AFTER} if status == 503 else {}  # noqa: PLR2004
    return PlainTextResponse(f"{error}\n", status, headers)


async def told_plainly(_: Request, error: Exception) -> Response:
    """The response for what is wrong with a request rather than with a query."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these alone
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


def negotiated(request: Request, offers: Iterable[Offer]) -> Offer:
    """The offer that the client likes best.

    *Errors*: 406, which lists what there is.
    """
    offered = tuple(offers)
    found = chosen(", ".join(request.headers.getlist("accept")), offered)
    if found is None:
        listed = "".join(f"\n  {offer.media}" for offer in offered)
        raise HTTPException(406, f"Not in such a form. There is:{listed}", {"vary": "Accept"})
    return found


def tag_of(*parts: str) -> str:
    """An entity tag over everything that an answer depends on."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def described(offer: Offer, tag: str | None) -> dict[str, str]:
    """The headers of an answer in a form: it may be kept, but not used without asking again."""
    headers = {
        "content-type": content_type(offer.media),
        "cache-control": "no-cache",
        "vary": "Accept",
    }
    return headers if tag is None else {**headers, "etag": tag}


def unmodified(request: Request, headers: Mapping[str, str]) -> Response | None:
    """The response to a client that has this answer already."""
    known = request.headers.get("if-none-match")
    tag = headers.get("etag")
    if known is None or tag is None or request.method not in {"GET", "HEAD"}:
        return None
    bare = {each.strip().removeprefix("W/") for each in known.split(",")}
    if not bare & {"*", tag.removeprefix("W/")}:
        return None
    kept = {name: value for name, value in headers.items() if name != "content-type"}
    return Response(status_code=304, headers=kept)


async def unless_gone(request: Request, work: Coroutine[Any, Any, R]) -> R:
    """What the work comes to; it is ended when the client hangs up."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_hung_up(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HTTPException(_GONE, "The client hung up.")
        return task.result()
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
