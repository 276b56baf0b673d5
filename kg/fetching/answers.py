"""What services have in common in how they say no.

In: answers. Out: nothing for one that is a record, else the error that it stands for.
"""

from typing import Final, NamedTuple

from kg.errors import InputError, KgError
from kg.fetching.ids import Id
from kg.fetching.service import Answer

_LONGEST_WORDS: Final = 120


class Fetched(NamedTuple):
    """The bytes of a record and the address that gives them, or the reason why there are none."""

    id: Id
    url: str
    result: bytes | KgError


class Absent(InputError):
    """The service says that there is no such record."""


def absent(what: str) -> Absent:
    """The error for a record that there is not."""
    return Absent(what, way_out="Is the number right?")


def require_success(answer: Answer, hidden: str | None = None) -> None:
    """Nothing, for an answer that is one; *hidden* is a key that nobody is shown.

    *Errors*: ``InputError`` with what the service says.
    """
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
        raise InputError(
            "the service refuses the request",
            got=f"HTTP {answer.status}{_said(answer.body, hidden)}",
            way_out="Download the record with a browser, and give its file.",
        )


def _said(body: bytes, hidden: str | None) -> str:
    """A short plain text that came with a refusal; a page says nothing."""
    words = " ".join(body[:1000].decode("utf-8", "replace").split())
    if hidden:
        words = words.replace(hidden, "…")
    return f" {words}" if words and len(words) <= _LONGEST_WORDS and "<" not in words else ""


def strange(answer: Answer, expected: str, why: str) -> InputError:
    """The error for a body that is not what was asked for."""
    head = answer.body[:200].lstrip().lower()
    if not head:
        why = "an empty answer"
    elif head.startswith((b"<!doctype html", b"<html")):
        why = "a page for a browser"
    return InputError("the answer cannot be taken", got=why, expected=expected)
