"""Style, scripts and what others wrote: files that never change under their address.

In: requests. Out: responses that a browser may keep for good. The address of a file of ours names
the state of all our files; that of another's names its version.
"""

import gzip
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import __version__
from kg.serving.answers import tag_of, unmodified
from kg.serving.media import content_type

_HERE: Final = files("kg.serving.pages")
_MEDIA: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_SMALL: Final = 1_000


class Asset(NamedTuple):
    """A file as it is sent, plain and packed, and its media type."""

    content: bytes
    packed: bytes
    media: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Asset":
        """The asset that a file of this name holds."""
        media = content_type(_MEDIA[name.rpartition(".")[2]])
        return cls(content, gzip.compress(content, mtime=0), media)


def _read() -> Iterator[tuple[str, bytes]]:
    for folder in (_HERE, _HERE / "scripts"):
        for each in sorted(folder.iterdir(), key=lambda file: file.name):
            if each.name.rpartition(".")[2] in _MEDIA:
                yield each.name, each.read_bytes()


OURS: Final = dict(_read())
"""Our own files by name."""


def _digest() -> str:
    found = hashlib.sha256(__version__.encode())
    for name, content in OURS.items():
        found.update(f"\0{name}\0".encode() + content)
    for each in sorted((_HERE / "templates").iterdir(), key=lambda file: file.name):
        found.update(each.read_bytes())
    return found.hexdigest()[:16]


MARK: Final = _digest()
"""Names this state of templates, style and scripts: part of the tag of every page."""


@cache
def _vendored() -> dict[str, str]:
    """The addresses of the files of others, by file name."""
    homes = [each for each in (_HERE / "vendor").iterdir() if each.is_dir()]
    return {
        file.name: f"{home.name}/{file.name}"
        for home in homes
        for file in home.iterdir()
        if file.name.endswith((".css", ".js"))
    }


def place_of(name: str) -> str:
    """The address of a file of ours, or of another's.

    >>> place_of("cytoscape.min.js").startswith("/static/cytoscape-3.")
    True
    >>> place_of("style.css") == f"/pages/style.css?v={MARK}"
    True
    """
    if name in OURS:
        return f"/pages/{name}?v={MARK}"
    return f"/static/{_vendored()[name]}"


@cache
def _asset(name: str) -> Asset:
    """A file of ours by its name, of another by its home and name."""
    if name in OURS:
        return Asset.of(name, OURS[name])
    return Asset.of(name, (_HERE / "vendor" / name).read_bytes())


def routes() -> tuple[BaseRoute, ...]:
    """Where the files answer."""
    return (
        Route("/pages/{name}", _ours),
        Route("/static/{home}/{name}", _others),
    )


async def _ours(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in OURS:
        raise HTTPException(404, "There is no such file.")
    return _sent(request, name, kept=request.query_params.get("v") == MARK)


async def _others(request: Request) -> Response:
    wanted = "{home}/{name}".format_map(request.path_params)
    if wanted not in _vendored().values():
        raise HTTPException(404, "There is no such file.")
    return _sent(request, wanted, kept=True)


def _sent(request: Request, name: str, *, kept: bool) -> Response:
    asset = _asset(name)
    headers = {
        "etag": tag_of(MARK, name),
        "cache-control": _FOR_GOOD if kept else "no-cache",
        "vary": "Accept-Encoding",
    }
    if known := unmodified(request, headers):
        return known
    headers["content-type"] = asset.media
    packs = "gzip" in request.headers.get("accept-encoding", "").lower()
    if packs and len(asset.content) > _SMALL:
        return Response(asset.packed, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.content, headers=headers)
