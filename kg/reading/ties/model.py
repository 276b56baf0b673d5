"""A trained model: weights of named features, and the limits below which it abstains.

In: a file that ``kg train`` wrote; marked sentences. Out: how likely each tie is. The model ranks
and links what the grammar has read; it never makes a value, and names only stretches of the text.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from math import exp
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.reading.ties.features import features
from kg.reading.ties.marked import Head, Marked, Row
from kg.reading.trust import Sure

VERSION = 2
LIKELY = 0.5
_VARIABLE = "KG_MODEL"


class Ranker(msgspec.Struct, frozen=True):
    """Weights by the name of a feature, and the probability from which a tie is safe."""

    weights: dict[str, float]
    safe: float


class Limits(msgspec.Struct, frozen=True):
    """The probabilities from which on a finding is asserted, and suggested; above one for never.

    ``of_safe`` and ``of_likely`` are the shares of such that were right where they were counted.
    """

    safe: float = 1.01
    likely: float = 1.01
    of_safe: float = 0.0
    of_likely: float = 0.0

    def sure(self, share: float) -> Sure | None:
        """How sure a finding is; none below both limits.

        >>> told = Limits(safe=0.9, likely=0.6, of_safe=0.97, of_likely=0.85)
        >>> told.sure(0.7)
        Sure(status='suggested', confidence=Decimal('0.85'))
        >>> told.sure(0.5) is None
        True
        """
        if share >= self.safe:
            return Sure("asserted", Decimal(str(self.of_safe)))
        return Sure("suggested", Decimal(str(self.of_likely))) if share >= self.likely else None


class Dealing(msgspec.Struct, frozen=True):
    """What was learnt of dealing lists of values to arms in whole abstracts."""

    weights: dict[str, float] = {}
    limits: Limits = Limits()


class Ways(msgspec.Struct, frozen=True):
    """What was learnt of the ways outcomes go: weights for each of three."""

    weights: dict[str, list[float]] = {}
    limits: Limits = Limits()


class Model(msgspec.Struct, frozen=True):
    """What was learnt of ties, of names, of lists, of directions, and from what.

    ``lexicon`` tells of a word how often it is part of an arm, and of an outcome: a digit each.
    """

    arm: Ranker
    outcome: Ranker
    names: dict[str, list[float]] = {}
    lexicon: dict[str, str] = {}
    dealing: Dealing = Dealing()
    ways: Ways = Ways()
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


class _Versioned(msgspec.Struct, frozen=True):
    version: int = 0


@lru_cache(maxsize=4)
def load(path: Path) -> Model:
    """The model of a file.

    *Errors*: ``InputError`` where the file is no model, or one of another version.
    """
    try:
        data = path.read_bytes()
        version = msgspec.json.decode(data, type=_Versioned).version
        if version != VERSION:
            raise _no_model(path, f"version {version}")
        return msgspec.json.decode(data, type=Model)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _no_model(path, str(error)) from error


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


@contextmanager
def without() -> Iterator[None]:
    """Reading by rules alone, for as long as this lasts."""
    named = os.environ.pop(_VARIABLE, None)
    try:
        yield
    finally:
        if named is not None:
            os.environ[_VARIABLE] = named


def name(path: Path) -> None:
    """Names a model for this process and all that it starts, once it could be loaded."""
    load(path)
    os.environ[_VARIABLE] = str(path.resolve())


def settings() -> str:
    """The hash of the model that is in use, where one is: another model ties otherwise."""
    named = os.environ.get(_VARIABLE, "").strip()
    path = Path(named)
    return hashlib.sha256(path.read_bytes()).hexdigest() if named and path.is_file() else named
