"""A trained ranker of ties: weights of named features, and the threshold below which it abstains.

In: a file that ``kg train`` wrote; marked sentences. Out: how likely each tie is. The model ranks
and links what the grammar has read; it never makes a value, an arm or an outcome.
"""

import hashlib
import os
from functools import lru_cache
from math import exp
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.reading.ties.features import features
from kg.reading.ties.marked import Head, Marked, Row

VERSION = 1
LIKELY = 0.5
_VARIABLE = "KG_MODEL"


class Ranker(msgspec.Struct, frozen=True):
    """Weights by the name of a feature, and the probability from which a tie is safe."""

    weights: dict[str, float]
    safe: float


class Model(msgspec.Struct, frozen=True):
    """What was learnt of ties to arms and to outcomes, of their names, and from what."""

    arm: Ranker
    outcome: Ranker
    names: dict[str, dict[str, float]] = {}
    version: int = VERSION
    trained_on: dict[str, int] = {}
    seed: int = 0

    def ranker(self, kind: Head) -> Ranker:
        """What was learnt of one kind of head."""
        return self.arm if kind == "arm" else self.outcome


def share(score: float) -> float:
    """The probability that a score stands for.

    >>> share(0.0), share(-999.0) < 0.001
    (0.5, True)
    """
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def scores(model: Model, row: Row, kind: Head) -> dict[tuple[int, int], float]:
    """How likely each value of a row is tied to each head of a kind."""
    weights = model.ranker(kind).weights
    marked: Marked = row.marked
    return {
        (value, head): share(
            weights.get("", 0.0)
            + sum(weights.get(name, 0.0) for name in features(row, kind, value, head))
        )
        for value in range(len(marked.values))
        for head in range(len(marked.heads(kind)))
    }


@lru_cache(maxsize=4)
def load(path: Path) -> Model:
    """The model of a file.

    *Errors*: ``InputError`` where the file is no model, or one of another version.
    """
    try:
        model = msgspec.json.decode(path.read_bytes(), type=Model)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _no_model(path, str(error)) from error
    if model.version != VERSION:
        raise _no_model(path, f"version {model.version}")
    return model


def _no_model(path: Path, got: str) -> InputError:
    return InputError(
        "the model cannot be read",
        where=str(path),
        got=got,
        expected=f"a model of version {VERSION}, as kg train writes it",
        outcome="Nothing was read.",
    )


def current() -> Model | None:
    """The model that the environment names (``KG_MODEL``), if it names one."""
    named = os.environ.get(_VARIABLE, "").strip()
    return load(Path(named)) if named else None


def name(path: Path) -> None:
    """Names a model for this process and all that it starts, once it could be loaded."""
    load(path)
    os.environ[_VARIABLE] = str(path.resolve())


def settings() -> str:
    """The hash of the model that is in use, where one is: another model ties otherwise."""
    named = os.environ.get(_VARIABLE, "").strip()
    path = Path(named)
    return hashlib.sha256(path.read_bytes()).hexdigest() if named and path.is_file() else named
