"""The server: a socket, signals, and patience that has an end.

In: an application and a place to listen. Out: answers over HTTP, until a signal.
"""

import asyncio
import contextlib
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import UsageError

HEAD_SECONDS: Final = 10.0
"""How long the head of a request may take to come."""
MAX_HEAD: Final = 1 << 20
_KEEP_ALIVE: Final = 15
_BACKLOG: Final = 512
_LATE: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Connection: close\r\n\r\nThe request did not come within 10 s.\n"
)


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound to this place.

    *Errors*: ``UsageError`` where the port is in use or the place is not ours.
    """
    try:
        return _bound(host, port)
    except OSError as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen here: {said[:1].lower()}{said[1:]}",
            where=f"{host}:{port}",
            way_out="Choose another port with: --port, or 0 for any that is free",
        ) from error


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except BaseException:
        made.close()
        raise
    return made


def run(app: ASGIApp, bound: socket.socket, *, seconds: float, ready: Callable[[], None]) -> int:
    """The number of the signal that ended it; what has begun gets *seconds* to end.

    *Errors*: whatever the application raises when it starts.
    """
    _raise_file_limit()
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what clients do wrong is not news
    config = uvicorn.Config(
        app,
        http=_Patient,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=round(seconds) + 1,
        h11_max_incomplete_event_size=MAX_HEAD,
    )
    server = _Server(config, ready)
    asyncio.run(_alive(app, server, bound))
    return server.ended_by


async def _alive(app: Any, server: "_Server", bound: socket.socket) -> None:  # noqa: ANN401
    # The server would turn what the application raises into an exit of its own.
    async with app.router.lifespan_context(app):
        await server.serve([bound])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and that ends without a word at a signal."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self.ended_by = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        for each in signals:
            loop.add_signal_handler(each, self._stop, each)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)

    def _stop(self, number: int) -> None:
        self.force_exit = self.should_exit  # whoever asks twice does not want to wait
        self.should_exit = True
        self.ended_by = number


class _Patient(H11Protocol):
    """A connection that is closed when the head of a request does not come."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self.transport.write(_LATE)
            self.transport.close()


def _raise_file_limit() -> None:
    """Let each client have its connection, as far as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
