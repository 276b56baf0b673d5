"""The triples of an account, to be asked for by local name."""

from kg.graph import Place, account_quads
from kg.namespaces import TK, TRIAL
from kg.records import Account
from kg.terms import Literal, Term

REPORT = "https://w3id.org/trialkg/id/report/pmid-12345"
BASE = REPORT + "/"
TRIAL_NODE = TRIAL + "nct09999999"


class Facts:
    """The triples of an account, to be asked for by local name."""

    def __init__(self, made: Account, **places: Place) -> None:
        self.quads = list(account_quads(made, places or None))

    def of(self, local: str, predicate: str) -> list[str]:
        """The objects of a node: local names of terms and nodes, the plain text of literals."""
        node = local if local.startswith("http") else f"{REPORT}/{local}" if local else REPORT
        return [
            shown(q.object) for q in self.quads if (q.subject, q.predicate) == (node, predicate)
        ]


def shown(term: Term) -> str:
    """A term as a test writes it."""
    if isinstance(term, Literal):
        return term.lexical.removesuffix(".0")
    for base in (REPORT + "/", str(TK), "https://w3id.org/trialkg/id/"):
        if term.startswith(base):
            return term.removeprefix(base)
    return term
