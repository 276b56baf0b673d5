"""Where ontology and queries are: inside the package in a wheel, beside it in a checkout.

In: the name of a resource folder. Out: its path.
"""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).parent


def folder(name: Literal["ontology", "queries"]) -> Path:
    """The folder of this name.

    >>> folder("queries").is_dir()
    True
    """
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def records() -> Path:
    """The folder of the bundled curated records.

    >>> any(records().glob("*.yaml"))
    True
    """
    return _PACKAGE / "data" / "records"
