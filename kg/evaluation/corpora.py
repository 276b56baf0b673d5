"""Corpora by their content: which formats lie in a folder, and their samples.

In: a path that a person names. Out: the corpora at or below it, and those beside it, which say
which documents are annotated more than once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError, UsageError
from kg.evaluation.formats import FORMATS
from kg.evaluation.samples import Format, Sample


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


def beside(corpora: list[Corpus]) -> list[Corpus]:
    """The corpora and those that lie beside them."""
    found = {each.path: each for each in corpora}
    for each in corpora:
        parent = each.path.parent
        around = (parent, parent.parent) if each.path.is_file() else (parent,)
        for folder in around:
            found |= {other.path: other for other in _found(folder)}
    return list(found.values())


def _found(path: Path, depth: int = 2) -> Iterator[Corpus]:
    form = next((each for each in FORMATS if each.looks_like(path)), None)
    if form is not None:
        yield Corpus(form, path)
    elif path.is_dir() and depth:
        for inner in sorted(path.iterdir()):
            yield from _found(inner, depth - 1)
