"""Ids of records as people write them, and what is nearly one.

In: what a person gave as an input. Out: the id that it is, in one spelling; or an error for what
looks like an id and is none; or nothing, and then it is a file's name.
"""

import re
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from kg.errors import InputError

Kind = Literal["registry", "pubmed", "doi"]

_WEB: Final = r"(?:https?:/{1,2})?(?:www\.)?"  # a path of the system has lost a slash
_REST: Final = r"(?:[/?\#].*)?"
_SPELLINGS: Final[dict[Kind, str]] = {
    "registry": rf"""(?:{_WEB}clinicaltrials\.gov/(?:ct2/)?(?:show|study)/)?
        NCT[\s:]*(\d{{8}}){_REST}""",
    "pubmed": rf"""(?:PMID|PubMed(?:\s*ID)?)[\s:]*0*([1-9]\d{{0,7}})
        | {_WEB}(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)
          /0*([1-9]\d{{0,7}}){_REST}""",
    "doi": rf"""(?:doi[\s:]*|{_WEB}(?:dx\.)?doi\.org/)?(10\.\d{{4,9}}/\S*[^\s.,;])[.,;]*""",
}
# What begins so was meant as an id, and no report is kept under such a name. Any other address is
# that of a file (addresses.py).
_MEANT: Final = re.compile(
    rf"""NCT[\s:]*\d+ | PMID[\s:].* | doi:(?!//).*
        | {_WEB}(?:clinicaltrials\.gov/(?:ct2/)?(?:show|study)/ | pubmed\.ncbi\.nlm\.nih\.gov
          | ncbi\.nlm\.nih\.gov/pubmed | (?:dx\.)?doi\.org/).*""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_PREFIX: Final = {"registry": "NCT", "pubmed": "PMID:", "doi": "doi:"}


class Id(NamedTuple):
    """The id of a record: which service knows it, and its digits or its DOI in lower case."""

    kind: Kind
    value: str

    @property
    def name(self) -> str:
        """The id as messages and manifests name it.

        >>> Id("registry", "01234567").name, Id("pubmed", "8857018").name
        ('NCT01234567', 'PMID:8857018')
        """
        return _PREFIX[self.kind] + self.value


def read_id(written: str) -> Id | None:
    """The id that a text is, in whatever spelling, else nothing.

    >>> [read_id(text).name for text in ("nct01234567", "pmid 8857018", "https://doi.org/10.1000/A")]
    ['NCT01234567', 'PMID:8857018', 'doi:10.1000/a']
    >>> read_id("reports/NCT01234567.json") is None
    True
    """
    for kind, spelling in _SPELLINGS.items():
        match = re.fullmatch(spelling, written.strip(), re.IGNORECASE | re.ASCII | re.VERBOSE)
        if match:
            found = next(filter(None, match.groups()))
            return Id(kind, unquote(found).lower() if kind == "doi" else found)
    return None


def nearly_id(written: str) -> InputError | None:
    """The error for what was meant as an id and is none, else nothing.

    >>> print(nearly_id("NCT123").line())
    NCT123: this is no id that is fetched; expected NCT and eight digits, PMID: and a number, or a
    DOI. It was left out.
    """
    if not _MEANT.fullmatch(written.strip()):
        return None
    return InputError(
        "this is no id that is fetched",
        where=written.strip(),
        expected="NCT and eight digits, PMID: and a number, or a DOI",
        outcome="It was left out",
    )
