"""Reports of invented trials for linking, and which trials they come to."""

import hashlib
from typing import Any

from kg.identifiers import report_slug, studies
from kg.linking import Trials, ties_of, trials_of
from kg.records import Account, Report, Study


def account(name: str, *told: Study, **report: Any) -> Account:
    """An account of one report, named by the sixteen first digits of its hash."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    kind = report.pop("kind", "WebPage")
    return Account(report=Report(kind=kind, sha256=digest, **report), studies=told or (Study(),))


def linked(*accounts: Account) -> Trials:
    """The trials of these accounts; any order gives the same."""
    ties = [tie for each in accounts for tie in ties_of(each)]
    found = trials_of(ties)
    assert found == trials_of(reversed(ties))
    return found


def slugs(*accounts: Account) -> list[str]:
    """The trial slugs of the studies, in the order of the accounts."""
    found = linked(*accounts).slugs
    return [found[report_slug(a.report), prefix] for a in accounts for prefix, _ in studies(a)]
