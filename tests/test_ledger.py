"""What was read is kept: exact as bytes, and not read again while nothing has changed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sample_accounts import account, study
from sample_builds import conceived, one_document, with_concepts
from sample_facts import BASE

from kg import store
from kg.build import build, ledger
from kg.build.intake import Readers
from kg.build.outcome import Bundle, Origin
from kg.build.packing import pack_account, pack_bundle, unpack_account, unpack_bundle
from kg.graph import account_quads
from kg.records import Account, Document, Reference, RegisteredStudy, Sites

REGISTERED = account(
    RegisteredStudy(
        registry_ids=("NCT09999999",),
        references=(Reference(pmid="1"),),
        sites=(Sites(country="Chad", count=3),),
        arms=study().arms,
    ),
    kind="RegistryRecord",
)


@pytest.mark.parametrize("told", [account(), with_concepts(account()), REGISTERED])
def test_an_account_comes_back_as_it_was(told: Account) -> None:
    """Decimals to the last nought, and a registry's study as one."""
    again = unpack_account(pack_account(told))
    assert again == told
    assert [type(each) for each in again.studies] == [type(each) for each in told.studies]


def test_a_bundle_comes_back_as_it_was() -> None:
    """With the graphs of its statements."""
    bundle = Bundle("pmid-12345", Origin("a", "00" * 32, 1), tuple(account_quads(account())))
    assert unpack_bundle(pack_bundle(bundle)) == bundle


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that were read."""
    names: list[str] = []

    def reader(name: str, data: Any) -> Iterable[Document | Account]:
        names.append(Path(name).name)
        return one_document(name, data)

    monkeypatch.setattr(Readers, "of_kg", lambda: Readers(reader, conceived))
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document that is read and one that is not."""
    home = tmp_path / "in"
    home.mkdir()
    (home / "a.txt").write_text("a trial")
    (home / "b.txt").write_text("a recipe")
    return home


def lines(root: Path) -> list[str]:
    """What a store holds."""
    with store.open_store(root) as opened:
        return list(opened.quads())


def test_what_has_not_changed_is_not_read_again(folder: Path, read: list[str]) -> None:
    """Nor what could not be taken; both builds say and hold the same."""
    root = folder.parent / "kg"
    first = build([folder], root)
    assert read == ["a.txt", "b.txt"]
    told, held = first.rejects, lines(root)
    second = build([folder], root)
    assert read == ["a.txt", "b.txt"]
    assert second.rejects == told
    assert lines(root) == held


def test_what_has_changed_is_read_and_what_is_gone_is_gone(folder: Path, read: list[str]) -> None:
    """Each source for itself, by its name and its bytes."""
    root = folder.parent / "kg"
    build([folder], root)
    read.clear()
    (folder / "b.txt").write_text("another recipe")
    (folder / "c.txt").write_text("a trial, told elsewhere")
    summary = build([folder], root)
    assert read == ["b.txt", "c.txt"]
    assert len(summary.rejects) == 3
    (folder / "a.txt").unlink()
    (folder / "c.txt").unlink()
    assert build([folder], root).generation is None, "the recipe alone is no graph"


def test_another_kg_reads_anew(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its version says: what it is made of counts."""
    root = folder.parent / "kg"
    build([folder], root)
    monkeypatch.setattr(ledger, "reader", lambda: "another")
    build([folder], root)
    assert read == ["a.txt", "b.txt"] * 2


def test_a_ledger_that_is_not_as_it_was_is_not_believed(folder: Path, read: list[str]) -> None:
    """A flipped byte costs a reading, and nothing else."""
    root = folder.parent / "kg"
    summary = build([folder], root)
    held = lines(root)
    file = Path(summary.generation or "") / ledger.NAME
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    build([folder], root)
    assert read == ["a.txt", "b.txt"] * 2
    assert lines(root) == held
    assert any(BASE in line for line in held)


def test_what_kg_stumbled_over_is_tried_again(folder: Path, read: list[str]) -> None:
    """The fault may have been of the moment."""
    (folder / "b.txt").write_text("crash")
    root = folder.parent / "kg"
    build([folder], root)
    build([folder], root)
    assert read == ["a.txt", "b.txt", "b.txt"]


def test_the_ledger_of_an_earlier_kg_is_left(tmp_path: Path) -> None:
    """Whatever stands where the rows should begin."""
    file = tmp_path / ledger.NAME
    for content in (b"", b"short", b"\x92\xa9" + b"\xff" * 40 + bytes(8)):
        file.write_bytes(content)
        assert ledger.Ledger.read(file).of(Origin("a", "00" * 32, 1)) is None
