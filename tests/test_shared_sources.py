"""A large file of many texts is shared by processes, and comes to what one would make of it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from kg.build import gather, gathering, intake
from kg.build.intake import Share
from kg.inputs import expand

TRIAL = "Patients were randomized to zentarol (n = 30) or placebo (n = 31). Pain fell (P = 0.02)."


class Here:
    """So many shares, all read in this process; also a context manager."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.shares: list[Share] = []

    def map(self, work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        """The result of each task."""
        for task in tasks:
            self.shares.append(task.share)
            yield work(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        pass


def article(pmid: str) -> str:
    """A record with an abstract of a trial."""
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>Of {pmid}."
        f"</ArticleTitle><Abstract><AbstractText>{TRIAL}</AbstractText></Abstract></Article>"
        "</MedlineCitation></PubmedArticle>\n"
    )


def records() -> bytes:
    """A set of thirty records, two of them without a number, and a deletion."""
    articles = [article("" if n in {7, 23} else str(100 + n)) for n in range(30)]
    deleted = "<DeleteCitation><PMID>99</PMID></DeleteCitation>"
    return f"<PubmedArticleSet>{''.join(articles)}{deleted}</PubmedArticleSet>".encode()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of few records, of files that are small."""
    monkeypatch.setattr(gathering, "_SHARED", 1_000)
    monkeypatch.setattr(gathering, "BLOCK", 4)
    monkeypatch.setattr(intake, "BLOCK", 4)


def outcome(file: Path, folder: Path, pool: Here) -> tuple[Any, ...]:
    """What is set down of a file, in order, and what is told of it."""
    folder.mkdir()
    gathered = gather(expand([file]), folder, pool)
    set_down = [entry.slot.fetch() for entry in gathered.entries]
    told = [(reject.where, reject.what) for reject in gathered.rejects]
    return set_down, told, sorted(gathered.withdrawn), len(list(gathered.openings()))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("count", [2, 3, 11])
def test_shares_come_to_what_one_reader_makes_of_it(tmp_path: Path, count: int) -> None:
    """Records, faults and deletions are the same, in the same order, however many read."""
    file = tmp_path / "set.xml"
    file.write_bytes(records())
    alone = outcome(file, tmp_path / "one", Here(1))
    pool = Here(count)
    assert outcome(file, tmp_path / "some", pool) == alone
    assert [share.of for share in pool.shares] == [count] * count
    assert (len(alone[0]), len(alone[1]) >= 2, alone[2:]) == (28, True, (["99"], 1))


@pytest.mark.usefixtures("small")
def test_what_is_small_or_is_read_as_a_whole_is_not_shared(tmp_path: Path) -> None:
    """A text is read by one process, between shared files too, and the order of files stays."""
    (tmp_path / "a.txt").write_text(TRIAL * 20)
    (tmp_path / "b.xml").write_bytes(records())
    (tmp_path / "c.txt").write_text(f"{TRIAL} It was safe. " * 20)
    (tmp_path / "out").mkdir()
    pool = Here(2)
    names = ("a.txt", "b.xml", "c.txt")
    gathered = gather(expand(tmp_path / name for name in names), tmp_path / "out", pool)
    assert pool.shares == [Share(), Share(0, 2), Share(1, 2), Share()]
    assert [Path(origin.name).name for origin, _ in gathered.openings()] == list(names)
