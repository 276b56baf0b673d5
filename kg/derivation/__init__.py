"""What follows from a report's own claims: derived claims, each naming what it came from.

In: an account. Out: the same account with derived claims added; reported ones are as they were, but
for a flag on numbers that cannot be right.
Each rule is a pure function from a study to the claims it derives, and stands in :data:`RULES`
under the name that its claims carry as ``tk:ruleId``.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from kg.derivation.changes import change_from_values, p_tests_changes
from kg.derivation.plausibility import marked
from kg.derivation.registered import direction_from_interval, significance_from_p
from kg.records import Account, Change, Comparison, Result, Study

__all__ = ["RULES", "derive"]


def derive(account: Account) -> Account:
    """The account with everything that the rules derive from it, and with odd numbers marked.

    Deriving twice adds nothing: what was derived before is taken away first.
    """
    account = marked(account)
    studies = tuple(_derived_study(_reported_study(study)) for study in account.studies)
    return msgspec.structs.replace(account, studies=studies)


def _reported_study(study: Study) -> Study:
    return msgspec.structs.replace(
        study,
        changes=tuple(c for c in study.changes if c.rule not in RULES),
        comparisons=tuple(c for c in study.comparisons if c.rule not in RULES),
    )


def _derived_study(study: Study) -> Study:
    found = [claim for rule in RULES.values() for claim in rule(study)]
    return msgspec.structs.replace(
        study,
        changes=(*study.changes, *(c for c in found if isinstance(c, Change))),
        comparisons=(*study.comparisons, *(c for c in found if isinstance(c, Comparison))),
    )


RULES: Final[dict[str, Callable[[Study], Iterator[Result]]]] = {
    "change-from-values": change_from_values,
    "p-tests-changes": p_tests_changes,
    "significance-from-p": significance_from_p,
    "direction-from-interval": direction_from_interval,
}
"""The rules by name; to add one is to write its function and its line here."""
