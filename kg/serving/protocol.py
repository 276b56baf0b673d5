"""What a request asks: the query operations of the SPARQL 1.1 Protocol.

In: a request. Out: the query, the dataset it is asked of, and the time it is given; or a status
that says what is wrong with the request.

*Source*: SPARQL 1.1 Protocol (W3C 2013), sections 2.1 and 2.2.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.store.crew import Dataset

MAX_BODY: Final = 1 << 20
"""A query of the greatest length, each character four bytes and each byte written as %XX."""
MAX_FIELDS: Final = 1_000
BODY_SECONDS: Final = 10.0

_DIRECT: Final = "application/sparql-query"
_FORM: Final = "application/x-www-form-urlencoded"
_UPDATE: Final = "application/sparql-update"

Fields = Sequence[tuple[str, str]]


class Asked(NamedTuple):
    """A query, the graphs that the request names, and the seconds that it wants at most."""

    query: str
    dataset: Dataset
    seconds: float | None


async def asked(request: Request) -> Asked | None:
    """What the request asks; nothing where it asks for the service itself.

    *Errors*: 400, 403, 408, 413, 415.
    """
    fields = _fields(request.url.query)
    if request.method == "POST":
        return _query_of([*fields, *await _posted(request)])
    bare = not any(name in _PROTOCOL for name, _ in fields)
    return None if bare else _query_of(fields)


_PROTOCOL: Final = frozenset(
    (
        *("query", "default-graph-uri", "named-graph-uri"),
        *("update", "using-graph-uri", "using-named-graph-uri"),
    )
)


def _query_of(fields: Fields) -> Asked:
    if any(name == "update" for name, _ in fields):
        raise _no_updates()
    queries = _all(fields, "query")
    if len(queries) != 1:
        raise HTTPException(400, f"One query is needed; got {len(queries) or 'none'}.")
    dataset = Dataset(_all(fields, "default-graph-uri"), _all(fields, "named-graph-uri"))
    return Asked(queries[0], dataset, _seconds(_all(fields, "timeout")))


def _all(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(value for given, value in fields if given == name)


def _seconds(given: Iterable[str]) -> float | None:
    for value in given:
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        if not seconds > 0:
            raise HTTPException(400, "timeout: expected a number of seconds above 0.")
        return seconds
    return None


def _no_updates() -> HTTPException:
    return HTTPException(403, "Updates are refused: the store is read-only.")


def _fields(text: str) -> Fields:
    """The fields of a form.

    *Errors*: 400 for what is not UTF-8, 413 for more than anybody needs.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise HTTPException(400, "The request is no UTF-8 text.") from None
    except ValueError:
        raise HTTPException(413, f"More than {MAX_FIELDS} parameters.") from None


# --- What is posted ------------------------------------------------------------------------------


async def _posted(request: Request) -> Fields:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = media.strip().lower()
    if kind == _UPDATE:
        raise _no_updates()
    if kind not in {_DIRECT, _FORM}:
        raise HTTPException(415, f"A query is posted as {_DIRECT} or {_FORM}.")
    if not _is_utf8(parameters):
        raise HTTPException(415, "A query is posted in UTF-8.")
    text = await _body(request)
    return [("query", text)] if kind == _DIRECT else _fields(text)


def _is_utf8(parameters: str) -> bool:
    given = (each.partition("=") for each in parameters.split(";"))
    charsets = [value for name, _, value in given if name.strip().lower() == "charset"]
    return all(value.strip().strip('"').lower() in {"utf-8", "utf8"} for value in charsets)


async def _body(request: Request) -> str:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > MAX_BODY:
        raise _too_long()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return (await _read(request)).decode()
    except TimeoutError:
        raise HTTPException(
            408, "The request did not come within 10 s.", {"connection": "close"}
        ) from None
    except UnicodeDecodeError:
        raise HTTPException(400, "The query is no UTF-8 text.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The request was cut off.") from None


async def _read(request: Request) -> bytes:
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > MAX_BODY:
            raise _too_long()
    return bytes(held)


def _too_long() -> HTTPException:
    return HTTPException(
        413, f"The request has more than {MAX_BODY:,} bytes.", {"connection": "close"}
    )
