"""A store that is built again while it is served: no request is dropped or answered by halves."""

import shutil
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from served import Served, serving
from stores import line, published
from test_serving_hostile import eventually

from kg import cli
from kg.store import MANIFEST

COUNT = "SELECT (COUNT(*) AS ?n) (SUM(?size) AS ?sum) { ?s tk:size ?size }"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def build(root: Path, size: int) -> None:
    """A generation of so many arms of that size."""
    number = f'"{size}"^^<{INTEGER}>'
    published(root, [line(f"arm-{n}", "size", number) for n in range(size)])


def counted(server: Served) -> tuple[int, int]:
    """How many arms there are, and their sizes' sum."""
    answer = server.ask(COUNT)
    assert answer.status_code == 200, answer.text
    row = answer.json()["results"]["bindings"][0]
    return int(row["n"]["value"]), int(row["sum"]["value"])


def test_a_new_generation_takes_over_under_load(tmp_path: Path) -> None:
    """Each answer is of one generation; the last word is the new one's; the old one is let go."""
    build(tmp_path, 10)
    seen: Counter[tuple[int, int]] = Counter()
    faults: list[str] = []
    with serving(tmp_path) as server:
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                try:
                    seen[counted(server)] += 1
                except Exception as error:  # noqa: BLE001 - whatever happens to a client
                    faults.append(repr(error))

        clients = [threading.Thread(target=ask) for _ in range(6)]
        for each in clients:
            each.start()
        for size in (11, 12, 13):
            build(tmp_path, size)
            assert eventually(lambda size=size: seen[size, size * size] > 0, 10)  # type: ignore[misc]
        stop.set()
        for each in clients:
            each.join()
        told = server.get("/healthz").json()
        assert eventually(lambda: len(server.workers()) <= 6)
    assert faults == []
    assert set(seen) == {(n, n * n) for n in (10, 11, 12, 13)}
    assert (told["generation"], told["status"]) == (4, "ok")
    build(tmp_path, 14)
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == ["gen-4", "gen-5"]


def test_a_query_that_runs_ends_where_it_began(tmp_path: Path) -> None:
    """The old generation stays until its last answer, whatever is built meanwhile."""
    build(tmp_path, 150)
    slow = "SELECT (COUNT(*) AS ?n) { ?a tk:size ?x . ?b tk:size ?y . ?c tk:size ?z }"
    with serving(tmp_path, "--timeout", "30") as server:
        answers: list[str] = []
        asking = threading.Thread(target=lambda: answers.append(server.ask(slow).text))
        asking.start()
        assert eventually(lambda: server.get("/healthz").json()["workers"]["busy"] == 1)
        for size in (2, 3, 4):
            build(tmp_path, size)
        assert eventually(lambda: counted(server) == (4, 16))
        asking.join()
        assert f'"{150**3}"' in answers[0]


def test_an_answer_of_another_generation_is_another_answer(tmp_path: Path) -> None:
    """A tag of the old one does not fit."""
    build(tmp_path, 2)
    with serving(tmp_path) as server:
        first = server.ask(COUNT)
        build(tmp_path, 3)
        assert eventually(lambda: server.get("/healthz").json()["generation"] == 2)
        again = server.get(str(first.url), if_none_match=first.headers["etag"])
        assert again.status_code == 200


def test_a_damaged_generation_does_not_answer(tmp_path: Path) -> None:
    """The last good one does, and the server says so, until there is a good one again."""
    build(tmp_path, 2)
    with serving(tmp_path) as server:
        shutil.copytree(tmp_path / "gen-1", tmp_path / "gen-2")
        (tmp_path / "gen-2" / MANIFEST).write_text("{}")
        (tmp_path / "CURRENT").write_text("gen-2\n")
        assert eventually(lambda: server.get("/healthz").json()["status"] == "degraded")
        assert counted(server) == (2, 4)
        (tmp_path / "CURRENT").unlink()
        time.sleep(0.6)
        assert counted(server) == (2, 4)
        build(tmp_path, 3)
        assert eventually(lambda: counted(server) == (3, 9))
        assert server.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--store", "nowhere"], 4, "there is no store here"),
        (["--host", "nowhere.invalid"], 2, "cannot listen here"),
    ],
)
def test_a_server_that_cannot_start_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    code: int,
    said: str,
) -> None:
    """One line, and the exit code of its kind."""
    build(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["kg", "serve", "--port", "0", *options])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert said in capsys.readouterr().err


def test_a_port_in_use_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its place, with the way out."""
    build(tmp_path, 1)
    with serving(tmp_path) as server:
        port = str(server.port)
        monkeypatch.setattr("sys.argv", ["kg", "serve", "--port", port, "--store", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert ended.value.code == 2
    assert f"127.0.0.1:{port}: cannot listen here" in capsys.readouterr().err
