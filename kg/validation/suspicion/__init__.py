"""Which nodes a query of ours may have a row about, found without an engine.

In: the text of a query, and indexed statements. Out: the statements that its rows can rest on; none
where it has no row. The query stays the only source: here it is only held against the statements
as far as that is certain, and the engine that evaluates it gets what is left.
"""

from kg.validation.suspicion.suspects import Suspects, resting, suspects_of
from kg.validation.suspicion.tokens import words_of

__all__ = ["Suspects", "resting", "suspects_of", "words_of"]
