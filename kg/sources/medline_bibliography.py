"""What a record of MEDLINE text tells of its article beside citation, headings and text.

In: the fields of a record. Out: its bibliography and its identifiers, as PubMed XML gives them;
and what has no place, counted under the names of XML's fields.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from kg.records import Section
from kg.records.bibliography import Bibliography
from kg.sources.article_ids import Identified, identified, is_issn, is_language
from kg.sources.bibliography import BY_TAG
from kg.sources.pubmed_bibliography import ONLINE
from kg.sources.pubmed_unplaced import RECORD_DATE
from kg.sources.tagged import Field
from kg.values import partial_date

_STAR: Final = "*"
_TYPED: Final = re.compile(r"(.*\S)\s*\[([\w-]+)\]")
_HISTORY: Final = re.compile(r"(\d{4}/\d{1,2}/\d{1,2})(?: \d\d:\d\d)? \[([\w-]+)\]")
# Tags that a document takes in whole; SO and OTO say again what other fields say.
_PLACED: Final = frozenset(
    """
    PMID TI TT AB DP VI IP PG TA JT JID PL PT MH RN NM SI LR AU BTI CN GS GR PST PUBM STAT OT OTO
    SO LID AID OID MID PMC
    """.split()
)
# What stands for one and the same field of XML: of a name's several lines only one counts.
_NAMES: Final = {
    **dict.fromkeys(("AU", "ED"), "Author"),
    **dict.fromkeys(("IR",), "Investigator"),
    **dict.fromkeys(("CI", "OCI"), "CopyrightInformation"),
    **dict.fromkeys(("DA", "DCOM", "CRDT", "EDAT", "MHDA", "PMCR"), RECORD_DATE),
    "COIS": "CoiStatement",
    "DEP": "ArticleDate",
    "FPS": "PersonalNameSubject",
    "GN": "GeneralNote",
    "IS": "ISSN",
    "LA": "Language",
    "OAB": "OtherAbstract",
    "PHST": RECORD_DATE,
    "RF": "NumberOfReferences",
    "SB": "CitationSubset",
}
# Further lines of a name or of another field, and whose record it is.
_BESIDE: Final = frozenset("AD AUID FAU FED FIR IRAD PS OABL OWN".split())


class Fields:
    """The values of a record by tag."""

    def __init__(self, entry: Sequence[Field]) -> None:
        self._by_tag: dict[str, list[str]] = {}
        for field in entry:
            if field.value:
                self._by_tag.setdefault(field.tag, []).append(field.value)

    def all(self, *tags: str) -> list[str]:
        """Every value of these tags, tag by tag."""
        return [value for tag in tags for value in self._by_tag.get(tag, ())]

    def first(self, *tags: str) -> str | None:
        """The first value of the first of these tags that has one."""
        return next(iter(self.all(*tags)), None)


def bibliography(
    values: Fields, found: Identified, accessions: tuple[str, ...], sections: tuple[Section, ...]
) -> Bibliography:
    """The bibliography of a record."""
    return Bibliography(
        languages=tuple(filter(is_language, values.all("LA"))),
        other_title=values.first("TT") if values.first("TI") else None,
        journal_title=values.first("JT"),
        nlm_id=values.first("JID"),
        issns=_once(filter(is_issn, map(_serial, values.all("IS")))),
        country=values.first("PL"),
        pmcid=found.pmcid,
        piis=found.piis,
        identifiers=found.others,
        online=_once(_days(values.all("DEP"), values, ONLINE)),
        submitted=_once(_days([], values, {"received"})),
        accepted=_once(_days([], values, {"accepted"})),
        publication_model=values.first("PUBM"),
        publication_status=values.first("PST"),
        record_status=values.first("STAT"),
        groups=_once(values.all("CN")),
        investigators=len(values.all("IR")) or None,
        keywords=_once(value.strip(_STAR) for value in values.all("OT")),
        gene_symbols=_once(values.all("GS")),
        grants=_once(values.all("GR")),
        accessions=accessions,
        references=next(map(int, filter(str.isdecimal, values.all("RF"))), None),
        sections=sections,
    )


def identifiers(values: Fields) -> Identified:
    """What the article is called; the kind stands in brackets behind a value."""
    typed = (_typed(value) for value in values.all("LID", "AID"))
    others = (("", value) for value in values.all("PMC", "MID", "OID"))
    return identified([*typed, *others], values.first("PMID") or "")


def _typed(written: str) -> tuple[str, str]:
    match = _TYPED.fullmatch(written)
    return (match[2], match[1]) if match else ("", written)


def _serial(written: str) -> str:
    return written.partition(" ")[0]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def day_of(written: str) -> str | None:
    """The date that eight digits are.

    >>> day_of("20200409"), day_of("2020 soon")
    ('2020-04-09', None)
    """
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", written)
    return partial_date("-".join(match.groups())) if match else None


def _days(written: Iterable[str], values: Fields, statuses: Iterable[str]) -> Iterator[str]:
    yield from filter(None, map(day_of, written))
    for event in values.all("PHST"):
        match = _HISTORY.fullmatch(event)
        day = partial_date(match[1].replace("/", "-")) if match and match[2] in statuses else None
        if day:
            yield day


# --- What has no place --------------------------------------------------------------------------


def _is_of_article(event: str) -> bool:
    match = _HISTORY.fullmatch(event)
    return match is not None and match[2] in ONLINE | {"received", "accepted"}


_IF: Final[dict[str, Callable[[str], bool]]] = {
    "DEP": lambda written: day_of(written) is not None,
    "IS": lambda written: is_issn(_serial(written)),
    "LA": is_language,
    "PHST": _is_of_article,
    "RF": str.isdecimal,
}


def unplaced(entry: Sequence[Field]) -> tuple[tuple[str, int], ...]:
    """The fields without a place, under the names that XML gives them, else under their tags."""
    counts: Counter[str] = Counter()
    for field in entry:
        tag = field.tag
        if not field.value or tag in BY_TAG or tag in _BESIDE:
            continue
        if tag in _IF:
            counts[_NAMES[tag]] += not _IF[tag](field.value)
        elif tag in _NAMES or tag not in _PLACED:
            counts[_NAMES.get(tag, tag)] += 1
    return tuple(sorted((name, count) for name, count in counts.items() if count))
