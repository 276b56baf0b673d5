"""What PubMed's two export forms share: dates, DOIs, registry numbers, notices, one citation line.

In: values as a bibliographic record writes them. Out: values as a report keeps them, and a remark
for each that is taken only in part or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.codes import NoticeType
from kg.linking.trials import registration
from kg.records import Indexing, Notice, Record, Remark, Section
from kg.sources.ids import own_registry_ids
from kg.values import partial_date

LONGEST_ABSTRACT: Final = 100_000
"""The most characters that an abstract may have."""

RETRACTED: Final = "Retracted Publication"
NO_NUMBER: Final = frozenset({"", "0"})
"""What stands where a substance has no registry number."""

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_PMID: Final = re.compile(r"[1-9]\d{0,7}")
_DOI: Final = re.compile(r"10\.\d{4,9}/[^A-Z ]+")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d\b")
_RANGE: Final = re.compile(
    r"\d{4}(?:[ -]+(?:[A-Z][a-z]{2,8}|\d{1,2}|\d{4}|\d(?:st|nd|rd|th)|Quarter|Trimester))*"
)
# The words of the two forms for one kind of notice: RefType in XML, a tag in MEDLINE text.
# Source: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions" and the PubMed DTD.
_NOTICES: Final[tuple[tuple[NoticeType, str, str], ...]] = (
    ("associatedDataset", "AssociatedDataset", ""),
    ("associatedPublication", "AssociatedPublication", ""),
    ("commentIn", "CommentIn", "CIN"),
    ("commentOn", "CommentOn", "CON"),
    ("concernFor", "ExpressionOfConcernFor", "ECF"),
    ("concernIn", "ExpressionOfConcernIn", "ECI"),
    ("correctedRepublishedFrom", "CorrectedandRepublishedFrom", "CRF"),
    ("correctedRepublishedIn", "CorrectedandRepublishedIn", "CRI"),
    ("erratumFor", "ErratumFor", "EFR"),
    ("erratumIn", "ErratumIn", "EIN"),
    ("originalReportIn", "OriginalReportIn", "ORI"),
    ("partialRetractionIn", "PartialRetractionIn", "PRIN"),
    ("partialRetractionOf", "PartialRetractionOf", "PROF"),
    ("reprintIn", "ReprintIn", ""),
    ("reprintOf", "ReprintOf", ""),
    ("republishedFrom", "RepublishedFrom", "RPF"),
    ("republishedIn", "RepublishedIn", "RPI"),
    ("retractedRepublishedFrom", "RetractedandRepublishedFrom", "RRF"),
    ("retractedRepublishedIn", "RetractedandRepublishedIn", "RRI"),
    ("retractionIn", "RetractionIn", "RIN"),
    ("retractionOf", "RetractionOf", "ROF"),
    ("summaryForPatientsIn", "SummaryForPatientsIn", "SPIN"),
    ("updateIn", "UpdateIn", "UIN"),
    ("updateOf", "UpdateOf", "UOF"),
)
BY_TYPE: Final = {written: kind for kind, written, _ in _NOTICES}
BY_TAG: Final = {tag: kind for kind, _, tag in _NOTICES if tag}


class Dated(Record, frozen=True, kw_only=True):
    """A date of publication in ISO form, as precise as is sure; and what is odd in it."""

    issued: str | None = None
    remark: Remark | None = None


def dated(written: str, path: str | None = None) -> Dated:
    """The date of an issue: of a season or a range of months only the year is sure.

    >>> dated("2009 Jun 1").issued, dated("2019 Jan-Feb").issued, dated("2019 Spring").issued
    ('2009-06-01', '2019', '2019')
    >>> dated("0000").issued, dated("0000").remark.what
    (None, 'the date of publication is no date')
    """
    year = _YEAR.match(written)
    if year is None:
        what = "the date of publication is no date"
        return Dated(remark=Remark(what=what, path=path, got=written) if written else None)
    exact = partial_date(written)
    if exact:
        return Dated(issued=exact)
    loose = "a season or a range: " if _RANGE.fullmatch(written) else ""
    what = f"{loose}only the year of the date of publication was taken"
    return Dated(issued=year[0], remark=Remark(what=what, path=path, got=written))


def spelled(iso: str) -> str:
    """A date as NLM writes it in a citation.

    >>> spelled("2020-04-09"), spelled("2020-04"), spelled("2020")
    ('2020 Apr 9', '2020 Apr', '2020')
    """
    year, *rest = iso.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([year, *month, *(str(int(day)) for day in rest[1:])])


def is_pmid(text: str) -> bool:
    """Whether this is a PMID: one to eight digits, the first of them no zero.

    >>> is_pmid("8857018"), is_pmid("08857018"), is_pmid("PMC1")
    (True, False, False)
    """
    return _PMID.fullmatch(text) is not None


def doi_of(written: str) -> str | None:
    """A DOI in lower case, without a resolver; nothing where it is none.

    >>> doi_of("https://doi.org/10.1056/NEJM199610313351803"), doi_of("NEJM199610313351803")
    ('10.1056/nejm199610313351803', None)
    """
    plain = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", written.strip().lower())
    return plain if _DOI.fullmatch(plain) else None


def untold(*, titled: bool, sections: Sequence[Section]) -> Iterator[Remark]:
    """What a record leaves out that others have: its title, its abstract."""
    if not titled:
        yield Remark(what="the record has no title")
    if len(sections) <= titled:
        yield Remark(what="the record has no abstract: its citation alone was taken")


class Registered(Record, frozen=True, kw_only=True):
    """Registry numbers, numbers of other data banks after their names, and what is odd."""

    numbers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def registered(entries: Iterable[tuple[str, str]], path: str | None = None) -> Registered:
    """The registry numbers among the accession numbers of data banks: pairs of bank and number.

    >>> found = registered([("ClinicalTrials.gov", "NCT01234567"), ("GEO", "GSE1")])
    >>> found.numbers, found.others
    (('NCT01234567',), ('GEO/GSE1',))
    """
    numbers: list[str] = []
    remarks: list[Remark] = []
    others: list[str] = []
    for bank, number in entries:
        known = registration(number)
        if known or not number:
            numbers += [known] if known else []
            continue
        others.append(f"{bank or 'unnamed'}/{number}")
        if bank.casefold() == "clinicaltrials.gov" or number.upper().startswith("NCT"):
            what = "a registry number is none: NCT and eight digits"
            remarks.append(Remark(what=what, path=path, got=number))
    return Registered(
        numbers=tuple(dict.fromkeys(numbers)),
        others=tuple(dict.fromkeys(others)),
        remarks=tuple(remarks),
    )


def numbers_of(found: Registered, said: Sequence[str]) -> tuple[str, ...]:
    """The registry numbers of a report: those of data banks, then those that its words claim."""
    return tuple(dict.fromkeys([*found.numbers, *own_registry_ids(said[:1], said[1:])]))


def retractions(
    notices: Iterable[Notice], types: Iterable[Indexing]
) -> tuple[tuple[Notice, ...], tuple[Remark, ...]]:
    """The notices, with one for a retraction that only the publication type tells; and a remark."""
    kept = tuple(notices)
    told = [notice for notice in kept if notice.kind in {"retractionIn", "retractedRepublishedIn"}]
    typed = any(kind.descriptor_name == RETRACTED for kind in types)
    if not told and not typed:
        return kept, ()
    if not told:
        told = [Notice(kind="retractionIn")]
        kept = (*kept, *told)
    return kept, (Remark(what="the article was retracted", got=told[0].citation),)


def cited(
    *,
    journal: str,
    date: str,
    volume: str | None,
    issue: str | None,
    pages: str | None,
    doi: str | None,
) -> str | None:
    """The line that cites a report, as NLM writes it; nothing without a journal.

    >>> cited(journal="Thorax", date="2003 May", volume="58", issue="5", pages="417-21", doi=None)
    'Thorax. 2003 May;58(5):417-21.'
    """
    if not journal:
        return None
    place = f"{volume or ''}{f'({issue})' if issue else ''}{f':{pages}' if pages else ''}"
    line = f"{journal.rstrip('.')}. {date}{';' if date and place else ''}{place}".rstrip(" .") + "."
    return f"{line} doi: {doi}." if doi else line
