"""What every test may rely on: no network, a seed for each run, and parts that may be missing."""

import importlib.util
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from standin import cache_folder, silence, sleeper, standin

__all__ = ["cache_folder", "silence", "sleeper", "standin"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# The machine may be busy: a slow example is no failure, and properties stay short.
settings.register_profile(
    "kg", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kg")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine is an error."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1"}:
            pytest.fail(f"a test asked for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the person who runs the tests, or a command in one, has set for kg reaches no test."""
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", *filter(_is_ours, os.environ)):
        monkeypatch.delenv(name, raising=False)
    yield
    for name in list(filter(_is_ours, os.environ)):
        del os.environ[name]


def _is_ours(name: str) -> bool:
    return name.startswith("KG_") and name != "KG_REQUIRE"


def require(part: str) -> None:
    """Skip without this part of the system; fail where KG_REQUIRE names it."""
    if _PARTS[part]():
        return
    reason = f"{part} is not on this machine"
    if part in os.environ.get("KG_REQUIRE", "").split(","):
        pytest.fail(f"{reason}, and KG_REQUIRE names it: see .ci/run", pytrace=False)
    pytest.skip(reason)


def _browser() -> bool:
    """Whether there is a browser, and what drives it."""
    there = any(map(shutil.which, ("chromium", "chromium-browser")))
    return there and importlib.util.find_spec("playwright") is not None


_PARTS: dict[str, Callable[[], Any]] = {
    "browser": _browser,
    "java": lambda: shutil.which("java"),
    "virtuoso": lambda: shutil.which("virtuoso-t"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hold the tests that are marked with a part of the system to it."""
    for part in _PARTS:
        if item.get_closest_marker(part):
            require(part)
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip("the developers' shared folder is not beside this checkout")


@pytest.fixture
def shared() -> Path:
    """The developers' shared folder; absent, the test is skipped, saying so."""
    if not SHARED.is_dir():
        pytest.skip("the developers' shared folder is not beside this checkout")
    return SHARED
