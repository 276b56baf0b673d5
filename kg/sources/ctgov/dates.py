"""The dates of a trial and of its record.

In: the typed record. Out: each date with what it dates, the precision given, and its place; what
two places say is one date with both.
"""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from kg.codes import DateEvent
from kg.records import RegisteredDate
from kg.sources.ctgov import naming
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.protocol import ROOT
from kg.sources.ctgov.record_schema import StudyRecord
from kg.sources.ctgov.schema import DateStruct

_STATUS: Final = f"{ROOT}/statusModule"
_MISC: Final = "/derivedSection/miscInfoModule"
_UNPOSTED: Final = "/annotationSection/annotationModule/unpostedAnnotation/unpostedEvents"
# The fields of the status module: with whether the day has come, and without.
_STRUCTS: Final[dict[str, DateEvent]] = {
    "start_date_struct": "studyStart",
    "primary_completion_date_struct": "primaryCompletion",
    "completion_date_struct": "studyCompletion",
    "study_first_post_date_struct": "firstPosted",
    "results_first_post_date_struct": "resultsFirstPosted",
    "disp_first_post_date_struct": "delayFirstPosted",
    "last_update_post_date_struct": "lastUpdatePosted",
}
_PLAIN: Final[dict[str, DateEvent]] = {
    "status_verified_date": "statusVerified",
    "study_first_submit_date": "firstSubmitted",
    "study_first_submit_qc_date": "firstChecked",
    "results_first_submit_date": "resultsFirstSubmitted",
    "results_first_submit_qc_date": "resultsFirstChecked",
    "disp_first_submit_date": "delayFirstSubmitted",
    "disp_first_submit_qc_date": "delayFirstChecked",
    "last_update_submit_date": "lastUpdateSubmitted",
}
Dated = tuple[DateEvent, str | None, str | None, str]
"""What is dated, the day, whether it has come, and the pointer to the day."""


def dates(record: StudyRecord, book: Book) -> tuple[RegisteredDate, ...]:
    """All dates of a record, each once."""
    found: dict[tuple[DateEvent, str], RegisteredDate] = {}
    for event, day, kind, place in _stated(record, book):
        if known := book.date(day, place):
            one = found.get((event, known)) or RegisteredDate(
                event=event,
                date=known,
                type=book.code(naming.DATE_TYPE, kind, f"{place.removesuffix('date')}type"),
            )
            both = (*one.evidence, *book.at(place))
            found[event, known] = replace(one, evidence=both)
    return tuple(found.values())


def ends_before_it_begins(dates: tuple[RegisteredDate, ...]) -> bool:
    """Whether a study was over before it began, as far as both dates are known."""
    by_event = {each.event: each.date for each in dates}
    start, end = by_event.get("studyStart"), by_event.get("studyCompletion")
    if start is None or end is None:
        return False
    known = min(len(start), len(end))
    return start[:known] > end[:known]


def _stated(record: StudyRecord, book: Book) -> Iterator[Dated]:
    status = record.protocol_section.status_module
    for name, event in _STRUCTS.items():
        struct: DateStruct = getattr(status, name)
        yield event, struct.date, struct.type, f"{_STATUS}/{_camel(name)}/date"
    for name, event in _PLAIN.items():
        yield event, getattr(status, name), None, f"{_STATUS}/{_camel(name)}"
    yield from _of_results(record, book)
    version = record.derived_section.misc_info_module.version_holder
    yield "registryVersion", version, None, f"{_MISC}/versionHolder"


def _of_results(record: StudyRecord, book: Book) -> Iterator[Dated]:
    """How results went to and fro between sponsor and registry before they were posted."""
    tracking = record.derived_section.misc_info_module.submission_tracking
    at = f"{_MISC}/submissionTracking"
    expected = tracking.estimated_results_first_submit_date
    yield "resultsExpected", expected, None, f"{at}/estimatedResultsFirstSubmitDate"
    posted = tracking.first_mcp_info.post_date_struct
    place = f"{at}/firstMcpInfo/postDateStruct/date"
    yield "resultsPostedUnreviewed", posted.date, posted.type, place
    for n, each in enumerate(tracking.submission_infos):
        place = f"{at}/submissionInfos/{n}"
        yield "resultsReleased", each.release_date, None, f"{place}/releaseDate"
        yield "resultsWithdrawn", each.unrelease_date, None, f"{place}/unreleaseDate"
        yield "resultsReturned", each.reset_date, None, f"{place}/resetDate"
    events = record.annotation_section.annotation_module.unposted_annotation.unposted_events
    for n, told in enumerate(events):
        place = f"{_UNPOSTED}/{n}"
        happened = book.code(naming.RESULTS_EVENT, told.type, f"{place}/type")
        if happened is not None and told.date is not None:
            yield happened, told.date, None, f"{place}/date"
        else:
            book.leave(place, type=told.type, date=told.date)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
