"""Corpora by their content: which formats lie in a folder, and their samples.

In: a path that a person names. Out: the corpora at or below it, and those beside it, which say
which documents are annotated more than once.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError, UsageError
from kg.evaluation.formats import FORMATS
from kg.evaluation.samples import Format, Sample

_CROWD = 100


class Corpus(NamedTuple):
    """A format and the place where it was found."""

    form: Format
    path: Path

    def samples(self) -> Iterator[Sample]:
        """The samples of the corpus.

        *Errors*: ``InputError`` where a file is not as the format has it.
        """
        try:
            yield from self.form.samples(self.path)
        except (LookupError, ValueError, AttributeError, OSError) as error:
            raise InputError(
                "the corpus cannot be read",
                where=str(self.path),
                got=f"{type(error).__name__}: {error}",
                expected=f"a corpus in the form of {self.form.name}",
                outcome="Nothing was evaluated.",
            ) from error


def corpora_at(path: Path) -> list[Corpus]:
    """The corpora at a path, or one or two folders below it.

    *Errors*: ``UsageError`` where there is none.
    """
    if not path.exists():
        raise UsageError("there is no such corpus", where=str(path))
    found = list(_found(path))
    if not found:
        names = ", ".join(form.name for form in FORMATS)
        raise UsageError("no corpus of a known format", where=str(path), expected=f"one of {names}")
    return found


def beside(corpora: list[Corpus]) -> dict[Path, list[Sample]]:
    """The samples of the corpora, and of those that lie beside them, by place.

    *Errors*: ``InputError`` where one of the corpora is damaged; a damaged neighbour is none.
    """
    loaded = {each.path: list(each.samples()) for each in corpora}
    for other in (each for corpus in corpora for each in _neighbours(corpus.path)):
        if other.path not in loaded:
            with suppress(InputError):
                loaded[other.path] = list(other.samples())
    return loaded


def _neighbours(path: Path) -> Iterator[Corpus]:
    """The corpora in the folder of one, a file perhaps in a folder of its own; none in a crowd."""
    around = (path.parent, path.parent.parent) if path.is_file() else (path.parent,)
    for folder in around:
        if len(list(islice(folder.iterdir(), _CROWD))) < _CROWD:
            yield from _found(folder)


def _found(path: Path, depth: int = 2) -> Iterator[Corpus]:
    form = next((each for each in FORMATS if each.looks_like(path)), None)
    if form is not None:
        yield Corpus(form, path)
    elif path.is_dir() and depth:
        for inner in sorted(path.iterdir()):
            yield from _found(inner, depth - 1)
