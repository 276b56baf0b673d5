"""Records by their ids: asked for once, and kept with where they came from."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standin import NCT, OTHER, Reply, Sleeper, StandIn, article, fetched, refused, study

from kg import fetching
from kg.errors import InputError
from kg.fetching import pubmed
from kg.fetching.cache import Cache
from kg.fetching.ids import Id
from kg.fetching.settings import Settings


def test_a_file_of_that_name_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silence: Sleeper
) -> None:
    """Nobody is asked for what lies there."""
    monkeypatch.chdir(tmp_path)
    Path(NCT).write_bytes(b"my own words")
    assert fetched(NCT) == {NCT: b"my own words"}
    assert silence.slept == []


# --- The two services ----------------------------------------------------------------------------


def test_a_record_comes_as_the_registry_serves_it(standin: StandIn) -> None:
    """Byte by byte, under its id."""
    assert fetched("nct01234567") == {NCT: standin.studies[NCT]}
    assert standin.paths() == [NCT]


def test_a_number_given_twice_leads_to_the_record(standin: StandIn) -> None:
    """The registry keeps one number of a trial and knows the others."""
    standin.first = [Reply(301, headers=(("Location", f"/api/v2/studies/{NCT}"),))]
    standin.studies[NCT] = study(NCT, "NCT00000009")
    assert fetched("NCT00000009") == {"NCT00000009": standin.studies[NCT]}


def test_articles_are_asked_for_together(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many in one form; each is kept in an article set of its own."""
    monkeypatch.setattr(pubmed, "BATCH", 20)
    standin.articles = {str(n): article(str(n)) for n in range(1, 42)}
    found = fetched(*(f"PMID:{n}" for n in range(1, 42)))
    assert len(found) == 41
    assert [len(asked.fields["id"].split(",")) for asked in standin.asked] == [20, 20, 1]
    assert standin.articles["7"].strip() in found["PMID:7"]
    assert found["PMID:7"].count(b"<PubmedArticle>") == 1


def test_ncbi_hears_who_asks(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tool, address and key go into the form; the key is in nothing that is kept."""
    monkeypatch.setenv("KG_NCBI_EMAIL", "somebody@example.org")
    monkeypatch.setenv("KG_NCBI_API_KEY", "secret")
    monkeypatch.setenv("KG_NCBI_TOOL", "my-tool")
    fetched("PMID:101")
    (asked,) = standin.asked
    assert asked.fields == {
        "db": "pubmed",
        "id": "101",
        "retmode": "xml",
        "tool": "my-tool",
        "email": "somebody@example.org",
        "api_key": "secret",
    }
    assert standin.headers[0]["User-Agent"].startswith("kg/")
    kept = b"".join(path.read_bytes() for path in Settings.of().cache.rglob("*") if path.is_file())
    assert b"secret" not in kept


def test_a_key_that_is_refused_is_not_shown(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Services repeat the key that they do not know."""
    monkeypatch.setenv("KG_NCBI_API_KEY", "secret")
    standin.first = [Reply(400, b'{"error":"API key invalid","api-key":"secret"}')]
    (error,) = refused("PMID:101")
    assert "API key invalid" in str(error)
    assert "secret" not in str(error)


def test_a_doi_leads_to_its_article(standin: StandIn) -> None:
    """Asked for once as well: which record it names is kept beside the record."""
    doi = "https://doi.org/10.1000/ZENT.101"
    assert list(fetched(doi)) == ["PMID:101"]
    assert standin.paths() == ["esearch.fcgi", "efetch.fcgi"]
    assert standin.asked[0].fields["term"] == '"10.1000/zent.101"[doi]'
    assert list(fetched(doi, "PMID:101")) == ["PMID:101"]
    assert len(standin.asked) == 2


def test_a_doi_that_none_or_several_have(standin: StandIn) -> None:
    """It is told which; nothing is chosen."""
    standin.dois["10.1000/two"] = ["101", "102"]
    none, several = refused("doi:10.1000/none", "doi:10.1000/two")
    assert "no record with this DOI" in none.what
    assert several.got == "PMID:101, PMID:102"
    assert standin.paths() == ["esearch.fcgi", "esearch.fcgi"]


def test_a_record_with_another_doi_is_not_the_one(standin: StandIn) -> None:
    """A search may find what only resembles the words."""
    standin.dois["10.1000/elsewhere"] = ["102"]
    (error,) = refused("doi:10.1000/elsewhere")
    assert error.got == "10.1000/zent.102"
    assert refused("doi:10.1000/elsewhere")


# --- What is kept --------------------------------------------------------------------------------


def test_nothing_is_asked_twice(standin: StandIn) -> None:
    """Not in one build, and not in the next."""
    ids = (NCT, "nct01234567", "PMID:101", "PMID:101")
    first = fetched(*ids)
    asked = len(standin.asked)
    assert (fetched(*ids), len(standin.asked), asked) == (first, asked, 2)


def test_what_is_kept_says_where_it_came_from(standin: StandIn, cache_folder: Path) -> None:
    """Address, time, hash and size, beside the bytes."""
    fetched(NCT, "PMID:101")
    note = json.loads((cache_folder / "registry" / f"{NCT}.source.json").read_text())
    assert note["url"] == f"{standin.address}/api/v2/studies/{NCT}"
    assert note["bytes"] == len(standin.studies[NCT])
    age = datetime.now(UTC) - datetime.fromisoformat(note["fetched"])
    assert abs(age.total_seconds()) < 60
    note = json.loads((cache_folder / "pubmed" / "101.source.json").read_text())
    assert note["url"].endswith("/efetch.fcgi?db=pubmed&id=101&retmode=xml")
    assert not list(cache_folder.rglob(".*"))


def test_refresh_asks_again(standin: StandIn) -> None:
    """And keeps what is said now."""
    fetched(NCT, "doi:10.1000/zent.101")
    standin.studies[NCT] = study(NCT, count=250)
    again = fetched(NCT, "doi:10.1000/zent.101", refresh=True)
    assert again[NCT] == fetched(NCT)[NCT] == standin.studies[NCT]
    assert len(standin.asked) == 6


@pytest.mark.parametrize("harm", ["bytes", "note", "no note"])
def test_what_is_kept_and_not_itself_is_asked_for_again(
    standin: StandIn, cache_folder: Path, harm: str
) -> None:
    """A file that was cut, altered or half written is as good as none."""
    fetched(NCT)
    place, note = cache_folder / "registry" / NCT, cache_folder / "registry" / f"{NCT}.source.json"
    if harm == "bytes":
        place.write_bytes(place.read_bytes()[:-9])
    elif harm == "note":
        note.write_text("{")
    else:
        note.unlink()
    assert fetched(NCT) == {NCT: standin.studies[NCT]}
    assert len(standin.asked) == 2


def test_a_fetch_that_was_interrupted_goes_on(standin: StandIn) -> None:
    """What had come is there already."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(fetching.expand([NCT, OTHER], progress=interrupted))
    assert standin.paths() == [NCT]
    assert sorted(fetched(NCT, OTHER)) == [NCT, OTHER]
    assert standin.paths() == [NCT, OTHER]


def test_a_folder_that_cannot_be_written_is_told_before_anybody_is_asked(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be kept is not fetched, again and again."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "kept"))
    errors = refused(NCT, "PMID:101", "doi:10.1000/zent.101")
    assert [error.where for error in errors] == [NCT, "PMID:101", "doi:10.1000/zent.101"]
    assert all("cannot be written" in error.what and error.way_out for error in errors)
    assert standin.asked == []


def test_a_disk_that_fills_ends_the_asking(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line for each that is lacking."""

    def full(*_: object) -> None:
        raise InputError("it cannot be kept", got="No space left on device")

    monkeypatch.setattr(Cache, "put", full)
    assert [error.got for error in refused(NCT, OTHER)] == ["No space left on device"] * 2
    assert standin.paths() == [NCT]


def test_long_dois_have_short_file_names(cache_folder: Path) -> None:
    """And each its own."""
    kept = Cache(cache_folder)
    ids = [Id("doi", f"10.1000/{'x' * 300}{end}") for end in "ab"]
    for each in ids:
        kept.put(each, "https://example.org", each.value.encode())
    found = [kept.get(each) for each in ids]
    assert [each.data.decode() for each in found if each] == [each.value for each in ids]
