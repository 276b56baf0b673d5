"""A program that is asked in lines of JSON and answers in lines of JSON.

In: the words of a command. Out: for each question the offers of the program, which is started when
it is first asked and stays; one that does not answer in time is ended and started anew.
"""

import atexit
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from kg.errors import UsageError
from kg.reading.offers.record import Answer, encoded

_LONGEST: Final = 16 << 20


class Command:
    """A program behind its command line; called with a question it gives the offers."""

    def __init__(self, words: str) -> None:
        self._words = shlex.split(words)
        if not self._words or shutil.which(self._words[0]) is None:
            raise UsageError("there is no such program", got=words, expected="command:PROGRAM")
        self.name = Path(self._words[-1] if len(self._words) > 1 else self._words[0]).stem
        self._program: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def __call__(self, question: dict[str, Any]) -> Iterable[Any]:
        """The offers for one document.

        *Errors*: ``ValueError`` where the answer is none, or is of another document.
        """
        program = self._started()
        try:
            line = _exchanged(program, encoded(question))
        except OSError as error:
            self.end()
            raise ValueError(f"the program ended: {error}") from error
        if not line.endswith(b"\n"):
            self.end()
            raise ValueError("the program ended without an answer")
        answer = msgspec.json.decode(line, type=Answer)
        if answer.sha256 != question["sha256"]:
            self.end()
            raise ValueError("the answer is of another document")
        return answer.offers

    def _started(self) -> "subprocess.Popen[bytes]":
        """The program; what is still busy with another document did not answer in time."""
        if self._program is not None and self._program.poll() is not None:
            self.end()
        if self._program is None:
            self._program = subprocess.Popen(  # noqa: S603 - whoever builds names the program
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._program

    def end(self) -> None:
        """End the program, whatever it does."""
        program, self._program = self._program, None
        if program is None:
            return
        program.kill()
        for pipe in (program.stdin, program.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        program.wait()


def _exchanged(program: "subprocess.Popen[bytes]", question: bytes) -> bytes:
    """The line that a program writes for the line that it is given."""
    if program.stdin is None or program.stdout is None:
        return b""
    program.stdin.write(question)
    program.stdin.flush()
    return program.stdout.readline(_LONGEST)
