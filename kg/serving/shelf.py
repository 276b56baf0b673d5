"""The generation that answers, and the switch to the next one.

In: a store folder. Out: generations to read from. A new one is opened beside the old one; requests
that have begun end where they began, and the old one is let go with the last of them.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import KgError, RefusedQuery
from kg.store import CURRENT, Limits, Prepared, Reply, Store
from kg.store.crew import OWN_GRAPHS, Crew, Dataset, Load, Seats

_LOOK_EVERY: Final = 0.5
_TAG: Final = 16
_MOST_KEPT: Final = 64
_SHORT: Final = 8_000
_MOST_PREPARED: Final = 500


class Settings(NamedTuple):
    """What a query may take, and how many run at once."""

    limits: Limits
    seats: Seats
    told: Callable[[str], None]
    """What is handed a line for whoever runs the server."""


class Generation:
    """A published generation with its workers."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.manifest = store.manifest
        self.tag = store.manifest.seal[:_TAG]
        self.graphs = store.graphs
        self.readers = 0
        self._limits = settings.limits
        self._crew = Crew(store.engine, settings.seats, settings.limits)
        self._kept: dict[Hashable, str] = {}
        self._prepared: dict[str, Prepared] = {}

    @property
    def load(self) -> Load:
        """What its workers are doing."""
        return self._crew.load

    async def start(self) -> None:
        """Return when it can answer.

        *Errors*: ``StoreDamaged``.
        """
        await self._crew.ready()

    async def reply(
        self,
        query: Prepared,
        *,
        form: str = "json",
        triples: str = "nt",
        dataset: Dataset = OWN_GRAPHS,
        seconds: float | None = None,
    ) -> Reply:
        """The answer to a query.

        *Errors*: ``QueryError``, ``LimitError``.
        """
        return await self._crew.reply(
            query,
            form=form,
            triples=triples,
            dataset=dataset,
            limits=self._within(seconds),
        )

    def prepared(self, text: str) -> Prepared:
        """The query once it was admitted; the same text is looked at once.

        *Errors*: as of ``Store.prepared``.
        """
        known = self._prepared.get(text)
        if known is None:
            known = self.store.prepared(text)
            if len(text) <= _SHORT:
                while len(self._prepared) >= _MOST_PREPARED:
                    self._prepared.pop(next(iter(self._prepared)))
                self._prepared[text] = known
        return known

    def admit(self, dataset: Dataset) -> None:
        """Nothing, where all graphs of a dataset are our own.

        *Errors*: ``RefusedQuery``.
        """
        for iri in (*dataset.default, *dataset.named):
            if iri not in self.graphs:
                raise RefusedQuery(
                    f"the store has no graph <{iri}>, and nothing is fetched",
                    way_out="List the graphs with: SELECT DISTINCT ?g { GRAPH ?g {} }",
                )

    async def kept(self, key: Hashable, made: Callable[[], Awaitable[str]]) -> str:
        """A text that stays the same for this generation: made once, unless there are too many."""
        if key not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = await made()
        return self._kept[key]

    def _within(self, seconds: float | None) -> Limits:
        most = self._limits.seconds
        return self._limits._replace(seconds=most if seconds is None else min(seconds, most))

    async def close(self) -> None:
        """End the workers and let go of the files."""
        await self._crew.close()
        self.store.close()


class Shelf:
    """What answers now. Used as ``async with shelf.open():``."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root = root
        self._settings = settings
        self._current: Generation | None = None
        self._retired: set[Generation] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self.trouble: str | None = None
        """Why the generation that the store names now is not the one that answers."""

    @property
    def current(self) -> Generation:
        """The generation that answers."""
        assert self._current is not None, "the shelf is not open"  # noqa: S101 - our own use of it
        return self._current

    @property
    def limits(self) -> Limits:
        """What a query may take."""
        return self._settings.limits

    @contextlib.contextmanager
    def reading(self) -> Iterator[Generation]:
        """The generation that answers, kept until this reader has done."""
        generation = self.current
        generation.readers += 1
        try:
            yield generation
        finally:
            generation.readers -= 1
            if generation in self._retired and not generation.readers:
                self._let_go(generation)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer from the store, and follow it.

        *Errors*: ``NoStore``, ``StoreDamaged``.
        """
        self._current = await self._opened()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await asyncio.gather(*self._closing, return_exceptions=True)
            for generation in (self.current, *self._retired):
                await generation.close()

    async def _opened(self) -> Generation:
        """The generation that the store names, ready to answer."""
        store = await asyncio.to_thread(Store, self._root, self._settings.limits)
        generation = Generation(store, self._settings)
        try:
            await generation.start()
        except BaseException:
            await generation.close()
            raise
        return generation

    # --- The switch ------------------------------------------------------------------------------

    async def _watch(self) -> None:
        refused: str | None = None
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            named = self._named()
            if named in {None, self.current.store.folder.name, refused}:
                continue
            try:
                fresh = await self._opened()
            except (KgError, OSError) as error:
                refused = named
                self._complain(error)
            else:
                self._switch(fresh)

    def _named(self) -> str | None:
        try:
            return (self._root / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None

    def _complain(self, error: Exception) -> None:
        said = error.line() if isinstance(error, KgError) else str(error)
        self.trouble = f"the new generation cannot be served, the last one answers: {said}"
        self._settings.told(self.trouble)

    def _switch(self, fresh: Generation) -> None:
        old, self._current, self.trouble = self.current, fresh, None
        self._retired.add(old)
        self._settings.told(f"generation {fresh.manifest.generation} answers from now on")
        if not old.readers:
            self._let_go(old)

    def _let_go(self, generation: Generation) -> None:
        self._retired.discard(generation)
        task = asyncio.get_running_loop().create_task(generation.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
