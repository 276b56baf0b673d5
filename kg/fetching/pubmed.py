"""Records of PubMed, by NCBI's E-utilities.

In: PMIDs and DOIs. Out: the XML of each record, in an article set of its own, or why not. What is
sent stands in forms, never in addresses: a person's key is among it.

*Source*: Entrez Programming Utilities Help (NCBI, NBK25501), chapters 2 and 4.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kg.errors import InputError, KgError
from kg.fetching.answers import Fetched, absent, require_success, strange
from kg.fetching.ids import Id
from kg.fetching.pace import Clock, Pace
from kg.fetching.service import Answer, Service
from kg.fetching.settings import Settings
from kg.records import Document, Report
from kg.sources import pubmed_xml

# Source: the same, chapter 2, on how often NCBI may be asked.
_A_SECOND, _A_SECOND_WITH_KEY = 3, 10
BATCH: Final = 200
"""How many records are asked for at once."""

_EMPTY: Final = b"ID list is empty"
_HEAD: Final = 4_096
_ROOT: Final = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_ARTICLE: Final = re.compile(rb"<(PubmedArticle|PubmedBookArticle)(?=[\s>]).*?</\1\s*>", re.DOTALL)
_PMID: Final = re.compile(rb"<PMID(?:\s[^>]*)?>\s*(\d{1,8})\s*</PMID>")
_SET: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n%s\n</PubmedArticleSet>\n'
)


class _Found(msgspec.Struct):
    idlist: tuple[str, ...] = ()
    error: str = msgspec.field(default="", name="ERROR")


class _Search(msgspec.Struct):
    esearchresult: _Found


class PubMed:
    """PubMed, asked for many records at once."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        most = _A_SECOND_WITH_KEY if settings.key else _A_SECOND
        self._service = Service(settings.eutils, Pace(most, 1.0, clock), clock)
        self._key = settings.key
        who = {"tool": settings.tool, "email": settings.email, "api_key": settings.key}
        self._who = {name: value for name, value in who.items() if value}

    def fetch(self, ids: Sequence[Id]) -> Iterator[Fetched]:
        """Each record, as soon as its batch is there."""
        for start in range(0, len(ids), BATCH):
            yield from self._batch(ids[start : start + BATCH])

    def pmid_of(self, doi: Id) -> Id:
        """The PMID of the one record that has this DOI.

        *Errors*: ``InputError`` where none or several have it, ``NetworkError``.
        """
        quoted = doi.value.replace('"', " ")
        answer = self._asked("esearch.fcgi", term=f'"{quoted}"[doi]', retmode="json")
        try:
            found = msgspec.json.decode(answer.body, type=_Search).esearchresult
        except msgspec.DecodeError as error:
            raise strange(answer, "what a search found, as JSON", str(error)) from error
        if len(found.idlist) > 1:
            raise InputError(
                "several records of PubMed have this DOI",
                got=", ".join(f"PMID:{pmid}" for pmid in found.idlist[:5]),
                way_out="Give the PMID.",
            )
        if not found.idlist:
            raise absent("PubMed has no record with this DOI")
        return Id("pubmed", found.idlist[0])

    def _asked(self, path: str, **fields: str) -> Answer:
        answer = self._service.post(path, {"db": "pubmed", **fields, **self._who})
        if answer.status == 400 and _EMPTY in answer.body:  # noqa: PLR2004 - HTTP's own number
            return answer._replace(status=200, body=_SET % b"")
        require_success(answer, self._key)
        return answer

    def _batch(self, ids: Sequence[Id]) -> Iterator[Fetched]:
        try:
            answer = self._asked(
                "efetch.fcgi", id=",".join(wanted.value for wanted in ids), retmode="xml"
            )
            sent = _articles(answer)
        except KgError as error:
            yield from (self._told(wanted, error) for wanted in ids)
            return
        others = sorted(set(sent) - {wanted.value for wanted in ids})
        for wanted in ids:
            if wanted.value in sent:
                yield self._told(wanted, _sound(wanted, sent[wanted.value]))
            elif others and len(ids) == 1:
                other = InputError("PubMed sent another record", got=f"PMID:{others[0]}")
                yield self._told(wanted, other)
            else:
                yield self._told(wanted, absent("PubMed has no such record"))

    def _told(self, wanted: Id, result: bytes | KgError) -> Fetched:
        address = f"{self._service.address}/efetch.fcgi?db=pubmed&id={wanted.value}&retmode=xml"
        return Fetched(wanted, address, result)


def _articles(answer: Answer) -> dict[str, bytes]:
    """The records of an article set, each in a set of its own, by PMID.

    *Errors*: ``InputError`` for what is no article set, or one that ends early without a record.
    """
    root = _ROOT.search(answer.body, 0, _HEAD)
    if root is None or root[1] != b"PubmedArticleSet":
        why = f"<{root[1].decode()}>" if root else "no XML"
        raise strange(answer, "a PubmedArticleSet", why)
    found: dict[str, bytes] = {}
    for article in _ARTICLE.finditer(answer.body):
        pmid = _PMID.search(article[0])
        if pmid:
            found[pmid[1].decode().lstrip("0")] = _SET % article[0]
    if not found and not re.search(rb"</PubmedArticleSet\s*>\s*\Z|/>\s*\Z", answer.body):
        raise strange(answer, "a whole PubmedArticleSet", "one that ends early")
    return found


def _sound(wanted: Id, data: bytes) -> bytes | KgError:
    """The record, if it can be read; else what is wrong with it."""
    try:
        report = report_of(wanted, data)
    except InputError as error:
        parts = {name: part for name, part in error.parts().items() if name in {"got", "expected"}}
        return InputError(f"PubMed sent a damaged record: {error.what}", **parts)
    return data if report.pmid == wanted.value else InputError("PubMed sent another record")


def report_of(wanted: Id, data: bytes) -> Report:
    """The report that the one record of a set describes.

    *Errors*: ``InputError`` where it cannot be read.
    """
    for record in pubmed_xml.read(wanted.name, data):
        if isinstance(record, Document):
            return record.report
        if isinstance(record, InputError):
            raise record
    raise InputError("there is no record in it", where=wanted.name)
