"""Every error that kg raises on purpose. Imports nothing of kg.

    KgError                       exit code
    ├── UsageError                2   what was asked cannot be asked so
    ├── InputError                3   some or all input could not be taken
    ├── QueryError                4   the query is not SPARQL, or not one that may run
    │   └── RefusedQuery          4   it would change data, leave the machine or break the engine
    ├── StoreError                4   the store cannot be used
    │   ├── NoStore               4   there is none at this place
    │   ├── StoreInUse            4   another kg is writing it
    │   └── StoreDamaged          4   its files are not those that were published
    ├── LimitError                5   time, memory or size limit reached
    │   └── TooManyRows           5   the answer is longer than anybody is given
    ├── NetworkError              6   the network is needed and absent
    └── Interrupted             130   the user pressed Ctrl-C

An error is made of parts, so that the command line, `kg rejects` and a program show the same thing
each in its own way: what · where · got / expected · what happened to the rest · the way out.
Exceptions of libraries are wrapped where they are caught; none leaves the package.
"""

from typing import ClassVar


class KgError(Exception):
    """An error with its parts; `str()` is the message as the command line shows it.

    >>> print(InputError("not a whole number", where="trial.json  /count", got='"12O"',
    ...                  expected="a whole number ≥ 0", outcome="The record was set aside.",
    ...                  way_out="See the list with: kg rejects"))
    trial.json  /count: not a whole number
      got "12O", expected a whole number ≥ 0. The record was set aside.
      See the list with: kg rejects
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        got: str | None = None,
        expected: str | None = None,
        outcome: str | None = None,
        way_out: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.got = got
        self.expected = expected
        self.outcome = outcome
        self.way_out = way_out

    def __str__(self) -> str:
        detail = ". ".join(part.rstrip(".") for part in (self._found(), self.outcome) if part)
        lines = [
            self._head(),
            f"  {detail}." if detail else "",
            f"  {self.way_out}" if self.way_out else "",
        ]
        return "\n".join(line for line in lines if line)

    def line(self) -> str:
        r"""The message on one line; what could break the line or steer a terminal is spelled out.

        A list of faults, one a line, becomes a row of them.

        >>> print(InputError("not a whole number", where="a.json  /count", got='"1\n2"',
        ...                  expected="a whole number", outcome="The record was set aside").line())
        a.json  /count: not a whole number; got "1\n2", expected a whole number. The record was set
        aside.
        >>> InputError("2 faults:\n  one\n  two", where="a.yaml").line()
        'a.yaml: 2 faults: one; two.'
        """
        listed = self._head().replace(":\n  ", ": ").replace("\n  ", "; ")
        head = "; ".join(part for part in (listed, self._found()) if part)
        said = " ".join(
            part if part.endswith(".") else f"{part}."
            for part in (head, self.outcome, self.way_out)
            if part
        )
        return "".join(
            each if each.isprintable() else each.encode("unicode_escape").decode() for each in said
        )

    def _head(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what

    def _found(self) -> str:
        pairs = (("got", self.got), ("expected", self.expected))
        return ", ".join(f"{word} {part}" for word, part in pairs if part)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword arguments do not survive Exception's own pickling; workers send errors home.
        return (_restore, (type(self), self.parts()))

    def parts(self) -> dict[str, str]:
        """The parts that are there, by name, in the order in which they are read.

        >>> InputError("the file is empty", where="a.txt").parts()
        {'where': 'a.txt', 'what': 'the file is empty'}
        """
        names = ("where", "what", "got", "expected", "outcome", "way_out")
        return {name: part for name in names if (part := getattr(self, name))}


def _restore(kind: type[KgError], parts: dict[str, str]) -> KgError:
    return kind(parts.pop("what"), **parts)


class UsageError(KgError):
    """What was asked cannot be asked so."""

    exit_code = 2


class InputError(KgError):
    """Some or all input could not be taken."""

    exit_code = 3


class QueryError(KgError):
    """The query is not SPARQL, or the engine could not evaluate it."""

    exit_code = 4


class RefusedQuery(QueryError):
    """The query would change data, leave the machine or break the engine."""


class StoreError(KgError):
    """The store cannot be used."""

    exit_code = 4


class NoStore(StoreError):
    """There is no store at this place."""


class StoreInUse(StoreError):
    """Another kg is writing this store."""


class StoreDamaged(StoreError):
    """The store's files are not those that were published."""


class LimitError(KgError):
    """A limit of time, memory or size was reached."""

    exit_code = 5


class TooManyRows(LimitError):
    """The answer has more rows than anybody is given: asked again it has as many."""


class NetworkError(KgError):
    """The network is needed and absent."""

    exit_code = 6


class Interrupted(KgError):
    """The user pressed Ctrl-C."""

    exit_code = 130
