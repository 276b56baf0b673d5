#!/usr/bin/env python3
"""Writes ``docs/ontology.md`` anew: every term with its definition, rules and an example.

In: the ontology, its shapes, the examples that conform. Out: the page. Run it
by ``make reference``.
"""

from pathlib import Path

from kg.reference import Examples, reference_page

CHECKOUT = Path(__file__).parents[1]
EXAMPLES = CHECKOUT / "ontology" / "examples" / "valid"
PAGE = CHECKOUT / "docs" / "ontology.md"


def page() -> str:
    """The page as it must be."""
    return reference_page(Examples(sorted(EXAMPLES.glob("*.ttl"))))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
