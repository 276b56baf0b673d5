"""The command of kg, run in this process."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import cli


class Run(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


def command(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], root: Path
) -> Command:
    """What runs the command over the store at *root*, unless it names another."""
    monkeypatch.setenv("KG_STORE", str(root))

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsysbinary.readouterr()
        return Run(int(ended.value.code or 0), out.decode(), err.decode())

    return run
