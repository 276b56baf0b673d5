"""What an account says, flattened: one statement per fact, comparable with an expected one.

In: an :class:`~kg.records.Account`. Out: :class:`Statement` records whose fields are plain values,
names of concepts, amounts and ranges; records and RDF both come down to this form.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kg.records import (
    Account,
    Change,
    Comparison,
    Concept,
    Criterion,
    DosingPhase,
    GroupResult,
    Intervention,
    Number,
    Outcome,
    PValue,
    Quantity,
    Result,
    Study,
    TimePeriod,
    TimePoint,
)


class Statement(NamedTuple):
    """One fact, of one kind."""

    kind: str
    fields: Mapping[str, Any]


class Amount(NamedTuple):
    """A value in a UCUM unit."""

    value: Decimal | None
    unit: str | None


class Range(NamedTuple):
    """A value or a range in a UCUM unit, each bound with whether it is included."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool | None = None
    high_in: bool | None = None
    unit: str | None = None


class Names(frozenset[str]):
    """All the wordings under which an account knows a concept, in :func:`plain_name` form."""


def plain_name(words: str) -> str:
    """A wording without case, hyphens, signs and plurals, in American spelling.

    >>> plain_name("CD4+ T-cell Counts")
    'cd4 t cell count'
    """
    plain = words.lower().replace("haem", "hem").replace("aemia", "emia")
    plain = re.sub(r"is(ations?|ed|ing)\b", r"iz\1", plain)
    split = re.findall(r"[^\W_]+", plain)
    return " ".join(
        w[:-1] if len(w) > 3 and w.endswith("s") and w[-2] not in "siu" else w for w in split
    )


class Said:
    """An account being flattened: its arms' roles and its concepts' names at hand."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.concepts = {c.slug: c for c in account.concepts}

    def names(self, slug: str | None) -> Names | None:
        """The names of a concept: slug, labels, preferred label."""
        if slug is None:
            return None
        concept = self.concepts.get(slug, Concept(slug=slug))
        return Names(plain_name(n) for n in (slug, concept.pref_label or slug, *concept.labels))

    def statements(self) -> Iterator[Statement]:
        """Every fact of the account."""
        yield from self._report()
        for study in self.account.studies:
            yield from self._design(study)
            yield from self._people(study)
            yield from self._arms(study)
            yield from self._findings(study)

    def _report(self) -> Iterator[Statement]:
        report = self.account.report
        for name in (
            "title",
            "journal",
            "issued",
            "volume",
            "issue",
            "page_start",
            "page_end",
            "doi",
            "pmid",
        ):
            if value := getattr(report, name):
                yield Statement("report", {"field": name, "value": value})
        for kind, lines in (
            ("heading", report.indexing),
            ("listed", report.substances),
            ("publication type", report.publication_types),
        ):
            for line in lines:
                yield Statement(
                    kind,
                    {
                        "name": line.descriptor_name,
                        "qualifier": line.qualifier_name,
                        "major": line.major,
                    },
                )

    def _design(self, study: Study) -> Iterator[Statement]:
        told = (study.allocation, study.masking, *study.design_features)
        for feature in told:
            if feature:
                yield Statement("design", {"feature": feature})
        if study.objective:
            yield Statement("objective", {"words": study.objective})
        for slug in study.conditions:
            yield Statement("condition", {"condition": self.names(slug)})
        if study.follow_up:
            followed = study.follow_up
            yield Statement(
                "follow-up",
                {
                    "offset": followed.offset and extent(followed.offset),
                    "statistic": followed.statistic,
                },
            )
        for schedule in study.schedules:
            yield Statement(
                "schedule",
                {
                    "every": schedule.every and amount(schedule.every),
                    "until": moment(schedule.until),
                    "anchor": schedule.until and schedule.until.anchor,
                },
            )

    def _people(self, study: Study) -> Iterator[Statement]:
        for population in study.populations:
            for role in population.roles:
                yield Statement(
                    "population",
                    {"role": role, "size": population.size, "lost": population.lost_to_follow_up},
                )
            for criterion in population.criteria:
                yield self._criterion("criterion", criterion)
        for outcome in study.outcomes:
            yield self._outcome(outcome)
        for sister in study.sister_trials:
            yield Statement(
                "sister", {"acronym": sister.acronym, "ids": " ".join(sister.registry_ids)}
            )
            for criterion in sister.population.criteria if sister.population else ():
                yield self._criterion("sister criterion", criterion)

    def _criterion(self, kind: str, criterion: Criterion) -> Statement:
        return Statement(
            kind,
            {
                "about": self.names(criterion.about),
                "bound": criterion.bound and extent(criterion.bound),
                "for": criterion.sustained_for and extent(criterion.sustained_for),
                "exclusion": criterion.exclusion,
                "flags": tuple(criterion.flags),
            },
        )

    def _outcome(self, outcome: Outcome) -> Statement:
        return Statement(
            "outcome",
            {
                "measures": self.names(outcome.measures),
                "role": outcome.role,
                "threshold": outcome.threshold and extent(outcome.threshold),
                "on": outcome.threshold_on,
                "time": moment(outcome.at_time),
            },
        )

    def _arms(self, study: Study) -> Iterator[Statement]:
        for arm in study.arms:
            role = _role(study, arm.key)
            yield Statement(
                "arm",
                {"role": role, "size": arm.size, "lost": arm.lost_to_follow_up, "type": arm.type},
            )
            for received in arm.receives:
                yield Statement("receives", self._received(role, received))
                for phase in received.phases:
                    yield Statement("phase", self._phase(role, received, phase))

    def _received(self, role: str, received: Intervention) -> dict[str, Any]:
        return {
            "arm": role,
            "substance": self.names(received.substance),
            "as": received.role,
            "route": received.route,
            "if": received.applies_if,
        }

    def _phase(self, role: str, received: Intervention, phase: DosingPhase) -> dict[str, Any]:
        return {
            "arm": role,
            "substance": self.names(received.substance),
            "schedule": phase.schedule_type,
            "dose": phase.dose and amount(phase.dose),
            "basis": phase.dose_basis,
            "per day": phase.doses_per_day,
            "days": phase.days_per_cycle,
            "cycle": phase.cycle_length and amount(phase.cycle_length),
            "cycles": phase.cycles,
            "duration": phase.duration and amount(phase.duration),
            "target": phase.target,
            "if": phase.applies_if,
        }

    def _findings(self, study: Study) -> Iterator[Statement]:
        for result in study.group_results:
            yield Statement("value", self._value(study, result))
        for event in study.adverse_events:
            yield Statement(
                "event",
                {
                    "event": self.names(event.event),
                    "arm": _role(study, event.group),
                    "limiting": event.dose_limiting,
                    "qualifier": event.qualifier_text,
                    "count": event.count,
                    "value": event.number and event.number.value,
                },
            )
        for change in study.changes:
            yield Statement("change", self._change(study, change))
        for comparison in study.comparisons:
            yield Statement("comparison", self._comparison(study, comparison))
        for tie in study.associations:
            fields = self._of(study, tie) | p_fields(tie.p)
            yield Statement(
                "association", fields | {"factor": self.names(tie.factor), "model": tie.model}
            )
        for conclusion in study.conclusions:
            about = tuple(self.names(slug) for slug in conclusion.about)
            yield Statement("conclusion", {"about": about, "polarity": conclusion.polarity})

    def _of(self, study: Study, result: Result) -> dict[str, Any]:
        """What all results share, with the cut-off of the outcome that a result is for."""
        outcome = next((o for o in study.outcomes if o.key == result.outcome), None)
        return {
            "measurand": self.names(result.measurand),
            "threshold": outcome.threshold and extent(outcome.threshold) if outcome else None,
            "on": outcome.threshold_on if outcome else None,
            "time": moment(result.time) or moment(result.over),
        }

    def _value(self, study: Study, result: GroupResult) -> dict[str, Any]:
        number = result.number
        return self._of(study, result) | {
            "arm": _role(study, result.group),
            "statistic": result.statistic,
            "value": Amount(number.value, number.unit) if number else None,
            "count": result.count,
            "spread": number and number.dispersion_type,
            "dispersion": Amount(number.dispersion, number.unit)
            if number and number.dispersion is not None
            else None,
            "lower": _limit(number, "dispersion_lower"),
            "upper": _limit(number, "dispersion_upper"),
            "ci": number and number.ci_level,
            "ci lower": _limit(number, "ci_lower"),
            "ci upper": _limit(number, "ci_upper"),
        }

    def _change(self, study: Study, change: Change) -> dict[str, Any]:
        ends = {
            r.key: Amount(r.number.value, r.number.unit) if r.number else None
            for r in study.group_results
        }
        return self._of(study, change) | {
            "arm": _role(study, change.group),
            "direction": change.direction,
            "from": ends.get(change.from_result or ""),
            "to": ends.get(change.to_result or ""),
        }

    def _comparison(self, study: Study, comparison: Comparison) -> dict[str, Any]:
        number = comparison.number
        return (
            self._of(study, comparison)
            | p_fields(comparison.p)
            | {
                "experimental": _role(study, comparison.experimental_group),
                "reference": _role(study, comparison.reference_group),
                "direction": comparison.direction,
                "favours": comparison.favours,
                "significance": comparison.significance,
                "statistic": comparison.statistic if number else None,
                "value": Amount(number.value, number.unit) if number else None,
            }
        )


def statements_of(account: Account) -> tuple[Statement, ...]:
    """Every fact that an account holds, flattened."""
    return tuple(Said(account).statements())


def _role(study: Study, key: str | None) -> str:
    """The side of a group in the study: experimental, control, everybody, or its own key."""
    for arm in study.arms:
        if arm.key == key:
            return {"experimentalRole": "experimental", "controlRole": "control"}.get(
                arm.role or "", arm.key
            )
    return "everybody" if any(p.key == key for p in study.populations) else str(key)


def _limit(number: Number | None, field: str) -> Amount | None:
    value = getattr(number, field, None)
    return None if value is None or number is None else Amount(value, number.unit)


def amount(quantity: Quantity) -> Amount:
    """A quantity's value, or its least where it is a range, in its unit."""
    return Amount(quantity.value if quantity.value is not None else quantity.min, quantity.unit)


def extent(quantity: Quantity) -> Range:
    """A quantity as a range; a single value is a range of no width."""
    if quantity.value is not None:
        return Range(quantity.value, quantity.value, True, True, quantity.unit)
    return Range(
        quantity.min, quantity.max, quantity.min_inclusive, quantity.max_inclusive, quantity.unit
    )


def moment(time: TimePoint | TimePeriod | None) -> str | None:
    """A time in words: baseline, an offset, or a stretch to its end."""
    if time is None:
        return None
    if isinstance(time, TimePeriod):
        return f"until {moment(time.end)}"
    if time.is_baseline or time.offset is None:
        return "baseline" if time.is_baseline else None
    offset = time.offset
    least = offset.value if offset.value is not None else offset.min
    most = "" if offset.max is None else f"-{offset.max}"
    return f"{least}{most} {offset.unit}"


def p_fields(p: PValue | None) -> dict[str, Any]:
    """A p-value's two fields, empty where there is none."""
    return {"p": p and p.value, "relation": p and p.relation}
