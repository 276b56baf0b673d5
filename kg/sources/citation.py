"""The grammar of a citation line, shared by every page that carries one.

In: a line such as ``N Engl J Med. 1996 Oct 31;335(18):1350-6. doi: 10.1056/…``. Out: its parts.
The date keeps the precision given; an abbreviated last page is written out; what the line does
not say is not filled in.

*Source*: the citation format of NLM, "Citing Medicine", 2nd edition, chapter 1; the further
orders (day first, volume before year, words for the signs) are those that journals print.
"""

import re

from kg.records import Record
from kg.values import partial_date

_DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:18|19|20)\d\d"
_DATE = rf"""(?:
    (?P<year>{_YEAR})
        (?:\s+(?P<month>{_MONTH})(?:\s+(?P<day>\d{{1,2}})(?!\d))?|[/-](?P<iso>\d\d(?:[/-]\d\d)?))?
        (?P<range>\s+(?:Spring|Summer|Autumn|Fall|Winter)|\s*{_DASH}\s*(?:{_YEAR}\s*)?(?:{_MONTH})?(?:\s*\d{{1,2}})?(?![\d:(]))?
  | (?P<dmy>\d{{1,2}}\s+{_MONTH}\s+{_YEAR})
  | (?P<mdy>{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,)?\s+{_YEAR})
)"""
_VOLUME = r"""(?:[Vv]ol(?:ume|\.)?\s*)?(?P<volume>[A-Z]?\d{1,5}[A-Za-z]?)
    (?:\s*\(\s*(?P<issue>[^()]{1,30}?)\s*\)
      |(?:,|\s-)?\s*(?:[Nn]o\.?|[Ii]ss(?:ue|\.)?)\s*(?P<number>\w+)
      |\s+(?P<part>(?:Suppl(?:ement|\.)?|Pt|Spec\s+No\.?)(?:\s*[\w-]+)?)
    )*"""
_PAGE = r"[A-Za-z]{0,6}[-.]?\d[\w.]*|[ivxlc]+"
_PAGES = (
    rf"(?:[Pp]p?\.?\s|[Pp]p?\.|[Pp]ages?)?\s*(?P<pages>(?:{_PAGE})(?:\s*{_DASH}\s*(?:{_PAGE}))?)"
)
_RANGE = re.compile(rf"({_PAGE})(?:\s*{_DASH}\s*({_PAGE}))?")
_JOURNAL = r"(?P<journal>[^\W\d_][^;]{0,400}?|\d\s[A-Z][^;]{1,80}?)"
_FORMS = tuple(
    re.compile(rf"(?:\d{{1,4}}\.\s+)?{_JOURNAL}{form}", re.VERBOSE)
    for form in (
        rf"\s*[.,]?\s+\(?{_DATE}(?:\)\s*[;:,.]?|\s*[;:,.])\s*{_VOLUME}\s*[:,]\s*{_PAGES}",
        rf"\s*[.,]?\s+\(?{_DATE}\)?\s*[;,]\s*\(\s*(?P<issue>[^()]{{1,30}}?)\s*\)\s*:\s*{_PAGES}",
        rf"\s*[.,]?\s+{_DATE}\s*;\s*{_VOLUME}(?=\s*[.;]|\s*$)",
        rf"\s*[.,]?\s+{_VOLUME}\s*[:,]\s*{_PAGES}\s*[,;.]?\s*\(?{_DATE}\)?",
        rf":?\s+{_DATE}\s+-\s+{_VOLUME}\s+-\s+{_PAGES}",
        rf"\s*[.,]?\s+{_DATE}\s*[.;:]\s+(?=doi\b)",
    )
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>\[\]{}]+)")
_MOST_JOURNAL_WORDS = 12
# What may follow on a citation line; a sentence may not.
_TAIL = re.compile(
    r"""(?:[\s.,;:|)\]-]
      |\(?\bdoi\b:?\s*\S+|\(?https?://\S+|10\.\d{4,9}/\S+|\bPMC?ID:?\s*\w+|\bPubMed\b
      |\b(?:Epub|Print|eCollection|Published\s+online|Online|First\s+published|Available)\b[^.;]*
      |\b(?:quiz|discussion|author\s+reply|erratum|Review|ISSN)\b[^.;]*
      |[A-Z]?\d{1,5}(?![\w%])|\[[^\]]*\]|Free\s+(?:PMC\s+)?article|No\s+abstract\s+available|[A-Z][a-z]+\.?$
    )*+""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 800
_SOME_YEAR = re.compile(_YEAR)
# What stands before a year in a sentence, never at the end of a journal's name.
_NOT_LAST = frozenset("after and before between by during from in of since the to until".split())
_IN_SENTENCES = frozenset("is was are were been has have had see we our that which".split())
_AUTHORS = re.compile(
    r"(?:[^\W\d_][\w'’ -]{1,40} [A-Z]{1,4}(?: (?:Jr|Sr|2nd|3rd))?(?:,? et al)?"
    r"(?:[,;]\s|\.\s+|:\s+))+"
)
_SENTENCE_END = re.compile(r"(?<=[a-z)\]]{3})[.?!]\s+(?=[A-Z])")


class Citation(Record, frozen=True, kw_only=True):
    """The parts of a citation; ``written`` is the line as it stands, ``title`` only if it has one.

    *Units*: ``issued`` is an ISO date with the precision given (year, month or day).
    """

    written: str
    journal: str
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    page_start: str | None = None
    page_end: str | None = None
    doi: str | None = None
    title: str | None = None


def read_citation(line: str) -> Citation | None:
    """The citation that a line is, else nothing.

    >>> c = read_citation("Thorax. 2003 May;58(5):417-21. doi: 10.1136/Thorax.58.5.417.")
    >>> c.journal, c.issued, c.volume, c.issue, c.page_start, c.page_end, c.doi
    ('Thorax', '2003-05', '58', '5', '417', '421', '10.1136/thorax.58.5.417')
    >>> read_citation("In 2003 we enrolled 58 patients; 5 withdrew.") is None
    True
    """
    if len(line) > _LONGEST or not _SOME_YEAR.search(line):
        return None
    written = " ".join(line.split())
    for form in _FORMS:
        match = form.match(written)
        if match and _ends_well(written[match.end() :]) and (source := _source(match["journal"])):
            return _citation(written, match, *source)
    return None


def _ends_well(rest: str) -> bool:
    return _TAIL.fullmatch(rest) is not None


def _citation(written: str, match: re.Match[str], title: str | None, journal: str) -> Citation:
    parts = match.groupdict()
    first, last = page_range(parts.get("pages") or "")
    return Citation(
        written=re.sub(r"^\d{1,4}\.\s+", "", written),
        journal=journal,
        issued=_issued(parts),
        volume=parts.get("volume"),
        issue=parts.get("issue") or parts.get("number") or parts.get("part"),
        page_start=first,
        page_end=last,
        doi=doi_in(written),
        title=title,
    )


def _source(run: str) -> tuple[str | None, str] | None:
    """The title, if any, and the journal in what stands before the date."""
    run = run.strip(" .,")
    authors = _AUTHORS.match(run)
    *before, journal = _SENTENCE_END.split(run[authors.end() :] if authors else run)
    if not authors and len(run.split()) <= _MOST_JOURNAL_WORDS:
        before, journal = [], run
    return (". ".join(before) or None, journal) if _names_journal(journal) else None


def _names_journal(run: str) -> bool:
    words = run.split()
    return (
        0 < len(words) <= _MOST_JOURNAL_WORDS
        and (run[0].isupper() or run[0].isdigit())
        and words[-1].lower() not in _NOT_LAST
        and _IN_SENTENCES.isdisjoint(words)
        and not re.search(r"[:%<>=]|\d", run[1:])
        and run.count("(") == run.count(")")
    )


def _issued(parts: dict[str, str | None]) -> str | None:
    """The date with the precision given; a range of months or a season is only sure to the year."""
    day_first = parts.get("dmy")
    if day_first:
        day, month, year = day_first.split()
        return partial_date(f"{year} {month.rstrip('.')} {day}")
    month_first = parts.get("mdy")
    if month_first:
        month, *days, year = month_first.split()
        return partial_date(
            " ".join([year, month.rstrip("."), *(d.rstrip(",sthndr") for d in days)])
        )
    year = parts["year"] or ""
    if parts.get("range"):
        return year
    if parts.get("iso"):
        return partial_date(f"{year}-{(parts['iso'] or '').replace('/', '-')}")
    month = (parts.get("month") or "").rstrip(".")
    return partial_date(" ".join(filter(None, [year, month, parts.get("day")])))


def page_range(pages: str) -> tuple[str | None, str | None]:
    """The first and the last page, the last written out in full.

    >>> page_range("1350-6"), page_range("S105–12"), page_range("e1-e10"), page_range("b2025")
    (('1350', '1356'), ('S105', 'S112'), ('e1', 'e10'), ('b2025', None))
    >>> page_range("1098-102"), page_range("417-3")
    (('1098', '1102'), ('417', None))
    """
    match = _RANGE.fullmatch(pages.strip(" ."))
    if not match:
        return None, None
    first, last = match.groups()
    return first, _last_page(first, last.rstrip(".")) if last else None


def _last_page(first: str, last: str) -> str | None:
    start, end = re.fullmatch(r"(\D*)(\d+)", first), re.fullmatch(r"(\D*)(\d+)", last)
    if not start or not end:
        return last
    digits = start[2][: max(0, len(start[2]) - len(end[2]))] + end[2]
    if end[1] not in {"", start[1]}:
        return last
    return start[1] + digits if int(digits) >= int(start[2]) else None


def doi_in(text: str) -> str | None:
    """The first DOI of a text in lower case, without the punctuation that follows it.

    >>> doi_in("https://doi.org/10.1016/S0140-6736(09)60001-1).")
    '10.1016/s0140-6736(09)60001-1'
    """
    match = _DOI.search(text)
    if not match:
        return None
    doi = match[1].rstrip(".,;:'\"")
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1].rstrip(".,;:")
    return doi.lower()
