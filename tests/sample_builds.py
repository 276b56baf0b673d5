"""Intakes of invented trials, and tools that stand in for reader and validator."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sample_accounts import account, arms, comparison, study

from kg.build import Built
from kg.build.intake import Intake, Readers, Told
from kg.build.outcome import Origin
from kg.records import Account, Concept, Document, Report, Section, Unread
from kg.terms import Quad, nquads
from kg.validation import Finding, Verdict, verdict

MINTED = (
    Concept(slug="walking-speed", kinds=("Measurand",), pref_label="walking speed"),
    Concept(slug="zentarol", kinds=("Substance",), pref_label="zentarol"),
    Concept(slug="exercise", kinds=("Substance",), pref_label="exercise"),
    Concept(slug="stiff-knees", kinds=("Condition",), pref_label="stiff knees"),
)


def with_concepts(made: Account) -> Account:
    """The account with the concepts that its claims name, as a reader hands it on."""
    return msgspec.structs.replace(made, concepts=MINTED)


def told(*accounts: Account) -> Intake:
    """An intake of these accounts, each from a file of its own."""
    intake = Intake()
    for number, each in enumerate(accounts):
        origin = Origin(f"{number}.txt", f"{number:064d}", number)
        intake.told.append(Told(origin, with_concepts(each)))
    return intake


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


def lines(built: Built) -> list[str]:
    """All statements in order."""
    return sorted(set(nquads(built.quads())))


LIBRARY = (
    account(),
    registry(),
    account(study(acronym="AMBLE", registry_ids=("NCT08888888",)), pmid="777", sha256="0a" * 32),
    account(study(conclusions=()), title="Another document of the first report"),
    account(study(comparisons=(comparison(outcome="o9"),)), pmid="999"),
)


def one_document(_: str, data: bytes) -> list[Document | Account]:
    """A reader of sources that takes any text for an article."""
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
