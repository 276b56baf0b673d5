"""Types and links that follow from what is stated: by SPARQL rules, or by OWL reasoning.

In: an engine that runs CONSTRUCT, or data and ontology. Out: the same inferences either way. The
rules are what a build uses; HermiT, which needs Java, is the judge that they are held against. The
only room that imports owlready2.
"""

from kg.reasoning.hermit import classify, find_java
from kg.reasoning.inferences import Construct, Inferences, Link, infer, rules

__all__ = ["Construct", "Inferences", "Link", "classify", "find_java", "infer", "rules"]
