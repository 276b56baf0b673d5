"""What an input is taken for: a file, an id, or neither; and where the services are."""

from pathlib import Path

import pytest

from kg import fetching
from kg.errors import InputError, UsageError
from kg.fetching.ids import nearly_id, read_id
from kg.fetching.settings import Settings

NCT = "NCT01234567"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NCT01234567", NCT),
        ("nct01234567", NCT),
        ("NCT 01234567", NCT),
        ("https://clinicaltrials.gov/study/NCT01234567?term=x#y", NCT),
        ("https:/clinicaltrials.gov/ct2/show/nct01234567", NCT),
        ("www.clinicaltrials.gov/study/NCT01234567", NCT),
        ("PMID:8857018", "PMID:8857018"),
        ("pmid 8857018", "PMID:8857018"),
        ("PubMed: 0008857018", "PMID:8857018"),
        ("https://pubmed.ncbi.nlm.nih.gov/8857018/", "PMID:8857018"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/8857018", "PMID:8857018"),
        ("doi:10.1000/AbC", "doi:10.1000/abc"),
        ("DOI 10.1000/a(b)<c>;1-2", "doi:10.1000/a(b)<c>;1-2"),
        ("https://doi.org/10.1000/a%2Fb", "doi:10.1000/a/b"),
        ("http:/dx.doi.org/10.1000/x.", "doi:10.1000/x"),
        ("10.1000/x", "doi:10.1000/x"),
    ],
)
def test_an_id_is_known_in_every_spelling(written: str, name: str) -> None:
    """In any case, with or without its service's address; a path has lost one of its slashes."""
    found = read_id(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "written", ["NCT123456789", "reports/NCT01234567.json", "8857018", "10.1/x", "PMID:", "x", ""]
)
def test_other_names_are_no_ids(written: str) -> None:
    """A number alone may be a file's name."""
    assert read_id(written) is None


@pytest.mark.parametrize(
    "written", ["NCT1234567", "PMID:none", "PMID:0", "doi:x", "https://doi.org/NCT01234567"]
)
def test_what_was_meant_as_an_id_is_told(written: str) -> None:
    """It is not looked for among the files."""
    error = nearly_id(written)
    assert error is not None
    assert "PMID: and a number" in str(error)
    (found,) = fetching.expand([written])
    assert isinstance(found, InputError)
    assert found.what == error.what


def test_settings_that_are_no_addresses_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are not fetched."""
    for address in ("file:///etc/passwd", "clinicaltrials.gov", "https://", "https://a:b:c"):
        monkeypatch.setenv("KG_EUTILS_URL", address)
        with pytest.raises(UsageError, match="no address of a service"):
            Settings.of()


def test_the_folder_is_where_such_folders_are(tmp_path: Path) -> None:
    """KG_CACHE, else the user's own place for what can be had again."""
    assert Settings.of({"KG_CACHE": str(tmp_path)}).cache == tmp_path
    assert Settings.of({"XDG_CACHE_HOME": str(tmp_path)}).cache == tmp_path / "kg"
    assert Settings.of({"XDG_CACHE_HOME": "relative"}).cache.name == "kg"
    assert Settings.of({}).cache.is_absolute()
