"""Intakes of invented trials, and tools that stand in for reader and validator."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from sample_accounts import account, arms, comparison, study

from kg.build import Gathered, gather, summarized
from kg.build import assemble as assemble_gathered
from kg.build.admission import Validate
from kg.build.concluding import conclude
from kg.build.gathering import set_down
from kg.build.intake import Imported, Readers, attempt
from kg.build.outcome import Bundle, Origin, Reject
from kg.build.spool import Spool
from kg.build.surrounding import surround
from kg.build.workers import Workers
from kg.identifiers import report_iri
from kg.inputs import Held, expand, whole
from kg.records import Account, Concept, Document, Report, Section, Unread
from kg.store import STAGED, lines_of
from kg.terms import Quad, nquads, read_line
from kg.validation import Finding, Verdict, verdict
from kg.vocabularies import linker

MINTED = (
    Concept(slug="walking-speed", kinds=("Measurand",), pref_label="walking speed"),
    Concept(slug="zentarol", kinds=("Substance",), pref_label="zentarol"),
    Concept(slug="exercise", kinds=("Substance",), pref_label="exercise"),
    Concept(slug="stiff-knees", kinds=("Condition",), pref_label="stiff knees"),
)


def with_concepts(made: Account) -> Account:
    """The account with the concepts that its claims name, as a reader hands it on."""
    return msgspec.structs.replace(made, concepts=(*made.concepts, *MINTED))


@dataclass
class Intake:
    """What came in, before anything is set down: accounts and graphs, and where they are from."""

    told: list[tuple[Origin, Account]] = field(default_factory=list)
    imported: list[Imported] = field(default_factory=list)


def told(*accounts: Account) -> Intake:
    """An intake of these accounts, each from a file of its own."""
    origins = (Origin(f"{n}.txt", f"{n:064d}", n) for n in range(len(accounts)))
    return Intake(list(zip(origins, map(with_concepts, accounts), strict=True)))


@dataclass
class Assembled:
    """What a build came to, in memory."""

    bundles: list[Bundle]
    lines: list[str]
    rejects: list[Reject]
    findings: dict[str, int]
    unplaced: dict[str, int]
    duplicates: int

    def quads(self) -> Iterator[Quad]:
        """Every statement."""
        for line in self.lines:
            subject, predicate, term, graph = read_line(line) or pytest.fail(line)
            yield Quad(subject, predicate, term, graph or pytest.fail(line))


def assemble(intake: Intake, validate: Validate | None = None) -> Assembled:
    """What an intake comes to."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        gathered = Gathered(folder)
        with Spool(folder / "told") as spool:
            for origin, account in intake.told:
                gathered.add(origin, set_down(account, origin, spool))
            for each in intake.imported:
                found = attempt(partial(set_down, each, each.origin, spool), each.origin.name)
                if isinstance(found, Reject):
                    gathered.rejects.append(found)
                else:
                    gathered.add(each.origin, found)
        return _assembled(gathered, folder, validate)


def taken_in(
    paths: Iterable[str | Path], readers: Readers | None = None, validate: Validate | None = None
) -> Assembled:
    """What these files come to."""
    with TemporaryDirectory() as name, Workers(1) as workers:
        gathered = gather(expand(paths), Path(name), workers, readers)
        return _assembled(gathered, Path(name), validate)


def _assembled(gathered: Gathered, folder: Path, validate: Validate | None) -> Assembled:
    with Workers(1) as workers:
        built = assemble_gathered(gathered, folder, workers, validate)
    beside = surround(built.parts, built.beside, folder, linker(folder))
    counts = conclude(built.parts, beside, folder / STAGED)
    found = [line.removesuffix("\n") for line in lines_of(folder / STAGED)]
    assert sum(counts.values()) == len(found)
    assert found == sorted(set(found))
    graphs: dict[str, list[Quad]] = defaultdict(list)
    made = Assembled(
        [],
        [f"{line}\n" for line in found],
        [*gathered.rejects, *built.rejects, *beside.rejects],
        dict(built.findings),
        summarized(gathered, built).unplaced,
        gathered.duplicates,
    )
    for quad in made.quads():
        graphs[quad.graph].append(quad)
    made.bundles = [
        Bundle(entry.slug, entry.origin, tuple(graphs[report_iri(entry.slug)]))
        for entry in built.entries
    ]
    return made


def fine(_: Iterable[Quad]) -> Verdict:
    """A validator that finds nothing wrong."""
    return Verdict()


def registry(**more: Any) -> Account:
    """The registry's record of the same trial: no arm sizes, another title."""
    return account(
        study(acronym=None, arms=tuple(resized(arm, None) for arm in arms()), **more),
        kind="RegistryRecord",
        registry_ids=("NCT09999999",),
        sha256="cd" * 32,
        title="Study of zentarol",
    )


def resized(arm: Any, size: int | None) -> Any:
    """The arm with another size."""
    return msgspec.structs.replace(arm, size=size)


def lines(built: Assembled) -> list[str]:
    """All statements in order."""
    assert built.lines == sorted(set(nquads(built.quads())))
    return built.lines


LIBRARY = (
    account(),
    registry(),
    account(study(acronym="AMBLE", registry_ids=("NCT08888888",)), pmid="777", sha256="0a" * 32),
    account(study(conclusions=()), title="Another document of the first report"),
    account(study(comparisons=(comparison(outcome="o9"),)), pmid="999"),
)


def one_document(name: str, contents: bytes | Held) -> list[Document | Account]:
    """A reader of sources that takes any text for an article."""
    data = whole(name, contents)
    report = Report(kind="Article", sha256="00" * 32, text=data.decode())
    return [Document(report=report, sections=(Section(start=0, end=len(data)),))]


def understood(document: Document) -> Account:
    """A reader of text that finds a trial where the word stands, and stumbles on ``crash``."""
    words = document.report.text or ""
    if "crash" in words:
        raise RecursionError("too deep\nand more")
    studies = (study(),) if "trial" in words else ()
    unread = (Unread(exact="7 or so", start=3, end=10, reason="a number without a unit"),)
    made = account(*studies) if studies else Account(report=document.report)
    return msgspec.structs.replace(made, unread=unread if studies else ())


READERS = Readers(one_document, understood)


def conceived(document: Document) -> Account:
    """What :func:`understood` reads, with its concepts."""
    return with_concepts(understood(document))


def complaining(*foci: str) -> Callable[[Iterable[Quad]], Verdict]:
    """A validator that violates these nodes wherever they are described."""

    def validate(quads: Iterable[Quad]) -> Verdict:
        described = {quad.subject for quad in quads}
        return verdict(
            Finding(severity="Violation", shape="x:s", focus=f, message="Mend it.", source="x:c")
            for f in foci
            if f in described
        )

    return validate
