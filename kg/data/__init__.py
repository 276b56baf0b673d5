"""The package's own data files: read as bytes, as tables, as YAML. Nothing is interpreted here.

In: a file name within this folder. Out: its content. The README beside the files says where each
comes from.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def read(name: str) -> bytes:
    """The bytes of a data file, unpacked where its name ends in ``.gz``."""
    data = files(__name__).joinpath(name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file by column name; lines that start with ``#`` are remarks."""
    lines = (line for line in io.StringIO(read(name).decode()) if not line.startswith("#"))
    return iter(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def structure(name: str) -> Any:  # noqa: ANN401 - a YAML file may hold any structure
    """The content of a YAML file with every scalar as the string that stands there."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(read(name), Loader=loader)  # noqa: S506 - the base loader makes strings only


def names(folder: str, suffix: str) -> list[str]:
    """The names of the files of a data folder that end in *suffix*, in alphabetical order."""
    found = (entry.name for entry in files(__name__).joinpath(folder).iterdir())
    return [f"{folder}/{name}" for name in sorted(found) if name.endswith(suffix)]
