"""A short series of hostile requests; ``python -m hostile_series`` is the long one."""

from pathlib import Path

from hostile_series import besieged, requests, series

ALLOWED = {"200", "304", "400", "403", "404", "405", "406", "408", "413", "414", "415", "421"}
ALLOWED |= {"422", "431", "503", "closed"}


def test_a_mixed_series_harms_nobody(tmp_path: Path) -> None:
    """The same process, honest clients answered rightly, nobody asked elsewhere, nothing kept."""
    with besieged(tmp_path) as server:
        pid = server.process.pid
        found = series(server, 400, seed=3)
        assert (server.process.poll(), server.process.pid) == (None, pid)
    assert set(found.statuses) <= ALLOWED, found.statuses
    assert len(found.statuses) > 5
    assert (found.wrong, found.connected) == (0, 0)
    assert found.refused <= found.honest // 10
    assert found.workers <= 6
    assert found.files < 60
    assert found.megabytes[1] < found.megabytes[0] + 200


def test_a_series_is_the_same_for_the_same_seed() -> None:
    """So that what it finds can be found again."""
    there = "http://127.0.0.1:1/x"
    assert list(requests(50, 5, there)) == list(requests(50, 5, there))
    assert list(requests(50, 5, there)) != list(requests(50, 6, there))
