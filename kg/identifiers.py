"""Where every record's node lives: records to IRIs, pure and deterministic.

In: records. Out: IRIs that depend on the source alone, so that the same input gives the same
bytes. A report is named by the best identifier it has; all nodes of its account stand under it
with flat local names (``arm-1.intervention-1``) that Turtle can abbreviate.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

from kg.errors import InputError
from kg.namespaces import CONCEPT, EXTRACTION, GRAPH, MAPPING, MESH, REPORT, TRIAL
from kg.records import (
    Account,
    Arm,
    Claim,
    Criterion,
    Intervention,
    Passage,
    Population,
    RegisteredStudy,
    Report,
    Result,
    Study,
    Subgroup,
)
from kg.terms import Iri

R = TypeVar("R")

CONCEPTS_GRAPH: Final = Iri(GRAPH + "concepts")
DERIVED_GRAPH: Final = Iri(GRAPH + "derived")

_MESH_UI = re.compile(r"[DQC]\d{6,9}(?:Q\d{6,9})?")
# Registry records pad old descriptors to nine digits; new ones have nine of their own.
# Source: MeSH descriptors; the last of six digits is D066331, the first of nine D000066388.
_LAST_OF_SIX: Final = "066331"
_ROLE_NAMES = {"randomizedPopulation": "randomized"}


# --- Slugs --------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 16)
def slug(written: str) -> str:
    """A name of lower-case letters, digits, dots and hyphens that Turtle can abbreviate.

    >>> slug("10.1056/NEJM199610313351803"), slug("CTN 110"), slug(" β-2 (Ünit) ")
    ('10.1056-nejm199610313351803', 'ctn-110', 'β-2-ünit')
    """
    folded = unicodedata.normalize("NFKC", written).lower()
    return re.sub(r"(?:[^\w.]|_)+", "-", folded).strip("-.")


def report_slug(report: Report) -> str:
    """The best name of a report: its registry id, PMID or DOI, else its bytes.

    >>> report_slug(Report(kind="Article", sha256="0f" * 32, pmid="19461505"))
    'pmid-19461505'
    >>> report_slug(Report(kind="WebPage", sha256="0f" * 32))
    'sha256-0f0f0f0f0f0f0f0f'
    """
    if report.kind == "RegistryRecord" and report.registry_ids:
        return slug(report.registry_ids[0])
    # Only an article *is* what its PMID or DOI names; a page or a curated record tells of it.
    if report.kind == "Article" and report.pmid:
        return f"pmid-{slug(report.pmid)}"
    if report.kind == "Article" and report.doi:
        return f"doi-{slug(report.doi)}"
    return f"sha256-{report.sha256[:16]}"


def own_trial_slug(report: Report, study: Study, number: int) -> str:
    """The name of a trial as far as one report alone can tell it.

    >>> own_trial_slug(Report(kind="WebPage", sha256="0f" * 32), Study(), 2)
    'sha256-0f0f0f0f0f0f0f0f-trial-2'
    """
    if study.registry_ids:
        return slug(study.registry_ids[0])
    base = report_slug(report)
    return base if number == 1 else f"{base}-trial-{number}"


# --- IRIs ---------------------------------------------------------------------------------------


def report_iri(report: str) -> Iri:
    """The IRI of a report, and of the named graph that holds its account."""
    return Iri(REPORT + report)


def reviewed_report(claim: str) -> str:
    """The slug of the report under which a claim stands, or what was concluded beside one.

    >>> reviewed_report("https://w3id.org/trialkg/id/report/pmid-1/untied-2")
    'pmid-1'
    """
    return claim.removeprefix(REPORT).partition("/")[0]


def trial_iri(trial: str) -> Iri:
    """The IRI of a trial.

    >>> trial_iri("nct00013611")
    'https://w3id.org/trialkg/id/trial/nct00013611'
    """
    return Iri(TRIAL + trial)


def concept_iri(concept: str) -> Iri:
    """The IRI of a local concept."""
    return Iri(CONCEPT + slug(concept))


def mapping_iri(concept: str, curie: str) -> Iri:
    """The IRI of the mapping between a concept and a term.

    >>> mapping_iri("https://w3id.org/trialkg/id/concept/fever", "mesh:D005334")
    'https://w3id.org/trialkg/id/mapping/fever.mesh-d005334'
    """
    return Iri(f"{MAPPING}{concept.removeprefix(CONCEPT)}.{slug(curie)}")


def extraction_iri(version: str) -> Iri:
    """The IRI of the extraction run of one version of the tool."""
    return Iri(f"{EXTRACTION}kg-{version}")


def vocabulary_graph(name: str) -> Iri:
    """The named graph of a loaded vocabulary."""
    return Iri(f"{GRAPH}vocabulary/{name}")


def mesh_iri(ui: str | None) -> Iri | None:
    """The IRI of a MeSH identifier, in its canonical form; nothing where it is not one.

    >>> mesh_iri("D000012509"), mesh_iri("D007376Q000627"), mesh_iri("fever")
    ('http://id.nlm.nih.gov/mesh/D012509', 'http://id.nlm.nih.gov/mesh/D007376Q000627', None)
    """
    if ui is None or not _MESH_UI.fullmatch(ui):
        return None
    padded = re.fullmatch(r"D000(\d{6})", ui)
    return Iri(MESH + (f"D{padded[1]}" if padded and padded[1] <= _LAST_OF_SIX else ui))


# --- Local names --------------------------------------------------------------------------------


def numbered(stem: str, records: Iterable[R]) -> Iterator[tuple[str, R]]:
    """Records with their local names, counted from one.

    >>> list(numbered("arm", "xy"))
    [('arm-1', 'x'), ('arm-2', 'y')]
    """
    return ((f"{stem}-{number}", record) for number, record in enumerate(records, start=1))


def studies(account: Account) -> Iterator[tuple[str, Study]]:
    """The studies with the prefix of their nodes: none for the first of a report."""
    for number, study in enumerate(account.studies, start=1):
        yield ("" if number == 1 else f"trial-{number}."), study


def populations(prefix: str, study: Study) -> Iterator[tuple[str, Population]]:
    """Populations named by their roles (``population-randomized``), else by number."""
    taken: dict[str, int] = {}
    for number, population in enumerate(study.populations, start=1):
        roles = "-".join(_ROLE_NAMES.get(role, role) for role in population.roles)
        stem = f"{prefix}population-{roles or number}"
        taken[stem] = taken.get(stem, 0) + 1
        yield (stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"), population


def results(prefix: str, study: Study) -> Iterator[tuple[str, Result]]:
    """All results of a study; derived ones are counted apart and do not shift the others."""
    lists = (
        study.group_results,
        study.adverse_events,
        study.changes,
        study.comparisons,
        study.associations,
    )
    counts = {"result": 0, "derived": 0}
    for result in (result for some in lists for result in some):
        stem = "derived" if result.derivation == "derived" else "result"
        counts[stem] += 1
        yield f"{prefix}{stem}-{counts[stem]}", result


def waiting(prefix: str, study: Study) -> Iterator[tuple[str, Result]]:
    """The results of a study that wait for a person, each with its local name."""
    yield from numbered(f"{prefix}suggested", study.suggested_results)
    yield from numbered(f"{prefix}likely", study.suggested_comparisons)


def population_criteria(prefix: str, study: Study) -> Iterator[list[tuple[str, Criterion]]]:
    """The named criteria of each population; they are counted through the study."""
    first = 1
    for population in study.populations:
        yield [
            (f"{prefix}criterion-{number}", criterion)
            for number, criterion in enumerate(population.criteria, start=first)
        ]
        first += len(population.criteria)


def intervention_claims(local: str, intervention: Intervention) -> Iterator[tuple[str, Claim]]:
    """An intervention and the phases of its regimen."""
    yield local, intervention
    yield from numbered(f"{local}.regimen.phase", intervention.phases)


def arm_claims(local: str, arm: Arm) -> Iterator[tuple[str, Claim]]:
    """An arm and what it receives."""
    yield local, arm
    for inner, intervention in numbered(f"{local}.intervention", arm.receives):
        yield from intervention_claims(inner, intervention)


def group_claims(local: str, group: Population | Subgroup) -> Iterator[tuple[str, Claim]]:
    """A group outside the study's own populations, with its criteria."""
    yield local, group
    yield from numbered(f"{local}.criterion", group.criteria)


def study_claims(prefix: str, study: Study) -> Iterator[tuple[str, Claim]]:
    """Every claim of a study with its local name."""
    yield from populations(prefix, study)
    yield from chain.from_iterable(population_criteria(prefix, study))
    for local, arm in numbered(f"{prefix}arm", study.arms):
        yield from arm_claims(local, arm)
    for local, subgroup in numbered(f"{prefix}subgroup", study.subgroups):
        yield from group_claims(local, subgroup)
    yield from numbered(f"{prefix}schedule", study.schedules)
    yield from numbered(f"{prefix}outcome", study.outcomes)
    yield from results(prefix, study)
    yield from numbered(f"{prefix}untied", study.untied_results)
    yield from waiting(prefix, study)
    yield from numbered(f"{prefix}conclusion", study.conclusions)
    for local, mentioned in numbered(f"{prefix}mentioned", study.sister_trials):
        if mentioned.population:
            yield from group_claims(f"{local}.population", mentioned.population)
    if isinstance(study, RegisteredStudy):
        yield from numbered(f"{prefix}group", study.groups)
        for local, intervention in numbered(f"{prefix}intervention", study.interventions):
            yield from intervention_claims(local, intervention)


def passage_local(number: int, passage: Passage) -> str:
    """The local name of a passage: its span, or its number where it is a place in a record.

    >>> passage_local(3, Passage(key="p", start=812, end=1001))
    'passage-812-1001'
    """
    if passage.start is not None and passage.end is not None:
        return f"passage-{passage.start}-{passage.end}"
    return f"passage-{number}"


class Nodes:
    """The IRIs of one account's nodes by local name."""

    __slots__ = ("base", "report", "slug")

    def __init__(self, account: Account) -> None:
        self.slug = report_slug(account.report)
        self.report = report_iri(self.slug)
        self.base = f"{self.report}/"

    def node(self, local: str) -> Iri:
        """The node of this local name."""
        return Iri(self.base + local)


class Names(Nodes):
    """The IRIs of one account: of its nodes by local name, of its claims and passages by key."""

    __slots__ = ("_claims", "_passages")

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._claims = self._by_key(
            (claim.key, local)
            for prefix, study in studies(account)
            for local, claim in study_claims(prefix, study)
        )
        self._passages = self._by_key(
            (passage.key, passage_local(number, passage))
            for number, passage in enumerate(account.passages, start=1)
        )

    def _by_key(self, named: Iterable[tuple[str, str]]) -> dict[str, Iri]:
        found: dict[str, Iri] = {}
        for key, local in named:
            if not key:
                continue
            if key in found:
                raise InputError("two records have one key", where=self.slug, got=key)
            found[key] = self.node(local)
        return found

    def claim(self, key: str) -> Iri:
        """The node of the claim with this key.

        *Errors*: :class:`~kg.errors.InputError` where no claim has it.
        """
        try:
            return self._claims[key]
        except KeyError:
            raise self._unknown(key, "claim") from None

    def passage(self, key: str) -> Iri:
        """The node of the passage with this key; errors as for :meth:`claim`."""
        try:
            return self._passages[key]
        except KeyError:
            raise self._unknown(key, "passage") from None

    def _unknown(self, key: str, kind: str) -> InputError:
        return InputError(f"no {kind} has the key that a record names", where=self.slug, got=key)
