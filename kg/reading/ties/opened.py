"""Values that rules left open, tied where a model finds a way to deal them likely enough.

In: the ledger when all lines are read, and the order that they leave. Out: further claims, and
numbers of nothing named whose arm is known now.
"""

from kg.reading.ledger import Ledger
from kg.reading.ties.claims import Order, claim_ties
from kg.reading.ties.dealing import setting_of
from kg.reading.ties.model import current
from kg.reading.ties.ranked import ranked


def read_open(ledger: Ledger, order: Order) -> Order:
    """The order with further numbers owned, once values that only a model ties are claimed."""
    model = current()
    if model is None:
        return order
    setting = setting_of(ledger.page, tuple(sorted(order.told)))
    for line, scene, ties in order.open:
        found = ranked(scene, list(ties), setting, model)
        order = order.with_claims(claim_ties(ledger, line, scene, found))
    return order
