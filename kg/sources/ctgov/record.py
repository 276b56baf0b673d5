"""A decoded record → the account of everything it says.

In: the record's types and bytes. Out: an account whose claims rest on JSON pointers into the
record; what the model has no place for is counted, what is odd is remarked.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from kg.codes import Flag, IndexingRole
from kg.records import (
    Account,
    Arm,
    Indexing,
    RegisteredStudy,
    Remark,
    Report,
)
from kg.sources.ctgov.analyses import compared
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.dates import dates, ends_before_it_begins
from kg.sources.ctgov.decoding import Decoded
from kg.sources.ctgov.events import adverse_events
from kg.sources.ctgov.flow import FLOW, flow, lost, started
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.measures import baseline, measured, registered, reported, unmeasured
from kg.sources.ctgov.people import people
from kg.sources.ctgov.protocol import described
from kg.sources.ctgov.record_schema import Derived, StudyRecord
from kg.sources.ctgov.results_schema import Flow, Results
from kg.sources.ctgov.surroundings import surroundings

_RESULTS = "/resultsSection"


def account_of(decoded: Decoded, raw: bytes) -> Account:
    """Everything that a record says."""
    record = decoded.study
    book = Book(_texts(record))
    study = _study(record, book)
    for name, value in (("title", study.title), ("status", study.status)):
        if value is None:
            book.remark("the record is not whole", "/protocolSection", f"no {name}")
    twice = (
        Remark(what="a name stands twice in one object; the last counts", path=f"{at}/{name}")
        for at, name in decoded.twice
    )
    if study.registry_groups and not study.arms:
        book.remark("results, and no arm is registered", "/protocolSection/armsInterventionsModule")
    report = Report(
        kind="RegistryRecord",
        sha256=hashlib.sha256(raw).hexdigest(),
        title=study.official_title or study.title,
        issued=_dated(study, "firstPosted"),
        revised=_dated(study, "lastUpdatePosted"),
        registry_ids=study.registry_ids[:1],
        indexing=tuple(_headings(record.derived_section)),
        catalogued=True,
        remarks=(*twice, *_replaced(decoded), *book.remarks),
        unplaced=tuple(sorted((book.left + Counter(decoded.unplaced)).items())),
    )
    return Account(report=report, studies=(study,), concepts=book.concepts, passages=book.passages)


def _replaced(decoded: Decoded) -> Iterator[Remark]:
    """One remark, however many texts had such characters."""
    if decoded.replaced:
        first = decoded.replaced[0]
        codes = [code for each in decoded.replaced for code in each.codes]
        yield Remark(
            what="characters that no text can have were replaced",
            path=first.path,
            got=f"{len(codes)} of them: {', '.join(sorted(set(codes)))}",
        )


def _texts(record: StudyRecord) -> Iterator[str | None]:
    """The texts in which a record says what it abbreviates: titles and names first, then prose."""
    protocol = record.protocol_section
    named, listed = protocol.identification_module, protocol.conditions_module
    yield from (named.brief_title, named.official_title, *listed.conditions, *listed.keywords)
    for each in protocol.arms_interventions_module.interventions:
        yield from (each.name, *each.other_names)
    prose = protocol.description_module
    yield from (prose.brief_summary, prose.detailed_description)
    yield from (each.description for each in protocol.arms_interventions_module.interventions)


def _dated(study: RegisteredStudy, event: str) -> str | None:
    return next((each.date for each in study.dates if each.event == event), None)


def _study(record: StudyRecord, book: Book) -> RegisteredStudy:
    protocol = record.protocol_section
    known = dates(record, book)
    study = RegisteredStudy(
        **described(protocol, book),
        **people(protocol, book),
        **surroundings(record, book),
        dates=known,
        flags=("incoherent",) if ends_before_it_begins(known) else (),
        outcomes=tuple(registered(protocol.outcomes_module, book)),
    )
    return _with_results(study, record.results_section, book)


def _with_results(study: RegisteredStudy, results: Results, book: Book) -> RegisteredStudy:
    """The study with what its results say; the order of modules is the order of knowing people."""
    roster = Roster(study.arms, book)
    module = results.outcome_measures_module
    flowed = list(flow(results.participant_flow_module, roster, book))
    at_baseline = list(baseline(results.baseline_characteristics_module, roster, book))
    harms = list(adverse_events(results.adverse_events_module, roster, book))
    measurements = list(measured(module, roster, book))
    arms = tuple(_sized(arm, results.participant_flow_module, roster) for arm in study.arms)
    by_key = {arm.key: arm for arm in arms}
    return replace(
        study,
        arms=arms,
        outcomes=(*study.outcomes, *reported(module, book)),
        group_results=(*flowed, *at_baseline, *measurements),
        comparisons=tuple(compared(module, by_key, measurements, roster, book)),
        adverse_events=tuple(harms),
        groups=roster.groups(),
        registry_groups=tuple(roster.listed),
        **_said(results, book),
    )


def _said(results: Results, book: Book) -> dict[str, object]:
    """What modules of the results say in words."""
    flowing, events = results.participant_flow_module, results.adverse_events_module
    told = (flowing.pre_assignment_details, flowing.recruitment_details)
    return {
        "flow_text": tuple(filter(None, told)),
        "baseline_population": results.baseline_characteristics_module.population_description,
        "baseline_texts": tuple(unmeasured(results.baseline_characteristics_module, book)),
        "adverse_event_time_frame": events.time_frame,
        "adverse_event_description": events.description,
        "mortality_comment": events.all_cause_mortality_comment,
        "flow_units": flowing.type_units_analyzed,
        "baseline_units": results.baseline_characteristics_module.type_units_analyzed,
        "frequency_threshold": events.frequency_threshold,
        "limitations": results.more_info_module.limitations_and_caveats.description,
    }


def _sized(arm: Arm, module: Flow, roster: Roster) -> Arm:
    """The arm with how many entered it and how many were lost, where its flow tells."""
    listed = [each for each in roster.listed if each.module == FLOW and each.of == arm.key]
    if len(listed) != 1:
        return arm
    size, gone = started(module).get(listed[0].id), lost(module).get(listed[0].id)
    odd: tuple[Flag, ...] = ("incoherent",) if (gone or 0) > (size or 0) else ()
    evidence = (*arm.evidence, *listed[0].evidence)
    return replace(arm, size=size, lost_to_follow_up=gone, flags=odd, evidence=evidence)


def _headings(derived: Derived) -> Iterator[Indexing]:
    for name, module in (
        ("condition", derived.condition_browse_module),
        ("intervention", derived.intervention_browse_module),
    ):
        own, above, leaf, branch = _HEADING_ROLES[name]
        for role, headings in ((own, module.meshes), (above, module.ancestors)):
            for heading in headings:
                if term := heading.term or heading.id:
                    yield Indexing(descriptor_name=term, descriptor=heading.id, role=role)
        for each in module.browse_leaves:
            if term := each.name or each.id:
                yield Indexing(
                    descriptor_name=term,
                    role=leaf,
                    code=each.id,
                    relevance=each.relevance,
                    as_found=each.as_found,
                )
        for part in module.browse_branches:
            if term := part.name or part.abbrev:
                yield Indexing(descriptor_name=term, role=branch, code=part.abbrev)


_HEADING_ROLES: Final[dict[str, tuple[IndexingRole, ...]]] = {
    "condition": ("conditionHeading", "conditionAncestor", "conditionLeaf", "conditionBranch"),
    "intervention": (
        "interventionHeading",
        "interventionAncestor",
        "interventionLeaf",
        "interventionBranch",
    ),
}
