"""The ontology as a person reads it: each term with its definition, rules and an example.

In: the files of ``ontology/``. Out: records of terms and rules, and the page that lists them.
"""

from kg.reference.examples import Examples
from kg.reference.page import reference_page
from kg.reference.rules import Rule, rules
from kg.reference.terms import Kind, Term, terms

__all__ = ["Examples", "Kind", "Rule", "Term", "reference_page", "rules", "terms"]
