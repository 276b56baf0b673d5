"""The pipeline behind ``kg build``: inputs → accounts → bundles → validated → published.

In: paths and a store folder. Out: a summary, and a new generation of the store unless nothing could
be taken. Each step is a function; the same inputs in any order give the same lines.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.build.assembly import Built, assemble
from kg.build.intake import Intake, take_in
from kg.build.outcome import Bundle, Origin, Reject, Summary, in_order
from kg.fetching import Progress, expand, quiet
from kg.identifiers import report_slug
from kg.namespaces import TK, TRIAL
from kg.terms import Quad, nquads

if TYPE_CHECKING:
    from kg.store import Input

__all__ = ["Built", "Bundle", "Reject", "Summary", "assemble", "build", "take_in"]


def build(
    inputs: Iterable[str | Path],
    root: Path | str,
    *,
    refresh: bool = False,
    fetched: Progress = quiet,
) -> Summary:
    """Build the store from these inputs, and say what was done.

    Where nothing could be taken nothing is published, and the old generation stays. Records by id
    come from what is kept of them, with *refresh* from the services anew; *fetched* hears how far
    that is.

    *Errors*: ``StoreError`` and its kin, where the store cannot be written.
    """
    from kg import store

    root = Path(root)
    with store.locked(root):
        intake = take_in(inputs, expand=partial(expand, refresh=refresh, progress=fetched))
        built = assemble(intake)
        summary = summarized(intake, built)
        if not built.bundles:
            return msgspec.structs.replace(summary, standing=_standing(root))
        folder = store.publish(
            nquads(built.quads()),
            root=root,
            inputs=_inputs(built.bundles),
            rejects=[reject.row() for reject in summary.rejects],
            summary=summary.numbers(),
        )
    return msgspec.structs.replace(summary, generation=str(folder))


def summarized(intake: Intake, built: Built) -> Summary:
    """What an intake came to, in numbers and in what was set aside."""
    quads = set(built.quads())
    published = bool(built.bundles)
    rejects = (each.settled(published=published) for each in (*intake.rejects, *built.rejects))
    return Summary(
        reports=tuple(bundle.slug for bundle in built.bundles),
        trials=len({quad.subject for quad in quads if _tells_of_trial(quad)}),
        claims=sum(quad.predicate == TK.derivation for quad in quads),
        quads=len(quads),
        duplicates=intake.duplicates,
        unplaced=_unplaced(intake, built),
        findings=built.findings,
        rejects=in_order(rejects),
    )


def _standing(root: Path) -> str | None:
    """The folder of the generation that answers, where one does."""
    from kg import store

    older = store.previous(root)
    if older is None:
        return None
    with older:
        return str(older.folder)


def _unplaced(intake: Intake, built: Built) -> dict[str, int]:
    """How often each field without a place stands in the records that were built."""
    taken = {(bundle.slug, bundle.origin.sha256) for bundle in built.bundles}
    counts: Counter[str] = Counter()
    for origin, account in intake.told:
        if (report_slug(account.report), origin.sha256) in taken:
            counts.update(dict(account.report.unplaced))
    return dict(sorted(counts.items()))


def _tells_of_trial(quad: Quad) -> bool:
    return quad.predicate == TK.reportedIn and quad.subject.startswith(TRIAL)


def _inputs(bundles: Sequence[Bundle]) -> "list[Input]":
    """The inputs that were taken, each with the graphs that came of it."""
    from kg.store import Input

    graphs: dict[Origin, list[str]] = {}
    for bundle in bundles:
        graphs.setdefault(bundle.origin, []).append(bundle.graph)
    return [
        Input(name=origin.name, sha256=origin.sha256, bytes=origin.size, graphs=tuple(names))
        for origin, names in sorted(graphs.items())
    ]
