"""What the environment says of the public services and of the folder that keeps their answers.

In: environment variables. Out: settings, checked once.

    KG_REGISTRY_URL   where the registry's API v2 is    KG_NCBI_EMAIL     whom NCBI may write to
    KG_EUTILS_URL     where the E-utilities are         KG_NCBI_API_KEY   for ten requests a second
    KG_CACHE          the folder of what was fetched    KG_NCBI_TOOL      the name of the program
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from kg.errors import UsageError

_REGISTRY: Final = "https://clinicaltrials.gov/api/v2"
_EUTILS: Final = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


class Settings(NamedTuple):
    """Where the services are, who asks, and where answers are kept."""

    registry: str
    eutils: str
    cache: Path
    tool: str = "kg"
    email: str | None = None
    key: str | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of an environment; an empty variable is one that is not there.

        *Errors*: ``UsageError`` for an address that is none.
        """
        said = {name: value.strip() for name, value in environment.items() if value.strip()}
        return cls(
            registry=_address(said, "KG_REGISTRY_URL", _REGISTRY),
            eutils=_address(said, "KG_EUTILS_URL", _EUTILS),
            cache=Path(said["KG_CACHE"]).expanduser() if "KG_CACHE" in said else _default(said),
            tool=said.get("KG_NCBI_TOOL", "kg"),
            email=said.get("KG_NCBI_EMAIL"),
            key=said.get("KG_NCBI_API_KEY"),
        )


def _address(said: Mapping[str, str], name: str, default: str) -> str:
    address = said.get(name, default).rstrip("/")
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not address.isascii() or any(each.isspace() for each in address):
        raise UsageError(
            "this is no address of a service", where=name, got=address, expected="https://…"
        )
    return address


def _default(said: Mapping[str, str]) -> Path:
    """The folder in which this kind of system keeps what can be fetched again.

    *Source*: XDG Base Directory Specification 0.8; on a Mac, the folder of its own.
    """
    if said.get("XDG_CACHE_HOME", "").startswith("/"):
        return Path(said["XDG_CACHE_HOME"]) / "kg"
    home = Path("~").expanduser()
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "kg"
