"""Conditions on one term by itself: whatever stands around it, the answer is the same.

In: a term. Out: whether it meets the condition. Conditions are equal where they ask the same, so
that an answer found once serves every shape that asks for it.
"""

import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

from kg.namespaces import XSD
from kg.terms import Literal, Term
from kg.validation.compiled.literals import less, well_formed

_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


@dataclass(frozen=True)
class Condition:
    """What all conditions have: the name of the constraint component, and how it is written."""

    component: ClassVar[str]
    told: str = field(compare=False)

    def met(self, term: Term) -> bool:
        """Whether a term meets the condition."""
        raise NotImplementedError


@dataclass(frozen=True)
class Datatype(Condition):
    """The literal has this datatype and is in its lexical space."""

    component = "Datatype"
    datatype: str

    def met(self, term: Term) -> bool:
        """Whether it is such a literal."""
        if isinstance(term, str) or term.datatype != self.datatype:
            return False
        if self.datatype in {XSD.string, _LANG_STRING}:
            return bool(term.language) == (self.datatype == _LANG_STRING)
        return well_formed(term.lexical, self.datatype)


@dataclass(frozen=True)
class NodeKind(Condition):
    """The term is of one of these kinds."""

    component = "NodeKind"
    kinds: frozenset[str]

    def met(self, term: Term) -> bool:
        """Whether it is an IRI, a blank node, a literal, as asked."""
        if not isinstance(term, str):
            return "Literal" in self.kinds
        return ("BlankNode" if term.startswith("_:") else "IRI") in self.kinds


@dataclass(frozen=True)
class In(Condition):
    """The term is one of a list."""

    component = "In"
    terms: frozenset[Term]

    def met(self, term: Term) -> bool:
        """Whether the very term is in the list; another spelling of it is another term."""
        return term in self.terms


@dataclass(frozen=True)
class Pattern(Condition):
    """The text of the term has a part that matches."""

    component = "Pattern"
    pattern: re.Pattern[str]

    def met(self, term: Term) -> bool:
        """Whether there is a match; a blank node has no text."""
        text = _text(term)
        return text is not None and self.pattern.search(text) is not None


@dataclass(frozen=True)
class MinLength(Condition):
    """The text of the term is no shorter."""

    component = "MinLength"
    length: int

    def met(self, term: Term) -> bool:
        """Whether it has as many characters; a blank node has none to count."""
        text = _text(term)
        return text is not None and len(text) >= self.length


@dataclass(frozen=True)
class MaxLength(Condition):
    """The text of the term is no longer."""

    component = "MaxLength"
    length: int

    def met(self, term: Term) -> bool:
        """Whether it has no more characters; a blank node has none to count."""
        text = _text(term)
        return text is not None and len(text) <= self.length


@dataclass(frozen=True)
class Least(Condition):
    """The value is not below a bound."""

    bound: Literal
    or_equal: bool

    @property
    def component(self) -> str:  # type: ignore[override]
        """Whether the bound itself will do is two components in SHACL."""
        return "MinInclusive" if self.or_equal else "MinExclusive"

    def met(self, term: Term) -> bool:
        """Whether SPARQL finds it so; what cannot be compared does not meet it."""
        return less(self.bound, term, or_equal=self.or_equal)


@dataclass(frozen=True)
class Most(Condition):
    """The value is not above a bound."""

    bound: Literal
    or_equal: bool

    @property
    def component(self) -> str:  # type: ignore[override]
        """Whether the bound itself will do is two components in SHACL."""
        return "MaxInclusive" if self.or_equal else "MaxExclusive"

    def met(self, term: Term) -> bool:
        """Whether SPARQL finds it so; what cannot be compared does not meet it."""
        return less(term, self.bound, or_equal=self.or_equal)


@dataclass(frozen=True)
class LanguageIn(Condition):
    """The literal is in one of these languages, or in a kind of one.

    *Source*: RFC 4647, section 3.3.1, basic filtering.
    """

    component = "LanguageIn"
    ranges: tuple[str, ...]

    def met(self, term: Term) -> bool:
        """Whether a range is its language or the beginning of it."""
        if isinstance(term, str) or not term.language:
            return False
        language = term.language.lower()
        return any(r in {"*", language} or language.startswith(f"{r}-") for r in self.ranges)


@dataclass(frozen=True)
class Is(Condition):
    """The term is this one: what ``sh:hasValue`` comes to where there is one value."""

    component = "HasValue"
    term: Term

    def met(self, term: Term) -> bool:
        """Whether the two are the same term."""
        return term == self.term


def _text(term: Term) -> str | None:
    """The string that SPARQL's STR gives; none for a blank node."""
    if isinstance(term, str):
        return None if term.startswith("_:") else term
    return term.lexical
