"""The pipeline behind ``kg build``: inputs → entries → families → parts → a published store.

In: paths or ids and a store folder. Out: a summary, and a new generation of the store unless
nothing could be taken. Reading and settling are spread over processes; what is large stands in
files between the steps, so that memory does not grow with the inputs.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.build import ledger
from kg.build.assembly import Built, assemble
from kg.build.concluding import conclude
from kg.build.coverage import Coverage
from kg.build.gathering import Gathered, gather
from kg.build.ledger import Ledger
from kg.build.outcome import Bundle, Origin, Progress, Reject, Summary, in_order, quiet
from kg.build.surrounding import Beside, surround
from kg.build.workers import Pool, pool_of
from kg.fetching import expand
from kg.identifiers import report_iri
from kg.inputs import size_on_disk
from kg.linking.concept_links import Linker
from kg.vocabularies import linker, require_names

if TYPE_CHECKING:
    from kg.store import Input

__all__ = [
    "Built",
    "Bundle",
    "Gathered",
    "Progress",
    "Reject",
    "Summary",
    "assemble",
    "build",
    "gather",
]


def build(
    inputs: Iterable[str | Path],
    root: Path | str,
    *,
    refresh: bool = False,
    workers: int | str | None = None,
    progress: Progress = quiet,
) -> Summary:
    """Build the store from these inputs, and say what was done.

    Where nothing could be taken nothing is published, and the old generation stays. Records by id
    come from what is kept of them, with *refresh* from the services anew. *workers* are processes,
    as many as there are cores where nothing is said, or a Dask cluster by its address
    (``dask://HOST:PORT``); *progress* hears how far the build is.

    *Errors*: ``StoreError`` and its kin, where the store cannot be written.
    """
    from kg import store

    root, given = Path(root), list(inputs)
    with store.locked(root), store.scratch(root) as folder:
        require_names(root)
        standing = _standing(root)
        known, size = _known(standing), size_on_disk(given)
        with store.scratch(root) as between, pool_of(workers) as pool:
            fetching, reading = partial(progress, "fetching"), partial(progress, "reading")
            found = expand(given, refresh=refresh, progress=fetching, folder=between)
            gathered = gather(found, between, pool, ledger=known, size=size, tell=reading)
            staged = _staged(gathered, partial(linker, root), folder, between, pool, progress)
        # Files between, processes and what was gathered are gone before the engine loads.
        del found, gathered, known
        if not staged.graphs:
            older = str(standing) if standing else None
            return msgspec.structs.replace(staged.summary, standing=older)
        return _published(root, staged, folder)


class _Staged(NamedTuple):
    """What is left of all that was gathered once its lines stand in a file: graphs with lines."""

    summary: Summary
    inputs: "list[Input]"
    graphs: dict[str, int]


def _staged(
    gathered: Gathered,
    linked: Callable[[], Linker],
    folder: Path,
    between: Path,
    pool: Pool,
    progress: Progress,
) -> _Staged:
    """What came of it, with the staged file and the ledger in the *folder*; else no graphs."""
    from kg.store import STAGED

    built = assemble(gathered, between, pool, tell=partial(progress, "validating"))
    if not built.entries:
        return _Staged(summarized(gathered, built), [], {})
    progress("linking", 0, 0)
    beside = surround(built.parts, built.beside, between, linked())
    progress("publishing", 0, 0)
    ledger.write(gathered.openings(), folder / ledger.NAME)
    graphs = conclude(built.parts, beside, folder / STAGED)
    return _Staged(summarized(gathered, built, beside), _inputs(built), graphs)


def _published(root: Path, staged: _Staged, folder: Path) -> Summary:
    """The summary of a build, once its generation answers."""
    from kg import store

    generation = store.publish(
        partial(_moved, folder, staged.graphs),
        root=root,
        inputs=staged.inputs,
        rejects=[reject.row() for reject in staged.summary.rejects],
        summary=staged.summary.numbers(),
        describe=Coverage,
    )
    with store.open_store(root) as opened:
        quads = opened.manifest.quads
    return msgspec.structs.replace(staged.summary, generation=str(generation), quads=quads)


def _moved(folder: Path, graphs: dict[str, int], out: Path) -> dict[str, int]:
    """The number of lines of each graph, once the staged file is in its place, with the ledger."""
    (folder / ledger.NAME).rename(out.with_name(ledger.NAME))
    (folder / out.name).rename(out)
    return graphs


def summarized(gathered: Gathered, built: Built, beside: Beside | None = None) -> Summary:
    """What a build came to, in numbers and in what was set aside."""
    published = bool(built.entries)
    told = (*gathered.rejects, *built.rejects, *(beside.rejects if beside else ()))
    rejects = (each.settled(published=published) for each in told)
    reports, unplaced = list[str](), Counter[str]()
    for entry in built.entries:
        reports.append(entry.slug)
        unplaced.update(dict(entry.unplaced))
    return Summary(
        reports=tuple(reports),
        trials=built.trials,
        claims=built.claims,
        duplicates=gathered.duplicates,
        unplaced=dict(sorted(unplaced.items())),
        findings=dict(built.findings),
        rejects=in_order(rejects),
        links=beside.links if beside else 0,
        otherwise=beside.otherwise if beside else 0,
        confirmed=beside.audit.confirmed if beside else 0,
        unconfirmed=beside.audit.unconfirmed if beside else 0,
    )


def _standing(root: Path) -> Path | None:
    """The folder of the generation that answers, where one does."""
    from kg import store

    older = store.previous(root)
    if older is None:
        return None
    with older:
        return older.folder


def _known(folder: Path | None) -> Ledger:
    """What the generation that answers was read from; nothing where its file is not as it was."""
    from kg import store

    if folder is None or not store.unchanged(folder, ledger.NAME):
        return Ledger.none()
    return Ledger.read(folder / ledger.NAME)


def _inputs(built: Built) -> "list[Input]":
    """The inputs that were taken, each with the graphs that came of it."""
    from kg.store import Input

    graphs: dict[Origin, list[str]] = {}
    for entry in built.entries:
        graphs.setdefault(entry.origin, []).append(report_iri(entry.slug))
    return [
        Input(name=origin.name, sha256=origin.sha256, bytes=origin.size, graphs=tuple(names))
        for origin, names in sorted(graphs.items())
    ]
