"""Which registered trials an article tells of, and where it says so.

In: the study that was read of a page, and the page. Out: the study with the words that register it;
where the article gives several numbers of one registry, a study without a number, for what was read
is told of them together, and one more for each number.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from kg.linking import registration
from kg.linking.registrations import by_registry
from kg.linking.ties import secondhand
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.records import Report, Study
from kg.sources.ids import own_registry_ids

_MOST: Final = 4
"""A report of more trials than this is an overview of them."""
_NAME: Final = r"(?<![\w-])((?=[\w-]*[A-Z][\w-]*[A-Z\d])[A-Z][\w]*(?:-[A-Z\d][\w]*)*)"
_NO_NAME: Final = re.compile(r"(?:NCT|ISRCTN|EUDRACT|CLINICALTRIALS?|ID)\b|\w{1,3}$", re.IGNORECASE)


def registered(ledger: Ledger, report: Report, study: Study) -> tuple[Study, ...]:
    """The studies of a report: one, or what is told of several trials and each of those."""
    found = dict(_lines(ledger, report))
    several = [same for same in by_registry(found).values() if len(same) > 1]
    if several:
        own = _claimed(report, several)
        if own is None:
            return _each(ledger, report, study, found)
        found = {number: line for number, line in found.items() if number in own}
        study = replace(study, registry_ids=tuple(found))
    evidence = (ledger.passage(line) for line in found.values() if line is not None)
    return (replace(study, evidence=tuple(dict.fromkeys((*study.evidence, *evidence)))),)


def _lines(ledger: Ledger, report: Report) -> Iterator[tuple[str, Line | None]]:
    """The registry numbers of a report, each with the first line that has it."""
    page = ledger.page
    for number in filter(None, map(registration, report.registry_ids)):
        fits = (line for line in page.lines if number in _plain(_words(page.text, line)))
        yield number, next(fits, None)


def _words(text: str, line: Line) -> str:
    return text[line.span.start : line.span.end]


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", words).upper()


def _claimed(report: Report, several: list[list[str]]) -> set[str] | None:
    """The numbers that the words claim, where they claim one of each registry.

    A bibliographic record lists every number that its article has.
    """
    title, text = report.title or "", report.text or ""
    words = filter(None, map(registration, own_registry_ids([title], [text])))
    claimed = by_registry(words)
    listed = {number for same in several for number in same}
    if claimed and all(len(same) == 1 for same in claimed.values()):
        kept = {same[0] for same in claimed.values()}
        return kept | {n for n in report.registry_ids if n not in listed}
    return None


def _each(
    ledger: Ledger, report: Report, study: Study, found: dict[str, Line | None]
) -> tuple[Study, ...]:
    """What is told of several trials together, and each of them by its number."""
    numbers = max(by_registry(found).values(), key=len)
    if len(numbers) > _MOST or secondhand(report, study):
        return (study,)
    features = tuple(dict.fromkeys((*study.design_features, "pooledAnalysis")))
    together = replace(study, registry_ids=(), design_features=features)
    return (together, *(_one(ledger, number, found[number]) for number in numbers))


def _one(ledger: Ledger, number: str, line: Line | None) -> Study:
    """A trial of which the article says no more than its number, and perhaps its name."""
    if line is None:
        return Study(registry_ids=(number,))
    name = _name(_words(ledger.page.text, line), number)
    return Study(registry_ids=(number,), acronym=name, evidence=(ledger.passage(line),))


def _name(words: str, number: str) -> str | None:
    """The name in capitals that stands beside a number.

    >>> text = "The numbers are NCT00000001 for WALK-1 and NCT00000002 for WALK-2."
    >>> _name(text, "NCT00000002"), _name("in RISE (NCT00000003)", "NCT00000003")
    ('WALK-2', 'RISE')
    """
    spaced = r"\s*".join(number)
    after = re.search(rf"{spaced}\W+(?:for|in|of)\s+(?:the\s+)?{_NAME}", words)
    before = re.search(rf"{_NAME}[)\]]?\s*[(\[,:]\s*{spaced}", words)
    name = next((match[1] for match in (after, before) if match), None)
    return None if name is None or _NO_NAME.match(name) else name
