"""Ids → bytes: what is kept already, and for the rest the services, which are asked once.

In: ids. Out: the bytes of each, and the reason for each that has none. What has come is kept at
once, so that a run that is interrupted goes on where it ended.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from kg.errors import InputError, KgError, NetworkError
from kg.fetching import pace
from kg.fetching.answers import Absent, Fetched
from kg.fetching.cache import Cache
from kg.fetching.ids import Id
from kg.fetching.pubmed import PubMed, report_of
from kg.fetching.registry import Registry
from kg.fetching.settings import Settings
from kg.inputs import Source

Progress = Callable[[int, int], None]


def bring(wanted: Sequence[Id], *, refresh: bool, progress: Progress) -> "Brought":
    """Everything that there is of these ids, kept."""
    errand = _Errand(Settings.of(), refresh=refresh, progress=progress)
    errand.run(wanted)
    return errand.brought


class Brought:
    """What has come of ids: faults by id, and the PMIDs that DOIs stand for."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.faults: dict[Id, KgError] = {}
        self.pmids: dict[Id, Id] = {}

    def of(self, wanted: Id) -> Iterator[Source | KgError]:
        """The bytes of an id, or why it has none; both where those that were kept had to do."""
        record = self.pmids.get(wanted) if wanted.kind == "doi" else wanted
        kept = self._cache.get(record) if record else None
        fault = self.faults.get(wanted) or (self.faults.get(record) if record else None)
        if fault is None and kept is None:
            fault = InputError("what was fetched of it is gone")
        if fault is not None:
            stale = kept if isinstance(fault, NetworkError) else None
            day = f"The copy of {stale.note.fetched[:10]} was taken" if stale else None
            yield _placed(fault, wanted, day or "It was left out")
            kept = stale
        if kept is not None and record is not None:
            yield Source(record.name, kept.data)


def _placed(fault: KgError, wanted: Id, outcome: str) -> KgError:
    """The same error, which says of what and what became of it."""
    parts = {**fault.parts(), "where": wanted.name, "outcome": outcome}
    kind = NetworkError if isinstance(fault, NetworkError) else InputError
    return kind(parts.pop("what"), **parts)


class _Errand:
    """One round to the services."""

    def __init__(self, settings: Settings, *, refresh: bool, progress: Progress) -> None:
        self._settings = settings
        self._refresh = refresh
        self._progress = progress
        self._cache = Cache(settings.cache)
        self._done = self._total = 0
        self.brought = Brought(self._cache)

    @cached_property
    def _pubmed(self) -> PubMed:
        return PubMed(self._settings, pace.CLOCK)

    @cached_property
    def _registry(self) -> Registry:
        return Registry(self._settings, pace.CLOCK)

    def run(self, wanted: Sequence[Id]) -> None:
        """Bring what is lacking: first the records behind DOIs are known, then all are fetched."""
        dois = [each for each in wanted if each.kind == "doi"]
        named = [each for each in wanted if each.kind == "pubmed"]
        self._resolve_all(dois)
        self._fetch(list(dict.fromkeys([*named, *self.brought.pmids.values()])), self._of_pubmed)
        for doi in dois:
            self._check(doi)
        self._fetch([each for each in wanted if each.kind == "registry"], self._of_registry)

    def _of_pubmed(self, ids: Sequence[Id]) -> Iterator[Fetched]:
        return self._pubmed.fetch(ids)

    def _of_registry(self, ids: Sequence[Id]) -> Iterator[Fetched]:
        return self._registry.fetch(ids)

    # --- Records ---------------------------------------------------------------------------------

    def _fetch(
        self, ids: Sequence[Id], service: Callable[[Sequence[Id]], Iterator[Fetched]]
    ) -> None:
        waiting = self._lacking(ids)
        if not waiting:
            return
        try:
            self._cache.require()
            for fetched in service(list(waiting)):
                self._keep(fetched)
                del waiting[fetched.id]
                self._step()
        except InputError as error:  # nothing can be kept: then nobody is asked for more
            self.brought.faults.update(dict.fromkeys(waiting, error))

    def _lacking(self, ids: Sequence[Id]) -> dict[Id, None]:
        lacking = [each for each in ids if self._refresh or self._cache.get(each) is None]
        self._total += len(lacking)
        return dict.fromkeys(lacking)

    def _keep(self, fetched: Fetched) -> None:
        if isinstance(fetched.result, KgError):
            self.brought.faults[fetched.id] = fetched.result
            if isinstance(fetched.result, Absent):
                self._cache.discard(fetched.id)
        else:
            self._cache.put(fetched.id, fetched.url, fetched.result)

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)

    # --- DOIs ------------------------------------------------------------------------------------

    def _resolve_all(self, dois: Sequence[Id]) -> None:
        for doi in dois:
            known = self._cache.get(doi)
            if known is not None:
                self.brought.pmids[doi] = Id("pubmed", known.data.decode())
        for doi in self._lacking(dois):
            try:
                self._cache.require()
                self.brought.pmids[doi] = self._pubmed.pmid_of(doi)
            except KgError as error:
                self.brought.faults[doi] = error
            self._step()

    def _check(self, doi: Id) -> None:
        """Remember which record a DOI stands for, once that record itself says so."""
        pmid = self.brought.pmids.get(doi)
        kept = self._cache.get(pmid) if pmid else None
        if pmid is None or kept is None or doi in self.brought.faults:
            return
        try:
            said = report_of(pmid, kept.data).doi
            if said != doi.value:
                raise InputError("PubMed's record has another DOI", got=said or "none")  # noqa: TRY301
            if self._cache.get(doi) is None:
                self._cache.put(doi, kept.note.url, pmid.value.encode())
        except InputError as error:
            self.brought.faults[doi] = error
