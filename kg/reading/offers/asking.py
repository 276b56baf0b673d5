"""Who answers for another extractor: a Python entry point, a command, or a file of old answers.

In: the name that ``KG_EXTRACTOR`` or ``kg build --extractor`` gives. Out: what it offers for a
document, before anybody has looked at it; or the fault that it ended in.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from kg.errors import InputError, UsageError
from kg.reading.offers.command import Command
from kg.reading.offers.record import Answer, digest

GROUP: Final = "kg.extractors"
"""The group of entry points: each is a function from a question to the offers, as plain JSON."""
_VARIABLE: Final = "KG_EXTRACTOR"
_COUNTS: Final = "KG_EXTRACTOR_COUNTS"
_DEADLINE: Final = "KG_EXTRACTOR_TIMEOUT"
_SECONDS: Final = 30.0
_PATIENCE: Final = 3
Ask = Callable[[dict[str, Any]], Iterable[Any]]


class Failed(Exception):
    """An extractor that gave no answer: what it did, and what was there instead."""

    def __init__(self, what: str, got: str | None = None) -> None:
        super().__init__(what)
        self.what, self.got = what, got


class Extractor:
    """Whoever answers under a name; after three faults in a row it is asked no more."""

    def __init__(self, name: str, ask: Ask, end: Callable[[], None] = lambda: None) -> None:
        self.name = name
        self._ask, self._end = ask, end
        self._faults = 0

    def offers(self, question: dict[str, Any]) -> list[Any]:
        """What is offered for a document, as plain JSON.

        *Errors*: ``Failed`` where there is no answer in time, or none that can be read.
        """
        if self._faults >= _PATIENCE:
            raise Failed("it was asked no more after three faults in a row")
        try:
            found = _in_time(lambda: list(self._ask(question)), seconds())
        except Failed:
            self._faults += 1
            self._end()
            raise
        except Exception as error:
            self._faults += 1
            self._end()
            raise Failed("it failed", f"{type(error).__name__}: {error}"[:200]) from error
        self._faults = 0
        return found


class _Outcome(NamedTuple):
    value: Any
    error: BaseException | None = None


def _in_time(work: Callable[[], list[Any]], limit: float) -> list[Any]:
    """The result of some work; what takes longer than the limit is left alone."""
    done: list[_Outcome] = []

    def run() -> None:
        try:
            done.append(_Outcome(work()))
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            done.append(_Outcome(None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit)
    if not done:
        raise Failed("it gave no answer in time", f"{limit:g} s")
    if done[0].error is not None:
        raise done[0].error
    return list(done[0].value)


def current() -> Extractor | None:
    """The extractor that the environment names (``KG_EXTRACTOR``), if it names one."""
    named = os.environ.get(_VARIABLE, "").strip()
    return _of_name(named) if named else None


def named(name: str) -> Extractor:
    """The extractor of a name, from now on that of this process and of all that it starts.

    *Errors*: ``UsageError`` for a name that nobody has, ``InputError`` for a file that is none.
    """
    kind, colon, rest = name.partition(":")
    if colon and kind == "replay":
        name = f"replay:{Path(rest).resolve()}"
    found = _of_name(name)
    os.environ[_VARIABLE] = name
    return found


@lru_cache(maxsize=4)
def _of_name(name: str) -> Extractor:
    kind, colon, rest = name.partition(":")
    if colon and kind == "replay":
        return Extractor(_short(Path(rest).stem), _replay(Path(rest)))
    if colon and kind == "command":
        program = Command(rest)
        return Extractor(_short(program.name), program, program.end)
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join([*sorted(found), "command:PROGRAM", "replay:FILE"])
        raise UsageError(
            "no extractor has this name",
            got=name,
            expected=f"one of {known}",
        )
    try:
        return Extractor(_short(name), found[name].load())
    except Exception as error:
        raise UsageError(
            "the extractor cannot be loaded", where=name, got=f"{type(error).__name__}: {error}"
        ) from error


def _short(name: str) -> str:
    """A name as rules are named after it."""
    return "".join(sign if sign.isalnum() else "-" for sign in name.lower()).strip("-") or "unnamed"


def _replay(path: Path) -> Ask:
    """Answers that were given before, each for the document with its hash."""
    try:
        lines = path.read_bytes().splitlines()
        answers = [msgspec.json.decode(line, type=Answer) for line in lines if line.strip()]
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(
            "the answers cannot be read",
            where=str(path),
            got=str(error),
            expected='a line of JSON for each document: {"sha256": …, "offers": […]}',
            outcome="Nothing was read.",
        ) from error
    known = {answer.sha256: answer.offers for answer in answers}
    return lambda question: known.get(digest(question["text"]), ())


def seconds() -> float:
    """How long an answer may take (``KG_EXTRACTOR_TIMEOUT``).

    *Errors*: ``UsageError`` for what is no number of seconds.
    """
    written = os.environ.get(_DEADLINE, "").strip()
    try:
        limit = float(written) if written else _SECONDS
    except ValueError:
        limit = -1.0
    if not 0 < limit < float("inf"):
        raise UsageError(f"{_DEADLINE} is no number of seconds", got=written, expected="30")
    return limit


def counts() -> Path | None:
    """Where it is written how often each extractor was right (``KG_EXTRACTOR_COUNTS``)."""
    written = os.environ.get(_COUNTS, "").strip()
    return Path(written) if written else None


def settings() -> str:
    """What reading depends on beside kg itself: other settings, other readings."""
    named = os.environ.get(_VARIABLE, "").strip()
    files = [Path(named.partition(":")[2])] if named.startswith("replay:") else []
    files += [path for path in [counts()] if path is not None and named]
    hashes = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file())
    told = [named, *hashes]
    return "\n".join(filter(None, told))
