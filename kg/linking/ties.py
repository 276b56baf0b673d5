"""What of a report can tie its studies to those of others: a small record for each study.

In: an account. Out: its identifiers, what it cites and what it is about, with the places that say
so; small enough that those of a whole registry fit into memory together.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from kg.identifiers import own_trial_slug, passage_local, report_slug, slug, studies
from kg.linking.registrations import by_registry, registration
from kg.linking.titles import names_in, names_several, title_key
from kg.records import Account, Record, RegisteredStudy, Report, Study

Key = tuple[str, str]
"""A study: the slug of its report, and the prefix of its nodes there (see ``kg.identifiers``)."""

_POOLING: Final = re.compile(
    r"""\b(?:pooled|meta-?analy|systematic\ review|integrated\ (?:analys|safety|summary)
    |combined\ analys|umbrella\ review|overview\ of
    |(?:two|three|four|five|six|[2-9])\ (?:\w+[ -]){0,4}(?:trials|studies)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# Publications that speak of trials without reporting one of their own.
_SECONDHAND: Final = frozenset(
    "Meta-Analysis|Systematic Review|Review|Network Meta-Analysis|Practice Guideline|Guideline"
    "|Comment|Editorial|News|Retraction of Publication|Retraction Notice"
    "|Patient Education Handout".split("|")
)
_AGAIN: Final = frozenset(
    {"correctedRepublishedFrom", "erratumFor", "reprintOf", "republishedFrom"}
    | {"retractedRepublishedFrom"}
)
_GRAVE: Final = {
    "concernFor": "concernIn",
    "correctedRepublishedFrom": "correctedRepublishedIn",
    "erratumFor": "erratumIn",
    "partialRetractionOf": "partialRetractionIn",
    "retractedRepublishedFrom": "retractedRepublishedIn",
    "retractionOf": "retractionIn",
}
# Several trials share a grant, and a former number leads to its record by itself.
_NOT_ITS_OWN: Final = frozenset({"formerNumber", "nihGrant", "otherGrant"})
_NETWORK: Final = re.compile(
    r"(?!(?:AMENDMENT|CASE|GRANT|HUM|ID|IRAS|IRB|NO|NR|NUMBER|PHASE|PROJECT|PROTOCOL|REC|STUDY|TRIAL"
    r"|VERSION)\d)[A-Z]{2,}\d{2,}[A-Z]?"
)
_PEOPLE: Final = frozenset({"enrolled", "randomizedPopulation"})
_FEWEST: Final = 20
"""A number of people that many trials have says nothing."""


class StudyTies(Record, frozen=True, kw_only=True):
    """A study of a report with what can tie it to studies of other reports.

    ``listed`` are numbers of which the report does not say whose they are: several of one
    registry, or those of a review. ``said`` leads from an identifier to the passage that has it.
    One that is ``secondhand`` speaks of trials that others report, or of several together.
    A record without ``tells`` stands for a report of no study, which bears on others.
    """

    key: Key
    own: str
    kind: str
    tells: bool = True
    alone: bool = True
    secondhand: bool = False
    registrations: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    bears_on: tuple[tuple[str, str, str], ...] = ()
    acronym: str | None = None
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    year: str | None = None
    said: tuple[tuple[str, str], ...] = ()

    def says(self, identifier: str) -> str | None:
        """The local name of the passage that has an identifier."""
        return dict(self.said).get(identifier)

    @property
    def record(self) -> bool:
        """Whether a registry keeps this."""
        return self.kind == "RegistryRecord"


def ties_of(account: Account) -> tuple[StudyTies, ...]:
    """The ties of the studies of an account, in their order."""
    several = len(account.studies) > 1
    found = tuple(
        _of_study(account, prefix, study, number, several=several)
        for number, (prefix, study) in enumerate(studies(account), start=1)
    )
    bears_on = tuple(_bears_on(account.report))
    if found or not bears_on:
        return found
    name = report_slug(account.report)
    return (
        StudyTies(
            key=(name, ""), own=name, kind=account.report.kind, tells=False, bears_on=bears_on
        ),
    )


def _of_study(
    account: Account, prefix: str, study: Study, number: int, *, several: bool
) -> StudyTies:
    report = account.report
    own, listed = _numbers(report, study, several=several)
    named = replace(study, registry_ids=own or _unregistered(study))
    secondary = tuple(dict.fromkeys(_secondary(study, own)))
    references = tuple(_references(study))
    papers = tuple(dict.fromkeys(_papers(report, study)))
    return StudyTies(
        key=(report_slug(report), prefix),
        own=own_trial_slug(report, named, number),
        kind=report.kind,
        alone=not several,
        secondhand=secondhand(report, study) or names_several(report.title or ""),
        registrations=own,
        former=tuple(_former(study)),
        listed=listed,
        secondary=secondary,
        papers=papers,
        references=references,
        again=tuple(n.pmid for n in report.notices if n.kind in _AGAIN and n.pmid),
        bears_on=tuple(_bears_on(report)) if number == 1 else (),
        acronym=slug(study.acronym) if study.acronym else None,
        names=() if several else tuple(sorted(names_in(report.title or ""))),
        titles=tuple(_titles(report, study, several=several)),
        about=tuple(dict.fromkeys(_about(study))),
        sizes=tuple(dict.fromkeys(_sizes(study))),
        year=_year(report, study),
        said=tuple(_said(account, study, {*own, *listed, *secondary, *references})),
    )


# --- Numbers ------------------------------------------------------------------------------------


def _numbers(
    report: Report, study: Study, *, several: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers that are the study's own, and those of which nobody says whose they are."""
    written = (*study.registry_ids, *(() if several else report.registry_ids))
    numbers = tuple(dict.fromkeys(filter(None, map(registration, written))))
    groups = by_registry(numbers)
    twice = {number for same in groups.values() if len(same) > 1 for number in same}
    if report.kind in {"RegistryRecord", "CuratedRecord"}:
        # A record stands under its number, and a person enters a study's own number first.
        named = numbers[:1]
        return tuple(n for n in numbers if n not in twice or n in named), ()
    if twice or secondhand(report, study):
        return (), numbers
    return numbers, ()


def _unregistered(study: Study) -> tuple[str, ...]:
    """The numbers that no registry gave."""
    return tuple(each for each in study.registry_ids if registration(each) is None)


def secondhand(report: Report, study: Study) -> bool:
    """Whether a report speaks of trials that others report: a review, a pooled analysis."""
    types = {line.descriptor_name for line in report.publication_types}
    pooled = "pooledAnalysis" in study.design_features
    return pooled or bool(types & _SECONDHAND) or bool(_POOLING.search(report.title or ""))


def _former(study: Study) -> Iterator[str]:
    """Numbers that the registry itself says led to this record once."""
    if isinstance(study, RegisteredStudy):
        for each in study.identifiers:
            number = registration(each.value) if each.type == "formerNumber" else None
            if number:
                yield number


def _secondary(study: Study, own: Iterable[str]) -> Iterator[str]:
    """What else the study goes by: a sponsor's or a network's number, letters with digits."""
    known = set(own)
    if isinstance(study, RegisteredStudy):
        written = [each.value for each in study.identifiers if each.type not in _NOT_ITS_OWN]
    else:
        written = list(study.registry_ids)
    for text in written:
        plain = re.sub(r"[^\w]+", "", text).upper()
        if registration(text) in known or not _telling(plain):
            continue
        yield registration(text) or plain


def _telling(plain: str) -> bool:
    """Whether a number can be one study's alone: a network's name and digits, as no grant has.

    >>> [_telling(each) for each in ("ACTG328", "328", "PROTOCOL12", "R01AI012345")]
    [True, False, False, False]
    """
    return _NETWORK.fullmatch(plain) is not None


# --- Papers -------------------------------------------------------------------------------------


def _papers(report: Report, study: Study) -> Iterator[str]:
    """The papers that a study is told in: of the report itself, and those that it names."""
    for pmid in filter(None, (report.pmid, *study.pmids)):
        yield f"pmid-{slug(pmid)}"
    if report.doi:
        yield f"doi-{slug(report.doi)}"


def _references(study: Study) -> Iterator[str]:
    """The papers that a registry record names for its results; background papers tie nothing."""
    if isinstance(study, RegisteredStudy):
        for each in study.references:
            if each.pmid and each.type in {"resultReference", "derivedReference"}:
                yield f"pmid-{slug(each.pmid)}"


def _bears_on(report: Report) -> Iterator[tuple[str, str, str]]:
    """The papers that the report retracts, corrects or doubts: what it is to them, and where."""
    for number, notice in enumerate(report.notices, start=1):
        if notice.pmid and notice.kind in _GRAVE:
            yield f"pmid-{slug(notice.pmid)}", _GRAVE[notice.kind], f"notice-{number}"


# --- What it is about ---------------------------------------------------------------------------


def _titles(report: Report, study: Study, *, several: bool) -> Iterator[str]:
    official = study.official_title if isinstance(study, RegisteredStudy) else None
    own = None if several or report.kind == "CuratedRecord" else report.title
    keys = (title_key(title) for title in (study.title, official, own) if title)
    yield from dict.fromkeys(filter(None, keys))


def _about(study: Study) -> Iterator[str]:
    yield from study.conditions
    for arm in study.arms:
        for received in arm.receives:
            if received.substance and received.role not in {"background", "placebo"}:
                yield received.substance


def _sizes(study: Study) -> Iterator[int]:
    for people in study.populations:
        if people.size and people.size >= _FEWEST and _PEOPLE & set(people.roles):
            yield people.size


def _year(report: Report, study: Study) -> str | None:
    if isinstance(study, RegisteredStudy):
        started = (each.date for each in study.dates if each.event == "studyStart")
        return next((date[:4] for date in started), None)
    return report.issued[:4] if report.issued else None


# --- Where it is said ---------------------------------------------------------------------------


def _said(account: Account, study: Study, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """The first passage that has each identifier."""
    places = dict(_places(study))
    left = set(wanted)
    for number, passage in enumerate(account.passages, start=1):
        if not left:
            return
        found = [places[passage.key]] if passage.key in places else _within(passage.exact, left)
        for identifier in left.intersection(found):
            left.discard(identifier)
            yield identifier, passage_local(number, passage)


def _places(study: Study) -> Iterator[tuple[str, str]]:
    """Where a registry record keeps each identifier, by the key of the passage."""
    if not isinstance(study, RegisteredStudy):
        return
    number = next(iter(study.registry_ids), "")
    yield from ((key, number) for key in study.evidence if key.endswith("/nctId"))
    for each in study.identifiers:
        plain = registration(each.value) or re.sub(r"[^\w]+", "", each.value).upper()
        yield from ((key, plain) for key in each.evidence)
    for reference in study.references:
        yield from ((key, f"pmid-{reference.pmid}") for key in reference.evidence)


def _within(exact: str | None, wanted: Iterable[str]) -> list[str]:
    """The identifiers that the words of a passage have."""
    if not exact or not any(character.isdigit() for character in exact):
        return []
    plain = re.sub(r"[^\w-]+", "", exact).upper()
    return [each for each in wanted if each in plain]
