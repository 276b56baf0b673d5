"""What a build keeps in memory of each report it has read; the report itself is set down.

In: an account with its origin, or a bundle of an imported graph. Out: an entry: as much as is
needed to choose among documents of one report, and to tell which reports are of one trial.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec

from kg.build.blocks import lines_of
from kg.build.outcome import Bundle, Origin
from kg.build.packing import pack_account, pack_concepts, unpack_account, unpack_bundle
from kg.build.spool import Slot, Spool
from kg.identifiers import report_slug, reviewed_report, slug
from kg.linking import StudyTies, registration, ties_of
from kg.namespaces import RDF, REPORT, TK, TRIAL
from kg.records import Account, Report


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One report of one input, and where it stands.

    ``said`` and ``words`` are hashes of what it tells and of its text, whatever the form around
    them; ``read`` is how much it tells. ``trials`` are those that an imported report tells of,
    ``mentions`` the names of others that a report names, ``decides`` the reports on whose claims it
    decides, ``accepts`` the ties of trials that it accepts.
    """

    slug: str
    origin: Origin
    slot: Slot
    imported: bool = False
    beside: Slot | None = None
    pmid: str | None = None
    catalogued: bool = False
    version: int = 1
    revised: str | None = None
    sha256: str = ""
    said: bytes = b""
    words: bytes = b""
    read: int = 0
    ties: tuple[StudyTies, ...] = ()
    trials: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    minted: Slot | None = None
    unplaced: tuple[tuple[str, int], ...] = ()

    @property
    def fullness(self) -> tuple[int, bool, bool, str, str]:
        """The order of documents of one report: those that tell most, then records with a date."""
        undated = self.revised is None
        return -self.read, not self.catalogued, undated, self.origin.sha256, self.sha256

    def account(self) -> Account:
        """The account that was set down."""
        return unpack_account(self.slot.fetch())

    def concepts(self) -> list[str]:
        """The concepts that it mints, a line each: the slug and the kinds."""
        return [] if self.minted is None else lines_of(self.minted.fetch().decode())

    def bundle(self) -> Bundle:
        """The bundle of an imported report that was set down."""
        return unpack_bundle(self.slot.fetch())


def entry_of(account: Account, origin: Origin, spool: Spool) -> Entry:
    """The entry of an account, once that stands in the spool."""
    report = account.report
    return Entry(
        slug=report_slug(report),
        origin=origin,
        slot=spool.put(pack_account(account)),
        minted=spool.put(pack_concepts(account)) if account.concepts else None,
        pmid=report.pmid,
        catalogued=report.catalogued,
        version=report.version or 1,
        revised=report.revised,
        sha256=report.sha256,
        said=_hash(msgspec.msgpack.encode(_said(account))),
        words=_hash(_words(report).encode()) if report.catalogued else b"",
        read=len(msgspec.json.encode(account.studies)),
        ties=ties_of(account),
        mentions=tuple(sorted(set(_mentions(account)))),
        accepts=tuple(sorted(_accepted(account))),
        decides=tuple(sorted({reviewed_report(each.claim) for each in account.decisions})),
        unplaced=report.unplaced,
    )


def entry_of_bundle(bundle: Bundle, slot: Slot, beside: Slot) -> Entry:
    """The entry of an imported report."""
    return Entry(
        slug=bundle.slug,
        origin=bundle.origin,
        slot=slot,
        beside=beside,
        imported=True,
        trials=tuple(sorted(_trials(bundle))),
    )


def _trials(bundle: Bundle) -> set[str]:
    return {
        quad.subject.removeprefix(TRIAL)
        for quad in bundle.quads
        if quad.predicate == TK.reportedIn and quad.subject.startswith(TRIAL)
    } or {
        quad.subject.removeprefix(TRIAL)
        for quad in bundle.quads
        if quad.predicate == RDF.type and quad.subject.startswith(TRIAL)
    }


def _mentions(account: Account) -> Iterator[str]:
    """The numbers and acronyms of other trials, spelled as linking spells them."""
    for study in account.studies:
        for mentioned in study.sister_trials:
            yield from (registration(each) or each for each in mentioned.registry_ids)
            if mentioned.acronym:
                yield slug(mentioned.acronym)


def _accepted(account: Account) -> Iterator[str]:
    """The names of the ties that a reviewer has accepted: two trials are one by them."""
    for each in account.decisions:
        name = each.claim.removeprefix(REPORT)
        if each.decision == "accepted" and name.partition("/")[2].startswith("tie-"):
            yield name


def _said(account: Account) -> Account:
    """What an account says, whatever the bytes around it: another form is no other report."""
    form: dict[str, Any] = {"sha256": "", "text": None, "remarks": (), "unplaced": ()}
    report = msgspec.structs.replace(account.report, **form)
    return msgspec.structs.replace(account, report=report, passages=(), unread=(), declined=())


def _words(report: Report) -> str:
    """The letters and digits of a text: of forms one raises digits and another brackets them."""
    folded = unicodedata.normalize("NFKC", report.text or "").casefold()
    return "".join(filter(str.isalnum, folded))


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
