"""SHACL Core over plain statements, fast: shapes are compiled once, and asked of whole groups.

In: a graph of shapes; statements. Out: the findings that the recommendation asks for. What SHACL
has beyond what is known here is refused by name, never passed over.

*Source*: Shapes Constraint Language (W3C 2017).
"""

from kg.validation.compiled.checking import Compiled
from kg.validation.compiled.index import Index
from kg.validation.compiled.targets import without_targets

__all__ = ["Compiled", "Index", "without_targets"]
